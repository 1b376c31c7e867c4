//! Numbers that are compared digit by digit: identity numbers, telephones. Four bits a digit.

use crate::text::narrow;

/// A digit that a mask hides.
pub const HIDDEN: u8 = 15;
/// The `X` of a check digit.
pub const X: u8 = 10;

/// Up to 30 digits, the first in the highest place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Hash)]
pub struct Digits {
    packed: u128,
}

const LEN: u32 = 120;
const DIGITS: u128 = (1 << LEN) - 1;
const ONES: u128 = DIGITS / 15;

impl Digits {
    /// From digits; those beyond 30 are dropped.
    pub fn new(digits: &[u8]) -> Self {
        let digits = &digits[..digits.len().min(30)];
        let packed = digits.iter().fold(0u128, |all, &d| all << 4 | u128::from(d & 15));
        Self { packed: packed | (digits.len() as u128) << LEN }
    }
    /// How many.
    #[allow(clippy::cast_possible_truncation)] // eight bits
    pub fn len(self) -> usize {
        (self.packed >> LEN) as usize
    }
    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.packed == 0
    }
    /// One of them, from the left.
    #[allow(clippy::cast_possible_truncation)] // four bits
    pub fn at(self, at: usize) -> u8 {
        (self.packed >> (4 * (self.len() - 1 - at)) & 15) as u8
    }
    /// All of them.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = u8> {
        (0..self.len()).map(move |at| self.at(at))
    }
    /// Whether any is hidden.
    pub fn masked(self) -> bool {
        self.hidden() != 0
    }
    /// One bit for each place that is hidden.
    fn hidden(self) -> u128 {
        let digits = self.packed & DIGITS;
        digits & digits >> 1 & digits >> 2 & digits >> 3 & ONES
    }
    /// One bit for each place at which two numbers of one length differ.
    fn differing(self, other: Self) -> u128 {
        let x = (self.packed ^ other.packed) & DIGITS;
        (x | x >> 1 | x >> 2 | x >> 3) & ONES
    }
    /// How many are shown.
    pub fn shown(self) -> usize {
        self.iter().filter(|&d| d != HIDDEN).count()
    }
    /// A number for hashing.
    pub fn raw(self) -> u128 {
        self.packed
    }
    /// The number that some of its digits make, if all of them are shown.
    pub fn number(self, from: usize, to: usize) -> Option<u32> {
        (from..to).try_fold(0u32, |n, at| {
            let digit = self.at(at);
            (digit < 10).then(|| n * 10 + u32::from(digit))
        })
    }
    /// Whether lengths are the same and all digits that both show are, at least `least` of them.
    pub fn agrees(self, other: Self, least: usize) -> bool {
        if self.len() != other.len() {
            return false;
        }
        let hidden = self.hidden() | other.hidden();
        self.differing(other) & !hidden == 0 && self.len() >= least + hidden.count_ones() as usize
    }
    /// Whether one slip makes one out of the other: a digit changed, lost, doubled, or two neighbours swapped.
    pub fn one_slip(self, other: Self) -> bool {
        if self.len() == other.len() {
            let differing = self.differing(other);
            return match differing.count_ones() {
                0 | 1 => true,
                2 => {
                    let at = differing.trailing_zeros();
                    let two = |n: Self| (n.packed >> at & 15, n.packed >> (at + 4) & 15);
                    let ((a, b), (c, d)) = (two(self), two(other));
                    differing >> at == 0x11 && a == d && b == c
                }
                _ => false,
            };
        }
        let (long, short) = if self.len() > other.len() { (self, other) } else { (other, self) };
        let (n, m) = (long.len(), short.len());
        if n - m > 1 || m == 0 {
            return false;
        }
        let head = (0..m).take_while(|&i| long.at(i) == short.at(i)).count();
        (head..m).all(|i| long.at(i + 1) == short.at(i))
    }
}

/// The digits of a text, with masks and a final `X`; the longest run where several numbers stand in one field.
fn read(raw: &str, out: &mut Vec<u8>) {
    out.clear();
    for c in raw.chars().map(narrow) {
        match c {
            #[allow(clippy::cast_possible_truncation)] // one digit
            '0'..='9' => out.push(c as u8 - b'0'),
            'x' | 'X' if out.len() >= 14 => out.push(X),
            '*' | '×' | '●' | 'x' | 'X' | '?' => out.push(HIDDEN),
            '/' | ',' | ';' | '，' | '、' | '；' if out.len() >= 7 => return,
            _ => {}
        }
    }
}

/// A masked run that was shortened (`339900****1234`) grows to the full length.
fn stretch(digits: &mut Vec<u8>, len: usize) {
    let first = digits.iter().position(|&d| d == HIDDEN);
    if let Some(first) = first.filter(|_| digits.len() < len) {
        let missing = len - digits.len();
        digits.splice(first..first, std::iter::repeat_n(HIDDEN, missing));
    }
}

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/// The check digit of the first seventeen (GB 11643).
pub fn check_digit(digits: &[u8]) -> u8 {
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(&d, w)| u32::from(d) * w).sum();
    [1, 0, X, 9, 8, 7, 6, 5, 4, 3, 2][(sum % 11) as usize]
}

/// An identity number: 15 digits of old become 18.
pub fn id_number(raw: &str, scratch: &mut Vec<u8>) -> Digits {
    read(raw, scratch);
    if scratch.iter().all(|&d| d == HIDDEN) || scratch.len() < 8 {
        return Digits::default();
    }
    if scratch.len() == 15 && scratch.iter().all(|&d| d < 10) {
        let month = scratch[8] * 10 + scratch[9];
        let day = scratch[10] * 10 + scratch[11];
        if (1..=12).contains(&month) && (1..=31).contains(&day) {
            scratch.splice(6..6, [1, 9]);
            let check = check_digit(scratch);
            scratch.push(check);
        }
    }
    stretch(scratch, 18);
    Digits::new(scratch)
}

/// Whether length, date and check digit are right.
pub fn id_is_valid(id: Digits) -> bool {
    if id.len() != 18 || id_birth(id).is_none() {
        return false;
    }
    let mut first = [0; 17];
    for (at, digit) in first.iter_mut().enumerate() {
        *digit = id.at(at);
        if *digit > 9 {
            return false;
        }
    }
    check_digit(&first) == id.at(17)
}

/// The date of birth in an identity number, as `yyyymmdd`.
pub fn id_birth(id: Digits) -> Option<u32> {
    let date = if id.len() == 18 { id.number(6, 14)? } else { return None };
    let (year, month, day) = (date / 10000, date / 100 % 100, date % 100);
    ((1850..2200).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day)).then_some(date)
}

/// The sex in an identity number: odd is male.
pub fn id_sex(id: Digits) -> Option<bool> {
    (id.len() == 18).then(|| id.at(16)).filter(|&d| d < 10).map(|d| d % 2 == 1)
}

/// A telephone number without country code and separators.
pub fn phone(raw: &str, scratch: &mut Vec<u8>) -> Digits {
    read(raw, scratch);
    let n = scratch.len();
    let mobile = |rest: &[u8]| rest.len() == 11 && rest[0] == 1;
    if n > 11 && scratch[..n - 11].ends_with(&[8, 6]) && mobile(&scratch[n - 11..]) {
        scratch.drain(..n - 11);
    }
    if scratch.len() < 5 || scratch.iter().all(|&d| d == HIDDEN) {
        return Digits::default();
    }
    if scratch[0] == 1 {
        stretch(scratch, 11);
    }
    Digits::new(scratch)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn id(raw: &str) -> Digits {
        id_number(raw, &mut vec![])
    }

    #[test]
    fn old_numbers_and_masks() {
        assert_eq!(id("11010519491231002X"), id("110105 19491231002x"));
        assert!(id_is_valid(id("11010519491231002X")));
        assert!(!id_is_valid(id("110105194912310021")));
        assert_eq!(id("110105491231002"), id("11010519491231002X"));
        assert!(id("110105********002X").agrees(id("11010519491231002X"), 8));
        assert!(id("110105****002X").agrees(id("11010519491231002X"), 8));
        assert_eq!(id_birth(id("11010519491231002X")), Some(19_491_231));
        assert_eq!(id_sex(id("11010519491231002X")), Some(false));
        assert!(id("********").is_empty() && id("无").is_empty());
    }

    #[test]
    fn phones_are_one_however_written() {
        let want = phone("13912345678", &mut vec![]);
        for raw in
            ["+8613912345678", "0086-139-1234-5678", "１３９１２３４５６７８", "139 1234 5678/13800000000"]
        {
            assert_eq!(phone(raw, &mut vec![]), want, "{raw}");
        }
        assert!(phone("139****5678", &mut vec![]).agrees(want, 5));
    }

    proptest! {
        #[test]
        fn a_slip_is_seen_both_ways(mut digits in prop::collection::vec(0u8..10, 11), at in 0usize..10, kind in 0..4, to in 0u8..10) {
            let before = Digits::new(&digits);
            match kind {
                0 => digits.swap(at, at + 1),
                1 => digits[at] = to,
                2 => { digits.remove(at); }
                _ => digits.insert(at, digits[at]),
            }
            let after = Digits::new(&digits);
            prop_assert!(before.one_slip(after) && after.one_slip(before));
        }

        #[test]
        fn what_is_packed_comes_back(digits in prop::collection::vec(0u8..16, 0..30)) {
            let packed = Digits::new(&digits);
            prop_assert_eq!(packed.iter().collect::<Vec<_>>(), digits.clone());
            prop_assert_eq!(packed.masked(), digits.contains(&HIDDEN));
        }
    }
}
