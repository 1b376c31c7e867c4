//! What exists: residents, codes, alerts, entries; and how they are shown to their owner.

use courier::Way;
use kernel::{Id, Lang, Refusal, Text, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The kind of a resident's id.
#[derive(Clone, Copy, Debug)]
pub struct ResidentKind;
impl kernel::Kind for ResidentKind {
    const NAME: &'static str = "resident";
}
/// A resident's id.
pub type ResidentId = Id<ResidentKind>;

/// Home of the addresses and streams of residents, who belong to no county.
pub const HOME: &str = "global";
/// What the stream of a resident begins with.
pub const STREAM: &str = "resident/";
/// An address was confirmed.
pub const CONFIRMED: &str = "resident.confirmed";
/// The account is no more.
pub const LEFT: &str = "resident.left";
/// Why an address is held.
pub const ADDRESS: &str = "resident.address";
/// Why a tracking token is held.
pub const TOKEN: &str = "resident.token";

/// A confirmed address.
#[derive(Clone, Debug, PartialEq)]
pub struct Resident {
    /// Id.
    pub id: ResidentId,
    /// How it is reached.
    pub way: Way,
    /// The address in protect.
    pub address_ref: String,
    /// In which language.
    pub language: Lang,
    /// Since when.
    pub confirmed_at: Timestamp,
}

/// A code on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Code {
    /// Id, from which code and link are derived.
    pub id: String,
    /// Keyed index of the address.
    pub address_key: String,
    /// How it is reached.
    pub way: Way,
    /// The address in protect.
    pub address_ref: String,
    /// In which language.
    pub language: Lang,
    /// The alert to be set with the confirmation.
    pub wish: Option<Wish>,
    /// Until when it holds.
    pub expires_at: Timestamp,
}

/// How often one is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Pace {
    /// As it happens, at most every ten minutes.
    Now,
    /// In the morning.
    #[default]
    Day,
    /// On Monday morning.
    Week,
}

impl Pace {
    /// The word of the column.
    pub fn code(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::Day => "day",
            Self::Week => "week",
        }
    }
    /// The pace of that word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Now, Self::Day, Self::Week].into_iter().find(|pace| pace.code() == word)
    }
}

/// An area that somebody wants to follow.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Wish {
    /// Code of the area; everything under it belongs to it.
    pub area: String,
    /// Codes of categories, each with everything below; empty: all. At most 20.
    #[serde(default)]
    pub categories: Vec<String>,
    /// `now`, `day` or `week`.
    #[serde(default)]
    pub pace: Pace,
}

/// What an alert follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// An area by its code.
    Area(String),
    /// A case by home and id.
    Case(String, String),
}

impl Subject {
    /// As the column has it.
    pub fn text(&self) -> String {
        match self {
            Self::Area(code) => format!("area/{code}"),
            Self::Case(county, id) => format!("case/{county}/{id}"),
        }
    }
    /// Reads the column.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(code) = text.strip_prefix("area/") {
            return Some(Self::Area(code.into()));
        }
        let (county, id) = text.strip_prefix("case/")?.split_once('/')?;
        Some(Self::Case(county.into(), id.into()))
    }
}

/// What somebody is told of.
#[derive(Clone, Debug, PartialEq)]
pub struct Alert {
    /// Id.
    pub id: String,
    /// Whose.
    pub resident: ResidentId,
    /// Of what.
    pub subject: Subject,
    /// The case's number.
    pub number: Option<String>,
    /// Codes of categories; empty: all.
    pub categories: Vec<String>,
    /// How often.
    pub pace: Pace,
    /// Nothing is told for now.
    pub paused: bool,
    /// What happened before is not told.
    pub since: Timestamp,
    /// When the next digest is due.
    pub next_at: Option<Timestamp>,
    /// When it was told of last.
    pub sent_at: Option<Timestamp>,
}

/// A step that is to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Home of the case.
    pub county: String,
    /// The case's id.
    pub case: String,
    /// Number of the fact.
    pub seq: i64,
    /// The case's number.
    pub number: String,
    /// `accepted`, `answered`, `closed`, `moved`.
    pub stage: String,
    /// When it happened.
    pub at: Timestamp,
}

/// An alert as its owner sees it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct AlertView {
    /// Id.
    pub id: String,
    /// The area, for an alert of an area.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<AlertArea>,
    /// The case's number, for news of a report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Categories; empty: all.
    pub categories: Vec<AlertCategory>,
    /// How often.
    pub pace: Pace,
    /// Nothing is told for now.
    pub paused: bool,
}

/// The area of an alert.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct AlertArea {
    /// Its code.
    pub code: String,
    /// Its name; the code when the area is no more.
    pub name: Text,
    /// It was split, merged or taken back: nothing new will come.
    pub gone: bool,
}

/// A category of an alert.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct AlertCategory {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Text,
}

/// A report in an account.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct AccountReport {
    /// Its number.
    pub number: String,
    /// Opens it at `/track`; the resident's own.
    pub token: String,
    /// Since when it stands in the account.
    pub added_at: Timestamp,
    /// News of it are sent.
    pub told: bool,
}

/// An account as its owner sees it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Account {
    /// `email` or `mobile`.
    pub way: String,
    /// The address, masked.
    pub address: String,
    /// `zh` or `en`.
    pub language: Lang,
    /// What one is told of.
    pub alerts: Vec<AlertView>,
    /// Reports that were put in.
    pub reports: Vec<AccountReport>,
}

/// What this house can do, and who is signed in here.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct AccountState {
    /// How messages can be sent: `email`, `mobile`; none: not at all.
    pub ways: Vec<String>,
    /// The account of this device, when one is signed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<Account>,
}

/// The refusal of a word that is none of a list's.
pub(crate) fn no_way() -> Refusal {
    Refusal::new(kernel::RefusalKind::Invalid, "account.address").at("/address")
}
