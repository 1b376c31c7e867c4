import { computed } from 'vue'
import { staff } from '@jingwei/api'
import { useRoute, useRouter, type RouteLocationRaw } from 'vue-router'

/** Open cases of an area by queue; what waits for one person is not told apart there. */
export async function countsWithin(area: string): Promise<Record<string, number>> {
  const { open, late, due_soon, by_phase } = await staff.openNow({ area })
  const phases = by_phase.map(({ key, n }) => [key === 'intake' ? 'registered' : key, n] as const)
  return { open, late, due_soon, ...Object.fromEntries(phases) }
}

/** The part of the city one looks at: a filter in the address that goes along from page to page. */
export function useArea() {
  const route = useRoute()
  const router = useRouter()
  const area = computed(() => (typeof route.query['area'] === 'string' && route.query['area'] ? route.query['area'] : undefined))
  /** A page of the shell, with the area that is chosen. */
  const within = (path: string): RouteLocationRaw => ({ path, query: area.value ? { area: area.value } : {} })
  /** Pages that show nothing of an area lead to the open cases of it. */
  function choose(code: string | undefined): void {
    const shows = ['inbox', 'numbers', 'map', 'supervision', 'cockpit'].includes(String(route.name))
    void (shows ? router.replace({ query: { ...route.query, area: code, at: undefined, after: undefined } }) : router.push({ path: '/inbox/open', query: { area: code } }))
  }
  return { area, within, choose }
}
