//! Forms of our own, each for a part of the specification, with the XForm that it becomes. `make forms` sees that pyxform makes the same
//! of them, but for the differences that `tests/forms/differences.txt` lists. After a change that is meant: `FORMS_BLESS=1`.

use std::{fs, path::Path};

#[test]
fn each_becomes_what_stands_beside_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/whole/forms");
    let bless = std::env::var_os("FORMS_BLESS").is_some();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "md") {
            continue;
        }
        seen += 1;
        let name = path.file_name().unwrap().to_str().unwrap();
        let done = match form_engine::convert(&fs::read(&path).unwrap(), name) {
            Ok(done) => done.xform.replace("><", ">\n<") + "\n",
            Err(faults) => panic!("{name}: {}", faults[0]),
        };
        let beside = path.with_extension("xml");
        if bless {
            fs::write(&beside, &done).unwrap();
        } else if fs::read_to_string(&beside).unwrap() != done {
            wrong.push(name.to_string());
        }
    }
    assert!(seen > 20 && wrong.is_empty(), "{wrong:?}");
}
