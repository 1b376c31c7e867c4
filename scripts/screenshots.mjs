// docs/screenshots/*.png: every main page of the three faces from the demo city of the real binary (JINGWEI_BIN), or of a
// server that runs already (JINGWEI_URL): node scripts/screenshots.mjs [part of a name …]
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { get, launch, open, phone as aPhone, staff } from '../tests/journeys/lib/browser.mjs'
import { core } from '../tests/journeys/lib/ground.mjs'
import { startCity } from '../tests/journeys/lib/server.mjs'

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const OUT = process.env.SCREENSHOTS ?? join(ROOT, 'docs/screenshots')
const CASES = Number(process.env.SCREENSHOT_CASES ?? 20_000)
const WANTED = process.argv.slice(2)
mkdirSync(OUT, { recursive: true })

const city = process.env.JINGWEI_URL ? { base: process.env.JINGWEI_URL, stop: async () => {} } : await startCity({ cases: CASES })
const browser = await launch()
const MAP_MS = 4000
/** Large enough to read, small enough to keep in the repository. */
const DESK = { viewport: { width: 1280, height: 720 } }
const phone = { ...aPhone, deviceScaleFactor: 1.5 }

async function shoot(page, name, { at, wait = 1200 } = {}) {
  if (WANTED.length && !WANTED.some((part) => name.includes(part))) return
  if (at) await page.goto(city.base + at)
  await page.locator('#app :is(h1, h2, form, [role=application])').filter({ visible: true }).first().waitFor()
  await page.waitForTimeout(wait)
  await page.screenshot({ path: join(OUT, `${name}.png`) })
  console.log(`docs/screenshots/${name}.png`)
}

/** A window in English, dark or both, by what the name ends in. */
function look(name) {
  const english = /-en\b/.test(name)
  return {
    colorScheme: /-dark\b/.test(name) ? 'dark' : 'light',
    reducedMotion: 'reduce',
    ...(english && { locale: 'en-GB', storageState: { cookies: [], origins: [{ origin: city.base, localStorage: [{ name: 'jw.language', value: 'en' }] }] } }),
  }
}

/** The case of a queue that shows most: with photos, tasks and a long record. */
async function showpiece(page, queue) {
  const { items } = await get(page, `/cases?queue=${queue}&limit=50`)
  const views = await Promise.all(items.slice(0, 30).map((row) => get(page, `/cases/${row.number}`)))
  const weight = (view) => 3 * Math.min(view.attachments.length, 3) + 2 * Math.min(view.tasks.length, 3) + Math.min(view.timeline.length, 10) + 2 * Math.min(view.actions.length, 4)
  return views.sort((a, b) => weight(b) - weight(a))[0]?.number
}

/** Who opens which page of the console; a page that needs long to draw says so. */
const CONSOLE = {
  dispatcher: {
    inbox: { at: '/console/inbox/open' }, case: { wait: 2500 }, map: { at: '/console/map', wait: MAP_MS }, desk: { at: '/console/desk' },
    numbers: { at: '/console/numbers?days=365', wait: 2500 }, catalogue: { at: '/console/catalogue' }, pack: { at: '/console/packs/city-upkeep' }, records: { at: '/console/records?kind=person' },
    addresses: { at: '/console/records/addresses' }, review: { at: '/console/records/review' }, resources: { at: '/console/map?res=place,component', wait: MAP_MS },
  },
  supervisor: { supervision: { at: '/console/supervision' }, bulletins: { at: '/console/bulletins' } },
  leader: { cockpit: { at: '/console/cockpit', wait: MAP_MS } },
  admin: { units: { at: '/console/units' }, grids: { at: '/console/grids', wait: MAP_MS }, calendars: { at: '/console/calendars' } },
  security: { people: { at: '/console/people' }, roles: { at: '/console/roles' }, vacancies: { at: '/console/vacancies' }, duty: { at: '/console/duty' } },
  audit: { audit: { at: '/console/audit' }, reveals: { at: '/console/audit/reveals' } },
}
const CONSOLE_LOOKS = { '': null, '-dark': ['inbox', 'case', 'numbers', 'cockpit'], '-en': ['inbox', 'case'], '-phone': ['inbox', 'case', 'supervision'] }

async function consoleShots() {
  await shoot(await open(browser, { ...DESK, ...look('') }), 'console-login', { at: '/console/login' })
  for (const [suffix, only] of Object.entries(CONSOLE_LOOKS)) {
    for (const [login, pages] of Object.entries(CONSOLE)) {
      const mine = Object.entries(pages).filter(([name]) => !only || only.includes(name))
      if (!mine.length) continue
      const page = await staff(browser, city, login, { ...(suffix === '-phone' ? phone : DESK), ...look(suffix) })
      for (const [name, how] of mine) {
        const at = how.at ?? `/console/cases/${(await showpiece(page, 'work')) ?? (await showpiece(page, 'open'))}`
        await shoot(page, `console-${name}${suffix}`, { ...how, at })
      }
      await page.context().close()
    }
  }
}

const outside = (place, name) => ({
  ...phone, ...look(name), geolocation: { longitude: place.lon, latitude: place.lat, accuracy: 15 }, permissions: ['geolocation'],
})

/** A street of the demo city. */
async function photo(page) {
  const { items } = await get(page, '/public/cases?limit=100')
  const answer = await page.request.get(city.base + items.find((one) => one.photo).photo)
  return { name: 'street.jpg', mimeType: answer.headers()['content-type'], buffer: await answer.body() }
}

/** A resident reports and follows; the same in the dark, in English and in the elder mode. */
async function citizenShots(place, suffix) {
  const page = await open(browser, outside(place, suffix))
  if (suffix === '-elder') await page.goto(`${city.base}/?elder=1`)
  const words = { '-en': 'The street lamp at the corner has been dark for three days.' }[suffix] ?? '幸福路口的路灯三天不亮了，晚上老人摔了一跤。'
  await shoot(page, `citizen-home${suffix}`, { at: '/' })
  await page.goto(`${city.base}/report`)
  await page.fill('#text', words)
  await page.setInputFiles('#photos', await photo(page))
  await page.locator('figure:not(.wait) img').waitFor()
  await page.locator('[data-locate]').click()
  await page.locator('.found .notice').first().waitFor()
  await shoot(page, `citizen-report${suffix}`, { wait: 2500 })
  await page.click('.send')
  await page.locator('[data-qr]').waitFor()
  if (suffix === '' || suffix === '-elder') await shoot(page, `citizen-receipt${suffix}`)
  const number = (await page.locator('[data-number]').textContent()).trim()
  await shoot(page, `citizen-track${suffix}`, { at: `/track/${number}` })
  if (suffix === '') {
    const { items } = await get(page, '/public/cases?open=false&limit=1')
    await shoot(page, 'citizen-mine', { at: '/mine' })
    await shoot(page, 'citizen-map', { at: '/map', wait: MAP_MS })
    await shoot(page, 'citizen-case', { at: `/cases/${items[0].number}`, wait: 2500 })
    await shoot(page, 'citizen-place', { at: `/place/${place.village.code}`, wait: MAP_MS })
  }
  await page.context().close()
}

async function fieldShots(place, suffix) {
  const page = await open(browser, outside(place, suffix))
  await page.goto(`${city.base}/field/login`)
  await page.locator('[data-login="worker"]').click()
  await page.waitForURL((url) => !url.pathname.endsWith('/login'))
  await shoot(page, `field-today${suffix}`, { wait: 4000 })
  if (suffix !== '-en') await shoot(page, `field-report${suffix}`, { at: '/field/report' })
  if (suffix) return page.context().close()
  await shoot(page, 'field-map', { at: '/field/map', wait: MAP_MS })
  await shoot(page, 'field-queue', { at: '/field/queue' })
  await shoot(page, 'field-me', { at: '/field/me' })
  await page.context().close()
}

try {
  await consoleShots()
  const scout = await open(browser)
  await scout.goto(city.base)
  const place = await core(scout)
  for (const suffix of ['', '-dark', '-en', '-elder']) await citizenShots(place, suffix)
  const wide = await open(browser, { ...DESK, ...look('') })
  await shoot(wide, 'citizen-home-desktop', { at: '/' })
  await shoot(wide, 'citizen-map-desktop', { at: '/map', wait: MAP_MS })
  if (existsSync(join(ROOT, 'web/apps/field/dist/index.html'))) for (const suffix of ['', '-dark', '-en']) await fieldShots(place, suffix)
} finally {
  await browser.close()
  await city.stop()
}
const size = readdirSync(OUT).filter((name) => name.endsWith('.png')).reduce((sum, name) => sum + statSync(join(OUT, name)).size, 0)
console.log(`${(size / 1024 / 1024).toFixed(1)} MB`)
