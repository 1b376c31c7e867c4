import { computed, reactive } from 'vue'
import { useQueryClient, type QueryClient } from '@tanstack/vue-query'
import { newKey, Problem, staff, type CaseView, type Coded } from '@jingwei/api'
import type { Step } from './proposal'

/** How long a command that was given by one key can be taken back. */
export const HOLD = 5_000

export type Fate = 'held' | 'sending' | 'done' | 'stale' | 'refused' | 'unsent'

/** One command for one case, with its own version and key, from the keystroke to its fate. */
export interface Command {
  number: string
  version: number
  key: string
  step: Step
  unit?: Coded
  fate: Fate
  fault?: unknown
  at: number
}

function create(client: QueryClient) {
  const all = reactive(new Map<string, Command>())
  const timers = new Map<string, ReturnType<typeof setTimeout>>()

  function put(view: Pick<CaseView, 'number' | 'version'>, step: Step, fate: Fate): Command {
    const command: Command = { number: view.number, version: view.version, key: newKey(), step, unit: step.unit, fate, at: Date.now() }
    all.set(view.number, command)
    return all.get(view.number)!
  }

  async function send(command: Command): Promise<Fate> {
    clearTimeout(timers.get(command.number))
    timers.delete(command.number)
    command.fate = 'sending'
    command.fault = undefined
    try {
      const next = await staff.act(command.number, command.step.offer.action, command.version, command.step.input, command.key)
      client.setQueryData(['case', next.number], next)
      command.fate = 'done'
    } catch (error) {
      command.fault = error
      const problem = error instanceof Problem ? error : undefined
      command.fate = problem?.stale ? 'stale' : problem && problem.status !== 0 && problem.status < 500 ? 'refused' : 'unsent'
      if (command.fate === 'stale') void client.invalidateQueries({ queryKey: ['case', command.number] })
    }
    void client.invalidateQueries({ queryKey: ['cases'] })
    void client.invalidateQueries({ queryKey: ['counts'] })
    return command.fate
  }

  /** Sent after a moment, in which it can be taken back. */
  function hold(view: Pick<CaseView, 'number' | 'version'>, step: Step): void {
    const before = all.get(view.number)
    if (before?.fate === 'sending') return
    clearTimeout(timers.get(view.number))
    const command = put(view, step, 'held')
    timers.set(view.number, setTimeout(() => void send(command), HOLD))
  }

  /** Takes back the last that was not sent yet, or that of one case; answers its number. */
  function undo(number?: string): string | undefined {
    const held = [...all.values()].filter((one) => one.fate === 'held' && (!number || one.number === number)).sort((a, b) => b.at - a.at)[0]
    if (!held) return undefined
    clearTimeout(timers.get(held.number))
    timers.delete(held.number)
    all.delete(held.number)
    return held.number
  }

  /** The same command with the same key: nothing is done twice. */
  const retry = (number: string): Promise<Fate> | undefined => {
    const command = all.get(number)
    return command?.fate === 'unsent' ? send(command) : undefined
  }

  const held = computed(() => [...all.values()].filter((one) => one.fate === 'held'))
  const flush = () => Promise.all(held.value.map(send))
  addEventListener('beforeunload', (event) => {
    if (!held.value.length) return
    void flush()
    event.preventDefault()
  })

  /** What one person ordered is nothing to the next. */
  async function close(): Promise<void> {
    await flush()
    all.clear()
  }

  return { all, put, send, hold, undo, retry, flush, held, close, forget: (number: string) => void all.delete(number) }
}

let outbox: ReturnType<typeof create> | undefined

/** What was ordered in this window and what became of it; one for all pages, so that leaving a list loses nothing. */
export const useOutbox = () => (outbox ??= create(useQueryClient()))

/** Runs over many, a few at a time, and waits for all. */
export async function each<T>(items: T[], atOnce: number, run: (item: T) => Promise<unknown>): Promise<void> {
  const left = [...items]
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await run(item)
  }))
}
