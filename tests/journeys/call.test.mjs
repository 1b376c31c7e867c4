// A town calls the county: two departments, one of them late; the town confirms, both sides rate each other.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { act, get, inEnglish, openCase, staff, stateOf } from './lib/browser.mjs'
import { core } from './lib/ground.mjs'
import { picture } from './lib/picture.mjs'
import { scene } from './lib/scene.mjs'
import { steps } from './lib/steps.mjs'

let city, browser
scene((here) => ({ city, browser } = here))

test('a town calls two departments, and one of them is late', async (t) => {
  const step = steps(t, () => browser)
  let town = await staff(browser, city, 'town')
  const place = await core(town)
  const unitOf = async (login) => (await get(await staff(browser, city, login), '/session')).posts[0].unit
  const [lead, assist] = [await unitOf('handler4'), await unitOf('handler5')]
  let number

  await step('the town registers the matter and calls a lead and an assisting department', async () => {
    await town.goto(`${city.base}/console/desk`)
    await town.fill('#desk-text', '主街违法搭建占住整条人行道，镇里没有执法权，请综合执法和交管一起来。')
    await town.fill('#desk-category', '违法建设')
    await town.locator('[role=option]', { hasText: '综合执法哨' }).first().click()
    await town.fill('#desk-address', '主街中段')
    await town.fill('#desk-area', `${place.town.name.zh} ${place.village.name.zh}`)
    await town.locator('[role=option]', { hasText: place.village.name.zh }).first().click()
    await town.keyboard.press('Control+Enter')
    number = (await town.locator('[data-number]').textContent()).trim()
    assert.equal((await get(town, `/cases/${number}`)).pack, 'town-calls-county')
    await openCase(town, city, number)
    for (const chip of await town.locator('.offers').all()) await chip.waitFor()
    await town.click('.offers [data-action="call"]')
    const form = town.locator('.action-form')
    while (await form.locator('[data-field="assists"] .chip button').count()) await form.locator('[data-field="assists"] .chip button').first().click()
    for (const [key, unit] of [['unit', lead], ['assists', assist]]) {
      await form.locator(`[data-field="${key}"] input`).fill(unit.name.zh)
      await form.locator(`[data-field="${key}"] [role=option]`, { hasText: unit.name.zh }).first().click()
    }
    await form.locator('button[type=submit]').click()
    await form.waitFor({ state: 'detached' })
    assert.equal(await town.locator('.tasks li').count(), 2)
    assert.equal(await stateOf(town, number), 'calling')
  })

  await step('the lead department reports in and is done in time', async () => {
    const handler = await staff(browser, city, 'handler4')
    await openCase(handler, city, number)
    await act(handler, 'report_in')
    await act(handler, 'finish', { result: '已责令限期拆除并现场拆除顶棚。', photos: { files: [picture('removed.png', [50, 110, 70])] } })
    assert.deepEqual(handler.faults, [])
  })

  await step('four weeks later the other department is late, and everybody sees it', async () => {
    await city.daysLater(28)
    town = await staff(browser, city, 'town')
    await openCase(town, city, number)
    const late = town.locator(`.tasks li[data-unit="${assist.code}"] .time-left.late`)
    await late.waitFor()
    assert.match(await late.textContent(), /超/)
    assert.equal(await town.locator(`.tasks li[data-unit="${lead.code}"] .time-left.late`).count(), 0)
    const list = await get(town, `/cases?queue=late&q=${number}`)
    assert.equal(list.items.length, 1)
    // the department finds it under its bell, and opens it by keyboard
    const owing = await staff(browser, city, 'handler5')
    const notice = owing.locator('.notice', { hasText: number }).first()
    for (let tries = 0; tries < 30 && !(await notice.isVisible()); tries++) {
      await owing.goto(`${city.base}/console/notices?for=owed`)
      await notice.waitFor({ timeout: 3_000 }).catch(() => {})
    }
    await owing.locator('.bell b').waitFor()
    for (let steps = 0; steps < 20 && !(await owing.locator('a.case-link:focus', { hasText: '主街违法搭建' }).count()); steps++) await owing.keyboard.press('j')
    await owing.keyboard.press('Enter')
    await owing.locator('h1', { hasText: number }).waitFor()
    await owing.goto(`${city.base}/console/notices?for=owed`)
    await owing.locator('.notice.unseen').first().waitFor()
    await owing.keyboard.press('m')
    await owing.locator('.notice.unseen').first().waitFor({ state: 'detached' })
    await owing.locator('.bell b').waitFor({ state: 'detached' })
    assert.deepEqual(owing.faults, [])
    await act(town, 'urge', { note: '已超期，请尽快报到。' })
  })

  await step('it reports in late, the town confirms, and both sides rate each other', async () => {
    const handler = await staff(browser, city, 'handler5')
    await openCase(handler, city, number)
    await act(handler, 'report_in')
    await act(handler, 'finish', { result: '已恢复人行道隔离设施。' })
    assert.equal(await stateOf(handler, number), 'to_confirm')
    await openCase(town, city, number)
    await act(town, 'confirm', { result: 'pass', method: 'spot' })
    assert.equal(await stateOf(town, number), 'closed')
    await act(town, 'rate_department', { unit: { unit: assist.name.zh }, grade: 2, comment: '来得太晚。' })
    await openCase(handler, city, number)
    const office = (await get(town, '/session')).posts[0].unit
    await act(handler, 'rate_town', { unit: { unit: office.name.zh }, grade: 4, comment: '情况说得清楚。' })
    const view = await get(town, `/cases/${number}`)
    const tasks = Object.fromEntries(view.tasks.map((task) => [task.unit.code, task]))
    assert.ok(tasks[lead.code].done_at < tasks[lead.code].due_at)
    assert.ok(tasks[assist.code].done_at > tasks[assist.code].due_at, 'the record keeps that it was late')
    assert.deepEqual(handler.faults, [])
  })

  await step('in English the case and its record say the same', async () => {
    await openCase(town, city, number)
    await inEnglish(town)
    const { state } = await get(town, `/cases/${number}`)
    assert.ok(state.name.en)
    await town.waitForFunction((words) => document.querySelector('#main')?.textContent.includes(words), state.name.en)
  })
  assert.deepEqual(town.faults, [])
})
