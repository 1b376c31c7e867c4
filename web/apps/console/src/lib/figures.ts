/** How figures are written. */

/** A share as a percentage; undefined when there is none. */
export const percent = (rate: number | null | undefined): string | undefined =>
  typeof rate === 'number' ? `${(rate * 100).toFixed(1)}%` : undefined

/** Hours with one decimal below a hundred; undefined when there are none. */
export const hours = (value: number | null | undefined): string | undefined =>
  typeof value === 'number' ? (value < 100 ? value.toFixed(1) : String(Math.round(value))) : undefined
