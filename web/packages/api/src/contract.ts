/**
 * The shapes of `/api/v1` under the names the front ends use. They come from the server's own description
 * (`generated.ts`), so that a changed field breaks the build; only what the description leaves open is narrowed here.
 */
import type { components } from './generated'

type S = components['schemas']
type Narrowed<T, N> = Omit<T, keyof N> & N

export type Phase = 'intake' | 'verify' | 'dispatch' | 'work' | 'arbitrate' | 'check' | 'feedback' | 'rest' | 'end'
export type Outcome = 'closed' | 'answered' | 'transferred' | 'not_accepted' | 'joined' | 'voided'
export type Priority = 'low' | 'normal' | 'high' | 'urgent'
export type ClockKind = 'promise' | 'sign' | 'task'

/** A name or sentence in both languages; English may be missing in a city's own data. */
export type Name = S['Text']
export type Coded = S['Named']
export type StateRef = Narrowed<S['StateRef'], { phase: Phase }>
export type AreaRef = S['AreaRef']
export type Area = S['Area']
export type AreaDetail = S['AreaDetail']
export type Board = S['Board']
export type Place = S['Place']
export type Basemap = S['Basemap']
export type Site = Narrowed<S['Site'], {
  bounds?: [west: number, south: number, east: number, north: number] | null
  center?: [lon: number, lat: number] | null
}>
export type Levels = Narrowed<S['Levels'], { levels: { id: string; name: Name; grid?: boolean }[] }>
export type Question = S['Question']
export type CategoryNode = Pick<S['CategoryNode'], 'code' | 'name' | 'pack' | 'keywords' | 'questions'> & { children?: CategoryNode[] }
export type SuggestedCategory = S['SuggestedCategory']
export type Upload = S['UploadView']

export type NewReport = S['ReportBody']
export type DeskReport = S['RegisterBody']
export type Channel = S['Channel']
export type Reported = S['ReportedView']
export type Registered = S['RegisteredView']
export type PublicCase = Narrowed<S['PublicCase'], { state: StateRef }>
export type PhotoRef = S['PhotoRef']
export type Track = Narrowed<S['Track'], { state: StateRef; outcome?: Outcome | null }>

export type CasePaper = S['CasePaper']
export type OrderView = S['OrderView']
export type PublicOrder = Narrowed<S['PublicOrder'], { state: 'standing' | 'replied' | 'cancelled' }>
export type Session = S['SessionView']
export type CaseRow = Narrowed<S['CaseRow'], { state: StateRef; priority: Priority; due_kind?: ClockKind | null }>
export type Notice = Narrowed<S['Notice'], { kind: 'late' | 'due_soon' | 'rest_over' | 'order_late'; clock?: ClockKind | null; case: CaseRow }>
export type SupervisionOrder = Narrowed<S['SupervisionOrder'], { case: CaseRow }>
export type NoticeCounts = S['NoticeCounts']
export type Task = S['TaskView']
export type ClockView = Narrowed<S['ClockView'], { kind: ClockKind }>
export type Attachment = S['AttachmentView']
export type Why = Narrowed<S['WhyView'], {
  source: 'catalogue' | 'ruling' | 'route' | 'none'
  values: [name: string, value: unknown][]
  missed: Narrowed<S['MissedView'], { reason: unknown }>[]
}>
export type TimelineEntry = Narrowed<S['StepView'], { state?: StateRef | null; changes: Record<string, unknown>[] }>
export type InputType =
  | 'text' | 'choice' | 'unit' | 'units' | 'person' | 'category' | 'number' | 'date_time' | 'clock'
  | 'attachments' | 'case' | 'bool' | 'rating'
export type OfferInput = Narrowed<S['InputView'], { type: InputType; default?: unknown }>
export type Offer = Narrowed<S['Offer'], { inputs: OfferInput[] }>
export type CaseView = Narrowed<S['CaseView'], {
  state: StateRef
  outcome?: Outcome | null
  priority: Priority
  clocks: ClockView[]
  why?: Why | null
  timeline: TimelineEntry[]
  actions: Offer[]
  similar: CaseRow[]
  extension?: Record<string, unknown> | null
}>
export type Receipt = S['Receipt']
export type Stats = S['Stats']
export type StatsRow = S['StatsRow']
export type Open = S['OpenNow']
export type Bulletin = S['Bulletin']
export type NewCampaign = S['NewFormCampaign']
export type CampaignRow = S['FormCampaignRow']
export type Campaign = S['FormCampaignView']
export type CampaignCount = S['FormCampaignCount']
export type CampaignDraft = S['FormCampaignDraft']
export type CampaignProgress = S['FormCampaignProgress']
export type CampaignItem = S['FormCampaignItem']
export type Absence = S['Absence']
export type NewAbsence = S['NewAbsence']
export type FormModule = S['FormModule']
export type FormQuestion = S['FormQuestion']
export type FormFinding = S['FormFinding']
export type FormModuleRow = S['FormModuleRow']
export type FormModuleView = S['FormModuleView']
export type FormModuleDeciding = S['FormModuleDeciding']
export type FormBurden = S['FormBurdenTable']
export type FormModulesTaken = S['FormModulesOfPackDone']
export type FormKey = S['FormKey']
export type NewFormKey = S['NewFormKey']
export type PublishedForm = S['PublishedFormView']
export type FormPublished = S['FormPublished']
export type FormSubmission = S['FormSubmissionView']
export type PublishedFormDetail = S['PublishedFormDetail']
export type FormRecordRow = S['FormRecordRow']
export type FormRecordExport = S['FormRecordExport']
export type FormReading = S['FormReading']
export type FormAnswers = S['FormAnswers']
export type FormAnswerLine = S['FormAnswerLine']
export type RecordPurpose = S['RegisterPurpose']
/** What is wrong with a workbook, and where: in the refusal `form.workbook`. */
export interface WorkbookMistake { sheet: string; row: number; column: string; code: string; message: { zh: string; en?: string } }
export type BulletinRow = S['BulletinRow']
export type BulletinBlock = S['BulletinBlock']
export type BulletinCell = S['BulletinCell']
export type BulletinCompared = S['BulletinCompared']
export type BulletinGroup = S['BulletinGroup']
export type BulletinMeasure = S['BulletinMeasure']
export type BulletinExclusion = S['BulletinExclusion']
export type BulletinObjection = S['BulletinObjection']
export type BulletinStep = S['BulletinStep']
export type BulletinState = S['BulletinState']
export type BulletinCases = Narrowed<S['BulletinCases'], { items: CaseRow[] }>
export type NewBulletin = S['NewBulletin']
export type NewObjection = S['BulletinObjecting']
export type NewDecision = S['BulletinDeciding']
export type RecordKind = S['RegisterKindView']
export type RecordField = S['RegisterField']
export type CodeTable = S['RegisterCodeTable']
export type RecordRow = Narrowed<S['RegisterRow'], { values: Record<string, unknown> }>
export type RecordValue = Narrowed<S['RegisterValue'], { value?: unknown }>
export type RecordView = Narrowed<S['RegisterRecord'], { values: RecordValue[] }>
export type RecordPast = S['RegisterPast']
export type RecordCounts = S['RegisterCounts']
export type ResourceTree = S['RegisterTree']
export type ResourceKind = S['RegisterTreeKind']
export type RecordSpot = S['RegisterSpot']
export type RecordRelation = Narrowed<S['RegisterRelationView'], { other?: RecordRow }>
export type RecordRelations = Narrowed<S['RegisterRelations'], { items: RecordRelation[] }>
export type Relating = S['RegisterRelating']
export type RecordReveals = S['RegisterReveals']
export type RecordList = Narrowed<S['RegisterList'], { mapping: Record<string, unknown> }>
export type LinkageRun = S['RegisterRun']
export type LinkageEvidence = S['RegisterEvidence']
export type PairLine = S['RegisterPairLine']
export type PairRow = Narrowed<S['RegisterPairRow'], { records: RecordRow[] }>
export type PairView = Narrowed<S['RegisterPair'], { left: RecordView; right: RecordView }>
export type Verdict = S['RegisterVerdict']
export type ThingSaid = Narrowed<S['RegisterSaid'], { value: unknown }>
export type ThingView = Narrowed<S['RegisterThing'], { records: RecordRow[]; fields: Narrowed<S['RegisterThingField'], { said: ThingSaid[] }>[] }>
export type RecordImport = Narrowed<S['RegisterImportReport'], { preview: Narrowed<S['RegisterPreview'], { values: Record<string, unknown> }>[] }>
export type StandardAddress = S['StandardAddress']
export type AddressLocated = S['AddressLocated']
export type AddressPage = S['AddressPage']
export type Unit = S['UnitView']
export type NewUnit = S['NewUnit']
export type Person = S['PersonView']
export type NewPerson = S['NewPerson']
export type Post = S['PostView']
export type NewPost = S['NewPost']
export type HandOverPreview = S['HandOverPreview']
export type NewHandOver = S['NewHandOver']
export type HandedOver = S['HandedOver']
export type SheetReport = S['SheetReport']
export type Roles = S['Roles']
export type Role = S['Role']
export type HandOver = S['HandOver']
export type Vacancy = S['Vacancy']
export type Team = S['Team']
export type ToldPage = S['ToldPage']
export type Told = Narrowed<S['ToldView'], { about: Record<string, unknown> }>
export type Desk = S['DeskView']
export type NewDesk = S['NewDesk']
export type Shift = S['ShiftView']
export type DutyFact = S['DutyFact']
export type Client = S['ClientView']
export type AccountState = S['AccountState']
export type Account = S['Account']
export type AccountReport = S['AccountReport']
export type Alert = S['AlertView']
export type AlertWish = S['Wish']
export type Pace = S['Pace']
export type Messaging = S['Messaging']
export type Webhook = S['WebhookView']
export type NewWebhook = S['NewWebhook']
export type Delivery = S['DeliveryView']
export type FoundArea = S['FoundArea']
export type CatalogueEntry = S['Entry']
/** An entry as one writes it: what is left out the server fills in. */
export type NewEntry = Pick<CatalogueEntry, 'pack' | 'category'> & Partial<CatalogueEntry>
export type CatalogueSheet = S['CatalogueSheet']
export type PackSummary = S['PackSummary']

/** Who may take a step: a kind of post, a relation to the case, or both. */
export interface StepBy {
  post?: string
  relation?: string
}
/** A step from one state to another, as the pack's author wrote it. */
export interface Transition {
  action: string
  name?: Name | null
  from: string | string[]
  to?: string | null
  who?: StepBy[]
  not?: string[]
  guard?: string | null
  input?: { key: string; name?: Name; required?: boolean; min?: number; max?: number }[]
  effects?: (string | Record<string, string>)[]
  public?: boolean
}
/** A case type as the pack's author wrote it. */
export interface CaseType {
  code: string
  name: Name
  initial: string
  limits?: Record<string, number>
  states: Record<string, { name: Name; phase: Phase; outcome?: Outcome | null }>
  transitions: Transition[]
}
/** A category as the pack's author wrote it. */
export interface PackCategory {
  code: string
  name: Name
  children?: PackCategory[]
  [more: string]: unknown
}
/** Something of a pack that has a code. */
export interface PackItem {
  code: string
  name?: Name
  [more: string]: unknown
}
/** What a pack says (`docs/packs.schema.json`); sections that are not named here are shown as they are. */
export interface PackContent {
  case_types?: CaseType[]
  categories?: PackCategory[]
  functions?: Coded[]
  posts?: (Coded & { role?: string })[]
  clocks?: (Coded & { amount?: number; unit?: string })[]
  routes?: PackItem[]
  replies?: PackItem[]
  refusals?: PackItem[]
  tiers?: PackItem[]
  attributes?: PackItem[]
  [section: string]: unknown
}
export type PackView = Narrowed<S['PackDetail'], { content: PackContent }>

/** One fact of the ledger, as whoever reviews sees it. */
export type TrailEntry = Narrowed<S['TrailEntry'], { data: Record<string, unknown> }>
export type Trail = Narrowed<S['Trail'], { items: TrailEntry[] }>

/** A working calendar as it was written; what is left out is as in its base. */
export interface CalendarSpec {
  base?: string
  zone?: string
  weekend?: string[]
  hours?: string[]
  listed_years?: number[]
  holidays?: string[]
  makeup_workdays?: string[]
}
export type WrittenCalendar = Narrowed<S['WrittenCalendar'], { spec: CalendarSpec }>
export type AppliedCalendar = Narrowed<S['AppliedCalendar'], { spec: CalendarSpec }>

export interface Page<T> {
  items: T[]
  next?: string | null
}

/** The filters of a list of cases; all of them stand in the address of the page. */
export type CaseFilter = NonNullable<import('./generated').paths['/api/v1/cases']['get']['parameters']['query']>

/** What is done with grids, and on which map it was drawn. */
export type ChangeRequest = S['ChangeRequest']
export type MapChange = S['MapChange']
export type MapEdit = S['MapEdit']
export type AreaProblem = S['AreaProblem']
export type TouchedArea = Narrowed<S['TouchedArea'], { geometry?: GeoJSON.Geometry | null }>
export type GroundProblem = Narrowed<S['DrawnProblem'], { geometry?: GeoJSON.Geometry | null }>
export type ChangeReport = Narrowed<S['ChangeReport'], { areas: TouchedArea[]; problems: GroundProblem[] }>
export type PastArea = S['Past']
export type AreaImport = S['ImportBody']
export type ImportReport = S['Report']
export type Relocation = S['Relocation']
export type RelocationRun = S['RelocationRun']
