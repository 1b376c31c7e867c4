/**
 * Somebody who fills forms in the engine of ODK Web Forms, for tests that are not in JavaScript: a line of JSON in, a line out.
 *
 *   {op: "fill", xform, seed, more}      answers everything that is asked, by type and seed, in `more` further instances of each repeat
 *   {op: "tell", xform, given, counts}   gives the answers that were given elsewhere, as far as the form asks for them
 *   {op: "read", xform, xml}             opens a record in its form
 */
import { createInterface } from 'node:readline'
import { JSDOM } from 'jsdom'

const { window } = new JSDOM('<!doctype html>')
for (const name of ['window', 'document', 'DOMParser', 'XMLSerializer', 'Node', 'Element', 'Document', 'XMLDocument', 'Attr', 'Text', 'CDATASection', 'Comment',
  'ProcessingInstruction', 'XPathResult', 'XPathEvaluator', 'XPathExpression', 'HTMLElement', 'NamedNodeMap', 'NodeList', 'File', 'Blob', 'FormData']) {
  globalThis[name] ??= name === 'window' ? window : window[name]
}
// its parser takes a process for a sign of CommonJS while it starts; what it is made for is a browser
const { process } = globalThis
delete globalThis.process
const { createInstance, restoreInstance } = await import('@getodk/xforms-engine')
globalThis.process = process

const OPTIONS = {
  form: { missingResourceBehavior: 'BLANK', fetchFormAttachment: () => Promise.resolve(new Response('', { status: 404 })) },
  instance: { instanceAttachments: { fileNameFactory: ({ basename, extension }) => `${basename}${extension ?? ''}` } },
}
const LEAVES = ['input', 'select', 'upload', 'trigger', 'range', 'rank']

const nameOf = (node) => node.currentState.reference.replace(/\[\d+\]/g, '').split('/').pop()
// the engine numbers every instance, from 1
const keyOf = (node) => `${nameOf(node)}#${Math.max(1, ...[...node.currentState.reference.matchAll(/\[(\d+)\]/g)].map((m) => Number(m[1])))}`

function* below(node) {
  if (!node.currentState.relevant) return
  yield node
  for (const child of node.currentState.children ?? []) yield* below(child)
}
const ranges = (root) => [...below(root)].filter((node) => node.nodeType === 'repeat-range:uncontrolled')
const questions = (root) => [...below(root)].filter((node) => LEAVES.includes(node.nodeType) && !node.currentState.readonly && nameOf(node) !== 'instanceID')

/** The same number for the same text. */
function hash(text) {
  let h = 2166136261
  for (const c of text) h = Math.imul(h ^ c.codePointAt(0), 16777619) >>> 0
  // the last characters weigh as much as the first
  h = Math.imul(h ^ (h >>> 15), 2246822507) >>> 0
  return (h ^ (h >>> 13)) >>> 0
}

const digits = (h, n) => Array.from({ length: n }, (_, at) => (hash(`${h}/${at}`) % 10)).join('')

/** A citizen number that is none of anybody: its day of birth and its check digit are right. */
function citizen(h) {
  const body = `999999${1950 + (h % 60)}0${1 + (h % 9)}1${h % 10}${digits(h, 3)}`
  const sum = [...body].reduce((all, c, at) => all + Number(c) * [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2][at], 0)
  return body + '10X98765432'[sum % 11]
}

/** What may be said to a question, what is likeliest first. */
function answersTo(node, key, seed) {
  const h = hash(`${seed}/${key}`)
  if (node.nodeType === 'upload') return [`p${h}.jpg`]
  if (node.nodeType === 'trigger') return ['OK']
  if (node.nodeType === 'select') {
    const values = node.currentState.valueOptions.map((option) => option.value)
    if (node.selectType !== 'select') return values.slice(h % values.length).concat(values)
    return [values.filter((_, at) => (h >> at) & 1).join(' ') || values[0]]
  }
  switch (node.valueType) {
    case 'int': return [String(1 + (h % 40))]
    case 'decimal': return [`${1 + (h % 90)}.5`, String(1 + (h % 90))]
    case 'date': return [`20${String(10 + (h % 17))}-0${1 + (h % 9)}-1${h % 10}`]
    case 'time': return [`0${1 + (h % 9)}:30:00.000+08:00`]
    case 'dateTime': return [`2026-0${1 + (h % 9)}-1${h % 10}T09:30:00.000+08:00`]
    case 'geopoint': return [`25.${h % 1000} 119.${h % 1000} 0 5`]
    default: return [`样本${h % 10000} <&>`, `139${digits(h, 8)}`, citizen(h), `9135${digits(h, 14)}`]
  }
}

function give(node, value) {
  switch (node.nodeType) {
    case 'select': return node.selectType === 'select' ? node.selectValues(value.split(' ').filter(Boolean)) : node.selectValue(value || null)
    case 'rank': return node.setValues(value.split(' '))
    case 'trigger': return node.setValue(value !== '')
    case 'upload': return node.setValue(new File(['x'], value, { type: 'image/jpeg' }))
    default: return node.setValue(value)
  }
}

const said = (node) => node.currentState.instanceValue
const wrong = (root) => questions(root).filter((node) => node.validationState.violation).map((node) => `${keyOf(node)}: ${node.validationState.violation.condition} ${said(node)}`)

async function done(root, more) {
  await root.prepareInstancePayload({ payloadType: 'monolithic' })
  return { xml: root.instanceState.instanceXML, wrong: wrong(root), ...more }
}

const open = async (xform) => (await createInstance(xform, OPTIONS)).root

async function fill({ xform, seed, more = 0 }) {
  const root = await open(xform)
  let given = {}
  const grown = new Set()
  for (let again = true; again;) {
    again = false
    for (const range of ranges(root)) {
      if (grown.has(nameOf(range))) continue
      grown.add(nameOf(range))
      for (let n = 0; n < more; n++) range.addInstances()
    }
    for (const node of questions(root)) {
      const key = keyOf(node)
      if (key in given || !node.currentState.relevant) continue
      again = true
      // three of four values that are known are confirmed
      if (!said(node) || hash(`${seed}?${key}`) % 4 === 0) {
        for (const value of answersTo(node, key, seed)) {
          give(node, value)
          if (node.nodeType === 'upload' || !node.validationState.violation) break
        }
      }
      given[key] = said(node)
    }
  }
  // what a later answer made irrelevant was not said
  const asked = new Set(questions(root).map(keyOf))
  given = Object.fromEntries(Object.entries(given).filter(([key]) => asked.has(key)))
  const counts = Object.fromEntries(ranges(root).map((range) => [nameOf(range), range.currentState.children.length]))
  return done(root, { given, counts })
}

async function tell({ xform, given, counts }) {
  const root = await open(xform)
  const told = new Set()
  for (let again = true; again;) {
    again = false
    for (const range of ranges(root)) while (range.currentState.children.length < (counts[nameOf(range)] ?? 1)) range.addInstances()
    for (const node of questions(root)) {
      const key = keyOf(node)
      if (told.has(key) || !(key in given) || !node.currentState.relevant) continue
      again = true
      told.add(key)
      if (given[key] !== '') give(node, given[key])
    }
  }
  const unasked = questions(root).map(keyOf).filter((key) => !told.has(key))
  return done(root, { unasked, told: told.size })
}

async function read({ xform, xml }) {
  const data = new FormData()
  data.append('xml_submission_file', new File([xml], 'xml_submission_file', { type: 'text/xml' }))
  for (const [, name] of xml.matchAll(/>(p\d+\.jpg)</g)) data.append(name, new File(['x'], name, { type: 'image/jpeg' }))
  const { root } = await restoreInstance(xform, { data: [data] }, OPTIONS)
  return done(root, { asked: questions(root).length })
}

const does = { fill, tell, read }
for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line)
  let answer
  try {
    answer = await does[asked.op](asked)
  } catch (error) {
    answer = { error: String(error?.stack ?? error) }
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`)
}
