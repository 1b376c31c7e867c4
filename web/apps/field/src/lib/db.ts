/** What stands on the phone: the queue of what was written, its photos, and what was read for the hours without signal. */
import Dexie, { type EntityTable } from 'dexie'
import type { CaseRow, CaseView, Name, ProblemBody, StateRef } from '@jingwei/api'
import type { VisitRow, VisitView } from '../visit/api'

export type ItemState = 'waiting' | 'sending' | 'sent' | 'refused' | 'conflict' | 'dropped'

/** One thing that the worker wants to happen. It is here before it is anywhere else. */
export interface Item {
  id: number
  /** The idempotency key: one for the intention, the same over every retry. */
  key: string
  /** Whose it is: only that person's session sends it. */
  person: string
  kind: 'report' | 'act' | 'visit' | 'not_met'
  state: ItemState
  made_at: number
  title: string
  /** The case acted on, or the one that the server made of a report. */
  number?: string
  /** The visit that was filled in, or where nobody was met. */
  visit?: string
  act?: { action: string; name?: Name | null; version: number; seen: StateRef }
  /** What was filled in, as the worker read it. */
  said: { label: string; value: string }[]
  body: Record<string, unknown>
  /** The report's form as it was filled in, to change it when the server refuses it. */
  form?: unknown
  /** What was sent the first time: a retry sends the very same. */
  sealed?: Record<string, unknown>
  tries: number
  /** Not before. */
  again_at: number
  problem?: ProblemBody & { status: number }
  /** How the case stands on the server, when that is not what the worker saw. */
  now?: CaseView
  settled_at?: number
}

/** A photo or a recording of an item, or of the draft of that name. Its bytes stand in {@link Bytes} until acknowledged. */
export interface Media {
  id: string
  item: number | string
  made_at: number
  /** Where its upload goes in the body: `attachments`, `photos`, `outcome.input.photos`; of a visit, the name of the file. */
  field: string
  mime: string
  size: number
  sha256: string
  lon?: number
  lat?: number
  /** The address of the upload that was begun (tus). */
  url?: string
  /** Bytes that the server has. */
  at: number
  /** The id of the complete upload. */
  upload?: string
}

export interface Bytes {
  id: string
  blob: Blob
}

export interface KeptCase {
  number: string
  row: CaseRow
  /** The lists that it stood in. */
  lists: string[]
  view?: CaseView
  /** `updated_at` of the row when the view was read. */
  view_of?: string
  read_at: number
}

/** A visit of the day, with its form: what is needed to make it without signal. */
export interface KeptVisit {
  id: string
  row: VisitRow
  view?: VisitView
  read_at: number
}

export interface Kept {
  key: string
  value: unknown
  at: number
}

class FieldDb extends Dexie {
  items!: EntityTable<Item, 'id'>
  media!: EntityTable<Media, 'id'>
  bytes!: EntityTable<Bytes, 'id'>
  cases!: EntityTable<KeptCase, 'number'>
  kept!: EntityTable<Kept, 'key'>
  visits!: EntityTable<KeptVisit, 'id'>

  constructor() {
    // strict: what the app calls saved is on the disk, also when the battery goes the next second
    super('jingwei-field', { chromeTransactionDurability: 'strict' })
    this.version(1).stores({ items: '++id, state, person, number', media: 'id, item', bytes: 'id', cases: 'number', kept: 'key' })
    this.version(2).stores({ visits: 'id' })
  }
}

export const db = new FieldDb()

/** The phone has no room left for what is to be saved. */
export function isFull(error: unknown): boolean {
  const chain = [error, (error as { inner?: unknown } | null)?.inner, (error as { cause?: unknown } | null)?.cause]
  return chain.some((one) => (one as { name?: string } | null | undefined)?.name === 'QuotaExceededError')
}

/** What was read gives way to what was written. */
async function makeRoom(): Promise<void> {
  await caches?.delete('jw-tiles').catch(() => false)
  await db.cases.filter((one) => !one.lists.includes('todo') && !one.lists.includes('mine')).delete().catch(() => 0)
}

/** Saves; on a full phone once more after what can be read again was let go. */
export async function insistOnSaving<T>(save: () => PromiseLike<T>): Promise<T> {
  try {
    return await save()
  } catch (error) {
    if (!isFull(error)) throw error
    await makeRoom()
    return save()
  }
}

export async function keep(key: string, value: unknown): Promise<void> {
  await db.kept.put({ key, value, at: Date.now() })
}

export async function kept<T>(key: string): Promise<T | undefined> {
  return (await db.kept.get(key))?.value as T | undefined
}
