//! What a registration fact says.

use super::{Alias, Attachment, CaseId, Held, Spot};
use kernel::Timestamp;
use serde::{Deserialize, Serialize};

/// How a matter came in.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The citizen site.
    #[default]
    Web,
    /// The field app of a grid worker.
    Patrol,
    /// At the counter.
    WalkIn,
    /// A caller.
    Phone,
    /// A hotline's own system.
    Hotline,
    /// A letter.
    Letter,
    /// Open311.
    Open311,
    /// A sensor or another system.
    Device,
    /// Taken over from another system's history.
    Import,
}

impl Channel {
    /// The word used in facts, columns and the API.
    pub fn code(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Patrol => "patrol",
            Self::WalkIn => "walk_in",
            Self::Phone => "phone",
            Self::Hotline => "hotline",
            Self::Letter => "letter",
            Self::Open311 => "open311",
            Self::Device => "device",
            Self::Import => "import",
        }
    }
}

/// What the reporter is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReporterKind {
    /// A resident.
    Resident,
    /// A grid worker on patrol.
    Worker,
    /// Somebody of the office.
    Staff,
    /// A hotline on behalf of somebody.
    Hotline,
    /// A program with a key.
    Client,
    /// Nobody in particular.
    #[default]
    Anonymous,
}

impl ReporterKind {
    /// The word used in facts and expressions.
    pub fn code(self) -> &'static str {
        match self {
            Self::Resident => "resident",
            Self::Worker => "worker",
            Self::Staff => "staff",
            Self::Hotline => "hotline",
            Self::Client => "client",
            Self::Anonymous => "anonymous",
        }
    }
}

/// Who reported. Name, telephone and e-mail stand in protect.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reporter {
    /// What the reporter is.
    pub kind: ReporterKind,
    /// The actor, when it is a worker, staff or a client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// Name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Held>,
    /// Telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Held>,
    /// E-mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Held>,
    /// Not to be seen by those who handle the matter.
    #[serde(default)]
    pub hidden: bool,
}

impl Reporter {
    /// Somebody can be asked.
    pub fn known(&self) -> bool {
        self.phone.is_some() || self.email.is_some() || self.actor.is_some()
    }
}

/// The registration of a case: all that intake knows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Registration {
    /// The case's id.
    pub id: CaseId,
    /// The home, frozen.
    pub county: String,
    /// One number for life.
    pub number: String,
    /// Pack and version.
    pub pack: String,
    /// The pack's version.
    pub pack_version: String,
    /// Case type.
    pub case_type: String,
    /// The state it begins in.
    pub state: String,
    /// That state's phase.
    pub phase: workflow::Phase,
    /// First step of the pack's ladder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
    /// Category, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// The pack shows this category to the public.
    #[serde(default)]
    pub publishable: bool,
    /// How it came in.
    pub channel: Channel,
    /// What the reporter wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Held>,
    /// Answers to the category's questions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attributes: Option<Held>,
    /// Where.
    pub spot: Spot,
    /// Who.
    pub reporter: Reporter,
    /// The actor who registered it for somebody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registrar: Option<String>,
    /// Pictures and files that came along.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// Numbers of other systems.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Alias>,
    /// When the source says it was reported, if not when the fact was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported_at: Option<Timestamp>,
}
