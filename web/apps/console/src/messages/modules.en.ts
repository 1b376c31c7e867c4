import type { burden as zhBurden, modules as zh } from './modules.zh'

/** One form: what departments ask. */
export const modules: typeof zh = {
  title: 'One form', lead: 'What departments collect and check, admitted before it is asked: the same is asked once, what a register holds is confirmed. Everybody can see what each module asks, how often, and by which law.',
  search: 'Name or code', module: 'Module', department: 'Department', anyDepartment: 'Every department', subject: 'Of what', anySubject: 'Everything', state: 'State', anyState: 'Every state', questions: 'Questions', every: 'How often', basis: 'Basis', days: 'every {n} days', once: 'once', count: '{n} modules, {questions} questions', still: 'version {n} is still asked',
  states: { proposed: 'Proposed', admitted: 'Admitted', refused: 'Refused', retired: 'Retired' }, empty: 'No module yet', emptyNext: 'Take those of a pack, or let a department upload an XLSForm workbook.', emptyFiltered: 'No module fits', emptyFilteredNext: 'Ask for less.',
  bring: 'Propose a module', bringLead: 'An XLSForm workbook: its sheet survey has a further column element, its sheet module says code, name, department, subject, frequency and basis.', workbook: 'Workbook', propose: 'Propose', proposedDone: 'Proposed; it waits for admission',
  fromPack: 'Take from a pack', pack: 'Pack', takeThem: 'Take', admitSound: 'Admit those that break no rule at once', takenDone: 'Taken', taken: '{proposed} proposed, {admitted} admitted, {unchanged} as they were, {refused} break a rule',
  back: 'Back to the list', xform: 'Download its own form', mend: 'Propose it anew', admit: 'Admit', refuse: 'Refuse', retire: 'Retire', version: 'Version', since: 'version {n}, asked since {at}', use: 'For', uses: { collect: 'Collecting', patrol: 'Checking' },
  findings: 'What the checker says', admissible: 'can be admitted', notAdmissible: 'breaks a rule, cannot be admitted', breaks: 'breaks', source: 'Source: {source}', notices: '{n} places that composition spares anyway', nothingFound: 'Nothing was found.', unsound: 'Not sound: {code} {value}',
  noticed: { duplicate_question: 'Others ask it too; merged, it is asked once.', answered_by_register: 'A register holds it; it is only confirmed.', too_often: 'What is still fresh is not asked again, only confirmed.' },
  about: { module: '(the same as in module {module})', often: '(every {days} days, while the answer is good for {fresh})', word: '(“{word}”)', element: '({element})' },
  parts: { module: 'The module', name: 'Name', code: 'Code', every_days: 'How often', basis: 'Basis', when: 'Whom it concerns', subject: 'Of what', function: 'Department', questions: 'All questions', use: 'For' }, question: 'Question “{name}”',
  asks: 'What is asked', answer: 'How it is answered', condition: 'Shown when', opens: 'Case', opensOn: 'a bad answer opens a case', required: 'required', repeat: 'one by one', element: 'element {code}', yesNo: 'yes or no',
  types: { text: 'Text', integer: 'Whole number', decimal: 'Number', date: 'Date', time: 'Time', dateTime: 'Date and time', select_one: 'One of', select_multiple: 'Some of', image: 'Photo', audio: 'Sound', video: 'Video', file: 'File', note: 'Note', calculate: 'Computed', geopoint: 'Place', geotrace: 'Path', geoshape: 'Area', acknowledge: 'Acknowledged', barcode: 'Barcode', range: 'Scale', rank: 'Order', hidden: 'Hidden' },
  reason: 'Reason', reasonMay: 'May stay empty', admitTitle: 'Admit this module', admitNote: 'From now on it is asked as often as it says, merged with all others into one form.', refuseTitle: 'Refuse this module', refuseNote: 'The department sees it; a version that is asked already stays.', retireTitle: 'Retire this module', retireNote: 'It is asked no more; what was collected stays.', done: { admit: 'Admitted', refuse: 'Refused', retire: 'Retired' },
}

/** The burden meter. */
export const burden: typeof zhBurden = {
  title: 'Burden meter', lead: 'What departments had asked, what was only confirmed, and what nobody was asked since it was asked already. Ranked by the department that asks, never by who answers.', by: 'Counted by', of: { department: 'Department', module: 'Module', grid: 'Grid' }, from: 'From', to: 'To',
  visits: 'Visits', asked: 'Asked', confirmed: 'Confirmed', avoided: 'Avoided', spared: 'Spared', minutes: 'Minutes a visit', duplicates: 'Asked twice', empty: 'No visit in these months', emptyNext: 'Visits count as soon as they are sent in.',
  meaning: 'Asked: had to be answered. Confirmed: known already and only confirmed. Avoided: another module asked it in the same visit. Minutes are those the form itself measured, as a mean of visits, never of a person. Asked twice: questions of proposals that are asked or known already.',
}
