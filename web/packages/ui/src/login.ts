import { ref, type Ref } from 'vue'
import type { Site } from '@jingwei/api'
import { useWords } from './i18n'

/** What of a deployment a login page needs. */
type Demo = Pick<Site, 'demo_password'>

/** The form of a login page: what was typed, what came of it, and the accounts of a demo at one press. `enter` signs in and goes on,
 *  `why` puts a fault into words. */
export function useLogin(site: Ref<Demo | undefined>, { enter, why, known = '' }: { enter: (account: string, password: string) => Promise<unknown>; why: (error: unknown) => string; known?: string }) {
  const { t } = useWords()
  const account = ref(known)
  const password = ref('')
  const fault = ref('')
  const busy = ref(false)

  async function submit(): Promise<void> {
    if (!account.value.trim() || !password.value) {
      fault.value = t('login.needBoth')
      return
    }
    busy.value = true
    fault.value = ''
    try {
      await enter(account.value.trim(), password.value)
    } catch (error) {
      fault.value = why(error)
    } finally {
      busy.value = false
    }
  }

  function demo(login: string): void {
    account.value = login
    password.value = site.value?.demo_password ?? ''
    void submit()
  }
  return { account, password, fault, busy, submit, demo }
}

/** Where a login leads: to the page that asked for it. */
export const nextOf = (next: unknown): string => (typeof next === 'string' && next.startsWith('/') ? next : '/')
