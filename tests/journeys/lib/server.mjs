// The real binary with a demo city in a folder of its own. It can be stopped and started again some days later.
import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const HERE = dirname(fileURLToPath(import.meta.url))
const ROOT = resolve(HERE, '../../..')
const BINARY = resolve(process.env.JINGWEI_BIN ?? join(ROOT, 'target/debug/jingwei'))

function freePort() {
  return new Promise((done, fail) => {
    const probe = createServer()
    probe.once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => done(port))
    })
  })
}

function skewLibrary(folder) {
  const library = join(folder, 'skew.so')
  execFileSync(process.env.CC ?? 'cc', ['-shared', '-fPIC', '-O1', '-o', library, join(HERE, 'skew.c'), '-ldl'])
  return library
}

/** The demo city is built once for each binary, and every journey begins with a copy of it. */
function template(cases) {
  const family = `jingwei-journey-city-${createHash('sha256').update(BINARY).digest('hex').slice(0, 8)}-`
  const made = `${family}${Math.floor(statSync(BINARY).mtimeMs)}-`
  const kept = join(tmpdir(), `${made}${cases}`)
  if (existsSync(kept)) return kept
  // cities of older builds of this binary are of no more use
  for (const old of readdirSync(tmpdir()).filter((one) => one.startsWith(family) && !one.startsWith(made))) {
    rmSync(join(tmpdir(), old), { recursive: true, force: true })
  }
  const fresh = mkdtempSync(join(tmpdir(), 'jingwei-journey-build-'))
  execFileSync(BINARY, ['demo', '--cases', String(cases), '--data', fresh, '--build-only'], { stdio: ['ignore', 'ignore', 'pipe'], maxBuffer: 1 << 28 })
  try {
    renameSync(fresh, kept)
  } catch {
    rmSync(fresh, { recursive: true, force: true }) // somebody else was faster
  }
  return kept
}

async function ready(child, base) {
  const until = Date.now() + 240_000
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`)
    const answer = await fetch(`${base}/readyz`).catch(() => null)
    if (answer?.ok) return
    await new Promise((go) => setTimeout(go, 250))
  }
  throw new Error('the server did not become ready')
}

/** Starts a demo city. `city.base` is its address; `settings` gives more of the environment, once that is known. */
export async function startCity({ cases = 200, settings } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'jingwei-journey-'))
  cpSync(template(cases), join(folder, 'data'), { recursive: true })
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  let child
  let log = ''
  let days = 0

  async function run(skewSeconds) {
    const env = { ...process.env, JINGWEI_WEB: process.env.JINGWEI_WEB ?? join(ROOT, 'web/apps'), ...settings?.(base) }
    if (skewSeconds) Object.assign(env, { LD_PRELOAD: skewLibrary(folder), JOURNEY_SKEW: String(skewSeconds) })
    const args = ['demo', '--cases', String(cases), '--data', join(folder, 'data'), '--listen', `127.0.0.1:${port}`]
    child = spawn(BINARY, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
    const keep = (chunk) => (log = (log + chunk).slice(-200_000))
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    try {
      await ready(child, base)
    } catch (error) {
      await halt()
      throw new Error(`${error.message}\n${log}`)
    }
  }

  async function halt() {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((done) => child.once('exit', done))
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), 10_000)
    await gone
    clearTimeout(timer)
  }

  await run(0)
  return {
    base,
    folder,
    /** The city's own present. */
    now: () => new Date(Date.now() + days * 86_400_000),
    log: () => log,
    /** Stops, and starts again with the clock so many days ahead. */
    async daysLater(more) {
      await halt()
      days += more
      await run(days * 86_400)
    },
    /** Stops, lets another tool of the binary work on the data, and starts again. */
    async tool(...args) {
      await halt()
      execFileSync(BINARY, [...args, '--data', join(folder, 'data')], { stdio: ['ignore', 'ignore', 'pipe'] })
      await run(days * 86_400)
    },
    /** Gone at once, as when the power is cut. */
    async kill() {
      const gone = new Promise((done) => child.once('exit', done))
      child.kill('SIGKILL')
      await gone
    },
    /** Started again after a kill, on the same data. */
    back: () => run(days * 86_400),
    async stop() {
      await halt()
      if (!process.env.JOURNEY_KEEP) rmSync(folder, { recursive: true, force: true })
    },
  }
}
