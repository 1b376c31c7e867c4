/** XForms' geopoint, "latitude longitude altitude accuracy", and the place of our own screens. */
import type { Spot } from '../components/PlaceField.vue'

export function spotOf(value: string): Spot | null {
  const [lat, lon, , accuracy] = value.trim().split(/\s+/).map(Number)
  if (lat === undefined || lon === undefined || Number.isNaN(lat) || Number.isNaN(lon)) return null
  return accuracy ? { lon, lat, accuracy, by: 'phone' } : { lon, lat, by: 'map' }
}

export function pointOf(spot: Spot | null): string {
  return spot ? `${spot.lat} ${spot.lon} 0 ${spot.by === 'phone' ? (spot.accuracy ?? 0) : 0}` : ''
}
