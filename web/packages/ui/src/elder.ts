import { ref } from 'vue'

/** The elder mode (适老化): larger type, fewer choices, plain words. Remembered; an address with `elder=1` or `elder=0` switches it. */
const KEY = 'jw.elder'
export const elder = ref(false)

/** Puts the mode on the page; called before the app is mounted. */
export function startElder(): void {
  const asked = new URLSearchParams(location.search).get('elder')
  setElder(asked === '1' || asked === '0' ? asked === '1' : localStorage.getItem(KEY) === '1')
}

export function setElder(on: boolean): void {
  elder.value = on
  localStorage.setItem(KEY, on ? '1' : '0')
  document.documentElement.toggleAttribute('data-elder', on)
}
