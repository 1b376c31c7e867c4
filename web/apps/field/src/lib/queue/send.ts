/** Sends one item: its photos first, then the command that attaches them; and writes down what became of it. */
import { clock, Problem, staff, type CaseView, type DeskReport, type ProblemBody } from '@jingwei/api'
import { db, insistOnSaving, type Item } from '../db'
import { putView } from '../reading'
import { visits, type NotMet } from '../../visit/api'
import { ended, refresh } from '../session'
import { backoff, seal, verdictOf } from './rules'
import { upload } from './upload'

/** Longer than the server lets a request run. */
const ANSWER_MS = 60_000

/** The slowest line that is waited for. */
const BYTES_A_MS = 8

function within<T>(work: Promise<T>, bytes = 0): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Problem(0, { code: 'offline' })), ANSWER_MS + bytes / BYTES_A_MS)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

/** True when the queue may go on at once. */
export async function send(item: Item): Promise<boolean> {
  await insistOnSaving(() => db.items.update(item.id, { state: 'sending', tries: item.tries + 1 }))
  try {
    if (item.kind === 'visit' || item.kind === 'not_met') {
      await sendVisit(item)
      return true
    }
    const sealed = await ready(item)
    if (item.kind === 'report') {
      const done = await within(staff.register(sealed as unknown as DeskReport, item.key))
      await acknowledged(item, done.number, done.case as CaseView)
    } else {
      const { action, version } = item.act!
      await acknowledged(item, item.number!, await within(staff.act(item.number!, action, version, sealed, item.key)))
    }
    return true
  } catch (error) {
    return judged(item, error)
  }
}

/** A visit goes with its files in one piece, as other clients send forms too. */
async function sendVisit(item: Item): Promise<void> {
  const id = item.visit!
  if (item.kind === 'not_met') await within(visits.notMet(id, item.body as { reason: NotMet; words?: string }, item.key))
  else {
    const form = new FormData()
    form.append('xml_submission_file', new Blob([String(item.body['xml'])], { type: 'text/xml' }), 'submission.xml')
    let bytes = 0
    for (const media of await db.media.where('item').equals(item.id).toArray()) {
      const stored = await db.bytes.get(media.id)
      if (!stored) throw new Problem(410, { code: 'field.bytes_gone' })
      form.append(media.field, stored.blob, media.field)
      bytes += media.size
    }
    await within(visits.submit(id, form, item.key), bytes)
  }
  await visited(item)
}

/** The server has it: its answers do not stay on the phone. */
async function visited(item: Item): Promise<void> {
  await db.transaction('rw', db.items, db.media, db.bytes, db.visits, async () => {
    await forgetFiles(item)
    await db.items.update(item.id, { state: 'sent', settled_at: Date.now(), problem: undefined, body: {}, form: undefined, said: [] })
    const visit = await db.visits.get(item.visit!)
    if (visit) await db.visits.put({ id: visit.id, row: { ...visit.row, state: item.kind === 'visit' ? 'done' : 'not_met' }, read_at: visit.read_at })
  })
}

async function forgetFiles(item: Item): Promise<void> {
  const ids = await db.media.where('item').equals(item.id).primaryKeys()
  await db.bytes.bulkDelete(ids)
  await db.media.bulkDelete(ids)
}

/** The body with its uploads, the same at every retry. */
async function ready(item: Item): Promise<Record<string, unknown>> {
  if (item.sealed) return item.sealed
  const media = await db.media.where('item').equals(item.id).toArray()
  for (const one of media) {
    if (one.upload) continue
    one.upload = await upload(one)
    await db.media.update(one.id, { upload: one.upload, at: one.size })
  }
  const sealed = seal(item.body, media)
  // the phone's clock may be wrong; the server refuses what was seen in the future
  if (item.kind === 'report') sealed['reported_at'] = new Date(Math.min(item.made_at, Date.now()) + clock.ahead - 1000).toISOString()
  await db.items.update(item.id, { sealed })
  return sealed
}

/** Only now may the phone forget the photos. */
async function acknowledged(item: Item, number: string, view: CaseView): Promise<void> {
  await db.transaction('rw', db.items, db.media, db.bytes, async () => {
    await forgetFiles(item)
    await db.items.update(item.id, { state: 'sent', number, settled_at: Date.now(), problem: undefined, now: undefined })
  })
  await putView(view).catch(() => undefined)
}

async function judged(item: Item, error: unknown): Promise<boolean> {
  if (!(error instanceof Problem)) throw error
  const tries = item.tries + 1
  const retry_after = Number(error.body['retry_after']) || undefined
  const problem: ProblemBody & { status: number } = { ...error.body, status: error.status, code: error.code }
  const again = (ms: number) => db.items.update(item.id, { state: 'waiting', again_at: Date.now() + ms, problem })
  const verdict = verdictOf({ status: error.status, code: error.code, retry_after }, item.kind, tries)
  switch (verdict.is) {
    case 'later':
      await again(verdict.ms ?? backoff(tries, Math.random()))
      return false
    case 'session':
      ended()
      await db.items.update(item.id, { state: 'waiting', tries: item.tries })
      return false
    case 'token': {
      await again(tries < 3 ? 0 : backoff(tries, Math.random()))
      return (await refresh()) === 'in'
    }
    case 'upload':
      await db.transaction('rw', db.items, db.media, async () => {
        await db.media.where('item').equals(item.id).modify((media) => {
          delete media.upload
          delete media.url
          media.at = 0
        })
        await db.items.update(item.id, { state: 'waiting', sealed: undefined, again_at: 0 })
      })
      return true
    case 'conflict': {
      // without what is there now nobody could choose: then it is tried again
      const now = await within(staff.case(item.number!)).catch(() => undefined)
      if (!now) {
        await again(backoff(tries, Math.random()))
        return false
      }
      await db.items.update(item.id, { state: 'conflict', problem, now })
      await putView(now)
      return true
    }
    case 'refused':
      await db.items.update(item.id, { state: 'refused', problem })
      return true
  }
}
