//! `jingwei import cases`: the history of another system, with its original times.

use crate::{
    app::{App, StartError},
    cli::Import,
    progress::Progress,
};
use ::cases::import::{Makers, Report, Request};
use kernel::{Ctx, Failure};
use std::{fs::File, io::Write, path::PathBuf, process::ExitCode};

/// Exit code 1 when some rows were refused (they are in the reject file) or the file cannot be read, 2 when the map is
/// wrong.
pub async fn run(app: &App, ctx: &Ctx, args: &Import) -> Result<ExitCode, StartError> {
    let Some(map) = &args.map else {
        return Err(StartError::Other("import cases needs --map MAP.yaml".into()));
    };
    let fault = |path: &PathBuf, e: std::io::Error| StartError::Other(format!("{}: {e}", path.display()));
    let map = std::fs::read_to_string(map).map_err(|e| fault(map, e))?;
    let path = args.rejects.clone().unwrap_or_else(|| beside(&args.file));
    let mut rejects = File::create(&path).map_err(|e| fault(&path, e))?;
    // rows that say only in words where it was
    app.register.refresh_addresses().await.map_err(StartError::other)?;
    let progress = Progress::new("records", None);
    let makers = Makers { packs: app.packs.clone(), identity: app.identity.clone() };
    let request = Request {
        file: &args.file,
        map: &map,
        dry_run: args.dry_run,
        rejects: Some(&mut rejects),
        progress: &|done| progress.at(done.records),
    };
    let done = app.cases.import(ctx, &makers, request).await;
    progress.done();
    match done {
        Ok(report) => {
            if !args.dry_run {
                let progress = Progress::new("counters", None);
                app.insight.catch_up(|facts| progress.at(facts)).await?;
                progress.done();
            }
            print(&report, &path).map_err(StartError::other)?;
            if report.progress.rejected > 0 {
                return Ok(ExitCode::from(1));
            }
            std::fs::remove_file(&path).map_err(|e| fault(&path, e))?;
            Ok(ExitCode::SUCCESS)
        }
        Err(Failure::Refused(refusal)) if refusal.code == "import.map" => Err(StartError::other(refusal)),
        Err(error) => {
            eprintln!("jingwei: {}: {error}", args.file.display());
            Ok(ExitCode::from(1))
        }
    }
}

/// `requests.csv.gz` → `requests.csv.gz.rejects.csv` in the folder where the command runs.
pub(super) fn beside(file: &std::path::Path) -> PathBuf {
    let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    PathBuf::from(format!("{name}.rejects.csv"))
}

fn print(report: &Report, rejects: &std::path::Path) -> std::io::Result<()> {
    let mut out = std::io::stderr().lock();
    for (value, code) in &report.categories {
        writeln!(out, "category {code} made for {value:?}")?;
    }
    for (value, code) in &report.units {
        writeln!(out, "unit {code} made for {value:?}")?;
    }
    for (reason, n) in &report.reasons {
        writeln!(out, "rejected {n}: {reason}")?;
    }
    let done = &report.progress;
    if done.rejected > 0 {
        writeln!(out, "rejected rows with their reasons: {}", rejects.display())?;
    }
    writeln!(
        out,
        "records={} imported={} known={} rejected={} without_point={} outside={} on_time={} with_deadline={} dry_run={}",
        done.records,
        done.imported,
        done.known,
        done.rejected,
        report.without_point,
        report.outside,
        report.on_time,
        report.with_deadline,
        report.dry_run
    )
}
