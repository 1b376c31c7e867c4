//! Answers to a category's questions: what fits, kept as one text each (several values joined by `,`).

use crate::model::{AnswerType, Question};
use kernel::{Refusal, RefusalKind, Timestamp};
use std::collections::BTreeMap;

/// Characters of an answer of one line at most.
const LINE: usize = 500;
/// Characters of an answer of several lines at most.
const TEXT: usize = 2_000;

/// The text that is kept of an answer.
///
/// # Errors
/// What was expected.
pub fn answer(question: &Question, values: &[&str]) -> Result<String, String> {
    if question.datatype.is_list() {
        let codes: Vec<&str> = question.values.iter().map(|value| value.code.as_str()).collect();
        if values.iter().any(|value| !codes.contains(value)) {
            return Err(format!("of: {}", codes.join(", ")));
        }
    }
    if question.datatype == AnswerType::MultiValueList {
        return Ok(values.join(","));
    }
    let [value] = values else { return Err("one value".into()) };
    let short = |most: usize| value.chars().count() <= most;
    let (fits, expected) = match question.datatype {
        AnswerType::Number => (value.parse::<f64>().is_ok_and(f64::is_finite), "a number".to_owned()),
        AnswerType::DateTime => {
            (Timestamp::parse(value).is_ok(), "RFC 3339, such as 2026-11-21T08:00:00Z".to_owned())
        }
        AnswerType::String => {
            (!value.contains('\n') && short(LINE), format!("one line of at most {LINE} characters"))
        }
        _ => (short(TEXT), format!("at most {TEXT} characters")),
    };
    if fits { Ok((*value).to_owned()) } else { Err(expected) }
}

/// The answers that somebody gave to `questions`, by code; blank ones are left out. Several values of a list come joined
/// by `,`.
///
/// # Errors
/// The first answer that is missing, wrong or to nothing that was asked, at `/attributes/CODE`. Answers are people's
/// words and are not repeated.
pub fn checked<'a>(
    questions: impl IntoIterator<Item = &'a Question>,
    given: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, String>, Refusal> {
    let asked: Vec<&Question> = questions.into_iter().filter(|question| question.variable).collect();
    let at = |code: &str| format!("/attributes/{code}");
    let wrong = |code: &str, expected: &str| {
        Refusal::new(RefusalKind::Invalid, "field.invalid").at(at(code)).want(expected)
    };
    if let Some(code) = given.keys().find(|code| !asked.iter().any(|question| question.code == **code)) {
        return Err(wrong(code, "a question of the category"));
    }
    let mut kept = BTreeMap::new();
    for question in asked {
        let code = question.code.as_str();
        match given.get(code).map(|text| text.trim()).filter(|text| !text.is_empty()) {
            None if question.required => return Err(Refusal::required(at(code))),
            None => {}
            Some(text) => {
                let values: Vec<&str> = match question.datatype {
                    AnswerType::MultiValueList => text.split(',').map(str::trim).collect(),
                    _ => vec![text],
                };
                let text = answer(question, &values).map_err(|expected| wrong(code, &expected))?;
                kept.insert(code.to_owned(), text);
            }
        }
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn questions() -> Vec<Question> {
        let question = |code: &str, datatype: &str, required: bool| {
            let values = if datatype.ends_with("list") { &["a", "b"][..] } else { &[] };
            let name = json!({"zh": "一", "en": "one"});
            let values: Vec<_> = values.iter().map(|v| json!({"code": v, "name": name})).collect();
            let document = json!({"category": "01", "code": code, "datatype": datatype, "required": required,
                "name": name, "values": values});
            serde_json::from_value::<Question>(document).unwrap()
        };
        let mut shown = question("shown", "text", true);
        shown.variable = false;
        vec![
            question("line", "string", true),
            question("n", "number", false),
            question("when", "datetime", false),
            question("one", "singlevaluelist", false),
            question("many", "multivaluelist", false),
            question("text", "text", false),
            shown,
        ]
    }

    fn given(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect()
    }

    #[test]
    fn answers_are_kept_as_text() {
        let all = given(&[
            ("line", " A-12 "),
            ("n", "3"),
            ("when", "2026-11-21T08:00:00+08:00"),
            ("one", "b"),
            ("many", "a, b"),
            ("text", "  "),
        ]);
        let kept = checked(&questions(), &all).unwrap();
        assert_eq!((kept["line"].as_str(), kept["many"].as_str()), ("A-12", "a,b"));
        assert!(!kept.contains_key("text"), "blank is no answer");
    }

    #[test]
    fn what_is_wrong_is_named_and_not_repeated() {
        for (code, text) in [
            ("line", ""),
            ("line", "x\ny"),
            ("n", "inf"),
            ("when", "yesterday"),
            ("one", "c"),
            ("one", "a,b"),
            ("many", "a,c"),
            ("shown", "x"),
            ("foreign", "x"),
        ] {
            let mut all = given(&[("line", "x")]);
            all.insert(code.into(), text.into());
            let refusal = checked(&questions(), &all).unwrap_err();
            assert_eq!(refusal.field.as_deref(), Some(format!("/attributes/{code}").as_str()), "{text}");
            assert_eq!(refusal.value, None);
        }
        assert_eq!(checked(&questions(), &given(&[])).unwrap_err().code, "field.required");
    }
}
