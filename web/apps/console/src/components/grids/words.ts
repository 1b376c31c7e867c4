/** Words for ground and for what is wrong with it. */
import type { AreaProblem } from '@jingwei/api'
import { gridPage } from '../../messages/grids.zh'

type Say = (key: string, values?: Record<string, unknown>) => string

/** Ground as people say it. */
export const sizeOf = (m2: number | null | undefined, t: Say): string =>
  m2 === null || m2 === undefined ? '' : m2 < 1_000_000 ? t('gridPage.m2', { n: Math.round(m2).toLocaleString() }) : t('gridPage.km2', { n: (m2 / 1e6).toFixed(m2 < 1e7 ? 2 : 1) })

/** What is wrong, with the names of the areas. */
export function sayProblem(one: Pick<AreaProblem, 'kind' | 'code' | 'other' | 'area_m2' | 'value'>, named: (code: string) => string, t: Say): string {
  const known = one.kind in gridPage.problem
  const values = { code: one.code ? named(one.code) : '', other: one.other ? named(one.other) : '', area: sizeOf(one.area_m2, t), value: one.value ?? '', kind: one.kind }
  return t(`gridPage.problem.${known ? one.kind : 'other'}`, values)
}
