// A leader puts a matter under supervision: the numbered order is on the case page as PDF and DOCX, in the desk's list until it is
// cancelled, and on the citizen site when it is listed.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { inflateRawSync } from 'node:zlib'
import { findings } from './lib/axe.mjs'
import { act, get, inEnglish, open, openCase, send, staff, stateOf } from './lib/browser.mjs'
import { core } from './lib/ground.mjs'
import { scene } from './lib/scene.mjs'
import { steps } from './lib/steps.mjs'

let city, browser
scene((here) => ({ city, browser } = here))

/** A file with the session of a page. */
async function file(page, url) {
  const answer = await page.context().request.get(new URL(url, city.base).href)
  assert.equal(answer.status(), 200, `${url}: ${answer.status()} ${answer.status() === 200 ? '' : await answer.text()}`)
  return answer.body()
}

/** What an independent reader finds in a PDF, without spaces. */
const read = (pdf) => execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf }).toString().replace(/\s+/g, '')

/** A part of a zip: found by its entry in the directory at the end. */
function part(zip, name) {
  for (let at = zip.readUInt32LE(zip.lastIndexOf('PK\x05\x06', undefined, 'latin1') + 16); zip.readUInt32LE(at) === 0x02014b50;) {
    const [packed, length, extra, note, begins] = [zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32), zip.readUInt32LE(at + 42)]
    if (zip.toString('utf8', at + 46, at + 46 + length) === name) {
      const from = begins + 30 + zip.readUInt16LE(begins + 26) + zip.readUInt16LE(begins + 28)
      const bytes = zip.subarray(from, from + packed)
      return (zip.readUInt16LE(at + 10) ? inflateRawSync(bytes) : bytes).toString('utf8')
    }
    at += 46 + length + extra + note
  }
  throw new Error(`${name} is not in the file`)
}

async function register(page, place, text) {
  const body = {
    text, category: { pack: 'city-upkeep', code: '010115' }, place: { lon: place.lon, lat: place.lat, address: '和平路 1 号' },
    reporter: { name: '周某', phone: '19900001000' }, channel: 'phone', hide_reporter: false, attachments: [],
  }
  const { status, body: done } = await send(page, 'POST', '/cases', body)
  assert.equal(status, 201, JSON.stringify(done))
  return done.number
}

test('an order is numbered, printed, answered, listed and cancelled', async (t) => {
  const step = steps(t, () => browser)
  const desk = await staff(browser, city, 'receiver')
  const place = await core(desk)
  const numbers = [await register(desk, place, '路灯不亮，三个月了'), await register(desk, place, '又一盏路灯不亮')]
  const dispatcher = await staff(browser, city, 'dispatcher')
  for (const number of numbers) {
    const { proposal, version } = await get(dispatcher, `/cases/${number}`)
    const sent = await send(dispatcher, 'POST', `/cases/${number}/actions/dispatch`, { version, input: { unit: proposal.unit.code } })
    assert.equal(sent.status, 200, JSON.stringify(sent.body))
  }
  const unit = (await get(dispatcher, `/cases/${numbers[0]}`)).unit.name.zh

  const leader = await staff(browser, city, 'leader')
  let paper
  await step('the leader supervises with a note and a deadline; the paper is there', async () => {
    await openCase(leader, city, numbers[0])
    await act(leader, 'supervise', { deadline: '2027-03-01T17:30', note: '群众反映强烈，限期整改。', listed: true })
    const line = leader.locator('.papers [data-paper="order"]')
    await line.waitFor()
    assert.match(await line.textContent(), /督办单.*督〔\d{4}〕\d+号/)
    paper = (await get(leader, `/cases/${numbers[0]}/papers`)).items.find((one) => one.code === 'order')
    assert.equal((await get(leader, `/cases/${numbers[0]}`)).orders[0].no, paper.no)
  })

  await step('the PDF says number, unit, deadline and note; the DOCX bears the same number', async () => {
    const text = read(await file(leader, await leader.locator('.papers [data-paper="order"] a[href*=".pdf"]').getAttribute('href')))
    for (const said of [paper.no, unit, '2027年3月1日17:30', '群众反映强烈，限期整改。', numbers[0]]) assert.ok(text.includes(said.replace(/\s+/g, '')), `${said} in ${text}`)
    const document = part(await file(leader, paper.docx), 'word/document.xml')
    assert.ok(document.includes(paper.no) && document.includes(unit))
  })

  await step('the second order has the next number', async () => {
    await openCase(leader, city, numbers[1])
    await act(leader, 'supervise', { deadline: '2027-02-01T17:30', note: '一并整改。' })
    await leader.locator('.papers [data-paper="order"]').waitFor()
    const [, second] = (await get(leader, `/cases/${numbers[1]}/papers`)).items
    const n = (no) => Number(/〕(\d+)号/.exec(no)[1])
    assert.equal(n(second.no), n(paper.no) + 1)
  })

  await step('the desk lists both; the public page the listed one, without anybody’s words', async () => {
    await leader.goto(`${city.base}/console/supervision?what=orders`)
    for (const number of numbers) await leader.locator(`li[data-number="${number}"] .order`).waitFor()
    assert.deepEqual(await findings(leader), [])
    const citizen = await open(browser)
    await citizen.goto(`${city.base}/orders`)
    const order = citizen.locator(`[data-order="${paper.no}"]`)
    await order.waitFor()
    assert.ok((await order.textContent()).includes(unit))
    const page = await citizen.locator('body').textContent()
    assert.ok(!page.includes('限期整改') && !page.includes('和平路 1 号'), page)
    assert.deepEqual(await findings(citizen), [])
    assert.deepEqual(citizen.faults, [])
  })

  await step('answered it still stands; cancelled it leaves the desk, and the paper stays what it was', async () => {
    const before = await file(leader, paper.docx)
    await openCase(dispatcher, city, numbers[0])
    await act(dispatcher, 'answer_order', { note: '已安排抢修。' })
    await leader.goto(`${city.base}/console/supervision?what=orders`)
    const line = leader.locator(`li[data-number="${numbers[0]}"] .order`)
    await line.getByText('已回复').waitFor()
    await line.getByText('销号').click()
    await leader.locator('.action-form button[type=submit]').click()
    await leader.locator('.action-form').waitFor({ state: 'detached' })
    await leader.goto(`${city.base}/console/supervision?what=orders`)
    await leader.locator(`li[data-number="${numbers[1]}"] .order`).waitFor()
    assert.equal(await leader.locator(`li[data-number="${numbers[0]}"]`).count(), 0)
    assert.deepEqual(await file(leader, paper.docx), before)
    assert.equal(await stateOf(leader, numbers[0]), 'to_sign')
  })

  await step('the full record comes as PDF with its receipt', async () => {
    await leader.goto(`${city.base}/console/cases/${numbers[0]}/record`)
    const link = leader.getByRole('link', { name: '全卷 PDF' })
    await link.waitFor()
    const text = read(await file(leader, await link.getAttribute('href')))
    for (const said of [numbers[0], paper.no, '已安排抢修。', '办理经过', '回执']) assert.ok(text.includes(said), `${said} in ${text}`)
    assert.ok(!text.includes('19900001000'), 'the reporter is masked')
  })

  await step('a paper is printed out of its page, from the case and from the desk; in English', async () => {
    await openCase(leader, city, numbers[1])
    await inEnglish(leader)
    await leader.locator('.papers [data-paper="order"] [data-print-paper]', { hasText: 'Print' }).click()
    await leader.waitForURL(/\/papers\//)
    const here = leader.url()
    const shown = await leader.evaluate(() => navigator.pdfViewerEnabled)
    // a browser without a viewer of its own says so, and saves the file
    if (shown) {
      await leader.locator('iframe[src^="blob:"]').waitFor()
      await leader.locator('[data-print]:not([disabled])').waitFor()
    } else await leader.getByText('This browser shows no PDF').waitFor()
    assert.equal(await leader.getByRole('link', { name: 'Download PDF' }).getAttribute('download'), `${await leader.locator('.page-head .muted').textContent().then((text) => text.split(' · ')[0])}.pdf`)
    await leader.goto(`${city.base}/console/supervision?what=orders`)
    await leader.locator(`li[data-number="${numbers[1]}"] [data-print-paper]`).click()
    await leader.locator('.page-head h1', { hasText: /order/i }).waitFor()
    assert.notEqual(here, leader.url(), 'found by its number')
    assert.equal(leader.context().pages().length, 1, 'no window of its own')
  })
  assert.deepEqual(leader.faults, [])
})
