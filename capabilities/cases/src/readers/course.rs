//! Keeps when a case was accepted and first answered, and whether it was carried over: by these lists are narrowed to
//! what a number counts. A reader, not columns of the row: most cases never need them, and cases of before have them too.

use crate::model::{Change, FactData, RestKind, STREAM};
use crate::rules::PUBLIC_TEXT;
use crate::store::course::{self, Course};
use db::{DbError, Tx};
use kernel::{Ctx, Timestamp};
use ledger::follow::{Positioned, Reader};
use std::collections::BTreeMap;

/// Keeps the course of cases.
pub struct Courses;

/// What the data of a fact that says something of it contain.
const SAYS: [&str; 5] = ["\"accepted\"", "\"replied\"", "\"said\"", "\"rested\"", "\"history\""];

#[async_trait::async_trait]
impl Reader for Courses {
    fn name(&self) -> &'static str {
        "cases.course"
    }

    async fn apply(&self, tx: &mut Tx, _: &Ctx, facts: &[Positioned]) -> Result<(), DbError> {
        let mut of: BTreeMap<&str, BTreeMap<&str, Vec<(Timestamp, FactData)>>> = BTreeMap::new();
        for fact in facts.iter().map(|p| &p.fact) {
            let Some(id) = fact.stream.strip_prefix(STREAM) else { continue };
            if SAYS.iter().any(|word| fact.data.contains(word)) {
                let data = fact.decode().unwrap_or_default();
                of.entry(&fact.county).or_default().entry(id).or_default().push((fact.at, data));
            }
        }
        for (county, cases) in of {
            let ids: Vec<&str> = cases.keys().copied().collect();
            let mut known = course::some(tx, county, &ids).await?;
            let mut changed = vec![];
            for (id, said) in cases {
                let before = known.remove(id).unwrap_or_default();
                let mut after = before.clone();
                said.iter().for_each(|(at, data)| follow(&mut after, *at, data));
                if after != before {
                    changed.push((id, after));
                }
            }
            course::put(tx, county, &changed).await?;
        }
        Ok(())
    }
}

/// Takes one fact in.
fn follow(course: &mut Course, at: Timestamp, data: &FactData) {
    let mut registered = at;
    for change in &data.changes {
        match change {
            Change::Registered(r) => registered = r.reported_at.unwrap_or(at),
            Change::Accepted => course.accepted_at = course.accepted_at.or(Some(at.0)),
            // history of another system comes with its registration
            Change::History { .. } => course.accepted_at = Some(registered.0),
            Change::Replied { .. } => course.answered_at = course.answered_at.or(Some(at.0)),
            Change::Said { key, public: true, .. } if key != PUBLIC_TEXT => {
                course.answered_at = course.answered_at.or(Some(at.0));
            }
            Change::Rested { kind: RestKind::CarriedOver, .. } => course.carried = true,
            _ => {}
        }
    }
}
