/**
 * Who holds the phone. What the server said about the person is kept, so that a day without signal begins with a name and
 * not with a login page; an ended session locks nothing up and only stops the sending.
 */
import { computed, ref, shallowRef } from 'vue'
import { Problem, session as api, setCsrf, type Session } from '@jingwei/api'
import { db, keep, kept } from './db'

/** `out`: nobody. `away`: known, and the server not reached since. `ended`: known, and has to log in again. */
export type Standing = 'out' | 'away' | 'in' | 'ended'

export const me = shallowRef<Session | null>(null)
export const standing = ref<Standing>('out')
export const csrf = ref('')

export const may = (action: string): boolean => me.value?.actions.includes(action) ?? false
export const person = computed(() => me.value?.person.id ?? '')

async function take(next: Session): Promise<void> {
  // what another person read does not stay on the phone; what that person wrote does
  if (me.value && me.value.person.id !== next.person.id) await forgetRead()
  csrf.value = next.csrf
  setCsrf(next.csrf)
  me.value = next
  standing.value = 'in'
  await keep('session', { ...next, csrf: '' }).catch(() => undefined)
}

async function forgetRead(): Promise<void> {
  await Promise.all([db.cases.clear(), db.visits.clear(), db.kept.filter(({ key }) => key !== 'site' && !key.startsWith('draft:')).delete()])
}

/** Who was here last; the network is not asked. */
export async function recall(): Promise<Session | null> {
  if (me.value) return me.value
  me.value = (await kept<Session>('session').catch(() => undefined)) ?? null
  if (me.value) standing.value = 'away'
  return me.value
}

/** Asks the server who is signed in. */
export async function refresh(): Promise<Standing> {
  try {
    await take(await api.get())
  } catch (error) {
    if (error instanceof Problem && error.status === 401) ended()
    else if (standing.value === 'in' && !csrf.value) standing.value = 'away'
  }
  return standing.value
}

export function ended(): void {
  csrf.value = ''
  setCsrf('')
  standing.value = me.value ? 'ended' : 'out'
}

export async function login(name: string, password: string): Promise<void> {
  await take(await api.login(name, password))
}

/** Throws when the server cannot be told: who believes to be logged out must be. */
export async function logout(): Promise<void> {
  try {
    await api.logout()
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401) throw error
  }
  csrf.value = ''
  setCsrf('')
  me.value = null
  standing.value = 'out'
  await forgetRead()
}
