//! Questions with choices.

use super::{
    rows::Line,
    survey::{Reader, Table, defaults, put},
    types::{From, Select},
};
use crate::{
    columns::Column,
    fault::{Problem, Wanted},
    kinds::{Control, Kind},
    lex,
    model::{Choice, Choices, Item, List, Question, Text, What},
};

impl Reader<'_> {
    pub(super) fn select(&mut self, line: &Line, select: &Select) {
        let name = match (&select.from, select.control) {
            (From::External(_), _) => "select_one_external",
            (_, Control::SelectMultiple) => "select_multiple",
            (_, Control::Rank) => "rank",
            _ => "select_one",
        };
        let Some(kind) = Kind::named_exactly(name) else { return };
        let mut item = self.item(line);
        item.name = self.name(line, None);
        let mut bind = defaults(kind);
        for (attribute, value) in &item.bind {
            put(&mut bind, attribute, value);
        }
        item.bind = bind;
        let mut question = Question::of(kind);
        question.filter = self.value(line, &Column::ChoiceFilter).map(str::to_string);
        question.choices = self.choices(line, &select.from, &item);
        self.parameters(line, &mut item, &mut question);
        if select.or_other {
            self.offer_other(line, select, &question);
        }
        self.labelled(line, &item, kind.control, item.bind.iter().any(|(k, _)| k == "calculate"));
        self.table_row(line, &mut item, &question);
        let name = item.name.clone();
        item.what = What::Question(question);
        self.add(item);
        if select.or_other {
            self.other(&name);
        }
    }

    pub(super) fn osm(&mut self, line: &Line, list: Option<String>) {
        let Some(kind) = Kind::named_exactly("osm") else { return };
        let mut item = self.item(line);
        item.name = self.name(line, None);
        let mut bind = defaults(kind);
        for (attribute, value) in &item.bind {
            put(&mut bind, attribute, value);
        }
        item.bind = bind;
        self.labelled(line, &item, kind.control, false);
        item.what = What::Question(Question { choices: Some(Choices::Osm(list)), ..Question::of(kind) });
        self.add(item);
    }

    fn choices(&mut self, line: &Line, from: &From, item: &Item) -> Option<Choices> {
        match from {
            From::List(list) => {
                if !self.form.lists.iter().any(|l| l.name == *list) {
                    self.fault(line, &Column::Type, "type", Problem::NoList(list.clone()));
                }
                let searched = item.control.iter().any(|(k, v)| k == "appearance" && searches(v));
                Some(if searched { Choices::Inline(list.clone()) } else { Choices::List(list.clone()) })
            }
            From::External(list) => {
                let known = self.form.external.as_ref().is_some_and(|e| {
                    let at = e.columns.iter().position(|c| c == "list_name");
                    at.is_some_and(|at| e.rows.iter().any(|r| r.get(at) == Some(list)))
                });
                if !known {
                    self.fault(
                        line,
                        &Column::Type,
                        "type",
                        Problem::Expected { found: list.clone(), expected: Wanted::ExternalList },
                    );
                }
                Some(Choices::External(list.clone()))
            }
            From::Answers(name) => Some(Choices::Repeat(name.clone())),
            From::File(file) => match file_of(file) {
                Some(choices) => Some(choices),
                None => {
                    self.fault(line, &Column::Type, "type", Problem::BadFile(file.clone()));
                    None
                }
            },
        }
    }

    /// The list of a question with `or_other` ends with "Other".
    fn offer_other(&mut self, line: &Line, select: &Select, question: &Question) {
        let From::List(list) = &select.from else {
            return self.fault(line, &Column::Type, "type", Problem::NoOther);
        };
        if select.control == Control::Rank {
            return self.fault(line, &Column::Type, "type", Problem::NoOther);
        }
        if question.filter.is_some() {
            self.fault(line, &Column::ChoiceFilter, "choice_filter", Problem::NoFilter("or_other"));
        }
        if let Some(list) = self.form.lists.iter_mut().find(|l| l.name == *list)
            && !list.choices.iter().any(|c| c.name == "other")
        {
            let label = other_label(list);
            list.choices.push(Choice { name: "other".into(), label, ..Choice::default() });
        }
    }

    /// The question below one with `or_other`.
    fn other(&mut self, select: &str) {
        let Some(kind) = Kind::named_exactly("text") else { return };
        let mut bind = defaults(kind);
        put(&mut bind, "relevant", &format!("selected(../{select}, 'other')"));
        self.add(Item {
            name: format!("{select}_other"),
            what: What::Question(Question::of(kind)),
            label: Text::plain("Specify other."),
            bind,
            ..Item::default()
        });
    }

    /// In a table the first select is preceded by the table's heading, and none shows its own choices' labels.
    fn table_row(&mut self, line: &Line, item: &mut Item, question: &Question) {
        let Some(open) = self.innermost() else { return };
        let first = match open.table {
            Table::No => return,
            Table::Empty => true,
            Table::Begun => false,
        };
        open.table = Table::Begun;
        if question.filter.is_some() {
            self.fault(line, &Column::ChoiceFilter, "choice_filter", Problem::NoFilter("table-list"));
        }
        if first {
            let mut heading = Item {
                name: format!("reserved_name_for_field_list_labels_{}", line.row),
                what: What::Question(question.clone()),
                label: Text::plain(" "),
                bind: defaults(question.kind),
                ..Item::default()
            };
            put(&mut heading.control, "appearance", "label");
            self.add(heading);
        }
        put(&mut item.control, "appearance", "list-nolabel");
    }
}

/// "Other" in every language of the list.
fn other_label(list: &List) -> Text {
    let mut label = Text::default();
    for choice in &list.choices {
        for (language, _) in &choice.label.0 {
            if !label.0.iter().any(|(l, _)| l == language) {
                label.put(language.clone(), "Other".into());
            }
        }
    }
    if label.is_empty() { Text::plain("Other") } else { label }
}

/// Whether an appearance calls `search(…)`.
fn searches(appearance: &str) -> bool {
    appearance.match_indices("search").any(|(at, word)| {
        let before = appearance[..at].chars().next_back();
        !before.is_some_and(lex::in_name) && appearance[at + word.len()..].trim_start().starts_with('(')
    })
}

/// Where the choices of a file are found, and what its columns are called.
fn file_of(file: &str) -> Option<Choices> {
    let (stem, ending) = file.rsplit_once('.')?;
    let (address, value, label) = match ending.to_ascii_lowercase().as_str() {
        "csv" => (format!("jr://file-csv/{file}"), "name", "label"),
        "xml" => (format!("jr://file/{file}"), "name", "label"),
        "geojson" => (format!("jr://file/{file}"), "id", "title"),
        _ => return None,
    };
    let file =
        Choices::File { instance: stem.to_string(), address, value: value.into(), label: label.into() };
    (!stem.is_empty()).then_some(file)
}
