import type { supervision as zh } from './supervision.zh'

export const supervision: typeof zh = {
  title: 'Supervision', lead: 'Asked of units and matters, never of persons. Every line opens, and nothing disappears until it is answered.',
  tab: { late: 'Late', due_soon: 'Due soon', returned: 'Returned', repeated: 'Done again', silent: 'Silent', rest: 'Resting', orders: 'Orders' },
  hint: {
    late: 'The time is over and the matter is not.', due_soon: 'The time is nearly over.', returned: 'Open, and sent back by a unit before.', repeated: 'Open, and reopened after it was closed.', silent: 'Registered more than {n} days ago, and nothing has happened for {n} days.',
    rest: 'Suspended, deferred and carried over: somebody must still ask.', orders: 'Orders that are not cancelled, by deadline: they stay here until answered, verified and cancelled.',
  },
  group: 'Group', by: { unit: 'By the unit that owes', category: 'By category', area: 'By area' }, nobody: 'not dispatched', noCategory: 'no category', order: 'In order of code, not ranked by number', n: '{n}', oldest: 'longest: {span}',
  pick: 'Select this group', urge: 'Urge', supervise: 'Supervise', other: 'Other action', chosen: '{n} selected', clear: 'Clear selection', more: '{n} more', loadAll: '{n} looked at, there are more', load: 'Load more', read: '{n} in all',
  empty: 'Nothing of this kind', emptyNext: 'Look at another kind, or widen the area.', days: 'days without a step', last: 'Last change', list: 'Open as a list', back: 'Unit', select: 'Select {number}', tabs: 'What to look at',
}
