// An administrator reads a pack as a diagram, brings in its next version and takes it back; whoever audits finds each of these acts in the chain.
import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { get, send, staff } from './lib/browser.mjs'
import { scene } from './lib/scene.mjs'
import { steps } from './lib/steps.mjs'

const PACK = join(dirname(fileURLToPath(import.meta.url)), '../../packs/city-upkeep')
let city, browser
scene((here) => ({ city, browser } = here))

/** The next version of a pack: another number, another clock. */
function nextVersion() {
  const folder = mkdtempSync(join(tmpdir(), 'jingwei-pack-'))
  cpSync(PACK, folder, { recursive: true })
  const file = join(folder, 'pack.yaml')
  const text = readFileSync(file, 'utf8').replace('version: 1.0.0', 'version: 1.1.0').replace('amount: 2, unit: work_hours', 'amount: 3, unit: work_hours')
  writeFileSync(file, text)
  return folder
}

const chosen = (page) => page.locator('[data-state][aria-pressed="true"]')
const used = (page, version) => page.locator(`[data-used="${version}"]`).waitFor()

/** Presses the button of a dialog that says what the act means. */
async function confirm(page, words) {
  const dialog = page.locator('dialog[open]')
  await dialog.getByText(words).waitFor()
  await dialog.locator('button[type=submit]').click()
  await dialog.waitFor({ state: 'detached' })
}

test('a pack is read, changed and taken back, and the chain tells it', async (t) => {
  const step = steps(t, () => browser)
  const folder = nextVersion()
  await city.tool('pack', 'add', folder)
  rmSync(folder, { recursive: true, force: true })
  const page = await staff(browser, city, 'admin')
  const pack = await get(page, '/packs/city-upkeep')
  const type = pack.content.case_types[0]

  await step('the diagram has every state; its main road is drawn first, the rest on demand', async () => {
    await page.click('nav a[href="/console/packs"]')
    await page.locator('a[href="/console/packs/city-upkeep"]').click()
    await page.locator(`[data-state="${type.initial}"]`).waitFor()
    const drawn = await page.locator('[data-state]').evaluateAll((all) => all.map((one) => one.dataset.state))
    assert.deepEqual(drawn.sort(), Object.keys(type.states).sort())
    const few = await page.locator('[data-arrow]').count()
    await page.click('[data-all]')
    await page.locator('[data-all]').waitFor({ state: 'detached' })
    const open = Object.keys(type.states).filter((code) => type.states[code].phase !== 'end')
    const pairs = type.transitions.flatMap(({ from, to }) => (from === '*' ? open : [from].flat()).filter((one) => to && to !== one).map((one) => `${one}>${to}`))
    const arrows = await page.locator('[data-arrow]').evaluateAll((all) => all.map((one) => one.dataset.arrow))
    assert.deepEqual(arrows.sort(), [...new Set(pairs)].sort())
    assert.ok(few < arrows.length)
  })

  await step('the arrow keys walk through it; beside it stands who may do what', async () => {
    await page.locator(`[data-state="${type.initial}"]`).focus()
    await chosen(page).and(page.locator(`[data-state="${type.initial}"]`)).waitFor()
    await page.locator('[data-step="dispatch"]').getByText('派遣员').first().waitFor()
    await page.keyboard.press('ArrowRight')
    await chosen(page).and(page.locator('[data-state="verifying"]')).waitFor()
    await page.keyboard.press('ArrowRight')
    await chosen(page).and(page.locator('[data-state="to_dispatch"]')).waitFor()
    assert.equal(new URL(page.url()).searchParams.get('state'), 'to_dispatch')
    assert.equal(await page.evaluate(() => document.activeElement.dataset.state), 'to_dispatch')
    await page.locator('[data-step="settle"]').getByText('case.in_grid').waitFor()
    await page.keyboard.press('Home')
    await chosen(page).and(page.locator(`[data-state="${type.initial}"]`)).waitFor()
    await page.keyboard.press('Escape')
    await chosen(page).waitFor({ state: 'detached' })
  })

  await step('the table says the same', async () => {
    await page.click('[data-view="table"]')
    await page.locator('table.grid tbody tr').first().waitFor()
    assert.equal(await page.locator('table.grid tbody tr').count(), type.transitions.length)
  })

  await step('two versions are compared', async () => {
    await page.click('[data-view="versions"]')
    await page.locator('[data-version="1.1.0"] [data-compare]').click()
    const clocks = page.locator('[data-section="clocks"]')
    await clocks.waitFor()
    assert.equal(await clocks.locator('del').textContent(), '2')
    assert.equal(await clocks.locator('ins').textContent(), '3')
    assert.equal(await page.locator('[data-section]').count(), 1)
  })

  await step('the new one is enabled, rolled back, the pack disabled and enabled again', async () => {
    await page.click('[data-view="versions"]')
    await page.locator('[data-version="1.1.0"] [data-enable]').click()
    await confirm(page, '正在办的事项不变')
    await used(page, '1.1.0')
    await page.locator('[data-version="1.0.0"] [data-enable]').click()
    await confirm(page, '仍按 1.1.0 走完')
    await used(page, '1.0.0')
    await page.click('[data-disable]')
    await confirm(page, '不再按这个场景包登记新事项')
    await used(page, 'none')
    await page.locator('[data-off]').waitFor()
    assert.deepEqual((await get(page, '/categories?all=true')).items.filter((one) => one.pack === 'city-upkeep'), [])
    await page.locator('[data-version="1.0.0"] [data-enable]').click()
    await confirm(page, '今后登记的事项按 1.0.0 办')
    await used(page, '1.0.0')
  })

  await step('a day off is tried before it is set', async () => {
    await page.goto(`${city.base}/console/calendars?year=2031`)
    await page.locator('[data-date="2031-03-05"].work').waitFor()
    await page.click('[data-edit]')
    await page.locator('dialog[open] [data-field="holidays"]').fill('2031-03-05')
    const go = page.locator('dialog[open] button[type=submit]')
    await go.click()
    await page.locator('[data-preview]').getByText('2031-03-05').waitFor()
    assert.deepEqual((await get(page, '/calendars')).items, [], 'tried only')
    await go.click()
    await page.locator('[data-date="2031-03-05"].off').waitFor()
    assert.equal((await get(page, '/calendars')).items[0].area, new URL(page.url()).searchParams.get('area'))
  })

  await step('the day off may be set for all, by whoever sets up the root area', async () => {
    const { hours, weekend, spec } = await get(page, '/calendars/default')
    assert.ok(hours.length && weekend.includes('sunday'), 'what the base says is told')
    const { status, body } = await send(page, 'PUT', '/calendars/default?dry_run=true', { ...spec, holidays: ['2031-03-06'] })
    assert.equal(status, 200, JSON.stringify(body))
    assert.match(await page.locator('[data-hours]').textContent(), /\d\d:\d\d-\d\d:\d\d/)
  })

  await step('units come in by a table: what is wrong is named by its cell, then all of it', async () => {
    await page.click('nav a[href^="/console/units"]')
    await page.getByRole('link', { name: '导入表格' }).click()
    const [root] = (await get(page, '/areas?level=city&limit=1')).items
    const table = (area) => ({ name: 'units.csv', mimeType: 'text/csv', buffer: Buffer.from(`单位代码,单位名称,区域代码\nriver-office,河道管理所,${area}\n`) })
    await page.setInputFiles('#import-file', table('nowhere'))
    await page.locator('[data-cell="CSV!C2"]', { hasText: '没有这个区域代码' }).waitFor()
    await page.setInputFiles('#import-file', table(root.code))
    await page.locator('[data-report]').getByRole('button', { name: '确认导入' }).click()
    await page.locator('[data-report]', { hasText: '导入完成' }).waitFor()
    assert.equal((await get(page, '/units/river-office')).name.zh, '河道管理所')
  })

  await step('whoever sets up cannot read the record', async () => {
    assert.equal(await page.locator('nav a[href="/console/audit"]').count(), 0)
    await page.goto(`${city.base}/console/audit`)
    await page.getByText('您的岗位没有这项权限').waitFor()
  })

  await step('whoever audits finds every act, with who did it, and the entries hang together', async () => {
    const audit = await staff(browser, city, 'audit')
    await audit.click('nav a[href="/console/audit"]')
    await audit.locator('[data-action="calendar.set"]').waitFor()
    await audit.locator('tr[data-stream="pack/city-upkeep"]').first().hover()
    await audit.locator('tr[data-stream="pack/city-upkeep"] .only').first().click()
    await audit.waitForURL(/stream=pack(%2F|\/)city-upkeep/)
    await audit.locator('[data-action="calendar.set"]').waitFor({ state: 'detached' })
    await audit.locator('tr[data-stream="pack/city-upkeep"]').first().waitFor()
    const acts = await audit.locator('tr[data-pos]').evaluateAll((rows) => rows.map((row) => row.dataset.action))
    assert.deepEqual(acts.slice(0, 5), ['pack.enabled', 'pack.disabled', 'pack.enabled', 'pack.enabled', 'pack.added'])
    await audit.locator('tr[data-pos]').first().getByText('韩立新').waitFor()
    await audit.locator('tr[data-pos] .pos').first().click()
    await audit.getByText('与上一条相连').waitFor()
    assert.equal(await audit.locator('.chip.danger').count(), 0)
    await audit.locator('tr[data-pos] a[href^="/console/packs/city-upkeep"]').first().click()
    await audit.locator('[data-state]').first().waitFor()
    assert.equal(await audit.locator('[data-disable]').count(), 0)
    assert.deepEqual([...page.faults, ...audit.faults], [])
  })

  await step('a case goes by its number in the record', async () => {
    const audit = await staff(browser, city, 'audit')
    let county, items = []
    // not every county of the demo has cases
    for (const home of (await get(audit, '/audit')).homes) {
      if (items.length || home.code === 'global') continue
      county = home
      items = (await get(audit, `/audit?county=${home.code}&stream=case&limit=5`)).items
    }
    assert.ok(items.length && items.every((entry) => /^\d+-\d+-\d+$/.test(entry.number)), JSON.stringify(items.map((entry) => entry.number)))
    await audit.goto(`${city.base}/console/audit?county=${county.code}&stream=case`)
    await audit.locator('tr[data-pos]', { hasText: items[0].number }).first().waitFor()
    await audit.context().close()
  })

  await step('the table of roles: an action is searched, posts are led to; in English', async () => {
    const security = await staff(browser, city, 'security')
    await security.click('nav a[href="/console/roles"]')
    await security.locator('[data-action="case.act"] [data-role="handler"]', { hasText: '本单位' }).waitFor()
    await security.fill('[data-search]', '签发')
    await security.locator('[data-action="bulletin.sign"]').waitFor()
    assert.equal(await security.locator('tr[data-action]').count(), 1)
    await security.getByRole('button', { name: 'English' }).click()
    await security.fill('[data-search]', 'bulletins')
    await security.locator('[data-action="bulletin.sign"]', { hasText: 'Sign bulletins' }).waitFor()
    assert.equal(await security.locator('[data-action="bulletin.sign"] td.area').count(), 1)
    await security.locator('[data-kinds="worker"] a').first().click()
    await security.waitForURL(/\/posts\?kind=/)
    await security.getByRole('heading', { name: 'Posts' }).waitFor()
    assert.deepEqual(security.faults, [])
  })
})
