//! `jingwei keys`: which keys seal protected values, a new one, and taking an old one away. The keys stand in a file or in the environment;
//! a server that runs takes a new one into use by itself and brings everything under it while it serves.

use crate::app::{self, App, StartError};
use crate::cli::KeyAction;
use crate::config::Config;
use db::Db;
use kernel::{Actor, Ctx, Env, Failure, SystemEnv, Timestamp};
use protect::keys::{self, Listed};
use protect::reseal::{self, Walk};
use protect::{Keys, Vault};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// How often a server looks for a new key.
pub const EVERY: i64 = 10_000;
/// Pieces of one turn: other work comes in between.
const PIECES: usize = 200;

/// The file that holds the keys; None when they stand in the configuration.
fn file(config: &Config) -> Option<PathBuf> {
    config.vault_key.is_empty().then(|| config.data().join("vault.key"))
}

/// Whether a file was written within the last seconds, by the clock of its disk.
fn young(path: &std::path::Path) -> bool {
    let age = std::fs::metadata(path).and_then(|m| m.modified()).map(|at| at.elapsed().unwrap_or_default());
    age.is_ok_and(|age| age < std::time::Duration::from_secs(15))
}

/// Everything that stands under keys.
fn walks() -> Vec<Arc<dyn Walk>> {
    let mut all: Vec<Arc<dyn Walk>> = vec![Arc::new(reseal::Values), Arc::new(reseal::Bundles)];
    all.extend(register::rekey::walks());
    all
}

impl App {
    /// Looks which keys are at hand and which are in use: another node, or somebody with the file, may have changed it.
    ///
    /// # Errors
    /// A key file that cannot be read; whatever the database says.
    pub async fn look_at_keys(&self) -> Result<(), Failure> {
        if file(&self.config).is_some() {
            let keys = app::keys(&self.config, self.env.as_ref()).map_err(Failure::internal)?;
            self.vault.give(keys);
        }
        self.vault.load(&mut self.db.read().await?).await
    }

    /// Takes a new key into use, and goes on with bringing everything under it; answers whether nothing is left to do.
    ///
    /// # Errors
    /// As [`App::look_at_keys`].
    pub async fn turn_keys(&self, ctx: &Ctx, pieces: usize) -> Result<bool, Failure> {
        self.look_at_keys().await?;
        if self.vault.adopt(&self.db, ctx).await? {
            tracing::info!(
                generation = self.vault.generation(),
                "a key of protected values was taken into use"
            );
        }
        reseal::go_on(&self.db, ctx, &self.vault, &walks(), pieces).await
    }

    /// The same as a job.
    pub(crate) async fn turn_keys_job(&self, ctx: kernel::Ctx) -> Result<(), Failure> {
        // a key that all nodes have had the time to read
        if file(&self.config).is_some_and(|path| young(&path)) {
            return Ok(());
        }
        self.turn_keys(&ctx, PIECES).await.map(drop)
    }
}

/// Runs the command.
pub async fn run(config: Config, action: KeyAction) -> Result<ExitCode, StartError> {
    ledger::choose(if config.digest == "sm3" { ledger::Digest::Sm3 } else { ledger::Digest::Sha256 });
    let options = db::Options { writable: false, connections: config.connections, ..db::Options::default() };
    let db = Db::open(&config.database(), options).await?;
    let known = async { keys::list(&mut db.read().await?).await }.await.map_err(StartError::other)?;
    if known.is_empty() {
        let first = "start the server once before: it notes which key is in use";
        return Err(StartError::Other(first.into()));
    }
    match action {
        KeyAction::List => list(&config, &db, &known).await,
        KeyAction::Rotate => rotate(&config, &known),
        KeyAction::Retire { key } => retire(&config, &db, &key).await,
    }
}

#[allow(clippy::print_stdout, clippy::print_stderr)] // what it answers
async fn list(config: &Config, db: &Db, known: &[Listed]) -> Result<ExitCode, StartError> {
    let at_hand = app::keys(config, &SystemEnv)?;
    let at_hand = at_hand.ids();
    for key in known.iter().rev() {
        let mut said = vec![format!("since {}", Timestamp(key.since))];
        match (key.generation == known.len() as i64, key.resealed_at, key.retired_at) {
            (true, Some(_), _) => said.push("seals; everything stands under it".into()),
            (true, None, _) => said.push("seals; older values are being brought under it".into()),
            (false, _, Some(at)) => said.push(format!("retired {}", Timestamp(at))),
            (false, ..) => said.push("older".into()),
        }
        if at_hand.contains(&key.id.as_str()) {
            said.push("at hand".into());
        }
        println!("{}  {}", key.id, said.join(", "));
    }
    for id in at_hand.iter().filter(|id| known.iter().all(|k| k.id != **id)) {
        println!("{id}  new: a server that runs takes it into use");
    }
    let youngest = known.last().map_or(0, |k| k.generation);
    let walks = async { keys::walks(&mut db.read().await?, youngest).await }.await;
    for (what, county, total, done) in walks.map_err(StartError::other)? {
        println!("  {what} {county}: {total} brought over{}", if done { ", done" } else { "" });
    }
    Ok(ExitCode::SUCCESS)
}

#[allow(clippy::print_stdout, clippy::print_stderr)] // what it answers
fn rotate(config: &Config, known: &[Listed]) -> Result<ExitCode, StartError> {
    let Some(path) = file(config) else {
        let how = "the keys stand in the configuration (vault_key, JINGWEI_VAULT_KEY): put a new one of 64 hexadecimal \
                   characters behind the old one on every node and restart it, then before the old one and restart again";
        return Err(StartError::Other(how.into()));
    };
    if known.last().is_some_and(|k| k.resealed_at.is_none()) {
        eprintln!(
            "older values are still being brought under the last key: jingwei keys list says how far it is"
        );
        return Ok(ExitCode::from(1));
    }
    let at_hand = app::keys(config, &SystemEnv)?;
    if let Some(id) = at_hand.ids().first().filter(|id| known.iter().all(|k| k.id != **id)) {
        eprintln!("{id} is new already, and waits for a server to take it into use");
        return Ok(ExitCode::from(1));
    }
    let id = Keys::rotate(&path, &SystemEnv).map_err(StartError::other)?;
    println!("{id} stands first in {}: keep a copy apart, as of the old one", path.display());
    println!("a server that runs takes it into use within seconds; jingwei keys list says how far it is");
    Ok(ExitCode::SUCCESS)
}

#[allow(clippy::print_stdout, clippy::print_stderr)] // what it answers
async fn retire(config: &Config, db: &Db, id: &str) -> Result<ExitCode, StartError> {
    let vault = Vault::new(app::keys(config, &SystemEnv)?);
    let checked = async {
        let mut tx = db.read().await?;
        vault.load(&mut tx).await?;
        vault.may_retire(&mut tx, id).await
    };
    match checked.await {
        Ok(()) => {}
        Err(Failure::Refused(refusal)) => {
            eprintln!("{id}: {}: something may still be sealed under it", refusal.code);
            return Ok(ExitCode::from(1));
        }
        Err(other) => return Err(StartError::other(other)),
    }
    let Some(path) = file(config) else {
        println!("nothing is sealed under {id}: take it out of the configuration of every node");
        return Ok(ExitCode::SUCCESS);
    };
    Keys::drop_from(&path, id).map_err(StartError::other)?;
    println!("{id} is out of {}; older backups still need it", path.display());
    Ok(ExitCode::SUCCESS)
}

/// Notes in a new deployment which key is its first, and learns which ones there are.
///
/// # Errors
/// Whatever the database says; a youngest key that is not at hand.
pub async fn begin(db: &Db, vault: &Vault, env: &Arc<dyn Env>, writable: bool) -> Result<(), Failure> {
    vault.load(&mut db.read().await?).await?;
    if writable && keys::list(&mut db.read().await?).await?.is_empty() {
        let ctx = Ctx::new(env.clone(), Actor::system("keys"), "start");
        vault.adopt(db, &ctx).await?;
    }
    Ok(())
}
