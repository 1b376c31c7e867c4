import { useQuery } from '@tanstack/vue-query'
import { open } from '@jingwei/api'

export const useSite = () => useQuery({ queryKey: ['site'], queryFn: open.site, staleTime: 300_000 })
export const useCategories = () => useQuery({ queryKey: ['categories'], queryFn: open.categories, staleTime: 300_000 })
