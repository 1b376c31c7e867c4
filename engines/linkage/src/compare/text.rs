//! Words and codes.

use super::{Level, Tone, level, split};
use crate::model::Measure;

const ALIKE: [&str; 8] = [
    "alike, first degree",
    "alike, second degree",
    "alike, third degree",
    "alike, fourth degree",
    "alike, fifth degree",
    "alike, sixth degree",
    "alike, seventh degree",
    "alike, eighth degree",
];

pub(crate) fn levels(degrees: usize) -> Vec<Level> {
    let mut same = split("same", Tone::Same, 0);
    same.exact = true;
    let mut all = vec![level("not known", Tone::Silent), same];
    all.extend(ALIKE.iter().take(degrees).map(|name| level(name, Tone::Near)));
    all.push(level("different", Tone::Apart));
    all
}

pub(crate) fn sex_levels() -> Vec<Level> {
    vec![level("not known", Tone::Silent), level("same", Tone::Same), level("different", Tone::Apart)]
}

/// From 0 to 1.
pub(crate) fn likeness(measure: Measure, a: &str, b: &str) -> f64 {
    match measure {
        Measure::JaroWinkler => strsim::jaro_winkler(a, b),
        Measure::Edits => strsim::normalized_damerau_levenshtein(a, b),
        Measure::Bigrams => strsim::sorensen_dice(a, b),
    }
}

/// Whether one slip of the pen makes one out of the other, by characters.
pub(crate) fn one_slip(a: &str, b: &str) -> bool {
    a.len().abs_diff(b.len()) <= 4 && strsim::osa_distance(a, b) <= 1
}

/// Soundex of a western word.
pub(crate) fn soundex(word: &str) -> [u8; 4] {
    let code = |c: u8| match c {
        b'B' | b'F' | b'P' | b'V' => b'1',
        b'C' | b'G' | b'J' | b'K' | b'Q' | b'S' | b'X' | b'Z' => b'2',
        b'D' | b'T' => b'3',
        b'L' => b'4',
        b'M' | b'N' => b'5',
        b'R' => b'6',
        b'H' | b'W' => 0,
        _ => b'0',
    };
    let mut out = [b'0'; 4];
    let (mut n, mut last) = (0, b'0');
    for c in word.bytes().filter(u8::is_ascii_alphabetic).map(|c| c.to_ascii_uppercase()) {
        let now = code(c);
        if n == 0 {
            (out[0], n, last) = (c, 1, now);
        } else if now != 0 {
            if now != b'0' && now != last && n < 4 {
                out[n] = now;
                n += 1;
            }
            last = now;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn western_words() {
        assert_eq!((soundex("Robert"), soundex("Rupert")), (*b"R163", *b"R163"));
        assert_eq!(soundex("Tymczak"), *b"T522");
        assert!(one_slip("8010", "8100") && !one_slip("8010", "8123"));
        assert!(likeness(Measure::JaroWinkler, "martha", "marhta") > 0.95);
    }
}
