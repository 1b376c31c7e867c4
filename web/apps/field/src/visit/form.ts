/** What the screens show of a form: sections, questions, kinds of answers and what is wrong. The engine decides, this reads it. */
import type { AnyNode, GeneralChildNode, RepeatRangeNode, RepeatInstanceNode, RootNode } from './engine'

export type Leaf = Extract<GeneralChildNode, { nodeType: 'input' | 'select' | 'upload' | 'note' | 'trigger' | 'range' | 'rank' }>
export type Kind = 'text' | 'integer' | 'decimal' | 'date' | 'time' | 'moment' | 'one' | 'many' | 'note' | 'photo' | 'file' | 'signature' | 'place' | 'agree' | 'other'

const INPUTS: Record<string, Kind> = { string: 'text', int: 'integer', decimal: 'decimal', date: 'date', time: 'time', dateTime: 'moment', geopoint: 'place', geotrace: 'other', geoshape: 'other', barcode: 'text', binary: 'other' }

export function kindOf(node: Leaf): Kind {
  switch (node.nodeType) {
    case 'note': return 'note'
    case 'trigger': return 'agree'
    case 'rank': return 'other'
    case 'range': return node.valueType === 'int' ? 'integer' : 'decimal'
    case 'select': return node.selectType === 'select' ? 'many' : 'one'
    case 'input': return INPUTS[node.valueType] ?? 'text'
    case 'upload':
      if (has(node, 'signature')) return 'signature'
      return node.nodeOptions.media.type === 'image' ? 'photo' : 'file'
    default: return 'other'
  }
}

export const has = (node: AnyNode, appearance: string): boolean => [...((node.appearances ?? []) as Iterable<string>)].includes(appearance)
export const isLeaf = (node: AnyNode): node is Leaf => ['input', 'select', 'upload', 'note', 'trigger', 'range', 'rank'].includes(node.nodeType)
export const isRepeat = (node: AnyNode): node is RepeatRangeNode => node.nodeType.startsWith('repeat-range')
export const refOf = (node: AnyNode): string => node.currentState.reference
/** The question's name, the same in every instance of a repeat. */
export const nameOf = (node: AnyNode): string => refOf(node).replace(/\[\d+\]/g, '').split('/').pop()!
export const labelOf = (node: AnyNode): string => node.currentState.label?.asString.trim() ?? ''
export const valueOf = (leaf: Leaf): string => leaf.currentState.instanceValue
export const answerable = (leaf: Leaf): boolean => leaf.nodeType !== 'note' && !leaf.currentState.readonly

/** What is asked now, below a node and in its order: what is not relevant is left out, also what only holds such. */
export function* leavesOf(node: AnyNode): Generator<Leaf> {
  if (!node.currentState.relevant) return
  if (isLeaf(node)) yield node
  else for (const child of node.currentState.children ?? []) yield* leavesOf(child)
}

/** Whether there is anything to see of a node now; a repeat that can be added to counts. */
export function seen(node: AnyNode): boolean {
  if (!node.currentState.relevant || nameOf(node) === 'meta') return false
  if (isLeaf(node) || node.nodeType === 'repeat-range:uncontrolled') return true
  return (node.currentState.children ?? []).some(seen)
}

export interface Section { key: string; label: string; nodes: GeneralChildNode[] }

/** One step of the conversation for each group at the top; what stands between them makes steps of its own. */
export function sectionsOf(root: RootNode): Section[] {
  const sections: Section[] = []
  let loose: Section | undefined
  for (const node of root.currentState.children.filter(seen)) {
    if (node.nodeType === 'group') {
      loose = undefined
      sections.push({ key: refOf(node), label: labelOf(node), nodes: node.currentState.children.filter(seen) })
    } else {
      if (!loose) sections.push((loose = { key: refOf(node), label: '', nodes: [] }))
      loose.nodes.push(node)
    }
  }
  return sections
}

/** A value as a person reads it. */
export function readable(leaf: Leaf, value = valueOf(leaf)): string {
  if (leaf.nodeType !== 'select') return value
  return value.split(' ').filter(Boolean).map((code) => leaf.getValueOption(code)?.label.asString.trim() ?? code).join('、')
}

/** A member in one line: the first answers given. */
export function summaryOf(instance: RepeatInstanceNode, most = 3): string {
  const said: string[] = []
  for (const leaf of leavesOf(instance)) {
    if (said.length === most) break
    if (['text', 'integer', 'decimal', 'date', 'one', 'many'].includes(kindOf(leaf)) && valueOf(leaf)) said.push(readable(leaf))
  }
  return said.join(' · ')
}

export interface Fault { is: 'required' | 'constraint'; words?: string }

/** What the engine has against an answer, in the form's own words where it has any. */
export function faultOf(leaf: Leaf): Fault | undefined {
  const violation = leaf.validationState.violation
  if (!violation) return undefined
  return { is: violation.condition, words: violation.message?.asString.trim() || undefined }
}

/** Gives an answer. An empty one takes it back; a number that is none is no answer. */
export function answer(leaf: Leaf, value: string): void {
  switch (leaf.nodeType) {
    case 'select':
      if (leaf.selectType === 'select') leaf.selectValues(value.split(' ').filter(Boolean))
      else leaf.selectValue(value || null)
      break
    case 'trigger':
      leaf.setValue(!!value)
      break
    case 'input':
      leaf.setValue(entered(kindOf(leaf), value) as never)
      break
    case 'range':
      leaf.setValue((entered(kindOf(leaf), value) || null) as never)
      break
  }
}

function entered(kind: Kind, value: string): string | Date | null {
  // a clock's time is that of the place where it was read
  if (kind === 'time') return value ? new Date(`${new Date().toISOString().slice(0, 10)}T${value}`) : null
  if (kind === 'moment') return value ? new Date(value) : null
  if (kind === 'integer') return /^-?\d{1,9}$/.test(value.trim()) ? value.trim() : ''
  if (kind === 'decimal') return /^-?(\d+\.?\d*|\.\d+)$/.test(value.trim()) ? value.trim() : ''
  return value
}
