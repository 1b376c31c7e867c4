/**
 * What was known before the visit: such a value is confirmed with one tap or changed, and never only passed by, so that
 * what a department receives was looked at by somebody on that day.
 */
import { reactive } from 'vue'
import type { FormPlan, KnownAnswer, PlanQuestion } from './api'
import type { AnyNode, RootNode } from './engine'
import { answerable, leavesOf, nameOf, refOf, valueOf, type Leaf } from './form'

export type Standing = 'ask' | 'confirm' | 'confirmed' | 'changed'

/** As it is written down: by the place of each question in the form. */
export interface KnownState { known: Record<string, KnownAnswer>; first: Record<string, string>; settled: string[] }

export class Known {
  private readonly plan: Map<string, PlanQuestion>
  // by node: the place of a question changes when a member goes
  private readonly answers = new Map<string, KnownAnswer>()
  /** The values that stood there at first, to be confirmed. */
  private readonly first = new Map<string, string>()
  private readonly settled: Set<string> = reactive(new Set<string>())

  constructor(plan: FormPlan, private readonly root: RootNode, before?: KnownState) {
    this.plan = new Map(plan.questions.map((one) => [one.name, one]))
    for (const leaf of everyLeaf(root)) {
      const known = before?.known[refOf(leaf)] ?? (before ? undefined : this.planned(leaf))
      if (known) this.answers.set(leaf.nodeId, known)
      const value = before ? before.first[refOf(leaf)] : known?.mode === 'confirm' ? known.value : ''
      if (value) this.first.set(leaf.nodeId, value)
      if (before?.settled.includes(refOf(leaf))) this.settled.add(leaf.nodeId)
    }
  }

  asked(leaf: AnyNode): PlanQuestion | undefined {
    return this.plan.get(nameOf(leaf))
  }

  /** What the plan knows of a question when the form is opened for the first time; of a member, by its place. */
  private planned(leaf: Leaf): KnownAnswer | undefined {
    const asked = this.asked(leaf)
    const of = /([^/[]+)\[(\d+)\]\/[^[]*$/.exec(refOf(leaf))
    const found = of ? this.plan.get(of[1]!)?.instances?.[Number(of[2]) - 1]?.values[nameOf(leaf)] : asked?.known
    if (!found) return undefined
    // the engine writes some values in a way of its own; what is not asked now has none to it, and may be asked later
    return { ...found, value: valueOf(leaf) || found.value }
  }

  /** What was known of this very question. */
  of(leaf: Leaf): KnownAnswer | undefined {
    return this.answers.get(leaf.nodeId)
  }

  standing(leaf: Leaf): Standing {
    const first = this.first.get(leaf.nodeId)
    if (first === undefined || !answerable(leaf)) return 'ask'
    if (valueOf(leaf) !== first) return 'changed'
    return this.settled.has(leaf.nodeId) ? 'confirmed' : 'confirm'
  }

  confirm(leaf: Leaf): void {
    this.settled.add(leaf.nodeId)
  }

  /** Below a node, what has to be confirmed still. */
  open(node: AnyNode): Leaf[] {
    return [...leavesOf(node)].filter((leaf) => this.standing(leaf) === 'confirm')
  }

  toStore(): KnownState {
    const state: KnownState = { known: {}, first: {}, settled: [] }
    for (const leaf of everyLeaf(this.root)) {
      const known = this.answers.get(leaf.nodeId)
      if (known) state.known[refOf(leaf)] = known
      const value = this.first.get(leaf.nodeId)
      if (value !== undefined) state.first[refOf(leaf)] = value
      if (this.settled.has(leaf.nodeId)) state.settled.push(refOf(leaf))
    }
    return state
  }
}

/** All questions, also those that are not asked now. */
function* everyLeaf(node: AnyNode): Generator<Leaf> {
  if (node.nodeType === 'input' || node.nodeType === 'select' || node.nodeType === 'upload' || node.nodeType === 'trigger' || node.nodeType === 'range') yield node
  for (const child of node.currentState.children ?? []) yield* everyLeaf(child)
}
