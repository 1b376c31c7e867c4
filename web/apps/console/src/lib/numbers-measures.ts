/** The measures of the field: what each counts, of how many, and the list that shows the same cases. */
import type { Stats, StatsRow } from '@jingwei/api'
import { daysOff } from './numbers'

/** The counts of a row or a total. */
export type Counts = Omit<Stats['total'], 'on_time_rate' | 'on_time_rate_without_carried' | 'satisfied_rate'>
/** `ragged`: the days are not whole months, but hours are kept by whole months only. */
export type Figures = Counts & { hours?: StatsRow['hours']; ragged?: boolean }

/** How the list of cases is narrowed to what was counted, and by which day it was counted. */
export interface ListFilter {
  on: 'registered' | 'accepted' | 'answered' | 'closed'
  had?: string
  outcome?: string
  rated?: string
}

export interface Measure {
  id: string
  kind: 'count' | 'rate' | 'hours'
  /** The count, or the numerator. */
  n: (f: Figures) => number
  /** Of how many. */
  of?: (f: Figures) => number
  hours?: (h: NonNullable<Figures['hours']>) => number | null | undefined
  /** The list of what is counted; missing where the list has no filter that gives exactly that. */
  list?: ListFilter
  ofList?: ListFilter
}

const rated = (f: Figures) => f.rated_1 + f.rated_2 + f.rated_3 + f.rated_4
const REGISTERED: ListFilter = { on: 'registered' }
const ANSWERED: ListFilter = { on: 'answered' }
const CLOSED: ListFilter = { on: 'closed' }
const RATED: ListFilter = { on: 'closed', rated: '1,2,3,4' }
const closed = (f: Figures) => f.closed
const ended = (id: 'not_accepted' | 'transferred' | 'joined' | 'voided'): Measure =>
  ({ id, kind: 'count', n: (f) => f[id], of: closed, list: { on: 'closed', outcome: id }, ofList: CLOSED })

export const MEASURES: readonly Measure[] = [
  { id: 'reported', kind: 'count', n: (f) => f.reported, list: REGISTERED },
  { id: 'accepted', kind: 'count', n: (f) => f.accepted, list: { on: 'accepted' } },
  { id: 'answered', kind: 'count', n: (f) => f.answered, list: ANSWERED },
  { id: 'closed', kind: 'count', n: closed, list: CLOSED },
  { id: 'open_change', kind: 'count', n: (f) => f.open_change },
  { id: 'on_time', kind: 'rate', n: (f) => f.on_time, of: closed, list: { on: 'closed', had: 'on_time' }, ofList: CLOSED },
  { id: 'on_time_without_carried', kind: 'rate', n: (f) => f.on_time - f.carried + f.carried_late, of: (f) => f.closed - f.carried, list: { on: 'closed', had: 'on_time,not_carried' }, ofList: { on: 'closed', had: 'not_carried' } },
  { id: 'late', kind: 'count', n: (f) => f.late, of: closed, list: { on: 'closed', had: 'late' }, ofList: CLOSED },
  { id: 'returned', kind: 'count', n: (f) => f.returned, of: (f) => f.reported, list: { on: 'registered', had: 'returned' }, ofList: REGISTERED },
  { id: 'reopened', kind: 'count', n: (f) => f.reopened, of: (f) => f.reported, list: { on: 'registered', had: 'reopened' }, ofList: REGISTERED },
  { id: 'satisfied', kind: 'rate', n: (f) => f.rated_3 + f.rated_4, of: rated, list: { on: 'closed', rated: '3,4' }, ofList: RATED },
  { id: 'dissatisfied', kind: 'count', n: (f) => f.rated_1 + f.rated_2, of: rated, list: { on: 'closed', rated: '1,2' }, ofList: RATED },
  { id: 'answer_median', kind: 'hours', n: (f) => f.answered, hours: (h) => h.answer_median, list: ANSWERED },
  { id: 'answer_p90', kind: 'hours', n: (f) => f.answered, hours: (h) => h.answer_p90, list: ANSWERED },
  { id: 'close_median', kind: 'hours', n: closed, hours: (h) => h.close_median, list: CLOSED },
  { id: 'close_p90', kind: 'hours', n: closed, hours: (h) => h.close_p90, list: CLOSED },
  { id: 'settled', kind: 'count', n: (f) => f.settled, of: closed, ofList: CLOSED },
  { id: 'carried', kind: 'count', n: (f) => f.carried, of: closed, list: { on: 'closed', had: 'carried' }, ofList: CLOSED },
  ended('transferred'), ended('not_accepted'), ended('joined'), ended('voided'),
]

const BY_ID = new Map(MEASURES.map((measure) => [measure.id, measure]))
export const measure = (id: string | undefined): Measure => BY_ID.get(id ?? '') ?? MEASURES[0]!

/** The columns of a table of groups. */
export const COLUMNS = ['reported', 'accepted', 'closed', 'on_time', 'late', 'returned', 'reopened', 'satisfied', 'answer_median', 'close_median'].map(measure)

/** Fewer than this, and a rate says little. */
export const FEW = 30

/** What a measure comes to: a count, a share or hours; undefined when there is nothing to measure. */
export function valueOf(m: Measure, f: Figures | undefined): number | undefined {
  if (!f) return m.kind === 'count' ? 0 : undefined
  if (m.kind === 'hours') return (f.hours && m.hours?.(f.hours)) ?? undefined
  if (m.kind === 'count') return m.n(f)
  const of = m.of?.(f) ?? 0
  return of > 0 ? m.n(f) / of : undefined
}

/** True when the value rests on few cases. */
export function isFew(m: Measure, f: Figures | undefined): boolean {
  if (!f || m.kind === 'count' || (m.kind === 'hours' && f.ragged) || valueOf(m, f) === undefined) return false
  const of = m.kind === 'rate' ? (m.of?.(f) ?? 0) : m.n(f)
  return of > 0 && of < FEW
}

const ZERO: Counts = {
  reported: 0, returned: 0, reopened: 0, accepted: 0, answered: 0, closed: 0, on_time: 0, late: 0, carried: 0, carried_late: 0, rated_1: 0, rated_2: 0,
  rated_3: 0, rated_4: 0, settled: 0, not_accepted: 0, transferred: 0, joined: 0, voided: 0, open_change: 0,
}

/** Counts add up; medians do not, so they stay only where there is nothing to add. */
export function add(a: Figures | undefined, b: Figures): Figures {
  if (!a) return b
  const sum: Figures = { ...ZERO }
  for (const key of Object.keys(ZERO) as (keyof Counts)[]) sum[key] = a[key] + b[key]
  return sum
}

/** True when days are whole months; a month that is not over counts as far as it went. */
export const isWhole = (from: string, to: string, today: string): boolean => from.endsWith('-01') && (to >= today || daysOff(to, 1).endsWith('-01'))

/** All groups of an answer together. */
export const totalOf = (stats: Stats, today: string): Figures => ({ ...stats.total, hours: stats.hours, ragged: !isWhole(stats.from, stats.to, today) })

type Query = Record<string, string>
export type Span = { from_at: string; to_at: string }
/** What narrows a list besides the measure: area, category, unit, channel. */
export type Narrow = Record<string, string | undefined>

/** Where a figure leads: the list of exactly the cases that it counts. */
export function listOf(filter: ListFilter, span: Span, narrow: Narrow = {}): { path: string; query: Query } {
  const { on, ...more } = filter
  const query: Narrow = {
    ...narrow,
    [`${on}_from`]: span.from_at,
    [`${on}_before`]: span.to_at,
    ...more,
  }
  const given = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]))
  return { path: on === 'closed' ? '/inbox/closed' : '/inbox/all', query: Object.fromEntries(given) }
}
