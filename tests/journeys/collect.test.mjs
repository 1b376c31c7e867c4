// A department publishes a form of its own: a workbook with mistakes is told with sheet, row and column, a sound one is open, wound up, closed. A
// worker sets a phone up with one code, on the desk and in the field app, and withdraws it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inflateSync } from 'node:zlib'
import { findings, settle } from './lib/axe.mjs'
import { get, inEnglish, phone, staff } from './lib/browser.mjs'
import { scene } from './lib/scene.mjs'
import { steps } from './lib/steps.mjs'

let city, browser
scene((here) => ({ city, browser } = here))

const FORM = 'spare_keys'
const workbook = (rows) => ({
  name: 'keys.md',
  mimeType: 'text/markdown',
  buffer: Buffer.from(`| survey | | | | |
| | type | name | label | relevant |
${rows.map((cells) => `| | ${cells.join(' | ')} |`).join('\n')}
| settings | | | |
| | form_id | form_title | version |
| | ${FORM} | 备用钥匙登记 | 1 |
`),
})
const WRONG = [['txt', 'who', '姓名', ''], ['select_one_from_file places.csv', 'where', '地点', '${gone} = 1']]
const SOUND = [['text', 'who', '姓名', ''], ['select_one_from_file places.csv', 'where', '地点', '']]
const PLACES = { name: 'places.csv', mimeType: 'text/csv', buffer: Buffer.from('name,label\n1,石桥头\n') }

/** What a phone reads from the code. */
const scanned = (settings) => JSON.parse(inflateSync(Buffer.from(settings, 'base64')).toString())
const listed = async (url) => {
  const answer = await fetch(`${url}/formList`, { headers: { 'X-OpenRosa-Version': '1.0' } })
  return { status: answer.status, text: await answer.text() }
}
const submit = (url, xml) => {
  const body = new FormData()
  body.append('xml_submission_file', new Blob([xml], { type: 'text/xml' }), 'submission.xml')
  return fetch(`${url}/submission`, { method: 'POST', body, headers: { 'X-OpenRosa-Version': '1.0' } })
}

test('a form of a department and the phone that fills it', async (t) => {
  const step = steps(t, () => browser)
  const desk = await staff(browser, city, 'admin')
  const worker = await staff(browser, city, 'worker')
  const page = `${city.base}/console/forms/own`
  let url

  await step('a workbook with mistakes is told, each with its place, and nothing is published', async () => {
    await desk.goto(`${city.base}/console/forms`)
    await desk.click('a[href$="/forms/own"]')
    await desk.click('[data-do=publish]')
    await desk.setInputFiles('#own-workbook', workbook(WRONG))
    await desk.click('dialog[open] button[type=submit]')
    await desk.locator('[data-mistake]').first().waitFor()
    const told = await desk.locator('[data-mistake]').evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent)))
    assert.equal(told.length, 2, JSON.stringify(told))
    assert.deepEqual(told.map((cells) => cells.slice(0, 3)), [['survey', '2', 'type'], ['survey', '3', 'relevant']])
    assert.match(told[1][3], /gone/)
    assert.deepEqual((await get(desk, '/forms?limit=500')).items.filter((form) => form.id === FORM), [])
  })
  await step('mended, with its list of places, it is open', async () => {
    await desk.setInputFiles('#own-workbook', workbook(SOUND))
    await desk.setInputFiles('#own-media', PLACES)
    await desk.click('dialog[open] button[type=submit]')
    await desk.locator(`[data-form=${FORM}][data-state=open]`).waitFor()
  })
  await step('a worker makes a code on the desk, and the phone lists the form beside the composed ones', async () => {
    await worker.goto(`${city.base}/console/account`)
    await worker.click('[data-phone-keys] [data-do=make]')
    await worker.locator('[data-made] svg').waitFor()
    const settings = scanned(await worker.locator('[data-made] svg').getAttribute('data-qr'))
    url = settings.general.server_url
    const { status, text } = await listed(url)
    assert.equal(status, 200)
    assert.match(text, new RegExp(`<formID>${FORM}</formID>`))
    assert.match(text, /<formID>collect_dwelling<\/formID>/)
  })
  await step('what the phone sends is listed, without the answers', async () => {
    const xml = `<data id="${FORM}" version="1"><who>王小明</who><where>1</where><meta><instanceID>uuid:journey-1</instanceID></meta></data>`
    assert.equal((await submit(url, xml)).status, 201)
    await desk.click(`[data-form=${FORM}] a`)
    await desk.locator('[data-instance="uuid:journey-1"]').waitFor()
    assert.ok(!(await desk.content()).includes('王小明'))
    await desk.click('[data-instance="uuid:journey-1"] [data-do=void]')
    await desk.click('dialog[open] button[type=submit]')
    await desk.locator('[data-edition=voided]').waitFor()
  })
  await step('wound up it is in no list any more, closed nothing is taken', async () => {
    await desk.goto(page)
    for (const [state, taken] of [['closing', 201], ['closed', 409]]) {
      await desk.click(`[data-form=${FORM}] [data-to=${state}]`)
      await desk.click('dialog[open] button[type=submit]')
      await desk.locator(`[data-form=${FORM}][data-state=${state}]`).waitFor()
      assert.ok(!(await listed(url)).text.includes(FORM))
      const xml = `<data id="${FORM}" version="1"><who/><where/><meta><instanceID>uuid:journey-${state}</instanceID></meta></data>`
      assert.equal((await submit(url, xml)).status, taken)
    }
  })
  await step('withdrawn, the code counts no more', async () => {
    await worker.click('[data-form-key] [data-do=end]')
    await worker.click('dialog[open] button[type=submit]')
    await worker.locator('[data-form-key]').waitFor({ state: 'detached' })
    assert.equal(await worker.locator('[data-made]').count(), 0, 'a code that is dead is not shown')
    assert.equal((await listed(url)).status, 403)
  })
  await step('the same in the field app', async () => {
    const field = await staff(browser, city, 'worker', phone)
    await field.goto(`${city.base}/field/me`)
    await field.click('[data-collect-keys] [data-do=make-key]')
    const picture = field.locator('[data-made] img')
    await picture.waitFor()
    assert.ok(await picture.evaluate(async (img) => (await img.decode(), img.naturalWidth > 0)), 'the code is drawn')
    await field.locator('[data-form-key]').getByRole('button').click()
    await field.locator('.van-dialog__confirm').click()
    await field.locator('[data-form-key]').waitFor({ state: 'detached' })
    assert.deepEqual(field.faults, [])
  })
  await step('on a phone too, in both languages, and for everybody who reads by ear', async () => {
    const small = await staff(browser, city, 'admin', phone)
    for (const [at, path] of [[desk, '/console/forms/own'], [small, '/console/forms/own'], [desk, `/console/forms/own/${FORM}`], [small, `/console/forms/own/${FORM}`], [worker, '/console/account']]) {
      await at.goto(city.base + path)
      await settle(at)
      assert.deepEqual(await findings(at), [], path)
      const wide = await at.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      assert.ok(wide <= 0, `${path} is ${wide} pixels too wide`)
    }
    await inEnglish(worker)
    await worker.locator('h1', { hasText: 'My account' }).waitFor()
    await worker.locator('[data-phone-keys]', { hasText: 'Make an access code' }).waitFor()
    assert.deepEqual([...desk.faults, ...small.faults, ...worker.faults], [])
  })
})
