/** The worker's ground on the phone: which grid a point lies in, and the tiles of the map. */
import type { Name } from '@jingwei/api'

export type Box = [west: number, south: number, east: number, north: number]
export interface Ground {
  features: GeoJSON.Feature[]
  /** Codes of the areas of the posts. */
  mine: string[]
  boxes: Box[]
  names: Name[]
}

function inRing([x, y]: GeoJSON.Position, ring: GeoJSON.Position[]): boolean {
  let inside = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[i] as [number, number]
    const [bx, by] = ring[j] as [number, number]
    if (ay > y! !== by > y! && x! < ((bx - ax) * (y! - ay)) / (by - ay) + ax) inside = !inside
  }
  return inside
}

/** The grid under a point, of those on the phone. */
export function gridAt(features: GeoJSON.Feature[], point: [number, number]): GeoJSON.Feature | undefined {
  return features.find(({ geometry }) => {
    const parts = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.type === 'MultiPolygon' ? geometry.coordinates : []
    return parts.some(([outer, ...holes]) => !!outer && inRing(point, outer) && !holes.some((hole) => inRing(point, hole)))
  })
}

/** Metres between two points, near enough for a list. */
export function metres(a: [number, number], b: [number, number]): number {
  const rad = Math.PI / 180
  const x = (b[0] - a[0]) * rad * Math.cos(((a[1] + b[1]) / 2) * rad)
  return Math.hypot(x, (b[1] - a[1]) * rad) * 6_371_008.8
}

const tile = (lon: number, lat: number, z: number): [number, number] => {
  const n = 2 ** z
  const rad = (lat * Math.PI) / 180
  return [Math.floor(((lon + 180) / 360) * n), Math.floor(((1 - Math.asinh(Math.tan(rad)) / Math.PI) / 2) * n)]
}

const LAYERS = { divisions: [7, 14], grids: [12, 14] } as const
const MOST = 400

/** The addresses of the tiles that show a box, coarse to fine. */
export function tilesOf(box: Box): string[] {
  const urls: string[] = []
  for (const [layer, [from, to]] of Object.entries(LAYERS)) {
    for (let z = from; z <= to; z++) {
      const [x0, y1] = tile(box[0], box[1], z)
      const [x1, y0] = tile(box[2], box[3], z)
      for (let x = x0; x <= x1; x++) for (let y = y0; y <= y1; y++) urls.push(`/tiles/${layer}/${z}/${x}/${y}.mvt`)
    }
  }
  return urls.slice(0, MOST)
}

/** Asks for the tiles of the worker's ground once, so that the shell's worker has them when there is no signal. */
export async function keepTiles(boxes: Box[]): Promise<boolean> {
  if (!navigator.serviceWorker?.controller) return false
  for (const url of new Set(boxes.flatMap(tilesOf))) await fetch(url).catch(() => undefined)
  return navigator.onLine
}
