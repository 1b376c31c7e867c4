/** Photos of a modern phone are larger than a slow line likes: a copy of at most 2,048 pixels a side is sent instead. */
const SIDE = 2048
const SMALL_ENOUGH = 900_000

export async function shrink(file: File): Promise<Blob> {
  if (file.size <= SMALL_ENOUGH || !/^image\/(jpeg|webp)$/.test(file.type) || typeof createImageBitmap !== 'function') return file
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null)
  if (!bitmap) return file
  const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height))
  if (scale === 1) return file
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(bitmap.width * scale)
  canvas.height = Math.round(bitmap.height * scale)
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.85))
  return blob && blob.size < file.size ? blob : file
}
