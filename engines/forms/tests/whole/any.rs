//! Arbitrary cells never panic, and what comes out is XML.

use proptest::prelude::*;

/// Cells that mean something somewhere.
fn cell() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "",
        "text",
        "integer",
        "note",
        "calculate",
        "begin group",
        "begin_repeat",
        "end group",
        "end_repeat",
        "begin loop over l",
        "end loop",
        "select_one l",
        "select_multiple l or_other",
        "select_one ${a}",
        "rank l",
        "select_one_from_file f.csv",
        "select_one_external l",
        "range",
        "image",
        "audit",
        "geopoint",
        "background-audio",
        "background-geopoint",
        "start",
        "csv-external",
        "osm l",
        "a",
        "b",
        "c",
        "l",
        "r",
        "${a}",
        "${b}",
        "${last-saved#a}",
        "${",
        "${a} + ${b}",
        "instance('l')/root/item[name = ${a}]/label",
        "indexed-repeat(${a}, ${r}, ${b})",
        "yes",
        "no",
        "1",
        "-1",
        "start=1 end=2",
        "randomize=true;seed=${a}",
        "max-pixels=1",
        "table-list",
        "search('x')",
        "x.png",
        "%(label)s",
        "now()",
        "a - b",
        "'",
        "(",
        "]",
        "trees#p",
        "p",
        "中文 (zh)",
        "𝒳\u{0}\u{b}",
        "<b>&\"",
        "\u{a0}",
    ]);
    prop_oneof![9 => words.prop_map(str::to_string), 1 => any::<String>()]
}

fn heading() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "type",
        "name",
        "label",
        "label::en",
        "label::中文 (zh)",
        "hint",
        "guidance_hint",
        "image",
        "media::audio::en",
        "relevant",
        "required",
        "required_message",
        "constraint",
        "constraint_message::en",
        "calculation",
        "default",
        "trigger",
        "parameters",
        "choice_filter",
        "appearance",
        "repeat_count",
        "read_only",
        "save_to",
        "bind::odk:x",
        "body::y",
        "instance::z",
        "flat",
        "disabled",
        "list_name",
        "entity_id",
        "create_if",
        "form_id",
        "namespaces",
        "instance_name",
        "default_language",
        "a:b",
        "",
    ]);
    prop_oneof![12 => known.prop_map(str::to_string), 1 => any::<String>()]
}

fn sheet(name: &'static str, first: &'static [&'static str], rows: usize) -> impl Strategy<Value = String> {
    let heads = prop::collection::vec(heading(), 0..6);
    let rows = prop::collection::vec(prop::collection::vec(cell(), 0..10), 0..rows);
    (heads, rows).prop_map(move |(heads, rows)| {
        let clean = |text: &String| text.replace(['|', '\n', '\r'], " ");
        let mut out = format!(
            "| {name} |\n| | {} | {} |\n",
            first.join(" | "),
            heads.iter().map(clean).collect::<Vec<_>>().join(" | ")
        );
        for row in rows {
            out.push_str(&format!("| | {} |\n", row.iter().map(clean).collect::<Vec<_>>().join(" | ")));
        }
        out
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn cells(
        survey in sheet("survey", &["type", "name", "label"], 14),
        choices in sheet("choices", &["list_name", "name", "label"], 5),
        settings in sheet("settings", &[], 2),
        entities in sheet("entities", &["list_name", "label"], 2),
    ) {
        let form = format!("{survey}{choices}{settings}{entities}");
        match form_engine::convert(form.as_bytes(), "any.md") {
            Ok(done) => drop(crate::canonical::lines(&done.xform)),
            Err(faults) => prop_assert!(!faults.is_empty()),
        }
    }

    #[test]
    fn bytes(bytes in prop::collection::vec(any::<u8>(), 0..300), magic in 0..4usize) {
        let heads: [&[u8]; 4] = [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"|survey|\n"];
        let _ = form_engine::convert(&[heads[magic], &bytes].concat(), "a.csv");
    }

    /// However groups and repeats nest, a reference resolves: from its question the path leads to the other one.
    #[test]
    fn references(from in prop::collection::vec(0..3u8, 0..5), to in prop::collection::vec(0..3u8, 0..5)) {
        let (form, here, there) = nested(&from, &to);
        let done = form_engine::convert(form.as_bytes(), "a.md").map_err(|f| TestCaseError::fail(format!("{form}{}", f[0])))?;
        let calculate = done.xform.split("calculate=\" ").nth(1).and_then(|t| t.split(" \"").next()).unwrap().to_string();
        let mut at: Vec<&str> = here.split('/').collect();
        if calculate.starts_with("..") {
            for step in calculate.split('/') {
                if step == ".." { at.pop(); } else { at.push(step); }
            }
            prop_assert_eq!(at.join("/"), there);
        } else {
            prop_assert_eq!(calculate, there);
        }
    }
}

/// Two questions in nests of groups (0) and repeats (1, 2) that share those at the beginning that are alike.
fn nested(from: &[u8], to: &[u8]) -> (String, String, String) {
    let shared = from.iter().zip(to).take_while(|(a, b)| a == b).count();
    let mut form = String::from("| survey |\n| | type | name | label | calculation |\n");
    let mut at = String::from("/data");
    let mut ends = Vec::new();
    let begin = |form: &mut String, at: &mut String, kind: u8, name: String| {
        let word = if kind == 0 { "group" } else { "repeat" };
        form.push_str(&format!("| | begin {word} | {name} | L | |\n"));
        at.push_str(&format!("/{name}"));
        word
    };
    for (i, kind) in from[..shared].iter().enumerate() {
        ends.push(begin(&mut form, &mut at, *kind, format!("s{i}")));
    }
    let (mut here, mut there) = (at.clone(), at);
    let mut inner = Vec::new();
    for (i, kind) in from[shared..].iter().enumerate() {
        inner.push(begin(&mut form, &mut here, *kind, format!("f{i}")));
    }
    form.push_str("| | text | x | X | ${y} |\n");
    here.push_str("/x");
    for word in inner.drain(..).rev() {
        form.push_str(&format!("| | end {word} | | | |\n"));
    }
    for (i, kind) in to[shared..].iter().enumerate() {
        inner.push(begin(&mut form, &mut there, *kind, format!("t{i}")));
    }
    form.push_str("| | text | y | Y | |\n");
    there.push_str("/y");
    for word in inner.into_iter().rev().chain(ends.into_iter().rev()) {
        form.push_str(&format!("| | end {word} | | | |\n"));
    }
    (form, here, there)
}
