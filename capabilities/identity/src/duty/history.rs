//! What happened at a desk: its facts, in words.

use super::{
    service::{named, of_unit, stream},
    store,
};
use crate::{HOME, Identity, model::PersonId, service::PersonRef};
use authz::{Thing, action};
use kernel::{Ctx, Failure, Refusal, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;
use web::Page;

/// One entry of a desk's history.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DutyFact {
    /// Its number.
    pub seq: i64,
    /// `desk_set`, `desk_ended`, `planned`, `cancelled`, `signed_on`, `offered`, `left`.
    pub action: String,
    /// When.
    pub at: Timestamp,
    /// Who did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonRef>,
    /// Whom it concerns: who signed on, to whom it was offered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonRef>,
    /// Who had it before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<PersonRef>,
    /// The note, for those of the unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// How many shifts were planned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shifts: Option<usize>,
}

impl Identity {
    /// What happened at a desk, newest first (needs `duty.read`).
    pub async fn duty_history(
        &self,
        ctx: &Ctx,
        id: &str,
        (before, limit): (Option<i64>, usize),
    ) -> Result<Page<DutyFact>, Failure> {
        authz::require(&ctx.actor, action::DUTY_READ, &Thing::of("duty"))?;
        let mut tx = self.db.read().await?;
        let desk = store::one(&mut tx, id).await?.ok_or_else(|| Refusal::not_found("duty"))?;
        let facts = ledger::facts_of_stream(&mut tx, HOME, &stream(id)).await?;
        let facts = facts.into_iter().rev().filter(|fact| before.is_none_or(|seq| fact.seq < seq));
        let page = Page::cut(facts.take(limit + 1).collect(), limit, |fact| fact.seq.to_string());
        let read = |fact: &ledger::Fact| fact.decode::<serde_json::Value>().unwrap_or_default();
        let all: Vec<(ledger::Fact, serde_json::Value)> =
            page.items.into_iter().map(|fact| (read(&fact), fact)).map(|(data, fact)| (fact, data)).collect();
        let word = |data: &serde_json::Value, key: &str| data[key].as_str().map(PersonId::trusted);
        let whom = |data: &serde_json::Value| word(data, "person").or_else(|| word(data, "to"));
        let by = |fact: &ledger::Fact| fact.actor.strip_prefix("person/").map(PersonId::trusted);
        let mut people: Vec<PersonId> = vec![];
        for (fact, data) in &all {
            people.extend([by(fact), whom(data), word(data, "after")].into_iter().flatten());
        }
        let ids: Vec<&str> = people.iter().map(PersonId::as_str).collect();
        let names = self.names_in(&mut tx, &ids).await?;
        let readable = of_unit(ctx, &desk);
        let notes = all.iter().filter_map(|(_, data)| data["note"]["ref"].as_str()).filter(|_| readable);
        let notes = self.vault.texts(&mut tx, HOME, &notes.collect::<Vec<_>>()).await?;
        let show = |(fact, data): &(ledger::Fact, serde_json::Value)| DutyFact {
            seq: fact.seq,
            action: fact.action.trim_start_matches("duty.").to_owned(),
            at: fact.at,
            by: by(fact).map(|id| named(&names, &id)),
            person: whom(data).map(|id| named(&names, &id)),
            after: word(data, "after").map(|id| named(&names, &id)),
            note: data["note"]["ref"].as_str().and_then(|id| notes.get(id).cloned()),
            shifts: data["shifts"].as_object().map(serde_json::Map::len),
        };
        Ok(Page { items: all.iter().map(show).collect(), next: page.next })
    }
}
