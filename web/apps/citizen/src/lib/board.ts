/** A line one may tap to call; other ways to reach somebody are only words. */
export const callable = (contact: string): string | undefined => (/^\+?[\d\s()-]{5,20}$/.test(contact) ? `tel:${contact.replace(/[^\d+]/g, '')}` : undefined)
