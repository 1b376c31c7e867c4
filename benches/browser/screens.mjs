// How soon the console answers a hand: node screens.mjs BASE LOGIN PASSWORD ROUNDS
// From the key or the pointer to the frame that shows its answer, data included, in a window without a graphics card.
import { launch, open } from '../../tests/journeys/lib/browser.mjs'
import { quantile, tell } from './figures.mjs'

const [base, login, password, rounds] = [process.argv[2], process.argv[3], process.argv[4], Number(process.argv[5] ?? 30)]

const browser = await launch()
const page = await open(browser, { reducedMotion: 'reduce' })

const focused = () => page.evaluate(() => document.activeElement.closest('tr')?.dataset.number)

/** Waits in the page for the frame in which `shown` first holds; from the next input on. */
await page.addInitScript(() => {
  window.answered = (kind, shown) => new Promise((done) => {
    addEventListener(kind, ({ timeStamp }) => {
      const look = () => (shown() ? setTimeout(() => done(performance.now() - timeStamp)) : requestAnimationFrame(look))
      // what runs after a frame's callbacks runs when it is drawn
      requestAnimationFrame(look)
    }, { capture: true, once: true })
  })
})

/** What a hand does, and when the page shows it. */
async function answer(kind, shown, argument, hand) {
  const waiting = page.evaluate(([kind, body, argument]) => window.answered(kind, new Function('argument', body).bind(null, argument)), [kind, shown, argument])
  await new Promise((go) => setTimeout(go, 60))
  await hand()
  return waiting
}

async function logIn() {
  await page.goto(`${base}/console/login`)
  await page.locator('input[autocomplete="username"]').fill(login)
  await page.locator('input[type=password]').fill(password)
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => !url.pathname.endsWith('/login'))
}

const INBOX = '/console/inbox/open'
async function inbox() {
  await page.goto(base + INBOX)
  await page.locator('tr[data-number]').first().waitFor()
  await page.waitForTimeout(2000)
  await page.keyboard.press('j')
  await page.locator('tr[data-number] a:focus').waitFor()
}

async function moves() {
  await inbox()
  const took = []
  for (let i = 0; i < rounds; i++) {
    const before = await focused()
    const key = i % 12 < 8 ? 'j' : 'k'
    took.push(await answer('keydown', 'const now = document.activeElement?.closest("tr")?.dataset.number; return !!now && now !== argument', before, () => page.keyboard.press(key)))
    await page.waitForTimeout(80)
  }
  return took
}

/** The case is open when its number is the heading and what can be done is offered; it was not looked at before. */
async function opens() {
  await inbox()
  const took = []
  for (let i = 0; i < Math.min(rounds, 20); i++) {
    await page.keyboard.press('j')
    await page.waitForTimeout(500)
    const number = await focused()
    took.push(await answer('keydown', 'return document.querySelector("h1")?.textContent.includes(argument) && !!document.querySelector(".act-panel")', number, () => page.keyboard.press('Enter')))
    await page.waitForTimeout(300)
    await page.goBack()
    await page.locator(`tr[data-number="${number}"]`).waitFor()
    await page.waitForTimeout(300)
    await page.locator(`tr[data-number="${number}"] a.case-link`).focus()
  }
  return took
}

/** A drag: to the first frame drawn after the pointer moved. */
async function pans() {
  await page.goto(`${base}/console/map`)
  await page.locator('.jw-map canvas').waitFor()
  await page.waitForTimeout(4000)
  const box = await page.locator('.jw-map canvas').boundingBox()
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  const took = []
  for (let i = 0; i < Math.min(rounds, 20); i++) {
    await page.mouse.move(x, y)
    await page.mouse.down()
    // the map begins to follow after a few pixels
    await page.mouse.move(x + 6, y + 6)
    await page.waitForTimeout(60)
    const way = i % 4 < 2 ? 300 : -300
    took.push(await answer('mousemove', 'return true', null, () => page.mouse.move(x + way, y + way / 2)))
    await page.mouse.up()
    await page.waitForTimeout(250)
  }
  return took
}

const shown = (name, took) =>
  tell({ name, value: quantile(took, 0.95), unit: 'ms', at_most: 100, note: `p50 ${quantile(took, 0.5).toFixed(0)} ms, n = ${took.length}` })

try {
  await logIn()
  shown('browser, inbox: a key to the next row, p95', await moves())
  shown('browser, a key to the open case, p95', await opens())
  shown('browser, map: a drag to the next frame, p95', await pans())
} finally {
  await browser.close()
}
