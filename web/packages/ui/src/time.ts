/** Spans of time in milliseconds, cut to the two units that matter. */
export interface Span {
  days: number
  hours: number
  minutes: number
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export function spanOf(ms: number): Span {
  const abs = Math.abs(ms)
  return {
    days: Math.floor(abs / DAY),
    hours: Math.floor((abs % DAY) / HOUR),
    minutes: Math.floor((abs % HOUR) / MINUTE),
  }
}

/** The parts of a span worth saying: days and hours from a day on, hours and minutes below. */
export function spanParts(ms: number): [unit: 'days' | 'hours' | 'minutes', n: number][] {
  const { days, hours, minutes } = spanOf(ms)
  if (days >= 10) return [['days', days]]
  if (days > 0) return hours > 0 ? [['days', days], ['hours', hours]] : [['days', days]]
  if (hours > 0) return minutes > 0 && hours < 10 ? [['hours', hours], ['minutes', minutes]] : [['hours', hours]]
  return [['minutes', minutes]]
}

export type Urgency = 'late' | 'soon' | 'fine' | 'met' | 'met_late' | 'paused' | 'none'

export interface Due {
  due_at?: string | null
  met_at?: string | null
  late?: boolean
  due_soon?: boolean
  paused?: boolean
}

/** How a deadline stands; without the server's word, soon is within a day. */
export function urgencyOf(due: Due, now: number): Urgency {
  if (!due.due_at) return 'none'
  if (due.met_at) return due.late ? 'met_late' : 'met'
  if (due.paused) return 'paused'
  const left = Date.parse(due.due_at) - now
  if (due.late || left < 0) return 'late'
  if (due.due_soon || left < DAY) return 'soon'
  return 'fine'
}

export function formatTime(at: string | null | undefined, locale: string): string {
  if (!at) return ''
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return ''
  return new Intl.DateTimeFormat(locale === 'zh' ? 'zh-CN' : 'en-GB', {
    year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hour12: false,
  }).format(date)
}

export function formatDay(at: string | null | undefined, locale: string): string {
  if (!at) return ''
  const date = new Date(at)
  return Number.isNaN(date.getTime())
    ? ''
    : new Intl.DateTimeFormat(locale === 'zh' ? 'zh-CN' : 'en-GB', { month: 'long', day: 'numeric' }).format(date)
}
