/** The week of a roster: days from Monday, and the piece of each shift that lies in each day. */

export const DAY = 86_400_000

/** Midnight of the Monday of a day's week, here. */
export function monday(at: Date): Date {
  const day = new Date(at.getFullYear(), at.getMonth(), at.getDate())
  day.setDate(day.getDate() - ((day.getDay() + 6) % 7))
  return day
}

export function addDays(at: Date, days: number): Date {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate() + days)
}

/** `2026-11-23`, as it is here. */
export function dayOf(at: Date): string {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}

export interface Piece<T> { shift: T; from: number; to: number }

/** What of each shift lies in a day, as fractions of the day. */
export function piecesOf<T extends { from: string; to: string }>(shifts: T[], day: Date): Piece<T>[] {
  const start = day.getTime()
  const length = addDays(day, 1).getTime() - start
  return shifts.flatMap((shift) => {
    const from = Math.max(0, (Date.parse(shift.from) - start) / length)
    const to = Math.min(1, (Date.parse(shift.to) - start) / length)
    return to > from ? [{ shift, from, to }] : []
  })
}

/** Shifts of the same hours on so many days in a row; an end before the beginning lies on the next day. */
export function repeated(person: string, day: string, from: string, to: string, days: number): { person: string; from: string; to: string }[] {
  const start = new Date(`${day}T00:00:00`)
  const at = (date: Date, clock: string) => new Date(`${dayOf(date)}T${clock}:00`).toISOString()
  return Array.from({ length: days }, (_, i) => {
    const date = addDays(start, i)
    return { person, from: at(date, from), to: at(to <= from ? addDays(date, 1) : date, to) }
  })
}
