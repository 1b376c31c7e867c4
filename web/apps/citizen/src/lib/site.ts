import { useQuery } from '@tanstack/vue-query'
import { open, type CategoryNode, type Question } from '@jingwei/api'

export const useSite = () => useQuery({ queryKey: ['site'], queryFn: open.site, staleTime: 300_000 })
export const useCategories = () => useQuery({ queryKey: ['categories'], queryFn: open.categories, staleTime: 300_000 })

/** What a category of a pack asks. */
export function questionsOf(nodes: CategoryNode[], pack: string, code: string): Question[] {
  for (const node of nodes) {
    if (node.pack === pack && node.code === code) return node.questions ?? []
    const below = questionsOf(node.children ?? [], pack, code)
    if (below.length) return below
  }
  return []
}
