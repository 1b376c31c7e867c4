export * from './contract'
export * from './problem'
export { newKey, setCsrf } from './http'
export { open, session, staff, urls } from './client'
