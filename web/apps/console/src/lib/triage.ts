/** The list one came from, so that the case page can go to the next without going back. */
const KEY = 'jw.triage'

interface Triage {
  from: string
  numbers: string[]
}

export function rememberList(from: string, numbers: string[]): void {
  sessionStorage.setItem(KEY, JSON.stringify({ from, numbers } satisfies Triage))
}

function recall(): Triage {
  try {
    const stored = JSON.parse(sessionStorage.getItem(KEY) ?? '') as Triage
    if (Array.isArray(stored.numbers)) return stored
  } catch {
    // nothing was kept: the page was opened by its address
  }
  return { from: '/inbox/todo', numbers: [] }
}

export function neighbours(number: string): { from: string; previous?: string; next?: string; at: number; of: number } {
  const { from, numbers } = recall()
  const at = numbers.indexOf(number)
  if (at < 0) return { from, at: -1, of: numbers.length }
  return { from, previous: numbers[at - 1], next: numbers[at + 1], at, of: numbers.length }
}
