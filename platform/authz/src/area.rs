//! Areas as paths of codes: 'a/b' covers 'a/b' and 'a/b/…', the empty path covers everything.

/// True when `area` covers `path`.
pub fn covers(area: &str, path: &str) -> bool {
    area.is_empty() || path.strip_prefix(area).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Where something may be done: a subtree of areas, and within it all things or only those of one unit.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Scope {
    /// The top of the subtree; empty for everywhere.
    pub area_path: String,
    /// Only what this unit owes or assists.
    pub unit: Option<String>,
}

impl Scope {
    /// Everything.
    pub fn everywhere() -> Self {
        Self { area_path: String::new(), unit: None }
    }

    /// True when the scope holds everything that `other` holds.
    pub fn contains(&self, other: &Self) -> bool {
        covers(&self.area_path, &other.area_path) && (self.unit.is_none() || self.unit == other.unit)
    }

    /// True when a thing at `area_path` owed by `units` is inside.
    pub fn holds(&self, area_path: &str, units: &[&str]) -> bool {
        covers(&self.area_path, area_path) && self.unit.as_deref().is_none_or(|unit| units.contains(&unit))
    }

    /// The subtree as one index range and its top: `path = top OR (path >= from AND path < to)`. For everywhere the
    /// range alone holds every path.
    pub fn range(&self) -> (String, String, String) {
        if self.area_path.is_empty() {
            return (String::new(), String::new(), "\u{10FFFF}".into());
        }
        // '0' is the character after '/'
        (self.area_path.clone(), format!("{}/", self.area_path), format!("{}0", self.area_path))
    }

    /// Drops every scope that another one contains; sorted.
    pub fn without_covered(mut scopes: Vec<Self>) -> Vec<Self> {
        scopes.sort();
        scopes.dedup();
        let all = scopes.clone();
        scopes.retain(|scope| !all.iter().any(|other| other != scope && other.contains(scope)));
        scopes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_that_begins_alike_is_another_area() {
        assert!(covers("a/b", "a/b"));
        assert!(covers("a/b", "a/b/c"));
        assert!(covers("", "a"));
        assert!(!covers("a/b", "a/bc"));
        assert!(!covers("a/b", "a"));
    }

    proptest! {
        #[test]
        fn the_index_range_is_the_subtree(area in "[ab0-]{0,2}(/[ab0-]{1,2}){0,2}", path in "[ab0-]{1,2}(/[ab0-]{1,2}){0,3}") {
            let (top, from, to) = Scope { area_path: area.clone(), unit: None }.range();
            let in_range = path == top || (path >= from && path < to);
            prop_assert_eq!(in_range, covers(&area, &path), "{} {}", area, path);
        }
    }
}
