//! The section `papers`: numbered papers that acts issue.

use serde_json::Value;
use workflow::{Finding, check_text};

use super::PackContext;
use super::sections::{check_placeholders, named};
use crate::model::{PAPER_PLACEHOLDERS, PaperKind};

/// Letters of a number's pattern.
const PATTERN: usize = 40;

pub(super) fn check_paper(paper: &PaperKind, context: &PackContext<'_>, found: &mut Vec<Finding>) {
    named(&paper.code, &paper.name, found);
    check_pattern(&paper.number, found);
    if paper.on.is_empty() {
        found.push(Finding::new("paper_never", "/on").with("code", &paper.code));
    }
    for (index, action) in paper.on.iter().enumerate() {
        if !declares(context.document, action) {
            found.push(Finding::new("paper_action", format!("/on/{index}")).with("action", action));
        }
    }
    for (index, word) in paper.facts.iter().enumerate() {
        if !PAPER_PLACEHOLDERS.contains(&word.as_str()) {
            found.push(
                Finding::new("word_unknown", format!("/facts/{index}"))
                    .with("word", word)
                    .with("expected", PAPER_PLACEHOLDERS.join(", ")),
            );
        }
    }
    let texts = [(Some(&paper.text), "/text"), (paper.close.as_ref(), "/close")];
    for (text, path) in texts.into_iter().filter_map(|(text, path)| Some((text?, path))) {
        check_text(text, path, found);
        check_placeholders(text, &PAPER_PLACEHOLDERS, path, found);
    }
}

/// Year and number stand in it once each: else two papers could bear the same.
fn check_pattern(pattern: &str, found: &mut Vec<Finding>) {
    let once = |word| pattern.matches(word).count() == 1;
    let bare = pattern.replacen("{year}", "", 1).replacen("{n}", "", 1);
    let sound = once("{year}") && once("{n}") && pattern.chars().count() <= PATTERN;
    if !sound || bare.contains(['{', '}']) || bare.chars().any(char::is_control) {
        found.push(Finding::new("paper_number", "/number").with("number", pattern).with("max", PATTERN));
    }
}

/// Whether a case type of the document has this action.
fn declares(document: &Value, action: &str) -> bool {
    let types = document["case_types"].as_array().into_iter().flatten();
    let mut transitions = types.flat_map(|t| t["transitions"].as_array().into_iter().flatten());
    transitions.any(|t| t["action"] == action)
}
