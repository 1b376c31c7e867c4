/** What a camera says of a photo (when, where, with what) is carried over into the smaller copy, which stands upright already. */

const ORIENTATION = 0x0112

/** The APP1 segment with EXIF of a JPEG, marker and length included. */
export function exifOf(jpeg: Uint8Array): Uint8Array | undefined {
  if (jpeg[0] !== 0xff || jpeg[1] !== 0xd8) return undefined
  for (let at = 2; at + 10 < jpeg.length && jpeg[at] === 0xff;) {
    const marker = jpeg[at + 1]!
    const length = (jpeg[at + 2]! << 8) | jpeg[at + 3]!
    if (marker === 0xda || length < 2) return undefined
    const isExif = String.fromCharCode(...jpeg.subarray(at + 4, at + 8)) === 'Exif'
    if (marker === 0xe1 && isExif && at + 2 + length <= jpeg.length) return jpeg.slice(at, at + 2 + length)
    at += 2 + length
  }
  return undefined
}

/** The same with the orientation set to "upright"; anything strange is left as it is. */
export function upright(app1: Uint8Array): Uint8Array {
  const out = app1.slice()
  const view = new DataView(out.buffer, out.byteOffset, out.byteLength)
  const tiff = 10
  const little = view.getUint16(tiff) === 0x4949
  const ifd = tiff + view.getUint32(tiff + 4, little)
  if (ifd + 2 > out.length) return out
  const entries = view.getUint16(ifd, little)
  for (let i = 0; i < entries && ifd + 14 + i * 12 <= out.length; i++) {
    const at = ifd + 2 + i * 12
    if (view.getUint16(at, little) === ORIENTATION) view.setUint16(at + 8, 1, little)
  }
  return out
}

/** The copy with what the camera said in front. */
export function withExif(copy: Uint8Array, app1: Uint8Array): Blob {
  // a canvas writes SOI and a JFIF header of its own; EXIF may follow the SOI at once
  return new Blob([copy.slice(0, 2), upright(app1) as BlobPart, copy.slice(2)] as BlobPart[], { type: 'image/jpeg' })
}
