// A department proposes a module that asks what is asked already; the burden officer refuses it with the finding; mended, it is admitted.
// Everybody sees what each department asks and what was spared, on a desk and on a phone.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findings, settle } from './lib/axe.mjs'
import { get, inEnglish, phone, staff } from './lib/browser.mjs'
import { scene } from './lib/scene.mjs'
import { steps } from './lib/steps.mjs'

let city, browser
scene((here) => ({ city, browser } = here))

const CODE = 'key_safes'
/** A workbook as a department brings it, with other questions each time. */
const workbook = (questions) => ({
  name: 'module.md',
  mimeType: 'text/markdown',
  buffer: Buffer.from(`| survey |
| | type | name | element | label::zh | label::en |
${questions.map((cells) => `| | ${cells.join(' | ')} |`).join('\n')}
| module |
| | key | zh | en |
| | code | ${CODE} | |
| | name | 出租房备用钥匙 | Spare keys of let dwellings |
| | use | collect | |
| | function | security | |
| | subject | dwelling | |
| | when | v.use == "2" | |
| | every_days | 180 | |
| | basis | 《租赁房屋治安管理规定》 | Rules on Public Order in Rented Houses |
`),
})
const AGAIN = ['integer', 'how_many', '', '请填写居住人数', 'How many live here?']
const KEYS = ['integer', 'keys', '', '备用钥匙把数', 'Spare keys']

test('a module on its way', async (t) => {
  const step = steps(t, () => browser)
  const police = await staff(browser, city, 'handler7')
  const officer = await staff(browser, city, 'burden')
  const page = `${city.base}/console/forms/${CODE}`

  await step('the modules of 25 departments stand in one list', async () => {
    await police.goto(`${city.base}/console/forms`)
    await police.locator('tr[data-module]').first().waitFor()
    assert.equal(await police.locator('[name=department] option').count(), 26, '25 and all')
    assert.equal(await police.locator('tr[data-module]').count(), 223)
    await police.selectOption('[name=department]', 'fire')
    await police.waitForFunction(() => document.querySelectorAll('tr[data-module]').length < 40)
    assert.ok((await police.locator('tr[data-module]').count()) > 15)
  })
  await step('the police propose one that asks in other words what is asked already', async () => {
    await police.click('[data-do=bring]')
    await police.setInputFiles('#module-file', workbook([AGAIN, KEYS]))
    await police.click('dialog[open] button[type=submit]')
    await police.waitForURL(page)
    const finding = police.locator('[data-finding=duplicate_question]').first()
    await finding.waitFor()
    assert.match(await finding.textContent(), /居住人数/)
    assert.equal(await finding.getAttribute('data-place'), '/questions/0')
    assert.equal(await police.locator('tr.broken').count(), 1)
    assert.equal(await police.locator('[data-do=admit]').count(), 0, 'a department admits nothing')
  })
  await step('the burden officer cannot admit it and refuses with a reason', async () => {
    await officer.goto(page)
    await officer.locator('[data-do=refuse]').waitFor()
    assert.ok(await officer.locator('[data-do=admit]').isDisabled())
    await officer.click('[data-do=refuse]')
    await officer.click('dialog[open] button[type=submit]')
    await officer.locator('dialog[open] [role=alert]').waitFor()
    await officer.fill('dialog[open] [name=reason]', '居住人数已有数据元，请改用数据元')
    await officer.click('dialog[open] button[type=submit]')
    await officer.locator('[data-state=refused]').waitFor()
  })
  await step('mended with the element, it is admitted', async () => {
    await police.reload()
    await police.locator('[data-state=refused]').waitFor()
    await police.click('[data-do=mend]')
    await police.setInputFiles('#mended-file', workbook([['', '', 'rent_people', '', ''], KEYS]))
    await police.click('dialog[open] button[type=submit]')
    await police.locator('[data-state=proposed]').waitFor()
    assert.equal(await police.locator('[data-finding]').count(), 0)
    await officer.reload()
    await officer.locator('[data-do=admit]').waitFor()
    await officer.click('[data-do=admit]')
    await officer.click('dialog[open] button[type=submit]')
    await officer.locator('[data-state=admitted]').waitFor()
    const { state, version, in_force: inForce } = await get(officer, `/form-modules/${CODE}`)
    assert.deepEqual({ state, version, inForce }, { state: 'admitted', version: 2, inForce: 2 })
  })
  await step('the burden meter is for everybody, by department and never by worker', async () => {
    await police.goto(`${city.base}/console/forms/burden`)
    await police.locator('[name=by]').waitFor()
    const ways = await police.locator('[name=by] option').evaluateAll((all) => all.map((one) => one.value))
    assert.deepEqual(ways, ['department', 'module', 'grid'])
    await police.locator('[data-row=security]').waitFor()
    const twice = await police.locator('[data-row=security] td').last().textContent()
    assert.equal(twice.trim(), '1', 'the question that was asked twice counts for the department that wanted it')
  })
  await step('on a phone too, in both languages, and for everybody who reads by ear', async () => {
    const small = await staff(browser, city, 'burden', phone)
    for (const page of [officer, small]) {
      for (const path of ['/console/forms?department=fire', `/console/forms/${CODE}`, '/console/forms/rental_fire', '/console/forms/burden']) {
        await page.goto(city.base + path)
        await settle(page)
        assert.deepEqual(await findings(page), [], path)
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
        assert.ok(wide <= 0, `${path} is ${wide} pixels too wide`)
      }
    }
    await inEnglish(officer)
    await officer.locator('h1', { hasText: 'Burden meter' }).waitFor()
    assert.deepEqual([...officer.faults, ...small.faults, ...police.faults], [])
  })
})
