//! Which category a text speaks of: a suggestion with its confidence and its reasons, which a person confirms.
//!
//! Nothing is learnt and nothing is hidden: a category's names and keywords are looked for in the text. A word counts by
//! its length and is shared among the categories that have it; of a longer Chinese word half the pairs of characters are
//! enough to count in part. The words found are the *why*.

use crate::loaded::{CategoryEntry, Loaded};
use std::collections::{BTreeMap, BTreeSet};

/// Characters of a text that are looked at.
const TEXT: usize = 2_000;
/// A word counts by its characters, up to so many.
const LONG: usize = 6;
/// A score of this much is half believed.
const DOUBT: f64 = 2.0;
/// What is less likely is not worth saying.
const LEAST: f64 = 0.05;

/// A category that a text may speak of.
#[derive(Clone, Debug)]
pub struct Suggestion<'a> {
    /// Its pack.
    pub pack: &'a Loaded,
    /// The category.
    pub category: &'a CategoryEntry,
    /// 0 to 1: how much of all that was found speaks for it, and how much that is.
    pub confidence: f64,
    /// What was found in the text, longest first.
    pub words: Vec<String>,
}

/// The likeliest categories, best first. `all`: also those that are not public.
pub fn suggest<'a>(packs: &[&'a Loaded], text: &str, all: bool, most: usize) -> Vec<Suggestion<'a>> {
    let text: String = text.chars().take(TEXT).flat_map(char::to_lowercase).collect();
    let mut found: Vec<(&Loaded, &CategoryEntry, BTreeMap<String, f64>)> = vec![];
    for pack in packs {
        for category in pack.categories().filter(|c| c.leaf && (all || c.public)) {
            let words = found_in(&text, category);
            if !words.is_empty() {
                found.push((*pack, category, words));
            }
        }
    }
    let mut shared: BTreeMap<String, f64> = BTreeMap::new();
    for word in found.iter().flat_map(|(_, _, words)| words.keys()) {
        *shared.entry(word.clone()).or_default() += 1.0;
    }
    let score = |words: &BTreeMap<String, f64>| -> f64 {
        words.iter().map(|(word, weight)| weight / shared.get(word).unwrap_or(&1.0)).sum()
    };
    let mut scored: Vec<(f64, &Loaded, &CategoryEntry, BTreeMap<String, f64>)> =
        found.into_iter().map(|(pack, category, words)| (score(&words), pack, category, words)).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.2.code.cmp(&b.2.code)));
    let total: f64 = scored.iter().map(|(score, ..)| score).sum();
    let suggestion =
        |(score, pack, category, words): (f64, &'a Loaded, &'a CategoryEntry, BTreeMap<_, _>)| {
            let confidence = (score / total) * (score / (score + DOUBT));
            let mut words: Vec<String> = words.into_keys().collect();
            words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
            Suggestion { pack, category, confidence: (confidence * 100.0).round() / 100.0, words }
        };
    scored.into_iter().take(most).map(suggestion).filter(|s| s.confidence >= LEAST).collect()
}

/// The words of a category that a text has, with what each counts. A word inside a longer one found is left out.
fn found_in(text: &str, category: &CategoryEntry) -> BTreeMap<String, f64> {
    let mut found: BTreeMap<String, f64> = BTreeMap::new();
    let words: BTreeSet<String> =
        std::iter::once(&category.name.zh).chain(&category.keywords).map(|w| w.to_lowercase()).collect();
    for word in words.iter().filter(|word| !word.is_empty()) {
        let long = word.chars().count().min(LONG) as f64;
        if has(text, word) {
            found.insert(word.clone(), long);
        } else if let Some((part, share)) = part_of(text, word) {
            found.entry(part).or_insert(long * share / 2.0);
        }
    }
    for word in category.name.en.to_lowercase().split(|c: char| !c.is_alphanumeric()) {
        if word.len() > 3 && has(text, word) {
            found.insert(word.to_owned(), 1.5);
        }
    }
    let all: Vec<String> = found.keys().cloned().collect();
    found.retain(|word, _| !all.iter().any(|other| other != word && other.contains(word.as_str())));
    found
}

/// Whether a text has a word; one of letters stands alone there, or in the plural.
fn has(text: &str, word: &str) -> bool {
    if !word.is_ascii() {
        return text.contains(word);
    }
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].trim_start_matches("es").trim_start_matches('s').chars().next();
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        !letter(before) && !letter(after)
    })
}

/// Of a Chinese word of three characters or more: the pairs that a text has, when they are at least half, and how many
/// of all they are.
fn part_of(text: &str, word: &str) -> Option<(String, f64)> {
    let letters: Vec<char> = word.chars().collect();
    if letters.len() < 3 || word.is_ascii() {
        return None;
    }
    let pairs: Vec<String> = letters.windows(2).map(|pair| pair.iter().collect()).collect();
    let had: Vec<&String> = pairs.iter().filter(|pair| text.contains(pair.as_str())).collect();
    let share = had.len() as f64 / pairs.len() as f64;
    let first = had.first()?;
    (share >= 0.5).then(|| ((*first).clone(), share))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn pack() -> Loaded {
        let name = |zh: &str, en: &str| json!({"zh": zh, "en": en});
        let leaf = |code: &str, zh: &str, en: &str, keywords: &[&str]| json!({"code": code, "name": name(zh, en), "keywords": keywords});
        let document = json!({
            "id": "p", "version": "1.0.0", "name": name("一", "one"),
            "categories": [
                {"code": "01", "name": name("部件", "Components"), "public": true, "children": [
                    leaf("0101", "路灯", "Street lamp", &["路灯不亮", "灯坏了"]),
                    leaf("0102", "上水井盖", "Water manhole cover", &["井盖"]),
                    leaf("0103", "污水井盖", "Sewage manhole cover", &["井盖", "污水井"]),
                ]},
                {"code": "02", "name": name("内部", "Internal"), "children": [leaf("0201", "会议", "Meeting", &[])]},
            ],
        });
        Loaded::from_document(&document).unwrap()
    }

    fn codes(text: &str, all: bool) -> Vec<String> {
        let pack = pack();
        suggest(&[&pack], text, all, 3).iter().map(|s| s.category.code.clone()).collect()
    }

    #[test]
    fn words_of_the_text_speak_for_a_category_and_are_its_why() {
        let pack = pack();
        let found = suggest(&[&pack], "门口的路灯不亮三天了", false, 3);
        assert_eq!((found.len(), found[0].category.code.as_str()), (1, "0101"));
        assert_eq!(found[0].words, ["路灯不亮"], "the shorter word stands inside the longer one");
        assert!(found[0].confidence > 0.6, "{}", found[0].confidence);
        assert_eq!(codes("The STREET LAMPS are out", false), ["0101"]);
    }

    #[test]
    fn what_two_share_says_little() {
        let pack = pack();
        let found = suggest(&[&pack], "井盖响", false, 3);
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|s| s.confidence < 0.3), "{found:?}");
        let found = suggest(&[&pack], "污水井的井盖响", false, 3);
        assert_eq!(found[0].category.code, "0103");
        assert!(found[0].confidence > found[1].confidence * 2.0);
    }

    #[test]
    fn nothing_is_said_without_a_word_and_nothing_internal_to_the_public() {
        assert_eq!(codes("你好", false), Vec::<String>::new());
        assert_eq!(codes("", false), Vec::<String>::new());
        assert_eq!(codes("开会议", false), Vec::<String>::new());
        assert_eq!(codes("开会议", true), ["0201"]);
        assert_eq!(codes("streetlamps", false), Vec::<String>::new(), "a word of letters stands alone");
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics_and_confidence_is_a_share(text in "\\PC{0,80}") {
            let pack = pack();
            let sum: f64 = suggest(&[&pack], &text, true, 9).iter().map(|s| s.confidence).sum();
            proptest::prop_assert!((0.0..=1.0).contains(&sum));
        }
    }
}
