//! `jingwei import register`: a list of one source as records of one kind.

use super::cases::beside;
use crate::{
    app::{App, StartError},
    cli::Import,
    progress::Progress,
};
use ::cases::import::read::Table;
use ::register::service::{ImportReport, Request};
use kernel::{Ctx, Failure};
use std::{fs::File, io::Write, process::ExitCode};

/// Exit code 1 when some rows were refused (they are in the reject file) or the data says no, 2 when the mapping is wrong. It may be
/// run again after it was cut off: what came in stays, the rest follows.
pub async fn run(app: &App, ctx: &Ctx, args: &Import) -> Result<ExitCode, StartError> {
    let needs = |what: &str| StartError::Other(format!("import register needs {what}"));
    let kind = args.kind_of.as_deref().ok_or_else(|| needs("--kind KIND"))?;
    let source = args.source.as_deref().unwrap_or("file");
    let mapping = match &args.map {
        None => None,
        Some(path) => {
            let text = super::read(path)?;
            let mapping = ::register::service::mapping_of(&text).map_err(StartError::other)?;
            if !args.dry_run {
                app.register.set_mapping(ctx, kind, source, &mapping).await.map_err(StartError::other)?;
            }
            Some(mapping)
        }
    };
    let path = args.rejects.clone().unwrap_or_else(|| beside(&args.file));
    let mut rejects =
        File::create(&path).map_err(|e| StartError::Other(format!("{}: {e}", path.display())))?;
    let progress = Progress::new("rows", None);
    let request = Request {
        kind,
        source,
        mapping,
        dry_run: args.dry_run,
        rejects: Some(&mut rejects),
        progress: &|done| progress.at(done.rows),
    };
    let open = |delimiter: char, sheet: Option<&str>| Table::open(&args.file, delimiter, sheet);
    let done = match &args.link {
        Some(purpose) if !args.dry_run => app.register.import_and_compare(ctx, &open, request, purpose).await,
        _ => app.register.import(ctx, &open, request).await,
    };
    progress.done();
    match done {
        Ok(report) => {
            print(&report, &path).map_err(StartError::other)?;
            if report.rejected > 0 {
                return Ok(ExitCode::from(1));
            }
            std::fs::remove_file(&path).map_err(StartError::other)?;
            Ok(ExitCode::SUCCESS)
        }
        Err(Failure::Refused(refusal)) if refusal.field.as_deref() != Some("file") => {
            Err(StartError::other(refusal))
        }
        Err(error) => Ok(super::refused(&args.file, &error)),
    }
}

fn print(report: &ImportReport, rejects: &std::path::Path) -> std::io::Result<()> {
    let mut out = std::io::stderr().lock();
    for (reason, n) in &report.reasons {
        writeln!(out, "rejected {n}: {reason}")?;
    }
    if report.rejected > 0 {
        writeln!(out, "rejected rows with their reasons: {}", rejects.display())?;
    }
    if !report.comparisons.is_empty() {
        writeln!(out, "comparisons that jingwei serve will run: {}", report.comparisons.join(", "))?;
    }
    let r = report;
    writeln!(
        out,
        "rows={} added={} changed={} unchanged={} rejected={} dry_run={}",
        r.rows, r.added, r.changed, r.unchanged, r.rejected, r.dry_run
    )
}
