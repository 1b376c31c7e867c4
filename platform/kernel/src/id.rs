//! Typed identifiers: a UUIDv7 in its text form, so that keys sort by the time they were made.

use serde::{Deserialize, Serialize};
use std::{fmt, marker::PhantomData, str::FromStr};

/// What an [`Id`] identifies; the name is used in errors.
pub trait Kind {
    /// The singular word for the thing, such as `case`.
    const NAME: &'static str;
}

/// An identifier of a `K`, 36 characters of lower-case hexadecimal text.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Id<K>(String, #[serde(skip)] PhantomData<fn() -> K>);

impl<K> Id<K> {
    /// Wraps a text that is already known to be an id (a column of our own tables).
    pub fn trusted(text: impl Into<String>) -> Self {
        Self(text.into(), PhantomData)
    }
    /// The text form.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<K: Kind> FromStr for Id<K> {
    type Err = crate::Refusal;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match uuid::Uuid::try_parse(text) {
            Ok(id) => Ok(Self::trusted(id.hyphenated().to_string())),
            Err(_) => Err(crate::Refusal::invalid(K::NAME, text, "a UUID")),
        }
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        Self::trusted(self.0.clone())
    }
}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<K> Eq for Id<K> {}
impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}
impl<K> std::hash::Hash for Id<K> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<K> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
