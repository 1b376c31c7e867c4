//! What a heading means: the column, and the language of what stands below it.

use crate::{
    book::{Row, Sheet},
    fault::{Fault, Problem},
    model::{Media, Message},
};

/// Columns behind so many without a heading belong to no form.
const MAX_GAP: usize = 20;

/// A column of the survey or of the choices.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Column {
    Type,
    Name,
    ListName,
    Label,
    Hint,
    Guidance,
    Media(Media),
    Message(Message),
    Default,
    Trigger,
    Parameters,
    ChoiceFilter,
    Disabled,
    Flat,
    /// An attribute of the question's `bind`.
    Bind(String),
    /// An attribute of the question's control in the body.
    Control(String),
    /// An attribute of the question's node in the instance.
    Instance(String),
    /// Any other, by its heading as it is written.
    Other(String),
}

/// A heading read.
#[derive(Debug, Clone)]
pub struct Heading {
    pub column: Column,
    /// The language; none is the default one.
    pub language: Option<String>,
    pub at: usize,
    /// As it is written.
    pub title: String,
}

/// Which sheet a heading stands on: the same word can mean different things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    Survey,
    Choices,
    Plain,
}

/// The headings of a sheet, and those that say the same.
pub fn headings(sheet: &Sheet, on: On, faults: &mut Vec<Fault>) -> Vec<Heading> {
    let Some(row) = sheet.rows.first() else { return Vec::new() };
    // a single colon separates where nobody uses two
    let double = row.cells.iter().any(|c| c.contains("::"));
    let mut found: Vec<Heading> = Vec::new();
    let mut last = 0;
    for (at, title) in row.cells.iter().enumerate() {
        // remarks are kept far to the right of a form
        if !title.trim().is_empty() && at - last > MAX_GAP {
            break;
        }
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        if title.is_empty() {
            continue;
        }
        last = at;
        let (column, language) = heading(&title, double, on);
        let twin = found.iter().find(|h| h.column == column && h.language == language);
        match twin {
            Some(twin) if !matches!(column, Column::Other(_)) || on == On::Plain => faults.push(Fault {
                sheet: sheet.name.clone(),
                row: row.number,
                column: title.clone(),
                problem: Problem::SameColumn(twin.title.clone(), title),
            }),
            Some(_) => {}
            None => found.push(Heading { column, language, at, title }),
        }
    }
    found
}

/// The cell below a heading, without what clings to it.
pub fn cell<'a>(row: &'a Row, heading: &Heading) -> &'a str {
    row.cells.get(heading.at).map_or("", |c| c.trim())
}

fn heading(title: &str, double: bool, on: On) -> (Column, Option<String>) {
    let parts = split(title, double);
    let (column, used) = column(&parts, on);
    let language = parts.get(used).filter(|l| !l.is_empty()).cloned();
    let spoken = matches!(
        column,
        Column::Label | Column::Hint | Column::Guidance | Column::Media(_) | Column::Message(_)
    );
    match (spoken, used < parts.len()) {
        (true, _) => (column, language),
        (false, false) => (column, None),
        (false, true) => (Column::Other(title.to_string()), None),
    }
}

/// `bind::jr:constraintMsg::English` and `bind:jr:constraintMsg`, in parts.
fn split(title: &str, double: bool) -> Vec<String> {
    let separator = if double { "::" } else { ":" };
    let mut parts: Vec<String> = Vec::new();
    for part in title.split(separator).map(str::trim) {
        match parts.last_mut() {
            // the colon of a namespace
            Some(last)
                if !double && (last == "jr" || last == "odk" || last == "orx" || last == "entities") =>
            {
                *last = format!("{last}:{part}");
            }
            _ => parts.push(part.to_string()),
        }
    }
    parts
}

/// What the first parts say, and how many of them.
fn column(parts: &[String], on: On) -> (Column, usize) {
    let word = |at: usize| parts.get(at).map(|p| key(p)).unwrap_or_default();
    let raw = |at: usize| parts.get(at).cloned().unwrap_or_default();
    let first = word(0);
    if on == On::Plain {
        return (Column::Other(first), 1);
    }
    if first == "media" {
        return match Media::named(&word(1)) {
            Some(media) => (Column::Media(media), 2),
            None => (Column::Other(raw(0)), 1),
        };
    }
    if let Some(media) = Media::named(&first) {
        return (Column::Media(media), 1);
    }
    if on == On::Choices {
        let column = match first.as_str() {
            "list_name" => Column::ListName,
            "name" | "value" => Column::Name,
            "label" | "caption" => Column::Label,
            _ => Column::Other(raw(0)),
        };
        return (column, 1);
    }
    match first.as_str() {
        "bind" if parts.len() > 1 => (bind(&raw(1)), 2),
        "body" | "control" if parts.len() > 1 => (Column::Control(known_case(&raw(1))), 2),
        "instance" if parts.len() > 1 => (Column::Instance(raw(1)), 2),
        _ => (single(&first, &raw(0)), 1),
    }
}

fn bind(attribute: &str) -> Column {
    match key(attribute).as_str() {
        "jr:constraintmsg" => Column::Message(Message::Constraint),
        "jr:requiredmsg" => Column::Message(Message::Required),
        "jr:noapperrorstring" => Column::Message(Message::NoApp),
        "relevant" | "required" | "readonly" | "constraint" | "calculate" | "type" => {
            Column::Bind(key(attribute))
        }
        _ => Column::Bind(attribute.to_string()),
    }
}

fn known_case(attribute: &str) -> String {
    match key(attribute).as_str() {
        "appearance" => "appearance".into(),
        _ => attribute.to_string(),
    }
}

fn single(word: &str, raw: &str) -> Column {
    match word {
        "type" | "command" => Column::Type,
        "name" | "tag" | "value" => Column::Name,
        "label" | "caption" => Column::Label,
        "hint" => Column::Hint,
        "guidance_hint" => Column::Guidance,
        "constraint_message" | "constraining_message" | "jr:constraintmsg" => {
            Column::Message(Message::Constraint)
        }
        "required_message" | "requiredmsg" | "jr:requiredmsg" => Column::Message(Message::Required),
        "no_app_error_string" | "noapperrorstring" => Column::Message(Message::NoApp),
        "default" => Column::Default,
        "trigger" => Column::Trigger,
        "parameters" => Column::Parameters,
        "choice_filter" => Column::ChoiceFilter,
        "disabled" => Column::Disabled,
        "flat" => Column::Flat,
        "relevant" | "relevance" => Column::Bind("relevant".into()),
        "required" => Column::Bind("required".into()),
        "read_only" | "readonly" => Column::Bind("readonly".into()),
        "constraint" => Column::Bind("constraint".into()),
        "calculation" | "calculate" => Column::Bind("calculate".into()),
        "save_to" => Column::Bind("entities:saveto".into()),
        "appearance" => Column::Control("appearance".into()),
        "repeat_count" | "count" | "jr:count" => Column::Control("jr:count".into()),
        "autoplay" | "rows" | "intent" => Column::Control(word.into()),
        "compact_tag" => Column::Instance("odk:tag".into()),
        _ => Column::Other(raw.to_string()),
    }
}

/// Headings are told apart without case, and spaces are as good as underscores.
pub fn key(text: &str) -> String {
    text.trim().to_lowercase().replace(' ', "_")
}
