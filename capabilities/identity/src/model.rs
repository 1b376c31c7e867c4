//! What exists: units, people, posts. No I/O.

pub use grid::model::AreaRef;
use kernel::{Id, Kind, Text, Timestamp};
use protect::Ref;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::ToSchema;

/// An area as identity needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// Its code.
    pub code: String,
    /// The id of its level in the code profile.
    pub level: String,
    /// Codes from the top down to it, joined by `/`.
    pub path: String,
    /// Its name.
    pub name: Text,
}

/// A unit, as its last fact says and its row holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Its code, for ever its identity.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// The code of the area where it sits.
    pub area: String,
    /// The codes down to that area.
    pub area_path: String,
    /// The level of that area.
    pub level: String,
    /// The unit it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// What it can do, in words that packs declare; sorted.
    pub functions: Vec<String>,
    /// How to reach it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Ref>,
    /// Since when it is no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
}

/// A person, as the facts say: references only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The login.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub login: Option<Ref>,
    /// The name, shown to staff.
    pub name: Ref,
    /// The phone, masked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Ref>,
    /// Since when the person works here no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
}

impl Kind for Person {
    const NAME: &'static str = "person";
}
/// A person's id.
pub type PersonId = Id<Person>;

/// A post, as its last fact says and its row holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// The kind, from the vocabulary of packs.
    pub kind: String,
    /// Who holds it.
    pub person: PersonId,
    /// Who stands in, from the first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy: Option<PersonId>,
    /// The unit in which it is held.
    pub unit: String,
    /// The code of its area; empty for everywhere.
    pub area: String,
    /// The codes down to that area.
    pub area_path: String,
    /// Since when.
    pub valid_from: Timestamp,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Timestamp>,
    /// The telephone of the duty, which everybody may read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work_phone: Option<Ref>,
}

impl Post {
    /// True while it is held.
    pub fn valid_at(&self, now: Timestamp) -> bool {
        self.valid_from <= now && self.valid_to.is_none_or(|end| now < end)
    }
}

impl Kind for Post {
    const NAME: &'static str = "post";
}
/// A post's id.
pub type PostId = Id<Post>;

/// Where a post is held: what somebody's work is known by when it goes to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    /// Code of the unit.
    pub unit: String,
    /// The codes down to the area.
    pub area_path: String,
}

/// A person's posts and open work go to another, for good or for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandOver {
    /// Its id.
    pub id: String,
    /// Who hands over.
    pub person: PersonId,
    /// Who takes over.
    pub successor: PersonId,
    /// Since when.
    pub from: Timestamp,
    /// Until when, of a leave.
    pub until: Option<Timestamp>,
    /// Every post, hence all work, wherever it is.
    pub whole: bool,
    /// Where the posts are held.
    pub duties: Vec<Duty>,
    /// Why.
    pub reason: Option<Ref>,
    /// Who did it, as an actor id.
    pub by_actor: String,
    /// In which post.
    pub by_post: Option<String>,
    /// When it was said.
    pub at: Timestamp,
    /// When all work had gone over.
    pub gone_at: Option<Timestamp>,
    /// When all work had come back.
    pub back_at: Option<Timestamp>,
}

/// What one person is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Once for each person.
    pub id: String,
    /// `hand_over`, `hand_back`, `duty_unattended`, `duty_handed`, `campaign_unplanned`.
    pub kind: String,
    /// Ids and codes, nothing personal.
    pub about: serde_json::Value,
    /// When.
    pub at: Timestamp,
    /// They have read it.
    pub seen: bool,
}

/// A hand-over to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewHandOver {
    /// Who takes over.
    #[schema(value_type = String)]
    pub successor: PersonId,
    /// Since when, at most a year ahead; now by default.
    #[serde(default)]
    pub from: Option<Timestamp>,
    /// Until when, of a leave: then posts and work come back. Missing: for good.
    #[serde(default)]
    pub until: Option<Timestamp>,
    /// Which posts, by id; missing or empty: all of them, with all work.
    #[serde(default)]
    pub posts: Vec<String>,
    /// Why; at most 500 characters, kept apart and erasable.
    #[serde(default)]
    pub reason: Option<String>,
}

/// A unit to set up or to change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUnit {
    /// Letters, digits, `-`, `_`, `.`; at most 64.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// The code of the area where it sits.
    pub area: String,
    /// The unit it belongs to.
    #[serde(default)]
    pub parent: Option<String>,
    /// What it can do.
    #[serde(default)]
    pub functions: Vec<String>,
    /// How to reach it; at most 200 characters.
    #[serde(default)]
    pub contact: Option<String>,
}

/// A person to set up or to change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPerson {
    /// 2 to 64 characters without spaces; upper and lower case are the same. None: cannot log in.
    #[serde(default)]
    pub login: Option<String>,
    /// The name; at most 100 characters.
    pub name: String,
    /// The phone; at most 40 characters. In a change: missing keeps the one known, empty removes it.
    #[serde(default)]
    pub phone: Option<String>,
    /// A first password; only for a new person.
    #[serde(default)]
    pub password: Option<String>,
    /// A password already hashed (argon2 PHC text): imports and the demo city, never over HTTP.
    #[serde(skip)]
    pub password_hash: Option<String>,
}

/// A post to give or to change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPost {
    /// The kind.
    pub kind: String,
    /// Who holds it.
    #[schema(value_type = String)]
    pub person: PersonId,
    /// Who stands in.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub deputy: Option<PersonId>,
    /// The unit in which it is held.
    pub unit: String,
    /// The code of its area; the unit's area by default.
    #[serde(default)]
    pub area: Option<String>,
    /// Since when; now by default.
    #[serde(default)]
    pub valid_from: Option<Timestamp>,
    /// Until when.
    #[serde(default)]
    pub valid_to: Option<Timestamp>,
    /// The telephone of the duty, shown to everybody on the board of its area; at most 40 characters. In a change: missing
    /// keeps the one known, empty removes it. Never anybody's own.
    #[serde(default)]
    pub work_phone: Option<String>,
}

/// What became of something that was set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// It is new.
    Added,
    /// It was another.
    Changed,
    /// It was so already; no fact was written.
    Unchanged,
}

/// Everything of a new city at once, by the bulk path.
#[derive(Clone, Debug, Default)]
pub struct Seed {
    /// Units; parents may stand anywhere in the list.
    pub units: Vec<NewUnit>,
    /// People, each with a login.
    pub people: Vec<NewPerson>,
    /// Posts.
    pub posts: Vec<SeedPost>,
}

/// A post of a [`Seed`], which knows people by login.
#[derive(Clone, Debug)]
pub struct SeedPost {
    /// The kind.
    pub kind: String,
    /// Login of the holder.
    pub person: String,
    /// Login of the deputy.
    pub deputy: Option<String>,
    /// The unit's code.
    pub unit: String,
    /// The area's code; the unit's area by default.
    pub area: Option<String>,
}

/// What a [`Seed`] became.
#[derive(Clone, Debug, Default)]
pub struct Seeded {
    /// Ids by login.
    pub people: HashMap<String, PersonId>,
    /// Ids in the order of the seed's posts.
    pub posts: Vec<PostId>,
}
