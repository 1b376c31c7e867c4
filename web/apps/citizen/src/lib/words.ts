import { elder, useWords } from '@jingwei/ui'

/** Words of the screen; in elder mode the plainer ones, where `plain` has any. */
export function usePlain() {
  const { t, te } = useWords()
  return (key: string, values: Record<string, unknown> = {}): string => {
    const plain = `plain.${key}`
    return elder.value && (te(plain) || te(plain, 'zh')) ? t(plain, values) : t(key, values)
  }
}
