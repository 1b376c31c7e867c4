// What a department receives is readable by it: answers of its own form and records of its module, question by question, photos too, each with a
// purpose; a table of some days; another department reads none of it; whoever audits sees who read.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { findings, settle } from './lib/axe.mjs'
import { get, inEnglish, phone, send, staff } from './lib/browser.mjs'
import { picture } from './lib/picture.mjs'
import { scene } from './lib/scene.mjs'
import { steps } from './lib/steps.mjs'

let city, browser
scene((here) => ({ city, browser } = here))

const FORM = 'door_keys'
const WORKBOOK = {
  name: 'keys.md',
  mimeType: 'text/markdown',
  buffer: Buffer.from(`| survey | | | | |
| | type | name | label::中文 (zh) | label::English (en) |
| | text | who | 姓名 | Name |
| | begin_repeat | keys | 钥匙 | Keys |
| | text | holder | 保管人 | Holder |
| | select_multiple kinds | kinds | 种类 | Kinds |
| | end_repeat | | | |
| | image | front | 门口照片 | Photo of the door |
| choices | | | | |
| | list_name | name | label::中文 (zh) | label::English (en) |
| | kinds | d | 门 | Door |
| | kinds | w | 窗 | Window |
| settings | | | | |
| | form_id | form_title | version | |
| | ${FORM} | 备用钥匙登记 | 1 | |
`),
}
const SENT = `<data id="${FORM}" version="1"><who>王小明</who><keys><holder>李样</holder><kinds>w d</kinds></keys><keys><holder>赵样</holder><kinds>d</kinds></keys><front>door.png</front><meta><instanceID>uuid:answers-1</instanceID></meta></data>`
const PHOTO = picture('door.png', [70, 120, 90], 600, true)

/** Posts a filled form with its photo as a phone does. */
async function submit(url, xml) {
  const body = new FormData()
  body.append('xml_submission_file', new Blob([xml], { type: 'text/xml' }), 'submission.xml')
  body.append('door.png', new Blob([PHOTO.buffer], { type: 'image/png' }), 'door.png')
  const answer = await fetch(`${url}/submission`, { method: 'POST', body, headers: { 'X-OpenRosa-Version': '1.0' } })
  return answer.status
}

/** A visit of the worker's that a module of a department asks for, filled. */
async function visited(worker, codes) {
  const { items } = await get(worker, '/visits?limit=500')
  const row = items.find((one) => one.modules.some((m) => codes.has(m.code ?? m.module ?? m)))
  const module = row.modules.map((m) => m.code ?? m.module ?? m).find((code) => codes.has(code))
  const visit = await get(worker, `/visits/${encodeURIComponent(row.id)}`)
  const mine = visit.plan.questions.filter((one) => !one.within && !one.instances?.length && one.asked_by.some((by) => by.module === module))
  const said = visit.plan.sections.map(({ name }) => {
    const inside = mine.filter((one) => one.section === name)
    return `<${name}>${inside.map((one) => `<${one.name}>${one.known?.value ?? '1'}</${one.name}>`).join('')}</${name}>`
  })
  const xml = `<data id="${visit.form.form_id}" version="${visit.form.version}">${said.join('')}<meta><instanceID>uuid:answers-visit</instanceID></meta></data>`
  const status = await worker.evaluate(async ([id, xml]) => {
    const { csrf } = await (await fetch('/api/v1/session')).json()
    const body = new FormData()
    body.append('xml_submission_file', new Blob([xml], { type: 'text/xml' }), 'submission.xml')
    return (await fetch(`/api/v1/visits/${encodeURIComponent(id)}/submission`, { method: 'POST', body, headers: { 'x-csrf-token': csrf, 'idempotency-key': crypto.randomUUID() } })).status
  }, [row.id, xml])
  assert.equal(status, 201)
  return { module, subject: row.id, questions: mine.length }
}

const read = async (page, purpose) => {
  const dialog = page.locator('dialog[open]')
  await dialog.locator('[name=purpose]').selectOption(purpose)
  await dialog.locator('button[type=submit]').click()
  await page.locator('dialog[data-answers][open]').waitFor()
}

test('what a department receives', async (t) => {
  const step = steps(t, () => browser)
  const police = await staff(browser, city, 'handler7')
  const worker = await staff(browser, city, 'worker')
  const own = `${city.base}/console/forms/own/${FORM}`
  let record

  await step('a department publishes a form, and a phone sends it back with a photo', async () => {
    await police.goto(`${city.base}/console/forms/own`)
    await police.click('[data-do=publish]')
    await police.setInputFiles('#own-workbook', WORKBOOK)
    await police.click('dialog[open] button[type=submit]')
    await police.locator(`[data-form=${FORM}][data-state=open]`).waitFor()
    const key = await send(worker, 'POST', '/form-keys')
    assert.equal(await submit(key.body.url, SENT), 201)
  })
  await step('masked until revealed: without a purpose nothing is shown', async () => {
    await police.goto(own)
    await police.locator('[data-instance="uuid:answers-1"]').waitFor()
    assert.ok(!(await police.content()).includes('王小明'))
    await police.click('[data-instance="uuid:answers-1"] [data-do=read]')
    await police.click('dialog[open] button[type=submit]')
    await police.locator('dialog[open] [role=alert]').waitFor()
    assert.ok(!(await police.content()).includes('王小明'))
  })
  await step('question by question, in the words of the form, with repeats, choices and the photo', async () => {
    await read(police, 'verification')
    const lines = await police.locator('[data-line]').evaluateAll((all) => all.map((one) => [one.dataset.line, one.querySelector('dt').textContent.trim(), one.querySelector('dd').textContent.trim()]))
    assert.deepEqual(lines.filter(([path]) => !path.startsWith('front')).map(([path, label, value]) => `${path} ${label} ${value}`), [
      'who 姓名 王小明',
      'keys[1] 钥匙 1 以下各题', 'keys[1]/holder 保管人 李样', 'keys[1]/kinds 种类 窗、门',
      'keys[2] 钥匙 2 以下各题', 'keys[2]/holder 保管人 赵样', 'keys[2]/kinds 种类 门',
    ])
    await police.click('[data-line=front] [data-do=show]')
    const photo = police.locator('[data-line=front] img')
    await photo.waitFor()
    assert.ok(await photo.evaluate(async (img) => (await img.decode(), img.naturalWidth > 0)))
    await settle(police)
    assert.deepEqual(await findings(police), [])
    await police.click('dialog[data-answers] header button')
    await police.locator('dialog[data-answers]').waitFor({ state: 'detached' })
    assert.ok(!(await police.content()).includes('王小明'), 'closed, it is gone from the page')
  })
  await step('a visit brings each module its record; its department lists it and reads it', async () => {
    const { items } = await get(police, '/form-modules?limit=500')
    const codes = new Set(items.filter((one) => one.function === 'security' && one.in_force).map((one) => one.code))
    record = await visited(worker, codes)
    await police.goto(`${city.base}/console/forms/${record.module}`)
    await police.click('[data-go=records]')
    const row = police.locator('[data-record="uuid:answers-visit"]')
    for (let n = 0; n < 60 && !(await row.count()); n++) {
      await new Promise((later) => setTimeout(later, 500))
      await police.reload()
      await police.locator('h1').waitFor()
      await settle(police)
    }
    assert.equal(await row.locator('td').nth(1).textContent(), record.subject)
    await row.locator('[data-do=read]').click()
    await read(police, 'verification')
    assert.equal(await police.locator('[data-line][data-kind=choice], [data-line][data-kind=text], [data-line][data-kind=place], [data-line][data-kind=file]').count() >= record.questions, true)
    await settle(police)
    assert.deepEqual(await findings(police), [])
    await police.click('dialog[data-answers] header button')
  })
  await step('some days as a table, with a purpose', async () => {
    await police.click('[data-do=export]')
    await police.locator('dialog[open] [name=purpose]').selectOption('verification')
    const [file] = await Promise.all([police.waitForEvent('download'), police.click('dialog[open] button[type=submit]')])
    const table = readFileSync(await file.path(), 'utf8').split('\n')
    assert.match(table[0], /^\ufeffinstance,subject,area,day,version,/)
    assert.ok(table.some((line) => line.startsWith(`uuid:answers-visit,${record.subject},`)), table.join('\n'))
  })
  await step('another department reads neither', async () => {
    const other = await staff(browser, city, 'handler5')
    const why = { purpose: 'verification' }
    assert.equal((await send(other, 'POST', `/forms/${FORM}/submissions/uuid:answers-1/reveal`, why)).status, 404)
    assert.equal((await send(other, 'POST', `/form-modules/${record.module}/records/uuid:answers-visit/reveal`, why)).status, 403)
    assert.equal((await send(other, 'POST', `/form-modules/${record.module}/records/export`, { ...why, from: '2026-01-01', to: '2026-01-02', format: 'csv' })).status, 403)
    await other.goto(`${city.base}/console/forms/${record.module}`)
    await other.locator('[data-findings]').waitFor()
    assert.equal(await other.locator('[data-go=records]').count(), 0)
    assert.equal((await send(worker, 'POST', `/forms/${FORM}/submissions/uuid:answers-1/reveal`, why)).status, 403)
  })
  await step('whoever audits sees who read', async () => {
    const audit = await staff(browser, city, 'audit')
    for (let n = 0; n < 60 && !(await audit.locator('[data-reveal=form]').count()); n++) {
      await audit.goto(`${city.base}/console/audit/reveals`)
      await settle(audit)
    }
    const row = await audit.locator('[data-reveal=form]').first().textContent()
    assert.match(row, /部门采集内容/)
    assert.deepEqual(audit.faults, [])
  })
  await step('on a phone too, in both languages, and for everybody who reads by ear', async () => {
    const small = await staff(browser, city, 'handler7', phone)
    for (const page of [police, small]) {
      for (const path of [own, `${city.base}/console/forms/${record.module}/records`]) {
        await page.goto(path)
        await settle(page)
        assert.deepEqual(await findings(page), [], path)
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
        assert.ok(wide <= 0, `${path} is ${wide} pixels too wide`)
      }
    }
    await inEnglish(police)
    await police.locator('h1', { hasText: 'Records' }).waitFor()
    assert.deepEqual([...police.faults, ...small.faults, ...worker.faults], [])
  })
})
