// ODK Web Forms' engine, given scripted answers: node answer.mjs FORM.xml ANSWERS.txt
// A line of answers is "/data/r[2]/x = value"; instances of repeats that are not there yet are added. Prints the submission.
// Files that the form draws on stand beside it.

import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { JSDOM } from 'jsdom';

const { window } = new JSDOM('<!doctype html>');
for (const name of ['window', 'document', 'DOMParser', 'XMLSerializer', 'Node', 'Element', 'Document', 'XMLDocument', 'Attr', 'Text', 'CDATASection', 'Comment',
  'ProcessingInstruction', 'XPathResult', 'XPathEvaluator', 'XPathExpression', 'HTMLElement', 'NamedNodeMap', 'NodeList', 'File', 'Blob', 'FormData']) {
  globalThis[name] ??= name === 'window' ? window : window[name];
}
// its parser takes a process for a sign of CommonJS; what it is made for is a browser
const { process } = globalThis;
const [, , file, answers] = process.argv;
delete globalThis.process;
const { createInstance } = await import('@getodk/xforms-engine');

function beside(name) {
  const path = join(dirname(file), name);
  return existsSync(path) ? new Response(readFileSync(path), { headers: { 'content-type': 'text/csv' } }) : new Response('', { status: 404 });
}

const created = await createInstance(readFileSync(file, 'utf8'), {
  form: { missingResourceBehavior: 'BLANK', fetchFormAttachment: async (url) => beside(basename(String(url))) },
});
const root = created.root;

// the engine counts every repeat, the answers only those from the second instance on
const plain = (reference) => reference.replaceAll('[1]', '');

function* below(node) {
  yield node;
  for (const child of node.currentState.children ?? []) yield* below(child);
}

function find(path) {
  for (;;) {
    let range = null;
    for (const node of below(root)) {
      const here = plain(node.currentState.reference);
      if (node.nodeType === 'repeat-range:uncontrolled') {
        const next = node.currentState.children.length + 1;
        const wanted = `${here}${next > 1 ? `[${next}]` : ''}`;
        if (path === wanted || path.startsWith(`${wanted}/`)) range = node;
      } else if (here === path && node.nodeType !== 'group') {
        return node;
      }
    }
    if (range === null) throw new Error(`${path}: is not asked`);
    range.addInstances();
  }
}

function give(node, value) {
  switch (node.nodeType) {
    case 'select':
      return node.selectType === 'select' ? node.selectValues(value === '' ? [] : value.split(' ')) : node.selectValue(value === '' ? null : value);
    case 'rank':
      return node.setValues(value.split(' '));
    case 'trigger':
      return node.setValue(value !== '');
    default:
      return node.setValue(value);
  }
}

for (const line of readFileSync(answers, 'utf8').split('\n')) {
  const at = line.indexOf(' = ');
  if (at > 0 && !line.startsWith('#')) give(find(line.slice(0, at).trim()), line.slice(at + 3).trim());
}
const payload = await root.prepareInstancePayload({ payloadType: 'monolithic' });
const data = payload.data[0] ?? payload.data;
const submission = data.get('xml_submission_file');
process.stdout.write(typeof submission === 'string' ? submission : await submission.text());
