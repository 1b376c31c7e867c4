// The citizen site on a resident's phone: light on the wire, a report in under a minute, followed like a parcel, for the old and without scripts.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import decodeQR from 'qr/decode.js'
import { act, get, open, openCase, phone, staff } from './lib/browser.mjs'
import { core } from './lib/ground.mjs'
import { picture } from './lib/picture.mjs'
import { scene } from './lib/scene.mjs'
import { steps } from './lib/steps.mjs'
import { arrive, SLOW_3G } from './lib/wire.mjs'

const BUDGET = 120 * 1024
let city, browser
scene((here) => ({ city, browser } = here))

/** A phone that knows where it is. */
const at = (place, options = {}) =>
  open(browser, { ...phone, geolocation: { longitude: place.lon, latitude: place.lat, accuracy: 12 }, permissions: ['geolocation'], ...options })

/** What a camera would read off the screen. */
async function readQr(page) {
  const { width, height, data } = await page.locator('[data-qr]').evaluate(async (picture) => {
    await picture.decode()
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = 400
    const brush = canvas.getContext('2d')
    brush.imageSmoothingEnabled = false
    brush.drawImage(picture, 0, 0, 400, 400)
    return { width: 400, height: 400, data: [...brush.getImageData(0, 0, 400, 400).data] }
  })
  return decodeQR({ width, height, data: Uint8ClampedArray.from(data) })
}

/** A report made by somebody else, past the screens. */
const reported = (page, report) =>
  page.evaluate(async (report) => {
    const answer = await fetch('/api/v1/reports', { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }, body: JSON.stringify(report) })
    if (!answer.ok) throw new Error(await answer.text())
    return answer.json()
  }, report)

test('the first view is light', async (t) => {
  for (const path of ['/', '/report', '/track', '/mine']) {
    await t.test(path, async () => {
      const page = await open(browser, phone)
      const { bytes, encodings } = await arrive(page, city.base + path)
      t.diagnostic(`${path}: ${(bytes / 1024).toFixed(1)} kB over the wire`)
      assert.ok(encodings.has('br'), 'scripts come in brotli')
      assert.ok(bytes <= BUDGET, `${path} takes ${bytes} bytes`)
      assert.deepEqual(page.faults, [])
      await page.context().close()
    })
  }
  await t.test('on a slow line it is usable, and a report gets through', async () => {
    for (const path of ['/', '/report']) {
      const page = await open(browser, phone)
      const { usable } = await arrive(page, city.base + path, SLOW_3G)
      t.diagnostic(`${path}: usable after ${(usable / 1000).toFixed(2)} s at 400 kbit/s and 400 ms`)
      if (path === '/report') {
        await page.fill('#text', '小区门口的井盖松了')
        await page.fill('#address', '幸福小区南门')
        await page.locator('.send').click()
        await page.locator('[data-token]').waitFor()
      }
      await page.context().close()
    }
  })
})

test('from a report to its answer, on one phone and then another', async (t) => {
  const step = steps(t, () => browser)
  const scout = await open(browser)
  await scout.goto(city.base)
  const place = await core(scout)
  const resident = await at(place)
  let number, token, address

  await step('three things are said: what, where, and send', async () => {
    await resident.goto(city.base)
    await resident.getByRole('link', { name: '我要反映' }).click()
    await resident.locator('.send').click()
    await resident.getByRole('alert').filter({ hasText: '请写下是什么事' }).waitFor()
    assert.equal(await resident.evaluate(() => document.activeElement?.id), 'text')
    await resident.fill('#text', '幸福路口的路灯三天不亮了，晚上老人摔了一跤。')
    await resident.locator('[data-suggested="010115"]').click()
    await resident.setInputFiles('#photos', picture('lamp.png', [20, 20, 40]))
    await resident.locator('figure:not(.wait) img').waitFor()
    await resident.locator('[data-locate]').click()
    await resident.getByText('位置：').waitFor()
    // the phone rings, the page is loaded again: words, kind and place are still there
    await resident.reload()
    await resident.getByText('已恢复您上次没有提交的内容').waitFor()
    await resident.getByText('位置：').waitFor()
    await resident.locator('figure:not(.wait) img').waitFor()
    assert.match(await resident.locator('#category').textContent(), /路灯/)
    await resident.locator('[data-question="fault"] label').first().click()
    await resident.locator('.send').click()
    await resident.getByRole('heading', { name: '已收到' }).waitFor()
    number = (await resident.locator('[data-number]').textContent()).trim()
    token = (await resident.locator('[data-token]').textContent()).trim()
  })

  await step('a camera reads the address off the receipt; the token stands where no server sees it', async () => {
    address = new URL(await readQr(resident))
    assert.equal(address.origin + address.pathname, `${city.base}/track/${number}`)
    assert.equal(address.search, '')
    assert.equal(address.hash, `#${token}`)
  })

  await step('another phone opens it, and its address bar keeps nothing secret', async () => {
    const other = await open(browser, phone)
    await other.goto(address.href)
    await other.locator('[data-state]').waitFor()
    assert.equal(other.url(), `${city.base}/track/${number}`)
    assert.equal(await other.locator('.road li').count(), 5)
    await other.goto(`${city.base}/mine`)
    await other.locator(`a[href="/track/${number}"]`).waitFor()
    assert.deepEqual(other.faults, [])
    await other.context().close()
  })

  const dispatcher = await staff(browser, city, 'dispatcher')
  await step('what staff do is seen on the phone without asking again', async () => {
    await resident.goto(`${city.base}/track/${number}`)
    await resident.locator('[data-state]').waitFor()
    await openCase(dispatcher, city, number)
    await act(dispatcher, 'dispatch')
    await resident.locator('.steps [data-action="dispatch"]').waitFor()
    await resident.getByText('有新的进展').waitFor()
  })

  await step('a mistake is corrected in words, and what nobody is at work on yet is withdrawn', async () => {
    await resident.goto(`${city.base}/track/${number}`)
    await resident.locator('.offers [data-action="correct"]').click()
    await resident.locator('[data-offer="correct"] textarea').fill('说错了，是南门那一盏。')
    await resident.getByRole('button', { name: '提交：补充更正' }).click()
    await resident.locator('.steps [data-action="correct"]').getByText('是南门那一盏').waitFor()
    await openCase(dispatcher, city, number)
    await dispatcher.getByText('是南门那一盏').waitFor()
    const neighbour = await open(browser, phone)
    await neighbour.goto(city.base)
    const other = await reported(neighbour, { text: '门口有一袋垃圾', category: { pack: 'city-upkeep', code: '010115' }, place: { lon: place.lon, lat: place.lat } })
    await neighbour.goto(`${city.base}/track/${other.number}#${other.token}`)
    await neighbour.locator('.offers [data-action="withdraw"]').click()
    await neighbour.getByRole('button', { name: '提交：撤回' }).click()
    await neighbour.locator('[data-offer="withdraw"] textarea').fill('自己收走了。')
    await neighbour.getByRole('button', { name: '提交：撤回' }).click()
    await neighbour.locator('[data-state]', { hasText: '已撤回' }).waitFor()
    assert.equal(await neighbour.locator('.offers button').count(), 0)
    assert.deepEqual(neighbour.faults, [])
    await neighbour.context().close()
  })

  await step('taken off the list by mistake, it is put back', async () => {
    await resident.goto(`${city.base}/mine`)
    const card = resident.locator(`a[href="/track/${number}"]`)
    await card.locator('.road').waitFor()
    await resident.locator('.drop').first().click()
    await card.waitFor({ state: 'detached' })
    await resident.getByRole('button', { name: '撤销' }).click()
    await card.waitFor()
  })

  await step('the line breaks on the way to a page: it says so, and goes on when asked', async () => {
    const page = await open(browser, phone)
    await page.goto(city.base)
    await page.context().setOffline(true)
    await page.locator('.tabs').getByText('身边').click()
    await page.getByRole('alert').filter({ hasText: '网络不通' }).waitFor()
    await page.context().setOffline(false)
    await page.getByRole('button', { name: '再试一次' }).click()
    await page.getByRole('heading', { name: '身边的事项' }).waitFor()
    await page.context().close()
  })

  await step('number and token typed by hand do the same; a wrong one says what to do', async () => {
    const stranger = await open(browser, { ...phone, locale: 'en-GB' })
    await stranger.addInitScript(() => localStorage.setItem('jw.language', 'en'))
    await stranger.goto(`${city.base}/track?number=${number}`)
    await stranger.fill('#token', 'AAAAAAAAAAAAAAAAAAAAAA')
    await stranger.getByRole('button', { name: 'Look' }).click()
    await stranger.getByText('Check number and token').waitFor()
    await stranger.fill('#token', token)
    await stranger.getByRole('button', { name: 'Look' }).click()
    await stranger.locator('[data-state]').waitFor()
    await stranger.getByText('Answer promised by').waitFor()
    await stranger.context().close()
  })

  assert.deepEqual(resident.faults, [])
})

test('what is reported already is followed, not reported again', async (t) => {
  const step = steps(t, () => browser)
  const scout = await open(browser)
  await scout.goto(city.base)
  const place = await core(scout)
  const known = await reported(scout, { text: '公交站旁的路灯不亮', category: { pack: 'city-upkeep', code: '010115' }, place: { lon: place.lon, lat: place.lat }, reporter: { phone: '19900004321' } })
  const dispatcher = await staff(browser, city, 'dispatcher')
  await openCase(dispatcher, city, known.number)
  await act(dispatcher, 'dispatch')
  const resident = await at(place)

  await step('“is it this one?”', async () => {
    await resident.goto(`${city.base}/report`)
    await resident.fill('#text', '我也看到了这件事')
    await resident.click('#category')
    for (const code of ['01', '0101', '010115']) await resident.click(`[data-code="${code}"]`)
    await resident.locator('[data-locate]').click()
    await resident.locator(`[data-similar="${known.number}"]`).getByRole('button').click()
    await resident.waitForURL(`**/track/${known.number}`)
    await resident.locator('[data-state]').waitFor()
    await resident.getByText('您在关注').waitFor()
    assert.equal(await resident.locator('[name=grade]').count(), 0, 'who follows does not rate')
  })

  await step('the public list is filtered by its address, and opens one by one', async () => {
    await resident.goto(`${city.base}/map?view=list&open=true`)
    await resident.locator('[data-case]').first().waitFor()
    await resident.getByRole('button', { name: '已办结' }).click()
    await resident.waitForURL('**open=false**')
    await resident.locator('[data-case] .end').first().waitFor()
    await resident.goto(`${city.base}/cases/${known.number}`)
    await resident.locator('.road').waitFor()
    await resident.getByText('已关注').waitFor()
  })

  await step('the place says which grid it is, without putting the position into an address', async () => {
    await resident.goto(`${city.base}/place`)
    await resident.locator('[data-locate]').click()
    await resident.getByText('您在这里').waitFor()
    const found = await get(scout, `/locate?lon=${place.lon}&lat=${place.lat}`)
    assert.equal(resident.url(), `${city.base}/place/${found.grid ?? found.path.at(-1).code}`)
    for (const layer of Object.values(found.layers)) await resident.getByText(layer.name.zh).waitFor()
    const board = await get(scout, `/public/areas/${found.grid}/board`)
    assert.ok(board.team.length > 0, 'the grid has its worker')
    await resident.locator('[data-board]').getByText(board.team[0].name).first().waitFor()
  })

  assert.deepEqual(resident.faults, [])
})

test('answered, it is rated with one of four grades; not content, one asks to reopen', async () => {
  const scout = await open(browser)
  await scout.goto(city.base)
  const place = await core(scout)
  const resident = await at(place, { locale: 'en-GB' })
  await resident.addInitScript(() => localStorage.setItem('jw.language', 'en'))
  await resident.goto(`${city.base}/report`)
  await resident.fill('#text', 'When does the community centre open?')
  await resident.fill('#address', 'Community centre')
  await resident.locator('#area').fill(place.village.name.zh)
  await resident.locator(`[data-area="${place.village.code}"]`).click()
  await resident.locator('.send').click()
  const number = (await resident.locator('[data-number]').textContent()).trim()
  const receiver = await staff(browser, city, 'receiver')
  assert.ok((await get(receiver, `/cases/${number}`)).place.path.some((one) => one.code === place.village.code), 'words alone found the village')
  await openCase(receiver, city, number)
  await act(receiver, 'answer', { text: '每天 8:30 至 17:30 开放。' })
  await resident.getByRole('link', { name: 'See progress' }).click()
  await resident.getByRole('heading', { name: 'Answered at once' }).waitFor()
  assert.deepEqual(await resident.locator('.grades label').allInnerTexts(), ['Very satisfied', 'Satisfied', 'Fair', 'Dissatisfied'])
  await resident.getByRole('button', { name: 'Send rating' }).click()
  await resident.getByText('Please choose one').waitFor()
  await resident.getByText('Fair').click()
  await resident.getByRole('button', { name: 'Send rating' }).click()
  await resident.getByText('Thank you').waitFor()
  assert.equal((await get(receiver, `/cases/${number}`)).rating.grade, 2)
  assert.deepEqual(resident.faults, [])
})

test('elder mode: larger, fewer, plainer, and remembered', async () => {
  const elder = await open(browser, phone)
  await elder.goto(`${city.base}/?elder=1`)
  await elder.getByRole('heading', { name: '有事告诉我们' }).waitFor()
  const size = () => elder.evaluate(() => parseFloat(getComputedStyle(document.querySelector('h2, .block')).fontSize))
  assert.ok((await size()) >= 20)
  assert.equal(await elder.locator('.tabs a').count(), 3)
  await elder.goto(`${city.base}/report`)
  await elder.getByText('有什么事？').waitFor()
  assert.equal(await elder.locator('#category').count(), 0, 'nobody is asked for a category')
  await elder.fill('#text', '楼道的灯坏了')
  await elder.fill('#address', '幸福小区 3 号楼')
  await elder.getByRole('button', { name: '交上去' }).click()
  await elder.getByRole('heading', { name: '收到了' }).waitFor()
  await elder.goto(`${city.base}/mine`)
  await elder.locator('[data-elder-switch]').click()
  await elder.goto(city.base)
  await elder.getByRole('heading', { name: '身边的事，报给我们' }).waitFor()
  assert.deepEqual(elder.faults, [])
})

test('without scripts the page says what to do, and progress can be read', async () => {
  const scout = await open(browser)
  await scout.goto(city.base)
  const { number, token } = await reported(scout, { text: '河边护栏断了一截', place: { address: '滨河路' } })
  const page = await open(browser, { ...phone, javaScriptEnabled: false })
  await page.goto(city.base)
  const words = () => page.locator('body').innerText()
  const said = await words()
  for (const part of ['没有开启 JavaScript', 'JavaScript is off']) assert.ok(said.includes(part), said)
  assert.ok(!said.includes('正在打开'))
  const form = page.locator('form')
  await form.locator('[name=number]').fill(number)
  await form.locator('[name=token]').fill(token)
  await form.locator('button').click()
  await page.waitForURL('**/t?**')
  const progress = await words()
  for (const part of [number, '河边护栏断了一截', '滨河路', '已登记']) assert.ok(progress.includes(part), progress)
  assert.deepEqual(page.faults, [])
})
