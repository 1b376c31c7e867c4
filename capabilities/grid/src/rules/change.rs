//! A change of the map as drafts, which the plan of an import then lays over the map: one way to change it.

use std::collections::BTreeSet;

use geometry::edit::{cut, join, move_vertex, remove_vertex, snap, trim};
use geometry::{Datum, MultiPolygon, Point, Rings, area_m2, contains, inner_point};
use kernel::{Refusal, Text, Timestamp};

use super::codes;
use super::plan::{Stored, read_shape};
use crate::import::{Draft, blank, ring_problem};
use crate::model::change::{Change, ChangeRequest, Edit, NewGrid};
use crate::model::{AreaKind, Problem, ProblemKind, Severity};
use crate::profile::Profile;

/// Ground under which a grid is taken for a slip of the hand, m².
pub const SMALLEST_M2: f64 = 100.0;
/// Points of a line, edits and areas in one change at most.
const MOST: usize = 2_000;
/// Characters of a name at most.
const NAME: usize = 100;
/// Metres within which a point may be drawn to a border at most.
const SNAP_M: f64 = 50.0;

/// What a change does to the map.
#[derive(Debug, Default)]
pub struct Made {
    /// Areas as they will be.
    pub drafts: Vec<Draft>,
    /// Codes that end.
    pub retired: Vec<String>,
    /// What is wrong with the change itself.
    pub problems: Vec<Problem>,
}

/// Draws up a change. `rows` holds the area that the grids stand under, those above it, everything under it, also what has
/// ended, and whatever has a code that the change asks for.
///
/// # Errors
/// What is asked for cannot be meant: an area that is not there, a grid that is none, too many points.
pub fn draw_up(
    request: &ChangeRequest,
    rows: &[Stored],
    profile: &Profile,
    now: Timestamp,
) -> Result<Made, Refusal> {
    if !(0.0..=SNAP_M).contains(&request.snap_m) {
        return Err(Refusal::invalid("/snap_m", request.snap_m, "0..=50"));
    }
    let at = request.valid_from.unwrap_or(now);
    let mut sheet = Sheet { rows, profile, now, at, snap_m: request.snap_m, made: Made::default() };
    match &request.change {
        Change::Split { area, line, into } => sheet.split(area, line, into)?,
        Change::Merge { areas, into } => sheet.merge(areas, into)?,
        Change::Reshape { under, edits } if request.valid_from.is_none() => sheet.reshape(under, edits)?,
        Change::Reshape { .. } => return Err(Refusal::rule("grid.reshape_at_once").at("/valid_from")),
        Change::Draw { .. } => sheet.draw(&request.change)?,
    }
    sheet.judge();
    Ok(sheet.made)
}

struct Sheet<'a> {
    rows: &'a [Stored],
    profile: &'a Profile,
    now: Timestamp,
    at: Timestamp,
    snap_m: f64,
    made: Made,
}

impl<'a> Sheet<'a> {
    fn alive(&self, code: &str, field: &str) -> Result<&'a Stored, Refusal> {
        let stands = |r: &&Stored| r.area.valid_at(self.at) || r.area.valid_at(self.now);
        let row = self.rows.iter().filter(stands).find(|r| r.area.code == code);
        row.ok_or_else(|| Refusal::not_found("area").at(field).got(code))
    }

    /// A grid that may be changed, and its ground.
    fn grid(&mut self, code: &str, field: &str) -> Result<(&'a Stored, MultiPolygon), Refusal> {
        let row = self.alive(code, field)?;
        if !row.area.is_grid {
            return Err(Refusal::invalid(field, code, "a grid"));
        }
        let shape = row.geometry.as_deref().and_then(read_shape);
        let shape = shape.ok_or_else(|| Refusal::invalid(field, code, "a grid whose border is known"))?;
        if row.area.valid_to.is_some() || row.area.valid_from.is_some_and(|from| from >= self.at) {
            let text = row.area.valid_to.or(row.area.valid_from).map(|t| t.to_string()).unwrap_or_default();
            self.made.problems.push(Problem::new(ProblemKind::Validity).code(code).value(text));
        }
        Ok((row, shape))
    }

    fn under(&self, code: &str) -> Vec<&'a Stored> {
        let child = |r: &&Stored| r.area.parent.as_deref() == Some(code) && r.area.valid_at(self.at);
        self.rows.iter().filter(child).collect()
    }

    fn split(&mut self, code: &str, line: &[[f64; 2]], into: &[NewGrid]) -> Result<(), Refusal> {
        let (old, shape) = self.grid(code, "/change/area")?;
        let line = self.points(line, "/change/line")?;
        let beside = old.area.parent.as_deref().map(|p| self.under(p)).unwrap_or_default();
        let shapes = shapes_of(&beside);
        let line: Vec<Point> = line.into_iter().map(|p| self.snapped(p, &shapes)).collect();
        let pieces = cut(&shape, &line);
        if pieces.len() < 2 {
            self.made.problems.push(Problem::new(ProblemKind::NotCut).code(code));
            return Ok(());
        }
        if into.len() > pieces.len() {
            let want = format!("at most {} grids", pieces.len());
            return Err(Refusal::invalid("/change/into", into.len(), want));
        }
        let named: Vec<NewGrid> =
            (0..pieces.len()).map(|i| into.get(i).cloned().unwrap_or_default()).collect();
        let codes = self.codes(old.area.parent.as_deref(), usize::from(old.area.depth), &named)?;
        for (i, (shape, new)) in pieces.iter().zip(&codes).enumerate() {
            let name = self.name(named[i].name.as_ref(), &format!("/change/into/{i}/name"))?;
            let name = name.unwrap_or_else(|| numbered(&old.area.name, i + 1));
            self.add(new, old, name, shape.clone());
        }
        self.retire(old, &codes);
        for child in self.under(code) {
            let middle = child.geometry.as_deref().and_then(read_shape).and_then(|s| inner_point(&s));
            let holds = |piece: &MultiPolygon| middle.is_some_and(|p| contains(piece, p));
            let at = pieces.iter().position(holds).unwrap_or(0);
            self.hand_over(child, &codes[at])?;
        }
        Ok(())
    }

    fn merge(&mut self, areas: &[String], into: &NewGrid) -> Result<(), Refusal> {
        let several: BTreeSet<&String> = areas.iter().collect();
        if several.len() < 2 || several.len() != areas.len() || areas.len() > MOST {
            return Err(Refusal::invalid("/change/areas", areas.len(), "two different grids or more"));
        }
        let mut all = Vec::new();
        for (i, code) in areas.iter().enumerate() {
            all.push(self.grid(code, &format!("/change/areas/{i}"))?);
        }
        let first = all[0].0;
        let kin = |r: &Stored| (r.area.parent.clone(), r.area.depth, r.area.kind);
        if let Some(i) = all.iter().position(|(r, _)| kin(r) != kin(first)) {
            let want = "a grid of the same parent, level and kind as the first";
            return Err(Refusal::invalid(format!("/change/areas/{i}"), &areas[i], want));
        }
        let shapes: Vec<&MultiPolygon> = all.iter().map(|(_, s)| s).collect();
        let Some(whole) = join(&shapes) else {
            self.made
                .problems
                .push(Problem::new(ProblemKind::NotNeighbours).code(&areas[0]).value(areas.join(", ")));
            return Ok(());
        };
        let largest = all.iter().max_by(|a, b| area_m2(&a.1).total_cmp(&area_m2(&b.1)));
        let known = largest.map(|(r, _)| r.area.name.clone()).unwrap_or_default();
        let name = self.name(into.name.as_ref(), "/change/into/name")?.unwrap_or(known);
        let parent = first.area.parent.as_deref();
        let codes = self.codes(parent, usize::from(first.area.depth), std::slice::from_ref(into))?;
        self.add(&codes[0], first, name, whole);
        for (old, _) in &all {
            self.retire(old, &codes);
            for child in self.under(&old.area.code) {
                self.hand_over(child, &codes[0])?;
            }
        }
        Ok(())
    }

    fn reshape(&mut self, under: &str, edits: &[Edit]) -> Result<(), Refusal> {
        self.alive(under, "/change/under")?;
        if edits.is_empty() || edits.len() > MOST {
            return Err(Refusal::invalid("/change/edits", edits.len(), format!("1..={MOST}")));
        }
        // also the grids of grids: they share the border that moves
        let inside = |r: &&Stored| r.area.path.split('/').rev().skip(1).any(|code| code == under);
        let stands = |r: &&Stored| r.area.is_grid && r.area.valid_at(self.at);
        let grids: Vec<&Stored> = self.rows.iter().filter(inside).filter(stands).collect();
        let known: Vec<(&Stored, MultiPolygon)> =
            grids.iter().filter_map(|r| Some((*r, read_shape(r.geometry.as_deref()?)?))).collect();
        let (rows, mut shapes): (Vec<&Stored>, Vec<MultiPolygon>) = known.into_iter().unzip();
        let before = shapes.clone();
        for (i, edit) in edits.iter().enumerate() {
            let (field, from) = match edit {
                Edit::Move { from, .. } => ("from", from),
                Edit::Remove { at } => ("at", at),
            };
            let from = point(*from, &format!("/change/edits/{i}/{field}"))?;
            let touched = match edit {
                Edit::Move { to, .. } => {
                    let to = self.snapped_to(point(*to, &format!("/change/edits/{i}/to"))?, from, &shapes);
                    move_vertex(&mut shapes, from, to)
                }
                Edit::Remove { .. } => remove_vertex(&mut shapes, from),
            };
            if touched.is_empty() {
                let value = format!("{}, {}", from.lon, from.lat);
                let want = match edit {
                    Edit::Move { .. } => "a place on the border of one of the grids",
                    Edit::Remove { .. } => "a corner that a border can do without",
                };
                return Err(Refusal::invalid(format!("/change/edits/{i}/{field}"), value, want));
            }
        }
        for ((row, shape), old) in rows.into_iter().zip(shapes).zip(before) {
            if shape != old {
                self.made.drafts.push(Draft { shape: Some(shape), ..as_it_is(row) });
            }
        }
        Ok(())
    }

    fn draw(&mut self, change: &Change) -> Result<(), Refusal> {
        let Change::Draw { under, level, exclusive, geometry, trim: trims, into } = change else {
            return Ok(());
        };
        let parent = self.alive(under, "/change/under")?;
        let depth = self.level_under(parent, level.as_deref())?;
        let rings = Rings::from_geojson(geometry, Datum::Wgs84)
            .map_err(|e| Refusal::invalid("/change/geometry", e, "a GeoJSON polygon"))?;
        if rings.points() > MOST {
            return Err(Refusal::invalid(
                "/change/geometry",
                rings.points(),
                format!("at most {MOST} points"),
            ));
        }
        let beside = self.under(under);
        let shapes = shapes_of(&beside);
        let kind = if *exclusive { AreaKind::Exclusive } else { AreaKind::Ordinary };
        let snapped = rings.0.iter().map(|polygon| {
            let ring = |r: &Vec<Point>| r.iter().map(|p| self.snapped(*p, &shapes)).collect();
            polygon.iter().map(ring).collect::<Vec<Vec<Point>>>()
        });
        let rings = Rings(snapped.collect());
        let faults = rings.problems();
        let codes = self.codes(Some(under), depth, std::slice::from_ref(into))?;
        self.made.problems.extend(faults.iter().map(|f| ring_problem(f).code(&codes[0])));
        let sound = faults.iter().all(|f| f.fault.harmless());
        let mut shape = if sound { rings.to_shape() } else { rings.to_clean_shape() };
        if *trims {
            let taken: Vec<&MultiPolygon> =
                beside.iter().zip(&shapes).filter(|(r, _)| r.area.kind == kind).map(|(_, s)| s).collect();
            let bounds = parent.geometry.as_deref().and_then(read_shape);
            shape = trim(&shape, bounds.as_ref(), &taken);
        }
        let name = self.name(into.name.as_ref(), "/change/into/name")?;
        let name = name.unwrap_or_else(|| Text { zh: codes[0].clone(), en: None });
        let new = blank(codes[0].clone(), depth, name);
        let from = Some(self.at);
        self.made.drafts.push(Draft {
            parent: Some(under.clone()),
            kind,
            valid_from: from,
            shape: Some(shape),
            ..new
        });
        Ok(())
    }

    /// The level meant: the one named, that of the grids beside, the first of grids.
    fn level_under(&self, parent: &Stored, level: Option<&str>) -> Result<usize, Refusal> {
        let beside = self.under(&parent.area.code).into_iter().find(|r| r.area.is_grid);
        let depth = match (level, beside) {
            (Some(level), _) => self.profile.depth(level),
            (None, Some(row)) => Some(usize::from(row.area.depth)),
            (None, None) => self
                .profile
                .levels
                .iter()
                .enumerate()
                .position(|(i, l)| l.grid && i > usize::from(parent.area.depth)),
        };
        let fits = |d: &usize| *d > usize::from(parent.area.depth) && self.profile.levels[*d].grid;
        let got = level.unwrap_or(&parent.area.level);
        depth
            .filter(fits)
            .ok_or_else(|| Refusal::invalid("/change/level", got, "a level of grids below the parent's"))
    }

    fn points(&self, line: &[[f64; 2]], field: &str) -> Result<Vec<Point>, Refusal> {
        if !(2..=MOST).contains(&line.len()) {
            return Err(Refusal::invalid(field, line.len(), format!("2..={MOST} points")));
        }
        line.iter().enumerate().map(|(i, p)| point(*p, &format!("{field}/{i}"))).collect()
    }

    fn snapped(&self, at: Point, shapes: &[MultiPolygon]) -> Point {
        let near = || snap(at, &shapes.iter().collect::<Vec<_>>(), self.snap_m);
        if self.snap_m > 0.0 { near().unwrap_or(at) } else { at }
    }

    /// Where a corner is drawn to; its own sides do not draw it back.
    fn snapped_to(&self, to: Point, from: Point, shapes: &[MultiPolygon]) -> Point {
        if from.distance_m(to) <= self.snap_m { to } else { self.snapped(to, shapes) }
    }

    fn codes(
        &mut self,
        parent: Option<&str>,
        depth: usize,
        named: &[NewGrid],
    ) -> Result<Vec<String>, Refusal> {
        let length = self.profile.levels.get(depth).and_then(|l| l.length);
        let under = |r: &&Stored| r.area.parent.as_deref() == parent && usize::from(r.area.depth) == depth;
        let mut ever: BTreeSet<&str> = self.rows.iter().filter(under).map(|r| r.area.code.as_str()).collect();
        ever.extend(named.iter().filter_map(|n| n.code.as_deref()));
        let fresh = codes::next(parent.unwrap_or_default(), &ever, length, named.len());
        let mut out: Vec<String> = Vec::new();
        for (named, fresh) in named.iter().zip(fresh) {
            let Some(code) = &named.code else {
                out.push(fresh);
                continue;
            };
            let fits = self.profile.read_code(code, Some(depth)).is_some_and(|read| read.code == *code);
            let inside = length.is_none() || parent.is_none_or(|p| code.starts_with(p));
            if !fits || !inside {
                self.made.problems.push(Problem::new(ProblemKind::CodeMalformed).value(code));
            } else if out.contains(code) || self.rows.iter().any(|r| r.area.code == *code) {
                return Err(Refusal::conflict("grid.code_taken").at("/change/into").got(code));
            }
            out.push(code.clone());
        }
        Ok(out)
    }

    fn name(&self, name: Option<&Text>, field: &str) -> Result<Option<Text>, Refusal> {
        let Some(name) = name else { return Ok(None) };
        let sound = |text: &str| {
            let length = text.trim().chars().count();
            (1..=NAME).contains(&length) && !text.chars().any(char::is_control)
        };
        for (key, text) in [("zh", Some(&name.zh)), ("en", name.en.as_ref())] {
            if let Some(text) = text.filter(|t| !sound(t)) {
                let short: String = text.chars().take(NAME).collect();
                return Err(Refusal::invalid(
                    format!("{field}/{key}"),
                    short,
                    "1 to 100 characters on one line",
                ));
            }
        }
        let en = name.en.as_ref().map(|en| en.trim().to_owned());
        Ok(Some(Text { zh: name.zh.trim().to_owned(), en }))
    }

    fn add(&mut self, code: &str, like: &Stored, name: Text, shape: MultiPolygon) {
        let new = blank(code.to_owned(), usize::from(like.area.depth), name);
        let (parent, kind) = (like.area.parent.clone(), like.area.kind);
        self.made.drafts.push(Draft { parent, kind, valid_from: Some(self.at), shape: Some(shape), ..new });
    }

    fn retire(&mut self, old: &Stored, successors: &[String]) {
        self.made.retired.push(old.area.code.clone());
        let ended = Draft { valid_to: Some(self.at), successors: successors.to_vec(), ..as_it_is(old) };
        self.made.drafts.push(ended);
    }

    /// What stands under an area that ends, stands under another from now on.
    fn hand_over(&mut self, child: &Stored, parent: &str) -> Result<(), Refusal> {
        let fixed =
            self.profile.levels.get(usize::from(child.area.depth)).is_some_and(|l| l.length.is_some());
        // a row has one parent: it cannot stand under the one today and under the other from next month on
        if fixed || self.at > self.now {
            return Err(Refusal::rule("grid.has_children").at("/change").got(&child.area.code));
        }
        self.made.drafts.push(Draft { parent: Some(parent.to_owned()), ..as_it_is(child) });
        Ok(())
    }

    /// What is wrong with single grids.
    fn judge(&mut self) {
        for draft in &self.made.drafts {
            let Some(shape) = &draft.shape else { continue };
            let ground = area_m2(shape);
            let problem =
                |kind| Problem { at: inner_point(shape).map(|p| [p.lon, p.lat]), ..Problem::new(kind) };
            if shape.0.is_empty() || ground < 1.0 {
                self.made.problems.push(problem(ProblemKind::NoArea).code(&draft.code));
                continue;
            }
            if ground < SMALLEST_M2 {
                self.made.problems.push(problem(ProblemKind::TooSmall).code(&draft.code).ground(ground));
            }
            let faults = Rings::of(shape).problems();
            self.made.problems.extend(faults.iter().map(|f| ring_problem(f).code(&draft.code)));
        }
        let faults = std::mem::take(&mut self.made.problems);
        for problem in faults {
            let known = |p: &Problem| (p.kind, &p.code, p.at) == (problem.kind, &problem.code, problem.at);
            if !self.made.problems.iter().any(known) {
                self.made.problems.push(problem);
            }
        }
        self.made.problems.sort_by_key(|p| p.severity == Severity::Warning);
    }
}

fn point([lon, lat]: [f64; 2], field: &str) -> Result<Point, Refusal> {
    let digit = |x: f64| (x * 1e8).round() / 1e8;
    let checked = Point::checked(digit(lon), digit(lat));
    checked.map_err(|_| Refusal::invalid(field, format!("{lon}, {lat}"), "[longitude, latitude] in degrees"))
}

fn shapes_of(rows: &[&Stored]) -> Vec<MultiPolygon> {
    rows.iter().map(|r| r.geometry.as_deref().and_then(read_shape).unwrap_or(MultiPolygon(vec![]))).collect()
}

fn numbered(name: &Text, n: usize) -> Text {
    Text { zh: format!("{}-{n}", name.zh), en: name.en.as_ref().map(|en| format!("{en}-{n}")) }
}

/// A draft that changes nothing.
fn as_it_is(row: &Stored) -> Draft {
    let a = &row.area;
    let draft = blank(a.code.clone(), usize::from(a.depth), a.name.clone());
    Draft { parent: a.parent.clone(), kind: a.kind, ..draft }
}
