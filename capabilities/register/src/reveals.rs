//! Who read what in clear, for what: counted by day out of the facts of reveals, for whoever audits. The facts themselves stand in the record.

use crate::model::{PREFIX, REVEALED, Revealed};
use crate::service::Register;
use authz::{Thing, action};
use db::{DbError, Tx, args};
use jiff::tz::TimeZone;
use kernel::{Ctx, Refusal, Result};
use ledger::follow::{Positioned, Reader};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// The name under which the cursors stand.
pub const NAME: &str = "register.reveals";
/// What reveals of values of cases are counted as.
const CASE: &str = "case";
/// And those of answers that came back with forms: what they are about begins so.
const FORM: &str = "form";
/// Rows of an answer at most.
const MOST: usize = 5_000;

db::sql! {
    /// One more.
    COUNT = "INSERT INTO register_reveal (county, day, kind, field, purpose, actor, n) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (county, day, kind, field, purpose, actor) DO UPDATE SET n = register_reveal.n + excluded.n";
    /// Those of some days of a home, the latest first.
    DAYS = "SELECT day, kind, field, purpose, actor, n FROM register_reveal WHERE county = $1 AND day >= $2 AND day <= $3
        ORDER BY day DESC, kind DESC, field DESC, purpose DESC, actor DESC LIMIT 5001";
}

/// Counts reveals.
pub struct Reveals {
    zone: TimeZone,
}

impl Reveals {
    /// Days begin at midnight of a zone; one that nobody knows is UTC.
    pub fn new(zone: &str) -> Self {
        Self { zone: TimeZone::get(zone).unwrap_or(TimeZone::UTC) }
    }

    fn day(&self, at: kernel::Timestamp) -> String {
        let at = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
        at.to_zoned(self.zone.clone()).date().to_string()
    }
}

#[async_trait::async_trait]
impl Reader for Reveals {
    fn name(&self) -> &'static str {
        NAME
    }

    async fn apply(&self, tx: &mut Tx, _: &Ctx, facts: &[Positioned]) -> std::result::Result<(), DbError> {
        let mut counts: BTreeMap<[String; 6], i64> = BTreeMap::new();
        for fact in facts.iter().map(|p| &p.fact).filter(|f| f.action == REVEALED) {
            let (kind, field, purpose) = if fact.stream.starts_with(PREFIX) {
                let said: Revealed = serde_json::from_str(&fact.data)
                    .map_err(|e| DbError::Column("fact.data".into(), e.to_string()))?;
                (said.kind, said.field, said.purpose)
            } else {
                // the purpose was given in words, which stand in the record
                let said: serde_json::Value = serde_json::from_str(&fact.data).unwrap_or_default();
                let about = said["about"].as_str().unwrap_or_default();
                let kind = if about.starts_with("form/") { FORM } else { CASE };
                (kind.to_owned(), String::new(), String::new())
            };
            let of = [fact.county.clone(), self.day(fact.at), kind, field, purpose, fact.actor.clone()];
            *counts.entry(of).or_default() += 1;
        }
        for ([county, day, kind, field, purpose, actor], n) in counts {
            tx.execute(&COUNT, args![county, day, kind, field, purpose, actor, n]).await?;
        }
        Ok(())
    }
}

/// Which days are looked at.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RevealQuery {
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
}

/// How often somebody read a field in clear on a day for a purpose.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegisterRevealCount)]
pub struct RevealCount {
    /// The home of the facts.
    pub county: String,
    /// The day.
    pub day: String,
    /// The kind of the record; `case` for a value of a case, `form` for answers that came back with a form.
    pub kind: String,
    /// The field; empty for a case and a form.
    pub field: String,
    /// The purpose, of the kind's own list; empty when it was given in words.
    pub purpose: String,
    /// Who.
    pub actor: String,
    /// Their name, when it is a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How often.
    pub count: i64,
}

/// Reveals of some days.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegisterReveals)]
pub struct RevealCounts {
    /// The latest first.
    pub items: Vec<RevealCount>,
    /// There are more: choose fewer days.
    pub more: bool,
}

impl Register {
    /// Reveals of some days, for whoever audits.
    ///
    /// # Errors
    /// `action.forbidden`; what is no day.
    pub async fn reveals(&self, ctx: &Ctx, q: &RevealQuery) -> Result<RevealCounts> {
        let day = |field: &str, text: &str| {
            let day = crate::rules::ids::day(text);
            day.map_err(|_| Refusal::invalid(field, text, "a day such as 2026-10-31"))
        };
        let (from, to) = (day("from", &q.from)?, day("to", &q.to)?);
        let mut tx = self.db().browse().await?;
        let mut items: Vec<RevealCount> = vec![];
        for county in ledger::whole::counties(&mut tx).await? {
            let path = self.parts.grid.place_of(&county).map_or_else(|| county.clone(), |p| p.area_path);
            if authz::require(&ctx.actor, action::AUDIT_READ, &Thing::of("ledger").at(&path)).is_err() {
                continue;
            }
            for row in tx.fetch_all(&DAYS, args![&county, &from, &to]).await? {
                items.push(RevealCount {
                    county: county.clone(),
                    day: row.get("day")?,
                    kind: row.get("kind")?,
                    field: row.get("field")?,
                    purpose: row.get("purpose")?,
                    actor: row.get("actor")?,
                    name: None,
                    count: row.get("n")?,
                });
            }
        }
        drop(tx);
        items.sort_by(|a, b| b.day.cmp(&a.day));
        let more = items.len() > MOST;
        items.truncate(MOST);
        let people: Vec<String> =
            items.iter().filter_map(|i| i.actor.strip_prefix("person/").map(str::to_owned)).collect();
        let mut people: Vec<&str> = people.iter().map(String::as_str).collect();
        people.sort_unstable();
        people.dedup();
        let names = self.parts.directory.names(&people).await?;
        for item in &mut items {
            item.name = item.actor.strip_prefix("person/").and_then(|id| names.get(id)).cloned();
        }
        Ok(RevealCounts { items, more })
    }
}
