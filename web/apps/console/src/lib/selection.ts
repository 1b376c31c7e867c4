import { computed, reactive, ref, type Ref } from 'vue'
import type { Kept } from './stable'

/** The row the keys work on and the rows chosen, both by number, so that they outlive every change of the list. */
export function useSelection(rows: Ref<Kept[]>) {
  const cursor = ref<string>()
  const chosen = reactive(new Set<string>())
  const at = computed(() => rows.value.findIndex(({ row }) => row.number === cursor.value))

  function step(by: number): string | undefined {
    if (!rows.value.length) return undefined
    const to = at.value < 0 ? 0 : Math.min(Math.max(0, at.value + by), rows.value.length - 1)
    return (cursor.value = rows.value[to]!.row.number)
  }

  const toggle = (number: string | undefined) => {
    if (!number) return
    if (!chosen.delete(number)) chosen.add(number)
  }

  /** Everything between the cursor and that row. */
  function reach(number: string): void {
    const to = rows.value.findIndex(({ row }) => row.number === number)
    const from = at.value < 0 ? to : at.value
    for (const { row } of rows.value.slice(Math.min(from, to), Math.max(from, to) + 1)) chosen.add(row.number)
  }

  const toggleAll = () => {
    if (chosen.size) return chosen.clear()
    for (const { row, gone } of rows.value) if (!gone) chosen.add(row.number)
  }

  const picked = computed(() => rows.value.filter(({ row }) => chosen.has(row.number)).map(({ row }) => row))
  return { cursor, at, chosen, picked, step, toggle, reach, toggleAll }
}
