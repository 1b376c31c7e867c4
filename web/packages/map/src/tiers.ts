/** Which level of the code profile is drawn as which tier of the map. */
import { open, type Site } from '@jingwei/api'

export type Tiers = Record<string, string | undefined>
const TIERS = 'jw.map.tiers'

/** The levels to draw; without the server those of the last time, since tiles may be on the device. */
export async function tiersOf(site: Site | null | undefined): Promise<Tiers> {
  try {
    const found = await asked(site)
    localStorage.setItem(TIERS, JSON.stringify(found))
    return found
  } catch {
    return JSON.parse(localStorage.getItem(TIERS) ?? '{}') as Tiers
  }
}

/** The first level that has areas below the root, then two more, and the grids. */
async function asked(site: Site | null | undefined): Promise<Tiers> {
  const all = (await open.levels()).levels
  const below = all.findIndex((level) => level.id === site?.root?.level) + 1
  const plain = all.slice(below < all.length ? below : 0).filter((level) => !level.grid)
  while (plain.length > 1 && (await open.areas({ level: plain[0]!.id, limit: 1 })).items.length === 0) plain.shift()
  return { top: plain[0]?.id, middle: plain[1]?.id, fine: plain[2]?.id, grid: all.find((level) => level.grid)?.id }
}
