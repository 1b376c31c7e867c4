/** Small plane geometry for frames; degrees in, degrees out. */
export type Point = [lon: number, lat: number]
export type Bounds = [west: number, south: number, east: number, north: number]

const EARTH_M = 6_371_008.8

/** A circle on the ground of the given radius in metres, as a polygon. */
export function circle(center: Point, radius: number, corners = 48): GeoJSON.Polygon {
  const dLat = (radius / EARTH_M) * (180 / Math.PI)
  const dLon = dLat / Math.max(0.01, Math.cos((center[1] * Math.PI) / 180))
  const ring: GeoJSON.Position[] = []
  for (let i = 0; i <= corners; i++) {
    const a = (i / corners) * 2 * Math.PI
    ring.push([center[0] + dLon * Math.cos(a), center[1] + dLat * Math.sin(a)])
  }
  return { type: 'Polygon', coordinates: [ring] }
}
