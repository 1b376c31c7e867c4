/** How old a value is, in the unit that matters for a register. */
const DAY = 86_400_000
const MONTH = 30.44 * DAY

export function ageOf(at: string | null | undefined, now = Date.now()): ['today' | 'days' | 'months' | 'years', number] | undefined {
  const ms = now - Date.parse(at ?? '')
  if (Number.isNaN(ms)) return undefined
  if (ms < DAY) return ['today', 0]
  if (ms < 60 * DAY) return ['days', Math.floor(ms / DAY)]
  return ms < 24 * MONTH ? ['months', Math.floor(ms / MONTH)] : ['years', Math.floor(ms / (12 * MONTH))]
}

