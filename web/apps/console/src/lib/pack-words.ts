/** The parts of a step in words: who may take it, what it asks for, what it brings about. */
import type { PackContent, StepBy, Transition } from '@jingwei/api'
import { useWords } from '@jingwei/ui'
import type { Step } from './pack-steps'

export function usePackWords(content: () => PackContent | undefined) {
  const { t, te, name, word } = useWords()
  const post = (code: string) => name(content()?.posts?.find((one) => one.code === code)?.name, code)
  const relation = (code: string | undefined) => (code && te(`packPage.relation.${code}`) ? t(`packPage.relation.${code}`) : code ?? '')

  function who({ post: kind, relation: tie }: StepBy): string {
    const near = relation(tie)
    if (!kind) return near || t('packPage.anyPost')
    return near ? `${post(kind)} (${near})` : post(kind)
  }
  function effect(one: string | Record<string, string>): string {
    if (typeof one === 'string') return word([`packPage.effect.${one}`], one)
    return Object.entries(one).map(([key, code]) => t(`packPage.effect.${key}`, { code: replyName(code) })).join(t('common.sep'))
  }
  const replyName = (code: string) => name(content()?.replies?.find((one) => one.code === code)?.name, code)
  function input({ key, name: own, required, min }: NonNullable<Transition['input']>[number]): string {
    const marks = [required ? t('packPage.must') : '', min ? t('packPage.atLeast', { n: min }) : ''].filter(Boolean)
    const label = name(own) || word([`input.${key}`], key)
    return marks.length ? `${label} (${marks.join(t('common.sep'))})` : label
  }
  const list = <T>(items: T[] | undefined, said: (item: T) => string) => (items ?? []).map(said).filter(Boolean).join(t('common.sep'))
  return {
    action: (step: Pick<Step, 'name' | 'transition'>) => name(step.name) || word([`action.${step.transition.action}`], step.transition.action),
    who: (transition: Transition) => list(transition.who, who),
    not: (transition: Transition) => list(transition.not, relation),
    input: (transition: Transition) => list(transition.input, input),
    effects: (transition: Transition) => list(transition.effects, effect),
    post, relation,
  }
}
