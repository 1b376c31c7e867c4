// @vitest-environment jsdom
import { beforeAll, describe, expect, it } from 'vitest'
import { nextTick, watchEffect } from 'vue'
import type { RepeatRangeNode, RootNode, UploadNode } from './engine'
import { unedited } from './edition'
import { answer, faultOf, kindOf, labelOf, leavesOf, nameOf, readable, sectionsOf, summaryOf, valueOf } from './form'
import { again, engineInNode, find, leaf, rented } from './testing/open'

let made: typeof import('./engine')
let root: RootNode
beforeAll(async () => {
  made = await engineInNode()
})
const open = async (xform = rented) => (root = await made.openForm(xform))
const names = (all: Iterable<{ currentState: { reference: string } }>) => [...all].map((one) => nameOf(one as never))

describe('a form as the screens see it', () => {
  it('has a step for each group, with what is asked now', async () => {
    await open()
    expect(sectionsOf(root).map((one) => one.label)).toEqual(['是谁，在哪里', '住的人', '看一看', ''])
    expect(names(leavesOf(find(root, 'who')!))).toEqual(['home__door', 'home__use', 'home__landlord', 'home__phone', 'home__spot'])
    answer(leaf(root, 'home__use'), 'own')
    expect(names(leavesOf(find(root, 'who')!))).toEqual(['home__door', 'home__use', 'home__spot'])
  })
  it('gathers what stands outside of groups into steps, and shows no metadata', async () => {
    await open()
    expect(sectionsOf(root).map((one) => [one.label, ...one.nodes.map(nameOf)])).toEqual([
      ['是谁，在哪里', 'home__door', 'home__use', 'home__landlord', 'home__phone', 'home__spot'], ['住的人', 'member', 'people__sum'],
      ['看一看', 'fire__extinguisher', 'fire__at', 'home__area', 'fire__photo', 'fire__sign'], ['', 'remarks'],
    ])
  })
  it('knows what kind of answer each question takes', async () => {
    await open()
    const kinds = Object.fromEntries([...leavesOf(root)].map((one) => [nameOf(one), kindOf(one)]))
    expect(kinds).toMatchObject({ home__door: 'text', home__use: 'one', home__spot: 'place', member__age: 'integer', people__sum: 'note', fire__at: 'time', home__area: 'decimal', fire__photo: 'photo', fire__sign: 'signature' })
    expect((leaf(root, 'fire__photo') as unknown as UploadNode).maxPixels).toBe(1024)
  })
  it('speaks the language of the screens', async () => {
    await open()
    made.speak(root, 'en')
    expect(labelOf(leaf(root, 'home__use'))).toBe('Use')
    expect(readable(leaf(root, 'home__use'))).toBe('Rented')
    made.speak(root, 'zh')
    expect(readable(leaf(root, 'home__use'))).toBe('出租')
  })
})

describe('answers', () => {
  it('of every kind are in the submission as they were given', async () => {
    await open()
    const given = { home__door: '3-2-502', home__phone: '13800000000', home__spot: '36.81 118.05 0 9', member__name: '李四', member__age: '70', member__help: 'visit meal', fire__extinguisher: 'yes', fire__expiry: '2027-01-31', fire__at: '09:30', home__area: '52.25' }
    for (const [name, value] of Object.entries(given)) answer(leaf(root, name), value)
    const xml = await made.finished(root)
    for (const name of ['home__door', 'home__phone', 'member__name', 'member__age', 'member__help', 'fire__extinguisher', 'fire__expiry', 'home__area'] as const) expect(xml).toContain(`<${name}>${given[name]}</${name}>`)
    expect(xml).toMatch(/<fire__at>09:30[^<]*<\/fire__at>/)
    expect(xml).toMatch(/<home__spot>36\.81 118\.05 0(\.0)? 9(\.0)?<\/home__spot>/)
    expect(xml).toMatch(/<_end>20\d\d-/)
    expect(readable(leaf(root, 'member__help'))).toBe('走访、送餐')
  })
  it('that are no numbers are none', async () => {
    await open()
    for (const [typed, value] of [['7', '7'], ['7x', ''], ['-', ''], [' 12 ', '12'], ['', '']]) {
      answer(leaf(root, 'member__age'), typed!)
      expect(valueOf(leaf(root, 'member__age'))).toBe(value)
    }
    answer(leaf(root, 'home__area'), '4.')
    expect(Number(valueOf(leaf(root, 'home__area')))).toBe(4)
  })
  it('are judged at once, in the words of the form', async () => {
    await open()
    answer(leaf(root, 'home__phone'), '138')
    expect(faultOf(leaf(root, 'home__phone'))).toEqual({ is: 'constraint', words: '手机号是 11 位数字' })
    made.speak(root, 'en')
    expect(faultOf(leaf(root, 'home__phone'))?.words).toBe('A mobile number has 11 digits')
    answer(leaf(root, 'home__phone'), '13800000000')
    expect(faultOf(leaf(root, 'home__phone'))).toBeUndefined()
    answer(leaf(root, 'home__door'), '')
    expect(faultOf(leaf(root, 'home__door'))?.is).toBe('required')
  })
  it('are followed by the screens', async () => {
    await open()
    let seen: string[] = []
    const stop = watchEffect(() => (seen = names(leavesOf(find(root, 'checks')!))))
    answer(leaf(root, 'fire__extinguisher'), 'yes')
    await nextTick()
    expect(seen).toContain('fire__expiry')
    answer(leaf(root, 'fire__extinguisher'), 'no')
    await nextTick()
    expect(seen).not.toContain('fire__expiry')
    stop()
  })
})

describe('members', () => {
  it('are added, filled in, counted and taken away', async () => {
    await open()
    const range = find(root, '/data/people/member') as RepeatRangeNode & { addInstances(): void; removeInstances(i: number): void }
    range.addInstances()
    expect(range.currentState.children.length).toBe(2)
    answer(leaf(root, '/data/people/member[1]/member__name'), '李四')
    answer(leaf(root, '/data/people/member[2]/member__name'), '王五')
    answer(leaf(root, '/data/people/member[2]/member__age'), '68')
    expect(range.currentState.children.map((one) => summaryOf(one))).toEqual(['李四', '王五 · 68'])
    expect(labelOf(leaf(root, 'people__sum'))).toBe('共 2 人')
    range.removeInstances(0)
    expect(range.currentState.children.map((one) => summaryOf(one))).toEqual(['王五 · 68'])
  })
})

describe('a draft', () => {
  it('is the same form again, with its files and its number', async () => {
    await open()
    answer(leaf(root, 'home__door'), '3-2-503')
    ;(leaf(root, 'fire__photo') as unknown as UploadNode).setValue(new File(['photo'], 'meter.jpg', { type: 'image/jpeg' }))
    const xml = root.instanceState.instanceXML
    const back = await made.openForm(rented, again(xml, { files: [{ name: 'meter.jpg', blob: new Blob(['photo'], { type: 'image/jpeg' }) }] }))
    expect(back.instanceState.instanceXML).toBe(xml)
    await nextTick()
    expect((leaf(back, 'fire__photo') as unknown as UploadNode).currentState.value?.name).toBe('meter.jpg')
  })
  it('that mends what the server has is an edit of it', async () => {
    await open()
    const id = valueOf(leaf(root, 'instanceID'))
    const back = await made.openForm(rented, again(root.instanceState.instanceXML, { mends: true }))
    expect(valueOf(leaf(back, 'deprecatedID'))).toBe(id)
    expect(valueOf(leaf(back, 'instanceID'))).not.toBe(id)
    const kept = unedited(back.instanceState.instanceXML)
    expect(kept.mends).toBe(true)
    const once = await made.openForm(rented, again(kept.xml, { mends: true }))
    expect(valueOf(leaf(once, 'deprecatedID'))).toBe(id)
    expect(unedited(root.instanceState.instanceXML)).toEqual({ xml: root.instanceState.instanceXML, mends: false })
  })
})
