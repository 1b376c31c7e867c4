/** What the map desk shows stands in its address: view, layers, filter, time, what is chosen and what was drawn. */
import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { Group, Point } from '@jingwei/map'
import { isDay } from '../../lib/numbers'

export const QUEUES = ['open', 'late', 'due_soon', 'registered', 'dispatch', 'work', 'check', 'rest'] as const
export const GROUPS: readonly Group[] = ['base', 'areas', 'grids', 'names', 'cases', 'heat']
const USUAL: readonly Group[] = ['base', 'areas', 'grids', 'names', 'cases']
export const SPANS = [1, 7, 30, 90] as const

const numbersIn = (text: string | undefined): number[] => (text ?? '').split(',').map(Number)
const points = (text: string | undefined): Point[] => (text ?? '').split(';').map(numbersIn).filter((p): p is Point => p.length === 2 && p.every(Number.isFinite))

export function useMapState() {
  const route = useRoute()
  const router = useRouter()
  const text = (key: string) => {
    const value = route.query[key]
    return typeof value === 'string' && value ? value : undefined
  }
  const set = (changes: Record<string, string | undefined>, push = false) => {
    const query = Object.fromEntries(Object.entries({ ...route.query, ...changes }).filter(([, value]) => value))
    void (push ? router.push({ query }) : router.replace({ query }))
  }
  const queue = computed(() => QUEUES.find((one) => one === text('queue')) ?? 'open')
  const category = computed(() => text('category'))
  const area = computed(() => text('area'))
  const day = computed(() => (isDay(text('day')) ? text('day') : undefined))
  const span = computed(() => SPANS.find((n) => String(n) === text('span')) ?? 30)
  const groups = computed<Group[]>(() => {
    const given = text('layers')?.split(',')
    return given ? GROUPS.filter((group) => given.includes(group)) : [...USUAL]
  })
  /** Records on the map: a kind, or one type of it (`kind:type`). */
  const resources = computed(() => (text('res') ?? '').split(',').filter(Boolean))
  const record = computed(() => text('record'))
  const shape = computed(() => points(text('shape')))
  const line = computed(() => points(text('line')))
  const [lon, lat, zoom] = numbersIn(text('at'))
  /** Where the map began: read once, then the map leads. */
  const start = [lon, lat, zoom].every((n) => Number.isFinite(n)) && zoom !== undefined ? { center: [lon, lat] as Point, zoom } : undefined

  const written = (corners: readonly Point[]) => corners.map((point) => point.join(',')).join(';') || undefined
  const toggle = (group: Group) => {
    const next = groups.value.includes(group) ? groups.value.filter((one) => one !== group) : [...groups.value, group]
    set({ layers: next.length === USUAL.length && USUAL.every((one) => next.includes(one)) ? undefined : next.join(',') || 'none' })
  }
  /** The whole kind takes its types with it; a type more or fewer leaves the whole kind. */
  const pick = (kind: string, type?: string) => {
    const one = type ? `${kind}:${type}` : kind
    const others = resources.value.filter((entry) => (type ? entry !== kind : entry.split(':')[0] !== kind))
    set({ res: (resources.value.includes(one) ? others.filter((entry) => entry !== one) : [...others, one]).join(',') || undefined })
  }
  return { resources, record, pick, queue, category, area, day, span, groups, shape, line, start, set, toggle, written }
}

export type MapState = ReturnType<typeof useMapState>
