// A grid worker's day without signal: forty reports, a battery that dies twice, a server that falls over.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { get } from './lib/browser.mjs'
import { fetchedHash, logIn, readyForTheDay, submit, words, write } from './lib/field.mjs'
import { heldBy, sha256, switchOn } from './lib/phone.mjs'
import { picture } from './lib/picture.mjs'
import { scene, workplace } from './lib/scene.mjs'
import { steps } from './lib/steps.mjs'

const REPORTS = 40
let city, browser, place
const phones = new Set()
scene(async (here) => {
  ({ city, browser } = here)
  place = await workplace(here)
}, {
  leave: async () => {
    for (const one of phones) await one.away()
  },
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

/** A photo too large to go in one piece, and one that the phone makes smaller first, among many small ones. */
function photo(i) {
  if (i === 3) return picture('two-pieces.png', [0, 0, 0], 440, true)
  return i === 5 ? picture('large.png', [0, 0, 0], 800, true) : undefined
}

const count = (page, state) => page.locator(`[data-state="${state}"]`).count()
/** Until so many items of the outbox are in a state. */
const reach = (page, state, n, options) =>
  page.waitForFunction(([state, n]) => document.querySelectorAll(`[data-state="${state}"]`).length >= n, [state, n], options)

test('forty reports without signal, and not one is lost or doubled', async (t) => {
  const step = steps(t, () => screens)
  let phone, held

  await step('the worker logs in once, and the signal goes', async () => {
    phone = await on()
    await logIn(phone.page, 'worker', city.base)
    await readyForTheDay(phone.page, city.base)
    await phone.context.setOffline(true)
    await phone.page.locator('[data-bar="offline"]').waitFor()
  })

  await step('twenty reports; then the battery dies in the middle of the next', async () => {
    for (let i = 1; i <= 20; i++) {
      await write(phone.page, i, photo(i))
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
    assert.equal(await phone.page.locator('#text').inputValue(), words(21))
    await phone.page.locator('.media figure img').first().waitFor()
    await phone.page.locator('.place[data-by="phone"]').waitFor()
    await submit(phone.page)
    for (let i = 22; i <= REPORTS; i++) {
      await write(phone.page, i, photo(i))
      await submit(phone.page)
    }
    await reach(phone.page, 'waiting', REPORTS)
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
    await reach(phone.page, 'waiting', REPORTS)
    await phone.page.click('[data-bar="ended"]')
    await phone.page.click('[data-login="worker"]')
    await phone.page.waitForURL(/\/field\/queue$/)
  })

  await step('while it sends, the server falls over, and then the battery', async () => {
    await reach(phone.page, 'sent', 6)
    await city.kill()
    await phone.page.getByText(/已试 \d+ 次/).first().waitFor()
    assert.ok((await count(phone.page, 'waiting')) + (await count(phone.page, 'sending')) > 10)
    await city.back()
    // unless it has begun by itself meanwhile
    await phone.page.click('[data-do="now"]', { timeout: 3_000 }).catch(() => undefined)
    await reach(phone.page, 'sent', 14)
    phone = await again(phone)
    await phone.page.goto(`${city.base}/field/queue`)
    // a browser that is killed may not have written its cookies yet: then it asks, and goes on
    const ended = phone.page.locator('[data-bar="ended"]')
    await Promise.race([ended.waitFor(), reach(phone.page, 'sent', 16)])
    if (await ended.isVisible()) {
      await ended.click()
      await phone.page.click('[data-login="worker"]')
      await phone.page.waitForURL(/\/field\/queue$/)
    }
    await reach(phone.page, 'sent', REPORTS, { timeout: 90_000 })
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

  await step('in English the outbox says what was sent', async () => {
    const { page } = phone
    await page.click('[data-tab="me"]')
    await page.getByRole('button', { name: 'English' }).click()
    await page.click('[data-tab="queue"]')
    await page.locator('[data-state="sent"]', { hasText: 'Sent' }).first().waitFor()
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
