import { describe, expect, it } from 'vitest'
import type { Offer, OfferInput } from '@jingwei/api'
import { faults, initialValues, wire } from './form'

const input = (key: string, type: OfferInput['type'], more: Partial<OfferInput> = {}): OfferInput => ({ key, type, required: false, ...more })
const unit = (code: string) => ({ code, name: { zh: code } })

describe('a form generated from an offer', () => {
  it('starts from the proposed units', () => {
    const offer: Offer = { action: 'dispatch', name: { zh: '派遣' }, public: false, inputs: [input('unit', 'unit'), input('assists', 'units'), input('note', 'text')] }
    const start = initialValues(offer, { proposal: { unit: unit('u1'), assists: [unit('u2')], priority: 'normal' }, priority: 'normal' })
    expect(start).toEqual({ unit: 'u1', assists: ['u2'], note: undefined })
  })

  it('names what is missing, too long or too few', () => {
    const inputs = [
      input('reason', 'text', { required: true, max: 3 }), input('photos', 'attachments', { required: true, min: 2 }),
      input('days', 'number', { min: 1, max: 5 }),
    ]
    expect(faults(inputs, { reason: ' ', photos: ['a'], days: 9 })).toEqual([
      { key: 'reason', code: 'missing' }, { key: 'photos', code: 'atLeast', n: 2 }, { key: 'days', code: 'atMost', n: 5 },
    ])
    expect(faults(inputs, { reason: '四个字了', photos: ['a', 'b'], days: 2 })).toEqual([{ key: 'reason', code: 'tooLong', n: 3, have: 4 }])
  })

  it('takes no for an answer, and sends instants', () => {
    const inputs = [input('reached', 'bool', { required: true }), input('until', 'date_time'), input('note', 'text'), input('grade', 'rating')]
    expect(faults(inputs, { reached: false })).toEqual([])
    const sent = wire(inputs, { reached: false, until: '2026-11-21T18:00', note: '  ', grade: '3' })
    expect(sent).toEqual({ reached: false, until: new Date('2026-11-21T18:00').toISOString(), grade: 3 })
  })
})
