// A grid worker's day without signal: forty reports, a dead battery twice, a server that falls over; and a case that two workers change at once.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { get, launch, open, phone as screen, send, staff } from './lib/browser.mjs'
import { core } from './lib/ground.mjs'
import { heldBy, sha256, switchOn } from './lib/phone.mjs'
import { picture } from './lib/picture.mjs'
import { startCity } from './lib/server.mjs'
import { steps } from './lib/steps.mjs'

const REPORTS = 40
const text = (i) => `第 ${String(i).padStart(2, '0')} 处：路灯不亮，灯杆在楼门口。`
let city, browser, place
const phones = new Set()
before(async () => {
  city = await startCity()
  browser = await launch()
  const scout = await open(browser)
  await scout.goto(city.base)
  place = await core(scout)
  await scout.context().close()
})
after(async () => {
  for (const one of phones) await one.away()
  await browser?.close()
  await city?.stop()
})
/** What a failed step takes pictures of. */
const screens = { contexts: () => [...browser.contexts(), ...[...phones].map((one) => one.context)] }

async function on(options = {}) {
  const phone = await switchOn({ at: place, ...options })
  phones.add(phone)
  return phone
}
/** The same phone after its battery died. */
async function again(dead, options = {}) {
  await dead.die()
  phones.delete(dead)
  return on({ folder: dead.folder, ...options })
}

async function logIn(page, login) {
  await page.goto(`${city.base}/field/login`)
  await page.click(`[data-login="${login}"]`)
  await page.locator('[data-tab="today"].on').waitFor()
}

/** Until the shell's worker holds the app and the area is on the phone: from now on no signal is needed. */
async function readyForTheDay(page) {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await page.waitForFunction(async () => {
    const names = await caches.keys()
    const shell = names.find((name) => name.includes('precache'))
    return shell && (await (await caches.open(shell)).keys()).length > 20
  })
  await page.goto(`${city.base}/field/me`)
  await page.getByText(/[1-9]\d* 个网格/).waitFor()
}

/** A photo too large to go in one piece, and one that the phone makes smaller first, among many small ones. */
function photo(i) {
  if (i === 3) return picture('two-pieces.png', [0, 0, 0], 440, true)
  if (i === 5) return picture('large.png', [0, 0, 0], 800, true)
  return picture(`lamp-${i}.png`, [(i * 37) % 256, (i * 91) % 256, (i * 53) % 256], 96 + i)
}

async function write(page, i) {
  await page.click('[data-tab="report"]')
  await page.fill('#text', text(i))
  await page.setInputFiles('#photos', photo(i))
  await page.locator('.media figure img').first().waitFor()
  await page.locator('.place[data-by="phone"]').waitFor()
}
async function submit(page) {
  await page.click('.send button')
  await page.waitForURL(/\/field\/queue$/)
}
const count = (page, state) => page.locator(`[data-state="${state}"]`).count()

test('forty reports without signal, and not one is lost or doubled', async (t) => {
  const step = steps(t, () => screens)
  let phone, held

  await step('the worker logs in once, and the signal goes', async () => {
    phone = await on()
    await logIn(phone.page, 'worker')
    await readyForTheDay(phone.page)
    await phone.context.setOffline(true)
    await phone.page.locator('[data-bar="offline"]').waitFor()
  })

  await step('twenty reports; then the battery dies in the middle of the next', async () => {
    for (let i = 1; i <= 20; i++) {
      await write(phone.page, i)
      if (i === 1) {
        // proposed without asking anybody: from the categories on the phone
        await phone.page.locator('[data-proposed]', { hasText: '路灯' }).first().click()
        await phone.page.locator('#category', { hasText: '路灯' }).waitFor()
      }
      await submit(phone.page)
    }
    await write(phone.page, 21)
    await phone.page.waitForTimeout(800)
    phone = await again(phone, { offline: true })
  })

  await step('the app opens without signal, the half-written report is still there, and the day goes on', async () => {
    await phone.page.goto(`${city.base}/field/report`)
    assert.equal(await phone.page.locator('#text').inputValue(), text(21))
    await phone.page.locator('.media figure img').first().waitFor()
    await phone.page.locator('.place[data-by="phone"]').waitFor()
    await submit(phone.page)
    for (let i = 22; i <= REPORTS; i++) {
      await write(phone.page, i)
      await submit(phone.page)
    }
    assert.equal(await count(phone.page, 'waiting'), REPORTS)
    held = await heldBy(phone.page)
    assert.equal(Object.keys(held.files).length, REPORTS)
    for (const one of held.media) assert.equal(held.files[one.id], one.sha256, 'the phone knows what it holds')
    const sizes = held.media.map((one) => one.size)
    assert.ok(Math.max(...sizes) > 520_000, 'one goes in two pieces')
    assert.equal(held.media.filter((one) => one.mime === 'image/jpeg').length, 1, 'one was made smaller on the phone')
  })

  await step('what is unsent can be taken off the phone as a file, with every photo', async () => {
    const [download] = await Promise.all([phone.page.waitForEvent('download'), phone.page.click('[data-do="export"]')])
    const file = JSON.parse(readFileSync(await download.path(), 'utf8'))
    assert.equal(file.items.length, REPORTS)
    const hashes = file.items.flatMap((item) => item.media.map((one) => sha256(Buffer.from(one.base64, 'base64'))))
    assert.deepEqual(hashes.sort(), Object.values(held.files).sort())
  })

  await step('signal, but the session has expired: everything waits, nothing is lost', async () => {
    await phone.context.clearCookies()
    await phone.context.setOffline(false)
    await phone.page.locator('[data-bar="ended"]').waitFor()
    assert.equal(await count(phone.page, 'waiting'), REPORTS)
    await phone.page.click('[data-bar="ended"]')
    await phone.page.click('[data-login="worker"]')
    await phone.page.waitForURL(/\/field\/queue$/)
  })

  await step('while it sends, the server falls over, and then the battery', async () => {
    await phone.page.waitForFunction(() => document.querySelectorAll('[data-state="sent"]').length >= 6)
    await city.kill()
    await phone.page.getByText(/已试 \d+ 次/).first().waitFor()
    assert.ok((await count(phone.page, 'waiting')) + (await count(phone.page, 'sending')) > 10)
    await city.back()
    await phone.page.click('[data-do="now"]')
    await phone.page.waitForFunction(() => document.querySelectorAll('[data-state="sent"]').length >= 14)
    phone = await again(phone)
    await phone.page.goto(`${city.base}/field/queue`)
    // a browser that is killed may not have written its cookies yet: then it asks, and goes on
    const ended = phone.page.locator('[data-bar="ended"]')
    await Promise.race([ended.waitFor(), phone.page.waitForFunction(() => document.querySelectorAll('[data-state="sent"]').length >= 16)])
    if (await ended.isVisible()) {
      await ended.click()
      await phone.page.click('[data-login="worker"]')
      await phone.page.waitForURL(/\/field\/queue$/)
    }
    await phone.page.waitForFunction((n) => document.querySelectorAll('[data-state="sent"]').length === n, REPORTS, { timeout: 60_000 })
  })

  await step('exactly forty cases, every photo byte for byte, and the phone has let go of them', async () => {
    const { page } = phone
    const rest = await heldBy(page)
    assert.deepEqual([rest.media.length, Object.keys(rest.files).length], [0, 0])
    const cases = await listed(page, '第 ')
    assert.equal(cases.length, REPORTS)
    const numbers = new Map(rest.items.map((item) => [item.key, item.number]))
    assert.equal(new Set(numbers.values()).size, REPORTS)
    for (const item of held.items) {
      const view = await get(page, `/cases/${numbers.get(item.key)}`)
      assert.equal(view.text, item.body.text)
      assert.equal(view.channel, 'patrol')
      assert.deepEqual([view.lon, view.lat], [place.lon, place.lat])
      const mine = held.media.filter((one) => one.item === item.id)
      assert.equal(view.attachments.length, mine.length)
      // without a size the route answers the very bytes that came in, for staff only
      assert.equal(await fetchedHash(page, `/api/v1/cases/${view.number}/attachments/${view.attachments[0].id}`), held.files[mine[0].id])
    }
    const order = held.items.map((item) => numbers.get(item.key))
    assert.deepEqual(order, [...order].sort(), 'in the order in which they were written')
    assert.deepEqual(page.faults, [])
  })
})

/** SHA-256 of what an address answers, as the page gets it. */
function fetchedHash(page, url) {
  return page.evaluate(async (url) => {
    const hash = await crypto.subtle.digest('SHA-256', await (await fetch(url)).arrayBuffer())
    return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  }, url)
}

test('a full phone, photos that were thrown away, a rule that says no: each is told, nothing is lost', async (t) => {
  const step = steps(t, () => screens)
  let phone, page

  await step('a full phone says so, and what was written stays on the screen', async () => {
    phone = await on()
    page = phone.page
    await logIn(page, 'worker')
    await readyForTheDay(page)
    await write(page, 51)
    // as the browser answers when there is no room: Chromium has no way to be given a small disk
    await page.evaluate(() => {
      const { add } = IDBObjectStore.prototype
      IDBObjectStore.prototype.add = () => {
        throw new DOMException('no room', 'QuotaExceededError')
      }
      window.roomAgain = () => (IDBObjectStore.prototype.add = add)
    })
    await page.setInputFiles('#photos', picture('one-more.png', [9, 9, 9], 200, true))
    await page.getByText('手机存储空间满了').waitFor()
    await page.click('.send button')
    await page.locator('.page > .fault', { hasText: '手机存储空间满了' }).waitFor()
    assert.equal(await page.locator('#text').inputValue(), text(51))
    await page.evaluate(() => void window.roomAgain())
    await submit(page)
    await page.locator('[data-state="sent"]').first().waitFor()
  })

  await step('an upload that nobody attached is thrown away after a day: the photo is sent again', async () => {
    await page.route('**/api/v1/cases', (route) => (route.request().method() === 'POST' ? route.abort() : route.fallback()))
    await write(page, 52)
    await submit(page)
    await page.getByText(/已传 100%.*|已试 \d+ 次/).first().waitFor()
    const { media } = await heldBy(page)
    const [photo] = media.filter((one) => one.upload)
    await city.daysLater(2)
    await page.unroute('**/api/v1/cases')
    const again = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/api/v1/uploads'))
    await page.click('[data-do="now"]')
    await page.click('[data-bar="ended"]')
    await page.click('[data-login="worker"]')
    await page.waitForURL(/\/field\/queue$/)
    await page.locator('[data-state="sent"]', { hasText: text(52) }).waitFor()
    await again
    const { items } = await heldBy(page)
    const view = await get(page, `/cases/${items.find((item) => item.body.text === text(52)).number}`)
    assert.equal(await fetchedHash(page, `/api/v1/cases/${view.number}/attachments/${view.attachments[0].id}`), photo.sha256)
  })

  await step('a refusal says why, and what was written can be put right', async () => {
    await write(page, 53)
    await page.check('#settled')
    await page.fill('#result', '已清理。')
    await page.setInputFiles('#after', picture('after.png', [30, 160, 60], 90))
    await page.locator('.media figure').nth(1).waitFor()
    // on the way the photo gets lost: the server's rule wants one
    await page.route('**/api/v1/cases', (route) => {
      const report = route.request().postDataJSON()
      return route.continue({ postData: JSON.stringify({ ...report, outcome: { ...report.outcome, input: {} } }) })
    }, { times: 1 })
    await submit(page)
    const refused = page.locator('[data-state="refused"]')
    await refused.locator('.why').waitFor()
    await refused.click()
    await page.click('[data-choice="change"]')
    assert.equal(await page.locator('#text').inputValue(), text(53))
    assert.equal(await page.locator('#result').inputValue(), '已清理。')
    await page.locator('.media figure').nth(1).waitFor()
    await submit(page)
    await page.locator('[data-state="sent"]', { hasText: text(53) }).waitFor()
    await page.locator('[data-state="dropped"]', { hasText: text(53) }).waitFor()
    const { items } = await heldBy(page)
    const view = await get(page, `/cases/${items.find((item) => item.state === 'sent' && item.body.text === text(53)).number}`)
    assert.equal(view.state.code, 'closed')
    assert.equal(view.attachments.length, 2)
    assert.deepEqual(page.faults, [])
  })
})

/** What the worker sees of the server's cases whose text begins so. */
async function listed(page, words) {
  const found = []
  let next = ''
  do {
    const answer = await get(page, `/cases?limit=100&channel=patrol${next ? `&after=${encodeURIComponent(next)}` : ''}`)
    found.push(...answer.items.filter((row) => row.text.startsWith(words)))
    next = answer.next
  } while (next)
  return found
}

test('two workers change one case, one of them without signal, and both see it', async (t) => {
  const step = steps(t, () => screens)
  const dispatcher = await staff(browser, city, 'dispatcher')
  const options = { ...screen, geolocation: { longitude: place.lon, latitude: place.lat }, permissions: ['geolocation'] }
  const first = await open(browser, options)
  const second = await open(browser, options)
  const toVerify = async (text) => {
    const { body } = await send(dispatcher, 'POST', '/reports', { text, place: { lon: place.lon, lat: place.lat } })
    const { version } = await get(dispatcher, `/cases/${body.number}`)
    await send(dispatcher, 'POST', `/cases/${body.number}/actions/ask_verify`, { version, input: { text: '请到现场核实。' } })
    return body.number
  }
  const openCase = async (page, number) => {
    await page.goto(`${city.base}/field/cases/${number}`)
    await page.locator('.act [data-action], .act .muted').first().waitFor()
  }
  const act = async (page, action, fields) => {
    await page.click(`.act [data-action="${action}"]`)
    await page.locator('.submit').waitFor()
    for (const [key, value] of Object.entries(fields)) {
      const field = page.locator(`[data-field="${key}"]`)
      if (await field.locator('input[type=radio]').count()) await field.locator(`input[value="${value}"]`).check()
      else await field.locator('textarea').fill(value)
    }
    await page.click('.submit')
    await page.waitForURL(/\/field\/cases\/[\w-]+$/)
  }
  let number, other

  await step('a second worker for the same grid', async () => {
    const security = await staff(browser, city, 'security')
    await logIn(first, 'worker')
    const post = (await get(first, '/session')).posts.find((one) => one.kind === 'grid_worker' && !one.deputy)
    const { body: person } = await send(security, 'POST', '/people', { login: 'field-second', name: '罗小雨', password: 'demo-jingwei-2026' })
    const given = await send(security, 'POST', '/posts', { kind: 'grid_worker', person: person.id, unit: post.unit.code, area: post.area.code })
    assert.ok(given.status < 300, JSON.stringify(given))
    await second.goto(`${city.base}/field/login`)
    await second.fill('#account', 'field-second')
    await second.fill('#password', 'demo-jingwei-2026')
    await second.click('form button[type=submit]')
    await second.locator('[data-tab="today"].on').waitFor()
    number = await toVerify('北门围墙边有人倒建筑垃圾。')
    other = await toVerify('南门地砖翘起来了，绊倒过人。')
  })

  await step('one verifies without signal, the other adds a note meanwhile', async () => {
    await openCase(first, number)
    await openCase(first, other)
    await first.context().setOffline(true)
    await act(first, 'verify', { result: 'pass', method: 'spot', note: '现场看过，属实，约两立方。' })
    await first.locator('[data-pending="waiting"]').waitFor()
    await openCase(second, other)
    await act(second, 'note', { text: '物业说明天来修。' })
    await second.locator('[data-record="note"]').waitFor()
  })

  await step('back in signal, both sides stand side by side, and the worker decides to go on', async () => {
    await first.context().setOffline(false)
    await first.locator('[data-pending="conflict"]').click()
    await first.locator('[data-side="mine"]', { hasText: '约两立方' }).waitFor()
    await first.locator('[data-side="there"]', { hasText: '物业说明天来修' }).waitFor()
    await first.click('[data-choice="insist"]')
    await first.locator('[data-state="sent"], .mark.sent').waitFor()
    const view = await get(dispatcher, `/cases/${other}`)
    assert.equal(view.state.code, 'to_dispatch')
    assert.deepEqual(view.timeline.map((entry) => entry.action), ['report', 'ask_verify', 'note', 'verify'])
  })

  await step('what can no longer be done is kept as a note: nothing of it is lost', async () => {
    await openCase(first, number)
    await first.context().setOffline(true)
    await act(first, 'verify', { result: 'pass', method: 'spot', note: '垃圾还在，已拍照。' })
    await openCase(second, number)
    await act(second, 'verify', { result: 'fail', method: 'spot', note: '到场时已清走。' })
    await second.locator('[data-record="verify"]').waitFor()
    await first.context().setOffline(false)
    await first.locator('[data-pending="conflict"]').click()
    await first.locator('[data-side="there"]', { hasText: '到场时已清走' }).waitFor()
    assert.equal(await first.locator('[data-choice="insist"]').count(), 0)
    await first.click('[data-choice="note"]')
    await first.locator('.submit').waitFor()
    assert.match(await first.locator('[data-field="text"] textarea').inputValue(), /垃圾还在，已拍照/)
    await first.click('.submit')
    await first.waitForURL(/\/field\/cases\/[\w-]+$/)
    await first.locator('[data-record="note"]', { hasText: '垃圾还在' }).waitFor()
    await openCase(second, number)
    await second.locator('[data-record="note"]', { hasText: '垃圾还在' }).waitFor()
    await first.locator('[data-record="verify"]', { hasText: '到场时已清走' }).waitFor()
    assert.deepEqual([...first.faults, ...second.faults], [])
  })
})
