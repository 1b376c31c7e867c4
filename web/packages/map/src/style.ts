/** What the map draws and in which colours: areas, cases, heat, what is marked and what is being drawn. */
import type * as gl from 'maplibre-gl'
import type { Basemap } from '@jingwei/api'

export const FONTS = ['PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', 'WenQuanYi Micro Hei', 'sans-serif']
export const NOTHING: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] }

export interface Tier {
  id: string
  minzoom: number
  width: number
  text: number
}

/** The tiers of areas, coarse to fine, and from which zoom on each is drawn. */
export const TIERS: Tier[] = [
  { id: 'top', minzoom: 0, width: 1.8, text: 14 },
  { id: 'middle', minzoom: 9.2, width: 1.1, text: 12 },
  { id: 'fine', minzoom: 12, width: 0.8, text: 11 },
  { id: 'grid', minzoom: 13.5, width: 0.6, text: 11 },
]

/** What can be switched on and off; `heat` is off at first. */
export const GROUPS = ['base', 'areas', 'grids', 'names', 'cases', 'heat'] as const
export type Group = (typeof GROUPS)[number]

/** Nearer than this, tiles are drawn larger instead of loaded anew. */
export const DEEPEST = { areas: 14, cases: 15 }
export const TILED = 'tiled'
export const GIVEN = 'cases'
/** The same cases as given, none of them clustered. */
export const EVERY = 'every'

export const css = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
const of = (tier: Tier) => (tier.id === 'grid' ? 'grids' : 'divisions')

export function nameField(language: string): gl.ExpressionSpecification {
  return ['get', language === 'en' ? 'name_en' : 'name_zh']
}

/** An address of the server as the map's worker needs it: whole, with its braces. */
export function address(path: string): string {
  return new URL(path, location.href).href.replace(/%7B/gi, '{').replace(/%7D/gi, '}')
}

const CROWD: gl.ExpressionSpecification = ['has', 'point_count']
const ALONE: gl.ExpressionSpecification = ['!', CROWD]
const LATE: gl.ExpressionSpecification = ['==', ['get', 'late'], true]

/** How cases are drawn, from either source: how thick they lie, or one by one and in clusters. */
function caseLayers(source: string, inTile: object, k: number): gl.LayerSpecification[] {
  const from = { source, ...inTile }
  return [
    {
      // clusters would be spots: what is given whole is drawn from every case
      id: `${source}-heat`, type: 'heatmap', ...from, ...(source === GIVEN ? { source: EVERY } : {}), layout: { visibility: 'none' },
      paint: {
        'heatmap-weight': ['min', 1, ['/', ['coalesce', ['get', 'point_count'], 1], 6]],
        'heatmap-intensity': ['interpolate', ['linear'], ['zoom'], 8, 0.7, 15, 2], 'heatmap-radius': ['interpolate', ['linear'], ['zoom'], 8, 24, 15, 44],
        'heatmap-opacity': ['interpolate', ['linear'], ['zoom'], 14, 0.8, 17, 0.35],
      },
    },
    {
      id: `${source}-cluster`, type: 'circle', ...from, filter: CROWD,
      paint: { 'circle-radius': ['step', ['get', 'point_count'], 8 * k, 2, 13 * k, 20, 17 * k, 100, 22 * k, 500, 27 * k], 'circle-stroke-width': 2 * k, 'circle-opacity': 0.92 },
    },
    {
      id: `${source}-count`, type: 'symbol', ...from, filter: ['all', CROWD, ['>', ['get', 'point_count'], 1]],
      layout: { 'text-field': ['to-string', ['get', 'point_count_abbreviated']], 'text-font': FONTS, 'text-size': 12 * k, 'text-allow-overlap': true },
    },
    { id: `${source}-one`, type: 'circle', ...from, filter: ALONE, paint: { 'circle-radius': ['case', LATE, 8 * k, 6 * k], 'circle-stroke-width': 2 * k } },
    { id: `${source}-late`, type: 'circle', ...from, filter: ['all', ALONE, LATE], paint: { 'circle-radius': 3 * k } },
  ]
}

export interface Ground {
  language: string
  basemap?: Basemap | null
  /** Where tiles of cases are, when there are any. */
  caseTiles?: string
  /** How much larger than on a desk letters and circles are. */
  scale?: number
}

export function style(ground: Ground): gl.StyleSpecification {
  const k = ground.scale ?? 1
  const sources: gl.StyleSpecification['sources'] = {
    [GIVEN]: { type: 'geojson', data: NOTHING, cluster: true, clusterRadius: 44, clusterMaxZoom: 15 },
    [EVERY]: { type: 'geojson', data: NOTHING },
    divisions: { type: 'vector', tiles: [address('/tiles/divisions/{z}/{x}/{y}.mvt')], maxzoom: DEEPEST.areas },
    grids: { type: 'vector', tiles: [address('/tiles/grids/{z}/{x}/{y}.mvt')], minzoom: 12, maxzoom: DEEPEST.areas },
    device: { type: 'geojson', data: NOTHING },
    marks: { type: 'geojson', data: NOTHING },
    sketch: { type: 'geojson', data: NOTHING },
  }
  const layers: gl.LayerSpecification[] = [{ id: 'ground', type: 'background', paint: {} }]
  if (ground.basemap?.url) {
    sources['base'] = { type: 'raster', tiles: [address(ground.basemap.url)], tileSize: 256, attribution: ground.basemap.attribution }
    layers.push({ id: 'base', type: 'raster', source: 'base' })
  } else {
    layers.push({ id: 'fill-top', type: 'fill', source: 'divisions', 'source-layer': 'divisions', filter: false, paint: { 'fill-antialias': false } })
  }
  if (ground.caseTiles) sources[TILED] = { type: 'vector', tiles: [address(ground.caseTiles)], maxzoom: DEEPEST.cases }
  const line = { 'line-join': 'round' as const }
  for (const tier of [...TIERS].reverse()) {
    const from = { source: of(tier), 'source-layer': of(tier), filter: false, minzoom: tier.minzoom }
    // unseen ground, so that a click finds the area it falls into
    layers.push({ id: `hit-${tier.id}`, type: 'fill', ...from, paint: { 'fill-opacity': 0 } })
    layers.push({ id: `line-${tier.id}`, type: 'line', ...from, layout: line, paint: { 'line-width': tier.width * k } })
  }
  for (const id of ['divisions', 'grids']) {
    layers.push({ id: `outline-${id}`, type: 'line', source: id, 'source-layer': id, filter: false, layout: line, paint: { 'line-width': 3.2 * k } })
  }
  layers.push(
    { id: 'device-area', type: 'fill', source: 'device', filter: ['==', ['geometry-type'], 'Polygon'], paint: {} },
    { id: 'device-dot', type: 'circle', source: 'device', filter: ['==', ['geometry-type'], 'Point'], paint: { 'circle-radius': 6, 'circle-stroke-width': 2 } },
  )
  for (const tier of TIERS) {
    const next = TIERS[TIERS.indexOf(tier) + 1]
    layers.push({
      id: `label-${tier.id}`, type: 'symbol', source: of(tier), 'source-layer': `${of(tier)}_names`, filter: false, minzoom: tier.minzoom + (tier.id === 'top' ? 0 : 0.6),
      maxzoom: next ? next.minzoom + 1.2 : 24,
      layout: { 'text-field': nameField(ground.language), 'text-font': FONTS, 'text-size': tier.text * k, 'text-max-width': 8, 'text-padding': 4 },
      paint: { 'text-halo-width': 1.4 },
    })
  }
  layers.push(...caseLayers(GIVEN, {}, k))
  if (ground.caseTiles) layers.push(...caseLayers(TILED, { 'source-layer': 'cases' }, k))
  layers.push(
    { id: 'marks-late', type: 'circle', source: 'marks', filter: LATE, paint: { 'circle-radius': 6 * k, 'circle-stroke-width': 2 * k } },
    { id: 'marks-late-core', type: 'circle', source: 'marks', filter: LATE, paint: { 'circle-radius': 2 * k } },
    { id: 'marks-new', type: 'circle', source: 'marks', filter: ['==', ['get', 'fresh'], true], paint: { 'circle-radius': 15 * k, 'circle-opacity': 0, 'circle-stroke-width': 3 * k } },
    { id: 'sketch-fill', type: 'fill', source: 'sketch', filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'fill-opacity': 0.14 } },
    { id: 'sketch-line', type: 'line', source: 'sketch', filter: ['!=', ['geometry-type'], 'Point'], layout: line, paint: { 'line-width': 2.4, 'line-dasharray': [2, 1.4] } },
    { id: 'sketch-dot', type: 'circle', source: 'sketch', filter: ['==', ['geometry-type'], 'Point'], paint: { 'circle-radius': 4.5, 'circle-stroke-width': 2 } },
  )
  return { version: 8, sources, layers }
}

/** Colours are the tokens' of the present theme. */
export function paint(map: gl.Map): void {
  const set = (layer: string, key: string, value: unknown) => {
    if (map.getLayer(layer)) map.setPaintProperty(layer, key as Parameters<gl.Map['setPaintProperty']>[1], value as never)
  }
  const [accent, danger, surface, focus] = ['--jw-accent', '--jw-danger', '--jw-surface', '--jw-focus'].map(css) as [string, string, string, string]
  set('ground', 'background-color', css('--jw-map-land'))
  set('fill-top', 'fill-color', css('--jw-map-fill'))
  for (const tier of TIERS) {
    set(`line-${tier.id}`, 'line-color', css(tier.id === 'top' ? '--jw-ink-3' : '--jw-map-line'))
    set(`label-${tier.id}`, 'text-color', css(tier.id === 'top' ? '--jw-ink' : '--jw-ink-2'))
    set(`label-${tier.id}`, 'text-halo-color', css('--jw-map-land'))
  }
  const byState: gl.ExpressionSpecification = ['case', LATE, danger, ['==', ['get', 'phase'], 'end'], css('--jw-ok'), accent]
  for (const source of [GIVEN, TILED]) {
    set(`${source}-cluster`, 'circle-color', accent)
    set(`${source}-cluster`, 'circle-stroke-color', surface)
    set(`${source}-count`, 'text-color', css('--jw-on-accent'))
    set(`${source}-one`, 'circle-color', byState)
    set(`${source}-one`, 'circle-stroke-color', surface)
    set(`${source}-late`, 'circle-color', surface)
    set(`${source}-heat`, 'heatmap-color', ['interpolate', ['linear'], ['heatmap-density'], 0, `${accent}00`, 0.12, `${accent}55`, 0.5, accent, 0.85, css('--jw-warn'), 1, danger])
  }
  set('device-area', 'fill-color', focus)
  set('device-area', 'fill-opacity', 0.15)
  set('device-dot', 'circle-color', focus)
  set('device-dot', 'circle-stroke-color', '#ffffff')
  for (const id of ['divisions', 'grids']) set(`outline-${id}`, 'line-color', focus)
  set('marks-late', 'circle-color', danger)
  set('marks-late', 'circle-stroke-color', surface)
  set('marks-late-core', 'circle-color', surface)
  set('marks-new', 'circle-stroke-color', css('--jw-warn'))
  set('sketch-fill', 'fill-color', focus)
  set('sketch-line', 'line-color', focus)
  set('sketch-dot', 'circle-color', surface)
  set('sketch-dot', 'circle-stroke-color', focus)
}
