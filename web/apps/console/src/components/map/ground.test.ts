import { expect, it } from 'vitest'
import { beginOf, farAs, sizeAs } from './ground'

it('knows when a day begins in a zone', () => {
  expect(beginOf('2026-11-22', 'Asia/Shanghai')).toBe('2026-11-21T16:00:00Z')
  expect(beginOf('2026-07-01', 'Europe/Berlin')).toBe('2026-06-30T22:00:00Z')
  expect(beginOf('2026-11-22', 'UTC')).toBe('2026-11-22T00:00:00Z')
})

it('writes sizes in the unit that fits', () => {
  const say = (key: string, { n }: { n: string }) => `${n} ${key.split('.')[1]}`
  expect([farAs(420.4, say), farAs(12_345, say), sizeAs(94_042, say), sizeAs(2.5e6, say)]).toEqual(['420 m', '12.3 km', '94,042 m2', '2.50 km2'])
})
