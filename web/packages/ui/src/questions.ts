import { computed, ref, watch, type Ref } from 'vue'
import { Problem, type Question } from '@jingwei/api'
import { answerFaults, answersToSend, type Answers } from './answers'
import { useWords } from './i18n'

/** The questions of the category chosen, what was answered, and what is wrong with it. */
export function useAnswers(questions: Ref<Question[]>) {
  const { t, name } = useWords()
  const answers = ref<Answers>({})
  const faults = ref<Record<string, string>>({})
  const codes = computed(() => questions.value.map((question) => question.code).join(' '))
  watch(codes, () => (faults.value = {}))
  watch(answers, () => (faults.value = {}), { deep: true })

  const label = (code: string) => name(questions.value.find((question) => question.code === code)?.name, code)

  /** True when all is well; else the faults are shown. */
  function check(): boolean {
    const wrong = Object.entries(answerFaults(questions.value, answers.value))
    faults.value = Object.fromEntries(wrong.map(([code, why]) => [code, t(`answer.${why}`, { name: label(code) })]))
    return wrong.length === 0
  }

  /** What the server refused of the answers is shown at its question; false when it refused something else. */
  function refused(error: unknown): boolean {
    const code = error instanceof Problem ? /^\/attributes\/(.+)$/.exec(error.body.field ?? '')?.[1] : undefined
    if (!code || !questions.value.some((question) => question.code === code)) return false
    const { expected } = (error as Problem).body
    faults.value = { [code]: expected ? t('answer.refused', { name: label(code), expected }) : t('answer.missing', { name: label(code) }) }
    return true
  }

  const clear = () => {
    answers.value = {}
    faults.value = {}
  }
  return { answers, faults, check, refused, clear, toSend: () => answersToSend(questions.value, answers.value) }
}
