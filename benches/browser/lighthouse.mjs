// Lighthouse on the citizen's report page, as it judges phones: node lighthouse.mjs BASE RUNS
import { createServer } from 'node:net'
import lighthouse from 'lighthouse'
import { launch } from '../../tests/journeys/lib/browser.mjs'
import { quantile, tell } from './figures.mjs'

const [base, runs] = [process.argv[2], Number(process.argv[3] ?? 3)]

const freePort = () => new Promise((done) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address()
    probe.close(() => done(port))
  })
})

const port = await freePort()
const browser = await launch([`--remote-debugging-port=${port}`])
const scores = { performance: [], accessibility: [] }
const paint = []
const faults = new Set()
try {
  for (let run = 0; run < runs; run++) {
    // its own defaults: a phone of the middle class (processor 4 times slower), slow 4G
    const { lhr } = await lighthouse(`${base}/report`, { port, onlyCategories: Object.keys(scores), logLevel: 'error' })
    if (lhr.runtimeError) throw new Error(lhr.runtimeError.message)
    for (const [id, category] of Object.entries(lhr.categories)) {
      scores[id].push(category.score * 100)
      if (id === 'accessibility') category.auditRefs.filter(({ id: audit }) => lhr.audits[audit].score === 0).forEach(({ id: audit }) => faults.add(audit))
    }
    paint.push(lhr.audits['largest-contentful-paint'].numericValue)
  }
} finally {
  await browser.close()
}

tell({ name: 'Lighthouse, report page, phone: performance', value: quantile(scores.performance, 0.5), unit: 'of 100', at_least: 95, note: `largest paint ${(quantile(paint, 0.5) / 1000).toFixed(1)} s on slow 4G, n = ${runs}` })
tell({ name: 'Lighthouse, report page, phone: accessibility', value: Math.min(...scores.accessibility), unit: 'of 100', at_least: 100, note: [...faults].join(', ') })
