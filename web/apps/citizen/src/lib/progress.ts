import type { Phase } from '@jingwei/api'

/** The five stations a resident sees, whatever a pack calls its states. */
export const STATIONS = ['intake', 'dispatch', 'work', 'check', 'end'] as const

const AT: Record<Phase, number> = { intake: 0, verify: 0, dispatch: 0, arbitrate: 1, work: 2, rest: 2, check: 3, feedback: 3, end: 4 }

/** How many stations are reached, 0 to 4. A case that waits to be dispatched has only been registered. */
export const reached = (phase: Phase): number => AT[phase] ?? 0
