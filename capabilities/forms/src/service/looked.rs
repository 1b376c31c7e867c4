//! What was seen on a visit, of whom registers know and of whom they do not know yet.

use super::Forms;
use super::settle::Observed;
use crate::model::submission::SubmissionRow;
use crate::model::visit::{Refused, RefusedValue};
use crate::rules::settle::{SeenOf, Settled};
use crate::store::visits as store;
use authz::action;
use kernel::{Ctx, Id, Result, Timestamp};
use register::rules::value::Fault;
use register::service::{Entry, KnownRecord, Met, Newcomer, Observation, Seen, Subject, Tie, Who};
use std::collections::{BTreeMap, BTreeSet};

/// What becomes of it.
#[derive(Default)]
pub(super) struct Looked {
    /// Next versions of records that are there.
    pub observations: Vec<Observation>,
    /// First versions of those that are not.
    pub entries: Vec<Entry>,
    /// Records that the edition before had entered, and nobody speaks of now.
    pub out: Vec<String>,
    /// What registers do not take.
    pub refused: Vec<Refused>,
    /// What is kept of the versions that are made, to take them back.
    pub observed: Vec<Observed>,
}

/// Who was met for the first time, as far as that is known: the one who said so and the relation.
struct Strangers<'a> {
    /// Record → who it turned out to be.
    known: Vec<(String, &'a SeenOf)>,
    new: Vec<(Box<Newcomer>, &'a SeenOf)>,
    refused: Vec<Refused>,
    /// Records that the edition before had entered, and nobody speaks of now: with their repeat.
    left_over: Vec<(String, String)>,
}

fn refused(kind: &str, fault: Fault) -> Refused {
    Refused {
        kind: kind.to_owned(),
        field: fault.field,
        code: fault.code.to_owned(),
        expected: fault.expected,
    }
}

/// The relation of a repeat.
fn relation_of(seen: &SeenOf) -> &str {
    seen.within.as_deref().and_then(|r| r.split_once("__")).map_or("", |(relation, _)| relation)
}

impl Forms {
    /// The next versions of the records that were seen: of the subject, of what it belongs to, of those that belong to it, and of whoever was met
    /// there for the first time. What a sender says of any other record is not heard.
    pub(super) async fn looked(
        &self,
        ctx: &Ctx,
        by: &Ctx,
        subject: &Subject,
        (row, at): (&SubmissionRow, Timestamp),
        settled: &Settled,
        undone: &[Observed],
    ) -> Result<Looked> {
        let register = &self.parts.register;
        let relations = settled.seen.iter().chain(&settled.new).filter(|s| s.within.is_some());
        let relations = relations.map(|s| relation_of(s).to_owned());
        let relations: Vec<String> = relations.chain(settled.left.iter().map(|(r, _)| r.clone())).collect();
        // nothing is read of them but who they are
        let known =
            register.known(ctx, action::FORM_VISIT, &subject.id(), &relations, &|_, _| false, &[]).await?;
        let strangers = self.strangers(ctx, row, settled, &known, undone).await?;
        let day = self.zone(&subject.path).await?.day(at);
        let when = (at, row.instance.as_str());
        let mut looked = Looked { refused: strangers.refused, ..Looked::default() };
        looked.out = strangers.left_over.into_iter().map(|(id, _)| id).collect();

        // what the edition before said of a record is taken back, though nothing be said of it now
        let mut by_id = Sightings::default();
        for before in undone.iter().filter(|o| !looked.out.contains(&o.id)) {
            by_id.of(&before.id);
        }
        for seen in &settled.seen {
            let fits = |r: &&KnownRecord| {
                r.kind == seen.kind
                    && if seen.within.is_some() { Some(&r.id) == seen.of.as_ref() } else { !r.incoming }
            };
            if let Some(record) = known.iter().find(fits) {
                by_id.of(&record.id).values.extend(seen.values.clone());
            }
        }
        for (relation, id) in &settled.left {
            let Some(r) = known.iter().find(|r| r.id == *id && r.relation.as_ref() == Some(relation)) else {
                continue;
            };
            // the relation stands with the one that declares it
            let (holder, to) = if r.incoming { (&r.id, subject.id()) } else { (&subject.id(), r.id.clone()) };
            by_id.of(holder).left.push(Tie { relation: relation.clone(), to, day: Some(day.clone()) });
        }
        for (id, seen) in strangers.known {
            by_id.of(&id).values.extend(seen.values.clone());
            if let Some((theirs, tie)) = self.tie(seen, subject, &day) {
                let (holder, to) = if theirs { (id, subject.id()) } else { (subject.id(), id) };
                by_id.of(&holder).came.push(Tie { to, ..tie });
            }
        }
        for (new, seen) in &strangers.new {
            let tie = self.tie(seen, subject, &day);
            let own = tie.as_ref().filter(|(theirs, _)| *theirs).map(|(_, tie)| tie);
            let entry = register.entry(by, subject, new, own, when).await?;
            if let Some((false, tie)) = tie {
                by_id.of(&subject.id()).came.push(Tie { to: entry.id(), ..tie });
            }
            let (id, fields, entered) = (entry.id(), entry.seen(), seen.within.clone());
            looked.observed.push(Observed { id, version: 1, fields, entered });
            looked.entries.push(entry);
        }
        for seen in by_id.0.into_values() {
            let before = undone.iter().find(|o| o.id == seen.id);
            let undo = before.map(Observed::undo);
            let taken = register.observation(by, &seen, when, undo.as_ref()).await?;
            looked.observations.extend(taken.next);
            looked.refused.extend(taken.faults.into_iter().map(|fault| refused(&taken.kind, fault)));
        }
        looked.observations.sort_by_key(Observation::order);
        for o in &looked.observations {
            let entered = undone.iter().find(|u| u.id == o.id()).and_then(|u| u.entered.clone());
            looked.observed.push(Observed {
                id: o.id(),
                version: o.version(),
                fields: o.seen().to_vec(),
                entered,
            });
        }
        Ok(looked)
    }

    /// What registers did not take of some submissions, by instance.
    ///
    /// # Errors
    /// The database.
    pub async fn refused_of(&self, rows: &[SubmissionRow]) -> Result<BTreeMap<String, Vec<RefusedValue>>> {
        let mut tx = self.parts.db.read().await?;
        let mut all = BTreeMap::new();
        for row in rows.iter().filter(|row| row.visit.is_some()) {
            let refused = store::refused_of(&mut tx, &row.county, &row.instance).await?;
            if !refused.is_empty() {
                all.insert(row.instance.clone(), self.refused_words(&refused));
            }
        }
        Ok(all)
    }

    /// The relation of somebody who was met to the subject, and whether it is theirs.
    fn tie(&self, seen: &SeenOf, subject: &Subject, day: &str) -> Option<(bool, Tie)> {
        let relation = relation_of(seen);
        let (theirs, dated) = self.parts.register.belonging(relation, &seen.kind, &subject.kind)?;
        let day = dated.then(|| day.to_owned());
        Some((theirs, Tie { relation: relation.to_owned(), to: subject.id(), day }))
    }

    /// Who they are who stand in no form as known: somebody whom the register knows all the same, somebody whom the edition before had entered, or
    /// somebody new.
    async fn strangers<'a>(
        &self,
        ctx: &Ctx,
        row: &SubmissionRow,
        settled: &'a Settled,
        known: &[KnownRecord],
        undone: &[Observed],
    ) -> Result<Strangers<'a>> {
        let entered = undone.iter().filter_map(|o| Some((o.id.clone(), o.entered.clone()?)));
        let mut all = Strangers { known: vec![], new: vec![], refused: vec![], left_over: entered.collect() };
        if settled.new.is_empty() {
            return Ok(all);
        }
        // they are looked for where whoever met them may look
        let by = match row.actor.strip_prefix("person/") {
            Some(person) => self.parts.staff.actor(ctx, &Id::trusted(person.to_owned())).await?,
            None => super::settle::seer(ctx, row).actor,
        };
        let by = Ctx::new(ctx.env().clone(), by, ctx.request.clone()).at(ctx.now);
        let said = settled.seen.iter().filter_map(|s| s.of.clone());
        let mut spoken_of: BTreeSet<String> =
            said.chain(settled.left.iter().map(|(_, id)| id.clone())).collect();
        for seen in &settled.new {
            let belongs =
                |r: &&KnownRecord| r.kind == seen.kind && r.relation.as_deref() == Some(relation_of(seen));
            let related = known.iter().filter(belongs).map(|r| r.id.clone());
            let related: Vec<String> = related.filter(|id| !spoken_of.contains(id)).collect();
            let met = Met { kind: seen.kind.clone(), values: seen.values.clone() };
            match self.parts.register.recognise(&by, action::FORM_VISIT, &met, &related).await? {
                Who::Known(id) => {
                    all.left_over.retain(|(entered, _)| *entered != id);
                    spoken_of.insert(id.clone());
                    all.known.push((id, seen));
                }
                // one who was written down twice is one
                Who::New(new) if all.new.iter().any(|(other, _)| new.is(other)) => {}
                Who::New(new) => all.new.push((new, seen)),
                Who::Refused(faults) => {
                    all.refused.extend(faults.into_iter().map(|fault| refused(&seen.kind, fault)));
                }
            }
        }
        // whoever is put right keeps the place in the form
        let (mut new, entered) = (vec![], std::mem::take(&mut all.left_over));
        let mut entered: Vec<Option<(String, String)>> = entered.into_iter().map(Some).collect();
        for (newcomer, seen) in all.new {
            let same = |e: &&mut Option<(String, String)>| {
                e.as_ref().is_some_and(|(_, repeat)| Some(repeat) == seen.within.as_ref())
            };
            match entered.iter_mut().find(same).and_then(Option::take) {
                Some((id, _)) => all.known.push((id, seen)),
                None => new.push((newcomer, seen)),
            }
        }
        (all.new, all.left_over) = (new, entered.into_iter().flatten().collect());
        Ok(all)
    }
}

/// What was seen of each record.
#[derive(Default)]
struct Sightings(BTreeMap<String, Seen>);

impl Sightings {
    fn of(&mut self, id: &str) -> &mut Seen {
        self.0.entry(id.to_owned()).or_insert_with(|| Seen::of(id))
    }
}
