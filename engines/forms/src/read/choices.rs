//! The sheets `choices`, `external_choices` and `osm`.

use super::{
    Notes,
    rows::{Lines, Style, tidy},
};
use crate::{
    book::Workbook,
    columns::{Column, On, key},
    fault::{Doubt, Problem},
    lex,
    model::{Choice, External, List, Settings},
};
use std::collections::{HashMap, HashSet};

/// The lists of `choices`.
pub fn lists(
    book: &Workbook,
    settings: &Settings,
    style: &Style,
    twins: bool,
    notes: &mut Notes,
) -> Vec<List> {
    let found = sheet(book, "choices", Some(settings), style, notes);
    if !twins {
        for list in &found {
            let mut seen = HashSet::new();
            for choice in list.choices.iter().filter(|c| !seen.insert(c.name.as_str())) {
                let name = book.sheet("choices").map_or("choices", |s| s.name.as_str());
                notes.fault(
                    name,
                    choice.row,
                    "name",
                    Problem::ChoiceTwice(choice.name.clone(), list.name.clone()),
                );
            }
        }
    }
    found
}

/// The lists of `osm`: keys of tags.
pub fn tags(book: &Workbook, style: &Style, notes: &mut Notes) -> Vec<List> {
    sheet(book, "osm", None, style, notes)
}

fn sheet(
    book: &Workbook,
    name: &'static str,
    settings: Option<&Settings>,
    style: &Style,
    notes: &mut Notes,
) -> Vec<List> {
    let Some(sheet) = book.sheet(name) else { return Vec::new() };
    let lines = Lines::read(sheet, On::Choices, style, notes);
    let extra = extra(&lines, settings, notes);
    let mut lists: Vec<List> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for line in &lines.lines {
        // rows of remarks and of separators belong to no list
        let Some(list) = lines.value(line, &Column::ListName) else { continue };
        let Some(choice) = lines.value(line, &Column::Name) else {
            notes.fault(&lines.sheet, line.row, &lines.title(&Column::Name, "name"), Problem::ChoiceNoName);
            continue;
        };
        let label = lines.text(line, &Column::Label);
        let media = lines.media(line);
        if label.is_empty() && name == "choices" {
            notes.warn(&lines.sheet, line.row, &lines.title(&Column::Label, "label"), Doubt::ChoiceLabel);
        }
        let at = *places.entry(list.to_string()).or_insert_with(|| {
            lists.push(List { name: list.to_string(), choices: Vec::new() });
            lists.len() - 1
        });
        let extra = line
            .cells
            .iter()
            .filter(|(at, _)| extra[*at])
            .map(|(at, v)| (lines.heads[*at].title.clone(), v.clone()))
            .collect();
        lists[at].choices.push(Choice { name: choice.to_string(), label, media, extra, row: line.row });
    }
    lists
}

/// Which headings can be nodes of a choice.
fn extra(lines: &Lines, settings: Option<&Settings>, notes: &mut Notes) -> Vec<bool> {
    lines
        .heads
        .iter()
        .map(|head| {
            let Column::Other(title) = &head.column else { return false };
            let fits = lex::is_qualified(title) && settings.is_none_or(|s| s.unknown_prefix(title).is_none());
            if !fits {
                notes.warn(&lines.sheet, 1, title, Doubt::ColumnLeft);
            }
            fits
        })
        .collect()
}

/// `external_choices`, as it is.
pub fn external(book: &Workbook, style: &Style) -> Option<External> {
    let sheet = book.sheet("external_choices")?;
    let (head, rows) = sheet.rows.split_first()?;
    let kept: Vec<usize> = (0..head.cells.len()).filter(|at| !head.cells[*at].trim().is_empty()).collect();
    let title = |at: &usize| match key(&head.cells[*at]).as_str() {
        known @ ("list_name" | "name" | "label") => known.to_string(),
        _ => head.cells[*at].trim().to_string(),
    };
    let text =
        |row: &crate::book::Row, at: &usize| tidy(row.cells.get(*at).map_or("", String::as_str), style.clean);
    Some(External {
        columns: kept.iter().map(title).collect(),
        rows: rows.iter().map(|row| kept.iter().map(|at| text(row, at)).collect()).collect(),
    })
}
