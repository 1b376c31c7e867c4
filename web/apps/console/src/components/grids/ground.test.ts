import { expect, test } from 'vitest'
import { back, cornersOf, first, forth, moved, next, pointsIn, ringsOf, snap, without, type Ground } from './ground'

const square = (w: number, s: number, e: number, n: number): [number, number][] => [[w, s], [e, s], [e, n], [w, n]]
const two: Ground[] = [{ code: 'a', rings: [square(0, 0, 1, 1)] }, { code: 'b', rings: [square(1, 0, 2, 1)] }]
const pixels = ([x, y]: [number, number]): [number, number] => [x * 100, y * 100]

test('rings are open, corners stand once', () => {
  const closed = [...square(0, 0, 1, 1), [0, 0]]
  expect(ringsOf({ type: 'MultiPolygon', coordinates: [[closed], [closed]] })).toHaveLength(2)
  expect(ringsOf({ type: 'Point', coordinates: [0, 0] })).toEqual([])
  expect(cornersOf(two)).toHaveLength(6)
})

test('a corner is snapped to before a side, and nothing that is far', () => {
  expect(snap([1.04, 0.03], two, pixels, 8)).toEqual({ point: [1, 0], to: 'corner' })
  expect(snap([1.04, 0.5], two, pixels, 8)).toEqual({ point: [1, 0.5], to: 'side' })
  expect(snap([0.5, 0.5], two, pixels, 8)).toEqual({ point: [0.5, 0.5] })
  expect(snap([1.04, 0.03], two, pixels, 8, [1, 0]).to).toBeUndefined()
})

test('whoever shares a border moves with it', () => {
  const corner = moved(two, [1, 1], [1.2, 0.9])
  expect(corner.map((one) => one.rings[0]!.some((p) => p[0] === 1.2))).toEqual([true, true])
  const side = moved(two, [1, 0.5], [1.2, 0.5])
  expect(side.map((one) => one.rings[0]!.length)).toEqual([5, 5])
  expect(without(side, [1.2, 0.5])).toEqual(two)
})

test('steps go back and forth', () => {
  const steps = next(next(first(1), 2), 3)
  expect(back(steps).now).toBe(2)
  expect(forth(back(steps))).toEqual(steps)
  expect(back(first(1)).now).toBe(1)
  expect(next(back(steps), 9).ahead).toEqual([])
})

test('points are read from lines', () => {
  expect(pointsIn('119.1, 25\n119.2 26;119.3，27\n')).toEqual([[119.1, 25], [119.2, 26], [119.3, 27]])
  expect(pointsIn('119.1')).toBeNull()
  expect(pointsIn('999, 1')).toBeNull()
})
