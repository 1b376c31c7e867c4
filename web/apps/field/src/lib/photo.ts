/** Photos and recordings of a draft: made small, then saved on the phone with the hash of what will be sent. */
import { newKey } from '@jingwei/api'
import { db, insistOnSaving, type Media } from './db'
import { exifOf, withExif } from './exif'

const SIDE = 2048
const SMALL_ENOUGH = 700_000

/** At most 2,048 pixels a side, or as many as a form says, with the place and the time that the camera wrote. */
export async function shrink(file: Blob, most?: number | null): Promise<Blob> {
  if ((!most && file.size <= SMALL_ENOUGH) || !/^image\/(jpeg|png|webp)$/.test(file.type) || typeof createImageBitmap !== 'function') return file
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null)
  if (!bitmap) return file
  const longer = Math.max(bitmap.width, bitmap.height)
  const scale = Math.min(1, Math.min(SIDE, most || SIDE) / longer)
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(bitmap.width * scale)
  canvas.height = Math.round(bitmap.height * scale)
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  const copy = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.82))
  canvas.width = canvas.height = 0
  if (!copy || (copy.size >= file.size && (!most || longer <= most))) return file
  const said = exifOf(new Uint8Array(await file.slice(0, 256 * 1024).arrayBuffer()))
  return said ? withExif(new Uint8Array(await copy.arrayBuffer()), said) : copy
}

async function digest(blob: Blob): Promise<string> {
  if (!crypto.subtle) return ''
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()))
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Saves what was photographed or spoken, for a draft. Throws when the phone is full. */
export async function saveMedia(blob: Blob, draft: string, field: string): Promise<Media> {
  // a picked file is a pointer into the gallery, which may lose it: the phone keeps bytes of its own
  const own = new Blob([await blob.arrayBuffer()], { type: blob.type })
  const media: Media = { id: newKey(), item: draft, made_at: Date.now(), field, mime: own.type, size: own.size, sha256: await digest(own), at: 0 }
  await insistOnSaving(() => db.transaction('rw', db.media, db.bytes, async () => {
    await db.bytes.add({ id: media.id, blob: own })
    await db.media.add(media)
  }))
  return media
}

export async function dropMedia(ids: string[]): Promise<void> {
  await db.transaction('rw', db.media, db.bytes, async () => {
    await db.bytes.bulkDelete(ids)
    await db.media.bulkDelete(ids)
  })
}

export async function urlOf(id: string): Promise<string | undefined> {
  const stored = await db.bytes.get(id)
  return stored && URL.createObjectURL(stored.blob)
}
