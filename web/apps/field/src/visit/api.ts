/** The visits of the caller's areas, as the server gives them and takes them. */
import { Problem, type Name, type Page, type ProblemBody } from '@jingwei/api'
import { csrf } from '../lib/session'

type Said = Name | string

export interface VisitModule { code: string; name: Said; department: Said }

export interface VisitSubject { kind: string; id: string; label: string; area: string; area_name?: Said | null; lon?: number | null; lat?: number | null }

/** A list that was handed down, to be worked off by its last day. */
export interface VisitCampaign { id: string; name: Said; last_day: string; planned_on?: string | null; tries: number }

/** A subject that is to be visited; the id is the subject's for good. */
export interface VisitRow {
  id: string
  subject: VisitSubject
  /** A day, `2026-11-23`. */
  due_on: string
  late: boolean
  /** Today carries it; else it waits for another day, unless somebody goes there anyway. */
  today?: boolean
  modules: VisitModule[]
  questions: number
  minutes: number
  /** Campaigns that this visit serves. */
  campaigns?: VisitCampaign[]
  state: 'due' | 'done' | 'not_met'
  /** What registers did not take of the last visit; the departments have it. */
  refused?: { kind: Said; field?: Said | null; reason: Said }[]
}

/** Who asks a question, and by which law. */
export interface Asking { module: string; name?: Said | null; department: Said; basis?: Said | null }

/** `confirm`: known and fresh; `ask`: unknown, outdated or contradictory. */
export type AskMode = 'confirm' | 'ask'

/** What is known of one answer, and how old that is. */
export interface KnownAnswer extends SaidAnswer {
  mode: AskMode
  /** What sources say that contradict each other, the latest first. */
  disagreeing?: SaidAnswer[]
}

/** What one source says; without a list somebody saw or corrected it. */
export interface SaidAnswer { value: string; as_of: string; source?: string | null }

/** What is known of one instance of a repeat, by the names of its questions. */
export interface KnownInstance { id: string; values: Record<string, KnownAnswer> }

export interface PlanQuestion {
  /** As in the composed form. */
  name: string
  label?: Said
  element?: string | null
  section?: string
  /** The repeat that it stands in. */
  within?: string | null
  mode: AskMode
  /** What is known, an outdated answer too. */
  known?: KnownAnswer | null
  /** Of a repeat: those that are known, in the order in which they stand in the form. */
  instances?: KnownInstance[]
  asked_by: Asking[]
}

export interface FormPlan { questions: PlanQuestion[]; /** Questions of the separate forms. */ separately?: number }

export interface VisitForm { form_id: string; version: string; xform: string }

/** A visit with the one form of all its modules. */
export interface VisitView extends VisitRow { form: VisitForm; plan: FormPlan }

export const NOT_MET = ['nobody_home', 'refused', 'gone'] as const
export type NotMet = (typeof NOT_MET)[number]

const ROOT = '/api/v1/visits'

async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  const headers = new Headers(init.headers)
  headers.set('accept-language', document.documentElement.lang)
  if (init.method) headers.set('x-csrf-token', csrf.value)
  const answer = await fetch(`${ROOT}${path}`, { ...init, headers, credentials: 'same-origin' }).catch(() => {
    throw new Problem(0, { code: 'offline' })
  })
  if (!answer.ok) throw new Problem(answer.status, ((await answer.json().catch(() => null)) ?? {}) as ProblemBody)
  return (await answer.json().catch(() => undefined)) as T
}

export const visits = {
  list: (query: { date: string; campaigns?: boolean; all?: boolean; after?: string; limit: number }) => {
    const { date, campaigns, all, after, limit } = query
    return ask<Page<VisitRow>>(`?${new URLSearchParams({ date, limit: String(limit), ...(campaigns ? { campaigns: 'true' } : {}), ...(all ? { all: 'true' } : {}), ...(after ? { after } : {}) }).toString()}`)
  },
  one: (id: string) => ask<VisitView>(`/${encodeURIComponent(id)}`),
  /** The form filled in with its files; the same key and the same bytes at every retry. */
  submit: (id: string, form: FormData, key: string) =>
    ask<{ instance_id: string }>(`/${encodeURIComponent(id)}/submission`, { method: 'POST', headers: { 'idempotency-key': key }, body: form }),
  notMet: (id: string, said: { reason: NotMet; words?: string }, key: string) =>
    ask<unknown>(`/${encodeURIComponent(id)}/not-met`, { method: 'POST', headers: { 'idempotency-key': key, 'content-type': 'application/json' }, body: JSON.stringify(said) }),
}
