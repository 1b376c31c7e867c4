//! The dispatch catalogue (派单目录, 权责清单): who owes what, as the city itself writes it. It is asked before the pack's
//! routes. An arbiter's ruling becomes an entry, so that the next like case goes where the ruling said.

use kernel::Timestamp;
use routing::{Clocks, Decision, FunctionTarget, Priority, Source, UnitTarget, Why};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use workflow::Level;

/// One entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Its id.
    #[serde(default)]
    pub id: String,
    /// The pack.
    pub pack: String,
    /// The category it speaks of, with everything below.
    pub category: String,
    /// Where it holds: codes joined by `/`; empty everywhere.
    #[serde(default)]
    pub area_path: String,
    /// It comes from an arbiter's ruling.
    #[serde(default)]
    pub ruling: bool,
    /// Code of the leading unit; empty when `function` names one.
    #[serde(default)]
    pub unit: String,
    /// A function instead of a unit.
    #[serde(default)]
    pub function: Option<String>,
    /// At which ancestor of the case that function is looked for.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub level: Option<Level>,
    /// Codes of assisting units.
    #[serde(default)]
    pub assists: Vec<String>,
    /// How much it presses.
    #[serde(default)]
    #[schema(value_type = String)]
    pub priority: Priority,
    /// The promise: code of a clock of the pack.
    #[serde(default)]
    pub promise: Option<String>,
    /// The time to sign.
    #[serde(default)]
    pub sign: Option<String>,
    /// The time to finish.
    #[serde(default)]
    pub task: Option<String>,
    /// Filing condition (立案条件).
    #[serde(default)]
    pub condition: Option<String>,
    /// Closing standard (结案标准).
    #[serde(default)]
    pub standard: Option<String>,
    /// Legal basis (法律依据).
    #[serde(default)]
    pub basis: Option<String>,
    /// The case in which the ruling was made.
    #[serde(default)]
    pub case_number: Option<String>,
    /// In force from.
    #[serde(default)]
    pub valid_from: Timestamp,
    /// In force until.
    #[serde(default)]
    pub valid_to: Option<Timestamp>,
    /// When it was written.
    #[serde(default)]
    pub created_at: Timestamp,
}

impl Entry {
    /// `ruling` or `catalogue`.
    pub fn source_code(&self) -> &'static str {
        if self.ruling { "ruling" } else { "catalogue" }
    }

    /// In force at a moment.
    pub fn valid_at(&self, at: Timestamp) -> bool {
        self.valid_from <= at && self.valid_to.is_none_or(|end| at < end)
    }

    fn target(&self) -> Option<UnitTarget> {
        match (&self.function, self.level) {
            (Some(function), Some(level)) if self.unit.is_empty() => {
                let FunctionTarget { function, level } = FunctionTarget { function: function.clone(), level };
                Some(UnitTarget::Function { function, level })
            }
            _ if self.unit.is_empty() => None,
            _ => Some(UnitTarget::Unit(self.unit.clone())),
        }
    }

    /// The decision this entry gives.
    pub fn decision(&self) -> Decision {
        let mut values: Vec<(String, Value)> = vec![("category".into(), json!(self.category))];
        if !self.area_path.is_empty() {
            values.push(("area".into(), json!(self.area_path.rsplit('/').next())));
        }
        if let Some(number) = &self.case_number {
            values.push(("ruling".into(), json!(number)));
        }
        Decision {
            rule: Some(self.id.clone()),
            source: if self.ruling { Source::Ruling } else { Source::Catalogue },
            unit: self.target(),
            assists: self.assists.iter().cloned().map(UnitTarget::Unit).collect(),
            priority: self.priority,
            clocks: Clocks {
                promise: self.promise.clone(),
                sign: self.sign.clone(),
                task: self.task.clone(),
            },
            why: Why { rule: Some(self.id.clone()), values, ..Why::default() },
        }
    }
}

/// The entry that speaks for a case: the nearest category, then the smallest area, then a ruling before the list, then
/// the youngest. `categories`: the case's own first, then its ancestors.
pub fn choose<'a>(
    entries: &'a [Entry],
    categories: &[String],
    area_path: &str,
    at: Timestamp,
) -> Option<&'a Entry> {
    let nearness = |e: &Entry| categories.iter().position(|c| *c == e.category);
    entries
        .iter()
        .filter(|e| e.valid_at(at) && authz::covers(&e.area_path, area_path) && e.target().is_some())
        .filter_map(|e| Some((nearness(e)?, e)))
        .min_by_key(|(near, e)| {
            (
                *near,
                std::cmp::Reverse(e.area_path.len()),
                !e.ruling,
                std::cmp::Reverse((e.valid_from, e.id.clone())),
            )
        })
        .map(|(_, e)| e)
}

/// Whether a matter lies within the mandate of a village: nobody has written that it belongs to somebody above.
pub fn in_mandate(entries: &[Entry]) -> bool {
    entries.is_empty() || entries.iter().any(|e| matches!(e.level, Some(Level::Grid | Level::Village)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: &str, category: &str, area: &str, ruling: bool, unit: &str) -> Entry {
        let text = json!({ "id": id, "pack": "p", "category": category, "area_path": area, "ruling": ruling, "unit": unit,
            "valid_from": "2026-01-01T00:00:00Z" });
        serde_json::from_value(text).unwrap()
    }

    #[test]
    fn the_nearest_category_then_the_smallest_area_then_the_ruling() {
        let now = Timestamp::parse("2026-03-01T00:00:00Z").unwrap();
        let path = ["0103".to_owned(), "01".to_owned()];
        let pick = |entries: &[Entry]| choose(entries, &path, "35/3503/350304", now).map(|e| e.id.clone());
        let all = [
            entry("top", "01", "35/3503/350304", true, "u"),
            entry("far", "0103", "", false, "u"),
            entry("near", "0103", "35/3503", false, "u"),
            entry("ruled", "0103", "35/3503", true, "u"),
            entry("else", "0103", "35/3509", true, "u"),
            entry("nobody", "0103", "35/3503/350304", true, ""),
        ];
        assert_eq!(pick(&all).as_deref(), Some("ruled"));
        assert_eq!(pick(&all[..3]).as_deref(), Some("near"));
        assert_eq!(pick(&all[..1]).as_deref(), Some("top"));
        assert_eq!(pick(&[]), None);
        let ended = Entry { valid_to: Some(now), ..all[3].clone() };
        assert_eq!(pick(&[ended]), None);
        assert_eq!(all[3].decision().source, Source::Ruling);
    }

    #[test]
    fn the_mandate_ends_where_the_catalogue_names_somebody_above() {
        assert!(in_mandate(&[]));
        assert!(!in_mandate(&[entry("e", "01", "", false, "u")]));
        let village = Entry { level: Some(Level::Village), ..entry("e", "01", "", false, "") };
        assert!(in_mandate(&[village]));
    }
}
