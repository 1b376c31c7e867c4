/** Where the boxes and arrows of a chart stand. The columns are ours (phases), what stands above what is dagre's. */
import type { Phase } from '@jingwei/api'
import { Graph, layout } from '@dagrejs/dagre'
import { PHASES, type Arrow, type Chart, type State } from './pack-steps'

export interface Point {
  x: number
  y: number
}
/** A state; x and y are its middle. */
export interface Box extends State, Point {
  width: number
  height: number
}
export interface Line extends Arrow {
  path: string
  /** The point of the arrow. */
  tip: string
  label: Point
  words: string
}
/** The ground of a phase. */
export interface Band {
  phase: Phase
  x: number
  width: number
}
export interface Picture {
  width: number
  height: number
  boxes: Box[]
  lines: Line[]
  bands: Band[]
}

const HEAD = 34
const LOW = 40
/** Between two arrows at the side of a box. */
const PORT = 9
const TIP = 7

/** About how wide a text is at 12 px: an ideograph is as wide as two letters. */
export const wide = (text: string) => [...text].reduce((sum, c) => sum + (c.charCodeAt(0) > 0x2e80 ? 13 : 7), 0)

/** A smooth line through the points, level at each of them. */
export function through(points: readonly Point[]): string {
  const [first, ...rest] = points
  if (!first) return ''
  const at = (x: number, y: number) => `${x.toFixed(1)} ${y.toFixed(1)}`
  let before = first
  return `M${at(first.x, first.y)}` + rest.map((point) => {
    const middle = (before.x + point.x) / 2
    const piece = before.y === point.y ? `L${at(point.x, point.y)}` : `C${at(middle, before.y)} ${at(middle, point.y)} ${at(point.x, point.y)}`
    before = point
    return piece
  }).join('')
}

/** Lays a chart out. `named` says a state, `said` an arrow. */
export function arrange(chart: Chart, named: (state: State) => string, said: (arrow: Arrow) => string): Picture {
  const columnOf = new Map(chart.states.map((state) => [state.code, state.column]))
  const graph = new Graph({ multigraph: true })
  // twice the column: dagre keeps a rank between two for the labels
  const byColumn = (inner: Graph) => {
    for (const code of inner.nodes()) inner.node(code).rank = 2 * (columnOf.get(code) ?? 0)
  }
  graph.setGraph({ rankdir: 'LR', nodesep: 16, edgesep: 8, ranksep: 24, marginx: 16, marginy: 12, ranker: byColumn as never })
  graph.setDefaultEdgeLabel(() => ({}))
  const ends = chart.arrows.map((arrow) => endsOf(arrow, columnOf))
  for (const state of chart.states) {
    const busy = Math.max(ends.filter((e) => e.left === state.code).length, ends.filter((e) => e.right === state.code).length)
    graph.setNode(state.code, { width: wide(named(state)) + 36, height: Math.max(LOW, (busy + 1) * PORT) })
  }
  chart.arrows.forEach((arrow, i) => {
    graph.setEdge(ends[i]!.left, ends[i]!.right, { width: wide(said(arrow)) + 8, height: 15, labelpos: 'c', weight: arrow.way === 'on' ? 4 : 1 }, arrow.id)
  })
  layout(graph)

  const boxes = chart.states.map((state): Box => {
    const { x = 0, y = 0, width, height } = graph.node(state.code)
    return { ...state, x, y: y + HEAD, width, height }
  })
  const roads = chart.arrows.map((arrow, i) => {
    const { left, right, turned } = ends[i]!
    const { points = [], x = 0, y = 0 } = graph.edge(left, right, arrow.id)
    const inner = points.slice(1, -1).map((p: Point) => ({ x: p.x, y: p.y + HEAD }))
    return { arrow, left, right, turned, inner, label: { x, y: y + HEAD } }
  })
  const lines = ported(roads, boxes).map(({ arrow, turned, points, label }): Line => {
    const end = points[points.length - 1]!
    const back = turned ? TIP : -TIP
    // the line stops inside the point of the arrow
    const shaft = [...points.slice(0, -1), { x: end.x + back, y: end.y }]
    const tip = `M${end.x} ${end.y}l${back} -3.5v7z`
    return { ...arrow, path: through(shaft), tip, label, words: said(arrow) }
  })
  const { width = 0, height = 0 } = graph.graph()
  return { width, height: height + HEAD, boxes, lines, bands: bandsOf(boxes, width) }
}

/** Dagre is told every arrow from left to right; those that lead back are turned round again afterwards. */
function endsOf({ from, to }: Arrow, columnOf: Map<string, number>) {
  const turned = (columnOf.get(to) ?? 0) < (columnOf.get(from) ?? 0)
  return turned ? { left: to, right: from, turned } : { left: from, right: to, turned }
}

interface Road {
  arrow: Arrow
  left: string
  right: string
  turned: boolean
  inner: Point[]
  label: Point
}

/** Gives each arrow a place of its own at the sides of its boxes, in the order in which they come, so that none cross there. */
function ported(roads: Road[], boxes: Box[]) {
  const starts = new Map<Road, Point>()
  const stops = new Map<Road, Point>()
  for (const box of boxes) {
    const side = (mine: Road[], next: (road: Road) => Point | undefined, x: number, into: Map<Road, Point>) => {
      const sorted = mine.sort((a, b) => (next(a)?.y ?? 0) - (next(b)?.y ?? 0))
      const gap = box.height / (sorted.length + 1)
      sorted.forEach((road, i) => into.set(road, { x, y: box.y - box.height / 2 + gap * (i + 1) }))
    }
    side(roads.filter((r) => r.left === box.code), (r) => r.inner[0], box.x + box.width / 2, starts)
    side(roads.filter((r) => r.right === box.code), (r) => r.inner[r.inner.length - 1], box.x - box.width / 2, stops)
  }
  return roads.map((road) => {
    const points = [starts.get(road)!, ...road.inner, stops.get(road)!]
    return { ...road, points: road.turned ? points.reverse() : points }
  })
}

/** Each phase from the middle of the gap before its boxes to the middle of the gap behind them. */
function bandsOf(boxes: Box[], width: number): Band[] {
  const spans = PHASES.flatMap((phase) => {
    const mine = boxes.filter((box) => box.phase === phase)
    return mine.length ? [{ phase, from: Math.min(...mine.map((b) => b.x - b.width / 2)), to: Math.max(...mine.map((b) => b.x + b.width / 2)) }] : []
  })
  return spans.map(({ phase, from, to }, i) => {
    const x = i ? (spans[i - 1]!.to + from) / 2 : 0
    const end = i < spans.length - 1 ? (to + spans[i + 1]!.from) / 2 : width
    return { phase, x, width: end - x }
  })
}
