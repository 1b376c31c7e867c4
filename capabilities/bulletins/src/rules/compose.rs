//! From sums and exclusions to what stands in a bulletin.

use super::layout::{Groups, Kind, Layout, Measure, Piece, Time, Told};
use super::words;
use crate::model::{Block, Bulletin, Cell, Coded, Column, Compared, Exclusion, Group, Left, Page, Section};
use insight::model::{Counts, Summary};
use insight::rules::tally::Times;
use kernel::{Lang, Text, Timestamp};
use std::collections::{BTreeMap, HashMap};

/// Sums over cases.
#[derive(Clone, Debug, Default)]
pub struct Sum {
    /// How many.
    pub counts: Counts,
    /// How long.
    pub times: Times,
}

impl Sum {
    /// Adds another one.
    pub fn add(&mut self, counts: Counts, times: Option<&Times>) {
        self.counts += counts;
        if let Some(times) = times {
            self.times.add(times, 1);
        }
    }
}

/// A case that is left out.
#[derive(Clone, Debug)]
pub struct LeftOut {
    /// Which.
    pub case: Left,
    /// What the counters know of it.
    pub known: Summary,
    /// Of which measures; empty: of all.
    pub measures: Vec<String>,
    /// The objection that was upheld.
    pub objection: i64,
}

impl LeftOut {
    /// It is left out of a measure.
    pub fn of(&self, measure: &str) -> bool {
        self.measures.is_empty() || self.measures.iter().any(|m| m == measure)
    }
}

/// To which group a case belongs.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    /// Codes in the path of the bulletin's area.
    pub parts: usize,
    /// Category → codes from the top down to it.
    pub categories: HashMap<String, Vec<String>>,
}

impl Keys {
    /// The group of a case; empty for none.
    pub fn of(&self, by: Told, depth: usize, case: &Summary) -> String {
        match by {
            Told::Area => self.area(&case.area_path).to_owned(),
            Told::Unit => case.unit.clone(),
            Told::Category => self.category(&case.category, depth).to_owned(),
        }
    }

    /// The part of the bulletin's area in which a path lies; empty for none of them.
    pub fn area<'a>(&self, path: &'a str) -> &'a str {
        path.split('/').nth(self.parts).unwrap_or_default()
    }

    /// The category above, `depth` from the top; itself where it lies no deeper.
    pub fn category<'a>(&'a self, code: &'a str, depth: usize) -> &'a str {
        let above = self.categories.get(code).and_then(|path| path.get(depth.checked_sub(1)?));
        above.map_or(code, String::as_str)
    }
}

/// Groups with their sums, by key.
pub type BySum = BTreeMap<String, Sum>;

/// All that a bulletin is made of.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// The month.
    pub month: Sum,
    /// The month before.
    pub before: Sum,
    /// The same month a year ago.
    pub year: Sum,
    /// Groups of the month: areas, units, categories as they are.
    pub groups: HashMap<&'static str, BySum>,
    /// Names by kind and code.
    pub names: HashMap<(&'static str, String), Text>,
    /// Cases left out.
    pub left: Vec<LeftOut>,
    /// To which group a case belongs.
    pub keys: Keys,
    /// When.
    pub as_of: Timestamp,
    /// How many facts are not counted yet.
    pub behind: i64,
}

/// What a bulletin says.
pub struct Composer<'a> {
    layout: &'a Layout,
    figures: &'a Figures,
    bulletin: &'a Bulletin,
    area: Text,
    cells: HashMap<&'a str, Compared>,
}

impl<'a> Composer<'a> {
    /// With the name of its area.
    pub fn new(layout: &'a Layout, figures: &'a Figures, bulletin: &'a Bulletin, area: Text) -> Self {
        let mut composer = Self { layout, figures, bulletin, area, cells: HashMap::new() };
        let compared = |m: &'a Measure| {
            let row = Compared {
                measure: m.id.clone(),
                month: composer.cell(m, &figures.month, true, |_| true),
                before: composer.cell(m, &figures.before, false, |_| false),
                year: composer.cell(m, &figures.year, false, |_| false),
            };
            (m.id.as_str(), row)
        };
        let cells: HashMap<&str, Compared> = layout.measures.iter().map(compared).collect();
        composer.cells = cells;
        composer
    }

    /// All of it.
    pub fn page(&self) -> Page {
        let layout = self.layout;
        let section = |s: &super::layout::Section| Section {
            id: s.id.clone(),
            title: self.say(&s.title),
            blocks: s.blocks.iter().map(|piece| self.block(piece)).collect(),
        };
        Page {
            title: self.say(&layout.title),
            number: self.bulletin.frozen.as_ref().map(|f| self.number(f.n)),
            issuer: self.say(&layout.issuer),
            footer: self.say(&layout.footer),
            as_of: self.figures.as_of,
            sections: layout.sections.iter().map(section).collect(),
            exclusions: self.exclusions(),
            measures: layout.measures.iter().map(column).collect(),
        }
    }

    /// How the n-th of the year is numbered.
    pub fn number(&self, n: i64) -> Text {
        words::both(&self.layout.number, |key, lang| match key {
            "n" => Some(n.to_string()),
            other => self.value(other, lang),
        })
    }

    fn exclusions(&self) -> Vec<Exclusion> {
        let ground = |code: &str| {
            let name = self.layout.grounds.iter().find(|g| g.code == code).map(|g| g.name.clone());
            Coded { code: code.into(), name: name.unwrap_or_else(|| Text { zh: code.into(), en: None }) }
        };
        let one = |(objection, left): (&crate::model::Objection, &Left), measures: &[String]| Exclusion {
            case: left.number.clone(),
            objection: objection.n,
            unit: Coded { code: objection.unit.clone(), name: self.name(Told::Unit, &objection.unit) },
            ground: ground(&objection.ground),
            measures: measures.to_vec(),
            reason: None,
        };
        let of = |(objection, decision): (&'a crate::model::Objection, &'a crate::model::Decision)| {
            decision.cases.iter().map(move |left| one((objection, left), &decision.measures))
        };
        self.bulletin.upheld().flat_map(of).collect()
    }

    fn block(&self, piece: &Piece) -> Block {
        match piece {
            Piece::Text(text) => Block::Text { text: self.say(text) },
            Piece::Measures(ids) => {
                Block::Measures { rows: ids.iter().filter_map(|id| self.cells.get(id.as_str()).cloned()).collect() }
            }
            Piece::Table(groups) => Block::Table {
                by: groups.by.code().into(),
                depth: groups.depth,
                columns: groups.measures.clone(),
                rows: self.rows(groups, &groups.measures),
                total: groups.measures.iter().filter_map(|id| self.cells.get(id.as_str()).map(|c| c.month)).collect(),
            },
            Piece::Bars(groups) => Block::Bars {
                by: groups.by.code().into(),
                depth: groups.depth,
                measure: groups.measure.clone().unwrap_or_default(),
                rows: self.rows(groups, groups.measure.as_slice()),
            },
        }
    }

    /// Groups in the order of their codes, what has none last.
    fn rows(&self, groups: &Groups, measures: &[String]) -> Vec<Group> {
        let keys = &self.figures.keys;
        let mut sums: BTreeMap<(bool, String), Sum> = BTreeMap::new();
        for (code, sum) in self.figures.groups.get(groups.by.code()).into_iter().flatten() {
            let key = match groups.by {
                Told::Category => keys.category(code, groups.depth),
                _ => code,
            };
            let entry = sums.entry((key.is_empty(), key.to_owned())).or_default();
            entry.add(sum.counts, Some(&sum.times));
        }
        let row = |((_, key), sum): ((bool, String), Sum)| {
            let within = |known: &Summary| keys.of(groups.by, groups.depth, known) == key;
            let known = measures.iter().filter_map(|id| self.layout.measure(id));
            let cells = known.map(|m| self.cell(m, &sum, true, within)).collect();
            Group { name: self.name(groups.by, &key), cells, key: key.clone() }
        };
        sums.into_iter().map(row).collect()
    }

    fn name(&self, by: Told, key: &str) -> Text {
        if key.is_empty() {
            let own = by == Told::Area;
            let name = |lang: Lang| self.area.get(lang).to_owned();
            return words::both(&self.layout.word(if own { "own" } else { "unnamed" }), |k, lang| {
                (k == "name").then(|| name(lang))
            });
        }
        let known = self.figures.names.get(&(by.code(), key.to_owned())).cloned();
        known.unwrap_or_else(|| Text { zh: key.to_owned(), en: None })
    }

    /// A measure of some cases, without those that are left out of it.
    fn cell(&self, m: &Measure, sum: &Sum, excludes: bool, within: impl Fn(&Summary) -> bool) -> Cell {
        let days = Bulletin::days(self.bulletin.month);
        let mut cell = Cell { n: m.n.of(&sum.counts), of: m.of.as_ref().map(|of| of.of(&sum.counts)), ..Cell::default() };
        let mut times = sum.times.clone();
        for left in self.figures.left.iter().filter(|l| excludes && l.of(&m.id) && within(&l.known)) {
            let counts = left.known.counts_within(days);
            let (n, of) = (m.n.of(&counts), m.of.as_ref().map_or(0, |of| of.of(&counts)));
            cell.n -= n;
            cell.excluded += n;
            cell.of = cell.of.map(|all| all - of);
            cell.of_excluded += of;
            times.add(&times_of(&left.known, days), -1);
        }
        cell.value = match (&m.hours, cell.of) {
            (Some((Time::Answer, share)), _) => times.answer.quantile(*share).map(hundredths),
            (Some((Time::Close, share)), _) => times.close.quantile(*share).map(hundredths),
            (None, Some(of)) => (of > 0).then(|| (cell.n as f64 / of as f64 * 1000.0).round() / 1000.0),
            // of a month of which nothing is known there is no number to compare with
            (None, None) => (excludes || !sum.counts.is_zero()).then_some(cell.n as f64),
        };
        cell
    }

    fn say(&self, text: &Text) -> Text {
        words::both(text, |key, lang| self.value(key, lang))
    }

    fn value(&self, key: &str, lang: Lang) -> Option<String> {
        let month = self.bulletin.month;
        match key {
            "area" => return Some(self.area.get(lang).to_owned()),
            "year" => return Some((month / 100).to_string()),
            "month" => return Some((month % 100).to_string()),
            _ => {}
        }
        let (id, what) = key.split_once('.').unwrap_or((key, ""));
        let measure = self.layout.measure(id)?;
        let row = self.cells.get(id)?;
        let change = |then: &Cell| words::change(self.layout, measure.kind, &row.month, then, lang);
        match what {
            "" => Some(
                words::written(measure.kind, row.month.value)
                    .unwrap_or_else(|| self.layout.word("empty").get(lang).to_owned()),
            ),
            "n" => Some(words::grouped(row.month.n)),
            "of" => Some(words::grouped(row.month.of?)),
            "before" => Some(change(&row.before)),
            "year" => Some(change(&row.year)),
            _ => None,
        }
    }
}

fn hundredths(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

fn column(m: &Measure) -> Column {
    Column { id: m.id.clone(), kind: m.kind.code().into(), name: m.name.clone(), what: m.what.clone() }
}

/// The times of one case that fall on some days.
fn times_of(case: &Summary, (from, to): (i64, i64)) -> Times {
    let mut times = Times::default();
    if (from..=to).contains(&case.answered_day) {
        times.answer.add(case.answered_bucket, 1);
    }
    if (from..=to).contains(&case.closed_day) {
        times.close.add(case.closed_bucket, 1);
    }
    times
}

/// Kinds as words, for papers.
pub fn kind(code: &str) -> Kind {
    match code {
        "rate" => Kind::Rate,
        "hours" => Kind::Hours,
        _ => Kind::Count,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(unit: &str, late: bool) -> Summary {
        Summary {
            area_path: "C/K/T/".into(),
            category: "lamp".into(),
            unit: unit.into(),
            phase: "end".into(),
            registered_day: 20_261_003,
            closed_day: 20_261_020,
            closed_bucket: 40,
            late,
            ..Summary::default()
        }
    }

    fn figures(cases: &[Summary]) -> Figures {
        let days = Bulletin::days(202_610);
        let mut figures = Figures { keys: Keys { parts: 1, categories: HashMap::new() }, ..Figures::default() };
        let units = figures.groups.entry("unit").or_default();
        for case in cases {
            let (counts, times) = (case.counts_within(days), times_of(case, days));
            figures.month.add(counts, Some(&times));
            units.entry(case.unit.clone()).or_default().add(counts, None);
        }
        figures
    }

    fn compared(page: &Page, id: &str) -> Compared {
        let rows = page.sections.iter().flat_map(|s| &s.blocks).find_map(|block| match block {
            Block::Measures { rows } => rows.iter().find(|row| row.measure == id).cloned(),
            _ => None,
        });
        rows.unwrap_or_default()
    }

    #[test]
    fn a_case_is_left_out_of_what_it_counted_for_and_of_nothing_else() {
        let layout = Layout::built_in().expect("sound");
        let bulletin = Bulletin { month: 202_610, ..Bulletin::default() };
        let cases = [case("lights", true), case("lights", false), case("roads", false)];
        let mut figures = figures(&cases);
        let area = Text::new("城", "City");
        let page = Composer::new(&layout, &figures, &bulletin, area.clone()).page();
        let on_time = compared(&page, "on_time").month;
        assert_eq!((on_time.n, on_time.of, on_time.value), (2, Some(3), Some(0.667)));

        let left = Left { county: "K".into(), id: "1".into(), number: "K-1".into() };
        let out = LeftOut { case: left, known: cases[0].clone(), measures: vec!["on_time".into()], objection: 1 };
        figures.left.push(out);
        let page = Composer::new(&layout, &figures, &bulletin, area).page();
        let on_time = compared(&page, "on_time").month;
        assert_eq!((on_time.n, on_time.of, on_time.value), (2, Some(2), Some(1.0)));
        assert_eq!((on_time.excluded, on_time.of_excluded), (0, 1), "it was of the denominator alone");
        assert_eq!(compared(&page, "closed").month.n, 3, "other measures keep it");
        let units = page.sections.iter().flat_map(|s| &s.blocks).find_map(|block| match block {
            Block::Table { by, rows, .. } if by == "unit" => Some(rows.clone()),
            _ => None,
        });
        let of = |key: &str| units.iter().flatten().find(|g| g.key == key).map(|g| (g.cells[2].n, g.cells[2].of));
        assert_eq!((of("lights"), of("roads")), (Some((1, Some(1))), Some((1, Some(1)))));
        assert!(page.sections[0].title.zh.contains("总体"));
    }
}
