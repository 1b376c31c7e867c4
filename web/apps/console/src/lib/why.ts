import { ref } from 'vue'

/** What something is read in clear for, as it is filled in: a purpose where some are offered, words else. */
export function useWhy(offered: () => readonly unknown[]) {
  const [purpose, words] = [ref(''), ref('')]
  const given = () => !!(offered().length ? purpose.value : words.value.trim())
  const why = () => ({ purpose: purpose.value, ...(words.value.trim() ? { words: words.value.trim() } : {}) })
  const clear = () => void (purpose.value = words.value = '')
  return { purpose, words, given, why, clear }
}
