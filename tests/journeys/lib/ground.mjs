// Where the people of the demo accounts work: the first county, its first town and village.
import { get } from './browser.mjs'

/** A point in the middle of a grid, with the names above it. */
export async function core(page) {
  const first = async (level, parent) => (await get(page, `/areas?level=${level}${parent ? `&parent=${parent}` : ''}&limit=1`)).items[0]
  const county = await first('county')
  const town = await first('town', county.code)
  const village = await first('village', town.code)
  const grids = await get(page, `/areas.geojson?level=grid&parent=${village.code}`)
  const ring = grids.features[0].geometry.type === 'Polygon' ? grids.features[0].geometry.coordinates[0] : grids.features[0].geometry.coordinates[0][0]
  const [lon, lat] = middle(ring)
  return { county, town, village, lon, lat }
}

function middle(ring) {
  let [x, y, area] = [0, 0, 0]
  const [ox, oy] = ring[0]
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay, bx, by] = [ring[j][0] - ox, ring[j][1] - oy, ring[i][0] - ox, ring[i][1] - oy]
    const cross = ax * by - bx * ay
    area += cross
    x += (ax + bx) * cross
    y += (ay + by) * cross
  }
  return [ox + x / (3 * area), oy + y / (3 * area)].map((v) => Number(v.toFixed(6)))
}
