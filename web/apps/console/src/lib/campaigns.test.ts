import { expect, test } from 'vitest'
import { cells, decode, likeliest } from './campaigns'

test('a list is read as an office saved it', () => {
  expect(cells('编号,地址\r\n1,"示范路1号, 2室"\n\n2,"他说""好"""')).toEqual([['编号', '地址'], ['1', '示范路1号, 2室'], ['2', '他说"好"']])
  expect(cells('示范路1号\n示范路2号')).toEqual([['示范路1号'], ['示范路2号']])
  expect(cells('a\tb\n1\t2')).toEqual([['a', 'b'], ['1', '2']])
})

test('text of a file in either way of writing', () => {
  expect(decode(new TextEncoder().encode('示范路').buffer as ArrayBuffer)).toBe('示范路')
  expect(decode(new Uint8Array([0xCA, 0xBE, 0xB7, 0xB6, 0xC2, 0xB7]).buffer)).toBe('示范路')
})

test('the column with most different values is the list', () => {
  expect(likeliest([['东村', '示范路1号'], ['东村', '示范路2号'], ['西村', '示范路3号']])).toBe(1)
  expect(likeliest([])).toBe(0)
})
