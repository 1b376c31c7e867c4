//! What answers look like.

use crate::model::{Counts, Measure};
use crate::rules::tally::Times;
use cases::service::Named;
use kernel::Text;
use serde::Serialize;
use utoipa::ToSchema;

/// How many. Every number but those of the present is open into its cases by the list's filters of the same name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct Numbers {
    /// Registered in the period.
    pub reported: i64,
    /// Of these: returned by a unit at least once.
    pub returned: i64,
    /// Of these: taken up again at least once.
    pub reopened: i64,
    /// Accepted in the period.
    pub accepted: i64,
    /// First answered in the period.
    pub answered: i64,
    /// Ended in the period, however.
    pub closed: i64,
    /// Of the ended ones: without a missed clock.
    pub on_time: i64,
    /// Of the ended ones: a clock was missed.
    pub late: i64,
    /// Of the ended ones: carried over for a while (挂账).
    pub carried: i64,
    /// Of the carried over: a clock was missed.
    pub carried_late: i64,
    /// Share of the ended ones that missed no clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_time_rate: Option<f64>,
    /// The same without those that were carried over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_time_rate_without_carried: Option<f64>,
    /// Of the ended ones: rated 1 (very dissatisfied).
    pub rated_1: i64,
    /// Rated 2.
    pub rated_2: i64,
    /// Rated 3.
    pub rated_3: i64,
    /// Rated 4 (very satisfied).
    pub rated_4: i64,
    /// Share of the rated ones with 3 or 4.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub satisfied_rate: Option<f64>,
    /// Of the ended ones: done and ended in one step, on the spot.
    pub settled: i64,
    /// Ended as not accepted.
    pub not_accepted: i64,
    /// Ended as transferred outside.
    pub transferred: i64,
    /// Ended as joined to another.
    pub joined: i64,
    /// Ended as voided.
    pub voided: i64,
    /// By how many the open ones have grown: registered less ended.
    pub open_change: i64,
}

impl From<Counts> for Numbers {
    fn from(counts: Counts) -> Self {
        use Measure as M;
        let n = |measure| counts.get(measure);
        let (closed, late) = (n(M::Closed), n(M::Late));
        let (carried, carried_late) = (n(M::Carried), n(M::CarriedLate));
        let rated = [M::Rated1, M::Rated2, M::Rated3, M::Rated4].map(n);
        Self {
            reported: n(M::Reported),
            returned: n(M::Returned),
            reopened: n(M::Reopened),
            accepted: n(M::Accepted),
            answered: n(M::Answered),
            closed,
            on_time: closed - late,
            late,
            carried,
            carried_late,
            on_time_rate: rate(closed - late, closed),
            on_time_rate_without_carried: rate(closed - late - (carried - carried_late), closed - carried),
            rated_1: rated[0],
            rated_2: rated[1],
            rated_3: rated[2],
            rated_4: rated[3],
            satisfied_rate: rate(rated[2] + rated[3], rated.iter().sum()),
            settled: n(M::Settled),
            not_accepted: n(M::NotAccepted),
            transferred: n(M::Transferred),
            joined: n(M::Joined),
            voided: n(M::Voided),
            open_change: n(M::Reported) - closed,
        }
    }
}

/// A share with three decimals; None of nothing.
fn rate(part: i64, whole: i64) -> Option<f64> {
    (whole > 0).then(|| (part as f64 / whole as f64 * 1000.0).round() / 1000.0)
}

/// Hours from registration, at most 3.2 % off.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
#[schema(as = StatsHours)]
pub struct Hours {
    /// Half of the first answers came within so many hours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer_median: Option<f64>,
    /// Nine of ten first answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer_p90: Option<f64>,
    /// Half of the cases ended within so many hours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub close_median: Option<f64>,
    /// Nine of ten cases.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub close_p90: Option<f64>,
}

impl From<&Times> for Hours {
    fn from(times: &Times) -> Self {
        let hours =
            |h: &crate::rules::hours::Histogram, q| h.quantile(q).map(|v| (v * 100.0).round() / 100.0);
        Self {
            answer_median: hours(&times.answer, 0.5),
            answer_p90: hours(&times.answer, 0.9),
            close_median: hours(&times.close, 0.5),
            close_p90: hours(&times.close, 0.9),
        }
    }
}

/// One group.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct StatsRow {
    /// The part of the area; the area itself for what lies in none of its parts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<Named>,
    /// The category; an empty code when there is none yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<Named>,
    /// The channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// The leading unit; an empty code when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Named>,
    /// Day `2026-11-21` or month `2026-11`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    /// When the period began, no earlier than the whole question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_at: Option<kernel::Timestamp>,
    /// When the period ended, or ends, no later than the whole question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_at: Option<kernel::Timestamp>,
    /// How many.
    #[serde(flatten)]
    pub numbers: Numbers,
    /// How long.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours: Option<Hours>,
}

/// Numbers of a period.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct Stats {
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// When the first day began.
    pub from_at: kernel::Timestamp,
    /// When the last day ended, or ends.
    pub to_at: kernel::Timestamp,
    /// First month of `hours`, which are kept by month.
    pub hours_from: String,
    /// Last month of `hours`.
    pub hours_to: String,
    /// All groups together.
    pub total: Numbers,
    /// How long, all groups together; absent when told apart by channel or unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours: Option<Hours>,
    /// The groups, when told apart.
    pub rows: Vec<StatsRow>,
    /// How many facts of the ledger are not counted yet.
    pub behind: i64,
}

/// A group with its number.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Slice {
    /// Code.
    pub key: String,
    /// Name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// How many.
    pub n: i64,
}

/// A unit or an area with its open and late cases.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Load {
    /// Code.
    pub code: String,
    /// Name.
    pub name: Text,
    /// Open.
    pub open: i64,
    /// Of these late.
    pub late: i64,
}

/// What is open now.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
#[schema(as = OpenNow)]
pub struct Open {
    /// Open.
    pub open: i64,
    /// Of these late.
    pub late: i64,
    /// Of these due soon.
    pub due_soon: i64,
    /// Open by phase.
    pub by_phase: Vec<Slice>,
    /// Open by category, most first.
    pub by_category: Vec<Slice>,
    /// Open by leading unit, in the order of their codes.
    pub by_unit: Vec<Load>,
    /// Open by the areas right under the one asked for.
    pub by_area: Vec<Load>,
}
