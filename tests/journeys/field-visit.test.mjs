// A field day without signal: eight visits, three with members and photos, a battery that dies in the middle of one.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { get } from './lib/browser.mjs'
import { cityDay } from './lib/days.mjs'
import { logIn, readyForTheDay } from './lib/field.mjs'
import { heldBy, switchOn } from './lib/phone.mjs'
import { scene, workplace } from './lib/scene.mjs'
import { steps } from './lib/steps.mjs'
import { answerStep, dueVisits, makeVisit, openVisit } from './lib/visit.mjs'

const VISITS = 8
const RICH = 3
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

async function on(options = {}) {
  const phone = await switchOn({ at: place, ...options })
  phones.add(phone)
  return phone
}

/** What became of today's visits, by id: every page of the list. */
async function statesOf(page) {
  const states = new Map()
  for (let after = ''; ;) {
    const { items, next } = await get(page, `/visits?date=${cityDay()}&limit=500${after}`)
    for (const one of items) states.set(one.id, one.state)
    if (!next) return states
    after = `&after=${encodeURIComponent(next)}`
  }
}

async function until(holds, seconds = 60) {
  for (let n = 0; n < seconds; n++) {
    if (await holds()) return
    await new Promise((later) => setTimeout(later, 1000))
  }
  assert.fail(`not after ${seconds} s`)
}

test('eight visits without signal: every draft is there, every record arrives once', async (t) => {
  const step = steps(t, () => ({ contexts: () => [...browser.contexts(), ...[...phones].map((one) => one.context)] }))
  let phone, ids, held
  const began = Date.now()

  await step('the worker reads the day once, with its forms, and the signal goes', async () => {
    phone = await on()
    await logIn(phone.page, 'worker', city.base)
    await readyForTheDay(phone.page, city.base)
    ids = (await dueVisits(phone.page, VISITS)).slice(0, VISITS)
    assert.equal(ids.length, VISITS)
    await phone.context.setOffline(true)
    await phone.page.locator('[data-bar="offline"]').waitFor()
  })

  await step('three visits with members and photos, each open in under a second', async () => {
    for (const id of ids.slice(0, RICH)) {
      assert.ok((await openVisit(phone.page, id)) < 1000)
      await makeVisit(phone.page, { more: true })
    }
  })

  await step('the battery dies in the middle of the fourth; the draft is there, to the last word', async () => {
    const { page } = phone
    await openVisit(page, ids[RICH])
    await answerStep(page)
    const said = () => phone.page.locator('.question').evaluateAll((all) => all.map((one) => [one.dataset.ref, one.dataset.standing, [...one.querySelectorAll('input:checked, input:not([type]), input[type=text], textarea')].map((field) => field.value).join()]))
    const before = await said()
    await page.waitForTimeout(700)
    await phone.die()
    phones.delete(phone)
    phone = await on({ folder: phone.folder, offline: true })
    await phone.page.goto(`${city.base}/field/visits/${ids[RICH]}`)
    await phone.page.locator('[data-open-ms]').waitFor()
    assert.deepEqual(await said(), before)
    await makeVisit(phone.page)
  })

  await step('the other four', async () => {
    for (const id of ids.slice(RICH + 1)) {
      await openVisit(phone.page, id)
      await makeVisit(phone.page)
    }
    held = (await heldBy(phone.page)).items.filter((item) => item.kind === 'visit')
    assert.equal(held.length, VISITS)
    assert.deepEqual(held.map((item) => item.visit), ids)
  })

  await step('signal: every visit arrives once, and the phone lets go of what was said', async () => {
    await phone.context.setOffline(false)
    await phone.page.click('[data-tab="queue"]')
    const ended = phone.page.locator('[data-bar="ended"]')
    await Promise.race([ended.waitFor(), phone.page.locator('[data-state="sent"]').first().waitFor()])
    // a browser that is killed may not have written its cookies yet
    if (await ended.isVisible()) {
      await ended.click()
      await phone.page.click('[data-login="worker"]')
      await phone.page.waitForURL(/\/field\/queue$/)
    }
    await phone.page.waitForFunction((n) => document.querySelectorAll('[data-state="sent"]').length === n, VISITS)
    const rest = await heldBy(phone.page)
    assert.deepEqual([rest.media.length, Object.keys(rest.files).length], [0, 0])
    for (const item of rest.items) assert.deepEqual(item.body, {})
  })

  await step('the server has them as done today, and the registers say the confirmed values with the age of today', async () => {
    // the records are made by a job behind the answer
    await until(async () => {
      const states = await statesOf(phone.page)
      return ids.every((id) => states.get(id) === 'done')
    })
    for (const id of ids) {
      const record = await get(phone.page, `/register/records/${id}`)
      assert.ok(record.values.some(({ origin }) => origin && Date.parse(origin.as_of) >= began), `${id} was confirmed in this visit`)
    }
    assert.deepEqual(phone.page.faults, [])
  })
})
