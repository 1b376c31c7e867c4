// axe-core on a page, light and dark. It comes in through the debugger, so that the page's own policy stays strict.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
/** What is judged in the dark: the themes differ in colours and in nothing else, and the rest of the rules costs as much again. */
const JUDGED = { light: RULES, dark: ['color-contrast', 'link-in-text-block'] }
const GRAVE = new Set(['serious', 'critical'])

/** Every name but the server's own leads nowhere. */
export const ALONE = ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1']
export const CALM = { reducedMotion: 'reduce' }

/** Waits until nothing of the kind is to be seen. */
function gone(page, kind, options) {
  return page.waitForFunction((kind) => ![...document.querySelectorAll(kind)].some((one) => one.checkVisibility()), kind, options)
}

/** Waits until a page stands: its heading is there, nothing loads any more, nothing moves. */
export async function settle(page) {
  await page.locator('#app :is(h1, h2, form, [role=application])').filter({ visible: true }).first().waitFor()
  // what a closed dialog would load counts for nothing
  await gone(page, '.data-state[role=status], .el-loading-mask, .van-loading', { timeout: 60_000 })
  await page.waitForTimeout(500)
}

/** As the switch of the page does it, without loading it again; waits until every colour has changed over. */
function dress(page, theme) {
  return page.evaluate(async (theme) => {
    const root = document.documentElement
    root.dataset.theme = theme
    for (const name of ['dark', 'van-theme-dark']) root.classList.toggle(name, theme === 'dark')
    const frame = () => new Promise(requestAnimationFrame)
    for (let quiet = 0, n = 0; quiet < 3 && n < 120; n++) {
      await frame()
      quiet = document.getAnimations().some((one) => one instanceof CSSTransition) ? 0 : quiet + 1
    }
  }, theme)
}

/** Serious and critical findings in both themes, each as one line. A word that passes by would be judged while it fades. */
export async function findings(page) {
  await gone(page, '.van-toast')
  await page.evaluate(SOURCE)
  const found = new Map()
  for (const [theme, rules] of Object.entries(JUDGED)) {
    await dress(page, theme)
    const { violations } = await page.evaluate((rules) => window.axe.run(document, { runOnly: rules, resultTypes: ['violations'] }), rules)
    for (const { id, impact, nodes } of violations.filter((one) => GRAVE.has(one.impact))) {
      for (const node of nodes) {
        const at = node.target.join(' ').replace(/:nth-child\(\d+\)|\[[^\]]*\]/g, '')
        const why = [...node.any, ...node.all, ...node.none][0]?.message ?? ''
        // one line for all rows of a list
        found.set(`${theme} ${id} ${at}`, `${theme}: ${id} (${impact}) at ${at}: ${why.slice(0, 150)} ${node.html.slice(0, 90)}`)
      }
    }
  }
  return [...found.values()]
}

/** Keys of messages that stand on the page in place of their words. */
const unsaid = (page) =>
  page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const said = [...document.querySelectorAll('[aria-label], [placeholder], [title]')].flatMap((one) => ['aria-label', 'placeholder', 'title'].map((name) => one.getAttribute(name) ?? ''))
    while (walker.nextNode()) if (!walker.currentNode.parentElement.closest('code, pre, script, style, .jw-mono')) said.push(walker.currentNode.data)
    return said.map((text) => text.trim()).filter((text) => /^[a-z]\w*(\.\w+)+$/i.test(text))
  })

/** Looks at a page; what is wrong with it is told with its address. */
export async function look(t, page, base, path) {
  await t.test(path, async () => {
    await page.goto(base + path)
    await settle(page)
    assert.deepEqual(await findings(page), [], path)
    assert.deepEqual(await unsaid(page), [], `${path}: words that no language has`)
    assert.deepEqual(page.faults.splice(0), [], `${path}: errors, or other hosts asked`)
  })
}
