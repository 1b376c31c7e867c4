import { useQuery } from '@tanstack/vue-query'
import { open, Problem, staff, type AreaRef, type CategoryNode, type Coded } from '@jingwei/api'

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

/** An area with the names above it, for lists one can type into. */
export interface FlatArea extends AreaRef {
  above: string
}

/** Every division above the grids, asked once: a city has some thousands. */
export async function loadAreas(): Promise<FlatArea[]> {
  const { levels } = await open.levels()
  const all: AreaRef[] = []
  for (const level of levels.filter((l) => !l.grid)) {
    let after: string | undefined
    do {
      const page = await open.areas({ level: level.id, after, limit: 500 })
      all.push(...page.items)
      after = page.next ?? undefined
    } while (after)
  }
  const names = new Map(all.map((area) => [area.code, area.name.zh]))
  return all.map((area) => {
    const path = (area as AreaRef & { path?: string; area_path?: string }).path ?? (area as { area_path?: string }).area_path ?? ''
    const above = path.split('/').slice(1, -1).map((code) => names.get(code) ?? '').filter(Boolean).join(' › ')
    return { code: area.code, name: area.name, level: area.level, above }
  })
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
