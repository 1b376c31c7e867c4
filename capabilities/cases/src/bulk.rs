//! Many cases at once: a history that was lived through elsewhere (the demo city, another system's past) goes in by the
//! database's bulk path, with the same hashes, positions and protected values as if each command had come by itself.

use crate::model::{Case, Entry, FactData, stream};
use crate::secrets::token_hash;
use crate::service::prefix;
use crate::store::{around, notice, order, row};
use db::{Tx, Value, args};
use kernel::Result;
use ledger::{PastFact, PastStream};
use protect::{Prepared, Vault};
use std::collections::{BTreeMap, BTreeSet};

/// A case with all its facts.
#[derive(Clone, Debug)]
pub struct BulkCase {
    /// The fold of `entries`.
    pub case: Case,
    /// Its facts in order, `seq` from 1.
    pub entries: Vec<Entry>,
    /// The values that its facts refer to.
    pub values: Vec<Prepared>,
    /// The reporter's tracking token.
    pub token: Option<String>,
}

/// Cases made ready outside of any transaction: hashed and turned into rows.
#[derive(Clone, Debug, Default)]
pub struct Packed {
    homes: BTreeSet<(String, String)>,
    ledger: ledger::Sealed,
    values: Vec<Prepared>,
    rows: Vec<Vec<Value>>,
    tasks: Vec<Vec<Value>>,
    orders: Vec<Vec<Value>>,
    aliases: Vec<Vec<Value>>,
    follows: Vec<Vec<Value>>,
    notices: Vec<Vec<Value>>,
}

/// The unit above a unit.
pub type Above<'a> = &'a dyn Fn(&str) -> Option<String>;

impl Packed {
    /// Makes cases ready.
    ///
    /// # Errors
    /// When a fact cannot be written as JSON.
    pub fn pack(cases: Vec<BulkCase>) -> Result<Self> {
        Self::put_together(cases, None)
    }

    /// The same with the notices that the watchman would have written about cases that are still open.
    ///
    /// # Errors
    /// As [`Packed::pack`].
    pub fn with_notices(cases: Vec<BulkCase>, above: Above<'_>) -> Result<Self> {
        Self::put_together(cases, Some(above))
    }

    fn put_together(cases: Vec<BulkCase>, above: Option<Above<'_>>) -> Result<Self> {
        let mut packed = Self::default();
        let mut streams = Vec::with_capacity(cases.len());
        for bulk in cases {
            let case = &bulk.case;
            packed.homes.insert((prefix(&case.county), case.county.clone()));
            packed.rows.push(row::values(case)?);
            packed.tasks.extend(row::task_values(case));
            packed.orders.extend(order::values(case));
            let alias = |a: &crate::model::Alias| args![&case.county, &a.system, &a.number, &case.id];
            packed.aliases.extend(case.aliases.iter().map(alias));
            if let Some(token) = &bulk.token {
                let at = case.registered_at;
                packed.follows.push(args![
                    &case.county,
                    &case.id,
                    token_hash(token),
                    true,
                    None::<String>,
                    at
                ]);
            }
            if let Some(above) = above.filter(|_| case.is_open()) {
                packed.notices.extend(notices(case, &bulk.entries, above));
            }
            packed.values.extend(bulk.values);
            streams.push(PastStream {
                county: case.county.clone(),
                stream: stream(&case.id),
                facts: bulk.entries.into_iter().map(fact).collect::<Result<_>>()?,
            });
        }
        packed.ledger = ledger::Sealed::new(streams);
        Ok(packed)
    }

    /// How many cases.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// No case at all.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// Writes cases in batches, each in the transaction it is given.
#[derive(Clone)]
pub struct Writer {
    vault: Vault,
}

impl Writer {
    /// A writer over the erasable store.
    pub fn new(vault: Vault) -> Self {
        Self { vault }
    }

    /// Writes a batch of new cases (a few hundred to a few thousand). A number or an alias that is taken undoes it all.
    ///
    /// # Errors
    /// `row.exists` when a case is there already; whatever the database says.
    pub async fn write(&self, tx: &mut Tx, cases: Packed) -> Result<()> {
        for (prefix, county) in cases.homes {
            tx.execute(&around::HOME, args![prefix, county]).await?;
        }
        self.vault.store_bulk(tx, cases.values).await?;
        cases.ledger.store(tx).await?;
        tx.bulk_insert("cases", row::COLUMNS, &cases.rows).await?;
        tx.bulk_insert("case_task", row::TASK_COLUMNS, &cases.tasks).await?;
        tx.bulk_insert("case_order", order::COLUMNS, &cases.orders).await?;
        tx.bulk_insert("case_alias", &["county", "system", "number", "case_id"], &cases.aliases).await?;
        const FOLLOW: &[&str] = &["county", "case_id", "token_hash", "reporter", "contact", "at"];
        tx.bulk_insert("case_follow", FOLLOW, &cases.follows).await?;
        Ok(tx.bulk_insert("case_notice", notice::COLUMNS, &cases.notices).await?)
    }

    /// Says how far numbers were used: `(prefix, day) → next`, so that later ones go on from there.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn numbers(&self, tx: &mut Tx, next: &BTreeMap<(String, String), i64>) -> Result<()> {
        for ((prefix, day), next) in next {
            around::reach(tx, prefix, day, *next).await?;
        }
        Ok(())
    }
}

/// What the watchman has said about a case.
fn notices(case: &Case, entries: &[Entry], above: Above<'_>) -> Vec<Vec<Value>> {
    let to_unit = case.lead_unit().and_then(above);
    let of = |entry: &Entry| {
        let told = entry.data.changes.iter().filter_map(|change| notice::told(case, change));
        let row = |(n, (kind, clock, unit)): (usize, (&'static str, &'static str, Option<&str>))| {
            let id = format!("{}.{}.{n}", case.id, entry.seq);
            let area = row::path_key(&case.spot.area_path());
            args![&case.county, id, &case.id, kind, clock, unit, to_unit.as_deref(), area, entry.at]
        };
        told.enumerate().map(row).collect::<Vec<_>>()
    };
    entries.iter().flat_map(of).collect()
}

fn fact(entry: Entry) -> Result<PastFact> {
    let data = serde_json::to_string(&entry.data)?;
    let Entry { at, actor, post, action, .. } = entry;
    Ok(PastFact { at, actor, post, action, v: FactData::VERSION, data })
}
