/** Messages for a slow line: Chinese comes along, English when somebody reads it, and no compiler of messages. */
import { watch } from 'vue'
import { createI18n, type MessageCompiler, type MessageContext } from 'vue-i18n'
import { join, startLanguage } from './i18n'
import { zh } from './messages/zh'

/** Our messages hold `{name}` and nothing more: that needs no library. */
const fill: MessageCompiler = (message) => (context: MessageContext) =>
  String(message).replace(/\{(\w+)\}/g, (_, name: string) => String(context.named(name) ?? ''))

/** As `createMessages`; in English it is ready once the words have come. */
export async function createLightMessages(own: object, english: () => Promise<object>) {
  const i18n = createI18n({
    legacy: false,
    flatJson: true,
    locale: startLanguage(),
    fallbackLocale: 'zh',
    missingWarn: false,
    fallbackWarn: false,
    messageCompiler: fill,
    messages: { zh: join(zh, own), en: {} },
  })
  const { locale } = i18n.global
  let loaded = false
  const load = async (): Promise<void> => {
    if (loaded) return
    const [shared, words] = await Promise.all([import('./messages/en'), english()])
    i18n.global.setLocaleMessage('en', join(shared.en, words))
    loaded = true
  }
  const begin = (): Promise<void> => (locale.value === 'en' ? load().catch(() => undefined) : Promise.resolve())
  watch(locale, begin)
  document.documentElement.lang = locale.value === 'zh' ? 'zh-CN' : 'en'
  await begin()
  return i18n
}
