import { createI18n, useI18n, type LocaleMessageValue, type VueMessageType } from 'vue-i18n'
import type { Name } from '@jingwei/api'
import { zh } from './messages/zh'
import { en } from './messages/en'
import { spanParts } from './time'

export type Language = 'zh' | 'en'
type Messages = Record<string, LocaleMessageValue<VueMessageType>>

const KEY = 'jw.language'

export function startLanguage(): Language {
  const stored = localStorage.getItem(KEY)
  return stored === 'en' ? 'en' : 'zh'
}

/** Both catalogues; a section that both have is joined. */
export function join(shared: object, own: object): Messages {
  const out: Record<string, object> = { ...shared }
  for (const [section, words] of Object.entries(own)) out[section] = { ...out[section], ...(words as object) }
  return out as Messages
}

/** The catalogue of an app: the shared words and its own. */
export function createMessages(own: { zh: object; en: object }) {
  const locale = startLanguage()
  document.documentElement.lang = locale === 'zh' ? 'zh-CN' : 'en'
  return createI18n({
    legacy: false,
    flatJson: true,
    locale,
    fallbackLocale: 'zh',
    missingWarn: false,
    fallbackWarn: false,
    messages: { zh: join(zh, own.zh), en: join(en, own.en) },
  })
}

/** Translating, with names of data, spans of time and the switch of language. */
export function useWords() {
  const { t, te, locale } = useI18n({ useScope: 'global' })

  /** A name out of the data, in the language of the screen. */
  function name(value: Name | string | null | undefined, fallback = ''): string {
    if (!value) return fallback
    if (typeof value === 'string') return value
    return (locale.value === 'en' ? value.en || value.zh : value.zh || value.en) || fallback
  }

  /** The message under the first key that exists, else the last word given. */
  function word(keys: string[], fallback: string): string {
    for (const key of keys) if (te(key) || te(key, 'zh')) return t(key)
    return fallback
  }

  function span(ms: number): string {
    return spanParts(ms).map(([unit, n]) => t(`time.${unit}`, { n })).join(' ')
  }

  function setLanguage(next: Language): void {
    locale.value = next
    localStorage.setItem(KEY, next)
    document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en'
  }

  return { t, te, locale, name, word, span, setLanguage }
}
