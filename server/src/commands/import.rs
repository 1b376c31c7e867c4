//! `jingwei import`: areas, organisations, people, calendars, the history of cases.

use super::import_areas;
use crate::{
    app::{App, StartError},
    cli::{Import, ImportKind},
    config::Config,
};
use grid::{GridError, model::ImportKind as Areas};
use kernel::{Actor, Ctx, Lang};
use std::process::ExitCode;

/// Exit code 1 when the data says no; the report goes to standard error.
pub async fn run(config: Config, args: Import) -> Result<ExitCode, StartError> {
    let app = App::open(config, true).await?;
    let ctx = Ctx::new(app.env.clone(), Actor::system("import"), "import");
    let code = match args.kind {
        ImportKind::Divisions => areas(&app, &ctx, Areas::Divisions, &args).await,
        ImportKind::Grids => areas(&app, &ctx, Areas::Grids, &args).await,
        ImportKind::Layer => areas(&app, &ctx, Areas::Layer, &args).await,
        _ => Err(StartError::Other("not yet".into())),
    };
    app.db.close().await;
    code
}

/// The language of the terminal.
fn lang() -> Lang {
    std::env::var("LANG").map(|lang| Lang::from_header(&lang)).unwrap_or(Lang::En)
}

async fn areas(app: &App, ctx: &Ctx, kind: Areas, args: &Import) -> Result<ExitCode, StartError> {
    let done = match kind {
        Areas::Divisions => {
            import_areas::import_divisions(&app.grid, ctx, &args.file, args.map.as_deref(), args.dry_run)
                .await
        }
        Areas::Grids => {
            import_areas::import_grids(&app.grid, ctx, &args.file, args.map.as_deref(), args.dry_run).await
        }
        Areas::Layer => {
            import_areas::import_layer(&app.grid, ctx, &args.file, args.map.as_deref(), args.dry_run).await
        }
    };
    let report = match done {
        Ok(report) => report,
        Err(error @ (GridError::Map(_) | GridError::OtherProfile { .. })) => {
            return Err(StartError::other(error));
        }
        Err(error) => return Ok(refused(&args.file, &error)),
    };
    let messages = app.messages()?;
    import_areas::print(&report, &messages, lang(), &mut std::io::stderr().lock())
        .map_err(StartError::other)?;
    Ok(if report.errors() == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// The data says no.
fn refused(file: &std::path::Path, error: &dyn std::fmt::Display) -> ExitCode {
    eprintln!("jingwei: {}: {error}", file.display());
    ExitCode::from(1)
}
