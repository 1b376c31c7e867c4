import createClient, { type Middleware } from 'openapi-fetch'
import type { paths } from './generated'
import { Problem, type ProblemBody } from './problem'

let csrf = ''

/** By how much the server's clock is ahead of this device's, in milliseconds, after the last answer; good to a second. */
export const clock = { ahead: 0 }

/** The token of the present session; it goes along on every write. */
export function setCsrf(token: string): void {
  csrf = token
}

/** An idempotency key: one per thing the person wants to happen, kept over retries. */
export function newKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('')
}

/** Every request names its language and, when it writes, the session's token; every refusal becomes a {@link Problem}. */
const manners: Middleware = {
  onRequest({ request }) {
    request.headers.set('accept-language', document.documentElement.lang || 'zh-CN')
    if (request.method !== 'GET' && csrf) request.headers.set('x-csrf-token', csrf)
    return request
  },
  async onResponse({ response }) {
    const said = Date.parse(response.headers.get('date') ?? '')
    if (said) clock.ahead = said - Date.now()
    if (response.ok) return undefined
    throw new Problem(response.status, ((await response.json().catch(() => null)) ?? {}) as ProblemBody)
  },
  onError({ error }) {
    if (error instanceof Problem) return error
    return error instanceof DOMException && error.name === 'AbortError' ? error : new Problem(0, { code: 'offline' })
  },
}

export const client = createClient<paths>({ baseUrl: '', credentials: 'same-origin' })
client.use(manners)

/** The body of an answer; the shape is the contract's, which narrows the generated one. */
export async function body<T>(answer: Promise<{ data?: unknown }>): Promise<T> {
  return (await answer).data as T
}
