/** Empties the queue whenever it can: one item after the other, in one window at a time, woken by signal, by sight and by the clock. */
import { ref } from 'vue'
import { db } from '../db'
import { csrf, person, refresh, standing } from '../session'
import { nextOf } from './rules'
import { send } from './send'

export const online = ref(navigator.onLine)
export const busy = ref(false)
const WAKE_MS = 20_000
let timer: ReturnType<typeof setTimeout> | undefined

let wanted = false

/** Looks at the queue now. Cheap when there is nothing to do. */
export function kick(): void {
  wanted = true
  if (!busy.value) void work()
}

async function work(): Promise<void> {
  busy.value = true
  try {
    while (wanted) {
      wanted = false
      await exclusive(empty)
    }
  } catch (error) {
    console.error(error)
  } finally {
    busy.value = false
  }
}

/** No item is sent by two windows of the app. */
async function exclusive(run: () => Promise<void>): Promise<void> {
  if (!('locks' in navigator)) return run()
  await navigator.locks.request('jingwei-field-queue', { ifAvailable: true }, async (lock) => {
    if (lock) await run()
  })
}

async function empty(): Promise<void> {
  clearTimeout(timer)
  const waiting = () => db.items.where('state').anyOf('waiting', 'sending', 'refused', 'conflict').toArray()
  for (;;) {
    const { item, wait } = nextOf(await waiting(), person.value, Date.now())
    if (!item) {
      if (wait !== undefined) timer = setTimeout(kick, Math.max(500, wait))
      return
    }
    if (!online.value || standing.value === 'ended' || standing.value === 'out') return
    if (!csrf.value && (await refresh()) !== 'in') {
      timer = setTimeout(kick, WAKE_MS)
      return
    }
    const onward = await send(item)
    if (!onward && standing.value !== 'in') return
  }
}

/** Tries everything at once that waits for its time. */
export async function hurry(): Promise<void> {
  await db.items.where('state').equals('waiting').modify({ again_at: 0 })
  kick()
}

export function startQueue(): void {
  const wake = (): void => {
    online.value = navigator.onLine
    if (online.value) void hurry()
  }
  addEventListener('online', wake)
  addEventListener('offline', () => (online.value = false))
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && kick())
  setInterval(kick, WAKE_MS)
  kick()
}
