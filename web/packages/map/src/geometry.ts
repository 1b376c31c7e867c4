/** Small plane geometry for labels and frames; degrees in, degrees out. */
export type Point = [lon: number, lat: number]
export type Bounds = [west: number, south: number, east: number, north: number]

function ringArea(ring: GeoJSON.Position[]): number {
  let sum = 0
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    sum += ring[j]![0]! * ring[i]![1]! - ring[i]![0]! * ring[j]![1]!
  }
  return sum / 2
}

/** The centroid of the largest outer ring: where the name of an area is written. */
export function labelPoint(geometry: GeoJSON.Geometry | null): Point | null {
  if (!geometry) return null
  const polygons =
    geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.type === 'MultiPolygon' ? geometry.coordinates : []
  let best: GeoJSON.Position[] | undefined
  let bestArea = 0
  for (const polygon of polygons) {
    const ring = polygon[0]
    if (!ring) continue
    const area = Math.abs(ringArea(ring))
    if (area > bestArea) [best, bestArea] = [ring, area]
  }
  if (!best) return null
  const origin = best[0]!
  let [x, y, twice] = [0, 0, 0]
  for (let i = 0, j = best.length - 1; i < best.length; j = i++) {
    const [ax, ay] = [best[j]![0]! - origin[0]!, best[j]![1]! - origin[1]!]
    const [bx, by] = [best[i]![0]! - origin[0]!, best[i]![1]! - origin[1]!]
    const cross = ax * by - bx * ay
    twice += cross
    x += (ax + bx) * cross
    y += (ay + by) * cross
  }
  return twice === 0 ? null : [origin[0]! + x / (3 * twice), origin[1]! + y / (3 * twice)]
}

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

function names(properties: GeoJSON.GeoJsonProperties): { name_zh: string; name_en: string } {
  const name = properties?.['name'] as { zh?: string; en?: string } | undefined
  return { name_zh: name?.zh ?? name?.en ?? '', name_en: name?.en ?? name?.zh ?? '' }
}

/** The points that carry the names of a set of areas. */
export function labelsOf(areas: GeoJSON.FeatureCollection): GeoJSON.FeatureCollection<GeoJSON.Point> {
  const features: GeoJSON.Feature<GeoJSON.Point>[] = []
  for (const feature of areas.features) {
    const at = labelPoint(feature.geometry)
    if (at) features.push({ type: 'Feature', properties: names(feature.properties), geometry: { type: 'Point', coordinates: at } })
  }
  return { type: 'FeatureCollection', features }
}
