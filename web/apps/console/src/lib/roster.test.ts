import { describe, expect, it } from 'vitest'
import { dayOf, monday, piecesOf, repeated } from './roster'

describe('a roster', () => {
  it('begins on Monday', () => {
    expect(dayOf(monday(new Date(2026, 10, 22)))).toBe('2026-11-16')
    expect(dayOf(monday(new Date(2026, 10, 23)))).toBe('2026-11-23')
  })
  it('shows what of a shift lies in a day', () => {
    const day = new Date(2026, 10, 23)
    const night = { from: new Date(2026, 10, 22, 18).toISOString(), to: new Date(2026, 10, 23, 6).toISOString() }
    expect(piecesOf([night], day)).toEqual([{ shift: night, from: 0, to: 0.25 }])
    expect(piecesOf([night], new Date(2026, 10, 24))).toEqual([])
  })
  it('repeats hours over days, over midnight too', () => {
    const shifts = repeated('p', '2026-11-30', '20:00', '08:00', 2)
    expect(shifts.map((s) => [dayOf(new Date(s.from)), dayOf(new Date(s.to))])).toEqual([['2026-11-30', '2026-12-01'], ['2026-12-01', '2026-12-02']])
  })
})
