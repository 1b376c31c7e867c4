/** What an answer means for an item, which one is next, and how long to wait: no network and no database in here. */
import type { Item } from '../db'

export type Verdict =
  /** Not reached, or the server asks for patience: the same again later. */
  | { is: 'later'; ms?: number }
  /** The session ended: everything waits until the person has logged in. */
  | { is: 'session' }
  /** The page's token is old: ask for a new one, and the same again at once. */
  | { is: 'token' }
  /** The server threw an upload away before it was attached: send the photos again. */
  | { is: 'upload' }
  /** Somebody else was there meanwhile: a person chooses. */
  | { is: 'conflict' }
  /** A rule says no: a person reads why. */
  | { is: 'refused' }

export interface Trouble {
  status: number
  code: string
  retry_after?: number
}

/** How often the server may fail at the same item before it is put aside and the others go on. */
export const PATIENCE = 6

export function verdictOf({ status, code, retry_after }: Trouble, kind: Item['kind'], tries: number): Verdict {
  if (status === 401) return { is: 'session' }
  if (status === 403 && code === 'session.csrf') return { is: 'token' }
  if (code === 'upload.not_found' || code === 'upload.incomplete') return tries < PATIENCE ? { is: 'upload' } : { is: 'refused' }
  if (status === 409 && kind === 'act' && !code.startsWith('upload.')) return { is: 'conflict' }
  if (status === 429) return { is: 'later', ms: (retry_after ?? 30) * 1000 }
  if (status === 500) return tries < PATIENCE ? { is: 'later' } : { is: 'refused' }
  if (status === 0 || status === 408 || status === 425 || status > 500 || code.startsWith('upload.offset') || code === 'upload.interrupted') return { is: 'later' }
  return { is: 'refused' }
}

const FIRST = 2_000
const LONGEST = 300_000

/** Twice as long each time, five minutes at most; `spread` (0 to 1) keeps a thousand phones from coming back in one second. */
export function backoff(tries: number, spread: number): number {
  const whole = Math.min(LONGEST, FIRST * 2 ** Math.max(0, tries - 1))
  return Math.round(whole * (0.75 + spread / 4))
}

export const unsent = (item: Pick<Item, 'state'>): boolean => item.state === 'waiting' || item.state === 'sending'
/** Waits for a person's word. */
export const parked = (item: Pick<Item, 'state'>): boolean => item.state === 'refused' || item.state === 'conflict'

type Queued = Pick<Item, 'id' | 'state' | 'person' | 'number' | 'again_at'>

/**
 * The item to send now, strictly in the order in which they were written; none while the first has to wait. What was put
 * aside holds back only what was written later about the same case.
 */
export function nextOf<T extends Queued>(items: T[], person: string, now: number): { item?: T; wait?: number } {
  const mine = items.filter((item) => item.person === person).sort((a, b) => a.id - b.id)
  const held = new Set<string>()
  for (const item of mine) {
    if (parked(item) && item.number) held.add(item.number)
    if (!unsent(item) || (item.number && held.has(item.number))) continue
    return item.again_at <= now ? { item } : { wait: item.again_at - now }
  }
  return {}
}

/** The body with the uploads where they belong: `photos`, or `outcome.input.photos`. */
export function seal(body: Record<string, unknown>, media: { field: string; upload?: string }[]): Record<string, unknown> {
  const sealed = JSON.parse(JSON.stringify(body)) as Record<string, unknown>
  for (const { field, upload } of media) {
    const steps = field.split('.')
    const last = steps.pop()!
    let at = sealed
    for (const step of steps) at = (at[step] ??= {}) as Record<string, unknown>
    ;((at[last] ??= []) as string[]).push(upload!)
  }
  return sealed
}
