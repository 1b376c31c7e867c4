import { computed, ref } from 'vue'
import { useSession } from './session'

/** A list that somebody wants back: its address under a name of their own. */
export interface SavedView {
  name: string
  to: string
}

const key = (person: string) => `jw.views.${person}`

function read(person: string): SavedView[] {
  try {
    const stored = JSON.parse(localStorage.getItem(key(person)) ?? '[]') as SavedView[]
    return Array.isArray(stored) ? stored.filter((one) => typeof one.name === 'string' && one.to?.startsWith('/inbox/')) : []
  } catch {
    return []
  }
}

const stored = ref<{ person: string; items: SavedView[] }>()

/** Saved filters of the person signed in, kept on this device. */
export function useViews() {
  const { session } = useSession()
  const person = computed(() => session.value?.person.id ?? '')
  const views = computed<SavedView[]>(() => (stored.value?.person === person.value ? stored.value.items : read(person.value)))

  function write(items: SavedView[]): void {
    stored.value = { person: person.value, items }
    localStorage.setItem(key(person.value), JSON.stringify(items))
  }

  return {
    views,
    save: (view: SavedView) => write([...views.value.filter((one) => one.name !== view.name), view]),
    drop: (name: string) => write(views.value.filter((one) => one.name !== name)),
  }
}
