/** The columns of a list of cases besides what it is about; the address names them when they differ from these. */
export const COLUMNS = ['due', 'where', 'who', 'state', 'came', 'category', 'priority', 'channel', 'updated'] as const
export type Column = (typeof COLUMNS)[number]
export const USUAL: readonly Column[] = ['due', 'where', 'who', 'state', 'came']

export function columnsOf(text: unknown): readonly Column[] {
  if (typeof text !== 'string') return USUAL
  const wanted = text.split(',')
  return COLUMNS.filter((column) => wanted.includes(column))
}

export const columnsText = (columns: readonly Column[]): string | undefined =>
  columns.join() === USUAL.join() ? undefined : columns.join() || 'none'
