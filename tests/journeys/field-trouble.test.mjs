// What goes wrong on a phone in the field: no room, photos thrown away, a rule that says no; and a case that two workers change at once.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findings } from './lib/axe.mjs'
import { get, open, phone as screen, send, staff } from './lib/browser.mjs'
import { fetchedHash, logIn, readyForTheDay, submit, words, write } from './lib/field.mjs'
import { heldBy, switchOn } from './lib/phone.mjs'
import { picture } from './lib/picture.mjs'
import { scene, workplace } from './lib/scene.mjs'
import { steps } from './lib/steps.mjs'

let city, browser, place, phone
scene(async (here) => {
  ({ city, browser } = here)
  place = await workplace(here)
}, {
  leave: async () => phone?.away(),
})
/** What a failed step takes pictures of. */
const screens = { contexts: () => [...browser.contexts(), ...(phone ? [phone.context] : [])] }

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
    await logIn(first, 'worker', city.base)
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
    assert.deepEqual(await findings(first), [], 'the choice is for everybody')
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

test('a full phone, photos that were thrown away, a rule that says no: each is told, nothing is lost', async (t) => {
  const step = steps(t, () => screens)
  let page

  await step('a full phone says so, and what was written stays on the screen', async () => {
    phone = await switchOn({ at: place })
    page = phone.page
    await logIn(page, 'worker', city.base)
    await readyForTheDay(page, city.base)
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
    assert.equal(await page.locator('#text').inputValue(), words(51))
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
    await page.locator('[data-state="sent"]', { hasText: words(52) }).waitFor()
    await again
    const { items } = await heldBy(page)
    const view = await get(page, `/cases/${items.find((item) => item.body.text === words(52)).number}`)
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
    assert.equal(await page.locator('#text').inputValue(), words(53))
    assert.equal(await page.locator('#result').inputValue(), '已清理。')
    await page.locator('.media figure').nth(1).waitFor()
    await submit(page)
    await page.locator('[data-state="sent"]', { hasText: words(53) }).waitFor()
    await page.locator('[data-state="dropped"]', { hasText: words(53) }).waitFor()
    const { items } = await heldBy(page)
    const view = await get(page, `/cases/${items.find((item) => item.state === 'sent' && item.body.text === words(53)).number}`)
    assert.equal(view.state.code, 'closed')
    assert.equal(view.attachments.length, 2)
    assert.deepEqual(page.faults, [])
  })

  await step('in English; notices stay on the phone without signal', async () => {
    await page.click('[data-tab="me"]')
    await page.getByRole('button', { name: 'English' }).click()
    await page.click('[data-tab="queue"]')
    await page.getByRole('heading', { name: 'Outbox' }).waitFor()
    await page.click('[data-tab="today"]')
    await page.click('[data-bell]')
    await page.getByRole('heading', { name: 'Notices' }).waitFor()
    await page.locator('[data-unseen]').waitFor()
    const lines = page.locator('[data-notice], [data-told]')
    await page.waitForTimeout(500)
    const n = await lines.count()
    await page.context().setOffline(true)
    await page.click('[data-tab="today"]')
    await page.click('[data-bell]')
    await page.getByRole('heading', { name: 'Notices' }).waitFor()
    await page.waitForFunction((n) => document.querySelectorAll('[data-notice], [data-told]').length === n, n)
    await page.context().setOffline(false)
    assert.deepEqual(page.faults, [])
  })
})
