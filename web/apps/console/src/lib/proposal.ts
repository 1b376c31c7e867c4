import type { CaseView, Coded, Offer, OfferInput } from '@jingwei/api'
import { faults, initialValues, wire, type Values } from './form'

/** An act with everything it needs, ready to be sent. */
export interface Step {
  offer: Offer
  input: Values
  unit?: Coded
}

type Looked = Pick<CaseView, 'actions' | 'proposal' | 'category' | 'priority' | 'tasks'>

/** The act with nothing but what the pack and the routing propose; none while something is still to be said. */
export function ready(offer: Offer, view: Looked): Step | null {
  const values = initialValues(offer, view)
  if (faults(offer.inputs, values).length) return null
  const named = offer.inputs.find((input) => input.type === 'unit' && values[input.key])
  const unit = named && values[named.key] === view.proposal?.unit?.code ? (view.proposal?.unit ?? undefined) : undefined
  return { offer, input: wire(offer.inputs, values), unit }
}

/**
 * What a person does here first: send it to the unit proposed, else the first act that asks for nothing more. Once a unit
 * has it the proposal is spent: adding another is a thought of its own.
 */
export function proposedStep(view: Looked): Step | null {
  const sends = view.actions.filter((offer) => offer.inputs.some((input) => input.type === 'unit' && input.required))
  const owed = view.tasks.some((task) => task.state === 'open' || task.state === 'signed')
  for (const offer of view.proposal?.unit && !owed ? sends : []) {
    const step = ready(offer, view)
    if (step) return step
  }
  const first = owed || !sends.length ? view.actions.find((offer) => !sends.includes(offer)) : undefined
  return first ? ready(first, view) : null
}

/** The act that names who does it: the first that asks for a unit. */
export const assigning = (view: Pick<CaseView, 'actions'>): Offer | undefined =>
  view.actions.find((offer) => offer.inputs.some((input) => input.type === 'unit' && input.required))

const SHARED = new Set(['text', 'choice', 'unit', 'number', 'date_time', 'clock', 'bool', 'person', 'rating'])

/** What is asked once for several cases; the rest keeps what each case's own form begins with. */
export const askedOnce = (offer: Offer): OfferInput[] =>
  offer.inputs.filter((input) => SHARED.has(input.type) && (input.required || input.type === 'text'))

/** Several cases can take this act only if nothing in it belongs to one of them alone, such as a photo or another number. */
export const forMany = (offer: Offer): boolean => offer.inputs.every((input) => !input.required || SHARED.has(input.type) || input.type === 'category')

/** The same words for one of several cases: what was asked once, and its own proposals for the rest. */
export function stepFor(view: Looked, action: string, shared: Values): Step | null {
  const offer = view.actions.find((one) => one.action === action)
  if (!offer) return null
  const own = initialValues(offer, view)
  for (const input of askedOnce(offer)) own[input.key] = shared[input.key]
  return faults(offer.inputs, own).length ? null : { offer, input: wire(offer.inputs, own) }
}
