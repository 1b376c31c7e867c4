import type { Question } from '@jingwei/api'

/** What was filled in, by the question's code: a list of codes where several may be chosen, else a text. */
export type Answers = Record<string, string | string[] | undefined>

/** What can be answered; the rest of a category's questions is only shown. */
export const asked = (questions: Question[]): Question[] => questions.filter((question) => question.variable)

function given(answers: Answers, code: string): string {
  const answer = answers[code]
  return (Array.isArray(answer) ? answer.join(',') : (answer ?? '')).trim()
}

/** What is wrong with the answers, by code; the server judges again. */
export function answerFaults(questions: Question[], answers: Answers): Record<string, 'missing' | 'number'> {
  const faults: Record<string, 'missing' | 'number'> = {}
  for (const { code, required, datatype } of asked(questions)) {
    const text = given(answers, code)
    if (!text) {
      if (required) faults[code] = 'missing'
    } else if (datatype === 'number' && !Number.isFinite(Number(text))) faults[code] = 'number'
  }
  return faults
}

/** What is sent: only what was answered to these questions, local times as instants. */
export function answersToSend(questions: Question[], answers: Answers): Record<string, string> {
  const out: Record<string, string> = {}
  for (const { code, datatype } of asked(questions)) {
    const text = given(answers, code)
    if (text) out[code] = datatype === 'datetime' ? new Date(text).toISOString() : text
  }
  return out
}
