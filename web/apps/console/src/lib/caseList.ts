import { computed, ref, watch, type Ref } from 'vue'
import { useInfiniteQuery } from '@tanstack/vue-query'
import { staff, type CaseFilter, type CaseRow } from '@jingwei/api'
import { keep, sorted, type Kept, type Sort } from './stable'

/** Lists whose order is by deadline; all others are newest first. */
const BY_DUE = new Set(['late', 'due_soon'])

/** A list of cases that follows what happens without moving under the reader's hands. */
export function useCaseList(filter: Ref<CaseFilter>, sort: Ref<Sort | undefined>) {
  const asked = computed(() => JSON.stringify([filter.value, sort.value]))
  const list = useInfiniteQuery({
    queryKey: computed(() => ['cases', asked.value]),
    // each page says what it answers: rows of the list before are never taken for rows of this one
    queryFn: async ({ pageParam, queryKey: [, of] }) => ({ of, ...(await staff.cases({ ...filter.value, after: pageParam, limit: sort.value ? 200 : 50 })) }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: 60_000,
  })
  const fresh = computed(() => (list.data.value?.pages[0]?.of === asked.value ? list.data.value.pages.flatMap((page) => page.items) : undefined))
  const shown = ref<Kept[]>([]) as Ref<Kept[]>
  const waiting = ref(0)
  /** What is on the screen, once the first answer that is not out of the cache has come. */
  let settled = ''
  let of = ''

  /** Shows the list as it is now: the only moment at which rows change their place. */
  function takeIn(): void {
    shown.value = sorted(fresh.value ?? [], sort.value).map((row) => ({ row, gone: false }))
    waiting.value = 0
  }

  function read(row: CaseRow): boolean {
    if (!list.hasNextPage.value) return true
    const last = fresh.value?.at(-1)
    if (!last) return true
    return BY_DUE.has(String(filter.value.queue)) ? (row.due_at ?? '') <= (last.due_at ?? '') : row.registered_at >= last.registered_at
  }

  watch([asked, fresh, list.isFetching], () => {
    if (asked.value !== of) {
      shown.value = []
      waiting.value = 0
    }
    if (!fresh.value) return
    of = asked.value
    if (settled !== asked.value || !shown.value.length) {
      takeIn()
      if (!list.isFetching.value) settled = asked.value
      return
    }
    const next = keep(shown.value, sorted(fresh.value, sort.value), read)
    shown.value = next.rows
    waiting.value = next.waiting
  }, { immediate: true })

  async function more(): Promise<void> {
    if (!list.hasNextPage.value || list.isFetchingNextPage.value) return
    await list.fetchNextPage()
    if (sort.value) takeIn()
  }

  return { list, rows: shown, waiting, takeIn, more, partial: computed(() => !!sort.value && list.hasNextPage.value) }
}
