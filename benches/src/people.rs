//! The same person across lists: a million records of `../shared/bench/linkage`, beside Splink in the same run.
//!
//! Ours runs in a process of its own (`engines/linkage/examples/measure.rs`), so that its memory is its own; the clock runs from the first byte of the CSV to
//! the clusters.

use crate::figure::{Bar, Figure};
use crate::spatial::{call, python};
use crate::{Answer, Bench};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Rows asked against an index.
const NEW: usize = 10_000;

pub async fn run(bench: &Bench) -> Answer {
    let shared = bench.root.join("../shared/bench/linkage");
    if !shared.exists() {
        return Err(format!("{} is not there", shared.display()));
    }
    let rows = if bench.quick { 100_000 } else { 1_000_000 };
    let ours = child(bench, &generate(bench, &shared, rows)?, 0)?;
    let asked = child(bench, &generate(bench, &shared, rows + NEW)?, NEW)?;
    let peer = splink(bench, &shared, &generate(bench, &shared, rows)?);
    let mut figures = figures(rows, &ours, &asked, peer.as_ref().ok());
    if let (Err(why), Some(last)) = (&peer, figures.pop()) {
        figures.push(last.note(format!("Splink not measured: {why}")));
    }
    Ok(figures)
}

fn figures(rows: usize, ours: &Value, asked: &Value, peer: Option<&Value>) -> Vec<Figure> {
    let number = |from: &Value, at: &str| from.pointer(at).and_then(Value::as_f64).unwrap_or(0.0);
    let mine = |at: &str| number(ours, at);
    let his = |at: &str| peer.map_or(0.0, |p| number(p, at));
    let what = "Splink 5 on DuckDB";
    let million = rows / 1000;
    vec![
        Figure::new(format!("linkage: clusters of {million} thousand people, F1"), mine("/clusters/f1"), "")
            .bar(Bar::AtLeast(0.960))
            .beside(his("/best_clusters/f1"), what)
            .note(format!("precision {:.4}, recall {:.4}; no labels, even odds", mine("/clusters/precision"), mine("/clusters/recall"))),
        Figure::new("linkage: pairs, recall at precision 0.99", mine("/recall_at_99"), "")
            .bar(Bar::AtLeast(0.92))
            .beside(his("/recall_at_precision_0.99"), what)
            .note(format!(
                "at the threshold that the model itself declares for 0.99: precision {:.4}, recall {:.4}",
                mine("/declared/precision"),
                mine("/declared/recall")
            )),
        Figure::new("linkage: CSV to clusters", mine("/seconds"), "s")
            .bar(Bar::AtMost(12.0))
            .beside(his("/total_s"), what)
            .note(format!(
                "{:.1} CPU seconds; {:.1} million candidate pairs (Splink {:.1})",
                mine("/cpu_seconds"),
                mine("/compared") / 1e6,
                his("/blocked_pairs") / 1e6
            )),
        Figure::new("linkage: candidate pairs", mine("/compared") / 1e6, "million")
            .bar(Bar::AtLeast(rows as f64 / 1e5)),
        Figure::new("linkage: peak memory", mine("/peak_mb") / 1000.0, "GB")
            .bar(Bar::AtMost(1.2))
            .beside(his("/peak_rss_mb") / 1000.0, what),
        Figure::new(format!("linkage: 10,000 new rows against {million} thousand"), number(asked, "/asked/seconds"), "s")
            .bar(Bar::AtMost(1.0))
            .note(format!(
                "index built in {:.1} s; of those known already {:.1} % find themselves first, {:.2} % somebody else",
                number(asked, "/asked/built"),
                number(asked, "/asked/right") * 100.0,
                number(asked, "/asked/wrong") * 100.0
            )),
    ]
}

/// The list, made once and kept.
fn generate(bench: &Bench, shared: &Path, rows: usize) -> Result<PathBuf, String> {
    let folder = bench.root.join("target/bench/linkage");
    std::fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
    let prefix = folder.join(format!("persons-{rows}"));
    if !PathBuf::from(format!("{}.done", prefix.display())).exists() {
        let script = shared.join("gen_persons.py");
        call(Command::new("python3").arg(script).args(["--n", &rows.to_string(), "--out"]).arg(&prefix))?;
        std::fs::write(format!("{}.done", prefix.display()), "").map_err(|e| e.to_string())?;
    }
    Ok(prefix)
}

fn splink(bench: &Bench, shared: &Path, prefix: &Path) -> Result<Value, String> {
    let python = python(bench, "linkage", &["splink==5.0.0", "duckdb", "pandas", "pypinyin"])?;
    let out = bench.work.join("splink.json");
    call(
        Command::new(python)
            .arg(shared.join("bench_splink_1m.py"))
            .arg(prefix)
            .arg(&out)
            .current_dir(&bench.work),
    )?;
    let text = std::fs::read_to_string(&out).map_err(|e| e.to_string())?;
    serde_json::from_str(&text).map_err(|e| e.to_string())
}

fn child(bench: &Bench, prefix: &Path, new: usize) -> Result<Value, String> {
    let program = bench.root.join("target/release/examples/measure");
    if !program.exists() {
        return Err(format!(
            "{} is not there: cargo build --release -p linkage --example measure",
            program.display()
        ));
    }
    let out = call(Command::new(program).arg(prefix).arg(new.to_string()))?;
    serde_json::from_str(&out).map_err(|e| format!("{e}: {out}"))
}
