// Every main page of the three faces, light and dark: no serious or critical finding of axe-core, and no word to any other host.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { findings, settle } from './lib/axe.mjs'
import { get, open, phone, send, staff } from './lib/browser.mjs'
import { core } from './lib/ground.mjs'
import { scene } from './lib/scene.mjs'

const APPS = join(dirname(fileURLToPath(import.meta.url)), '../../web/apps')
/** Every name but the server's own leads nowhere. */
const ALONE = ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1']
let city, browser
scene((here) => ({ city, browser } = here), { flags: ALONE })

/** Keys of messages that stand on the page in place of their words. */
const unsaid = (page) =>
  page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const said = [...document.querySelectorAll('[aria-label], [placeholder], [title]')].flatMap((one) => ['aria-label', 'placeholder', 'title'].map((name) => one.getAttribute(name) ?? ''))
    while (walker.nextNode()) if (!walker.currentNode.parentElement.closest('code, pre, script, style, .jw-mono')) said.push(walker.currentNode.data)
    return said.map((text) => text.trim()).filter((text) => /^[a-z]\w*(\.\w+)+$/i.test(text))
  })

/** Looks at a page; what is wrong with it is told with its address. */
async function look(t, page, path) {
  await t.test(path, async () => {
    await page.goto(city.base + path)
    await settle(page)
    assert.deepEqual(await findings(page), [], path)
    assert.deepEqual(await unsaid(page), [], `${path}: words that no language has`)
    assert.deepEqual(page.faults.splice(0), [], `${path}: errors, or other hosts asked`)
  })
}

const CALM = { reducedMotion: 'reduce' }
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
  const pages = ['/', '/report', '/track', `/track/${number}`, '/mine', '/map', '/map?view=list&open=false', `/cases/${shown}`, '/place', `/place/${place.village.code}`, '/orders']
  for (const path of pages) await look(t, page, path)
  for (const path of ['/?elder=1', '/report', '/mine', `/track/${number}`]) await look(t, page, path)
  await page.goto(`${city.base}/?elder=0`)
  const wide = await open(browser, CALM)
  await wide.addInitScript(() => localStorage.setItem('jw.language', 'en'))
  for (const path of ['/', '/report', '/map']) await look(t, wide, path)
})

/** Duties whose menus together hold every page. */
const DUTIES = ['dispatcher', 'supervisor', 'leader', 'admin', 'security', 'audit']

test('the console', async (t) => {
  const visitor = await open(browser, CALM)
  await look(t, visitor, '/console/login')
  const seen = new Set()
  for (const login of DUTIES) {
    const page = await staff(browser, city, login, CALM)
    await page.locator('a[href^="/console/"]').first().waitFor()
    await settle(page)
    const links = await page.locator('nav a[href^="/console/"]').evaluateAll((all) => all.map((a) => new URL(a.href).pathname))
    for (const path of [...links, ...(await more(page, login))]) {
      // one queue of the inbox shows what all are like
      const kind = path.replace(/(\/inbox\/).*/, '$1')
      if (seen.has(kind) || path === '/console/') continue
      seen.add(kind)
      await look(t, page, path)
    }
    await page.context().close()
  }
  t.diagnostic(`${seen.size} pages`)
})

/** Pages that no menu names. */
async function more(page, login) {
  if (login === 'security') {
    const [post] = (await get(page, '/posts?kind=grid_worker&limit=1')).items
    const of = `/console/teams/${post.area.code}`
    return ['/console/packs/city-upkeep', '/console/account', '/console/people/import', `/console/people/${post.person.id}`, of, `${of}/board`]
  }
  if (login === 'admin') return ['state=to_dispatch&ways=on,back,rest,end', 'view=table', 'view=versions', 'view=compare'].map((query) => `/console/packs/city-upkeep?${query}`)
  if (login === 'leader') {
    const [unit] = (await get(page, `/units?q=${encodeURIComponent('治理中心')}&limit=1`)).items
    const { body } = await send(page, 'POST', '/duty', { unit: unit.code, kind: 'receiver', name: { zh: '受理台', en: 'Intake desk' } })
    const now = Date.now()
    const { people } = await get(page, `/duty/${body.id}`)
    const shift = { person: people[0].id, from: new Date(now - 3_600_000).toISOString(), to: new Date(now + 86_400_000 * 2).toISOString() }
    await send(page, 'POST', `/duty/${body.id}/shifts`, { shifts: [shift] })
    return ['/console/duty?unit=' + unit.code, `/console/duty/${body.id}`]
  }
  if (login === 'supervisor') return ['/console/supervision']
  if (login === 'security') return ['/console/packs/city-upkeep', '/console/account']
  if (login === 'supervisor') {
    const [bulletin] = (await get(page, '/bulletins?limit=1')).items
    return ['/console/supervision', `/console/bulletins/${bulletin.id}`, `/console/bulletins/${bulletin.id}/cases?measure=reported`]
  }
  if (login === 'admin') return [`/console/grids?under=${(await core(page)).village.code}&tool=split`]
  if (login !== 'dispatcher') return []
  const { items } = await get(page, '/cases?queue=work&limit=1')
  const number = items[0].number
  return ['/console/notices', `/console/cases/${number}`, `/console/cases/${number}/receipt`, `/console/cases/${number}/record`]
}

test('the field app', { skip: !existsSync(join(APPS, 'field/dist/index.html')) && 'it is not built' }, async (t) => {
  const page = await open(browser, { ...phone, ...CALM })
  await look(t, page, '/field/login')
  await page.locator('[data-login="worker"]').click()
  await page.waitForURL((url) => !url.pathname.endsWith('/login'))
  await settle(page)
  const links = await page.locator('nav a[href^="/field/"]').evaluateAll((all) => all.map((a) => new URL(a.href).pathname))
  for (const path of new Set(['/field/', ...links, '/field/report', '/field/queue', '/field/map', '/field/me'])) await look(t, page, path)
})
