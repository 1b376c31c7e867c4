/** Departments' own forms, and ODK Collect on phones. */
export const ownForms = {
  title: 'Departments\' forms', back: 'Modules', all: 'All forms', lead: 'XLSForm forms of single departments: once published, grid workers of the area find them in ODK Collect. What fits into the one form is better proposed as a module.',
  form: 'Form', version: 'Version', where: 'Filled in', since: 'Published', state: 'State', everywhere: 'Everywhere', empty: 'No forms yet', emptyNext: 'Departments that may publish upload an XLSForm workbook.',
  states: { open: 'Open', closing: 'Closing', closed: 'Closed' }, to: { open: 'Open again', closing: 'Wind up', closed: 'Close' }, moved: { open: 'Open', closing: 'Closing', closed: 'Closed' },
  means: { open: 'listed and filled again.', closing: 'listed no more; what phones still hold is taken.', closed: 'neither listed nor taken; what was not sent is refused.' },
  publish: 'Publish a form', publishIt: 'Publish', publishLead: 'A workbook that is not sound is not published; every mistake is listed at once. A version is published once: changed questions need another version in settings.', workbook: 'Workbook', media: 'Files', mediaHint: 'lists (CSV), pictures and so on that the form names', areaHint: 'the area of your post when empty', published: 'Published',
  mistakes: '{n} mistakes in the workbook; not published', sheet: 'Sheet', row: 'Row', column: 'Column', wrong: 'What is wrong',
  submissions: 'What came back', submissionsLead: 'When and from which area, whether all photos came, and what was corrected. Answers are kept encrypted; those of your own unit’s forms can be read in clear for a purpose, each time on the record.', at: 'Received', files: 'Files', missing: '{n} missing', complete: 'complete', edition: 'Edition', editions: { first: 'first', edited: 'correction', replaced: 'corrected', voided: 'voided' },
  nothing: 'Nothing came back yet', nothingNext: 'It appears when grid workers send from their phones.', void: 'Void', voidNote: 'It counts no more, and sent again it is refused. This is recorded and cannot be undone.', voidDone: 'Voided',
}
export const phoneKeys = {
  title: 'Phones (ODK Collect)', lead: 'One scan brings the composed forms of your own area and departments\' forms to ODK Collect. A code is as good as yourself: do not pass it on, withdraw it when the phone is lost.',
  make: 'Make an access code', made: 'Made', once: 'This code is shown once', scan: 'Code for ODK Collect to scan', step1: 'Open ODK Collect and choose “Configure with QR code”.', step2: 'Point it at this code.', step3: 'Choose “Start new form”, then whom you visit.', byHand: 'No camera? Type it in', address: 'Address', login: 'Name', password: 'Password', hide: 'Hide',
  none: 'No access codes yet', since: 'made {at}', end: 'Withdraw', endTitle: 'Withdraw access code {login}', endNote: 'In some seconds the phone with this code gets and sends nothing any more. What it has not sent is not lost and goes out with a new code.', ended: 'Withdrawn',
}
