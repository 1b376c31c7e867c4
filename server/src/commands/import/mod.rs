//! `jingwei import`: areas, organisations, people, calendars, the history of cases.

mod areas;
mod cases;
mod register;

use super::terminal_language;
use crate::{
    app::{App, StartError},
    cli::{Import, ImportKind},
    config::Config,
};
use grid::{GridError, model::ImportKind as Areas};
use kernel::{Actor, Ctx};
use std::process::ExitCode;

/// Exit code 1 when the data says no; the report goes to standard error.
pub async fn run(config: Config, args: Import) -> Result<ExitCode, StartError> {
    let app = App::open_importing(config).await?;
    let ctx = Ctx::new(app.env.clone(), Actor::system("import"), "import");
    let code = match args.kind {
        ImportKind::Divisions => map(&app, &ctx, Areas::Divisions, &args).await,
        ImportKind::Grids => map(&app, &ctx, Areas::Grids, &args).await,
        ImportKind::Layer => map(&app, &ctx, Areas::Layer, &args).await,
        ImportKind::Units | ImportKind::Staff => people(&app, &ctx, &args).await,
        ImportKind::Calendar => calendar(&app, &ctx, &args).await,
        ImportKind::Cases => cases::run(&app, &ctx, &args).await,
        ImportKind::Register => register::run(&app, &ctx, &args).await,
    };
    app.db.close().await;
    code
}

async fn map(app: &App, ctx: &Ctx, kind: Areas, args: &Import) -> Result<ExitCode, StartError> {
    let done = areas::import(&app.grid, ctx, kind, &args.file, args.map.as_deref(), args.dry_run).await;
    let report = match done {
        Ok(report) => report,
        Err(error @ (GridError::Map(_) | GridError::OtherProfile { .. })) => {
            return Err(StartError::other(error));
        }
        Err(error) => return Ok(refused(&args.file, &error)),
    };
    let messages = app.messages()?;
    areas::print(&report, &messages, terminal_language(), &mut std::io::stderr().lock())
        .map_err(StartError::other)?;
    Ok(if report.errors() == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Units or staff from CSV: one line for each problem, then the counts; nothing half imported.
async fn people(app: &App, ctx: &Ctx, args: &Import) -> Result<ExitCode, StartError> {
    let map = match &args.map {
        Some(path) => identity::import::Map::parse(&read(path)?).map_err(StartError::other)?,
        None => identity::import::Map::default(),
    };
    let file = std::fs::File::open(&args.file)
        .map_err(|e| StartError::Other(format!("{}: {e}", args.file.display())))?;
    let done = match args.kind {
        ImportKind::Units => app.identity.import_units(ctx, file, &map, args.dry_run).await,
        _ => app.identity.import_staff(ctx, file, &map, args.dry_run).await,
    };
    let report = match done {
        Ok(report) => report,
        Err(error) => return Ok(refused(&args.file, &error)),
    };
    for problem in &report.problems {
        eprintln!("error record={} {}", problem.record, problem.refusal);
    }
    eprintln!(
        "records={} added={} changed={} unchanged={} errors={} imported={}",
        report.records,
        report.added,
        report.changed,
        report.unchanged,
        report.problems.len(),
        report.imported
    );
    Ok(if report.problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// One calendar from JSON: `{"area": CODE or "", "calendar": {…}}`, or a list of them.
async fn calendar(app: &App, ctx: &Ctx, args: &Import) -> Result<ExitCode, StartError> {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Entry {
        #[serde(default)]
        area: String,
        calendar: worktime::CalendarSpec,
    }
    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Entries {
        One(Entry),
        Many(Vec<Entry>),
    }
    let entries = match serde_json::from_str(&read(&args.file)?) {
        Ok(Entries::One(entry)) => vec![entry],
        Ok(Entries::Many(entries)) => entries,
        Err(error) => return Ok(refused(&args.file, &error)),
    };
    for entry in &entries {
        if let Err(error) = worktime::Calendar::try_from(entry.calendar.clone()) {
            return Ok(refused(&args.file, &format!("calendar of {:?}: {error}", entry.area)));
        }
    }
    if !args.dry_run {
        for entry in &entries {
            if let Err(error) = app.cases.set_calendar(ctx, &entry.area, &entry.calendar).await {
                return Ok(refused(&args.file, &error));
            }
        }
    }
    eprintln!("calendars={} imported={}", entries.len(), !args.dry_run);
    Ok(ExitCode::SUCCESS)
}

fn read(path: &std::path::Path) -> Result<String, StartError> {
    std::fs::read_to_string(path).map_err(|e| StartError::Other(format!("{}: {e}", path.display())))
}

/// The data says no.
fn refused(file: &std::path::Path, error: &dyn std::fmt::Display) -> ExitCode {
    eprintln!("jingwei: {}: {error}", file.display());
    ExitCode::from(1)
}
