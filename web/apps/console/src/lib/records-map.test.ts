import { expect, it } from 'vitest'
import { guess, mappingOf, type Form, type Mapping } from './records-map'

const known = { key: 'no', area: 'grid', datum: 'gcj02', as_of: { column: 'day' }, fields: { sex: { column: 'sex', values: { 1: '男' } }, name: 'name' }, relations: { lives_in: { column: 'home', by: 'key', source: 'housing' } } } as Mapping
const kind = { map: false, fields: [{ code: 'name', name: { zh: '姓名' } }, { code: 'sex', name: { zh: '性别' } }], relations: [{ code: 'lives_in', name: { zh: '居住于' } }] } as never
const form: Form = { kind: 'person', source: 'police', key: '', area: '', at: undefined, asOf: '', lon: '', lat: '', fields: {}, relations: {} }

it('keeps of a mapping what the form does not show', () => {
  const filled = { ...form, ...guess(['no', 'grid', 'name', 'sex', 'home', 'day'], kind, (text) => text.zh, known, form) }
  expect(filled.relations).toEqual({ lives_in: 'home' })
  expect(mappingOf(filled, known)).toEqual(known)
  expect(mappingOf({ ...filled, relations: {} }, known)['relations']).toEqual({})
})
