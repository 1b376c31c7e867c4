//! What an act brings about: a closed list. A pack combines effects, it never invents one.

use serde::{Deserialize, Serialize};

use crate::{AttachmentKind, Input, InputType};

/// The three clocks that run side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockKind {
    /// The promise to the resident; a return never resets it.
    Promise,
    /// The unit's time to sign (签收).
    Sign,
    /// The unit's time to finish its task.
    Task,
}

/// What an act brings about; each contributes its inputs ([`Effect::inputs`]). In YAML: `finish`, or `reply: handled`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// The matter is taken on; the promise clock starts. `category?`
    Accept,
    /// Verified before filing (核实). `result* pass|fail, method* spot|photo|phone|sample, note`
    Verify,
    /// Sent to the unit that owes it: its task opens, sign and task clocks start. `unit*, assists, note`
    Dispatch,
    /// One more unit owes a piece. `unit*, note`
    AddTask,
    /// The actor's unit signs its task (签收).
    Sign,
    /// To another inside the same unit (转办). `person*, note`
    HandOn,
    /// The actor's unit reports its task done. `result*, photos (after)`
    Finish,
    /// Settled on the spot by a grid worker (自办自结): task opened and done at once. `result*, photos (after)`
    Settle,
    /// Not ours, with the clause (退单). `clause*, reason*`
    Return,
    /// The arbiter's ruling: the open task goes to the unit; with `catalogue` it becomes an entry. `unit*, clause*, catalogue`
    Rule,
    /// More time is asked for. `hours_or_days* (in the unit of the running task clock), reason*`
    ExtendAsk,
    /// More time is granted.
    ExtendGrant,
    /// More time is refused. `reason*`
    ExtendRefuse,
    /// The clocks rest for a stated cause (挂起). `cause*, until`
    Suspend,
    /// The case wakes; the clocks run on.
    Resume,
    /// A later start by approval (缓办). `until*, reason*`
    Defer,
    /// A long-term matter (挂账). `reason*, plan*, review*` (the review at most a year away)
    CarryOver,
    /// To the next tier. `reason*`
    Escalate,
    /// A nudge (催办). `note`
    Urge,
    /// A numbered order (督办). `deadline*, note*, listed`
    Supervise,
    /// The order is answered. `note*`
    SuperviseReply,
    /// The order is cancelled (销号).
    SuperviseCancel,
    /// The order is listed publicly, or no longer (挂牌). `listed*`
    SuperviseList,
    /// To a body outside (police, court, petition office) with its receipt. `body*, receipt*, reason*`
    TransferOut,
    /// Answered at once. `text*`
    Answer,
    /// Not accepted, with the reason and the remedy. `refusal* (a refusal of the pack), reason*`
    Refuse,
    /// Checked before closing (核查). `result* pass|fail, method* spot|photo|phone|sample, note, photos`
    Check,
    /// The reporter is asked (回访). `reached*, solved, satisfied, note`
    CallBack,
    /// The case is closed and its clocks stop.
    Close,
    /// The reporter asks to reopen. `reason*`
    AskReopen,
    /// The case is taken up again. `reason*`
    Reopen,
    /// Joined to another case (并案). `into*`
    Merge,
    /// Voided: never deleted. `reason*`
    Void,
    /// The reporter rates. `grade* 1..4, comment`
    Rate,
    /// The actor's side rates a unit. `unit*, grade* 1..4, comment`
    RateUnit,
    /// A remark. `text*`
    Note,
    /// The category changes; the route is asked again. `category*`
    Reclassify,
    /// The place changes (WGS-84 degrees). `lon*, lat*`
    Relocate,
    /// A public answer from the template of this code.
    Reply(String),
    /// A clock starts.
    Start(ClockKind),
    /// A clock stops.
    Stop(ClockKind),
    /// All clocks rest.
    Pause,
    /// All clocks run on.
    Unpause,
}

impl Effect {
    /// The word used in packs, the API and refusals.
    pub fn code(&self) -> &'static str {
        match self {
            Effect::Accept => "accept",
            Effect::Verify => "verify",
            Effect::Dispatch => "dispatch",
            Effect::AddTask => "add_task",
            Effect::Sign => "sign",
            Effect::HandOn => "hand_on",
            Effect::Finish => "finish",
            Effect::Settle => "settle",
            Effect::Return => "return",
            Effect::Rule => "rule",
            Effect::ExtendAsk => "extend_ask",
            Effect::ExtendGrant => "extend_grant",
            Effect::ExtendRefuse => "extend_refuse",
            Effect::Suspend => "suspend",
            Effect::Resume => "resume",
            Effect::Defer => "defer",
            Effect::CarryOver => "carry_over",
            Effect::Escalate => "escalate",
            Effect::Urge => "urge",
            Effect::Supervise => "supervise",
            Effect::SuperviseReply => "supervise_reply",
            Effect::SuperviseCancel => "supervise_cancel",
            Effect::SuperviseList => "supervise_list",
            Effect::TransferOut => "transfer_out",
            Effect::Answer => "answer",
            Effect::Refuse => "refuse",
            Effect::Check => "check",
            Effect::CallBack => "call_back",
            Effect::Close => "close",
            Effect::AskReopen => "ask_reopen",
            Effect::Reopen => "reopen",
            Effect::Merge => "merge",
            Effect::Void => "void",
            Effect::Rate => "rate",
            Effect::RateUnit => "rate_unit",
            Effect::Note => "note",
            Effect::Reclassify => "reclassify",
            Effect::Relocate => "relocate",
            Effect::Reply(_) => "reply",
            Effect::Start(_) => "start",
            Effect::Stop(_) => "stop",
            Effect::Pause => "pause",
            Effect::Unpause => "unpause",
        }
    }

    /// The inputs this effect contributes to the act's form. The options of `refuse` come from the pack's refusals and
    /// are filled in by [`crate::Flow::compile`].
    pub fn inputs(&self) -> Vec<Input> {
        use InputType::*;
        let must = |key, kind| Input::new(key, kind, true);
        let may = |key, kind| Input::new(key, kind, false);
        let after = || may("photos", Attachments).attachment(AttachmentKind::After);
        let verdict = || must("result", Choice).options(&["pass", "fail"]);
        let method = || must("method", Choice).options(&["spot", "photo", "phone", "sample"]);
        match self {
            Effect::Accept => vec![may("category", Category)],
            Effect::Verify => vec![verdict(), method(), may("note", Text)],
            Effect::Dispatch => vec![must("unit", Unit), may("assists", Units), may("note", Text)],
            Effect::AddTask => vec![must("unit", Unit), may("note", Text)],
            Effect::HandOn => vec![must("person", Person), may("note", Text)],
            Effect::Finish | Effect::Settle => vec![must("result", Text), after()],
            Effect::Return => vec![must("clause", Text), must("reason", Text)],
            Effect::Rule => vec![must("unit", Unit), must("clause", Text), may("catalogue", Bool)],
            Effect::ExtendAsk => vec![must("hours_or_days", Number), must("reason", Text)],
            Effect::ExtendRefuse | Effect::Escalate | Effect::AskReopen | Effect::Reopen | Effect::Void => {
                vec![must("reason", Text)]
            }
            Effect::Suspend => vec![must("cause", Text), may("until", DateTime)],
            Effect::Defer => vec![must("until", DateTime), must("reason", Text)],
            Effect::CarryOver => vec![must("reason", Text), must("plan", Text), must("review", DateTime)],
            Effect::Urge => vec![may("note", Text)],
            Effect::Supervise => {
                vec![must("deadline", DateTime), must("note", Text), may("listed", Bool)]
            }
            Effect::SuperviseList => vec![must("listed", Bool)],
            Effect::SuperviseReply => vec![must("note", Text)],
            Effect::TransferOut => vec![must("body", Text), must("receipt", Text), must("reason", Text)],
            Effect::Answer | Effect::Note => vec![must("text", Text)],
            Effect::Refuse => vec![must("refusal", Choice), must("reason", Text)],
            Effect::Check => vec![verdict(), method(), may("note", Text), may("photos", Attachments)],
            Effect::CallBack => {
                vec![must("reached", Bool), may("solved", Bool), may("satisfied", Bool), may("note", Text)]
            }
            Effect::Merge => vec![must("into", Case)],
            Effect::Rate => vec![must("grade", Rating), may("comment", Text)],
            Effect::RateUnit => vec![must("unit", Unit), must("grade", Rating), may("comment", Text)],
            Effect::Reclassify => vec![must("category", Category)],
            Effect::Relocate => vec![must("lon", Number), must("lat", Number)],
            Effect::Sign
            | Effect::ExtendGrant
            | Effect::Resume
            | Effect::SuperviseCancel
            | Effect::Close
            | Effect::Reply(_)
            | Effect::Start(_)
            | Effect::Stop(_)
            | Effect::Pause
            | Effect::Unpause => Vec::new(),
        }
    }
}
