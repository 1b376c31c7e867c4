//! An answer to the reporter: somebody's words, or a template of the pack with its values.

use super::super::{Named, name};
use crate::model::Reply;
use kernel::Lang;
use packs::Loaded;
use std::collections::HashMap;

/// An answer to the reporter in words; None once its words are erased or its template is gone.
pub(crate) fn render(
    pack: &Loaded,
    reply: &Reply,
    texts: &HashMap<String, String>,
    units: &HashMap<String, Named>,
    lang: Lang,
) -> Option<String> {
    let Reply::Template { code, params, texts: held } = reply else {
        let Reply::Words(held) = reply else { return None };
        return texts.get(&held.id).cloned();
    };
    let template = name(&pack.reply(code)?.text);
    let mut out = template.get(lang).to_owned();
    let mut put = |key: &str, value: &str| out = out.replace(&format!("{{{key}}}"), value);
    for (key, held) in held {
        put(key, texts.get(&held.id).map_or("", String::as_str));
    }
    for (key, value) in params {
        match key.as_str() {
            "unit" => put(key, units.get(value).map_or(value, |u| u.name.get(lang))),
            "category" => {
                let named = pack.category(value).map(|c| name(&c.name));
                put(key, named.as_ref().map_or(value, |n| n.get(lang)));
            }
            "refusal" => {
                let remedy = pack.refusal(value).map(|r| name(&r.remedy));
                put("remedy", remedy.as_ref().map_or("", |t| t.get(lang)));
            }
            _ => put(key, value),
        }
    }
    Some(blank(&out))
}

/// Placeholders that have no value read as nothing.
fn blank(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}') else { break };
        out.push_str(&rest[..open]);
        rest = &rest[open + close + 1..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_has_no_value_is_left_out() {
        assert_eq!(super::blank("办结：{result}。{x"), "办结：。{x");
        assert_eq!(super::blank("plain"), "plain");
    }
}
