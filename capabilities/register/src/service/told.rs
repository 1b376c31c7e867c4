//! What the sources say of a record: itself through all its versions, and those that are one thing with it.

use super::visit::{Ages, is_looked, is_stale};
use super::{Register, seal};
use crate::model::kind::Field;
use crate::model::{Record, SHELF, VISIT};
use crate::rules::disagree::Statement;
use crate::rules::leaf;
use crate::rules::schema::ReadyKind;
use crate::rules::value::Values;
use crate::store;
use authz::Action;
use db::Tx;
use kernel::{Ctx, Result, Timestamp};
use std::collections::{BTreeMap, HashMap};

/// A record in all its versions.
pub(super) struct Told {
    pub record: Record,
    /// The oldest first, the present one last.
    versions: Vec<Record>,
    values: BTreeMap<i64, Values>,
}

impl Told {
    /// A record by its open values alone.
    pub fn open(record: Record, past: Vec<Record>) -> Self {
        let versions: Vec<Record> = past.into_iter().chain([record.clone()]).collect();
        let values = versions.iter().map(|r| (r.version, leaf::values(&r.open))).collect();
        Self { record, versions, values }
    }

    /// Its values as they are.
    pub fn values(&self) -> Values {
        self.values.get(&self.record.version).cloned().unwrap_or_default()
    }

    /// What is known of the age and the source of its values.
    pub fn ages(&self, register: &Register) -> Ages {
        let past = &self.versions[..self.versions.len() - 1];
        register.ages_among(&self.record, past.to_vec())
    }

    /// The word of somebody who looked, which the list overruled when it said something else.
    fn overruled(&self, field: &str) -> Option<(&Record, &serde_json::Value)> {
        let mark = |r: &Record| leaf::values(r.since.as_deref().unwrap_or_default()).get(field).cloned();
        let now = mark(&self.record).filter(|mark| !is_looked(mark))?;
        let before = self.versions.iter().find(|r| Some(r.version + 1) == now["v"].as_i64())?;
        let looked = mark(before).filter(is_looked)?;
        let at = self.versions.iter().find(|r| Some(r.version) == looked["v"].as_i64())?;
        Some((at, self.values.get(&before.version)?.get(field)?))
    }

    /// What it says of a field.
    pub fn statements(&self, ctx: &Ctx, (kind, field): (&ReadyKind, &Field), ages: &Ages) -> Vec<Statement> {
        let Some(value) = self.values.get(&self.record.version).and_then(|v| v.get(&field.code)) else {
            return vec![];
        };
        let (as_of, source) = ages.get(&field.code).cloned().unwrap_or_default();
        let fresh = |at: Timestamp| !is_stale(ctx, (kind, field), at);
        let source = source.filter(|list| list != VISIT);
        let mut all = vec![Statement { source, value: value.clone(), as_of, fresh: fresh(as_of) }];
        if let Some((at, value)) = self.overruled(&field.code) {
            let as_of = Timestamp(at.as_of);
            all.push(Statement { source: None, value: value.clone(), as_of, fresh: fresh(as_of) });
        }
        all
    }
}

impl Register {
    /// A record in all its versions, with all its values.
    pub(super) async fn all_told(&self, tx: &mut Tx, record: Record) -> Result<Told> {
        let mut versions = if record.version > 1 { store::read::past(tx, &[&record]).await? } else { vec![] };
        versions.push(record.clone());
        let bundles = self.parts.vault.bundles(tx, &record.county, SHELF, &[record.n]).await?;
        let of =
            |r: &Record| (r.version, seal::join(&r.open, bundles.get(&(r.n, r.version)).map(|b| &b.values)));
        let values = versions.iter().map(of).collect();
        Ok(Told { record, versions, values })
    }

    /// Records that are one thing with some of a home, as far as an action reaches: by the number of the one they are one with.
    pub(super) async fn fellows(
        &self,
        tx: &mut Tx,
        (ctx, action): (&Ctx, Action),
        county: &str,
        ns: &[i64],
    ) -> Result<HashMap<i64, Vec<Record>>> {
        let of = store::things::fellows(tx, county, ns).await?;
        let all: Vec<i64> = of.values().flatten().copied().collect();
        let records = store::read::some(tx, county, &all).await?;
        let seen = |n: &i64| records.get(n).filter(|r| self.allowed(ctx, action, r).is_ok()).cloned();
        Ok(of.into_iter().map(|(n, others)| (n, others.iter().filter_map(seen).collect())).collect())
    }
}
