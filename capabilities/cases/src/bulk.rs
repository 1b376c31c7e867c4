//! Many cases at once: a history that was lived through elsewhere (the demo city, another system's past) goes in by the
//! database's bulk path, with the same hashes, positions and protected values as if each command had come by itself.

use crate::model::{Case, Entry, FactData, stream};
use crate::secrets::token_hash;
use crate::service::prefix;
use crate::store::{around, row};
use db::{Tx, args};
use kernel::{Result, Timestamp};
use ledger::{NewFact, NewStream};
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

/// Writes cases in batches, each in the transaction it is given.
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
    pub async fn write(&self, tx: &mut Tx, cases: Vec<BulkCase>) -> Result<()> {
        let (mut streams, mut rows, mut tasks) = (vec![], vec![], vec![]);
        let (mut aliases, mut follows, mut values) = (vec![], vec![], vec![]);
        let mut homes = BTreeSet::new();
        for bulk in cases {
            let case = &bulk.case;
            homes.insert((prefix(&case.county), case.county.clone()));
            rows.push(row::values(case)?);
            tasks.extend(row::task_values(case));
            let alias = |a: &crate::model::Alias| args![&case.county, &a.system, &a.number, &case.id];
            aliases.extend(case.aliases.iter().map(alias));
            if let Some(token) = &bulk.token {
                let at = case.registered_at;
                follows.push(args![&case.county, &case.id, token_hash(token), true, None::<String>, at]);
            }
            values.extend(bulk.values);
            streams.push(NewStream {
                county: case.county.clone(),
                stream: stream(&case.id),
                facts: bulk.entries.into_iter().map(fact).collect::<Result<_>>()?,
            });
        }
        for (prefix, county) in homes {
            tx.execute(&around::HOME, args![prefix, county]).await?;
        }
        self.vault.store_bulk(tx, values).await?;
        ledger::bulk_append(tx, streams).await?;
        tx.bulk_insert("cases", row::COLUMNS, rows).await?;
        tx.bulk_insert("case_task", row::TASK_COLUMNS, tasks).await?;
        tx.bulk_insert("case_alias", &["county", "system", "number", "case_id"], aliases).await?;
        const FOLLOW: &[&str] = &["county", "case_id", "token_hash", "reporter", "contact", "at"];
        Ok(tx.bulk_insert("case_follow", FOLLOW, follows).await?)
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

fn fact(entry: Entry) -> Result<(Timestamp, String, Option<String>, NewFact)> {
    let fact = NewFact::new(entry.action, FactData::VERSION, &entry.data)?;
    Ok((entry.at, entry.actor, entry.post, fact))
}
