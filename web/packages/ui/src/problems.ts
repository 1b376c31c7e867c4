import { Problem } from '@jingwei/api'
import { useWords } from './i18n'

/** Turns whatever was thrown into a sentence that says what to do next. */
export function useProblemText() {
  const { t, te, word } = useWords()
  const known = (key: string) => te(key) || te(key, 'zh')

  return function problemText(error: unknown): string {
    if (!(error instanceof Problem)) return t('problem.generic', { code: 'client' })
    const { body, code, status } = error
    if (known(`problem.${code}`)) return t(`problem.${code}`, body as Record<string, unknown>)
    if (typeof body.title === 'string' && body.title !== code) return body.title
    if (body.field && body.expected) {
      const field = word([`input.${body.field}`, `field.${body.field}`], body.field)
      const expected = word([`expected.${body.expected}`], body.expected)
      return body.value === undefined || body.value === null || typeof body.value === 'object'
        ? t('problem.field', { field, expected })
        : t('problem.fieldValue', { field, expected, value: String(body.value) })
    }
    return known(`problem.http.${status}`) ? t(`problem.http.${status}`) : t('problem.generic', { code })
  }
}
