//! What identity needs to be told: areas by code, and the kinds of posts with their roles.

use crate::model::Area;
use kernel::{Failure, Text, Timestamp};
use std::{
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};

/// The tree of areas, as far as identity looks at it. The grid implements it.
pub trait Areas: Send + Sync {
    /// The area with this code.
    fn area(&self, code: &str) -> Option<Area>;
    /// Areas of some levels at this one or under it, in the order of their paths; those in force.
    fn under(&self, code: Option<&str>, levels: &[&str], now: Timestamp) -> Vec<Area> {
        let _ = (code, levels, now);
        vec![]
    }
}

impl Areas for grid::Grid {
    fn area(&self, code: &str) -> Option<Area> {
        let area = grid::Grid::area(self, code)?;
        Some(Area {
            code: area.code.clone(),
            level: area.level.clone(),
            path: area.path.clone(),
            name: area.name.clone(),
        })
    }

    fn under(&self, code: Option<&str>, levels: &[&str], now: Timestamp) -> Vec<Area> {
        let tops = match code {
            Some(code) => vec![code.to_owned()],
            None => self.children(None).into_iter().map(|area| area.code.clone()).collect(),
        };
        let areas = tops.iter().flat_map(|top| self.subtree(top));
        let wanted = areas.filter(|area| levels.contains(&area.level.as_str()) && area.valid_at(now));
        wanted
            .map(|area| Area {
                code: area.code.clone(),
                level: area.level.clone(),
                path: area.path.clone(),
                name: area.name.clone(),
            })
            .collect()
    }
}

/// The numbers by which people know cases. Cases implement it.
#[async_trait::async_trait]
pub trait CaseNumbers: Send + Sync {
    /// Those of some cases of a home, by id.
    async fn numbers(&self, county: &str, ids: &[&str]) -> Result<HashMap<String, String>, Failure>;
}

/// What time it is somewhere: working calendars are another capability's.
#[async_trait::async_trait]
pub trait Zones: Send + Sync {
    /// The zone of an area, by its path; that of the whole for an empty one.
    async fn zone(&self, area_path: &str) -> Result<jiff::tz::TimeZone, Failure>;
}

/// The vocabulary of posts: what packs declare.
pub trait PostKinds: Send + Sync {
    /// The role of the policy table that a kind maps to; None for an unknown kind.
    fn role(&self, kind: &str) -> Option<String>;
    /// Its name.
    fn name(&self, kind: &str) -> Option<Text>;
    /// Every kind there is.
    fn kinds(&self) -> Vec<String>;
    /// What the areas of a level are to have: the team of a grid.
    fn teams(&self) -> Vec<TeamPlace> {
        vec![]
    }
}

/// Each area of a level is to have so many posts of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamPlace {
    /// The kind.
    pub kind: String,
    /// The id of the level.
    pub level: String,
    /// How many.
    pub count: usize,
}

/// The kinds that exist without any pack: the three administrators, each its own role.
pub const BUILTIN_KINDS: &[&str] = &["admin_system", "admin_security", "admin_audit"];

static NAMES: LazyLock<BTreeMap<String, Text>> = LazyLock::new(|| {
    // part of the program; a test reads it
    serde_saphyr::from_str(include_str!("../kinds.yaml")).expect("kinds.yaml is well-formed")
});

/// Code and name of the kinds that exist without any pack; their role has the same code.
pub fn builtin_kinds() -> impl Iterator<Item = (&'static str, &'static Text)> {
    NAMES.iter().map(|(code, name)| (code.as_str(), name))
}

/// Packs' kinds and our own together.
pub(crate) fn role(kinds: &dyn PostKinds, kind: &str) -> Option<String> {
    if NAMES.contains_key(kind) { Some(kind.to_string()) } else { kinds.role(kind) }
}

/// The name of a kind; its code when nobody named it.
pub(crate) fn name(kinds: &dyn PostKinds, kind: &str) -> Text {
    let own = NAMES.get(kind).cloned();
    own.or_else(|| kinds.name(kind)).unwrap_or_else(|| Text { zh: kind.into(), en: None })
}

/// Every kind, sorted.
pub(crate) fn all(kinds: &dyn PostKinds) -> Vec<String> {
    let mut all: Vec<String> = NAMES.keys().cloned().chain(kinds.kinds()).collect();
    all.sort();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_kinds_are_roles_of_the_policy() {
        let names: Vec<_> = builtin_kinds().map(|(code, _)| code).collect();
        let mut constants = BUILTIN_KINDS.to_vec();
        constants.sort_unstable();
        assert_eq!(names, constants);
        assert!(names.iter().all(|kind| authz::Policy::builtin().is_post_role(kind)));
    }
}
