//! The sheet `settings`.

use super::{
    Notes,
    rows::{tidy, yes},
    survey::truth,
};
use crate::{
    book::Workbook,
    columns::key,
    fault::{Problem, Wanted},
    lex,
    model::Settings,
};

/// The settings, and those that only matter while reading.
#[derive(Debug, Default)]
pub struct Read {
    pub settings: Settings,
    /// The name of the root node.
    pub root: String,
    /// Whether a list may hold a name twice.
    pub allow_twins: bool,
}

/// The settings, and whether runs of spaces are made one.
pub fn read(book: &Workbook, stem: &str, notes: &mut Notes) -> (Read, bool) {
    let mut read = Read::default();
    let mut clean = true;
    if let Some(sheet) = book.sheet("settings")
        && let [head, row, ..] = sheet.rows.as_slice()
    {
        for (at, title) in head.cells.iter().enumerate() {
            let value = tidy(row.cells.get(at).map_or("", String::as_str), true);
            if value.is_empty() || title.trim().is_empty() {
                continue;
            }
            if let Some(name) = title.trim().strip_prefix("attribute::").map(str::trim) {
                attribute(&mut read.settings, name, value, (&sheet.name, head.number, title), notes);
            } else if key(title) == "clean_text_values" {
                clean = yes(&value) != Some(false);
            } else {
                one(&mut read, &key(title), value, (&sheet.name, row.number, title.trim()), notes);
            }
        }
    }
    let sheet = book.sheet("settings").map_or("settings", |s| s.name.as_str());
    for (name, _) in &read.settings.attributes {
        if let Some(prefix) = read.settings.unknown_prefix(name) {
            notes.fault(sheet, 1, &format!("attribute::{name}"), Problem::UnknownPrefix(prefix.to_string()));
        }
    }
    let settings = &mut read.settings;
    if settings.id.is_empty() {
        settings.id = if stem.is_empty() { "data".into() } else { stem.to_string() };
    }
    if settings.title.is_empty() {
        settings.title = settings.id.clone();
    }
    if read.root.is_empty() {
        read.root = "data".into();
    }
    (read, clean)
}

type Place<'a> = (&'a str, u32, &'a str);

fn one(read: &mut Read, word: &str, value: String, at: Place<'_>, notes: &mut Notes) {
    let s = &mut read.settings;
    match word {
        "form_id" | "set_form_id" | "id_string" => s.id = value,
        "form_title" | "set_form_title" | "title" => s.title = value,
        "name" => {
            if !lex::is_name(&value) {
                notes.fault(at.0, at.1, at.2, Problem::BadName(value.clone()));
            }
            read.root = value;
        }
        "version" => s.version = Some(value),
        "default_language" => s.default_language = Some(value),
        "style" => s.style = Some(value),
        "instance_name" => s.instance_name = Some(truth("calculate", &value)),
        "instance_xmlns" => s.instance_xmlns = Some(value),
        "submission_url" => s.submission_url = Some(value),
        "public_key" => s.public_key = Some(value),
        "auto_send" => s.auto_send = Some(value),
        "auto_delete" => s.auto_delete = Some(value),
        "client_editable" => s.client_editable = switch(&value, at, notes),
        "prefix" => s.prefix = Some(value),
        "delimiter" => s.delimiter = Some(value),
        "flat" => s.flat = switch(&value, at, notes),
        "omit_instanceid" => s.omit_instance_id = switch(&value, at, notes),
        "allow_choice_duplicates" => read.allow_twins = switch(&value, at, notes),
        "namespaces" => match namespaces(&value) {
            Some(found) => s.namespaces = found,
            None => {
                notes.fault(
                    at.0,
                    at.1,
                    at.2,
                    Problem::Expected { found: value, expected: Wanted::Namespaces },
                );
            }
        },
        _ => {}
    }
}

fn switch(value: &str, at: Place<'_>, notes: &mut Notes) -> bool {
    yes(value).unwrap_or_else(|| {
        notes.fault(
            at.0,
            at.1,
            at.2,
            Problem::Expected { found: value.to_string(), expected: Wanted::YesNo },
        );
        false
    })
}

fn attribute(settings: &mut Settings, name: &str, value: String, at: Place<'_>, notes: &mut Notes) {
    if lex::is_qualified(name) {
        settings.attributes.push((name.to_string(), value));
    } else {
        notes.fault(at.0, at.1, at.2, Problem::BadName(name.to_string()));
    }
}

/// `a="http://…" b="http://…"`
fn namespaces(text: &str) -> Option<Vec<(String, String)>> {
    let mut found = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (prefix, tail) = rest.split_once('=')?;
        let prefix = prefix.trim();
        let tail = tail.trim_start();
        let quote = tail.chars().next().filter(|c| *c == '"' || *c == '\'')?;
        let (address, after) = tail[1..].split_once(quote)?;
        if !lex::is_name(prefix) {
            return None;
        }
        found.push((prefix.to_string(), address.to_string()));
        rest = after.trim_start_matches([' ', ',', '\n']);
    }
    Some(found)
}
