/**
 * The engine gives an edit a number of its own and names the old one (`deprecatedID`), which it would lose when the draft is opened again.
 * So a draft keeps the number that it mends, and is an edit of that one each time it is opened.
 */
export function unedited(xml: string): { xml: string; mends: boolean } {
  const old = /<deprecatedID>([^<]*)<\/deprecatedID>/.exec(xml)
  if (!old) return { xml, mends: false }
  return { xml: xml.replace(old[0], '').replace(/<instanceID>[^<]*</, () => `<instanceID>${old[1]}<`), mends: true }
}
