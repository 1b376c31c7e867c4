//! `begin loop over LIST`: a copy of the questions for each choice, with `%(name)s` and `%(label)s` filled in.

use super::MAX_ITEMS;
use crate::{
    fault::{Amount, Problem},
    lex,
    model::{Choice, Form, Item, List, Text, What},
};

/// Replaces what stands in a group by a group for each choice.
pub fn unroll(form: &mut Form, group: usize, list: &List) -> Result<(), Problem> {
    let inner = std::mem::take(&mut form.items[group].children);
    let size = count(form, &inner);
    if form.items.len().saturating_add(size.saturating_add(1).saturating_mul(list.choices.len())) > MAX_ITEMS
    {
        return Err(Problem::TooLarge { what: Amount::Questions, max: MAX_ITEMS });
    }
    for choice in &list.choices {
        if !lex::is_name(&choice.name) {
            return Err(Problem::BadName(choice.name.clone()));
        }
        let copy = Item {
            name: choice.name.clone(),
            what: What::Group,
            parent: group,
            label: choice.label.clone(),
            media: choice.media.clone(),
            row: form.items[group].row,
            ..Item::default()
        };
        let at = form.items.len();
        form.items.push(copy);
        form.items[group].children.push(at);
        for child in &inner {
            clone_into(form, *child, at, choice);
        }
    }
    Ok(())
}

fn count(form: &Form, items: &[usize]) -> usize {
    items.iter().map(|at| 1 + count(form, &form.items[*at].children)).sum()
}

fn clone_into(form: &mut Form, from: usize, parent: usize, choice: &Choice) {
    let mut item = form.items[from].clone();
    let children = std::mem::take(&mut item.children);
    item.parent = parent;
    fill(&mut item, choice);
    let at = form.items.len();
    form.items.push(item);
    form.items[parent].children.push(at);
    for child in children {
        clone_into(form, child, at, choice);
    }
}

fn fill(item: &mut Item, choice: &Choice) {
    for text in [&mut item.label, &mut item.hint, &mut item.guidance] {
        spoken(text, choice);
    }
    for (_, text) in item.media.iter_mut() {
        spoken(text, choice);
    }
    for (_, text) in item.messages.iter_mut() {
        spoken(text, choice);
    }
    for (_, value) in item.bind.iter_mut().chain(&mut item.control).chain(&mut item.instance) {
        *value = filled(value, choice, &None);
    }
    if let Some(default) = &mut item.default {
        *default = filled(default, choice, &None);
    }
}

fn spoken(text: &mut Text, choice: &Choice) {
    for (language, words) in &mut text.0 {
        *words = filled(words, choice, language);
    }
}

fn filled(text: &str, choice: &Choice, language: &Option<String>) -> String {
    if !text.contains("%(") {
        return text.to_string();
    }
    let said = choice.label.0.iter().find(|(l, _)| l == language).or(choice.label.0.first());
    text.replace("%(name)s", &choice.name).replace("%(label)s", said.map_or("", |(_, words)| words))
}
