import { describe, expect, it } from 'vitest'
import type { CategoryNode } from '@jingwei/api'
import { leaves, propose } from './categories'
import { gridAt, metres, tilesOf } from './ground'
import { wav } from './voice'

const node = (code: string, zh: string, keywords?: string[], children?: CategoryNode[]) => ({ code, name: { zh }, keywords, children, pack: 'p' }) as unknown as CategoryNode
const TREE = [node('01', '部件', [], [node('0101', '路灯', ['灯不亮', '路灯']), node('0102', '井盖', ['井盖'])])]

describe('categories proposed on the phone', () => {
  it('are those whose words stand in the text, the longest word first', () => {
    const found = propose(leaves(TREE), '井盖旁边的灯不亮了')
    expect(found.map(({ leaf, words }) => [leaf.code, words[0]])).toEqual([['0101', '灯不亮'], ['0102', '井盖']])
    expect(propose(leaves(TREE), '没有提到')).toEqual([])
  })
})

describe('the ground', () => {
  const square = (x: number, y: number): GeoJSON.Feature => ({ type: 'Feature', properties: { code: `${x}` }, geometry: { type: 'Polygon', coordinates: [[[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]] } })
  it('tells in which grid a point lies', () => {
    expect(gridAt([square(0, 0), square(1, 0)], [1.5, 0.5])?.properties?.['code']).toBe('1')
    expect(gridAt([square(0, 0)], [3, 3])).toBeUndefined()
  })
  it('measures', () => {
    expect(metres([122, 34], [122, 34.01])).toBeCloseTo(1112, 0)
  })
  it('names the tiles of a village, coarse to fine, and not too many', () => {
    const urls = tilesOf([122.7121, 34.0483, 122.7294, 34.0684])
    expect(urls[0]).toBe('/tiles/divisions/7/107/51.mvt')
    expect(urls).toContain('/tiles/grids/14/13777/6542.mvt')
    expect(urls.length).toBeLessThan(40)
  })
})

describe('a spoken note', () => {
  it('is a WAV file of 16 bits', async () => {
    const bytes = new DataView(await wav(new Float32Array([0, 1, -1]), 16_000).arrayBuffer())
    expect([bytes.byteLength, bytes.getUint32(24, true), bytes.getInt16(46, true), bytes.getInt16(48, true)]).toEqual([50, 16_000, 32_767, -32_767])
  })
})
