import { describe, expect, it } from 'vitest'
import { backoff, nextOf, PATIENCE, seal, verdictOf } from './rules'

const judge = (status: number, code = '', tries = 1, kind: 'act' | 'report' = 'act') => verdictOf({ status, code }, kind, tries).is

describe('what an answer means', () => {
  it('waits when the server was not reached, is busy or is being restarted', () => {
    for (const status of [0, 408, 425, 502, 503, 504]) expect(judge(status, '', 99)).toBe('later')
    expect(verdictOf({ status: 429, code: 'rate.limited', retry_after: 7 }, 'act', 1)).toEqual({ is: 'later', ms: 7000 })
  })
  it('puts an item aside that the server fails at again and again, so that the others go on', () => {
    expect(judge(500, 'internal', PATIENCE - 1)).toBe('later')
    expect(judge(500, 'internal', PATIENCE)).toBe('refused')
  })
  it('keeps everything when the session ended, and renews a token by itself', () => {
    expect(judge(401, 'session.required')).toBe('session')
    expect(judge(403, 'session.csrf')).toBe('token')
    expect(judge(403, 'forbidden')).toBe('refused')
  })
  it('sends photos again that were thrown away after a day', () => {
    expect(judge(404, 'upload.not_found')).toBe('upload')
    expect(judge(404, 'upload.not_found', PATIENCE)).toBe('refused')
    expect(judge(409, 'upload.offset')).toBe('later')
  })
  it('lets a person choose when somebody else was there', () => {
    expect(judge(409, 'case.stale')).toBe('conflict')
    expect(judge(409, 'act.action_not_now')).toBe('conflict')
    expect(judge(409, 'case.exists', 1, 'report')).toBe('refused')
  })
  it('tells what a rule refuses', () => {
    for (const status of [400, 403, 404, 413, 415, 422]) expect(judge(status, 'x')).toBe('refused')
  })
})

describe('how long to wait', () => {
  it('doubles, and stays under five minutes', () => {
    expect([1, 2, 3, 4].map((n) => backoff(n, 1))).toEqual([2000, 4000, 8000, 16_000])
    expect(backoff(40, 1)).toBe(300_000)
    expect(backoff(1, 0)).toBe(1500)
  })
})

describe('which is next', () => {
  const item = (id: number, more: object = {}) => ({ id, state: 'waiting' as const, person: 'me', again_at: 0, ...more })
  it('is the oldest, and nothing overtakes it while it waits', () => {
    expect(nextOf([item(2), item(1)], 'me', 10).item?.id).toBe(1)
    expect(nextOf([item(1, { again_at: 50 }), item(2)], 'me', 10)).toEqual({ wait: 40 })
  })
  it('goes on with what was being sent when the phone died', () => {
    expect(nextOf([item(1, { state: 'sending' }), item(2)], 'me', 10).item?.id).toBe(1)
  })
  it('goes past what waits for a person, but not with more about the same case', () => {
    const stuck = item(1, { state: 'conflict', number: 'A' })
    expect(nextOf([stuck, item(2, { number: 'A' }), item(3, { number: 'B' })], 'me', 10).item?.id).toBe(3)
    expect(nextOf([item(1, { state: 'refused' }), item(2)], 'me', 10).item?.id).toBe(2)
  })
  it('leaves alone what another person wrote on this phone, and what is done', () => {
    expect(nextOf([item(1, { person: 'other' }), item(2, { state: 'sent' }), item(3, { state: 'dropped' })], 'me', 10)).toEqual({})
  })
})

describe('what is sent', () => {
  it('has the uploads where they belong, and leaves the written body alone', () => {
    const body = { text: 'x', outcome: { action: 'settle', input: { result: 'done' } } }
    const sealed = seal(body, [{ field: 'attachments', upload: 'a' }, { field: 'attachments', upload: 'b' }, { field: 'outcome.input.photos', upload: 'c' }])
    expect(sealed).toEqual({ text: 'x', attachments: ['a', 'b'], outcome: { action: 'settle', input: { result: 'done', photos: ['c'] } } })
    expect(body).toEqual({ text: 'x', outcome: { action: 'settle', input: { result: 'done' } } })
  })
})
