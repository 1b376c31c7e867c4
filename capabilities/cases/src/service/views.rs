//! The shapes that queries answer.

use crate::model::{Alias, Channel, Extension, TaskState};
use grid::model::{AreaRef, LayerRef};
use kernel::{Text, Timestamp};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A code and its name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct Named {
    /// The code.
    pub code: String,
    /// The name.
    pub name: Text,
}

/// A state with its phase.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct StateRef {
    /// Code in the case type.
    pub code: String,
    /// The name.
    pub name: Text,
    /// `intake`, `verify`, `dispatch`, `work`, `arbitrate`, `check`, `feedback`, `rest`, `end`.
    pub phase: String,
}

/// A line of a list.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = CaseRow)]
pub struct Row {
    /// One number for life.
    pub number: String,
    /// The pack.
    pub pack: String,
    /// Code of the case type.
    pub case_type: String,
    /// Category, when known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<Named>,
    /// State.
    pub state: StateRef,
    /// The first 80 characters of what was written.
    pub text: String,
    /// The place in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The lowest area known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<Named>,
    /// Names of the areas from the home down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area_names: Option<String>,
    /// The leading unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Named>,
    /// `low`, `normal`, `high`, `urgent`.
    pub priority: String,
    /// How it came in.
    pub channel: Channel,
    /// When it was registered.
    pub registered_at: Timestamp,
    /// When it was last touched.
    pub updated_at: Timestamp,
    /// The deadline that comes first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
    /// `promise`, `sign`, `task`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_kind: Option<String>,
    /// That deadline has passed.
    pub late: bool,
    /// Most of that time has run.
    pub due_soon: bool,
    /// There is a picture.
    pub has_photo: bool,
    /// Degrees east.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lon: Option<f64>,
    /// Degrees north.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
    /// How often a unit returned it.
    pub returns: u32,
}

/// A place with the names of its areas.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct PlaceView {
    /// The grid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grid: Option<AreaRef>,
    /// From the top down to the finest area known.
    pub path: Vec<AreaRef>,
    /// The codes of `path` joined by `/`.
    pub area_path: String,
    /// In an exclusive grid.
    pub exclusive: bool,
    /// Metres to the nearest area when outside of all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outside_m: Option<f64>,
    /// Area by layer.
    pub layers: BTreeMap<String, LayerRef>,
    /// What the register of addresses made of the words, where there were only words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_words: Option<ByWordsView>,
}

/// Where words said that a matter is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct ByWordsView {
    /// `placed`; else why a person has to: `coarse`, `ambiguous`, `unknown`, `elsewhere`.
    pub outcome: String,
    /// The level that was reached; empty when none was.
    pub level: String,
    /// The standard address; for staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// Who reported, masked.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct ReporterView {
    /// What the reporter is.
    pub kind: String,
    /// Not shown to whoever handles the matter.
    pub hidden: bool,
    /// Something can be revealed to this viewer.
    pub revealable: bool,
    /// 张**
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name_masked: Option<String>,
    /// 138****5678
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_masked: Option<String>,
    /// l***@example.com
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_masked: Option<String>,
}

/// A task with the names it needs.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct TaskView {
    /// Ordinal.
    pub id: String,
    /// The unit that owes it.
    pub unit: Named,
    /// Leads.
    pub lead: bool,
    /// Where it stands.
    pub state: TaskState,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// When it was signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed_at: Option<Timestamp>,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done_at: Option<Timestamp>,
    /// Its deadline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
    /// Name of the person it was handed to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
}

/// A clock.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ClockView {
    /// `promise`, `sign`, `task`.
    pub kind: String,
    /// Of which task.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task: Option<String>,
    /// Name of the clock in the pack.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// When it started.
    pub started_at: Timestamp,
    /// Its deadline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
    /// When it was met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub met_at: Option<Timestamp>,
    /// Missed.
    pub late: bool,
    /// Rests now.
    pub paused: bool,
    /// Stopped since nothing is owed any more.
    pub dropped: bool,
}

/// A file.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct AttachmentView {
    /// Its id.
    pub id: String,
    /// `before`, `after`, `receipt`.
    pub kind: String,
    /// Media type.
    pub mime: String,
    /// Where it is.
    pub url: String,
    /// A small rendition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thumb: Option<String>,
    /// When it was attached.
    pub at: Timestamp,
    /// The reporter may see it.
    pub public: bool,
}

/// A rule that did not match.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct MissedView {
    /// Its code.
    pub rule: String,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// Why.
    #[schema(value_type = Object)]
    pub reason: Value,
}

/// Why a unit is proposed.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct WhyView {
    /// `catalogue`, `ruling`, `route`, `none`.
    pub source: String,
    /// Code of the rule, or id of the entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// Its name, or the sentence the pack gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule_name: Option<Text>,
    /// The case in which an arbiter ruled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ruling: Option<String>,
    /// What the rule looked at.
    #[schema(value_type = Vec<Vec<Object>>)]
    pub values: Vec<(String, Value)>,
    /// The rules before it.
    pub missed: Vec<MissedView>,
    /// The unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Named>,
    /// Units that assist.
    pub assists: Vec<Named>,
    /// Priority.
    pub priority: String,
    /// Clock codes and names by kind.
    pub clocks: BTreeMap<String, Named>,
}

/// To whom a case would be sent.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Proposal {
    /// The unit.
    pub unit: Named,
    /// Units that assist.
    pub assists: Vec<Named>,
    /// Priority.
    pub priority: String,
}

/// Who did something.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct ActorView {
    /// `person`, `resident`, `client`, `system`, `anonymous`.
    pub kind: String,
    /// Name of a person of the office.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Name of the post.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post: Option<Text>,
    /// The unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Text>,
}

/// Words in a step.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Words {
    /// The input they answer, or `reply`.
    pub key: String,
    /// The words; absent once erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The reporter may read them.
    pub public: bool,
}

/// A step of the timeline: one fact of the ledger.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct StepView {
    /// Number of the fact.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// The action.
    pub action: String,
    /// Its name in the pack; absent for what the system itself does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// Who.
    pub actor: ActorView,
    /// The state it led to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<StateRef>,
    /// What changed, as the fact says it.
    #[schema(value_type = Vec<Object>)]
    pub changes: Vec<Value>,
    /// Words.
    pub texts: Vec<Words>,
    /// Pictures and files.
    pub photos: Vec<AttachmentView>,
    /// Hash of the fact.
    pub hash: String,
}

/// An option of a choice.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct OptionView {
    /// Its code.
    pub code: String,
    /// Its name; absent for built-in ones, which the front end names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
}

/// A field of an action's form.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct InputView {
    /// Its key.
    pub key: String,
    /// `text`, `choice`, `unit`, `units`, `person`, `category`, `number`, `date_time`, `clock`, `attachments`, `case`,
    /// `bool`, `rating`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its name; absent for built-in ones, which the front end names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// Must be given.
    pub required: bool,
    /// Lower bound.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// Upper bound.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// Options of a choice.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<OptionView>,
    /// What to begin with.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub default: Option<Value>,
}

/// An action that may be taken now.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = Offer)]
pub struct OfferView {
    /// Its code.
    pub action: String,
    /// The word on the button.
    pub name: Text,
    /// Its form.
    pub inputs: Vec<InputView>,
    /// The reporter sees this step.
    pub public: bool,
}

/// The reporter's rating.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct RatingView {
    /// 1 to 4.
    pub grade: u8,
    /// A remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// A supervision order.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct OrderView {
    /// Its number.
    pub no: String,
    /// When it was given.
    pub at: Timestamp,
    /// By when.
    pub deadline: Timestamp,
    /// When it was answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replied_at: Option<Timestamp>,
    /// When it was cancelled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancelled_at: Option<Timestamp>,
    /// Everybody may see it.
    pub listed: bool,
}

/// A rest.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct RestView {
    /// `suspended`, `deferred`, `carried_over`.
    pub kind: String,
    /// Since when.
    pub since: Timestamp,
    /// Until when, or when it is reviewed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

/// An answer to a question of the category.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = CaseAnswer)]
pub struct AnswerView {
    /// Code of the question.
    pub code: String,
    /// The question.
    pub name: Text,
    /// What was answered.
    pub answer: Text,
}

/// One case in full.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = CaseView)]
pub struct View {
    /// One number for life.
    pub number: String,
    /// What a command must name.
    pub version: i64,
    /// The pack.
    pub pack: String,
    /// The version it keeps.
    pub pack_version: String,
    /// Case type.
    pub case_type: Named,
    /// Category.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<Named>,
    /// State.
    pub state: StateRef,
    /// How it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// Priority.
    pub priority: String,
    /// Step of the ladder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier: Option<Named>,
    /// How it came in.
    pub channel: Channel,
    /// What was written; absent once erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Answers to the category's questions, by code.
    pub attributes: BTreeMap<String, String>,
    /// The same in words, in the order of the questions.
    pub answers: Vec<AnswerView>,
    /// The place in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The areas.
    pub place: PlaceView,
    /// Degrees east.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lon: Option<f64>,
    /// Degrees north.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
    /// Who reported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reporter: Option<ReporterView>,
    /// The leading unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Named>,
    /// Tasks.
    pub tasks: Vec<TaskView>,
    /// Clocks.
    pub clocks: Vec<ClockView>,
    /// Numbers of other systems.
    pub aliases: Vec<Alias>,
    /// Pictures and files.
    pub attachments: Vec<AttachmentView>,
    /// Why that unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<WhyView>,
    /// To whom it would be sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposal: Option<Proposal>,
    /// What happened, from the ledger.
    pub timeline: Vec<StepView>,
    /// What may be done now.
    pub actions: Vec<OfferView>,
    /// Open cases like it nearby.
    pub similar: Vec<Row>,
    /// The reporter's rating.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<RatingView>,
    /// The extension asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub extension: Option<Extension>,
    /// Supervision orders.
    pub orders: Vec<OrderView>,
    /// The rest it takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rest: Option<RestView>,
    /// The case it was joined to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<String>,
    /// Cases joined to it.
    pub merged_from: Vec<String>,
    /// How often things happened that the pack limits.
    #[schema(value_type = Object)]
    pub counts: crate::model::Counts,
    /// The reporter asks to reopen.
    pub reopen_asked: bool,
    /// When it was registered.
    pub registered_at: Timestamp,
    /// When it was last touched.
    pub updated_at: Timestamp,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Timestamp>,
    /// The deadline that comes first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
    /// `promise`, `sign`, `task`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_kind: Option<String>,
    /// That deadline has passed.
    pub late: bool,
}
