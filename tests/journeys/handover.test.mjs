// A worker with twelve open cases leaves: posts and work go to the successor, once; a vacancy is seen and filled; a desk is
// signed on and handed over.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { get, open, openCase, phone, send, staff } from './lib/browser.mjs'
import { core } from './lib/ground.mjs'
import { scene } from './lib/scene.mjs'
import { steps } from './lib/steps.mjs'

let city, browser
scene((here) => ({ city, browser } = here))

const PASSWORD = 'journey-of-people-2026'
const CATEGORY = { pack: 'city-upkeep', code: '010115' }

/** A page of somebody without a button on the login page. */
async function signIn(login, { app = 'console', ...options } = {}) {
  const page = await open(browser, options)
  if (city.now) await page.clock.setSystemTime(city.now())
  await page.goto(`${city.base}/${app}/login`)
  await page.fill('#account', login)
  await page.fill('#password', PASSWORD)
  await page.click('form button[type=submit]')
  await page.waitForURL((url) => !url.pathname.endsWith('/login'))
  page.login = login
  return page
}

async function made(page, path, body) {
  const { status, body: answer } = await send(page, 'POST', path, body)
  assert.equal(status, 201, `${path}: ${JSON.stringify(answer)}`)
  return answer
}

/** Twelve cases of the grid, sent to its village's unit and signed by one worker. */
async function twelve(receiver, dispatcher, worker, place, unit) {
  const numbers = []
  for (let i = 0; i < 12; i++) {
    const { number } = await made(receiver, '/cases', {
      text: `第 ${i + 1} 盏路灯不亮。`, category: CATEGORY, place: { lon: place.lon, lat: place.lat, address: `幸福巷 ${i + 1} 号` },
      reporter: { name: '何某', phone: `1990000${2000 + i}` }, channel: 'phone', hide_reporter: false, attachments: [],
    })
    const act = async (page, action, input) => {
      const { version } = await get(page, `/cases/${number}`)
      const { status, body } = await send(page, 'POST', `/cases/${number}/actions/${action}`, { version, input })
      assert.equal(status, 200, `${action} ${number}: ${JSON.stringify(body)}`)
    }
    await act(dispatcher, 'dispatch', { unit })
    await act(worker, 'sign', {})
    numbers.push(number)
  }
  return numbers.sort()
}

const mine = async (page) => (await get(page, '/cases?queue=mine&limit=200')).items.map((row) => row.number).sort()

test('a worker with twelve open cases hands over, and nothing is lost or doubled', async (t) => {
  const step = steps(t, () => browser)
  const security = await staff(browser, city, 'security')
  const receiver = await staff(browser, city, 'receiver')
  const dispatcher = await staff(browser, city, 'dispatcher')
  const place = await core(receiver)
  const [home] = (await get(receiver, `/areas?level=grid&parent=${place.village.code}&limit=1`)).items
  const unit = `${place.village.code}-committee`
  const people = {}
  for (const [login, name] of [['jiang.yun', '江云'], ['luo.ping', '罗平'], ['chai.qing', '柴青']]) {
    people[login] = (await made(security, '/people', { login, name, password: PASSWORD })).id
  }
  const give = (kind, login, of, area, more = {}) => made(security, '/posts', { kind, person: people[login], unit: of, area, ...more })
  await give('grid_worker', 'jiang.yun', unit, home.code, { work_phone: '0300-8001234' })
  let worker, numbers

  await step('a seat that nobody has is told, given, and told no more', async () => {
    await security.goto(`${city.base}/console/vacancies`)
    const row = security.locator('tr[data-vacancy]').first()
    await row.waitFor()
    const vacancy = await row.getAttribute('data-vacancy')
    const [kind, area] = vacancy.split('@')
    await row.getByRole('link', { name: '看班组' }).click()
    await security.locator(`[data-seat="${kind}"]`, { hasText: '空缺' }).waitFor()
    await give(kind, 'chai.qing', unit, area)
    await security.reload()
    await security.locator(`[data-seat="${kind}"]`, { hasText: '柴青' }).waitFor()
    await security.goto(`${city.base}/console/vacancies?area=${area}&kind=${kind}`)
    await security.getByText('没有缺岗').waitFor()
  })

  await step('the worker signs twelve cases, and has them', async () => {
    worker = await signIn('jiang.yun')
    numbers = await twelve(receiver, dispatcher, worker, place, unit)
    assert.deepEqual(await mine(worker), numbers)
  })

  let asked
  await step('the security administrator hands over in the console: posts, work, successor, check', async () => {
    await security.goto(`${city.base}/console/people?login=jiang.yun`)
    await security.locator('tr[data-person="jiang.yun"]').getByRole('link', { name: '交接' }).click()
    await security.locator('[data-work]', { hasText: '12 件' }).waitFor()
    const wizard = security.locator('.wizard')
    await wizard.getByRole('button', { name: '下一步' }).click()
    await wizard.getByRole('button', { name: '下一步' }).click()
    await wizard.getByText('请选择接收人。').waitFor()
    await security.fill('#successor', 'luo.ping')
    await security.locator('[role=option]', { hasText: '罗平' }).first().click()
    await security.fill('#hand-reason', '调往街道工作')
    await wizard.getByRole('button', { name: '下一步' }).click()
    await wizard.getByText('江云 的 1 个岗位和 12 件在办工单交给 罗平').waitFor()
    const sent = security.waitForRequest((request) => request.method() === 'POST' && request.url().includes('/hand-over'))
    await wizard.getByRole('button', { name: '确认交接' }).click()
    asked = await sent
    await wizard.locator('[data-moved]', { hasText: '12 件工单已转交 罗平' }).waitFor()
    await security.locator('[data-no-posts]').waitFor()
    await security.locator('[data-past]', { hasText: '罗平' }).waitFor()
  })

  let successor
  await step('all twelve are the successor\'s, in the console and on the phone', async () => {
    successor = await signIn('luo.ping')
    assert.deepEqual(await mine(successor), numbers)
    const field = await signIn('luo.ping', { app: 'field', ...phone, geolocation: { longitude: place.lon, latitude: place.lat, accuracy: 9 }, permissions: ['geolocation'] })
    await field.locator('[data-tab].on').waitFor()
    for (const number of numbers) await field.locator(`a[href$="/cases/${number}"]`).first().waitFor({ state: 'attached' })
    assert.deepEqual(field.faults, [])
    await field.context().close()
    await successor.goto(`${city.base}/console/notices`)
    await successor.locator('[data-told="hand_over"]', { hasText: '江云 的 1 个岗位' }).waitFor()
  })

  await step('each record has one entry of it', async () => {
    for (const number of numbers) {
      const { timeline } = await get(successor, `/cases/${number}`)
      assert.equal(timeline.filter((entry) => entry.action === 'hand_over').length, 1, number)
    }
    await openCase(successor, city, numbers[0])
    await successor.getByText('人员交接').first().waitFor()
  })

  await step('who left may do nothing any more', async () => {
    const refused = await send(worker, 'POST', `/cases/${numbers[0]}/actions/finish`, { input: { result: '修好了' } })
    assert.ok([403, 404].includes(refused.status), JSON.stringify(refused))
    const list = await worker.evaluate(async () => (await fetch('/api/v1/cases?queue=mine')).status)
    assert.equal(list, 403)
  })

  await step('the same command again changes nothing', async () => {
    const versions = () => Promise.all(numbers.map(async (number) => (await get(successor, `/cases/${number}`)).version))
    const before = await versions()
    const key = (await asked.allHeaders())['idempotency-key']
    const path = new URL(asked.url()).pathname.replace('/api/v1', '')
    const again = await send(security, 'POST', path, asked.postDataJSON(), { 'idempotency-key': key })
    assert.equal(again.status, 200, JSON.stringify(again.body))
    assert.equal(again.body.moved, 12)
    assert.deepEqual(await versions(), before)
    assert.deepEqual(await mine(successor), numbers)
    const posts = (await get(security, `/posts?person=${people['luo.ping']}`)).items
    assert.equal(posts.length, 1, 'one post, not two')
    assert.equal(posts[0].work_phone, '0300-8001234', 'the line goes with the post')
  })

  await step('the board of the grid shows the new worker with the line of the duty, to be printed', async () => {
    await security.goto(`${city.base}/console/teams/${home.code}/board`)
    await security.locator('.sheet', { hasText: '罗平' }).waitFor()
    await security.locator('[data-phone]', { hasText: '0300-8001234' }).waitFor()
    await security.locator(`svg[data-qr$="/place/${home.code}"]`).waitFor()
    assert.ok(!(await security.locator('.sheet').innerText()).includes('江云'))
  })

  await step('a leave of the successor ends early: posts and work are back at once', async () => {
    const until = new Date(Date.now() + 7 * 86_400_000).toISOString()
    const leave = await send(security, 'POST', `/people/${people['luo.ping']}/hand-over`, { successor: people['chai.qing'], until })
    assert.equal(leave.body.moved, 12, JSON.stringify(leave.body))
    assert.equal((await send(worker, 'POST', `/people/${people['luo.ping']}/hand-over/${leave.body.hand_over.id}/end`, {})).status, 403)
    await security.goto(`${city.base}/console/people/${people['luo.ping']}`)
    await security.locator('[data-past]', { hasText: '柴青' }).locator('[data-do=end-leave]').click()
    await security.locator('dialog[open] button[type=submit]').click()
    await security.locator('[data-past]', { hasText: '已交还' }).waitFor()
    assert.equal(await security.locator('[data-do=end-leave]').count(), 0)
    assert.deepEqual(await mine(successor), numbers)
  })
  for (const page of [security, worker, successor]) assert.deepEqual(page.faults, [], page.login)
})

test('in English: a desk is planned, stands empty, is signed on and handed over', async (t) => {
  const step = steps(t, () => browser)
  const english = { locale: 'en-GB' }
  const speak = (page) => page.addInitScript(() => localStorage.setItem('jw.language', 'en'))
  const security = await staff(browser, city, 'security')
  const leader = await staff(browser, city, 'leader', english)
  await speak(leader)
  const person = (await made(security, '/people', { login: 'night.desk', name: '夜班', password: PASSWORD })).id
  const first = await staff(browser, city, 'receiver', english)
  await speak(first)
  const { posts } = await get(first, '/session')
  const { unit, area } = posts.find((post) => post.kind === 'receiver')
  await made(security, '/posts', { kind: 'receiver', person, unit: unit.code, area: area.code })
  let desk

  await step('the leader sets the desk up and plans the day', async () => {
    await leader.goto(`${city.base}/console/duty`)
    await leader.getByRole('heading', { name: 'Duty' }).waitFor()
    await leader.keyboard.press('a')
    await leader.fill('#desk-name', '市中心受理台')
    await leader.fill('#desk-name-en', 'City intake desk')
    await leader.fill('#desk-unit', unit.name.zh)
    await leader.locator('dialog[open] [role=option]').first().click()
    await leader.selectOption('#desk-kind', 'receiver')
    await leader.keyboard.press('Control+Enter')
    await leader.getByRole('link', { name: 'City intake desk' }).click()
    await leader.getByRole('heading', { name: 'City intake desk' }).waitFor()
    desk = new URL(leader.url()).pathname.split('/').pop()
    await leader.getByRole('button', { name: /^Plan/ }).first().click()
    const receiver = (await get(first, '/session')).person.id
    await leader.selectOption('#shift-person', receiver)
    await leader.fill('#shift-from', '00:00')
    await leader.fill('#shift-to', '23:59')
    await leader.keyboard.press('Control+Enter')
    await leader.locator('[data-shift]').first().waitFor()
    await leader.locator('[data-state="unattended"]').waitFor()
  })

  await step('whoever is on signs on; the desk is attended', async () => {
    await first.goto(`${city.base}/console/duty/${desk}`)
    await first.getByRole('button', { name: 'Sign on' }).click()
    await first.locator('[data-state="ok"]').waitFor()
    const left = await send(first, 'POST', `/duty/${desk}/hand-over`, {})
    assert.equal(left.body.code, 'duty.would_stand_empty', 'no desk is left empty while somebody is to be there')
  })

  await step('it is handed on with a note, and is the other\'s once they sign on', async () => {
    await first.getByRole('button', { name: 'Hand over' }).click()
    await first.selectOption('#hand-to', person)
    await first.fill('#hand-note', 'Manhole on Heping Road waits for a cover.')
    await first.keyboard.press('Control+Enter')
    await first.getByText('being handed to 夜班').waitFor()
    const next = await signIn('night.desk', english)
    await speak(next)
    await next.goto(`${city.base}/console/notices`)
    await next.locator('[data-told="duty_handed"]').getByRole('link', { name: 'To the desk' }).click()
    await next.locator('[data-note]', { hasText: 'Manhole on Heping Road' }).waitFor()
    await next.getByRole('button', { name: 'Sign on' }).click()
    await next.getByText('夜班 took over from').waitFor()
    const view = await get(next, `/duty/${desk}`)
    assert.equal(view.holder.id, person)
    assert.equal(view.unattended, false)
    assert.deepEqual(next.faults, [])
  })
  for (const page of [leader, first]) assert.deepEqual(page.faults, [], page.login)
})
