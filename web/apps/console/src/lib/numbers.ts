/** Periods of the page of numbers: days that count (both ends), and the periods to hold them against. */
export const PERIODS = ['month', 'last', 'quarter', 'year', 'twelve'] as const
export type Period = (typeof PERIODS)[number]

/** First and last day. */
export interface Days {
  from: string
  to: string
}

const text = (year: number, month: number, day: number) => new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10)
const parts = (day: string) => day.split('-').map(Number) as [year: number, month: number, day: number]

/** First and last day of a period, seen from a day such as 2026-11-21. */
export function days(period: Period, today: string): Days {
  const [year, month] = parts(today)
  switch (period) {
    case 'last': return { from: text(year, month - 2, 1), to: text(year, month - 1, 0) }
    case 'quarter': return { from: text(year, month - 3, 1), to: today }
    case 'year': return { from: `${year}-01-01`, to: today }
    case 'twelve': return { from: text(year, month - 12, 1), to: today }
    default: return { from: text(year, month - 1, 1), to: today }
  }
}

/** The day so many months off: the last day of a month stays the last day of its month. */
export function monthsOff(day: string, by: number): string {
  const [year, month, at] = parts(day)
  const last = (m: number) => Number(text(year, m, 0).slice(8))
  const target = last(month + by)
  return text(year, month - 1 + by, at === last(month) ? target : Math.min(at, target))
}

/** The day so many days off. */
export function daysOff(day: string, by: number): string {
  const [year, month, at] = parts(day)
  return text(year, month - 1, at + by)
}

/** How many days, both ends counted. */
export const daysOf = ({ from, to }: Days): number => (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1

/** What a period is held against: the stretch right before it, or the same days a year earlier. */
export const AGAINST = ['before', 'year'] as const
export type Against = (typeof AGAINST)[number]

export function earlier(range: Days, against: Against): Days {
  if (against === 'year') return { from: monthsOff(range.from, -12), to: monthsOff(range.to, -12) }
  // what begins with a month moves by months, so that months are held against months
  const length = range.from.endsWith('-01') ? months(range.from, range.to).length : 0
  if (length) return { from: monthsOff(range.from, -length).slice(0, 8) + '01', to: monthsOff(range.to, -length) }
  const n = daysOf(range)
  return { from: daysOff(range.from, -n), to: daysOff(range.to, -n) }
}

/** Every month from one day to another: 2026-01, 2026-02 … */
export function months(from: string, to: string): string[] {
  const [year, month] = parts(from)
  const all: string[] = []
  for (let n = 0; n < 200; n++) {
    const at = text(year, month - 1 + n, 1).slice(0, 7)
    if (at > to.slice(0, 7)) break
    all.push(at)
  }
  return all
}

/** Every day from one to another. */
export function everyDay({ from, to }: Days): string[] {
  return Array.from({ length: Math.min(Math.max(daysOf({ from, to }), 0), 400) }, (_, n) => daysOff(from, n))
}

/** The day of a moment in a zone. */
export function dayIn(at: Date, zone: string | undefined): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at)
}

/** Whether a text is a day, as one may write it into the address. */
export const isDay = (day: unknown): day is string => typeof day === 'string' && /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day))
