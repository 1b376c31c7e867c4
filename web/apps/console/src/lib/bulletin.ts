/** What the pages of bulletins share: how a figure is written, and where it leads. */
import type { ComputedRef, InjectionKey } from 'vue'
import type { Bulletin, BulletinCell, BulletinMeasure, BulletinState } from '@jingwei/api'
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

/** What of a bulletin says where its figures lead. */
export type Listed = Pick<Bulletin, 'id' | 'area' | 'lists' | 'spans'>
/** The bulletin whose figures are shown. */
export const LISTED: InjectionKey<ComputedRef<Listed>> = Symbol('bulletin')

/** What of the list of cases is a group; undefined where the list has no such filter. */
function groupOf({ by, depth, key }: Which): Record<string, string> | undefined {
  if (!by) return {}
  if (!key) return undefined
  // a category of the list holds everything below it: only the top of the tree is told apart in the same way
  if (by === 'category') return depth === 1 ? { category: key } : undefined
  return { [by]: key }
}

/** Where the cases behind a figure are listed: among all cases, or on a page of the bulletin where something is left out of
 *  the figure or the list cannot be narrowed to exactly its cases. */
export function casesOf(b: Listed, cell: Pick<BulletinCell, 'excluded' | 'of_excluded'>, which: Which, part: 'n' | 'of' = 'n') {
  const list = b.lists.find((one) => one.measure === which.measure && one.part === part)
  const span = b.spans[which.period ?? 'month']
  const group = groupOf(which)
  const left = part === 'of' ? cell.of_excluded : cell.excluded
  if (!list || !span || !group || left) return listOf(b.id, which, part)
  const { on, had, outcome, rated } = list
  const query = { area: b.area.code, ...group, [`${on}_from`]: span.from, [`${on}_before`]: span.before, ...(had && { had }), ...(outcome && { outcome }), ...(rated && { rated }) }
  return { path: on === 'closed' ? '/inbox/closed' : '/inbox/all', query }
}

/** The page of the bulletin with the cases behind a figure. */
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
