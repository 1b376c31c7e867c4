//! The rows of a sheet below its headings.

use super::Notes;
use crate::{
    book::Sheet,
    columns::{self, Column, Heading, On},
    fault::Doubt,
    model::{Media, Text},
};

/// Remarks are kept far below a form, as are slips of the keyboard.
const MAX_GAP: u32 = 60;

/// How the cells of a workbook are read.
#[derive(Debug, Clone, Default)]
pub struct Style {
    /// Runs of spaces are made one.
    pub clean: bool,
    /// The default language.
    pub language: Option<String>,
}

/// The rows of a sheet with their headings.
#[derive(Debug)]
pub struct Lines {
    pub sheet: String,
    pub heads: Vec<Heading>,
    /// The default language by name: its columns may be headed with it or not.
    pub language: Option<String>,
    pub lines: Vec<Line>,
}

/// A row: the cells that hold something, each with the place of its heading.
#[derive(Debug, Clone)]
pub struct Line {
    pub row: u32,
    pub cells: Vec<(usize, String)>,
}

impl Lines {
    pub fn read(sheet: &Sheet, on: On, style: &Style, notes: &mut Notes) -> Lines {
        let heads = columns::headings(sheet, on, &mut notes.faults);
        let mut lines = Vec::new();
        let mut last = sheet.rows.first().map_or(0, |r| r.number);
        for row in sheet.rows.iter().skip(1) {
            if row.number.saturating_sub(last) > MAX_GAP {
                notes.warn(&sheet.name, row.number, "", Doubt::FarBelow(MAX_GAP));
                break;
            }
            last = row.number;
            let filled = heads.iter().enumerate().filter_map(|(at, head)| {
                let text = tidy(columns::cell(row, head), style.clean);
                (!text.is_empty()).then_some((at, text))
            });
            let cells: Vec<_> = filled.collect();
            if !cells.is_empty() {
                lines.push(Line { row: row.number, cells });
            }
        }
        Lines { sheet: sheet.name.clone(), heads, language: style.language.clone(), lines }
    }

    pub fn value<'a>(&self, line: &'a Line, column: &Column) -> Option<&'a str> {
        line.cells.iter().find(|(at, _)| self.heads[*at].column == *column).map(|(_, text)| text.as_str())
    }

    /// How a column is headed, or would be.
    pub fn title(&self, column: &Column, otherwise: &'static str) -> String {
        self.heads.iter().find(|h| h.column == *column).map_or(otherwise.to_string(), |h| h.title.clone())
    }

    /// What a column says, in all languages.
    pub fn text(&self, line: &Line, column: &Column) -> Text {
        let mut text = Text::default();
        for (at, words) in &line.cells {
            if self.heads[*at].column == *column {
                self.say(&mut text, self.heads[*at].language.clone(), words.clone());
            }
        }
        text
    }

    /// The default language with and without its name is one language: what stands further to the right holds.
    fn say(&self, text: &mut Text, language: Option<String>, words: String) {
        let plain = |l: &Option<String>| l.is_none() || *l == self.language;
        match text.0.iter_mut().find(|(l, _)| *l == language || plain(l) && plain(&language)) {
            Some(there) => *there = (language, words),
            None => text.put(language, words),
        }
    }

    pub fn media(&self, line: &Line) -> Vec<(Media, Text)> {
        let mut media: Vec<(Media, Text)> = Vec::new();
        for (at, words) in &line.cells {
            if let Column::Media(kind) = self.heads[*at].column {
                let language = self.heads[*at].language.clone();
                match media.iter_mut().find(|(k, _)| *k == kind) {
                    Some((_, text)) => self.say(text, language, words.clone()),
                    None => media.push((kind, Text(vec![(language, words.clone())]))),
                }
            }
        }
        media
    }
}

/// Word processors bend quotation marks, which no expression understands; runs of spaces are slips of the thumb.
pub fn tidy(text: &str, clean: bool) -> String {
    let text = text.trim();
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        // a space that does not break lines is a space
        match if c == '\u{a0}' { ' ' } else { c } {
            '\u{201c}' | '\u{201d}' => out.push('"'),
            '\u{2018}' | '\u{2019}' => out.push('\''),
            ' ' if clean && out.ends_with(' ') => {}
            // XML cannot carry it
            c if c.is_control() && !matches!(c, '\n' | '\r' | '\t')
                || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

/// Yes and no, as people write them; none is neither.
pub fn yes(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "yes" | "true" | "true()" | "1" => Some(true),
        "no" | "false" | "false()" | "0" => Some(false),
        _ => None,
    }
}
