import type { zh } from './zh'

export const en: typeof zh = {
  home: {
    title: 'Tell us what is wrong nearby', lead: 'One minute to report, then follow it all the way. No account needed.', report: 'Report',
    how: 'What happens next', step1: 'A number', step1d: 'You get a number and a token at once', step2: 'Sent to who owes it', step2d: 'You see who, and by when', step3: 'Done and checked', step3d: 'by somebody who did not do it', step4: 'Answer and rating', step4d: 'Not satisfied? Ask to reopen',
    urgent: 'In danger, first call', or: 'or', demo: 'Demo city, all data invented', staff: 'For staff', mine: 'My reports', all: 'All {n}', done: 'Done lately', doneMore: 'What is going on around here', place: 'Which grid am I in?',
  },
  orders: {
    title: 'Under public supervision', lead: 'Matters that a leader has put under supervision and listed: who owes them, by when, and how they stand. Nothing personal.', link: 'Matters under public supervision', none: 'Nothing is listed now', noneNext: 'New orders appear here.', more: 'Show more',
    unit: 'Unit', deadline: 'By', at: 'Since', standing: 'under way', late: 'late', replied: 'answered', cancelled: 'settled', see: 'See this matter',
  },
  papers: { title: 'Notices', pdf: 'Open PDF', docx: 'Download DOCX' },
  state: { notFound: 'Not found', notFoundNext: 'Check the number. It may not be public, or joined to another.', forbidden: 'This cannot be shown', forbiddenNext: 'Look it up with number and token.' },
  problem: { 'http.401': 'Look it up with number and token.', 'http.403': 'This cannot be done here. Reload and look again.', 'http.409': 'Something just happened to this report. Reload and try again.' },
  going: { lost: 'No connection: the page did not open.', again: 'Try again' },
  nav: { home: 'Home', report: 'Report', track: 'Track', mine: 'Mine', map: 'Around', place: 'Grid', label: 'Main', skip: 'Skip to content' },
  elder: { on: 'Large', off: 'Normal', onLabel: 'Large type: larger letters, fewer choices', offLabel: 'Back to normal type' },
  report: {
    title: 'Report', what: 'What is it?', whatHint: 'For example: the street lamp at 18 Xingfu Road is out', photo: 'Take or choose photos', photoHint: 'Up to 6; the position in a photo only helps to find the place', where: 'Where is it?',
    locate: 'Go to my position', openMap: 'Choose on the map', closeMap: 'Close the map', mapHint: 'Tap the map where it is; drag and zoom as you like', keyHint: 'Or Tab to the map, move with the arrow keys and press Enter', accuracy: 'accurate to about {m} m', clearPoint: 'Not this position',
    address: 'Describe the place', addressHint: 'Estate, road, number, landmark', area: 'Which community or village?', areaHint: 'Type its name and choose below', areaNone: 'No community or village of that name',
    category: 'Which kind?', categoryNone: 'Not sure, let staff decide', categoryPick: 'Choose', contact: 'How do we reach you?', contactHint: 'Only used for this matter, never public. You may leave it empty.',
    name: 'Name', phone: 'Phone', hidden: 'Hide who I am from those who handle it', submit: 'Send', sending: 'Sending…', needText: 'Please say what it is.', needPlace: 'Use your position, choose on the map, or describe the place.', located: 'In {path}', outside: 'This is outside the area; the nearest grid is {m} m away. You may still send it; staff will look.',
    similar: 'There is something like it nearby. Is it this one?', follow: 'Yes, follow it', notIt: 'None of these, go on', photoPlace: 'Position taken from your photo', uploading: 'Photos are still being sent.', photoWait: 'Sending', removePhoto: 'Remove photo {i}', photoFailed: 'The photo was not sent: {why}', photoAgain: 'Send again', draft: 'What you had not sent is back', draftDrop: 'Start afresh',
    submitFailed: 'Not sent: {why}', back: 'Back', missing: 'Still needed: {what}', missingText: 'what', missingPlace: 'where', ready: 'Ready to send',
  },
  receipt: {
    title: 'Received', lead: 'With number and token you can look at any time.', number: 'Number', token: 'Token', copy: 'Copy both', copied: 'Copied', saved: 'Kept on this device under “Mine”; nothing to write down', track: 'See progress', another: 'Report another', receipt: 'Check code', receiptHint: 'A fingerprint. With it and the number anybody can prove that what was registered was not changed.',
    qr: 'Scan to see progress', qrHint: 'Scan this with another phone to go on there. The code is as good as the token: give it to nobody else.', print: 'Print the receipt', elsewhere: 'The token of this report is not on this device.',
  },
  track: {
    title: 'Track', number: 'Number', token: 'Token', go: 'Look', need: 'Enter number and token.', numberHint: 'e.g. 350304-20261121-000123', wrong: 'Not found. Check number and token; capitals matter.', lead: 'Number and token stand on the receipt. If it has a QR code, just scan it.',
    due: 'Answer promised by', dueLeft: '{span} left', overdue: 'This is late; the level above has been told.', closed: 'Closed', registered: 'Registered', what: 'What was reported', updated: 'Something new: updated', progress: 'Progress', who: 'With', followed: 'You follow this', joined: 'Joined to {number}, handled together', road: 'How far it is', elsewhere: 'See it on another phone', share: 'Copy the address', number2: 'Number {number}', more: 'More steps',
    now: { intake: 'Registered, being arranged', verify: 'Being looked at', dispatch: 'Being sent to who owes it', arbitrate: 'Being settled who does it', work: 'Being worked on', rest: 'Waiting for now', check: 'Done, being checked', feedback: 'Waiting for your word', end: '' },
    steps: { intake: 'Received', dispatch: 'Sent', work: 'In work', check: 'Checked', end: 'Closed' },
  },
  rate: { title: 'How was it?', comment: 'Anything to add (optional)', submit: 'Send rating', done: 'Thank you', yours: 'Your rating', need: 'Please choose one.' },
  reopen: { title: 'Not solved?', lead: 'Say what is left, and it will be looked at again.', reason: 'What is not solved?', submit: 'Ask to reopen', done: 'Your request is in; somebody will look again.', need: 'Please say what is not solved.', open: 'Ask to reopen' },
  offer: { lead: 'What stands there stays; your words are added, and whoever works on it sees them.', need: 'Please fill in: {what}.', optional: '(optional)', send: 'Send: {what}', leave: 'Not now', done: 'Sent: {what}' },
  mine: { title: 'My reports', lead: 'Kept on this device only, without an account', empty: 'Nothing reported yet', emptyNext: 'Numbers and tokens appear here by themselves.', add: 'Track by number', forget: 'Remove from this device', gone: 'Removed from this device', undo: 'Undo', failed: 'Cannot be looked up now', follow: 'following', open: 'Open', ended: 'Closed' },
  around: {
    title: 'Around me', lead: 'Accepted and public, without personal data', none: 'Nothing public here', noneNext: 'Move the map or choose another filter.', count: '{n} reports', more: 'Show more', map: 'Map', list: 'List', state: 'Progress', any: 'All', open: 'Open', closed: 'Closed', category: 'Kind', anyCategory: 'All kinds', view: 'View', where: 'Only what the map shows', one: 'Public report', reply: 'Answer', unit: 'With', place: 'Where', follow: 'Follow this', followed: 'You follow it: see “Mine”', back: 'Back to the list', feed: 'Subscribe (Atom)', mapOf: 'Map with {n} reports', openMap: 'Open the map',
  },
  alerts: {
    title: 'Alerts for this place', here: 'Tell me when something moves', lead: 'When a matter is accepted, answered or closed, we send you a message. It says only what is public, and you can stop it at any time.', area: 'Which place?', areaHint: 'name of a community, village or grid', locate: 'Where I am now', other: 'Another place', categories: 'Which matters?', all: 'All', pace: 'How often?', paces: { now: 'As it happens', day: 'Every morning', week: 'Every Monday morning' },
    address: 'Where to?', addressOf: { email: 'Mail address', mobile: 'Mobile number', both: 'Mail address or mobile number' }, addressNote: 'For signing in and for these messages alone; never public, and not shown to those who handle matters.', next: 'Send me a code', save: 'Start', needArea: 'Choose a place first.', needAddress: 'Enter where the messages should go.', code: 'Six-digit code', codeSent: 'A code is on its way to {address}. It holds for 15 minutes. Nothing there? Look into the junk folder.', codeNeed: 'Enter the six digits.', confirm: 'Confirm', again: 'Another address', done: 'Done: you will hear when something moves in {area}.', toAccount: 'See my alerts', none: 'This site sends no mail and no text messages. A feed reader can follow it (Atom):', feed: 'Follow in a reader (Atom)',
    endTitle: 'Stop an alert', endAsk: 'Stop this alert?', endButton: 'Stop it', ended: 'It has ended: nothing more will come.', endNo: 'This link no longer holds.', endReport: 'News of report {number}',
  },
  account: {
    title: 'My account', lead: 'You need none. A code to your mail address or telephone signs you in, there is no password. Then your reports and alerts are there on another device too.', signIn: 'Sign in with a code', you: 'Signed in: {address}', alerts: 'My alerts', noAlerts: 'No alerts yet.', add: 'Follow a place', pause: 'Pause', resume: 'Go on', paused: 'Paused', end: 'Stop', gone: 'This place has changed: nothing new will come', reports: 'Reports in the account', noReports: 'No report was put in yet.', onDevice: 'Reports on this device', put: 'Put into the account', drop: 'Take out of the account', told: 'Tell me when it moves', language: 'Language of messages', signOut: 'Sign out', signOutNote: 'Reports that came from the account leave this device.', leave: 'Delete the account', leaveNote: 'Address, alerts and the list are erased and cannot come back. Your reports go on.', leaveYes: 'Delete it', left: 'The account is deleted.', of: 'News of {number}',
  },
  place: {
    title: 'My grid', lead: 'Which grid a place belongs to, and what is going on there', locate: 'Go to my position', search: 'Find a community, village or grid by name', above: 'Part of', layers: 'Also in', area: 'Size', km2: '{n} km²', ha: '{n} ha', exclusive: 'Exclusive grid', grids: 'Grids in it', parts: 'Areas in it', outside: 'This is outside the area; the nearest grid is {m} m away.', cases: 'Public here', noCases: 'Nothing public here lately', report: 'Report something here', here: 'You are here', board: 'Who works here', vacant: 'vacant', deputy: '{name} stands in', phone: 'Work phone', line: 'Call {unit}', pick: 'Another place',
  },
  plain: {
    home: { title: 'Tell us what is wrong', lead: 'One sentence or one photo is enough. No account.', report: 'Report', mine: 'My reports' },
    report: { what: 'What is wrong?', whatHint: 'One sentence; you may speak it with the microphone of the keyboard', photo: 'Take a photo', photoHint: 'You need not', where: 'Where?', locate: 'I am here', address: 'Write where', addressHint: 'For example: Xingfu Estate, house 3', contact: 'Leave a phone number?', contactHint: 'You need not. Only staff can see it.', submit: 'Send', needText: 'Please write one sentence: what is wrong.', needPlace: 'Tap “I am here”, or write where.' },
    receipt: { title: 'We have it', lead: 'Under “Mine” you see how it goes.', track: 'See how it goes', another: 'Report another' },
    track: { title: 'See how it goes', due: 'Answer promised by', what: 'What you said', progress: 'How far it is' },
    rate: { title: 'Are you satisfied?', comment: 'Anything to add (you need not)', submit: 'Send' },
    reopen: { title: 'Still not right?', lead: 'Tell us what is not right; somebody will look again.', open: 'Still not right, please look again' },
    mine: { title: 'My reports', lead: 'All kept on this phone', empty: 'Nothing reported yet', emptyNext: 'Use the button below to tell us what is wrong.' },
  },
  action: { report: 'Registered', register: 'Registered', import: 'Registered', rate: 'You rated', ask_reopen: 'You asked to reopen', 'system.late': 'The promise was missed' },
  input: { text: 'Text', place: 'Place', phone: 'Phone', name: 'Name', reason: 'Reason', grade: 'Rating', category: 'Category', token: 'Token', number: 'Number', comment: 'Comment', lon: 'Longitude', lat: 'Latitude' },
}
