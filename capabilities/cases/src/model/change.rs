//! What a fact may say: version 1.

use super::{
    Alias, Attachment, CallBack, Charge, Extension, Held, Mark, Registration, Reminder, RestKind, Routed,
    Spot,
};
use kernel::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use workflow::{ClockKind, Outcome, Phase};

/// The version of [`FactData`] that is written now.
pub const VERSION: i64 = 1;

/// The `data` of a fact of a case.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FactData {
    /// What changed, in order.
    pub changes: Vec<Change>,
    /// The step was one the reporter may see.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub public: bool,
}

impl FactData {
    /// The version that is written now.
    pub const VERSION: i64 = VERSION;
}

/// A fact as the fold sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its number in the stream, from 1.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who, as an actor id.
    pub actor: String,
    /// In which post.
    pub post: Option<String>,
    /// The pack's action, or `report`, `import`, `system.due_soon`, `system.late`, `merge_from`.
    pub action: String,
    /// What it says.
    pub data: FactData,
}

/// One change of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub enum Change {
    /// It is registered and numbered.
    Registered(Box<Registration>),
    /// The category is another.
    Classified {
        /// Code in the pack.
        category: String,
        /// The pack shows it to the public.
        publishable: bool,
    },
    /// The place is another.
    Located {
        /// The new place.
        spot: Box<Spot>,
    },
    /// Catalogue and routes were asked.
    Routed {
        /// Their answer.
        routed: Box<Routed>,
    },
    /// Taken on.
    Accepted,
    /// Verified before filing.
    Verified {
        /// Passed.
        pass: bool,
        /// How.
        method: String,
    },
    /// The state is another.
    State {
        /// State left.
        from: String,
        /// State reached.
        to: String,
        /// Its phase.
        phase: Phase,
        /// How it ended, in an end state.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        outcome: Option<Outcome>,
    },
    /// A clock starts.
    ClockStarted {
        /// Which.
        kind: ClockKind,
        /// Of which task.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        task: Option<String>,
        /// What is promised.
        #[serde(flatten)]
        charge: Charge,
        /// The frozen deadline.
        due: Timestamp,
        /// When to warn.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        soon: Option<Timestamp>,
    },
    /// A clock stops: the thing is done.
    ClockMet {
        /// Which.
        kind: ClockKind,
        /// Of which task.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        task: Option<String>,
        /// After the deadline.
        late: bool,
    },
    /// A clock stops: nothing is owed any more.
    ClockDropped {
        /// Which.
        kind: ClockKind,
        /// Of which task.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        task: Option<String>,
    },
    /// A clock rests.
    ClockPaused {
        /// Which.
        kind: ClockKind,
        /// Of which task.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        task: Option<String>,
    },
    /// A clock runs on, with the deadline that its rests give.
    ClockResumed {
        /// Which.
        kind: ClockKind,
        /// Of which task.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        task: Option<String>,
        /// The new deadline.
        due: Timestamp,
        /// When to warn.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        soon: Option<Timestamp>,
    },
    /// More time.
    ClockExtended {
        /// Which.
        kind: ClockKind,
        /// Of which task.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        task: Option<String>,
        /// How much more.
        more: worktime::ClockSpec,
        /// The new deadline; none while it rests.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Timestamp>,
        /// When to warn.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        soon: Option<Timestamp>,
    },
    /// A unit owes a piece.
    TaskOpened {
        /// Ordinal.
        task: String,
        /// Code of the unit.
        unit: String,
        /// Leads.
        lead: bool,
    },
    /// The unit signed.
    TaskSigned {
        /// Ordinal.
        task: String,
    },
    /// To another inside the unit.
    TaskHanded {
        /// Ordinal.
        task: String,
        /// Actor id.
        person: String,
    },
    /// Reported done.
    TaskDone {
        /// Ordinal.
        task: String,
    },
    /// Not theirs.
    TaskReturned {
        /// Ordinal.
        task: String,
    },
    /// Taken away.
    TaskWithdrawn {
        /// Ordinal.
        task: String,
    },
    /// An arbiter ruled who owes it.
    Ruled {
        /// Code of the unit.
        unit: String,
        /// Becomes an entry of the catalogue.
        catalogue: bool,
    },
    /// A file.
    Attached {
        /// The file.
        attachment: Attachment,
    },
    /// Somebody's words.
    Said {
        /// The input they answer.
        key: String,
        /// Where they stand.
        held: Held,
        /// The reporter may read them.
        public: bool,
    },
    /// Another answer of the act's form: a code, a number, a truth value.
    Given {
        /// The input's key.
        key: String,
        /// The answer.
        value: serde_json::Value,
    },
    /// A public answer from a template.
    Replied {
        /// The template's code.
        code: String,
        /// Values of its placeholders.
        params: BTreeMap<String, String>,
        /// Words of the same act that its placeholders may quote, by input.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        texts: BTreeMap<String, Held>,
    },
    /// An extension is asked for.
    Asked {
        /// What.
        extension: Extension,
    },
    /// The extension is granted or refused.
    Decided {
        /// Granted.
        granted: bool,
    },
    /// It rests.
    Rested {
        /// How.
        kind: RestKind,
        /// Until.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Timestamp>,
    },
    /// It wakes.
    Woke,
    /// To the next tier.
    Escalated {
        /// The tier reached.
        tier: String,
    },
    /// A nudge.
    Urged,
    /// A numbered order.
    Ordered {
        /// Its number.
        no: String,
        /// By when.
        deadline: Timestamp,
        /// Everybody may see it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        listed: bool,
    },
    /// The order is shown to everybody, or no longer.
    OrderListed {
        /// Its number.
        no: String,
        /// Shown.
        listed: bool,
    },
    /// A numbered paper was issued.
    Issued {
        /// Code in the pack.
        paper: String,
        /// Its number.
        no: String,
        /// The pattern of the number.
        series: String,
        /// The year in which it counts.
        year: i64,
        /// The how manieth of that year.
        n: i64,
    },
    /// The order is answered.
    OrderReplied {
        /// Its number.
        no: String,
    },
    /// The order is cancelled.
    OrderCancelled {
        /// Its number.
        no: String,
    },
    /// Not accepted.
    Refused {
        /// Ground.
        refusal: String,
    },
    /// Checked before closing.
    Checked {
        /// Passed.
        pass: bool,
        /// How.
        method: String,
    },
    /// The reporter was asked.
    CalledBack {
        /// What they said.
        #[serde(flatten)]
        answer: CallBack,
    },
    /// The reporter asks to reopen.
    ReopenAsked,
    /// Taken up again.
    Reopened,
    /// The reporter rates.
    Rated {
        /// 1 to 4.
        grade: u8,
        /// A remark.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        comment: Option<Held>,
    },
    /// One side rates the other's unit.
    UnitRated {
        /// The unit rated.
        unit: String,
        /// The unit that rates.
        by_unit: String,
        /// 1 to 4.
        grade: u8,
    },
    /// Joined to another case.
    Merged {
        /// Its number.
        into: String,
    },
    /// Another case was joined to this one.
    MergedFrom {
        /// Its number.
        from: String,
    },
    /// A number in another system.
    Aliased {
        /// System and number.
        #[serde(flatten)]
        alias: Alias,
    },
    /// The watchman marked a clock.
    Marked {
        /// With what.
        mark: Mark,
        /// Which.
        kind: ClockKind,
        /// Of which task.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        task: Option<String>,
    },
    /// The watchman reminded of something besides clocks.
    Reminded {
        /// Of what.
        of: Reminder,
    },
    /// History of another system: how it stood and when, with the clock it met or missed.
    History {
        /// When it was closed there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        closed_at: Option<Timestamp>,
        /// When it was last touched there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        updated_at: Option<Timestamp>,
        /// When it was due there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due_at: Option<Timestamp>,
        /// The unit that had it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit: Option<String>,
    },
}
