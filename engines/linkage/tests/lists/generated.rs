//! Twenty thousand records of a register that errs, with truth.

use crate::shared;
use linkage::{Index, Linkage, Options, Records, Schema, Table, evaluate};
use std::collections::HashSet;
use std::path::Path;
use std::process::Command;

/// A folder of this crate's own below the target folder.
fn generate(script: &Path, rows: usize) -> (Vec<Vec<String>>, Vec<u32>) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let prefix = folder.join(format!("persons-{rows}"));
    let made = Command::new("python3")
        .arg(script)
        .args(["--n", &rows.to_string(), "--out"])
        .arg(&prefix)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let read = |end: &str| csv::Reader::from_path(format!("{}{end}", prefix.display())).unwrap();
    let persons =
        read(".csv").records().map(|r| r.unwrap().iter().skip(2).map(str::to_owned).collect()).collect();
    let truth = read(".truth.csv").records().map(|r| r.unwrap()[1].parse().unwrap()).collect();
    (persons, truth)
}

fn table(schema: &Schema, rows: &[Vec<String>]) -> Table {
    let mut table = Table::new(schema);
    for row in rows {
        table.push(&row.iter().map(String::as_str).collect::<Vec<_>>()).unwrap();
    }
    table
}

#[test]
fn people_are_found_without_labels() {
    let Some(script) = shared("bench/linkage/gen_persons.py") else { return };
    let (rows, truth) = generate(&script, 20_000);
    let schema = Schema::persons();
    let records = Records::new(schema.clone(), table(&schema, &rows)).unwrap();
    let options = Options { draws: 300_000, ..Options::default() };
    let found = Linkage::of(&records, &options).unwrap();

    let each: HashSet<(u32, u32)> = found.pairs.iter().map(|p| (p.0.min(p.1), p.0.max(p.1))).collect();
    assert_eq!(each.len(), found.pairs.len(), "a pair is scored once");

    let curve = evaluate::Curve::new(found.pairs.iter().copied(), &truth);
    let clusters = evaluate::clusters(&found.clusters(&records, 0.0), &truth);
    let (_, strict) = curve.at_precision(0.99);
    eprintln!(
        "clusters {clusters:?} F1 {:.4}, pairs at .99 {strict:?}, reach {:.4}",
        clusters.f1(),
        curve.reach()
    );
    assert!(clusters.f1() > 0.97, "{clusters:?}");
    assert!(strict.recall > 0.94, "{strict:?}");

    // what the model believes of itself holds
    let threshold = found.threshold_at(0.99).unwrap();
    let declared = curve.at(threshold);
    assert!(declared.precision > 0.98 && declared.recall > 0.9, "{declared:?} at {threshold}");

    let again = Linkage::of(&records, &options).unwrap();
    assert_eq!(again.pairs, found.pairs, "the same rows give the same answer");

    // the evidence adds up
    let &(a, b, score) = found.pairs.iter().find(|p| p.2 > 5.0).unwrap();
    let why = found.explain(&records, a, b);
    let sum = why.prior - why.kin + why.evidence.iter().map(|e| e.weight).sum::<f64>();
    assert!((why.score - f64::from(score)).abs() < 1e-3 && (sum - why.score).abs() < 1e-3, "{why:?}");
    assert!(why.kin >= -1e-3, "{why:?}");
}

#[test]
fn new_rows_find_their_person() {
    let Some(script) = shared("bench/linkage/gen_persons.py") else { return };
    let (rows, truth) = generate(&script, 20_001);
    let (old, new) = rows.split_at(19_000);
    let schema = Schema::persons();
    let options = Options { draws: 300_000, ..Options::default() };
    let records = Records::new(schema.clone(), table(&schema, old)).unwrap();
    let found = Linkage::of(&records, &options).unwrap();
    let mut index = Index::new(records, &found, &options).unwrap();
    let first = index.ask(table(&schema, new), 0.0).unwrap();
    let again = index.ask(table(&schema, new), 0.0).unwrap();
    assert_eq!(first, again, "what was asked leaves no trace");
    assert_eq!(index.records().len(), 19_000);

    let (mut right, mut wrong, mut missed) = (0, 0, 0);
    for (found, truth_of_new) in first.iter().zip(&truth[19_000..]) {
        let known = truth[..19_000].contains(truth_of_new);
        match found.first() {
            Some(best) if truth[best.row as usize] == *truth_of_new => right += 1,
            Some(_) => wrong += 1,
            None if known => missed += 1,
            None => {}
        }
    }
    eprintln!("right {right}, wrong {wrong}, missed {missed}");
    assert!(wrong * 50 < right && missed * 25 < right, "right {right}, wrong {wrong}, missed {missed}");
}
