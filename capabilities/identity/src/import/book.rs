//! People and their posts from a workbook (XLSX), as the console takes it in: what is wrong is named by its cell.

use super::{Line, Problem, Report};
use crate::{Identity, kinds};
use calamine::{Data, Reader, Xlsx};
use kernel::{Ctx, Failure, Lang, Refusal, RefusalKind, Text};
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::LazyLock;
use utoipa::ToSchema;

/// Rows of one workbook at most.
const MOST: usize = 20_000;

/// The words of the workbook.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    sheets: Sheets,
    /// Our column, and the heading by which it is known: the one that the template writes.
    columns: Vec<(String, Text)>,
    kinds: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sheets {
    people: Text,
    kinds: Text,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    // part of the program; a test reads it
    serde_saphyr::from_str(include_str!("../../book.yaml")).expect("book.yaml is well-formed")
});

/// What taking in a workbook found and did.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct StaffSheet {
    /// Name of the sheet that was read: the first.
    pub sheet: String,
    /// Only tried.
    pub dry_run: bool,
    /// It was kept: nothing was wrong, and it was not only tried.
    pub imported: bool,
    /// Rows read.
    pub rows: u64,
    /// New people and posts.
    pub added: u64,
    /// People and posts that were different.
    pub changed: u64,
    /// People and posts that were so already.
    pub unchanged: u64,
    /// What is wrong, by row.
    pub problems: Vec<CellProblem>,
}

/// Something wrong in a cell.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CellProblem {
    /// Sheet and cell: `Sheet1!C14`.
    pub cell: String,
    /// The column's heading.
    pub column: String,
    /// What is wrong: a stable code.
    pub code: String,
    /// The value, unless it is a personal one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What is expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
}

/// A sheet as it was read.
struct Sheet {
    name: String,
    /// Where our columns stand, with the heading that is there.
    columns: HashMap<&'static str, (usize, String)>,
    lines: Vec<Line>,
}

impl Identity {
    /// Takes in a workbook of people and posts: all of it, or nothing.
    ///
    /// # Errors
    /// `person.write` forbidden; a file that is no workbook or lacks a column.
    pub async fn import_staff_book(
        &self,
        ctx: &Ctx,
        bytes: Vec<u8>,
        dry_run: bool,
    ) -> Result<StaffSheet, Failure> {
        let kinds: Vec<(String, Text)> =
            self.all_kinds().into_iter().map(|kind| (kind.clone(), self.kind_name(&kind))).collect();
        let read = tokio::task::spawn_blocking(move || read(&bytes, &kinds)).await;
        let sheet = read.map_err(Failure::internal)??;
        let report = self.import_staff_lines(ctx, sheet.lines.clone(), dry_run).await?;
        Ok(sheet.report(report))
    }

    /// An empty workbook to fill in, with the kinds of posts on its second sheet.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn staff_template(&self, lang: Lang) -> Result<Vec<u8>, Failure> {
        let kinds = kinds::all(&*self.kinds);
        let kinds: Vec<[String; 3]> = kinds
            .into_iter()
            .map(|kind| {
                let name = self.kind_name(&kind);
                [kind, name.zh, name.en.unwrap_or_default()]
            })
            .collect();
        let made = tokio::task::spawn_blocking(move || template(&kinds, lang)).await;
        made.map_err(Failure::internal)?.map_err(Failure::internal)
    }
}

fn read(bytes: &[u8], kinds: &[(String, Text)]) -> Result<Sheet, Refusal> {
    let wrong = |why: String| Refusal::new(RefusalKind::Unsupported, "import.workbook").got(why);
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes))
        .map_err(|e: calamine::XlsxError| wrong(e.to_string()))?;
    let name = book.sheet_names().first().cloned().ok_or_else(|| wrong("no sheet".into()))?;
    let range = book.worksheet_range(&name).map_err(|e| wrong(e.to_string()))?;
    let (top, left) = range.start().unwrap_or_default();
    let mut rows = range.rows();
    let mut columns = HashMap::new();
    for (i, cell) in rows.next().unwrap_or_default().iter().enumerate() {
        let heading = text(cell);
        let known = |(column, name): &&(String, Text)| {
            is_called(name, &heading) || heading.eq_ignore_ascii_case(column)
        };
        if let Some((column, _)) = WORDS.columns.iter().find(known) {
            columns.entry(column.as_str()).or_insert((i, heading));
        }
    }
    for needed in ["login", "name"] {
        if !columns.contains_key(needed) {
            let heading = WORDS.columns.iter().find(|(column, _)| column == needed);
            let both = |name: &Text| format!("{} / {}", name.zh, name.get(Lang::En));
            let heading = heading.map_or_else(String::new, |(_, name)| both(name));
            return Err(Refusal::rule("import.no_column").at(needed).want(heading));
        }
    }
    let mut lines = vec![];
    for (i, row) in rows.enumerate() {
        let values: HashMap<&'static str, String> = columns
            .iter()
            .filter_map(|(column, (at, _))| {
                let value = text(row.get(*at)?);
                let value = if *column == "post" { kind_of(&value, kinds) } else { value };
                Some((*column, value)).filter(|(_, value)| !value.is_empty())
            })
            .collect();
        if values.is_empty() {
            continue;
        }
        if lines.len() == MOST {
            return Err(Refusal::rule("import.too_long")
                .got(range.height())
                .want(format!("at most {MOST} rows")));
        }
        // as the program shows it: the heading's row, and those below
        lines.push((u64::from(top) + i as u64 + 2, values));
    }
    for (at, _) in columns.values_mut() {
        *at += left as usize;
    }
    Ok(Sheet { name, columns, lines })
}

/// A kind by its code or its name in either language; any other word stays, and is refused by its name.
fn kind_of(word: &str, kinds: &[(String, Text)]) -> String {
    let known = |(code, name): &&(String, Text)| code == word || is_called(name, word);
    kinds.iter().find(known).map_or_else(|| word.to_owned(), |(code, _)| code.clone())
}

/// Whether a word is a name in either language.
fn is_called(name: &Text, word: &str) -> bool {
    name.zh == word || name.en.as_deref().is_some_and(|en| en.eq_ignore_ascii_case(word))
}

/// A cell as text; whole numbers (telephones) without a point.
fn text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::Float(n) if n.fract() == 0.0 && n.abs() < 1e15 => format!("{n:.0}"),
        other => other.to_string().trim().to_owned(),
    }
}

impl Sheet {
    fn report(&self, report: Report) -> StaffSheet {
        StaffSheet {
            sheet: self.name.clone(),
            dry_run: report.dry_run,
            imported: report.imported,
            rows: report.records,
            added: report.added,
            changed: report.changed,
            unchanged: report.unchanged,
            problems: report.problems.into_iter().map(|problem| self.cell(problem)).collect(),
        }
    }

    /// Which cell a refusal is about.
    fn cell(&self, problem: Problem) -> CellProblem {
        let Problem { record, refusal } = problem;
        let column = column_of(&refusal);
        let (at, heading) = self.columns.get(column).cloned().unwrap_or_default();
        CellProblem {
            cell: format!("{}!{}{record}", self.name, letters(at)),
            column: if heading.is_empty() { column.to_owned() } else { heading },
            code: refusal.code,
            value: refusal.value,
            expected: refusal.expected,
        }
    }
}

/// The column of a refusal's field.
fn column_of(refusal: &Refusal) -> &'static str {
    let field = refusal.field.as_deref().unwrap_or_default().trim_start_matches('/');
    match (refusal.code.as_str(), field) {
        ("password.weak", _) => "password",
        (_, "kind") => "post",
        (_, "person") => "login",
        _ => {
            let known = WORDS.columns.iter().find(|(column, _)| column == field);
            known.map_or("login", |(column, _)| column)
        }
    }
}

/// `A`, `B` … `Z`, `AA` …
fn letters(mut column: usize) -> String {
    let mut text = String::new();
    loop {
        let letter = char::from(b'A' + u8::try_from(column % 26).unwrap_or(0));
        text.insert(0, letter);
        if column < 26 {
            return text;
        }
        column = column / 26 - 1;
    }
}

fn template(kinds: &[[String; 3]], lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let (bold, plain) = (Format::new().set_bold(), Format::new().set_num_format("@"));
    let sheet = book.add_worksheet();
    sheet.set_name(WORDS.sheets.people.get(lang))?;
    for (column, (_, name)) in (0u16..).zip(&WORDS.columns) {
        // telephones and codes are texts, not numbers
        sheet.set_column_format(column, &plain)?.set_column_width(column, 16)?;
        sheet.write_string_with_format(0, column, name.get(lang), &bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let sheet = book.add_worksheet();
    sheet.set_name(WORDS.sheets.kinds.get(lang))?;
    for (column, heading) in (0u16..).zip(WORDS.kinds.iter().map(|name| name.get(lang))) {
        sheet.set_column_width(column, 24)?.write_string_with_format(0, column, heading, &bold)?;
    }
    for (row, kind) in (1u32..).zip(kinds) {
        for (column, word) in (0u16..).zip(kind) {
            sheet.write_string(row, column, word)?;
        }
    }
    book.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_of_a_file_of_staff_has_its_heading() {
        let columns: Vec<&str> = WORDS.columns.iter().map(|(column, _)| column.as_str()).collect();
        assert_eq!(columns, crate::import::staff::COLUMNS);
    }

    #[test]
    fn cells_are_named_as_programs_name_them() {
        let names: Vec<String> = [0, 2, 25, 26, 27, 701, 702].into_iter().map(letters).collect();
        assert_eq!(names, ["A", "C", "Z", "AA", "AB", "ZZ", "AAA"]);
    }

    #[test]
    fn the_template_is_read_by_its_headings() {
        let kinds = [("grid_worker".to_owned(), Text::new("网格员", "Grid worker"))];
        for lang in [Lang::Zh, Lang::En] {
            let bytes =
                template(&[["grid_worker".into(), "网格员".into(), "Grid worker".into()]], lang).unwrap();
            let sheet = read(&bytes, &kinds).unwrap();
            assert_eq!((sheet.columns.len(), sheet.lines.len()), (WORDS.columns.len(), 0));
        }
        assert_eq!(kind_of("网格员", &kinds), "grid_worker");
        assert_eq!(kind_of("皇帝", &kinds), "皇帝");
        assert_eq!(read(b"no workbook", &kinds).err().unwrap().code, "import.workbook");
    }
}
