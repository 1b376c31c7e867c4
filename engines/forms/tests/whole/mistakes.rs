//! Every mistake is told with its sheet, row and column.

/// The survey of a form, its headings, then what is wrong: sheet, row, column, code.
type Case = (&'static str, &'static [(&'static str, u32, &'static str, &'static str)]);

const CASES: &[Case] = &[
    (
        "| survey |\n| | type | name | label |\n| | foo | a | A |",
        &[("survey", 2, "type", "form_unknown_type")],
    ),
    ("| survey |\n| | type | name | label |\n| | text | 1a | A |", &[("survey", 2, "name", "form_bad_name")]),
    ("| survey |\n| | type | name | label |\n| | text | | A |", &[("survey", 2, "name", "form_no_name")]),
    ("| survey |\n| | type | name | label |\n| | text | a | |", &[("survey", 2, "label", "form_no_label")]),
    ("| survey |\n| | type | name | label |\n| | | a | A |", &[("survey", 2, "type", "form_no_type")]),
    ("| survey |\n| | name | label |\n| | a | A |", &[("survey", 1, "type", "form_no_column")]),
    (
        "| survey |\n| | type | name | label | LABEL |\n| | text | a | A | B |",
        &[("survey", 1, "LABEL", "form_same_column")],
    ),
    ("| choices |\n| | list_name | name | label |\n| | l | a | A |", &[("survey", 0, "", "form_no_sheet")]),
    (
        "| survey |\n| | type | name | label |\n| | text | a | A |\n| | text | a | B |",
        &[("survey", 3, "name", "form_taken_name")],
    ),
    (
        "| survey |\n| | type | name | label |\n| | text | meta | A |",
        &[("survey", 2, "name", "form_reserved_name")],
    ),
    (
        "| survey |\n| | type | name | label |\n| | begin group | g | A |\n| | text | a | A |",
        &[("survey", 2, "type", "form_never_ended")],
    ),
    (
        "| survey |\n| | type | name | label |\n| | text | a | A |\n| | end repeat | | |",
        &[("survey", 3, "type", "form_end_without_begin")],
    ),
    (
        "| survey |\n| | type | name | label |\n| | begin group | g | A |\n| | text | a | A |\n| | end repeat | | |",
        &[("survey", 4, "type", "form_wrong_end")],
    ),
    (
        "| survey |\n| | type | name | label | relevant | Constraint Message |\n| | text | a | A ${ a } | ${z} = 1 | ${a |",
        &[
            ("survey", 2, "label", "form_bad_reference"),
            ("survey", 2, "relevant", "form_unknown_reference"),
            ("survey", 2, "Constraint Message", "form_bad_reference"),
        ],
    ),
    (
        "| survey |\n| | type | name | label |\n| | begin group | g | A |\n| | text | a | A |\n| | end group | | |\n| | text | a | B |\n| | text | b | ${a} |",
        &[("survey", 6, "label", "form_ambiguous_reference")],
    ),
    (
        "| survey |\n| | type | name | calculation |\n| | calculate | a | concat('x) |\n| | calculate | b | (1 + 2 |\n| | calculate | c | |",
        &[
            ("survey", 2, "calculation", "form_open_quote"),
            ("survey", 3, "calculation", "form_not_an_expression"),
            ("survey", 4, "calculation", "form_no_calculation"),
        ],
    ),
    (
        "| survey |\n| | type | name | label |\n| | select_one l | a | A |\n| | select_one | b | B |",
        &[("survey", 2, "type", "form_no_list"), ("survey", 3, "type", "form_list_missing")],
    ),
    (
        "| survey |\n| | type | name | label |\n| | select_one_from_file a.txt | a | A |",
        &[("survey", 2, "type", "form_bad_file")],
    ),
    (
        "| survey |\n| | type | name | label |\n| | select_multiple l | a | A |\n| choices |\n| | list_name | name | label |\n| | l | x y | A |\n| | l | b | B |\n| | l | b | C |\n| | l | | D |",
        &[
            ("choices", 2, "name", "form_choice_space"),
            ("choices", 4, "name", "form_choice_twice"),
            ("choices", 5, "name", "form_choice_no_name"),
        ],
    ),
    (
        "| survey |\n| | type | name | label | parameters |\n| | range | a | A | start=x foo=1 end |\n| | text | b | B | rows=-1 |\n| | select_one l | c | C | seed=1 |\n| choices |\n| | list_name | name | label |\n| | l | 1 | A |",
        &[
            ("survey", 2, "parameters", "form_bad_parameter"),
            ("survey", 2, "parameters", "form_parameter_value"),
            ("survey", 2, "parameters", "form_unknown_parameter"),
            ("survey", 3, "parameters", "form_parameter_value"),
            ("survey", 4, "parameters", "form_parameter_value"),
        ],
    ),
    (
        "| survey |\n| | type | name | label | trigger |\n| | background-geopoint | a | A | |\n| | calculate | b | | ${b} |",
        &[
            ("survey", 2, "trigger", "form_no_trigger"),
            ("survey", 3, "calculation", "form_no_calculation"),
            ("survey", 3, "trigger", "form_hidden_trigger"),
        ],
    ),
    (
        "| survey |\n| | type | name | label |\n| | text | a | A |\n| choices |\n| | name | label |\n| | l | L |",
        &[("choices", 1, "list_name", "form_no_column")],
    ),
    (
        "| survey |\n| | type | name | label |\n| | audit | b | |\n| | include | x | |",
        &[("survey", 2, "name", "form_audit_name"), ("survey", 3, "type", "form_include")],
    ),
    (
        "| survey |\n| | type | name | label | bind::ex:a |\n| | text | b | B | 1 |",
        &[("survey", 2, "bind::ex:a", "form_unknown_prefix")],
    ),
    (
        "| survey |\n| | type | name | label | save_to |\n| | text | a | A | name |\n| | text | b | B | y#x |\n| entities |\n| | list_name | label | update_if |\n| | x | ${a} | 1 |",
        &[
            ("survey", 2, "save_to", "form_bad_property"),
            ("survey", 3, "save_to", "form_unknown_entity"),
            ("entities", 2, "entity_id", "form_entity_id"),
        ],
    ),
    (
        "| survey |\n| | type | name | label | save_to |\n| | text | a | A | p |",
        &[("survey", 2, "save_to", "form_no_entity")],
    ),
    (
        "| survey |\n| | type | name | label |\n| | select_one_from_file a.csv | a | A |\n| | select_one_from_file a.xml | b | A |",
        &[("survey", 3, "type", "form_same_instance")],
    ),
    (
        "| survey |\n| | type | name | label |\n| | text | a | A |\n| settings |\n| | name | namespaces | instance_name |\n| | 1 | x | ${q} |",
        &[
            ("settings", 2, "name", "form_bad_name"),
            ("settings", 2, "namespaces", "form_expected"),
            ("settings", 2, "instance_name", "form_unknown_reference"),
        ],
    ),
];

#[test]
fn each_has_its_place() {
    for (form, expected) in CASES {
        let faults = form_engine::convert(form.as_bytes(), "form.md").expect_err(form);
        let mut found: Vec<_> =
            faults.iter().map(|f| (f.sheet.as_str(), f.row, f.column.as_str(), f.problem.code())).collect();
        let mut expected = expected.to_vec();
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{form}");
        assert!(faults.iter().all(|f| f.to_string().starts_with("sheet '")), "{faults:?}");
    }
}

#[test]
fn what_is_no_workbook_says_so() {
    for (bytes, name) in [
        (&b"<xml/>"[..], "a.xlsx"),
        (b"PK\x03\x04rubbish", "a.xlsx"),
        (b"\xff\xfe\x00", "a.csv"),
        (b"", "a.md"),
        (b"|", "a"),
    ] {
        let faults = form_engine::convert(bytes, name).expect_err(name);
        assert_eq!(
            faults[0].problem.code(),
            if name == "a" { "form_unreadable" } else { faults[0].problem.code() }
        );
        assert!(!faults[0].to_string().is_empty());
    }
}

#[test]
fn sizes_have_limits() {
    let big = vec![b'|'; form_engine::book::MAX_BYTES + 1];
    assert_eq!(form_engine::convert(&big, "a.md").unwrap_err()[0].problem.code(), "form_too_large");
    let mut deep = String::from("| survey |\n| | type | name | label |\n");
    deep.push_str(&(0..500).map(|i| format!("| | begin group | r{i} | R |\n")).collect::<String>());
    deep.push_str("| | text | a | A |\n");
    deep.push_str(&"| | end group | | |\n".repeat(500));
    assert_eq!(form_engine::convert(deep.as_bytes(), "a.md").unwrap_err()[0].problem.code(), "form_too_deep");
    // so do repeats between groups
    let mut doubled = String::from("| survey |\n| | type | name | label |\n");
    doubled.push_str(
        &(0..30)
            .map(|i| format!("| | begin repeat | r{i} | R |\n| | begin group | g{i} | G |\n"))
            .collect::<String>(),
    );
    doubled.push_str("| | text | a | A |\n");
    doubled.push_str(&"| | end group | | |\n| | end repeat | | |\n".repeat(30));
    assert_eq!(
        form_engine::convert(doubled.as_bytes(), "a.md").unwrap_err()[0].problem.code(),
        "form_too_large"
    );
    // loops in loops multiply
    let mut wide = String::from("| survey |\n| | type | name | label |\n");
    wide.push_str(&(0..8).map(|i| format!("| | begin loop over l | g{i} | G |\n")).collect::<String>());
    wide.push_str("| | text | a | A |\n");
    wide.push_str(&"| | end loop | | |\n".repeat(8));
    wide.push_str("| choices |\n| | list_name | name | label |\n");
    wide.push_str(&(0..50).map(|i| format!("| | l | c{i} | C |\n")).collect::<String>());
    assert_eq!(
        form_engine::convert(wide.as_bytes(), "a.md").unwrap_err()[0].problem.code(),
        "form_too_large"
    );
}
