/** Reports kept on this device: number and token, so that nobody has to write them down. */
import { ref } from 'vue'

export interface Kept {
  number: string
  token: string
  text: string
  at: string
  receipt?: string
  followed?: boolean
}

const KEY = 'jw.reports'

function read(): Kept[] {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? '[]') as Kept[]
    return Array.isArray(stored) ? stored.filter((k) => typeof k.number === 'string' && typeof k.token === 'string') : []
  } catch {
    return []
  }
}

export const kept = ref<Kept[]>(read())

function write(next: Kept[]): void {
  kept.value = next
  try {
    localStorage.setItem(KEY, JSON.stringify(next))
  } catch {
    // storage is full or refused: the receipt on the screen still has both
  }
}

export function keep(report: Kept): void {
  write([report, ...kept.value.filter((k) => k.number !== report.number)].slice(0, 200))
}

export function forget(number: string): void {
  write(kept.value.filter((k) => k.number !== number))
}

export const tokenOf = (number: string): string | undefined => kept.value.find((k) => k.number === number)?.token
