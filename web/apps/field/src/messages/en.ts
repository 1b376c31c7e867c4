/** Words of the field app. */
export const en = {
  field: { name: 'Field', skip: 'Skip to content' },
  nav: { label: 'Main', today: 'Today', map: 'Map', report: 'Report', queue: 'Outbox', me: 'Me', unsent: 'not sent' },
  bar: {
    offline: 'No signal. Work as usual: what you write is kept on the phone.', offlineWaiting: 'No signal. {n} kept on the phone, sent by themselves when there is signal.', ended: 'Your login has expired. {n} wait to be sent, none is lost. Tap to log in again.',
    decide: '{n} need your decision', version: 'There is a new version: tap to update (what is unsent stays)',
  },
  login: {
    title: 'Field login', lead: 'Log in once; read, report and act without signal.', account: 'Account', password: 'Password', submit: 'Log in', needBoth: 'Enter account and password.', demo: 'Demo accounts', offline: 'Logging in needs signal. What you wrote is still on the phone.',
    unsent: '{n} on this phone are not sent; they go when you log in.',
  },
  today: {
    visits: 'Visits', emptyVisits: 'No visit is due', otherDays: '{n} for other days: go there now if you pass by', mine: 'Mine', near: 'Near me', due: 'Due', title: 'Today', read: 'Read {span}', never: 'Not read yet', reading: 'Reading…', refresh: 'Read again',
    emptyMine: 'Nothing waits for you', emptyMineNext: 'It appears here when it is your turn. When you see something, tap “Report”.', emptyNear: 'Nothing open nearby', emptyDue: 'Nothing is due soon', waiting: 'Done, to be sent', decide: 'Needs your decision',
    locate: 'Sort by distance from me', locateHint: 'Your position is taken once, when you tap; never in the background.', locating: 'Locating…', away: '{m} from you', search: 'Search what is on the phone', count: '{n} cases', noSignal: 'No signal now, and no cases on the phone yet.',
  },
  distance: { m: '{n} m', km: '{n} km' },
  case: {
    back: 'Back', what: 'What', where: 'Where', who: 'Unit', reporter: 'Reporter', registered: 'Registered', timeline: 'Record', act: 'What you can do now', nothing: 'With your post there is nothing to do here now.',
    kept: 'From the phone, read {span}', notKept: 'The details of this case are not on the phone yet: open it once with signal.', pending: 'You did “{name}”; it is not sent yet.', pendingDecide: 'Your “{name}” conflicts with what somebody else did. Please decide.', see: 'See', navigate: 'On the map',
    showAll: 'Show all {n}', system: 'System', exclusive: 'Exclusive grid', photoNeedsSignal: 'Photos need signal',
  },
  form: {
    submit: 'Save and send', choose: 'Choose', publicNote: 'The reporter can read what you write here.', missing: 'Please fill in “{name}”.', atLeast: '“{name}” needs at least {n}.', atMost: '“{name}” may be at most {n}.', min: '“{name}” must be at least {n}.', tooLong: '“{name}” takes {n} characters.',
    saved: 'Kept on the phone; sent when there is signal', sent: 'Kept, being sent', search: 'Search by name', gone: 'This can no longer be done.',
  },
  input: {
    unit: 'Unit', assists: 'Assisting units', note: 'Note', category: 'Category', result: 'Result', method: 'How', person: 'Person', photos: 'Photos', clause: 'Clause', reason: 'Reason', cause: 'Cause', until: 'Until', plan: 'Plan', review: 'Review date', deadline: 'Deadline', listed: 'List it publicly',
    text: 'Text', reached: 'Reached?', solved: 'Solved?', satisfied: 'Satisfied?', into: 'Number of the case to join', grade: 'Grade', comment: 'Comment', lon: 'Longitude', lat: 'Latitude', priority: 'Priority', summary: 'What was done', hours_or_days: 'How much longer', body: 'Receiving body', receipt: 'Their receipt number', place: 'Place',
  },
  option: {
    result: { pass: 'Pass', fail: 'Fail' }, method: { spot: 'On the spot', photo: 'By photo', phone: 'By phone', sample: 'By sample' }, priority: { low: 'Low', normal: 'Normal', high: 'High', urgent: 'Urgent' },
  },
  action: { report: 'Reported', register: 'Registered', import: 'Imported', hand_over: 'Handed over', note: 'Note', 'system.relocated': 'Followed the new grids', 'system.late': 'Marked late by the system', 'system.due_soon': 'Marked due soon by the system', rate: 'Rated', ask_reopen: 'Asked to reopen', follow: 'Followed' },
  report: {
    title: 'Report', photo: 'Camera', gallery: 'Gallery', voice: 'Speak', stop: 'Stop {s}″', remove: 'Remove number {i}', text: 'What is it? (a photo may do)', textHint: 'Such as: lamp dark, manhole broken, rubbish', category: 'Category', none: 'No category, decided later', pick: 'Choose a category', recent: 'Often used',
    where: 'Where', locating: 'Locating…', accuracy: 'Good to about {m} m', poor: 'Good to about {m} m only: check it on the map', corrected: 'Corrected on the map', correct: 'Check on the map', again: 'Locate again', denied: 'Not allowed to locate. Pick the point on the map or describe the place.',
    failed: 'Could not locate. Pick the point on the map or describe the place.', insecure: 'This address is not encrypted, so the browser does not locate. Pick the point on the map or describe the place.', address: 'More about the place (optional)', done: 'Done',
    settle: 'I have settled it on the spot', settleHint: 'Reported and closed in one step', result: 'What was done', after: 'Photos after', submit: 'Submit', needWhat: 'Take a photo, write a few words or choose a category.', needPlace: 'Locate, pick a point on the map or describe the place.', needAfter: 'Take a photo of how it is now.', needResult: 'Write down what was done.',
    outside: 'This is not in your grid', saving: 'Saving…', full: 'The phone is full; this was not saved. It is still on the screen: send or delete something else (old photos, say), then submit again.', photoFailed: 'This photo was not saved: {why}', compress: 'Photos are made smaller on the phone; time and place stay',
    micDenied: 'Not allowed to record.', back: 'Up',
  },
  visit: {
    disagree: 'Sources disagree: please ask.', looked: 'seen or corrected', sent: 'Sent', refused: 'Not taken by the register: {what}. {why}', refusedNext: 'The department has what you wrote. Check it, and tell those who keep the register.',
    why: 'Why am I asked this?', whyOf: 'Why am I asked this? {label}', module: 'Task', department: 'Department', basis: 'Basis', noBasis: 'Not stated', last: 'Last answer', never: 'Never answered', once: 'A question is asked once; all departments share the answer.',
    unchanged: 'Unchanged', change: 'Changed', clear: 'Clear', chosen: 'Done', moreChoices: '{n} more; type to search', agree: 'Confirmed', other: 'Please answer this kind of question on a computer.', entry: 'Entry',
    required: 'This has to be answered.', constraint: 'This answer does not fit.', notConfirmed: 'Confirm that it is unchanged, or change it.', noInteger: 'Enter a whole number.', noNumber: 'Enter a number.',
    photoAgain: 'Take again', file: 'Choose a file', sign: 'Sign', signAgain: 'Sign again', signHint: 'Sign with a finger on the white area', signed: 'Done', full: 'The phone is full and this was not saved. Free some space, then change any answer.',
    add: 'Add: {label}', unnamed: '{label} {i}', removeSure: 'Remove “{name}”?', mend: 'To mend', toConfirm: '{n} to confirm', doneHere: 'Done', steps: 'Steps', step: 'Step {i}', open: 'open', complete: 'Complete', previous: 'Back', next: 'Next',
    left: '{n} still open; this is the first.', notMet: 'Nobody met', notMetWhy: 'What happened?', notMetWords: 'More words (optional)', reason: { nobody_home: 'Nobody at home', refused: 'Did not want the visit', gone: 'Moved away or not there' },
    late: 'Late, due {day}', serves: '{n} tasks of {d} departments', length: '{n} questions, about {m} min', notKept: 'Form not on the phone', until: 'until {day}', tries: 'not met {n}×', mark: { draft: 'Half written', waiting: 'Filled in, to be sent', decide: 'Needs your decision' }, state: { done: 'This visit is done.', not_met: 'Recorded: nobody met.' },
    waiting: 'Filled in; it waits in the outbox for signal.', gone: 'The form of this visit is not on the phone; open it once with signal.', age: { today: 'today', days: '{n} days ago', months: '{n} months ago', years: '{n} years ago' },
  },
  state: { waiting: 'To be sent', sending: 'Being sent', sent: 'Sent', refused: 'Refused', conflict: 'Conflict', dropped: 'Given up' },
  queue: {
    title: 'Outbox', lead: 'What you write is kept on the phone first and sent in order; it is deleted here only when the server has it.', empty: 'The outbox is empty', emptyNext: 'What you report and do appears here first.', now: 'Send now', export: 'Export what is unsent', exported: '{n} exported; the file is in the phone’s downloads.', nothing: 'Nothing is unsent.',
    photos: '{n} files, {kb} KB', progress: '{p}% sent', tries: 'tried {n} times', next: 'again in {s} s', visit: 'Visit', not_met: 'Visit, not met', act: 'Act', sentAs: 'Number {number}', others: 'Somebody else wrote {n} on this phone; they go when that person logs in.', report: 'Report', paused: 'goes on after login', offline: 'waits for signal',
    notLasting: 'The browser has not promised to keep this: short of room, it may clear what is unsent. Add the app to the home screen, and send or export soon.',
  },
  item: {
    title: 'Outbox · no. {id}', wrote: 'What I wrote', photos: 'Files', why: 'Why it was refused', next: 'What to do', retry: 'Try again', drop: 'Give this up', dropSure: 'Given up, this and its photos will not be sent and cannot be brought back. Give it up?', edit: 'Change and send', open: 'Open case {number}',
    conflictLead: 'Somebody acted on this case after you wrote. Both sides stand here: choose. Nothing is lost before you do.', mine: 'What I wanted', there: 'What is there now', seen: 'When I looked: {state}', since: 'What happened since', nobody: 'No new entry',
    insist: 'Do it as I wrote', gone: '“{name}” can no longer be done.', asNote: 'Keep what I wrote as a note', noteNoPhotos: 'A note takes no photos: this item stays in the outbox with them, and can be exported.', change: 'Open the form, change, then do it', dropMine: 'What is there stands; give mine up',
    advice: {
      'http.403': 'Your post does not allow this. Ask the security administrator, or give it up.', 'http.404': 'The case is not in your area any more, or does not exist.', 'http.413': 'The file is too large. Give this up and report again with a smaller photo.', 'http.415': 'The server does not take this kind of file. Give this up and report again with a photo.',
      'http.422': 'Read the reason above, change it and send.', 'http.400': 'Read the reason above, change it and send.', 'http.500': 'The server failed several times and logged it. Try again; if it still fails, give the administrator {request}.', elsewhere: 'The place is outside your area. The server has most likely registered it, but may not tell you the number. Ask the centre before you report it again.', generic: 'Try again; if it still fails, export it and hand it to the administrator.',
    },
  },
  map: { title: 'Map', none: 'No case with a place on the phone', offline: 'Without signal, borders and cases are those on the phone' },
  notices: {
    title: 'Notices', bell: 'Notices, {n} new', see: 'All read', unseen: '{n} new', allSeen: 'All read', new: 'new', none: 'Nothing for you', noneNext: 'You are told here when a case is due soon or late, or when somebody hands over to you.', noSignal: 'No signal, and no notices on the phone yet.', somebody: 'somebody',
    kind: { late: 'Late', due_soon: 'Due soon', rest_over: 'Its rest is over', order_late: 'A supervision order was not answered in time' },
    told: { hand_over: '{posts} posts of {name} are yours now, with the open tasks', hand_over_leave: '{name} is on leave; you stand in for {posts} posts until {until}', hand_back: 'The stand-in is over; posts and tasks are yours again', duty_unattended: 'Somebody is to be at “{desk}”, and nobody is', duty_handed: '{name} hands “{desk}” to you; please sign on', campaign_unplanned: '{unplanned} subjects of “{desk}” do not fit before {day}: arrange a stand-in, or change the plan' },
  },
  collect: { title: 'ODK Collect on another phone', lead: 'One scan brings the forms of your area to ODK Collect on another phone. A code is as good as yourself: withdraw it when the phone is lost.', make: 'Make an access code', scan: 'Code for ODK Collect to scan', once: 'This code is shown once', how: 'In ODK Collect choose “Configure with QR code” and point it here.', hide: 'Hide', end: 'Withdraw', endNote: 'In some seconds the phone with this code gets and sends nothing any more.', offline: 'Codes are made and withdrawn with signal.' },
  me: {
    absence: 'Absence', absenceNote: 'Days of an absence carry no visits: your deputy stands in, or they go to other days. No reason is asked.', absenceDays: '{first} to {last}', absenceEnd: 'Back earlier', absenceFirst: 'From', absenceLast: 'To', absenceSay: 'Record an absence',
    posts: 'My posts', deputy: 'deputy', team: 'People of this area', teamNone: 'Not read yet', teamDeputy: 'deputy {name}', vacant: 'vacant', storage: 'Storage', used: '{used} MB used of {all} MB', lasting: 'The browser has promised to keep it', notLasting: 'The browser has not promised to keep it', ask: 'Ask the browser to keep it', refused: 'The browser refused. Add the app to the home screen and try again.',
    logout: 'Log out', logoutOffline: 'Logging out needs signal, so that the server knows. You are still logged in.', logoutSure: 'The cases read onto this phone will be cleared.', logoutUnsent: '{n} are not sent: they stay on this phone until you log in again. Log out?', read: 'Read my area', readAt: 'Read {at}', keeps: '{n} cases and {k} grids on the phone',
    position: 'Position', positionNote: 'Taken once when you tap “Report” or “Locate”, never in the background.', install: 'As an app', installHint: 'Choose “Add to home screen” in the browser’s menu; it then opens without signal.',
  },
  problem: { 'field.full': 'The phone is full; what was read anew was not kept. Please make room.', 'field.bytes_gone': 'The files of this item are gone from the phone and cannot be sent.', 'act.action_not_now': 'The case is in another state; this cannot be done now.', 'case.not_found': 'Not found, or not in your area.' },
}
