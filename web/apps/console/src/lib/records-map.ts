/** How a file's columns become fields: what was remembered of the source, else what the names suggest. */
import type { RecordField, RecordKind } from '@jingwei/api'

export interface Form { kind: string; source: string; key: string; area: string; at: string | undefined; asOf: string; lon: string; lat: string; fields: Record<string, string>; relations: Record<string, string> }
type Mapped = string | { column: string; values?: Record<string, string> }
export interface Mapping { key?: string; area?: string; at?: string; as_of?: unknown; lon?: string; lat?: string; fields?: Record<string, Mapped>; relations?: Record<string, { column: string }> }

const plain = (text: string) => text.toLowerCase().replace(/[\s_()（）:：]/g, '')
const columnOf = (mapped: Mapped) => (typeof mapped === 'string' ? mapped : mapped.column)

/** The form filled in for a file, as far as it can be told. */
export function guess(columns: string[], kind: RecordKind | undefined, name: (text: RecordField['name']) => string, known: Mapping | undefined, now: Form): Partial<Form> {
  const fields = kind?.fields ?? []
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
    lon: has(known?.lon) || (known || !kind?.map ? '' : like('经度', 'lon', 'lng')),
    lat: has(known?.lat) || (known || !kind?.map ? '' : like('纬度', 'lat')),
    fields: Object.fromEntries(fields.map((field) => [field.code, of(field)])),
    relations: Object.fromEntries((kind?.relations ?? []).map((one) => [one.code, has(known?.relations?.[one.code]?.column)])),
  }
}

/** What the server remembers: what the form does not show (codings, dates of relations, datum) stays as it was. */
export function mappingOf(form: Form, known?: Mapping): Record<string, unknown> {
  const rest = Object.fromEntries(Object.entries(known ?? {}).filter(([key]) => !['at', 'area', 'lon', 'lat'].includes(key)))
  const chosen = (all: Record<string, string>) => Object.entries(all).filter(([, column]) => column)
  const fields = Object.fromEntries(chosen(form.fields).map(([code, column]) => {
    const before = known?.fields?.[code]
    return [code, before !== undefined && columnOf(before) === column ? before : column]
  }))
  const relations = Object.fromEntries(chosen(form.relations).map(([code, column]) => [code, { ...known?.relations?.[code], column }]))
  const point = form.lon && form.lat ? { lon: form.lon, lat: form.lat } : {}
  return { ...rest, key: form.key, ...(form.area ? { area: form.area } : form.at ? { at: form.at } : {}), ...point, ...(form.asOf ? { as_of: form.asOf } : {}), fields, relations }
}
