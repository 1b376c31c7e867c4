//! Whatever rings somebody hands in: no panic, and answers that make sense.
use geometry::{
    Kind, Locator, LocatorArea, Point, Rings, area_m2, bbox, coverage, inner_point, overlaps, simplify,
};
use proptest::prelude::*;

/// Points on a coarse lattice, so that rings repeat, touch, cross and run back over themselves.
fn ring() -> impl Strategy<Value = Vec<Point>> {
    let point = (0..6i32, 0..6i32).prop_map(|(x, y)| Point::new(f64::from(x) * 0.01, f64::from(y) * 0.01));
    (prop::collection::vec(point, 0..9), any::<bool>()).prop_map(|(mut ring, close)| {
        if close && let Some(first) = ring.first().copied() {
            ring.push(first);
        }
        ring
    })
}

fn rings() -> impl Strategy<Value = Rings> {
    prop::collection::vec(prop::collection::vec(ring(), 0..3), 0..3).prop_map(Rings)
}

/// As an import does it.
fn usable(rings: &Rings) -> geometry::MultiPolygon {
    let sound = rings.problems().iter().all(|p| p.fault.harmless());
    if sound { rings.to_shape() } else { rings.to_clean_shape() }
}

proptest! {
    #[test]
    fn nothing_panics(all in prop::collection::vec(rings(), 1..5), x in -0.01..0.07f64, y in -0.01..0.07f64) {
        for rings in &all {
            for problem in rings.problems() {
                prop_assert!(problem.at.is_none_or(|p| p.lon.is_finite() && p.lat.is_finite()));
            }
        }
        let shapes: Vec<_> = all.iter().map(usable).collect();
        let refs: Vec<_> = shapes.iter().collect();
        for overlap in overlaps(&refs, 1.0) {
            prop_assert!(overlap.patch.area_m2 > 1.0 && overlap.a < overlap.b);
        }
        let _ = coverage(&shapes[0], &refs, 1.0);
        for shape in simplify::together(&refs, 0.005) {
            let _ = (area_m2(&shape), bbox(&shape), inner_point(&shape));
        }
        let areas = shapes.into_iter().enumerate().map(|(i, shape)| LocatorArea {
            code: i.to_string(), level: 0, kind: Kind::Ordinary, layer: None, shape,
        });
        let locator = Locator::build(areas.collect());
        let found = locator.locate(Point::new(x, y));
        prop_assert_eq!(found.area.is_none(), locator.is_empty());
    }

    /// A shape that passes the checks is what the boolean operations take it for.
    #[test]
    fn a_shape_covers_itself(rings in rings()) {
        let shape = usable(&rings);
        if area_m2(&shape) <= 1.0 {
            return Ok(());
        }
        let covered = coverage(&shape, &[&shape], 1.0);
        prop_assert!(covered.gaps.is_empty() && covered.outside.is_empty(), "{:?}", covered);
        let at = inner_point(&shape).unwrap();
        let area = LocatorArea { code: "a".into(), level: 0, kind: Kind::Ordinary, layer: None, shape };
        let locator = Locator::build(vec![area]);
        prop_assert!(locator.locate(at).outside_m.is_none());
    }
}
