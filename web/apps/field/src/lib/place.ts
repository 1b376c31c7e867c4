/** Where the phone is: asked when the worker does something, until it is exact enough, and then no more. */
export interface Fix {
  lon: number
  lat: number
  accuracy: number
}

export type NoFix = 'insecure' | 'denied' | 'failed'

const ENOUGH_M = 20
const LONGEST_MS = 15_000

/** Old phones are some hundred metres off at first: `better` is told each improvement, the answer is the best of 15 seconds. */
export function locate(better: (fix: Fix) => void = () => undefined): Promise<Fix> {
  if (!isSecureContext || !navigator.geolocation) return Promise.reject(new Error('insecure' satisfies NoFix))
  return new Promise((resolve, reject) => {
    let best: Fix | undefined
    let problem: NoFix = 'failed'
    const end = (): void => {
      navigator.geolocation.clearWatch(watching)
      clearTimeout(timer)
      if (best) resolve(best)
      else reject(new Error(problem))
    }
    const watching = navigator.geolocation.watchPosition(
      ({ coords: { longitude, latitude, accuracy } }) => {
        if (!best || accuracy < best.accuracy) {
          best = { lon: Number(longitude.toFixed(6)), lat: Number(latitude.toFixed(6)), accuracy: Math.round(accuracy) }
          better(best)
        }
        if (accuracy <= ENOUGH_M) end()
      },
      (error) => {
        problem = error.code === error.PERMISSION_DENIED ? 'denied' : 'failed'
        if (error.code === error.PERMISSION_DENIED) end()
      },
      { enableHighAccuracy: true, timeout: LONGEST_MS, maximumAge: 5_000 },
    )
    const timer = setTimeout(end, LONGEST_MS)
  })
}
