/** Into the queue, and what a person does with what is in it. */
import { newKey, type CaseView, type Offer } from '@jingwei/api'
import { db, type Item } from '../db'
import { person } from '../session'
import { kick } from './run'

type Said = Item['said']
const fresh = (): Pick<Item, 'key' | 'person' | 'made_at' | 'state' | 'tries' | 'again_at'> =>
  ({ key: newKey(), person: person.value, made_at: Date.now(), state: 'waiting', tries: 0, again_at: 0 })

export const REPORT_DRAFT = 'draft:report'
export const actDraft = (number: string, action: string): string => `draft:${number}:${action}`

/** Saves the item and takes over the draft's photos, both or neither. When this returns, the phone has it for good. */
async function add(item: Omit<Item, 'id'>, draft: string, instead?: Item): Promise<number> {
  const id = await db.transaction('rw', db.items, db.media, db.bytes, db.kept, async () => {
    const id = await db.items.add(item)
    await db.media.where('item').equals(draft).modify({ item: id })
    await db.kept.delete(draft)
    if (instead) await giveUp(instead)
    return id
  })
  kick()
  return id
}

export function addReport(report: { title: string; body: Record<string, unknown>; said: Said }): Promise<number> {
  return add({ ...fresh(), kind: 'report', ...report }, REPORT_DRAFT)
}

export function addAct(view: CaseView, offer: Offer, input: Record<string, unknown>, said: Said, instead?: Item): Promise<number> {
  const act = { action: offer.action, name: offer.name, version: view.version, seen: view.state }
  return add({ ...fresh(), kind: 'act', number: view.number, title: view.text ?? view.number, act, body: input, said }, actDraft(view.number, offer.action), instead)
}

/** The same once more, after a person has read why it was refused. Nothing was done: the same key may be used. */
export async function retry(item: Item): Promise<void> {
  await db.items.update(item.id, { state: 'waiting', tries: 0, again_at: 0, problem: undefined })
  kick()
}

/** Decided with open eyes on what the case is now: a new intention, with a new key. */
export async function insist(item: Item, now: CaseView): Promise<void> {
  const act = { ...item.act!, version: now.version, seen: now.state }
  await db.items.update(item.id, { key: newKey(), act, state: 'waiting', tries: 0, again_at: 0, problem: undefined, now: undefined })
  kick()
}

/** Given up: the words stay in the list for a while, the photos go. */
export async function drop(item: Item): Promise<void> {
  await db.transaction('rw', db.items, db.media, db.bytes, () => giveUp(item))
  kick()
}

async function giveUp(item: Item): Promise<void> {
  const ids = await db.media.where('item').equals(item.id).primaryKeys()
  await db.bytes.bulkDelete(ids)
  await db.media.bulkDelete(ids)
  await db.items.update(item.id, { state: 'dropped', settled_at: Date.now() })
}

/** What was filled in before goes into the form again, with its photos: to be changed and sent in place of the old. */
export async function toDraft(item: Item, action: string): Promise<void> {
  const draft = actDraft(item.number!, action)
  await db.transaction('rw', db.media, db.kept, async () => {
    await db.media.where('item').equals(item.id).modify((media) => void Object.assign(media, { item: draft, upload: undefined, url: undefined, at: 0 }))
    await db.kept.put({ key: draft, value: { values: item.body, instead: item.id }, at: Date.now() })
  })
}

const KEPT_MS = 7 * 86_400_000

/** What was sent or given up stays in sight for a week, a form left half way for as long. */
export async function tidy(): Promise<void> {
  const left = await db.media.filter((media) => typeof media.item === 'string' && media.made_at < Date.now() - KEPT_MS).primaryKeys()
  await db.transaction('rw', db.media, db.bytes, async () => {
    await db.bytes.bulkDelete(left)
    await db.media.bulkDelete(left)
  })
  const old = await db.items.where('state').anyOf('sent', 'dropped').filter((item) => (item.settled_at ?? 0) < Date.now() - KEPT_MS).primaryKeys()
  await db.items.bulkDelete(old)
}
