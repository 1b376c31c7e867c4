//! What exists: a case with its tasks, clocks, attachments and answers, and the changes its facts are made of. No I/O.
//!
//! A [`Case`] is the fold of its facts ([`crate::rules::apply`]); what a fact may say is the closed list [`Change`].
//! Neither holds a personal value nor anybody's free text: those are [`Held`] references into `platform/protect`.

mod change;
mod clock;
mod intake;
mod parts;

pub use change::{Change, Entry, FactData};
pub use clock::{Charge, ClockState, Mark};
pub use intake::{Channel, Registration, Reporter, ReporterKind};
pub use parts::{
    Alias, Attachment, ByWords, CallBack, Counts, Extension, Order, Outlook, Rating, Reminder, Rest,
    RestKind, Routed, Spot, Task, TaskState, UnitRating, Verdict,
};

use kernel::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use workflow::{ClockKind, Outcome, Phase};

/// The kind of a case's id.
#[derive(Clone, Copy, Debug)]
pub struct CaseKind;
impl kernel::Kind for CaseKind {
    const NAME: &'static str = "case";
}
/// A case's id; its stream is `case/<id>`.
pub type CaseId = kernel::Id<CaseKind>;

/// What the stream of a case begins with.
pub const STREAM: &str = "case/";

/// The stream of a case.
pub fn stream(id: &CaseId) -> String {
    format!("{STREAM}{id}")
}

/// A value that stands in `platform/protect`: its id there, and the salted commitment that the fact carries.
pub use protect::Ref as Held;

/// One matter from registration to archive: the fold of its facts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// Id; the stream is `case/<id>`.
    pub id: CaseId,
    /// The home, frozen at intake: first part of every key.
    pub county: String,
    /// One number for life.
    pub number: String,
    /// Number of the last fact, the version that a command must name.
    pub seq: i64,
    /// The pack, in the version it keeps.
    pub pack: String,
    /// The pack's version.
    pub pack_version: String,
    /// Case type of the pack.
    pub case_type: String,
    /// State of the case type.
    pub state: String,
    /// The stretch of the road the state belongs to.
    pub phase: Phase,
    /// How it ended; only in an end state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// Category code of the pack.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// The pack shows this category to the public.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub publishable: bool,
    /// How it came in.
    pub channel: Channel,
    /// How much it presses.
    pub priority: routing::Priority,
    /// Step of the pack's ladder; none before the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
    /// What the reporter wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Held>,
    /// Moderated text for the public, where somebody wrote one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_text: Option<Held>,
    /// Answers to the category's questions, as one JSON object.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attributes: Option<Held>,
    /// Where.
    pub spot: Spot,
    /// Who reported.
    pub reporter: Reporter,
    /// The actor who registered it for somebody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registrar: Option<String>,
    /// Who owes it: the last answer of catalogue and routes. Its reasons stand in the fact alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub routed: Option<Routed>,
    /// Tasks in the order they were opened.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<Task>,
    /// Clocks in the order they were started; stopped ones stay.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clocks: Vec<ClockState>,
    /// How often.
    #[serde(default, skip_serializing_if = "Counts::is_zero")]
    pub counts: Counts,
    /// An extension that was asked for and not yet decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<Extension>,
    /// The rest it takes, while it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rest: Option<Rest>,
    /// Supervision orders.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub orders: Vec<Order>,
    /// Pictures and files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// Numbers of other systems.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Alias>,
    /// Actors who signed, worked or finished.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub handlers: BTreeSet<String>,
    /// Verification before filing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified: Option<Verdict>,
    /// Check before closing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked: Option<Verdict>,
    /// The last call-back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call_back: Option<CallBack>,
    /// The reporter's rating.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<Rating>,
    /// Ratings of units by each other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unit_ratings: Vec<UnitRating>,
    /// The case this one was joined to (its number).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<String>,
    /// Cases that were joined to this one (their numbers).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub merged_from: Vec<String>,
    /// The reporter asks to reopen, undecided.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reopen_asked: bool,
    /// A unit says it is not theirs, and nobody else owes it yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub disputed: bool,
    /// An arbiter has ruled.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ruled: bool,
    /// Ground on which it was not accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<String>,
    /// The last answer the reporter may read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<Reply>,
    /// Further answers of forms, by key.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub given: BTreeMap<String, serde_json::Value>,
    /// When it happened or was reported, as the source says (imports), else the intake.
    pub registered_at: Timestamp,
    /// When it was accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted_at: Option<Timestamp>,
    /// When the last fact was written.
    pub updated_at: Timestamp,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Timestamp>,
}

/// An answer to the reporter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// Somebody's words.
    Words(Held),
    /// A template of the pack with its values.
    Template {
        /// Code of the template.
        code: String,
        /// Values of its placeholders: numbers, codes, moments. Nothing personal.
        params: BTreeMap<String, String>,
        /// Words of the same act that its placeholders may quote, by input.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        texts: BTreeMap<String, Held>,
    },
}

impl Case {
    /// True until an end state is reached.
    pub fn is_open(&self) -> bool {
        self.phase != Phase::End
    }

    /// Shown to everybody: accepted, of a public category, and neither voided nor refused.
    pub fn is_public(&self) -> bool {
        self.publishable
            && self.accepted_at.is_some()
            && !matches!(self.outcome, Some(Outcome::Voided | Outcome::NotAccepted | Outcome::Joined))
    }

    /// The task of this id.
    pub fn task(&self, id: &str) -> Option<&Task> {
        self.tasks.iter().find(|t| t.id == id)
    }

    /// Tasks that are still owed.
    pub fn owed(&self) -> impl Iterator<Item = &Task> {
        self.tasks.iter().filter(|t| t.state.is_owed())
    }

    /// The leading task that is owed, or the last that was.
    pub fn lead(&self) -> Option<&Task> {
        let lead = || self.tasks.iter().rev().filter(|t| t.lead);
        lead().find(|t| t.state.is_owed()).or_else(|| lead().find(|t| t.state == TaskState::Done))
    }

    /// The unit that leads or led.
    pub fn lead_unit(&self) -> Option<&str> {
        self.lead().map(|t| t.unit.as_str())
    }

    /// A clock that has not stopped.
    pub fn running(&self, kind: ClockKind, task: Option<&str>) -> Option<&ClockState> {
        self.clocks.iter().rev().find(|c| c.runs() && c.kind == kind && (c.task.as_deref() == task))
    }

    /// What presses next: the clock that runs out first.
    pub fn outlook(&self) -> Option<Outlook> {
        self.clocks
            .iter()
            .filter(|c| c.runs() && !c.paused())
            .filter_map(|c| Some(Outlook { kind: c.kind, due_at: c.due_at?, soon_at: c.soon_at }))
            .min_by_key(|o| o.due_at)
    }

    /// What the watchman has to remind of besides clocks, and when.
    pub fn reminders(&self) -> impl Iterator<Item = (Timestamp, Reminder)> {
        let rest = self.rest.as_ref().filter(|r| !r.reminded).and_then(|r| r.until);
        let order = self.order().filter(|o| !o.reminded && o.replied_at.is_none()).map(|o| o.deadline);
        let all = [(rest, Reminder::RestOver), (order.map(|at| at.plus(1)), Reminder::OrderLate)];
        let open = self.is_open();
        all.into_iter().filter(move |_| open).filter_map(|(at, of)| Some((at?, of)))
    }

    /// The next moment at which the watchman has to look: a clock due soon or late, a rest over, an order unanswered.
    pub fn next_mark(&self) -> Option<Timestamp> {
        let clocks = self.clocks.iter().filter_map(ClockState::next_mark);
        clocks.chain(self.reminders().map(|(at, _)| at)).min()
    }

    /// Some clock was missed: stopped late, or marked late.
    pub fn was_late(&self) -> bool {
        self.clocks.iter().any(|c| c.late)
    }

    /// The supervision order that stands.
    pub fn order(&self) -> Option<&Order> {
        self.orders.iter().rev().find(|o| o.cancelled_at.is_none())
    }
}
