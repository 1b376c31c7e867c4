import { expect, it } from 'vitest'
import { circle, distance, frame, inside, length, sketched, surface, type Point } from './geometry'

it('draws a circle of the right width', () => {
  const ring = circle([120, 60], 1000).coordinates[0]!
  const east = Math.max(...ring.map((p) => p[0]!)) - 120
  const north = Math.max(...ring.map((p) => p[1]!)) - 60
  expect(north * 111_195).toBeCloseTo(1000, -1)
  expect(east / north).toBeCloseTo(2, 1)
})

it('measures lines and ground', () => {
  const ring = circle([119, 25], 1000, 360).coordinates[0]!.slice(0, -1) as Point[]
  expect(distance([119, 25], [119, 26])).toBeCloseTo(111_195, -2)
  expect(length([[119, 25], [119, 26], [119, 25]])).toBeCloseTo(222_390, -2)
  expect(surface(ring) / (Math.PI * 1e6)).toBeCloseTo(1, 2)
  expect(surface([...ring].reverse())).toBeCloseTo(surface(ring), -1)
})

it('knows what lies inside, also of a bay', () => {
  const bay: Point[] = [[0, 0], [4, 0], [4, 4], [2, 1], [0, 4]]
  expect([inside([1, 1], bay), inside([2, 3], bay), inside([3.5, 2], bay), inside([5, 1], bay)]).toEqual([true, false, true, false])
  expect(frame(bay)).toEqual([0, 0, 4, 4])
})

it('closes an area as soon as it can be one', () => {
  const kinds = (mode: 'area' | 'line', n: number) => sketched(mode, ([[0, 0], [1, 0], [1, 1]] as Point[]).slice(0, n)).map((f) => f.geometry.type)
  expect(kinds('area', 2)).toEqual(['LineString', 'Point', 'Point'])
  expect(kinds('area', 3)[0]).toBe('Polygon')
  expect(kinds('line', 3)[0]).toBe('LineString')
})
