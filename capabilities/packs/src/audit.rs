//! Verification: the facts of each pack folded again and compared with the rows; every kept version hashed again.

use std::collections::BTreeMap;

use db::{DbError, Tx};
use ledger::Fact;
use ledger::verify::{Audit, Report, StreamFacts};
use parking_lot::Mutex;
use sha2::{Digest as _, Sha256};

use crate::rules::{self, Version};
use crate::store::{self, StateRow};
use crate::{COUNTY, PREFIX};

/// Compares `pack_state` and `pack_version` with the facts. Good for one verification.
#[derive(Default)]
pub struct PackAudit {
    folded: Mutex<Folded>,
}

#[derive(Default)]
struct Folded {
    states: BTreeMap<String, StateRow>,
    /// Hash → pack of every version that a fact brought in.
    added: BTreeMap<String, String>,
}

impl Folded {
    fn fact(&mut self, fact: &Fact) -> Result<(), serde_json::Error> {
        let id = fact.stream.strip_prefix(PREFIX).unwrap_or_default();
        let data: Version = fact.decode()?;
        if fact.action == rules::ADDED {
            self.added.insert(data.hash.clone(), id.to_owned());
        }
        if let Some(state) = rules::apply(self.states.remove(id), id, &fact.action, &data, fact.at) {
            self.states.insert(id.to_owned(), state);
        }
        Ok(())
    }
}

#[async_trait::async_trait]
impl Audit for PackAudit {
    fn prefix(&self) -> &'static str {
        PREFIX
    }

    async fn streams(&self, _: &mut Tx, streams: &[StreamFacts], report: &mut Report) -> Result<(), DbError> {
        let mut folded = self.folded.lock();
        for stream in streams {
            for fact in &stream.facts {
                if folded.fact(fact).is_err() {
                    report.breaks(&stream.county, &stream.stream, fact.seq, "data cannot be read");
                }
            }
        }
        Ok(())
    }

    async fn end(&self, tx: &mut Tx, report: &mut Report) -> Result<(), DbError> {
        let folded = std::mem::take(&mut *self.folded.lock());
        let stream = |id: &str| format!("{PREFIX}{id}");
        let mut states: BTreeMap<String, StateRow> =
            store::states(tx).await?.into_iter().map(|row| (row.id.clone(), row)).collect();
        for (id, expected) in folded.states {
            report.rows += 1;
            if states.remove(&id).as_ref() != Some(&expected) {
                report.breaks(COUNTY, &stream(&id), 0, "row pack_state");
            }
        }
        for id in states.keys() {
            report.breaks(COUNTY, &stream(id), 0, "row pack_state without facts");
        }
        let mut added = folded.added;
        for row in store::versions(tx).await? {
            report.rows += 1;
            let content = store::content(tx, &row.hash).await?.unwrap_or_default();
            if hex::encode(Sha256::digest(content.as_bytes())) != row.hash {
                report.breaks(COUNTY, &stream(&row.id), 0, format!("row pack_version.content {}", row.hash));
            }
            if added.remove(&row.hash).as_ref() != Some(&row.id) {
                report.breaks(
                    COUNTY,
                    &stream(&row.id),
                    0,
                    format!("row pack_version {} without facts", row.hash),
                );
            }
        }
        for (hash, id) in added {
            report.breaks(COUNTY, &stream(&id), 0, format!("row pack_version {hash} missing"));
        }
        Ok(())
    }
}
