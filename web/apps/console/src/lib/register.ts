import { computed, ref, type Ref } from 'vue'
import { useInfiniteQuery, useQueryClient } from '@tanstack/vue-query'
import { useRoute, useRouter } from 'vue-router'
import { ElMessage } from 'element-plus'
import type { Page } from '@jingwei/api'
import { useProblemText, useWords } from '@jingwei/ui'

/** A register that is read page by page, filtered by the address. */
export function useRegister<T, F extends string>(key: string, filters: readonly F[], fetch: (filter: Partial<Record<F, string>>, after?: string) => Promise<Page<T>>) {
  const route = useRoute()
  const router = useRouter()
  const filter = computed(() => {
    const out: Partial<Record<F, string>> = {}
    for (const name of filters) {
      const value = route.query[name]
      if (typeof value === 'string' && value) out[name] = value
    }
    return out
  })
  const set = (name: F, value: string | string[] | undefined) =>
    void router.replace({ query: { ...route.query, [name]: typeof value === 'string' && value ? value : undefined } })
  const list = useInfiniteQuery({
    queryKey: computed(() => [key, JSON.stringify(filter.value)]),
    queryFn: ({ pageParam }) => fetch(filter.value, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })
  const rows = computed(() => list.data.value?.pages.flatMap((page) => page.items) ?? [])
  return { filter, set, list, rows: rows as Ref<T[]> }
}

/** A change to a register: one at a time, its refusal in words, the lists that it touches read anew. */
export function useChange(...keys: string[]) {
  const { t } = useWords()
  const problemText = useProblemText()
  const client = useQueryClient()
  const busy = ref(false)
  const fault = ref('')

  async function run(change: () => Promise<unknown>, done = t('register.saved')): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    fault.value = ''
    try {
      await change()
      ElMessage({ type: 'success', message: done, grouping: true })
      await Promise.all(keys.map((key) => client.invalidateQueries({ queryKey: [key] })))
      return true
    } catch (error) {
      fault.value = problemText(error)
      return false
    } finally {
      busy.value = false
    }
  }
  return { busy, fault, run }
}
