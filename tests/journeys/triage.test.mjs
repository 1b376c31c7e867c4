// A dispatcher clears ten cases without touching the mouse: as proposed, to another unit, taken back and sent again, several at once.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { get, send, staff } from './lib/browser.mjs'
import { core } from './lib/ground.mjs'
import { scene } from './lib/scene.mjs'
import { steps } from './lib/steps.mjs'

let city, browser
scene((here) => ({ city, browser } = here))

const TEXTS = [
  '中山路路灯不亮，晚上看不清路。', '小区门口垃圾桶满了没人收。', '人行道地砖松动，老人差点绊倒。', '公交站牌被撞歪了。', '下水道堵了，路面积水。',
  '井盖响，车一过就咣当。', '墙上又贴满小广告。', '流动摊贩占了盲道。', '行道树断枝挂在电线上。', '果皮箱破了，垃圾掉一地。',
]
const CATEGORY = { pack: 'city-upkeep', code: '010115' }

/** Ten cases that wait to be sent, newest first; registered at the desk. */
async function register(page, place, texts) {
  const numbers = []
  for (const [i, text] of texts.entries()) {
    const body = {
      text, category: CATEGORY, place: { lon: place.lon, lat: place.lat, address: `和平路 ${i + 1} 号` },
      reporter: { name: '周某', phone: `1990000${1000 + i}` }, channel: 'phone', hide_reporter: false, attachments: [],
    }
    const { status, body: done } = await send(page, 'POST', '/cases', body)
    assert.equal(status, 201, JSON.stringify(done))
    numbers.unshift(done.number)
  }
  return numbers
}

/** Any use of the mouse fails the journey. */
async function noMouse(page) {
  await page.evaluate(() => {
    for (const kind of ['mousedown', 'pointerdown', 'touchstart']) addEventListener(kind, () => (window.touched = true), true)
  })
}

const at = (page, number) => page.locator(`tr[data-number="${number}"][aria-current="true"] a.case-link:focus`).waitFor()
const fate = (page, number, what) => page.locator(`tr[data-number="${number}"] [data-fate="${what}"]`).waitFor()
const previewed = (page, number) => page.locator('.preview .head', { hasText: number }).waitFor()

test('ten cases are sent on by keyboard alone', async (t) => {
  const step = steps(t, () => browser)
  const receiver = await staff(browser, city, 'receiver')
  const place = await core(receiver)
  const numbers = await register(receiver, place, TEXTS)
  const other = (await get(receiver, `/units?q=${encodeURIComponent('市政设施')}&area=${place.county.code}&limit=1`)).items[0]

  const page = await staff(browser, city, 'dispatcher')
  const colleague = await staff(browser, city, 'dispatcher')
  const keys = page.keyboard
  const sent = []
  await page.goto(`${city.base}/console/inbox/registered?channel=phone`)
  await page.locator(`tr[data-number="${numbers[0]}"]`).waitFor()
  await noMouse(page)

  await step('the first key enters the list, the next ones move in it', async () => {
    await keys.press('j')
    await at(page, numbers[0])
    await keys.press('ArrowDown')
    await at(page, numbers[1])
    await keys.press('k')
    await at(page, numbers[0])
  })

  await step('one key sends as proposed; another takes it back in time', async () => {
    await previewed(page, numbers[0])
    await keys.press('a')
    await fate(page, numbers[0], 'held')
    await at(page, numbers[1])
    await keys.press('z')
    await at(page, numbers[0])
    assert.equal((await get(page, `/cases/${numbers[0]}`)).state.code, 'registered')
    await keys.press('a')
    await at(page, numbers[1])
    await keys.press('a')
    await at(page, numbers[2])
    for (const number of numbers.slice(0, 2)) await fate(page, number, 'done')
    sent.push(...numbers.slice(0, 2))
  })

  await step('a unit is named by typing, and a note is written', async () => {
    await previewed(page, numbers[2])
    await keys.press('m')
    await page.locator('.preview .action-form textarea:focus').waitFor()
    await keys.type('来电人说明天上午在家。')
    await keys.press('Control+Enter')
    await at(page, numbers[3])
    await keys.press('k')
    await previewed(page, numbers[2])
    await keys.press('s')
    await page.locator('.preview [data-field="unit"] input:focus').waitFor()
    await keys.press('Control+a')
    await keys.type(other.name.zh)
    await page.locator('[data-field="unit"] [role=option]', { hasText: other.name.zh }).first().waitFor()
    await keys.press('Enter')
    await keys.press('Control+Enter')
    await at(page, numbers[3])
    const view = await get(page, `/cases/${numbers[2]}`)
    assert.equal(view.unit.code, other.code)
    assert.ok(view.timeline.some((entry) => entry.texts.some((said) => said.text.includes('明天上午在家'))))
    sent.push(numbers[2])
  })

  await step('a case that somebody else changed is told apart, and nothing is dropped', async () => {
    await keys.press('x')
    await keys.press('Shift+J')
    await keys.press('Shift+J')
    await page.locator('.bar', { hasText: '已选 3 件' }).waitFor()
    // a colleague sends one of them meanwhile
    const view = await get(receiver, `/cases/${numbers[4]}`)
    assert.equal((await send(colleague, 'POST', `/cases/${numbers[4]}/actions/dispatch`, { version: view.version, input: { unit: other.code } })).status, 200)
    await keys.press('a')
    await page.locator('.bulk [data-go]:focus').waitFor()
    await page.locator(`[data-line="${numbers[4]}"]`, { hasText: '与列表所示不同' }).waitFor()
    await keys.press('Enter')
    await page.locator('.bulk', { hasText: '已办 2 件' }).waitFor()
    await page.locator(`[data-line="${numbers[4]}"]`, { hasText: '不办' }).waitFor()
    await keys.press('Escape')
    await page.locator('.bar', { hasText: '已选 1 件' }).waitFor()
    await keys.press('Escape')
    sent.push(numbers[3], numbers[5])
    assert.equal((await get(page, `/cases/${numbers[4]}`)).unit.code, other.code)
    sent.push(numbers[4])
  })

  await step('rows do not jump: what is new waits until it is asked for', async () => {
    const before = await page.locator('tbody tr').evaluateAll((rows) => rows.map((row) => row.dataset.number))
    const [extra] = await register(receiver, place, ['又有一处路灯不亮。'])
    await page.locator('.news button', { hasText: '有 1 件新事项' }).waitFor()
    assert.deepEqual(await page.locator('tbody tr').evaluateAll((rows) => rows.map((row) => row.dataset.number)), before)
    await keys.press('.')
    await page.locator(`tr[data-number="${extra}"]`).waitFor()
    const now = await page.locator('tbody tr').evaluateAll((rows) => rows.map((row) => row.dataset.number))
    assert.ok(!now.includes(sent[0]), 'what was sent has left the list')
    numbers.push(extra)
  })

  await step('a command that comes too late is not sent over a colleague’s: the row says so', async () => {
    const [raced] = await register(receiver, place, ['消防栓漏水，路边都是水。'])
    await page.locator('.news button', { hasText: '有 1 件新事项' }).waitFor()
    await keys.press('.')
    await keys.press('Home')
    await at(page, raced)
    await previewed(page, raced)
    await keys.press('a')
    await fate(page, raced, 'held')
    assert.equal((await send(colleague, 'POST', `/cases/${raced}/actions/dispatch`, { version: 1, input: { unit: other.code } })).status, 200)
    await fate(page, raced, 'stale')
    assert.equal((await get(page, `/cases/${raced}`)).unit.code, other.code)
  })

  await step('what could not be delivered says so, and goes out again once the network is back', async () => {
    const [cut] = await register(receiver, place, ['公厕水管爆了，水流到街上。'])
    await page.locator('.news button', { hasText: '有 1 件新事项' }).waitFor()
    await keys.press('.')
    await keys.press('Home')
    await at(page, cut)
    await page.locator('.preview [data-accept]').waitFor()
    await previewed(page, cut)
    await page.context().setOffline(true)
    await keys.press('a')
    await fate(page, cut, 'unsent')
    await page.context().setOffline(false)
    await keys.press('Home')
    await at(page, cut)
    await previewed(page, cut)
    await keys.press('a')
    await fate(page, cut, 'done')
    assert.equal((await get(page, `/cases/${cut}`)).timeline.filter((entry) => entry.action === 'dispatch').length, 1)
  })

  await step('the rest go to one unit together, each with a command of its own', async () => {
    const rest = numbers.slice(6, 10)
    await keys.press('End')
    for (const number of [...rest].reverse()) {
      while (!(await page.locator(`tr[data-number="${number}"][aria-current="true"]`).count())) await keys.press('k')
      await keys.press('x')
    }
    await page.locator('.bar', { hasText: '已选 4 件' }).waitFor()
    await keys.press('s')
    await page.locator('.bulk [data-field="unit"] input:focus').waitFor()
    await keys.type(other.name.zh)
    await page.locator('.bulk [role=option]', { hasText: other.name.zh }).first().waitFor()
    await keys.press('Enter')
    await keys.press('Control+Enter')
    await page.locator('.bulk', { hasText: '全部办妥' }).waitFor()
    for (const number of rest) assert.equal((await get(page, `/cases/${number}`)).unit.code, other.code)
    await keys.press('Escape')
    sent.push(...rest)
  })

  await step('the server holds all ten as sent, each exactly once', async () => {
    assert.equal(new Set(sent).size, 10)
    for (const number of sent) {
      const view = await get(page, `/cases/${number}`)
      assert.equal(view.state.code, 'to_sign', number)
      assert.equal(view.timeline.filter((entry) => entry.action === 'dispatch').length, 1, number)
    }
    assert.equal(await page.evaluate(() => window.touched ?? false), false, 'the mouse was not touched')
  })

  await step('the same keys open a case in English, and bring one back to the row', async () => {
    await page.evaluate(() => localStorage.setItem('jw.language', 'en'))
    await page.goto(`${city.base}/console/inbox/registered?channel=phone`)
    await page.locator('h1', { hasText: 'To accept' }).waitFor()
    const extra = numbers[10]
    await page.locator(`tr[data-number="${extra}"]`).waitFor()
    await keys.press('j')
    await at(page, extra)
    await page.locator('.preview [data-accept]', { hasText: 'Send' }).waitFor()
    await keys.press('?')
    await page.locator('dialog[open]', { hasText: 'take back what is not sent yet' }).waitFor()
    await keys.press('Escape')
    await keys.press('Enter')
    await page.waitForURL((url) => url.pathname.endsWith(extra))
    await page.locator('h1', { hasText: extra }).waitFor()
    await keys.press('u')
    await page.waitForURL((url) => url.searchParams.get('at') === extra)
  })

  for (const one of [receiver, page]) assert.deepEqual(one.faults, [])
})

test('a message pasted at the desk is registered, found from anywhere and urged at the supervision desk', async (t) => {
  const step = steps(t, () => browser)
  const receiver = await staff(browser, city, 'receiver', { permissions: ['clipboard-read', 'clipboard-write'] })
  const place = await core(receiver)
  let supervisor = await staff(browser, city, 'supervisor')
  let number

  await step('the message becomes a draft, the draft a case, and the slip a code that only the phone can read', async () => {
    await receiver.goto(`${city.base}/console/desk`)
    await receiver.locator('#desk-text:focus').waitFor()
    const message = `幸福里业主群 2026年11月22日 08:31\n张女士 199 0000 1234 反映：${place.county.name.zh}${place.village.name.zh}青年路12号门口路灯不亮，已经三天了。工单号 12345-20261122-0031`
    await receiver.evaluate((text) => navigator.clipboard.writeText(text), message)
    await receiver.keyboard.press('Control+v')
    await receiver.locator('.draft', { hasText: '分类“路灯”' }).waitFor()
    await receiver.locator('.draft', { hasText: `区域“${place.village.name.zh}”` }).waitFor()
    await receiver.keyboard.press('Alt+Enter')
    await receiver.locator('#desk-category:focus').waitFor()
    assert.equal(await receiver.inputValue('#desk-phone'), '19900001234')
    assert.match(await receiver.inputValue('#desk-address'), /青年路12号门口$/)
    assert.doesNotMatch(await receiver.inputValue('#desk-text'), /199|12345/)
    await receiver.keyboard.press('Control+Enter')
    number = (await receiver.locator('[data-number]').textContent()).trim()
    const token = (await receiver.locator('[data-token]').textContent()).trim()
    assert.equal(await receiver.locator('[data-qr]').getAttribute('data-qr'), `${city.base}/track/${number}#${token}`)
    const view = await get(receiver, `/cases/${number}`)
    assert.equal(view.channel, 'hotline')
    assert.deepEqual(view.aliases.map((alias) => alias.number), ['12345-20261122-0031'])
    assert.ok(view.place.path.some((area) => area.code === place.village.code))
  })

  await step('Ctrl+K finds it by the hotline’s number, and an area by its name', async () => {
    await receiver.keyboard.press('Control+k')
    await receiver.locator('.finder input:focus').waitFor()
    await receiver.keyboard.type('12345-20261122-0031')
    // whoever pastes and presses Enter does not wait for the list
    await receiver.keyboard.press('Enter')
    await receiver.waitForURL((url) => url.pathname.endsWith(`/cases/${number}`))
    await receiver.keyboard.press('Control+k')
    await receiver.locator('.finder input:focus').waitFor()
    await receiver.keyboard.type(place.village.name.zh)
    const option = receiver.locator('.finder [role=group][aria-label="区域"] [role=option]').first()
    await option.waitFor()
    // cases may come after areas, above them: nothing is chosen before all is there
    await receiver.locator('#hits[aria-busy="false"]').waitFor()
    while ((await option.getAttribute('aria-selected')) !== 'true') await receiver.keyboard.press('ArrowDown')
    await receiver.keyboard.press('Enter')
    await receiver.waitForURL((url) => url.pathname.endsWith('/inbox/open') && !!url.searchParams.get('area'))
  })

  await step('the full record prints with every fact and the receipt', async () => {
    await receiver.goto(`${city.base}/console/cases/${number}`)
    await receiver.locator('h1', { hasText: number }).waitFor()
    await receiver.keyboard.press('Shift+P')
    await receiver.locator('.record', { hasText: '受理回执校验码' }).waitFor()
    const view = await get(receiver, `/cases/${number}`)
    for (const { seq, hash } of view.timeline) await receiver.locator('.record tr', { hasText: hash.replace(/^\w+:/, '').slice(0, 16) }).getByText(String(seq), { exact: true }).waitFor()
    await receiver.emulateMedia({ media: 'print' })
    assert.equal(await receiver.locator('.record-page .buttons').isVisible(), false)
    assert.doesNotMatch(await receiver.locator('.record').textContent(), /199\d{8}/)
    await receiver.emulateMedia({ media: 'screen' })
  })

  await step('filters, order and columns stand in the address, and a filter saved on the device is found again by its name', async () => {
    await receiver.goto(`${city.base}/console/inbox/open?channel=hotline&sort=came&cols=category,channel`)
    await receiver.locator(`tr[data-number="${number}"] td.channel`, { hasText: '热线转办' }).waitFor()
    assert.equal(await receiver.locator('td.due, td.where').count(), 0)
    await receiver.locator('summary', { hasText: '常用筛选' }).press('Enter')
    await receiver.locator('.sheet input').fill('热线在办')
    await receiver.keyboard.press('Enter')
    await receiver.goto(`${city.base}/console/desk`)
    await receiver.locator('#desk-text:focus').waitFor()
    await receiver.keyboard.press('Control+k')
    await receiver.locator('.finder input:focus').waitFor()
    await receiver.keyboard.type('热线在')
    await receiver.locator('.finder [role=option]', { hasText: '热线在办' }).waitFor()
    await receiver.keyboard.press('Enter')
    await receiver.waitForURL((url) => url.searchParams.get('sort') === 'came' && url.searchParams.get('channel') === 'hotline')
    await receiver.locator(`tr[data-number="${number}"]`).waitFor()
  })

  await step('what is late is urged and supervised from the desk of the supervisor, each by itself', async () => {
    const allLate = async () => (await get(supervisor, '/cases?queue=late&limit=10')).items
    let late = await allLate()
    if (!late.length) {
      // in the small hours after a weekend nothing of a small city is late yet
      await city.daysLater(28)
      supervisor = await staff(browser, city, 'supervisor')
      late = await allLate()
    }
    assert.ok(late.length > 0)
    await supervisor.goto(`${city.base}/console/supervision`)
    await supervisor.locator(`[data-number="${late[0].number}"]`).waitFor()
    await supervisor.keyboard.press('j')
    const first = await supervisor.evaluate(() => document.activeElement.closest('[data-number]').dataset.number)
    await supervisor.keyboard.press('x')
    await supervisor.keyboard.press('d')
    await supervisor.locator('.bulk .action-form').waitFor()
    await supervisor.locator('.bulk .when button', { hasText: '3 天后' }).press('Enter')
    await supervisor.locator('.bulk [data-field="note"] textarea').focus()
    await supervisor.keyboard.type('请三日内办结并回复。')
    await supervisor.keyboard.press('Control+Enter')
    await supervisor.locator('.bulk', { hasText: '全部办妥' }).waitFor()
    const view = await get(supervisor, `/cases/${first}`)
    assert.equal(view.orders.length, 1)
    assert.ok(Date.parse(view.orders[0].deadline) > Date.now())
    await supervisor.keyboard.press('Escape')
  })

  for (const one of [receiver, supervisor]) assert.deepEqual(one.faults, [])
})
