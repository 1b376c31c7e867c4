import { ref } from 'vue'

export type Theme = 'light' | 'dark'
const KEY = 'jw.theme'

function initial(): Theme {
  const stored = localStorage.getItem(KEY)
  if (stored === 'light' || stored === 'dark') return stored
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

export const theme = ref<Theme>(initial())

function apply(): void {
  const root = document.documentElement
  root.dataset['theme'] = theme.value
  root.classList.toggle('dark', theme.value === 'dark')
  root.classList.toggle('van-theme-dark', theme.value === 'dark')
}

/** Puts the theme on the page; called before the app is mounted. */
export function startTheme(): void {
  apply()
}

export function toggleTheme(): void {
  theme.value = theme.value === 'dark' ? 'light' : 'dark'
  localStorage.setItem(KEY, theme.value)
  apply()
}
