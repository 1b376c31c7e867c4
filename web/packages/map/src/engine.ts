/** The drawing engine, loaded only when a map is first shown. Works without any base map: areas are drawn from the server's own vector tiles. */
import * as gl from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url'
import 'maplibre-gl/dist/maplibre-gl.css'
import { circle, sketched, type Bounds, type Point, type Sketch } from './geometry'
import { resources, type Resource } from './resources'
import { address, css, DEEPEST, EVERY, GIVEN, GROUPS, nameField, NOTHING, paint, style, TIERS, TILED, type Ground, type Group } from './style'

gl.setWorkerUrl(workerUrl)

export interface Engine {
  map: gl.Map
  /** Which level of the code profile is drawn as which tier. */
  setLevels(levels: Record<string, string | undefined>): void
  /** Cases to draw instead of the tiles; null for the tiles. */
  setCases(cases: GeoJSON.FeatureCollection | null): void
  /** Looks again at what the tiles of cases say. */
  reloadCases(): void
  /** Draws records of these kinds and no others. */
  setResources(all: readonly Resource[]): void
  /** Draws these groups and no others. */
  show(groups: readonly Group[]): void
  /** Late (`late`) and new (`fresh`) cases that stand out whatever lies around them. */
  setMarks(marks: GeoJSON.FeatureCollection | null): void
  /** The border of this area stands out. */
  setOutline(code: string | undefined): void
  /** What was drawn or measured, of its kind; while it is being drawn, a click is a corner of it. */
  setSketch(drawing: boolean, kind: Sketch, points: readonly Point[]): void
  setPoint(point: Point | null): void
  setDevice(point: Point | null, accuracy: number): void
  setLanguage(language: string): void
  repaint(): void
  /** Opens what is in the middle, as a click there does; for the keyboard. */
  openCentre(): void
  /** What is seen, as a picture. */
  picture(): Promise<Blob | null>
  destroy(): void
}

export interface Settings extends Ground {
  container: HTMLElement
  bounds: Bounds
  interactive: boolean
  onCase: (number: string) => void
  onRecord?: (id: string) => void
  onArea: (code: string, level: string) => void
  onClick: (point: Point) => void
  onView: (bounds: Bounds, zoom: number, center: Point) => void
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
    // letters that fade in are drawn for as long as they fade, while the hand moves on
    fadeDuration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 150,
    interactive: settings.interactive,
  })
  map.touchZoomRotate.disableRotation()
  map.keyboard.disableRotation()
  await new Promise<void>((resolve) => map.once('style.load', () => resolve()))
  paint(map)

  const source = (id: string) => map.getSource(id) as gl.GeoJSONSource | undefined
  const view = () => {
    const b = map.getBounds()
    const c = map.getCenter()
    settings.onView([b.getWest(), b.getSouth(), b.getEast(), b.getNorth()], map.getZoom(), [c.lng, c.lat])
  }
  map.on('moveend', view)
  const present = (ids: string[]) => ids.filter((id) => map.getLayer(id))
  const spots = present([...[GIVEN, TILED].flatMap((from) => [`${from}-one`, `${from}-cluster`]), 'marks-late', 'marks-new'])
  const grounds = present(TIERS.map((tier) => `hit-${tier.id}`).reverse())
  const records = resources(map, settings.scale ?? 1, 'marks-late')
  let sketching = false
  const near = (at: gl.Point, layers: string[], by: number) =>
    map.queryRenderedFeatures([[at.x - by, at.y - by], [at.x + by, at.y + by]], { layers: layers.filter((id) => map.getLayoutProperty(id, 'visibility') !== 'none') })

  /** What a click does at a place of the screen: a corner, a cluster, a case, or the area it falls into. */
  function act(place: gl.Point, at: Point, reach: number): void {
    if (sketching) return settings.onClick(at)
    const feature = near(place, [...records.layers(), ...spots], reach)[0]
    const clusterId = feature?.properties['cluster_id'] as number | undefined
    const center = feature && ((feature.geometry as GeoJSON.Point).coordinates as Point)
    if (feature && clusterId !== undefined) {
      void source(GIVEN)?.getClusterExpansionZoom(clusterId).then((zoom) => map.easeTo({ center, zoom: zoom + 0.3 }))
    } else if (feature && 'point_count' in feature.properties) {
      map.easeTo({ center, zoom: Math.min(Math.floor(map.getZoom()) + 2, DEEPEST.cases + 0.5) })
    } else if (feature && 'id' in feature.properties) {
      settings.onRecord?.(String(feature.properties['id']))
    } else if (feature) {
      settings.onCase(String(feature.properties['number']))
    } else {
      const found = near(place, grounds, 0)
      const area = grounds.map((id) => found.find((one) => one.layer.id === id)).find(Boolean)
      if (area) settings.onArea(String(area.properties['code']), String(area.properties['level']))
      settings.onClick(at)
    }
  }
  map.on('click', ({ point, lngLat }) => act(point, [lngLat.lng, lngLat.lat], 4))
  // one look for all layers, and none while the map is being drawn along
  let over = false
  map.on('mousemove', ({ point }) => {
    if (sketching || map.isMoving()) return
    const was = over
    over = near(point, spots, 0).length > 0
    if (over !== was) map.getCanvas().style.cursor = over ? 'pointer' : ''
  })

  let marker: gl.Marker | undefined
  let shown = new Set<Group>(GROUPS.filter((group) => group !== 'heat'))
  let given = false
  /** Every layer is seen if its group is, and cases from one source at a time. */
  function see(): void {
    const set = (id: string, on: boolean) => map.getLayer(id) && map.setLayoutProperty(id, 'visibility', on ? 'visible' : 'none')
    set('base', shown.has('base'))
    for (const { id } of TIERS) {
      set(`line-${id}`, shown.has(id === 'grid' ? 'grids' : 'areas'))
      set(`label-${id}`, shown.has('names') && shown.has(id === 'grid' ? 'grids' : 'areas'))
    }
    for (const from of [GIVEN, TILED]) {
      const now = (from === GIVEN) === given
      for (const part of ['cluster', 'count', 'one', 'late']) set(`${from}-${part}`, now && shown.has('cases'))
      set(`${from}-heat`, now && shown.has('heat'))
    }
  }
  given = !settings.caseTiles
  view()

  return {
    map,
    setLevels(levels) {
      for (const tier of TIERS) {
        const level = levels[tier.id]
        const mine: gl.FilterSpecification = level ? ['==', ['get', 'level'], level] : false
        for (const layer of [`fill-${tier.id}`, `hit-${tier.id}`, `line-${tier.id}`, `label-${tier.id}`]) {
          if (map.getLayer(layer)) map.setFilter(layer, mine)
        }
      }
    },
    setCases(cases) {
      for (const id of [GIVEN, EVERY]) source(id)?.setData(cases ?? NOTHING)
      given = cases !== null || !settings.caseTiles
      // many cases weigh less each, so that there is always warm and hot
      map.setPaintProperty(`${GIVEN}-heat`, 'heatmap-weight', Math.min(0.5, Math.max(0.02, 60 / (cases?.features.length || 1))))
      see()
    },
    reloadCases() {
      const tiled = map.getSource(TILED) as gl.VectorTileSource | undefined
      if (tiled && settings.caseTiles) tiled.setTiles([address(settings.caseTiles)])
      records.reload()
    },
    setResources: (all) => records.set(all),
    show(groups) {
      shown = new Set(groups)
      see()
    },
    setMarks: (marks) => void source('marks')?.setData(marks ?? NOTHING),
    setOutline(code) {
      for (const id of ['divisions', 'grids']) map.setFilter(`outline-${id}`, code ? ['==', ['get', 'code'], code] : false)
    },
    setSketch(drawing, kind, points) {
      sketching = drawing
      map.getCanvas().style.cursor = sketching ? 'crosshair' : ''
      if (sketching) map.doubleClickZoom.disable()
      else map.doubleClickZoom.enable()
      source('sketch')?.setData({ type: 'FeatureCollection', features: sketched(kind, points) })
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
    repaint() {
      paint(map)
      records.repaint()
    },
    openCentre() {
      const center = map.getCenter()
      act(map.project(center), [center.lng, center.lat], 12)
    },
    picture: () => new Promise((done) => {
      // the picture is gone once it has been shown: it is taken in the frame that draws it
      map.once('render', () => map.getCanvas().toBlob(done, 'image/png'))
      map.triggerRepaint()
    }),
    destroy: () => map.remove(),
  }
}
