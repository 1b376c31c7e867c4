//! Sheets into a form, and everything that can be wrong with them.

mod bind;
mod block;
mod checks;
mod choices;
mod entities;
mod loops;
mod parameters;
mod rows;
mod select;
mod settings;
mod survey;
mod types;

use crate::{
    book::{Sheet, Workbook},
    fault::{Doubt, Fault, Problem, Warning},
    model::{Form, Item},
};
pub use bind::defaults;
use rows::Style;

/// Deeper nesting is refused: paths and predicates grow with it.
pub const MAX_DEPTH: usize = 64;
/// More questions are refused; a loop can multiply them.
pub const MAX_ITEMS: usize = 50_000;

/// What is found to be wrong along the way.
#[derive(Debug, Default)]
pub struct Notes {
    pub faults: Vec<Fault>,
    pub warnings: Vec<Warning>,
}

impl Notes {
    pub fn fault(&mut self, sheet: &str, row: u32, column: &str, problem: Problem) {
        self.faults.push(Fault { sheet: sheet.to_string(), row, column: column.to_string(), problem });
    }

    pub fn warn(&mut self, sheet: &str, row: u32, column: &str, doubt: Doubt) {
        self.warnings.push(Warning { sheet: sheet.to_string(), row, column: column.to_string(), doubt });
    }
}

/// The whole way from a workbook to a form.
pub fn form(book: &Workbook, stem: &str) -> Result<(Form, Vec<Warning>), Vec<Fault>> {
    let mut notes = Notes::default();
    let Some(sheet) = survey_sheet(book) else {
        notes.fault("survey", 0, "", Problem::NoSheet("survey"));
        return Err(notes.faults);
    };
    let (read, clean) = settings::read(book, stem, &mut notes);
    let style = Style { clean, language: read.settings.default_language.clone() };
    // names and labels of choices are taken as they are
    let exact = Style { clean: false, ..style.clone() };
    let lists = choices::lists(book, &read.settings, &exact, read.allow_twins, &mut notes);
    let mut form = Form {
        settings: read.settings,
        items: vec![Item { name: read.root, ..Item::default() }],
        lists,
        external: choices::external(book, &exact),
        osm: choices::tags(book, &exact, &mut notes),
        entities: Vec::new(),
        audit: None,
    };
    let lines = survey::read(sheet, &style, &mut form, &mut notes);
    entities::read(book, sheet, &lines, &mut form, &mut notes);
    checks::all(book, sheet, &lines, &mut form, &mut notes);
    if notes.faults.is_empty() { Ok((form, notes.warnings)) } else { Err(sorted(notes.faults, book)) }
}

/// The sheet `survey`, or the only one there is.
fn survey_sheet(book: &Workbook) -> Option<&Sheet> {
    book.sheet("survey").or(match book.sheets.as_slice() {
        [only] if !["choices", "settings"].contains(&only.name.to_lowercase().as_str()) => Some(only),
        _ => None,
    })
}

/// In the order in which an author reads the workbook, each once.
fn sorted(mut faults: Vec<Fault>, book: &Workbook) -> Vec<Fault> {
    let place = |f: &Fault| (book.sheets.iter().position(|s| s.name == f.sheet), f.row);
    faults.sort_by_key(place);
    let mut seen: Vec<Fault> = Vec::with_capacity(faults.len());
    for fault in faults {
        if !seen.iter().rev().take(8).any(|s| *s == fault) {
            seen.push(fault);
        }
    }
    seen
}
