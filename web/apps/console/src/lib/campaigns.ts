/** Lists that are handed down: as people paste them, and as offices save them. */

/** Text of a file: UTF-8, else what Chinese offices write. */
export function decode(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

/** The cells of a CSV text; quotes, and commas, semicolons or tabs between. */
export function cells(text: string): string[][] {
  const head = text.slice(0, text.indexOf('\n') < 0 ? undefined : text.indexOf('\n'))
  const comma = [',', '\t', ';', '，'].sort((a, b) => head.split(b).length - head.split(a).length)[0]!
  const rows: string[][] = [['']]
  let quoted = false
  const put = (char: string) => { const row = rows.at(-1)!; row[row.length - 1] += char }
  const whole = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  for (let at = 0; at < whole.length; at++) {
    const char = whole[at]!
    if (char === '"' && quoted && whole[at + 1] === '"') put(whole[++at]!)
    else if (char === '"' && (quoted || !rows.at(-1)!.at(-1))) quoted = !quoted
    else if (quoted) put(char)
    else if (char === comma) rows.at(-1)!.push('')
    else if (char === '\n') rows.push([''])
    else put(char)
  }
  return rows.filter((row) => row.some((cell) => cell.trim()))
}

/** The column that is a list: the one with most different values. */
export function likeliest(rows: string[][]): number {
  const width = Math.max(0, ...rows.map((row) => row.length))
  const kinds = Array.from({ length: width }, (_, at) => new Set(rows.map((row) => row[at]?.trim()).filter(Boolean)).size)
  return Math.max(0, kinds.indexOf(Math.max(...kinds)))
}
