/** The demo city's own day, which is not that of UTC, so many days ahead: `2026-11-24`. */
export const cityDay = (ahead = 0) => new Date(Date.now() + 8 * 3_600_000 + ahead * 86_400_000).toISOString().slice(0, 10)
