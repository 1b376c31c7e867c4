// A resident follows an area by mail, is told when a matter becomes public, ends it with one click; and sees the own report on another device.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { get, open, phone, send, staff } from './lib/browser.mjs'
import { core } from './lib/ground.mjs'
import { postOffice } from './lib/post.mjs'
import { scene } from './lib/scene.mjs'
import { steps } from './lib/steps.mjs'

const ADDRESS = 'li.guilan@example.com'
const post = await postOffice()
let city, browser
scene((here) => ({ city, browser } = here), { settings: post.settings, leave: () => post.close() })

test('told by mail of what happens around here', async (t) => {
  const step = steps(t, () => browser)
  const resident = await open(browser, phone)
  await resident.goto(city.base)
  const place = await core(resident)
  let number, mail

  await step('the grid is followed: an address, six digits', async () => {
    await resident.goto(`${city.base}/place/${place.village.code}`)
    await resident.locator('[data-alerts]').click()
    await resident.locator('[data-area]').waitFor()
    await resident.locator('summary').click()
    await resident.getByRole('button', { name: '全部' }).waitFor()
    await resident.getByLabel('有进展就告诉我').check()
    await resident.fill('#address', ADDRESS)
    await resident.locator('[data-ask]').click()
    const code = (await post.next(ADDRESS)).subject.slice(0, 6)
    await resident.fill('#code', code === '000000' ? '000001' : '000000')
    await resident.locator('[data-confirm]').click()
    await resident.getByRole('alert').waitFor()
    await resident.fill('#code', code)
    await resident.locator('[data-confirm]').click()
    await resident.locator('[data-done]').waitFor()
  })

  await step('a report becomes public, and the mail with its link is there', async () => {
    number = await resident.evaluate(async ([lon, lat]) => {
      const body = { category: { pack: 'city-upkeep', code: '020110' }, text: '路口有个大坑', place: { lon, lat }, reporter: { phone: '19900001234' } }
      const answer = await fetch('/api/v1/reports', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
      const filed = await answer.json()
      localStorage.setItem('jw.reports', JSON.stringify([{ number: filed.number, token: filed.token, text: body.text, at: new Date().toISOString() }]))
      return filed.number
    }, [place.lon, place.lat])
    const dispatcher = await staff(browser, city, 'dispatcher')
    const { version, proposal } = await get(dispatcher, `/cases/${number}`)
    assert.equal(post.waiting(), 0, 'nothing is told before it is public')
    const done = await send(dispatcher, 'POST', `/cases/${number}/actions/dispatch`, { version, input: { unit: proposal.unit.code ?? proposal.unit } })
    assert.equal(done.status, 200, JSON.stringify(done.body))
    mail = await post.next(ADDRESS)
    assert.match(mail.text, /路口有个大坑/)
    assert.ok(!mail.text.includes('19900001234'))
    const link = /https?:\/\/\S+\/cases\/[\w-]+/.exec(mail.text)[0]
    assert.equal(link, `${city.base}/cases/${number}`)
    const reader = await open(browser, phone)
    await reader.goto(link)
    await reader.getByText('路口有个大坑').first().waitFor()
    await reader.context().close()
  })

  await step('one click in the mail reader ends it', async () => {
    assert.equal(mail.header('List-Unsubscribe-Post'), 'List-Unsubscribe=One-Click')
    const end = mail.header('List-Unsubscribe').slice(1, -1)
    const clicked = await fetch(end, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'List-Unsubscribe=One-Click' })
    assert.equal(clicked.status, 204)
    await resident.goto(/https?:\/\/\S+\/alerts\/end#[\w.]+/.exec(mail.text)[0])
    await resident.locator('[data-ended]').waitFor()
  })

  await step('the report goes into the account, and is there on another device', async () => {
    await resident.goto(`${city.base}/mine`)
    await resident.locator('[data-account]').click()
    await resident.locator('[data-signed-in]', { hasText: 'l***@example.com' }).waitFor()
    assert.equal(await resident.locator('[data-alert]').count(), 0)
    await resident.locator(`[data-put="${number}"]`).click()
    await resident.locator(`[data-tell="${number}"]`).check()
    await resident.locator(`[data-alert="${number}"]`).waitFor()

    const second = await open(browser)
    await second.goto(`${city.base}/account`)
    await second.fill('#address', ADDRESS.toUpperCase())
    await second.locator('[data-ask]').click()
    const { text } = await post.next(ADDRESS)
    // by the link of the mail this time, whose secret does not stay in the address
    await second.goto(/https?:\/\/\S+\/account#code=[\w.]+/.exec(text)[0])
    await second.locator('[data-signed-in]').waitFor()
    assert.equal(new URL(second.url()).hash, '')
    await second.locator(`[data-reports] a[href="/track/${number}"]`).click()
    await second.locator('[data-state]').waitFor()
    await second.goto(`${city.base}/account`)
    await second.locator('[data-sign-out]').click()
    await second.locator('#address').waitFor()
    assert.equal(await second.evaluate(() => localStorage.getItem('jw.reports')), '[]')
    assert.deepEqual(second.faults, [])
  })
  assert.deepEqual(resident.faults, [])
})
