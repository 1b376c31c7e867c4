/** How a file's columns become fields: what was remembered of the source, else what the names suggest. */
import type { RecordField } from '@jingwei/api'

export interface Form { kind: string; source: string; key: string; area: string; at: string | undefined; asOf: string; fields: Record<string, string> }
type Mapped = string | { column: string; values?: Record<string, string> }
interface Mapping { key?: string; area?: string; at?: string; fields?: Record<string, Mapped> }

const plain = (text: string) => text.toLowerCase().replace(/[\s_()（）:：]/g, '')
const columnOf = (mapped: Mapped) => (typeof mapped === 'string' ? mapped : mapped.column)

/** The form filled in for a file, as far as it can be told. */
export function guess(columns: string[], fields: RecordField[], name: (text: RecordField['name']) => string, known: Mapping | undefined, now: Form): Partial<Form> {
  const has = (column: string | undefined) => (column && columns.includes(column) ? column : '')
  const like = (...words: string[]) => columns.find((column) => words.some((word) => plain(column) === plain(word))) ?? columns.find((column) => words.some((word) => plain(column).includes(plain(word)))) ?? ''
  const of = (field: RecordField): string => {
    const remembered = known?.fields?.[field.code]
    return has(remembered && columnOf(remembered)) || (known ? '' : like(name(field.name), field.name.zh, field.code))
  }
  return {
    key: has(known?.key) || like('编号', '序号', 'id', 'no', 'key'),
    area: has(known?.area) || (known?.at ? '' : like('网格编码', '网格', '区划', '区域', 'grid', 'area')),
    at: known?.at ?? now.at,
    fields: Object.fromEntries(fields.map((field) => [field.code, of(field)])),
  }
}

/** What the server remembers. */
export function mappingOf(form: Form): Record<string, unknown> {
  const fields = Object.fromEntries(Object.entries(form.fields).filter(([, column]) => column))
  return { key: form.key, ...(form.area ? { area: form.area } : { at: form.at }), ...(form.asOf ? { as_of: form.asOf } : {}), fields }
}
