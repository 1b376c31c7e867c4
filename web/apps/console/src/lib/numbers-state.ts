/** What the page of numbers shows stands in its address, so that it can be sent to somebody. */
import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { AGAINST, dayIn, days, isDay, PERIODS, type Against, type Days, type Period } from './numbers'
import { DIMS, type Dim } from './numbers-groups'
import { measure, type Narrow } from './numbers-measures'
import { useHome } from './numbers-home'
import { useSite } from './site'

/** What narrows the numbers besides the area. */
export const NARROWS = ['category', 'unit', 'channel'] as const

export function useNumbersState() {
  const route = useRoute()
  const router = useRouter()
  const site = useSite()
  const text = (key: string) => {
    const value = route.query[key]
    return typeof value === 'string' && value ? value : undefined
  }
  const one = <T extends string>(key: string, of: readonly T[], otherwise: T) => of.find((item) => item === text(key)) ?? otherwise

  const today = computed(() => dayIn(new Date(), site.data.value?.zone))
  const own = computed<Days | undefined>(() => {
    const [from, to] = [text('from'), text('to')]
    return isDay(from) && isDay(to) && from <= to ? { from, to } : undefined
  })
  const period = computed<Period | 'own'>(() => (own.value ? 'own' : one('period', PERIODS, 'month')))
  const range = computed<Days>(() => own.value ?? days(one('period', PERIODS, 'month'), today.value))
  const { home, below } = useHome()
  const area = computed(() => text('area') ?? home.value)
  const narrow = computed<Narrow>(() => Object.fromEntries(NARROWS.map((key) => [key, text(key)]).filter(([, value]) => value)))
  const dim = computed<Dim>(() => one('by', DIMS, 'area'))
  const chosen = computed(() => measure(text('measure')))
  const against = computed<Against | undefined>(() => AGAINST.find((item) => item === text('against')))
  const beside = computed(() => text('beside'))

  /** Every step is one to go back from. */
  const set = (changes: Narrow) => {
    const query = Object.entries({ ...route.query, ...changes }).filter(([, value]) => value)
    void router.push({ query: Object.fromEntries(query) })
  }
  const ask = computed(() => ({ area: area.value, ...narrow.value, ...range.value }))
  /** The filters of the list that go along with every figure. */
  const within = computed<Narrow>(() => ({ area: area.value, ...narrow.value }))

  return { site, home, below, today, period, range, area, narrow, dim, chosen, against, beside, set, ask, within }
}

export type NumbersState = ReturnType<typeof useNumbersState>
