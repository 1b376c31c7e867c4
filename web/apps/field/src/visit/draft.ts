/** A form that is being filled in, on the phone from the first keystroke: its answers here, its photos beside them as the bytes they are. */
import { db, insistOnSaving, kept } from '../lib/db'
import { dropMedia, saveMedia } from '../lib/photo'
import { visitDraft } from '../lib/queue/write'
import type { Before } from './engine'
import type { KnownState } from './known'

export interface VisitDraft {
  xml: string
  known: KnownState
  /** The section that was open. */
  at: string
  /** The item of the queue that is mended. */
  instead?: number
  mends?: boolean
}

export async function readDraft(visit: string): Promise<{ draft: VisitDraft; before: Before } | undefined> {
  const key = visitDraft(visit)
  const draft = await kept<VisitDraft>(key)
  if (!draft) return undefined
  const files: Before['files'] = []
  for (const media of await db.media.where('item').equals(key).toArray()) {
    const stored = await db.bytes.get(media.id)
    // a photo whose answer was not written down any more is none of the form
    if (stored && draft.xml.includes(`>${media.field}<`)) files.push({ name: media.field, blob: stored.blob })
  }
  return { draft, before: { xml: draft.xml, files, mends: draft.mends } }
}

const OFTEN_MS = 300

/** Writes the draft down: at once, and then at most every 0.3 seconds, one after the other; `flush` waits until all is written. */
export function saver(visit: string, make: () => VisitDraft, failed: (error: unknown) => void) {
  const key = visitDraft(visit)
  let timer: ReturnType<typeof setTimeout> | undefined
  let last = 0
  let writing: Promise<unknown> = Promise.resolve()
  function write(): Promise<unknown> {
    clearTimeout(timer)
    timer = undefined
    last = Date.now()
    const value = JSON.parse(JSON.stringify(make())) as VisitDraft
    writing = writing.then(() => insistOnSaving(() => db.kept.put({ key, value, at: Date.now() }))).catch(failed)
    return writing
  }
  return {
    touch: () => {
      timer ??= setTimeout(() => void write(), Math.max(0, last + OFTEN_MS - Date.now()))
    },
    flush: () => (timer ? write() : writing),
    stop: () => {
      clearTimeout(timer)
      timer = undefined
      return writing
    },
  }
}

const ENDINGS: Record<string, string> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp', 'audio/webm': 'webm', 'application/pdf': 'pdf' }

/** Keeps a photo or a signature for the form; the answer is its name. */
export async function keepFile(visit: string, question: string, blob: Blob): Promise<File> {
  const name = `${question}-${Date.now()}.${ENDINGS[blob.type] ?? (blob.type.split('/')[1]?.replace(/\W.*$/, '') || 'bin')}`
  await saveMedia(blob, visitDraft(visit), name)
  return new File([blob], name, { type: blob.type })
}

export async function dropFile(visit: string, name: string): Promise<void> {
  const ids = await db.media.where('item').equals(visitDraft(visit)).filter((media) => media.field === name).primaryKeys()
  await dropMedia(ids)
}
