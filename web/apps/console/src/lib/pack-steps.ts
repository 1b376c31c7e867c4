/** What a case type says, ready to be drawn: states with what leads from one to the next. */
import type { CaseType, Name, Outcome, Phase, Transition } from '@jingwei/api'

export const PHASES: readonly Phase[] = ['intake', 'verify', 'dispatch', 'work', 'arbitrate', 'check', 'feedback', 'rest', 'end']

/** Forward along the road to the regular end, back on it, into rest and out of it, or into another end. */
export const WAYS = ['on', 'back', 'rest', 'end'] as const
export type Way = (typeof WAYS)[number]

export interface State {
  code: string
  name: Name
  phase: Phase
  outcome?: Outcome | null
  initial: boolean
  /** Its place from left to right. */
  column: number
}
/** One transition out of one state; a transition from several states is several steps. */
export interface Step {
  /** Its place in the pack: the first whose guard holds is taken. */
  at: number
  from: string
  /** None: the case stays where it is. */
  to?: string
  transition: Transition
  /** The name stands once in the pack, and holds for every transition of the action. */
  name?: Name
}
/** All steps from one state to another: one arrow. */
export interface Arrow {
  id: string
  from: string
  to: string
  way: Way
  steps: Step[]
}
export interface Chart {
  states: State[]
  steps: Step[]
  arrows: Arrow[]
}

/** Each transition once for every state it leaves. */
export function stepsOf(type: CaseType): Step[] {
  const names = new Map<string, Name>()
  for (const { action, name } of type.transitions) if (name && !names.has(action)) names.set(action, name)
  const open = Object.keys(type.states).filter((code) => type.states[code]?.phase !== 'end')
  return type.transitions.flatMap((transition, at) => {
    const { from, to, action } = transition
    const sources = from === '*' ? open : Array.isArray(from) ? from : [from]
    return sources.map((source) => ({ at, from: source, to: to ?? undefined, transition, name: transition.name ?? names.get(action) }))
  })
}

/** How many steps from the start, along the shortest way. */
function distances(initial: string, steps: Step[]): Map<string, number> {
  const far = new Map([[initial, 0]])
  const queue = [initial]
  for (let code = queue.shift(); code !== undefined; code = queue.shift()) {
    for (const { from, to } of steps) {
      if (from !== code || !to || far.has(to)) continue
      far.set(to, far.get(code)! + 1)
      queue.push(to)
    }
  }
  return far
}

/** Phases from left to right; states of a phase that lead to one another stand in columns of their own. */
function columns(type: CaseType, steps: Step[]): Map<string, number> {
  const far = distances(type.initial, steps)
  const column = new Map<string, number>()
  let next = 0
  for (const phase of PHASES) {
    const here = Object.keys(type.states).filter((code) => type.states[code]?.phase === phase)
    here.sort((a, b) => (far.get(a) ?? Infinity) - (far.get(b) ?? Infinity) || a.localeCompare(b))
    let last = next - 1
    for (const code of here) {
      const linked = here.filter((other) => column.has(other) && steps.some((s) => (s.from === other && s.to === code) || (s.from === code && s.to === other)))
      const place = Math.max(next, ...linked.map((other) => column.get(other)! + 1))
      column.set(code, place)
      last = Math.max(last, place)
    }
    next = last + 1
  }
  return column
}

function wayOf(type: CaseType, from: string, to: string, column: Map<string, number>): Way {
  const [source, target] = [type.states[from], type.states[to]]
  if (target?.phase === 'end') return target.outcome === 'closed' ? 'on' : 'end'
  if (target?.phase === 'rest' || source?.phase === 'rest') return 'rest'
  return column.get(to)! > column.get(from)! ? 'on' : 'back'
}

/** The chart of a case type. */
export function chartOf(type: CaseType): Chart {
  const steps = stepsOf(type)
  const column = columns(type, steps)
  const states = Object.entries(type.states)
    .map(([code, state]) => ({ code, ...state, initial: code === type.initial, column: column.get(code) ?? 0 }))
    .sort((a, b) => a.column - b.column || a.code.localeCompare(b.code))
  const arrows = new Map<string, Arrow>()
  for (const step of steps) {
    const { from, to } = step
    if (!to || to === from || !type.states[to] || !type.states[from]) continue
    const id = `${from}>${to}`
    const way = wayOf(type, from, to, column)
    const arrow = arrows.get(id) ?? { id, from, to, way, steps: [] }
    arrow.steps.push(step)
    arrows.set(id, arrow)
  }
  return { states, steps, arrows: [...arrows.values()] }
}
