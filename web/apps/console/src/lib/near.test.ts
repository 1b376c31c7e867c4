import { expect, it } from 'vitest'
import { around, metres } from './near'

it('a box of so many metres is that far from its middle, at every latitude', () => {
  for (const lat of [0, 34.2, 52]) {
    const [west, south, east, north] = around([122, lat], 300).split(',').map(Number) as [number, number, number, number]
    expect(metres([122, lat], [east, lat])).toBeCloseTo(300, 0)
    expect(metres([122, lat], [122, south])).toBeCloseTo(300, 0)
    expect(west < 122 && north > lat).toBe(true)
  }
})
