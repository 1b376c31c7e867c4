/** What was not sent yet, kept while the window is open: a call or a full memory loses nothing. */
import type { Point } from '@jingwei/map'
import type { Sent } from './photo'

export interface Draft {
  text: string
  address: string
  point?: Point | null
  area?: { code: string; label: string } | null
  photos?: Sent[]
  category?: { pack: string; code: string; label: string } | null
}

const KEY = 'jw.draft'

export function readDraft(): Draft | null {
  try {
    const draft = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Draft | null
    return draft && typeof draft.text === 'string' ? draft : null
  } catch {
    return null
  }
}

export function writeDraft(draft: Draft | null): void {
  try {
    if (draft) sessionStorage.setItem(KEY, JSON.stringify(draft))
    else sessionStorage.removeItem(KEY)
  } catch {
    // refused or full: then it is only on the screen
  }
}
