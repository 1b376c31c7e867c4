// Every main page of the field app, light and dark: no serious or critical finding of axe-core, and no word to any other host.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { ALONE, CALM, look, settle } from './lib/axe.mjs'
import { open, phone } from './lib/browser.mjs'
import { scene } from './lib/scene.mjs'

const APPS = join(dirname(fileURLToPath(import.meta.url)), '../../web/apps')
let city, browser
scene((here) => ({ city, browser } = here), { flags: ALONE })

test('the field app', { skip: !existsSync(join(APPS, 'field/dist/index.html')) && 'it is not built' }, async (t) => {
  const page = await open(browser, { ...phone, ...CALM })
  await look(t, page, city.base, '/field/login')
  await page.locator('[data-login="worker"]').click()
  await page.waitForURL((url) => !url.pathname.endsWith('/login'))
  await settle(page)
  const links = await page.locator('nav a[href^="/field/"]').evaluateAll((all) => all.map((a) => new URL(a.href).pathname))
  for (const path of new Set(['/field/', ...links, '/field/report', '/field/queue', '/field/map', '/field/notices', '/field/me'])) await look(t, page, city.base, path)
})
