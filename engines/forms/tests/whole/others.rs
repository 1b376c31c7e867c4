//! Forms that nobody of this project wrote: `../shared/data/forms`. Skipped, with a word, where they are absent.

use crate::canonical;
use form_engine::{Form, Workbook};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The folder into which they are unpacked.
fn data() -> Option<PathBuf> {
    let packed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/forms/forms_dev.tar.zst");
    if !packed.exists() {
        eprintln!("skipped: {} is absent", packed.display());
        return None;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("forms");
    fs::create_dir_all(&folder).unwrap();
    let done = Command::new("tar").arg("--zstd").arg("-xf").arg(&packed).arg("-C").arg(&folder).status();
    if !done.is_ok_and(|s| s.success()) {
        eprintln!("skipped: tar and zstd are needed to unpack {}", packed.display());
        return None;
    }
    Some(folder)
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

fn name(path: &Path) -> &str {
    path.file_name().and_then(|n| n.to_str()).unwrap()
}

/// What is wrong with those that are: the first fault's row and column.
const MALFORMED: [(&str, u32, &str); 9] = [
    ("bad_calc.xlsx", 2, "calculation"),
    ("calculate_without_calculation.xls", 34, "calculation"),
    ("duplicate_columns.xlsx", 1, "label"),
    ("group_name_test.xls", 3, "name"),
    ("include.xls", 3, "type"),
    ("include.xlsx", 3, "type"),
    ("include_json.xls", 2, "type"),
    ("include_json.xlsx", 2, "type"),
    ("unknown_question_type.xls", 1, "relevance"),
];

#[test]
fn every_file_is_a_form_or_says_why_not() {
    let Some(folder) = data() else { return };
    let mut found = Vec::new();
    files(&folder, &mut found);
    let (mut forms, mut refused, mut foreign) = (0, 0, 0);
    for path in &found {
        let name = name(path);
        let workbook = path.extension().is_some_and(|e| e == "xls" || e == "xlsx");
        match (form_engine::convert(&fs::read(path).unwrap(), name), workbook) {
            (Ok(done), true) => {
                canonical::lines(&done.xform);
                forms += 1;
            }
            (Err(faults), true) => {
                let first = &faults[0];
                let place = (name, first.row, first.column.as_str());
                assert!(MALFORMED.contains(&place), "{name}: {first}");
                assert!(
                    faults.iter().all(|f| !f.sheet.is_empty() && f.row > 0 && !f.column.is_empty()),
                    "{faults:?}"
                );
                refused += 1;
            }
            (Ok(_), false) => panic!("{name} is no workbook"),
            (Err(_), false) => foreign += 1,
        }
    }
    assert_eq!((forms, refused, found.len()), (52, 9, 226));
    eprintln!("{forms} forms, {refused} refused, {foreign} files that are no workbooks");
}

/// XForms that came with their workbooks. One more is of a time before itemsets, with the choices in each question.
const EXPECTED: [&str; 10] = [
    "attribute_columns_test",
    "default_time_demo",
    "flat_xlsform_test",
    "or_other",
    "pull_data",
    "repeat_date_test",
    "survey_no_name",
    "widgets",
    "xlsform_spec_test",
    "xml_escaping",
];

#[test]
fn some_came_with_their_xform() {
    let Some(folder) = data() else { return };
    let tests = folder.join("pyxform/tests");
    for stem in EXPECTED {
        let expected = fs::read_to_string(tests.join(format!("test_expected_output/{stem}.xml"))).unwrap();
        let path = ["xls", "xlsx"]
            .map(|e| tests.join(format!("example_xls/{stem}.{e}")))
            .into_iter()
            .find(|p| p.exists())
            .unwrap();
        let book = Workbook::read(&fs::read(&path).unwrap(), name(&path)).unwrap();
        let (mut form, _) = Form::read(&book, stem).unwrap();
        // most were made with the file's name for the root
        if !expected.contains("<data ") {
            form.items[0].name = stem.to_string();
        }
        if let Some(difference) = canonical::difference(&expected, &form.xform()) {
            panic!("{stem}: {difference}");
        }
    }
}
