//! Words by which a case is found: pairs of Han characters, whole words of other scripts, hashed.

use std::collections::BTreeSet;

/// Words of one case at most.
const MOST: usize = 400;

/// The hashed words of some texts.
pub fn terms<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<i64> {
    let mut found = BTreeSet::new();
    for text in texts {
        collect(text, &mut found);
    }
    found.into_iter().take(MOST).collect()
}

fn collect(text: &str, found: &mut BTreeSet<i64>) {
    let mut word = String::new();
    let mut before: Option<char> = None;
    for c in text.chars().flat_map(char::to_lowercase) {
        if is_han(c) {
            flush(&mut word, found);
            if let Some(first) = before {
                found.insert(hash(&[first, c].iter().collect::<String>()));
            }
            before = Some(c);
            continue;
        }
        before = None;
        if c.is_alphanumeric() {
            word.push(c);
        } else {
            flush(&mut word, found);
        }
    }
    flush(&mut word, found);
}

fn flush(word: &mut String, found: &mut BTreeSet<i64>) {
    if word.chars().count() > 1 {
        found.insert(hash(word));
    }
    word.clear();
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{2FA1F}')
}

/// FNV-1a, 64 bits: stable for ever, since it is stored.
fn hash(word: &str) -> i64 {
    let bytes = word
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    bytes as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_is_found_in_what_was_written() {
        let written: BTreeSet<i64> = terms(["荔城街道路灯不亮，Street LIGHT 23号"]).into_iter().collect();
        for asked in ["路灯", "路灯不亮", "street light", "23"] {
            let asked = terms([asked]);
            assert!(!asked.is_empty() && asked.iter().all(|t| written.contains(t)), "{asked:?}");
        }
        assert!(!terms(["井盖"]).iter().all(|t| written.contains(t)));
        assert!(terms(["灯"]).is_empty());
    }
}
