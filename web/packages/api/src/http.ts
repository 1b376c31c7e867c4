import { Problem, type ProblemBody } from './problem'

export type Query = Record<string, string | number | boolean | undefined | null>

let csrf = ''

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

export function queryText(query: Query): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') params.set(key, String(value))
  }
  const text = params.toString()
  return text ? `?${text}` : ''
}

export interface Options {
  query?: Query
  body?: unknown
  raw?: Blob
  headers?: Record<string, string>
  key?: string
  signal?: AbortSignal
}

export const BASE = '/api/v1'

/** One request; a refusal, whatever its kind, is thrown as a {@link Problem}. */
export async function request<T>(method: string, path: string, options: Options = {}): Promise<T> {
  const headers: Record<string, string> = {
    accept: 'application/json',
    'accept-language': document.documentElement.lang || 'zh-CN',
    ...options.headers,
  }
  let body: BodyInit | undefined
  if (options.raw) {
    body = options.raw
  } else if (options.body !== undefined) {
    headers['content-type'] = 'application/json'
    body = JSON.stringify(options.body)
  }
  if (method !== 'GET' && csrf) headers['x-csrf-token'] = csrf
  if (options.key) headers['idempotency-key'] = options.key

  let response: Response
  try {
    response = await fetch(BASE + path + queryText(options.query ?? {}), {
      method, headers, body, signal: options.signal, credentials: 'same-origin',
    })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Problem(0, { code: 'offline' })
  }
  if (response.status === 204) return undefined as T
  const json = (await response.json().catch(() => null)) as unknown
  if (!response.ok) throw new Problem(response.status, (json ?? {}) as ProblemBody)
  return json as T
}
