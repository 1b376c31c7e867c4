/** What is being edited: which grids, with which tool, what was drawn so far, and what the server says to it. */
import { computed, ref, shallowRef, watch } from 'vue'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/vue-query'
import { newKey, open as anybody, Problem, staff, type ChangeReport, type ChangeRequest, type MapChange, type MapEdit } from '@jingwei/api'
import type { Point } from '@jingwei/map'
import { useRoute, useRouter } from 'vue-router'
import { back, first, forth, moved, next, ringsOf, without, type Ground } from './ground'

export const TOOLS = ['split', 'merge', 'move', 'draw'] as const
export type Tool = (typeof TOOLS)[number]
/** What one step adds to. */
interface Draft { points: Point[]; edits: MapEdit[]; chosen: string[] }
export interface NewName { zh: string; en: string }
const NONE: Draft = { points: [], edits: [], chosen: [] }
const REST_MS = 250

export function useEditor() {
  const route = useRoute()
  const router = useRouter()
  const client = useQueryClient()
  const text = (key: string) => (typeof route.query[key] === 'string' && route.query[key] ? (route.query[key] as string) : undefined)
  const set = (changes: Record<string, string | undefined>) =>
    void router.replace({ query: Object.fromEntries(Object.entries({ ...route.query, ...changes }).filter(([, value]) => value)) })

  const under = computed(() => text('under'))
  const tool = computed(() => TOOLS.find((one) => one === text('tool')))
  const leaving = computed(() => text('relocate')?.split(',') ?? [])
  const history = computed(() => text('history'))

  /** Every corner of every grid, and the version of the map that they are of. */
  const ground = useQuery({
    queryKey: computed(() => ['grids.ground', under.value]),
    queryFn: async () => {
      const levels = await anybody.levels()
      const area = await anybody.area(under.value!)
      const all = await anybody.ground({ parent: under.value, tolerance: 0 })
      // the ground of a map that changed in between is not the ground of that version
      const again = await anybody.levels()
      if (again.version !== levels.version) throw new Problem(409, { code: 'grid.changed' })
      return { version: levels.version, area, features: all.features, grids: levels.levels.filter((level) => level.grid).map((level) => level.id) }
    },
    enabled: computed(() => !!under.value),
    staleTime: 0,
  })
  const features = computed(() => (ground.data.value?.features ?? []).filter((one) => ground.data.value?.grids.includes(String(one.properties?.['level']))))
  const grounds = computed<Ground[]>(() => features.value.map((one) => ({ code: String(one.properties?.['code']), rings: ringsOf(one.geometry) })))
  /** The grids right under the area; others stand under one of these. */
  const grids = computed(() => features.value.filter((one) => one.properties?.['parent'] === ground.data.value?.area.code))

  const steps = shallowRef(first(NONE))
  const draft = computed(() => steps.value.now)
  const names = shallowRef<NewName[]>([])
  const exclusive = ref(false)
  const trim = ref(true)
  const day = ref<string>()
  const validFrom = ref<string>()
  const put = (changes: Partial<Draft>) => (steps.value = next(steps.value, { ...steps.value.now, ...changes }))
  const undo = () => (steps.value = back(steps.value))
  const redo = () => (steps.value = forth(steps.value))
  function clear(chosen: string[] = []): void {
    steps.value = first({ ...NONE, chosen })
    names.value = []
    exclusive.value = false
    day.value = validFrom.value = undefined
  }
  function take(one: Tool | undefined): void {
    const kept = draft.value.chosen.slice(0, one === 'merge' ? undefined : 1)
    clear(one === 'split' || one === 'merge' ? kept : [])
    set({ tool: one, relocate: undefined, history: undefined })
  }
  function choose(code: string): void {
    const { chosen } = draft.value
    if (tool.value === 'merge') put({ chosen: chosen.includes(code) ? chosen.filter((one) => one !== code) : [...chosen, code] })
    else put({ chosen: chosen[0] === code ? [] : [code], points: [] })
  }

  /** The borders as they have been moved so far. */
  const edited = computed(() => draft.value.edits.reduce<Ground[]>((all, edit) => (edit.edit === 'move' ? moved(all, edit.from as Point, edit.to as Point) : without(all, edit.at as Point)), grounds.value))

  const into = computed(() => names.value.map(({ zh, en }) => ({ name: zh.trim() ? { zh: zh.trim(), en: en.trim() || undefined } : undefined })))
  const change = computed<MapChange | undefined>(() => {
    const { points, edits, chosen } = draft.value
    if (tool.value === 'split' && chosen[0] && points.length > 1) return { kind: 'split', area: chosen[0], line: points, into: into.value }
    if (tool.value === 'merge' && chosen.length > 1) return { kind: 'merge', areas: chosen, into: into.value[0] ?? {} }
    if (tool.value === 'move' && edits.length) return { kind: 'reshape', under: under.value!, edits }
    if (tool.value === 'draw' && points.length > 2) {
      const geometry = { type: 'Polygon', coordinates: [[...points, points[0]]] }
      return { kind: 'draw', under: under.value!, geometry: geometry as never, trim: trim.value, exclusive: exclusive.value, into: into.value[0] ?? {} }
    }
    return undefined
  })
  const request = computed<ChangeRequest | undefined>(() => change.value && ground.data.value && {
    version: ground.data.value.version, change: change.value, snap_m: 0.2, valid_from: tool.value === 'move' ? undefined : validFrom.value,
  })

  /** What was asked last, after a moment's rest. */
  const asked = shallowRef<ChangeRequest>()
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(request, (now) => {
    clearTimeout(timer)
    if (!now) asked.value = undefined
    else timer = setTimeout(() => (asked.value = now), REST_MS)
  })
  // another line has other pieces: names of pieces that are gone are not meant
  watch(() => draft.value.points, () => tool.value === 'split' && (names.value = []))
  const check = useQuery({
    queryKey: computed(() => ['grids.check', asked.value]),
    queryFn: () => staff.checkChange(asked.value!),
    enabled: computed(() => !!asked.value),
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  })
  const report = computed<ChangeReport | undefined>(() => (asked.value ? check.data.value : undefined))
  const settled = computed(() => !!asked.value && asked.value === request.value && !check.isFetching.value && !check.error.value)
  const errors = computed(() => report.value?.problems.filter((one) => one.severity === 'error') ?? [])

  const busy = ref(false)
  const fault = shallowRef<unknown>()
  let key = newKey()
  watch(request, () => {
    key = newKey()
    fault.value = undefined
  })
  /** Makes the change; answers what was done. */
  async function commit(): Promise<ChangeReport | undefined> {
    if (!request.value || busy.value) return undefined
    busy.value = true
    fault.value = undefined
    try {
      const done = await staff.makeChange(request.value, key)
      const left = done.areas.filter((one) => one.fate !== 'added').map((one) => one.code)
      clear()
      set({ tool: undefined, relocate: left.join(',') || undefined })
      await reload()
      return done
    } catch (error) {
      fault.value = error
      return undefined
    } finally {
      busy.value = false
    }
  }
  async function reload(): Promise<void> {
    await Promise.all([client.invalidateQueries({ queryKey: ['grids.ground'] }), client.invalidateQueries({ queryKey: ['area'] }), client.invalidateQueries({ queryKey: ['areas'] })])
  }
  const stale = computed(() => [fault.value, check.error.value, ground.error.value].some((error) => error instanceof Problem && error.code === 'grid.changed'))
  watch(under, () => clear())

  return {
    under, tool, leaving, history, set, ground, grids, features, grounds, edited, steps, draft, names, exclusive, trim, day, validFrom,
    put, undo, redo, clear, take, choose, change, request, check, report, settled, errors, busy, fault, commit, reload, stale,
  }
}

export type Editor = ReturnType<typeof useEditor>
