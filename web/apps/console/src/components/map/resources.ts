/** The resource tree and what of it is drawn: each kind with a mark of its own. */
import { computed } from 'vue'
import { useQuery } from '@tanstack/vue-query'
import { staff, type ResourceKind } from '@jingwei/api'
import type { Resource } from '@jingwei/map'
import { useWords } from '@jingwei/ui'
import type { MapState } from './state'
import { useSession } from '../../lib/session'
import { chosenOf, marksOf } from './marks'

const COLOURS = 6

export function useResources(state: MapState) {
  const { name } = useWords()
  const { may } = useSession()
  const tree = useQuery({
    queryKey: computed(() => ['resource-tree', state.area.value]),
    queryFn: () => staff.resourceTree(state.area.value),
    enabled: may('register.read'), placeholderData: (before) => before, refetchInterval: 60_000,
  })
  const kinds = computed(() => tree.data.value?.kinds ?? [])
  const looks = computed(() => {
    const onMap = kinds.value.filter((kind) => kind.map)
    const marks = marksOf(onMap.map((kind) => name(kind.name)))
    return new Map(onMap.map((kind, n) => [kind.code, { mark: marks[n]!, colour: (n % COLOURS) + 1 }]))
  })
  const chosen = computed(() => chosenOf(state.resources.value))
  const drawn = computed<Resource[]>(() => [...chosen.value].flatMap(([kind, types]) => {
    const look = looks.value.get(kind)
    return look ? [{ kind, types, ...look }] : []
  }))
  /** Kinds by category, in their order. */
  const groups = computed(() => {
    const all = new Map<string, ResourceKind[]>()
    for (const kind of kinds.value.filter((one) => one.count > 0 || chosen.value.has(one.code))) all.set(name(kind.category), [...(all.get(name(kind.category)) ?? []), kind])
    return [...all]
  })
  return { tree, kinds, looks, chosen, drawn, groups }
}
