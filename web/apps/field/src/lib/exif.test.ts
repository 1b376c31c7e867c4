import { describe, expect, it } from 'vitest'
import { exifOf, upright, withExif } from './exif'

/** APP1 with one entry: orientation 6, in either byte order. */
function app1(little: boolean): number[] {
  const two = (n: number) => (little ? [n & 255, n >> 8] : [n >> 8, n & 255])
  const four = (n: number) => (little ? [...two(n), 0, 0] : [0, 0, ...two(n)])
  const tiff = [...(little ? [0x49, 0x49] : [0x4d, 0x4d]), ...two(42), ...four(8), ...two(1), ...two(0x0112), ...two(3), ...four(1), ...two(6), 0, 0, ...four(0)]
  const body = [0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff]
  return [0xff, 0xe1, (body.length + 2) >> 8, (body.length + 2) & 255, ...body]
}
const jpeg = (...segments: number[][]) => new Uint8Array([0xff, 0xd8, ...segments.flat(), 0xff, 0xda, 0, 8, 1, 2, 3, 4, 5, 6, 0xff, 0xd9])
const JFIF = [0xff, 0xe0, 0, 7, 0x4a, 0x46, 0x49, 0x46, 0]

describe('what a camera says', () => {
  it.each([true, false])('is found behind other segments and set upright (little endian: %s)', (little) => {
    const found = exifOf(jpeg(JFIF, app1(little)))!
    expect([...found]).toEqual(app1(little))
    const turned = upright(found)
    const at = little ? 28 : 29
    expect(found[at]).toBe(6)
    expect(turned[at]).toBe(1)
  })
  it('is not found where it is not', () => {
    expect(exifOf(jpeg(JFIF))).toBeUndefined()
    expect(exifOf(new Uint8Array([0x89, 0x50, 0x4e, 0x47]))).toBeUndefined()
    expect(exifOf(new Uint8Array([0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff, 0x45, 0x78, 0x69, 0x66, 0, 0, 0]))).toBeUndefined()
  })
  it('stands in the copy', async () => {
    const copy = new Uint8Array(await withExif(jpeg(JFIF), new Uint8Array(app1(true))).arrayBuffer())
    expect([...exifOf(copy)!]).toEqual([...upright(new Uint8Array(app1(true)))])
    expect(copy.length).toBe(jpeg(JFIF).length + app1(true).length)
  })
})
