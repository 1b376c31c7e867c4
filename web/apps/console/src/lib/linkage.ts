/** What the pages of linkage share: which kinds can be compared, what was found in words, how much it says. */
import type { LinkageEvidence, PairView, RecordKind } from '@jingwei/api'

/** The purposes for which lists of a kind may be compared. */
export const linkPurposes = (kind: RecordKind | undefined) =>
  (kind?.purposes ?? []).filter((one) => kind?.linkage?.purposes.includes(one.code))

/** A level of the engine as a key of the words. */
export const levelKey = (level: string): string => `linkage.levels.${level.toLowerCase().replace(/[^a-z]+/g, '_')}`

/** How much a comparison says, in one of seven words. */
export function strength(weight: number): string {
  const size = Math.abs(weight)
  const degree = size < 0.5 ? 0 : size < 2 ? 1 : size < 6 ? 2 : 3
  return degree === 0 ? 'none' : `${weight > 0 ? 'for' : 'against'}${degree}`
}

/** The length of its bar, of a hundred. */
export const share = (weight: number): number => Math.min(100, Math.round((Math.abs(weight) / 12) * 100))

/** What was compared first, the rest of what either of them knows behind it. */
export function rowsOf(pair: PairView): { code: string; evidence?: LinkageEvidence }[] {
  const compared = pair.evidence.map((one) => ({ code: one.field, evidence: one }))
  const known = new Set(compared.map((one) => one.code))
  const has = (side: PairView['left'], code: string) => side.values.some((one) => one.code === code && one.value !== undefined && one.value !== null)
  const rest = pair.left.values.map((one) => one.code).filter((code) => !known.has(code) && (has(pair.left, code) || has(pair.right, code)))
  return [...compared, ...rest.map((code) => ({ code }))]
}
