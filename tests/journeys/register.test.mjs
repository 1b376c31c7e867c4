// A list of people comes in by page: mapped, tried, taken in; found by the desk, masked; read in clear with a purpose; corrected with a
// reason; shown as it was known before; and the audit administrator sees who read it.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { get, send, staff } from './lib/browser.mjs'
import { core } from './lib/ground.mjs'
import { scene } from './lib/scene.mjs'
import { steps } from './lib/steps.mjs'

let city, browser
scene((here) => ({ city, browser } = here))

const NAME = '欧阳登记样'
const NUMBER = '339900199001010011'
const PHONE = '19900099001'

test('a list comes in once, and its values stay where they belong', async (t) => {
  const step = steps(t, () => browser)
  const folder = mkdtempSync(join(tmpdir(), 'jingwei-register-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const admin = await staff(browser, city, 'admin')
  const receiver = await staff(browser, city, 'receiver')
  let record
  await step('an administrator maps the columns, tries, and imports', async () => {
    const { village } = await core(admin)
    const file = join(folder, 'people.csv')
    writeFileSync(file, `编号,姓名,公民身份号码,性别,出生日期,联系电话,住址,网格\n1,${NAME},${NUMBER},男,1990-01-01,${PHONE},示范路77号,${village.code}\n2,错,123,男,,,,${village.code}\n`)
    await admin.goto(`${city.base}/console/records/import`)
    await admin.selectOption('[name=kind]', 'person')
    await admin.fill('[name=source]', 'journey')
    await admin.setInputFiles('#records-file', file)
    await admin.locator('[name=field-name]').waitFor()
    assert.equal(await admin.locator('[name=field-id_number]').inputValue(), '公民身份号码', 'what has the name of a field is mapped')
    await admin.selectOption('[name=link]', 'verification')
    await admin.click('[data-do=try]')
    await admin.locator('[data-report=dry]').waitFor()
    assert.equal(await admin.locator('[data-fault="register.fault.length"]').count(), 1)
    const page = await admin.locator('main').textContent()
    assert.ok(!page.includes(NAME) && !page.includes(PHONE), 'the preview is masked')
    await admin.click('[data-do=import]')
    await admin.locator('[data-report=done]').waitFor()
    const again = await admin.evaluate(() => document.querySelector('[data-report=done]').textContent)
    assert.match(again, /1/)
  })
  await step('the desk finds the person, masked', async () => {
    await receiver.goto(`${city.base}/console/records`)
    await receiver.locator('[data-counts]').waitFor()
    await receiver.fill('[name=q]', NUMBER)
    await receiver.keyboard.press('Enter')
    const row = receiver.locator('tr[data-record]')
    await row.waitFor()
    record = await row.getAttribute('data-record')
    assert.ok(!(await row.textContent()).includes(NAME))
    await row.locator('a').click()
    const phone = receiver.locator('[data-field=phone]')
    await phone.waitFor()
    assert.match(await phone.textContent(), /199\*{4}9001/)
  })
  await step('a value is read in clear with a purpose', async () => {
    const phone = receiver.locator('[data-field=phone]')
    await phone.locator('button').first().click()
    await receiver.selectOption('dialog[open] [name=purpose]', 'service')
    await receiver.click('dialog[open] button[type=submit]')
    await receiver.locator('[data-clear=phone]').waitFor()
    assert.equal(await receiver.locator('[data-clear=phone]').textContent(), PHONE)
    await receiver.locator('[data-past=revealed]').waitFor()
    const audit = await staff(browser, city, 'audit')
    const { items } = await get(audit, `/audit?county=${record.split('-')[0]}&action=reveal`)
    assert.ok(items.some((fact) => fact.data.field === 'phone' && fact.data.purpose === 'service'), JSON.stringify(items))
    assert.ok(!JSON.stringify(items).includes(PHONE))
  })
  await step('a town corrects with a reason; what was known before stays to be seen', async () => {
    const before = new Date(city.now?.() ?? Date.now()).toISOString()
    const system = await get(receiver, `/register/records/${record}`)
    assert.equal(system.version, 1)
    const town = await staff(browser, city, 'town')
    const seen = await send(town, 'POST', `/register/records/${record}/correct`, { version: 1, values: { phone: '19900099002' } })
    if (seen.status === 404) return t.diagnostic('the demo town is another')
    assert.equal(seen.body.code, 'register.reason_needed', JSON.stringify(seen.body))
    await town.goto(`${city.base}/console/records/${record}`)
    await town.click('[data-do=correct]')
    await town.selectOption('dialog[open] [name=field]', 'phone')
    await town.fill('dialog[open] [name=phone]', '19900099002')
    await town.fill('dialog[open] [name=reason]', '本人更换号码')
    await town.click('dialog[open] button[type=submit]')
    await town.locator('[data-past=corrected]').waitFor()
    const then = await get(town, `/register/records/${record}?known_at=${encodeURIComponent(before)}`)
    assert.equal(then.version, 1)
  })
  await step('places are switched on in the resource tree, listed and opened on the map', async () => {
    await receiver.goto(`${city.base}/console/map`)
    const places = receiver.locator('[data-resource=place]')
    await places.check()
    await receiver.waitForURL(/res=place/)
    await receiver.locator('[data-kind=place] .more').click()
    await receiver.locator('[data-resource="place:10"]').waitFor()
    const spot = receiver.locator('[data-spot]').first()
    const id = await spot.getAttribute('data-spot')
    await spot.focus()
    await receiver.keyboard.press('Enter')
    await receiver.locator(`[data-card="${id}"] a`).click()
    await receiver.waitForURL(new RegExp(`/records/${id}`))
    await receiver.locator('[data-relation=run_by] a').click()
    await receiver.locator('[data-relation=run_by] a').waitFor()
  })
  await step('words become an address, at the desk and in the list', async () => {
    const { village } = await core(receiver)
    const { items } = await get(receiver, `/addresses?under=${village.code}`)
    const estate = items.find((one) => one.level === 'estate')
    const { items: [building] } = await get(receiver, `/addresses?under=${encodeURIComponent(estate.id)}`)
    const words = `${village.name.zh}${estate.name}${building.name.replace('号楼', '栋').replace('幢', '栋')}楼下`
    await receiver.goto(`${city.base}/console/desk`)
    await receiver.fill('#desk-text', '垃圾桶满了没人清')
    await receiver.fill('#desk-address', words)
    await receiver.locator('[data-address=building]').click()
    await receiver.locator('.side .muted', { hasText: building.grid.name.zh }).waitFor()
    // nobody presses: the words alone place it
    const told = await send(receiver, 'POST', '/cases', { channel: 'phone', text: '路灯不亮', place: { address: words } })
    const { place } = await get(receiver, `/cases/${told.body.number}`)
    assert.equal(place.grid?.code, building.grid.code, JSON.stringify(told.body))
    assert.equal(place.by_words.outcome, 'placed')
    const lost = await send(receiver, 'POST', '/cases', { channel: 'phone', text: '路灯不亮', place: { address: '天鹅堡8幢' } })
    await receiver.goto(`${city.base}/console/cases/${lost.body.number}`)
    await receiver.locator('[data-by-words=unknown]').waitFor()
    await receiver.goto(`${city.base}/console/records/addresses`)
    await receiver.fill('[name=q]', words)
    await receiver.keyboard.press('Enter')
    await receiver.locator('[data-standard=building]').waitFor()
    await receiver.locator('[data-shown]', { hasText: estate.name }).waitFor()
    await receiver.locator('[data-standard=building] a').first().click()
    await receiver.locator('.crumbs b', { hasText: estate.name }).waitFor()
  })
  for (const page of [admin, receiver]) assert.deepEqual(page.faults, [])
})

test('lists meet: what is certain is joined, the rest is judged by keys, and what was joined is parted', async (t) => {
  const step = steps(t, () => browser)
  const admin = await staff(browser, city, 'admin')
  const receiver = await staff(browser, city, 'receiver')
  await step('a comparison needs a purpose, and says what came of it', async () => {
    await admin.goto(`${city.base}/console/records/linkage`)
    await admin.locator('tr[data-run]').first().waitFor()
    await admin.click('[data-do=compare]')
    await admin.locator('.form [role=alert]').waitFor()
    // the import of the first journey has asked for one
    await admin.locator('tr[data-run][data-state=done]').first().waitFor()
    assert.equal(await admin.locator('tr[data-run]:not([data-state=done])').count(), 0, 'all of them are over')
    const { items } = await get(admin, '/register/runs')
    assert.ok(items.length >= 2 && items.some((run) => run.new_only) && items.some((run) => run.joined > 50), JSON.stringify(items))
  })
  let joined
  await step('pairs are walked and judged by keys', async () => {
    await receiver.goto(`${city.base}/console/records/review`)
    await receiver.locator('[data-pair-open]').waitFor()
    const list = receiver.locator('[data-pair]')
    const ids = await list.evaluateAll((all) => all.slice(0, 4).map((one) => one.dataset.pair))
    await receiver.keyboard.press('j')
    await receiver.locator(`[data-pair-open="${ids[1]}"]`).waitFor()
    await receiver.keyboard.press('k')
    await receiver.locator(`[data-pair-open="${ids[0]}"] [data-level]`).first().waitFor()
    for (const [key, id, state] of [['d', ids[0], 'different'], ['u', ids[1], 'unsure'], ['s', ids[2], 'same']]) {
      await receiver.goto(`${city.base}/console/records/review?pair=${id}`)
      await receiver.locator(`[data-pair-open="${id}"] [data-level]`).first().waitFor()
      await receiver.keyboard.press(key)
      await receiver.locator(`[data-pair="${id}"]`).waitFor({ state: 'detached' })
      assert.equal((await get(receiver, `/register/pairs/${id}`)).state, state)
    }
    joined = (await get(receiver, `/register/pairs/${ids[2]}`)).a
  })
  await step('the record tells its other lists, and is split off with a reason', async () => {
    await receiver.goto(`${city.base}/console/records/${joined}`)
    const thing = receiver.locator('section[data-thing]')
    await thing.waitFor()
    assert.ok((await thing.locator('[data-also]').count()) >= 2)
    await thing.locator('[data-do=split]').click()
    await receiver.fill('dialog[open] [name=reason]', '不是同一人')
    await receiver.click('dialog[open] button[type=submit]')
    await thing.waitFor({ state: 'detached' })
  })
  for (const page of [admin, receiver]) assert.deepEqual(page.faults, [])
})
