//! One record: its values masked, where each comes from, its history, and how it was known on a past day.

use super::views::{KindView, Origin, PastView, RecordRow, RecordView, ValueView};
use super::{Register, seal};
use crate::model::kind::{CodeTable, Field, FieldClass};
use crate::model::{self, CORRECTED, Corrected, REVEALED, Record, Revealed, SHELF};
use crate::rules::leaf;
use crate::rules::schema::ReadyKind;
use crate::rules::value::Values;
use crate::rules::words;
use crate::store;
use authz::action;
use db::Tx;
use kernel::{Ctx, Refusal, Result, Text, Timestamp};
use serde_json::Value;
use std::collections::HashMap;

/// A value as it is shown to whoever may see the record: open ones as they are, personal ones in part, sensitive ones not.
pub(crate) fn shown_value(field: &Field, value: &Value) -> Value {
    match field.class {
        class if class.is_open() => value.clone(),
        FieldClass::Personal => match value.as_str() {
            Some(text) => Value::String(words::masked(field, text)),
            None => Value::String("***".into()),
        },
        _ => Value::String("***".into()),
    }
}

/// All values of a record as they are shown.
pub(crate) fn shown(kind: &ReadyKind, values: &Values) -> Values {
    let fields = kind.kind.fields.iter();
    fields.filter_map(|f| Some((f.code.clone(), shown_value(f, values.get(&f.code)?)))).collect()
}

/// Splits an id into home and number.
pub(crate) fn read_id(id: &str) -> Result<(&str, i64), Refusal> {
    let parts = id.rsplit_once('-');
    let read = parts.and_then(|(county, n)| Some((county, n.parse::<i64>().ok().filter(|n| *n > 0)?)));
    read.ok_or_else(|| Refusal::not_found("register"))
}

impl Register {
    /// The kinds of the packs in use.
    ///
    /// # Errors
    /// `action.forbidden`
    pub fn kinds(&self, ctx: &Ctx) -> Result<Vec<KindView>> {
        authz::require_anywhere(&ctx.actor, action::REGISTER_KINDS)?;
        let view = |k: &std::sync::Arc<ReadyKind>| KindView {
            kind: k.kind.clone(),
            pack: k.pack.clone(),
            entrustment: k.entrustment.clone(),
        };
        Ok(self.registers().kinds().iter().map(view).collect())
    }

    /// The code tables of the packs in use.
    ///
    /// # Errors
    /// `action.forbidden`
    pub fn tables(&self, ctx: &Ctx) -> Result<Vec<CodeTable>> {
        authz::require_anywhere(&ctx.actor, action::REGISTER_KINDS)?;
        Ok(self.registers().tables().cloned().collect())
    }

    /// A record as it stands.
    pub(crate) async fn load(&self, tx: &mut Tx, id: &str) -> Result<(Record, std::sync::Arc<ReadyKind>)> {
        let (county, n) = read_id(id)?;
        let record = store::read::some(tx, county, &[n]).await?.remove(&n);
        let record = record.ok_or_else(|| Refusal::not_found("register"))?;
        let kind = self.registers().kind(&record.kind).cloned();
        // its pack is out of use: so is what it describes
        let kind = kind.ok_or_else(|| Refusal::not_found("register"))?;
        Ok((record, kind))
    }

    /// All values of a version.
    pub(crate) async fn values(&self, tx: &mut Tx, r: &Record) -> Result<Values> {
        let bundles = self.parts.vault.bundles(tx, &r.county, SHELF, &[r.n]).await?;
        Ok(seal::join(&r.open, bundles.get(&(r.n, r.version)).map(|b| &b.values)))
    }

    /// Records as rows of a list, in their order.
    pub(crate) async fn rows(&self, tx: &mut Tx, records: Vec<Record>) -> Result<Vec<RecordRow>> {
        let registers = self.registers();
        let mut by_county: HashMap<&str, Vec<i64>> = HashMap::new();
        records.iter().for_each(|r| by_county.entry(&r.county).or_default().push(r.n));
        let mut values: HashMap<(&str, i64), Values> = HashMap::new();
        for (county, ns) in by_county {
            let bundles = self.parts.vault.bundles(tx, county, SHELF, &ns).await?;
            for r in records.iter().filter(|r| r.county == county) {
                let bundle = bundles.get(&(r.n, r.version)).map(|b| &b.values);
                values.insert((county, r.n), seal::join(&r.open, bundle));
            }
        }
        let mut marks = self.marks(tx, &records).await?;
        let row = |r: &Record| {
            let kind = registers.kind(&r.kind)?;
            Some(RecordRow {
                id: r.id(),
                kind: r.kind.clone(),
                source: r.source.clone(),
                area: r.area.clone(),
                area_name: self.area_name(&r.area),
                version: r.version,
                as_of: Timestamp(r.as_of),
                values: shown(kind, values.get(&(r.county.as_str(), r.n))?),
                thing: marks.remove(&r.id()),
            })
        };
        Ok(records.iter().filter_map(row).collect())
    }

    /// A record, or how it was known at a moment.
    ///
    /// # Errors
    /// `register.not_found`, also when it was not known then.
    pub async fn view(&self, ctx: &Ctx, id: &str, known_at: Option<Timestamp>) -> Result<RecordView> {
        let mut tx = self.db().read().await?;
        let (now, kind) = self.load(&mut tx, id).await?;
        self.allowed(ctx, action::REGISTER_READ, &now)?;
        let mut versions = store::read::past(&mut tx, &[&now]).await?;
        versions.push(now.clone());
        let until = known_at.map_or(i64::MAX, |t| t.0);
        let of = versions.iter().rposition(|r| r.recorded_at <= until);
        let of = of.ok_or_else(|| Refusal::not_found("register"))?;
        let r = versions[of].clone();
        let values = self.values(&mut tx, &r).await?;
        drop(tx);
        let names = self.names(versions.iter().map(|v| v.recorded_by.as_str())).await?;
        let reveals = self.allowed(ctx, action::REGISTER_REVEAL, &now).is_ok();
        let latest = r.version == now.version;
        let own = self.own_functions(ctx).await?;
        let since = leaf::values(r.since.as_deref().unwrap_or_default());
        let view = |field: &Field| {
            let value = values.get(&field.code);
            let mark = since.get(&field.code);
            let version = mark.and_then(|m| m["v"].as_i64()).unwrap_or(1);
            let by_hand = mark.is_some_and(|m| m["was"].is_i64());
            let origin = versions.iter().find(|v| v.version == version).unwrap_or(&r);
            let days = field.freshness_days.or(kind.kind.freshness_days);
            let old =
                days.is_some_and(|d| ctx.now.since(Timestamp(origin.as_of)) > i64::from(d) * Timestamp::DAY);
            ValueView {
                code: field.code.clone(),
                class: field.class,
                value: value.map(|v| shown_value(field, v)),
                revealable: reveals && latest && value.is_some() && !field.class.is_open(),
                stale: old && value.is_some(),
                origin: value.map(|_| Origin {
                    version,
                    source: (!by_hand).then(|| r.source.clone()),
                    as_of: Timestamp(origin.as_of),
                    recorded_at: Timestamp(origin.recorded_at),
                    recorded_by: origin.recorded_by.clone(),
                    name: person(&origin.recorded_by).and_then(|id| names.get(id)).cloned(),
                }),
                own: own.contains(&field.owner),
            }
        };
        let ancestors = self.parts.grid.ancestors(&r.area);
        Ok(RecordView {
            id: r.id(),
            kind: r.kind.clone(),
            source: r.source.clone(),
            area: r.area.clone(),
            path: ancestors.into_iter().map(|a| a.name).collect(),
            version: r.version,
            latest: now.version,
            as_of: Timestamp(r.as_of),
            recorded_at: Timestamp(r.recorded_at),
            expires_at: r.expires_at.map(Timestamp),
            point: values.get(model::POINT).and_then(|at| Some([at[0].as_f64()?, at[1].as_f64()?])),
            values: kind.kind.fields.iter().map(view).collect(),
            correctable: latest && self.allowed(ctx, action::REGISTER_CORRECT, &now).is_ok(),
        })
    }

    /// Everything that happened to a record, the latest first.
    ///
    /// # Errors
    /// `register.not_found`
    pub async fn history(&self, ctx: &Ctx, id: &str) -> Result<Vec<PastView>> {
        let mut tx = self.db().read().await?;
        let (now, kind) = self.load(&mut tx, id).await?;
        self.allowed(ctx, action::REGISTER_READ, &now)?;
        let mut versions = store::read::past(&mut tx, &[&now]).await?;
        versions.push(now.clone());
        let facts = ledger::facts_of_stream(&mut tx, &now.county, &model::record_stream(now.n)).await?;
        let bundles = self.parts.vault.bundles(&mut tx, &now.county, SHELF, &[now.n]).await?;
        let (mut corrected, mut reasons, mut all) = (HashMap::new(), vec![], vec![]);
        for fact in &facts {
            if fact.action == CORRECTED {
                let said: Corrected = fact.decode()?;
                reasons.extend(said.reason.as_ref().map(|r| r.id.clone()));
                corrected.insert(said.version, said);
            } else if fact.action == REVEALED {
                let said: Revealed = fact.decode()?;
                reasons.extend(said.words.as_ref().map(|r| r.id.clone()));
                all.push((fact, said));
            }
        }
        let ids: Vec<&str> = reasons.iter().map(String::as_str).collect();
        let texts = self.parts.vault.texts(&mut tx, &now.county, &ids).await?;
        drop(tx);
        let people =
            versions.iter().map(|v| v.recorded_by.as_str()).chain(facts.iter().map(|f| f.actor.as_str()));
        let names = self.names(people).await?;
        let name = |by: &str| person(by).and_then(|id| names.get(id)).cloned();
        let text = |r: &Option<protect::Ref>| r.as_ref().and_then(|r| texts.get(&r.id)).cloned();
        let mut views: Vec<PastView> = all
            .into_iter()
            .map(|(fact, said)| PastView {
                what: "revealed".into(),
                version: said.version,
                at: fact.at,
                by: fact.actor.clone(),
                name: name(&fact.actor),
                fields: vec![said.field],
                purpose: Some(said.purpose),
                reason: text(&said.words),
                as_of: None,
            })
            .collect();
        let mut before = Values::new();
        for v in &versions {
            let values = seal::join(&v.open, bundles.get(&(v.n, v.version)).map(|b| &b.values));
            let changed = kind.kind.fields.iter().filter(|f| values.get(&f.code) != before.get(&f.code));
            let fields = changed.filter(|_| v.version > 1).map(|f| f.code.clone());
            let relations = kind.kind.relations.iter().map(|r| crate::rules::relation::key(&r.code));
            let related = relations.filter(|r| v.version > 1 && values.get(r) != before.get(r));
            let fields = fields.chain(related).collect();
            let by_hand = corrected.get(&v.version);
            let what = match by_hand {
                Some(_) => "corrected",
                None if v.source == model::VISIT => "met",
                None => "imported",
            };
            views.push(PastView {
                what: what.into(),
                version: v.version,
                at: Timestamp(v.recorded_at),
                by: v.recorded_by.clone(),
                name: name(&v.recorded_by),
                fields,
                purpose: None,
                reason: by_hand.and_then(|c| text(&c.reason)),
                as_of: Some(Timestamp(v.as_of)),
            });
            before = values;
        }
        views.sort_by_key(|v| std::cmp::Reverse((v.at, v.version)));
        Ok(views)
    }

    /// The name of an area, or its code when it has gone.
    pub(crate) fn area_name(&self, code: &str) -> Text {
        let area = self.parts.grid.area(code);
        area.map_or_else(|| Text { zh: code.to_owned(), en: None }, |a| a.name.clone())
    }

    /// Names of the people among some actors.
    pub(super) async fn names<'a>(
        &self,
        actors: impl Iterator<Item = &'a str>,
    ) -> Result<HashMap<String, String>> {
        let mut ids: Vec<&str> = actors.filter_map(person).collect();
        ids.sort_unstable();
        ids.dedup();
        self.parts.directory.names(&ids).await
    }

    /// Functions of the units in which the actor holds a post.
    pub(crate) async fn own_functions(&self, ctx: &Ctx) -> Result<Vec<String>> {
        let mut own = vec![];
        for grant in &ctx.actor.grants {
            own.extend(
                self.parts.directory.unit(&grant.unit).await?.map(|u| u.functions).unwrap_or_default(),
            );
        }
        Ok(own)
    }
}

pub(super) fn person(actor: &str) -> Option<&str> {
    actor.strip_prefix("person/")
}
