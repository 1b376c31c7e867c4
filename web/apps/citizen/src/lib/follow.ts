import { open, type PublicCase } from '@jingwei/api'
import { keep, tokenOf } from './kept'

/** Follows what somebody else reported; a report that is on this device already stays as it is. */
export async function follow(one: PublicCase, fallback: string): Promise<void> {
  if (tokenOf(one.number)) return
  const { token } = await open.follow(one.number)
  keep({ number: one.number, token, text: one.text ?? fallback, at: one.registered_at, followed: true })
}
