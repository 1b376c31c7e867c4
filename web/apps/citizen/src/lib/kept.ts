/** Reports kept on this device: number and token, so that nobody has to write them down. */
import { ref } from 'vue'
import type { RouteLocationNormalized, RouteLocationRaw } from 'vue-router'

export interface Kept {
  number: string
  token: string
  text: string
  at: string
  receipt?: string
  followed?: boolean
  /** It came from the account: it goes when the account is left here. */
  account?: boolean
}

const KEY = 'jw.reports'

function read(): Kept[] {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? '[]') as Kept[]
    return Array.isArray(stored) ? stored.filter((k) => typeof k.number === 'string' && typeof k.token === 'string') : []
  } catch {
    return []
  }
}

export const kept = ref<Kept[]>(read())

function write(next: Kept[]): void {
  kept.value = next
  try {
    localStorage.setItem(KEY, JSON.stringify(next))
  } catch {
    // storage is full or refused: the receipt on the screen still has both
  }
}

export function keep(report: Kept): void {
  write([report, ...kept.value.filter((k) => k.number !== report.number)].slice(0, 200))
}

/** Takes a report off the list; the answer puts it back where it was. */
export function forget(number: string): () => void {
  const before = kept.value
  write(before.filter((k) => k.number !== number))
  return () => write(before)
}

/** What came from the account is no longer on this device. */
export function forgetAccount(): void {
  write(kept.value.filter((k) => !k.account))
}

export const tokenOf = (number: string): string | undefined => kept.value.find((k) => k.number === number)?.token

/** The address that opens a report on another phone. The token stands behind the #: browsers send that to no server. */
export const addressOf = ({ number, token }: Pick<Kept, 'number' | 'token'>): string =>
  `${location.origin}/track/${encodeURIComponent(number)}#${token}`

/** Somebody came by such an address: the token is kept here and taken out of what others may see or forward. */
export function takeFromAddress(to: RouteLocationNormalized): RouteLocationRaw | true {
  const number = String(to.params['number'])
  const token = to.hash.slice(1)
  if (!/^[\w-]{16,64}$/.test(token)) return true
  const known = kept.value.find((k) => k.number === number)
  if (known?.token !== token) keep({ ...known, number, token, text: known?.text ?? '', at: known?.at ?? new Date().toISOString() })
  return { path: to.path, query: to.query, hash: '', replace: true }
}
