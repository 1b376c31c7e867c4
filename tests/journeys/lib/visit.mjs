// A visit as a worker makes it: what is known is confirmed, what is asked is answered, whatever the form of the day asks.
import { picture } from './picture.mjs'

const VALUES = { date: '2026-11-01', time: '09:30', 'datetime-local': '2026-11-01T09:30' }

/** Today's visits that are on the phone with their forms, at least so many: the ids, in the order of the list. */
export async function dueVisits(page, least) {
  await page.click('[data-tab="today"]')
  await page.click('[data-view="visits"]')
  await page.waitForFunction((n) => document.querySelectorAll('[data-visit][data-kept="true"]').length >= n, least, { timeout: 60_000 })
  return page.locator('[data-visit][data-kept="true"]').evaluateAll((all) => all.map((one) => one.dataset.visit))
}

export async function openVisit(page, id) {
  await page.click('[data-tab="today"]')
  await page.click('[data-view="visits"]')
  await page.click(`[data-visit="${id}"]`)
  await page.locator('[data-open-ms]').waitFor()
  return Number(await page.locator('[data-open-ms]').getAttribute('data-open-ms'))
}

/** Answers what is in sight, one question after the other, since each answer may bring others. */
async function answerAll(scope, page) {
  for (let n = 0; n < 200; n++) {
    const next = await scope.evaluate((root) => {
      const blank = (card) => {
        if (card.dataset.standing === 'confirm') return 'unchanged'
        if (card.dataset.answered) return ''
        const has = (what) => card.querySelector(what)
        if (has('input[type=radio]')) return has('input:checked') ? '' : 'radio'
        if (has('input[type=checkbox]')) return has('input:checked') ? '' : 'radio'
        if (has('input[type=file]')) return has('figure') ? '' : 'file'
        if (has('[data-do=sign]')) return has('img.sign') ? '' : 'sign'
        if (has('.pick')) return 'pick'
        if (has('.place')) return has('.place[data-by]') ? '' : 'place'
        const field = has('input:not([type=file]), textarea')
        return field && !field.value ? (field.inputMode || field.type) : ''
      }
      const card = [...root.querySelectorAll('.question')].find((one) => one.checkVisibility() && blank(one))
      if (!card) return null
      const kind = blank(card)
      if (kind !== 'unchanged') card.dataset.answered = 'yes'
      return { ref: card.dataset.ref, kind }
    })
    if (!next) return
    await give(scope.locator(`[data-ref="${next.ref}"]`), next.kind, page)
  }
  throw new Error('the form asks without end')
}

async function give(card, kind, page) {
  switch (kind) {
    case 'unchanged': return card.locator('[data-do="unchanged"]').click()
    case 'radio': return card.locator('input').first().check()
    case 'file': {
      await card.locator('input[type=file]').first().setInputFiles(picture('visit.png', [70, 120, 90], 900, true))
      return card.locator('figure').waitFor()
    }
    case 'sign': return sign(card, page)
    case 'pick': {
      await card.locator('.pick').click()
      // the sheet of the choices alone: the dialog of a member behind it stays open
      const sheet = page.locator('dialog[open]:has(fieldset.choices.panel)')
      const one = sheet.locator('.choices input').last()
      const many = (await one.getAttribute('type')) === 'checkbox'
      await one.click()
      if (many) await sheet.locator('.big-button').last().click()
      return sheet.waitFor({ state: 'detached' })
    }
    case 'place': {
      await card.locator('.ways button').last().click()
      return card.locator('.place[data-by="phone"]').waitFor()
    }
    default: {
      // what the form does not take is told at once: then something that looks more like what is asked
      for (const value of VALUES[kind] ? [VALUES[kind]] : kind === 'numeric' || kind === 'decimal' ? ['3', '30', '2000'] : ['现场核实', '13800000000', '11010519491231002X']) {
        await card.locator('input, textarea').first().fill(value)
        if (!(await card.locator('.fault').count())) break
      }
    }
  }
}

async function sign(card, page) {
  await card.locator('[data-do="sign"]').click()
  const box = await page.locator('dialog[open] canvas').boundingBox()
  await page.waitForTimeout(200)
  await page.mouse.move(box.x + 40, box.y + 60)
  await page.mouse.down()
  for (const [x, y] of [[90, 120], [140, 50], [200, 130]]) await page.mouse.move(box.x + x, box.y + y, { steps: 4 })
  await page.mouse.up()
  await page.locator('dialog[open] [data-do="signed"]').click()
  await card.locator('img.sign').waitFor()
}

/** What the step in sight asks, members too; `more` adds one to each repeat. */
export async function answerStep(page, { more = false } = {}) {
  const cards = page.locator('.cards')
  await answerAll(cards, page)
  for (const repeat of await cards.locator('[data-repeat]').all()) {
    if (more && (await repeat.locator('[data-do="add"]').count())) {
      await repeat.locator('[data-do="add"]').click()
      await closeMember(page)
    }
    for (const line of await repeat.locator('[data-instance]').all()) {
      await line.click()
      await closeMember(page)
    }
  }
  await answerAll(cards, page)
}

async function closeMember(page) {
  const dialog = page.locator('dialog[open]')
  await dialog.locator('.panel').waitFor()
  await answerAll(dialog, page)
  await dialog.locator('[data-do="done"]').click()
  await dialog.waitFor({ state: 'detached' }).catch(() => undefined)
}

/** Through all steps, until it is in the queue. */
export async function makeVisit(page, options) {
  while (await page.locator('[data-do="next"]').count()) {
    await answerStep(page, options)
    await page.click('[data-do="next"]')
  }
  await answerStep(page, options)
  await page.click('[data-do="send"]')
  await page.waitForURL(/view=visits/)
}
