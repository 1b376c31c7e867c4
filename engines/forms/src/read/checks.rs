//! What can only be said of the whole form: names, references, triggers, files.

use super::{
    Notes,
    rows::{Line, Lines},
};
use crate::{
    book::{Sheet, Workbook},
    columns::Column,
    fault::{Doubt, Problem, Wanted},
    kinds::Control,
    lex::{self, Piece},
    model::{Choices, Form, What},
    path::Names,
};
use std::collections::{HashMap, HashSet};

pub fn all(book: &Workbook, sheet: &Sheet, lines: &Lines, form: &mut Form, notes: &mut Notes) {
    names(lines, form, notes);
    let references = References::of(form);
    for line in &lines.lines {
        references.line(lines, line, notes);
    }
    references.choices(book, notes, form);
    references.settings(book, form, notes);
    triggers(lines, form, notes);
    searches(lines, form, notes);
    repeats_of_answers(lines, form, notes);
    spaces(book, form, notes);
    crate::emit::instances(form, |row, problem| notes.fault(&sheet.name, row, "type", problem));
}

/// A name stands once in its group; nodes that differ in case alone trouble other tools.
fn names(lines: &Lines, form: &Form, notes: &mut Notes) {
    let title = lines.title(&Column::Name, "name");
    for (at, item) in form.items.iter().enumerate() {
        let mut seen = HashSet::new();
        let mut folded = HashSet::new();
        for child in item.children.iter().map(|c| &form.items[*c]) {
            if at == 0 && child.name == "meta" {
                notes.fault(&lines.sheet, child.row, &title, Problem::ReservedName(child.name.clone()));
            }
            if child.name.is_empty() {
                continue;
            }
            if !seen.insert(child.name.as_str()) {
                notes.fault(&lines.sheet, child.row, &title, Problem::TakenName(child.name.clone()));
            } else if !folded.insert(child.name.to_lowercase()) {
                notes.warn(&lines.sheet, child.row, &title, Doubt::CaseAlone(child.name.clone()));
            }
        }
    }
}

/// How many rows have each name.
pub struct References {
    count: HashMap<String, usize>,
}

impl References {
    pub fn of(form: &Form) -> References {
        let mut count = HashMap::new();
        for at in form.walk().into_iter().filter(|at| form.items[*at].has_node()) {
            *count.entry(form.items[at].name.clone()).or_insert(0) += 1;
        }
        References { count }
    }

    /// What is wrong with the references of a text.
    pub fn problems(&self, text: &str) -> Vec<Problem> {
        let mut problems = Vec::new();
        if !lex::has_reference(text) {
            return problems;
        }
        for piece in lex::pieces(text) {
            match piece {
                Piece::Text(_) => {}
                Piece::Broken(part) => problems.push(Problem::BadReference(part.chars().take(60).collect())),
                Piece::Reference { name, .. } => match self.count.get(name) {
                    None => problems.push(Problem::UnknownReference(name.to_string())),
                    Some(1) => {}
                    Some(many) => problems.push(Problem::AmbiguousReference(name.to_string(), *many)),
                },
            }
        }
        problems
    }

    fn line(&self, lines: &Lines, line: &Line, notes: &mut Notes) {
        for (at, text) in &line.cells {
            let head = &lines.heads[*at];
            let expression = match &head.column {
                Column::Other(_) | Column::Name | Column::ListName | Column::Disabled | Column::Flat => {
                    continue;
                }
                Column::ChoiceFilter => true,
                Column::Bind(attribute) => matches!(
                    attribute.as_str(),
                    "relevant" | "constraint" | "calculate" | "required" | "readonly"
                ),
                Column::Control(attribute) => attribute == "jr:count",
                _ => false,
            };
            let mut problems = self.problems(text);
            if expression && problems.is_empty() {
                problems.extend(lex::imbalance(text));
            }
            for problem in problems {
                notes.fault(&lines.sheet, line.row, &head.title, problem);
            }
        }
    }

    fn choices(&self, book: &Workbook, notes: &mut Notes, form: &Form) {
        let Some(sheet) = book.sheet("choices") else { return };
        for choice in form.lists.iter().flat_map(|l| &l.choices) {
            for (_, words) in choice.label.0.iter().chain(choice.media.iter().flat_map(|(_, t)| &t.0)) {
                for problem in self.problems(words) {
                    notes.fault(&sheet.name, choice.row, "label", problem);
                }
            }
        }
    }

    fn settings(&self, book: &Workbook, form: &Form, notes: &mut Notes) {
        let (Some(sheet), Some(name)) = (book.sheet("settings"), &form.settings.instance_name) else {
            return;
        };
        for problem in self.problems(name).into_iter().chain(lex::imbalance(name)) {
            notes.fault(&sheet.name, sheet.rows.get(1).map_or(0, |r| r.number), "instance_name", problem);
        }
    }
}

/// Only what somebody answers can set something off.
fn triggers(lines: &Lines, form: &Form, notes: &mut Notes) {
    let title = lines.title(&Column::Trigger, "trigger");
    let names = Names::new(form);
    for at in form.walk() {
        let item = &form.items[at];
        for trigger in &item.triggers {
            let target = names.find(trigger);
            let asked =
                target.is_none_or(|t| matches!(&form.items[t].what, What::Question(q) if q.kind.asked()));
            if !asked {
                notes.fault(&lines.sheet, item.row, &title, Problem::HiddenTrigger(trigger.clone()));
            }
        }
    }
}

/// `search()` writes its choices into the question, so its list is no instance that others could use.
fn searches(lines: &Lines, form: &Form, notes: &mut Notes) {
    let mut plain = HashSet::new();
    let mut inline = Vec::new();
    for at in form.walk() {
        if let What::Question(question) = &form.items[at].what {
            match &question.choices {
                Some(Choices::List(list)) => {
                    plain.insert(list.clone());
                }
                Some(Choices::Inline(list)) => inline.push((form.items[at].row, list.clone())),
                _ => {}
            }
        }
    }
    for (row, list) in inline.into_iter().filter(|(_, list)| plain.contains(list)) {
        notes.fault(&lines.sheet, row, &lines.title(&Column::Type, "type"), Problem::SearchShared(list));
    }
}

/// A select from answers needs a question inside a repeat, or at least one.
fn repeats_of_answers(lines: &Lines, form: &Form, notes: &mut Notes) {
    let title = lines.title(&Column::Type, "type");
    let names = Names::new(form);
    for at in form.walk() {
        let What::Question(question) = &form.items[at].what else { continue };
        let Some(Choices::Repeat(name)) = &question.choices else { continue };
        if names.find(name).is_none_or(|target| matches!(form.items[target].what, What::Question(_))) {
            continue;
        }
        notes.fault(
            &lines.sheet,
            form.items[at].row,
            &title,
            Problem::Expected { found: format!("${{{name}}}"), expected: Wanted::Question },
        );
    }
}

/// Answers of a select_multiple are written one after another.
fn spaces(book: &Workbook, form: &Form, notes: &mut Notes) {
    let Some(sheet) = book.sheet("choices") else { return };
    let mut used = HashSet::new();
    for item in &form.items {
        if let What::Question(question) = &item.what
            && matches!(question.kind.control, Control::SelectMultiple | Control::Rank)
            && let Some(Choices::List(list)) = &question.choices
        {
            used.insert(list.as_str());
        }
    }
    for list in form.lists.iter().filter(|l| used.contains(l.name.as_str())) {
        for choice in list.choices.iter().filter(|c| c.name.contains(char::is_whitespace)) {
            notes.fault(&sheet.name, choice.row, "name", Problem::ChoiceSpace(choice.name.clone()));
        }
    }
}
