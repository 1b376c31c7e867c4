const METRES = 111_320

/** Metres between two points of a city, flat enough at that distance. */
export function metres([lon, lat]: [number, number], [x, y]: [number, number]): number {
  return Math.hypot((x - lon) * METRES * Math.cos((lat * Math.PI) / 180), (y - lat) * METRES)
}

/** The box around a point, as the list of cases takes it. */
export function around([lon, lat]: [number, number], far: number): string {
  const [dx, dy] = [far / (METRES * Math.cos((lat * Math.PI) / 180)), far / METRES]
  return [lon - dx, lat - dy, lon + dx, lat + dy].map((v) => v.toFixed(6)).join(',')
}
