/** What I am told: about cases that my units owe or watch over, and about my posts. Kept on the phone, read without signal. */
import { computed } from 'vue'
import { Problem, staff, type Notice, type Told } from '@jingwei/api'
import { keep, kept } from './db'
import { useLive } from './live'
import { may } from './session'

/** One line of the list. */
export type Line = { at: string; unseen: boolean } & ({ notice: Notice } | { told: Told })
export interface KeptNotices {
  lines: Line[]
  /** New ones, up to a hundred of each kind: the phone does not keep them all. */
  unseen: number
  /** Read up to here. */
  notice?: string
  told?: string
}

const SHOWN = 50
const EMPTY = { items: [] as Notice[] }

export async function readNotices(): Promise<void> {
  const mine = may('case.list')
  const asked = (whom: 'owed' | 'above') => staff.notices({ for: whom, limit: SHOWN }).catch((error: unknown) => {
    // a post without a unit is told nothing of cases
    if (error instanceof Problem && error.status === 403) return EMPTY
    throw error
  })
  const [owed, above, told, counts] = await Promise.all([mine ? asked('owed') : EMPTY, mine ? asked('above') : EMPTY, staff.told({ limit: SHOWN }), mine ? staff.unseenNotices() : { owed: 0, above: 0 }])
  const notices = [...new Map([...owed.items, ...above.items].map((notice) => [notice.key, notice])).values()].sort((a, b) => b.at.localeCompare(a.at))
  const lines: Line[] = [
    ...notices.map((notice) => ({ at: notice.at, unseen: notice.unseen, notice })),
    ...(told.items as Told[]).map((one) => ({ at: one.at, unseen: !one.seen, told: one })),
  ].sort((a, b) => b.at.localeCompare(a.at))
  await keep('notices', { lines, unseen: counts.owed + counts.above + told.unseen, notice: notices[0]?.key, told: told.items[0]?.at } satisfies KeptNotices)
}

/** All that the phone shows is seen. */
export async function seeNotices({ notice, told }: KeptNotices): Promise<void> {
  await Promise.all([notice && staff.seeNotices(notice), told && staff.seeTold(told)])
  await readNotices()
}

export function useNotices() {
  const notices = useLive<KeptNotices | undefined>(() => kept<KeptNotices>('notices'), undefined)
  return { notices, unseen: computed(() => notices.value?.unseen ?? 0) }
}
