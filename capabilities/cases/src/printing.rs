//! What it takes to print: a font, the address of this server, and the words that stand on papers.

use kernel::{Lang, Result, Text, Timestamp};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

/// Finds the font of PDF files, reading it when it is first needed.
pub type FontSource = Arc<dyn Fn() -> Result<Arc<papers::Font>> + Send + Sync>;

/// What the server knows of printing.
#[derive(Clone, Default)]
pub struct Printing {
    /// The font; none: no PDF.
    pub font: Option<FontSource>,
    /// The address of this server, when it is configured.
    pub public_url: String,
    /// A proxy of ours stands in front.
    pub behind_proxy: bool,
}

static WORDS: LazyLock<HashMap<String, Text>> = LazyLock::new(|| {
    // the file is part of the program; a test reads it
    serde_saphyr::from_str(include_str!("../papers.yaml")).expect("papers.yaml is well-formed")
});

/// The words of papers in one language and one time zone.
#[derive(Clone, Debug)]
pub(crate) struct Words {
    pub lang: Lang,
    zone: jiff::tz::TimeZone,
}

impl Words {
    /// In a language, with the clock of an IANA zone.
    pub fn new(lang: Lang, zone: &str) -> Self {
        Words { lang, zone: jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC) }
    }

    /// A word by its key; the key itself for one that nobody wrote.
    pub fn get(&self, key: &str) -> String {
        self.known(key).unwrap_or_else(|| key.to_owned())
    }

    /// A word by its key.
    pub fn known(&self, key: &str) -> Option<String> {
        WORDS.get(key).map(|text| text.get(self.lang).to_owned())
    }

    /// Day and minute.
    pub fn moment(&self, at: Timestamp) -> String {
        self.time("moment", at)
    }

    /// The day.
    pub fn day(&self, at: Timestamp) -> String {
        self.time("day", at)
    }

    fn time(&self, form: &str, at: Timestamp) -> String {
        let at = jiff::Timestamp::from_millisecond(at.0).ok();
        at.map(|at| at.to_zoned(self.zone.clone()).strftime(&self.get(form)).to_string()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_both_languages_and_moments_follow_the_zone() {
        assert!(WORDS.values().all(|text| !text.zh.is_empty() && text.en.is_some()));
        let at = Timestamp::parse("2026-11-28T09:30:00Z").unwrap();
        assert_eq!(Words::new(Lang::Zh, "Asia/Shanghai").moment(at), "2026年11月28日 17:30");
        assert_eq!(Words::new(Lang::En, "Asia/Shanghai").day(at), "2026-11-28");
        for placeholder in packs::model::PAPER_PLACEHOLDERS {
            let words = Words::new(Lang::Zh, "UTC");
            assert!(words.known(&format!("label.{placeholder}")).is_some(), "{placeholder}");
        }
    }
}
