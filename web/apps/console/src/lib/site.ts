import { useQuery } from '@tanstack/vue-query'
import { open, Problem, staff, type AreaRef, type CategoryNode, type Coded, type Name } from '@jingwei/api'

const LONG = 5 * 60_000

export const useSite = () => useQuery({ queryKey: ['site'], queryFn: open.site, staleTime: LONG })
/** All categories for those who may read packs, the public ones for everybody else. */
export const useCategories = () =>
  useQuery({
    queryKey: ['categories'],
    queryFn: () => staff.categories().catch((error: unknown) => {
      if (error instanceof Problem && error.status === 403) return open.categories()
      throw error
    }),
    staleTime: LONG,
  })

/** Units by code, asked once. */
export async function loadUnits(): Promise<Map<string, Coded>> {
  const units = new Map<string, Coded>()
  let after: string | undefined
  do {
    const page = await staff.units({ after, limit: 500 })
    for (const unit of page.items) units.set(unit.code, unit)
    after = page.next ?? undefined
  } while (after)
  return units
}

export const useUnits = () => useQuery({ queryKey: ['units'], queryFn: loadUnits, staleTime: LONG })

/** What units can do, in the words that packs in use declare, each once. */
export async function loadFunctions(): Promise<Coded[]> {
  const found = new Map<string, Coded>()
  for (const pack of (await staff.packs()).items.filter((one) => one.enabled)) {
    for (const word of (await staff.pack(pack.id)).content.functions ?? []) found.set(word.code, word)
  }
  return [...found.values()]
}

/** What acts are called, by the packs in use. */
export async function loadActs(): Promise<Map<string, Name>> {
  const found = new Map<string, Name>()
  for (const pack of (await staff.packs()).items.filter((one) => one.enabled)) {
    const steps = ((await staff.pack(pack.id)).content.case_types ?? []).flatMap((type) => type.transitions)
    for (const { action, name } of steps) if (name && !found.has(action)) found.set(action, name)
  }
  return found
}
export const useActs = () => useQuery({ queryKey: ['acts'], queryFn: loadActs, staleTime: LONG })

/** An area with the names above it, for lists one can type into. */
export interface FlatArea extends AreaRef {
  above: string
}

/** Areas (divisions and grids) by words that name them and those above them: "北门 幸福" finds 幸福社区 in 北门街道. */
export async function searchAreas(text: string, name: (value: Name) => string): Promise<FlatArea[]> {
  const { items } = await open.searchAreas(text)
  return items.map(({ above, ...area }) => ({ ...area, above: above.slice(1).map((one) => name(one.name)).join(' › ') }))
}

/** A category with the way that leads to it, for lists one can type into. */
export interface FlatCategory {
  pack: string
  code: string
  path: CategoryNode[]
  leaf: boolean
}

export function flatten(nodes: CategoryNode[], pack = '', path: CategoryNode[] = []): FlatCategory[] {
  return nodes.flatMap((node) => {
    const here = [...path, node]
    const own = node.pack ?? pack
    const children = node.children ?? []
    return [
      { pack: own, code: node.code, path: here, leaf: children.length === 0 },
      ...flatten(children, own, here),
    ]
  })
}
