/** What differs between two versions of a pack, section by section. */
import type { CaseType, Name, PackCategory, PackContent, PackItem, Transition } from '@jingwei/api'

/** Something that a section holds: its key within the section and what it says. */
export interface Entry {
  key: string
  name?: Name
  value: Record<string, unknown>
}
export interface FieldChange {
  field: string
  before: unknown
  after: unknown
}
export interface Changed {
  entry: Entry
  fields: FieldChange[]
}
export interface SectionDiff {
  section: string
  added: Entry[]
  removed: Entry[]
  changed: Changed[]
  /** The same entries, read in another order; told only where the order decides. */
  reordered: boolean
}

/** Sections as people read them; in these the first that fits wins, so their order is part of what they say. */
const ORDERED = new Set(['routes', 'transitions'])
const LISTS = ['categories', 'routes', 'clocks', 'posts', 'functions', 'tiers', 'replies', 'refusals', 'attributes'] as const
const OWN = new Set<string>([...LISTS, 'case_types', 'id', 'version'])

/** Text with its keys in order, so that equal things are equal. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  const fields = Object.entries(value).filter(([, v]) => v !== undefined && v !== null).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([key, v]) => `${JSON.stringify(key)}:${canonical(v)}`).join(',')}}`
}

/** What a pack says, cut into entries. */
export function sectionsOf(content: PackContent): Map<string, Entry[]> {
  const types = content.case_types ?? []
  const out = new Map<string, Entry[]>()
  out.set('case_types', types.map(({ code, name, initial, limits }) => ({ key: code, name, value: { name, initial, limits } })))
  out.set('states', types.flatMap((type) => Object.entries(type.states).map(([code, state]) => ({ key: `${type.code}/${code}`, name: state.name, value: { ...state } }))))
  out.set('transitions', types.flatMap(transitionsOf))
  for (const section of LISTS) {
    const list = section === 'categories' ? (content.categories ?? []).flatMap((one) => categoriesOf(one)) : (content[section] as PackItem[] | undefined) ?? []
    out.set(section, unique(list.map((item) => ({ key: item.code, name: item.name, value: { ...item } }))))
  }
  const others = Object.entries(content).filter(([key]) => !OWN.has(key))
  for (const [section, value] of others) if (isList(value)) out.set(section, unique(value.map((item) => ({ key: item.code, name: item.name, value: item }))))
  out.set('other', others.filter(([, value]) => !isList(value)).map(([key, value]) => ({ key, value: { value } })))
  return out
}

/** A section that another part of the house registered: things with codes. */
const isList = (value: unknown): value is PackItem[] => Array.isArray(value) && value.length > 0 && value.every((item) => typeof (item as PackItem | null)?.code === 'string')

/** A category without those below it, which stand for themselves. */
function categoriesOf({ children, ...category }: PackCategory, above?: string): PackItem[] {
  return [{ ...category, ...(above ? { above } : {}) }, ...(children ?? []).flatMap((child) => categoriesOf(child, category.code))]
}

/** A transition has no code: it is known by its action and by where it leads. */
function transitionsOf(type: CaseType): Entry[] {
  const keyOf = (t: Transition) => `${type.code}/${t.action}: ${[t.from].flat().sort().join(' ')} → ${t.to ?? '='}`
  return unique(type.transitions.map((transition) => ({ key: keyOf(transition), name: transition.name ?? undefined, value: { ...transition, from: [transition.from].flat().sort() } })))
}

/** The second of the same key gets a number. */
function unique(entries: Entry[]): Entry[] {
  const seen = new Map<string, number>()
  return entries.map((entry) => {
    const n = (seen.get(entry.key) ?? 0) + 1
    seen.set(entry.key, n)
    return n > 1 ? { ...entry, key: `${entry.key} #${n}` } : entry
  })
}

function fieldsOf(before: Entry, after: Entry): FieldChange[] {
  const keys = [...new Set([...Object.keys(before.value), ...Object.keys(after.value)])]
  return keys.filter((key) => canonical(before.value[key]) !== canonical(after.value[key]))
    .map((field) => ({ field, before: before.value[field], after: after.value[field] }))
}

/** Only the sections in which something differs. */
export function comparePacks(before: PackContent, after: PackContent): SectionDiff[] {
  const [was, is] = [sectionsOf(before), sectionsOf(after)]
  const sections = new Set([...is.keys(), ...was.keys()])
  return [...sections].map((section) => compare(section, was.get(section) ?? [], is.get(section) ?? []))
    .filter((diff) => diff.added.length || diff.removed.length || diff.changed.length || diff.reordered)
}

function compare(section: string, was: Entry[], is: Entry[]): SectionDiff {
  const old = new Map(was.map((entry) => [entry.key, entry]))
  const now = new Map(is.map((entry) => [entry.key, entry]))
  const changed = is.flatMap((entry) => {
    const before = old.get(entry.key)
    const fields = before ? fieldsOf(before, entry) : []
    return fields.length ? [{ entry, fields }] : []
  })
  const order = (entries: Entry[], other: Map<string, Entry>) => entries.map((entry) => entry.key).filter((key) => other.has(key)).join('\n')
  return {
    section,
    added: is.filter((entry) => !old.has(entry.key)),
    removed: was.filter((entry) => !now.has(entry.key)),
    changed,
    reordered: ORDERED.has(section) && order(was, now) !== order(is, old),
  }
}

/** Below zero when the first version is the older one. */
export function versionOrder(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split('.').map(Number))
  for (let i = 0; i < 3; i++) {
    const gap = (left?.[i] ?? 0) - (right?.[i] ?? 0)
    if (gap) return gap
  }
  return 0
}
