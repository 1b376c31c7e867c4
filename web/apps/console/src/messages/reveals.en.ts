import type { reveals as revealsZh } from './reveals.zh'

export const reveals: typeof revealsZh = {
  title: 'Read in clear', lead: 'Who read which values in clear, and for what. Every reading is a fact that cannot be changed, and opens from here.', from: 'From', to: 'Until', look: 'Look', none: 'Nothing was read in clear in these days', total: '{n} in all', more: 'There are too many; the latest are shown. Choose fewer days.',
  by: { purpose: 'By purpose', actor: 'By person', kind: 'By what', day: 'By day' }, inWords: 'given in words', form: 'answers of departments’ forms', case: 'personal values of cases', count: 'Times', day: 'Day', who: 'Who', what: 'What', purpose: 'Purpose', facts: 'Open the record', detail: 'One by one', kinds: 'Legal roles of kinds', roles: 'Who controls each kind, who is entrusted, under what number, for what and how long: under kinds and code tables.', of: '{field} ({kind})',
}
