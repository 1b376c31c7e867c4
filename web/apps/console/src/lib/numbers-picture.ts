/** A map or chart as it leaves the house: with a line above and below that say what it shows, of where and when. `k`: pixels of the shot to one of the screen. */
export async function captioned(shot: Blob, title: string, foot: string, k = Math.max(1, devicePixelRatio)): Promise<Blob | null> {
  const map = await createImageBitmap(shot)
  const css = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
  const [top, bottom, pad] = [44 * k, 30 * k, 16 * k]
  const canvas = document.createElement('canvas')
  canvas.width = map.width
  canvas.height = map.height + top + bottom
  const pen = canvas.getContext('2d')
  if (!pen) return null
  pen.fillStyle = css('--jw-surface')
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.drawImage(map, 0, top)
  pen.textBaseline = 'middle'
  pen.fillStyle = css('--jw-ink')
  pen.font = `600 ${17 * k}px ${css('--jw-font')}`
  pen.fillText(title, pad, top / 2, canvas.width - 2 * pad)
  pen.fillStyle = css('--jw-ink-3')
  pen.font = `${12 * k}px ${css('--jw-font')}`
  pen.fillText(foot, pad, canvas.height - bottom / 2, canvas.width - 2 * pad)
  return new Promise((done) => canvas.toBlob(done, 'image/png'))
}
