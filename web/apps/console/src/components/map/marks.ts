/** How kinds of records are told apart on the map, and what of them is chosen. */

/** The first letter of each name that no other kind has: 场所 and 场地 are 场 and 地. */
export function marksOf(names: readonly string[]): string[] {
  const taken = new Set<string>()
  return names.map((name) => {
    const letters = [...name].filter((letter) => letter.trim())
    const mark = letters.find((letter) => !taken.has(letter)) ?? letters[0] ?? '?'
    taken.add(mark)
    return mark.toUpperCase()
  })
}

/** What is chosen, by kind: none of the types for all of them. */
export function chosenOf(entries: readonly string[]): Map<string, string[]> {
  const all = new Map<string, string[]>()
  for (const entry of entries) {
    const [kind, type] = entry.split(':') as [string, string | undefined]
    all.set(kind, type ? [...(all.get(kind) ?? []), type].sort() : [])
  }
  return all
}
