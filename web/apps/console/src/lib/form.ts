import type { CaseView, Offer, OfferInput } from '@jingwei/api'

export type Values = Record<string, unknown>

/** What a form shows first: the input's own default, else what the routing proposes. */
export function initialValues(offer: Offer, view: Pick<CaseView, 'proposal' | 'category' | 'priority'>): Values {
  const values: Values = {}
  for (const input of offer.inputs) values[input.key] = input.default ?? proposed(input, view)
  return values
}

function proposed(input: OfferInput, view: Pick<CaseView, 'proposal' | 'category' | 'priority'>): unknown {
  switch (input.type) {
    case 'unit': return view.proposal?.unit?.code
    case 'units': return (view.proposal?.assists ?? []).map((unit) => unit.code)
    case 'category': return view.category?.code
    case 'attachments': return []
    case 'bool': return input.required ? undefined : false
    default: return undefined
  }
}

export interface Fault {
  key: string
  code: 'missing' | 'atLeast' | 'atMost' | 'min' | 'tooLong'
  n?: number
  have?: number
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0)
}

/** The faults that can be told before asking the server; the server judges again. */
export function faults(inputs: OfferInput[], values: Values): Fault[] {
  return inputs.flatMap((input): Fault[] => {
    const value = values[input.key]
    const { key, min, max } = input
    if (isEmpty(value)) return input.required ? [{ key, code: 'missing' }] : []
    if (Array.isArray(value)) {
      if (typeof min === 'number' && value.length < min) return [{ key, code: 'atLeast', n: min }]
      if (typeof max === 'number' && value.length > max) return [{ key, code: 'atMost', n: max }]
    } else if (input.type === 'number') {
      if (typeof min === 'number' && Number(value) < min) return [{ key, code: 'min', n: min }]
      if (typeof max === 'number' && Number(value) > max) return [{ key, code: 'atMost', n: max }]
    } else if (input.type === 'text' && typeof max === 'number' && [...String(value)].length > max) {
      return [{ key, code: 'tooLong', n: max, have: [...String(value)].length }]
    }
    return []
  })
}

/** What is sent: empty optional fields left out, local times as instants. */
export function wire(inputs: OfferInput[], values: Values): Values {
  const out: Values = {}
  for (const input of inputs) {
    const value = values[input.key]
    if (isEmpty(value)) continue
    if (input.type === 'date_time') out[input.key] = new Date(String(value)).toISOString()
    else if (input.type === 'number' || input.type === 'rating') out[input.key] = Number(value)
    else if (input.type === 'text' || input.type === 'case') out[input.key] = String(value).trim()
    else out[input.key] = value
  }
  return out
}
