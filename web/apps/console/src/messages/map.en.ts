import type { mapPage as zh } from './map.zh'

export const mapPage: typeof zh = {
  title: 'Map of cases', shown: '{n} in view, {late} late', list: 'Cases in view', none: 'No such case in view', queue: 'Which', narrow: 'Zoom in to list more', more: 'See them in the list', all: 'List all {n}',
  keys: 'Arrows move, + − zoom, Enter opens the case or area under the cross', map: 'Map of cases. Arrows move, plus and minus zoom, Enter opens the case or area under the cross.',
  layers: 'Layers', hide: 'Hide the layers', show: 'Show the layers', tree: { ground: 'Ground', base: 'Base map', areas: 'Divisions', grids: 'Grids', names: 'Names', matters: 'Cases', cases: 'Points and clusters', heat: 'Heat' },
  legendLate: 'late', legendOpen: 'open', legendClosed: 'closed', legendCluster: 'several together; click to zoom in',
  time: 'By registration', timeOff: 'Now', timeNow: 'Open now', timeFrom: 'First day', span: 'Window', days: '{n} days', window: 'Every case registered {from} to {to}', cut: 'More than {n}: only the latest are drawn; shorten the window or choose a category.',
  tools: 'Tools', draw: 'Draw an area', measure: 'Measure', stop: 'Done', clear: 'Clear', undo: 'Back', png: 'PNG', drawHint: 'Click corner after corner; double click or “Done” ends. Keyboard: Enter sets a corner, Backspace takes it back, Ctrl + Enter ends.', measureHint: 'Click to measure along a line. Keyboard: Enter sets a point, Backspace takes it back.',
  shape: 'The area drawn', shapeList: 'Cases inside', size: 'Ground', around: 'Border', far: 'Distance', inside: 'Inside', lateIn: 'of these late', density: 'per km²', byCategory: 'By category', byPhase: 'By phase', csv: 'CSV', km2: '{n} km²', m2: '{n} m²', km: '{n} km', m: '{n} m', corners: '{n} more corners',
  area: 'Area', close: 'Close', team: 'Team', others: '{n} more posts', noTeam: 'Nobody is on record here', deputy: 'deputy {name}', openNow: 'Open now', lateNow: 'Late now', numbers: 'Numbers', zoom: 'Zoom here', parts: '{n} areas below', areaCases: 'Open cases', noCases: 'No open case', exclusive: 'exclusive grid', code: 'Code', until: 'since {day}',
  pictureOf: '{what}, {when}', number: 'Number', category: 'Category', phase: 'Phase', late: 'Late', lon: 'Longitude', lat: 'Latitude', yes: 'yes', no: 'no',
  resources: 'Resources', resourcesOf: '{name} and below', resourcesMine: 'all my areas', resourceOther: 'of no type', resourceNone: 'No records yet', resourceTypes: 'Types of {name}', resourceList: '{n} resources in view', resourceEmpty: 'None of the chosen resources in view', resourceMore: 'The first {n}; zoom in to list more', resourceOff: 'Not on the map: see the list', record: 'Record', openRecord: 'Open the record', recordArea: 'Area', legendRecord: 'places and components on record',
}
