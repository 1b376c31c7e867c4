import type * as c from './contract'
import { body, client } from './http'
import type { paths } from './generated'

/** What a path takes as its query. */
type Query<P extends keyof paths> = paths[P] extends { get: { parameters: { query?: infer Q } } } ? NonNullable<Q> : never

const API = '/api/v1'
const keyed = (key: string) => ({ header: { 'idempotency-key': key } })

/** A file is sent as it is; the server looks at its bytes, not at what it is called. */
function upload(file: Blob): Promise<c.Upload> {
  return body<c.Upload>(client.POST(`${API}/uploads`, {
    body: file as never,
    bodySerializer: () => file,
    headers: { 'content-type': 'application/octet-stream' },
  }))
}

/** A workbook is sent as it is, to be checked or to be taken in. */
const workbook = (file: File, dryRun: boolean) => ({
  params: { query: { dry_run: dryRun } },
  body: file as never,
  bodySerializer: () => file,
  headers: { 'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
})

/** A workbook without a try first. */
const workbookBody = (file: File) => ({
  body: file as never,
  bodySerializer: () => file,
  headers: { 'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
})

/** A department's form with the files that it names. */
const formBody = (workbook: File, area: string, media: File[]) => {
  const form = new FormData()
  form.append('workbook', workbook)
  if (area) form.append('area', area)
  media.forEach((file) => form.append('media', file))
  return { body: form as never, bodySerializer: () => form }
}

/** Codes by which an app of one's own (ODK Collect) shows itself. */
export const formKeys = {
  list: () => body<{ items: c.FormKey[] }>(client.GET(`${API}/form-keys`)),
  give: () => body<c.NewFormKey>(client.POST(`${API}/form-keys`)),
  end: (id: string) => body<undefined>(client.DELETE(`${API}/form-keys/{id}`, { params: { path: { id } } })),
}

/** What anybody may ask. */
export const open = {
  site: () => body<c.Site>(client.GET(`${API}/site`)),
  categories: () => body<{ items: c.CategoryNode[] }>(client.GET(`${API}/categories`)),
  /** What a text may speak of; a person confirms. */
  suggest: (text: string, all = false) =>
    body<{ items: c.SuggestedCategory[] }>(client.POST(`${API}/categories/suggest`, { body: { text, all } })),
  locate: (lon: number, lat: number) => body<c.Place>(client.GET(`${API}/locate`, { params: { query: { lon, lat } } })),
  /** What words say about a place; in the body, so that no proxy keeps them. */
  locateAddress: (text: string, near?: string) =>
    body<c.AddressLocated[]>(client.POST(`${API}/addresses/locate`, { body: { texts: [text], ...(near ? { near } : {}) } })).then((all) => all[0]!),
  levels: () => body<c.Levels>(client.GET(`${API}/areas/levels`)),
  area: (code: string) => body<c.AreaDetail>(client.GET(`${API}/areas/{code}`, { params: { path: { code } } })),
  areas: (query: Query<'/api/v1/areas'>) => body<c.Page<c.Area>>(client.GET(`${API}/areas`, { params: { query } })),
  /** Areas with their ground. */
  ground: (query: Query<'/api/v1/areas.geojson'>) =>
    body<GeoJSON.FeatureCollection>(client.GET(`${API}/areas.geojson`, { params: { query } })),
  /** Who works an area. */
  board: (code: string) => body<c.Board>(client.GET(`${API}/public/areas/{code}/board`, { params: { path: { code } } })),
  searchAreas: (q: string) =>
    body<{ items: c.FoundArea[] }>(client.GET(`${API}/areas/search`, { params: { query: { q } } })),
  nearby: (category: { pack: string; code: string }, lon: number, lat: number) =>
    body<c.Page<c.PublicCase>>(client.GET(`${API}/reports/nearby`, {
      params: { query: { pack: category.pack, category: category.code, lon, lat } },
    })),
  report: (report: c.NewReport, key: string) =>
    body<c.Reported>(client.POST(`${API}/reports`, { body: report, params: keyed(key) })),
  track: (number: string, token: string) =>
    body<c.Track>(client.GET(`${API}/track/{number}`, { params: { path: { number }, query: { token } } })),
  rate: (number: string, rating: { token: string; grade: number; comment?: string }) =>
    body<c.Track>(client.POST(`${API}/track/{number}/rate`, { params: { path: { number } }, body: rating })),
  askReopen: (number: string, wish: { token: string; reason: string }) =>
    body<c.Track>(client.POST(`${API}/track/{number}/ask-reopen`, { params: { path: { number } }, body: wish })),
  act: (number: string, action: string, act: { token: string; input: Record<string, string> }) =>
    body<c.Track>(client.POST(`${API}/track/{number}/actions/{action}`, { params: { path: { number, action } }, body: act })),
  follow: (number: string) =>
    body<{ token: string }>(client.POST(`${API}/track/{number}/follow`, { params: { path: { number } }, body: {} })),
  publicCases: (query: Query<'/api/v1/public/cases'>) =>
    body<c.Page<c.PublicCase>>(client.GET(`${API}/public/cases`, { params: { query } })),
  /** Supervision orders that are listed for everybody. */
  publicOrders: (query: Query<'/api/v1/public/orders'>) =>
    body<c.Page<c.PublicOrder>>(client.GET(`${API}/public/orders`, { params: { query } })),
  publicCase: (number: string) =>
    body<c.PublicCase>(client.GET(`${API}/public/cases/{number}`, { params: { path: { number } } })),
  upload,
}

/** What residents are told of, and the account of those who want one. It is apart from the session of staff. */
export const account = {
  state: () => body<c.AccountState>(client.GET(`${API}/account`)),
  askCode: (wish: { address: string; alert?: c.AlertWish }) =>
    body<{ id: string; expires_at: string }>(client.POST(`${API}/account/codes`, { body: { ...wish, language: document.documentElement.lang.startsWith('en') ? 'en' : 'zh' } })),
  confirm: (id: string, code: string) => body<c.Account>(client.POST(`${API}/account/confirm`, { body: { id, code } })),
  signOut: () => body<undefined>(client.DELETE(`${API}/account/session`)),
  leave: () => body<undefined>(client.DELETE(`${API}/account`)),
  speak: (language: 'zh' | 'en') => body<undefined>(client.PUT(`${API}/account`, { body: { language } })),
  follow: (wish: c.AlertWish) => body<c.Alert>(client.POST(`${API}/account/alerts`, { body: wish })),
  change: (id: string, change: { categories?: string[]; pace?: c.Pace; paused?: boolean }) =>
    body<c.Alert>(client.PUT(`${API}/account/alerts/{id}`, { params: { path: { id } }, body: change })),
  end: (id: string) => body<undefined>(client.DELETE(`${API}/account/alerts/{id}`, { params: { path: { id } } })),
  putReport: (number: string, token: string, told: boolean) =>
    body<undefined>(client.PUT(`${API}/account/reports/{number}`, { params: { path: { number } }, body: { token, told } })),
  dropReport: (number: string) =>
    body<undefined>(client.DELETE(`${API}/account/reports/{number}`, { params: { path: { number } } })),
  /** What the link of a message would end. */
  lookEnd: (token: string) => body<{ alert?: c.Alert }>(client.GET(`${API}/alerts/end`, { params: { query: { token } } })),
  endByLink: (token: string) => body<undefined>(client.POST(`${API}/alerts/end`, { params: { query: { token } } })),
}

/** Signing in and out. */
export const session = {
  get: () => body<c.Session>(client.GET(`${API}/session`)),
  login: (login: string, password: string) => body<c.Session>(client.POST(`${API}/session`, { body: { login, password } })),
  logout: () => body<undefined>(client.DELETE(`${API}/session`)),
  password: (old: string, next: string) => body<undefined>(client.PUT(`${API}/session/password`, { body: { old, new: next } })),
}

/** What the posts of the person signed in allow. */
export const staff = {
  cases: (query: c.CaseFilter) => body<c.Page<c.CaseRow>>(client.GET(`${API}/cases`, { params: { query } })),
  counts: () => body<Record<string, number>>(client.GET(`${API}/cases/counts`)),
  notices: (query: Query<'/api/v1/notices'>) => body<c.Page<c.Notice>>(client.GET(`${API}/notices`, { params: { query } })),
  unseenNotices: () => body<c.NoticeCounts>(client.GET(`${API}/notices/unseen`)),
  /** Seen up to the notice with this key. */
  seeNotices: (key: string) => body<undefined>(client.POST(`${API}/notices/seen`, { body: { up_to: key } })),
  register: (report: c.DeskReport, key: string) =>
    body<c.Registered>(client.POST(`${API}/cases`, { body: report, params: keyed(key) })),
  case: (number: string) => body<c.CaseView>(client.GET(`${API}/cases/{number}`, { params: { path: { number } } })),
  act: (number: string, action: string, version: number, input: Record<string, unknown>, key: string) =>
    body<c.CaseView>(client.POST(`${API}/cases/{number}/actions/{action}`, {
      params: { path: { number, action }, ...keyed(key) },
      body: { version, input: input as Record<string, never> },
    })),
  reveal: (number: string, field: string, purpose: string) =>
    body<{ value: string }>(client.POST(`${API}/cases/{number}/reveal`, { params: { path: { number } }, body: { field, purpose } })),
  alias: (number: string, alias: { system: string; number: string }) =>
    body<c.CaseView>(client.POST(`${API}/cases/{number}/aliases`, { params: { path: { number } }, body: alias })),
  papers: (number: string) => body<c.Page<c.CasePaper>>(client.GET(`${API}/cases/{number}/papers`, { params: { path: { number } } })),
  orders: (query: Query<'/api/v1/orders'>) => body<c.Page<c.SupervisionOrder>>(client.GET(`${API}/orders`, { params: { query } })),
  receipt: (number: string) => body<c.Receipt>(client.GET(`${API}/cases/{number}/receipt`, { params: { path: { number } } })),
  casesGeo: (query: c.CaseFilter) =>
    body<GeoJSON.FeatureCollection>(client.GET(`${API}/cases.geojson`, { params: { query } })),
  stats: (query: Query<'/api/v1/stats/cases'>) => body<c.Stats>(client.GET(`${API}/stats/cases`, { params: { query } })),
  openNow: (query: Query<'/api/v1/stats/open'>) => body<c.Open>(client.GET(`${API}/stats/open`, { params: { query } })),
  formModules: (query: Query<'/api/v1/form-modules'>) => body<c.Page<c.FormModuleRow>>(client.GET(`${API}/form-modules`, { params: { query } })),
  formModule: (code: string) => body<c.FormModuleView>(client.GET(`${API}/form-modules/{code}`, { params: { path: { code } } })),
  formRecords: (code: string, query: Query<'/api/v1/form-modules/{code}/records'>) =>
    body<c.Page<c.FormRecordRow>>(client.GET(`${API}/form-modules/{code}/records`, { params: { path: { code }, query } })),
  revealFormRecord: (code: string, instance: string, why: c.FormReading) =>
    body<c.FormAnswers>(client.POST(`${API}/form-modules/{code}/records/{instance}/reveal`, { params: { path: { code, instance } }, body: why })),
  revealFormRecordFile: (code: string, instance: string, name: string, why: c.FormReading) =>
    body<Blob>(client.POST(`${API}/form-modules/{code}/records/{instance}/files/{name}/reveal`, { params: { path: { code, instance, name } }, body: why, parseAs: 'blob' })),
  exportFormRecords: (code: string, how: c.FormRecordExport) =>
    body<Blob>(client.POST(`${API}/form-modules/{code}/records/export`, { params: { path: { code } }, body: how, parseAs: 'blob' })),
  formBurden: (query: Query<'/api/v1/form-burden'>) => body<c.FormBurden>(client.GET(`${API}/form-burden`, { params: { query } })),
  /** A workbook as a department brings it. */
  uploadFormModule: (file: File) => body<c.FormModuleView>(client.POST(`${API}/form-modules/from-workbook`, workbookBody(file))),
  forms: (query: Query<'/api/v1/forms'>) => body<c.Page<c.PublishedForm>>(client.GET(`${API}/forms`, { params: { query } })),
  publishForm: (workbook: File, area: string, media: File[]) => body<c.FormPublished>(client.POST(`${API}/forms`, formBody(workbook, area, media))),
  setFormState: (id: string, state: c.PublishedForm['state']) => body<undefined>(client.POST(`${API}/forms/{id}/state`, { params: { path: { id } }, body: { state } })),
  formSubmissions: (id: string, query: Query<'/api/v1/forms/{id}/submissions'>) =>
    body<c.Page<c.FormSubmission>>(client.GET(`${API}/forms/{id}/submissions`, { params: { path: { id }, query } })),
  form: (id: string) => body<c.PublishedFormDetail>(client.GET(`${API}/forms/{id}`, { params: { path: { id } } })),
  revealSubmission: (id: string, instance: string, why: c.FormReading) =>
    body<c.FormAnswers>(client.POST(`${API}/forms/{id}/submissions/{instance}/reveal`, { params: { path: { id, instance } }, body: why })),
  revealSubmissionFile: (id: string, instance: string, name: string, why: c.FormReading) =>
    body<Blob>(client.POST(`${API}/forms/{id}/submissions/{instance}/files/{name}/reveal`, { params: { path: { id, instance, name } }, body: why, parseAs: 'blob' })),
  voidSubmission: (id: string, instance: string) =>
    body<undefined>(client.POST(`${API}/forms/{id}/submissions/{instance}/void`, { params: { path: { id, instance } } })),
  takeFormModules: (from: { pack: string; admit: boolean }) => body<c.FormModulesTaken>(client.POST(`${API}/form-modules/from-pack`, { body: from })),
  decideFormModule: (code: string, verdict: 'admit' | 'refuse' | 'retire', how: c.FormModuleDeciding, key: string) =>
    body<c.FormModuleView>(client.POST(`${API}/form-modules/{code}/${verdict}`, { params: { path: { code }, ...keyed(key) }, body: how })),
  campaigns: (query: Query<'/api/v1/form-campaigns'>) => body<c.Page<c.CampaignRow>>(client.GET(`${API}/form-campaigns`, { params: { query } })),
  campaign: (id: string) => body<c.Campaign>(client.GET(`${API}/form-campaigns/{id}`, { params: { path: { id } } })),
  campaignProgress: (id: string, query: Query<'/api/v1/form-campaigns/{id}/progress'>) => body<c.CampaignProgress>(client.GET(`${API}/form-campaigns/{id}/progress`, { params: { path: { id }, query } })),
  campaignItems: (id: string, query: Query<'/api/v1/form-campaigns/{id}/items'>) => body<c.Page<c.CampaignItem>>(client.GET(`${API}/form-campaigns/{id}/items`, { params: { path: { id }, query } })),
  /** What a campaign would be; nothing is written. */
  previewCampaign: (campaign: c.NewCampaign) => body<c.CampaignDraft>(client.POST(`${API}/form-campaigns/preview`, { body: campaign })),
  openCampaign: (campaign: c.NewCampaign, key: string) => body<c.Campaign>(client.POST(`${API}/form-campaigns`, { params: keyed(key), body: campaign })),
  closeCampaign: (id: string, how: { reason?: string }, key: string) => body<c.Campaign>(client.POST(`${API}/form-campaigns/{id}/close`, { params: { path: { id }, ...keyed(key) }, body: how })),
  absences: (person: string) => body<{ items: c.Absence[] }>(client.GET(`${API}/people/{id}/absences`, { params: { path: { id: person } } })),
  sayAbsent: (person: string, days: c.NewAbsence) => body<c.Absence>(client.POST(`${API}/people/{id}/absences`, { params: { path: { id: person } }, body: days })),
  endAbsence: (person: string, absence: string) => body<undefined>(client.POST(`${API}/people/{id}/absences/{absence}/end`, { params: { path: { id: person, absence } } })),
  bulletins: (query: Query<'/api/v1/bulletins'>) => body<c.Page<c.BulletinRow>>(client.GET(`${API}/bulletins`, { params: { query } })),
  bulletin: (id: string) => body<c.Bulletin>(client.GET(`${API}/bulletins/{id}`, { params: { path: { id } } })),
  bulletinCases: (id: string, query: Query<'/api/v1/bulletins/{id}/cases'>) =>
    body<c.BulletinCases>(client.GET(`${API}/bulletins/{id}/cases`, { params: { path: { id }, query } })),
  draftBulletin: (draft: c.NewBulletin, key: string) => body<c.Bulletin>(client.POST(`${API}/bulletins`, { body: draft, params: keyed(key) })),
  objectTo: (id: string, objection: c.NewObjection, key: string) =>
    body<c.Bulletin>(client.POST(`${API}/bulletins/{id}/objections`, { params: { path: { id }, ...keyed(key) }, body: objection })),
  decideObjection: (id: string, n: number, decision: c.NewDecision, key: string) =>
    body<c.Bulletin>(client.POST(`${API}/bulletins/{id}/objections/{n}/decision`, { params: { path: { id, n }, ...keyed(key) }, body: decision })),
  freezeBulletin: (id: string, how: { version: number; reason?: string }, key: string) =>
    body<c.Bulletin>(client.POST(`${API}/bulletins/{id}/freeze`, { params: { path: { id }, ...keyed(key) }, body: how })),
  signBulletin: (id: string, sha256: string, key: string) =>
    body<c.Bulletin>(client.POST(`${API}/bulletins/{id}/sign`, { params: { path: { id }, ...keyed(key) }, body: { sha256 } })),
  issueBulletin: (id: string, version: number, key: string) =>
    body<c.Bulletin>(client.POST(`${API}/bulletins/{id}/issue`, { params: { path: { id }, ...keyed(key) }, body: { version } })),
  correctBulletin: (id: string, reason: string, key: string) =>
    body<c.Bulletin>(client.POST(`${API}/bulletins/{id}/correct`, { params: { path: { id }, ...keyed(key) }, body: { reason } })),
  withdrawBulletin: (id: string, how: { version: number; reason: string }, key: string) =>
    body<c.Bulletin>(client.POST(`${API}/bulletins/{id}/withdraw`, { params: { path: { id }, ...keyed(key) }, body: how })),
  recordKinds: () => body<c.RecordKind[]>(client.GET(`${API}/register/kinds`)),
  codeTables: () => body<c.CodeTable[]>(client.GET(`${API}/register/code-tables`)),
  searchRecords: (query: Query<'/api/v1/register/search'>) =>
    body<{ items: c.RecordRow[]; more: boolean }>(client.GET(`${API}/register/search`, { params: { query } })),
  records: (query: Query<'/api/v1/register/records'>) =>
    body<c.Page<c.RecordRow>>(client.GET(`${API}/register/records`, { params: { query } })),
  recordCounts: (area?: string) => body<c.RecordCounts>(client.GET(`${API}/register/counts`, { params: { query: area ? { area } : {} } })),
  resourceTree: (area?: string) => body<c.ResourceTree>(client.GET(`${API}/register/tree`, { params: { query: area ? { area } : {} } })),
  recordSpots: (query: Query<'/api/v1/register/spots'>) =>
    body<{ items: c.RecordSpot[]; more: boolean }>(client.GET(`${API}/register/spots`, { params: { query } })),
  registered: (id: string, knownAt?: string) =>
    body<c.RecordView>(client.GET(`${API}/register/records/{id}`, { params: { path: { id }, query: knownAt ? { known_at: knownAt } : {} } })),
  recordHistory: (id: string) => body<c.RecordPast[]>(client.GET(`${API}/register/records/{id}/history`, { params: { path: { id } } })),
  correctRecord: (id: string, change: { version: number; values: Record<string, string>; reason?: string }, key: string) =>
    body<c.RecordView>(client.POST(`${API}/register/records/{id}/correct`, { params: { path: { id }, ...keyed(key) }, body: change })),
  recordRelations: (id: string, knownAt?: string) =>
    body<c.RecordRelations>(client.GET(`${API}/register/records/{id}/relations`, { params: { path: { id }, query: knownAt ? { known_at: knownAt } : {} } })),
  relateRecord: (id: string, change: c.Relating, key: string) =>
    body<c.RecordRelations>(client.POST(`${API}/register/records/{id}/relations`, { params: { path: { id }, ...keyed(key) }, body: change })),
  revealRecord: (id: string, ask: { field: string; purpose: string; words?: string }) =>
    body<{ value: string }>(client.POST(`${API}/register/records/{id}/reveal`, { params: { path: { id } }, body: ask })),
  addresses: (query: Query<'/api/v1/addresses'>) => body<c.AddressPage>(client.GET(`${API}/addresses`, { params: { query } })),
  linkageRuns: (after?: string) => body<c.Page<c.LinkageRun>>(client.GET(`${API}/register/runs`, { params: { query: after ? { after } : {} } })),
  compareLists: (ask: { kind: string; area: string; purpose: string }, key: string) =>
    body<c.LinkageRun>(client.POST(`${API}/register/runs`, { params: keyed(key), body: ask })),
  pairs: (query: Query<'/api/v1/register/pairs'>) => body<c.Page<c.PairRow>>(client.GET(`${API}/register/pairs`, { params: { query } })),
  pair: (id: string) => body<c.PairView>(client.GET(`${API}/register/pairs/{id}`, { params: { path: { id } } })),
  judgePair: (id: string, judgement: { verdict: c.Verdict; reason?: string; was?: string; despite_numbers?: boolean }, key: string) =>
    body<c.PairView>(client.POST(`${API}/register/pairs/{id}/judgement`, { params: { path: { id }, ...keyed(key) }, body: judgement })),
  recordThing: (id: string) => body<c.ThingView>(client.GET(`${API}/register/records/{id}/thing`, { params: { path: { id } } })),
  splitRecord: (id: string, reason: string, key: string) =>
    body<c.ThingView>(client.POST(`${API}/register/records/{id}/split`, { params: { path: { id }, ...keyed(key) }, body: { reason } })),
  dissolveThing: (id: string, reason: string, key: string) =>
    body<c.ThingView>(client.POST(`${API}/register/records/{id}/dissolve`, { params: { path: { id }, ...keyed(key) }, body: { reason } })),
  recordReveals: (from: string, to: string) => body<c.RecordReveals>(client.GET(`${API}/register/reveals`, { params: { query: { from, to } } })),
  recordLists: () => body<c.RecordList[]>(client.GET(`${API}/register/lists`)),
  mapList: (kind: string, source: string, mapping: Record<string, unknown>) =>
    body<c.RecordList>(client.PUT(`${API}/register/lists/{kind}/{source}`, { params: { path: { kind, source } }, body: mapping as Record<string, never> })),
  fileColumns: (file: File) =>
    body<{ columns: string[] }>(client.POST(`${API}/register/columns`, { params: { query: { name: file.name } }, body: file as never, bodySerializer: () => file, headers: { 'content-type': 'application/octet-stream' } })),
  importRecords: (kind: string, source: string, file: File, dryRun: boolean, link?: string) =>
    body<c.RecordImport>(client.POST(`${API}/register/lists/{kind}/{source}/rows`, {
      params: { path: { kind, source }, query: { name: file.name, dry_run: dryRun, ...(link ? { link } : {}) } },
      body: file as never,
      bodySerializer: () => file,
      headers: { 'content-type': 'application/octet-stream' },
    })),
  categories: () => body<{ items: c.CategoryNode[] }>(client.GET(`${API}/categories`, { params: { query: { all: true } } })),
  units: (query: Query<'/api/v1/units'>) => body<c.Page<c.Unit>>(client.GET(`${API}/units`, { params: { query } })),
  unit: (code: string) => body<c.Unit>(client.GET(`${API}/units/{code}`, { params: { path: { code } } })),
  putUnit: (unit: c.NewUnit) => body<undefined>(client.PUT(`${API}/units/{code}`, { params: { path: { code: unit.code } }, body: unit })),
  endUnit: (code: string) => body<undefined>(client.POST(`${API}/units/{code}/end`, { params: { path: { code } } })),
  createPerson: (person: c.NewPerson) => body<{ id: string }>(client.POST(`${API}/people`, { body: person })),
  updatePerson: (id: string, person: c.NewPerson) => body<undefined>(client.PUT(`${API}/people/{id}`, { params: { path: { id } }, body: person })),
  setPassword: (id: string, password: string) => body<undefined>(client.PUT(`${API}/people/{id}/password`, { params: { path: { id } }, body: { password } })),
  endPerson: (id: string) => body<undefined>(client.POST(`${API}/people/{id}/end`, { params: { path: { id } } })),
  posts: (query: Query<'/api/v1/posts'>) => body<c.Page<c.Post>>(client.GET(`${API}/posts`, { params: { query } })),
  postKinds: () => body<{ items: c.Coded[] }>(client.GET(`${API}/post-kinds`)),
  givePost: (post: c.NewPost) => body<{ id: string }>(client.POST(`${API}/posts`, { body: post })),
  updatePost: (id: string, post: c.NewPost) => body<undefined>(client.PUT(`${API}/posts/{id}`, { params: { path: { id } }, body: post })),
  endPost: (id: string) => body<undefined>(client.POST(`${API}/posts/{id}/end`, { params: { path: { id } } })),
  handOverPreview: (id: string, query: Query<'/api/v1/people/{id}/hand-over'>) =>
    body<c.HandOverPreview>(client.GET(`${API}/people/{id}/hand-over`, { params: { path: { id }, query } })),
  handOver: (id: string, hand: c.NewHandOver, key: string) =>
    body<c.HandedOver>(client.POST(`${API}/people/{id}/hand-over`, { params: { path: { id }, ...keyed(key) }, body: hand })),
  endLeave: (id: string, handOver: string, key: string) =>
    body<c.HandOver>(client.POST(`${API}/people/{id}/hand-over/{hand_over}/end`, { params: { path: { id, hand_over: handOver }, ...keyed(key) }, body: {} })),
  roles: () => body<c.Roles>(client.GET(`${API}/roles`)),
  importPeople: (file: File, dryRun: boolean) => body<c.SheetReport>(client.POST(`${API}/people/import`, workbook(file, dryRun))),
  importUnits: (file: File, dryRun: boolean) => body<c.SheetReport>(client.POST(`${API}/units/import`, workbook(file, dryRun))),
  vacancies: (query: Query<'/api/v1/posts/vacancies'>) => body<c.Page<c.Vacancy>>(client.GET(`${API}/posts/vacancies`, { params: { query } })),
  team: (code: string) => body<c.Team>(client.GET(`${API}/areas/{code}/team`, { params: { path: { code } } })),
  told: (query: Query<'/api/v1/session/notices'>) => body<c.ToldPage>(client.GET(`${API}/session/notices`, { params: { query } })),
  seeTold: (upTo: string) => body<undefined>(client.POST(`${API}/session/notices/seen`, { body: { up_to: upTo } })),
  desks: (query: Query<'/api/v1/duty'>) => body<c.Page<c.Desk>>(client.GET(`${API}/duty`, { params: { query } })),
  desk: (id: string) => body<c.Desk>(client.GET(`${API}/duty/{id}`, { params: { path: { id } } })),
  createDesk: (desk: c.NewDesk) => body<{ id: string }>(client.POST(`${API}/duty`, { body: desk })),
  updateDesk: (id: string, desk: c.NewDesk) => body<undefined>(client.PUT(`${API}/duty/{id}`, { params: { path: { id } }, body: desk })),
  endDesk: (id: string) => body<undefined>(client.POST(`${API}/duty/{id}/end`, { params: { path: { id } } })),
  shifts: (id: string, query: Query<'/api/v1/duty/{id}/shifts'>) =>
    body<{ items: c.Shift[] }>(client.GET(`${API}/duty/{id}/shifts`, { params: { path: { id }, query: query as never } })),
  planShifts: (id: string, shifts: { person: string; from: string; to: string }[]) =>
    body<{ planned: number }>(client.POST(`${API}/duty/{id}/shifts`, { params: { path: { id } }, body: { shifts } })),
  cancelShift: (id: string, shift: string) =>
    body<undefined>(client.DELETE(`${API}/duty/{id}/shifts/{shift}`, { params: { path: { id, shift } } })),
  signOn: (id: string) => body<undefined>(client.POST(`${API}/duty/{id}/sign-on`, { params: { path: { id } } })),
  handDesk: (id: string, hand: { to?: string; note?: string }) =>
    body<undefined>(client.POST(`${API}/duty/{id}/hand-over`, { params: { path: { id } }, body: hand })),
  dutyHistory: (id: string, query: Query<'/api/v1/duty/{id}/history'>) =>
    body<c.Page<c.DutyFact>>(client.GET(`${API}/duty/{id}/history`, { params: { path: { id }, query } })),
  clients: (query: Query<'/api/v1/clients'>) => body<c.Page<c.Client>>(client.GET(`${API}/clients`, { params: { query } })),
  createClient: (program: { name: c.Name }) => body<{ id: string; key: string }>(client.POST(`${API}/clients`, { body: program })),
  endClient: (id: string) => body<undefined>(client.POST(`${API}/clients/{id}/end`, { params: { path: { id } } })),
  people: (query: Query<'/api/v1/people'>) => body<c.Page<c.Person>>(client.GET(`${API}/people`, { params: { query } })),
  messaging: () => body<c.Messaging>(client.GET(`${API}/messages`)),
  testMessage: (address: string) => body<undefined>(client.POST(`${API}/messages/test`, { body: { address } })),
  messageAgain: (id: string) => body<undefined>(client.POST(`${API}/messages/{id}/again`, { params: { path: { id } } })),
  webhooks: () => body<c.Webhook[]>(client.GET(`${API}/webhooks`)),
  createWebhook: (hook: c.NewWebhook) => body<c.Webhook & { secret: string }>(client.POST(`${API}/webhooks`, { body: hook })),
  putWebhook: (id: string, hook: c.NewWebhook) => body<c.Webhook>(client.PUT(`${API}/webhooks/{id}`, { params: { path: { id } }, body: hook })),
  endWebhook: (id: string) => body<undefined>(client.DELETE(`${API}/webhooks/{id}`, { params: { path: { id } } })),
  rotateWebhook: (id: string) => body<c.Webhook & { secret: string }>(client.POST(`${API}/webhooks/{id}/secret`, { params: { path: { id } } })),
  deliveries: (id: string, query: Query<'/api/v1/webhooks/{id}/deliveries'>) =>
    body<c.Page<c.Delivery>>(client.GET(`${API}/webhooks/{id}/deliveries`, { params: { path: { id }, query } })),
  resend: (id: string, event?: string) =>
    body<{ resent: number }>(client.POST(`${API}/webhooks/{id}/resend`, { params: { path: { id } }, body: { event } })),
  catalogue: (query: Query<'/api/v1/catalogue'>) =>
    body<c.Page<c.CatalogueEntry>>(client.GET(`${API}/catalogue`, { params: { query } })),
  importCatalogue: (file: File, dryRun: boolean) =>
    body<c.CatalogueSheet>(client.POST(`${API}/catalogue/import`, workbook(file, dryRun))),
  putEntry: (id: string, entry: c.NewEntry) =>
    body<c.CatalogueEntry>(client.PUT(`${API}/catalogue/{id}`, { params: { path: { id } }, body: entry as never })),
  trail: (query: Query<'/api/v1/audit'>) => body<c.Trail>(client.GET(`${API}/audit`, { params: { query } })),
  calendars: () => body<{ items: c.WrittenCalendar[] }>(client.GET(`${API}/calendars`)),
  /** The calendar that applies in an area, or `default`. */
  calendar: (area: string, year?: number) =>
    body<c.AppliedCalendar>(client.GET(`${API}/calendars/{area}`, { params: { path: { area }, query: { year } } })),
  /** Sets it, or with `dry_run` only says what it would be like. */
  putCalendar: (area: string, spec: c.CalendarSpec, query: { year?: number; dry_run?: boolean }) =>
    body<c.AppliedCalendar>(client.PUT(`${API}/calendars/{area}`, { params: { path: { area }, query }, body: spec as never })),
  /** The version of the program, as its description has it. */
  version: async () => ((await (await fetch(`${API}/openapi.json`)).json()) as { info: { version: string } }).info.version,
  packs: () => body<c.Page<c.PackSummary>>(client.GET(`${API}/packs`)),
  /** Without a version: the one in use, else the newest. */
  pack: (id: string, version?: string) =>
    body<c.PackView>(client.GET(`${API}/packs/{id}`, { params: { path: { id }, query: { version } } })),
  enablePack: (id: string, version: string) =>
    body<c.PackSummary>(client.POST(`${API}/packs/{id}/enabled`, { params: { path: { id } }, body: { version } })),
  checkChange: (change: c.ChangeRequest) => body<c.ChangeReport>(client.POST(`${API}/areas/changes/check`, { body: change })),
  makeChange: (change: c.ChangeRequest, key: string) =>
    body<c.ChangeReport>(client.POST(`${API}/areas/changes`, { body: change, params: keyed(key) })),
  areaHistory: (code: string) => body<c.PastArea[]>(client.GET(`${API}/areas/{code}/history`, { params: { path: { code } } })),
  importAreas: (file: c.AreaImport) => body<c.ImportReport>(client.POST(`${API}/areas/import`, { body: file })),
  relocation: (areas: string[]) =>
    body<c.Relocation>(client.GET(`${API}/cases/relocation`, { params: { query: { areas: areas.join(',') } } })),
  relocate: (areas: string[], closed: boolean, key: string) =>
    body<c.RelocationRun>(client.POST(`${API}/cases/relocation`, { body: { areas, closed }, params: keyed(key) })),
  relocationRun: (id: string) => body<c.RelocationRun>(client.GET(`${API}/cases/relocation/{id}`, { params: { path: { id } } })),
  disablePack: (id: string) => body<undefined>(client.DELETE(`${API}/packs/{id}/enabled`, { params: { path: { id } } })),
}

export const urls = {
  catalogue: `${API}/catalogue.xlsx`,
  peopleTemplate: `${API}/people/import/template.xlsx`,
  /** One's own area's records of a kind as a table, masked. */
  recordExport: (kind: string, area: string | undefined, lang: string) => `${API}/register/export.csv?${new URLSearchParams({ kind, ...(area ? { area } : {}), lang })}`,
  unitsTemplate: `${API}/units/import/template.xlsx`,
  record: (number: string, form: 'pdf' | 'docx') => `${API}/cases/${encodeURIComponent(number)}/record.${form}`,
  /** A bulletin as a file, in the language of the screen. */
  formModule: (code: string) => `${API}/form-modules/${encodeURIComponent(code)}/form.xml`,
  bulletin: (id: string, form: 'pdf' | 'docx', lang: string) => `${API}/bulletins/${encodeURIComponent(id)}.${form}?lang=${lang}`,
}
