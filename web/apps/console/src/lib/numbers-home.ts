/** Where somebody's numbers begin: the one area of their posts, or everything that they may see. */
import { computed } from 'vue'
import type { AreaRef } from '@jingwei/api'
import { useSession } from './session'
import { useSite } from './site'

export function useHome() {
  const { session } = useSession()
  const { data: site } = useSite()
  /** The area of all posts, when there is one and it is not the whole deployment. */
  const home = computed(() => {
    const areas = new Set((session.value?.posts ?? []).map((post) => post.area.code))
    const [only] = areas
    return areas.size === 1 && only !== site.value?.root?.code ? only : undefined
  })
  /** The way to an area, from where one's own ground begins. */
  const below = (path: readonly AreaRef[]) => path.slice(Math.max(0, path.findIndex((one) => one.code === home.value)))
  return { home, below }
}
