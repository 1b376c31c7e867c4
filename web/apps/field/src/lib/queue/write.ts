/** Into the queue, and what a person does with what is in it. */
import { newKey, type CaseView, type Offer } from '@jingwei/api'
import { db, insistOnSaving, type Item } from '../db'
import { person } from '../session'
import { kick } from './run'
import { unedited } from '../../visit/edition'

type Said = Item['said']
const fresh = (): Pick<Item, 'key' | 'person' | 'made_at' | 'state' | 'tries' | 'again_at'> =>
  ({ key: newKey(), person: person.value, made_at: Date.now(), state: 'waiting', tries: 0, again_at: 0 })

/** A form that is being filled in belongs to who fills it in, on a phone that several share. */
export const reportDraft = (): string => `draft:${person.value}:report`
export const visitDraft = (id: string): string => `draft:${person.value}:visit:${id}`
export const actDraft = (number: string, action: string): string => `draft:${person.value}:${number}:${action}`

/**
 * Saves the item and takes over the draft's photos, both or neither. When this returns, the phone has it for good. Of a draft whose
 * photos were taken and thrown away again, only those that are `wanted` go along.
 */
async function add(item: Omit<Item, 'id'>, draft: string, instead?: Item, wanted?: string[]): Promise<number> {
  const id = await insistOnSaving(() => db.transaction('rw', db.items, db.media, db.bytes, db.kept, async () => {
    const id = await db.items.add({ ...item } as Item)
    if (wanted) await forget(await db.media.where('item').equals(draft).filter((media) => !wanted.includes(media.field)).primaryKeys())
    await db.media.where('item').equals(draft).modify({ item: id })
    await db.kept.delete(draft)
    if (instead) await giveUp(instead)
    return id
  }))
  kick()
  return id
}

export function addReport(report: Pick<Item, 'title' | 'body' | 'said' | 'form'>, instead?: Item): Promise<number> {
  return add({ ...fresh(), kind: 'report', ...report }, reportDraft(), instead)
}

export function addAct(view: CaseView, offer: Offer, input: Record<string, unknown>, said: Said, instead?: Item): Promise<number> {
  const act = { action: offer.action, name: offer.name, version: view.version, seen: view.state }
  return add({ ...fresh(), kind: 'act', number: view.number, title: view.text ?? view.number, act, body: input, said }, actDraft(view.number, offer.action), instead)
}

/** A visit's form, filled in: its answers as they are sent, and what it takes to mend them. */
export interface FilledVisit { id: string; title: string; xml: string; said: Said; files: string[]; form: object }

export function addVisit({ id, title, xml, said, files, form }: FilledVisit, instead?: Item): Promise<number> {
  return add({ ...fresh(), kind: 'visit', visit: id, title, body: { xml }, said, form }, visitDraft(id), instead, files)
}

/** Nobody was met: the visit is accounted for all the same. What was begun of its form goes. */
export function addNotMet(id: string, title: string, body: Record<string, unknown>, said: Said): Promise<number> {
  return add({ ...fresh(), kind: 'not_met', visit: id, title, body, said }, visitDraft(id), undefined, [])
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
  await forget(await db.media.where('item').equals(item.id).primaryKeys())
  // answers about a household are not kept longer than they are needed
  const gone = item.visit ? { body: {}, form: undefined, said: [] } : {}
  await db.items.update(item.id, { state: 'dropped', settled_at: Date.now(), ...gone })
}

/**
 * What was filled in before goes into a form again, with its photos: to be changed and sent in place of the old. Where the
 * form does not take all the photos (`takes`), the old one stays where it is, so that they are not lost.
 */
export async function toDraft(item: Item, action = item.act?.action, takes?: string[]): Promise<void> {
  const draft = item.kind === 'visit' ? visitDraft(item.visit!) : item.kind === 'report' ? reportDraft() : actDraft(item.number!, action!)
  const form = formOf(item)
  await insistOnSaving(() => db.transaction('rw', db.media, db.bytes, db.kept, async () => {
    await forget(await db.media.where('item').equals(draft).primaryKeys())
    // copies: whoever leaves the form half way has the item as it was
    const all = await db.media.where('item').equals(item.id).toArray()
    const fitting = all.filter((media) => !takes || takes.includes(media.field))
    for (const media of fitting) {
      const stored = await db.bytes.get(media.id)
      if (!stored) continue
      const id = newKey()
      await db.bytes.add({ id, blob: stored.blob })
      await db.media.add({ ...media, id, item: draft, upload: undefined, url: undefined, at: 0 })
    }
    await db.kept.put({ key: draft, value: { ...form, instead: fitting.length === all.length ? item.id : undefined }, at: Date.now() })
  }))
}

function formOf(item: Item): object {
  if (item.kind === 'report') return item.form as object
  // the server has this form with other answers: what is mended is an edit of it
  if (item.kind === 'visit') {
    const { xml, mends } = unedited(String(item.body['xml']))
    return { ...(item.form as object), xml, mends: mends || item.problem?.status === 409 }
  }
  return { values: item.body }
}

async function forget(media: string[]): Promise<void> {
  await db.bytes.bulkDelete(media)
  await db.media.bulkDelete(media)
}

const KEPT_MS = 7 * 86_400_000

/** What was sent or given up stays in sight for a week, a form left half way for as long. */
export async function tidy(): Promise<void> {
  const left = await db.media.filter((media) => typeof media.item === 'string' && media.made_at < Date.now() - KEPT_MS).primaryKeys()
  await db.transaction('rw', db.media, db.bytes, () => forget(left))
  const old = await db.items.where('state').anyOf('sent', 'dropped').filter((item) => (item.settled_at ?? 0) < Date.now() - KEPT_MS).primaryKeys()
  await db.items.bulkDelete(old)
}
