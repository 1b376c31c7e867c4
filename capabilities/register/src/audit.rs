//! Verification: every version of every record is hashed again and held against the chain; and there is no record that no fact
//! speaks of.

pub mod things;

use crate::model::{CORRECTED, Corrected, DELETED, IMPORTED, Imported, PREFIX, Record, SHELF};
use crate::rules::leaf;
use crate::service::leaf_of;
use crate::store;
use db::{DbError, Tx};
use ledger::Fact;
use ledger::verify::{Audit, Report, StreamFacts};
use parking_lot::Mutex;
use protect::Vault;
use std::collections::{BTreeMap, HashMap};

/// Compares the tables of registers with the facts.
pub struct RegisterAudit {
    vault: Vault,
    /// Home → versions that facts speak of.
    spoken: Mutex<BTreeMap<String, u64>>,
}

db::sql! {
    /// How many versions there are in a home.
    VERSIONS = "SELECT (SELECT count(*) FROM register_record WHERE county = $1)
        + (SELECT count(*) FROM register_version WHERE county = $1)
        + (SELECT count(*) FROM register_gone WHERE county = $1) AS n";
}

impl RegisterAudit {
    /// An audit that opens what is sealed.
    pub fn new(vault: Vault) -> Self {
        Self { vault, spoken: Mutex::default() }
    }

    fn spoke(&self, county: &str, versions: u64) {
        *self.spoken.lock().entry(county.to_owned()).or_default() += versions;
    }

    /// The leaves of some versions by what is stored now; what is not there is missing.
    async fn leaves(
        &self,
        tx: &mut Tx,
        county: &str,
        wanted: &[(i64, i64)],
        like: &str,
    ) -> Result<(HashMap<(i64, i64), String>, u64), DbError> {
        let mut ns: Vec<i64> = wanted.iter().map(|(n, _)| *n).collect();
        ns.dedup();
        let now = store::read::some(tx, county, &ns).await?;
        let mut leaves = store::read::gone(tx, county, &ns).await?;
        let erased = leaves.len() as u64;
        // most records have one version: the past is asked for only where there is one
        let changed: Vec<&Record> = now.values().filter(|r| r.version > 1).collect();
        let past = store::read::past(tx, &changed).await?;
        let bundles = self.vault.bundles(tx, county, SHELF, &ns).await?;
        for r in now.values().chain(&past) {
            let hash = |fields: &[Option<&[u8]>]| ledger::same_digest(like, fields).unwrap_or_default();
            let commitment = bundles.get(&(r.n, r.version)).map(|b| b.commitment(hash)).unwrap_or_default();
            leaves.insert((r.n, r.version), leaf_of(r, &commitment).hash(hash));
        }
        Ok((leaves, erased))
    }

    async fn chunk(
        &self,
        tx: &mut Tx,
        of: &StreamFacts,
        fact: &Fact,
        report: &mut Report,
    ) -> Result<(), DbError> {
        let county = &of.county;
        let Ok(said) = serde_json::from_str::<Imported>(&fact.data) else {
            report.breaks(county, &of.stream, fact.seq, "data cannot be read");
            return Ok(());
        };
        let added = (said.first..said.first.saturating_add(said.added.min(1_000_000))).map(|n| (n, 1));
        let wanted: Vec<(i64, i64)> = added.chain(said.changed.iter().copied()).collect();
        let (found, erased) = self.leaves(tx, county, &wanted, &said.root).await?;
        let missing = wanted.iter().find(|v| !found.contains_key(v));
        if let Some((n, version)) = missing {
            report.breaks(
                county,
                &of.stream,
                fact.seq,
                format!("row register_record {n} version {version}: missing"),
            );
        } else {
            let leaves: Vec<String> = wanted.iter().filter_map(|v| found.get(v)).cloned().collect();
            let again = leaf::root(&leaves, |fields| ledger::same_digest(&said.root, fields));
            if again.as_deref() != Some(said.root.as_str()) {
                let last = said.first + said.added;
                let what = format!("row register_record {}..{last}: not what was recorded", said.first);
                report.breaks(county, &of.stream, fact.seq, what);
            }
        }
        report.rows += wanted.len() as u64;
        report.erased += erased;
        self.spoke(county, wanted.len() as u64);
        Ok(())
    }

    async fn single(&self, tx: &mut Tx, of: &StreamFacts, report: &mut Report) -> Result<(), DbError> {
        let county = &of.county;
        let n: i64 = of.stream.rsplit('/').next().and_then(|n| n.parse().ok()).unwrap_or_default();
        let said: Vec<(&Fact, Corrected)> = of
            .facts
            .iter()
            .filter(|f| f.action == CORRECTED)
            .filter_map(|f| Some((f, serde_json::from_str(&f.data).ok()?)))
            .collect();
        for (fact, said) in &said {
            let (found, _) = self.leaves(tx, county, &[(n, said.version)], &said.leaf).await?;
            report.rows += 1;
            if found.get(&(n, said.version)) != Some(&said.leaf) {
                let what =
                    format!("row register_record {n} version {}: not what was corrected", said.version);
                report.breaks(county, &of.stream, fact.seq, what);
            }
        }
        self.spoke(county, said.len() as u64);
        if let Some(fact) = of.facts.iter().find(|f| f.action == DELETED)
            && !store::read::some(tx, county, &[n]).await?.is_empty()
        {
            report.breaks(county, &of.stream, fact.seq, "row register_record: was to be deleted");
        }
        Ok(())
    }
}

#[async_trait::async_trait]
impl Audit for RegisterAudit {
    fn prefix(&self) -> &'static str {
        PREFIX
    }

    async fn streams(
        &self,
        tx: &mut Tx,
        streams: &[StreamFacts],
        report: &mut Report,
    ) -> Result<(), DbError> {
        for of in streams {
            if of.stream.starts_with("register/list/") {
                for fact in of.facts.iter().filter(|f| f.action == IMPORTED) {
                    self.chunk(tx, of, fact, report).await?;
                }
            } else if of.stream.starts_with("register/record/") {
                self.single(tx, of, report).await?;
            }
        }
        Ok(())
    }

    async fn end(&self, tx: &mut Tx, report: &mut Report) -> Result<(), DbError> {
        let spoken = std::mem::take(&mut *self.spoken.lock());
        for (county, _) in store::read::homes(tx).await? {
            let stored: i64 = tx.fetch_one(&VERSIONS, db::args![&county]).await?.get("n")?;
            let expected = spoken.get(&county).copied().unwrap_or_default();
            if stored.cast_unsigned() != expected {
                let what = format!("register: {stored} versions, the facts speak of {expected}");
                report.breaks(&county, PREFIX, 0, what);
            }
        }
        Ok(())
    }
}
