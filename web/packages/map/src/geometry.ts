/** Small geometry on the ground; degrees in, metres or degrees out. */
export type Point = [lon: number, lat: number]
export type Bounds = [west: number, south: number, east: number, north: number]
/** What is drawn: an area that is closed, or a line. */
export type Sketch = 'area' | 'line'

const EARTH_M = 6_371_008.8
const rad = (degrees: number) => (degrees * Math.PI) / 180

/** A circle on the ground of the given radius in metres, as a polygon. */
export function circle(center: Point, radius: number, corners = 48): GeoJSON.Polygon {
  const dLat = (radius / EARTH_M) * (180 / Math.PI)
  const dLon = dLat / Math.max(0.01, Math.cos(rad(center[1])))
  const ring: GeoJSON.Position[] = []
  for (let i = 0; i <= corners; i++) {
    const a = (i / corners) * 2 * Math.PI
    ring.push([center[0] + dLon * Math.cos(a), center[1] + dLat * Math.sin(a)])
  }
  return { type: 'Polygon', coordinates: [ring] }
}

/** Metres between two points, along a great circle. */
export function distance(a: Point, b: Point): number {
  const [dLat, dLon] = [rad(b[1] - a[1]), rad(b[0] - a[0])]
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(rad(a[1])) * Math.cos(rad(b[1])) * Math.sin(dLon / 2) ** 2
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** Metres along a line. */
export const length = (line: readonly Point[]): number => line.slice(1).reduce((sum, point, i) => sum + distance(line[i]!, point), 0)

/** Square metres inside a ring that closes itself. */
export function surface(ring: readonly Point[]): number {
  let sum = 0
  for (let i = 0; i < ring.length; i++) {
    const [a, b] = [ring[i]!, ring[(i + 1) % ring.length]!]
    sum += rad(b[0] - a[0]) * (2 + Math.sin(rad(a[1])) + Math.sin(rad(b[1])))
  }
  return Math.abs((sum * EARTH_M * EARTH_M) / 2)
}

/** True when the point lies inside a ring that closes itself. */
export function inside([x, y]: Point, ring: readonly Point[]): boolean {
  let within = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [[ax, ay], [bx, by]] = [ring[i]!, ring[j]!]
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) within = !within
  }
  return within
}

/** The smallest frame around points. */
export function frame(points: readonly Point[]): Bounds {
  const [xs, ys] = [points.map((p) => p[0]), points.map((p) => p[1])]
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
}

/** What is being drawn, as it is shown: its corners, and the line or ground between them. */
export function sketched(kind: Sketch, points: readonly Point[]): GeoJSON.Feature[] {
  const feature = (geometry: GeoJSON.Geometry): GeoJSON.Feature => ({ type: 'Feature', properties: {}, geometry })
  const ring = [...points, ...(kind === 'area' && points.length > 2 ? [points[0]!] : [])]
  return [
    ...(kind === 'area' && points.length > 2 ? [feature({ type: 'Polygon', coordinates: [ring] })] : []),
    ...(ring.length > 1 ? [feature({ type: 'LineString', coordinates: ring })] : []),
    ...points.map((point) => feature({ type: 'Point', coordinates: point })),
  ]
}
