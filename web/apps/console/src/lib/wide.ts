import { computed, onBeforeUnmount, ref } from 'vue'

const KEY = 'jw.pane'
const shut = ref(localStorage.getItem(KEY) === '0')

/** Whether there is room for a pane beside the list, and whether this person wants it. */
export function useWide() {
  const query = matchMedia('(min-width: 1200px)')
  const wide = ref(query.matches)
  const on = () => (wide.value = query.matches)
  query.addEventListener('change', on)
  onBeforeUnmount(() => query.removeEventListener('change', on))
  return {
    wide,
    pane: computed(() => wide.value && !shut.value),
    togglePane: () => {
      shut.value = !shut.value
      localStorage.setItem(KEY, shut.value ? '0' : '1')
    },
  }
}
