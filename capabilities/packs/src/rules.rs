//! Pure: what becomes of a pack by its facts, and which packs may be in use together.

use kernel::{Refusal, Timestamp};
use serde::{Deserialize, Serialize};

use crate::loaded::Loaded;
use crate::store::StateRow;

/// A version came into the house.
pub const ADDED: &str = "pack.added";
/// A version was put into use.
pub const ENABLED: &str = "pack.enabled";
/// The pack was switched off.
pub const DISABLED: &str = "pack.disabled";

/// The data of every fact of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// The version's number; of [`DISABLED`]: the one that was in use.
    pub version: String,
    /// The version's hash.
    pub hash: String,
}

/// The state of a pack after one more fact; `state` is what it was.
pub(crate) fn apply(
    state: Option<StateRow>,
    id: &str,
    action: &str,
    data: &Version,
    at: Timestamp,
) -> Option<StateRow> {
    let in_use = state.as_ref().is_some_and(|s| s.hash.is_some());
    match action {
        ENABLED => {
            let since = state.filter(|_| in_use).map_or(at, |s| s.since);
            Some(StateRow { id: id.to_owned(), hash: Some(data.hash.clone()), since })
        }
        DISABLED => Some(StateRow { id: id.to_owned(), hash: None, since: at }),
        _ => state,
    }
}

/// Refuses a pack whose words contradict those of the packs in use: one kind of post cannot have two roles.
pub(crate) fn fits<'a>(pack: &Loaded, others: impl Iterator<Item = &'a Loaded>) -> Result<(), Refusal> {
    for other in others.filter(|other| other.pack.id != pack.pack.id) {
        for post in &pack.pack.posts {
            let same = other.pack.posts.iter().find(|known| known.code == post.code);
            if let Some(known) = same
                && known.role != post.role
            {
                return Err(Refusal::rule("pack.post_conflict")
                    .at(format!("posts/{}", post.code))
                    .got(&post.role)
                    .want(format!("{} as in {}", known.role, other.pack.id)));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_make_the_state() {
        let data = |hash: &str| Version { version: "1.0.0".into(), hash: hash.into() };
        let at = Timestamp;
        let none = apply(None, "p", ADDED, &data("a"), at(1));
        assert_eq!(none, None);
        let first = apply(none, "p", ENABLED, &data("a"), at(2));
        assert_eq!(first, Some(StateRow { id: "p".into(), hash: Some("a".into()), since: at(2) }));
        let next = apply(first, "p", ENABLED, &data("b"), at(3));
        assert_eq!(next.as_ref().map(|s| s.since), Some(at(2)), "another version keeps the pack's place");
        let off = apply(next, "p", DISABLED, &data("b"), at(4));
        assert_eq!(off, Some(StateRow { id: "p".into(), hash: None, since: at(4) }));
        assert_eq!(apply(off, "p", ENABLED, &data("b"), at(5)).map(|s| s.since), Some(at(5)));
    }
}
