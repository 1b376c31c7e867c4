import { computed, onScopeDispose, ref, watch } from 'vue'
import { useQuery } from '@tanstack/vue-query'
import { open, type SuggestedCategory } from '@jingwei/api'

/** What a text may speak of, asked when the writer pauses. Never chosen for anybody: a person confirms. */
export function useSuggestions(text: () => string, wanted: () => boolean, all = false) {
  const paused = ref('')
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(text, (now) => {
    clearTimeout(timer)
    timer = setTimeout(() => (paused.value = now.trim().slice(0, 2000)), 500)
  }, { immediate: true })
  onScopeDispose(() => clearTimeout(timer))
  const { data } = useQuery({
    queryKey: computed(() => ['suggest', all, paused.value]),
    queryFn: () => open.suggest(paused.value, all),
    enabled: computed(() => wanted() && paused.value.length >= 2),
    staleTime: 300_000,
  })
  return computed<SuggestedCategory[]>(() => (wanted() && paused.value.length >= 2 ? (data.value?.items ?? []) : []))
}
