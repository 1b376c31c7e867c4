//! Relating a record to another by hand: a correction, that is the next version with its leaf, and a fact.

use super::Register;
use super::change::{Edit, words};
use super::view::read_id;
use crate::rules::relation::{self, Link};
use crate::rules::{ids, value::Values};
use crate::store;
use authz::action;
use kernel::{Ctx, Refusal, Result};
use serde::Deserialize;
use utoipa::ToSchema;
use web::Key;

/// A relation as it is to be.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RegisterRelating)]
pub struct Relating {
    /// The version of the record that was seen.
    pub version: i64,
    /// The relation, one of the kind's.
    pub relation: String,
    /// The id of the other record.
    pub to: String,
    /// The first day.
    #[serde(default)]
    pub from: Option<String>,
    /// The last day: ends it.
    #[serde(default)]
    pub until: Option<String>,
    /// It was never so: takes it away.
    #[serde(default)]
    pub remove: bool,
    /// Why.
    pub reason: String,
}

fn day(field: &str, text: Option<&str>) -> Result<Option<String>, Refusal> {
    let text = text.map(str::trim).filter(|t| !t.is_empty());
    let read = |t: &str| ids::day(t).map_err(|_| Refusal::invalid(field, t, "a day such as 2026-10-31"));
    text.map(read).transpose()
}

impl Register {
    /// Adds a relation, changes its days, ends it or takes it away.
    ///
    /// # Errors
    /// `register.not_found`; `register.stale`; a relation that the kind does not have; another record that is not there, is of
    /// another kind or outside of the actor's areas (`register.relation_unknown`).
    pub async fn relate(&self, ctx: &Ctx, id: &str, new: &Relating, key: Option<Key>) -> Result<()> {
        let mut tx = self.db().read().await?;
        let (record, kind) = self.load(&mut tx, id).await?;
        self.allowed(ctx, action::REGISTER_READ, &record)?;
        let ctx = self.allowed(ctx, action::REGISTER_CORRECT, &record)?;
        let known = kind.kind.relations.iter();
        let of = known.clone().find(|r| r.code == new.relation).ok_or_else(|| {
            let expected = known.map(|r| r.code.as_str()).collect::<Vec<_>>().join(", ");
            Refusal::invalid("/relation", &new.relation, format!("one of: {expected}"))
        })?;
        let reason = words("/reason", Some(&new.reason))?.ok_or_else(|| Refusal::required("/reason"))?;
        let (from, until) = (day("/from", new.from.as_deref())?, day("/until", new.until.as_deref())?);
        if !of.dated && (from.is_some() || until.is_some()) {
            return Err(Refusal::invalid("/from", "", "no days: the relation has none").into());
        }
        let before: Values = self.values(&mut tx, &record).await?;
        let links = relation::links(&before, &of.code);
        let held = links.iter().any(|l| l.to == new.to);
        if !held {
            self.other(&mut tx, &ctx, &new.to, &of.to).await?;
        }
        drop(tx);
        let link = Link { to: new.to.clone(), from, until };
        let links = relation::changed(&links, &link, new.remove);
        if let Some(odd) = links.iter().find(|l| l.from > l.until && l.until.is_some()) {
            let from = odd.from.clone().unwrap_or_default();
            return Err(Refusal::invalid(
                "/until",
                odd.until.as_deref().unwrap_or(""),
                format!("{from} or later"),
            )
            .into());
        }
        let mut values = before.clone();
        relation::put(&mut values, &of.code, links);
        let fields = if values == before { vec![] } else { vec![relation::key(&of.code)] };
        let edit = Edit { record, before, values, fields, reason: Some(reason), seen: new.version };
        self.write(&ctx, &kind, edit, key).await
    }

    /// The record on the other side is there, of that kind and within the actor's areas.
    async fn other(&self, tx: &mut db::Tx, ctx: &Ctx, id: &str, kind: &str) -> Result<()> {
        let unknown = || Refusal::rule("register.relation_unknown").at("/to").got(id);
        let (county, n) = read_id(id).map_err(|_| unknown())?;
        let other = store::read::some(tx, county, &[n]).await?.remove(&n).filter(|r| r.kind == kind);
        let other = other.ok_or_else(unknown)?;
        self.allowed(ctx, action::REGISTER_READ, &other).map_err(|_| unknown())?;
        Ok(())
    }
}
