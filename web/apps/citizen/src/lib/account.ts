/** The account of this device, if one is signed in; asked for on the pages that need it alone. */
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { account, type Account, type AccountState } from '@jingwei/api'
import { ref } from 'vue'
import { useProblemText } from '@jingwei/ui'
import { forgetAccount, keep, tokenOf } from './kept'

const KEY = ['account']

export function useAccount() {
  const client = useQueryClient()
  const query = useQuery({ queryKey: KEY, queryFn: account.state, staleTime: 30_000 })
  /** What has just been learnt of it. */
  const know = (known: Account | undefined): void => {
    client.setQueryData<AccountState>(KEY, (before) => ({ ways: before?.ways ?? [], account: known }))
    for (const report of known?.reports ?? []) {
      if (!tokenOf(report.number)) keep({ number: report.number, token: report.token, text: '', at: report.added_at, account: true })
    }
  }
  const refresh = async (): Promise<void> => know((await client.fetchQuery({ queryKey: KEY, queryFn: account.state, staleTime: 0 })).account ?? undefined)
  /** Nobody is signed in here any more. */
  const gone = (): void => {
    forgetAccount()
    know(undefined)
  }
  return { ...query, know, refresh, gone }
}

/** One thing at a time, and what went wrong in words. */
export function useWork() {
  const problemText = useProblemText()
  const busy = ref(false)
  const fault = ref('')
  async function run(work: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    fault.value = ''
    try {
      await work()
      return true
    } catch (error) {
      fault.value = problemText(error)
      return false
    } finally {
      busy.value = false
    }
  }
  return { busy, fault, run }
}
