import { useQuery } from '@tanstack/vue-query'
import { open, type CategoryNode } from '@jingwei/api'

const LONG = 5 * 60_000

export const useSite = () => useQuery({ queryKey: ['site'], queryFn: open.site, staleTime: LONG })
export const useCategories = () => useQuery({ queryKey: ['categories'], queryFn: open.categories, staleTime: LONG })

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
