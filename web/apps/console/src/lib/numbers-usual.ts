/** What is usual for a day: the same weekdays before it. */
import { daysOff } from './numbers'

export interface Usual {
  /** The middle one of the days before; undefined when there are none to compare with. */
  median?: number
  low: number
  high: number
  days: number
}

/** `values`: what was counted by day; a day that is missing had nothing, unless counting had not begun. */
export function usual(values: ReadonlyMap<string, number>, day: string, weeks = 8): Usual {
  const first = [...values.keys()].sort()[0] ?? day
  const before = Array.from({ length: weeks }, (_, n) => daysOff(day, -7 * (n + 1))).filter((one) => one >= first)
  const sorted = before.map((one) => values.get(one) ?? 0).sort((a, b) => a - b)
  if (sorted.length === 0) return { low: 0, high: 0, days: 0 }
  const half = sorted.length / 2
  const median = Number.isInteger(half) ? (sorted[half - 1]! + sorted[half]!) / 2 : sorted[Math.floor(half)]!
  return { median, low: sorted[0]!, high: sorted.at(-1)!, days: sorted.length }
}
