import { describe, expect, it } from 'vitest'
import { casesOf, listOf, monthsOver, valueOf } from './bulletin'

describe('a figure of a bulletin', () => {
  it('leads to exactly its cases', () => {
    expect(listOf('K-202610-1', { measure: 'reported' })).toEqual({ path: '/bulletins/K-202610-1/cases', query: { measure: 'reported' } })
    expect(listOf('K-202610-1', { measure: 'on_time', period: 'year' }, 'of').query).toEqual({ measure: 'on_time', part: 'of', period: 'year' })
    expect(listOf('K-202610-1', { measure: 'closed', by: 'category', depth: 2, key: '' }).query).toEqual({ measure: 'closed', by: 'category', depth: '2', key: '' })
  })

  it('leads to the list of cases where the list can be narrowed to them', () => {
    const span = { from: '2026-09-30T16:00:00Z', before: '2026-10-31T16:00:00Z' }
    const b = { id: 'K-202610-1', area: { code: 'K', name: { zh: '县' } }, lists: [{ measure: 'on_time', part: 'n', on: 'closed', had: 'on_time' }], spans: { month: span } }
    const whole = { area: 'K', closed_from: span.from, closed_before: span.before, had: 'on_time' }
    expect(casesOf(b, {}, { measure: 'on_time' })).toEqual({ path: '/inbox/closed', query: whole })
    expect(casesOf(b, {}, { measure: 'on_time', by: 'area', key: 'K1' }).query).toEqual({ ...whole, area: 'K1' })
    for (const which of [{ measure: 'on_time', by: 'unit', key: '' }, { measure: 'on_time', by: 'category', depth: 2, key: '01' }, { measure: 'other' }]) {
      expect(casesOf(b, {}, which).path).toBe('/bulletins/K-202610-1/cases')
    }
    expect(casesOf(b, { excluded: 1 }, { measure: 'on_time' }).path).toBe('/bulletins/K-202610-1/cases')
  })

  it('is written as its measure is', () => {
    const measure = (kind: string) => ({ id: 'm', kind, name: { zh: '' }, what: { zh: '' } })
    expect(valueOf({ value: 0.934, n: 1 }, measure('rate'))).toBe('93.4%')
    expect(valueOf({ value: 1234, n: 1234 }, measure('count'))).toBe('1,234')
    expect(valueOf({ n: 0 }, measure('hours'))).toBeUndefined()
  })

  it('is of a month that is over', () => {
    expect(monthsOver('2026-02-03', 3)).toEqual(['2026-01', '2025-12', '2025-11'])
  })
})
