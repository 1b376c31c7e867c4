//! What linkage of a list with truth takes and yields, as JSON; the benchmark of the house reads it.
//!
//! `measure PREFIX [N]` reads `PREFIX.csv` and `PREFIX.truth.csv` as `../shared/bench/linkage/gen_persons.py` writes them.
//! The last N rows are asked against an index of the others.

#![allow(clippy::print_stdout)]

use linkage::{Index, Linkage, Options, Records, Schema, Table, evaluate};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// As the server.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<(), String> {
    let mut args = std::env::args().skip(1);
    let prefix = PathBuf::from(args.next().ok_or("measure PREFIX [N]")?);
    let new = args.next().map_or(Ok(0), |n| n.parse()).map_err(|e| format!("N: {e}"))?;
    println!("{:#}", measure(&prefix, new)?);
    Ok(())
}

fn measure(prefix: &Path, new: usize) -> Result<Value, String> {
    let begun = Instant::now();
    let schema = Schema::persons();
    let (old, fresh) = read(&format!("{}.csv", prefix.display()), &schema, new)?;
    let options = Options::default();
    let mut laps = vec![("read", begun.elapsed())];
    let records = Records::new(schema, old).map_err(|e| e.to_string())?;
    laps.push(("clean", begun.elapsed()));
    let found = Linkage::of(&records, &options).map_err(|e| e.to_string())?;
    laps.push(("link", begun.elapsed()));
    let clusters = found.clusters(&records, 0.0);
    let (seconds, cpu, peak_mb) = (begun.elapsed().as_secs_f64(), cpu_seconds(), peak_mb());
    let laps: Value = laps.into_iter().map(|(what, at)| (what.to_owned(), json!(at.as_secs_f64()))).collect();
    let mut truth = truth(&format!("{}.truth.csv", prefix.display()))?;
    let truth_of_new = truth.split_off(records.len());
    let quality = |q: evaluate::Quality| json!({"f1": q.f1(), "precision": q.precision, "recall": q.recall});
    let curve = evaluate::Curve::new(found.pairs.iter().copied(), &truth);
    let declared = found.threshold_at(0.99).map(|threshold| curve.at(threshold)).unwrap_or_default();
    let mut answer = json!({
        "seconds": seconds,
        "cpu_seconds": cpu,
        "until": laps,
        "peak_mb": peak_mb,
        "compared": found.compared,
        "clusters": quality(evaluate::clusters(&clusters, &truth)),
        "by_pass": found.by_pass,
        "reach": curve.reach(),
        "best": quality(curve.best().1),
        "recall_at_99": curve.at_precision(0.99).1.recall,
        "declared": quality(declared),
    });
    if new > 0 {
        answer["asked"] = ask(records, &found, &options, fresh, &truth, &truth_of_new)?;
    }
    Ok(answer)
}

fn ask(
    records: Records,
    found: &Linkage,
    options: &Options,
    new: Table,
    truth: &[u32],
    of_new: &[u32],
) -> Result<Value, String> {
    let begun = Instant::now();
    let mut index = Index::new(records, found, options).map_err(|e| e.to_string())?;
    let built = begun.elapsed().as_secs_f64();
    let begun = Instant::now();
    let answers = index.ask(new, 0.0).map_err(|e| e.to_string())?;
    let seconds = begun.elapsed().as_secs_f64();
    let known: std::collections::HashSet<u32> = truth.iter().copied().collect();
    let (mut all, mut right, mut wrong) = (0.0, 0.0, 0.0);
    for (answer, thing) in answers.iter().zip(of_new).filter(|(_, thing)| known.contains(thing)) {
        all += 1.0;
        match answer.first() {
            Some(best) if truth[best.row as usize] == *thing => right += 1.0,
            Some(_) => wrong += 1.0,
            None => {}
        }
    }
    Ok(json!({"built": built, "seconds": seconds, "right": right / all, "wrong": wrong / all}))
}

fn read(path: &str, schema: &Schema, new: usize) -> Result<(Table, Table), String> {
    let fault = |e: csv::Error| format!("{path}: {e}");
    let (mut old, mut fresh) = (Table::new(schema), Table::new(schema));
    // only where some are held back it is to be known how many there are
    let lines = match new {
        0 => usize::MAX,
        _ => csv::Reader::from_path(path).map_err(fault)?.records().count(),
    };
    let mut reader = csv::Reader::from_path(path).map_err(fault)?;
    let mut row = csv::StringRecord::new();
    let mut at = 0;
    while reader.read_record(&mut row).map_err(fault)? {
        let into = if at < lines - new { &mut old } else { &mut fresh };
        into.push(&[&row[2], &row[3], &row[4], &row[5], &row[6], &row[7]]).map_err(|e| e.to_string())?;
        at += 1;
    }
    Ok((old, fresh))
}

fn truth(path: &str) -> Result<Vec<u32>, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{path}: {e}"))?;
    Ok(text.lines().skip(1).filter_map(|line| line.split(',').nth(1)?.parse().ok()).collect())
}

/// What all threads have used so far: says more than the clock where others work on the machine, too.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    // user and system time, in hundredths of a second
    after_name.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>()
        / 100.0
}

/// The most memory this process ever had.
fn peak_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|l| l.trim().trim_end_matches(" kB").trim().parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}
