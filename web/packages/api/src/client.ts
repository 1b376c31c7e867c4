import type * as c from './contract'
import { BASE, queryText, request, type Query } from './http'

const seg = encodeURIComponent

/** What anybody may ask. */
export const open = {
  site: () => request<c.Site>('GET', '/site'),
  categories: () => request<{ items: c.CategoryNode[] }>('GET', '/categories'),
  locate: (lon: number, lat: number) => request<c.Place>('GET', '/locate', { query: { lon, lat } }),
  levels: () => request<c.Levels>('GET', '/areas/levels'),
  areas: (query: Query) => request<c.Page<c.AreaRef>>('GET', '/areas', { query }),
  nearby: (category: { pack: string; code: string }, lon: number, lat: number) =>
    request<c.Page<c.PublicCase>>('GET', '/reports/nearby', { query: { pack: category.pack, category: category.code, lon, lat } }),
  report: (body: c.NewReport, key: string) => request<c.Registered>('POST', '/reports', { body, key }),
  track: (number: string, token: string) =>
    request<c.Track>('GET', `/track/${seg(number)}`, { query: { token } }),
  rate: (number: string, body: { token: string; grade: number; comment?: string }) =>
    request<unknown>('POST', `/track/${seg(number)}/rate`, { body }),
  askReopen: (number: string, body: { token: string; reason: string }) =>
    request<unknown>('POST', `/track/${seg(number)}/ask-reopen`, { body }),
  follow: (number: string) => request<{ token: string }>('POST', `/track/${seg(number)}/follow`, { body: {} }),
  publicCases: (query: Query) => request<c.Page<c.PublicCase>>('GET', '/public/cases', { query }),
  upload: (file: File | Blob, name: string) =>
    request<c.Upload>('POST', '/uploads', {
      raw: file,
      headers: { 'content-type': file.type || 'application/octet-stream', 'x-file-name': encodeURIComponent(name) },
    }),
}

/** Signing in and out. */
export const session = {
  get: () => request<c.Session>('GET', '/session'),
  login: (login: string, password: string) =>
    request<c.Session>('POST', '/session', { body: { login, password } }),
  logout: () => request<undefined>('DELETE', '/session'),
  password: (old: string, next: string) =>
    request<undefined>('PUT', '/session/password', { body: { old, new: next } }),
}

/** What the posts of the person signed in allow. */
export const staff = {
  cases: (filter: c.CaseFilter) => request<c.Page<c.CaseRow>>('GET', '/cases', { query: { ...filter } }),
  counts: () => request<Record<string, number>>('GET', '/cases/counts'),
  register: (body: c.DeskReport, key: string) => request<c.Registered>('POST', '/cases', { body, key }),
  case: (number: string) => request<c.CaseView>('GET', `/cases/${seg(number)}`),
  act: (number: string, action: string, version: number, input: Record<string, unknown>, key: string) =>
    request<c.CaseView>('POST', `/cases/${seg(number)}/actions/${seg(action)}`, { body: { version, input }, key }),
  reveal: (number: string, field: string, purpose: string) =>
    request<{ value: string }>('POST', `/cases/${seg(number)}/reveal`, { body: { field, purpose } }),
  receipt: (number: string) => request<c.Receipt>('GET', `/cases/${seg(number)}/receipt`),
  casesGeo: (query: Query) => request<GeoJSON.FeatureCollection>('GET', '/cases.geojson', { query }),
  stats: (query: Query) => request<c.Stats>('GET', '/stats/overview', { query }),
  categories: () => request<{ items: c.CategoryNode[] }>('GET', '/categories', { query: { all: true } }),
  units: (query: Query) => request<c.Page<c.Unit>>('GET', '/units', { query }),
  people: (query: Query) => request<c.Page<c.Person>>('GET', '/people', { query }),
  catalogue: (query: Query) => request<c.Page<c.CatalogueEntry>>('GET', '/catalogue', { query }),
  importCatalogue: (file: File, dryRun: boolean) =>
    request<c.CatalogueSheet>('POST', '/catalogue/import', {
      raw: file, query: dryRun ? { dry_run: true } : {},
      headers: { 'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
    }),
  packs: () => request<c.Page<c.PackSummary>>('GET', '/packs'),
  pack: (id: string) => request<c.PackView>('GET', `/packs/${seg(id)}`),
  enablePack: (id: string, version: string) =>
    request<unknown>('POST', `/packs/${seg(id)}/enabled`, { body: { version } }),
  disablePack: (id: string) => request<undefined>('DELETE', `/packs/${seg(id)}/enabled`),
}

export const areasGeo = (query: Query) => request<GeoJSON.FeatureCollection>('GET', '/areas.geojson', { query })

export const urls = {
  catalogue: () => `${BASE}/catalogue.xlsx`,
  casesGeo: (query: Query) => `${BASE}/cases.geojson${queryText(query)}`,
}
