//! Records into drafts of areas, with everything that is wrong with a single record. What is wrong between areas is
//! judged afterwards, on the whole map (`rules::ground`).

use std::collections::{HashMap, HashSet};

use geometry::{Datum, GeometryError, MultiPolygon, RingFault, RingProblem, Rings};
use kernel::{Text, Timestamp};

use super::{Field, ImportMap, Record};
use crate::model::{AreaKind, ImportKind, Problem, ProblemKind, Severity};
use crate::profile::Profile;

/// An area as a file describes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The record it comes from; nothing for areas of the map file or made from codes.
    pub record: Option<u64>,
    /// Its code.
    pub code: String,
    /// Position of its level in the profile; 0 in a layer.
    pub depth: usize,
    /// The code of its parent.
    pub parent: Option<String>,
    /// Its name.
    pub name: Text,
    /// Ordinary or exclusive.
    pub kind: AreaKind,
    /// Local codes.
    pub aliases: Vec<String>,
    /// From when.
    pub valid_from: Option<Timestamp>,
    /// Until when.
    pub valid_to: Option<Timestamp>,
    /// What takes its place.
    pub successors: Vec<String>,
    /// Its ground.
    pub shape: Option<MultiPolygon>,
    /// Whether it only makes up for a parent that nobody names, and gives way to one that is known.
    pub made_up: bool,
}

/// All drafts of a file.
#[derive(Debug, Clone, Default)]
pub struct Drafts {
    /// The areas, parents made from codes included.
    pub areas: Vec<Draft>,
    /// What is wrong with single records.
    pub problems: Vec<Problem>,
    /// Records read.
    pub records: u64,
    /// Records left out by `only`.
    pub skipped: u64,
}

/// Drafts areas from records. `known` tells the position of the level of an area that is already on the map.
pub fn draft(
    kind: ImportKind,
    map: &ImportMap,
    profile: &Profile,
    records: &[Record],
    known: &HashMap<String, usize>,
) -> Drafts {
    let mut d = Drafter { kind, map, profile, known, seen: HashSet::new(), out: Drafts::default() };
    d.fixed_areas();
    for record in records {
        d.out.records += 1;
        if d.wanted(record) {
            let before = d.out.problems.len();
            d.record(record);
            d.say_where(record, before);
        } else {
            d.out.skipped += 1;
        }
    }
    if kind != ImportKind::Layer {
        d.parents();
    }
    d.out
}

struct Drafter<'a> {
    kind: ImportKind,
    map: &'a ImportMap,
    profile: &'a Profile,
    known: &'a HashMap<String, usize>,
    seen: HashSet<String>,
    out: Drafts,
}

impl Drafter<'_> {
    fn problem(&mut self, record: &Record, code: Option<&str>, problem: Problem) {
        let problem = match code {
            Some(code) => problem.code(code),
            None => problem,
        };
        self.out.problems.push(problem.record(record.number));
    }

    fn wanted(&self, record: &Record) -> bool {
        self.map.only.iter().all(|(column, values)| record.get(column).is_some_and(|v| values.contains(&v)))
    }

    /// Adds to the record's problems what its geometry tells: how much ground it is, and where.
    fn say_where(&mut self, record: &Record, from: usize) {
        if from == self.out.problems.len() {
            return;
        }
        let text = self.field(&self.map.geometry, record);
        let Some(Ok(rings)) = read_rings(record, text.as_deref(), self.map.datum) else { return };
        let shape = rings.to_shape();
        for problem in &mut self.out.problems[from..] {
            on_ground(problem, &shape);
        }
    }

    fn fixed_areas(&mut self) {
        for fixed in &self.map.areas {
            let depth = fixed.level.as_deref().map(|l| self.profile.depth(l));
            let read = match depth {
                Some(None) => {
                    let problem = Problem::new(ProblemKind::LevelUnknown).code(&fixed.code);
                    self.out.problems.push(problem.value(fixed.level.as_deref().unwrap_or_default()));
                    continue;
                }
                depth => self.profile.read_code(&fixed.code, depth.flatten()),
            };
            let Some(read) = read else {
                self.out.problems.push(Problem::new(ProblemKind::CodeMalformed).value(&fixed.code));
                continue;
            };
            self.seen.insert(read.code.clone());
            let draft = blank(read.code, read.depth, fixed.name.clone());
            self.out.areas.push(Draft { parent: fixed.parent.clone(), ..draft });
        }
    }

    fn record(&mut self, record: &Record) {
        let Some((code, depth)) = self.code(record) else { return };
        if !self.seen.insert(code.clone()) {
            if self.map.join {
                self.join(record, &code);
                return;
            }
            self.problem(record, Some(&code), Problem::new(ProblemKind::CodeDuplicate));
            return;
        }
        let name = self.map.name.as_ref().and_then(|n| n.get(record));
        if name.is_none() {
            self.problem(record, Some(&code), Problem::new(ProblemKind::NameMissing));
        }
        let shape = self.shape(record, &code);
        let mut draft = blank(code, depth, name.unwrap_or_default());
        draft.record = Some(record.number);
        draft.parent = self.field(&self.map.parent, record).filter(|_| self.kind != ImportKind::Layer);
        draft.kind = self.area_kind(record, &draft.code);
        draft.aliases = list(self.field(&self.map.aliases, record));
        draft.successors = list(self.field(&self.map.successors, record));
        draft.valid_from = self.time(&self.map.valid_from, record, &draft.code);
        draft.valid_to = self.time(&self.map.valid_to, record, &draft.code);
        if let (Some(from), Some(to)) = (draft.valid_from, draft.valid_to)
            && to <= from
        {
            let problem = Problem::new(ProblemKind::Validity).value(format!("{from} – {to}"));
            self.problem(record, Some(&draft.code), problem);
        }
        draft.shape = shape;
        self.out.areas.push(draft);
    }

    /// Another part of an area that the file has already named.
    fn join(&mut self, record: &Record, code: &str) {
        let Some(part) = self.shape(record, code) else { return };
        if let Some(area) = self.out.areas.iter_mut().find(|a| a.code == code) {
            match &mut area.shape {
                Some(whole) => whole.0.extend(part.0),
                None => area.shape = Some(part),
            }
        }
    }

    fn field(&self, field: &Option<Field>, record: &Record) -> Option<String> {
        field.as_ref().and_then(|f| f.get(record))
    }

    /// The code and the position of the level.
    fn code(&mut self, record: &Record) -> Option<(String, usize)> {
        let Some(raw) = self.field(&self.map.code, record) else {
            self.problem(record, None, Problem::new(ProblemKind::CodeMissing));
            return None;
        };
        if self.kind == ImportKind::Layer {
            let sound = raw.len() <= 64 && !raw.contains(['/', '\n', '\t']);
            if !sound {
                self.problem(record, None, Problem::new(ProblemKind::CodeMalformed).value(&raw));
            }
            return sound.then_some((raw, 0));
        }
        let level = self.field(&self.map.level, record);
        let depth = match &level {
            None => self.only_level(),
            Some(level) => match self.profile.depth(level) {
                Some(depth) => Some(depth),
                None => {
                    self.problem(record, Some(&raw), Problem::new(ProblemKind::LevelUnknown).value(level));
                    return None;
                }
            },
        };
        let Some(read) = self.profile.read_code(&raw, depth) else {
            let kind = if depth.is_none() && !self.has_lengths() {
                ProblemKind::LevelUnknown
            } else {
                ProblemKind::CodeMalformed
            };
            self.problem(record, Some(&raw), Problem::new(kind).value(&raw));
            return None;
        };
        let is_grid = self.profile.levels[read.depth].grid;
        if is_grid != (self.kind == ImportKind::Grids) {
            let level = self.profile.levels[read.depth].id.clone();
            self.problem(record, Some(&read.code), Problem::new(ProblemKind::LevelOrder).value(level));
            return None;
        }
        Some((read.code, read.depth))
    }

    fn has_lengths(&self) -> bool {
        self.profile.levels.iter().any(|l| l.length.is_some())
    }

    /// The level meant where none is given: the first level of grids.
    fn only_level(&self) -> Option<usize> {
        let grids = self.kind == ImportKind::Grids;
        grids.then(|| self.profile.levels.iter().position(|l| l.grid)).flatten()
    }

    fn area_kind(&mut self, record: &Record, code: &str) -> AreaKind {
        let Some(word) = self.field(&self.map.kind, record) else { return AreaKind::default() };
        AreaKind::parse(&word).unwrap_or_else(|| {
            self.problem(record, Some(code), Problem::new(ProblemKind::KindUnknown).value(&word));
            AreaKind::default()
        })
    }

    fn time(&mut self, field: &Option<Field>, record: &Record, code: &str) -> Option<Timestamp> {
        let text = self.field(field, record)?;
        let time = read_time(&text, &self.map.zone);
        if time.is_none() {
            self.problem(record, Some(code), Problem::new(ProblemKind::Validity).value(&text));
        }
        time
    }

    fn shape(&mut self, record: &Record, code: &str) -> Option<MultiPolygon> {
        let text = self.field(&self.map.geometry, record);
        let Some(read) = read_rings(record, text.as_deref(), self.map.datum) else {
            let needed = self.kind == ImportKind::Layer;
            let severity = if needed { Severity::Error } else { Severity::Warning };
            if needed || self.kind == ImportKind::Grids {
                let problem = Problem { severity, ..Problem::new(ProblemKind::NoGeometry) };
                self.problem(record, Some(code), problem);
            }
            return None;
        };
        match read {
            Ok(rings) => {
                let faults = rings.problems();
                for fault in &faults {
                    self.problem(record, Some(code), ring_problem(fault));
                }
                let sound = faults.iter().all(|f| f.fault.harmless());
                Some(if sound { rings.to_shape() } else { rings.to_clean_shape() })
                    .filter(|s| !s.0.is_empty())
            }
            Err(e) => {
                let kind = match &e {
                    GeometryError::OffEarth { .. } => ProblemKind::OffEarth,
                    _ => ProblemKind::GeometryMalformed,
                };
                self.problem(record, Some(code), Problem::new(kind).value(e.to_string()));
                None
            }
        }
    }

    /// Finds every draft's parent, and makes those that may be made.
    fn parents(&mut self) {
        let mut depths: HashMap<String, usize> = self.known.clone();
        depths.extend(self.out.areas.iter().map(|a| (a.code.clone(), a.depth)));
        let mut i = 0;
        while i < self.out.areas.len() {
            let parent = self.parent(&self.out.areas[i], &depths);
            let area = &self.out.areas[i];
            match parent {
                Ok(Some(Parent::Known(parent))) => self.out.areas[i].parent = Some(parent),
                Ok(Some(Parent::Make(code, depth))) => {
                    depths.insert(code.clone(), depth);
                    let name = Text { zh: code.clone(), en: None };
                    let made = Draft { made_up: true, ..blank(code.clone(), depth, name) };
                    self.out.areas[i].parent = Some(code);
                    self.out.areas.push(made);
                }
                Ok(None) => self.out.areas[i].parent = None,
                Err(problem) => {
                    let problem = problem.code(&area.code);
                    let mut problem = Problem { record: area.record, ..problem };
                    if let Some(shape) = &area.shape {
                        on_ground(&mut problem, shape);
                    }
                    self.out.problems.push(problem);
                }
            }
            i += 1;
        }
    }

    fn parent(&self, area: &Draft, depths: &HashMap<String, usize>) -> Result<Option<Parent>, Problem> {
        let Some(named) = &area.parent else { return self.parent_by_code(area, depths) };
        let read = self.profile.read_code(named, None);
        let code = if depths.contains_key(named) {
            named.clone()
        } else {
            read.as_ref().map_or_else(|| named.clone(), |r| r.code.clone())
        };
        let Some(depth) = depths.get(&code).copied() else {
            return match read.filter(|r| self.map.make_parents && r.depth < area.depth) {
                Some(r) if self.fits(&r.code, r.depth, area) => Ok(Some(Parent::Make(r.code, r.depth))),
                Some(r) => Err(Problem::new(ProblemKind::ParentMismatch).other(r.code)),
                None => Err(Problem::new(ProblemKind::ParentMissing).other(code)),
            };
        };
        if depth >= area.depth {
            return Err(Problem::new(ProblemKind::LevelOrder).other(code));
        }
        if !self.fits(&code, depth, area) {
            return Err(Problem::new(ProblemKind::ParentMismatch).other(code));
        }
        Ok(Some(Parent::Known(code)))
    }

    /// Whether a code of fixed length begins with its parent's.
    fn fits(&self, parent: &str, depth: usize, area: &Draft) -> bool {
        let fixed = |d: usize| self.profile.levels[d].length.is_some();
        !(fixed(area.depth) && fixed(depth)) || area.code.starts_with(parent)
    }

    fn parent_by_code(
        &self,
        area: &Draft,
        depths: &HashMap<String, usize>,
    ) -> Result<Option<Parent>, Problem> {
        let fixed = area.record.is_none() && !area.made_up;
        let is_root = area.depth == 0 || self.map.root.as_ref() == Some(&area.code);
        if is_root {
            return Ok(None);
        }
        let mut candidates = self.profile.parents_by_code(&area.code, area.depth);
        let nearest = candidates.next();
        let all = nearest.into_iter().chain(candidates);
        if let Some((_, code)) = all.into_iter().find(|(d, c)| depths.get(*c) == Some(d)) {
            return Ok(Some(Parent::Known(code.to_owned())));
        }
        match nearest {
            _ if fixed => Ok(None),
            Some((depth, code)) if self.map.make_parents && self.kind == ImportKind::Divisions => {
                Ok(Some(Parent::Make(code.to_owned(), depth)))
            }
            Some((_, code)) => Err(Problem::new(ProblemKind::ParentMissing).other(code)),
            None => Err(Problem::new(ProblemKind::ParentMissing)),
        }
    }
}

enum Parent {
    Known(String),
    Make(String, usize),
}

/// A draft that says nothing but its code, level and name.
pub(crate) fn blank(code: String, depth: usize, name: Text) -> Draft {
    Draft {
        record: None,
        code,
        depth,
        parent: None,
        name,
        kind: AreaKind::Ordinary,
        aliases: vec![],
        valid_from: None,
        valid_to: None,
        successors: vec![],
        shape: None,
        made_up: false,
    }
}

fn list(text: Option<String>) -> Vec<String> {
    let text = text.unwrap_or_default();
    let parts = text.split([';', '；']).map(str::trim).filter(|p| !p.is_empty());
    parts.map(str::to_owned).collect()
}

/// A day in a zone (its first moment), or RFC 3339.
fn read_time(text: &str, zone: &str) -> Option<Timestamp> {
    if let Ok(day) = text.parse::<jiff::civil::Date>() {
        let zone = jiff::tz::TimeZone::get(zone).ok()?;
        return day.to_zoned(zone).ok().map(|z| Timestamp(z.timestamp().as_millisecond()));
    }
    Timestamp::parse(text).ok()
}

/// Fills in where and how large, as far as the problem does not tell itself.
fn on_ground(problem: &mut Problem, shape: &MultiPolygon) {
    if problem.at.is_none() {
        problem.at = geometry::inner_point(shape).map(|p| [p.lon, p.lat]);
    }
    if problem.area_m2.is_none() && !shape.0.is_empty() {
        problem.area_m2 = Some(geometry::area_m2(shape));
    }
}

/// The geometry of a feature, or of a column as GeoJSON or well-known text.
fn read_rings(record: &Record, text: Option<&str>, datum: Datum) -> Option<Result<Rings, GeometryError>> {
    match (&record.geometry, text) {
        (Some(geometry), _) => Some(Rings::from_geojson(geometry, datum)),
        (None, Some(text)) if text.starts_with('{') => Some(match serde_json::from_str(text) {
            Ok(geometry) => Rings::from_geojson(&geometry, datum),
            Err(e) => Err(GeometryError::Malformed { why: e.to_string() }),
        }),
        (None, Some(text)) => Some(Rings::from_wkt(text, datum)),
        (None, None) => None,
    }
}

/// A fault of a ring as a problem of the report.
pub(crate) fn ring_problem(fault: &RingProblem) -> Problem {
    let kind = match fault.fault {
        RingFault::Empty => ProblemKind::NoGeometry,
        RingFault::NotClosed => ProblemKind::RingOpen,
        RingFault::TooFewPoints => ProblemKind::RingShort,
        RingFault::Crosses => ProblemKind::RingCrosses,
        RingFault::Touches => ProblemKind::RingTouches,
        RingFault::HoleOutside => ProblemKind::HoleOutside,
        RingFault::PartsOverlap => ProblemKind::PartsOverlap,
        RingFault::NoArea => ProblemKind::NoArea,
    };
    let severity = if fault.fault.harmless() { Severity::Warning } else { Severity::Error };
    let metres = fault.size.filter(|_| fault.fault == RingFault::NotClosed);
    let area_m2 = fault.size.filter(|_| metres.is_none());
    let at = fault.at.map(|p| [p.lon, p.lat]);
    Problem { severity, metres, area_m2, at, ..Problem::new(kind) }
}

#[cfg(test)]
mod tests;
