/** What the phone keeps of the area, so that a worker can read without signal: cases with their details, borders, categories. */
import { computed, ref } from 'vue'
import { open, Problem, staff, type CaseRow, type CaseView, type CategoryNode, type Site } from '@jingwei/api'
import { db, isFull, keep, kept } from './db'
import { keepTiles, type Ground } from './ground'
import { readNotices } from './notices'
import { ended, me, person, standing } from './session'
import { useLive } from './live'
import { readVisits } from '../visit/keep'

const LISTS = ['todo', 'mine', 'late', 'due_soon', 'open'] as const
const DETAILS = 150
const PAGE = 200
const FORGET_MS = 14 * 86_400_000

export const reading = ref(false)
export const readProblem = ref<unknown>(null)

export async function putView(view: CaseView): Promise<void> {
  const old = await db.cases.get(view.number)
  const row: CaseRow = { ...(old?.row ?? rowOf(view)), state: view.state }
  await db.cases.put({ number: view.number, row, lists: old?.lists ?? [], view, view_of: undefined, read_at: Date.now() })
}

function rowOf(view: CaseView): CaseRow {
  const { number, pack, category, state, priority, channel, address, lon, lat, unit } = view
  const at = view.registered_at ?? new Date().toISOString()
  return {
    number, pack, category, state, priority, channel, address, lon, lat, unit, case_type: view.case_type.code, text: (view.text ?? '').slice(0, 80),
    registered_at: at, updated_at: at, late: view.clocks.some((clock) => clock.late && !clock.met_at), due_soon: false, has_photo: view.attachments.length > 0, returns: 0,
  }
}

/** One case, from the server onto the phone. */
export async function readCase(number: string): Promise<void> {
  await putView(await staff.case(number))
}

async function readLists(): Promise<void> {
  const found = new Map<string, { row: CaseRow; lists: string[] }>()
  for (const queue of LISTS) {
    for (const row of (await staff.cases({ queue, limit: PAGE })).items) {
      const one = found.get(row.number) ?? { row, lists: [] }
      one.lists.push(queue)
      found.set(row.number, one)
    }
  }
  await db.transaction('rw', db.cases, async () => {
    const old = new Map((await db.cases.toArray()).map((one) => [one.number, one]))
    for (const [number, { row, lists }] of found) {
      const had = old.get(number)
      await db.cases.put({ number, row, lists, view: had?.view, view_of: had?.view_of, read_at: Date.now() })
      old.delete(number)
    }
    for (const gone of old.values()) {
      if (gone.read_at < Date.now() - FORGET_MS) await db.cases.delete(gone.number)
      else if (gone.lists.length) await db.cases.put({ ...gone, lists: [] })
    }
  })
}

/** Details of what changed since they were read; the most pressing first. */
async function readDetails(): Promise<void> {
  const weight = (lists: string[]) => LISTS.findIndex((list) => lists.includes(list))
  const all = (await db.cases.toArray()).filter((one) => one.lists.length)
  const wanted = all.sort((a, b) => weight(a.lists) - weight(b.lists)).slice(0, DETAILS).filter((one) => !one.view || one.view_of !== one.row.updated_at)
  for (const { number, row } of wanted) {
    const view = await staff.case(number)
    await db.cases.update(number, { view, view_of: row.updated_at, read_at: Date.now() })
  }
}

/** What the posts do not allow is done without. */
function allowed<T>(asked: Promise<T>, instead: () => Promise<T>): Promise<T> {
  return asked.catch((error: unknown) => (error instanceof Problem && error.status === 403 ? instead() : Promise.reject(error as Error)))
}

/** The ground: where the posts are, with the grids in it. */
async function readGround(): Promise<void> {
  const paths = [...new Set((me.value?.posts ?? []).flatMap((post) => (post.area ? [post.area.code] : [])))]
  const areas = await Promise.all(paths.map((code) => open.area(code)))
  const above = areas.filter((one) => !areas.some((other) => other !== one && one.path.startsWith(`${other.path}/`)))
  const features: GeoJSON.Feature[] = []
  for (const area of above) {
    const parent = area.is_grid ? area.parent : area.code
    const grids = parent ? await open.ground({ level: 'grid', parent }) : null
    features.push(...(grids?.features ?? []))
  }
  const mine = areas.map((area) => area.code)
  const boxes = above.flatMap((area) => (area.bbox ? [area.bbox as [number, number, number, number]] : []))
  await keep('ground', { features, mine, boxes, names: above.map((area) => area.name) })
  const teams = await Promise.all(above.map((area) => allowed(staff.posts({ area: area.code, limit: 200 }), () => Promise.resolve({ items: [] }))))
  await keep('teams', teams.flatMap((page) => page.items))
}

const FRESH_MS = 60_000
const GROUND_MS = 12 * 3_600_000
/** When all was read last, and for whom. */
let last = { at: 0, person: '' }

const older = async (key: string): Promise<boolean> => Date.now() - ((await db.kept.get(key))?.at ?? 0) > GROUND_MS

/** Reads what is new. Safe to call often: within a minute nothing is asked twice. */
export async function readAll(force = false): Promise<void> {
  if (reading.value || !me.value || standing.value === 'ended' || !navigator.onLine) return
  if (!force && last.person === person.value && Date.now() - last.at < FRESH_MS) return
  reading.value = true
  try {
    await readLists()
    await keep('read', new Date().toISOString())
    await readNotices()
    readProblem.value = null
    if (force || (await older('ground'))) {
      await keep('site', await open.site())
      await keep('categories', (await allowed(staff.categories(), open.categories)).items)
      await readGround()
    }
    await readVisits()
    await readDetails()
    last = { at: Date.now(), person: person.value }
    const ground = await kept<Ground>('ground')
    if (ground && (await older('tiles')) && (await keepTiles(ground.boxes))) await keep('tiles', true)
  } catch (error) {
    if (error instanceof Problem && error.status === 401) ended()
    else readProblem.value = isFull(error) ? new Problem(507, { code: 'field.full' }) : error
  } finally {
    reading.value = false
  }
}

export function useKept<T>(key: string) {
  return useLive<T | undefined>(() => kept<T>(key), undefined)
}
export const useSite = () => {
  const site = useKept<Site>('site')
  return computed(() => site.value)
}
export const useCategories = () => useKept<CategoryNode[]>('categories')
