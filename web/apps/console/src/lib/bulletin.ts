/** What the pages of bulletins share: how a figure is written, and where it leads. */
import type { BulletinCell, BulletinMeasure, BulletinState } from '@jingwei/api'
import { written } from './figures'
import type { Measure } from './numbers-measures'

export type Period = 'month' | 'before' | 'year'
/** Which figure: all of the month, of another one, or of a group. */
export interface Which {
  measure: string
  period?: Period
  by?: string
  depth?: number
  key?: string
}

export const kindOf = (measure: BulletinMeasure | undefined): Measure['kind'] => (measure?.kind === 'rate' || measure?.kind === 'hours' ? measure.kind : 'count')

/** The value in the manner of its measure; undefined when there is nothing to measure. */
export const valueOf = (cell: BulletinCell, measure: BulletinMeasure | undefined): string | undefined => written(kindOf(measure), cell.value ?? undefined)

/** Where the cases behind a figure are listed. */
export function listOf(id: string, which: Which, part: 'n' | 'of' = 'n') {
  const { measure, period, by, depth, key } = which
  const query: Record<string, string> = { measure }
  if (part === 'of') query['part'] = part
  if (period && period !== 'month') query['period'] = period
  if (by) Object.assign(query, { by, key: key ?? '', ...(depth ? { depth: String(depth) } : {}) })
  return { path: `/bulletins/${id}/cases`, query }
}

/** How a state is marked besides its word. */
export const toneOf = (state: BulletinState): string => (state === 'issued' ? 'ok' : state === 'draft' ? 'warn' : state === 'withdrawn' || state === 'replaced' ? '' : 'accent')

/** Months that are over, the latest first, seen from a day such as 2026-11-21. */
export function monthsOver(today: string, n = 24): string[] {
  const [year, month] = today.split('-').map(Number) as [number, number]
  return Array.from({ length: n }, (_, i) => new Date(Date.UTC(year, month - 2 - i, 1)).toISOString().slice(0, 7))
}
