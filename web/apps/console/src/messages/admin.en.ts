import type { audit as auditZh, calendars as calendarsZh, settings as settingsZh } from './admin.zh'

export const audit: typeof auditZh = {
  title: 'Audit', lead: 'Who did what to what, and when: the chain as it stands, the latest first. Codes and references only, nothing personal.', what: 'What the chain proves',
  proves: {
    digest: 'The digest of an entry covers all of it and the digest of the entry before it about the same thing: whatever is changed or taken out, what follows no longer fits.',
    positions: 'Positions are gap-free within each county: a whole thread that vanished shows as well.',
    verify: 'On the server, jingwei verify computes every digest again and says where a chain breaks.',
    receipts: 'A book rewritten from its first page is caught only by what left the house: the receipts that reporters hold. Keep receipts and backups.',
  },
  home: 'Book', global: 'Set-up of the whole (people, units, packs, calendars)', kind: 'About', anyKind: 'anything', action: 'What was done', actionHint: 'such as pack or pack.enabled', actor: 'By', anyActor: 'anybody', clear: 'Clear filters',
  pos: 'No.', at: 'At', about: 'About', hash: 'Digest', post: 'Post', data: 'What it says', before: 'Digest of the entry before', none: '(the first)', seq: 'entry {n} about this', only: 'Only this', onlyActor: 'Only theirs', open: 'Open', details: 'Details of no. {n}',
  looked: '{looked} looked at, {n} found', goOn: 'Go on looking', end: 'This is the earliest', empty: 'No such entry', emptyNext: 'Widen the filters, or choose another book.', searching: 'None in this stretch; you can go on looking.',
  link: { first: 'the first', joined: 'fits the one before', broken: 'does not fit the one before!', unseen: 'the one before is not shown' },
  kinds: { case: 'Case', person: 'Person', post: 'Post', unit: 'Unit', client: 'Program', webhook: 'Webhook', resident: 'Resident', register: 'Registers', pack: 'Pack', calendar: 'Calendar', catalogue: 'Catalogue', map: 'Map', grid: 'Map', duty: 'Duty', bulletin: 'Bulletin', form: 'Form', vault: 'Keys of protected values' },
  actors: { person: 'Staff', system: 'System', client: 'Program', resident: 'Resident', anonymous: 'Anonymous reporter' },
  did: {
    pack: { added: 'Pack added', enabled: 'Pack enabled', disabled: 'Pack disabled' }, person: { set: 'Person set', ended: 'Person left', password: 'Password changed', handed_over: 'Work handed over', absent: 'Absence recorded', present: 'Back earlier' }, post: { set: 'Post given or changed', ended: 'Post ended' },
    unit: { set: 'Unit set', ended: 'Unit ended' }, client: { set: 'Key given', ended: 'Key ended' }, webhook: { set: 'Webhook set', ended: 'Webhook ended' }, resident: { confirmed: 'A resident confirmed an address', left: 'A resident left' }, calendar: { set: 'Calendar set' }, catalogue: { set: 'Catalogue changed' }, grid: { map: 'Map imported', changed: 'Map changed' },
    form: { module_proposed: 'Module proposed', module_admitted: 'Module admitted', module_refused: 'Module refused', module_retired: 'Module retired', not_met: 'Nobody was met', campaign_opened: 'Campaign handed down', campaign_closed: 'Campaign ended', settled: 'Records given to departments', withdrawn: 'Records corrected or voided', published: 'Form published', media: 'Files of a form changed', state: 'Form opened or closed', submitted: 'Form sent in', attached: 'Files of a form sent in', voided: 'Submission voided', key_given: 'Access code for forms given', key_ended: 'Access code for forms withdrawn' },
    bulletin: { drafted: 'Bulletin drafted', objected: 'Objection made', decided: 'Objection decided', frozen: 'Bulletin frozen', signed: 'Bulletin signed', issued: 'Bulletin issued', replaced: 'Bulletin replaced', withdrawn: 'Bulletin taken back' },
    register: { imported: 'Records imported', corrected: 'Record corrected', deleted: 'Records deleted, when due or taken back', mapped: 'Columns of a list set', comparison_asked: 'Comparison of lists asked', joined: 'Records joined by a comparison', compared: 'Comparison of lists done', judged: 'Pair of records judged', split: 'Record split off', dissolved: 'Records taken apart', left: 'Deleted record left its thing' },
    vault: { rotated: 'A new key taken into use', resealed: 'Everything brought under the new key', retired: 'An old key taken away' },
    duty: { desk_set: 'Duty desk set', desk_ended: 'Duty desk ended', planned: 'Shift planned', cancelled: 'Shift cancelled', signed_on: 'Signed on', left: 'Handed over' },
  },
}

export const calendars: typeof calendarsZh = {
  title: 'Working calendars', lead: 'Clocks in working hours and days follow the calendar of the area. An area without one uses that of the area above, and at last the default.', area: 'Area', areaHint: 'empty: the default', default: 'Default calendar', own: 'Areas with a calendar of their own', none: 'No area has a calendar of its own yet; all use the one that ships with the program.',
  year: 'Year', previous: 'Year before', next: 'Year after', applied: 'In use here', builtIn: 'the calendar of the program', of: 'the calendar of “{area}”', ownOne: 'its own calendar', zone: 'Time zone', base: 'Base', bases: { cn: 'China (weekends off; public holidays and make-up days as published)', none: 'no base' }, hours: 'Working hours', weekend: 'Days of rest', asBase: '(as its base)', noWeekend: 'none',
  count: '{n} working days', unlisted: 'The holidays of {year} are not entered: only weekends count. Add them once published, or deadlines may fall early or late.', legend: { work: 'working', rest: 'weekend', off: 'off: a weekday off', makeup: 'on: a weekend worked' }, off: 'off', makeup: 'on', changed: 'changed {at}',
  week: { monday: 'Mo', tuesday: 'Tu', wednesday: 'We', thursday: 'Th', friday: 'Fr', saturday: 'Sa', sunday: 'Su' }, month: 'Month {n}',
  editOf: 'Set calendar of {name}', editTitle: 'Calendar of “{name}”', note: 'Deadlines computed from now on follow it. Those already promised stay.', hoursHint: 'one span a line, such as 09:00-12:00', daysHint: 'one day or span a line, such as 2026-10-01/2026-10-07', holidays: 'Days off', makeups: 'Make-up working days', years: 'Years whose holidays are complete', yearsHint: 'such as 2027', zoneHint: 'such as Asia/Shanghai; empty: as the base', keep: 'empty: as the base',
  preview: 'Preview', differs: 'Against the present one ({year})', same: 'No working day of {year} changes.', toWork: 'become working days', toRest: 'become days off', days: '{n} days', save: 'Save calendar', saved: 'Calendar saved', stale: 'What you wrote has changed: preview once more before saving.',
}

export const settings: typeof settingsZh = {
  messages: { title: 'Messages to residents', lead: 'Codes, alerts of public matters, news of one’s own report: by a mail server or a message gateway.', mail: 'Mail server', from: 'Sender', gateway: 'Message gateway (SMS, WeChat)', off: 'not configured', offNext: 'The citizen site says so and offers its Atom feed. To change that, fill in [mail] or [gateway] of jingwei.toml.', to: 'Test goes to', send: 'Send a test message', sent: 'The test message has left', dead: 'What did not leave', noDead: 'Nothing has failed.', again: 'Try again', queued: 'It waits to be sent again', kinds: { code: 'Code', alert: 'Alert' }, kind: 'Kind', why: 'Why', attempts: 'Tries', since: 'Given up' },
  title: 'Settings', lead: 'To look at only. Settings stand in jingwei.toml or the environment and take effect after a restart.', site: 'Deployment', name: 'Name', root: 'Area', demo: 'Demo', demoOn: 'yes: accounts and data are invented', demoOff: 'no', languages: 'Languages', zone: 'Time zone', version: 'Version', api: 'Description of the API',
  map: 'Base map', noMap: 'No base map is set: divisions and grids are drawn alone.', mapKind: 'Kind', datum: 'Datum', attribution: 'Attribution', bounds: 'Bounds (west, south, east, north)', limits: 'Limits', upload: 'Largest attachment', packs: 'Packs in use', noPacks: 'No pack is enabled: no case can be registered.', you: 'What you may do', posts: 'By post', actions: '{n} actions', datums: { wgs84: 'WGS-84 / CGCS2000', gcj02: 'GCJ-02', bd09: 'BD-09' }, mb: '{n} MB',
}
