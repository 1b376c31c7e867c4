import { computed, type ComputedRef, type Ref } from 'vue'
import type { Site } from '@jingwei/api'
import { useWords } from './i18n'

/** What the deployment calls itself; one that was not named is called after its ground. */
export function useTitle(site: Ref<Site | undefined>): ComputedRef<string> {
  const { t, name } = useWords()
  return computed(() => {
    const own = site.value?.name
    const area = name(site.value?.root?.name)
    const unnamed = !own || own.zh === '经纬' || own.zh === 'Jingwei'
    return unnamed ? (area ? t('app.of', { area }) : t('app.name')) : name(own)
  })
}
