export { default as JwMap } from './JwMap.vue'
export type { Bounds, Point } from './geometry'
