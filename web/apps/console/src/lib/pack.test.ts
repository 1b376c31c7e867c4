import { expect, test } from 'vitest'
import type { CaseType, PackContent } from '@jingwei/api'
import { comparePacks, versionOrder } from './pack-diff'
import { arrange } from './pack-layout'
import { neighbour } from './pack-move'
import { chartOf } from './pack-steps'

const named = (zh: string) => ({ zh, en: zh })
const type = (more: Partial<CaseType> = {}): CaseType => ({
  code: 'repair', name: named('修理'), initial: 'new',
  states: {
    new: { name: named('新'), phase: 'intake' }, sign: { name: named('待签'), phase: 'work' }, work: { name: named('在办'), phase: 'work' },
    rest: { name: named('挂起'), phase: 'rest' }, done: { name: named('完'), phase: 'end', outcome: 'closed' }, void: { name: named('废'), phase: 'end', outcome: 'voided' },
  },
  transitions: [
    { action: 'send', name: named('派'), from: 'new', to: 'sign', who: [{ post: 'dispatcher' }] },
    { action: 'sign', name: named('签'), from: 'sign', to: 'work' },
    { action: 'return', from: ['sign', 'work'], to: 'new' },
    { action: 'finish', from: 'work', to: 'done', guard: 'tasks.open == 1' },
    { action: 'finish', from: 'work', guard: 'tasks.open > 1' },
    { action: 'suspend', from: 'work', to: 'rest' },
    { action: 'void', from: '*', to: 'void' },
  ],
  ...more,
})

test('phases stand from left to right, states that follow one another in columns of their own', () => {
  const column = Object.fromEntries(chartOf(type()).states.map((state) => [state.code, state.column]))
  expect(column).toEqual({ new: 0, sign: 1, work: 2, rest: 3, done: 4, void: 4 })
})

test('a step that leaves every state leaves none that is an end; a step that stays is no arrow', () => {
  const { steps, arrows } = chartOf(type())
  expect(steps.filter((step) => step.transition.action === 'void').map((step) => step.from).sort()).toEqual(['new', 'rest', 'sign', 'work'])
  expect(arrows.filter((arrow) => arrow.from === 'work').map((arrow) => [arrow.to, arrow.way])).toEqual([['new', 'back'], ['done', 'on'], ['rest', 'rest'], ['void', 'end']])
})

test('no two boxes overlap, every arrow begins and ends at its boxes', () => {
  const { boxes, lines, bands } = arrange(chartOf(type()), (state) => state.name.zh, (arrow) => arrow.id)
  for (const a of boxes) {
    for (const b of boxes) if (a !== b) expect(Math.abs(a.x - b.x) >= (a.width + b.width) / 2 || Math.abs(a.y - b.y) >= (a.height + b.height) / 2).toBe(true)
  }
  for (const line of lines) {
    const [x, y] = line.path.slice(1).split(/[LC ]/).map(Number)
    const box = boxes.find((one) => one.code === line.from)!
    expect(Math.abs(Math.abs(x! - box.x) - box.width / 2)).toBeLessThan(0.1)
    expect(Math.abs(y! - box.y)).toBeLessThan(box.height / 2)
  }
  expect(bands.map((band) => band.phase)).toEqual(['intake', 'work', 'rest', 'end'])
})

test('the arrow keys move to the next column and within one', () => {
  const { boxes } = arrange(chartOf(type()), (state) => state.name.zh, () => '')
  expect(neighbour(boxes, 'new', 'ArrowRight')).toBe('sign')
  expect(neighbour(boxes, 'new', 'ArrowLeft')).toBeUndefined()
  const [upper, lower] = boxes.filter((box) => box.column === 4).sort((a, b) => a.y - b.y)
  expect(neighbour(boxes, upper!.code, 'ArrowDown')).toBe(lower!.code)
  expect(neighbour(boxes, upper!.code, 'Home')).toBe('new')
  expect(neighbour(boxes, 'new', 'a')).toBeUndefined()
})

const pack = (): PackContent => ({
  case_types: [type()], version: '1.0.0',
  categories: [{ code: '01', name: named('部件'), children: [{ code: '0101', name: named('井盖') }] }],
  routes: [{ code: 'a', name: named('甲'), when: 'true' }, { code: 'b', name: named('乙') }],
  clocks: [{ code: 'd1', name: named('一天'), amount: 1, unit: 'work_days' }],
  replies: [{ code: 'accepted', name: named('受理'), text: named('已受理') }],
  duplicates: { distance_m: 50, hours: 72 },
})

test('the same content differs in nothing, whatever the order of its keys and its number', () => {
  expect(comparePacks(pack(), { ...pack(), version: '1.1.0', clocks: [{ unit: 'work_days', amount: 1, name: named('一天'), code: 'd1' }] })).toEqual([])
})

test('what came, went and changed is told by section', () => {
  const next = pack()
  const states = { ...type().states, check: { name: named('核查'), phase: 'check' as const } }
  const transitions = type().transitions.filter((t) => t.action !== 'suspend').map((t) => (t.to === 'done' ? { ...t, guard: 'tasks.open <= 1' } : t))
  next.case_types = [type({ states, transitions })]
  next.categories![0]!.children!.push({ code: '0102', name: named('路灯') })
  next.clocks![0]!.amount = 2
  next.replies = []
  next['duplicates'] = { distance_m: 80, hours: 72 }
  const diff = Object.fromEntries(comparePacks(pack(), next).map((one) => [one.section, one]))
  expect(Object.keys(diff)).toEqual(['states', 'transitions', 'categories', 'clocks', 'replies', 'other'])
  expect(diff['states']!.added.map((entry) => entry.key)).toEqual(['repair/check'])
  expect(diff['transitions']!.removed.map((entry) => entry.key)).toEqual(['repair/suspend: work → rest'])
  expect(diff['transitions']!.changed.map(({ fields }) => fields)).toEqual([[{ field: 'guard', before: 'tasks.open == 1', after: 'tasks.open <= 1' }]])
  expect(diff['categories']!.added.map((entry) => [entry.key, entry.value['above']])).toEqual([['0102', '01']])
  expect(diff['clocks']!.changed[0]!.fields).toEqual([{ field: 'amount', before: 1, after: 2 }])
  expect(diff['replies']!.removed.map((entry) => entry.key)).toEqual(['accepted'])
})

test('a section of somebody else is compared like any other', () => {
  const next = { ...pack(), papers: [{ code: 'order', name: named('督办单') }] }
  expect(comparePacks(pack(), next).map((one) => [one.section, one.added.length])).toEqual([['papers', 1]])
  expect(comparePacks(next, pack()).map((one) => [one.section, one.removed.length])).toEqual([['papers', 1]])
})

test('where the first that fits wins, another order is a change', () => {
  const next = pack()
  next.routes!.reverse()
  expect(comparePacks(pack(), next)).toEqual([{ section: 'routes', added: [], removed: [], changed: [], reordered: true }])
  const clocks = pack()
  clocks.clocks!.unshift({ code: 'd2', name: named('两天'), amount: 2, unit: 'work_days' })
  expect(comparePacks(pack(), clocks)[0]!.reordered).toBe(false)
})

test('versions are compared as numbers', () => {
  expect(versionOrder('1.9.0', '1.10.0')).toBeLessThan(0)
  expect(versionOrder('2.0.0', '1.10.9')).toBeGreaterThan(0)
  expect(versionOrder('1.0.0', '1.0.0')).toBe(0)
})
