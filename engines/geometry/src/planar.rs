//! Boolean operations on shapes, robust also where rings cross, touch or lie on each other.
//!
//! They go to the same overlay engine as `geo`'s `BooleanOps`, but without its OGC mode, which loses ground (and in
//! debug builds stops) on rings that run back over themselves; real maps have such rings.

use geo::{LineString, MultiPolygon, Polygon};
use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::float::overlay::FloatOverlay;

pub(crate) type Ring = Vec<[f64; 2]>;

pub(crate) fn rings(shape: &MultiPolygon) -> impl Iterator<Item = Ring> + '_ {
    let all = shape.0.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
    all.map(|ring| ring.0.iter().skip(1).map(|c| [c.x, c.y]).collect())
}

pub(crate) fn shapes(found: Vec<Vec<Ring>>) -> MultiPolygon {
    let line = |ring: Ring| LineString::from(ring);
    let polygon = |mut rings: Vec<Ring>| {
        let holes = rings.split_off(1.min(rings.len()));
        let outline = rings.pop().unwrap_or_default();
        Polygon::new(line(outline), holes.into_iter().map(line).collect())
    };
    MultiPolygon(found.into_iter().map(polygon).collect())
}

fn overlay(a: &MultiPolygon, b: &MultiPolygon, rule: OverlayRule) -> MultiPolygon {
    let (a, b): (Vec<Ring>, Vec<Ring>) = (rings(a).collect(), rings(b).collect());
    shapes(FloatOverlay::with_subj_and_clip(&a, &b).overlay(rule, FillRule::EvenOdd))
}

/// Ground of both.
pub(crate) fn intersection(a: &MultiPolygon, b: &MultiPolygon) -> MultiPolygon {
    overlay(a, b, OverlayRule::Intersect)
}

/// Ground of the first that is not the second's.
pub(crate) fn difference(a: &MultiPolygon, b: &MultiPolygon) -> MultiPolygon {
    overlay(a, b, OverlayRule::Difference)
}

/// What an odd number of rings surrounds, in rings that do not cross.
pub(crate) fn clean(shape: &MultiPolygon) -> MultiPolygon {
    let rings: Vec<Ring> = rings(shape).collect();
    shapes(FloatOverlay::with_subj(&rings).overlay(OverlayRule::Subject, FillRule::EvenOdd))
}

/// Ground of any of them; outlines must run counter-clockwise and holes clockwise.
pub(crate) fn union<'a>(all: impl IntoIterator<Item = &'a MultiPolygon>) -> MultiPolygon {
    let rings: Vec<Ring> = all.into_iter().flat_map(rings).collect();
    shapes(FloatOverlay::with_subj(&rings).overlay(OverlayRule::Subject, FillRule::NonZero))
}
