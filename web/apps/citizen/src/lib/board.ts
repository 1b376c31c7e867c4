/** Who works an area (上岗公示): names and posts as they hang in the street, and the line of their unit. */
import { Problem, type AreaRef, type Name } from '@jingwei/api'

export interface Board {
  area: AreaRef
  team: { post: Name; name?: string; deputy?: string; unit: string; since: string }[]
  units: { code: string; name: Name; contact?: string }[]
}

export async function boardOf(code: string): Promise<Board> {
  const answer = await fetch(`/api/v1/public/areas/${encodeURIComponent(code)}/board`, { headers: { 'accept-language': document.documentElement.lang } })
    .catch(() => { throw new Problem(0, { code: 'offline' }) })
  if (!answer.ok) throw new Problem(answer.status, ((await answer.json().catch(() => null)) ?? {}) as Record<string, unknown>)
  return (await answer.json()) as Board
}

/** A line one may tap to call; other ways to reach somebody are only words. */
export const callable = (contact: string): string | undefined => (/^\+?[\d\s()-]{5,20}$/.test(contact) ? `tel:${contact.replace(/[^\d+]/g, '')}` : undefined)
