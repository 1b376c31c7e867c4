// The map's administrator splits a grid that has two neighbours and open cases, is told at once what is wrong, and lets the cases follow;
// then joins the halves again from the keyboard alone, in English.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findings } from './lib/axe.mjs'
import { get, send, staff } from './lib/browser.mjs'
import { core } from './lib/ground.mjs'
import { scene } from './lib/scene.mjs'
import { steps } from './lib/steps.mjs'

let city, browser
scene((here) => ({ city, browser } = here))

const ringsOf = ({ geometry }) => (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates).flat()
const corners = (feature) => ringsOf(feature).flat().map((point) => point.join())
const boxOf = (feature) => {
  const [xs, ys] = [0, 1].map((i) => ringsOf(feature).flat().map((point) => point[i]))
  return { west: Math.min(...xs), south: Math.min(...ys), east: Math.max(...xs), north: Math.max(...ys) }
}
const inside = ([x, y], feature) => ringsOf(feature).reduce((within, ring) => {
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [[ax, ay], [bx, by]] = [ring[i], ring[j]]
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) within = !within
  }
  return within
}, false)

const grids = async (page, village) => (await get(page, `/areas.geojson?level=grid&parent=${village}&tolerance=0`)).features

/** An ordinary grid with two neighbours or more, and two places in it, west and east of its middle. */
function choose(all) {
  for (const grid of all.filter((one) => one.properties.kind === 'ordinary')) {
    const mine = new Set(corners(grid))
    const neighbours = all.filter((one) => one !== grid && corners(one).filter((point) => mine.has(point)).length > 1)
    const { west, east, south, north } = boxOf(grid)
    const middle = (west + east) / 2
    const found = (from, to) => {
      for (let i = 1; i < 40; i++) {
        for (let j = 1; j < 20; j++) {
          const at = [from + ((to - from) * j) / 20, south + ((north - south) * i) / 40]
          if (inside(at, grid) && !all.some((one) => one.properties.kind === 'exclusive' && inside(at, one))) return at.map((x) => Number(x.toFixed(6)))
        }
      }
      return undefined
    }
    const [left, right] = [found(west, middle - (east - west) * 0.05), found(middle + (east - west) * 0.05, east)]
    if (neighbours.length > 1 && left && right) return { grid, neighbours, left, right, middle, south, north, height: north - south }
  }
  throw new Error('no grid with two neighbours')
}

/** Where places of the ground are on the screen: the map shows the village whole, 24 pixels from its edges. */
async function screen(page, [west, south, east, north]) {
  const box = await page.locator('.editor-map canvas').boundingBox()
  const y = (lat) => Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360))
  const x = (lon) => (lon * Math.PI) / 180
  const scale = Math.min((box.width - 48) / (x(east) - x(west)), (box.height - 48) / (y(north) - y(south)))
  const [cx, cy] = [(x(west) + x(east)) / 2, (y(south) + y(north)) / 2]
  return ([lon, lat]) => [box.x + box.width / 2 + (x(lon) - cx) * scale, box.y + box.height / 2 - (y(lat) - cy) * scale]
}

const verdict = (page, errors) => page.locator(`[data-verdict][data-settled][data-errors="${errors}"]`).waitFor()

test('a grid is split, and its cases follow', async (t) => {
  const step = steps(t, () => browser)
  const receiver = await staff(browser, city, 'receiver')
  const admin = await staff(browser, city, 'admin')
  const place = await core(receiver)
  const village = await get(admin, `/areas/${place.village.code}`)
  const before = await grids(admin, village.code)
  const spot = choose(before)
  const old = spot.grid.properties.code
  const numbers = { west: [], east: [] }
  let pixels, fresh

  await step('cases lie on both sides', async () => {
    for (const [side, [lon, lat]] of [['west', spot.left], ['east', spot.right]]) {
      for (let i = 0; i < 3; i++) {
        const body = { text: `路灯不亮 ${side} ${i}`, category: { pack: 'city-upkeep', code: '010115' }, place: { lon, lat, address: '和平路' }, reporter: {}, anonymous: true, channel: 'phone', attachments: [] }
        const { status, body: done } = await send(receiver, 'POST', '/cases', body)
        assert.equal(status, 201, JSON.stringify(done))
        numbers[side].push(done.number)
      }
    }
    const { items } = await get(receiver, `/cases?queue=open&area=${old}&limit=200`)
    assert.ok([...numbers.west, ...numbers.east].every((number) => items.some((one) => one.number === number)), 'they are listed under the grid')
  })

  await step('the village is found and drawn', async () => {
    await admin.locator('nav a[href="/console/grids"]').click()
    await admin.locator('#under').fill(village.code)
    await admin.locator('[role=option]', { hasText: village.name.zh }).first().click()
    await admin.locator('.editor-map [data-ready]').waitFor()
    await admin.locator(`[data-grid="${old}"]`).waitFor()
    assert.equal(await admin.locator('[data-grid]').count(), before.length)
    pixels = await screen(admin, village.bbox)
  })

  await step('a border drawn out of the village is told at once, and taken back', async () => {
    await admin.click('[data-tool="move"]')
    const times = new Map()
    before.flatMap(corners).forEach((point) => times.set(point, (times.get(point) ?? 0) + 1))
    // the corner that lies farthest north is one of the village's own border
    const top = ringsOf(before.reduce((a, b) => (boxOf(b).north > boxOf(a).north ? b : a))).flat().reduce((a, b) => (b[1] > a[1] ? b : a))
    const [x, y] = pixels(top)
    await admin.mouse.move(x, y)
    await admin.mouse.down()
    await admin.mouse.move(x + 6, y - 8, { steps: 3 })
    await admin.mouse.move(x + 12, y - 14, { steps: 3 })
    await admin.mouse.up()
    await admin.locator('[data-problem="outside_parent"][data-severity="error"]').first().waitFor()
    assert.ok(await admin.locator('[data-commit]').isDisabled())
    await admin.click('[data-undo]')
    await admin.locator('[data-problem]').first().waitFor({ state: 'detached' })
    assert.equal(await admin.locator('[data-edits]').count(), 0)
  })

  await step('a line that does not reach through is told, and taken back', async () => {
    await admin.click('[data-tool="split"]')
    await admin.locator(`[data-grid="${old}"] input`).check()
    await admin.mouse.click(...pixels([spot.middle, spot.north + spot.height * 0.2]))
    await admin.mouse.click(...pixels([spot.middle, (spot.north + spot.south) / 2]))
    await verdict(admin, 1)
    await admin.locator('[data-problem="not_cut"]').waitFor()
    assert.deepEqual(await findings(admin), [], 'axe, with a problem on the screen')
    await admin.click('[data-undo]')
    await admin.locator('[data-verdict]').waitFor({ state: 'detached' })
  })

  await step('the line is drawn through, the halves are named', async () => {
    await admin.mouse.click(...pixels([spot.middle, spot.south - spot.height * 0.2]))
    await verdict(admin, 0)
    const names = admin.locator('[data-new]')
    assert.equal(await names.count(), 2)
    fresh = await names.evaluateAll((all) => all.map((one) => one.dataset.new))
    await names.nth(0).locator('input').first().fill('东风西片')
    await names.nth(0).locator('input').first().press('Tab')
    await names.nth(1).locator('input').first().fill('东风东片')
    await names.nth(1).locator('input').first().press('Tab')
    await verdict(admin, 0)
    await admin.locator(`[data-fate="retired"][data-code="${old}"]`).waitFor()
    await admin.locator('[data-posts]').waitFor()
    await admin.click('[data-commit]')
    await admin.locator('[data-relocation]').waitFor()
  })

  await step('neighbours are as they were, borders are shared to the last digit', async () => {
    const after = await grids(admin, village.code)
    const left = before.filter((one) => one !== spot.grid)
    for (const one of left) assert.deepEqual(after.find((now) => now.id === one.id), one, `${one.id} is as it was`)
    assert.ok(!after.some((one) => one.id === old))
    const halves = after.filter((one) => !left.some((was) => was.id === one.id))
    assert.deepEqual(halves.map((one) => one.id).sort(), [...fresh].sort())
    assert.deepEqual(halves.map((one) => one.properties.name.zh).sort(), ['东风东片', '东风西片'])
    const now = new Set(halves.flatMap(corners))
    assert.ok(corners(spot.grid).every((point) => now.has(point)), 'every corner of the old border is one of the new')
    const cut = (one) => new Set(corners(one).filter((point) => !corners(spot.grid).includes(point)))
    assert.deepEqual([...cut(halves[0])].sort(), [...cut(halves[1])].sort(), 'both halves have the same new border')
  })

  await step('the cases follow when asked', async () => {
    const { items } = await get(receiver, `/cases?queue=open&area=${village.code}&limit=200`)
    assert.ok(items.some((one) => numbers.west.includes(one.number)), 'until then they are not lost')
    await admin.locator('[data-relocation] [data-to]').first().waitFor()
    const told = await admin.locator('[data-relocation] [data-to]').evaluateAll((all) => all.reduce((sum, row) => sum + Number(row.dataset.open), 0))
    assert.ok(told >= 6, `${told} would move`)
    await admin.click('[data-run-it]')
    await admin.locator('[data-run][data-state="done"]').waitFor()
    await admin.locator('[data-relocation] [data-none]').waitFor()
    const where = await get(admin, `/locate?lon=${spot.left[0]}&lat=${spot.left[1]}`)
    const other = fresh.find((code) => code !== where.grid)
    for (const [area, mine] of [[where.grid, numbers.west], [other, numbers.east]]) {
      const { items } = await get(receiver, `/cases?queue=open&area=${area}&limit=200`)
      assert.ok(mine.every((number) => items.some((one) => one.number === number)), `${mine} are listed under ${area}`)
    }
    const shown = await get(receiver, `/cases/${numbers.west[0]}`)
    assert.ok(JSON.stringify(shown.timeline).includes('system.relocated'))
    const past = await get(admin, `/areas/${old}/history`)
    assert.equal(past.length, 1)
  })

  await step('in English and from the keyboard, the halves are joined again', async () => {
    const page = await staff(browser, city, 'admin')
    await page.evaluate(() => localStorage.setItem('jw.language', 'en'))
    await page.goto(`${city.base}/console/grids?under=${village.code}`)
    await page.getByRole('heading', { name: 'Grid editor' }).waitFor()
    await page.locator(`[data-grid="${fresh[0]}"]`).waitFor()
    await page.evaluate(() => addEventListener('mousedown', () => (window.touched = true), true))
    await page.getByRole('button', { name: 'Merge' }).focus()
    await page.keyboard.press('Enter')
    for (const code of fresh) {
      await page.locator(`[data-grid="${code}"] input`).focus()
      await page.keyboard.press('Space')
    }
    await verdict(page, 0)
    const name = page.getByLabel('Name of piece 1 Name', { exact: true })
    await name.focus()
    await page.keyboard.press('Control+A')
    await page.keyboard.type('东风网格')
    await page.keyboard.press('Tab')
    await verdict(page, 0)
    await page.getByRole('button', { name: 'Commit the change' }).focus()
    await page.keyboard.press('Enter')
    await page.locator('[data-relocation]').waitFor()
    assert.equal(await page.evaluate(() => window.touched), undefined)
    const after = await grids(page, village.code)
    assert.equal(after.length, before.length)
    const whole = after.find((one) => one.properties.name.zh === '东风网格')
    const now = new Set(corners(whole))
    assert.ok(corners(spot.grid).every((point) => now.has(point)), 'the border is the old one again')
    const run = page.locator('[data-run-it]')
    await run.focus()
    await page.keyboard.press('Enter')
    await page.locator('[data-run][data-state="done"]').waitFor()
    const { items } = await get(receiver, `/cases?queue=open&area=${whole.id}&limit=200`)
    assert.ok([...numbers.west, ...numbers.east].every((number) => items.some((one) => one.number === number)))
    assert.deepEqual(page.faults, [])
  })
  assert.deepEqual(admin.faults, [])
})
