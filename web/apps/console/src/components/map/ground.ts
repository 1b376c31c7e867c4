/** Sizes as people write them, and days of a place as moments. */

/** When a day begins in a zone. */
export function beginOf(day: string, zone: string | undefined): string {
  const utc = Date.parse(`${day}T00:00:00Z`)
  const shown = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false }).formatToParts(utc)
  const of = (type: string) => Number(shown.find((part) => part.type === type)?.value)
  const there = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour') % 24, of('minute'), of('second'))
  return new Date(utc - (there - utc)).toISOString().replace('.000', '')
}

type Say = (key: string, values: { n: string }) => string
const short = (value: number) => (value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString('en-US'))

export const farAs = (metres: number, t: Say): string => (metres < 1000 ? t('mapPage.m', { n: String(Math.round(metres)) }) : t('mapPage.km', { n: short(metres / 1000) }))
export const sizeAs = (m2: number, t: Say): string => (m2 < 100_000 ? t('mapPage.m2', { n: Math.round(m2).toLocaleString('en-US') }) : t('mapPage.km2', { n: short(m2 / 1e6) }))
