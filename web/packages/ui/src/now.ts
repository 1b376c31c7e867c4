import { onScopeDispose, ref, type Ref } from 'vue'

/** The present instant, moved on every half minute so that "time left" stays true. */
export function useNow(): Ref<number> {
  const now = ref(Date.now())
  const timer = setInterval(() => (now.value = Date.now()), 30_000)
  onScopeDispose(() => clearInterval(timer))
  return now
}
