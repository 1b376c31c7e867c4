// A phone: a browser with a profile of its own on the disk, which can be killed like one whose battery dies.
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { FLAGS, executable, phone as screen, watch } from './browser.mjs'

/** Switched on; `phone.page` is the app. `at` is where it stands. */
export async function switchOn({ at, folder = mkdtempSync(join(tmpdir(), 'jingwei-phone-')), offline = false }) {
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: executable(), args: FLAGS, ...screen, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', offline, acceptDownloads: true,
    geolocation: { longitude: at.lon, latitude: at.lat, accuracy: 9 }, permissions: ['geolocation'],
  })
  context.setDefaultTimeout(20_000)
  const page = context.pages()[0] ?? (await context.newPage())
  watch(page)
  return {
    context, page, folder,
    /** The battery dies: no process of the browser has time for anything. Switched on again, it is the same phone. */
    async die() {
      const gone = new Promise((done) => context.once('close', done))
      for (const pid of processes(folder)) process.kill(pid, 'SIGKILL')
      await Promise.race([gone, new Promise((done) => setTimeout(done, 5_000))])
    },
    async away() {
      await context.close().catch(() => undefined)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The browser process of a profile. */
function processes(folder) {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
      return line.includes(`--user-data-dir=${folder}`) && !line.some((word) => word.startsWith('--type='))
    } catch {
      return false // gone meanwhile
    }
  })
}

/** What the queue of the phone holds, read past the app: the items, and the files with the hash of their very bytes. */
export async function heldBy(page) {
  return page.evaluate(async () => {
    const db = await new Promise((done, fail) => {
      const ask = indexedDB.open('jingwei-field')
      ask.onsuccess = () => done(ask.result)
      ask.onerror = () => fail(ask.error)
    })
    const all = (store) => new Promise((done, fail) => {
      const ask = db.transaction(store).objectStore(store).getAll()
      ask.onsuccess = () => done(ask.result)
      ask.onerror = () => fail(ask.error)
    })
    const [items, media, bytes] = [await all('items'), await all('media'), await all('bytes')]
    db.close()
    const files = {}
    for (const { id, blob } of bytes) {
      const hash = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer())
      files[id] = [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
    }
    return { items, media, files }
  })
}

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')
