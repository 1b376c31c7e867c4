/** The queue as the screens show it. */
import { computed } from 'vue'
import { db, type Item } from '../db'
import { useLive } from '../live'
import { person } from '../session'
import { parked, unsent } from './rules'

export function useQueue() {
  const items = useLive<Item[]>(() => db.items.orderBy('id').toArray(), [])
  const mine = computed(() => items.value.filter((item) => item.person === person.value))
  const waiting = computed(() => mine.value.filter(unsent).length)
  const toDecide = computed(() => mine.value.filter(parked).length)
  /** What another person wrote on this phone and did not send. */
  const others = computed(() => items.value.filter((item) => item.person !== person.value && (unsent(item) || parked(item))).length)
  /** What I did on a case that the server does not know yet. */
  const pendingOf = (number: string) => mine.value.find((item) => item.kind === 'act' && item.number === number && (unsent(item) || parked(item)))
  return { mine, waiting, toDecide, open: computed(() => waiting.value + toDecide.value), others, pendingOf }
}
