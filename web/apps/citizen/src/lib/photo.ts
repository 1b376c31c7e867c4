/** Photos of a modern phone are larger than a slow line likes: a copy of at most 2,048 pixels a side is sent instead. */
const SIDE = 2048
const SMALL_ENOUGH = 900_000
const THUMB = 200

/** A photo that is on the server, with a small picture to show for it. */
export interface Sent {
  id: string
  thumb: string
}

function draw(bitmap: ImageBitmap, side: number): HTMLCanvasElement {
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(bitmap.width * scale)
  canvas.height = Math.round(bitmap.height * scale)
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  return canvas
}

const bitmapOf = (file: Blob): Promise<ImageBitmap | null> =>
  typeof createImageBitmap === 'function' ? createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null) : Promise.resolve(null)

/** Small enough to be kept with the draft; empty where the browser cannot draw it. */
export async function thumbnail(file: Blob): Promise<string> {
  const bitmap = await bitmapOf(file)
  if (!bitmap) return ''
  const picture = draw(bitmap, THUMB).toDataURL('image/jpeg', 0.7)
  bitmap.close()
  return picture
}

export async function shrink(file: File): Promise<Blob> {
  if (file.size <= SMALL_ENOUGH || !/^image\/(jpeg|webp)$/.test(file.type)) return file
  const bitmap = await bitmapOf(file)
  if (!bitmap || Math.max(bitmap.width, bitmap.height) <= SIDE) return file
  const canvas = draw(bitmap, SIDE)
  bitmap.close()
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.85))
  return blob && blob.size < file.size ? blob : file
}
