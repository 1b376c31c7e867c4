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
    pub cases: u32,
}

/// Builds the city where there is none, and serves it.
pub async fn run(mut config: Config, wish: Wish) -> Result<ExitCode, StartError> {
    if let Some(listen) = wish.listen {
        config.listen = listen;
    }
    let mark = config.data().join("demo.json");
    if !mark.exists() {
        clear_unfinished(&config)?;
    }
    let mut app = App::open(config, true).await?;
    let accounts = match std::fs::read_to_string(&mark) {
        Ok(text) => {
            serde_json::from_str(&text).map_err(|e| StartError::Other(format!("{}: {e}", mark.display())))?
        }
        Err(_) => build(&app, wish.cases, &mark).await?,
    };
    app.demo = Some(Arc::new(accounts));
    if wish.build_only {
        app.db.close().await;
        return Ok(ExitCode::SUCCESS);
    }
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

async fn build(app: &App, cases: u32, mark: &Path) -> Result<Accounts, StartError> {
    if !app.grid.map().areas().is_empty() {
        return Err(StartError::Other(format!(
            "{} already holds a city that is no demo; choose another --data folder",
            app.config.data().display()
        )));
    }
    let unfinished = app.config.data().join("demo.building");
    std::fs::write(&unfinished, "").map_err(StartError::other)?;
    let services = Services {
        db: app.db.clone(),
        vault: app.vault.clone(),
        grid: app.grid.clone(),
        identity: app.identity.clone(),
        packs: app.packs.clone(),
        blobs: app.blobs.clone(),
    };
    let plan = Plan { cases: cases as usize, ..Plan::new(app.env.now()) };
    let bar = Mutex::new((None::<Stage>, Progress::new("", None)));
    let progress = move |stage: Stage, done: usize, of: usize| {
        let mut bar = bar.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if bar.0 != Some(stage) {
            bar.1.done();
            *bar = (Some(stage), Progress::new(word(stage), Some(of as u64)));
        }
        bar.1.at(done as u64);
        if done >= of {
            bar.1.done();
        }
    };
    let built = demo::build(&services, packs()?, plan, &progress).await.map_err(StartError::other)?;
    let accounts = Accounts { accounts: built.accounts, password: built.password };
    let text = serde_json::to_string_pretty(&accounts).map_err(StartError::other)?;
    std::fs::write(mark, text).map_err(StartError::other)?;
    std::fs::remove_file(&unfinished).map_err(StartError::other)?;
    Ok(accounts)
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
            let report = packs::check_dir(&folder.path().join(id), &[]);
            let first = report.problems.first().map(|p| packs::messages::line(p, kernel::Lang::En));
            report.pack.ok_or_else(|| StartError::Other(format!("pack {id}: {}", first.unwrap_or_default())))
        })
        .collect()
}
