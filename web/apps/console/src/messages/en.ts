import { mapPage } from './map.en'
import { gridPage } from './grids.en'
import { cockpit } from './cockpit.en'
import { bulletins } from './bulletins.en'
import { burden, modules } from './modules.en'
import { absence, campaigns } from './campaigns.en'
import { ownForms, phoneKeys } from './ownForms.en'
import { answers } from './answers.en'
import { records } from './records.en'
import { linkage } from './linkage.en'
import { reveals } from './reveals.en'
import { numbers } from './numbers.en'
import { triage } from './inbox.en'
import { casePage, draft } from './casePage.en'
import { packPage } from './packPage.en'
import { shell } from './shell.en'
import { audit, calendars, settings } from './admin.en'
import { boardSheet, duty, personPage, roles, sheetImport, team, told, vacancies } from './people.en'
import { standard } from './standard.en'
import { supervision } from './supervision.en'
import { papers } from './papers.en'
import type { zh } from './zh'

export const en: typeof zh = {
  answers, triage, shell, packPage, audit, calendars, settings, supervision, papers, casePage, draft,
  boardSheet, duty, personPage, roles, sheetImport, team, told, vacancies,
  nav: {
    label: 'Main', work: 'Inbox', tools: 'Desk', desk: 'Register', supervision: 'Supervision', cockpit: 'Cockpit', map: 'Map of cases', numbers: 'Numbers', bulletins: 'Bulletins', records: 'Registers', forms: 'One form', catalogue: 'Catalogue',
    packs: 'Packs', grids: 'Grids', units: 'Units', people: 'People', posts: 'Posts', vacancies: 'Vacancies', duty: 'Duty', clients: 'Programs', webhooks: 'Webhooks', roles: 'Roles', calendars: 'Calendars', audit: 'Audit', settings: 'Settings', account: 'My account', logout: 'Sign out', signedIn: '{name} · {post}', noPost: 'This account holds no post', noPostNext: 'Residents report and track without signing in, on the citizen site. Staff: ask the security administrator for a post.', skip: 'Skip to content', demo: 'Demo city · all data invented', citizen: 'Citizen site', menu: 'Menu',
  },
  queue: {
    todo: 'For me to do', mine: 'Handled by me', registered: 'To accept', dispatch: 'To dispatch', work: 'In work', check: 'To check', feedback: 'To answer',
    arbitrate: 'To rule', rest: 'Resting', late: 'Late', due_soon: 'Due soon', open: 'All open', all: 'All cases', closed: 'Closed', verify: 'To verify',
  },
  login: {
    title: 'Sign in', account: 'Account', password: 'Password', submit: 'Sign in', demo: 'Demo accounts', demoHint: 'One click signs in. Nothing here is real; try anything.',
    needBoth: 'Enter account and password.', lead: 'One matter, one number: who owes it, by when, and how it was done — on record.',
  },
  role: {
    gridleader: 'Grid leader', supervisor: 'Supervisor', town: 'Town leader', security: 'Security admin', audit: 'Audit admin', resident: 'Resident', worker: 'Grid worker', dispatcher: 'Dispatcher', handler: 'Handler', checker: 'Checker', leader: 'Leader', admin: 'System admin', arbiter: 'Arbiter', desk: 'Desk', receiver: 'Receiver',
  },
  inbox: {
    search: 'Search number, text, outside number', filters: 'Filters', category: 'Category', priority: 'Priority', channel: 'Channel', phase: 'Phase', area: 'Area', unit: 'Unit', pack: 'Pack',
    clear: 'Clear filters', what: 'Case', where: 'Place', who: 'Unit', due: 'Time left', state: 'State', came: 'Registered', nobody: 'not dispatched', empty: 'Nothing to do',
    emptyFiltered: 'No case matches the filters', emptyNext: 'New cases appear here.', emptyFilteredNext: 'Widen or clear the filters.',
    registeredIn: 'Registered {span}', acceptedIn: 'Accepted {span}', answeredIn: 'First answered {span}', closedIn: 'Closed {span}', had: { late: 'a deadline was missed', on_time: 'no deadline was missed', carried: 'carried over', not_carried: 'never carried over', returned: 'returned by a unit', reopened: 'reopened' }, ratedAs: 'rated {grades}',
    keys: 'Keys', count: '{n} shown', end: 'End of list', returned: 'returned {n}×', photo: 'has photos', dueKind: { promise: 'promise', sign: 'sign', task: 'finish' },
    help: { j: 'next case', k: 'previous case', enter: 'open', search: 'search', desk: 'register', next: 'next in list', back: 'back to list', seen: 'mark all as seen', act: 'choose the n-th action', send: 'submit', help: 'show keys' },
  },
  case: {
    what: 'What', where: 'Where', who: 'Who owes it', by: 'By when', photos: 'Photos and files', timeline: 'Record', why: 'Why this unit', clocks: 'Clocks', tasks: 'Tasks', map: 'Place',
    act: 'What you can do now', nothing: 'Your post has nothing to do here now.', nothingNext: 'When it is your turn it appears under “For me to do”.', reporter: 'Reporter', hidden: 'identity hidden', reveal: 'Reveal',
    revealWhy: 'Purpose', revealHint: 'Every reveal is recorded with person, purpose and time.', revealTitle: 'Reveal {field}', name: 'Name', phone: 'Phone', channel: 'Channel', number: 'Number', aliases: 'Outside numbers',
    type: 'Type', tier: 'Tier', registered: 'Registered', proposal: 'Proposed', assists: 'Assisting', noUnit: 'No unit found; please choose one', outside: 'outside every grid, {m} m from the nearest',
    exclusive: 'exclusive grid', layers: 'Other layers', rating: 'Reporter’s rating', similar: 'Similar cases', duplicates: 'Perhaps the same', receipt: 'Receipt', path: 'Within',
    rule: 'Rule', values: 'What it looked at', missed: 'Rules that did not match', missedShow: 'Show {n} rules that did not match', decidedClocks: 'Clocks',
    source: { catalogue: 'Dispatch catalogue', ruling: 'Arbiter’s ruling', route: 'Route table', none: 'No rule matched' },
    why_catalogue: 'The dispatch catalogue has an entry for this; it decides.', why_ruling: 'An arbiter ruled on a like case; the ruling stands in the catalogue.', why_route: 'Rules are read from the top; the first that matches decides.', why_none: 'Neither catalogue nor rules matched; please judge.',
    stale: 'Somebody just changed this case. It has been reloaded: look at its present state, then act.', done: 'Done: {action}', nextInList: 'Next', previousInList: 'Previous', back: 'Back to list', position: '{at} of {of}',
    chain: 'chain {hash}', sent: 'sent', signed: 'signed', finished: 'done', by_at: 'by {at}', person: 'in the hands of {name}', public: 'public', late: 'late', started: 'from {at}', due: 'due {at}', met: 'met {at}',
    noTasks: 'No task has been sent yet.', noPhotos: 'No photos', system: 'System', more: 'More actions', anonymous: 'anonymous', noPlace: 'No coordinates', showAll: 'Show all {n}', paused: 'clock resting',
    actor: { resident: 'Reporter', anonymous: 'Reporter', client: 'Outside system', system: 'System', person: 'Staff' },
    rest: { suspended: 'Suspended until {until}', deferred: 'Deferred until {until}', carried_over: 'Carried over, review {until}' }, noEnd: 'open',
    order: 'Order {no}', orderBy: 'by {at}', orderReplied: 'answered', orderCancelled: 'cancelled', reopenAsked: 'The reporter asks to reopen', extensionAsked: 'The unit asks for more time', mergedInto: 'Joined to', mergedFrom: 'Joined cases', erased: 'The words were erased by law',
    change: {
      registered: 'registered', classified: 'category', located: 'place', routed: 'routed', state: 'state', clock_started: 'clock started', clock_met: 'clock met', clock_paused: 'clock paused', clock_resumed: 'clock resumed', clock_extended: 'extended',
      task_opened: 'task sent', task_signed: 'signed', task_handed: 'handed on', task_done: 'task done', task_returned: 'returned', attached: 'file', said: 'note', asked: 'asked', decided: 'decided', rested: 'resting', woke: 'woken', escalated: 'escalated',
      ordered: 'ordered', order_replied: 'order answered', order_cancelled: 'order cancelled', order_listed: 'listing changed', issued: 'paper issued', rated: 'rated', called_back: 'called back', checked: 'checked', reopened: 'reopened', merged: 'joined', merged_from: 'joined by', aliased: 'outside number', outcome: 'outcome', marked: 'deadline mark',
    },
  },
  form: {
    submit: 'Submit', submitKeys: 'Ctrl + Enter', cancel: 'Cancel', choose: 'Choose', search: 'Type a name or code', noMatch: 'No match', add: 'Add files', uploading: 'Uploading…', publicNote: 'The reporter can read what you write here.',
    missing: 'Please fill in “{name}”.', atLeast: '“{name}” needs at least {n}.', atMost: '“{name}” may be at most {n}.', min: '“{name}” must be at least {n}.', tooLong: '“{name}” takes {n} characters, now {have}.', failed: '{file} was not uploaded: {why}', tooBig: '{file} is larger than {mb} MB; make it smaller.',
    proposed: 'proposed', suggested: 'Perhaps “{name}”: press ↓', remove: 'Remove {name}', chars: '{n} / {max}',
  },
  input: {
    unit: 'Unit', assists: 'Assisting units', note: 'Note', category: 'Category', result: 'Result', method: 'How', person: 'Person', photos: 'Photos', clause: 'Clause', reason: 'Reason', catalogue: 'Enter it in the dispatch catalogue for like cases',
    hours_or_days: 'How much longer (in the clock’s unit)', cause: 'Cause', until: 'Until', plan: 'Plan', review: 'Review date', deadline: 'Deadline', body: 'Receiving body', receipt: 'Their receipt number', text: 'Text', refusal: 'Ground of refusal',
    reached: 'Reached?', solved: 'Solved?', satisfied: 'Satisfied?', into: 'Number of the case to join', grade: 'Grade', comment: 'Comment', lon: 'Longitude', lat: 'Latitude', priority: 'Priority', summary: 'What was done', login: 'Account', password: 'Password',
    place: 'Place', old: 'Present password', new: 'New password', listed: 'List it publicly (unit, deadline and state; nothing personal)', purpose: 'Purpose',
  },
  option: {
    result: { pass: 'Pass', fail: 'Fail' },
    verdict: { pass: 'Pass', fail: 'Fail' },
    method: { spot: 'On the spot', photo: 'By photo', phone: 'By phone', sample: 'By sample' },
    priority: { low: 'Low', normal: 'Normal', high: 'High', urgent: 'Urgent' },
  },
  action: {
    report: 'Reported', import: 'Imported', register: 'Registered', 'system.relocated': 'Followed the new grids', hand_over: 'Handed over', 'system.late': 'Marked late by the system', 'system.due_soon': 'Marked due soon by the system', rate: 'Rated', ask_reopen: 'Asked to reopen', note: 'Note', reveal: 'Revealed', follow: 'Followed',
  },
  desk: {
    title: 'Register', text: 'What is reported', textHint: 'In the person’s own words, or paste a message', category: 'Category', categoryHint: 'Type a few letters', place: 'Place', placeHint: 'Estate, road, number, landmark', area: 'Area', areaHint: 'Town, village or grid',
    map: 'Pick on the map (optional)', caller: 'Caller', name: 'Name', phone: 'Phone', channel: 'Channel', hide: 'Hide the reporter from handling units', external: 'Outside number', externalSystem: 'System', externalNumber: 'Number', submit: 'Register and print', again: 'Register another (N)', open: 'Open the case (O)',
    done: 'Registered', needText: 'Write down what is reported.', needPlace: 'Describe the place, choose an area or pick a point.', elapsed: '{s} s', similar: 'There is a like case nearby. Is it this one?', join: 'Look at it', attachments: 'Photos or papers', located: 'Located in {path}', keys: 'Tab through, Ctrl + Enter registers', none: 'No category; decide later',
  },
  notices: {
    title: 'Notices', bell: 'Notices: {n} not seen', box: { above: 'To my unit', owed: 'My unit owes', all: 'Whole area' },
    lead: { above: 'Told to your unit as the level above: somebody below is late or will be.', owed: 'About what your own unit owes.', all: 'About every case you may see.' },
    of: { late: 'Late', due_soon: 'Due soon', rest_over: 'Rest is over', order_late: 'Order not answered' },
    said: { late: '{clock}: late', due_soon: '{clock}: due soon', rest_over: 'Rest is over, review it', order_late: 'Order not answered in time' },
    kind: 'Kind', anyKind: 'Any kind', seeAll: 'Mark all as seen', unseen: 'new', told: 'told: {unit}', empty: 'No notices', emptyNext: 'When a deadline nears or passes, it is told here. A notice changes nobody’s duty.',
  },
  receiptPage: {
    title: 'Receipt', number: 'Number', token: 'Tracking token', keep: 'Please keep this. With number and token you can follow, rate and ask to reopen on the citizen site.', at: 'Registered', what: 'Matter', where: 'Place', channel: 'Channel', hash: 'Check code', category: 'Category', due: 'Answer promised by', site: 'Track at', state: 'State', stamp: 'Received by (seal)',
  },
  mapPage,
  gridPage,
  numbers,
  absence, bulletins, burden, campaigns, modules, ownForms, phoneKeys, records, linkage, standard, reveals,
  cockpit,
  catalogue: {
    add: 'New entry', edit: 'Change entry', area: 'Where it holds', areaHint: 'empty: everywhere', byUnit: 'One unit', byFunction: 'By function and level', function: 'Function', level: 'Level', packClock: 'as the pack says', from: 'From', fromHint: 'empty: from today', to: 'Until', levels: { grid: 'Grid', village: 'Village', town: 'Town', county: 'County', city: 'City', province: 'Province' },
    title: 'Dispatch catalogue', search: 'Filter by category', export: 'Export XLSX', import: 'Import XLSX', category: 'Category', condition: 'Condition', unit: 'Lead', assists: 'Assisting', limit: 'Limit', standard: 'Closing standard', basis: 'Basis', validity: 'Valid', source: 'Source', ruling: 'ruling', imported: 'catalogue', empty: 'The catalogue is empty', emptyNext: 'Import an XLSX, or let rulings enter it one by one.',
    checkTitle: 'Check before import', checked: '“{file}” was checked', apply: 'Import', problems: 'Problems found', ok: 'No problem found; ready to import.', done: 'Imported', since: 'from {day}', rows: '{rows} rows read, {written} entries written', problem: 'Row {row}, “{column}”: “{value}” is wrong, expected {expected}',
  },
  packs: { title: 'Packs', version: 'Version', enabled: 'enabled', disabled: 'not enabled', enable: 'Enable {version}', states: 'States', actions: 'Actions', categories: 'Categories', types: 'Case types', from: 'From', to: 'To', stays: 'stays', empty: 'No packs yet', emptyNext: 'Add one with: jingwei pack add DIR', enabledNow: '{name} is enabled', open: 'Look', initial: 'start', who: 'Who may' },
  register: { saved: 'Saved', ended: 'Ended', edit: 'Change', end: 'End', posts: 'Posts', nameZh: 'Name in Chinese', nameEn: 'Name in English' },
  units: {
    title: 'Units', add: 'New unit', edit: 'Change unit', search: 'Code or name', name: 'Unit', code: 'Code', area: 'Where it sits', parent: 'Belongs to', functions: 'What it can do', contact: 'How to reach it', empty: 'No unit here',
    endTitle: 'End “{name}”?', endNote: 'From now on nothing is sent to it. A unit with posts cannot end: end or move the posts first.',
  },
  people: {
    title: 'People', add: 'New person', edit: 'Change person', searchLogin: 'Whole login', name: 'Name', login: 'Login', loginHint: 'empty: cannot sign in', phone: 'Phone', phoneKeep: 'empty keeps the present one', password: 'Password', firstPassword: 'First password', passwordHint: '8 characters or more, not the login',
    passwordTitle: 'New password for {name}', passwordSet: 'Password set', leave: 'Leaves', leaveTitle: '{name} leaves?', leaveNote: 'All posts of the person end and nobody can sign in with this login any more. Login and phone are erased; name and what was done stay on record.', erased: '(erased)', noLogin: '—', empty: 'Nobody here',
  },
  posts: {
    workPhone: 'Work phone', workPhoneHint: 'published on the board; never a private one',
    title: 'Posts', add: 'Give a post', edit: 'Change post', kind: 'Post', anyKind: 'Any post', person: 'Holder', deputy: 'Deputy', deputyHint: 'stands in from day one', unit: 'Unit', area: 'For the area', areaHint: 'empty: where the unit sits', since: 'Since', until: 'Until', everywhere: 'everywhere', onePerson: 'one person', empty: 'No post here',
    endTitle: 'End the post “{name}”?', endNote: 'From now on {person} may no longer do what this post allows.',
  },
  live: { updated: 'Updated' },
  webhooks: {
    title: 'Webhooks', lead: 'Other systems are told of what happens to cases (CloudEvents, signed). Nothing personal is sent.', add: 'New webhook', edit: 'Change webhook', name: 'Name', url: 'Address', events: 'Event types', eventsHint: 'one a line, * at the end stands for any; empty: all', area: 'Area', queue: 'Queue', counts: '{waiting} waiting · {dead} given up', off: 'off', enabled: 'Send (while off, events wait)',
    rotate: 'New secret', rotated: 'The secret is new; the old one is valid for another day', secretOnce: 'The secret is told this once. Give it to the receiver.', resend: 'Send again', resendAll: 'Send all again', resent: 'In the queue again', event: 'Event', case: 'Case', attempts: 'Attempts', answer: 'Answer', at: 'At', none: 'Nothing here',
    states: { waiting: 'Waiting', dead: 'Given up', delivered: 'Delivered' }, empty: 'No webhook yet', emptyNext: 'Add one, and another system hears at once of what happens to cases.', endTitle: 'End the webhook “{name}”?', endNote: 'Nothing more is sent, also not what waits.',
  },
  clients: {
    title: 'Programs with a key', lead: 'Open311 clients, hotline bridges and other programs that report with a key of their own.', add: 'New program', name: 'Program', since: 'Since', state: 'Key', valid: 'valid', endedAt: 'ended {at}', keyOnce: 'The key is told this once. Keep it safe.', empty: 'No program has a key', emptyNext: 'Give a program a key, and it can report over Open311.',
    endTitle: 'End the key of “{name}”?', endNote: 'The program can send nothing from now on. What it reported stays.',
  },
  account: { title: 'My account', posts: 'My posts', unit: 'Unit', area: 'Area', deputy: 'deputy', password: 'Change password', old: 'Present password', next: 'New password', again: 'New password again', mismatch: 'The two new passwords differ.', changed: 'Password changed.', save: 'Change password' },
}
