//! `jingwei import divisions|grids|layer`: the file goes to the grid, the report to whoever asked.

use grid::model::{ImportKind, Problem, Report, Severity};
use grid::service::ImportRequest;
use grid::{Grid, GridError};
use kernel::{Ctx, Lang};
use std::{io::Write, path::Path};

/// Imports divisions, grids or a layer. Answers the report; with errors in it nothing was written (exit code 1).
///
/// # Errors
/// [`GridError::Map`] and [`GridError::OtherProfile`] are wrong usage (exit code 2), [`GridError::Read`] the data.
pub async fn import(
    grid: &Grid,
    ctx: &Ctx,
    kind: ImportKind,
    file: &Path,
    map: Option<&Path>,
    dry_run: bool,
) -> Result<Report, GridError> {
    let text = |path: &Path| std::fs::read_to_string(path).map_err(grid::import::ReadError::from);
    let map = map.map(text).transpose()?;
    let data = std::fs::read(file).map_err(grid::import::ReadError::from)?;
    grid.import(ctx, ImportRequest { kind, map, data, dry_run }).await
}

/// Writes a report: one line for each problem (severity, kind, codes, area, coordinates, words), errors first, then
/// the counts.
///
/// # Errors
/// When `out` cannot be written.
pub fn print(
    report: &Report,
    messages: &web::Messages,
    lang: Lang,
    out: &mut impl Write,
) -> std::io::Result<()> {
    for problem in &report.problems {
        writeln!(out, "{}", line(problem, messages, lang))?;
    }
    writeln!(
        out,
        "records={} skipped={} added={} changed={} unchanged={} retired={} errors={} warnings={} imported={}",
        report.records,
        report.skipped,
        report.added,
        report.changed,
        report.unchanged,
        report.retired,
        report.errors(),
        report.warnings(),
        report.imported,
    )
}

fn line(p: &Problem, messages: &web::Messages, lang: Lang) -> String {
    let kind =
        serde_json::to_value(p.kind).ok().and_then(|v| v.as_str().map(String::from)).unwrap_or_default();
    let severity = if p.severity == Severity::Error { "error" } else { "warning" };
    let mut parts = vec![severity.to_string(), kind.clone()];
    let named = [("code", &p.code), ("other", &p.other), ("value", &p.value)];
    parts.extend(named.iter().filter_map(|(k, v)| v.as_ref().map(|v| format!("{k}={v}"))));
    parts.extend(p.record.map(|n| format!("record={n}")));
    parts.extend(p.area_m2.map(|a| format!("area={a:.1}m²")));
    parts.extend(p.metres.map(|m| format!("gap={m:.2}m")));
    parts.extend(p.at.map(|[lon, lat]| format!("at={lon:.7},{lat:.7}")));
    let words = messages.get(&format!("grid.problem.{kind}"), lang).unwrap_or_default();
    format!("{}: {words}", parts.join(" "))
}
