/** How figures are written. */
import { FEW, type Measure } from './numbers-measures'

/** A share as a percentage; undefined when there is none. */
export const percent = (rate: number | null | undefined): string | undefined =>
  typeof rate === 'number' ? `${(rate * 100).toFixed(1)}%` : undefined

/** Hours with one decimal below a hundred; undefined when there are none. */
export const hours = (value: number | null | undefined): string | undefined =>
  typeof value === 'number' ? (value < 100 ? value.toFixed(1) : String(Math.round(value))) : undefined

const grouped = new Intl.NumberFormat('en-US')
/** A count, its thousands apart. */
export const count = (value: number): string => grouped.format(value)

/** A value in the manner of its measure. */
export function written(kind: Measure['kind'], value: number | undefined): string | undefined {
  if (value === undefined) return undefined
  return kind === 'rate' ? percent(value) : kind === 'hours' ? hours(value) : count(value)
}

/** With its sign; a minus is a minus, not a hyphen. */
const signed = (value: number, text: string) => (value > 0 ? `+${text}` : value < 0 ? `−${text}` : '0')

/** A change: counts with the share by which they changed where it was more than a few, rates in points, hours in hours. */
export function change(kind: Measure['kind'], now: number | undefined, then: number | undefined): { by: string; share?: string } | undefined {
  if (now === undefined || then === undefined) return undefined
  const by = now - then
  const size = Math.abs(by)
  if (kind === 'rate') return { by: signed(Number(size.toFixed(3)) && by, (size * 100).toFixed(1)) }
  if (kind === 'hours') return { by: signed(Number(size.toFixed(1)) && by, hours(size) ?? '') }
  return { by: signed(by, count(size)), share: then >= FEW && by !== 0 ? signed(by, `${((size / then) * 100).toFixed(0)}%`) : undefined }
}
