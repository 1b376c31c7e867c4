import { describe, expect, it } from 'vitest'
import type { CaseRow } from '@jingwei/api'
import { keep, sorted, type Kept } from './stable'

const row = (number: string, more: Partial<CaseRow> = {}) => ({ number, priority: 'normal', registered_at: number, ...more }) as CaseRow
const shown = (...numbers: string[]): Kept[] => numbers.map((number) => ({ row: row(number), gone: false }))
const names = (rows: Kept[]) => rows.map((kept) => kept.row.number + (kept.gone ? '†' : ''))
const all = () => true

describe('a list that does not jump', () => {
  it('takes everything at first', () => {
    expect(names(keep([], [row('b'), row('a')], all).rows)).toEqual(['b', 'a'])
  })

  it('lets what is new above wait, and appends what follows', () => {
    const { rows, waiting } = keep(shown('c', 'b'), [row('d'), row('c'), row('b'), row('a')], all)
    expect(names(rows)).toEqual(['c', 'b', 'a'])
    expect(waiting).toBe(1)
  })

  it('leaves what went in its place and says so, and changes the others where they are', () => {
    const { rows } = keep(shown('c', 'b', 'a'), [row('c'), row('a', { text: 'new' })], all)
    expect(names(rows)).toEqual(['c', 'b†', 'a'])
    expect(rows[2]!.row.text).toBe('new')
  })

  it('does not call gone what only lies beyond the stretch that was read', () => {
    expect(names(keep(shown('c', 'b', 'a'), [row('d'), row('c'), row('b')], ({ number }) => number >= 'b').rows)).toEqual(['c', 'b', 'a'])
  })

  it('waits with everything when nothing known is left', () => {
    const { rows, waiting } = keep(shown('a'), [row('c'), row('b')], all)
    expect(names(rows)).toEqual(['a†'])
    expect(waiting).toBe(2)
  })
})

describe('sorting', () => {
  it('puts what is pressing first, and what has no deadline last', () => {
    const rows = [row('1'), row('2', { due_at: '2026-02' }), row('3', { due_at: '2026-01', priority: 'low' }), row('4', { priority: 'urgent' })]
    expect(sorted(rows, 'due').map((r) => r.number)).toEqual(['3', '2', '1', '4'])
    expect(sorted(rows, 'priority').map((r) => r.number)).toEqual(['4', '2', '1', '3'])
    expect(sorted(rows, 'came').map((r) => r.number)).toEqual(['4', '3', '2', '1'])
    expect(sorted(rows, undefined)).toBe(rows)
  })
})
