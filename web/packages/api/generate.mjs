// packages/api/src/generated.ts from openapi.json, which is what `jingwei openapi` prints.
import { readFileSync, writeFileSync } from 'node:fs'
import openapiTS, { astToString } from 'openapi-typescript'

const here = new URL('.', import.meta.url)
const document = JSON.parse(readFileSync(new URL('openapi.json', here), 'utf8'))
for (const path of Object.values(document.paths)) {
  // the client goes by path and method: names of operations would only say everything twice
  for (const operation of Object.values(path)) delete operation.operationId
}
const types = astToString(await openapiTS(document))
writeFileSync(new URL('src/generated.ts', here), `/* Made by \`make openapi\` from openapi.json; not edited by hand. */\n${types}`)
