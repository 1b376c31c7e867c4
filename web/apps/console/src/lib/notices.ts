import { computed } from 'vue'
import { useQuery } from '@tanstack/vue-query'
import { staff } from '@jingwei/api'
import { useSession } from './session'

/** How many notices the person signed in has not seen; asked again every half minute. */
export function useNotices() {
  const { session, may } = useSession()
  return useQuery({
    queryKey: ['notices', 'unseen'],
    queryFn: staff.unseenNotices,
    enabled: computed(() => !!session.value && may('case.list')),
    refetchInterval: 30_000,
  })
}

/** What the person signed in is told oneself: hand-overs, duty. */
export function useTold() {
  const { session } = useSession()
  return useQuery({
    queryKey: ['told'],
    queryFn: () => staff.told({ limit: 20 }),
    enabled: computed(() => !!session.value),
    refetchInterval: 30_000,
  })
}
