import type { triage as zh } from './inbox.zh'

export const triage: typeof zh = {
  fresh: '{n} new', takeIn: 'Take in', tidy: '{n} have left this list', tidyUp: 'Tidy up', gone: 'has left this list',
  columns: 'Columns', sort: 'Order', sortBy: { none: 'Usual order', due: 'Due first', came: 'Newest first', old: 'Oldest first', priority: 'Urgent first', unit: 'By unit', area: 'By area' }, partial: 'ordered among the {n} loaded only',
  col: { due: 'Time left', where: 'Place', who: 'Unit', state: 'State', came: 'Registered', category: 'Category', priority: 'Priority', channel: 'Channel', updated: 'Last change' },
  views: 'Saved filters', save: 'Save this filter', saveName: 'Name this filter', saved: 'Saved on this device: {name}', drop: 'Delete “{name}”', viewsHint: 'Kept on this device only',
  pane: 'Preview', paneOn: 'Show preview', paneOff: 'Hide preview', select: 'Select {number}', selectAll: 'Select all', chosen: '{n} selected', clear: 'Clear selection', rows: 'Cases', inView: 'within the part of the map chosen',
  none: 'Choose a case and act on it here', noneHint: 'Move with j, k or the arrow keys', openFull: 'Open',
  accept: 'As proposed', acceptTo: '{action}: {unit}', acceptOne: '{action}', assign: 'Assign', note: 'Note', other: 'Other action',
  fate: { held: 'about to be sent', sending: 'being sent…', done: 'done', stale: 'changed by somebody else', refused: 'refused', unsent: 'not delivered' },
  what: '{action}', whatTo: '{action} → {unit}', undo: 'Undo', undone: 'Taken back: {number}', holding: '{n} about to be sent', now: 'Send now', nothingToUndo: 'Nothing to take back',
  needsWord: 'Nothing is proposed here that could simply be done: choose an action.', notOffered: 'Your post has nothing to do on this one now.', noNote: 'No note can be added to this one now.', noAssign: 'This one cannot be assigned now.', again: 'Send again',
  inDays: 'in {n} d, 18:00',
  bulk: {
    title: 'Act on {n} cases', checking: 'Looking at each as it stands now…', action: 'Action', offeredBy: 'possible on {n}', plan: 'One by one', go: 'Confirm {n} cases', nothing: 'Not one of them can take this.', per: 'Category, assisting units and the like follow each case’s own proposal.',
    skip: 'left out: not possible now', skipWord: 'left out: it asks for more', skipChanged: 'left out: it changed, please look at it', skipUnread: 'could not be read', changed: 'differs from the list: take note', ready: 'ready',
    running: 'Working: {done} of {n}', result: '{n} done', failed: '{n} not done', retry: 'Send the {n} undelivered again', recheck: 'Look at the other {n} again', allDone: 'All done', close: 'Close', each: 'Each is recorded, and takes effect, by itself.',
  },
  keys: {
    on: 'Single keys are on', off: 'Single keys are off', turnOff: 'Turn single keys off', turnOn: 'Turn single keys on', move: 'Move', act: 'Act', list: 'List', anywhere: 'On every page', inCase: 'On a case', supervision: 'Supervision', desk: 'Register', step: 'move', urge: 'urge what is selected', supervise: 'supervise what is selected', register: 'register', draft: 'fill in a pasted message', again: 'register another', slip: 'print the slip',
    j: 'next case', k: 'previous case', first: 'first / last', enter: 'open', x: 'select', reach: 'select a stretch', all: 'select all / none', esc: 'clear selection, leave a form', a: 'as proposed (5 s to take back)', s: 'assign to a unit', m: 'note', n: 'choose the n-th action', z: 'take back what is not sent yet', send: 'submit a form',
    dot: 'take in what is new, tidy up', v: 'preview on / off', f: 'filters', slash: 'search in the list', r: 'register', help: 'show keys', search: 'search everything', next: 'next case', previous: 'previous case', back: 'back to list', print: 'print the full record',
  },
}
