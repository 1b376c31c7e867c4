/// <reference types="node" />
import { readFileSync } from 'node:fs'
import { VectorTile } from '@mapbox/vector-tile'
import { PbfReader } from 'pbf'
import { expect, it } from 'vitest'

/** Written by the server's own engine; see engines/tiles/tests/golden.rs. Read here by the reader that the map itself uses. */
const tile = () =>
  new VectorTile(new PbfReader(readFileSync(new URL('../../../../engines/tiles/tests/golden/tile.mvt', import.meta.url))))

it('reads areas, with the hole of the one and the border they share', () => {
  const grids = tile().layers['grids']!
  expect([grids.version, grids.extent, grids.length]).toEqual([2, 4096, 2])
  const [holed, beside] = [grids.feature(0), grids.feature(1)]
  expect(holed.properties).toEqual({ code: 'g0', exclusive: false })
  expect(beside.properties).toEqual({ code: 'g1', exclusive: true })
  expect(holed.type).toBe(3)
  const polygon = holed.toGeoJSON(3402, 1753, 12).geometry
  expect(polygon.type).toBe('Polygon')
  expect((polygon as GeoJSON.Polygon).coordinates).toHaveLength(2)
  const easts = Math.max(...holed.loadGeometry().flat().map((p) => p.x))
  const wests = Math.min(...beside.loadGeometry().flat().map((p) => p.x))
  expect(easts).toBe(wests)
})

it('reads clusters and where they stand', () => {
  const cases = tile().layers['cases']!
  const all = Array.from({ length: cases.length }, (_, i) => cases.feature(i))
  expect(all.map((one) => one.properties)).toEqual([{ point_count: 2, less: -2 }, { point_count: 1, less: -1 }])
  const [lon, lat] = (all[0]!.toGeoJSON(3402, 1753, 12).geometry as GeoJSON.Point).coordinates
  expect(lon).toBeCloseTo(119.01005, 4)
  expect(lat).toBeCloseTo(25.01005, 4)
})
