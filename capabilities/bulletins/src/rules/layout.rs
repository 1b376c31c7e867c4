//! The layout: what a bulletin contains, as data. Read once, checked whole.

use super::formula::Formula;
use kernel::Text;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// The layout that ships with the program.
const BUILT_IN: &str = include_str!("../../layout.yaml");
/// The words that a layout must have.
const WORDS: [&str; 30] = [
    "more", "less", "same", "none", "count", "rate", "hours", "empty", "unnamed", "own", "month", "before", "year",
    "measure", "total", "excluded", "exclusions", "no_exclusions", "case", "unit", "ground", "measures", "reason", "all",
    "draft", "signed_by", "sha256", "legend", "date", "share",
];

/// What a measure is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// How many.
    Count,
    /// A share.
    Rate,
    /// Hours.
    Hours,
}

impl Kind {
    /// The word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Rate => "rate",
            Self::Hours => "hours",
        }
    }
}

/// Which of the two times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Time {
    /// To the first answer.
    Answer,
    /// To the end.
    Close,
}

/// A measure.
#[derive(Clone, Debug)]
pub struct Measure {
    /// Its id.
    pub id: String,
    /// How it is written.
    pub kind: Kind,
    /// What is counted.
    pub n: Formula,
    /// Of how many.
    pub of: Option<Formula>,
    /// The quantile of which time.
    pub hours: Option<(Time, f64)>,
    /// Its name.
    pub name: Text,
    /// Its definition.
    pub what: Text,
}

/// What rows are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// The areas right under the bulletin's.
    Area,
    /// Units.
    Unit,
    /// Categories.
    Category,
}

impl Told {
    /// The word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Area => "area",
            Self::Unit => "unit",
            Self::Category => "category",
        }
    }
    /// The dimension of that word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Area, Self::Unit, Self::Category].into_iter().find(|told| told.code() == word)
    }
}

/// A table or a chart of groups.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Groups {
    /// What rows are.
    pub by: Told,
    /// Of categories: how far down the tree, 1 is the top; 0 or nothing: the categories themselves.
    #[serde(default)]
    pub depth: usize,
    /// Columns.
    #[serde(default)]
    pub measures: Vec<String>,
    /// Or the one that is drawn.
    #[serde(default)]
    pub measure: Option<String>,
}

/// A piece of a section.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Piece {
    /// A sentence.
    Text(Text),
    /// Measures, with the month before and the same month a year ago.
    Measures(Vec<String>),
    /// A table.
    Table(Groups),
    /// A chart.
    Bars(Groups),
}

/// A section.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// What stands in it.
    pub blocks: Vec<Piece>,
}

/// A ground of objections.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ground {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: String,
    title: Text,
    number: Text,
    issuer: Text,
    footer: Text,
    words: BTreeMap<String, Text>,
    grounds: Vec<Ground>,
    measures: Vec<FileMeasure>,
    sections: Vec<Section>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileMeasure {
    id: String,
    n: String,
    #[serde(default)]
    of: Option<String>,
    #[serde(default)]
    hours: Option<Time>,
    #[serde(default)]
    share: Option<f64>,
    name: Text,
    what: Text,
}

/// What a bulletin contains.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Its id.
    pub id: String,
    /// Title.
    pub title: Text,
    /// How numbers are written.
    pub number: Text,
    /// Who issues it.
    pub issuer: Text,
    /// At the foot of the paper.
    pub footer: Text,
    /// Short words.
    pub words: BTreeMap<String, Text>,
    /// Grounds of objections.
    pub grounds: Vec<Ground>,
    /// Measures.
    pub measures: Vec<Measure>,
    /// Sections.
    pub sections: Vec<Section>,
}

impl Layout {
    /// The layout that ships with the program.
    ///
    /// # Errors
    /// None, as a test sees to.
    pub fn built_in() -> Result<Self, String> {
        Self::parse(BUILT_IN)
    }

    /// Reads a layout; the error names what is wrong.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: File = serde_saphyr::from_str(text).map_err(|e| e.to_string())?;
        let measures = file.measures.into_iter().map(measure).collect::<Result<Vec<_>, _>>()?;
        let layout = Self {
            id: file.id,
            title: file.title,
            number: file.number,
            issuer: file.issuer,
            footer: file.footer,
            words: file.words,
            grounds: file.grounds,
            measures,
            sections: file.sections,
        };
        layout.check()?;
        Ok(layout)
    }

    fn check(&self) -> Result<(), String> {
        if let Some(word) = WORDS.iter().find(|word| !self.words.contains_key(**word)) {
            return Err(format!("words: {word:?} is missing"));
        }
        if self.grounds.is_empty() || self.sections.is_empty() {
            return Err("grounds and sections: at least one of each".into());
        }
        let ids: BTreeSet<&str> = self.measures.iter().map(|m| m.id.as_str()).collect();
        if ids.len() != self.measures.len() {
            return Err("measures: an id is given twice".into());
        }
        for section in &self.sections {
            let wrong = |why: String| format!("section {}: {why}", section.id);
            for piece in &section.blocks {
                match piece {
                    Piece::Text(_) => {}
                    Piece::Measures(list) => self.known(list, None).map_err(wrong)?,
                    Piece::Table(g) => self.known(&g.measures, Some(g.by)).map_err(wrong)?,
                    Piece::Bars(g) => self.known(g.measure.as_slice(), Some(g.by)).map_err(wrong)?,
                }
            }
        }
        Ok(())
    }

    fn known(&self, ids: &[String], by: Option<Told>) -> Result<(), String> {
        if ids.is_empty() {
            return Err("names no measure".into());
        }
        for id in ids {
            let measure = self.measure(id).ok_or_else(|| format!("measure {id:?} is not defined"))?;
            if measure.kind == Kind::Hours && by == Some(Told::Unit) {
                return Err(format!("measure {id:?}: hours are not kept by unit"));
            }
        }
        Ok(())
    }

    /// A measure by its id.
    pub fn measure(&self, id: &str) -> Option<&Measure> {
        self.measures.iter().find(|m| m.id == id)
    }

    /// A short word; the check has seen that it is there.
    pub fn word(&self, key: &str) -> Text {
        self.words.get(key).cloned().unwrap_or_default()
    }
}

fn measure(file: FileMeasure) -> Result<Measure, String> {
    let wrong = |why: String| format!("measure {}: {why}", file.id);
    let read = |text: &str| Formula::parse(text).map_err(|e| wrong(e.0));
    let n = read(&file.n)?;
    let of = file.of.as_deref().map(read).transpose()?;
    if of.as_ref().is_some_and(|of| of.day() != n.day()) {
        return Err(wrong("`of` counts by another day than `n`".into()));
    }
    let hours = match (file.hours, file.share) {
        (Some(time), Some(share)) if share > 0.0 && share <= 1.0 && of.is_none() => Some((time, share)),
        (None, None) => None,
        _ => return Err(wrong("hours need a share between 0 and 1, and no `of`".into())),
    };
    let kind = match (&hours, &of) {
        (Some(_), _) => Kind::Hours,
        (_, Some(_)) => Kind::Rate,
        _ => Kind::Count,
    };
    Ok(Measure { id: file.id, kind, n, of, hours, name: file.name, what: file.what })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layout_that_ships_is_sound_and_says_everything_in_both_languages() {
        let layout = Layout::built_in().expect("sound");
        let both = |text: &Text| text.en.as_deref().is_some_and(|en| !en.is_empty());
        assert!(layout.measures.iter().all(|m| both(&m.name) && both(&m.what)));
        assert!(layout.words.values().chain([&layout.title, &layout.number, &layout.issuer]).all(both));
        assert!(layout.sections.len() >= 4 && layout.measures.len() >= 14);
    }

    #[test]
    fn what_is_wrong_is_named() {
        let swap = |from: &str, to: &str| {
            assert!(BUILT_IN.contains(from), "{from}");
            Layout::parse(&BUILT_IN.replacen(from, to, 1)).expect_err(to)
        };
        assert!(swap("n: closed - late", "n: closed - people").contains("measure on_time: \"people\""));
        assert!(swap("n: closed - late", "n: reported - late").contains("different days"));
        assert!(swap("bars: { by: area, measure: on_time }", "bars: { by: area, measure: x }").contains("section areas"));
        let hours = swap("by: unit, measures: [reported,", "by: unit, measures: [close_median,");
        assert!(hours.contains("not kept by unit"), "{hours}");
        assert!(swap("  same: {", "  identical: {").contains("\"same\" is missing"));
    }
}
