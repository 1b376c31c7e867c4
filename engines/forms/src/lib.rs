//! XLSForm workbooks in, XForms out.
//!
//! [`convert`] reads a workbook (XLSX, XLS, CSV or markdown) and writes the XForm that ODK Collect opens. Between the two stands
//! [`Form`], which can also be put together in code. A workbook that is not well-formed gives [`Fault`]s, each with sheet,
//! row, column and what is expected there; all of them at once, not only the first. `docs/forms.md` lists what is understood and how far
//! it equals other converters.
//!
//! Nothing here reads a file, a clock or a network.
//!
//! | room | what it does |
//! |---|---|
//! | [`book`] | bytes into sheets of text cells |
//! | `columns` | headings into columns, with their languages |
//! | `kinds` | what the types of questions are |
//! | `read` | sheets into a [`Form`], and everything that can be wrong with them |
//! | [`model`] | what a form is |
//! | `lex` | as much of expressions as a converter has to see: references, functions, operators |
//! | `xpath` | whether an expression is one |
//! | `path` | `${name}` into a path, relative inside repeats |
//! | `emit` | a [`Form`] into an XForm |
//! | `zh` | faults in Chinese |
//! | [`compose`] | several forms as one, and one submission as several |

pub mod book;
mod columns;
pub mod compose;
mod emit;
mod fault;
mod kinds;
mod lex;
pub mod model;
mod path;
mod read;
mod xpath;
mod zh;

pub use book::Workbook;
pub use fault::{Amount, Doubt, Fault, Problem, Wanted, Warning};
pub use kinds::{Control, Kind};
pub use model::Form;

/// What becomes of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Converted {
    /// The XForm, an XML document.
    pub xform: String,
    /// `itemsets.csv`, where the form has choices outside of itself (`select_one_external`).
    pub itemsets: Option<String>,
    /// What is allowed but looks like a mistake.
    pub warnings: Vec<Warning>,
}

/// Reads a workbook and writes its XForm. `name` is the file's name: its ending tells the format where the bytes do not, its stem is the form's
/// id where the settings give none.
pub fn convert(bytes: &[u8], name: &str) -> Result<Converted, Vec<Fault>> {
    let book = Workbook::read(bytes, name).map_err(|fault| vec![fault])?;
    let (form, warnings) = Form::read(&book, stem(name))?;
    Ok(Converted { xform: form.xform(), itemsets: form.itemsets(), warnings })
}

impl Form {
    /// A form out of the sheets of a workbook; `stem` is its id where the settings give none.
    pub fn read(book: &Workbook, stem: &str) -> Result<(Form, Vec<Warning>), Vec<Fault>> {
        read::form(book, stem)
    }

    /// The XForm of this form.
    pub fn xform(&self) -> String {
        emit::xform(self)
    }

    /// `itemsets.csv` for `select_one_external`, where the form has any.
    pub fn itemsets(&self) -> Option<String> {
        emit::itemsets(self)
    }
}

fn stem(name: &str) -> &str {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    match file.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => file,
    }
}
