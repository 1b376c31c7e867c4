import type { answers as zh } from './answers.zh'

/** Answers in clear. */
export const answers: typeof zh = {
  read: 'Read', readOf: 'Read what {what} says', readTitle: 'Read “{what}” in clear', filesNote: 'Photos and files open one by one; each counts for itself.', close: 'Close', none: 'Nothing was answered', empty: 'not answered', group: 'questions follow', computed: 'by itself', entity: 'entity', encrypted: 'The phone encrypted it: only whoever holds the private key reads it.', more: 'Too long: the first 20,000 lines are shown.',
  show: 'Show', showOf: 'Show {name}', save: 'Save {name}', missing: 'not here yet', size: '{n} KB',
  records: 'Records', recordsOf: 'Records', module: 'Module', recordsLead: 'What this department’s module received of visits: of what, where, when. Answers are kept encrypted; they are read or exported for a purpose, each time on the record. Those of other departments are not here.', area: 'Area', anyArea: 'all areas of your post', day: 'Visited', subject: 'Of what', state: 'State', states: { counts: 'counts', corrected: 'corrected', voided: 'voided' },
  noRecords: 'No records in these days', noRecordsNext: 'They appear when visits are sent in; try other days or another area.', export: 'Export', exportTitle: 'Export records of {from} to {to}', exportNote: 'Everything that records say which count, at most 20,000: one reveal on the record, which takes 10 of this hour’s readings.', format: 'Format', formats: { csv: 'Table (CSV)', jsonl: 'One a line (JSON)' },
}
