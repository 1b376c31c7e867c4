// Every main page of the console, light and dark: no serious or critical finding of axe-core, and no word to any other host.
import { test } from 'node:test'
import { ALONE, CALM, look, settle } from './lib/axe.mjs'
import { get, open, send, staff } from './lib/browser.mjs'
import { core } from './lib/ground.mjs'
import { scene } from './lib/scene.mjs'

let city, browser
scene((here) => ({ city, browser } = here), { flags: ALONE })

/** Duties whose menus together hold every page. */
const DUTIES = ['dispatcher', 'supervisor', 'leader', 'admin', 'security', 'audit']

test('the console', async (t) => {
  const visitor = await open(browser, CALM)
  await look(t, visitor, city.base, '/console/login')
  const seen = new Set()
  for (const login of DUTIES) {
    const page = await staff(browser, city, login, CALM)
    await page.locator('a[href^="/console/"]').first().waitFor()
    await settle(page)
    const links = await page.locator('nav a[href^="/console/"]').evaluateAll((all) => all.map((a) => new URL(a.href).pathname))
    for (const path of [...links, ...(await more(page, login))]) {
      // one queue of the inbox shows what all are like
      const kind = path.replace(/(\/inbox\/).*/, '$1')
      if (seen.has(kind) || path === '/console/') continue
      seen.add(kind)
      await look(t, page, city.base, path)
    }
    await page.context().close()
  }
  t.diagnostic(`${seen.size} pages`)
})

/** Pages that no menu names. */
async function more(page, login) {
  if (login === 'dispatcher') {
    const { items } = await get(page, '/cases?queue=all&limit=1')
    const number = items[0].number
    const [paper] = (await get(page, `/cases/${number}/papers`)).items
    const [row] = (await get(page, '/register/records?kind=person&limit=1')).items
    const papers = paper ? [`/console/cases/${number}/papers/${paper.id}`] : []
    const [pair] = (await get(page, '/register/pairs?kind=person&state=joined&limit=1')).items
    const addresses = ['/console/records/addresses?q=%E5%B0%8F%E5%8C%BA', `/console/records/addresses?under=${(await core(page)).village.code}`]
    const records = ['/console/records?kind=person', '/console/records/kinds', ...addresses, `/console/records/${row.id}`, '/console/map?res=place,component:01', '/console/records/review', `/console/records/${pair.a}`, '/console/records/linkage']
    return [...papers, ...records, '/console/notices', `/console/cases/${number}`, `/console/cases/${number}/receipt`, `/console/cases/${number}/record`]
  }
  if (login === 'audit') return ['/console/audit/reveals']
  if (login === 'supervisor') {
    const [bulletin] = (await get(page, '/bulletins?limit=1')).items
    return ['/console/supervision', `/console/bulletins/${bulletin.id}`, `/console/bulletins/${bulletin.id}/cases?measure=reported`]
  }
  if (login === 'leader') {
    const [unit] = (await get(page, `/units?q=${encodeURIComponent('治理中心')}&limit=1`)).items
    const { body } = await send(page, 'POST', '/duty', { unit: unit.code, kind: 'receiver', name: { zh: '受理台', en: 'Intake desk' } })
    const now = Date.now()
    const { people } = await get(page, `/duty/${body.id}`)
    const shift = { person: people[0].id, from: new Date(now - 3_600_000).toISOString(), to: new Date(now + 86_400_000 * 2).toISOString() }
    await send(page, 'POST', `/duty/${body.id}/shifts`, { shifts: [shift] })
    return ['/console/duty?unit=' + unit.code, `/console/duty/${body.id}`]
  }
  if (login === 'admin') {
    const views = ['state=to_dispatch&ways=on,back,rest,end', 'view=table', 'view=versions', 'view=compare']
    return ['/console/units/import', '/console/records/import', `/console/grids?under=${(await core(page)).village.code}&tool=split`, ...views.map((query) => `/console/packs/city-upkeep?${query}`)]
  }
  if (login === 'security') {
    const [post] = (await get(page, '/posts?kind=grid_worker&limit=1')).items
    const of = `/console/teams/${post.area.code}`
    return ['/console/packs/city-upkeep', '/console/account', '/console/people/import', '/console/roles?role=supervisor', `/console/people/${post.person.id}`, of, `${of}/board`]
  }
  return []
}
