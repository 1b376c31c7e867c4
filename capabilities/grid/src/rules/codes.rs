//! The next codes of a sequence.

use std::collections::BTreeSet;

/// Digits of a sequence that has only begun.
const DIGITS: usize = 3;

/// The next `n` codes under `parent`: its code and a number behind the highest that was ever given, as many digits as the
/// others have (`length` is that of the whole code where the profile fixes it). Where the others do not begin with the parent's
/// code, the sequence goes on behind what the last of them has before its digits.
pub(super) fn next(parent: &str, ever: &BTreeSet<&str>, length: Option<usize>, n: usize) -> Vec<String> {
    let split = |code: &str| {
        let digits = code.bytes().rev().take_while(u8::is_ascii_digit).count();
        (code[..code.len() - digits].to_owned(), code[code.len() - digits..].to_owned())
    };
    let own =
        |code: &&str| code.strip_prefix(parent).is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()));
    let own: Vec<&str> = ever.iter().copied().filter(|c| own(c) && c.len() > parent.len()).collect();
    let (stem, numbers): (String, Vec<String>) = match (own.is_empty(), ever.last()) {
        (true, Some(last)) if !split(last).1.is_empty() => {
            let stem = split(last).0;
            let alike = ever.iter().map(|c| split(c)).filter(|(s, _)| *s == stem);
            let numbers = alike.map(|(_, number)| number).collect();
            (stem, numbers)
        }
        _ => (parent.to_owned(), own.iter().map(|c| c[parent.len()..].to_owned()).collect()),
    };
    let fixed = length.and_then(|l| l.checked_sub(stem.len()));
    let digits = fixed.unwrap_or_else(|| numbers.iter().map(String::len).max().unwrap_or(DIGITS));
    let highest = numbers.iter().filter_map(|n| n.parse::<u64>().ok()).max().unwrap_or(0);
    let codes = (highest + 1..).map(|number| format!("{stem}{number:0digits$}"));
    codes.filter(|code| !ever.contains(code.as_str())).take(n).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(parent: &str, ever: &[&str], n: usize) -> Vec<String> {
        next(parent, &ever.iter().copied().collect(), None, n)
    }

    #[test]
    fn the_sequence_goes_on_behind_the_highest() {
        assert_eq!(codes("350304101001", &[], 2), ["350304101001001", "350304101001002"]);
        let ever = ["350304101001001", "350304101001007"];
        assert_eq!(codes("350304101001", &ever, 2), ["350304101001008", "350304101001009"]);
        assert_eq!(codes("V", &["V01", "V99", "Vx"], 1), ["V100"]);
    }

    #[test]
    fn other_ways_of_coding_are_followed() {
        assert_eq!(codes("CD-1", &["BLOCK-07", "BLOCK-08"], 2), ["BLOCK-09", "BLOCK-10"]);
        assert_eq!(codes("CD-1", &["north", "south"], 1), ["CD-1001"]);
        let fixed = next("12", &["12001"].into_iter().collect(), Some(5), 1);
        assert_eq!(fixed, ["12002"]);
    }
}
