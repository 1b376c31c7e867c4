//! `jingwei verify`: recompute every chain and commitment, fold every fact again, compare with the rows.

use crate::{
    app::{App, StartError},
    config::Config,
    progress::Progress,
};
use ledger::verify::{Audit, Report};
use std::{process::ExitCode, sync::Arc};

/// Exit code 1 on a break; the breaks go to standard error, the summary to standard output.
pub async fn run(config: Config) -> Result<ExitCode, StartError> {
    let app = App::open(config, false).await?;
    let progress = Progress::new("facts", None);
    let report = report(&app, |n| progress.at(n)).await?;
    progress.done();
    print(&report);
    Ok(if report.holds() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Verifies all that the ledger says of an open deployment, on all cores; `progress` hears the number of facts read so
/// far.
pub async fn report(app: &App, progress: impl Fn(u64)) -> Result<Report, StartError> {
    Ok(ledger::verify::verify_on_all_cores(&app.db, audits(app), progress).await?)
}

/// The same as one transaction sees it.
pub async fn report_in(app: &App, tx: &mut db::Tx, progress: impl Fn(u64)) -> Result<Report, db::DbError> {
    let audits = audits(app);
    let audits: Vec<&dyn Audit> = audits.iter().map(AsRef::as_ref).collect();
    ledger::verify::verify(tx, &audits, progress).await
}

/// Everything that is compared with the facts.
fn audits(app: &App) -> Vec<Arc<dyn Audit>> {
    let mut audits: Vec<Arc<dyn Audit>> = vec![
        Arc::new(protect::CommitmentAudit(app.vault.clone())),
        Arc::new(grid::audit::MapAudit),
        Arc::new(packs::PackAudit::default()),
        Arc::new(cases::verify::CaseAudit),
    ];
    audits.extend(cases::verify::SettingsAudit::ALL.map(|audit| Arc::new(audit) as Arc<dyn Audit>));
    audits.extend(identity::IdentityAudit::ALL.map(|audit| Arc::new(audit) as Arc<dyn Audit>));
    audits
}

#[allow(clippy::print_stdout)]
fn print(report: &Report) {
    for found in &report.breaks {
        eprintln!("BROKEN {found}");
    }
    let word = if report.holds() { "whole" } else { "BROKEN" };
    println!(
        "ledger {word}: {} facts, {} streams, {} positions, {} rows, {} protected values, {} erased, {} breaks",
        report.facts,
        report.streams,
        report.positions,
        report.rows,
        report.values,
        report.erased,
        report.broken
    );
    for (county, pos, hash) in &report.heads {
        println!("head {county} {pos} {hash}");
    }
    if let Some(first) = report.breaks.first() {
        println!("first: {first}");
    }
}
