//! The update extension: statuses, and steps as other systems are told them.

use crate::document::Node;
use kernel::Timestamp;

/// The statuses of the update extension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UpdateStatus {
    /// Registered, or as before.
    Open,
    /// Answered, or ended in a way that has no word of its own.
    Closed,
    /// Handled and closed.
    Fixed,
    /// Being worked on.
    InProgress,
    /// Resting until later.
    Planned,
    /// A day is set.
    ActionScheduled,
    /// It is being found out whose it is.
    Investigating,
    /// Joined to another.
    Duplicate,
    /// Transferred outside.
    NotCouncilsResponsibility,
    /// Not accepted.
    NoFurtherAction,
    /// Handed to another inside.
    InternalReferral,
    /// Waits to be sorted.
    ForTriage,
    /// Voided.
    Cancelled,
    /// To be taken up again.
    Reopen,
    /// As it was.
    Unchanged,
}

impl UpdateStatus {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::Open,
        Self::Closed,
        Self::Fixed,
        Self::InProgress,
        Self::Planned,
        Self::ActionScheduled,
        Self::Investigating,
        Self::Duplicate,
        Self::NotCouncilsResponsibility,
        Self::NoFurtherAction,
        Self::InternalReferral,
        Self::ForTriage,
        Self::Cancelled,
        Self::Reopen,
        Self::Unchanged,
    ];
    /// The word of the extension, as we write it. Clients post it in capitals.
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Fixed => "fixed",
            Self::InProgress => "in_progress",
            Self::Planned => "planned",
            Self::ActionScheduled => "action_scheduled",
            Self::Investigating => "investigating",
            Self::Duplicate => "duplicate",
            Self::NotCouncilsResponsibility => "not_councils_responsibility",
            Self::NoFurtherAction => "no_further_action",
            Self::InternalReferral => "internal_referral",
            Self::ForTriage => "for_triage",
            Self::Cancelled => "cancelled",
            Self::Reopen => "reopen",
            Self::Unchanged => "unchanged",
        }
    }
    /// Reads the word, whatever its case.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code().eq_ignore_ascii_case(word))
    }
}

/// One step that another system is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update {
    /// Unique and stable: the case number and the number of its fact.
    pub id: String,
    /// The case number.
    pub request: String,
    /// Where the matter stood after it.
    pub status: UpdateStatus,
    /// What was said, or the name of the step.
    pub description: String,
    /// Absolute addresses of the step's photos.
    pub media: Vec<String>,
    /// When.
    pub at: Timestamp,
    /// The case's state in its pack: finer than any status.
    pub state: String,
    /// The client's own number of the matter, if it told one.
    pub customer_reference: Option<String>,
}

impl Update {
    /// `request_update`.
    pub fn node(&self) -> Node {
        let mut fields = vec![
            ("update_id".into(), self.id.as_str().into()),
            ("service_request_id".into(), self.request.as_str().into()),
            ("status".into(), self.status.code().into()),
            ("description".into(), self.description.as_str().into()),
            ("media_url".into(), Node::Repeat(self.media.iter().map(|url| url.as_str().into()).collect())),
            ("updated_datetime".into(), self.at.seconds_text().into()),
            ("external_status_code".into(), self.state.as_str().into()),
        ];
        if let Some(reference) = &self.customer_reference {
            fields.push(("customer_reference".into(), reference.as_str().into()));
        }
        Node::Map(fields)
    }
}
