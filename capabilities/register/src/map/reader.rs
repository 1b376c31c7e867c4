//! What keeps the tables of the map.

use super::{Point, store};
use crate::model::{self, CORRECTED, Corrected, DELETED, Deleted, IMPORTED, Imported, PREFIX};
use crate::service::Register;
use db::{DbError, Tx};
use kernel::Ctx;
use ledger::Fact;
use ledger::follow::{Positioned, Reader};
use std::collections::BTreeMap;

/// The name under which the cursors stand.
pub const NAME: &str = "register.spots";

/// Keeps records on the map.
pub struct Spots(pub Register);

/// Which records of which kind a fact is about.
fn about(fact: &Fact) -> Result<Option<(String, Vec<i64>)>, DbError> {
    let unread = |e: serde_json::Error| DbError::Column("fact.data".into(), e.to_string());
    let single = || fact.stream.strip_prefix(model::RECORD).and_then(|n| n.parse::<i64>().ok());
    Ok(match fact.action.as_str() {
        IMPORTED => {
            let said: Imported = serde_json::from_str(&fact.data).map_err(unread)?;
            let new = said.first..said.first.saturating_add(said.added);
            Some((said.kind, new.chain(said.changed.into_iter().map(|(n, _)| n)).collect()))
        }
        CORRECTED => {
            let said: Corrected = serde_json::from_str(&fact.data).map_err(unread)?;
            Some((said.kind, single().into_iter().collect()))
        }
        DELETED => {
            let said: Deleted = serde_json::from_str(&fact.data).map_err(unread)?;
            Some((said.kind, single().into_iter().collect()))
        }
        _ => None,
    })
}

#[async_trait::async_trait]
impl Reader for Spots {
    fn name(&self) -> &'static str {
        NAME
    }

    async fn apply(&self, tx: &mut Tx, _: &Ctx, facts: &[Positioned]) -> Result<(), DbError> {
        for fact in facts.iter().map(|p| &p.fact).filter(|f| f.stream.starts_with(PREFIX)) {
            if let Some((kind, ns)) = about(fact)? {
                self.follow(tx, &fact.county, &kind, &ns).await?;
            }
        }
        Ok(())
    }
}

impl Spots {
    /// Compares some records, as they stand, with what is on the map.
    async fn follow(&self, tx: &mut Tx, county: &str, kind: &str, ns: &[i64]) -> Result<(), DbError> {
        let registers = self.0.registers();
        let Some(kind) = registers.kind(kind).filter(|k| k.kind.map) else { return Ok(()) };
        let records = crate::store::read::some(tx, county, ns).await?;
        let now: BTreeMap<i64, Point> =
            records.values().filter_map(|r| Some((r.n, Point::of(kind, r)?))).collect();
        let before = store::known(tx, county, ns).await?;
        let mut delta = store::Delta::default();
        for n in ns {
            let (old, new) = (before.get(n).map(|(_, p)| p), now.get(n));
            if old == new {
                continue;
            }
            if let Some(old) = old {
                delta.take(old);
            }
            if let Some(new) = new {
                delta.add(new.clone());
            }
        }
        delta.put(tx, county, &kind.kind.code).await
    }
}
