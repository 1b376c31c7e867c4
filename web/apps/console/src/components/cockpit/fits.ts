import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

/** How many lines of the given height (in em) a box has room for: a wall screen does not scroll, and nothing is cut in half. */
export function useFits(holder: Ref<HTMLElement | undefined>, em: number): Ref<number> {
  const room = ref(4)
  let watcher: ResizeObserver | undefined
  onMounted(() => {
    watcher = new ResizeObserver(([entry]) => {
      if (entry) room.value = Math.max(1, Math.floor(entry.contentRect.height / (em * parseFloat(getComputedStyle(entry.target).fontSize))))
    })
    if (holder.value) watcher.observe(holder.value)
  })
  onBeforeUnmount(() => watcher?.disconnect())
  return room
}
