//! Packs with mistakes: each is told with file and line, and none of them gets in.

use crate::support::town::pack_folder;
use kernel::Lang;
use std::{fs, path::Path, process::Command};

fn copied(to: &Path) {
    for entry in fs::read_dir(pack_folder("town-calls-county")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "yaml") {
            fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
        }
    }
}

/// A folder by its mistake: files with their content.
type Folder = (&'static str, Vec<(&'static str, Vec<u8>)>);

/// Ten mistakes of an author: where, what stood there, what stands there now, and what is said.
const MISTAKES: &[(&str, &str, &str, &str)] = &[
    ("pack.yaml", "role: handler}", "role: king}", "role_unknown"),
    ("pack.yaml", "en: Handler}", "en: ''}", ""),
    ("pack.yaml", "amount: 10", "amount: ten", ""),
    ("pack.yaml", "case.category == 'Y01'", "case.category = 'Y01'", ""),
    ("pack.yaml", "case.category == 'Y02'", "case.colour == 'Y02'", ""),
    ("pack.yaml", "{function: fire, level: county}", "{function: magic, level: county}", "function_unknown"),
    ("case-types.yaml", "initial: drafted", "initial: nowhere", ""),
    ("case-types.yaml", "who: [{post: arbiter}]", "who: [{post: nobody}]", ""),
    ("case-types.yaml", "effects: [sign]", "effects: [vanish]", ""),
    ("case-types.yaml", "to: closed", "to: heaven", ""),
];

whole!(no_mistake_gets_in, |whole| async move {
    let before = whole.counts().await;
    for (file, from, to, code) in MISTAKES {
        let folder = tempfile::tempdir().unwrap();
        copied(folder.path());
        let text = fs::read_to_string(folder.path().join(file)).unwrap();
        let line =
            text[..text.find(from).unwrap_or_else(|| panic!("{from} in {file}"))].lines().count().max(1);
        fs::write(folder.path().join(file), text.replacen(from, to, 1)).unwrap();
        let (report, added) = whole.app.packs.add_dir(&whole.system(), folder.path()).await.unwrap();
        assert!(added.is_none() && !report.is_sound(), "{to}");
        let told: Vec<String> = report.problems.iter().map(|p| packs::messages::line(p, Lang::En)).collect();
        let near = |n: u32| (line..=line + 1).contains(&(n as usize));
        let named = report
            .problems
            .iter()
            .any(|p| p.place.file == *file && near(p.place.line) && p.finding.code.contains(code));
        assert!(named, "{to}: not {file}:{line} {code} but {told:#?}");
    }
    assert_eq!(whole.counts().await, before);
    assert!(whole.app.packs.enabled().is_empty());
});

whole!(no_folder_of_a_stranger_gets_in, |whole| async move {
    let before = whole.counts().await;
    let laughs: String =
        (1..40).map(|n| format!("l{n}: &l{n} [{}]\n", vec![format!("*l{}", n - 1); 9].join(", "))).collect();
    let bomb = format!("id: bomb\nl0: &l0 [lol, lol, lol]\n{laughs}");
    let strange: Vec<Folder> = vec![
        ("nothing", vec![]),
        ("a billion laughs", vec![("pack.yaml", bomb.into_bytes())]),
        ("a circle", vec![("pack.yaml", b"id: a\nx: &x\n  y: *x\n".to_vec())]),
        ("a depth", vec![("pack.yaml", format!("id: {}", "[".repeat(50_000)).into_bytes())]),
        (
            "depth by indentation",
            vec![(
                "pack.yaml",
                (0..3_000).map(|n| format!("{}a:\n", " ".repeat(n))).collect::<String>().into_bytes(),
            )],
        ),
        ("not UTF-8", vec![("pack.yaml", b"id: \xff\xfe\n".to_vec())]),
        ("NUL", vec![("pack.yaml", b"id: a\0b\n".to_vec())]),
        ("a list", vec![("pack.yaml", b"- a\n- b\n".to_vec())]),
        ("a word", vec![("pack.yaml", b"pack".to_vec())]),
        ("two documents", vec![("pack.yaml", b"id: a\n---\nid: b\n".to_vec())]),
        ("a tab", vec![("pack.yaml", b"id:\n\t- a\n".to_vec())]),
        ("twice the same key", vec![("pack.yaml", b"id: a\nid: b\n".to_vec())]),
        (
            "twice the same section",
            vec![("a.yaml", b"clocks: []\n".to_vec()), ("b.yaml", b"clocks: []\n".to_vec())],
        ),
        ("only routes", vec![("routes.yaml", b"routes: []\n".to_vec())]),
        ("an unknown section", vec![("pack.yaml", b"id: a\nscores: []\n".to_vec())]),
        ("a tag", vec![("pack.yaml", b"id: !!python/object/apply:os.system ['true']\n".to_vec())]),
        ("a huge file", vec![("pack.yaml", vec![b'#'; 30 << 20])]),
    ];
    for (what, files) in strange {
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in &files {
            fs::write(folder.path().join(name), content).unwrap();
        }
        let (report, added) = whole.app.packs.add_dir(&whole.system(), folder.path()).await.unwrap();
        assert!(added.is_none() && !report.is_sound(), "{what}");
        for told in report.problems.iter().map(|p| packs::messages::line(p, Lang::En)) {
            assert!(told.len() < 2_000 && !told.contains("{}"), "{what}: {told}");
        }
        if let Some((name, _)) = files.first() {
            let named = report.problems.iter().any(|p| !p.place.file.is_empty() && p.place.line > 0);
            assert!(
                named,
                "{what} ({name}): {:?}",
                report.problems.iter().map(|p| packs::messages::line(p, Lang::En)).collect::<Vec<_>>()
            );
        }
    }
    let nowhere = whole.app.packs.add_dir(&whole.system(), Path::new("/nothing/here")).await;
    assert!(nowhere.is_err() || !nowhere.unwrap().0.is_sound());
    assert_eq!(whole.counts().await, before);
});

#[test]
fn the_command_tells_file_and_line() {
    let folder = tempfile::tempdir().unwrap();
    copied(folder.path());
    let file = folder.path().join("case-types.yaml");
    let text = fs::read_to_string(&file).unwrap().replacen("to: heaven", "", 1).replacen(
        "to: closed",
        "to: heaven",
        1,
    );
    let line = text[..text.find("to: heaven").unwrap()].lines().count();
    fs::write(&file, &text).unwrap();
    let run = |folder: &Path| {
        let done =
            Command::new(env!("CARGO_BIN_EXE_jingwei")).args(["pack", "check"]).arg(folder).output().unwrap();
        (done.status.code(), String::from_utf8_lossy(&done.stderr).to_string())
    };
    let (code, words) = run(folder.path());
    assert_eq!(code, Some(1), "{words}");
    assert!(words.contains(&format!("case-types.yaml:{line}:")), "{line}: {words}");
    for pack in ["town-calls-county", "city-upkeep"] {
        let (code, words) = run(&pack_folder(pack));
        assert_eq!(code, Some(0), "{words}");
    }
}
