/** The visits of the day on the phone, with their forms, read ahead so that a day can be worked without signal. */
import { computed } from 'vue'
import { Problem } from '@jingwei/api'
import { db, kept, type Item, type KeptVisit } from '../lib/db'
import { useLive } from '../lib/live'
import { visitDraft } from '../lib/queue/write'
import { parked, unsent } from '../lib/queue/rules'
import { person } from '../lib/session'
import { visits, type VisitRow, type VisitView } from './api'
import { engine } from './engine'

const PAGE = 100
/** Nobody makes more visits than this before the phone reads again. */
const MOST = 400
/** Forms that are read ahead; more than a day's. */
const AHEAD = 60
const FRESH_MS = 12 * 3_600_000

export const today = (now = new Date()): string => [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, '0')).join('-')

/** What is on the phone and not with the server stays as it was when it was begun. */
async function begun(id: string): Promise<boolean> {
  if (await kept(visitDraft(id))) return true
  const mine = await db.items.filter((item) => item.visit === id && (unsent(item) || parked(item))).count()
  return mine > 0
}

/** What campaigns have planned for today first, then what else today carries, then what waits for another day: that may be more than the phone takes. */
async function readList(): Promise<VisitRow[]> {
  const rows = new Map<string, VisitRow>()
  for (const wanted of [{ campaigns: true }, {}, { all: true }]) {
    let after: string | undefined
    do {
      const page = await visits.list({ ...wanted, date: today(), after, limit: PAGE })
      for (const row of page.items) rows.set(row.id, row)
      after = page.next ?? undefined
    } while (after && rows.size < MOST)
  }
  return [...rows.values()]
}

/** Today carries it; what was read before days had shares is today's. */
export const isToday = (one: Pick<KeptVisit, 'row'>): boolean => one.row.today !== false

/** The same is due: the form that was handed out is the right one still, and what is known is not revealed once more. */
const same = (a: VisitRow, b: VisitRow): boolean => a.due_on === b.due_on && a.modules.map((m) => m.code).join() === b.modules.map((m) => m.code).join()

async function taken(row: VisitRow, old?: KeptVisit): Promise<KeptVisit> {
  const whole = old?.view && (same(old.view, row) || (await begun(row.id)))
  return { id: row.id, row, view: whole ? old.view : undefined, read_at: whole ? old.read_at : 0 }
}

function rowOf(view: VisitView): VisitRow {
  const row: Partial<VisitView> = { ...view }
  delete row.form
  delete row.plan
  return row as VisitRow
}

/** One visit with its form, from the server onto the phone, unless it is being filled in. */
export async function readVisit(id: string): Promise<void> {
  const old = await db.visits.get(id)
  if (old?.view && (await begun(id))) return
  const view = await visits.one(id)
  // which day carries it the list alone knows
  await db.visits.put({ id, row: { ...rowOf(view), today: old?.row.today ?? true }, view, read_at: Date.now() })
}

/** Reads the list, then the forms that are missing or old, the late ones first. */
export async function readVisits(): Promise<void> {
  const rows = await readList().catch((error: unknown) => {
    // a post that makes no visits has none
    if (error instanceof Problem && (error.status === 403 || error.status === 404)) return []
    throw error
  })
  const old = new Map((await db.visits.toArray()).map((one) => [one.id, one]))
  // in one piece: with each change every list on the page is made anew
  await db.visits.bulkPut(await Promise.all(rows.map((row) => taken(row, old.get(row.id)))))
  for (const { id } of rows) old.delete(id)
  const gone = await Promise.all([...old.keys()].map(async (id) => ((await begun(id)) ? [] : [id])))
  await db.visits.bulkDelete(gone.flat())
  if (!rows.length) return
  const wanted = (await db.visits.toArray()).filter((one) => one.row.state === 'due' && isToday(one) && (!one.view || one.read_at < Date.now() - FRESH_MS))
  for (const { id } of wanted.sort(byDue).slice(0, AHEAD)) await readVisit(id)
  await engine()
}

/** The day on which somebody should go: the earliest that a rule or the plan of a campaign says. */
const goOn = (row: VisitRow): string => [row.due_on, ...(row.campaigns ?? []).map((one) => one.planned_on ?? one.last_day)].sort()[0]!
export const byDue = (a: KeptVisit, b: KeptVisit): number => goOn(a.row).localeCompare(goOn(b.row)) || a.row.subject.label.localeCompare(b.row.subject.label, 'zh')

export type VisitMark = 'draft' | 'waiting' | 'decide'

/** The visits as the list shows them: those that are due, with what of them is on the phone alone. */
export function useVisits() {
  const all = useLive<KeptVisit[]>(() => db.visits.toArray(), [])
  const items = useLive<Item[]>(() => db.items.filter((item) => !!item.visit).toArray(), [])
  const drafts = useLive<string[]>(async () => (await db.kept.where('key').startsWith(visitDraft('')).primaryKeys()) as string[], [], person)
  const markOf = (id: string): VisitMark | undefined => {
    const item = items.value.find((one) => one.visit === id && one.person === person.value && (unsent(one) || parked(one)))
    if (item) return parked(item) ? 'decide' : 'waiting'
    return drafts.value.includes(visitDraft(id)) ? 'draft' : undefined
  }
  // whoever made a visit of which a register did not take something should hear of it
  const told = (one: KeptVisit) => one.row.state === 'done' && !!one.row.refused?.length
  const last = (one: KeptVisit) => (told(one) ? -1 : Number(markOf(one.id) === 'waiting'))
  const due = computed(() => all.value.filter((one) => one.row.state === 'due' || told(one)).sort((a, b) => last(a) - last(b) || byDue(a, b)))
  const open = computed(() => due.value.filter((one) => last(one) === 0 && isToday(one)))
  return { due, open, markOf }
}
