import { expect, it } from 'vitest'
import { circle, labelPoint } from './geometry'

const square = (x: number, y: number, side: number): GeoJSON.Position[] => [
  [x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y],
]

it('writes a name in the middle of the largest part', () => {
  const at = labelPoint({ type: 'MultiPolygon', coordinates: [[square(0, 0, 1)], [square(120, 30, 4)]] })
  expect(at![0]).toBeCloseTo(122)
  expect(at![1]).toBeCloseTo(32)
})

it('has no place for a name without ground', () => {
  expect(labelPoint({ type: 'Point', coordinates: [1, 2] })).toBeNull()
  expect(labelPoint({ type: 'Polygon', coordinates: [[[1, 1], [1, 1], [1, 1]]] })).toBeNull()
})

it('draws a circle of the right width', () => {
  const ring = circle([120, 60], 1000).coordinates[0]!
  const east = Math.max(...ring.map((p) => p[0]!)) - 120
  const north = Math.max(...ring.map((p) => p[1]!)) - 60
  expect(north * 111_195).toBeCloseTo(1000, -1)
  expect(east / north).toBeCloseTo(2, 1)
})
