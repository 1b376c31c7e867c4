// A resident reports a pothole with a photo; it is sent, handled, checked by somebody else, answered, rated, reopened and closed.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { act, get, inEnglish, offers, open, openCase, phone, send, staff, stateOf } from './lib/browser.mjs'
import { core } from './lib/ground.mjs'
import { picture } from './lib/picture.mjs'
import { scene } from './lib/scene.mjs'
import { steps } from './lib/steps.mjs'

let city, browser
scene((here) => ({ city, browser } = here))

test('a pothole, from the phone of a resident to the end and back again', async (t) => {
  const step = steps(t, () => browser)
  const scout = await open(browser)
  await scout.goto(city.base)
  const place = await core(scout)
  const resident = await open(browser, { ...phone, geolocation: { longitude: place.lon, latitude: place.lat, accuracy: 12 }, permissions: ['geolocation'] })
  let number

  await step('the resident reports with a photo and gets number and token', async () => {
    await resident.goto(`${city.base}/report`)
    await resident.fill('#text', '家门口这个大坑都半年了，电动车摔了好几个人，到底有没有人管！')
    await resident.setInputFiles('#photos', picture('before.png', [60, 40, 30]))
    await resident.locator('figure:not(.wait) img').waitFor()
    // the words suggest a category and say which of them; the resident looks at the tree all the same
    await resident.locator('[data-suggested="020110"]', { hasText: '大坑' }).waitFor()
    await resident.click('#category')
    for (const code of ['02', '0201', '020110']) await resident.click(`[data-code="${code}"]`)
    await resident.locator('[data-suggested]').waitFor({ state: 'detached' })
    await resident.fill('[data-question="traffic"] textarea', '占了一条车道')
    await resident.getByRole('button', { name: '定位到我这里' }).click()
    await resident.getByText('位置：').waitFor()
    await resident.fill('#name', '李桂兰')
    await resident.fill('#phone', '19900001234')
    const dismiss = resident.getByText('都不是，继续提交')
    if (await dismiss.isVisible().catch(() => false)) await dismiss.click()
    await resident.click('.send')
    number = (await resident.locator('[data-number]').textContent()).trim()
    assert.match(number, /^\w+-\d{8}-\d{6}$/)
    assert.ok((await resident.locator('[data-token]').textContent()).trim().length >= 16)
  })

  const dispatcher = await staff(browser, city, 'dispatcher')
  let unit
  await step('the dispatcher sees why a unit is proposed and sends with one click', async () => {
    await dispatcher.goto(`${city.base}/console/inbox/todo?q=${number}`)
    await dispatcher.locator('a.case-link').first().waitFor()
    await dispatcher.keyboard.press('j')
    await dispatcher.locator('a.case-link:focus').waitFor()
    await dispatcher.keyboard.press('Enter')
    await dispatcher.locator('h1', { hasText: number }).waitFor()
    const view = await get(dispatcher, `/cases/${number}`)
    assert.equal(view.why.source, 'route')
    unit = view.proposal.unit
    assert.ok(view.why.values.length > 0, 'the why names what the rule looked at')
    await dispatcher.locator('[data-answer="traffic"]', { hasText: '占了一条车道' }).waitFor()
    await dispatcher.locator('[data-source="route"]').waitFor()
    const colleague = await staff(browser, city, 'dispatcher')
    // whose page does not hear of what happens: the line is down
    await colleague.route('**/events**', (route) => route.abort())
    await openCase(colleague, city, number)
    await act(dispatcher, 'dispatch')
    assert.equal(await stateOf(dispatcher, number), 'to_sign')
    // a colleague who still has the old page before her is told, and sees the present state
    await colleague.click('.offers [data-action="accept"]')
    await colleague.locator('.action-form button[type=submit]').click()
    await colleague.getByRole('alert').getByText('刚被他人更新').waitFor()
    await colleague.locator('h1 + .state-tag', { hasText: '待签收' }).waitFor()
    assert.ok(!(await offers(colleague)).includes('accept'))
    assert.equal((await get(dispatcher, `/cases/${number}`)).unit.code, unit.code)
  })

  const handler = await staff(browser, city, 'handler')
  await step('the handler signs and reports done with a photo taken afterwards', async () => {
    await openCase(handler, city, number)
    assert.ok(!(await offers(handler)).includes('finish'), 'nothing is finished that was not signed')
    await act(handler, 'sign')
    await act(handler, 'finish', { result: '已铣刨并重新摊铺沥青，路面平整。', photos: { files: [picture('after.png', [40, 120, 60])] } })
    assert.equal(await stateOf(handler, number), 'to_check')
    await handler.locator('[data-action="finish"] img').first().waitFor()
  })

  await step('who handled it may not check it, not even holding a checker’s post', async () => {
    const security = await staff(browser, city, 'security')
    const me = (await get(handler, '/session')).person.id
    const posts = (await get(await staff(browser, city, 'checker'), '/session')).posts
    const given = await send(security, 'POST', '/posts', { kind: 'checker', person: me, unit: posts[0].unit.code, area: posts[0].area.code })
    assert.equal(given.status, 201, JSON.stringify(given.body))
    await openCase(handler, city, number)
    assert.ok(!(await offers(handler)).includes('check'), 'the check is not offered')
    const { version } = await get(handler, `/cases/${number}`)
    const tried = await send(handler, 'POST', `/cases/${number}/actions/check`, { version, input: { result: 'pass', method: 'photo' } })
    assert.ok(tried.status >= 400, 'and it is refused when tried all the same')
    assert.equal(await stateOf(handler, number), 'to_check')
  })

  const checker = await staff(browser, city, 'checker')
  const receiver = await staff(browser, city, 'receiver')
  const finish = async () => {
    await openCase(checker, city, number)
    await act(checker, 'check', { result: 'pass', method: 'photo' })
    assert.equal(await stateOf(checker, number), 'to_call_back')
    await openCase(receiver, city, number)
    await act(receiver, 'call_back', { reached: true, solved: true, satisfied: true })
    assert.equal(await stateOf(receiver, number), 'closed')
  }
  await step('the checker checks, the resident is called back, the case is closed', finish)

  await step('the resident reads the answer, rates it and asks to reopen', async () => {
    await resident.goto(`${city.base}/mine`)
    await resident.locator(`a[href="/track/${number}"]`).click()
    await resident.locator('[data-state]', { hasText: '已办结' }).waitFor()
    await resident.locator('.steps [data-action="finish"]').getByText('已铣刨').waitFor()
    await resident.locator('.steps [data-action="finish"] img').first().waitFor()
    await resident.getByText('满意', { exact: true }).click()
    await resident.getByRole('button', { name: '提交评价' }).click()
    await resident.getByText('谢谢您的评价').waitFor()
    await resident.getByRole('button', { name: '申请重新办理' }).click()
    await resident.fill('#reason', '下了一场雨，又塌了。')
    await resident.getByRole('button', { name: '申请重新办理' }).click()
    await resident.getByText('已收到您的申请').waitFor()
  })

  await step('it is reopened, handled again and closed', async () => {
    await openCase(dispatcher, city, number)
    await act(dispatcher, 'reopen', { reason: '现场确认再次破损。' })
    await act(dispatcher, 'dispatch', { unit: { unit: unit.name.zh } })
    await openCase(handler, city, number)
    await act(handler, 'sign')
    await act(handler, 'finish', { result: '路基注浆后重铺。', photos: { files: [picture('again.png', [40, 110, 90])] } })
    await finish()
    const view = await get(dispatcher, `/cases/${number}`)
    assert.ok(view.timeline.length >= 12, 'every step stands in the record')
    assert.equal(new Set(view.timeline.map((step) => step.hash)).size, view.timeline.length)
  })

  await step('somebody else’s token opens nothing, and a stale action is told so', async () => {
    const stranger = await open(browser, phone)
    await stranger.goto(`${city.base}/track?number=${number}`)
    await stranger.fill('#token', 'AAAAAAAAAAAAAAAAAAAAAA')
    await stranger.getByRole('button', { name: '查询' }).click()
    await stranger.getByText('没有查到').waitFor()
    const stale = await send(dispatcher, 'POST', `/cases/${number}/actions/urge`, { version: 1, input: {} })
    assert.equal(stale.status, 409)
    assert.equal(stale.body.code, 'case.stale')
  })

  await step('in English the resident reads the same progress', async () => {
    await resident.goto(`${city.base}/mine`)
    await inEnglish(resident)
    await resident.locator(`a[href="/track/${number}"]`).click()
    await resident.locator('[data-state]', { hasText: /^[^\u4e00-\u9fff]*[A-Za-z][^\u4e00-\u9fff]*$/ }).first().waitFor()
  })

  for (const page of [resident, dispatcher, handler, checker, receiver]) assert.deepEqual(page.faults, [])
})
