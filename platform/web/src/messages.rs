//! The message catalogue: the words of every refusal, by code, in Chinese and English.

use kernel::{Lang, Refusal, Text};
use std::collections::BTreeMap;

/// The words of the plumbing itself.
pub(crate) const OWN: &str = include_str!("../messages.yaml");

/// Code → words with placeholders `{field}`, `{value}`, `{expected}` and the keys of `extra`.
#[derive(Debug, Default)]
pub struct Messages(BTreeMap<String, Text>);

impl Messages {
    /// Merges YAML catalogues (`code: {zh, en}`) with our own. The error names a file that is not well-formed, a code
    /// that two files have, or a text that lacks a language.
    pub fn merge<'a>(catalogues: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, String> {
        let mut all = BTreeMap::new();
        for (name, yaml) in std::iter::once(("web", OWN)).chain(catalogues) {
            let texts: BTreeMap<String, Text> = match yaml.trim() {
                "" => BTreeMap::new(),
                yaml => serde_saphyr::from_str(yaml).map_err(|e| format!("messages of {name}: {e}"))?,
            };
            for (code, text) in texts {
                if text.zh.is_empty() || text.en.as_deref().unwrap_or_default().is_empty() {
                    return Err(format!("messages of {name}: {code} needs zh and en"));
                }
                if all.insert(code.clone(), text).is_some() {
                    return Err(format!("messages of {name}: {code} is given twice"));
                }
            }
        }
        Ok(Self(all))
    }

    /// The words for a code in a language. `case.not_found` falls back to `any.not_found`.
    pub fn get(&self, code: &str, lang: Lang) -> Option<&str> {
        let general = || self.0.get(&format!("any.{}", code.rsplit('.').next().unwrap_or(code)));
        self.0.get(code).or_else(general).map(|text| text.get(lang))
    }

    /// The words for a refusal, filled in.
    pub fn say(&self, refusal: &Refusal, lang: Lang) -> String {
        let Some(text) = self.get(&refusal.code, lang) else {
            tracing::warn!(code = %refusal.code, "no words for this code");
            return refusal.code.clone();
        };
        let value = |key: &str| match key {
            "field" => refusal.field.clone(),
            "value" => refusal.value.clone(),
            "expected" => refusal.expected.clone(),
            other => refusal.extra.get(other).map(|value| match value {
                serde_json::Value::String(text) => text.clone(),
                value => value.to_string(),
            }),
        };
        kernel::fill(text, |key| value(key).unwrap_or_else(|| "…".into()))
    }

    /// Every code.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_words_are_complete() {
        let messages = Messages::merge([]).unwrap();
        assert!(messages.codes().count() > 10);
    }

    #[test]
    fn a_missing_language_is_named() {
        let error = Messages::merge([("x", "a.b: {zh: 甲}")]).unwrap_err();
        assert_eq!(error, "messages of x: a.b needs zh and en");
        let error = Messages::merge([("x", "field.invalid: {zh: 甲, en: a}")]).unwrap_err();
        assert_eq!(error, "messages of x: field.invalid is given twice");
    }

    #[test]
    fn placeholders_are_filled() {
        let messages =
            Messages::merge([("x", "wait: {zh: '请等 {seconds} 秒', en: 'Wait {seconds} s'}")]).unwrap();
        let refusal = Refusal::rule("wait").with("seconds", 7);
        assert_eq!(messages.say(&refusal, Lang::Zh), "请等 7 秒");
        assert_eq!(messages.say(&refusal, Lang::En), "Wait 7 s");
        assert_eq!(messages.say(&Refusal::not_found("case"), Lang::En), "There is no such thing here");
    }
}
