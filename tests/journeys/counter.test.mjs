// An old man at the counter, registered by keyboard alone; three units return the matter; the arbiter rules; the next like case goes right.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { act, get, inEnglish, offers, openCase, staff, stateOf } from './lib/browser.mjs'
import { core } from './lib/ground.mjs'
import { scene } from './lib/scene.mjs'
import { steps } from './lib/steps.mjs'

let city, browser
scene((here) => ({ city, browser } = here))

/** Types the whole registration without touching the mouse; answers the number and the seconds it took. */
async function registerByKeyboard(page, place, { text, category, address, name, phone }) {
  const began = Date.now()
  const keys = page.keyboard
  await keys.type(text)
  await keys.press('Tab')
  await keys.type(category)
  await page.locator('#desk-category[aria-expanded="true"]').waitFor()
  await page.locator('[role=option]', { hasText: category }).first().waitFor()
  await keys.press('Tab')
  await keys.type(address)
  await keys.press('Tab')
  await keys.type(`${place.town.name.zh} ${place.village.name.zh}`)
  await page.locator('[role=option]', { hasText: place.village.name.zh }).first().waitFor()
  await keys.press('Enter')
  await keys.press('Tab')
  await keys.type(name)
  await keys.press('Tab')
  await keys.type(phone)
  await keys.press('Control+Enter')
  const number = (await page.locator('[data-number]').textContent()).trim()
  return { number, seconds: (Date.now() - began) / 1000 }
}

test('three units return what an old man came about, and an arbiter settles it for good', async (t) => {
  const step = steps(t, () => browser)
  const receiver = await staff(browser, city, 'receiver')
  const place = await core(receiver)
  const man = { text: '路口那根杆子歪了，眼看要倒，不知道是谁家的，去了三个地方都说不归他们管。', category: '通信立杆', address: '菜市场东门对面', name: '王德福', phone: '19900005678' }
  const { items } = await get(receiver, '/categories?all=true')
  const find = (nodes) => nodes.flatMap((node) => [node, ...find(node.children ?? [])])
  man.category = find(items).find((node) => node.code === '010114').name.zh
  let number

  await step('he is registered in under a minute, by keyboard alone, and takes a slip home', async () => {
    await receiver.keyboard.press('r')
    await receiver.waitForURL(/\/console\/desk$/)
    await receiver.locator('#desk-text:focus').waitFor()
    const done = await registerByKeyboard(receiver, place, man)
    number = done.number
    assert.ok(done.seconds < 60, `took ${done.seconds} s`)
    await receiver.locator('[data-token]').waitFor()
    await receiver.getByText(man.text).waitFor()
    const view = await get(receiver, `/cases/${number}`)
    assert.equal(view.channel, 'walk_in')
    assert.equal(view.category.code, '010114')
    assert.ok(view.place.path.some((area) => area.code === place.village.code))
    assert.ok(!JSON.stringify(view.reporter).includes('王德福'), 'his name is masked')
  })

  const dispatcher = await staff(browser, city, 'dispatcher')
  const handlers = { handler: null, handler2: null, handler4: null }
  for (const login of Object.keys(handlers)) handlers[login] = await staff(browser, city, login)
  await step('three units return it, each with the clause', async () => {
    for (const [login, page] of Object.entries(handlers)) {
      const { unit } = (await get(page, '/session')).posts[0]
      await openCase(dispatcher, city, number)
      await act(dispatcher, 'dispatch', { unit: { unit: unit.name.zh } })
      await openCase(page, city, number)
      await act(page, 'return', { clause: '权责清单第 31 条', reason: '不是我单位的杆。' })
      assert.equal(await stateOf(dispatcher, number), login === 'handler4' ? 'arbitrating' : 'to_dispatch')
    }
    await openCase(dispatcher, city, number)
    assert.ok(!(await offers(dispatcher)).includes('dispatch'), 'after the limit only the arbiter decides')
  })

  const arbiter = await staff(browser, city, 'arbiter')
  const owner = (await get(await staff(browser, city, 'handler5'), '/session')).posts[0].unit
  await step('the arbiter rules, and the ruling enters the catalogue', async () => {
    await arbiter.goto(`${city.base}/console/inbox/arbitrate?q=${number}`)
    await arbiter.locator('a.case-link').first().click()
    // the list shows the case beside itself, with the same acts: they go with the list
    await arbiter.waitForURL((url) => url.pathname.endsWith(`/cases/${number}`))
    await act(arbiter, 'rule', { unit: { unit: owner.name.zh }, clause: '权责清单第 12 条：杆上为交通设施', catalogue: true })
    assert.equal(await stateOf(arbiter, number), 'to_sign')
    await arbiter.goto(`${city.base}/console/catalogue?category=010114`)
    await arbiter.locator('tbody tr', { hasText: owner.name.zh }).getByText('仲裁裁定').waitFor()
  })

  await step('the next like case is proposed to the right unit, with the ruling as its why', async () => {
    await receiver.keyboard.press('n')
    await receiver.locator('#desk-text:focus').waitFor()
    const next = await registerByKeyboard(receiver, place, { ...man, text: '学校门口也有一根歪杆，孩子放学都绕着走。', address: '实验小学门口', name: '赵秀英', phone: '19900008765' })
    await openCase(dispatcher, city, next.number)
    await dispatcher.locator('[data-source="ruling"]').waitFor()
    await dispatcher.locator('.why').getByText(owner.name.zh).first().waitFor()
    const view = await get(dispatcher, `/cases/${next.number}`)
    assert.equal(view.why.source, 'ruling')
    assert.equal(view.proposal.unit.code, owner.code)
    await act(dispatcher, 'dispatch')
    assert.equal((await get(dispatcher, `/cases/${next.number}`)).unit.code, owner.code)
  })

  await step('in English the why of the ruling is told too', async () => {
    await inEnglish(dispatcher)
    await dispatcher.locator('[data-source="ruling"]', { hasText: /ruling/i }).waitFor({ state: 'attached' })
  })

  for (const page of [receiver, dispatcher, arbiter, ...Object.values(handlers)]) assert.deepEqual(page.faults, [])
})
