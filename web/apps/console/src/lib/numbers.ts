/** Periods of the page of numbers, as days that count (both ends), and how a number leads to its cases. */
import type { Stats } from '@jingwei/api'

export const PERIODS = ['month', 'last', 'quarter', 'year', 'twelve'] as const
export type Period = (typeof PERIODS)[number]

const text = (year: number, month: number, day: number) => new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10)

/** First and last day of a period, seen from a day such as 2026-11-21. */
export function days(period: Period, today: string): { from: string; to: string } {
  const [year, month] = today.split('-').map(Number) as [number, number]
  switch (period) {
    case 'last': return { from: text(year, month - 2, 1), to: text(year, month - 1, 0) }
    case 'quarter': return { from: text(year, month - 3, 1), to: today }
    case 'year': return { from: `${year}-01-01`, to: today }
    case 'twelve': return { from: text(year, month - 12, 1), to: today }
    default: return { from: text(year, month - 1, 1), to: today }
  }
}

/** Every month from one day to another: 2026-01, 2026-02 … */
export function months(from: string, to: string): string[] {
  const [year, month] = from.split('-').map(Number) as [number, number]
  const all: string[] = []
  for (let n = 0; n < 200; n++) {
    const at = text(year, month - 1 + n, 1).slice(0, 7)
    if (at > to.slice(0, 7)) break
    all.push(at)
  }
  return all
}

/** The day of a moment in a zone. */
export function dayIn(at: Date, zone: string | undefined): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at)
}

/** What can be counted in a table, and the list's filters that show the same cases. */
export const MEASURES = ['reported', 'closed', 'late', 'returned', 'reopened'] as const
export type Measure = (typeof MEASURES)[number]

type Query = Record<string, string>
type Span = Pick<Stats, 'from_at' | 'to_at'>

/** Where a number of a period leads. */
export function cases(measure: Measure, span: Span, more: Record<string, string | undefined> = {}): { path: string; query: Query } {
  const closed = measure === 'closed' || measure === 'late'
  const query: Record<string, string | undefined> = {
    ...more,
    ...(closed ? { closed_from: span.from_at, closed_before: span.to_at } : { registered_from: span.from_at, registered_before: span.to_at }),
    ...(measure === 'late' || measure === 'returned' || measure === 'reopened' ? { had: measure } : {}),
  }
  const given = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]))
  return { path: closed ? '/inbox/closed' : '/inbox/all', query: Object.fromEntries(given) }
}
