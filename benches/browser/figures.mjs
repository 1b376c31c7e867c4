// Figures for `benches`: each is one line of JSON on standard output.

/** `{name, value, unit, at_most | at_least, note}` */
export function tell(figure) {
  console.log(JSON.stringify(figure))
}

export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
}
