//! What a record is related to, and what is related to it: both ways, now or as it was known at a moment. Of a record outside of the
//! reader's areas only that there is one is told.

use super::view::read_id;
use super::views::RecordRow;
use super::{Register, seal};
use crate::model::{Record, SHELF};
use crate::rules::relation::{self, Link};
use crate::store;
use authz::action;
use db::Tx;
use kernel::{Ctx, Refusal, Result, Text, Timestamp};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use utoipa::ToSchema;

/// Relations that are shown at most.
const MOST: usize = 200;

/// A relation as one of both sees it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegisterRelationView)]
pub struct RelationView {
    /// The relation.
    pub relation: String,
    /// Its name, as the record says it that has it.
    pub name: Text,
    /// It is this record that has it; else it is the other one.
    pub outgoing: bool,
    /// The other record, masked; missing when it is outside of the reader's areas, or gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<RecordRow>,
    /// The first day, when it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The last day: of one that has ended, or whose other record is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// The other record is gone, its time being over: so is the relation.
    pub gone: bool,
}

/// All relations of a record.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegisterRelations)]
pub struct Relations {
    /// The version of the record.
    pub version: i64,
    /// Those of the record itself, then those of others to it; in force before ended.
    pub items: Vec<RelationView>,
    /// There are more than are shown.
    pub more: bool,
    /// The reader may change those of the record itself.
    pub changeable: bool,
}

/// One relation before it is known whether the reader may see the other side.
pub(super) struct Found {
    pub relation: String,
    name: Text,
    outgoing: bool,
    pub other: (String, i64),
    pub link: Link,
}

impl Register {
    /// The relations of a record, or how they were known at a moment.
    ///
    /// # Errors
    /// `register.not_found`, also when it was not known then.
    pub async fn relations(&self, ctx: &Ctx, id: &str, known_at: Option<Timestamp>) -> Result<Relations> {
        let mut tx = self.db().read().await?;
        let (now, kind) = self.load(&mut tx, id).await?;
        self.allowed(ctx, action::REGISTER_READ, &now)?;
        let then = self.known_then(&mut tx, std::slice::from_ref(&now), known_at).await?;
        let (own, values) = then.into_values().next().ok_or_else(|| Refusal::not_found("register"))?;
        let mut found: Vec<Found> = vec![];
        for (r, link) in relation::all(&kind, &values) {
            let Ok((county, n)) = read_id(&link.to) else { continue };
            let other = (county.to_owned(), n);
            found.push(Found { relation: r.code.clone(), name: r.name.clone(), outgoing: true, other, link });
        }
        let more = self.incoming(&mut tx, &now, known_at, &mut found).await?;
        let more = more || found.len() > MOST;
        found.truncate(MOST);
        let mut items = self.told(&mut tx, ctx, found).await?;
        let today = ctx.now.to_string();
        let ended = |v: &RelationView| v.until.as_deref().is_some_and(|day| day < &today[..10]);
        items.sort_by_key(|v| (!v.outgoing, ended(v), v.relation.clone(), std::cmp::Reverse(v.from.clone())));
        let changeable = own.version == now.version
            && !kind.kind.relations.is_empty()
            && self.allowed(ctx, action::REGISTER_CORRECT, &now).is_ok();
        Ok(Relations { version: own.version, items, more, changeable })
    }

    /// Some records with their values as they were known at a moment; what was not known then is missing.
    async fn known_then(
        &self,
        tx: &mut Tx,
        records: &[Record],
        known_at: Option<Timestamp>,
    ) -> Result<BTreeMap<(String, i64), (Record, crate::rules::value::Values)>> {
        let mut then: BTreeMap<(String, i64), Record> = BTreeMap::new();
        let mut versions: Vec<Record> = vec![];
        if known_at.is_some() {
            versions = store::read::past(tx, &records.iter().collect::<Vec<_>>()).await?;
        }
        let until = known_at.map_or(i64::MAX, |t| t.0);
        for r in versions.into_iter().chain(records.iter().cloned()).filter(|r| r.recorded_at <= until) {
            then.insert((r.county.clone(), r.n), r);
        }
        let mut by_home: HashMap<String, Vec<i64>> = HashMap::new();
        then.values().for_each(|r| by_home.entry(r.county.clone()).or_default().push(r.n));
        let mut all = BTreeMap::new();
        for (county, ns) in by_home {
            let bundles = self.parts.vault.bundles(tx, &county, SHELF, &ns).await?;
            for n in ns {
                let Some(r) = then.remove(&(county.clone(), n)) else { continue };
                let values = seal::join(&r.open, bundles.get(&(n, r.version)).map(|b| &b.values));
                all.insert((county.clone(), n), (r, values));
            }
        }
        Ok(all)
    }

    /// Relations of others to a record: found by a blind word in every home.
    pub(super) async fn incoming(
        &self,
        tx: &mut Tx,
        to: &Record,
        known_at: Option<Timestamp>,
        found: &mut Vec<Found>,
    ) -> Result<bool> {
        let (registers, id, mut more) = (self.registers(), to.id(), false);
        let words = self.blind()?.all(seal::LINK, &id);
        for (county, next) in store::read::homes(tx).await? {
            let mut ns = vec![];
            for word in &words {
                ns.extend(store::read::find(tx, &county, next, *word).await?);
            }
            ns.sort_unstable();
            ns.dedup();
            more |= ns.len() > MOST;
            ns.truncate(MOST);
            let records: Vec<Record> = store::read::some(tx, &county, &ns).await?.into_values().collect();
            for (r, values) in self.known_then(tx, &records, known_at).await?.into_values() {
                let Some(kind) = registers.kind(&r.kind) else { continue };
                for (of, link) in relation::all(kind, &values).into_iter().filter(|(_, l)| l.to == id) {
                    let (relation, name, other) = (of.code.clone(), of.name.clone(), (r.county.clone(), r.n));
                    found.push(Found { relation, name, outgoing: false, other, link });
                }
            }
            if found.len() > MOST {
                return Ok(true);
            }
        }
        Ok(more)
    }

    /// What the reader is told of them.
    async fn told(&self, tx: &mut Tx, ctx: &Ctx, found: Vec<Found>) -> Result<Vec<RelationView>> {
        let mut by_home: BTreeMap<String, Vec<i64>> = BTreeMap::new();
        found.iter().for_each(|f| by_home.entry(f.other.0.clone()).or_default().push(f.other.1));
        let (mut rows, mut gone) = (HashMap::new(), HashMap::new());
        for (county, ns) in by_home {
            let records = store::read::some(tx, &county, &ns).await?;
            let seen = records.into_values().filter(|r| self.allowed(ctx, action::REGISTER_READ, r).is_ok());
            for row in self.rows(tx, seen.collect()).await? {
                rows.insert(row.id.clone(), row);
            }
            for (n, at) in store::read::gone_at(tx, &county, &ns).await? {
                gone.insert((county.clone(), n), at);
            }
        }
        let told = |f: Found| {
            let other = rows.get(&format!("{}-{}", f.other.0, f.other.1)).cloned();
            let gone = gone.get(&f.other).map(|at| Timestamp(*at).to_string().chars().take(10).collect());
            // of one that the reader may not see, not even its days
            let seen = other.is_some() || gone.is_some();
            RelationView {
                relation: f.relation,
                name: f.name,
                outgoing: f.outgoing,
                from: f.link.from.filter(|_| seen),
                until: f.link.until.or_else(|| gone.clone()).filter(|_| seen),
                gone: gone.is_some(),
                other,
            }
        };
        Ok(found.into_iter().map(told).collect())
    }
}
