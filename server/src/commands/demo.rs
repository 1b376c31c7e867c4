//! `jingwei demo`: a fictional city, built once, then served. Its accounts share a password that is printed; they exist in
//! a demo's database only, and a demo stays on this machine unless told otherwise.

use super::serve;
use crate::{
    app::{App, StartError},
    config::Config,
    progress::Progress,
};
use demo::{Plan, Services, Stage};
use rust_embed::Embed;
use serde::{Deserialize, Serialize};
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::{Arc, Mutex},
};

/// What is kept beside a demo's database once it is built to the end.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Accounts {
    /// Login and name of each.
    pub accounts: Vec<(String, String)>,
    /// The password of all.
    pub password: String,
}

/// The packs that come with the program.
#[derive(Embed)]
#[folder = "$CARGO_MANIFEST_DIR/../packs"]
struct Shipped;

/// What the command line asks for.
pub struct Wish {
    pub listen: Option<String>,
    pub build_only: bool,
    /// The books of a prefecture.
    pub city: bool,
    /// Another number of cases.
    pub cases: Option<u32>,
}

/// Builds the city where there is none, and serves it.
pub async fn run(mut config: Config, wish: Wish) -> Result<ExitCode, StartError> {
    if let Some(listen) = &wish.listen {
        config.listen.clone_from(listen);
    }
    let mark = config.data().join("demo.json");
    if !mark.exists() {
        clear_unfinished(&config)?;
        fill(&config, &wish, &mark).await?;
    }
    if wish.build_only {
        return Ok(ExitCode::SUCCESS);
    }
    let mut app = App::open(config, true).await?;
    let text = std::fs::read_to_string(&mark).map_err(StartError::other)?;
    let accounts: Accounts =
        serde_json::from_str(&text).map_err(|e| StartError::Other(format!("{}: {e}", mark.display())))?;
    app.demo = Some(Arc::new(accounts));
    let hello = app.demo.clone();
    serve::until_stopped(app, move |address| {
        if let Some(demo) = hello {
            greet(&demo, address);
        }
    })
    .await
}

fn greet(demo: &Accounts, address: std::net::SocketAddr) {
    eprintln!("\n  Jingwei demo city");
    eprintln!("  residents  http://{address}/");
    eprintln!("  staff      http://{address}/console/");
    let logins: Vec<&str> = demo.accounts.iter().map(|(login, _)| login.as_str()).collect();
    eprintln!("  accounts   {}", logins.join(", "));
    eprintln!("  password   {}\n", demo.password);
}

/// A building that was cut short leaves a SQLite file that is of no use.
fn clear_unfinished(config: &Config) -> Result<(), StartError> {
    let unfinished = config.data().join("demo.building");
    if !unfinished.exists() {
        return Ok(());
    }
    if !config.database.is_empty() {
        let why = "the demo city in this database was not built to the end; give it an empty database";
        return Err(StartError::Other(why.into()));
    }
    for name in ["jingwei.db", "jingwei.db-wal", "jingwei.db-shm", "demo.building"] {
        match std::fs::remove_file(config.data().join(name)) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(StartError::other(e)),
            _ => {}
        }
    }
    Ok(())
}

/// Builds the city in an empty place. Only when all of it is on the disk does the mark stand there.
async fn fill(config: &Config, wish: &Wish, mark: &Path) -> Result<(), StartError> {
    let unfinished = config.data().join("demo.building");
    let app = App::open_filling(config.clone()).await?;
    if !app.grid.map().areas().is_empty() {
        return Err(StartError::Other(format!(
            "{} already holds a city that is no demo; choose another --data folder",
            app.config.data().display()
        )));
    }
    std::fs::write(&unfinished, "").map_err(StartError::other)?;
    let plan = plan(&app, wish);
    let accounts = build(&app, plan).await?;
    // a small city is served while its numbers and the words of its search are still being made
    if wish.build_only || plan.cases > Plan::new(plan.now).cases {
        read(&app).await?;
    }
    app.db.close().await;
    drop(app);
    db::settle(&config.database()).await?;
    let text = serde_json::to_string_pretty(&accounts).map_err(StartError::other)?;
    std::fs::write(mark, text).map_err(StartError::other)?;
    std::fs::remove_file(&unfinished).map_err(StartError::other)
}

fn plan(app: &App, wish: &Wish) -> Plan {
    let now = app.env.now();
    let plan = if wish.city { Plan::city(now) } else { Plan::new(now) };
    Plan { cases: wish.cases.map_or(plan.cases, |n| n as usize), ..plan }
}

async fn build(app: &App, plan: Plan) -> Result<Accounts, StartError> {
    let services = Services {
        db: app.db.clone(),
        vault: app.vault.clone(),
        grid: app.grid.clone(),
        identity: app.identity.clone(),
        packs: app.packs.clone(),
        blobs: app.blobs.clone(),
    };
    let progress = Steps::default();
    let show = |stage: Stage, done: usize, of: usize| progress.at(word(stage), done as u64, of as u64);
    let built = demo::build(&services, packs()?, plan, &show).await.map_err(StartError::other)?;
    super::demo_rows::fill(app, built.addresses.clone()).await?;
    super::demo_forms::fill(app).await?;
    Ok(Accounts { accounts: built.accounts, password: built.password })
}

/// Lets whatever follows the ledger read it all.
async fn read(app: &App) -> Result<(), StartError> {
    let progress = Steps::default();
    let facts = ledger::follow::heads(&mut app.db.read().await?).await?.values().sum::<i64>().unsigned_abs();
    app.insight.catch_up(|done| progress.at("counters", done, facts)).await?;
    let read = |done: u64, of: u64| progress.at("readers", done, of);
    ledger::follow::fill(&app.db, &app.env, &app.readers(), &read).await?;
    Ok(())
}

/// A bar for each step, one after the other.
#[derive(Default)]
struct Steps(Mutex<Option<(&'static str, Progress)>>);

impl Steps {
    fn at(&self, step: &'static str, done: u64, of: u64) {
        let mut now = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if now.as_ref().is_none_or(|(name, _)| *name != step) {
            if let Some((_, bar)) = now.take() {
                bar.done();
            }
            *now = Some((step, Progress::new(step, Some(of))));
        }
        if let Some((_, bar)) = now.as_ref() {
            bar.at(done);
            if done >= of {
                bar.done();
            }
        }
    }
}

fn word(stage: Stage) -> &'static str {
    match stage {
        Stage::Map => "map",
        Stage::People => "people",
        Stage::Cases => "cases",
    }
}

/// The shipped packs, checked like anybody's.
fn packs() -> Result<Vec<packs::Loaded>, StartError> {
    let folder = tempfile::tempdir().map_err(StartError::other)?;
    let mut ids = std::collections::BTreeSet::new();
    for name in Shipped::iter() {
        let Some(file) = Shipped::get(&name) else { continue };
        let path = folder.path().join(PathBuf::from(name.as_ref()));
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(StartError::other)?;
        }
        std::fs::write(&path, file.data).map_err(StartError::other)?;
        ids.extend(name.split('/').next().map(str::to_string));
    }
    ids.iter()
        .map(|id| {
            let report = packs::check_dir(&folder.path().join(id), &crate::app::sections());
            let first = report.problems.first().map(|p| packs::messages::line(p, kernel::Lang::En));
            report.pack.ok_or_else(|| StartError::Other(format!("pack {id}: {}", first.unwrap_or_default())))
        })
        .collect()
}
