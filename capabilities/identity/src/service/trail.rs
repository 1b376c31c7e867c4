//! The record of who did what, for the administrator who reviews: facts as they stand in the ledger, the latest first.

use super::{Identity, authorised};
use crate::HOME;
use authz::{Thing, action};
use db::Tx;
use kernel::{Ctx, Failure, Refusal, Text, Timestamp};
use ledger::Fact;
use serde::Serialize;
use serde_json::Value;
use std::collections::HashMap;
use utoipa::ToSchema;

/// What the stream of a case begins with.
const CASE: &str = "case/";
/// Facts read at once.
const PIECE: u32 = 500;
/// Facts that one page looks at, however few of them are asked for: a page costs the same in the largest books.
const LOOK: i64 = 5_000;

/// Which facts.
#[derive(Clone, Debug, Default)]
pub struct TrailFilter {
    /// The home: a county, or `global`.
    pub county: String,
    /// What was done: `case.finish`, or the beginning of it up to a dot.
    pub action: Option<String>,
    /// Who did it: `person/<id>`, `client/<id>`, `resident`, `system/<what>`, or the beginning up to a slash.
    pub actor: Option<String>,
    /// To what: `case/<id>`, `unit/<code>`, or the kind alone.
    pub stream: Option<String>,
    /// Before this position.
    pub before: Option<i64>,
}

/// One fact as the reviewer sees it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TrailEntry {
    /// Its place in the chain of its home: 1, 2, 3, …
    pub pos: i64,
    /// What it is about: `case/<id>`, `person/<id>`, `unit/<code>`.
    pub stream: String,
    /// Its number, when it is a case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Which entry of that.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// What was done.
    pub action: String,
    /// Who.
    pub actor: String,
    /// Their name, when it is a person who still has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The post in which it was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post: Option<String>,
    /// What the fact says: references and codes, never personal values.
    #[schema(value_type = Object)]
    pub data: Value,
    /// Hash of the entry before it in its stream; empty for the first.
    pub prev_hash: String,
    /// Its hash.
    pub hash: String,
}

/// A home with its own chain.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TrailHome {
    /// `global`, or the code of a county.
    pub code: String,
    /// The county's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
}

/// A page of the record.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Trail {
    /// The latest first; may be fewer than asked for, even none, while there is a `next`.
    pub items: Vec<TrailEntry>,
    /// How many entries were looked at.
    pub looked: i64,
    /// Where to go on looking.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// The chains there are for this reader.
    pub homes: Vec<TrailHome>,
}

impl Identity {
    /// A page of the record (needs `audit.read`).
    pub async fn trail(&self, ctx: &Ctx, filter: &TrailFilter, limit: usize) -> Result<Trail, Failure> {
        let homes = self.trail_homes(ctx).await?;
        authorised(ctx, action::AUDIT_READ, &Thing::of("ledger"))?;
        if !homes.iter().any(|home| home.code == filter.county) {
            return Err(Refusal::invalid(
                "county",
                &filter.county,
                "global, or a county of yours with facts",
            )
            .into());
        }
        let mut tx = self.db.read().await?;
        let (found, looked, next) = walk(&mut tx, filter, limit).await?;
        let ids: Vec<&str> =
            found.iter().filter_map(|(_, fact)| fact.actor.strip_prefix("person/")).collect();
        let names = self.names_in(&mut tx, &ids).await?;
        drop(tx);
        let cases: Vec<&str> = found.iter().filter_map(|(_, fact)| fact.stream.strip_prefix(CASE)).collect();
        let numbers = match self.numbers.get() {
            Some(known) if !cases.is_empty() => known.numbers(&filter.county, &cases).await?,
            _ => HashMap::new(),
        };
        let item = |(pos, fact)| entry(pos, fact, &names, &numbers);
        let items = found.into_iter().map(item).collect::<Result<_, _>>()?;
        Ok(Trail { items, looked, next: next.map(|pos| pos.to_string()), homes })
    }

    /// The chains that the actor may review.
    async fn trail_homes(&self, ctx: &Ctx) -> Result<Vec<TrailHome>, Failure> {
        let counties = ledger::counties(&mut self.db.read().await?).await?;
        let mine = |code: String| {
            let area = self.areas.area(&code);
            let thing = Thing::of("ledger");
            let path = area.as_ref().map_or("", |area| area.path.as_str());
            let thing = if code == HOME { thing } else { thing.at(path) };
            let may = authz::require(&ctx.actor, action::AUDIT_READ, &thing).is_ok();
            may.then(|| TrailHome { code, name: area.map(|area| area.name) })
        };
        Ok(counties.into_iter().filter_map(mine).collect())
    }
}

type Found = (Vec<(i64, Fact)>, i64, Option<i64>);

/// Goes back from a position until the page is full, the chain ends, or enough was looked at.
async fn walk(tx: &mut Tx, filter: &TrailFilter, limit: usize) -> Result<Found, Failure> {
    let (mut before, mut looked, mut found) = (filter.before.unwrap_or(i64::MAX), 0, vec![]);
    while looked < LOOK {
        let piece = ledger::latest(tx, &filter.county, before, PIECE).await?;
        let last = piece.len() < PIECE as usize;
        for (pos, fact) in piece {
            (before, looked) = (pos, looked + 1);
            if filter.wants(&fact) {
                found.push((pos, fact));
                if found.len() == limit {
                    return Ok((found, looked, (before > 1).then_some(before)));
                }
            }
        }
        if last {
            return Ok((found, looked, None));
        }
    }
    Ok((found, looked, Some(before)))
}

impl TrailFilter {
    fn wants(&self, fact: &Fact) -> bool {
        let is = |wish: &Option<String>, value: &str, mark: char| {
            wish.as_deref().is_none_or(|wish| {
                value.strip_prefix(wish).is_some_and(|rest| rest.is_empty() || rest.starts_with(mark))
            })
        };
        is(&self.action, &fact.action, '.')
            && is(&self.actor, &fact.actor, '/')
            && is(&self.stream, &fact.stream, '/')
    }
}

fn entry(
    pos: i64,
    fact: Fact,
    names: &HashMap<String, String>,
    numbers: &HashMap<String, String>,
) -> Result<TrailEntry, Failure> {
    let name = fact.actor.strip_prefix("person/").and_then(|id| names.get(id)).cloned();
    Ok(TrailEntry {
        pos,
        number: fact.stream.strip_prefix(CASE).and_then(|id| numbers.get(id)).cloned(),
        data: fact.decode()?,
        stream: fact.stream,
        seq: fact.seq,
        at: fact.at,
        action: fact.action,
        actor: fact.actor,
        name,
        post: fact.post,
        prev_hash: fact.prev_hash,
        hash: fact.hash,
    })
}
