//! `jingwei verify`: recompute every chain and commitment, fold every fact again, compare with the rows.

use crate::{
    app::{self, App, StartError},
    config::Config,
    progress::Progress,
};
use db::Db;
use kernel::SystemEnv;
use ledger::verify::{Audit, Report};
use protect::Vault;
use std::{path::Path, process::ExitCode, sync::Arc};

/// Exit code 1 on a break; the breaks go to standard error, the summary to standard output. Only the database is opened:
/// rows that keep the server from starting are found and named.
pub async fn run(config: Config) -> Result<ExitCode, StartError> {
    ledger::choose(if config.digest == "sm3" { ledger::Digest::Sm3 } else { ledger::Digest::Sha256 });
    there_is_one(&config)?;
    let options = db::Options { writable: false, connections: config.connections, ..db::Options::default() };
    let db = Db::open(&config.database(), options).await?;
    let vault = Vault::new(app::keys(&config, &SystemEnv)?);
    async { vault.load(&mut db.read().await?).await }.await.map_err(StartError::other)?;
    let progress = Progress::new("facts", None);
    let report = ledger::verify::verify_on_all_cores(&db, audits(&vault), |n| progress.at(n)).await?;
    progress.done();
    print(&report);
    Ok(if report.holds() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// A folder without a ledger, or without the key of its protected values, is rather the wrong folder than a broken one.
fn there_is_one(config: &Config) -> Result<(), StartError> {
    let missing = |path: &Path, what: &str| match path.exists() {
        true => Ok(()),
        false => Err(StartError::Other(format!(
            "{}: there is no {what} here; is this the right --data or --database?",
            path.display()
        ))),
    };
    if let Some(path) = config.database().strip_prefix("sqlite:") {
        missing(Path::new(path.trim_start_matches("//")), "database")?;
    }
    if config.vault_key.is_empty() {
        missing(&config.data().join("vault.key"), "key of protected values")?;
    }
    Ok(())
}

/// Verifies all that the ledger says of an open deployment, on all cores; `progress` hears the number of facts read so
/// far.
pub async fn report(app: &App, progress: impl Fn(u64)) -> Result<Report, StartError> {
    Ok(ledger::verify::verify_on_all_cores(&app.db, audits(&app.vault), progress).await?)
}

/// The same as one transaction sees it.
pub async fn report_in(app: &App, tx: &mut db::Tx, progress: impl Fn(u64)) -> Result<Report, db::DbError> {
    let audits = audits(&app.vault);
    let audits: Vec<&dyn Audit> = audits.iter().map(AsRef::as_ref).collect();
    ledger::verify::verify(tx, &audits, progress).await
}

/// Everything that is compared with the facts.
pub(crate) fn audits(vault: &Vault) -> Vec<Arc<dyn Audit>> {
    let mut audits: Vec<Arc<dyn Audit>> = vec![
        Arc::new(protect::CommitmentAudit(vault.clone())),
        Arc::new(grid::audit::MapAudit),
        Arc::new(packs::PackAudit::default()),
        Arc::new(cases::verify::CaseAudit),
        Arc::new(bulletins::audit::BulletinAudit),
        Arc::new(residents::audit::ResidentAudit),
        Arc::new(register::audit::RegisterAudit::new(vault.clone())),
        Arc::new(register::audit::things::ThingsAudit::default()),
        Arc::new(forms::audit::FormAudit::default()),
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
