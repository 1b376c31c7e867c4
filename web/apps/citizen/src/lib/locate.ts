/** Where the device is, asked once, when a person taps. */
import type { Point } from '@jingwei/map'

export interface Fix {
  point: Point
  accuracy: number
}

/** The key of the sentence that says why there is no position. */
export class NoFix extends Error {}

export function locate(): Promise<Fix> {
  if (!window.isSecureContext || !navigator.geolocation) return Promise.reject(new NoFix('map.locateInsecure'))
  return new Promise((done, fail) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => done({ point: [Number(coords.longitude.toFixed(6)), Number(coords.latitude.toFixed(6))], accuracy: coords.accuracy }),
      (error) => fail(new NoFix(error.code === error.PERMISSION_DENIED ? 'map.locateDenied' : 'map.locateFailed')),
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 30_000 },
    )
  })
}
