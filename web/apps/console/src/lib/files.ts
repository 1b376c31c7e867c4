import { Problem, type ProblemBody } from '@jingwei/api'

/** A link to a file opens outside of our own requests, hence the language in its address. */
export const inLanguage = (url: string, locale: string): string => `${url}${url.includes('?') ? '&' : '?'}lang=${locale}`

/** A file in memory; a refusal is the one the server gives. */
export async function fetched(url: string): Promise<Blob> {
  const answer = await fetch(url)
  if (answer.ok) return answer.blob()
  throw new Problem(answer.status, (await answer.json().catch(() => ({}))) as ProblemBody)
}
