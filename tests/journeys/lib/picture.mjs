// A real PNG, made here: a wall with a coloured patch.
import { randomFillSync } from 'node:crypto'
import { deflateSync } from 'node:zlib'

function chunk(kind, data) {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data])
  const out = Buffer.alloc(body.length + 8)
  out.writeUInt32BE(data.length, 0)
  body.copy(out, 4)
  out.writeUInt32BE(checksum(body), body.length + 4)
  return out
}

const TABLE = Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c >>> 0
})
function checksum(bytes) {
  let c = 0xffffffff
  for (const byte of bytes) c = TABLE[(c ^ byte) & 255] ^ (c >>> 8)
  return (c ^ 0xffffffff) >>> 0
}

/** `red`, `green`, `blue` 0–255 of the patch; a rough one is all noise, so that it is as large as its pixels. */
export function picture(name, [red, green, blue], side = 320, rough = false) {
  const rows = Buffer.alloc(side * (side * 3 + 1))
  for (let y = 0; y < side; y++) {
    if (rough) {
      randomFillSync(rows, y * (side * 3 + 1) + 1, side * 3)
      continue
    }
    for (let x = 0; x < side; x++) {
      const at = y * (side * 3 + 1) + 1 + x * 3
      const inside = Math.hypot(x - side / 2, y - side / 2) < side / 4
      const grain = ((x * 7 + y * 13) % 17) - 8
      const [r, g, b] = inside ? [red, green, blue] : [150, 152, 150]
      rows[at] = Math.max(0, Math.min(255, r + grain))
      rows[at + 1] = Math.max(0, Math.min(255, g + grain))
      rows[at + 2] = Math.max(0, Math.min(255, b + grain))
    }
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(side, 0)
  head.writeUInt32BE(side, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const buffer = Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))])
  return { name, mimeType: 'image/png', buffer }
}
