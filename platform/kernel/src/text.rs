//! Names in two languages. Data names are `{zh, en?}`; a missing English text falls back to the Chinese one.

use serde::{Deserialize, Serialize};

/// The language of an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Chinese, the default.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// The first language of an `Accept-Language` header that we speak.
    pub fn from_header(header: &str) -> Self {
        header
            .split(',')
            .filter_map(|part| match part.trim().get(..2)?.to_ascii_lowercase().as_str() {
                "zh" => Some(Self::Zh),
                "en" => Some(Self::En),
                _ => None,
            })
            .next()
            .unwrap_or_default()
    }
}

/// Replaces each `{key}` by its value, in one pass: braces in a value stay, and so does a brace that is never closed.
pub fn fill(template: &str, mut value: impl FnMut(&str) -> String) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((key, tail)) = after.split_once('}') else { break };
        out.push_str(before);
        out.push_str(&value(key));
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// A name or a text in Chinese and, where there is one, English.
#[derive(Clone, PartialEq, Eq, Debug, Default, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Chinese.
    pub zh: String,
    /// English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl Text {
    /// Both languages.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: Some(en.into()) }
    }
    /// The text in `lang`, or the Chinese one.
    pub fn get(&self, lang: Lang) -> &str {
        match (lang, &self.en) {
            (Lang::En, Some(en)) => en,
            _ => &self.zh,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_in_one_pass() {
        assert_eq!(fill("办结：{result}。{x", |_| String::new()), "办结：。{x");
        assert_eq!(fill("plain", |_| String::new()), "plain");
        assert_eq!(fill("{a}{b}", |key| if key == "a" { "{b}".into() } else { "B".into() }), "{b}B");
    }
}
