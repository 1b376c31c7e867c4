// docs/screenshots/*.png from the demo city of the real binary (JINGWEI_BIN): node scripts/screenshots.mjs
import { mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { get, launch, open, phone, staff } from '../tests/journeys/lib/browser.mjs'
import { core } from '../tests/journeys/lib/ground.mjs'
import { startCity } from '../tests/journeys/lib/server.mjs'

const OUT = join(resolve(dirname(fileURLToPath(import.meta.url)), '..'), 'docs/screenshots')
mkdirSync(OUT, { recursive: true })

const city = process.env.JINGWEI_URL ? { base: process.env.JINGWEI_URL, stop: async () => {} } : await startCity({ cases: 20_000 })
const browser = await launch()

async function shoot(page, name, { at, wait = 1500 } = {}) {
  if (at) await page.goto(city.base + at)
  await page.waitForLoadState('networkidle').catch(() => {})
  await page.waitForTimeout(wait)
  await page.screenshot({ path: join(OUT, `${name}.png`) })
  console.log(`docs/screenshots/${name}.png`)
}

/** The case of a queue that shows most: with photos, tasks and a long record. */
async function showpiece(page, queue) {
  const { items } = await get(page, `/cases?queue=${queue}&limit=50`)
  const views = await Promise.all(items.slice(0, 30).map((row) => get(page, `/cases/${row.number}`)))
  const weight = (view) => 3 * Math.min(view.attachments.length, 3) + 2 * Math.min(view.tasks.length, 3) + Math.min(view.timeline.length, 10) + 2 * Math.min(view.actions.length, 4)
  return views.sort((a, b) => weight(b) - weight(a))[0]?.number
}

async function consoleShots(suffix, colorScheme) {
  const page = await staff(browser, city, 'dispatcher', { colorScheme })
  await shoot(page, `console-inbox${suffix}`, { at: '/console/inbox/open' })
  const number = (await showpiece(page, 'work')) ?? (await showpiece(page, 'open'))
  await shoot(page, `console-case${suffix}`, { at: `/console/cases/${number}`, wait: 3000 })
  await shoot(page, `console-map${suffix}`, { at: '/console/map', wait: 4000 })
  await shoot(page, `console-numbers${suffix}`, { at: '/console/numbers?days=365', wait: 2500 })
  if (suffix) return
  await shoot(page, 'console-desk', { at: '/console/desk', wait: 2500 })
  await shoot(page, 'console-catalogue', { at: '/console/catalogue' })
  await shoot(page, 'console-pack', { at: '/console/packs/city-upkeep' })
}

try {
  const visitor = await open(browser)
  await shoot(visitor, 'console-login', { at: '/console/login' })
  await consoleShots('', 'light')
  await consoleShots('-dark', 'dark')

  const place = await core(visitor)
  const resident = await open(browser, {
    ...phone, geolocation: { longitude: place.lon, latitude: place.lat, accuracy: 15 }, permissions: ['geolocation'],
  })
  await shoot(resident, 'citizen-home', { at: '/' })
  await resident.goto(`${city.base}/report`)
  await resident.fill('#text', '幸福路口的路灯三天不亮了，晚上老人摔了一跤。')
  await resident.getByRole('button', { name: '定位到我这里' }).click()
  await resident.getByText('位置：').waitFor()
  await resident.locator('.jw-map').scrollIntoViewIfNeeded()
  await shoot(resident, 'citizen-report', { wait: 2500 })
  await resident.click('.send')
  await resident.locator('[data-token]').waitFor()
  await shoot(resident, 'citizen-receipt')
  await resident.getByText('查看进度').click()
  await resident.setViewportSize({ width: 360, height: 900 })
  await shoot(resident, 'citizen-track', { wait: 2500 })
  await resident.setViewportSize(phone.viewport)
  await shoot(resident, 'citizen-map', { at: '/map', wait: 4000 })
} finally {
  await browser.close()
  await city.stop()
}
