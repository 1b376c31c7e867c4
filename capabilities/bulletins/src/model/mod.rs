//! What exists: a bulletin, the objections to it, and the shape of its facts. No I/O.

mod page;

pub use page::*;

use kernel::Timestamp;
use protect::Ref;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the streams begin with.
pub const STREAM: &str = "bulletin/";
/// It was drafted.
pub const DRAFTED: &str = "bulletin.drafted";
/// A unit objects.
pub const OBJECTED: &str = "bulletin.objected";
/// An objection was decided.
pub const DECIDED: &str = "bulletin.decided";
/// Its numbers stand.
pub const FROZEN: &str = "bulletin.frozen";
/// It was signed.
pub const SIGNED: &str = "bulletin.signed";
/// It was issued.
pub const ISSUED: &str = "bulletin.issued";
/// Another edition took its place.
pub const REPLACED: &str = "bulletin.replaced";
/// It was taken back.
pub const WITHDRAWN: &str = "bulletin.withdrawn";

/// Where a bulletin stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = BulletinState)]
pub enum State {
    /// Its numbers are live, and units may object.
    #[default]
    Draft,
    /// Its numbers stand.
    Frozen,
    /// Signed by a leader.
    Signed,
    /// Readable by the staff of the area.
    Issued,
    /// A later edition was issued.
    Replaced,
    /// Taken back.
    Withdrawn,
}

impl State {
    /// The word in tables and addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Frozen => "frozen",
            Self::Signed => "signed",
            Self::Issued => "issued",
            Self::Replaced => "replaced",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state of that word.
    pub fn parse(word: &str) -> Option<Self> {
        let all = [Self::Draft, Self::Frozen, Self::Signed, Self::Issued, Self::Replaced, Self::Withdrawn];
        all.into_iter().find(|state| state.code() == word)
    }

    /// It has gone out: the staff of the area may read it.
    pub fn is_public(self) -> bool {
        matches!(self, Self::Issued | Self::Replaced | Self::Withdrawn)
    }
}

/// Who did something, in which post, and when.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct By {
    /// When.
    pub at: Timestamp,
    /// Actor.
    pub actor: String,
    /// Post.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<String>,
}

/// A case left out of some measures.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Left {
    /// Home of the case.
    pub county: String,
    /// Its id.
    pub id: String,
    /// Its number.
    pub number: String,
}

/// An objection of a unit, to a case or to a number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Objection {
    /// 1, 2, 3 … in the bulletin.
    pub n: i64,
    /// The unit.
    pub unit: String,
    /// Who raised it.
    pub by: By,
    /// To this case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<Left>,
    /// To this measure; none: to all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
    /// Code of the ground.
    pub ground: String,
    /// In words.
    pub words: Ref,
    /// What was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
}

/// What became of an objection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// The objection holds: the cases are left out.
    pub upheld: bool,
    /// Who decided.
    pub by: By,
    /// Why.
    pub reason: Ref,
    /// Which cases are left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<Left>,
    /// Of these measures; empty: of all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<String>,
}

/// How it was frozen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frozen {
    /// Who.
    pub by: By,
    /// Its number in the year of the month's end.
    pub n: i64,
    /// SHA-256 of what was kept.
    pub sha256: String,
    /// Why before objections had ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub early: Option<Ref>,
}

/// How it ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ended {
    /// Who.
    pub by: By,
    /// Why, when it was withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Ref>,
    /// The edition that took its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<String>,
}

/// A bulletin: the fold of its facts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Bulletin {
    /// Home of the area.
    pub county: String,
    /// `<area>-<month>-<edition>`.
    pub id: String,
    /// Number of the last fact.
    pub seq: i64,
    /// Code of the area.
    pub area: String,
    /// Codes from the top down to it, joined by `/`.
    pub area_path: String,
    /// Month, such as 202610.
    pub month: i64,
    /// 1, 2, 3 …
    pub edition: i64,
    /// Id of the layout.
    pub layout: String,
    /// Where it stands.
    pub state: State,
    /// Who drafted it.
    pub drafted: By,
    /// Objections are open until then.
    pub until: Timestamp,
    /// The edition that it corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
    /// Why there is another edition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Ref>,
    /// Objections in the order in which they were raised.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objections: Vec<Objection>,
    /// Frozen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frozen: Option<Frozen>,
    /// Signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<By>,
    /// Issued.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued: Option<By>,
    /// Replaced or withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ended>,
}

impl Bulletin {
    /// The id of an edition.
    pub fn id(area: &str, month: i64, edition: i64) -> String {
        format!("{area}-{month}-{edition}")
    }

    /// Its stream.
    pub fn stream(id: &str) -> String {
        format!("{STREAM}{id}")
    }

    /// First and last day of the month, as far as numbers go: 20261001 to 20261031.
    pub fn days(month: i64) -> (i64, i64) {
        (month * 100 + 1, month * 100 + 31)
    }

    /// Objections that hold, with the cases and measures they leave out.
    pub fn upheld(&self) -> impl Iterator<Item = (&Objection, &Decision)> {
        self.objections.iter().filter_map(|o| o.decision.as_ref().filter(|d| d.upheld).map(|d| (o, d)))
    }

    /// Objections that nobody has decided yet.
    pub fn undecided(&self) -> usize {
        self.objections.iter().filter(|o| o.decision.is_none()).count()
    }
}

/// `bulletin.drafted`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Drafted {
    /// Code of the area.
    pub area: String,
    /// Its path.
    pub area_path: String,
    /// Month.
    pub month: i64,
    /// Edition.
    pub edition: i64,
    /// Id of the layout.
    pub layout: String,
    /// Objections are open until then.
    pub until: Timestamp,
    /// The edition that it corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Ref>,
}

/// `bulletin.objected`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Objected {
    /// 1, 2, 3 …
    pub n: i64,
    /// The unit.
    pub unit: String,
    /// To this case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<Left>,
    /// To this measure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
    /// Code of the ground.
    pub ground: String,
    /// In words.
    pub words: Ref,
}

/// `bulletin.decided`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Decided {
    /// Which objection.
    pub n: i64,
    /// It holds.
    pub upheld: bool,
    /// Why.
    pub reason: Ref,
    /// Which cases are left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<Left>,
    /// Of these measures; empty: of all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<String>,
}

/// `bulletin.frozen`; what was kept stands in `bulletin_page`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FrozenData {
    /// Its number in the year.
    pub n: i64,
    /// SHA-256 of what was kept.
    pub sha256: String,
    /// Why before objections had ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub early: Option<Ref>,
}

/// `bulletin.signed`, `bulletin.issued`: of what.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Sealed {
    /// SHA-256 of what was kept.
    pub sha256: String,
}

/// `bulletin.replaced`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReplacedData {
    /// The edition that took its place.
    pub by: String,
}

/// `bulletin.withdrawn`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WithdrawnData {
    /// Why.
    pub reason: Ref,
}
