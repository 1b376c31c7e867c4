import { describe, expect, it } from 'vitest'
import type { CaseView, Offer, OfferInput } from '@jingwei/api'
import { askedOnce, forMany, proposedStep, stepFor } from './proposal'

const input = (key: string, type: string, more: Partial<OfferInput> = {}) => ({ key, type, required: false, ...more }) as OfferInput
const offer = (action: string, ...inputs: OfferInput[]): Offer => ({ action, name: { zh: action }, public: false, inputs })
const send = offer('dispatch', input('category', 'category', { default: '0101' }), input('unit', 'unit', { required: true }), input('note', 'text'))
const view = (actions: Offer[], unit?: string, tasks: { state: string }[] = []) =>
  ({ actions, tasks, proposal: unit ? { unit: { code: unit, name: { zh: unit } } } : null, category: null, priority: 'normal' }) as unknown as CaseView

describe('what one key does', () => {
  it('sends to the unit proposed, even where another act comes first', () => {
    const step = proposedStep(view([offer('accept'), send], 'u1'))
    expect(step?.offer.action).toBe('dispatch')
    expect(step?.input).toEqual({ category: '0101', unit: 'u1' })
    expect(step?.unit?.code).toBe('u1')
  })

  it('does nothing by itself where no unit is proposed or something is to be said', () => {
    expect(proposedStep(view([send]))).toBeNull()
    expect(proposedStep(view([offer('refuse', input('reason', 'text', { required: true }))], 'u1'))).toBeNull()
  })

  it('does not propose a second unit once one has it', () => {
    expect(proposedStep(view([offer('add_task', input('unit', 'unit', { required: true }))], 'u1', [{ state: 'open' }]))).toBeNull()
    expect(proposedStep(view([send], 'u1', [{ state: 'returned' }]))?.offer.action).toBe('dispatch')
  })

  it('takes the first act that asks for nothing', () => {
    expect(proposedStep(view([offer('sign')]))?.offer.action).toBe('sign')
    const add = offer('add_task', input('unit', 'unit', { required: true }))
    expect(proposedStep(view([add, offer('sign')], undefined, [{ state: 'open' }]))?.offer.action).toBe('sign')
    expect(proposedStep(view([add, offer('escalate', input('reason', 'text', { required: true })), offer('urge')], undefined, [{ state: 'open' }]))).toBeNull()
  })
})

describe('one act on several cases', () => {
  it('asks once for what is the same, and keeps what is each case’s own', () => {
    expect(askedOnce(send).map((one) => one.key)).toEqual(['unit', 'note'])
    expect(stepFor(view([send], 'own'), 'dispatch', { unit: 'u2', note: 'why' })?.input).toEqual({ category: '0101', unit: 'u2', note: 'why' })
  })

  it('leaves out what the case does not offer or what would be incomplete', () => {
    expect(stepFor(view([offer('accept')]), 'dispatch', { unit: 'u2' })).toBeNull()
    expect(stepFor(view([send]), 'dispatch', {})).toBeNull()
  })

  it('is not offered where a photo is needed', () => {
    expect(forMany(send)).toBe(true)
    expect(forMany(offer('settle', input('photos', 'attachments', { required: true, min: 1 })))).toBe(false)
  })
})
