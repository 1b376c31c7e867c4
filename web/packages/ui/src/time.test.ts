import { describe, expect, it } from 'vitest'
import { spanParts, urgencyOf } from './time'

const now = Date.parse('2026-11-21T10:00:00Z')
const at = (hours: number) => new Date(now + hours * 3_600_000).toISOString()

describe('spanParts', () => {
  it('says days and hours from a day on', () => {
    expect(spanParts(26 * 3_600_000)).toEqual([['days', 1], ['hours', 2]])
    expect(spanParts(48 * 3_600_000)).toEqual([['days', 2]])
  })
  it('says days alone from ten days on, and is the same for what has passed', () => {
    expect(spanParts(-(11 * 24 + 5) * 3_600_000)).toEqual([['days', 11]])
  })
  it('says hours and minutes below a day', () => {
    expect(spanParts(90 * 60_000)).toEqual([['hours', 1], ['minutes', 30]])
    expect(spanParts(30_000)).toEqual([['minutes', 0]])
  })
})

describe('urgencyOf', () => {
  it('tells late, soon and fine apart', () => {
    expect(urgencyOf({ due_at: at(-1) }, now)).toBe('late')
    expect(urgencyOf({ due_at: at(5) }, now)).toBe('soon')
    expect(urgencyOf({ due_at: at(50) }, now)).toBe('fine')
  })
  it('takes a met clock out of the race, and remembers that it was late', () => {
    expect(urgencyOf({ due_at: at(-1), met_at: at(-2), late: false }, now)).toBe('met')
    expect(urgencyOf({ due_at: at(-5), met_at: at(-2), late: true }, now)).toBe('met_late')
  })
  it('does not call a resting clock late', () => {
    expect(urgencyOf({ due_at: at(-1), paused: true }, now)).toBe('paused')
    expect(urgencyOf({}, now)).toBe('none')
  })
})
