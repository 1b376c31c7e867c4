//! Faults between shapes: siblings that overlap, a parent that is not filled, children that stick out.
//!
//! Areas are in m². Differences smaller than the tolerance are left out: two surveys of one border never agree to
//! the last digit.

use geo::MultiPolygon;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use crate::{Point, area_m2, bbox, inner_point, planar};

/// A piece of ground: how large, and a point inside its largest part.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Patch {
    /// Area in m².
    pub area_m2: f64,
    /// A point inside.
    pub at: Point,
}

/// Ground that two siblings both claim.
#[derive(Debug, Clone, PartialEq)]
pub struct Overlap {
    /// Index of the first shape.
    pub a: usize,
    /// Index of the second shape, larger than `a`.
    pub b: usize,
    /// All of the ground they share.
    pub patch: Patch,
}

/// Ground of a child that is not its parent's.
#[derive(Debug, Clone, PartialEq)]
pub struct Outside {
    /// Index of the child.
    pub child: usize,
    /// All of its ground outside.
    pub patch: Patch,
}

/// How a parent is filled by its children.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Coverage {
    /// Ground of the parent that no child covers, one entry per connected piece, largest first.
    pub gaps: Vec<Patch>,
    /// Ground of children outside the parent, in the order of the children.
    pub outside: Vec<Outside>,
}

type Boxed = GeomWithData<Rectangle<[f64; 2]>, usize>;

fn tree_of(shapes: &[&MultiPolygon]) -> RTree<Boxed> {
    let boxes = shapes.iter().enumerate().filter_map(|(i, s)| {
        let b = bbox(s)?;
        Some(Boxed::new(Rectangle::from_corners([b.west, b.south], [b.east, b.north]), i))
    });
    RTree::bulk_load(boxes.collect())
}

fn candidates<'t>(tree: &'t RTree<Boxed>, shape: &MultiPolygon) -> impl Iterator<Item = usize> + 't {
    let reach = bbox(shape).map(|b| AABB::from_corners([b.west, b.south], [b.east, b.north]));
    reach.into_iter().flat_map(|r| tree.locate_in_envelope_intersecting(r)).map(|o| o.data)
}

fn patch(shape: &MultiPolygon, tolerance_m2: f64) -> Option<Patch> {
    let area = area_m2(shape);
    if shape.0.is_empty() || area <= tolerance_m2 {
        return None;
    }
    inner_point(shape).map(|at| Patch { area_m2: area, at })
}

/// All pairs of shapes that share more than `tolerance_m2` of ground, ordered by index.
pub fn overlaps(shapes: &[&MultiPolygon], tolerance_m2: f64) -> Vec<Overlap> {
    let tree = tree_of(shapes);
    let mut out = Vec::new();
    for (a, shape) in shapes.iter().enumerate() {
        for b in candidates(&tree, shape).filter(|b| *b > a) {
            if let Some(patch) = patch(&planar::intersection(shape, shapes[b]), tolerance_m2) {
                out.push(Overlap { a, b, patch });
            }
        }
    }
    out.sort_by_key(|o| (o.a, o.b));
    out
}

/// Compares a parent with all its children at once.
pub fn coverage(parent: &MultiPolygon, children: &[&MultiPolygon], tolerance_m2: f64) -> Coverage {
    let filled = planar::union(children.iter().copied());
    let pieces = |shape: MultiPolygon| shape.0.into_iter().map(|p| MultiPolygon(vec![p]));
    let mut gaps: Vec<Patch> =
        pieces(planar::difference(parent, &filled)).filter_map(|p| patch(&p, tolerance_m2)).collect();
    gaps.sort_by(|a, b| b.area_m2.total_cmp(&a.area_m2));

    let beyond: Vec<MultiPolygon> =
        pieces(planar::difference(&filled, parent)).filter(|p| patch(p, tolerance_m2).is_some()).collect();
    Coverage { gaps, outside: attribute(&beyond, children, tolerance_m2) }
}

/// Ground that two shapes both claim.
pub fn shared(a: &MultiPolygon, b: &MultiPolygon) -> MultiPolygon {
    planar::intersection(a, b)
}

/// Ground of a shape that is not inside of another.
pub fn beyond(shape: &MultiPolygon, bounds: &MultiPolygon) -> MultiPolygon {
    planar::difference(shape, bounds)
}

/// Ground of a parent that no child covers.
pub fn uncovered(parent: &MultiPolygon, children: &[&MultiPolygon]) -> MultiPolygon {
    planar::difference(parent, &planar::union(children.iter().copied()))
}

/// Whose ground the pieces outside the parent are.
fn attribute(beyond: &[MultiPolygon], children: &[&MultiPolygon], tolerance_m2: f64) -> Vec<Outside> {
    let tree = tree_of(children);
    let mut parts: Vec<Vec<MultiPolygon>> = vec![Vec::new(); children.len()];
    for piece in beyond {
        for child in candidates(&tree, piece) {
            parts[child].push(planar::intersection(children[child], piece));
        }
    }
    let whole = |parts: Vec<MultiPolygon>| MultiPolygon(parts.into_iter().flat_map(|p| p.0).collect());
    parts
        .into_iter()
        .enumerate()
        .filter_map(|(child, parts)| patch(&whole(parts), tolerance_m2).map(|patch| Outside { child, patch }))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shape::tests::rect;

    #[test]
    fn finds_the_overlap_of_two_siblings() {
        let (a, b, c) = (rect(0., 0., 0.1, 0.1), rect(0.09, 0., 0.2, 0.1), rect(0.2, 0., 0.3, 0.1));
        let found = overlaps(&[&a, &b, &c], 1.0);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].a, found[0].b), (0, 1));
        let expected = area_m2(&rect(0.09, 0., 0.1, 0.1));
        assert!((found[0].patch.area_m2 / expected - 1.0).abs() < 1e-6);
        assert!((0.09..0.1).contains(&found[0].patch.at.lon));
        assert!(overlaps(&[&a, &b, &c], expected * 1.01).is_empty());
    }

    #[test]
    fn finds_gaps_and_children_outside() {
        let parent = rect(0., 0., 0.2, 0.1);
        let (a, b) = (rect(0., 0., 0.1, 0.1), rect(0.11, 0.01, 0.21, 0.1));
        let found = coverage(&parent, &[&a, &b], 1.0);
        assert_eq!(found.gaps.len(), 1);
        let gap = area_m2(&rect(0.1, 0., 0.11, 0.1)) + area_m2(&rect(0.11, 0., 0.2, 0.01));
        assert!((found.gaps[0].area_m2 / gap - 1.0).abs() < 1e-6);
        assert_eq!(found.outside.len(), 1);
        assert_eq!(found.outside[0].child, 1);
        let out = area_m2(&rect(0.2, 0.01, 0.21, 0.1));
        assert!((found.outside[0].patch.area_m2 / out - 1.0).abs() < 1e-6);
        assert!(found.outside[0].patch.at.lon > 0.2);
    }

    #[test]
    fn a_tidy_map_has_no_fault() {
        let n = 30;
        let step = 0.003;
        let at = |i: usize| 113.7 + i as f64 * step;
        let cells: Vec<_> = (0..n * n)
            .map(|k| {
                let (i, j) = (k % n, k / n);
                rect(at(i), at(j) - 80.0, at(i + 1), at(j + 1) - 80.0)
            })
            .collect();
        let refs: Vec<_> = cells.iter().collect();
        let parent = rect(at(0), at(0) - 80.0, at(n), at(n) - 80.0);
        assert!(overlaps(&refs, 0.01).is_empty());
        assert_eq!(coverage(&parent, &refs, 0.01), Coverage::default());
    }

    #[test]
    fn a_hole_in_the_parent_is_no_gap_and_a_filled_one_is_outside() {
        let parent = crate::Rings(vec![vec![
            crate::shape::tests::ring(0., 0., 0.1, 0.1),
            crate::shape::tests::ring(0.04, 0.04, 0.06, 0.06),
        ]])
        .to_shape();
        let same = coverage(&parent, &[&parent], 1.0);
        assert_eq!(same, Coverage::default());
        let full = coverage(&parent, &[&rect(0., 0., 0.1, 0.1)], 1.0);
        assert_eq!(full.outside.len(), 1);
        assert!(full.gaps.is_empty());
    }
}
