//! What of a ring lies in a tile (Sutherland–Hodgman, on whole numbers).
//!
//! Where a side is cut is computed from its lower end, whichever way it runs, so that two areas that share a side get
//! the same point.

use crate::tile::{BUFFER, EXTENT};

type At = [i64; 2];

const LOW: i64 = -BUFFER;
const HIGH: i64 = EXTENT + BUFFER;

/// The part of a closed ring (first point not repeated) that lies in the tile and its margin; nothing when none does or
/// what is left has no ground.
pub fn ring(points: &[At]) -> Vec<At> {
    let inside = |p: &At| p.iter().all(|v| (LOW..=HIGH).contains(v));
    let mut ring = points.to_vec();
    if !ring.iter().all(inside) {
        for (axis, bound, keep) in [(0, LOW, 1), (0, HIGH, -1), (1, LOW, 1), (1, HIGH, -1)] {
            ring = half(&ring, axis, bound, keep);
        }
    }
    ring.dedup();
    while ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
    if area(&ring) == 0 { vec![] } else { ring }
}

/// What lies on one side of a line.
fn half(ring: &[At], axis: usize, bound: i64, keep: i64) -> Vec<At> {
    let inside = |p: &At| (p[axis] - bound) * keep >= 0;
    let mut out = Vec::with_capacity(ring.len() + 4);
    let Some(mut before) = ring.last() else { return out };
    for p in ring {
        if inside(before) != inside(p) {
            out.push(cut(*before, *p, axis, bound));
        }
        if inside(p) {
            out.push(*p);
        }
        before = p;
    }
    out
}

fn cut(a: At, b: At, axis: usize, bound: i64) -> At {
    let (low, high) = if a < b { (a, b) } else { (b, a) };
    let other = 1 - axis;
    let share = (bound - low[axis]) as f64 / (high[axis] - low[axis]) as f64;
    let mut at = [bound; 2];
    at[other] = low[other] + ((high[other] - low[other]) as f64 * share).round() as i64;
    at
}

/// Twice the signed ground of a ring; above nothing for one that runs clockwise on a screen.
pub fn area(ring: &[At]) -> i64 {
    let sides = ring.iter().zip(ring.iter().cycle().skip(1));
    sides.map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_inside_stays_and_what_is_outside_goes() {
        let inner = [[0, 0], [10, 0], [10, 10]];
        assert_eq!(ring(&inner), inner);
        assert!(ring(&[[5000, 0], [6000, 0], [6000, 50]]).is_empty());
        assert!(ring(&[[0, 0], [5, 5], [10, 10]]).is_empty(), "no ground");
        let all = ring(&[[-9000, -9000], [9000, -9000], [9000, 9000], [-9000, 9000]]);
        assert_eq!(area(&all), 2 * (HIGH - LOW).pow(2));
    }

    proptest! {
        /// Convex rings: nothing is left outside, and the ground is that of the real intersection.
        #[test]
        fn a_box_is_cut_to_the_tile(x in -9000..9000i64, y in -9000..9000i64, w in 1..9000i64, h in 1..9000i64) {
            let cut = ring(&[[x, y], [x + w, y], [x + w, y + h], [x, y + h]]);
            prop_assert!(cut.iter().flatten().all(|v| (LOW..=HIGH).contains(v)));
            let overlap = |at: i64, size: i64| ((at + size).min(HIGH) - at.max(LOW)).max(0);
            prop_assert_eq!(area(&cut), 2 * overlap(x, w) * overlap(y, h));
        }

        /// Two triangles on both sides of one border: what each is left with there is the same.
        #[test]
        fn a_shared_side_is_cut_alike(p in prop::collection::vec((-9000..9000i64, -9000..9000i64), 4)) {
            let at = |i: usize| [p[i].0, p[i].1];
            let (one, other) = (ring(&[at(0), at(1), at(2)]), ring(&[at(1), at(0), at(3)]));
            let on = |r: &[At]| -> Vec<At> {
                let (a, b) = (at(0).min(at(1)), at(0).max(at(1)));
                let mut found: Vec<At> = [(0, LOW), (0, HIGH), (1, LOW), (1, HIGH)]
                    .into_iter()
                    .filter(|(axis, bound)| (a[*axis] < *bound) != (b[*axis] < *bound))
                    .map(|(axis, bound)| cut(a, b, axis, bound))
                    .filter(|c| r.contains(c))
                    .collect();
                found.sort_unstable();
                found
            };
            if !one.is_empty() && !other.is_empty() && area(&[at(0), at(1), at(2)]).signum() == area(&[at(1), at(0), at(3)]).signum() {
                prop_assert_eq!(on(&one), on(&other));
            }
        }
    }
}
