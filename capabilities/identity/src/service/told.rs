//! What single people are told: their own, and nobody else's.

use super::{Identity, PersonRef};
use crate::{
    model::{PersonId, Told},
    store,
};
use authz::{Thing, action};
use db::{DbError, Tx};
use kernel::{Ctx, Failure, Refusal, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

/// New notices are counted up to here.
const COUNTED: i64 = 100;

/// Something that one is told.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ToldView {
    /// What `after` takes.
    pub key: String,
    /// `hand_over`, `hand_back`, `duty_unattended`, `duty_handed`, `campaign_unplanned`.
    pub kind: String,
    /// When.
    pub at: Timestamp,
    /// It was read.
    pub seen: bool,
    /// From whom, where somebody hands over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<PersonRef>,
    /// Ids, codes and moments, by kind.
    #[schema(value_type = Object)]
    pub about: serde_json::Value,
}

/// A page of what one is told, newest first.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ToldPage {
    /// Newest first.
    pub items: Vec<ToldView>,
    /// Give it as `after` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// How many are new, up to 100.
    pub unseen: i64,
}

impl Identity {
    /// Within a transaction: somebody is told something, once by its id.
    pub async fn tell(tx: &mut Tx, person: &PersonId, told: &Told) -> Result<(), DbError> {
        store::told::tell(tx, person, told).await
    }

    /// A page of what the actor is told.
    pub async fn told(&self, ctx: &Ctx, after: Option<&str>, limit: usize) -> Result<ToldPage, Failure> {
        let person = own(ctx)?;
        let (at, id) = match after {
            None => (i64::MAX, String::new()),
            Some(key) => cursor(key)?,
        };
        let mut tx = self.db.read().await?;
        let mut told = store::told::page(&mut tx, person, (at, &id), limit + 1).await?;
        let more = told.len() > limit;
        told.truncate(limit);
        let next = more.then(|| told.last().map(key)).flatten();
        let from: Vec<&str> = told.iter().filter_map(|t| t.about["from"].as_str()).collect();
        let names = self.names_in(&mut tx, &from).await?;
        let unseen = store::told::unseen(&mut tx, person, COUNTED).await?;
        let view = |t: Told| ToldView {
            key: key(&t),
            from: t.about["from"]
                .as_str()
                .map(|id| PersonRef { id: id.into(), name: names.get(id).cloned() }),
            kind: t.kind,
            at: t.at,
            seen: t.seen,
            about: t.about,
        };
        Ok(ToldPage { items: told.into_iter().map(view).collect(), next, unseen })
    }

    /// The actor has read all up to a moment.
    pub async fn see_told(&self, ctx: &Ctx, up_to: Timestamp) -> Result<(), Failure> {
        let (person, up_to) = (own(ctx)?.to_owned(), up_to.min(ctx.now));
        self.db
            .write(ctx, move |tx| {
                let person = person.clone();
                Box::pin(async move { Ok::<_, Failure>(store::told::see(tx, &person, up_to).await?) })
            })
            .await
    }
}

fn own(ctx: &Ctx) -> Result<&str, Refusal> {
    authz::require(&ctx.actor, action::SESSION_USE, &Thing::of("session"))?;
    ctx.actor.id.strip_prefix("person/").ok_or_else(|| Refusal::not_found("person"))
}

fn key(told: &Told) -> String {
    format!("{}~{}", told.at.0, told.id)
}

fn cursor(key: &str) -> Result<(i64, String), Refusal> {
    let wrong = || Refusal::invalid("after", key, "`next` of the page before");
    let (at, id) = key.split_once('~').ok_or_else(wrong)?;
    let at = at.parse().map_err(|_| wrong())?;
    if id.len() > 100 || id.contains('\0') {
        return Err(wrong());
    }
    Ok((at, id.to_owned()))
}
