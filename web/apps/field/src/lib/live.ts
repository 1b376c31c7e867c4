/** What stands in the phone's database, followed as it changes: every screen shows this, and the network only refreshes it. */
import { liveQuery } from 'dexie'
import { onScopeDispose, shallowRef, watch, type ShallowRef, type WatchSource } from 'vue'

export function useLive<T>(ask: () => Promise<T> | T, first: T, ...on: WatchSource[]): ShallowRef<T> {
  const value = shallowRef(first) as ShallowRef<T>
  let stop: (() => void) | undefined
  const follow = () => {
    stop?.()
    const subscription = liveQuery(ask).subscribe({ next: (found) => (value.value = found), error: (error) => console.error(error) })
    stop = () => subscription.unsubscribe()
  }
  follow()
  if (on.length) watch(on, follow)
  onScopeDispose(() => stop?.())
  return value
}
