import { expect, it } from 'vitest'
import { chosenOf, marksOf } from './marks'

it('gives each kind a letter of its own', () => {
  expect(marksOf(['场所', '场地', '部件', 'Place'])).toEqual(['场', '地', '部', 'P'])
})

it('reads what is chosen out of the address', () => {
  expect([...chosenOf(['place', 'component:02', 'component:01'])]).toEqual([['place', []], ['component', ['01', '02']]])
})
