//! `jingwei forms convert`: what is written, what is said, and the exit codes.

use std::{fs, process::Command};

#[test]
fn a_workbook_becomes_an_xform_or_says_where_it_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let (good, bad, out) =
        (folder.path().join("visit.md"), folder.path().join("bad.md"), folder.path().join("visit.xml"));
    fs::write(&good, "| survey |\n| | type | name | label |\n| | text | a | 甲 |\n").unwrap();
    fs::write(&bad, "| survey |\n| | type | name | label | relevant |\n| | text | a | 甲 | ${b} |\n")
        .unwrap();
    let convert = |lang: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jingwei"));
        command.args(["forms", "convert"]).env("LANG", lang);
        command
    };
    let done = convert("C").arg(&good).arg("--out").arg(&out).output().unwrap();
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(fs::read_to_string(&out).unwrap().contains("<input ref=\"/data/a\"><label>甲</label></input>"));

    for (lang, said) in [
        ("C", "sheet 'survey', row 2, column 'relevant': ${b} names no question of the survey"),
        ("zh_CN.UTF-8", "工作表“survey”第 2 行“relevant”列：${b} 在 survey 工作表里没有这个题目"),
    ] {
        let done = convert(lang).arg(&bad).output().unwrap();
        assert_eq!(done.status.code(), Some(1));
        assert!(
            String::from_utf8_lossy(&done.stderr).contains(said),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
        assert!(done.stdout.is_empty());
    }
    assert_eq!(convert("C").arg(folder.path().join("none.xlsx")).output().unwrap().status.code(), Some(2));
}
