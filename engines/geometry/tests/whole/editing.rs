//! Editing keeps what is shared shared, and loses no ground.
use geometry::edit::{cut, join, move_vertex, remove_vertex, snap, trim};
use geometry::{MultiPolygon, Point, Rings, area_m2, beyond, overlaps, shared, uncovered};
use proptest::prelude::*;
use std::collections::HashSet;

const SIDE: usize = 4;

/// Crossings of a crooked lattice; the outline is straight.
fn lattice() -> impl Strategy<Value = Vec<Vec<Point>>> {
    let inner = prop::collection::vec((-0.3..0.3f64, -0.3..0.3f64), (SIDE + 1) * (SIDE + 1));
    inner.prop_map(|shifts| {
        let at = |i: usize, j: usize| {
            let (dx, dy) = shifts[i * (SIDE + 1) + j];
            let edge = |n: usize| n == 0 || n == SIDE;
            let round = |x: f64| (x * 1e8).round() / 1e8;
            let x = i as f64 + if edge(i) { 0.0 } else { dx };
            let y = j as f64 + if edge(j) { 0.0 } else { dy };
            Point::new(round(119.0 + x * 0.003), round(25.0 + y * 0.003))
        };
        (0..=SIDE).map(|i| (0..=SIDE).map(|j| at(i, j)).collect()).collect()
    })
}

fn ring(points: &[Point]) -> MultiPolygon {
    let mut ring = points.to_vec();
    ring.push(ring[0]);
    Rings(vec![vec![ring]]).to_shape()
}

fn cells(grid: &[Vec<Point>]) -> Vec<MultiPolygon> {
    let cell = |i: usize, j: usize| ring(&[grid[i][j], grid[i + 1][j], grid[i + 1][j + 1], grid[i][j + 1]]);
    (0..SIDE).flat_map(|i| (0..SIDE).map(move |j| (i, j))).map(|(i, j)| cell(i, j)).collect()
}

fn corners(shape: &MultiPolygon) -> HashSet<(u64, u64)> {
    Rings::of(shape).0.into_iter().flatten().flatten().map(|p| (p.lon.to_bits(), p.lat.to_bits())).collect()
}

fn ground(all: &[MultiPolygon]) -> f64 {
    all.iter().map(area_m2).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// (Sides are geodesics where areas are measured, so a corner more on a straight one is a few square decimetres.)
    /// The pieces have the ground of the whole, none of it twice, and every corner of the whole to the last bit.
    #[test]
    fn a_cut_loses_nothing(grid in lattice(), x in 0.2..3.8f64, y in 0.2..3.8f64, turn in 0.0..3.1f64) {
        let all = cells(&grid);
        let at = |d: f64| Point::new(119.0 + (x + d * turn.cos()) * 0.003, 25.0 + (y + d * turn.sin()) * 0.003);
        for cell in &all {
            let pieces = cut(cell, &[at(-9.0), at(9.0)]);
            prop_assert!((ground(&pieces) / area_m2(cell) - 1.0).abs() < 1e-5);
            let refs: Vec<_> = pieces.iter().collect();
            prop_assert!(overlaps(&refs, 0.05).is_empty());
            let kept: HashSet<_> = pieces.iter().flat_map(corners).collect();
            prop_assert!(corners(cell).is_subset(&kept));
            for piece in &pieces {
                prop_assert!(area_m2(&beyond(piece, cell)) < 0.05);
            }
            // and back again
            let whole = join(&refs).unwrap();
            prop_assert!((area_m2(&whole) / area_m2(cell) - 1.0).abs() < 1e-5);
            prop_assert!(corners(cell).is_subset(&corners(&whole)));
        }
    }

    /// Whatever corner is moved to wherever its cells reach: no gap and no overlap appears.
    #[test]
    fn a_moved_border_stays_shared(grid in lattice(), i in 1..SIDE, j in 1..SIDE, dx in -0.3..0.3f64, dy in -0.3..0.3f64) {
        let mut all = cells(&grid);
        let whole = join(&all.iter().collect::<Vec<_>>()).unwrap();
        let (ground_before, from) = (ground(&all), grid[i][j]);
        let to = Point::new(119.0 + (i as f64 + dx) * 0.003, 25.0 + (j as f64 + dy) * 0.003);
        let touched = move_vertex(&mut all, from, to);
        prop_assert_eq!(touched.len(), 4);
        let sound = all.iter().all(|s| Rings::of(s).problems().is_empty());
        prop_assume!(sound);
        prop_assert!((ground(&all) / ground_before - 1.0).abs() < 1e-9);
        let refs: Vec<_> = all.iter().collect();
        prop_assert!(overlaps(&refs, 0.05).is_empty());
        prop_assert!(area_m2(&uncovered(&whole, &refs)) < 0.05);
        // moved back, everything is as it was
        move_vertex(&mut all, to, from);
        prop_assert_eq!(all, cells(&grid));
    }

    /// A corner set into a side is one of both neighbours, and goes when it is taken out.
    #[test]
    fn a_corner_comes_and_goes(grid in lattice(), i in 1..SIDE, j in 0..SIDE, t in 0.1..0.9f64, out in 0.0..0.0004f64) {
        let mut all = cells(&grid);
        let (a, b) = (grid[i][j], grid[i][j + 1]);
        let on = Point::new(a.lon + t * (b.lon - a.lon), a.lat + t * (b.lat - a.lat));
        let to = Point::new(on.lon + out, on.lat);
        prop_assert_eq!(move_vertex(&mut all, on, to).len(), 2);
        prop_assert!(overlaps(&all.iter().collect::<Vec<_>>(), 0.05).is_empty());
        prop_assert_eq!(remove_vertex(&mut all, to).len(), 2);
        prop_assert!((ground(&all) / ground(&cells(&grid)) - 1.0).abs() < 1e-9);
    }

    /// A rough drawing fills exactly what is free.
    #[test]
    fn a_drawing_is_trimmed(grid in lattice(), hole in 0..SIDE * SIDE, more in 0.0..0.002f64) {
        let all = cells(&grid);
        let parent = join(&all.iter().collect::<Vec<_>>()).unwrap();
        let taken: Vec<_> = all.iter().enumerate().filter(|(i, _)| *i != hole).map(|(_, s)| s).collect();
        let (w, e) = (119.0 - more, 119.0 + SIDE as f64 * 0.003 + more);
        let (s, n) = (25.0 - more, 25.0 + SIDE as f64 * 0.003 + more);
        let drawn = ring(&[Point::new(w, s), Point::new(e, s), Point::new(e, n), Point::new(w, n)]);
        let made = trim(&drawn, Some(&parent), &taken);
        prop_assert!((area_m2(&made) / area_m2(&all[hole]) - 1.0).abs() < 1e-5);
        prop_assert!(corners(&all[hole]).is_subset(&corners(&made)));
        prop_assert!(taken.iter().all(|t| area_m2(&shared(t, &made)) < 0.05));
    }

    #[test]
    fn no_line_panics(points in prop::collection::vec((0..6i32, 0..6i32), 0..7)) {
        let line: Vec<_> = points.into_iter().map(|(x, y)| Point::new(f64::from(x) * 0.01, f64::from(y) * 0.01)).collect();
        let square = ring(&[Point::new(0.01, 0.01), Point::new(0.04, 0.01), Point::new(0.04, 0.04), Point::new(0.01, 0.04)]);
        let pieces = cut(&square, &line);
        prop_assert!((ground(&pieces) / area_m2(&square) - 1.0).abs() < 1e-5);
    }
}

#[test]
fn strangers_are_not_joined() {
    let square = |w: f64| {
        ring(&[
            Point::new(w, 0.0),
            Point::new(w + 0.01, 0.0),
            Point::new(w + 0.01, 0.01),
            Point::new(w, 0.01),
        ])
    };
    let (a, b, c) = (square(0.0), square(0.01), square(0.03));
    assert!(join(&[&a, &b]).is_some());
    assert!(join(&[&a, &b, &c]).is_none());
    // a corner is no border
    let d = ring(&[
        Point::new(0.01, 0.01),
        Point::new(0.02, 0.01),
        Point::new(0.02, 0.02),
        Point::new(0.01, 0.02),
    ]);
    assert!(join(&[&a, &d]).is_none());
}

#[test]
fn a_line_that_ends_inside_cuts_nothing_and_an_island_stays_with_the_nearest() {
    let square = |w: f64| {
        ring(&[
            Point::new(w, 0.0),
            Point::new(w + 0.01, 0.0),
            Point::new(w + 0.01, 0.01),
            Point::new(w, 0.01),
        ])
    };
    let mut shape = square(0.0);
    assert_eq!(cut(&shape, &[Point::new(-0.01, 0.005), Point::new(0.005, 0.005)]).len(), 1);
    shape.0.extend(square(0.02).0);
    let pieces = cut(&shape, &[Point::new(0.005, -0.01), Point::new(0.005, 0.02)]);
    assert_eq!(pieces.iter().map(|p| p.0.len()).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn snapping_prefers_corners() {
    let square =
        ring(&[Point::new(0.0, 0.0), Point::new(0.01, 0.0), Point::new(0.01, 0.01), Point::new(0.0, 0.01)]);
    assert_eq!(snap(Point::new(0.0001, 0.00002), &[&square], 20.0), Some(Point::new(0.0, 0.0)));
    assert_eq!(snap(Point::new(0.005, 0.0001), &[&square], 20.0), Some(Point::new(0.005, 0.0)));
    assert_eq!(snap(Point::new(0.005, 0.005), &[&square], 20.0), None);
}
