import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { CaseFilter } from '@jingwei/api'
import { useWords } from '@jingwei/ui'
import { columnsOf, columnsText, type Column } from './columns'
import { dayIn } from './numbers'
import { useSite } from './site'
import { SORTS, type Sort } from './stable'

/** What a number of the statistics page leads to: a span of days and what happened. */
const PAST = ['registered_from', 'registered_before', 'accepted_from', 'accepted_before', 'answered_from', 'answered_before', 'closed_from', 'closed_before', 'had', 'outcome', 'rated'] as const
const FILTERS = ['q', 'phase', 'state', 'category', 'unit', 'area', 'priority', 'channel', 'pack', 'bbox', ...PAST] as const
export type Filter = (typeof FILTERS)[number]
export const PHASES = ['intake', 'verify', 'dispatch', 'work', 'arbitrate', 'check', 'feedback', 'rest'] as const
export const CHANNELS = ['web', 'walk_in', 'phone', 'hotline', 'letter', 'patrol', 'open311', 'device', 'import'] as const
const WITH_FIELD = new Set<Filter>(['phase', 'category', 'unit', 'area', 'priority', 'channel'])

/** What a list of cases shows, held in the address: filters, order and columns. */
export function useFilters(queue: () => string) {
  const { t, te } = useWords()
  const route = useRoute()
  const router = useRouter()
  const site = useSite()

  const filter = computed<CaseFilter>(() => {
    const out: CaseFilter = { queue: queue() }
    for (const key of FILTERS) {
      const value = route.query[key]
      if (typeof value === 'string' && value) out[key] = value
    }
    return out
  })
  const filtered = computed(() => FILTERS.some((key) => filter.value[key]))
  /** The area has its own place in the shell. */
  const fields = computed(() => FILTERS.some((key) => key !== 'area' && WITH_FIELD.has(key) && filter.value[key]))
  const sort = computed<Sort | undefined>(() => SORTS.find((one) => one === route.query['sort']))
  const columns = computed(() => columnsOf(route.query['cols']))

  const put = (query: Record<string, string | undefined>) => void router.replace({ query: { ...route.query, at: undefined, ...query } })
  const set = (key: Filter, value: string | string[] | undefined) => put({ [key]: typeof value === 'string' && value ? value : undefined })
  const drop = (keys: readonly Filter[]) => put(Object.fromEntries(keys.map((key) => [key, undefined])))
  const clear = () => drop(FILTERS)

  /** The filters that have no field of their own, in words; each can be taken off. */
  const chips = computed(() => {
    const f = filter.value
    const span = (from?: string | null, before?: string | null) => {
      // the end is the moment after the last day
      const last = before ? new Date(Date.parse(before) - 1).toISOString() : undefined
      const days = [from, last].map((at) => (at ? dayIn(new Date(at), site.data.value?.zone) : '…'))
      return days[0] === days[1] ? days[0] : days.join(' – ')
    }
    const out: { label: string; keys: readonly Filter[] }[] = []
    if (f.registered_from || f.registered_before) out.push({ label: t('inbox.registeredIn', { span: span(f.registered_from, f.registered_before) }), keys: ['registered_from', 'registered_before'] })
    if (f.accepted_from || f.accepted_before) out.push({ label: t('inbox.acceptedIn', { span: span(f.accepted_from, f.accepted_before) }), keys: ['accepted_from', 'accepted_before'] })
    if (f.answered_from || f.answered_before) out.push({ label: t('inbox.answeredIn', { span: span(f.answered_from, f.answered_before) }), keys: ['answered_from', 'answered_before'] })
    if (f.closed_from || f.closed_before) out.push({ label: t('inbox.closedIn', { span: span(f.closed_from, f.closed_before) }), keys: ['closed_from', 'closed_before'] })
    for (const what of (f.had ?? '').split(',').filter(Boolean)) out.push({ label: te(`inbox.had.${what}`) ? t(`inbox.had.${what}`) : what, keys: ['had'] })
    if (f.outcome) out.push({ label: te(`outcome.${f.outcome}`) ? t(`outcome.${f.outcome}`) : f.outcome, keys: ['outcome'] })
    if (f.rated) out.push({ label: t('inbox.ratedAs', { grades: f.rated.replaceAll(',', '、') }), keys: ['rated'] })
    if (f.bbox) out.push({ label: t('triage.inView'), keys: ['bbox'] })
    if (f.state) out.push({ label: `${t('inbox.state')} ${f.state}`, keys: ['state'] })
    return out
  })

  return {
    filter, filtered, fields, sort, columns, chips, set, drop, clear,
    setSort: (next: string) => put({ sort: next || undefined }),
    setColumns: (next: readonly Column[]) => put({ cols: columnsText(next) }),
  }
}
