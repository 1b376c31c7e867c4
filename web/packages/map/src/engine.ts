/** The drawing engine, loaded only when a map is first shown. Works without any base map: areas are drawn from the server's own vector tiles. */
import * as gl from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url'
import 'maplibre-gl/dist/maplibre-gl.css'
import type { Basemap } from '@jingwei/api'
import { circle, type Bounds, type Point } from './geometry'

gl.setWorkerUrl(workerUrl)

const FONTS = ['PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', 'WenQuanYi Micro Hei', 'sans-serif']
const NOTHING: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] }

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

function css(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}

/** Nearer than this, tiles are drawn larger instead of loaded anew. */
const DEEPEST = { areas: 14, cases: 15 }

export interface Engine {
  map: gl.Map
  /** Which level of the code profile is drawn as which tier. */
  setLevels(levels: Record<string, string | undefined>): void
  /** Cases to draw instead of the tiles; null for the tiles. */
  setCases(cases: GeoJSON.FeatureCollection | null): void
  /** Looks again at what the tiles of cases say. */
  reloadCases(): void
  setPoint(point: Point | null): void
  setDevice(point: Point | null, accuracy: number): void
  setLanguage(language: string): void
  repaint(): void
  destroy(): void
}

export interface Settings {
  container: HTMLElement
  bounds: Bounds
  language: string
  basemap?: Basemap | null
  /** Where tiles of cases are, when there are any. */
  caseTiles?: string
  interactive: boolean
  onCase: (number: string) => void
  onClick: (point: Point) => void
  onView: (bounds: Bounds, zoom: number) => void
}

function nameField(language: string): gl.ExpressionSpecification {
  return ['get', language === 'en' ? 'name_en' : 'name_zh']
}

/** An address of the server as the map's worker needs it: whole, with its braces. */
function address(path: string): string {
  return new URL(path, location.href).href.replace(/%7B/gi, '{').replace(/%7D/gi, '}')
}

/** How cases are drawn, from either source. */
function caseLayers(source: string, inTile: object): gl.LayerSpecification[] {
  const from = { source, ...inTile }
  const crowd: gl.ExpressionSpecification = ['has', 'point_count']
  const alone: gl.ExpressionSpecification = ['!', crowd]
  return [
    {
      id: `${source}-cluster`, type: 'circle', ...from, filter: crowd,
      paint: { 'circle-radius': ['step', ['get', 'point_count'], 8, 2, 13, 20, 17, 100, 22, 500, 27], 'circle-stroke-width': 2, 'circle-opacity': 0.92 },
    },
    {
      id: `${source}-count`, type: 'symbol', ...from, filter: ['all', crowd, ['>', ['get', 'point_count'], 1]],
      layout: { 'text-field': ['to-string', ['get', 'point_count_abbreviated']], 'text-font': FONTS, 'text-size': 12, 'text-allow-overlap': true },
    },
    {
      id: `${source}-one`, type: 'circle', ...from, filter: alone,
      paint: { 'circle-radius': ['case', ['==', ['get', 'late'], true], 8, 6], 'circle-stroke-width': 2 },
    },
    {
      id: `${source}-late`, type: 'circle', ...from, filter: ['all', alone, ['==', ['get', 'late'], true]],
      paint: { 'circle-radius': 3 },
    },
  ]
}

const TILED = 'tiled'
const GIVEN = 'cases'

function style(settings: Settings): gl.StyleSpecification {
  const sources: gl.StyleSpecification['sources'] = {
    [GIVEN]: { type: 'geojson', data: NOTHING, cluster: true, clusterRadius: 44, clusterMaxZoom: 15 },
    divisions: { type: 'vector', tiles: [address('/tiles/divisions/{z}/{x}/{y}.mvt')], maxzoom: DEEPEST.areas },
    grids: { type: 'vector', tiles: [address('/tiles/grids/{z}/{x}/{y}.mvt')], minzoom: 12, maxzoom: DEEPEST.areas },
    device: { type: 'geojson', data: NOTHING },
  }
  const layers: gl.LayerSpecification[] = [{ id: 'ground', type: 'background', paint: {} }]
  if (settings.basemap?.url) {
    sources['base'] = {
      type: 'raster', tiles: [address(settings.basemap.url)],
      tileSize: 256, attribution: settings.basemap.attribution,
    }
    layers.push({ id: 'base', type: 'raster', source: 'base' })
  }
  if (settings.caseTiles) {
    sources[TILED] = { type: 'vector', tiles: [address(settings.caseTiles)], maxzoom: DEEPEST.cases }
  }
  const of = (tier: Tier) => (tier.id === 'grid' ? 'grids' : 'divisions')
  if (!settings.basemap?.url) {
    layers.push({ id: 'fill-top', type: 'fill', source: 'divisions', 'source-layer': 'divisions', filter: false, paint: {} })
  }
  for (const tier of [...TIERS].reverse()) {
    layers.push({
      id: `line-${tier.id}`, type: 'line', source: of(tier), 'source-layer': of(tier), filter: false, minzoom: tier.minzoom,
      layout: { 'line-join': 'round' }, paint: { 'line-width': tier.width },
    })
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
      layout: { 'text-field': nameField(settings.language), 'text-font': FONTS, 'text-size': tier.text, 'text-max-width': 8, 'text-padding': 4 },
      paint: { 'text-halo-width': 1.4 },
    })
  }
  layers.push(...caseLayers(GIVEN, {}))
  if (settings.caseTiles) layers.push(...caseLayers(TILED, { 'source-layer': 'cases' }))
  return { version: 8, sources, layers }
}

function paint(map: gl.Map): void {
  const set = (layer: string, key: string, value: unknown) => {
    if (map.getLayer(layer)) map.setPaintProperty(layer, key as Parameters<gl.Map['setPaintProperty']>[1], value as never)
  }
  set('ground', 'background-color', css('--jw-map-land'))
  set('fill-top', 'fill-color', css('--jw-map-fill'))
  for (const tier of TIERS) {
    set(`line-${tier.id}`, 'line-color', css(tier.id === 'top' ? '--jw-ink-3' : '--jw-map-line'))
    set(`label-${tier.id}`, 'text-color', css(tier.id === 'top' ? '--jw-ink' : '--jw-ink-2'))
    set(`label-${tier.id}`, 'text-halo-color', css('--jw-map-land'))
  }
  const byState: gl.ExpressionSpecification = [
    'case', ['==', ['get', 'late'], true], css('--jw-danger'), ['==', ['get', 'phase'], 'end'], css('--jw-ok'), css('--jw-accent'),
  ]
  for (const source of [GIVEN, TILED]) {
    set(`${source}-cluster`, 'circle-color', css('--jw-accent'))
    set(`${source}-cluster`, 'circle-stroke-color', css('--jw-surface'))
    set(`${source}-count`, 'text-color', css('--jw-on-accent'))
    set(`${source}-one`, 'circle-color', byState)
    set(`${source}-one`, 'circle-stroke-color', css('--jw-surface'))
    set(`${source}-late`, 'circle-color', css('--jw-surface'))
  }
  set('device-area', 'fill-color', css('--jw-focus'))
  set('device-area', 'fill-opacity', 0.15)
  set('device-dot', 'circle-color', css('--jw-focus'))
  set('device-dot', 'circle-stroke-color', '#ffffff')
}

/** Starts a map in the container. Throws when the browser has no WebGL. */
export async function start(settings: Settings): Promise<Engine> {
  const map = new gl.Map({
    container: settings.container,
    style: style(settings),
    bounds: settings.bounds,
    fitBoundsOptions: { padding: 24 },
    attributionControl: settings.basemap?.attribution ? { compact: true } : false,
    dragRotate: false,
    pitchWithRotate: false,
    maxZoom: 19,
    interactive: settings.interactive,
  })
  map.touchZoomRotate.disableRotation()
  map.keyboard.disableRotation()
  await new Promise<void>((resolve) => map.once('style.load', () => resolve()))
  paint(map)

  const source = (id: string) => map.getSource(id) as gl.GeoJSONSource | undefined
  const view = () => {
    const b = map.getBounds()
    settings.onView([b.getWest(), b.getSouth(), b.getEast(), b.getNorth()], map.getZoom())
  }
  map.on('moveend', view)
  const spots = [GIVEN, TILED].flatMap((from) => [`${from}-one`, `${from}-cluster`]).filter((id) => map.getLayer(id))
  map.on('click', (event) => {
    const [feature] = map.queryRenderedFeatures(
      [[event.point.x - 4, event.point.y - 4], [event.point.x + 4, event.point.y + 4]], { layers: spots },
    )
    const clusterId = feature?.properties['cluster_id'] as number | undefined
    const center = feature && ((feature.geometry as GeoJSON.Point).coordinates as Point)
    if (feature && clusterId !== undefined) {
      void source(GIVEN)?.getClusterExpansionZoom(clusterId).then((zoom) => map.easeTo({ center, zoom: zoom + 0.3 }))
    } else if (feature && 'point_count' in feature.properties) {
      map.easeTo({ center, zoom: Math.min(Math.floor(map.getZoom()) + 2, DEEPEST.cases + 0.5) })
    } else if (feature) {
      settings.onCase(String(feature.properties['number']))
    } else {
      settings.onClick([event.lngLat.lng, event.lngLat.lat])
    }
  })
  for (const layer of spots) {
    map.on('mouseenter', layer, () => (map.getCanvas().style.cursor = 'pointer'))
    map.on('mouseleave', layer, () => (map.getCanvas().style.cursor = ''))
  }

  let marker: gl.Marker | undefined
  view()
  return {
    map,
    setLevels(levels) {
      for (const tier of TIERS) {
        const level = levels[tier.id]
        const mine: gl.FilterSpecification = level ? ['==', ['get', 'level'], level] : false
        for (const layer of [`fill-${tier.id}`, `line-${tier.id}`, `label-${tier.id}`]) {
          if (map.getLayer(layer)) map.setFilter(layer, mine)
        }
      }
    },
    setCases(cases) {
      source(GIVEN)?.setData(cases ?? NOTHING)
      for (const part of ['cluster', 'count', 'one', 'late']) {
        const id = `${TILED}-${part}`
        if (map.getLayer(id)) map.setLayoutProperty(id, 'visibility', cases ? 'none' : 'visible')
      }
    },
    reloadCases() {
      const tiled = map.getSource(TILED) as gl.VectorTileSource | undefined
      if (tiled && settings.caseTiles) tiled.setTiles([address(settings.caseTiles)])
    },
    setPoint(point) {
      marker?.remove()
      marker = point ? new gl.Marker({ color: css('--jw-danger') }).setLngLat(point).addTo(map) : undefined
    },
    setDevice(point, accuracy) {
      const features: GeoJSON.Feature[] = point
        ? [
            { type: 'Feature', properties: {}, geometry: circle(point, accuracy) },
            { type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: point } },
          ]
        : []
      source('device')?.setData({ type: 'FeatureCollection', features })
    },
    setLanguage(language) {
      for (const tier of TIERS) map.setLayoutProperty(`label-${tier.id}`, 'text-field', nameField(language))
    },
    repaint: () => paint(map),
    destroy: () => map.remove(),
  }
}
