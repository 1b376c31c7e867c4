import { computed } from 'vue'
import { useQuery } from '@tanstack/vue-query'
import { staff, type CaseType, type Phase } from '@jingwei/api'
import { useSession } from './session'

/** A transition as the pack's author wrote it, with who may take it. */
type Step = CaseType['transitions'][number] & { who?: { post?: string }[]; effects?: unknown[] }

const ROAD: Phase[] = ['intake', 'verify', 'dispatch', 'work', 'arbitrate', 'check', 'feedback', 'rest', 'end']
const ASIDE = new Set(['voided', 'joined'])

/** The stretches of the road on which something waits for these kinds of posts: an act of theirs brings the case on. */
export function dutiesOf(types: CaseType[], kinds: string[]): Set<Phase> {
  const out = new Set<Phase>()
  for (const { states, transitions } of types) {
    for (const { from, to, who } of transitions as Step[]) {
      const target = to ? states[to] : undefined
      if (from === '*' || !target || target.phase === 'rest' || ASIDE.has(target.outcome ?? '')) continue
      if (!who?.some(({ post }) => post && kinds.includes(post))) continue
      for (const phase of [from].flat().map((state) => states[state]?.phase)) {
        const forward = phase && (ROAD.indexOf(target.phase) >= ROAD.indexOf(phase) || phase === 'arbitrate' || phase === 'feedback')
        if (forward && phase !== 'end') out.add(phase)
      }
    }
  }
  return out
}

/** Whether these kinds of posts urge or supervise others. */
export const supervises = (types: CaseType[], kinds: string[]): boolean =>
  types.some(({ transitions }) => (transitions as Step[]).some(({ effects, who }) =>
    effects?.some((effect) => effect === 'urge' || effect === 'supervise') && who?.some(({ post }) => post && kinds.includes(post))))

/** What the posts of the person signed in are for, by the packs in use; nothing while that is not known. */
export function useDuties() {
  const { session, may } = useSession()
  const { data } = useQuery({
    queryKey: ['duties'],
    queryFn: async () => {
      const used = (await staff.packs()).items.filter((pack) => pack.enabled)
      return (await Promise.all(used.map((pack) => staff.pack(pack.id)))).flatMap((pack) => pack.content.case_types ?? [])
    },
    enabled: computed(() => !!session.value && may('pack.read') && may('case.list')),
    staleTime: Infinity,
  })
  const kinds = computed(() => session.value?.posts.map((post) => post.kind) ?? [])
  return {
    phases: computed(() => data.value && dutiesOf(data.value, kinds.value)),
    supervises: computed(() => !!data.value && supervises(data.value, kinds.value)),
  }
}
