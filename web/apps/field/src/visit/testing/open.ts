/** The engine and our forms in Node: what a browser brings comes from jsdom. */
// made by `jingwei forms convert` from the workbook beside it
import rented from './rented.xml?raw'
import type { FormPlan } from '../api'
import type { AnyNode, Before, GeneralChildNode, RootNode } from '../engine'
import { nameOf, type Leaf } from '../form'

export { rented }

/** The engine takes a `process` with Node's version for a sign of CommonJS, while it starts. */
export async function engineInNode(): Promise<typeof import('../engine')> {
  const node = globalThis as { process?: object }
  const { process } = node
  node.process = Object.create(process!, { versions: { value: {} } }) as object
  const ours = await import('../engine')
  await ours.engine()
  node.process = process
  return ours
}

const known = (value: string, mode: 'confirm' | 'ask' = 'confirm') => ({ value, as_of: '2026-03-20T00:00:00Z', source: '派出所', mode })
export const plan: FormPlan = {
  questions: [
    { name: 'home__door', mode: 'confirm', known: known('3-2-501'), asked_by: [{ module: 'rent', name: '出租房登记', department: '公安局', basis: '租赁房屋治安管理规定' }] },
    { name: 'home__use', mode: 'confirm', known: known('rented'), asked_by: [{ module: 'rent', department: '公安局' }] },
    { name: 'home__landlord', mode: 'confirm', known: known('王大明'), asked_by: [] },
    { name: 'home__phone', mode: 'ask', known: known('13700000000', 'ask'), asked_by: [] },
    { name: 'member', mode: 'confirm', instances: [{ id: 'r1', values: { member__name: known('李四') } }, { id: 'r2', values: { member__name: known('王五') } }], asked_by: [] },
    { name: 'member__name', within: 'member', mode: 'confirm', asked_by: [] },
  ],
}

export function find(root: RootNode, path: string): GeneralChildNode | undefined {
  const below = (node: AnyNode): GeneralChildNode[] => [...(node.currentState.children ?? [])].flatMap((child: AnyNode) => [child as GeneralChildNode, ...below(child)])
  return below(root).find((node) => node.currentState.reference === path || nameOf(node) === path)
}
export const leaf = (root: RootNode, path: string): Leaf => find(root, path) as Leaf
export const again = (xml: string, more: Partial<Before> = {}): Before => ({ xml, files: [], ...more })
