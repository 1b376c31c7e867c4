// Chromium as a person uses it.
import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'

export const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
]
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium']

export function executable() {
  const path = process.env.CHROMIUM ?? PLACES.find((place) => existsSync(place))
  if (!path) throw new Error('no Chromium found; install it or set CHROMIUM')
  return path
}

export function launch(more = []) {
  return chromium.launch({ executablePath: executable(), args: [...FLAGS, ...more] })
}

/** Collects in `page.faults` what a page may not do: fail, and ask other hosts. */
export function watch(page) {
  page.faults = []
  page.on('pageerror', (error) => page.faults.push(String(error)))
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url())
    if (protocol.startsWith('http') && hostname !== '127.0.0.1') page.faults.push(`asked an outside host: ${request.url()}`)
  })
}

/** A window of its own, as another person at another desk. Errors of the page are collected in `page.faults`. */
export async function open(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...options })
  context.setDefaultTimeout(20_000)
  const page = await context.newPage()
  watch(page)
  return page
}

export const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 }

/** The console of one of the demo accounts. */
export async function staff(browser, city, login, options = {}) {
  const page = await open(browser, options)
  if (city.now) await page.clock.setSystemTime(city.now())
  await page.goto(`${city.base}/console/login`)
  await page.click(`[data-login="${login}"]`)
  await page.waitForURL((url) => !url.pathname.endsWith('/login'))
  page.login = login
  return page
}

/** Opens a case in somebody's console. */
export async function openCase(page, city, number) {
  await page.goto(`${city.base}/console/cases/${number}`)
  await page.locator('h1', { hasText: number }).waitFor()
}

/** The actions offered now. */
export async function offers(page) {
  await page.locator('.act').waitFor()
  return page.locator('.offers button').evaluateAll((buttons) => buttons.map((b) => b.dataset.action))
}

/** Fills the form of an act. `fields`: text as a string, a choice by its code, a unit as `{unit: text}`, files as `{files}`. */
export async function act(page, action, fields = {}) {
  await page.click(`.offers [data-action="${action}"]`)
  const form = page.locator('.action-form')
  await form.waitFor()
  for (const [key, value] of Object.entries(fields)) {
    const field = form.locator(`[data-field="${key}"]`)
    if (value?.files) {
      await field.locator('input[type=file]').setInputFiles(value.files)
      await field.locator('.file .name', { hasText: value.files[0].name }).waitFor()
    } else if (value?.unit) {
      for (const text of [value.unit].flat()) {
        await field.locator('input').fill(text)
        await field.locator('[role=option]', { hasText: text }).first().click()
      }
    } else if (typeof value === 'boolean') {
      await field.locator('input').nth(value ? 0 : 1).check()
    } else if (await field.locator('input[type=radio]').count()) {
      await field.locator(`input[value="${value}"]`).check()
    } else {
      await field.locator('input, textarea').first().fill(String(value))
    }
  }
  await form.locator('button[type=submit]').click()
  await form.waitFor({ state: 'detached' })
}

/** The code of the state, as the server has it. */
export async function stateOf(page, number) {
  return (await get(page, `/cases/${number}`)).state.code
}

/** Switches an open page of the console or the citizen site to English, by its own button. */
export async function inEnglish(page) {
  await page.locator('button[lang="en"]').first().click()
  await page.waitForFunction(() => document.documentElement.lang.startsWith('en'))
}

/** A question to the interface with the session of the page. */
export function get(page, path) {
  return page.evaluate(async (path) => {
    const answer = await fetch(`/api/v1${path}`)
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }, path)
}

/** A command to the interface with the session of the page; the answer and its status. */
export function send(page, method, path, body, headers = {}) {
  return page.evaluate(async ([method, path, body, headers]) => {
    const { csrf } = await (await fetch('/api/v1/session')).json()
    const answer = await fetch(`/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json', 'x-csrf-token': csrf, 'idempotency-key': crypto.randomUUID(), ...headers },
      body: JSON.stringify(body),
    })
    return { status: answer.status, body: await answer.json().catch(() => null) }
  }, [method, path, body, headers])
}
