//! Answers to a category's questions, as people read them.

use crate::service::{AnswerView, name};
use kernel::Text;
use packs::Loaded;
use packs::model::{AnswerType, Question};
use std::collections::BTreeMap;

/// The answers in the order in which they were asked; what the pack does not ask (any more) comes last, under its code.
pub(super) fn answers(
    pack: &Loaded,
    category: Option<&str>,
    given: &BTreeMap<String, String>,
) -> Vec<AnswerView> {
    let asked: Vec<&Question> = category.into_iter().flat_map(|code| pack.questions(code)).collect();
    let plain = |text: &String| Text { zh: text.clone(), en: None };
    let known = asked.iter().filter_map(|question| {
        let answer = given.get(&question.code)?;
        Some(AnswerView {
            code: question.code.clone(),
            name: name(&question.name),
            answer: shown(question, answer),
        })
    });
    let other = given.iter().filter(|(code, _)| !asked.iter().any(|question| question.code == **code));
    let other = other.map(|(code, answer)| AnswerView {
        code: code.clone(),
        name: plain(code),
        answer: plain(answer),
    });
    known.chain(other).collect()
}

/// The names of the values that were chosen, or the answer itself.
fn shown(question: &Question, answer: &str) -> Text {
    if !question.datatype.is_list() {
        return Text { zh: answer.to_owned(), en: None };
    }
    let codes: Vec<&str> = match question.datatype {
        AnswerType::MultiValueList => answer.split(',').collect(),
        _ => vec![answer],
    };
    let named = |code: &str| {
        let value = question.values.iter().find(|value| value.code == code);
        value.map_or_else(|| Text { zh: code.to_owned(), en: None }, |value| name(&value.name))
    };
    let names: Vec<Text> = codes.into_iter().map(named).collect();
    let zh: Vec<&str> = names.iter().map(|n| n.zh.as_str()).collect();
    let en: Vec<&str> = names.iter().map(|n| n.get(kernel::Lang::En)).collect();
    Text::new(zh.join("、"), en.join(", "))
}
