/** What the pages of registers share: kinds and code tables, and how a value is written. */
import { computed } from 'vue'
import { useQuery } from '@tanstack/vue-query'
import { staff, type RecordKind, type RecordRow } from '@jingwei/api'
import { useWords } from '@jingwei/ui'

export function useRecordKinds() {
  const { t, name } = useWords()
  const kinds = useQuery({ queryKey: ['record-kinds'], queryFn: staff.recordKinds, staleTime: 300_000 })
  const tables = useQuery({ queryKey: ['code-tables'], queryFn: staff.codeTables, staleTime: 300_000 })
  const byCode = computed(() => new Map((kinds.data.value ?? []).map((kind) => [kind.code, kind])))
  const words = computed(() => new Map((tables.data.value ?? []).map((table) => [table.code, new Map(table.values.map((one) => [one.code, one.name]))])))

  const kindName = (code: string): string => name(byCode.value.get(code)?.name) || code
  const fieldOf = (kind: string, code: string) => byCode.value.get(kind)?.fields.find((field) => field.code === code)
  /** A field, or a relation, which has a mark before its code. */
  const fieldName = (kind: string, code: string): string => name(code.startsWith('@') ? byCode.value.get(kind)?.relations?.find((one) => `@${one.code}` === code)?.name : fieldOf(kind, code)?.name) || code
  /** A value as words: a code by its name, yes and no, a number with its unit. */
  function say(kind: string, code: string, value: unknown): string {
    if (value === undefined || value === null) return ''
    const field = fieldOf(kind, code)
    if (typeof value === 'boolean') return t(value ? 'records.yes' : 'records.no')
    const table = field?.table ? words.value.get(field.table)?.get(String(value)) : undefined
    if (table) return name(table)
    return field?.unit && typeof value === 'number' ? `${value} ${field.unit}` : String(value)
  }
  /** What a record is called in a list: its name, else its number, else its first value. */
  function title(row: Pick<RecordRow, 'kind' | 'values' | 'id'>): string {
    const kind = byCode.value.get(row.kind)
    const of = (role: string) => kind?.fields.find((field) => field.role === role && row.values[field.code] !== undefined)
    const field = of('name') ?? of('identifier') ?? kind?.fields.find((one) => row.values[one.code] !== undefined)
    return field ? say(row.kind, field.code, row.values[field.code]) : row.id
  }
  /** The first few values besides the title. */
  function details(row: RecordRow, most = 4): string[] {
    const kind: RecordKind | undefined = byCode.value.get(row.kind)
    const first = title(row)
    const all = (kind?.fields ?? []).filter((field) => row.values[field.code] !== undefined)
    return all.map((field) => say(row.kind, field.code, row.values[field.code])).filter((text) => text !== first && text !== '***').slice(0, most)
  }
  return { kinds, tables, byCode, kindName, fieldName, fieldOf, say, title, details }
}
