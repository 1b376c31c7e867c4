//! `jingwei pack check|add DIR`.

use super::terminal_language;
use crate::{
    app::{App, StartError},
    cli::PackAction,
    config::Config,
};
use kernel::{Actor, Ctx};
use packs::Report;
use std::process::ExitCode;

/// Exit code 1 when the pack is not sound; each finding with file and line on standard error.
pub async fn run(config: Config, action: PackAction) -> Result<ExitCode, StartError> {
    match action {
        PackAction::Check { dir } => Ok(tell(&packs::check_dir(&dir, &crate::app::sections()))),
        PackAction::Add { dir, enable } => {
            let app = App::open(config, true).await?;
            let ctx = Ctx::new(app.env.clone(), Actor::system("pack"), "pack");
            let (report, added) = app.packs.add_dir(&ctx, &dir).await.map_err(StartError::other)?;
            if let Some(added) = added {
                eprintln!(
                    "{} {} {} {}",
                    added.id,
                    added.version,
                    added.hash,
                    if added.new { "added" } else { "was there" }
                );
                if enable {
                    app.packs.enable(&ctx, &added.id, &added.version).await.map_err(StartError::other)?;
                    eprintln!("{} {} enabled", added.id, added.version);
                }
            }
            app.db.close().await;
            Ok(tell(&report))
        }
    }
}

fn tell(report: &Report) -> ExitCode {
    let lang = terminal_language();
    for problem in &report.problems {
        eprintln!("{}", packs::messages::line(problem, lang));
    }
    if report.is_sound() { ExitCode::SUCCESS } else { ExitCode::from(1) }
}
