//! The thing that a record is: the other lists that know it, and field by field which of them says what.

use super::super::Register;
use super::queue::judge_name;
use super::views::{PairLine, Said, ThingField, ThingMark, ThingView};
use crate::model::{Record, SHELF};
use crate::rules::leaf;
use crate::rules::value::Values;
use crate::service::seal;
use crate::service::view::shown_value;
use crate::store;
use crate::store::things::{self, Pair};
use authz::action;
use db::Tx;
use kernel::{Ctx, Result, Timestamp};
use serde_json::Value;
use std::collections::HashMap;

impl Register {
    /// The thing of a record; one that is alone is a thing with one record.
    ///
    /// # Errors
    /// `register.not_found`
    pub async fn thing(&self, ctx: &Ctx, id: &str) -> Result<ThingView> {
        let mut tx = self.db().read().await?;
        let (record, kind) = self.load(&mut tx, id).await?;
        self.allowed(ctx, action::REGISTER_READ, &record)?;
        let county = record.county.as_str();
        let members = things::things(&mut tx, county, &[record.n]).await?.with(record.n);
        let mut all: Vec<Record> =
            store::read::some(&mut tx, county, &members).await?.into_values().collect();
        let whole = all.len();
        all.retain(|r| self.allowed(ctx, action::REGISTER_READ, r).is_ok());
        all.sort_by_key(|r| (std::cmp::Reverse(r.as_of), r.n));
        let ns: Vec<i64> = all.iter().map(|r| r.n).collect();
        let bundles = self.parts.vault.bundles(&mut tx, county, SHELF, &ns).await?;
        let values: HashMap<i64, Values> = all
            .iter()
            .map(|r| (r.n, seal::join(&r.open, bundles.get(&(r.n, r.version)).map(|b| &b.values))))
            .collect();
        let fields = kind.kind.fields.iter().filter_map(|field| {
            let mut variants: Vec<&Value> = vec![];
            let mut said = vec![];
            for r in &all {
                let Some(value) = values.get(&r.n).and_then(|v| v.get(&field.code)) else { continue };
                let known = variants.iter().position(|v| *v == value);
                let variant = known.unwrap_or_else(|| {
                    variants.push(value);
                    variants.len() - 1
                });
                said.push(Said {
                    record: r.id(),
                    source: r.source.clone(),
                    corrected: corrected(r, &field.code),
                    as_of: Timestamp(r.as_of),
                    value: shown_value(field, value),
                    variant: variant + 1,
                });
            }
            let variants = variants.len();
            (variants > 0).then(|| ThingField { code: field.code.clone(), said, variants })
        });
        let fields = fields.collect();
        let pairs = pairs_within(&mut tx, county, &ns).await?;
        let records = self.rows(&mut tx, all).await?;
        drop(tx);
        let names = self.judges(pairs.iter()).await?;
        let partable = whole > 1 && self.allowed(ctx, action::REGISTER_JUDGE, &record).is_ok();
        let line = |p: &Pair| PairLine::of(county, p, judge_name(p, &names));
        let pairs = pairs.iter().map(line).collect();
        Ok(ThingView { hidden: whole - records.len(), records, fields, pairs, partable })
    }

    /// The things of some records of lists, by id; records that are alone are missing.
    pub(crate) async fn marks(&self, tx: &mut Tx, records: &[Record]) -> Result<HashMap<String, ThingMark>> {
        let mut by_county: HashMap<&str, Vec<i64>> = HashMap::new();
        records.iter().for_each(|r| by_county.entry(&r.county).or_default().push(r.n));
        let mut marks = HashMap::new();
        for (county, ns) in by_county {
            for (n, (thing, size)) in things::sizes(tx, county, &ns).await? {
                let mark = ThingMark { id: format!("{county}-{thing}"), records: size };
                marks.insert(format!("{county}-{n}"), mark);
            }
        }
        Ok(marks)
    }
}

/// Whether a field was corrected by hand.
fn corrected(r: &Record, field: &str) -> bool {
    leaf::values(r.since.as_deref().unwrap_or_default()).get(field).is_some_and(|mark| mark["was"].is_i64())
}

async fn pairs_within(tx: &mut Tx, county: &str, ns: &[i64]) -> Result<Vec<Pair>> {
    let mut pairs = vec![];
    if ns.len() > 1 {
        let states = things::states(tx, county, ns).await?;
        for (a, b) in states.into_keys().filter(|(_, b)| ns.contains(b)) {
            pairs.extend(things::pair(tx, county, a, b).await?);
        }
    }
    pairs.sort_by_key(|p| (p.rank, p.a, p.b));
    Ok(pairs)
}
