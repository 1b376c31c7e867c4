// What a file of journeys needs around its tests: a city of its own, and a browser.
import { after, before } from 'node:test'
import { launch, open } from './browser.mjs'
import { core } from './ground.mjs'
import { startCity } from './server.mjs'

/** Begins both before the tests and tells `ready`, ends both after them; `leave` goes first. `flags` are more for Chromium. */
export function scene(ready, { flags, leave, settings } = {}) {
  let city, browser
  before(async () => {
    city = await startCity({ settings })
    browser = await launch(flags)
    await ready({ city, browser })
  })
  after(async () => {
    await leave?.()
    await browser?.close()
    await city?.stop()
  })
}

/** Where the demo's worker works, as somebody sees it who came for that alone. */
export async function workplace({ city, browser }) {
  const scout = await open(browser)
  await scout.goto(city.base)
  const place = await core(scout)
  await scout.context().close()
  return place
}
