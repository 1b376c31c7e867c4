import { ref, watch } from 'vue'
import { useQueryClient } from '@tanstack/vue-query'
import { listen, type CaseEvent, type CaseView } from '@jingwei/api'
import { useSession } from './session'

/** Lists are asked for again at most this often, however much happens. */
const PAUSE = 1_500
/** How long the hint stands. */
const SHOWN = 4_000

/** Keeps lists and the case on the screen as they are now; answers how often something new was shown, for the hint. */
export function useLive() {
  const client = useQueryClient()
  const { session, may } = useSession()
  const updated = ref(false)
  let waiting: ReturnType<typeof setTimeout> | undefined
  let shown: ReturnType<typeof setTimeout> | undefined

  function hint(): void {
    updated.value = true
    clearTimeout(shown)
    shown = setTimeout(() => (updated.value = false), SHOWN)
  }

  function lists(): void {
    waiting ??= setTimeout(() => {
      waiting = undefined
      for (const key of ['cases', 'counts', 'notices']) void client.invalidateQueries({ queryKey: [key] })
    }, PAUSE)
  }

  function heard(event: CaseEvent | null): void {
    lists()
    if (!event) {
      void client.invalidateQueries({ queryKey: ['case'] })
      return hint()
    }
    const known = client.getQueryData<CaseView>(['case', event.number])
    // what this page did itself it has already
    if (known && known.version >= event.seq) return
    void client.invalidateQueries({ queryKey: ['case', event.number] })
    hint()
  }

  watch(() => (session.value && may('case.list') ? session.value.person.id : ''), (person, _, cleanUp) => {
    if (person) cleanUp(listen('/events', heard))
  }, { immediate: true })

  return { updated }
}
