import { ref } from 'vue'

/** The keys of the console by what one does with them; the words stand under `triage.keys`. */
export const KEYS = {
  move: [['j ↓', 'j'], ['k ↑', 'k'], ['Home End', 'first'], ['Enter', 'enter'], ['x', 'x'], ['Shift j', 'reach'], ['*', 'all']],
  act: [['a', 'a'], ['s', 's'], ['m', 'm'], ['1 … 9', 'n'], ['Ctrl Enter', 'send'], ['z', 'z'], ['Esc', 'esc']],
  list: [['.', 'dot'], ['v', 'v'], ['f', 'f'], ['/', 'slash']],
  inCase: [['n', 'next'], ['p', 'previous'], ['u', 'back'], ['1 … 9', 'n'], ['P', 'print']],
  supervision: [['j k', 'step'], ['x', 'x'], ['c', 'urge'], ['d', 'supervise']],
  desk: [['Ctrl Enter', 'register'], ['Alt Enter', 'draft'], ['n', 'again'], ['p', 'slip']],
  anywhere: [['Ctrl K', 'search'], ['?', 'help']],
} as const

/** Whether they are shown. */
export const keysShown = ref(false)
