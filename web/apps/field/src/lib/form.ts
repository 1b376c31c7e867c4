/** The form of an act as the pack asks for it; photos are kept apart, on the phone. */
import type { CaseView, Offer, OfferInput } from '@jingwei/api'

export type Values = Record<string, unknown>

/** What the form shows first: what was written before, the input's own default, what the routing proposes. */
export function firstValues(offer: Offer, view: Pick<CaseView, 'proposal' | 'category'>, before: Values = {}): Values {
  const values: Values = {}
  for (const input of offer.inputs) values[input.key] = before[input.key] ?? input.default ?? proposed(input, view)
  return values
}

function proposed(input: OfferInput, view: Pick<CaseView, 'proposal' | 'category'>): unknown {
  if (input.type === 'unit') return view.proposal?.unit?.code
  if (input.type === 'units') return (view.proposal?.assists ?? []).map((unit) => unit.code)
  if (input.type === 'category') return view.category?.code
  return undefined
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || (typeof value === 'string' && !value.trim()) || (Array.isArray(value) && !value.length)

export interface Fault {
  key: string
  code: 'missing' | 'atLeast' | 'atMost' | 'min' | 'tooLong'
  n?: number
}

/** What can be told before the server sees it. `photos` counts the files of each input. */
export function faultsOf(inputs: OfferInput[], values: Values, photos: Record<string, number>): Fault[] {
  return inputs.flatMap(({ key, type, required, min, max }): Fault[] => {
    const value = type === 'attachments' ? Array.from({ length: photos[key] ?? 0 }) : values[key]
    if (isEmpty(value)) return required ? [{ key, code: 'missing' }] : []
    const size = Array.isArray(value) ? value.length : type === 'number' ? Number(value) : type === 'text' ? [...String(value)].length : undefined
    if (size === undefined) return []
    if (typeof max === 'number' && size > max) return [{ key, code: type === 'text' ? 'tooLong' : 'atMost', n: max }]
    if (typeof min === 'number' && size < min && type !== 'text') return [{ key, code: Array.isArray(value) ? 'atLeast' : 'min', n: min }]
    return []
  })
}

/** What is sent, without the photos: empty fields left out, local times as instants. */
export function toSend(inputs: OfferInput[], values: Values): Values {
  const out: Values = {}
  for (const { key, type } of inputs) {
    const value = values[key]
    if (type === 'attachments' || isEmpty(value)) continue
    if (type === 'date_time') out[key] = new Date(String(value)).toISOString()
    else if (type === 'number' || type === 'rating') out[key] = Number(value)
    else out[key] = typeof value === 'string' ? value.trim() : JSON.parse(JSON.stringify(value))
  }
  return out
}
