//! Campaigns (专项任务): a list that is handed down, to be visited by a day, and accounted for to the last one.

use super::visit::VisitModule;
use grid::model::AreaRef;
use kernel::{Text, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the streams of campaigns begin with.
pub const STREAM: &str = "form/campaign/";
/// A campaign began, with its list.
pub const OPENED: &str = "form.campaign_opened";
/// A campaign is over.
pub const CLOSED: &str = "form.campaign_closed";

/// A campaign to be. Its list is a condition over open values, or lines that were handed down, or everybody whom its modules concern.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewFormCampaign)]
pub struct NewCampaign {
    /// Its name.
    pub name: Text,
    /// Modules in force, of one kind of subject.
    pub modules: Vec<String>,
    /// The code of its area.
    pub area: String,
    /// The first day, `2026-11-23`; today when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_day: Option<String>,
    /// The last day.
    pub last_day: String,
    /// The law, regulation or order that says so.
    pub basis: Text,
    /// What it is for.
    pub purpose: Text,
    /// Visits in one grid on one day at most, for the plan; 40 when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_day: Option<usize>,
    /// CEL over `v`, the subject's public and internal values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// Ids of records, open numbers, open names or addresses, one each; at most 20,000.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<String>,
    /// It begins although some lines name nobody: those stay told.
    #[serde(default)]
    pub partial: bool,
}

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FormCampaignLineOutcome)]
pub enum LineOutcome {
    /// It names a subject that an earlier line named.
    Again,
    /// It may name one of several.
    Ambiguous,
    /// It names none within the area.
    Unknown,
    /// None of the modules concerns whom it names.
    Unconcerned,
}

/// A line that became no item of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = FormCampaignLine)]
pub struct Line {
    /// Its number in the list, from 1 on. What stood there is not kept.
    pub line: usize,
    /// What became of it.
    pub outcome: LineOutcome,
    /// How many it may name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<usize>,
}

/// A list, accounted for to the last line: `lines = subjects + told`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = FormCampaignList)]
pub struct List {
    /// Lines with something in them.
    pub lines: usize,
    /// Those that became items.
    pub subjects: usize,
    /// All others.
    pub told: Vec<Line>,
}

impl List {
    /// Lines that name nobody to be visited.
    pub fn missing(&self) -> usize {
        self.told.iter().filter(|l| l.outcome != LineOutcome::Again).count()
    }
}

/// What a campaign would be, before it is one.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = FormCampaignDraft)]
pub struct Draft {
    /// Subjects.
    pub subjects: usize,
    /// Grids in which they are.
    pub grids: usize,
    /// Working days that its time has.
    pub days: usize,
    /// Subjects for which no day is left: nobody works their grid, or it has too many.
    pub unplanned: usize,
    /// What became of the lines, where there were any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<List>,
}

/// What is kept of a campaign.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Campaign {
    /// Its name.
    pub name: Text,
    /// Its modules; an item's bits stand in their order.
    pub modules: Vec<String>,
    /// The kind of its subjects.
    pub subject: String,
    /// The code of its area.
    pub area: String,
    /// The law.
    pub basis: Text,
    /// What it is for.
    pub purpose: Text,
    /// Visits in one grid on one day at most.
    pub a_day: usize,
    /// The condition that drew its list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// Lines of its list that name nobody.
    pub missing: usize,
    /// Homes of its subjects.
    pub homes: Vec<String>,
}

/// A campaign as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// Home of its area.
    pub county: String,
    /// Its id.
    pub id: String,
    /// The path of its area.
    pub area_path: String,
    /// The first day.
    pub first_day: String,
    /// The last day.
    pub last_day: String,
    /// Whether it goes on.
    pub open: bool,
    /// What it is.
    pub campaign: Campaign,
    /// Why it was closed before everything was accounted for, in the vault.
    pub reason: Option<String>,
    /// When it began.
    pub opened_at: Timestamp,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
}

/// What the fact of a beginning says (version 2; version 1 ended with `missing`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    /// Hash of what is kept of it.
    pub sha256: String,
    /// Its modules.
    pub modules: Vec<String>,
    /// The path of its area.
    pub area_path: String,
    /// The first day.
    pub first_day: String,
    /// The last day.
    pub last_day: String,
    /// Its subjects.
    pub subjects: usize,
    /// Hash of the ids of its subjects, sorted, a line each.
    pub items: String,
    /// Lines that name nobody.
    pub missing: usize,
    /// Hash of the ids of its subjects with the bits of the modules that are wanted there, sorted, a line each.
    #[serde(default)]
    pub asked: String,
}

/// What the fact of an end says (version 1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Closed {
    /// Items that were left.
    pub dropped: i64,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<protect::Ref>,
}

/// Where an item stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FormCampaignItemState)]
pub enum ItemState {
    /// It is to be visited.
    Open,
    /// Every module of it was answered.
    Done,
    /// The subject is not there any more.
    Gone,
    /// Nobody wanted to answer.
    Refused,
    /// The campaign was closed before.
    Dropped,
    /// It was done, and after the campaign was closed its visit was taken back.
    Voided,
}

impl ItemState {
    /// The word in the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
            Self::Gone => "gone",
            Self::Refused => "refused",
            Self::Dropped => "dropped",
            Self::Voided => "voided",
        }
    }

    /// The state of a word of the store.
    pub fn of(word: &str) -> Self {
        match word {
            "done" => Self::Done,
            "gone" => Self::Gone,
            "refused" => Self::Refused,
            "dropped" => Self::Dropped,
            "voided" => Self::Voided,
            _ => Self::Open,
        }
    }
}

/// An item as the facts of its subject make it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folded {
    /// Bits of the modules that are wanted still.
    pub wanted: i64,
    /// Where it stands.
    pub state: ItemState,
    /// Visits on which nobody was met.
    pub tries: i64,
    /// When somebody was there last.
    pub day: Option<String>,
}

/// How many there are; never by who went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = FormCampaignCount)]
pub struct Count {
    /// All items.
    pub total: i64,
    /// Every module was answered.
    pub done: i64,
    /// The subject is not there any more.
    pub gone: i64,
    /// Nobody wanted to answer.
    pub refused: i64,
    /// Left when the campaign was closed, with its reason.
    pub dropped: i64,
    /// Done before the campaign was closed, and taken back after it.
    pub voided: i64,
    /// To be visited.
    pub open: i64,
    /// Of them, those after the last day.
    pub late: i64,
}

impl Count {
    /// Takes in what was counted elsewhere.
    pub fn add(&mut self, other: &Self) {
        self.total += other.total;
        self.done += other.done;
        self.gone += other.gone;
        self.refused += other.refused;
        self.dropped += other.dropped;
        self.voided += other.voided;
        self.open += other.open;
        self.late += other.late;
    }
}

/// A campaign in a list.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = FormCampaignRow)]
pub struct CampaignRow {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// The kind of its subjects.
    pub subject: String,
    /// The kind's name.
    pub subject_name: Text,
    /// What it asks.
    pub modules: Vec<VisitModule>,
    /// Where.
    pub area: AreaRef,
    /// The first day.
    pub first_day: String,
    /// The last day.
    pub last_day: String,
    /// Whether it goes on.
    pub open: bool,
    /// How far it is, as far as the reader's areas go.
    pub count: Count,
    /// Lines of its list that name nobody.
    pub missing: usize,
}

/// A campaign.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = FormCampaignView)]
pub struct CampaignView {
    /// As in the list.
    #[serde(flatten)]
    pub row: CampaignRow,
    /// The law.
    pub basis: Text,
    /// What it is for.
    pub purpose: Text,
    /// Visits in one grid on one day at most.
    pub per_day: usize,
    /// The condition that drew its list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// What became of the lines that were handed down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<List>,
    /// Why it was closed before everything was accounted for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When it began.
    pub opened_at: Timestamp,
    /// When it was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Timestamp>,
    /// Whether the reader may close it.
    pub may_close: bool,
}

/// How far an area is.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = FormCampaignProgressRow)]
pub struct ProgressRow {
    /// The area.
    pub area: AreaRef,
    /// There are areas under it.
    pub deeper: bool,
    /// How many.
    pub count: Count,
    /// Planned for today.
    pub today: usize,
    /// Open, and no day is left for them: nobody works the grid, or there are too many.
    pub unplanned: usize,
}

/// How far a campaign is, by area.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = FormCampaignProgress)]
pub struct Progress {
    /// The area and those above it down from the campaign's.
    pub path: Vec<AreaRef>,
    /// All of it.
    pub whole: ProgressRow,
    /// Right under it, by code.
    pub items: Vec<ProgressRow>,
}

/// An item in a list.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = FormCampaignItem)]
pub struct ItemRow {
    /// The record.
    pub id: String,
    /// An open address, name or number; empty when the record is not there any more.
    pub label: String,
    /// Where.
    pub area: AreaRef,
    /// Where it stands.
    pub state: ItemState,
    /// Visits on which nobody was met.
    pub tries: i64,
    /// When somebody was there last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<String>,
    /// For when it is planned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub planned_on: Option<String>,
}

/// A campaign's end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FormCampaignClosing)]
pub struct Closing {
    /// Why what is left is left; needed where something is.
    #[serde(default)]
    pub reason: Option<String>,
}

/// A campaign on a visit.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = VisitCampaign)]
pub struct VisitCampaign {
    /// The campaign.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Its last day.
    pub last_day: String,
    /// For when this visit is planned; none when no day is left, or when it is late.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub planned_on: Option<String>,
    /// Visits on which nobody was met.
    pub tries: i64,
}
