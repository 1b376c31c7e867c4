/** Categories on the phone: flat for looking up, and proposed from the words without asking anybody. */
import type { CategoryNode, Question } from '@jingwei/api'

export interface Leaf {
  pack: string
  code: string
  node: CategoryNode
  above: CategoryNode[]
}

export function leaves(nodes: CategoryNode[], pack = '', above: CategoryNode[] = []): Leaf[] {
  return nodes.flatMap((node) => {
    const own = node.pack ?? pack
    return node.children?.length ? leaves(node.children, own, [...above, node]) : [{ pack: own, code: node.code, node, above }]
  })
}

/** The categories whose own words stand in the text, the one with the longest first. A person confirms. */
export function propose(all: Leaf[], text: string, most = 3): { leaf: Leaf; words: string[] }[] {
  const said = text.toLowerCase()
  if (said.trim().length < 2) return []
  const found = all.flatMap((leaf) => {
    const own = [...(leaf.node.keywords ?? []), leaf.node.name.zh, leaf.node.name.en ?? '']
    const words = own.filter((word) => word.length > 1 && said.includes(word.toLowerCase()))
    return words.length ? [{ leaf, words, weight: Math.max(...words.map((word) => word.length)) + words.length / 100 }] : []
  })
  return found.sort((a, b) => b.weight - a.weight).slice(0, most).map(({ leaf, words }) => ({ leaf, words }))
}

export function questionsOf(all: Leaf[], pack: string, code: string): Question[] {
  return all.find((leaf) => leaf.pack === pack && leaf.code === code)?.node.questions ?? []
}
