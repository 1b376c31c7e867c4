import { computed, ref } from 'vue'
import { Problem, session as api, setCsrf, type Session } from '@jingwei/api'

const current = ref<Session | null>(null)
let asked: Promise<Session | null> | undefined

function take(next: Session | null): Session | null {
  current.value = next
  setCsrf(next?.csrf ?? '')
  return next
}

/** Asks the server once who is signed in. */
export function loadSession(): Promise<Session | null> {
  asked ??= api.get().then(take, (error: unknown) => {
    asked = undefined
    if (error instanceof Problem && error.status === 401) return take(null)
    throw error
  })
  return asked
}

export async function login(name: string, password: string): Promise<Session> {
  const next = await api.login(name, password)
  take(next)
  asked = Promise.resolve(next)
  return next
}

export async function logout(): Promise<void> {
  await api.logout().catch(() => undefined)
  forget()
}

/** The session ended on the server's side. */
export function forget(): void {
  take(null)
  asked = undefined
}

export function useSession() {
  return {
    session: computed(() => current.value),
    may: (action: string) => current.value?.actions.includes(action) ?? false,
  }
}

/** The pages beside the inbox, and the action each needs. */
export const TOOLS = [
  { name: 'desk', action: 'case.register' },
  { name: 'supervision', action: 'case.list' },
  { name: 'map', action: 'case.list' },
  { name: 'cockpit', action: 'stats.read' },
  { name: 'numbers', action: 'stats.read' },
  { name: 'bulletins', action: 'bulletin.read' },
  { name: 'records', action: 'register.kinds' },
  { name: 'forms', action: 'form.read' },
  { name: 'catalogue', action: 'catalogue.read' },
  { name: 'packs', action: 'pack.read' },
  { name: 'grids', action: 'area.import' },
  { name: 'units', action: 'unit.write' },
  { name: 'people', action: 'person.write' },
  { name: 'posts', action: 'post.write' },
  { name: 'roles', action: 'post.write' },
  { name: 'vacancies', action: 'post.read' },
  { name: 'duty', action: 'duty.read' },
  { name: 'clients', action: 'client.write' },
  { name: 'webhooks', action: 'webhook.write' },
  { name: 'calendars', action: 'area.import' },
  { name: 'audit', action: 'audit.read' },
  { name: 'settings', action: 'pack.write' },
] as const

/** Where a person starts. */
export function landing(session: Session | null): string | undefined {
  if (session?.actions.includes('case.list')) return '/inbox/todo'
  const tool = TOOLS.find(({ action }) => session?.actions.includes(action))
  return tool && `/${tool.name}`
}
