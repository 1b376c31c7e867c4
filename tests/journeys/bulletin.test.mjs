// The monthly bulletin: drafted by itself, opened, its numbers equal to the lists behind them; a unit objects, somebody else
// decides, the number changes and says why; frozen, signed by the leader, issued; the papers say the same; later changes of cases
// change nothing in it.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { inflateRawSync } from 'node:zlib'
import { get, open, send, staff } from './lib/browser.mjs'
import { cityDay } from './lib/days.mjs'
import { core } from './lib/ground.mjs'
import { scene } from './lib/scene.mjs'
import { steps } from './lib/steps.mjs'

let city, browser
scene((here) => ({ city, browser } = here))

/** How many cases a list of the bulletin holds, counted and left out, as its address says. */
async function listed(page, href) {
  const url = new URL(href, city.base)
  const query = url.searchParams
  query.set('limit', '7')
  const found = { n: 0, out: [] }
  const queue = url.pathname.match(/\/inbox\/(\w+)$/)?.[1]
  if (queue) query.set('queue', queue)
  const path = queue ? '/cases' : url.pathname.replace('/console', '')
  for (let after; ;) {
    if (after) query.set('after', after)
    const answer = await get(page, `${path}?${query}`)
    found.n += answer.items.length
    found.out.push(...(answer.excluded ?? []).map((one) => one.case))
    if (!answer.next) return found
    after = answer.next
  }
}

const number = (text) => Number(text.replaceAll(',', '').match(/\d+/)[0])
/** Every link of the figures on the page: what it says, and where it leads. */
const links = (page, within) => page.locator(`${within} [data-figure] a`).evaluateAll((all) => all.map((a) => [a.textContent, a.getAttribute('href')]))
const figure = async (page, measure) => {
  const cell = page.locator(`[data-section=overview] [data-row=${measure}] [data-period=month] [data-figure]`)
  return { n: Number(await cell.getAttribute('data-n')), of: Number(await cell.getAttribute('data-of')), text: (await cell.textContent()).trim() }
}

async function bytes(page, path) {
  const answer = await page.evaluate(async (path) => {
    const found = await fetch(path)
    return { status: found.status, type: found.headers.get('content-type'), body: [...new Uint8Array(await found.arrayBuffer())] }
  }, path)
  assert.equal(answer.status, 200, path)
  return { type: answer.type, body: Buffer.from(answer.body) }
}

/** The words of a PDF, without the breaks of its lines. */
function pdfText(pdf) {
  const folder = mkdtempSync(join(tmpdir(), 'jingwei-paper-'))
  try {
    writeFileSync(join(folder, 'paper.pdf'), pdf)
    return execFileSync('pdftotext', ['-raw', join(folder, 'paper.pdf'), '-']).toString('utf8').replace(/\s+/g, '')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The words of the body of a DOCX: the entry of the zip, its tags taken away. */
function docxText(docx) {
  for (let at = 0; at + 30 < docx.length && docx.readUInt32LE(at) === 0x04034b50;) {
    const [flags, method, size, name, extra] = [docx.readUInt16LE(at + 6), docx.readUInt16LE(at + 8), docx.readUInt32LE(at + 18), docx.readUInt16LE(at + 26), docx.readUInt16LE(at + 28)]
    const begin = at + 30 + name + extra
    assert.equal(flags & 8, 0, 'sizes stand before the content')
    if (docx.subarray(at + 30, at + 30 + name).toString() === 'word/document.xml') {
      const part = docx.subarray(begin, begin + size)
      return (method === 8 ? inflateRawSync(part) : part).toString('utf8').replace(/<[^>]+>/g, '').replace(/\s+/g, '')
    }
    at = begin + size
  }
  throw new Error('word/document.xml is not in it')
}

/** A day on which the bulletin of the present month has been drafted, wherever its first working day lies. */
function daysToNextMonth() {
  const [year, month, day] = cityDay().split('-').map(Number)
  return (Date.UTC(year, month, 12) - Date.UTC(year, month - 1, day)) / 86_400_000
}

test('a bulletin from the draft to the paper', async (t) => {
  const step = steps(t, () => browser)
  let supervisor, id, late, handler, before, mine, month
  const show = async (page, path = '') => {
    await page.goto(`${city.base}/console/bulletins/${id}${path}`)
    await page.locator('[data-section=overview] [data-row]').first().waitFor()
  }
  const dialog = (page) => page.locator('dialog[open]')
  const confirm = async (page) => {
    await dialog(page).locator('button[type=submit]').click()
    await dialog(page).waitFor({ state: 'detached' })
  }

  await step('a report is answered, and the month passes', async () => {
    const visitor = await open(browser)
    await visitor.goto(`${city.base}/`)
    const { lon, lat } = await core(visitor)
    mine = await visitor.evaluate(async (body) => {
      const answer = await fetch('/api/v1/reports', { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }, body: JSON.stringify(body) })
      return answer.json()
    }, { text: '月通报旅程：路灯白天亮着。', category: { pack: 'city-upkeep', code: '010115' }, place: { lon, lat }, reporter: { name: '王秀英', phone: '13800000000' } })
    const receiver = await staff(browser, city, 'receiver')
    const { version } = await get(receiver, `/cases/${mine.number}`)
    const answer = await send(receiver, 'POST', `/cases/${mine.number}/actions/answer`, { version, input: { text: '今晚检修。' } })
    assert.ok(answer.status < 300, JSON.stringify(answer))
    month = cityDay().slice(0, 7)
    await city.daysLater(daysToNextMonth())
    await receiver.context().close()
    supervisor = await staff(browser, city, 'supervisor')
  })

  await step('bulletins of the month before stand there by themselves, once for each area', async () => {
    await supervisor.goto(`${city.base}/console/bulletins`)
    await supervisor.locator('[data-bulletin]').first().waitFor({ timeout: 30_000 })
    const { items } = await get(supervisor, '/bulletins?limit=200')
    assert.equal(new Set(items.map((one) => `${one.area.code} ${one.month}`)).size, items.length)
    const [root] = (await get(supervisor, '/areas?level=city&limit=1')).items
    id = items.find((one) => one.area.code === root.code && one.month === month).id
    await supervisor.locator(`[data-bulletin="${id}"] a`).click()
    await supervisor.locator('[data-section=overview] [data-row]').first().waitFor()
    assert.match(await supervisor.locator('[data-section=overview] .sentence').first().textContent(), /共登记事项\d+件/)
  })

  await step('each number of the main tables is the length of the list that it opens', async () => {
    const main = [...(await links(supervisor, '[data-table=measures]')), ...(await links(supervisor, '[data-section=areas]'))]
    assert.ok(main.length > 30, `only ${main.length} links`)
    // most are lists of cases; the page of the bulletin is for what the list cannot be narrowed to
    assert.ok(main.filter(([, href]) => href.includes('/inbox/')).length > main.length / 2, 'figures open the list of cases')
    assert.ok(main.some(([, href]) => href.includes('accepted_from=')) && main.some(([, href]) => href.includes('had=on_time')))
    for (const [text, href] of main) assert.equal((await listed(supervisor, href)).n, number(text), href)
    const more = [...(await links(supervisor, '[data-section=units]')), ...(await links(supervisor, '[data-section=categories]'))]
    for (const [text, href] of more.filter((_, i) => i % Math.ceil(more.length / 40) === 0)) assert.equal((await listed(supervisor, href)).n, number(text), href)
  })

  await step('from a number to the single case in two clicks', async () => {
    const cell = supervisor.locator('[data-section=overview] [data-row=reported] [data-period=month] a')
    const n = number(await cell.textContent())
    await cell.click()
    await supervisor.waitForURL(/\/inbox\/all\?/)
    const rows = supervisor.locator('tr[data-number]')
    await rows.first().waitFor()
    assert.equal(await rows.count(), Math.min(n, 50))
    await rows.first().getByRole('link').first().click()
    await supervisor.waitForURL(/\/cases\/\d+-\d+-\d+$/)
  })

  await step('a unit objects to a case that it owed', async () => {
    // a handler whose unit owed a case that ended late in the month
    const ended = async (part) => (await get(supervisor, `/bulletins/${id}/cases?measure=on_time&part=${part}&limit=200`)).items
    const inTime = new Set((await ended('n')).map((one) => one.number))
    const all = await ended('of')
    for (const login of ['handler', 'handler2', 'handler3', 'handler4', 'handler5', 'handler6']) {
      handler = await staff(browser, city, login)
      const units = (await get(handler, `/bulletins/${id}`)).units.map((one) => one.code)
      const mine = all.filter((one) => units.includes(one.unit?.code))
      late = mine.find((one) => !inTime.has(one.number)) ?? mine[0]
      if (late) break
      await handler.context().close()
    }
    assert.ok(late, 'no unit with a demo account had a case that ended in the month')
    await show(supervisor)
    before = await figure(supervisor, 'on_time')
    await show(handler)
    await handler.click('[data-do=object]')
    await dialog(handler).locator('[name=words]').fill('台风期间无法施工。')
    await dialog(handler).locator('button[type=submit]').click()
    await dialog(handler).locator('[role=alert]').waitFor()
    await dialog(handler).locator('[name=case]').fill(late.number)
    await dialog(handler).locator('[name=measure]').selectOption('on_time')
    await dialog(handler).locator('[name=ground]').selectOption('force_majeure')
    await confirm(handler)
    await handler.locator('[data-objection="1"]', { hasText: late.number }).waitFor()
    assert.equal(await handler.locator('[data-do=decide], [data-do=freeze]').count(), 0, 'whoever objects does not decide')
  })

  await step('somebody else upholds it: the number falls by one, and the case is named with the reason', async () => {
    await show(supervisor)
    await supervisor.click('[data-objection="1"] [data-do=decide]')
    await dialog(supervisor).locator('[name=reason]').fill('气象记录属实，剔除。')
    await confirm(supervisor)
    await supervisor.locator(`[data-excluded="${late.number}"]`, { hasText: '气象记录属实' }).waitFor()
    const after = await figure(supervisor, 'on_time')
    assert.equal(after.of, before.of - 1)
    assert.match(after.text, /剔除 1/)
    const list = await listed(supervisor, `/console/bulletins/${id}/cases?measure=on_time&part=of`)
    assert.deepEqual([list.n, list.out], [after.of, [late.number]])
    await supervisor.click('[data-section=overview] [data-row=on_time] [data-period=month] a.of')
    await supervisor.locator(`[data-left] [data-excluded="${late.number}"]`).waitFor()
    assert.equal(await supervisor.locator(`[data-cases] [data-case="${late.number}"]`).count(), 0, 'it stands apart')
  })

  await step('frozen with a reason before its day, signed by the leader, issued', async () => {
    await show(supervisor)
    await supervisor.click('[data-do=freeze]')
    await dialog(supervisor).locator('button[type=submit]').click()
    await dialog(supervisor).locator('[role=alert]').waitFor()
    await dialog(supervisor).locator('[name=reason]').fill('各单位均已书面确认。')
    await confirm(supervisor)
    await supervisor.locator('[data-state=frozen]').waitFor()
    assert.match(await supervisor.locator('[data-number]').textContent(), /通报〔\d{4}〕\d+号/)
    assert.equal(await supervisor.locator('[data-do=sign]').count(), 0, 'a supervisor does not sign')
    const leader = await staff(browser, city, 'leader')
    await show(leader)
    await leader.click('[data-do=sign]')
    const { sha256 } = await get(leader, `/bulletins/${id}`)
    assert.equal((await dialog(leader).locator('.sha').textContent()).trim(), sha256)
    await confirm(leader)
    await leader.locator('[data-state=signed]').waitFor()
    assert.equal((await send(handler, 'POST', `/bulletins/${id}/issue`, {})).status, 403)
    await show(supervisor)
    await supervisor.click('[data-do=issue]')
    await confirm(supervisor)
    await supervisor.locator('[data-state=issued]').waitFor()
    const told = await supervisor.locator('[data-step]').evaluateAll((all) => all.map((one) => one.dataset.step))
    assert.deepEqual(told, ['drafted', 'objected', 'upheld', 'frozen', 'signed', 'issued'])
    assert.deepEqual(leader.faults, [])
  })

  await step('issued, it is read by the staff of the area, and by nobody without a post', async () => {
    const worker = await staff(browser, city, 'receiver')
    await worker.goto(`${city.base}/console/bulletins?state=issued`)
    await worker.locator(`[data-bulletin="${id}"] a`).click()
    await worker.locator('[data-state=issued]').waitFor()
    assert.equal(await worker.locator('[data-do]').count(), 0)
    const visitor = await open(browser)
    await visitor.goto(city.base)
    assert.equal(await visitor.evaluate(async (path) => (await fetch(path)).status, `/api/v1/bulletins/${id}`), 401)
    assert.deepEqual(worker.faults, [])
  })

  await step('PDF and DOCX say the same numbers, the exclusion and the signature', async () => {
    await show(supervisor)
    const view = await get(supervisor, `/bulletins/${id}`)
    const file = async (form) => bytes(supervisor, await supervisor.locator(`[data-file=${form}]`).getAttribute('href'))
    const pdf = await file('pdf')
    assert.equal(pdf.type, 'application/pdf')
    const docx = await file('docx')
    for (const [form, text] of [['pdf', pdfText(pdf.body)], ['docx', docxText(docx.body)]]) {
      const has = (words) => assert.ok(text.includes(words.replace(/\s+/g, '')), `${form}: ${words}`)
      has(view.page.number.zh)
      for (const block of view.page.sections[0].blocks) {
        if (block.type === 'text') has(block.text.zh)
        if (block.type === 'measures') for (const { month } of block.rows) if (month.of) has(`${month.n}/${month.of}`)
      }
      has(late.number.slice(0, 6))
      has('气象记录属实，剔除。')
      has('沈永清')
    }
  })

  await step('later changes of cases change nothing in it', async () => {
    const shown = await get(supervisor, `/bulletins/${id}`)
    const closed = `/console/bulletins/${id}/cases?measure=closed`
    const was = (await listed(supervisor, closed)).n
    const visitor = await open(browser)
    await visitor.goto(city.base)
    const asked = await visitor.evaluate(async ([number, token]) => {
      const answer = await fetch(`/api/v1/track/${number}/ask-reopen`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ token, reason: '白天又亮了。' }) })
      return answer.status
    }, [mine.number, mine.token])
    assert.equal(asked, 200)
    const dispatcher = await staff(browser, city, 'dispatcher')
    const { version } = await get(dispatcher, `/cases/${mine.number}`)
    const answer = await send(dispatcher, 'POST', `/cases/${mine.number}/actions/reopen`, { version, input: { reason: '属实。' } })
    assert.ok(answer.status < 300, JSON.stringify(answer))
    for (let tries = 0; (await listed(supervisor, closed)).n !== was - 1; tries++) {
      assert.ok(tries < 40, 'the list behind the number follows the case')
      await supervisor.waitForTimeout(250)
    }
    assert.deepEqual((await get(supervisor, `/bulletins/${id}`)).page, shown.page, 'what was frozen stands')
    await show(supervisor)
    assert.equal((await figure(supervisor, 'closed')).n, was)
  })

  await step('in English', async () => {
    const reader = await open(browser, { locale: 'en-GB' })
    await reader.addInitScript(() => localStorage.setItem('jw.language', 'en'))
    await reader.goto(`${city.base}/console/login`)
    await reader.click('[data-login="checker"]')
    await reader.waitForURL((url) => !url.pathname.endsWith('/login'))
    await show(reader)
    assert.match(await reader.locator('[data-section=overview] .sentence').first().textContent(), /cases were registered in/)
    await reader.locator('[data-panel=objections]', { hasText: 'Upheld' }).waitFor()
    const pdf = await bytes(reader, await reader.locator('[data-file=pdf]').getAttribute('href'))
    assert.match(pdfText(pdf.body), /caseswereregisteredin/)
    assert.deepEqual(reader.faults, [])
  })

  await step('a correction is another edition that says why; the first stands until it is issued', async () => {
    await show(supervisor)
    await supervisor.click('[data-do=correct]')
    await dialog(supervisor).locator('[name=reason]').fill('漏列一个单位。')
    await dialog(supervisor).locator('button[type=submit]').click()
    await supervisor.waitForURL(/-2$/)
    await supervisor.locator('[data-state=draft]').waitFor()
    await supervisor.locator('[data-step=drafted]', { hasText: '漏列一个单位' }).waitFor()
    assert.equal((await get(supervisor, `/bulletins/${id}`)).state, 'issued')
  })
  assert.deepEqual([...supervisor.faults, ...handler.faults], [])
})
