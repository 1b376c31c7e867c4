export * from './contract'
export * from './problem'
export { newKey, setCsrf } from './http'
export { areasGeo, open, session, staff, urls } from './client'
