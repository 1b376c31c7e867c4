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
    let word = |id: &str| texts.get(id).cloned().unwrap_or_default();
    let mut values: HashMap<&str, String> =
        held.iter().map(|(key, held)| (key.as_str(), word(&held.id))).collect();
    for (key, value) in params {
        let (key, said) = match key.as_str() {
            "unit" => ("unit", units.get(value).map(|u| u.name.get(lang).to_owned())),
            "category" => ("category", pack.category(value).map(|c| name(&c.name).get(lang).to_owned())),
            "refusal" => {
                let remedy = pack.refusal(value).map(|r| name(&r.remedy).get(lang).to_owned());
                ("remedy", Some(remedy.unwrap_or_default()))
            }
            key => (key, None),
        };
        values.entry(key).or_insert_with(|| said.unwrap_or_else(|| value.clone()));
    }
    // what has no value reads as nothing
    Some(kernel::fill(template.get(lang), |key| values.get(key).cloned().unwrap_or_default()))
}
