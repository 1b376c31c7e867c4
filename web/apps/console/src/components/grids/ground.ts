/** Small geometry of editing: corners, snapping, borders that move together. The server does the same, and decides. */
import type { Point } from '@jingwei/map'

export interface Ground {
  code: string
  rings: Point[][]
}

/** Degrees under which two places are one. */
const SAME = 2e-8
const same = (a: Point, b: Point) => Math.abs(a[0] - b[0]) <= SAME && Math.abs(a[1] - b[1]) <= SAME
export const eight = ([x, y]: Point): Point => [Number(x.toFixed(8)), Number(y.toFixed(8))]

/** The rings of a geometry, open: without the closing point. */
export function ringsOf(geometry: GeoJSON.Geometry | null | undefined): Point[][] {
  const polygons = geometry?.type === 'Polygon' ? [geometry.coordinates] : geometry?.type === 'MultiPolygon' ? geometry.coordinates : []
  return polygons.flat().map((ring) => ring.slice(0, -1) as Point[])
}

/** Every corner once. */
export function cornersOf(grounds: readonly Ground[]): Point[] {
  const seen = new Map<string, Point>()
  for (const point of grounds.flatMap((one) => one.rings).flat()) seen.set(point.join(), point)
  return [...seen.values()]
}

/** The place on a side that is nearest in the plane of the screen. */
function foot(p: Point, a: Point, b: Point): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const length = dx * dx + dy * dy
  return length === 0 ? 0 : Math.min(1, Math.max(0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length))
}

/** The nearest corner within `reach` pixels, else the nearest place on a border; the point itself when nothing is near. */
export function snap(at: Point, grounds: readonly Ground[], project: (point: Point) => Point, reach: number, without?: Point): { point: Point; to?: 'corner' | 'side' } {
  const here = project(at)
  const far = (p: Point) => Math.hypot(p[0] - here[0], p[1] - here[1])
  let [best, nearest]: [Point | undefined, number] = [undefined, reach]
  for (const corner of cornersOf(grounds)) {
    const d = far(project(corner))
    if (d <= nearest && !(without && same(corner, without))) [best, nearest] = [corner, d]
  }
  if (best) return { point: best, to: 'corner' }
  nearest = reach
  for (const ring of grounds.flatMap((one) => one.rings)) {
    for (let i = 0; i < ring.length; i++) {
      const [a, b] = [ring[i]!, ring[(i + 1) % ring.length]!]
      if (without && (same(a, without) || same(b, without))) continue
      const [pa, pb] = [project(a), project(b)]
      const t = foot(here, pa, pb)
      const d = far([pa[0] + t * (pb[0] - pa[0]), pa[1] + t * (pb[1] - pa[1])])
      if (d <= nearest) [best, nearest] = [eight([a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]), d]
    }
  }
  return best ? { point: best, to: 'side' } : { point: eight(at) }
}

/** Whether a place lies on a side, its ends aside. */
function onSide(p: Point, a: Point, b: Point): boolean {
  if (same(p, a) || same(p, b)) return false
  const t = foot(p, a, b)
  return same(p, [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])])
}

/** A corner moves in every ground that has it; a place on a side becomes a corner. */
export function moved(grounds: readonly Ground[], from: Point, to: Point): Ground[] {
  const ring = (points: Point[]): Point[] => {
    const at = points.findIndex((p) => same(p, from))
    if (at >= 0) return points.map((p, i) => (i === at ? to : p))
    const side = points.findIndex((p, i) => onSide(from, p, points[(i + 1) % points.length]!))
    return side < 0 ? points : [...points.slice(0, side + 1), to, ...points.slice(side + 1)]
  }
  return grounds.map((one) => ({ ...one, rings: one.rings.map(ring) }))
}

/** A corner goes from every ground that has it. */
export const without = (grounds: readonly Ground[], at: Point): Ground[] =>
  grounds.map((one) => ({ ...one, rings: one.rings.map((ring) => (ring.length > 3 ? ring.filter((p) => !same(p, at)) : ring)) }))

/** What was done, with a way back and forth. */
export interface Steps<T> { past: T[]; now: T; ahead: T[] }
export const first = <T>(now: T): Steps<T> => ({ past: [], now, ahead: [] })
export const next = <T>(steps: Steps<T>, now: T): Steps<T> => ({ past: [...steps.past, steps.now], now, ahead: [] })
export function back<T>({ past, now, ahead }: Steps<T>): Steps<T> {
  return past.length ? { past: past.slice(0, -1), now: past.at(-1)!, ahead: [now, ...ahead] } : { past, now, ahead }
}
export function forth<T>({ past, now, ahead }: Steps<T>): Steps<T> {
  return ahead.length ? { past: [...past, now], now: ahead[0]!, ahead: ahead.slice(1) } : { past, now, ahead }
}
/** Lines of "longitude, latitude"; nothing when one of them is none. */
export function pointsIn(text: string): Point[] | null {
  const lines = text.split(/[\n;]+/).map((line) => line.trim()).filter(Boolean)
  const points = lines.map((line) => line.split(/[\s,，]+/).map(Number))
  return points.every((p) => p.length === 2 && p.every(Number.isFinite) && Math.abs(p[0]!) <= 180 && Math.abs(p[1]!) <= 90) ? (points as Point[]) : null
}
