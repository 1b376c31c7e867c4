import { expect, test } from 'vitest'
import { levelKey, rowsOf, share, strength } from './linkage'
import { linkage as en } from '../messages/linkage.en'
import { linkage as zh } from '../messages/linkage.zh'

test('what the engine found has words in both languages', () => {
  for (const level of ['same number', 'surname agrees, the rest is not shown', 'nearly the same door, locality not known', 'alike, second degree', 'same year, one is the first of January']) {
    const key = levelKey(level).replace('linkage.levels.', '')
    expect(zh.levels).toHaveProperty(key)
    expect(en.levels).toHaveProperty(key)
  }
  expect(Object.keys(zh.levels).sort()).toEqual(Object.keys(en.levels).sort())
})

test('a weight is a word and a length', () => {
  expect([0.2, 1, 5.9, 20, -1, -3, -9].map(strength)).toEqual(['none', 'for1', 'for2', 'for3', 'against1', 'against2', 'against3'])
  expect([0, 6, -30].map(share)).toEqual([0, 50, 100])
})

test('what was compared stands first', () => {
  const side = (values: Record<string, string>) => ({ values: ['name', 'phone', 'note', 'none'].map((code) => ({ code, value: values[code] })) })
  const pair = { evidence: [{ field: 'phone', level: 'same number', weight: 9 }], left: side({ name: 'a' }), right: side({ phone: 'b', note: 'c' }) }
  expect(rowsOf(pair as never).map((row) => row.code)).toEqual(['phone', 'name', 'note'])
})
