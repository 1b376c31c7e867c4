// @vitest-environment jsdom
import { beforeAll, describe, expect, it } from 'vitest'
import type { RepeatRangeNode, RootNode } from './engine'
import { answer, valueOf } from './form'
import { Known } from './known'
import { ageOf } from './age'
import { pointOf, spotOf } from './place'
import { again, engineInNode, find, leaf, plan, rented } from './testing/open'

let made: typeof import('./engine')
let root: RootNode
let known: Known
beforeAll(async () => {
  made = await engineInNode()
})
const open = async () => {
  root = await made.openForm(rented)
  known = new Known(plan, root)
}
const standing = (name: string) => known.standing(leaf(root, name))

describe('what is known', () => {
  it('is confirmed or changed, the rest is asked', async () => {
    await open()
    expect(['home__door', 'home__use', 'home__phone', 'home__area'].map(standing)).toEqual(['confirm', 'confirm', 'ask', 'ask'])
    known.confirm(leaf(root, 'home__door'))
    expect(standing('home__door')).toBe('confirmed')
    expect(known.open(root).map((one) => valueOf(one))).toEqual(['rented', '王大明'])
  })
  it('is changed as soon as it says something else, and known again when it says the same', async () => {
    await open()
    answer(leaf(root, 'home__door'), '3-2-502')
    expect(standing('home__door')).toBe('changed')
    answer(leaf(root, 'home__door'), '')
    expect(standing('home__door')).toBe('changed')
    answer(leaf(root, 'home__door'), '3-2-501')
    expect(standing('home__door')).toBe('confirm')
  })
  it('need not be confirmed while it is not asked, and has to be once it is', async () => {
    await open()
    answer(leaf(root, 'home__use'), 'own')
    known = new Known(plan, root)
    expect(known.open(root).map((one) => valueOf(one))).toEqual(['3-2-501', 'own'])
    answer(leaf(root, 'home__use'), 'rented')
    expect(known.open(root).map((one) => valueOf(one))).toContain('王大明')
  })
  it('stays confirmed in a draft', async () => {
    await open()
    known.confirm(leaf(root, 'home__door'))
    const stored = JSON.parse(JSON.stringify(known.toStore())) as ReturnType<Known['toStore']>
    root = await made.openForm(rented, again(root.instanceState.instanceXML))
    known = new Known(plan, root, stored)
    expect(['home__door', 'home__use', 'home__phone'].map(standing)).toEqual(['confirmed', 'confirm', 'ask'])
    expect(known.of(leaf(root, 'home__phone'))?.value).toBe('13700000000')
  })
  it('moves with its member when another goes', async () => {
    root = await made.openForm(rented)
    const range = () => find(root, '/data/people/member') as RepeatRangeNode & { addInstances(): void; removeInstances(i: number): void }
    range().addInstances()
    answer(leaf(root, '/data/people/member[1]/member__name'), '李四')
    answer(leaf(root, '/data/people/member[2]/member__name'), '王五')
    known = new Known(plan, root)
    known.confirm(leaf(root, '/data/people/member[2]/member__name'))
    range().removeInstances(0)
    expect(standing('/data/people/member[1]/member__name')).toBe('confirmed')
    expect(known.toStore().settled).toEqual(['/data/people/member[1]/member__name'])
    range().addInstances()
    answer(leaf(root, '/data/people/member[2]/member__name'), '赵六')
    expect(standing('/data/people/member[2]/member__name')).toBe('ask')
  })
})

describe('phrases', () => {
  it('tell an age in the unit that matters', () => {
    const now = Date.parse('2026-11-23T00:00:00Z')
    const ages = ['2026-11-22T20:00:00Z', '2026-11-20', '2026-10-01', '2026-03-20', '2023-03-20', 'x'].map((at) => ageOf(at, now))
    expect(ages).toEqual([['today', 0], ['days', 3], ['days', 53], ['months', 8], ['years', 3], undefined])
  })
  it('turn a point there and back', () => {
    expect(spotOf('36.81 118.05 0 9')).toEqual({ lat: 36.81, lon: 118.05, accuracy: 9, by: 'phone' })
    expect(spotOf('')).toBeNull()
    expect(pointOf({ lat: 36.81, lon: 118.05, by: 'map' })).toBe('36.81 118.05 0 0')
    expect(pointOf(null)).toBe('')
  })
})
