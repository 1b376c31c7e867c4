/** Filters of the public list, as they stand in the address of the page. */
import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'

export interface Around {
  view?: 'map' | 'list'
  open?: boolean
  category?: string
  bbox?: string
}

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined)

export function useAround() {
  const route = useRoute()
  const router = useRouter()
  const filter = computed<Around>(() => {
    const { view, open, category, bbox } = route.query
    return {
      view: view === 'map' || view === 'list' ? view : undefined,
      open: open === 'true' ? true : open === 'false' ? false : undefined,
      category: text(category),
      bbox: /^(-?\d+(\.\d+)?,){3}-?\d+(\.\d+)?$/.test(String(bbox)) ? text(bbox) : undefined,
    }
  })
  function set(change: Around): void {
    const next = { ...filter.value, ...change }
    void router.replace({ path: '/map', query: { view: next.view, open: next.open === undefined ? undefined : String(next.open), category: next.category, bbox: next.bbox } })
  }
  return { filter, set }
}

/** The same list for a feed reader. */
export function feed(of: { area?: string; category?: string; bbox?: string; lang: string }): string {
  const given = Object.entries(of).filter((pair): pair is [string, string] => !!pair[1])
  return `/feeds/cases.atom?${new URLSearchParams(given)}`
}
