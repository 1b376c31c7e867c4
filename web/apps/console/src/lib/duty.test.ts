import { describe, expect, it } from 'vitest'
import type { CaseType } from '@jingwei/api'
import { dutiesOf } from './duty'

const state = (phase: string, outcome?: string) => ({ name: { zh: phase }, phase, outcome })
const type = {
  code: 'x', name: { zh: 'x' },
  states: { new: state('intake'), send: state('dispatch'), work: state('work'), check: state('check'), rest: state('rest'), done: state('end', 'closed'), gone: state('end', 'joined') },
  transitions: [
    { action: 'dispatch', from: ['new', 'send'], to: 'work', who: [{ post: 'dispatcher' }] },
    { action: 'finish', from: 'work', to: 'check', who: [{ post: 'handler' }] },
    { action: 'check', from: 'check', to: 'done', who: [{ post: 'checker' }] },
    { action: 'check', from: 'check', to: 'send', who: [{ post: 'supervisor' }] },
    { action: 'suspend', from: 'work', to: 'rest', who: [{ post: 'dispatcher' }] },
    { action: 'merge', from: 'work', to: 'gone', who: [{ post: 'dispatcher' }] },
    { action: 'urge', from: '*', who: [{ post: 'supervisor' }] },
  ],
} as unknown as CaseType

describe('navigation by duty', () => {
  it('finds where an act of the post brings a case on', () => {
    expect([...dutiesOf([type], ['dispatcher'])]).toEqual(['intake', 'dispatch'])
    expect([...dutiesOf([type], ['handler', 'checker'])]).toEqual(['work', 'check'])
  })
  it('leaves out what steps aside, goes back or moves nothing', () => {
    expect(dutiesOf([type], ['supervisor']).size).toBe(0)
  })
})
