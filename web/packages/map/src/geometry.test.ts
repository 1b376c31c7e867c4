import { expect, it } from 'vitest'
import { circle } from './geometry'

it('draws a circle of the right width', () => {
  const ring = circle([120, 60], 1000).coordinates[0]!
  const east = Math.max(...ring.map((p) => p[0]!)) - 120
  const north = Math.max(...ring.map((p) => p[1]!)) - 60
  expect(north * 111_195).toBeCloseTo(1000, -1)
  expect(east / north).toBeCloseTo(2, 1)
})
