//! Identity numbers, telephones and codes.
//!
//! Neighbours in the register differ in a digit or two, so the distance between two identity numbers says little: two
//! numbers that are both valid are two people. One that fails its check digit may be a slip of the other.

use super::{Level, Tone, level, split};
use crate::clean::digits::Digits;

pub(crate) fn id_levels() -> Vec<Level> {
    let mut same = split("same number", Tone::Same, 0);
    same.exact = true;
    vec![
        level("not known", Tone::Silent),
        same,
        split("what the mask shows agrees", Tone::Same, 1),
        level("one slip apart, one fails its check", Tone::Near),
        level("different, one fails its check", Tone::Apart),
        level("different", Tone::Apart),
    ]
}

pub(crate) fn compare_ids(a: Digits, b: Digits, valid: (bool, bool)) -> usize {
    if a.is_empty() || b.is_empty() {
        return 0;
    }
    if a == b && !a.masked() {
        return 1;
    }
    if a.masked() || b.masked() {
        return if a.agrees(b, 6) { 2 } else { 5 };
    }
    if valid.0 && valid.1 {
        // that the birth within agrees is told by the comparison of dates: told twice, it would count twice
        return 5;
    }
    if a.one_slip(b) { 3 } else { 4 }
}

pub(crate) fn phone_levels() -> Vec<Level> {
    let mut same = split("same number", Tone::Same, 0);
    same.exact = true;
    vec![
        level("not known", Tone::Silent),
        same,
        level("what the mask shows agrees", Tone::Same),
        level("one slip apart", Tone::Near),
        level("different", Tone::Apart),
    ]
}

pub(crate) fn compare_phones(a: Digits, b: Digits) -> usize {
    if a.is_empty() || b.is_empty() {
        return 0;
    }
    if a == b && !a.masked() {
        return 1;
    }
    if a.masked() || b.masked() {
        return if a.agrees(b, 5) { 2 } else { 4 };
    }
    if a.one_slip(b) { 3 } else { 4 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::digits::{id_is_valid, id_number};

    fn of(a: &str, b: &str) -> &'static str {
        let (a, b) = (id_number(a, &mut vec![]), id_number(b, &mut vec![]));
        id_levels()[compare_ids(a, b, (id_is_valid(a), id_is_valid(b)))].name
    }

    #[test]
    fn neighbours_in_the_register_are_two_people() {
        // two digits apart, both valid
        assert_eq!(of("11010519491231002X", "110105194912310038"), "different");
        // one digit apart, one cannot be right
        assert_eq!(of("11010519491231002X", "11010519491231005X"), "one slip apart, one fails its check");
        assert_eq!(of("11010519491231002X", "110105********002X"), "what the mask shows agrees");
        assert_eq!(of("11010519491231002X", "110105491231002"), "same number");
    }
}
