// Two lists say different things of a home: the visit asks, and says who says what. Whoever is met there for the first time is in the register
// afterwards, unless the register refuses what was answered.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { get, send, staff } from './lib/browser.mjs'
import { cityDay } from './lib/days.mjs'
import { logIn } from './lib/field.mjs'
import { switchOn } from './lib/phone.mjs'
import { scene, workplace } from './lib/scene.mjs'
import { steps } from './lib/steps.mjs'
import { makeVisit } from './lib/visit.mjs'

let city, browser, phone
scene(async (here) => {
  ({ city, browser } = here)
  phone = await switchOn({ at: await workplace(here) })
}, { leave: () => phone?.away() })

const MEMBER = 'lives_in__person'
const SOUND = '11010519491231002X'
const MISREAD = '110105194912310021'

/** A list comes in, as a program brings it. */
async function list(page, kind, source, mapping, csv) {
  await send(page, 'PUT', `/register/lists/${kind}/${source}`, mapping)
  const report = await page.evaluate(async ({ kind, source, csv }) => {
    const session = await (await fetch('/api/v1/session')).json()
    const answer = await fetch(`/api/v1/register/lists/${kind}/${source}/rows?name=list.csv`, {
      method: 'POST', headers: { 'content-type': 'application/octet-stream', 'x-csrf-token': session.csrf }, body: csv,
    })
    return answer.json()
  }, { kind, source, csv })
  assert.equal(report.added, 1, JSON.stringify(report))
}

const newest = async (page, q, kind) => {
  const { items } = await get(page, `/register/search?q=${encodeURIComponent(q)}&kind=${kind}`)
  return items.map((one) => one.id).sort((a, b) => Number(a.split('-').pop()) - Number(b.split('-').pop()))
}

/** A member is added: name, number, and what has to fit the number; the rest is answered as it comes. */
async function add(page, name, number, birth) {
  const repeat = page.locator(`[data-repeat$="${MEMBER}"]`)
  await repeat.locator('[data-do="add"]').click()
  const dialog = page.locator('dialog[open]')
  await dialog.locator('.panel').waitFor()
  await dialog.locator('[data-q="person__name"] input').fill(name)
  await dialog.locator('[data-q="person__id_number"] input').fill(number)
  const asked = (name) => dialog.locator(`[data-q="person__${name}"]`)
  if (await asked('birth').count()) await asked('birth').locator('input').fill(birth)
  if (await asked('sex').count()) await asked('sex').locator('input[value="2"]').check()
  await dialog.locator('[data-do="done"]').click()
  await dialog.waitFor({ state: 'detached' })
}

test('what sources disagree about is asked, and who is new is in the register', async (t) => {
  const step = steps(t, () => ({ contexts: () => [...browser.contexts(), phone.context] }))
  const { page } = phone
  const receiver = await staff(browser, city, 'receiver')
  let row, home

  await step('another list says something else of a home that is due', async () => {
    await logIn(page, 'worker', city.base)
    const { items } = await get(page, `/visits?date=${cityDay()}&all=true&limit=500`)
    row = items.find((one) => one.state === 'due' && one.subject.kind === 'dwelling')
    assert.ok(row, 'a home is due')
    home = await get(page, `/register/records/${row.id}`)
    const value = (code) => home.values.find((one) => one.code === code)?.value
    const admin = await staff(browser, city, 'admin')
    const other = value('use') === '1' ? '2' : '1'
    const mapping = { key: 'no', area: 'grid', as_of: cityDay(), fields: { number: 'number', address: 'address', use: 'use' } }
    await list(admin, 'dwelling', 'journey-housing', mapping, `no,number,address,use,grid\n1,${value('number')},${value('address')},${other},${home.area}\n`)
    const ids = await newest(receiver, value('address'), 'dwelling')
    const [county, n] = [row.id.replace(/-\d+$/, ''), row.id.split('-').pop()]
    const pair = `${county}~${n}~${ids.at(-1).split('-').pop()}`
    const judged = await send(receiver, 'POST', `/register/pairs/${pair}/judgement`, { verdict: 'same', reason: '同一套房' })
    assert.ok(judged.status < 300, JSON.stringify(judged))
  })

  await step('the form asks it, with nothing in it, and says which list says what', async () => {
    await page.goto(`${city.base}/field/visits/${row.id}`)
    await page.locator('[data-open-ms]').waitFor()
    const asked = page.locator('[data-q="dwelling__use"]')
    await asked.locator('[data-disagree]').waitFor()
    assert.equal(await asked.getAttribute('data-standing'), 'ask')
    assert.equal(await asked.locator('input:checked').count(), 0)
    await asked.locator('.why').click()
    const why = page.locator('dialog[open] [data-disagree]')
    await why.waitFor()
    assert.match(await why.textContent(), /journey-housing/)
    assert.equal(await why.locator('li').count(), 2)
    await page.keyboard.press('Escape')
  })

  await step('two are added: one with a sound number, one whose number was misread', async () => {
    while (!(await page.locator(`[data-repeat$="${MEMBER}"]`).count())) await page.click('[data-do="next"]')
    await add(page, '新来甲', SOUND, '1949-12-31')
    await add(page, '新来乙', MISREAD, '1949-12-31')
    await page.locator('[data-step="0"]').click()
    await makeVisit(page)
    await page.click('[data-tab="queue"]')
    await page.locator('[data-state="sent"]').first().waitFor()
  })

  await step('the register has the one, related to the home from today on', async () => {
    let items = []
    for (let n = 0; n < 60 && !items.length; n++) {
      await new Promise((later) => setTimeout(later, 1000))
      ;({ items } = await get(receiver, `/register/search?q=${SOUND}&kind=person`))
    }
    assert.equal(items.length, 1, JSON.stringify(items))
    const none = await get(receiver, `/register/search?q=${MISREAD}&kind=person`)
    assert.equal(none.items.length, 0, 'a number that was misread is not entered')
    const relations = await get(receiver, `/register/records/${row.id}/relations`)
    const one = relations.items.find((r) => r.other?.id === items[0].id)
    assert.equal(one?.from, cityDay(), JSON.stringify(relations))
    assert.deepEqual(page.faults, [])
  })
})
