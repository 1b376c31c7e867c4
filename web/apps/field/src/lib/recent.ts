/** The categories that this worker chose last: one tap instead of three levels. */
import { ref } from 'vue'

export interface Recent { pack: string; code: string; label: string }
const KEY = 'jw.field.recent'
const MOST = 4

function stored(): Recent[] {
  try {
    const list = JSON.parse(localStorage.getItem(KEY) ?? '[]') as Recent[]
    return Array.isArray(list) ? list : []
  } catch {
    return []
  }
}

export const recent = ref<Recent[]>(stored())

export function remember(one: Recent): void {
  recent.value = [one, ...recent.value.filter((other) => other.pack !== one.pack || other.code !== one.code)].slice(0, MOST)
  try {
    localStorage.setItem(KEY, JSON.stringify(recent.value))
  } catch {
    // a full phone forgets the shortcut, nothing else
  }
}
