import type { packPage as zh } from './packPage.zh'

export const packPage: typeof zh = {
  newer: 'A newer version {version} is not in use', back: 'All packs', lead: 'How each kind of matter moves from left to right: boxes are states, arrows are steps.', type: 'Case type', view: { chart: 'Diagram', table: 'Table', versions: 'Versions', compare: 'Compare versions' }, look: 'View',
  diagram: 'Diagram of “{name}”: arrow keys move between the states; beside it stands who may take each step and on what condition', keys: 'Arrow keys move between states, Home goes to the start, Esc clears the choice.', leads: '{words} → {to}',
  way: { on: 'Forward', back: 'Back', rest: 'Rest and resume', end: 'Other ends' }, ways: 'Arrows drawn', zoomIn: 'Zoom in', zoomOut: 'Zoom out', fit: 'Fit', hidden: '{n} arrows are not drawn', showAll: 'Draw all',
  counts: '{states} states · {steps} steps', pick: 'Choose a state to see what can be done from there.', noOut: 'Nothing leads on from here.', here: 'From here', comes: 'Comes from', stays: 'stays', first: 'A case begins here',
  who: 'Who may', not: 'Who may not', guard: 'Condition', input: 'To fill in', effects: 'Effect', public: 'The reporter sees it', anyPost: 'any post', must: 'required', atLeast: 'at least {n}', order: 'Steps of one name are tried in order; the first whose condition holds is taken', 'else': 'no. {n}',
  relation: { area: '', task_unit: 'unit with a task', lead_unit: 'lead unit', assist_unit: 'assisting unit', handler: 'who handled it', registrar: 'who registered it', reporter: 'the reporter', grid_team: 'of this grid' },
  effect: {
    accept: 'accepts', verify: 'verifies', dispatch: 'sends', add_task: 'adds a task', sign: 'signs', hand_on: 'hands on', finish: 'finishes the task', settle: 'settles', return: 'returns', rule: 'rules', extend_ask: 'asks for time', extend_grant: 'grants time', extend_refuse: 'refuses time',
    suspend: 'suspends', resume: 'resumes', defer: 'defers', carry_over: 'carries over', escalate: 'to the next tier', urge: 'urges', supervise: 'orders', supervise_list: 'lists the order publicly', supervise_reply: 'answers the order', supervise_cancel: 'cancels the order', transfer_out: 'transfers outside', answer: 'answers', refuse: 'refuses', check: 'checks',
    call_back: 'calls back', close: 'closes', ask_reopen: 'asks to reopen', reopen: 'reopens', merge: 'joins', void: 'voids', rate: 'rates', rate_unit: 'rates the unit', note: 'notes', reclassify: 'corrects the category', relocate: 'corrects the place', pause: 'stops clocks', unpause: 'runs clocks',
    reply: 'reply “{code}”', start: 'starts clock {code}', stop: 'stops clock {code}',
  },
  versions: 'Versions', added: 'Added', by: 'By', hash: 'Digest', inUse: 'in use', notUsed: 'not in use', asked: 'shown', see: 'Show this one', against: 'Compare with the one in use', copyHash: 'Copy digest {hash}', byProgram: 'program', add: 'A new version comes in by command: jingwei pack add DIR',
  enable: 'Enable', rollBack: 'Roll back to this', disable: 'Disable the pack', enabled: '{version} is enabled', disabled: 'Disabled',
  enableTitle: 'Enable “{name}” {version}?', rollBackTitle: 'Roll “{name}” back to {version}?', disableTitle: 'Disable “{name}”?',
  enableNote: 'Cases registered from now on follow {version}. Running cases do not change: each keeps the version it was registered under.', rollBackNote: 'Cases registered from now on follow the older {version}. Running cases registered under {now} do not change: they finish under {now}.', disableNote: 'Nothing new is registered under this pack, and its categories are no longer offered. Running cases do not change and finish under their version. It can be enabled again at any time.', fact: 'This is recorded in the chain; the audit administrator sees it.',
  off: 'This pack is not enabled: no new case is registered under it.', old: 'Shown is {version}; in use is {now}.', backToUsed: 'To the version in use',
  compare: { before: 'Before', after: 'After', swap: 'Swap', same: 'The two versions say the same.', one: 'There is one version only, nothing to compare.', added: 'Added', removed: 'Removed', changed: 'Changed', reordered: 'The order changed (the first that holds is taken, so order matters)', summary: '{added} added · {removed} removed · {changed} changed', was: 'Was', is: 'Is', nothing: '(nothing)' },
  section: { case_types: 'Case types', states: 'States', transitions: 'Steps', categories: 'Categories', routes: 'Routes', clocks: 'Clocks', posts: 'Posts', functions: 'Functions of units', tiers: 'Tiers', replies: 'Texts of replies', refusals: 'Grounds of refusal', attributes: 'Questions', other: 'Other' },
  field: {
    name: 'Name', phase: 'Phase', outcome: 'Outcome', who: 'Who may', not: 'Who may not', guard: 'Condition', input: 'To fill in', effects: 'Effect', public: 'Public', when: 'Condition', unit: 'Unit', assists: 'Assisting', priority: 'Priority', clocks: 'Clocks', why: 'Why', text: 'Text', remedy: 'Remedy', amount: 'Amount',
    keywords: 'Words used', above: 'Above', case_type: 'Case type', initial: 'Start', limits: 'Limits', level: 'Level', role: 'Role', value: 'Content', values: 'Values', required: 'Required', datatype: 'Kind of answer', hint: 'Hint', description: 'Description', from: 'From', to: 'To', category: 'Category',
  },
}
