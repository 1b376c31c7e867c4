import { expect, test } from 'vitest'
import type { TrailEntry } from '@jingwei/api'
import { changedDays, linesOf, monthsOf, weeksOf } from './calendar-year'
import { linksOf, pageOf, parted } from './trail'

const entry = (pos: number, stream: string, seq: number, hash: string, before: string): TrailEntry =>
  ({ pos, stream, seq, hash, prev_hash: before, at: '2026-01-01T00:00:00Z', action: 'x', actor: 'system', data: {} })

test('an entry hangs on the one before it in its stream, whatever stands between', () => {
  const links = linksOf([entry(9, 'pack/a', 3, 'c', 'b'), entry(8, 'unit/u', 1, 'u', ''), entry(7, 'pack/a', 2, 'b', 'a'), entry(6, 'unit/v', 4, 'w', 'v')])
  expect([...links]).toEqual([[9, 'joined'], [8, 'first'], [7, 'unseen'], [6, 'unseen']])
})

test('a hash that does not fit is a break, also a first entry that names one before it', () => {
  expect([...linksOf([entry(2, 'pack/a', 2, 'b', 'other'), entry(1, 'pack/a', 1, 'a', 'ghost')]).values()]).toEqual(['broken', 'broken'])
})

test('an entry opens what it is about, where one may', () => {
  const all = () => true
  expect(parted('system')).toEqual({ kind: 'system', id: '' })
  expect(pageOf(entry(1, 'pack/city-upkeep', 1, '', ''), all)).toBe('/packs/city-upkeep')
  expect(pageOf(entry(1, 'pack/city-upkeep', 1, '', ''), () => false)).toBeUndefined()
  expect(pageOf(entry(1, 'case/7', 1, '', ''), all)).toBeUndefined()
  expect(pageOf({ ...entry(1, 'case/7', 1, '', ''), number: '350304-1' }, all)).toBe('/cases/350304-1')
})

test('a day off on a weekday and a working day on a weekend stand out', () => {
  const [january] = monthsOf(2026, ['2026-01-04', '2026-01-05'])
  expect(january!.before).toBe(3) // a Thursday
  expect(weeksOf(january!).map((week) => week.filter(Boolean).length)).toEqual([4, 7, 7, 7, 6])
  expect(january!.days.slice(0, 5).map((day) => day.kind)).toEqual(['off', 'off', 'rest', 'makeup', 'work'])
  expect(monthsOf(2024, [])[1]!.days).toHaveLength(29)
  expect(monthsOf(2026, [], ['friday'])[0]!.days.slice(1, 3).map((day) => day.kind)).toEqual(['rest', 'off'])
})

test('what a new calendar changes is told day by day', () => {
  expect(changedDays(['a', 'b'], ['b', 'c'])).toEqual({ work: ['c'], rest: ['a'] })
  expect(linesOf(' 2026-01-01/2026-01-03\n\n2026-02-01，2026-02-02 ')).toEqual(['2026-01-01/2026-01-03', '2026-02-01', '2026-02-02'])
})
