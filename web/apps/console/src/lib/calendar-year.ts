/** A year of a working calendar, month by month. */

/** An ordinary working day or day of rest, a day off on a weekday (休), a working day on a weekend (班). */
export type DayKind = 'work' | 'rest' | 'off' | 'makeup'
export interface Day {
  date: string
  day: number
  kind: DayKind
}
export interface Month {
  month: number
  /** Empty places before the first: the week begins on Monday. */
  before: number
  days: Day[]
}

export const WEEK = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
const WEEKEND = ['saturday', 'sunday']

/** The months of a year; `working` are its working days, `weekend` the days of rest of an ordinary week. */
export function monthsOf(year: number, working: readonly string[], weekend: readonly string[] = WEEKEND): Month[] {
  const works = new Set(working)
  return Array.from({ length: 12 }, (_, month) => {
    const count = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
    const days = Array.from({ length: count }, (_, i): Day => {
      const at = new Date(Date.UTC(year, month, i + 1))
      const date = at.toISOString().slice(0, 10)
      const rests = weekend.includes(weekday(at))
      const kind = works.has(date) ? (rests ? 'makeup' : 'work') : rests ? 'rest' : 'off'
      return { date, day: i + 1, kind }
    })
    return { month: month + 1, before: (new Date(Date.UTC(year, month, 1)).getUTCDay() + 6) % 7, days }
  })
}

/** The weeks of a month, with empty places where a week belongs to another month too. */
export function weeksOf({ before, days }: Month): (Day | undefined)[][] {
  const places = [...Array.from<undefined>({ length: before }), ...days]
  return Array.from({ length: Math.ceil(places.length / 7) }, (_, week) => Array.from({ length: 7 }, (_, i) => places[week * 7 + i]))
}

const weekday = (at: Date) => WEEK[(at.getUTCDay() + 6) % 7] ?? 'monday'

/** The days on which two calendars differ. */
export function changedDays(before: readonly string[], after: readonly string[]): { work: string[]; rest: string[] } {
  const [was, is] = [new Set(before), new Set(after)]
  return { work: after.filter((day) => !was.has(day)), rest: before.filter((day) => !is.has(day)) }
}

/** Lines of a field, without empty ones. */
export const linesOf = (text: string) => text.split(/[\s,，、;；]+/).filter(Boolean)
