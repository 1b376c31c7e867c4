import type { cockpit as zh } from './cockpit.zh'

export const cockpit: typeof zh = {
  title: 'Cockpit', back: 'Back to the desk', full: 'Full screen', exit: 'Leave full screen', asOf: 'As of {at}', lost: 'The server cannot be reached, trying again; shown is {at}', map: 'Open cases on the map', mapLate: 'late', mapNew: 'just moved', mapOpen: 'open',
  now: 'Now', open: 'Open', late: 'Late', dueSoon: 'Due soon', ofOpen: '{rate} of the open', phases: 'By phase',
  today: 'Today against usual', usual: 'usual {n}', usualRange: '({low}–{high})', usualNote: 'Usual: the median of the last {n} {weekday}s, whole days; the shade goes from least to most. Today until {at}.', noUsual: 'no earlier days to hold it against',
  trend: 'Registered and closed, 8 weeks',
  ratings: 'Ratings of 30 days', rated: '{n} rated', satisfiedOf: 'satisfied {n} / {of}', noRatings: 'No ratings in 30 days',
  areas: 'Open by area', areaLate: '{n} late', openArea: 'Look at {name}', units: 'Units that owe late cases', unitsNote: 'in the order of codes', unitsMore: 'All units', unitOpen: '{n} open', none: 'Nothing is late', noneNext: 'Every open case is within its time.',
  longest: 'Late the longest', more: 'All {n}', happening: 'Happening now', happeningNone: 'No cases yet', justNow: 'just now', nobody: 'not dispatched', measures: { reported: 'Registered', closed: 'Closed', late: 'Closed late' },
}
