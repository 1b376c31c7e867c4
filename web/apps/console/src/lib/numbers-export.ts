/** Numbers that leave the house: the same figures as on the screen, with what they are shares of. */
import type { Group } from './numbers-groups'
import { valueOf, type Figures, type Measure } from './numbers-measures'

export type Cell = string | number | null
export type Table = Cell[][]

export interface Words {
  code: string
  group: string
  total: string
  measure: (m: Measure) => string
  /** The column of a numerator, of a denominator. */
  n: (m: Measure) => string
  of: (m: Measure) => string
}

const round = (value: number | undefined, places: number) => (value === undefined ? null : Number(value.toFixed(places)))

/** A line for each group and one for all; a rate stands beside its numerator and denominator. */
export function tableOf(groups: readonly Group[], total: Figures, columns: readonly Measure[], words: Words): Table {
  const head = columns.flatMap((m) => (m.kind === 'rate' ? [words.measure(m), words.n(m), words.of(m)] : [words.measure(m)]))
  const cells = (f: Figures | undefined) => columns.flatMap((m): Cell[] => {
    const value = valueOf(m, f)
    if (m.kind === 'rate') return [round(value, 4), f ? m.n(f) : 0, f ? (m.of?.(f) ?? 0) : 0]
    return [m.kind === 'hours' ? round(value, 2) : (value ?? 0)]
  })
  return [
    [words.code, words.group, ...head],
    ...groups.map((group) => [group.key, group.label, ...cells(group.figures)]),
    ['', words.total, ...cells(total)],
  ]
}

/** A text that a spreadsheet would run as a formula is kept a text. */
const harmless = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)
const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** CSV as RFC 4180 has it, with the mark by which spreadsheets know UTF-8. */
export function csv(table: Table): string {
  const line = (row: Cell[]) => row.map((cell) => (cell === null ? '' : typeof cell === 'number' ? String(cell) : quoted(harmless(cell)))).join(',')
  return `\uFEFF${table.map(line).join('\r\n')}\r\n`
}

/** A workbook: the table, and a sheet that says what each column means. The writer is loaded when it is first needed. */
export async function workbook(table: Table, meaning: Table, sheets: [data: string, meaning: string], rates: (column: number) => boolean): Promise<Blob> {
  const { default: write } = await import('write-excel-file/browser')
  const bold = (row: Cell[]) => row.map((value) => ({ value: value ?? '', fontWeight: 'bold' as const }))
  const format = (row: Cell[]) => row.map((value, i) => (typeof value === 'number' && rates(i) ? { value, format: '0.0%' } : value))
  const [head, ...lines] = table
  return write([
    { data: [bold(head ?? []), ...lines.map(format)], sheet: sheets[0], columns: (head ?? []).map((_, i) => ({ width: i === 1 ? 28 : 14 })), stickyRowsCount: 1, stickyColumnsCount: 2 },
    { data: meaning, sheet: sheets[1], columns: [{ width: 22 }, { width: 80 }, { width: 30 }, { width: 30 }] },
  ]).toBlob()
}

/** Hands a file to the browser. */
export function save(name: string, content: Blob | string, type = 'text/csv;charset=utf-8'): void {
  const url = URL.createObjectURL(typeof content === 'string' ? new Blob([content], { type }) : content)
  const link = document.createElement('a')
  link.href = url
  link.download = name.replace(/[\\/:*?"<>|\s]+/g, '-')
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
