/** Moving between the states of a picture by the arrow keys. */
import type { Box } from './pack-layout'

/** The state that a key leads to; none where nothing lies that way, or for another key. */
export function neighbour(boxes: readonly Box[], from: string, key: string): string | undefined {
  const here = boxes.find((box) => box.code === from)
  if (!here) return undefined
  const nearest = (list: Box[]) => list.sort((a, b) => Math.abs(a.y - here.y) - Math.abs(b.y - here.y))[0]?.code
  const columnOn = (side: 1 | -1) => {
    const columns = boxes.map((box) => box.column).filter((column) => (column - here.column) * side > 0)
    const next = side > 0 ? Math.min(...columns) : Math.max(...columns)
    return boxes.filter((box) => box.column === next)
  }
  switch (key) {
    case 'ArrowRight': return nearest(columnOn(1))
    case 'ArrowLeft': return nearest(columnOn(-1))
    case 'ArrowDown': return nearest(boxes.filter((box) => box.column === here.column && box.y > here.y))
    case 'ArrowUp': return nearest(boxes.filter((box) => box.column === here.column && box.y < here.y))
    case 'Home': return boxes.find((box) => box.initial)?.code
    default: return undefined
  }
}
