/** The record as a chain: whether the entries at hand hang together, and what they are about. */
import type { TrailEntry } from '@jingwei/api'

/** How an entry hangs on the one before it in its stream, as far as the entries at hand tell. */
export type Link = 'first' | 'joined' | 'broken' | 'unseen'

/** By position. `unseen`: the entry before it is not among these. */
export function linksOf(entries: readonly TrailEntry[]): Map<number, Link> {
  const hashes = new Map(entries.map((entry) => [`${entry.stream}#${entry.seq}`, entry.hash]))
  const link = ({ stream, seq, prev_hash: before }: TrailEntry): Link => {
    if (seq === 1) return before === '' ? 'first' : 'broken'
    const known = hashes.get(`${stream}#${seq - 1}`)
    return known === undefined ? 'unseen' : known === before ? 'joined' : 'broken'
  }
  return new Map(entries.map((entry) => [entry.pos, link(entry)]))
}

/** Kind and name of what a stream is about, or of an actor: `pack/city-upkeep`. */
export function parted(path: string): { kind: string; id: string } {
  const cut = path.indexOf('/')
  return cut < 0 ? { kind: path, id: '' } : { kind: path.slice(0, cut), id: path.slice(cut + 1) }
}

/** The page of what an entry is about, if there is one that the reader may open. */
export function pageOf(entry: TrailEntry, may: (action: string) => boolean): string | undefined {
  const { kind, id } = parted(entry.stream)
  switch (kind) {
    case 'case': return entry.number && may('case.read') ? `/cases/${entry.number}` : undefined
    case 'person': return may('person.write') ? `/people/${id}` : undefined
    case 'unit': return may('unit.write') ? `/units?q=${encodeURIComponent(id)}` : undefined
    case 'pack': return may('pack.read') ? `/packs/${id}` : undefined
    case 'calendar': return may('area.read') ? `/calendars${id ? `?area=${id}` : ''}` : undefined
    case 'catalogue': return may('catalogue.read') ? '/catalogue' : undefined
    case 'webhook': return may('webhook.write') ? '/webhooks' : undefined
    case 'client': return may('client.write') ? '/clients' : undefined
    case 'duty': return may('duty.read') ? `/duty/${id}` : undefined
    default: return undefined
  }
}
