import type { Ref } from 'vue'
import { useQuery } from '@tanstack/vue-query'
import { open, type CategoryNode, type Question } from '@jingwei/api'

export const useSite = () => useQuery({ queryKey: ['site'], queryFn: open.site, staleTime: 300_000 })
/** Asked for only when somebody looks for a category: the tree is long. */
export const useCategories = (wanted: Ref<boolean>) =>
  useQuery({ queryKey: ['categories'], queryFn: open.categories, staleTime: 300_000, enabled: wanted })

function find(nodes: CategoryNode[], is: (node: CategoryNode) => boolean): CategoryNode | undefined {
  for (const node of nodes) {
    const found = is(node) ? node : find(node.children ?? [], is)
    if (found) return found
  }
  return undefined
}

/** What a category of a pack asks. */
export const questionsOf = (nodes: CategoryNode[], pack: string, code: string): Question[] =>
  find(nodes, (node) => node.pack === pack && node.code === code)?.questions ?? []
