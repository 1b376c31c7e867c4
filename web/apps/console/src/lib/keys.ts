import { onBeforeUnmount, onMounted, ref } from 'vue'

const OFF = 'jw.keys.off'

/** Whether single keys do something; somebody who dictates or whose hand shakes turns them off. */
export const keysOn = ref(localStorage.getItem(OFF) !== '1')

export function setKeys(on: boolean): void {
  keysOn.value = on
  if (on) localStorage.removeItem(OFF)
  else localStorage.setItem(OFF, '1')
}

/** In a field, letters are letters; the box before a row is no field. */
function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input:not([data-row]), textarea, select'))
}

/** Single-key commands of a page; silent while somebody types, while a dialog is open, or with a modifier held. */
export function useKeys(map: Record<string, (event: KeyboardEvent) => void>): void {
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector('dialog[open]')) return
    if (!keysOn.value && event.key.length === 1 && event.key !== '?') return
    const act = map[event.key]
    if (!act) return
    event.preventDefault()
    act(event)
  }
  onMounted(() => window.addEventListener('keydown', onKey))
  onBeforeUnmount(() => window.removeEventListener('keydown', onKey))
}
