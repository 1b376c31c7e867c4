/** What happens, as it happens: the newest cases at first, then every case that moves, with how it stands now. */
import { computed, onBeforeUnmount, ref, watch, type Ref } from 'vue'
import { useQuery } from '@tanstack/vue-query'
import { listen, staff, type CaseEvent, type CaseRow } from '@jingwei/api'

export interface Happening {
  row: CaseRow
  at: string
  /** It came while one was looking. */
  fresh: boolean
}

const KEPT = 40
/** How long something counts as having just happened. */
const FRESH_MS = 60_000
/** Many events at once are asked for together. */
const PAUSE_MS = 800

/** `changed` is called when numbers may have changed. */
export function useFeed(area: Ref<string | undefined>, changed: () => void) {
  const newest = useQuery({
    queryKey: computed(() => ['cases.newest', area.value]),
    queryFn: () => staff.cases({ queue: 'all', area: area.value, limit: KEPT }),
    refetchInterval: 60_000,
  })
  const moved = ref(new Map<string, Happening>())
  const now = ref(Date.now())
  const waiting = new Map<string, CaseEvent>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const clock = setInterval(() => (now.value = Date.now()), 5_000)
  watch(area, () => moved.value.clear())

  async function look(): Promise<void> {
    timer = undefined
    const events = [...waiting.values()].slice(-12)
    waiting.clear()
    const found = await Promise.all(events.map(async (event) => {
      const page = await staff.cases({ queue: 'all', q: event.number, limit: 1 }).catch(() => undefined)
      const row = page?.items.find((one) => one.number === event.number)
      return row && { row, at: event.at, fresh: true }
    }))
    for (const one of found) if (one) moved.value.set(one.row.number, one)
    const latest = [...moved.value.values()].sort((a, b) => b.at.localeCompare(a.at)).slice(0, KEPT)
    moved.value = new Map(latest.map((one) => [one.row.number, one]))
    changed()
  }

  const stop = listen('/events', (event) => {
    if (!event) {
      void newest.refetch()
      return changed()
    }
    if (area.value && !event.area_path?.split('/').includes(area.value)) return
    waiting.set(event.number, event)
    timer ??= setTimeout(() => void look(), PAUSE_MS)
  })
  onBeforeUnmount(() => {
    stop()
    clearTimeout(timer)
    clearInterval(clock)
  })

  const all = computed<Happening[]>(() => {
    const old = (newest.data.value?.items ?? []).filter((row) => !moved.value.has(row.number)).map((row) => ({ row, at: row.registered_at, fresh: false }))
    return [...moved.value.values(), ...old].sort((a, b) => b.at.localeCompare(a.at)).slice(0, KEPT)
  })
  const fresh = computed(() => all.value.filter((one) => one.fresh && now.value - Date.parse(one.at) < FRESH_MS))
  return { all, fresh, now, query: newest }
}
