import type { shell as zh } from './shell.zh'

export const shell: typeof zh = {
  everywhere: 'Whole area', wholeArea: 'Show the whole area', area: 'Choose an area', findArea: 'Find by name or code', fold: 'Fold {name}', unfold: 'Unfold {name}', others: 'Other stages', duty: 'My duties', watch: 'Watch',
  search: 'Search everything', searchHint: 'Number, words, outside number, or a place, a page', group: { cases: 'Cases', areas: 'Areas', pages: 'Pages', acts: 'Actions' }, allFound: 'Show all results', found: '{n} found: ↑↓ to choose, Enter to open', nothing: 'Nothing found',
}
