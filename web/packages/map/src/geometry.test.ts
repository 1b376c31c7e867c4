import { expect, it } from 'vitest'
import { circle, labelPoint, labelsOf } from './geometry'

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

it('names an area in both languages, whichever of them it has', () => {
  const area = (name: object): GeoJSON.Feature => ({ type: 'Feature', properties: { name }, geometry: { type: 'Polygon', coordinates: [square(0, 0, 2)] } })
  const labels = labelsOf({ type: 'FeatureCollection', features: [area({ zh: '东镇', en: 'East' }), area({ zh: '西镇' })] })
  expect(labels.features.map((f) => f.properties)).toEqual([{ name_zh: '东镇', name_en: 'East' }, { name_zh: '西镇', name_en: '西镇' }])
})
