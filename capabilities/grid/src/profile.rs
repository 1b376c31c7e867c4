//! Code profiles: which levels a tree has, how codes are built, and which level is home.
//!
//! A profile is data: a built-in one by its id (`profiles/*.yaml`), or written out in the map file of an import.

use kernel::Text;
use serde::{Deserialize, Serialize};

/// The profile used where a map file names none: the statistical code in 2+2+2+3+3 digits.
pub const DEFAULT_PROFILE: &str = "cn-statistical";

const BUILT_IN: &[&str] = &[include_str!("profiles/cn-statistical.yaml")];

/// The levels of a tree, from the top, and how its codes are built.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Its id.
    pub id: String,
    /// The id of the level whose areas keep the cases of everything under them.
    pub home: String,
    /// Whether codes of a fixed length may have letters as well as digits.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub letters: bool,
    /// From the top down.
    pub levels: Vec<Level>,
}

/// One level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// Its id, such as `town`.
    pub id: String,
    /// Its name on screens.
    pub name: Text,
    /// Digits of a code of this level. With it the parent follows from the code: its first digits. Without it
    /// any code will do and the parent is named, or is the area whose code this one begins with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<usize>,
    /// Whether areas of this level are grids, imported as grids.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub grid: bool,
}

/// Why a profile cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProfileError {
    /// No built-in profile of that id.
    #[error("no profile {0:?}; known are {1}")]
    Unknown(String, String),
    /// No level at all, the same level twice, lengths that do not grow, a home that is no level.
    #[error("profile {0:?}: {1}")]
    Malformed(String, String),
}

/// A code that was read, in its one form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadCode {
    /// The code without padding.
    pub code: String,
    /// Position of its level.
    pub depth: usize,
}

impl Profile {
    /// A built-in profile.
    ///
    /// # Errors
    /// [`ProfileError::Unknown`].
    pub fn built_in(id: &str) -> Result<Self, ProfileError> {
        let all: Vec<Profile> = BUILT_IN.iter().filter_map(|t| serde_saphyr::from_str(t).ok()).collect();
        let known = all.iter().map(|p| p.id.as_str()).collect::<Vec<_>>().join(", ");
        all.into_iter().find(|p| p.id == id).ok_or_else(|| ProfileError::Unknown(id.to_owned(), known))
    }

    /// Looks for contradictions.
    ///
    /// # Errors
    /// [`ProfileError::Malformed`].
    pub fn check(&self) -> Result<(), ProfileError> {
        let bad = |why: String| Err(ProfileError::Malformed(self.id.clone(), why));
        if self.levels.is_empty() {
            return bad("no levels".into());
        }
        let mut longest = 0;
        let mut open = false;
        for (i, level) in self.levels.iter().enumerate() {
            if self.levels[..i].iter().any(|l| l.id == level.id) {
                return bad(format!("level {:?} stands twice", level.id));
            }
            match level.length {
                Some(length) if length <= longest || open => {
                    return bad(format!("length of level {:?} does not grow", level.id));
                }
                Some(length) => longest = length,
                None => open = true,
            }
        }
        match self.depth(&self.home) {
            Some(_) => Ok(()),
            None => bad(format!("home {:?} is not one of the levels", self.home)),
        }
    }

    /// The position of a level by its id.
    pub fn depth(&self, level: &str) -> Option<usize> {
        self.levels.iter().position(|l| l.id == level)
    }

    /// The position of the home level; the top if the profile names none that exists.
    pub fn home_depth(&self) -> usize {
        self.depth(&self.home).unwrap_or(0)
    }

    /// Reads a code: takes zeros off that only fill it up (`350302000000` is the county `350302`), and finds its
    /// level where none is given. Nothing if the profile does not allow the code.
    pub fn read_code(&self, raw: &str, depth: Option<usize>) -> Option<ReadCode> {
        let clean = !raw.is_empty() && !raw.contains(['/', ' ', '\t', '\n', '"']) && raw.len() <= 64;
        if !clean {
            return None;
        }
        match depth {
            Some(depth) => self.code_at(raw, depth),
            None => self.code_anywhere(raw),
        }
    }

    fn code_at(&self, raw: &str, depth: usize) -> Option<ReadCode> {
        let Some(length) = self.levels.get(depth)?.length else {
            return Some(ReadCode { code: raw.to_owned(), depth });
        };
        if !raw.is_ascii() || raw.len() < length {
            return None;
        }
        let (code, filling) = raw.split_at(length);
        let digits = code.bytes().all(|b| b.is_ascii_digit() || self.letters && b.is_ascii_alphabetic());
        let filled = filling.bytes().all(|b| b == b'0') && self.is_length(raw.len());
        (digits && filled).then(|| ReadCode { code: code.to_owned(), depth })
    }

    fn is_length(&self, length: usize) -> bool {
        self.levels.iter().any(|l| l.length == Some(length))
    }

    /// The shortest level whose rest is only zeros, but at least one digit of that level's own is not.
    fn code_anywhere(&self, raw: &str) -> Option<ReadCode> {
        let fixed: Vec<(usize, usize)> =
            self.levels.iter().enumerate().filter_map(|(i, l)| Some((i, l.length?))).collect();
        if fixed.is_empty() || !raw.is_ascii() || !self.is_length(raw.len()) {
            return None;
        }
        let significant = raw.trim_end_matches('0').len();
        let (depth, length) = fixed.into_iter().find(|(_, length)| *length >= significant)?;
        self.code_at(raw, depth).filter(|_| length <= raw.len())
    }

    /// Codes the parent may have, the nearest first, as the code itself tells: its leading digits, at the lengths of
    /// the levels above. Empty where the code tells nothing.
    pub fn parents_by_code<'a>(
        &'a self,
        code: &'a str,
        depth: usize,
    ) -> impl Iterator<Item = (usize, &'a str)> {
        self.levels.iter().enumerate().take(depth).rev().filter_map(move |(i, level)| {
            let length = level.length.filter(|l| *l < code.len() && code.is_char_boundary(*l))?;
            Some((i, &code[..length]))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cn() -> Profile {
        Profile::built_in(DEFAULT_PROFILE).unwrap()
    }

    #[test]
    fn the_built_in_profile_is_sound() {
        let cn = cn();
        cn.check().unwrap();
        assert_eq!(cn.levels[cn.home_depth()].id, "county");
        assert!(matches!(Profile::built_in("x"), Err(ProfileError::Unknown(_, _))));
    }

    #[test]
    fn codes_of_every_level_in_short_and_long_form() {
        let cn = cn();
        for (raw, code, level) in [
            ("35", "35", "province"),
            ("350000", "35", "province"),
            ("350300", "3503", "city"),
            ("350302", "350302", "county"),
            ("350302000000", "350302", "county"),
            ("350302001", "350302001", "town"),
            ("350302001000", "350302001", "town"),
            ("350302001002", "350302001002", "village"),
        ] {
            let read = cn.read_code(raw, None).unwrap();
            assert_eq!((read.code.as_str(), cn.levels[read.depth].id.as_str()), (code, level), "{raw}");
            assert_eq!(cn.read_code(raw, cn.depth(level)), Some(read), "{raw}");
        }
        // a city without counties: the county's digits are zeros, which only the level can tell
        assert_eq!(cn.read_code("441900", cn.depth("county")).unwrap().code, "441900");
    }

    #[test]
    fn ill_formed_codes_are_refused() {
        let cn = cn();
        for raw in ["", "3", "35030", "3503021", "35030A", "350302 001", "a/b", "三五"] {
            assert_eq!(cn.read_code(raw, None), None, "{raw}");
        }
        assert_eq!(cn.read_code("350302001", cn.depth("county")), None, "too long for a county");
        assert_eq!(cn.read_code("3503", cn.depth("county")), None, "too short for a county");
    }

    #[test]
    fn parents_follow_from_the_code() {
        let cn = cn();
        let parents = |code: &str, level: &str| -> Vec<String> {
            cn.parents_by_code(code, cn.depth(level).unwrap()).map(|(_, c)| c.to_owned()).collect()
        };
        assert_eq!(parents("350302001", "town"), ["350302", "3503", "35"]);
        assert_eq!(parents("350302001002001", "grid")[0], "350302001002");
        assert!(parents("35", "province").is_empty());
    }

    #[test]
    fn a_profile_without_lengths_takes_any_code() {
        let level =
            |id: &str| Level { id: id.into(), name: Text::new("级", "level"), length: None, grid: false };
        let p = Profile {
            id: "p".into(),
            home: "b".into(),
            letters: false,
            levels: vec![level("a"), level("b")],
        };
        p.check().unwrap();
        assert_eq!(p.read_code("CD-1", Some(1)).unwrap().code, "CD-1");
        assert_eq!(p.read_code("CD-1", None), None, "the level must be given");
        let bad = Profile { home: "c".into(), ..p.clone() };
        assert!(bad.check().is_err());
        let twice = Profile { levels: vec![level("b"), level("b")], ..p };
        assert!(twice.check().is_err());
    }

    proptest! {
        #[test]
        fn reading_never_panics_and_is_stable(raw in "\\PC{0,20}|[0-9]{1,14}", depth in 0usize..9) {
            let cn = cn();
            for d in [None, Some(depth)] {
                if let Some(read) = cn.read_code(&raw, d) {
                    prop_assert_eq!(cn.read_code(&read.code, Some(read.depth)), Some(read.clone()));
                    prop_assert!(raw.starts_with(&read.code));
                    for (i, parent) in cn.parents_by_code(&read.code, read.depth) {
                        prop_assert!(i < read.depth && read.code.starts_with(parent));
                    }
                }
            }
        }
    }
}
