/** Room on the phone: asked to be kept, told plainly when it is not, and what is unsent as a file. */
import { ref } from 'vue'
import { db } from './db'
import { unsent, parked } from './queue/rules'

export const lasting = ref<boolean | null>(null)
export const room = ref<{ used: number; all: number } | null>(null)

/** Browsers clear the data of pages under pressure unless they promised not to. */
export async function askToLast(): Promise<void> {
  const { storage } = navigator
  lasting.value = storage?.persist ? (await storage.persisted()) || (await storage.persist()) : false
  await measure()
}

export async function measure(): Promise<void> {
  const estimate = await navigator.storage?.estimate?.().catch(() => undefined)
  room.value = estimate?.quota ? { used: estimate.usage ?? 0, all: estimate.quota } : null
}

function base64(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).split(',', 2)[1] ?? '')
    reader.onerror = () => reject(reader.error ?? new Error('read'))
    reader.readAsDataURL(blob)
  })
}

/** What is not acknowledged, with its photos, as one JSON file; photo by photo, so that an old phone has the memory for it. */
export async function unsentFile(): Promise<{ file: Blob; items: number }> {
  const items = (await db.items.toArray()).filter((item) => unsent(item) || parked(item))
  const parts: string[] = [`{"format":"jingwei-field-unsent","version":1,"exported_at":${JSON.stringify(new Date().toISOString())},"items":[`]
  const pieces: BlobPart[] = []
  for (const [i, item] of items.entries()) {
    const { key, person, kind, state, made_at, number, act, body, said, problem } = item
    const written = { key, person, kind, state, made_at: new Date(made_at).toISOString(), number, action: act?.action, version: act?.version, body, said, problem }
    parts.push(`${i ? ',' : ''}{${JSON.stringify(written).slice(1, -1)},"media":[`)
    for (const [k, media] of (await db.media.where('item').equals(item.id).toArray()).entries()) {
      const stored = await db.bytes.get(media.id)
      const { field, mime, size, sha256 } = media
      parts.push(`${k ? ',' : ''}{${JSON.stringify({ field, mime, size, sha256 }).slice(1, -1)},"base64":"`, stored ? await base64(stored.blob) : '', '"}')
      pieces.push(new Blob(parts.splice(0)))
    }
    parts.push(']}')
  }
  parts.push(']}')
  return { file: new Blob([...pieces, ...parts], { type: 'application/json' }), items: items.length }
}

export async function exportUnsent(name: string): Promise<number> {
  const { file, items } = await unsentFile()
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
  return items
}
