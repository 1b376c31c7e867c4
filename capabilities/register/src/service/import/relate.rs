//! Which record a row means when it names another: by a number of its own, or by the key of its row in another list. Only records in
//! areas that the importer may import into are found.

use super::super::Register;
use super::super::lists::{By, Mapping};
use super::draft::{Checker, Draft, Reference};
use super::within;
use crate::rules::relation::{self, Link};
use crate::rules::schema::ReadyKind;
use crate::rules::value::Fault;
use crate::store;
use cases::import::read::Record as Row;
use kernel::Result;
use protect::Blind;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A relation that the mapping names.
struct Wanted {
    /// The kind on the other side.
    kind: String,
    by: By,
    source: Option<String>,
    /// For `by: key`: blind number of the key → home and number. 32 bytes a row.
    rows: HashMap<i64, (u32, i64)>,
}

/// Finds the records that rows name.
pub(super) struct Resolver {
    wanted: BTreeMap<String, Wanted>,
    homes: Vec<(String, i64)>,
}

/// What was asked for and found: relation and blind number → id.
type Found = HashMap<(String, i64), String>;

impl Resolver {
    /// Loads the lists whose keys are asked for.
    pub async fn load(
        register: &Register,
        blind: &Blind,
        kind: &ReadyKind,
        mapping: &Mapping,
    ) -> Result<Self> {
        let mut wanted = BTreeMap::new();
        if mapping.relations.is_empty() {
            return Ok(Self { wanted, homes: vec![] });
        }
        let mut tx = register.db().read().await?;
        let homes = store::read::homes(&mut tx).await?;
        for relation in &kind.kind.relations {
            let Some(linked) = mapping.relations.get(&relation.code) else { continue };
            let mut rows = HashMap::new();
            if let (By::Key, Some(source)) = (linked.by, &linked.source) {
                for (home, (county, _)) in (0u32..).zip(&homes) {
                    let list = format!("{}/{source}", relation.to);
                    let known = store::read::source(&mut tx, county, &list, blind).await?;
                    rows.extend(known.into_iter().map(|(key, row)| (key, (home, row.n))));
                }
            }
            let (kind, by, source) = (relation.to.clone(), linked.by, linked.source.clone());
            wanted.insert(relation.code.clone(), Wanted { kind, by, source, rows });
        }
        Ok(Self { wanted, homes })
    }

    /// Puts the records that drafts name into them; answers what is not there.
    pub async fn resolve(&self, checker: &Checker, drafts: &mut [Draft]) -> Result<Vec<(Row, Vec<Fault>)>> {
        let mut unknown = vec![];
        if self.wanted.is_empty() || drafts.iter().all(|d| d.refs.is_empty()) {
            return Ok(unknown);
        }
        let found = self.find(checker, drafts).await?;
        for draft in drafts.iter_mut().filter(|d| !d.refs.is_empty()) {
            let (refs, cells) = (std::mem::take(&mut draft.refs), draft.cells.take());
            let mut faults = vec![];
            for Reference { relation, words, from, until } in refs {
                match words.iter().find_map(|word| found.get(&(relation.clone(), *word))) {
                    Some(to) => {
                        let mut links = relation::links(&draft.values, &relation);
                        links.push(Link { to: to.clone(), from, until });
                        relation::put(&mut draft.values, &relation, links);
                    }
                    None => {
                        let code = "register.fault.reference";
                        faults.push(Fault { field: relation, code, expected: String::new() });
                    }
                }
            }
            draft.finish(&checker.kind, &checker.blind);
            unknown.extend(cells.filter(|_| !faults.is_empty()).map(|row| (row, faults)));
        }
        Ok(unknown)
    }

    /// All that some drafts ask for: the rows' own home first, where most are.
    async fn find(&self, checker: &Checker, drafts: &[Draft]) -> Result<Found> {
        let mut asked: BTreeMap<usize, BTreeSet<(String, i64)>> = BTreeMap::new();
        let mut found = Found::new();
        let own = |county: &str| self.homes.iter().position(|(home, _)| home == county);
        for draft in drafts {
            for r in &draft.refs {
                let asked = asked.entry(own(&draft.at.county).unwrap_or(0)).or_default();
                asked.extend(r.words.iter().map(|word| (r.relation.clone(), *word)));
            }
        }
        for (first, words) in asked {
            let mut homes: Vec<usize> = (0..self.homes.len()).collect();
            homes.sort_by_key(|home| *home != first);
            for home in homes {
                let left: Vec<&(String, i64)> = words.iter().filter(|w| !found.contains_key(*w)).collect();
                if left.is_empty() {
                    break;
                }
                let some = self.find_in(checker, home, &left).await?;
                for (word, id) in some {
                    found.entry(word).or_insert(id);
                }
            }
        }
        Ok(found)
    }

    async fn find_in(&self, checker: &Checker, home: usize, words: &[&(String, i64)]) -> Result<Found> {
        let Some((county, next)) = self.homes.get(home) else { return Ok(Found::new()) };
        let mut tx = checker.register.db().read().await?;
        // relation and word → numbers that may be meant
        let mut maybe: Vec<(&(String, i64), i64)> = vec![];
        let mut numbers: Vec<i64> = vec![];
        for of in words {
            match self.wanted.get(&of.0) {
                Some(wanted) if wanted.by == By::Key => {
                    let row = wanted.rows.get(&of.1).filter(|(at, _)| *at as usize == home);
                    maybe.extend(row.map(|(_, n)| (*of, *n)));
                }
                _ => numbers.push(of.1),
            }
        }
        for piece in numbers.chunks(500) {
            for (key, n) in store::read::find_any(&mut tx, county, *next, piece).await? {
                maybe.extend(words.iter().filter(|of| of.1 == key).map(|of| (*of, n)));
            }
        }
        let ns: Vec<i64> = maybe.iter().map(|(_, n)| *n).collect::<BTreeSet<_>>().into_iter().collect();
        let records = store::read::some(&mut tx, county, &ns).await?;
        maybe.sort_by_key(|(_, n)| *n);
        let mut found = Found::new();
        for (of, n) in maybe {
            let (Some(wanted), Some(record)) = (self.wanted.get(&of.0), records.get(&n)) else { continue };
            let listed = wanted.source.as_ref().is_none_or(|source| *source == record.source);
            let seen = within(&checker.scopes, &checker.register.path_of(record));
            if wanted.kind == record.kind && listed && seen {
                found.entry(of.clone()).or_insert_with(|| record.id());
            }
        }
        Ok(found)
    }
}
