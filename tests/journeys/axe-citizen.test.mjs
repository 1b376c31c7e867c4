// Every main page of the citizen site, light and dark: no serious or critical finding of axe-core, and no word to any other host.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ALONE, CALM, findings, look, settle } from './lib/axe.mjs'
import { get, open, phone } from './lib/browser.mjs'
import { core } from './lib/ground.mjs'
import { postOffice } from './lib/post.mjs'
import { scene } from './lib/scene.mjs'

let city, browser
const post = await postOffice()
scene((here) => ({ city, browser } = here), { flags: ALONE, settings: post.settings, leave: () => post.close() })

/** The phone of a resident who has a report on it. */
async function resident() {
  const scout = await open(browser)
  await scout.goto(city.base)
  const place = await core(scout)
  const { items } = await get(scout, '/public/cases?limit=1')
  await scout.context().close()
  const page = await open(browser, { ...phone, ...CALM, geolocation: { longitude: place.lon, latitude: place.lat, accuracy: 10 }, permissions: ['geolocation'] })
  await page.goto(`${city.base}/report`)
  await page.fill('#text', '幸福路口的路灯三天不亮了。')
  await page.locator('[data-locate]').click()
  await page.getByText('位置：').waitFor()
  return { page, place, shown: items[0].number }
}

test('the citizen site', async (t) => {
  const { page, place, shown } = await resident()
  await t.test('/report, filled in', async () => {
    await page.locator('[data-suggested]').first().waitFor()
    await settle(page)
    assert.deepEqual(await findings(page), [])
    await page.click('#category')
    await page.locator('dialog [data-code]').first().waitFor()
    assert.deepEqual(await findings(page), [], 'with the tree of categories open')
    await page.keyboard.press('Escape')
    await page.locator('.send').click()
    await page.locator('[data-token]').waitFor()
    await settle(page)
    assert.deepEqual(await findings(page), [], 'the receipt')
  })
  const number = (await page.locator('[data-number]').textContent()).trim()
  const pages = ['/', '/report', '/track', `/track/${number}`, '/mine', '/map', '/map?view=list&open=false', `/cases/${shown}`, '/place', `/place/${place.village.code}`, '/orders', '/alerts', '/account', '/alerts/end#none']
  for (const path of pages) await look(t, page, city.base, path)
  await t.test('/alerts, by a code', async () => {
    await page.goto(`${city.base}/alerts/${place.village.code}`)
    await page.fill('#address', 'axe@example.com')
    await page.locator('[data-ask]').click()
    await page.locator('#code').waitFor()
    assert.deepEqual(await findings(page), [], 'the six digits')
    await page.fill('#code', (await post.next('axe@example.com')).subject.slice(0, 6))
    await page.locator('[data-confirm]').click()
    await page.locator('[data-done]').waitFor()
  })
  await look(t, page, city.base, '/account')
  for (const path of ['/?elder=1', '/report', '/mine', `/track/${number}`, '/account', `/alerts/${place.village.code}`]) await look(t, page, city.base, path)
  await page.goto(`${city.base}/?elder=0`)
  const wide = await open(browser, CALM)
  await wide.addInitScript(() => localStorage.setItem('jw.language', 'en'))
  for (const path of ['/', '/report', '/map']) await look(t, wide, city.base, path)
})
