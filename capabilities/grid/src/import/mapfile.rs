//! The map file: a YAML document that says how somebody's file becomes areas. The code knows no column, code or place.

use std::collections::BTreeMap;

use geometry::Datum;
use kernel::Text;
use serde::Deserialize;

use super::{Field, Format, Reading};
use crate::model::{ImportKind, ProblemKind};
use crate::profile::{DEFAULT_PROFILE, Profile, ProfileError};

/// Column names used where no map file is given.
const DEFAULT_MAP: &str = include_str!("default-map.yaml");

/// Why a map file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum MapError {
    /// Not the YAML expected; the text names line and column.
    #[error("{0}")]
    Yaml(String),
    /// The profile is unknown or contradicts itself.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// A problem that cannot be allowed, since nothing sensible could be imported.
    #[error("checks.allow: {0} cannot be allowed")]
    NotAllowable(String),
    /// A layer is imported, but the map does not say which.
    #[error("a layer needs `layer: {{ code, name }}`")]
    NoLayer,
}

/// A map file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportMap {
    /// The id of a built-in code profile, or a profile written out.
    #[serde(default)]
    profile: ProfileChoice,
    /// The layer that is imported.
    #[serde(default)]
    pub layer: Option<FixedLayer>,
    /// `csv` or `geojson`, where the file's name does not tell.
    #[serde(default)]
    pub format: Option<Format>,
    /// What stands between the columns of a CSV file, a comma if not given.
    #[serde(default = "comma")]
    pub delimiter: char,
    /// The datum of all coordinates in the file.
    #[serde(default)]
    pub datum: Datum,
    /// Only records whose column has one of the values.
    #[serde(default)]
    pub only: BTreeMap<String, Vec<String>>,
    /// The code.
    #[serde(default)]
    pub code: Option<Field>,
    /// The name.
    #[serde(default)]
    pub name: Option<Names>,
    /// The id of the level; where it is not given, the code tells.
    #[serde(default)]
    pub level: Option<Field>,
    /// The code of the parent; where it is not given, the code tells.
    #[serde(default)]
    pub parent: Option<Field>,
    /// `ordinary` or `exclusive`.
    #[serde(default)]
    pub kind: Option<Field>,
    /// Local codes, separated by `;`.
    #[serde(default)]
    pub aliases: Option<Field>,
    /// From when, a day (`2026-01-31`) or RFC 3339.
    #[serde(default)]
    pub valid_from: Option<Field>,
    /// Until when, the first moment it is no more.
    #[serde(default)]
    pub valid_to: Option<Field>,
    /// Codes that take its place, separated by `;`.
    #[serde(default)]
    pub successors: Option<Field>,
    /// The column that holds the geometry, as GeoJSON or well-known text.
    #[serde(default)]
    pub geometry: Option<Field>,
    /// The time zone in which days are meant, an IANA name.
    #[serde(default = "default_zone")]
    pub zone: String,
    /// The code of the area at the top of the tree, where that is not of the first level.
    #[serde(default)]
    pub root: Option<String>,
    /// Areas that the file does not have, such as the root; one that names no parent stands at the top.
    #[serde(default)]
    pub areas: Vec<FixedArea>,
    /// Whether parents that nobody names are made from the codes below them, with the code as their name.
    #[serde(default)]
    pub make_parents: bool,
    /// Whether records of the same code are parts of one area.
    #[serde(default)]
    pub join: bool,
    /// Whether the file is complete: known areas of the same levels under the same parents (or of the layer) that it
    /// does not have come to an end.
    #[serde(default)]
    pub replace: bool,
    /// How strict the checks are.
    #[serde(default)]
    pub checks: Checks,
}

fn comma() -> char {
    ','
}

fn default_zone() -> String {
    "Asia/Shanghai".into()
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum ProfileChoice {
    Id(String),
    Inline(Profile),
}

impl Default for ProfileChoice {
    fn default() -> Self {
        Self::Id(DEFAULT_PROFILE.into())
    }
}

/// The name in one or two languages: `name: column` for Chinese alone, or `{ zh: FIELD, en: FIELD }`.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Names {
    /// Two languages.
    Both {
        /// Chinese, or the only name there is.
        zh: Field,
        /// English.
        #[serde(default)]
        en: Option<Field>,
    },
    /// One field.
    One(Field),
}

impl Names {
    /// The name of a record.
    pub fn get(&self, record: &super::Record) -> Option<Text> {
        let (zh, en) = match self {
            Self::One(f) => (f.get(record), None),
            Self::Both { zh, en } => (zh.get(record), en.as_ref().and_then(|f| f.get(record))),
        };
        zh.or_else(|| en.clone()).map(|zh| Text { zh, en })
    }
}

/// The layer a map file is for.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FixedLayer {
    /// The layer's code.
    pub code: String,
    /// The layer's name.
    pub name: Text,
}

/// An area that the map file itself brings.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FixedArea {
    /// Its code.
    pub code: String,
    /// The id of its level; where it is not given, the code tells.
    #[serde(default)]
    pub level: Option<String>,
    /// The code of its parent; where it is not given, the code tells.
    #[serde(default)]
    pub parent: Option<String>,
    /// Its name.
    pub name: Text,
}

/// How strict the checks are. What a map allows is still reported, as a warning.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checks {
    /// Overlaps, gaps and pieces outside up to this area are nothing, m².
    #[serde(default = "one")]
    pub tolerance_m2: f64,
    /// Kinds of problem that may be imported all the same: up to an area in m², or `any`.
    #[serde(default)]
    pub allow: BTreeMap<ProblemKind, Allow>,
}

impl Default for Checks {
    fn default() -> Self {
        Self { tolerance_m2: one(), allow: BTreeMap::new() }
    }
}

fn one() -> f64 {
    1.0
}

/// Up to where a problem is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Allow {
    /// Up to so many m².
    UpTo(f64),
    /// The word `any`.
    Any(AnyWord),
}

/// The word `any`.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AnyWord {
    /// However large.
    Any,
}

impl Allow {
    /// Whether a problem of this area is allowed.
    pub fn covers(self, area_m2: Option<f64>) -> bool {
        match self {
            Self::Any(_) => true,
            Self::UpTo(limit) => area_m2.is_some_and(|a| a <= limit),
        }
    }
}

impl ImportMap {
    /// Reads a map file.
    ///
    /// # Errors
    /// [`MapError`], with line and column where the text is at fault.
    pub fn parse(yaml: &str, kind: ImportKind) -> Result<Self, MapError> {
        // `no`, `y` and the like are names of columns, not truth values
        let options = serde_saphyr::options! { strict_booleans: true };
        let map: Self =
            serde_saphyr::from_str_with_options(yaml, options).map_err(|e| MapError::Yaml(e.to_string()))?;
        map.profile()?;
        if let Some(kind) = map.checks.allow.keys().find(|k| !k.can_be_allowed()) {
            let word = serde_json::to_value(kind).map(|v| v.to_string()).unwrap_or_default();
            return Err(MapError::NotAllowable(word));
        }
        if kind == ImportKind::Layer && map.layer.is_none() {
            return Err(MapError::NoLayer);
        }
        Ok(map)
    }

    /// The map used where none is given: columns and properties with the names of the documentation.
    ///
    /// # Errors
    /// [`MapError::NoLayer`] for a layer, which needs a map.
    pub fn standard(kind: ImportKind) -> Result<Self, MapError> {
        Self::parse(DEFAULT_MAP, kind)
    }

    /// How the file is to be read.
    pub fn reading(&self) -> Reading {
        Reading { format: self.format, delimiter: u8::try_from(self.delimiter).unwrap_or(b',') }
    }

    /// The profile, checked.
    ///
    /// # Errors
    /// [`ProfileError`].
    pub fn profile(&self) -> Result<Profile, ProfileError> {
        let profile = match &self.profile {
            ProfileChoice::Id(id) => Profile::built_in(id)?,
            ProfileChoice::Inline(profile) => profile.clone(),
        };
        profile.check()?;
        Ok(profile)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_map_is_sound() {
        let map = ImportMap::standard(ImportKind::Divisions).unwrap();
        assert_eq!(map.profile().unwrap().id, DEFAULT_PROFILE);
        assert!(matches!(ImportMap::standard(ImportKind::Layer), Err(MapError::NoLayer)));
    }

    #[test]
    fn a_map_brings_its_own_profile_areas_and_checks() {
        let yaml = r#"
profile:
  id: wards
  home: ward
  levels:
    - { id: town, name: { zh: 镇, en: Town } }
    - { id: ward, name: { zh: 区 } }
areas:
  - { code: T, level: town, name: { zh: 镇 } }
level: { value: ward }
code: { column: no, pad: 2 }
name: { zh: title, en: { template: "Ward {no}" } }
parent: { value: T }
checks:
  tolerance_m2: 25
  allow: { overlap: 5000, gap: any }
"#;
        let map = ImportMap::parse(yaml, ImportKind::Divisions).unwrap();
        assert_eq!(map.profile().unwrap().levels.len(), 2);
        assert_eq!(map.checks.tolerance_m2, 25.0);
        let allow = |k| map.checks.allow.get(&k).copied();
        assert!(allow(ProblemKind::Gap).unwrap().covers(None));
        assert!(allow(ProblemKind::Overlap).unwrap().covers(Some(4_999.0)));
        assert!(!allow(ProblemKind::Overlap).unwrap().covers(Some(5_001.0)));
        assert_eq!(allow(ProblemKind::RingCrosses), None);
    }

    #[test]
    fn a_bad_map_says_where() {
        let e = ImportMap::parse("code: id\ncolour: red\n", ImportKind::Divisions).unwrap_err();
        assert!(e.to_string().contains("colour"), "{e}");
        let e = ImportMap::parse("checks: {allow: {code_duplicate: any}}", ImportKind::Divisions);
        assert!(matches!(e.unwrap_err(), MapError::NotAllowable(k) if k.contains("code_duplicate")));
        let e = ImportMap::parse("profile: nowhere", ImportKind::Divisions).unwrap_err();
        assert!(matches!(e, MapError::Profile(ProfileError::Unknown(..))), "{e}");
    }
}
