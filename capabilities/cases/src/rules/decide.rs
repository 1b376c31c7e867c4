//! From an act that the engine found right to the changes it brings about.

use super::apply;
use crate::model::{Attachment, Case, Change, Entry, FactData, Held, Registration, Routed, Spot, Task};
use kernel::{Refusal, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use workflow::{Effect, Flow, Outcome, Phase, Step};
use worktime::{Calendar, ClockSpec};

/// What the pack and the area say.
#[derive(Clone, Copy)]
pub struct Book<'a> {
    /// The case type, ready to run.
    pub flow: &'a Flow,
    /// The pack's clocks by code.
    pub clocks: &'a BTreeMap<String, ClockSpec>,
    /// The pack's ladder, lowest first.
    pub tiers: &'a [String],
    /// The area's calendar.
    pub calendar: &'a Calendar,
}

/// An act with everything it needs, looked up beforehand.
#[derive(Clone, Copy)]
pub struct Act<'a> {
    /// When.
    pub now: Timestamp,
    /// Who, as an actor id.
    pub actor: &'a str,
    /// Codes of the units in which the actor may act, the acting post's first.
    pub units: &'a [String],
    /// What the engine said.
    pub step: &'a Step,
    /// The words of the form, already put where they can be erased.
    pub held: &'a BTreeMap<String, Held>,
    /// The files of the form, by input.
    pub files: &'a BTreeMap<String, Vec<Attachment>>,
    /// The new answer of catalogue and routes, where category, place or tier change.
    pub rerouted: Option<&'a Routed>,
    /// The new place.
    pub spot: Option<&'a Spot>,
    /// The new category is public.
    pub publishable: Option<bool>,
    /// Pack and area.
    pub book: Book<'a>,
}

/// A case under the hands of one act: each change is applied as soon as it is decided.
pub(super) struct Work<'a> {
    pub(super) case: Case,
    pub(super) changes: Vec<Change>,
    entry: Entry,
    input: &'a serde_json::Map<String, serde_json::Value>,
}

impl Work<'_> {
    /// Decides one change.
    pub(super) fn push(&mut self, change: Change) {
        apply::one(&mut self.case, &self.entry, &change);
        self.changes.push(change);
    }
    /// A text of the form that is a code, a moment or a number in text.
    pub(super) fn word(&self, key: &str) -> Option<&str> {
        self.input.get(key)?.as_str()
    }
    pub(super) fn flag(&self, key: &str) -> Option<bool> {
        self.input.get(key)?.as_bool()
    }
    /// A moment of the form that must lie ahead.
    pub(super) fn ahead(&self, key: &str, now: Timestamp) -> Result<Option<Timestamp>, Refusal> {
        let Some(text) = self.word(key) else { return Ok(None) };
        let at = Timestamp::parse(text).map_err(|r| r.at(key))?;
        if at > now {
            Ok(Some(at))
        } else {
            Err(Refusal::rule("date.past").at(key).got(text).want("a later moment"))
        }
    }
    /// A grade of the form; the engine has checked its range.
    pub(super) fn grade(&self) -> u8 {
        self.input
            .get("grade")
            .and_then(|v| v.as_u64())
            .and_then(|g| u8::try_from(g).ok())
            .unwrap_or(1)
            .clamp(1, 4)
    }
    /// The id of the next task.
    pub(super) fn next_task(&self) -> String {
        (self.case.tasks.len() + 1).to_string()
    }
    /// The task the actor's unit owes; the leading one first.
    pub(super) fn own_task(&self, act: &Act<'_>, wanted: impl Fn(&Task) -> bool) -> Option<String> {
        let mine = |t: &&Task| act.units.contains(&t.unit) && wanted(t);
        self.case.tasks.iter().filter(mine).max_by_key(|t| t.lead).map(|t| t.id.clone())
    }
}

/// Turns an act into the data of its fact.
///
/// # Errors
/// A rule that stands in its way: `task.none`, `task.exists`, `extension.none`, `date.past`, …
pub fn decide(case: &Case, act: &Act<'_>) -> Result<FactData, Refusal> {
    let entry = Entry {
        seq: case.seq + 1,
        at: act.now,
        actor: act.actor.into(),
        post: None,
        action: act.step.action.clone(),
        data: FactData::default(),
    };
    let mut work = Work { case: case.clone(), changes: vec![], entry, input: &act.step.input };
    let (replies, others): (Vec<&Effect>, Vec<&Effect>) =
        act.step.effects.iter().partition(|e| matches!(e, Effect::Reply(_)));
    for effect in others {
        work.effect(effect, act)?;
    }
    work.answers(act);
    // the template's answer is the last word: it may quote the form's own
    for effect in replies {
        work.effect(effect, act)?;
    }
    work.move_on(act);
    Ok(FactData { changes: work.changes, public: act.step.public })
}

/// Words that stay inside, even of a step the reporter may see.
const INSIDE: &[&str] = &["note", "comment", "clause", "plan"];

/// True when the reporter may read the words given under this key.
pub(super) fn may_be_read(step: &Step, key: &str) -> bool {
    step.public && !INSIDE.contains(&key)
}

impl Work<'_> {
    /// What the form brought and no effect has used up: words, files, and other answers.
    fn answers(&mut self, act: &Act<'_>) {
        let effects = &act.step.effects;
        let used: BTreeSet<String> = effects.iter().flat_map(Effect::inputs).map(|i| i.key).collect();
        let rates = effects.contains(&Effect::Rate);
        for (key, held) in act.held {
            if !(rates && key == "comment") {
                let public = may_be_read(act.step, key);
                self.push(Change::Said { key: key.clone(), held: held.clone(), public });
            }
        }
        for attachment in act.files.values().flatten() {
            let attachment = Attachment { public: act.step.public, at: act.now, ..attachment.clone() };
            self.push(Change::Attached { attachment });
        }
        for (key, value) in &act.step.input {
            if !used.contains(key) && !act.held.contains_key(key) && !act.files.contains_key(key) {
                self.push(Change::Given { key: key.clone(), value: value.clone() });
            }
        }
    }

    /// The state the engine named; an end stops every clock and withdraws what is still owed.
    fn move_on(&mut self, act: &Act<'_>) {
        let step = act.step;
        let target = act.book.flow.definition().states.get(&step.to);
        let (phase, outcome) = target.map_or((self.case.phase, None), |s| (s.phase, s.outcome));
        if step.to != self.case.state {
            let (from, to) = (self.case.state.clone(), step.to.clone());
            self.push(Change::State { from, to, phase, outcome });
            if phase == Phase::End {
                let delivered = !matches!(outcome, Some(Outcome::Joined | Outcome::Voided));
                self.stop_clocks(act, delivered);
                self.withdraw_all(|_| true);
                if self.case.rest.is_some() {
                    self.push(Change::Woke);
                }
            }
        }
    }

    /// Takes tasks away from those who owe them.
    pub(super) fn withdraw_all(&mut self, which: impl Fn(&Task) -> bool) {
        let tasks: Vec<String> = self.case.owed().filter(|t| which(t)).map(|t| t.id.clone()).collect();
        for task in tasks {
            self.drop_clocks(&task);
            self.push(Change::TaskWithdrawn { task });
        }
    }
}

/// How a case begins: registered, and the first answer of catalogue and routes.
pub fn register(registration: Registration, routed: Option<Routed>) -> FactData {
    let mut changes = vec![Change::Registered(Box::new(registration))];
    changes.extend(routed.map(|routed| Change::Routed { routed: Box::new(routed) }));
    FactData { changes, public: true }
}
