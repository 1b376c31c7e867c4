//! How figures and sentences are written, in both languages.

use super::layout::{Kind, Layout};
use crate::model::Cell;
use kernel::{Lang, Text};

/// Replaces `{key}`; what has no value stays as it stands.
pub fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    kernel::fill(text, |key| value(key).unwrap_or_else(|| format!("{{{key}}}")))
}

/// Both languages of a text, filled in.
pub fn both(text: &Text, value: impl Fn(&str, Lang) -> Option<String>) -> Text {
    Text {
        zh: fill(&text.zh, |key| value(key, Lang::Zh)),
        en: text.en.as_ref().map(|en| fill(en, |key| value(key, Lang::En))),
    }
}

/// A number with its thousands apart.
pub fn grouped(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::from(if n < 0 { "-" } else { "" });
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A value as its kind is written; None when there is none.
pub fn written(kind: Kind, value: Option<f64>) -> Option<String> {
    let value = value?;
    Some(match kind {
        Kind::Count => grouped(value as i64),
        Kind::Rate => format!("{:.1}%", value * 100.0),
        Kind::Hours => format!("{value:.1}"),
    })
}

/// A change against another time, in the layout's words.
pub fn change(layout: &Layout, kind: Kind, now: &Cell, then: &Cell, lang: Lang) -> String {
    let word = |key: &str| layout.word(key).get(lang).to_owned();
    let (Some(now), Some(then)) = (now.value, then.value) else { return word("none") };
    let by = now - then;
    let size = match kind {
        Kind::Count => grouped(by.abs() as i64),
        Kind::Rate => format!("{:.1}", by.abs() * 100.0),
        Kind::Hours => format!("{:.1}", by.abs()),
    };
    if size.chars().all(|c| matches!(c, '0' | '.')) {
        return word("same");
    }
    let measured = fill(&word(kind.code()), |key| (key == "by").then(|| size.clone()));
    fill(&word(if by > 0.0 { "more" } else { "less" }), |key| (key == "by").then(|| measured.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_as_their_kind_is() {
        assert_eq!(grouped(-1_234_567), "-1,234,567");
        assert_eq!(written(Kind::Rate, Some(0.934)), Some("93.4%".into()));
        assert_eq!(written(Kind::Hours, None), None);
        assert_eq!(fill("a{b}c{d}", |key| (key == "b").then(|| "B".into())), "aBc{d}");
    }

    #[test]
    fn a_change_says_which_way_and_by_how_much() {
        let layout = Layout::built_in().expect("sound");
        let cell = |value| Cell { value, ..Cell::default() };
        let said = |kind, a, b, lang| change(&layout, kind, &cell(a), &cell(b), lang);
        assert_eq!(said(Kind::Count, Some(12.0), Some(15.0), Lang::Zh), "减少3件");
        assert_eq!(said(Kind::Rate, Some(0.9), Some(0.85), Lang::En), "up 5.0 points");
        assert_eq!(said(Kind::Rate, Some(0.9), Some(0.9001), Lang::Zh), "持平");
        assert_eq!(said(Kind::Hours, Some(1.0), None, Lang::En), "nothing to compare with");
    }
}
