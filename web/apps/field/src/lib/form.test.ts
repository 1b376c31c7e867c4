import { describe, expect, it } from 'vitest'
import type { Offer, OfferInput } from '@jingwei/api'
import { faultsOf, firstValues, toSend } from './form'

const input = (key: string, type: string, more: Partial<OfferInput> = {}) => ({ key, type, required: false, name: { zh: key }, ...more }) as OfferInput
const INPUTS = [
  input('result', 'choice', { required: true }), input('photos', 'attachments', { required: true, min: 2, max: 3 }), input('n', 'number', { min: 1, max: 9 }),
  input('note', 'text', { max: 4 }), input('until', 'date_time'), input('units', 'units'),
]

describe('the form of an act', () => {
  it('tells what is missing or out of bounds, photos by their number', () => {
    expect(faultsOf(INPUTS, { n: '12', note: '五个字的话' }, { photos: 1 })).toEqual([
      { key: 'result', code: 'missing' }, { key: 'photos', code: 'atLeast', n: 2 }, { key: 'n', code: 'atMost', n: 9 }, { key: 'note', code: 'tooLong', n: 4 },
    ])
    expect(faultsOf(INPUTS, { result: 'pass', n: 3 }, { photos: 2 })).toEqual([])
  })
  it('sends what was filled in, numbers as numbers, times as instants, photos apart', () => {
    expect(toSend(INPUTS, { result: 'pass', n: '3', note: ' x ', until: '2026-11-22T18:00', units: [], photos: ['a'] })).toEqual({
      result: 'pass', n: 3, note: 'x', until: new Date('2026-11-22T18:00').toISOString(),
    })
  })
  it('begins with what was written before, else what is proposed', () => {
    const offer = { inputs: [input('unit', 'unit'), input('category', 'category'), input('note', 'text')] } as Offer
    const view = { proposal: { unit: { code: 'u1' } }, category: { code: 'c1' } } as Parameters<typeof firstValues>[1]
    expect(firstValues(offer, view, { note: 'mine' })).toEqual({ unit: 'u1', category: 'c1', note: 'mine' })
  })
})
