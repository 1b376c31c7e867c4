//! Units, people and their posts from a workbook (XLSX) or a table (CSV), as the console takes them in: what is wrong is named
//! by its cell.

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

/// The words of the workbooks.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    people: Book,
    units: Book,
    kinds: Kinds,
}

/// A workbook: what its sheet is called, and our columns with the headings by which they are known.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Book {
    sheet: Text,
    needs: Vec<String>,
    columns: Vec<(String, Text)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Kinds {
    sheet: Text,
    columns: Vec<Text>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    // part of the program; a test reads it
    serde_saphyr::from_str(include_str!("../../book.yaml")).expect("book.yaml is well-formed")
});

/// What taking in a workbook found and did.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct SheetReport {
    /// Name of the sheet that was read: the first.
    pub sheet: String,
    /// Only tried.
    pub dry_run: bool,
    /// It was kept: nothing was wrong, and it was not only tried.
    pub imported: bool,
    /// Rows read.
    pub rows: u64,
    /// What is new: units, or people and posts.
    pub added: u64,
    /// What was different.
    pub changed: u64,
    /// What was so already.
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
    book: &'static Book,
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
    ) -> Result<SheetReport, Failure> {
        let kinds: Vec<(String, Text)> =
            self.all_kinds().into_iter().map(|kind| (kind.clone(), self.kind_name(&kind))).collect();
        let sheet = opened(&WORDS.people, bytes, kinds).await?;
        let report = self.import_staff_lines(ctx, sheet.lines.clone(), dry_run).await?;
        Ok(sheet.report(report))
    }

    /// Takes in a workbook of units: all of it, or nothing.
    ///
    /// # Errors
    /// `unit.write` forbidden; a file that is no workbook or lacks a column.
    pub async fn import_units_book(
        &self,
        ctx: &Ctx,
        bytes: Vec<u8>,
        dry_run: bool,
    ) -> Result<SheetReport, Failure> {
        let sheet = opened(&WORDS.units, bytes, vec![]).await?;
        let report = self.import_units_lines(ctx, sheet.lines.clone(), FUNCTIONS, dry_run).await?;
        Ok(sheet.report(report))
    }

    /// An empty workbook of units to fill in.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn units_template(&self, lang: Lang) -> Result<Vec<u8>, Failure> {
        written(&WORDS.units, vec![], lang).await
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
        written(&WORDS.people, kinds, lang).await
    }
}

/// What separates functions.
const FUNCTIONS: char = ';';

async fn opened(book: &'static Book, bytes: Vec<u8>, kinds: Vec<(String, Text)>) -> Result<Sheet, Failure> {
    let read = tokio::task::spawn_blocking(move || read(book, bytes, &kinds)).await;
    Ok(read.map_err(Failure::internal)??)
}

async fn written(book: &'static Book, kinds: Vec<[String; 3]>, lang: Lang) -> Result<Vec<u8>, Failure> {
    let made = tokio::task::spawn_blocking(move || template(book, &kinds, lang)).await;
    made.map_err(Failure::internal)?.map_err(Failure::internal)
}

/// A table as it stands in a file: the name of its sheet, where it begins, and its rows.
struct Table {
    name: String,
    start: (u32, u32),
    rows: Vec<Vec<String>>,
}

/// The first sheet of a workbook, or a CSV file in UTF-8 or GB 18030.
fn table(bytes: Vec<u8>) -> Result<Table, Refusal> {
    let wrong = |why: String| Refusal::new(RefusalKind::Unsupported, "import.workbook").got(why);
    // an XLSX file is a zip
    if bytes.starts_with(b"PK") {
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes))
            .map_err(|e: calamine::XlsxError| wrong(e.to_string()))?;
        let name = book.sheet_names().first().cloned().ok_or_else(|| wrong("no sheet".into()))?;
        let range = book.worksheet_range(&name).map_err(|e| wrong(e.to_string()))?;
        let rows = range.rows().map(|row| row.iter().map(text).collect()).collect();
        return Ok(Table { name, start: range.start().unwrap_or_default(), rows });
    }
    if bytes.contains(&0) {
        return Err(wrong("neither XLSX nor CSV".into()));
    }
    let whole = grid::import::decode(bytes).map_err(|e| wrong(e.to_string()))?;
    let whole = whole.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(whole.as_bytes());
    let row = |row: Result<csv::StringRecord, csv::Error>| {
        let row = row.map_err(|e| wrong(e.to_string()))?;
        Ok(row.iter().map(str::to_owned).collect())
    };
    let rows = reader.into_records().map(row).collect::<Result<_, Refusal>>()?;
    Ok(Table { name: "CSV".into(), start: (0, 0), rows })
}

fn read(book: &'static Book, bytes: Vec<u8>, kinds: &[(String, Text)]) -> Result<Sheet, Refusal> {
    let Table { name, start: (top, left), rows } = table(bytes)?;
    let height = rows.len();
    let mut rows = rows.into_iter();
    let mut columns = HashMap::new();
    for (i, heading) in rows.next().unwrap_or_default().into_iter().enumerate() {
        let known = |(column, name): &&(String, Text)| {
            is_called(name, &heading) || heading.eq_ignore_ascii_case(column)
        };
        if let Some((column, _)) = book.columns.iter().find(known) {
            columns.entry(column.as_str()).or_insert((i, heading));
        }
    }
    for needed in &book.needs {
        if !columns.contains_key(needed.as_str()) {
            let heading = book.columns.iter().find(|(column, _)| column == needed);
            let both = |name: &Text| format!("{} / {}", name.zh, name.get(Lang::En));
            let heading = heading.map_or_else(String::new, |(_, name)| both(name));
            return Err(Refusal::rule("import.no_column").at(needed.as_str()).want(heading));
        }
    }
    let mut lines = vec![];
    for (i, row) in rows.enumerate() {
        let values: HashMap<&'static str, String> = columns
            .iter()
            .filter_map(|(column, (at, _))| {
                let value = row.get(*at)?.clone();
                let value = match *column {
                    "post" => kind_of(&value, kinds),
                    "functions" => value.replace('；', ";"),
                    _ => value,
                };
                Some((*column, value)).filter(|(_, value)| !value.is_empty())
            })
            .collect();
        if values.is_empty() {
            continue;
        }
        if lines.len() == MOST {
            return Err(Refusal::rule("import.too_long").got(height).want(format!("at most {MOST} rows")));
        }
        // as the program shows it: the heading's row, and those below
        lines.push((u64::from(top) + i as u64 + 2, values));
    }
    for (at, _) in columns.values_mut() {
        *at += left as usize;
    }
    Ok(Sheet { book, name, columns, lines })
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
    fn report(&self, report: Report) -> SheetReport {
        SheetReport {
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
        let column = self.book.column_of(&refusal);
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

impl Book {
    /// The column of a refusal's field; the first one, by which a row is known, for what is of the whole row.
    fn column_of(&'static self, refusal: &Refusal) -> &'static str {
        let field = refusal.field.as_deref().unwrap_or_default().trim_start_matches('/');
        let field = match (refusal.code.as_str(), field) {
            ("password.weak", _) => "password",
            (_, "kind") => "post",
            (_, "person") => "login",
            (_, "name/en") => "name_en",
            (_, other) => other.split('/').next().unwrap_or_default(),
        };
        let known = self.columns.iter().find(|(column, _)| column == field).or(self.columns.first());
        known.map_or("", |(column, _)| column)
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

fn template(book: &Book, kinds: &[[String; 3]], lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut file = Workbook::new();
    let (bold, plain) = (Format::new().set_bold(), Format::new().set_num_format("@"));
    let sheet = file.add_worksheet();
    sheet.set_name(book.sheet.get(lang))?;
    for (column, (_, name)) in (0u16..).zip(&book.columns) {
        // telephones and codes are texts, not numbers
        sheet.set_column_format(column, &plain)?.set_column_width(column, 16)?;
        sheet.write_string_with_format(0, column, name.get(lang), &bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    if kinds.is_empty() {
        return file.save_to_buffer();
    }
    let sheet = file.add_worksheet();
    sheet.set_name(WORDS.kinds.sheet.get(lang))?;
    for (column, heading) in (0u16..).zip(WORDS.kinds.columns.iter().map(|name| name.get(lang))) {
        sheet.set_column_width(column, 24)?.write_string_with_format(0, column, heading, &bold)?;
    }
    for (row, kind) in (1u32..).zip(kinds) {
        for (column, word) in (0u16..).zip(kind) {
            sheet.write_string(row, column, word)?;
        }
    }
    file.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_of_a_file_has_its_heading() {
        for (book, columns) in
            [(&WORDS.people, crate::import::staff::COLUMNS), (&WORDS.units, crate::import::units::COLUMNS)]
        {
            let ours: Vec<&str> = book.columns.iter().map(|(column, _)| column.as_str()).collect();
            assert_eq!(ours, columns);
            assert!(book.needs.iter().all(|needed| ours.contains(&needed.as_str())));
        }
    }

    #[test]
    fn cells_are_named_as_programs_name_them() {
        let names: Vec<String> = [0, 2, 25, 26, 27, 701, 702].into_iter().map(letters).collect();
        assert_eq!(names, ["A", "C", "Z", "AA", "AB", "ZZ", "AAA"]);
    }

    #[test]
    fn the_template_is_read_by_its_headings() {
        let kinds = [("grid_worker".to_owned(), Text::new("网格员", "Grid worker"))];
        let listed = [["grid_worker".into(), "网格员".into(), "Grid worker".into()]];
        for lang in [Lang::Zh, Lang::En] {
            for (book, listed) in [(&WORDS.people, &listed[..]), (&WORDS.units, &[])] {
                let bytes = template(book, listed, lang).unwrap();
                let sheet = read(book, bytes, &kinds).unwrap();
                assert_eq!((sheet.columns.len(), sheet.lines.len()), (book.columns.len(), 0));
            }
        }
        assert_eq!(kind_of("网格员", &kinds), "grid_worker");
        assert_eq!(kind_of("皇帝", &kinds), "皇帝");
        let no_book = |bytes: &[u8]| read(&WORDS.people, bytes.to_vec(), &kinds).err().unwrap().code;
        assert_eq!(no_book(b"PK no workbook"), "import.workbook");
        assert_eq!(no_book(b"\0\0"), "import.workbook");
        assert_eq!(no_book(b"no,heading"), "import.no_column");
    }

    #[test]
    fn a_csv_file_is_read_by_the_same_headings() {
        let rows =
            "\u{feff}单位代码,单位名称,区域代码,职能（用分号分开）\nu9,园林所,t1,green；parks\n,,,\nu8,,t1\n";
        let sheet = read(&WORDS.units, rows.as_bytes().to_vec(), &[]).unwrap();
        assert_eq!(sheet.lines.iter().map(|line| line.0).collect::<Vec<_>>(), [2, 4]);
        assert_eq!(sheet.lines[0].1["functions"], "green;parks");
        let cell = sheet.cell(Problem { record: 4, refusal: Refusal::required("name") });
        assert_eq!((cell.cell.as_str(), cell.column.as_str()), ("CSV!B4", "单位名称"));
        // 单位代码, 单位名称, 区域代码 as spreadsheets in China write them
        let gb = b"\xb5\xa5\xce\xbb\xb4\xfa\xc2\xeb,\xb5\xa5\xce\xbb\xc3\xfb\xb3\xc6,\xc7\xf8\xd3\xf2\xb4\xfa\xc2\xeb\nu9,x,t1\n";
        assert_eq!(read(&WORDS.units, gb.to_vec(), &[]).unwrap().lines.len(), 1);
    }
}
