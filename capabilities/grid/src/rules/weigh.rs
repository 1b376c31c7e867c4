//! The problems of a change with the ground they speak of, and which of them were there before: nobody is kept from
//! mending one border because another has a gap.

use std::collections::HashMap;

use geometry::{MultiPolygon, area_m2, beyond, inner_point, shared, to_geojson, uncovered};
use kernel::Timestamp;
use serde_json::{Value, json};

use super::plan::{Plan, Stored, read_shape};
use crate::model::change::Drawn;
use crate::model::{Problem, ProblemKind, Severity};

/// Decimals of what is drawn, about a centimetre.
const DIGITS: u32 = 7;

/// Draws every problem, and turns what was there before the change into a warning.
pub fn weigh(
    rows: &[Stored],
    plan: &Plan,
    problems: Vec<Problem>,
    at: Timestamp,
    tolerance_m2: f64,
) -> Vec<Drawn> {
    let ended = |code: &str| plan.retired.iter().any(|r| r == code);
    let mut after: HashMap<&str, &Stored> = rows.iter().map(|r| (r.area.code.as_str(), r)).collect();
    after.extend(plan.upsert.iter().map(|r| (r.area.code.as_str(), r)));
    after.retain(|code, row| !ended(code) && row.area.valid_to.is_none_or(|t| t > at));
    let scales = Scales {
        before: Side { rows: rows.iter().map(|r| (r.area.code.as_str(), r)).collect(), at },
        after: Side { rows: after, at },
        retired: plan.retired.iter().map(String::as_str).collect(),
        tolerance_m2,
    };
    let mut drawn: Vec<Drawn> = problems.into_iter().map(|p| scales.draw(p)).collect();
    drawn.sort_by_key(|d| d.problem.severity);
    drawn
}

/// The map before, or after.
struct Side<'a> {
    rows: HashMap<&'a str, &'a Stored>,
    at: Timestamp,
}

impl Side<'_> {
    fn shape(&self, code: &str) -> Option<MultiPolygon> {
        self.rows.get(code)?.geometry.as_deref().and_then(read_shape)
    }

    /// Ground of an area that none of those under it has.
    fn uncovered(&self, code: &str) -> Option<MultiPolygon> {
        let child = |r: &&&Stored| r.area.parent.as_deref() == Some(code) && r.area.valid_at(self.at);
        let children: Vec<MultiPolygon> = self
            .rows
            .values()
            .filter(child)
            .filter_map(|r| r.geometry.as_deref().and_then(read_shape))
            .collect();
        Some(uncovered(&self.shape(code)?, &children.iter().collect::<Vec<_>>()))
    }
}

struct Scales<'a> {
    before: Side<'a>,
    after: Side<'a>,
    retired: Vec<&'a str>,
    tolerance_m2: f64,
}

impl Scales<'_> {
    fn draw(&self, mut problem: Problem) -> Drawn {
        let ground = self.ground(&problem);
        // grids within a grid need not fill it
        let within_grid = |code: &String| self.after.rows.get(code.as_str()).is_some_and(|r| r.area.is_grid);
        if problem.kind == ProblemKind::Gap && problem.code.as_ref().is_some_and(within_grid) {
            problem.severity = Severity::Warning;
        }
        if let (Some(now), Some(then)) = (&ground, self.then(&problem))
            && area_m2(&beyond(now, &then)) <= self.tolerance_m2
        {
            problem.severity = Severity::Warning;
        }
        let point = || problem.at.map(|at| json!({ "type": "Point", "coordinates": at }));
        let drawn: Option<Value> =
            ground.filter(|g| !g.0.is_empty()).map(|g| to_geojson(&g, DIGITS)).or_else(point);
        Drawn { problem, geometry: drawn }
    }

    /// The ground of a problem.
    fn ground(&self, problem: &Problem) -> Option<MultiPolygon> {
        let code = problem.code.as_deref()?;
        let other = || problem.other.as_deref().and_then(|o| self.after.shape(o));
        match problem.kind {
            ProblemKind::Overlap => Some(shared(&self.after.shape(code)?, &other()?)),
            ProblemKind::OutsideParent => Some(beyond(&self.after.shape(code)?, &other()?)),
            ProblemKind::Gap => {
                let pieces = self.after.uncovered(code)?.0.into_iter().map(|p| MultiPolygon(vec![p]));
                let here = |p: &MultiPolygon| inner_point(p).map(|p| [p.lon, p.lat]) == problem.at;
                pieces.into_iter().find(here)
            }
            ProblemKind::TooSmall => self.after.shape(code),
            _ => None,
        }
    }

    /// The ground that had the same problem before.
    fn then(&self, problem: &Problem) -> Option<MultiPolygon> {
        let (code, other) = (problem.code.as_deref()?, problem.other.as_deref());
        match problem.kind {
            ProblemKind::Overlap => {
                let known = |code: &str| self.before.rows.contains_key(code);
                if !known(code) && !other.is_some_and(known) {
                    return None; // two that are new: nobody else's fault
                }
                Some(shared(&self.stood(code)?, &self.stood(other?)?))
            }
            ProblemKind::OutsideParent => Some(beyond(&self.stood(code)?, &self.before.shape(other?)?)),
            ProblemKind::Gap => self.before.uncovered(code),
            _ => None,
        }
    }

    /// An area as it was before, or the ground of those whose place a new one takes.
    fn stood(&self, code: &str) -> Option<MultiPolygon> {
        self.before.shape(code).or_else(|| {
            let parts = self.retired.iter().filter_map(|r| self.before.shape(r)).flat_map(|s| s.0);
            let whole = MultiPolygon(parts.collect());
            (!whole.0.is_empty()).then_some(whole)
        })
    }
}
