import { describe, expect, it } from 'vitest'
import type { CategoryNode, StatsRow } from '@jingwei/api'
import { change, written } from './figures'
import { dayIn, days, earlier, everyDay, months, monthsOff } from './numbers'
import { csv, tableOf } from './numbers-export'
import { groupsOf, pathsOf, type Told } from './numbers-groups'
import { usual } from './numbers-usual'
import { COLUMNS, isFew, isWhole, listOf, measure, valueOf, type Figures } from './numbers-measures'

const figures = (more: Partial<Figures>): Figures => ({
  reported: 0, returned: 0, reopened: 0, accepted: 0, answered: 0, closed: 0, on_time: 0, late: 0, carried: 0, carried_late: 0, rated_1: 0, rated_2: 0,
  rated_3: 0, rated_4: 0, settled: 0, not_accepted: 0, transferred: 0, joined: 0, voided: 0, open_change: 0, ...more,
})

describe('periods', () => {
  it('are whole months, the present one so far', () => {
    expect(days('month', '2026-03-09')).toEqual({ from: '2026-03-01', to: '2026-03-09' })
    expect(days('last', '2026-03-09')).toEqual({ from: '2026-02-01', to: '2026-02-28' })
    expect(days('last', '2026-01-31')).toEqual({ from: '2025-12-01', to: '2025-12-31' })
    expect(days('quarter', '2026-01-31')).toEqual({ from: '2025-11-01', to: '2026-01-31' })
    expect(days('twelve', '2026-03-09')).toEqual({ from: '2025-04-01', to: '2026-03-09' })
    expect(days('year', '2026-03-09').from).toBe('2026-01-01')
  })

  it('are held against the stretch before and the same days of last year', () => {
    expect(earlier({ from: '2026-03-01', to: '2026-03-09' }, 'before')).toEqual({ from: '2026-02-01', to: '2026-02-09' })
    expect(earlier({ from: '2026-02-01', to: '2026-02-28' }, 'before')).toEqual({ from: '2026-01-01', to: '2026-01-31' })
    expect(earlier({ from: '2025-11-01', to: '2026-01-30' }, 'before')).toEqual({ from: '2025-08-01', to: '2025-10-30' })
    expect(earlier({ from: '2026-03-05', to: '2026-03-11' }, 'before')).toEqual({ from: '2026-02-26', to: '2026-03-04' })
    expect(earlier({ from: '2024-02-01', to: '2024-02-29' }, 'year')).toEqual({ from: '2023-02-01', to: '2023-02-28' })
    expect(monthsOff('2026-01-30', 1)).toBe('2026-02-28')
  })

  it('know their months and days', () => {
    expect(months('2025-11-01', '2026-02-10')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02'])
    expect(everyDay({ from: '2026-02-27', to: '2026-03-01' })).toEqual(['2026-02-27', '2026-02-28', '2026-03-01'])
    expect(dayIn(new Date('2026-11-21T17:00:00Z'), 'Asia/Shanghai')).toBe('2026-11-22')
  })
})

describe('a figure', () => {
  const span = { from_at: '2026-02-28T16:00:00Z', to_at: '2026-03-31T16:00:00Z' }
  it('leads to its cases by the day it is counted on', () => {
    expect(listOf(measure('reported').list!, span, { area: 'K1', unit: undefined })).toEqual({
      path: '/inbox/all', query: { area: 'K1', registered_from: span.from_at, registered_before: span.to_at },
    })
    expect(listOf(measure('late').list!, span)).toEqual({ path: '/inbox/closed', query: { closed_from: span.from_at, closed_before: span.to_at, had: 'late' } })
    expect(listOf(measure('returned').list!, span).query).toMatchObject({ had: 'returned', registered_from: span.from_at })
  })

  it('is a share of something, and says when that is little', () => {
    const f = figures({ closed: 40, on_time: 30, late: 10, carried: 4, carried_late: 2, rated_4: 3 })
    expect(valueOf(measure('on_time'), f)).toBe(0.75)
    expect(valueOf(measure('on_time_without_carried'), f)).toBeCloseTo(28 / 36)
    expect(valueOf(measure('satisfied'), figures({}))).toBeUndefined()
    expect([isFew(measure('on_time'), f), isFew(measure('satisfied'), f), isFew(measure('late'), f)]).toEqual([false, true, false])
  })

  it('of hours says when days are not whole months', () => {
    expect([isWhole('2026-02-01', '2026-02-28', '2026-03-09'), isWhole('2026-03-01', '2026-03-09', '2026-03-09'), isWhole('2026-02-01', '2026-02-09', '2026-03-09'), isWhole('2026-02-05', '2026-02-28', '2026-03-09')]).toEqual([true, true, false, false])
  })

  it('changes in its own unit', () => {
    expect(change('count', 48, 40)).toEqual({ by: '+8', share: '+20%' })
    expect(change('count', 12, 10)).toEqual({ by: '+2', share: undefined })
    expect(change('rate', 0.7, 0.75)).toEqual({ by: '−5.0' })
    expect(change('hours', 3, undefined)).toBeUndefined()
    expect(written('count', 12345)).toBe('12,345')
  })
})

describe('groups', () => {
  const tree: CategoryNode[] = [{ code: '01', name: { zh: '部件' }, children: [{ code: '0101', name: { zh: '公用' }, children: [{ code: '010101', name: { zh: '井盖' } }, { code: '010115', name: { zh: '路灯' } }] }] }] as never
  const told = (more: Partial<Told>): Told => ({
    dim: 'category', rows: [], range: { from: '2026-01-01', to: '2026-02-28' }, paths: pathsOf(tree), name: (n) => n?.zh ?? '',
    words: { none: () => '无', own: (label) => `${label}本级`, channel: (code) => code }, ...more,
  })
  const row = (code: string, reported: number) => ({ ...figures({ reported }), category: { code, name: { zh: code } } }) as StatsRow

  it('add up what lies deeper, and link only what a filter lists exactly', () => {
    const rows = [row('010101', 2), row('010115', 3), row('01', 1), row('', 4), row('X9', 5)]
    const top = groupsOf(told({ rows }))
    expect(top.map((g) => [g.key, g.figures?.reported, g.narrow])).toEqual([
      ['', 4, null], ['01', 1, null], ['0101', 5, { category: '0101' }], ['X9', 5, { category: 'X9' }],
    ])
    const below = groupsOf(told({ rows: [row('010101', 2), row('0101', 1)], category: '0101' }))
    expect(below.map((g) => [g.key, g.label, g.narrow, g.into])).toEqual([
      ['0101', '0101本级', null, undefined], ['010101', '井盖', { category: '010101' }, undefined],
    ])
  })

  it('show every month, and the part of an area that lies in none of its parts without a link', () => {
    expect(groupsOf(told({ dim: 'month' })).map((g) => g.label)).toEqual(['2026-01', '2026-02'])
    const area = (code: string) => ({ ...figures({}), area: { code, name: { zh: code } } }) as StatsRow
    expect(groupsOf(told({ dim: 'area', area: 'K', rows: [area('K'), area('K1')] })).map((g) => g.narrow)).toEqual([null, { area: 'K1' }])
  })

  it('leave the house with what they are shares of, and never as a formula', () => {
    const total = figures({ reported: 3, closed: 2, on_time: 1, late: 1 })
    const words = { code: 'code', group: 'name', total: 'all', measure: (m: { id: string }) => m.id, n: (m: { id: string }) => `${m.id}_n`, of: (m: { id: string }) => `${m.id}_of` }
    const table = tableOf([{ key: 'K1', label: '=1+1', figures: total, narrow: {} }], total, COLUMNS.slice(0, 4), words)
    expect(csv(table)).toBe("\uFEFFcode,name,reported,accepted,closed,on_time,on_time_n,on_time_of\r\nK1,'=1+1,3,0,2,0.5,1,2\r\n,all,3,0,2,0.5,1,2\r\n")
  })
})

describe('what is usual', () => {
  it('is the median of the same weekdays, as far back as was counted', () => {
    const values = new Map([['2026-11-01', 4], ['2026-11-08', 10], ['2026-11-14', 99], ['2026-11-22', 1]])
    expect(usual(values, '2026-11-22')).toEqual({ median: 4, low: 0, high: 10, days: 3 })
    expect(usual(new Map([['2026-11-22', 1]]), '2026-11-22')).toEqual({ low: 0, high: 0, days: 0 })
  })
})
