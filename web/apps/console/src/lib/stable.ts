import type { CaseRow } from '@jingwei/api'

/** A row as it stands on the screen; `gone` once the list no longer holds it. */
export interface Kept {
  row: CaseRow
  gone: boolean
}

/**
 * Keeps what is on the screen where it is: rows change in their place, what left stays and says so, what is new above
 * waits to be asked for. What follows the last row known is appended, since nothing moves by that.
 * `within` tells whether a row lies in the stretch that was read, so that one which only fell off its end is not called gone.
 */
export function keep(shown: Kept[], fresh: CaseRow[], within: (row: CaseRow) => boolean): { rows: Kept[]; waiting: number } {
  if (shown.length === 0) return { rows: fresh.map((row) => ({ row, gone: false })), waiting: 0 }
  const now = new Map(fresh.map((row) => [row.number, row]))
  const known = new Set(shown.map(({ row }) => row.number))
  const rows = shown.map(({ row }) => {
    const found = now.get(row.number)
    return found ? { row: found, gone: false } : { row, gone: within(row) }
  })
  let last = fresh.length - 1
  while (last >= 0 && !known.has(fresh[last]!.number)) last--
  const after = last < 0 ? [] : fresh.slice(last + 1).map((row) => ({ row, gone: false }))
  const waiting = fresh.filter((row) => !known.has(row.number)).length - after.length
  return { rows: [...rows, ...after], waiting }
}

export const SORTS = ['due', 'came', 'old', 'priority', 'unit', 'area'] as const
export type Sort = (typeof SORTS)[number]
const RANK = { urgent: 0, high: 1, normal: 2, low: 3 } as const

/** Orders rows by what the reader asked for; without a wish the server's order stands. */
export function sorted(rows: CaseRow[], sort: Sort | undefined): CaseRow[] {
  if (!sort) return rows
  const far = '9999'
  const by: Record<Sort, (row: CaseRow) => string> = {
    due: (row) => row.due_at ?? far,
    came: (row) => row.registered_at,
    old: (row) => row.registered_at,
    priority: (row) => `${RANK[row.priority]} ${row.due_at ?? far}`,
    unit: (row) => `${row.unit?.code ?? '~'} ${row.due_at ?? far}`,
    area: (row) => `${row.area?.code ?? '~'} ${row.due_at ?? far}`,
  }
  const key = by[sort]
  const turn = sort === 'came' ? -1 : 1
  return [...rows].sort((a, b) => turn * key(a).localeCompare(key(b)) || a.number.localeCompare(b.number))
}
