/** A map on which grids are edited: what is there, what becomes of it, what is wrong, and corners that one can take hold of. */
import type * as gl from 'maplibre-gl'
import type { Bounds, Point } from './geometry'
import { css, FONTS, NOTHING, type Ground } from './style'

/** What is drawn, each on top of the one before. */
export const SHEETS = ['grids', 'after', 'past', 'problems', 'draft', 'corners', 'aim'] as const
export type Sheet = (typeof SHEETS)[number]

export interface EditorSettings extends Ground {
  container: HTMLElement
  bounds: Bounds
  onClick: (point: Point) => void
  onMove: (point: Point) => void
  /** The corner at a place that can be taken hold of. */
  grab: (point: Point) => Point | undefined
  /** It is moved and let go. */
  onDrag: (from: Point, to: Point, done: boolean) => void
}

export interface Editor {
  map: gl.Map
  draw(sheet: Sheet, features: GeoJSON.Feature[]): void
  /** A place in pixels of the screen. */
  project(point: Point): Point
  setLanguage(language: string): void
  setLevels(levels: Record<string, string | undefined>): void
  repaint(): void
  destroy(): void
}

const id = (sheet: Sheet, part: string) => `edit-${sheet}-${part}`
const POINT: gl.FilterSpecification = ['==', ['geometry-type'], 'Point']
const CHOSEN: gl.ExpressionSpecification = ['==', ['get', 'chosen'], true]

function layers(): gl.LayerSpecification[] {
  const line = (sheet: Sheet, paint: gl.LineLayerSpecification['paint']): gl.LayerSpecification => ({
    id: id(sheet, 'line'), type: 'line', source: `edit-${sheet}`, filter: ['!=', ['geometry-type'], 'Point'], layout: { 'line-join': 'round', 'line-cap': 'round' }, paint,
  })
  const fill = (sheet: Sheet, opacity: number | gl.ExpressionSpecification): gl.LayerSpecification => ({
    id: id(sheet, 'fill'), type: 'fill', source: `edit-${sheet}`, filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'fill-opacity': opacity },
  })
  const text = (sheet: Sheet, always = false): gl.LayerSpecification => ({
    id: id(sheet, 'text'), type: 'symbol', source: `edit-${sheet}`, filter: ['has', 'label'],
    layout: { 'text-field': ['get', 'label'], 'text-font': FONTS, 'text-size': 12, 'text-max-width': 7, 'text-allow-overlap': always }, paint: { 'text-halo-width': 1.8 },
  })
  const dot = (sheet: Sheet, radius: number): gl.LayerSpecification => ({
    id: id(sheet, 'dot'), type: 'circle', source: `edit-${sheet}`, filter: POINT, paint: { 'circle-radius': radius, 'circle-stroke-width': 2 },
  })
  return [
    fill('grids', ['case', CHOSEN, 0.28, 0]), line('grids', { 'line-width': ['case', CHOSEN, 3, 1.6] }), text('grids'),
    fill('after', 0.16), line('after', { 'line-width': 2.6 }), text('after'),
    line('past', { 'line-width': 2.4, 'line-dasharray': [3, 2] }),
    fill('problems', 0.42), line('problems', { 'line-width': 2.4, 'line-dasharray': [1.4, 1.2] }), dot('problems', 9), text('problems', true),
    line('draft', { 'line-width': 2.4, 'line-dasharray': [2, 1.4] }), dot('draft', 4.5),
    dot('corners', 5), dot('aim', 7),
  ]
}

/** Starts it in the container. Throws when the browser has no WebGL. */
export async function openEditor(settings: EditorSettings): Promise<Editor> {
  const { start } = await import('./engine')
  const engine = await start({
    ...settings, interactive: true, onCase: () => undefined, onArea: () => undefined, onView: () => undefined,
    onClick: settings.onClick,
  })
  const map = engine.map
  for (const sheet of SHEETS) map.addSource(`edit-${sheet}`, { type: 'geojson', data: NOTHING, tolerance: 0 })
  for (const layer of layers()) map.addLayer(layer)
  // what is edited is drawn by itself: the tiles below would show the borders twice
  engine.show(['base', 'areas', 'names'])
  map.doubleClickZoom.disable()

  let held: Point | undefined
  const at = (event: gl.MapMouseEvent | gl.MapTouchEvent): Point => [event.lngLat.lng, event.lngLat.lat]
  const grab = (event: gl.MapMouseEvent | gl.MapTouchEvent) => {
    held = settings.grab(at(event))
    if (held) event.preventDefault() // the map stays where it is
  }
  const letGo = (event: gl.MapMouseEvent | gl.MapTouchEvent) => {
    if (held) settings.onDrag(held, at(event), true)
    held = undefined
  }
  for (const kind of ['mousedown', 'touchstart'] as const) map.on(kind, grab)
  for (const kind of ['mouseup', 'touchend'] as const) map.on(kind, letGo)
  for (const kind of ['mousemove', 'touchmove'] as const) {
    map.on(kind, (event) => (held ? settings.onDrag(held, at(event), false) : settings.onMove(at(event))))
  }
  map.on('mouseenter', id('corners', 'dot'), () => (map.getCanvas().style.cursor = 'move'))
  map.on('mouseleave', id('corners', 'dot'), () => (map.getCanvas().style.cursor = 'crosshair'))
  map.getCanvas().style.cursor = 'crosshair'

  function colours(): void {
    const [accent, danger, surface, focus, ink, warn] = ['--jw-accent', '--jw-danger', '--jw-surface', '--jw-focus', '--jw-ink', '--jw-warn'].map(css) as [string, string, string, string, string, string]
    const set = (layer: string, key: string, value: unknown) => map.getLayer(layer) && map.setPaintProperty(layer, key as 'fill-color', value as never)
    const of: Record<Sheet, unknown> = {
      grids: css('--jw-ink-3'), after: accent, past: warn, problems: ['case', ['==', ['get', 'severity'], 'error'], danger, warn], draft: focus, corners: focus, aim: focus,
    }
    for (const sheet of SHEETS) {
      set(id(sheet, 'line'), 'line-color', sheet === 'grids' ? ['case', CHOSEN, focus, of[sheet]] : of[sheet])
      set(id(sheet, 'fill'), 'fill-color', sheet === 'grids' ? focus : of[sheet])
      set(id(sheet, 'text'), 'text-color', ink)
      set(id(sheet, 'text'), 'text-halo-color', surface)
      set(id(sheet, 'dot'), 'circle-color', surface)
      set(id(sheet, 'dot'), 'circle-stroke-color', of[sheet])
    }
  }
  colours()
  return {
    map,
    draw: (sheet, features) => (map.getSource(`edit-${sheet}`) as gl.GeoJSONSource).setData({ type: 'FeatureCollection', features }),
    project: (point) => {
      const { x, y } = map.project(point)
      return [x, y]
    },
    setLanguage: (language) => engine.setLanguage(language),
    setLevels: (levels) => engine.setLevels(levels),
    repaint() {
      engine.repaint()
      colours()
    },
    destroy: () => engine.destroy(),
  }
}
