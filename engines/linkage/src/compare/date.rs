//! Two dates, with what goes wrong in registers of people: defaults, the lunar calendar, swapped parts.

use super::{Level, Tone, level, split};
use crate::clean::date::days;

pub(crate) fn levels() -> Vec<Level> {
    let mut same = split("same day", Tone::Same, 0);
    same.exact = true;
    vec![
        level("not known", Tone::Silent),
        same,
        level("same year, one is the first of January", Tone::Near),
        level("day and month swapped", Tone::Near),
        level("as far apart as lunar and solar calendar", Tone::Near),
        level("one slip apart, same year", Tone::Near),
        level("other year, same month and day", Tone::Near),
        level("same year", Tone::Apart),
        level("years close", Tone::Apart),
        level("a generation apart", Tone::Apart),
        level("different", Tone::Apart),
    ]
}

/// The level of two dates `yyyymmdd`.
pub(crate) fn compare(a: u32, b: u32) -> usize {
    if a == 0 || b == 0 {
        return 0;
    }
    if a == b {
        return 1;
    }
    let (ya, yb) = (a / 10_000, b / 10_000);
    let (ma, mb) = (a % 10_000, b % 10_000);
    if ya == yb {
        let first = |m: u32| m == 101 || m.is_multiple_of(100);
        if first(ma) || first(mb) {
            return 2;
        }
        if ma / 100 == mb % 100 && ma % 100 == mb / 100 {
            return 3;
        }
    }
    if ya.abs_diff(yb) <= 1
        && let (Some(x), Some(y)) = (days(a), days(b))
        && (17..=51).contains(&(x - y).abs())
    {
        return 4;
    }
    if ya == yb {
        return if slips(ma, mb) { 5 } else { 7 };
    }
    if ma == mb && ma != 101 {
        return 6;
    }
    match ya.abs_diff(yb) {
        0..=6 => 8,
        18..=45 => 9,
        _ => 10,
    }
}

/// One digit differs, or two neighbours are swapped.
fn slips(a: u32, b: u32) -> bool {
    let digits = |v: u32| [v / 1000 % 10, v / 100 % 10, v / 10 % 10, v % 10];
    let (x, y) = (digits(a), digits(b));
    let differ: Vec<usize> = (0..4).filter(|&i| x[i] != y[i]).collect();
    match differ[..] {
        [_] => true,
        [i, j] => j == i + 1 && x[i] == y[j] && x[j] == y[i],
        _ => false,
    }
}

/// The best of several readings of two dates.
pub(crate) fn best(a: [u32; 2], b: [u32; 2]) -> usize {
    let first = compare(a[0], b[0]);
    if first == 1 || (a[1] == 0 && b[1] == 0) {
        return first;
    }
    let other = [compare(a[1], b[0]), compare(a[0], b[1]), compare(a[1], b[1])];
    std::iter::once(first).chain(other).filter(|&l| l > 0).min().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_wrong_with_birthdays() {
        let of = |a, b| levels()[compare(a, b)].name;
        assert_eq!(of(19_800_512, 19_800_101), "same year, one is the first of January");
        assert_eq!(of(19_800_512, 19_801_205), "day and month swapped");
        assert_eq!(of(19_800_512, 19_800_410), "as far apart as lunar and solar calendar");
        assert_eq!(of(19_800_512, 19_800_518), "one slip apart, same year");
        assert_eq!(of(19_800_512, 19_900_512), "other year, same month and day");
        assert_eq!(of(19_800_512, 20_060_911), "a generation apart");
        assert_eq!(best([19_800_101, 19_800_512], [19_800_512, 0]), 1);
    }
}
