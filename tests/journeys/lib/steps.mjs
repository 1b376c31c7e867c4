// The steps of a journey: after one that failed the rest are skipped, and what the pages showed is kept as pictures.
import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export function steps(t, browser) {
  let broken = false
  return (name, run) =>
    t.test(name, { skip: broken && 'a step before it failed' }, async () => {
      try {
        await run()
      } catch (error) {
        broken = true
        error.message += `\nscreens: ${await keep(browser(), name)}`
        throw error
      }
    })
}

async function keep(browser, name) {
  const folder = join(process.env.JOURNEY_SCREENS ?? join(tmpdir(), 'jingwei-journey-screens'), name.replace(/[^\w]+/g, '-').slice(0, 60))
  mkdirSync(folder, { recursive: true })
  const pages = browser.contexts().flatMap((context) => context.pages())
  for (const [i, page] of pages.entries()) {
    const file = `${String(i).padStart(2, '0')}-${page.login ?? 'visitor'}.png`
    await page.screenshot({ path: join(folder, file) }).catch(() => undefined)
  }
  return folder
}
