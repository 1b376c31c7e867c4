//! The reader that counts records by kind, type and area: what chunks of imports and deletions say, added up for an area and every
//! area above it.

use crate::model::{CORRECTED, Corrected, DELETED, Deleted, IMPORTED, Imported, PREFIX};
use crate::store::write;
use db::{DbError, Tx};
use kernel::Ctx;
use ledger::follow::{Positioned, Reader};
use std::collections::{BTreeMap, BTreeSet};

/// The name under which the cursors stand.
pub const NAME: &str = "register.counts";
/// The job that deletes what is due.
pub const RETAIN: &str = "register.retain";

/// Keeps the counts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counter;

#[async_trait::async_trait]
impl Reader for Counter {
    fn name(&self) -> &'static str {
        NAME
    }

    async fn apply(&self, tx: &mut Tx, _: &Ctx, facts: &[Positioned]) -> Result<(), DbError> {
        let mut counted: BTreeMap<String, BTreeMap<(String, String), i64>> = BTreeMap::new();
        let mut typed: BTreeMap<String, BTreeMap<(String, String), i64>> = BTreeMap::new();
        for fact in facts.iter().map(|p| &p.fact).filter(|f| f.stream.starts_with(PREFIX)) {
            let home = counted.entry(fact.county.clone()).or_default();
            let unread = |e: serde_json::Error| DbError::Column("fact.data".into(), e.to_string());
            let (kind, types) = if fact.action == IMPORTED {
                let said: Imported = serde_json::from_str(&fact.data).map_err(unread)?;
                for (place, n) in said.places {
                    add(home, &said.kind, &place, n);
                }
                (said.kind, said.types)
            } else if fact.action == DELETED {
                let said: Deleted = serde_json::from_str(&fact.data).map_err(unread)?;
                add(home, &said.kind, &said.place, -1);
                (said.kind, said.types)
            } else if fact.action == CORRECTED {
                let said: Corrected = serde_json::from_str(&fact.data).map_err(unread)?;
                (said.kind, said.types)
            } else {
                continue;
            };
            let home = typed.entry(fact.county.clone()).or_default();
            for (place, code, n) in types {
                // kind and type are one key: neither has the mark between them
                add(home, &format!("{kind}\n{code}"), &place, n);
            }
        }
        for (county, counts) in typed {
            write::count_types(tx, &county, &counts).await?;
        }
        for (county, counts) in counted {
            let counts: Vec<(String, String, i64)> = counts
                .into_iter()
                .filter(|(_, n)| *n != 0)
                .map(|((kind, place), n)| (kind, place, n))
                .collect();
            write::count(tx, &county, &counts).await?;
        }
        Ok(())
    }
}

/// Says when the standard addresses of a home have to be read again.
#[derive(Clone)]
pub struct Addresses(pub crate::Register);

#[async_trait::async_trait]
impl Reader for Addresses {
    fn name(&self) -> &'static str {
        "register.addresses"
    }

    async fn apply(&self, tx: &mut Tx, _: &Ctx, facts: &[Positioned]) -> Result<(), DbError> {
        let registers = self.0.registers();
        let is_address = |fact: &&ledger::Fact| {
            #[derive(serde::Deserialize)]
            struct Said {
                kind: String,
            }
            let changes = [IMPORTED, CORRECTED, DELETED].contains(&fact.action.as_str());
            let said = || serde_json::from_str::<Said>(&fact.data).ok();
            let kind = |said: Said| {
                registers.kind(&said.kind).is_some_and(|k| crate::service::address::is_address(k))
            };
            fact.stream.starts_with(PREFIX) && changes && said().is_some_and(kind)
        };
        let homes: BTreeSet<&str> =
            facts.iter().map(|p| &p.fact).filter(is_address).map(|f| f.county.as_str()).collect();
        for county in homes {
            crate::store::address::changed(tx, county).await?;
        }
        Ok(())
    }
}

/// Adds to a place and to every place above it.
fn add(counts: &mut BTreeMap<(String, String), i64>, kind: &str, place: &str, n: i64) {
    let ends = place.char_indices().filter(|(_, c)| *c == '/').map(|(i, _)| i + 1);
    for end in std::iter::once(0).chain(ends) {
        *counts.entry((kind.to_owned(), place[..end].to_owned())).or_default() += n;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_area_above_counts_it_too() {
        let mut counts = BTreeMap::new();
        add(&mut counts, "person", "t/v/", 2);
        add(&mut counts, "person", "t/", 1);
        let counts: Vec<(String, i64)> = counts.into_iter().map(|((_, p), n)| (p, n)).collect();
        assert_eq!(counts, [(String::new(), 3), ("t/".into(), 3), ("t/v/".into(), 2)]);
    }
}
