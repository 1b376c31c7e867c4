/** What the pages of modules share: the names of elements, kinds and departments, and how a place in a module is called. */
import { computed } from 'vue'
import { useQuery } from '@tanstack/vue-query'
import { staff, type FormModule, type FormModuleRow, type FormQuestion } from '@jingwei/api'
import { useWords } from '@jingwei/ui'
import { useRecordKinds } from './records'
import { loadFunctions } from './site'

/** A question with its place in the module; those of a repeat stand behind it. */
export interface Asked {
  place: string
  question: FormQuestion
  inside: boolean
}

export function asked(module: FormModule): Asked[] {
  return module.questions.flatMap((question, n) => {
    const place = `/questions/${n}`
    const inner = (question.questions ?? []).map((one, i) => ({ place: `${place}/questions/${i}`, question: one, inside: true }))
    return [{ place, question, inside: false }, ...inner]
  })
}

/** All modules: a city has some hundreds. */
export async function loadModules() {
  const all = []
  for (let after: string | undefined, more = true; more;) {
    const page = await staff.formModules({ limit: 500, ...(after ? { after } : {}) })
    all.push(...page.items)
    after = page.next ?? undefined
    more = !!after
  }
  return all
}

interface Element { code: string; name: FormModuleRow['name']; table?: string }

async function loadElements(): Promise<Map<string, Element>> {
  const found = new Map<string, Element>()
  for (const pack of (await staff.packs()).items.filter((one) => one.enabled)) {
    const content = (await staff.pack(pack.id)).content as { data_elements?: Element[] }
    for (const element of content.data_elements ?? []) if (!found.has(element.code)) found.set(element.code, element)
  }
  return found
}

export function useModuleWords() {
  const { t, name } = useWords()
  const { byCode, kindName, tables } = useRecordKinds()
  const functions = useQuery({ queryKey: ['functions'], queryFn: loadFunctions, staleTime: 300_000 })
  const elements = useQuery({ queryKey: ['data-elements'], queryFn: loadElements, staleTime: 300_000 })
  const tableName = (code: string): string => (code === 'yes_no' ? t('modules.yesNo') : name(tables.data.value?.find((one) => one.code === code)?.name) || code)
  const elementOf = (code: string): Element | undefined => {
    const [kind, field] = code.split('.')
    const one = field ? byCode.value.get(kind!)?.fields.find((each) => each.code === field) : undefined
    return one ? { code, name: one.name, ...(one.table ? { table: one.table } : {}) } : elements.data.value?.get(code)
  }
  /** What is asked, in words. */
  const said = (question: FormQuestion): string => name(question.label) || (question.element && name(elementOf(question.element)?.name)) || question.name || question.each || question.element || ''
  /** Where the answer comes from, or what it looks like. */
  function source(question: FormQuestion): string {
    if (question.each) return t('modules.repeat')
    if (question.element) return t('modules.element', { code: question.element })
    const [type = '', list] = (question.type ?? '').split(' ')
    return list ? `${t(`modules.types.${type}`)} · ${tableName(list)}` : t(`modules.types.${type}`)
  }
  const department = (code: string): string => name(functions.data.value?.find((one) => one.code === code)?.name) || code
  const loading = computed(() => elements.isPending.value)
  return { kindName, department, said, source, loading }
}
