// What goes over the wire, and how long a slow line takes, as Chromium counts it.

/** The profile of a slow 3G phone: bytes a second, milliseconds. */
export const SLOW_3G = { offline: false, downloadThroughput: 400_000 / 8, uploadThroughput: 400_000 / 8, latency: 400 }

/** Opens a page with an empty cache: bytes of all answers with their heads, and when its heading and first control could be used. */
export async function arrive(page, url, line) {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Network.enable')
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true })
  if (line) await cdp.send('Network.emulateNetworkConditions', line)
  let bytes = 0
  const encodings = new Set()
  cdp.on('Network.loadingFinished', (event) => (bytes += event.encodedDataLength))
  cdp.on('Network.responseReceived', ({ response }) => {
    const [, encoding] = Object.entries(response.headers).find(([name]) => name.toLowerCase() === 'content-encoding') ?? []
    if (encoding) encodings.add(encoding)
  })
  const began = performance.now()
  await page.goto(url, { waitUntil: 'commit' })
  await page.locator('#main h1').first().waitFor()
  await page.locator('#main :is(a, button, input, textarea)').first().waitFor()
  const usable = performance.now() - began
  await page.waitForLoadState('networkidle')
  return { bytes, encodings, usable }
}
