/** Phrases of the visit. */
import { useWords } from '@jingwei/ui'
import { ageOf } from './age'

export function useAge() {
  const { t } = useWords()
  return (at: string | null | undefined): string => {
    const age = ageOf(at)
    return age ? t(`visit.age.${age[0]}`, { n: age[1] }) : ''
  }
}
