export { default as JwMap } from './JwMap.vue'
export { distance, frame, inside, length, surface } from './geometry'
export type { Bounds, Point, Sketch } from './geometry'
export type { Group } from './style'
