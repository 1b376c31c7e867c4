import type { zh } from './zh'

export const en: typeof zh = {
  home: {
    title: 'Tell us what is wrong nearby', lead: 'One minute to report, then follow it all the way. No account needed.', report: 'Report', track: 'Track', mine: 'My reports', map: 'Around me',
    how: 'What happens next', step1: 'A number', step1d: 'You get a number and a token at once', step2: 'Sent to who owes it', step2d: 'You see who, and by when', step3: 'Done and checked', step3d: 'by somebody who did not do it', step4: 'Answer and rating', step4d: 'Not satisfied? Ask to reopen',
    urgent: 'In danger, first call 110, 119 or 120.', demo: 'Demo city, all data invented', staff: 'For staff', saved: '{n} kept on this device',
  },
  nav: { home: 'Home', report: 'Report', track: 'Track', mine: 'Mine', map: 'Map', label: 'Main' },
  report: {
    title: 'Report', what: 'What is it?', whatHint: 'For example: the street lamp at 18 Xingfu Road is out', photo: 'Take or choose photos', photoHint: 'Up to 6; the position in a photo only helps to find the place', where: 'Where is it?', mapHint: 'Tap the map, or use the button on the right for your position',
    address: 'Describe the place (optional)', addressHint: 'Estate, road, number, landmark', category: 'Which kind?', categoryNone: 'Not sure, let staff decide', categoryPick: 'Choose', contact: 'How do we reach you? (optional)', contactHint: 'Only used for this matter, never public. You may leave it empty.',
    name: 'Name', phone: 'Phone', hidden: 'Hide who I am from those who handle it', submit: 'Send', sending: 'Sending…', needText: 'Please say what it is.', needPlace: 'Pick a point on the map or describe the place.', located: 'In {path}', outside: 'This is outside the area; the nearest grid is {m} m away. You may still send it; staff will look.',
    similar: 'There is something like it nearby. Is it this one?', follow: 'Yes, follow it', notIt: 'None of these, go on', photoPlace: 'Marked on the map from your photo', uploading: 'Photos are still being sent.', removePhoto: 'Remove photo {i}', photoFailed: 'The photo was not sent: {why}', more: 'More', draft: 'What you had not sent is back',
    submitFailed: 'Not sent: {why}', back: 'Back', keyHint: 'Or Tab to the map, move with the arrow keys and press Enter',
  },
  receipt: {
    title: 'Received', lead: 'We will see to it. Please keep number and token.', number: 'Number', token: 'Token', copy: 'Copy both', copied: 'Copied', saved: 'Kept on this device', track: 'See progress', another: 'Report another', receipt: 'Check code', receiptHint: 'A fingerprint that proves what was registered was not changed.', where: 'In',
  },
  track: {
    title: 'Track', number: 'Number', token: 'Token', go: 'Look', need: 'Enter number and token.', numberHint: 'e.g. 350304-20261121-000123', wrong: 'Not found. Check number and token; capitals matter.',
    due: 'Answer promised by', overdue: 'This is late; the level above has been told.', closed: 'Closed', registered: 'Registered', what: 'What you reported', photos: 'Photos', updated: 'Something new: updated', progress: 'Progress', by: '{unit}', forget: 'Remove from this device', current: 'now',
    steps: { intake: 'Received', dispatch: 'Sent', work: 'In work', check: 'Checked', end: 'Closed' },
  },
  rate: { title: 'How was it?', comment: 'Anything to add (optional)', submit: 'Send rating', done: 'Thank you', yours: 'Your rating', need: 'Please choose one.' },
  reopen: { title: 'Not solved?', lead: 'Say what is left, and it will be looked at again.', reason: 'What is not solved?', submit: 'Ask to reopen', done: 'Your request is in; somebody will look again.', need: 'Please say what is not solved.', open: 'Ask to reopen' },
  mine: { title: 'My reports', lead: 'Kept on this device only', empty: 'Nothing reported yet', emptyNext: 'Numbers and tokens appear here by themselves.', add: 'Track by number', forget: 'Remove', forgetSure: 'You will need number and token to find it again. Remove?' },
  map: { title: 'Around me', lead: 'Accepted and public', none: 'Nothing public here', list: 'List', count: '{n} in all', details: 'Details' },
  action: { report: 'Registered', register: 'Registered', import: 'Registered', rate: 'You rated', ask_reopen: 'You asked to reopen', 'system.late': 'The promise was missed' },
  input: { text: 'Text', place: 'Place', phone: 'Phone', name: 'Name', reason: 'Reason', grade: 'Rating', category: 'Category', token: 'Token', number: 'Number', comment: 'Comment', lon: 'Longitude', lat: 'Latitude' },
}
