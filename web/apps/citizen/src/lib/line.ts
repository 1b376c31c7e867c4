/** The line to the server. A map is some 400 kB: on a slow or dear line it is drawn only when asked for. */
interface Line {
  effectiveType?: string
  saveData?: boolean
}

export function slowLine(): boolean {
  const line = (navigator as Navigator & { connection?: Line }).connection
  return !!line && (!!line.saveData || /(^|-)2g|3g/.test(line.effectiveType ?? ''))
}
