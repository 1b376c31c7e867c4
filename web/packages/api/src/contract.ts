/**
 * The shapes of `/api/v1` as the two front ends use them.
 * Times are RFC 3339 text, coordinates WGS-84 degrees, lengths metres, sizes bytes.
 */

/** A name or sentence in both languages; English may be missing in a city's own data. */
export interface Name {
  zh: string
  en?: string | null
}

export type Phase = 'intake' | 'verify' | 'dispatch' | 'work' | 'arbitrate' | 'check' | 'feedback' | 'rest' | 'end'
export type Outcome = 'closed' | 'answered' | 'transferred' | 'not_accepted' | 'joined' | 'voided'
export type Priority = 'low' | 'normal' | 'high' | 'urgent'

export interface Coded {
  code: string
  name: Name
}

export interface StateRef extends Coded {
  phase: Phase
}

export interface AreaRef extends Coded {
  level?: string | null
  kind?: string | null
}

export interface Place {
  grid?: AreaRef | null
  path: AreaRef[]
  area_path?: string
  exclusive?: boolean
  outside_m?: number | null
  layers?: Record<string, AreaRef>
}

export interface Basemap {
  url: string
  datum?: string
  attribution?: string
}

export interface Site {
  name: Name
  demo: boolean
  root?: AreaRef | null
  bounds?: [number, number, number, number] | null
  center?: [number, number] | null
  languages: string[]
  basemap?: Basemap | null
  demo_accounts?: { login: string; name: Name }[]
  /** The password of the demo accounts; in a demo only. */
  demo_password?: string | null
  max_upload_bytes: number
}

export interface CategoryNode extends Coded {
  pack?: string
  public?: boolean
  keywords?: string[]
  children?: CategoryNode[]
}

export interface Upload {
  id: string
  mime: string
  size: number
  width?: number | null
  height?: number | null
  position?: { lon: number; lat: number } | null
  taken_at?: string | null
}

export interface PublicCase {
  number: string
  category?: Coded | null
  state: StateRef
  lon?: number | null
  lat?: number | null
  text?: string | null
  registered_at: string
  updated_at?: string
  photo?: string | null
}

export interface NewReport {
  category?: { pack: string; code: string }
  case_type?: string
  text: string
  place: { lon?: number; lat?: number; datum?: string; address?: string; area?: string }
  reporter?: { name?: string; phone?: string; email?: string }
  /** Hides the reporter from those who handle the matter. */
  hide_reporter?: boolean
  attachments?: string[]
  attributes?: Record<string, string>
}

export interface DeskReport extends NewReport {
  channel: string
  external?: { system: string; number: string }
  outcome?: { action: string; input: Record<string, unknown> }
}

export interface Registered {
  number: string
  token?: string | null
  receipt?: string | null
  state?: StateRef
  place?: Place | null
}

export interface PhotoRef {
  url: string
  thumb: string
}

export interface TrackStep {
  at: string
  action: string
  name?: Name | null
  text?: string | null
  by_unit?: Name | null
  photos?: PhotoRef[]
}

export interface Track {
  number: string
  state: StateRef
  outcome?: Outcome | null
  category?: Coded | null
  text?: string | null
  place: { address?: string | null; path: AreaRef[] }
  lon?: number | null
  lat?: number | null
  registered_at: string
  due_at?: string | null
  closed_at?: string | null
  steps: TrackStep[]
  merged_into?: string | null
  photos: PhotoRef[]
  can: { rate: boolean; ask_reopen: boolean; follow?: boolean }
  rating?: { grade: number; comment?: string | null } | null
}

export interface Post {
  id: string
  kind: string
  name: Name
  unit?: Coded | null
  area?: AreaRef | null
  deputy?: boolean
}

export interface Session {
  person: { id: string; name: string; login: string }
  posts: Post[]
  actions: string[]
  csrf: string
  language?: string | null
}

export interface CaseRow {
  number: string
  pack: string
  case_type: string
  category?: Coded | null
  state: StateRef
  text: string
  address?: string | null
  area?: Coded | null
  area_names?: string | null
  unit?: Coded | null
  priority: Priority
  channel: string
  registered_at: string
  updated_at: string
  due_at?: string | null
  due_kind?: 'promise' | 'sign' | 'task' | null
  late: boolean
  due_soon: boolean
  has_photo: boolean
  lon?: number | null
  lat?: number | null
  returns?: number
}

export interface Page<T> {
  items: T[]
  next?: string | null
}

export interface Task {
  id: string
  unit: Coded
  lead: boolean
  state: 'open' | 'signed' | 'done' | 'returned' | 'withdrawn'
  sent_at: string
  signed_at?: string | null
  done_at?: string | null
  due_at?: string | null
  person?: string | null
}

export interface ClockView {
  kind: 'promise' | 'sign' | 'task'
  /** The task it belongs to; none for the promise. */
  task?: string | null
  name?: Name | null
  started_at: string
  due_at?: string | null
  met_at?: string | null
  late: boolean
  paused: boolean
  /** Stopped because nothing is owed any more. */
  dropped?: boolean
}

export interface Attachment {
  id: string
  kind?: string | null
  mime: string
  url: string
  thumb?: string | null
  at: string
  public?: boolean
}

export interface Missed {
  rule: string
  name?: Name | null
  reason: unknown
}

export interface Why {
  source: 'catalogue' | 'ruling' | 'route' | 'none'
  rule?: string | null
  rule_name?: Name | null
  /** The case in which an arbiter ruled. */
  ruling?: string | null
  values?: [string, unknown][]
  missed?: Missed[]
  unit?: Coded | null
  assists?: Coded[]
  priority?: Priority
  clocks?: Record<string, Coded>
}

export interface TimelineEntry {
  seq: number
  at: string
  action: string
  name?: Name | null
  actor?: { kind?: string; name?: string | null; post?: Name | null; unit?: Name | null } | null
  state?: StateRef | null
  changes?: Record<string, unknown>[]
  texts?: { key: string; text?: string | null; public?: boolean }[]
  photos?: Attachment[]
  hash: string
}

export type InputType =
  | 'text' | 'choice' | 'unit' | 'units' | 'person' | 'category' | 'number' | 'date_time' | 'clock'
  | 'attachments' | 'case' | 'bool' | 'rating'

export interface OfferInput {
  key: string
  type: InputType
  name?: Name | null
  required: boolean
  min?: number | null
  max?: number | null
  options?: { code: string; name?: Name | null }[]
  kind?: string | null
  default?: unknown
}

export interface Offer {
  action: string
  name?: Name | null
  inputs: OfferInput[]
  public?: boolean
}

export interface CaseView {
  number: string
  version: number
  pack: string
  pack_version?: string
  case_type: Coded
  category?: Coded | null
  state: StateRef
  outcome?: Outcome | null
  priority: Priority
  tier?: Coded | null
  channel: string
  text?: string | null
  address?: string | null
  place: Place
  lon?: number | null
  lat?: number | null
  registered_at?: string
  reporter?: {
    kind?: string
    hidden?: boolean
    revealable?: boolean
    name_masked?: string | null
    phone_masked?: string | null
    email_masked?: string | null
  } | null
  unit?: Coded | null
  tasks: Task[]
  clocks: ClockView[]
  aliases?: { system: string; number: string }[]
  attachments: Attachment[]
  why?: Why | null
  proposal?: { unit?: Coded | null; assists?: Coded[]; priority?: Priority } | null
  timeline: TimelineEntry[]
  actions: Offer[]
  similar?: CaseRow[]
  rating?: { grade: number; comment?: string | null } | null
  extension?: { amount?: number; reason?: string | null; [field: string]: unknown } | null
  orders?: { no: string; at: string; deadline: string; replied_at?: string | null; cancelled_at?: string | null }[]
  rest?: { kind: string; since: string; until?: string | null } | null
  merged_into?: string | null
  merged_from?: string[]
  reopen_asked?: boolean
  closed_at?: string | null
}

export interface Receipt {
  number: string
  registered_at: string
  due_at?: string | null
  /** A salted hash of the facts: proves later what was registered. */
  receipt: string
}

export interface Unit extends Coded {
  level?: string | null
  area?: AreaRef | null
}

export interface Person {
  id: string
  name: string
  posts?: Post[]
}

export interface Stats {
  open: number
  late: number
  due_soon: number
  registered_today: number
  closed_today: number
  on_time_rate?: number | null
  reopened: number
  satisfied_rate?: number | null
  by_phase: { key: string; name?: Name | null; n: number }[]
  by_category: { key: string; name?: Name | null; n: number }[]
  by_unit: { code: string; name: Name; open: number; late: number }[]
  by_day: { day: string; registered: number; closed: number }[]
  by_area: { code: string; name: Name; open: number; late: number }[]
}

/** An entry of the dispatch catalogue; units, categories and clocks by their codes. */
export interface CatalogueEntry {
  id: string
  pack: string
  category: string
  area_path?: string
  /** It comes from an arbiter's ruling, made in the case `case_number`. */
  ruling: boolean
  case_number?: string | null
  unit: string
  function?: string | null
  level?: string | null
  assists: string[]
  promise?: string | null
  sign?: string | null
  task?: string | null
  condition?: string | null
  standard?: string | null
  basis?: string | null
  valid_from?: string | null
  valid_to?: string | null
}

/** What taking in a workbook found and did. */
export interface CatalogueSheet {
  dry_run: boolean
  rows: number
  written: number
  problems: { row: number; column: string; value: string; expected: string }[]
}

export interface PackSummary {
  id: string
  name: Name
  description?: Name | null
  /** The version in use; none when the pack is switched off. */
  enabled?: string | null
  versions: { version: string; hash: string }[]
}

/** A case type as the pack's author wrote it. */
export interface CaseType {
  code: string
  name: Name
  states: Record<string, { name: Name; phase: Phase; outcome?: Outcome | null }>
  transitions: { action: string; name?: Name | null; from: string | string[]; to?: string | null }[]
}

export interface PackView extends PackSummary {
  version: string
  content: { case_types?: CaseType[] }
}

export interface Levels {
  levels: { id: string; name: Name; grid?: boolean }[]
}

/** The filters of a list of cases; all of them stand in the address of the page. */
export interface CaseFilter {
  queue?: string
  state?: string
  phase?: string
  pack?: string
  category?: string
  unit?: string
  area?: string
  priority?: string
  channel?: string
  q?: string
  after?: string
  limit?: number
}
