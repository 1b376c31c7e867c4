/** Small phrases that several screens say. */
import type { Name, OfferInput } from '@jingwei/api'
import { useNow, useWords } from '@jingwei/ui'

export function useDistance() {
  const { t } = useWords()
  return (metres: number): string => metres < 1000 ? t('distance.m', { n: Math.max(10, Math.round(metres / 10) * 10) }) : t('distance.km', { n: (metres / 1000).toFixed(1) })
}

/** How long ago something was, renewed as time passes. */
export function useAgo() {
  const { t, span } = useWords()
  const now = useNow()
  return (at: number | string | undefined): string => {
    const ms = Math.max(now.value, Date.now()) - new Date(at ?? 0).getTime()
    return ms < 60_000 ? t('time.now') : t('time.ago', { span: span(ms) })
  }
}

/** Names of inputs, options and actions: the pack's own, else ours. */
export function useFieldWords() {
  const { name, word } = useWords()
  return {
    label: (input: Pick<OfferInput, 'key' | 'name'>): string => name(input.name) || word([`input.${input.key}`], input.key),
    option: (input: Pick<OfferInput, 'key'>, one: { code: string; name?: Name | null }): string =>
      name(one.name) || word([`option.${input.key}.${one.code}`, `option.result.${one.code}`, `option.method.${one.code}`], one.code),
    action: (offer: { action: string; name?: Name | null }): string => name(offer.name) || word([`action.${offer.action}`], offer.action),
  }
}
