/** What every part of an open form shares. */
import { inject, type InjectionKey } from 'vue'
import type { Leaf } from './form'
import type { Known } from './known'

export interface VisitContext {
  id: string
  known: Known
  /** An answer was given: the draft is written down. */
  touch(): void
  /** Waits until the draft is on the disk. */
  flush(): Promise<unknown>
  /** Tells who asks a question, and why. */
  why(leaf: Leaf): void
  /** What is missing is told as well, since somebody wanted to send it. */
  strict(): boolean
}

export const VISIT: InjectionKey<VisitContext> = Symbol('visit')
export const useVisit = (): VisitContext => inject(VISIT)!
