import { describe, expect, it } from 'vitest'
import { cases, dayIn, days, months } from './numbers'

describe('periods', () => {
  it('are whole months, the present one so far', () => {
    expect(days('month', '2026-03-09')).toEqual({ from: '2026-03-01', to: '2026-03-09' })
    expect(days('last', '2026-03-09')).toEqual({ from: '2026-02-01', to: '2026-02-28' })
    expect(days('last', '2026-01-31')).toEqual({ from: '2025-12-01', to: '2025-12-31' })
    expect(days('quarter', '2026-01-31')).toEqual({ from: '2025-11-01', to: '2026-01-31' })
    expect(days('twelve', '2026-03-09')).toEqual({ from: '2025-04-01', to: '2026-03-09' })
    expect(days('year', '2026-03-09').from).toBe('2026-01-01')
  })

  it('know their months and days', () => {
    expect(months('2025-11-01', '2026-02-10')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02'])
    expect(dayIn(new Date('2026-11-21T17:00:00Z'), 'Asia/Shanghai')).toBe('2026-11-22')
  })
})

describe('a number leads to its cases', () => {
  const span = { from_at: '2026-02-28T16:00:00Z', to_at: '2026-03-31T16:00:00Z' }
  it('by the day it is counted on', () => {
    expect(cases('reported', span, { area: 'K1', unit: undefined })).toEqual({
      path: '/inbox/all', query: { area: 'K1', registered_from: span.from_at, registered_before: span.to_at },
    })
    expect(cases('late', span)).toEqual({
      path: '/inbox/closed', query: { closed_from: span.from_at, closed_before: span.to_at, had: 'late' },
    })
    expect(cases('returned', span).query).toMatchObject({ had: 'returned', registered_from: span.from_at })
  })
})
