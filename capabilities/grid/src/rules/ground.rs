//! What is wrong between areas: siblings on the same ground, parents not filled, children outside.

use std::collections::BTreeMap;

use geometry::{MultiPolygon, coverage, overlaps};
use kernel::Timestamp;

use crate::model::{AreaKind, Problem, ProblemKind, Severity};

/// An area of the map as it would be after an import.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// Its code.
    pub code: &'a str,
    /// The code of its parent; nothing in a layer.
    pub parent: Option<&'a str>,
    /// Exclusive grids may lie over ordinary ones.
    pub kind: AreaKind,
    /// Its ground, if known.
    pub shape: Option<&'a MultiPolygon>,
    /// Whether the import brings or changes it; faults among areas that stay are not told again.
    pub fresh: bool,
    /// From when.
    pub valid_from: Option<Timestamp>,
    /// Until when.
    pub valid_to: Option<Timestamp>,
}

impl Ground<'_> {
    fn meets(&self, o: &Self) -> bool {
        let before =
            |a: Option<Timestamp>, b: Option<Timestamp>| matches!((a, b), (Some(a), Some(b)) if a <= b);
        !before(self.valid_to, o.valid_from) && !before(o.valid_to, self.valid_from)
    }
}

/// Judges the siblings of every parent that the import touches. `areas` has no area that has ended.
pub fn problems(areas: &[Ground<'_>], tolerance_m2: f64) -> Vec<Problem> {
    let by_code: BTreeMap<&str, &Ground<'_>> = areas.iter().map(|a| (a.code, a)).collect();
    let mut families: BTreeMap<Option<&str>, Vec<&Ground<'_>>> = BTreeMap::new();
    for area in areas {
        families.entry(area.parent).or_default().push(area);
    }
    let mut out = Vec::new();
    for (parent, children) in families {
        let parent = parent.and_then(|p| by_code.get(p)).copied();
        if children.iter().all(|c| !c.fresh) && parent.is_none_or(|p| !p.fresh) {
            continue;
        }
        for kind in [AreaKind::Ordinary, AreaKind::Exclusive] {
            let alike: Vec<_> = children.iter().copied().filter(|c| c.kind == kind).collect();
            sibling_overlaps(&alike, tolerance_m2, &mut out);
        }
        if let Some(parent) = parent {
            fill(parent, &children, tolerance_m2, &mut out);
        }
    }
    out
}

fn with_shape<'g, 'a>(areas: &[&'g Ground<'a>]) -> (Vec<&'g Ground<'a>>, Vec<&'a MultiPolygon>) {
    areas.iter().filter_map(|a| a.shape.map(|s| (*a, s))).unzip()
}

fn sibling_overlaps(siblings: &[&Ground<'_>], tolerance_m2: f64, out: &mut Vec<Problem>) {
    let (siblings, shapes) = with_shape(siblings);
    for found in overlaps(&shapes, tolerance_m2) {
        let (a, b) = (siblings[found.a], siblings[found.b]);
        if (a.fresh || b.fresh) && a.meets(b) {
            let problem = Problem::new(ProblemKind::Overlap).code(a.code).other(b.code);
            out.push(problem.ground(found.patch.area_m2).at(found.patch.at));
        }
    }
}

fn fill(parent: &Ground<'_>, children: &[&Ground<'_>], tolerance_m2: f64, out: &mut Vec<Problem>) {
    let (known, shapes) = with_shape(children);
    let Some(shape) = parent.shape.filter(|_| !shapes.is_empty()) else { return };
    let found = coverage(shape, &shapes, tolerance_m2);
    // a child whose border is not known may well fill the gap
    let severity = if known.len() < children.len() { Severity::Warning } else { Severity::Error };
    for gap in found.gaps {
        let problem = Problem::new(ProblemKind::Gap).code(parent.code).ground(gap.area_m2).at(gap.at);
        out.push(Problem { severity, ..problem });
    }
    for outside in found.outside {
        let child = known[outside.child];
        if child.fresh || parent.fresh {
            let problem = Problem::new(ProblemKind::OutsideParent).code(child.code).other(parent.code);
            out.push(problem.ground(outside.patch.area_m2).at(outside.patch.at));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geometry::{Point, Rings};

    fn rect(w: f64, s: f64, e: f64, n: f64) -> MultiPolygon {
        let ring = [[w, s], [e, s], [e, n], [w, n], [w, s]].map(|[x, y]| Point::new(x, y)).to_vec();
        Rings(vec![vec![ring]]).to_shape()
    }

    fn ground<'a>(code: &'a str, parent: Option<&'a str>, shape: Option<&'a MultiPolygon>) -> Ground<'a> {
        let kind = AreaKind::Ordinary;
        Ground { code, parent, kind, shape, fresh: true, valid_from: None, valid_to: None }
    }

    fn kinds(problems: &[Problem]) -> Vec<(ProblemKind, Option<&str>, Option<&str>)> {
        problems.iter().map(|p| (p.kind, p.code.as_deref(), p.other.as_deref())).collect()
    }

    #[test]
    fn a_family_is_judged() {
        let (p, a, b, c) = (
            rect(0., 0., 0.1, 0.1),
            rect(0., 0., 0.05, 0.1),
            rect(0.04, 0., 0.09, 0.1),
            rect(0.09, 0.05, 0.11, 0.1),
        );
        let parent = ground("p", None, Some(&p));
        let children = [
            ground("a", Some("p"), Some(&a)),
            ground("b", Some("p"), Some(&b)),
            ground("c", Some("p"), Some(&c)),
        ];
        let mut all = vec![parent];
        all.extend(children);
        use ProblemKind::*;
        assert_eq!(
            kinds(&problems(&all, 1.0)),
            [(Overlap, Some("a"), Some("b")), (Gap, Some("p"), None), (OutsideParent, Some("c"), Some("p"))]
        );
        // what was there before is not told again
        all.iter_mut().for_each(|g| g.fresh = false);
        assert_eq!(problems(&all, 1.0), []);
        // exclusive ground may lie over ordinary ground, and fills gaps
        all.iter_mut().for_each(|g| g.fresh = true);
        all[2].kind = AreaKind::Exclusive;
        let found = problems(&all, 1.0);
        assert!(found.iter().all(|p| p.kind != Overlap), "{found:?}");
        // one that ends before the other begins is no rival
        all[2].kind = AreaKind::Ordinary;
        all[1].valid_to = Some(Timestamp(5));
        all[2].valid_from = Some(Timestamp(5));
        assert!(problems(&all, 1.0).iter().all(|p| p.kind != Overlap));
    }

    #[test]
    fn a_gap_beside_a_child_without_border_is_a_warning() {
        let (p, a) = (rect(0., 0., 0.1, 0.1), rect(0., 0., 0.05, 0.1));
        let all =
            [ground("p", None, Some(&p)), ground("a", Some("p"), Some(&a)), ground("b", Some("p"), None)];
        let found = problems(&all, 1.0);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].kind, found[0].severity), (ProblemKind::Gap, Severity::Warning));
        assert!((found[0].area_m2.unwrap() - 6.15e7).abs() < 1e6);
    }
}
