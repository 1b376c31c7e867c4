// A leader goes from any number to the single case behind it in two clicks; the number is the length of the list, on the
// screen, in the list and in the file; and the wall screen shows what was reported a moment ago.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { get, inEnglish, open, send, staff } from './lib/browser.mjs'
import { cityDay } from './lib/days.mjs'
import { core } from './lib/ground.mjs'
import { scene } from './lib/scene.mjs'
import { steps } from './lib/steps.mjs'

let city, browser
scene((here) => ({ city, browser } = here))

const number = (text) => Number(text.replaceAll(',', '').trim())

/** How many cases a list holds, page by page, as the address of the list says. */
async function lengthOf(page, href) {
  const url = new URL(href, city.base)
  const query = url.searchParams
  query.set('queue', url.pathname.split('/').at(-1))
  query.set('limit', '50')
  let n = 0
  for (let after; ;) {
    if (after) query.set('after', after)
    const answer = await get(page, `/cases?${query}`)
    n += answer.items.length
    if (!answer.next) return n
    after = answer.next
  }
}

/** The lines of a CSV without quotes in quotes. */
const lines = (text) => text.replace(/^\uFEFF/, '').trim().split('\r\n').map((line) => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/).map((cell) => cell.replace(/^"|"$/g, '')))

test('every number opens into the cases it counts', async (t) => {
  const step = steps(t, () => browser)
  const leader = await staff(browser, city, 'leader')
  const numbers = async (query = '') => {
    await leader.goto(`${city.base}/console/numbers?period=twelve${query}`)
    await leader.locator('[data-group]').first().waitFor()
  }

  await step('from a number to the single case behind it in two clicks', async () => {
    await numbers()
    const figure = leader.locator('[data-row="returned"] [data-measure="returned"] a').first()
    const n = number(await figure.textContent())
    assert.ok(n > 0, 'the demo city has returned cases')
    await figure.click()
    const cases = leader.locator('a.case-link')
    await cases.first().waitFor()
    assert.equal(await cases.count(), Math.min(n, 50))
    await cases.first().click()
    await leader.waitForURL(/\/cases\/\d+-\d+-\d+$/)
    assert.ok((await get(leader, `/cases/${leader.url().split('/').at(-1)}`)).timeline.length > 0)
  })

  await step('every linked number of the measures, now and of the year before, is the length of its list', async () => {
    await numbers()
    await leader.locator('.measures .more').click()
    const links = await leader.locator('.measures [data-measure] a').evaluateAll((all) => all.map((a) => [a.textContent, a.getAttribute('href')]))
    assert.ok(links.length > 12, `only ${links.length} links`)
    for (const [text, href] of links) assert.equal(await lengthOf(leader, href), number(text.replace(/[^\d,]/g, '')), href)
  })

  for (const by of ['area', 'category', 'unit', 'channel', 'month']) {
    await step(`told apart by ${by}, every linked number is the length of its list`, async () => {
      await numbers(`&by=${by}`)
      const links = await leader.locator('.breakdown [data-group] a').evaluateAll((all) => all.map((a) => [a.textContent, a.getAttribute('href')]))
      assert.ok(links.length > 5, `only ${links.length} links`)
      for (const [text, href] of links.filter((_, i) => i % Math.ceil(links.length / 30) === 0)) {
        assert.equal(await lengthOf(leader, href), number(text.replace(/[^\d,]/g, '')), href)
      }
    })
  }

  await step('a county opens into its towns, and back', async () => {
    await numbers()
    const first = leader.locator('[data-group] .into').first()
    const name = await first.textContent()
    await first.click()
    await leader.locator('.crumbs [aria-current=page]', { hasText: name }).waitFor()
    assert.match(leader.url(), /area=\d+/)
    await leader.goBack()
    await leader.locator('.crumbs [aria-current=page]', { hasText: '全域' }).waitFor()
  })

  await step('what a measure counts is told on demand, with numerator and denominator', async () => {
    await numbers()
    await leader.locator('[data-row="on_time"] .what').click()
    const told = await leader.locator('.meaning').textContent()
    const { total } = await get(leader, `/stats/cases?${await leader.evaluate(() => new URLSearchParams({ from: document.querySelector('.own input').value, to: document.querySelectorAll('.own input')[1].value }).toString())}`)
    assert.match(told, /口径|时限/)
    assert.ok(told.includes(String(total.on_time)) && told.includes(String(total.closed)), told)
  })

  await step('the files say the same numbers', async () => {
    await numbers('&by=area')
    const shown = await leader.locator('[data-group]').evaluateAll((rows) => rows.map((row) => [row.dataset.group, row.querySelector('[data-measure="reported"] .main').textContent, row.querySelector('[data-measure="late"] .main').textContent]))
    const file = async (as) => {
      const [download] = await Promise.all([leader.waitForEvent('download'), leader.click(`[data-export="${as}"]`)])
      assert.match(download.suggestedFilename(), new RegExp(`\\.${as}$`))
      return readFileSync(await download.path())
    }
    const csv = await file('csv')
    assert.deepEqual([...csv.subarray(0, 3)], [0xef, 0xbb, 0xbf], 'begins with the mark of UTF-8')
    const [head, ...rows] = lines(csv.toString('utf8'))
    const [reported, late] = [head.indexOf('登记'), head.indexOf('超期办结')]
    assert.deepEqual(rows.slice(0, -1).map((row) => [row[0], number(row[reported]), number(row[late])]), shown.map(([code, r, l]) => [code, number(r), number(l)]))
    assert.equal(number(rows.at(-1)[reported]), shown.reduce((sum, row) => sum + number(row[1]), 0))
    assert.equal((await file('xlsx')).subarray(0, 2).toString(), 'PK')
    assert.deepEqual([...(await file('png')).subarray(1, 4)], [...Buffer.from('PNG')])
  })
  assert.deepEqual(leader.faults, [])
})

test('the wall screen shows a case that was reported meanwhile', async (t) => {
  const step = steps(t, () => browser)
  const wall = await open(browser, { viewport: { width: 1920, height: 1080 } })
  await wall.goto(`${city.base}/console/login?next=/cockpit`)
  await wall.click('[data-login="leader"]')
  await wall.locator('[data-now="open"]').waitFor()
  let reported, before, report

  await step('it fits the screen without scrolling, and every figure leads to its list', async () => {
    const [width, height] = await wall.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight])
    assert.deepEqual([width, height], [1920, 1080])
    for (const queue of ['open', 'late', 'due_soon']) {
      const tile = wall.locator(`[data-now="${queue}"]`)
      assert.equal(await lengthOf(wall, await tile.getAttribute('href')), number(await tile.locator('strong').textContent()))
    }
  })

  await step('a resident reports, and the screen shows it by itself', async () => {
    before = number(await wall.locator('[data-now="open"] strong').textContent())
    const visitor = await open(browser)
    await visitor.goto(`${city.base}/`)
    const { lon, lat } = await core(visitor)
    const said = { text: '驾驶舱旅程：路口的路灯不亮。', category: { pack: 'city-upkeep', code: '010115' }, place: { lon, lat }, reporter: { name: '王秀英', phone: '13800000000' } }
    report = () => visitor.evaluate(async (body) => {
      const answer = await fetch('/api/v1/reports', { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }, body: JSON.stringify(body) })
      return answer.json()
    }, said)
    reported = await report()
    const line = wall.locator(`[data-number="${reported.number}"]`)
    await line.waitFor({ timeout: 15_000 })
    assert.match(await line.getAttribute('class'), /fresh/)
    await wall.waitForFunction((n) => Number(document.querySelector('[data-now="open"] strong').textContent.replaceAll(',', '')) === n + 1, before, { timeout: 30_000 })
  })

  await step('the receiver accepts it, and the screen says so', async () => {
    const receiver = await staff(browser, city, 'receiver')
    const view = await get(receiver, `/cases/${reported.number}`)
    const line = wall.locator(`[data-number="${reported.number}"] .state-tag`)
    const was = await line.textContent()
    const answer = await send(receiver, 'POST', `/cases/${reported.number}/actions/accept`, { version: view.version, input: { category: '010115' } })
    assert.ok(answer.status < 300, JSON.stringify(answer))
    await wall.waitForFunction(([number, was]) => document.querySelector(`[data-number="${number}"] .state-tag`)?.textContent !== was, [reported.number, was], { timeout: 15_000 })
  })

  await step('the server is started anew, and the screen goes on by itself', async () => {
    await city.daysLater(0)
    const next = await report()
    await wall.locator(`[data-number="${next.number}"]`).waitFor({ timeout: 60_000 })
    await wall.locator('.as-of:not(.lost)').waitFor()
  })

  await step('from the screen to the case in one click', async () => {
    await wall.click(`[data-number="${reported.number}"] a`)
    await wall.locator('h1', { hasText: reported.number }).waitFor()
  })
  assert.deepEqual(wall.faults, [])
})

/** True when a point lies inside a ring that closes itself. */
function inside([x, y], ring) {
  let within = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [[ax, ay], [bx, by]] = [ring[i], ring[j]]
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) within = !within
  }
  return within
}

test('the map desk: an area drawn by keyboard, time, a grid and its team, and a picture', async (t) => {
  const step = steps(t, () => browser)
  const leader = await staff(browser, city, 'leader')
  const address = () => new URL(leader.url()).searchParams
  const { lon, lat } = await core(leader)
  const map = async (query) => {
    await leader.goto(`${city.base}/console/map?${query}`)
    await leader.locator('.jw-map canvas').waitFor()
    await leader.waitForFunction(() => new URL(location.href).searchParams.has('at'))
  }
  const day = cityDay(-364)

  await step('an area is drawn from the keyboard, and holds exactly the cases inside', async () => {
    await map(`day=${day}&span=90`)
    await leader.click('[data-tool=draw]')
    const canvas = leader.locator('.jw-map canvas')
    await canvas.focus()
    const moves = [['ArrowUp', 'ArrowLeft'], ['ArrowDown', 'ArrowDown'], ['ArrowRight', 'ArrowRight'], ['ArrowUp', 'ArrowUp']]
    for (const [i, keys] of moves.entries()) {
      for (const key of keys) {
        await leader.keyboard.press(key)
        await leader.waitForTimeout(450)
      }
      await leader.keyboard.press('Enter')
      await leader.waitForFunction((n) => (new URL(location.href).searchParams.get('shape') ?? '').split(';').filter(Boolean).length === n, i + 1)
    }
    await leader.keyboard.press('Control+Enter')
    const ring = address().get('shape').split(';').map((point) => point.split(',').map(Number))
    assert.equal(ring.length, 4)
    const from = new Date(`${day}T00:00:00+08:00`)
    const all = await get(leader, `/cases.geojson?queue=all&registered_from=${from.toISOString()}&registered_before=${new Date(from.getTime() + 90 * 86_400_000).toISOString()}`)
    const expected = all.features.filter((one) => inside(one.geometry.coordinates, ring)).length
    assert.ok(expected > 0, 'the area holds cases')
    await leader.waitForFunction((n) => Number(document.querySelector('[data-inside]')?.textContent.replaceAll(',', '')) === n, expected)
  })

  await step('view, time and what was drawn stand in the address: whoever opens it sees the same', async () => {
    const inside = await leader.locator('[data-inside]').textContent()
    const other = await staff(browser, city, 'supervisor')
    await other.goto(leader.url())
    await other.waitForFunction((n) => document.querySelector('[data-inside]')?.textContent === n, inside)
    assert.deepEqual(other.faults, [])
  })

  await step('a grid opened from the keyboard shows its team and its cases', async () => {
    // beside the middle: the lamp of the journey before stands right there
    await map(`at=${lon + 0.0006},${lat},15.5`)
    const canvas = leader.locator('.jw-map canvas')
    await canvas.focus()
    const cards = leader.locator('[data-area]')
    for (let tries = 0; tries < 10 && !(await cards.count()); tries++) {
      await leader.keyboard.press('Enter')
      await cards.waitFor({ timeout: 1_500 }).catch(() => {})
      assert.match(leader.url(), /\/map\?/, 'a case stands right in the middle')
    }
    const code = await cards.getAttribute('data-area')
    assert.equal(address().get('area'), code)
    const posts = (await get(leader, `/posts?area=${code}&limit=200`)).items.filter((post) => post.area.code === code)
    assert.ok(posts.length > 0)
    await leader.locator('.team b', { hasText: posts[0].person.name }).first().waitFor()
    const open = await get(leader, `/stats/open?area=${code}`)
    assert.equal(Number(await leader.locator('.counts strong').first().textContent()), open.open)
  })

  await step('layers are switched, distance is measured, and the map leaves as a picture', async () => {
    await leader.check('[data-layer=heat]')
    await leader.waitForFunction(() => new URL(location.href).searchParams.get('layers')?.includes('heat'))
    await leader.click('[data-tool=measure]')
    const frame = await leader.locator('.jw-map canvas').boundingBox()
    for (const x of [0.3, 0.6]) await leader.mouse.click(frame.x + frame.width * x, frame.y + frame.height * 0.5)
    assert.match(await leader.locator('.far').textContent(), /米|公里/)
    const [download] = await Promise.all([leader.waitForEvent('download'), leader.click('[data-tool=png]')])
    const png = readFileSync(await download.path())
    assert.equal(png.subarray(1, 4).toString(), 'PNG')
    assert.ok(png.length > 20_000, `a picture of ${png.length} bytes is empty`)
  })

  await step('in English a figure opens the list of exactly its cases', async () => {
    await leader.goto(`${city.base}/console/numbers?period=last`)
    await inEnglish(leader)
    const { total, from_at: from, to_at: to } = await get(leader, `/stats/cases?${new URLSearchParams(await lastMonth(leader))}`)
    for (const [query, n] of [[{ accepted_from: from, accepted_before: to }, total.accepted], [{ closed_from: from, closed_before: to, had: 'on_time' }, total.on_time], [{ answered_from: from, answered_before: to }, total.answered]]) {
      let found = 0
      for (let after; ;) {
        const page = await get(leader, `/cases?${new URLSearchParams({ ...query, limit: '200', ...(after && { after }) })}`)
        found += page.items.length
        after = page.next
        if (!after) break
      }
      assert.equal(found, n, JSON.stringify(query))
    }
    assert.ok(total.accepted > 0 && total.on_time > 0)
    await leader.waitForFunction(() => document.querySelector('#main')?.textContent.includes('Accepted'))
  })
  assert.deepEqual(leader.faults, [])
})

/** First and last day of the month before, in the city's zone. */
async function lastMonth(page) {
  const { to } = await get(page, '/stats/cases')
  const [year, month] = to.split('-').map(Number)
  const day = (m, d) => new Date(Date.UTC(year, m, d)).toISOString().slice(0, 10)
  return { from: day(month - 2, 1), to: day(month - 1, 0) }
}
