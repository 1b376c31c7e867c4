import { describe, expect, it } from 'vitest'
import type { RouteLocationNormalized } from 'vue-router'
import { forget, forgetAccount, keep, kept, takeFromAddress, tokenOf } from './kept'

const TOKEN = '3a05ec5690dc94c3f33642e6f3ab8174'
const to = (number: string, hash: string) => ({ path: `/track/${number}`, params: { number }, query: {}, hash }) as unknown as RouteLocationNormalized

describe('reports on this device', () => {
  it('takes a token out of the address and keeps it', () => {
    expect(takeFromAddress(to('A-1', `#${TOKEN}`))).toEqual({ path: '/track/A-1', query: {}, hash: '', replace: true })
    expect(tokenOf('A-1')).toBe(TOKEN)
  })

  it('leaves what is no token alone', () => {
    for (const hash of ['', '#main', '#<script>alert(1)</script>', '#%', '#%E0%A4%A']) expect(takeFromAddress(to('B-2', hash))).toBe(true)
    expect(tokenOf('B-2')).toBeUndefined()
  })

  it('keeps what it knows about a report whose token comes again', () => {
    keep({ number: 'C-3', token: 'old-token-of-sixteen', text: 'lamp', at: '2026-11-22T00:00:00Z', receipt: '1.a.b' })
    takeFromAddress(to('C-3', `#${TOKEN}`))
    expect(kept.value.find((one) => one.number === 'C-3')).toMatchObject({ token: TOKEN, text: 'lamp', receipt: '1.a.b' })
  })

  it('loses what came from the account when that is left here, and nothing else', () => {
    keep({ number: 'D-4', token: TOKEN, text: '', at: '2026-11-22T00:00:00Z', account: true })
    forgetAccount()
    expect(tokenOf('D-4')).toBeUndefined()
    expect(tokenOf('C-3')).toBe(TOKEN)
  })

  it('puts back what was taken off, where it was', () => {
    const before = kept.value.map((one) => one.number)
    const undo = forget(before[1]!)
    expect(kept.value).toHaveLength(before.length - 1)
    undo()
    expect(kept.value.map((one) => one.number)).toEqual(before)
  })
})
