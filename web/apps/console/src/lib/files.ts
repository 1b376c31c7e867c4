import { fetchFile } from '@jingwei/api'

/** A link to a file opens outside of our own requests, hence the language in its address. */
export const inLanguage = (url: string, locale: string): string => `${url}${url.includes('?') ? '&' : '?'}lang=${locale}`

/** Prints a file without leaving the page; what the server refuses is thrown as it said. */
export async function printFile(url: string): Promise<void> {
  const address = URL.createObjectURL(await fetchFile(url))
  const frame = document.createElement('iframe')
  frame.hidden = true
  frame.src = address
  await new Promise<void>((loaded) => {
    frame.onload = () => loaded()
    document.body.append(frame)
  })
  frame.contentWindow?.print()
  // the dialog of some browsers does not hold the page up: the file stays for it
  setTimeout(() => {
    frame.remove()
    URL.revokeObjectURL(address)
  }, 60_000)
}
