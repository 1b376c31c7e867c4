//! A promise of time as it stands on a case: frozen when promised, its rests derived from history.

use kernel::Timestamp;
use serde::{Deserialize, Serialize};
use workflow::ClockKind;
use worktime::ClockSpec;

/// What a clock was marked with by the watchman.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Most of the time has run.
    DueSoon,
    /// The deadline has passed.
    Late,
}

impl Mark {
    /// The word used in facts and the API.
    pub fn code(self) -> &'static str {
        match self {
            Self::DueSoon => "due_soon",
            Self::Late => "late",
        }
    }
}

/// What a clock promises: its code in the pack and the length that was frozen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Charge {
    /// Code of the pack's clock.
    pub code: String,
    /// Amount and unit as they were when promised.
    pub spec: ClockSpec,
}

/// One of the clocks that run side by side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClockState {
    /// Which of the three.
    pub kind: ClockKind,
    /// The task it belongs to; none for the promise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<String>,
    /// What was promised.
    #[serde(flatten)]
    pub charge: Charge,
    /// When it started.
    pub started_at: Timestamp,
    /// The last moment in time; none while it rests without a known end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
    /// When to say "due soon".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub soon_at: Option<Timestamp>,
    /// Extensions that were granted, in the clock's unit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<ClockSpec>,
    /// When it rested, UTC milliseconds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rests: Vec<worktime::Rest>,
    /// When it stopped because the thing was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub met_at: Option<Timestamp>,
    /// It stopped because nothing is owed any more (returned, withdrawn, voided).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub dropped: bool,
    /// Met late, or marked late.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub late: bool,
    /// Marks given so far.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
}

impl ClockState {
    /// Neither met nor dropped.
    pub fn runs(&self) -> bool {
        self.met_at.is_none() && !self.dropped
    }
    /// Resting now.
    pub fn paused(&self) -> bool {
        self.rests.last().is_some_and(|r| r.to.is_none())
    }
    /// When the watchman has to look next.
    pub fn next_mark(&self) -> Option<Timestamp> {
        if !self.runs() || self.paused() || self.marks.contains(&Mark::Late) {
            return None;
        }
        let late = self.due_at.map(|at| at.plus(1));
        if self.marks.contains(&Mark::DueSoon) { late } else { self.soon_at.or(late).min(late) }
    }
}
