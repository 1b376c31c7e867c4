import type { numbers as zh } from './numbers.zh'

export const numbers: typeof zh = {
  title: 'Numbers', note: 'Every number opens into the cases behind it.', all: 'Everywhere', area: 'Area', range: 'Period', from: 'From', to: 'To', own: 'Own dates',
  p: { month: 'This month', last: 'Last month', quarter: '3 months', year: 'This year', twelve: '12 months' },
  now: 'now', open: 'Open now', late: 'Late now', dueSoon: 'Due soon', byPhase: 'Open by phase', nowNote: 'What is open now is counted by area only; the filters by category, unit and channel do not apply.',
  behind: '{n} entries are not counted yet; the numbers follow shortly.', nothing: 'Nothing in this period.', narrowed: 'Narrowed to', remove: 'Take off “{name}”',
  measures: 'Measures', moreMeasures: '{n} more measures', measure: 'Measure', this: 'This period', before: 'Before', year: 'Last year', change: 'Change', beside: 'Beside', besideAdd: 'Put another area beside it', points: '{n} points', hoursBy: '{n} h',
  define: '{name}: what is counted', definition: 'What is counted', numerator: 'Numerator', denominator: 'Denominator', noList: 'The list has no filter for this yet, so it cannot be opened.', few: 'Fewer than {n} cases: the rate says little', pale: 'pale: fewer than {n} cases', fewMark: 'few', of: '{n} / {of}', cases: '{n} cases', wholeMonths: 'whole months', hoursSpan: 'Whole months: {from} to {to}', noValue: '–',
  breakdown: 'Told apart', by: 'Told apart by', dim: { area: 'by area', category: 'by category', unit: 'by unit', channel: 'by channel', day: 'by day', month: 'by month' }, head: { area: 'Area', category: 'Category', unit: 'Unit', channel: 'Channel', day: 'Day', month: 'Month' },
  none: { area: 'No area', category: 'Not classified', unit: 'Not dispatched', channel: 'Not said', day: '', month: '' }, ownLevel: '{name} (itself)', openN: 'Open now', lateN: 'Late now', total: 'All together', inOrder: 'In the order of codes, never ranked by counts',
  against: 'Against', noAgainst: 'nothing', chartCut: 'the chart shows the first {n} of {all}', chartOf: '{measure}, {by}', fewer: 'Fewer', allOf: 'All {n} lines', pivot: 'Month by month', pivotOf: 'Month by month, {by}', pivotNote: 'Darker means more.',
  export: 'Export', csv: 'CSV', xlsx: 'XLSX', png: 'Picture PNG', exported: '{file} was exported', code: 'Code', sheetData: 'Data', sheetMeaning: 'What is counted', columnN: '{name} (numerator)', columnOf: '{name} (denominator)', exportedAt: 'Exported', tooFew: 'There is nothing to export in this period.',
  short: {
    reported: 'Registered', accepted: 'Accepted', answered: 'First answered', closed: 'Closed', open_change: 'Change of open', on_time: 'On time', on_time_without_carried: 'On time without carried over', late: 'Closed late', returned: 'Returned', reopened: 'Reopened', satisfied: 'Satisfied', dissatisfied: 'Not satisfied',
    answer_median: 'Hours to answer, median', answer_p90: 'Hours to answer, 9 of 10', close_median: 'Hours to close, median', close_p90: 'Hours to close, 9 of 10', settled: 'Settled on the spot', carried: 'Carried over', transferred: 'Transferred', not_accepted: 'Not accepted', joined: 'Joined', voided: 'Voided',
  },
  mean: {
    reported: 'Every case registered in the period, through any channel; on the day of registration.', accepted: 'Cases first accepted in the period; on the day of acceptance.', answered: 'Cases whose reporter was first answered in the period; on the day of the answer.',
    closed: 'Cases that ended in the period, however they ended (closed, answered, transferred, not accepted, joined, voided); on the day of the end. A reopened case counts when it ends again.',
    open_change: 'Registered less ended in the period; above zero, more is open.', on_time: 'Of the cases that ended, the share that missed no clock (promise, signing, task).', on_time_without_carried: 'The same, with cases that were carried over in neither numerator nor denominator.',
    late: 'Of the cases that ended, those that missed at least one clock; on the day of the end.', returned: 'Of the cases registered in the period, those that a unit returned at least once; on the day of registration.', reopened: 'Of the cases registered in the period, those taken up again at least once; on the day of registration.',
    satisfied: 'Of the ended cases that were rated, the share rated satisfied or very satisfied; cases without a rating are not in the denominator.', dissatisfied: 'Of the ended cases, those rated so-so or dissatisfied.',
    answer_median: 'Hours from registration to the first answer: half of the cases took no longer. Running time, by whole months, at most 3.2% off.', answer_p90: 'Hours from registration to the first answer: nine of ten took no longer. Running time, by whole months, at most 3.2% off.',
    close_median: 'Hours from registration to the end: half of the cases took no longer. Running time, by whole months, at most 3.2% off.', close_p90: 'Hours from registration to the end: nine of ten took no longer. Running time, by whole months, at most 3.2% off.',
    settled: 'Of the ended cases, those done in one step on the spot.', carried: 'Of the ended cases, those that were carried over for a while.', transferred: 'Of the ended cases, those transferred outside: police, court, petition office.', not_accepted: 'Of the ended cases, those not accepted, with the reason and the remedy.', joined: 'Of the ended cases, those joined to another.', voided: 'Of the ended cases, those voided.',
  },
  nOf: {
    on_time: 'ended cases that missed no clock', on_time_without_carried: 'ended cases, not carried over, that missed no clock', late: 'ended cases that missed a clock', returned: 'registered cases that a unit returned', reopened: 'registered cases that were taken up again', satisfied: 'cases rated 3 or 4', dissatisfied: 'cases rated 1 or 2',
  },
  ofOf: {
    on_time: 'all ended cases', on_time_without_carried: 'ended cases that were not carried over', late: 'all ended cases', returned: 'all registered cases', reopened: 'all registered cases', satisfied: 'ended cases with a rating', dissatisfied: 'ended cases with a rating', settled: 'all ended cases', carried: 'all ended cases', transferred: 'all ended cases', not_accepted: 'all ended cases', joined: 'all ended cases', voided: 'all ended cases',
  },
}
