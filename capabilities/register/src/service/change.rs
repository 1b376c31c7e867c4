//! Correcting a record, and reading a value in clear.

use super::import::{Change, make_next};
use super::view::read_id;
use super::{Register, seal, store_list};
use crate::model::{self, CORRECTED, Corrected, REVEALED, Record, Revealed};
use crate::rules::schema::ReadyKind;
use crate::rules::value::{self, Fault, Values};
use crate::store;
use authz::action;
use kernel::{Ctx, Failure, Refusal, RefusalKind, Result, Timestamp};
use ledger::NewFact;
use protect::NewValue;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::ToSchema;
use web::Key;

/// Characters of a reason at most.
const LONGEST: usize = 500;

/// What becomes of a record by hand.
pub(super) struct Edit {
    pub record: Record,
    pub before: Values,
    pub values: Values,
    /// Which fields differ.
    pub fields: Vec<String>,
    pub reason: Option<String>,
    /// The version that was seen.
    pub seen: i64,
}

/// A correction.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RegisterCorrecting)]
pub struct Correcting {
    /// The version that was seen.
    pub version: i64,
    /// Field → what is right, as text; an empty text takes the value away.
    pub values: BTreeMap<String, String>,
    /// Why; needed unless one's unit owns the truth of every field.
    #[serde(default)]
    pub reason: Option<String>,
}

/// Reading a value in clear.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RegisterRevealing)]
pub struct Revealing {
    /// The field.
    pub field: String,
    /// The purpose, of the kind's own list.
    pub purpose: String,
    /// In words.
    #[serde(default)]
    pub words: Option<String>,
}

pub(super) fn words(field: &str, text: Option<&str>) -> Result<Option<String>, Refusal> {
    let text = text.map(str::trim).filter(|t| !t.is_empty());
    match text {
        Some(text) if text.chars().count() > LONGEST => {
            Err(Refusal::invalid(field, text.chars().count(), format!("at most {LONGEST} characters")))
        }
        text => Ok(text.map(str::to_owned)),
    }
}

/// A fault of a value as a refusal; the value itself is not repeated.
pub(crate) fn refused(fault: &Fault) -> Refusal {
    let refusal = Refusal::new(RefusalKind::Invalid, fault.code).at(format!("/values/{}", fault.field));
    if fault.expected.is_empty() { refusal } else { refusal.want(&fault.expected) }
}

impl Register {
    /// Corrects a record: the next version, and a fact.
    ///
    /// # Errors
    /// `register.not_found`; `register.stale`; `register.reason_needed` when the truth is another's; what is wrong with a value.
    pub async fn correct(&self, ctx: &Ctx, id: &str, new: &Correcting, key: Option<Key>) -> Result<()> {
        let mut tx = self.db().read().await?;
        let (record, kind) = self.load(&mut tx, id).await?;
        self.allowed(ctx, action::REGISTER_READ, &record)?;
        let ctx = self.allowed(ctx, action::REGISTER_CORRECT, &record)?;
        let before = self.values(&mut tx, &record).await?;
        drop(tx);
        if new.values.is_empty() {
            return Err(Refusal::required("/values").into());
        }
        let reason = words("/reason", new.reason.as_deref())?;
        let own = self.own_functions(&ctx).await?;
        let map = self.parts.grid.map();
        let area = |text: &str| map.area(text).map(|a| a.code.clone());
        let mut values = before.clone();
        for (code, text) in &new.values {
            let unknown = || Refusal::invalid(format!("/values/{code}"), "", "a field of the kind");
            let field = kind.field(code).ok_or_else(unknown)?;
            if !own.contains(&field.owner) && reason.is_none() {
                return Err(Refusal::rule("register.reason_needed").at("/reason").got(code).into());
            }
            if !text.trim().is_empty() {
                let value = value::value(&kind, field, text, &area).map_err(|f| refused(&f))?;
                values.insert(code.clone(), value);
            } else if field.required {
                return Err(Refusal::required(format!("/values/{code}")).into());
            } else {
                values.remove(code);
            }
        }
        if let Some(fault) = value::broken(&kind, &values).first() {
            return Err(refused(fault).into());
        }
        let fields: Vec<String> =
            new.values.keys().filter(|f| values.get(*f) != before.get(*f)).cloned().collect();
        let edit = Edit { record, before, values, fields, reason, seen: new.version };
        self.write(&ctx, &kind, edit, key).await
    }

    /// Writes the next version of a record with its reason and its fact, in one transaction; nothing when no field changes.
    ///
    /// # Errors
    /// The version that was seen is not the last one; of the database.
    pub(super) async fn write(
        &self,
        ctx: &Ctx,
        kind: &ReadyKind,
        edit: Edit,
        key: Option<Key>,
    ) -> Result<()> {
        let Edit { record, before, values, fields, reason, seen } = edit;
        let list = store_list(&record);
        let (county, n) = (record.county.clone(), record.n);
        if record.version != seen && key.is_none() {
            return Err(stale(record.version));
        }
        let as_of = record.as_of;
        let version = record.version + 1;
        let change =
            Change { values, at: None, as_of, digest: None, corrected: true, confirmed: vec![], base: None };
        let made = Arc::new(make_next(self, ctx, (kind, &self.blind()?), record, &before, change)?);
        let types = seal::types_of(kind, Some(&made.next.old), Some(&made.next.new));
        let reason =
            reason.map(|r| self.parts.vault.prepare(ctx, &county, &NewValue::text("register.correction", r)));
        let reason = reason.transpose()?;
        let (kind, vault, inner) = (kind.kind.code.clone(), self.parts.vault.clone(), ctx.clone());
        self.db()
            .write(ctx, move |tx| {
                let (made, vault, ctx, key) = (made.clone(), vault.clone(), inner.clone(), key.clone());
                let (county, fields, kind, list) =
                    (county.clone(), fields.clone(), kind.clone(), list.clone());
                let (reason, types) = (reason.clone(), types.clone());
                Box::pin(async move {
                    let mut head = ledger::open(tx, &county, &model::record_stream(n)).await?;
                    if let Some(key) = &key
                        && key.begin(tx, ctx.now).await?.is_some()
                    {
                        return Ok(());
                    }
                    if made.next.old.version != seen {
                        return Err(stale(made.next.old.version));
                    }
                    if !fields.is_empty() {
                        store::write::next(tx, &vault, made.next.clone(), &list).await?;
                        if let Some(reason) = &reason {
                            vault.store(tx, reason).await?;
                        }
                        let reason = reason.as_ref().map(|r| r.reference.clone());
                        let leaf = made.leaf.clone();
                        let said = Corrected { version, fields, leaf, reason, kind, types, visit: None };
                        ledger::append(tx, &ctx, &mut head, &[NewFact::new(CORRECTED, 1, &said)?]).await?;
                    }
                    match &key {
                        Some(key) => key.finish(tx, &version.to_string()).await,
                        None => Ok(()),
                    }
                })
            })
            .await
    }

    /// Reads one value in clear; purpose and reading become a fact.
    ///
    /// # Errors
    /// `register.not_found`; `action.forbidden`; a purpose that the kind does not know; `value.not_found`;
    /// `register.too_many_reveals` (429).
    pub async fn reveal(&self, ctx: &Ctx, id: &str, new: &Revealing) -> Result<String> {
        read_id(id)?;
        let mut tx = self.db().read().await?;
        let (record, kind) = self.load(&mut tx, id).await?;
        self.allowed(ctx, action::REGISTER_READ, &record)?;
        let ctx = self.allowed(ctx, action::REGISTER_REVEAL, &record)?;
        let field = kind.field(&new.field).filter(|f| !f.class.is_open());
        let field =
            field.ok_or_else(|| Refusal::invalid("/field", &new.field, "a protected field of the kind"))?;
        if !kind.kind.purposes.iter().any(|p| p.code == new.purpose) {
            let known: Vec<&str> = kind.kind.purposes.iter().map(|p| p.code.as_str()).collect();
            let expected = format!("one of: {}", known.join(", "));
            return Err(Refusal::invalid("/purpose", &new.purpose, expected).into());
        }
        let words = words("/words", new.words.as_deref())?;
        let values = self.values(&mut tx, &record).await?;
        drop(tx);
        let value = values.get(&field.code).ok_or_else(|| Refusal::not_found("value"))?;
        let clear = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let county = record.county.clone();
        let words =
            words.map(|w| self.parts.vault.prepare(&ctx, &county, &NewValue::text("register.reveal", w)));
        let words = words.transpose()?;
        let said = Revealed {
            kind: record.kind.clone(),
            field: field.code.clone(),
            version: record.version,
            purpose: new.purpose.clone(),
            words: words.as_ref().map(|w| w.reference.clone()),
        };
        let most = self.parts.settings.reveals_per_hour;
        let (vault, inner, n) = (self.parts.vault.clone(), ctx.clone(), record.n);
        self.db()
            .write(&ctx, move |tx| {
                let (vault, ctx, county) = (vault.clone(), inner.clone(), county.clone());
                let (words, said) = (words.clone(), said.clone());
                Box::pin(async move {
                    spend(tx, &ctx, most).await?;
                    let mut head = ledger::open(tx, &county, &model::record_stream(n)).await?;
                    if let Some(words) = &words {
                        vault.store(tx, words).await?;
                    }
                    ledger::append(tx, &ctx, &mut head, &[NewFact::new(REVEALED, 1, &said)?]).await?;
                    Ok::<_, Failure>(())
                })
            })
            .await?;
        Ok(clear)
    }

    /// One more reveal of whoever acts, beside those of registers: forms keep answers of the same people.
    ///
    /// # Errors
    /// `register.too_many_reveals` (429).
    pub async fn spend_reveal(&self, tx: &mut db::Tx, ctx: &Ctx) -> Result<()> {
        spend(tx, ctx, self.parts.settings.reveals_per_hour).await
    }
}

/// Counts a reveal, unless there were too many within the hour.
async fn spend(tx: &mut db::Tx, ctx: &Ctx, most: i64) -> Result<()> {
    let hour = ctx.now.0.div_euclid(Timestamp::HOUR);
    if store::write::allowance(tx, &ctx.actor.id, hour).await? <= most {
        return Ok(());
    }
    let wait = (hour + 1) * Timestamp::HOUR - ctx.now.0;
    let refusal = Refusal::new(RefusalKind::TooMany, "register.too_many_reveals");
    Err(refusal.want(most.to_string()).with("retry_after", wait / 1_000 + 1).into())
}

pub(super) fn stale(version: i64) -> Failure {
    Refusal::conflict("register.stale").with("version", version).into()
}
