// The field app as a worker uses it.
import { picture } from './picture.mjs'

/** What is written in the i-th report. */
export const words = (i) => `第 ${String(i).padStart(2, '0')} 处：路灯不亮，灯杆在楼门口。`

/** Chooses one of the demo accounts on the login page, where the page may be already. */
export async function logIn(page, login, base) {
  if (base) await page.goto(`${base}/field/login`)
  await page.click(`[data-login="${login}"]`)
  await page.locator('[data-tab].on').waitFor()
}

/** Until the shell's worker holds the app and the area is on the phone: from now on no signal is needed. */
export async function readyForTheDay(page, base) {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await page.waitForFunction(async () => {
    const names = await caches.keys()
    const shell = names.find((name) => name.includes('precache'))
    return shell && (await (await caches.open(shell)).keys()).length > 20
  })
  await page.goto(`${base}/field/me`)
  await page.getByText(/[1-9]\d* 个网格/).waitFor()
}

/** A form filled in, with a photo and the place of the phone; not yet submitted. */
export async function write(page, i, photo) {
  await page.click('[data-tab="report"]')
  await page.fill('#text', words(i))
  await page.setInputFiles('#photos', photo ?? picture(`lamp-${i}.png`, [(i * 37) % 256, (i * 91) % 256, (i * 53) % 256], 96 + i))
  await page.locator('.media figure img').first().waitFor()
  await page.locator('.place[data-by="phone"]').waitFor()
}

export async function submit(page) {
  await page.click('.send button')
  await page.waitForURL(/\/field\/queue$/)
}

/** SHA-256 of what an address answers, as the page gets it. */
export function fetchedHash(page, url) {
  return page.evaluate(async (url) => {
    const hash = await crypto.subtle.digest('SHA-256', await (await fetch(url)).arrayBuffer())
    return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  }, url)
}
