/** A link to a file opens outside of our own requests, hence the language in its address. */
export const inLanguage = (url: string, locale: string): string => `${url}${url.includes('?') ? '&' : '?'}lang=${locale}`
