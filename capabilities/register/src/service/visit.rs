//! Records as those see them who visit: which there are, what is known of one and how old it is, and what was seen there.
//!
//! What is known is handed out with the form of a visit alone, to whoever may visit the place and for the purpose that the kind has for it;
//! that is a reveal, and recorded as one.

use super::Register;
use super::search::Cursor;
use super::told::Told;
use super::view::read_id;
use crate::model::kind::{Field, IdentityRole};
use crate::model::{self, POINT, REVEALED, Record, Revealed};
use crate::rules::disagree::{Statement, disagreeing};
use crate::rules::leaf;
use crate::rules::relation;
use crate::rules::schema::ReadyKind;
use crate::rules::value::Values;
use crate::store;
use authz::Action;
use db::Tx;
use kernel::{Ctx, Failure, Result, Timestamp};
use ledger::NewFact;
use protect::Vault;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The purpose for which what is known is taken along.
pub(super) const PURPOSE: &str = "verification";
/// Records at the other ends of relations that are taken along at most.
const MOST: usize = 50;

/// A record that can be visited, by what everybody on the staff may know.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// Home.
    pub county: String,
    /// Number there.
    pub n: i64,
    /// Kind.
    pub kind: String,
    /// The code of its area.
    pub area: String,
    /// Codes below the home, each with a slash behind it.
    pub place: String,
    /// The path of its area.
    pub path: String,
    /// Public and internal values.
    pub open: Values,
    /// An open address, name or number; empty when it has none.
    pub label: String,
    /// Longitude and latitude.
    pub point: Option<[f64; 2]>,
    /// The state of the data.
    pub as_of: Timestamp,
    /// Where a page behind it begins.
    pub at: String,
}

impl Subject {
    /// The id in addresses.
    pub fn id(&self) -> String {
        format!("{}-{}", self.county, self.n)
    }
}

/// One value that is known.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownValue {
    /// In its kept form.
    pub value: Value,
    /// Its age.
    pub as_of: Timestamp,
    /// It is older than it may be.
    pub stale: bool,
    /// What sources say that contradict each other; empty when they do not.
    pub disagreeing: Vec<Statement>,
    /// The list that it came with; none when somebody saw or corrected it.
    pub source: Option<String>,
}

/// What is known of one record.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownRecord {
    /// Its id.
    pub id: String,
    /// Its kind.
    pub kind: String,
    /// The relation by which it belongs to the subject; none for the subject itself.
    pub relation: Option<String>,
    /// The relation is the other record's.
    pub incoming: bool,
    /// Its version.
    pub version: i64,
    /// Its values by field.
    pub values: BTreeMap<String, KnownValue>,
}

/// Field → the age of its value, and the list that it came with.
pub(super) type Ages = BTreeMap<String, (Timestamp, Option<String>)>;

impl Register {
    /// A page of the records of a kind within the areas of an action: those behind `after`, at most so many, and where the next page begins.
    ///
    /// # Errors
    /// `action.forbidden`; an unknown area; an `after` of another list.
    pub async fn subjects(
        &self,
        ctx: &Ctx,
        action: Action,
        (kind, area): (&str, Option<&str>),
        after: Option<&str>,
        limit: usize,
    ) -> Result<(Vec<Subject>, Option<String>)> {
        authz::require_anywhere(&ctx.actor, action)?;
        let registers = self.registers();
        let Some(ready) = registers.kind(kind) else { return Ok((vec![], None)) };
        let reaches = self.reaches(ctx, action, area).await?;
        let after = after.map(Cursor::read).transpose()?;
        let mut tx = self.db().read().await?;
        let mut records = self.page(&mut tx, &reaches, kind, after, limit + 1).await?;
        let more = records.len() > limit;
        records.truncate(limit);
        let next = records.last().filter(|_| more).map(|r| Cursor::of(r).text());
        Ok((records.iter().map(|r| self.subject_of(ready, r)).collect(), next))
    }

    /// One record that may be visited; answers the context in the post that allows it.
    ///
    /// # Errors
    /// `register.not_found`; `action.forbidden`
    pub async fn subject(&self, ctx: &Ctx, action: Action, id: &str) -> Result<(Subject, Ctx)> {
        let mut tx = self.db().read().await?;
        let (record, kind) = self.load(&mut tx, id).await?;
        let ctx = self.allowed(ctx, action, &record)?;
        Ok((self.subject_of(&kind, &record), ctx))
    }

    pub(super) fn subject_of(&self, kind: &ReadyKind, r: &Record) -> Subject {
        let mut open = leaf::values(&r.open);
        let point = open.remove(POINT).and_then(|at| Some([at[0].as_f64()?, at[1].as_f64()?]));
        open.retain(|code, _| !code.starts_with('@'));
        let by_role = |role: IdentityRole| {
            let field = kind.kind.fields.iter().find(|f| f.role == Some(role) && f.class.is_open())?;
            open.get(&field.code)?.as_str().map(str::to_owned)
        };
        let roles = [IdentityRole::Address, IdentityRole::Name, IdentityRole::Identifier];
        let label = roles.into_iter().find_map(by_role).unwrap_or_default();
        Subject {
            county: r.county.clone(),
            n: r.n,
            kind: r.kind.clone(),
            area: r.area.clone(),
            place: r.place.clone(),
            path: self.path_of(r),
            open,
            label,
            point,
            as_of: Timestamp(r.as_of),
            at: Cursor::of(r).text(),
        }
    }

    /// What is known of a record and of those at the other ends of some relations: all of it when the kind knows the purpose of verifying,
    /// else what is open. What is not open is a reveal, with one fact for each record; `besides` names what else the caller hands out of the
    /// record itself.
    ///
    /// # Errors
    /// `register.not_found`; `action.forbidden`
    pub async fn known(
        &self,
        ctx: &Ctx,
        action: Action,
        id: &str,
        relations: &[String],
        fields: &(dyn Fn(&str, &str) -> bool + Sync),
        besides: &[String],
    ) -> Result<Vec<KnownRecord>> {
        let mut tx = self.db().read().await?;
        let (record, kind) = self.load(&mut tx, id).await?;
        let ctx = self.allowed(ctx, action, &record)?;
        let values = self.values(&mut tx, &record).await?;
        let mut all = vec![(record.clone(), None, false)];
        let today: String = ctx.now.to_string().chars().take(10).collect();
        for (of, link) in relation::all(&kind, &values) {
            let over = link.until.as_deref().is_some_and(|day| day < today.as_str());
            if let (false, Ok((county, n))) = (over, read_id(&link.to))
                && let Some(other) = store::read::some(&mut tx, county, &[n]).await?.remove(&n)
            {
                all.push((other, Some(of.code.clone()), false));
            }
        }
        if !relations.is_empty() {
            let mut found = vec![];
            self.incoming(&mut tx, &record, None, &mut found).await?;
            for f in found.into_iter().filter(|f| relations.contains(&f.relation)).take(MOST) {
                let over = f.link.until.as_deref().is_some_and(|day| day < today.as_str());
                let (county, n) = &f.other;
                if !over && let Some(other) = store::read::some(&mut tx, county, &[*n]).await?.remove(n) {
                    all.push((other, Some(f.relation), true));
                }
            }
        }
        let registers = self.registers();
        let fellows = self.fellows_of(&mut tx, (&ctx, action), all.iter().map(|(r, _, _)| r)).await?;
        let (mut known, mut revealed) = (vec![], vec![]);
        for (r, relation, incoming) in all {
            // of somebody who lives elsewhere nothing is handed out
            let Some(kind) = registers.kind(&r.kind) else { continue };
            if self.allowed(&ctx, action, &r).is_err() {
                continue;
            }
            let purposed = kind.kind.purposes.iter().any(|p| p.code == PURPOSE);
            let wanted = |f: &&Field| (f.class.is_open() || purposed) && fields(&r.kind, &f.code);
            let mut told = vec![self.all_told(&mut tx, r.clone()).await?];
            for fellow in fellows.get(&r.id()).into_iter().flatten() {
                told.push(self.all_told(&mut tx, fellow.clone()).await?);
            }
            let said = Said::of(self, told);
            let (values, mut of) = (said.values(), BTreeMap::new());
            let mut closed = if relation.is_none() { besides.to_vec() } else { vec![] };
            let mut others = vec![];
            for field in kind.kind.fields.iter().filter(wanted) {
                let Some(value) = values.get(&field.code) else { continue };
                if !field.class.is_open() {
                    closed.push(field.code.clone());
                }
                let value = said.known_value(&ctx, (kind, field), value.clone());
                if !field.class.is_open() && !value.disagreeing.is_empty() {
                    others.push(field.code.clone());
                }
                of.insert(field.code.clone(), value);
            }
            // what the others say is handed out with it
            if !others.is_empty() {
                for r in said.others() {
                    let (kind, field) = (r.kind.clone(), others.join(","));
                    let said =
                        Revealed { kind, field, version: r.version, purpose: PURPOSE.into(), words: None };
                    revealed.push((r.county.clone(), r.n, said));
                }
            }
            if !closed.is_empty() {
                let (kind, field) = (r.kind.clone(), closed.join(","));
                let said = Revealed { kind, field, version: r.version, purpose: PURPOSE.into(), words: None };
                revealed.push((r.county.clone(), r.n, said));
            }
            known.push(KnownRecord {
                id: r.id(),
                kind: r.kind.clone(),
                relation,
                incoming,
                version: r.version,
                values: of,
            });
        }
        drop(tx);
        self.write_reveals(&ctx, revealed).await?;
        Ok(known)
    }

    async fn write_reveals(&self, ctx: &Ctx, mut revealed: Vec<(String, i64, Revealed)>) -> Result<()> {
        if revealed.is_empty() {
            return Ok(());
        }
        revealed.sort_by(|a, b| (&a.0, model::record_stream(a.1)).cmp(&(&b.0, model::record_stream(b.1))));
        let (inner, revealed) = (ctx.clone(), Arc::new(revealed));
        let write = self.db().write(ctx, move |tx| {
            let (ctx, revealed) = (inner.clone(), revealed.clone());
            Box::pin(async move {
                for (county, n, said) in revealed.iter() {
                    let mut head = ledger::open(tx, county, &model::record_stream(*n)).await?;
                    ledger::append(tx, &ctx, &mut head, &[NewFact::new(REVEALED, 1, said)?]).await?;
                }
                Ok::<_, Failure>(())
            })
        });
        write.await
    }

    /// What everybody on the staff may know of subjects that were listed, with its age; in their order. No reveal: nothing protected is
    /// among it.
    ///
    /// # Errors
    /// The database.
    pub async fn open_known(
        &self,
        ctx: &Ctx,
        action: Action,
        subjects: &[&Subject],
    ) -> Result<Vec<BTreeMap<String, KnownValue>>> {
        let mut by_home: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
        subjects.iter().for_each(|s| by_home.entry(&s.county).or_default().push(s.n));
        let mut tx = self.db().read().await?;
        let mut found = BTreeMap::new();
        for (county, ns) in by_home {
            let records = store::read::some(&mut tx, county, &ns).await?;
            let mut fellows = self.fellows(&mut tx, (ctx, action), county, &ns).await?;
            let all = records.values().chain(fellows.values().flatten());
            let older: Vec<&Record> = all.filter(|r| r.version > 1).collect();
            let mut past: BTreeMap<i64, Vec<Record>> = BTreeMap::new();
            for version in store::read::past(&mut tx, &older).await? {
                past.entry(version.n).or_default().push(version);
            }
            for (n, r) in records {
                let mut told = vec![Told::open(r.clone(), past.get(&n).cloned().unwrap_or_default())];
                for fellow in fellows.remove(&n).unwrap_or_default() {
                    let past = past.get(&fellow.n).cloned().unwrap_or_default();
                    told.push(Told::open(fellow, past));
                }
                found.insert((county.to_owned(), n), self.open_of(ctx, &r, &Said::of(self, told)));
            }
        }
        Ok(subjects.iter().map(|s| found.remove(&(s.county.clone(), s.n)).unwrap_or_default()).collect())
    }

    fn open_of(&self, ctx: &Ctx, r: &Record, said: &Said) -> BTreeMap<String, KnownValue> {
        let registers = self.registers();
        let Some(kind) = registers.kind(&r.kind) else { return BTreeMap::new() };
        let values = leaf::values(&r.open);
        let fields = kind.kind.fields.iter().filter(|f| f.class.is_open());
        let one = |field: &Field| {
            let value = values.get(&field.code)?.clone();
            Some((field.code.clone(), said.known_value(ctx, (kind, field), value)))
        };
        fields.filter_map(one).collect()
    }

    /// Those that are one thing with some records, by their ids.
    async fn fellows_of<'a>(
        &self,
        tx: &mut Tx,
        by: (&Ctx, Action),
        records: impl Iterator<Item = &'a Record>,
    ) -> Result<BTreeMap<String, Vec<Record>>> {
        let mut by_home: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
        records.for_each(|r| by_home.entry(&r.county).or_default().push(r.n));
        let mut all = BTreeMap::new();
        for (county, ns) in by_home {
            let of = self.fellows(tx, by, county, &ns).await?;
            all.extend(of.into_iter().map(|(n, fellows)| (format!("{county}-{n}"), fellows)));
        }
        Ok(all)
    }

    /// Field → the age of its value, and the list that it came with.
    pub(super) fn ages_among(&self, r: &Record, mut versions: Vec<Record>) -> Ages {
        let since = leaf::values(r.since.as_deref().unwrap_or_default());
        versions.push(r.clone());
        let first = versions.first().map_or(r.as_of, |v| v.as_of);
        let kind = self.registers().kind(&r.kind).cloned();
        let fields = kind.iter().flat_map(|k| &k.kind.fields).map(|f| f.code.clone());
        let age = |code: String| {
            let mark = since.get(&code);
            let version = mark.and_then(|m| m["v"].as_i64());
            let of = version.and_then(|v| versions.iter().find(|r| r.version == v));
            let listed = mark.is_none_or(|mark| !is_looked(mark));
            (code, (Timestamp(of.map_or(first, |v| v.as_of)), listed.then(|| r.source.clone())))
        };
        fields.map(age).collect()
    }

    /// The vault that seals what was seen.
    pub fn vault(&self) -> &Vault {
        &self.parts.vault
    }
}

/// What the sources say of a record: itself first, then those that are one thing with it.
struct Said(Vec<(Told, Ages)>);

impl Said {
    fn of(register: &Register, told: Vec<Told>) -> Self {
        let with_ages = |told: Told| {
            let ages = told.ages(register);
            (told, ages)
        };
        Self(told.into_iter().map(with_ages).collect())
    }

    fn values(&self) -> Values {
        self.0.first().map(|(told, _)| told.values()).unwrap_or_default()
    }

    fn others(&self) -> impl Iterator<Item = &Record> {
        self.0.iter().skip(1).map(|(told, _)| &told.record)
    }

    /// What is known of one field.
    fn known_value(&self, ctx: &Ctx, (kind, field): (&ReadyKind, &Field), value: Value) -> KnownValue {
        let own = self.0.first().and_then(|(_, ages)| ages.get(&field.code).cloned());
        let (as_of, source) = own.unwrap_or_default();
        let said: Vec<Statement> =
            self.0.iter().flat_map(|(told, ages)| told.statements(ctx, (kind, field), ages)).collect();
        let (stale, disagreeing) = (is_stale(ctx, (kind, field), as_of), disagreeing(&said));
        KnownValue { value, as_of, stale, disagreeing, source }
    }
}

/// Whether somebody looked, by the mark of a value: it was corrected, or confirmed on a visit.
pub(super) fn is_looked(mark: &Value) -> bool {
    mark["was"].is_i64() || mark["seen"] == true
}

/// Whether a value of this age is older than it may be.
pub(super) fn is_stale(ctx: &Ctx, (kind, field): (&ReadyKind, &Field), as_of: Timestamp) -> bool {
    let days = field.freshness_days.or(kind.kind.freshness_days);
    days.is_some_and(|d| ctx.now.since(as_of) > i64::from(d) * Timestamp::DAY)
}
