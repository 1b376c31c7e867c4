/** Rows of an answer as the groups of a table and a chart, each with the filter that lists exactly its cases. */
import type { CategoryNode, Name, Open, StatsRow } from '@jingwei/api'
import { everyDay, months, type Days } from './numbers'
import { add, type Figures, type Narrow, type Span } from './numbers-measures'

export const DIMS = ['area', 'category', 'unit', 'channel', 'day', 'month'] as const
export type Dim = (typeof DIMS)[number]
export const isTime = (dim: Dim): boolean => dim === 'day' || dim === 'month'

export interface Group {
  key: string
  label: string
  figures?: Figures
  /** Filters that list exactly this group; null where no filter does. */
  narrow: Narrow | null
  /** What the page narrows to when the group is opened. */
  into?: Narrow
  span?: Span
  open?: number
  late?: number
}

export interface Told {
  dim: Dim
  rows: readonly StatsRow[]
  range: Days
  /** The area, category … that the page is narrowed to. */
  area?: string
  category?: string
  paths: Map<string, CategoryNode[]>
  name: (value: Name | undefined) => string
  words: { none: (dim: Dim) => string; own: (label: string) => string; channel: (code: string) => string }
  open?: Open
}

/** Groups in a steady order: by code, categories too. Nobody is ranked by counts. */
export function groupsOf(told: Told): Group[] {
  if (isTime(told.dim)) return times(told)
  const found = told.dim === 'category' ? categories(told) : plain(told)
  return found.sort((a, b) => a.key.localeCompare(b.key))
}

/** Every day or month of the range, also those on which nothing happened. */
function times({ dim, rows, range }: Told): Group[] {
  const byPeriod = new Map(rows.map((row) => [row.period, row]))
  const all = dim === 'day' ? everyDay(range) : months(range.from, range.to)
  return all.map((period) => {
    const row = byPeriod.get(period)
    return { key: period, label: period, figures: row, narrow: {}, span: row?.from_at && row.to_at ? { from_at: row.from_at, to_at: row.to_at } : undefined }
  })
}

function plain({ dim, rows, area, name, words, open }: Told): Group[] {
  const loads = dim === 'area' ? open?.by_area : dim === 'unit' ? open?.by_unit : undefined
  const groups = new Map<string, Group>()
  const own = (code: string) => !code || (dim === 'area' && code === area)
  const put = (code: string, label: string, more: Partial<Group>) => {
    const narrow = own(code) ? null : { [dim]: code }
    groups.set(code, { key: code, label, narrow, into: narrow ?? undefined, ...groups.get(code), ...more })
  }
  for (const load of loads ?? []) if (load.open > 0 || dim === 'area') put(load.code, name(load.name), { open: load.open, late: load.late })
  for (const row of rows) {
    const code = dim === 'channel' ? (row.channel ?? '') : ((dim === 'area' ? row.area : row.unit)?.code ?? '')
    const label = dim === 'channel' ? words.channel(code) : name((dim === 'area' ? row.area : row.unit)?.name)
    put(code, own(code) ? (code ? words.own(label) : words.none(dim)) : label || code, { figures: row })
  }
  return [...groups.values()]
}

/** Categories one step below the one chosen; at first the classes of the second step. Counts of what lies deeper are added up. */
function categories({ rows, category, paths, name, words }: Told): Group[] {
  const groups = new Map<string, Group>()
  for (const row of rows) {
    const code = row.category?.code ?? ''
    const path = paths.get(code) ?? []
    const step = category ? path.findIndex((node) => node.code === category) + 1 : Math.min(1, path.length - 1)
    const node = path[step]
    const parents = (path.at(-1)?.children ?? []).length > 0
    // what stands on a step itself is listed by no filter: the filter takes what is below along
    const bare = parents && (!node || (!category && step === 0))
    const key = node?.code ?? code
    // classes of the same name stand under different kinds
    const label = node ? path.slice(category ? step : 0, step + 1).map((one) => name(one.name)).join(' · ') : name(row.category?.name) || code
    const before = groups.get(key)
    groups.set(key, {
      key,
      label: !code ? words.none('category') : bare ? words.own(label) : label,
      narrow: code && !bare ? { category: key } : null,
      into: node && !bare && (node.children ?? []).length > 0 ? { category: key } : undefined,
      figures: add(before?.figures, row),
    })
  }
  return [...groups.values()]
}

/** The way to each category from the top. */
export function pathsOf(nodes: readonly CategoryNode[], above: CategoryNode[] = [], into = new Map<string, CategoryNode[]>()): Map<string, CategoryNode[]> {
  for (const node of nodes) {
    const path = [...above, node]
    if (!into.has(node.code)) into.set(node.code, path)
    pathsOf(node.children ?? [], path, into)
  }
  return into
}
