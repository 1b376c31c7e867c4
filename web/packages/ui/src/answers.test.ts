import { describe, expect, it } from 'vitest'
import type { Question } from '@jingwei/api'
import { answerFaults, answersToSend } from './answers'

const question = (code: string, datatype: string, more: Partial<Question> = {}): Question =>
  ({ code, datatype, required: false, variable: true, name: { zh: code }, ...more })

const QUESTIONS = [
  question('line', 'string', { required: true }), question('n', 'number'), question('when', 'datetime'),
  question('many', 'multivaluelist'), question('shown', 'text', { variable: false, required: false }),
]

describe('answers to a category’s questions', () => {
  it('names what is missing and what is no number', () => {
    expect(answerFaults(QUESTIONS, { line: '  ', n: 'three' })).toEqual({ line: 'missing', n: 'number' })
    expect(answerFaults(QUESTIONS, { line: 'A-12', n: '3' })).toEqual({})
  })

  it('sends what was answered and what was asked, no more', () => {
    const answers = { line: ' A-12 ', n: '', when: '2026-11-21T18:00', many: ['a', 'b'], shown: 'x', of_another_category: 'y' }
    expect(answersToSend(QUESTIONS, answers)).toEqual({ line: 'A-12', when: new Date('2026-11-21T18:00').toISOString(), many: 'a,b' })
  })
})
