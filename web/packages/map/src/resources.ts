/** Records on the map (places, components, organisations): a square with a mark, so that nobody takes one for a case, which is round. */
import type * as gl from 'maplibre-gl'
import { address, css, FONTS } from './style'

/** A kind of records, all of it or some types, and the letter and colour that it is drawn with. */
export interface Resource {
  kind: string
  types: readonly string[]
  mark: string
  /** 1 to 6: the tokens `--jw-res-…`. */
  colour: number
}

const DEEPEST = 15
const SIDE = 22
/** A heap: its mark and how many, side by side. */
const HEAP = 50
const CROWD: gl.ExpressionSpecification = ['has', 'point_count']
const url = (one: Resource) => address(`/tiles/register/${encodeURIComponent(one.kind)}/{z}/{x}/{y}.mvt${one.types.length ? `?types=${one.types.map(encodeURIComponent).join(',')}` : ''}`)

/** A square of a colour with a mark in it; drawn twice as large, for dense screens. */
function square(one: Resource, wide: number, mark: string): ImageData {
  const canvas = document.createElement('canvas')
  const [px, py] = [wide * 2, SIDE * 2]
  canvas.width = px
  canvas.height = py
  const pen = canvas.getContext('2d')!
  pen.fillStyle = css('--jw-surface')
  pen.beginPath()
  pen.roundRect(0, 0, px, py, 10)
  pen.fill()
  pen.fillStyle = css(`--jw-res-${one.colour}`)
  pen.beginPath()
  pen.roundRect(3, 3, px - 6, py - 6, 8)
  pen.fill()
  pen.fillStyle = css('--jw-on-res')
  pen.font = `600 ${Math.round(py * 0.52)}px ${FONTS.map((font) => (font.includes(' ') ? `"${font}"` : font)).join(',')}`
  pen.textAlign = 'center'
  pen.textBaseline = 'middle'
  pen.fillText(mark, px / 2, py / 2 + 2)
  return pen.getImageData(0, 0, px, py)
}

export function resources(map: gl.Map, k: number, before: string) {
  let shown: Resource[] = []
  const layers = (one: Resource) => [`res-${one.kind}-one`, `res-${one.kind}-crowd`]
  const same = (a: Resource, b: Resource) => a.kind === b.kind && a.types.join() === b.types.join() && a.mark === b.mark && a.colour === b.colour
  const heard = new Map<string, gl.Subscription[]>()
  const over = () => (map.getCanvas().style.cursor = 'pointer')
  const out = () => (map.getCanvas().style.cursor = '')

  function images(one: Resource): void {
    const all = [[`res-${one.kind}`, SIDE, one.mark], [`res-${one.kind}-many`, HEAP, '']] as const
    for (const [id, wide, mark] of all) {
      const image = square(one, wide, mark)
      if (map.hasImage(id)) map.updateImage(id, image)
      else map.addImage(id, image, { pixelRatio: 2 / k })
    }
  }
  function paint(one: Resource): void {
    map.setPaintProperty(`res-${one.kind}-crowd`, 'text-color', css('--jw-on-res'))
    map.setPaintProperty(`res-${one.kind}-one`, 'text-color', css('--jw-ink'))
    map.setPaintProperty(`res-${one.kind}-one`, 'text-halo-color', css('--jw-map-land'))
  }
  function add(one: Resource): void {
    images(one)
    const from = { source: `res-${one.kind}`, 'source-layer': one.kind, type: 'symbol' as const }
    map.addSource(from.source, { type: 'vector', tiles: [url(one)], maxzoom: DEEPEST })
    map.addLayer({
      id: `res-${one.kind}-one`, ...from, filter: ['!', CROWD],
      layout: {
        'icon-image': `res-${one.kind}`, 'icon-allow-overlap': true,
        'text-field': ['step', ['zoom'], '', 16, ['coalesce', ['get', 'name'], '']], 'text-font': FONTS, 'text-size': 12 * k, 'text-anchor': 'top', 'text-offset': [0, 1], 'text-max-width': 9, 'text-optional': true,
      },
      paint: { 'text-halo-width': 1.4 },
    }, before)
    map.addLayer({
      id: `res-${one.kind}-crowd`, ...from, filter: CROWD,
      layout: {
        'icon-image': `res-${one.kind}-many`, 'icon-allow-overlap': true,
        'text-field': ['concat', `${one.mark} `, ['get', 'point_count_abbreviated']], 'text-font': FONTS, 'text-size': 12 * k, 'text-allow-overlap': true,
      },
    }, before)
    paint(one)
    heard.set(one.kind, layers(one).flatMap((id) => [map.on('mouseenter', id, over), map.on('mouseleave', id, out)]))
  }
  function remove(one: Resource): void {
    heard.get(one.kind)?.forEach((on) => on.unsubscribe())
    for (const id of layers(one)) map.removeLayer(id)
    map.removeSource(`res-${one.kind}`)
  }
  return {
    /** Draws these and no others. */
    set(next: readonly Resource[]): void {
      for (const one of shown.filter((old) => !next.some((now) => same(old, now)))) remove(one)
      for (const one of next.filter((now) => !shown.some((old) => same(old, now)))) add(one)
      shown = [...next]
      // heaps of several kinds lie in the middle of the same things: side by side
      shown.forEach((one, n) => {
        const off = (n - (shown.length - 1) / 2) * (HEAP + 4) * k
        map.setLayoutProperty(`res-${one.kind}-crowd`, 'icon-offset', [off, 0])
        map.setLayoutProperty(`res-${one.kind}-crowd`, 'text-offset', [off / (12 * k), 0])
      })
    },
    repaint(): void {
      shown.forEach(images)
      shown.forEach(paint)
    },
    /** Looks again at what the tiles say. */
    reload: () => shown.forEach((one) => (map.getSource(`res-${one.kind}`) as gl.VectorTileSource | undefined)?.setTiles([url(one)])),
    layers: () => shown.flatMap(layers),
  }
}
