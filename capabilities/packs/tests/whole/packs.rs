//! The packs that come with Jingwei are sound and fit the JSON Schema; the checker finds each mistake where it stands.
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use kernel::Lang;
use packs::{PackContext, Report, Section, check_dir, messages};
use serde_json::{Value, json};
use tempfile::TempDir;
use workflow::Finding;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn shipped() -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("packs")).unwrap();
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    // a pack of sections that other capabilities add is checked where these are
    folders.retain(|path| path.join("case-types.yaml").is_file());
    folders.sort();
    folders
}

fn told(report: &Report) -> Vec<String> {
    report.problems.iter().map(|problem| messages::line(problem, Lang::En)).collect()
}

#[test]
fn the_shipped_packs_are_sound_and_fit_the_schema() {
    let schema = jsonschema::validator_for(&packs::schema::with(&[])).unwrap();
    let folders = shipped();
    assert!(folders.len() >= 2);
    for folder in folders {
        let report = check_dir(&folder, &[]);
        assert!(report.is_sound(), "{}:\n{}", folder.display(), told(&report).join("\n"));
        assert!(report.examples >= 4, "{} has examples", folder.display());
        let document: Value = serde_json::from_str(report.pack.unwrap().canonical()).unwrap();
        let errors: Vec<String> =
            schema.iter_errors(&document).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(errors.is_empty(), "{}:\n{}", folder.display(), errors.join("\n"));
        assert!(folder.join("README.md").is_file(), "{} has a README", folder.display());
    }
}

#[test]
fn the_schema_refuses_what_the_checker_refuses() {
    let schema = jsonschema::validator_for(&packs::schema::with(&[])).unwrap();
    assert!(!schema.is_valid(&json!({"id": "Big Letters"})));
    assert!(!schema.is_valid(&json!({"routs": []})));
    assert!(!schema.is_valid(
        &json!({"clocks": [{"code": "a", "name": {"zh": "一", "en": "a"}, "amount": 0, "unit": "work_days"}]})
    ));
    assert!(schema.is_valid(
        &json!({"clocks": [{"code": "a", "name": {"zh": "一", "en": "a"}, "amount": 1, "unit": "work_days"}]})
    ));
    let end = |outcome: Value| {
        json!({"case_types": [{"code": "a", "name": {"zh": "一", "en": "a"}, "initial": "a",
        "states": {"a": {"name": {"zh": "一", "en": "a"}, "phase": "intake"}, "b": outcome},
        "transitions": [{"action": "go", "from": "a", "to": "b", "who": [{"post": "p"}]}]}]})
    };
    assert!(
        schema.is_valid(&end(json!({"name": {"zh": "一", "en": "a"}, "phase": "end", "outcome": "closed"})))
    );
    assert!(!schema.is_valid(&end(json!({"name": {"zh": "一", "en": "a"}, "phase": "end"}))));
}

/// A copy of the smaller shipped pack, to be broken.
struct Copy(TempDir);

impl Copy {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let from = root().join("packs/town-calls-county");
        fs::create_dir(folder.path().join("examples")).unwrap();
        for name in ["pack.yaml", "case-types.yaml", "papers.yaml", "examples/calls.yaml"] {
            fs::copy(from.join(name), folder.path().join(name)).unwrap();
        }
        Copy(folder)
    }

    /// Replaces one text that must be there; answers its line.
    fn change(&self, file: &str, from: &str, to: &str) -> usize {
        let path = self.0.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        let at = text.find(from).unwrap_or_else(|| panic!("{from} stands in {file}"));
        fs::write(&path, text.replacen(from, to, 1)).unwrap();
        text[..at].matches('\n').count() + 1
    }

    fn lines(&self) -> Vec<String> {
        told(&check_dir(self.0.path(), &[]))
    }

    /// Everything found: `file:line code`.
    fn found(&self) -> Vec<String> {
        let report = check_dir(self.0.path(), &[]);
        assert_eq!(report.pack.is_none(), !report.is_sound());
        report
            .problems
            .iter()
            .map(|p| format!("{}:{} {}", p.place.file, p.place.line, p.finding.code))
            .collect()
    }
}

#[test]
fn each_mistake_is_found_with_file_and_line() {
    let cases = [
        ("pack.yaml", "role: town}", "role: mayor}", "role_unknown"),
        ("pack.yaml", "{zh: 乡镇负责人, en: Town leader}", "{zh: 乡镇负责人}", "translation_missing"),
        ("pack.yaml", "amount: 15", "amount: 0", "number_range"),
        ("pack.yaml", "code: J02, name", "code: J01, name", "code_duplicate"),
        ("pack.yaml", "task: d10}", "task: d99}", "clock_unknown"),
        (
            "pack.yaml",
            "unit: {function: fire, level: county}",
            "unit: {function: magic, level: county}",
            "function_unknown",
        ),
        (
            "pack.yaml",
            "when: case.category == 'J05'",
            "when: case.category == 'J55'",
            "expression_unknown_code",
        ),
        (
            "pack.yaml",
            "when: case.category == 'J05'",
            "when: case.kategory == 'J05'",
            "expression_unknown_field",
        ),
        (
            "pack.yaml",
            "when: case.category == 'J05'",
            "when: \"case.category == 'J05' && 1 > 2\"",
            "route_never",
        ),
        ("pack.yaml", "en: \"Call {number} has", "en: \"Call {nummer} has", "placeholder_mismatch"),
        ("pack.yaml", "version: 1.0.0", "version: one", "version_format"),
        ("pack.yaml", "public: {from: never", "public: {from: birth", "word_unknown"),
        ("pack.yaml", "\ntiers:", "\nstairs:", "section_unknown"),
        ("case-types.yaml", "who: [{post: arbiter}]", "who: [{post: oracle}]", "post_unknown"),
        ("case-types.yaml", "to: in_dispute", "to: limbo", "state_unknown"),
        ("case-types.yaml", "{reply: answered}", "{reply: nothing}", "reply_unknown"),
        ("case-types.yaml", "tasks.open == 1", "tasks.open = 1", "expression_syntax"),
        (
            "case-types.yaml",
            "guard: case.tier != 'county'",
            "guard: case.tier != 'moon'",
            "expression_unknown_code",
        ),
        ("case-types.yaml", "name: {zh: 吹哨, en: Call}", "name: {zh: 打卡, en: Call}", "burden"),
        ("case-types.yaml", "phase: rest}", "phase: nap}", "shape"),
        ("case-types.yaml", "public: true", "pubic: true", "shape"),
        ("examples/calls.yaml", "route: pollution", "route: water", "example_differs"),
        ("examples/calls.yaml", "state: calling}", "state: working}", "example_differs"),
        ("examples/calls.yaml", "category: J05", "category: J55", "category_unknown"),
    ];
    for (file, from, to, code) in cases {
        let copy = Copy::new();
        let line = copy.change(file, from, to);
        let found = copy.found();
        let codes: BTreeSet<&str> = found.iter().map(|f| f.rsplit(' ').next().unwrap()).collect();
        assert!(codes.contains(code), "{to}: {found:?}");
        let line = line + from.starts_with('\n') as usize;
        let near = found.iter().any(|f| {
            let (place, found_code) = f.rsplit_once(' ').unwrap();
            let (found_file, found_line) = place.rsplit_once(':').unwrap();
            let distance = found_line.parse::<usize>().unwrap().abs_diff(line);
            found_code == code && found_file == file && distance <= 12
        });
        assert!(near, "{to} at {file}:{line}: {found:?}");
    }
}

#[test]
fn places_are_exact() {
    let copy = Copy::new();
    let line = copy.change("case-types.yaml", "tasks.open == 1", "tasks.opne == 1");
    let lines = copy.lines();
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].starts_with(&format!("case-types.yaml:{line}: ")), "{lines:?}");
    assert!(lines[0].contains("column 6") && lines[0].contains("\"opne\""), "{lines:?}");
    let copy = Copy::new();
    let line = copy.change("pack.yaml", "function: health", "function: helth");
    assert_eq!(copy.found(), [format!("pack.yaml:{line} function_unknown")]);
}

#[test]
fn stuck_states_are_found() {
    let copy = Copy::new();
    // the town can no longer confirm anything, so a call never ends that way; a new island is never reached
    copy.change(
        "case-types.yaml",
        "closed: {name",
        "island: {name: {zh: 岛, en: Island}, phase: work}\n      closed: {name",
    );
    let found = copy.found();
    assert!(found.iter().any(|f| f.ends_with("state_unreachable")), "{found:?}");
    assert!(found.iter().any(|f| f.ends_with("state_dead_end")), "{found:?}");
}

#[test]
fn a_checker_of_the_work_must_not_be_its_handler() {
    let copy = Copy::new();
    copy.change(
        "case-types.yaml",
        "from: to_confirm\n        to: closed\n        who: [{post: town_leader}]\n        not: [handler]",
        "from: to_confirm\n        to: closed\n        who: [{post: town_leader}]",
    );
    assert!(copy.found().iter().any(|f| f.ends_with("separation_missing")), "{:?}", copy.found());
}

#[test]
fn a_route_behind_a_wider_one_is_found() {
    let copy = Copy::new();
    copy.change("pack.yaml", "  - code: building", "  - {code: all-of-j, name: {zh: 全, en: All}, when: \"'J' in case.categories\", unit: {function: centre, level: county}}\n  - code: building");
    let found = copy.found();
    assert!(found.iter().filter(|f| f.ends_with("route_shadowed")).count() >= 5, "{found:?}");
}

#[test]
fn what_is_no_pack_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let codes = || -> Vec<String> {
        check_dir(folder.path(), &[]).problems.into_iter().map(|p| p.finding.code).collect()
    };
    assert_eq!(codes(), ["folder_empty"]);
    let write = |text: &str| fs::write(folder.path().join("pack.yaml"), text).unwrap();
    write("- 1");
    assert!(codes().contains(&"yaml_not_map".to_owned()));
    write("a: &a [1, 2]\nb: *a");
    assert!(codes().contains(&"yaml_alias".to_owned()));
    write("id: x\nversion: 1.0.0\nname: {zh: 一, en: One}\n");
    assert_eq!(codes(), [""; 0], "the smallest pack");
    write(
        "id: x\nversion: 1.0.0\nname: {zh: 一, en: One}\ncategories: [{code: a, name: {zh: 一, en: One}}]\n",
    );
    assert_eq!(codes(), ["case_types_missing"]);
    write(
        "id: 7\nversion: 1.0.0\nname: {zh: 一, en: One}\nposts: 5\ntiers: {}\nroutes: [1]\ncase_types: [x]\nreplies: ~\nexamples: []",
    );
    assert!(codes().iter().filter(|c| *c == "shape").count() >= 6, "{:?}", codes());
    write(&"x".repeat((1 << 20) + 1));
    assert_eq!(codes()[0], "file_too_large");
    fs::write(folder.path().join("pack.yaml"), [0xff, 0xfe, 0x00]).unwrap();
    assert_eq!(codes()[0], "file_unreadable");
    assert_eq!(check_dir(&folder.path().join("nowhere"), &[]).problems[0].finding.code, "folder_unreadable");
}

#[test]
fn lists_of_several_files_are_joined() {
    let copy = Copy::new();
    fs::write(
        copy.0.path().join("more.yaml"),
        "\nclocks:\n  - {code: extra, name: {zh: 额外, en: Extra}, amount: 2000, unit: work_days}\n",
    )
    .unwrap();
    assert_eq!(copy.found(), ["more.yaml:3 number_range"]);
    fs::write(copy.0.path().join("more.yaml"), "id: other\n").unwrap();
    assert_eq!(copy.found(), ["more.yaml:1 section_twice"]);
}

#[test]
fn a_capability_registers_its_own_section() {
    fn judge(value: &Value, context: &PackContext<'_>) -> Vec<Finding> {
        assert!(context.vocabulary.posts.contains("town_leader"));
        match value["limit"].as_i64() {
            Some(_) => Vec::new(),
            None => vec![Finding::new("number_range", "/limit").with("value", &value["limit"])],
        }
    }
    let section = Section { key: "visits", schema: json!({"type": "object"}), check: judge };
    let sections = [section];
    let copy = Copy::new();
    fs::write(copy.0.path().join("visits.yaml"), "visits:\n  limit: many\n").unwrap();
    let report = check_dir(copy.0.path(), &sections);
    assert_eq!(
        (report.problems[0].place.line, report.problems[0].finding.code.as_str()),
        (2, "number_range")
    );
    fs::write(copy.0.path().join("visits.yaml"), "visits:\n  limit: 3\n").unwrap();
    let report = check_dir(copy.0.path(), &sections);
    assert_eq!(told(&report), [""; 0]);
    let pack = report.pack.unwrap();
    assert_eq!(pack.pack.sections["visits"]["limit"], 3);
    assert_eq!(packs::schema::with(&sections)["properties"]["visits"]["type"], "object");
}

#[test]
fn every_finding_has_words_in_both_languages() {
    let mut codes = BTreeSet::new();
    for folder in ["engines/workflow/src", "engines/routing/src", "capabilities/packs/src"] {
        sources(&root().join(folder), &mut codes);
    }
    assert!(codes.len() > 50, "{codes:?}");
    let silent: Vec<&String> = codes.iter().filter(|code| !messages::known(code)).collect();
    assert!(silent.is_empty(), "no words for {silent:?}");
}

/// Every code in `Finding::new("code"`, and those of faulty expressions.
fn sources(folder: &Path, codes: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, codes);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for rest in text.split("Finding::new(").skip(1) {
            if let Some(code) = rest.trim_start().strip_prefix('"').and_then(|r| r.split('"').next()) {
                codes.insert(code.to_owned());
            }
        }
    }
    use expression::FaultCode::*;
    let faults = [
        TooLong,
        TooDeep,
        Syntax,
        Unsupported,
        UnknownVariable,
        UnknownField,
        UnknownFunction,
        WrongOperands,
        WrongType,
    ];
    codes.extend(faults.map(|fault| fault.code().to_owned()));
}

#[test]
fn sentences_fill_in_their_values() {
    let finding = Finding::new("route_shadowed", "/routes/3").with("earlier", "lamps");
    assert!(messages::sentence(&finding, Lang::Zh).contains("“lamps”"));
    let finding = Finding::new("placeholder_unknown", "/replies/0")
        .with("placeholder", "name")
        .with("expected", "number");
    assert!(messages::sentence(&finding, Lang::En).contains("{name}"));
}

#[test]
fn a_paper_needs_its_year_its_number_an_act_and_words_that_exist() {
    for (from, to, code) in [
        ("督〔{year}〕{n}号", "督〔{year}〕号", "paper_number"),
        ("督〔{year}〕{n}号", "督〔{year}〕{n}{n}号", "paper_number"),
        ("督〔{year}〕{n}号", "督{year}{n}{county}", "paper_number"),
        ("on: [supervise]", "on: [surprise]", "paper_action"),
        ("on: [supervise]", "on: []", "paper_never"),
        ("facts: [number, category", "facts: [telephone, category", "word_unknown"),
        ("批示意见：{note}", "批示意见：{phone}", "placeholder_unknown"),
        ("The leader's note: {note}", "The leader's note", "placeholder_mismatch"),
    ] {
        let copy = Copy::new();
        copy.change("papers.yaml", from, to);
        let found = copy.found();
        assert!(
            found.iter().any(|f| f.starts_with("papers.yaml:") && f.ends_with(code)),
            "{code}: {found:?}"
        );
    }
}
