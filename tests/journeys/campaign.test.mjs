// A list is handed down: each line is accounted for, the worker finds her part of it in Today, a visit checks it off, the town sees it, and ends it
// with a reason. Somebody who is away has nothing planned.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findings, settle } from './lib/axe.mjs'
import { get, inEnglish, phone as small, send, staff } from './lib/browser.mjs'
import { cityDay } from './lib/days.mjs'
import { logIn, readyForTheDay } from './lib/field.mjs'
import { switchOn } from './lib/phone.mjs'
import { scene, workplace } from './lib/scene.mjs'
import { steps } from './lib/steps.mjs'
import { dueVisits, makeVisit, openVisit } from './lib/visit.mjs'

let city, browser, place, phone
scene(async (here) => {
  ({ city, browser } = here)
  place = await workplace(here)
}, { leave: async () => phone?.away() })

test('a list is handed down and worked off', async (t) => {
  const step = steps(t, () => ({ contexts: () => [...browser.contexts(), ...(phone ? [phone.context] : [])] }))
  const desk = await staff(browser, city, 'dispatcher')
  let homes, grid, id

  await step('the worker has her day, without any campaign', async () => {
    phone = await switchOn({ at: place })
    await logIn(phone.page, 'worker', city.base)
    await readyForTheDay(phone.page, city.base)
    await dueVisits(phone.page, 3)
    const { items } = await get(phone.page, `/visits?date=${cityDay()}&all=true&limit=500`)
    const kind = items.filter((one) => one.subject.kind === 'dwelling' && one.state === 'due')
    const known = (label) => items.filter((one) => one.subject.label === label).length
    grid = kind[0].subject.area
    homes = kind.filter((one) => one.subject.area === grid && known(one.subject.label) === 1).slice(0, 3).map((one) => ({ id: one.id, label: one.subject.label }))
    assert.equal(homes.length, 3)
    assert.equal(await phone.page.locator('[data-campaign]').count(), 0)
  })
  await step('the centre pastes a list; a line that names nobody is told, and stops it until that is known', async () => {
    await desk.goto(`${city.base}/console/forms/campaigns`)
    await desk.click('[data-do=campaign]')
    const form = desk.locator('dialog[open]')
    await form.locator('button[type=submit]').click()
    await form.locator('[role=alert]').waitFor()
    await form.locator('[name=name]').fill('汛期避险联系卡核对')
    await form.locator('[name=name-en]').fill('Contacts for the rainy season')
    await form.locator('#campaign-area').fill(grid)
    await form.locator('[role=option]').first().click()
    await form.locator('[name=basis]').fill('《突发事件应对法》第四十二条')
    await form.locator('[name=purpose]').fill('汛期转移联系得上每一户')
    await form.locator('[name=last]').fill(cityDay(20))
    await form.locator('[name=find]').fill('避险')
    await form.locator('[name=module][value=evacuation_contacts]').check()
    const text = [...homes.map((one) => one.label), '没有这条路999号', homes[0].id].join('\n')
    await form.locator('[name=lines]').fill(text)
    await form.locator('button[type=submit]').click()
    await form.locator('[data-draft]').waitFor()
    const told = await form.locator('[data-line]').evaluateAll((lines) => lines.map((one) => [one.dataset.line, one.dataset.outcome]))
    assert.deepEqual(told, [['4', 'unknown'], ['5', 'again']])
    await form.locator('button[type=submit]').click()
    await form.locator('[role=alert]').waitFor()
    await form.locator('[name=partial]').check()
    await form.locator('button[type=submit]').click()
    await desk.waitForURL(/\/forms\/campaigns\/[0-9a-f-]{36}/)
    id = desk.url().split('/').pop().split('?')[0]
    await desk.locator('tr[data-item]').nth(2).waitFor()
    await desk.locator('details.told summary').click()
    assert.deepEqual(await desk.locator('details.told [data-line]').evaluateAll((all) => all.map((one) => one.dataset.line)), ['4', '5'])
    const items = await desk.locator('tr[data-item]').evaluateAll((rows) => rows.map((one) => one.dataset.item))
    assert.deepEqual([...items].sort(), homes.map((one) => one.id).sort())
  })
  await step('the worker finds it in Today with its last day, and one visit answers it', async () => {
    await phone.page.goto(`${city.base}/field/today?view=visits`)
    await phone.page.locator('.head .link:not([disabled])').click({ timeout: 90_000 })
    await phone.page.locator(`[data-campaign="${id}"]`).first().waitFor({ timeout: 90_000 })
    await phone.page.locator('.head .link:not([disabled])').waitFor({ timeout: 90_000 })
    const planned = await get(phone.page, `/visits?date=${cityDay(20)}&limit=500`)
    assert.equal(planned.items.filter((one) => one.campaigns.some((each) => each.id === id)).length, 3)
    const shown = await phone.page.locator(`[data-visit]:has([data-campaign="${id}"])`).evaluateAll((all) => all.map((one) => one.dataset.visit))
    const kept = await dueVisits(phone.page, 1)
    const mine = kept.find((one) => shown.includes(one))
    await openVisit(phone.page, mine)
    await makeVisit(phone.page)
    homes = [{ id: mine }, ...homes.filter((one) => one.id !== mine)]
    await phone.page.click('[data-tab="queue"]')
    await phone.page.locator('[data-state="sent"]').first().waitFor()
  })
  await step('the centre sees it done, in the grid and above it', async () => {
    for (let n = 0; n < 60 && (await get(desk, `/form-campaigns/${id}`)).count.done < 1; n++) await desk.waitForTimeout(1000)
    await desk.reload()
    await desk.locator(`tr[data-area="${grid}"][data-done="1"][data-open="2"]`).waitFor()
    assert.match(await desk.locator('[data-accounted]').textContent(), /33%/)
    await desk.selectOption('[name=state]', 'done')
    await desk.locator(`tr[data-item="${homes[0].id}"]`).waitFor()
  })
  await step('nobody home leaves it, gone accounts for it', async () => {
    const said = async (home, reason) => (await send(phone.page, 'POST', `/visits/${home.id}/not-met`, { reason })).status
    assert.equal(await said(homes[1], 'nobody_home'), 204)
    assert.equal(await said(homes[2], 'gone'), 204)
    const { count } = await get(desk, `/form-campaigns/${id}`)
    assert.deepEqual([count.total, count.done, count.gone, count.open], [3, 1, 1, 1])
  })
  await step('she is away: she says so on her phone, and her days carry nothing', async () => {
    await phone.page.goto(`${city.base}/field/me`)
    const sheet = phone.page.locator('[data-absence]')
    await sheet.locator('[name=last]').fill(cityDay(20))
    await sheet.locator('button[type=submit]').click()
    await sheet.locator('[data-away]').waitFor()
    const { path, whole } = await get(desk, `/form-campaigns/${id}/progress`)
    assert.equal(path.at(-1).code, grid)
    // whoever else works the grid, or stands in there, goes instead; without anybody it does not fit any more
    const { person } = await get(phone.page, '/session')
    const { items } = await get(desk, `/posts?area=${grid}&kind=grid_worker`)
    const others = items.flatMap((post) => [post.person.id, post.deputy?.id]).filter((one) => one && one !== person.id)
    assert.equal(whole.unplanned, others.length ? 0 : 1)
    await sheet.locator('[data-away] button').click()
    await sheet.locator('[data-away]').waitFor({ state: 'detached' })
  })
  await step('it ends with a reason for the one that is left', async () => {
    await desk.reload()
    await desk.click('[data-do=close]')
    await desk.click('dialog[open] button[type=submit]')
    await desk.locator('dialog[open] [role=alert]').waitFor()
    await desk.fill('dialog[open] [name=reason]', '列入下一轮')
    await desk.click('dialog[open] button[type=submit]')
    await desk.locator('[data-state=closed]').waitFor()
    await desk.getByText('列入下一轮').waitFor()
    const { count } = await get(desk, `/form-campaigns/${id}`)
    assert.deepEqual([count.dropped, count.open], [1, 0])
  })
  await step('on a phone too, in both languages, and for everybody who reads by ear', async () => {
    const phone = await staff(browser, city, 'dispatcher', small)
    for (const page of [desk, phone]) {
      for (const path of ['/console/forms/campaigns', `/console/forms/campaigns/${id}?state=all`, `/console/teams/${grid}`]) {
        await page.goto(city.base + path)
        await settle(page)
        assert.deepEqual(await findings(page), [], path)
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
        assert.ok(wide <= 0, `${path} is ${wide} pixels too wide`)
      }
    }
    await desk.goto(`${city.base}/console/forms/campaigns/${id}`)
    await inEnglish(desk)
    await desk.locator('h1', { hasText: 'Contacts for the rainy season' }).waitFor()
    assert.deepEqual([...desk.faults, ...phone.faults], [])
  })
})
