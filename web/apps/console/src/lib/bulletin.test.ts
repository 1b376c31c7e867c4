import { describe, expect, it } from 'vitest'
import { listOf, monthsOver, valueOf } from './bulletin'

describe('a figure of a bulletin', () => {
  it('leads to exactly its cases', () => {
    expect(listOf('K-202610-1', { measure: 'reported' })).toEqual({ path: '/bulletins/K-202610-1/cases', query: { measure: 'reported' } })
    expect(listOf('K-202610-1', { measure: 'on_time', period: 'year' }, 'of').query).toEqual({ measure: 'on_time', part: 'of', period: 'year' })
    expect(listOf('K-202610-1', { measure: 'closed', by: 'category', depth: 2, key: '' }).query).toEqual({ measure: 'closed', by: 'category', depth: '2', key: '' })
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
