import { computed, onScopeDispose, ref, watch } from 'vue'
import { useQuery } from '@tanstack/vue-query'
import { open, type AddressLocated, type StandardAddress } from '@jingwei/api'

/** Standard addresses that words may mean, asked when the writer pauses. Never chosen for anybody: a person takes one. */
export function useAddresses(words: () => string, near: () => string | undefined, wanted: () => boolean) {
  const paused = ref('')
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(words, (now) => {
    clearTimeout(timer)
    timer = setTimeout(() => (paused.value = now.trim().slice(0, 300)), 400)
  }, { immediate: true })
  onScopeDispose(() => clearTimeout(timer))
  const asks = computed(() => wanted() && paused.value.length >= 2)
  const { data } = useQuery({
    queryKey: computed(() => ['address', paused.value, near()]),
    queryFn: () => open.locateAddress(paused.value, near()),
    enabled: asks,
    staleTime: 300_000,
  })
  const located = computed<AddressLocated | undefined>(() => (asks.value ? data.value : undefined))
  /** What has a point: the answer, or what may have been meant. */
  const choices = computed<StandardAddress[]>(() => {
    const all = [located.value?.address, ...(located.value?.candidates ?? [])]
    return all.filter((one): one is StandardAddress => typeof one?.lon === 'number' && typeof one.lat === 'number').slice(0, 5)
  })
  /** Why nothing was found, once something was asked: a word of the catalogue. */
  const why = computed(() => {
    const outcome = located.value?.outcome
    if (!outcome || outcome === 'placed') return undefined
    return outcome === 'unknown' && choices.value.length ? 'near' : outcome
  })
  return { located, choices, why }
}
