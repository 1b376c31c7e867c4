/** The app itself on the phone, so that it opens without signal. A new version waits until the worker says so. */
import { ref } from 'vue'
import { registerSW } from 'virtual:pwa-register'

export const newVersion = ref(false)
let update: ((reload?: boolean) => Promise<void>) | undefined

export function startShell(): void {
  if (!('serviceWorker' in navigator)) return
  update = registerSW({ onNeedRefresh: () => (newVersion.value = true) })
}

export const takeNewVersion = (): void => void update?.(true)
