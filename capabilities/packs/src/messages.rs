//! The sentences of the findings, in Chinese and English: `findings.yaml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use kernel::Lang;
use workflow::Finding;

use crate::load::Problem;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentence {
    zh: String,
    en: String,
}

static MESSAGES: LazyLock<BTreeMap<String, Sentence>> = LazyLock::new(|| {
    // the file is part of the program; a test reads it
    serde_saphyr::from_str(include_str!("../findings.yaml")).expect("findings.yaml is well-formed")
});

/// Whether there is a sentence for a code.
pub fn known(code: &str) -> bool {
    MESSAGES.contains_key(code)
}

/// The sentence of a finding, its values filled in; the bare code and values for an unknown one.
pub fn sentence(finding: &Finding, lang: Lang) -> String {
    let template = MESSAGES.get(&finding.code).map(|sentence| match lang {
        Lang::Zh => &sentence.zh,
        Lang::En => &sentence.en,
    });
    match template {
        None => format!("{} {:?}", finding.code, finding.params),
        Some(template) => finding
            .params
            .iter()
            .fold(template.clone(), |text, (key, value)| text.replace(&format!("{{{key}}}"), value)),
    }
}

/// `routes.yaml:12: sentence [code]`, the way editors and people follow.
pub fn line(problem: &Problem, lang: Lang) -> String {
    let Problem { place, finding } = problem;
    format!("{}:{}: {} [{}]", place.file, place.line, sentence(finding, lang), finding.code)
}
