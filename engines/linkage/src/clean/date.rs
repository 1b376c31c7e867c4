//! Dates as they are written, also wrong ones: `yyyymmdd` as a number.

use crate::text::narrow;

/// Year, month and day in one number; 0 where there is none.
pub fn date(raw: &str) -> u32 {
    let mut parts = [(0u32, 0usize); 4];
    let mut at = 0;
    for c in raw.chars().map(narrow) {
        match c.to_digit(10) {
            Some(digit) => {
                let (value, len) = &mut parts[at];
                if *len < 8 {
                    *value = *value * 10 + digit;
                    *len += 1;
                }
            }
            None if parts[at].1 > 0 => {
                at += 1;
                if at == 3 {
                    break; // a time of day
                }
            }
            None => {}
        }
    }
    match parts {
        [(all, 8), ..] => all,
        [(y, 4), (m, 1..=2), (d, 1..=2), _] => y * 10_000 + m * 100 + d,
        [(d, 1..=2), (m, 1..=2), (y, 4), _] => y * 10_000 + m * 100 + d,
        [(y, 4), (m, 1..=2), (_, 0), _] => y * 10_000 + m * 100,
        [(y, 4), (_, 0), ..] => y * 10_000,
        [(ym, 6), (_, 0), ..] => ym * 100,
        _ => 0,
    }
}

/// Days since 1970, for dates that exist.
pub fn days(date: u32) -> Option<i32> {
    #[allow(clippy::cast_possible_wrap)] // eight digits
    let (y, m, d) = ((date / 10_000) as i32, (date / 100 % 100) as i32, (date % 100) as i32);
    if !(1..=12).contains(&m) || !(1..=31).contains(&d) {
        return None;
    }
    let y = if m <= 2 { y - 1 } else { y };
    let era = y.div_euclid(400);
    let of_era = y.rem_euclid(400);
    let of_year = (153 * (if m > 2 { m - 3 } else { m + 9 }) + 2) / 5 + d - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_ways_to_write_a_day() {
        for raw in [
            "1990-02-03",
            "1990/2/3",
            "19900203",
            "1990年2月3日",
            "１９９０-０２-０３",
            "3.2.1990",
            "1990-02-03 00:00:00",
        ] {
            assert_eq!(date(raw), 19_900_203, "{raw}");
        }
        assert_eq!((date(""), date("未知"), date("1990")), (0, 0, 19_900_000));
        assert_eq!((days(19_700_101), days(20_000_301), days(19_900_000)), (Some(0), Some(11_017), None));
    }
}
