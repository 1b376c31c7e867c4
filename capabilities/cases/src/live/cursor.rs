//! The id of an event: how far each county had been read, `350302.1z,350304.a`: code, a dot, the position in base 36;
//! sorted by code, without counties that have no facts. Whoever shows it again gets what came after it.

use ledger::follow::Heads;

/// The longest id that is read, in bytes: some 600 counties.
const LONGEST: usize = 8 * 1024;

/// The id of a moment.
pub fn write(heads: &Heads) -> String {
    let mut text = String::with_capacity(heads.len() * 12);
    for (county, pos) in heads.iter().filter(|(county, pos)| **pos > 0 && plain(county)) {
        if !text.is_empty() {
            text.push(',');
        }
        text.push_str(county);
        text.push('.');
        push_base36(&mut text, pos.unsigned_abs());
    }
    text
}

/// The moment of an id; None when it is none.
pub fn read(text: &str) -> Option<Heads> {
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let one = |part: &str| {
        let (county, pos) = part.rsplit_once('.')?;
        let pos = i64::from_str_radix(pos, 36).ok().filter(|pos| *pos > 0)?;
        plain(county).then(|| (county.to_owned(), pos))
    };
    text.split(',').map(one).collect()
}

/// Codes are letters, digits, hyphens and underscores; a county with another sign in its code is read from now on only.
fn plain(county: &str) -> bool {
    !county.is_empty() && county.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

fn push_base36(text: &mut String, mut n: u64) {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut digits = vec![];
    while n > 0 {
        digits.push(char::from(DIGITS[(n % 36) as usize]));
        n /= 36;
    }
    text.extend(digits.iter().rev());
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn short_and_readable() {
        let heads = Heads::from([("350304".into(), 10), ("350302".into(), 71), ("350305".into(), 0)]);
        assert_eq!(write(&heads), "350302.1z,350304.a");
        for bad in ["", ",", "350302", "350302.", "350302.0", "350302.-1", "a b.1", "x.1,", &"9".repeat(9000)]
        {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(heads in prop::collection::btree_map("[0-9a-zA-Z_-]{1,12}", 1i64..i64::MAX, 1..40)) {
            prop_assert_eq!(read(&write(&heads)), Some(heads));
        }

        #[test]
        fn nothing_that_is_shown_stumbles(text in "\\PC{0,60}") {
            let _ = read(&text);
        }
    }
}
