//! One module for each command of the command line.

pub mod backup;
pub mod demo;
mod demo_forms;
mod demo_rows;
mod forms;
mod import;
pub mod keys;
mod locate;
mod openapi;
mod pack;
mod password;
mod rebuild;
mod serve;
pub mod verify;

use crate::{
    app::StartError,
    cli::{Cli, Command, Derived, Place, Scale},
    config::Config,
};
use std::process::ExitCode;

/// Runs the command.
pub async fn run(cli: Cli) -> Result<ExitCode, StartError> {
    let config = load(&cli.place)?;
    match cli.command {
        Command::Serve { listen } => serve::run(config, listen).await,
        Command::Password { login } => password::run(config, &login).await,
        Command::Verify => verify::run(config).await,
        Command::Rebuild { what: Derived::Counters } => rebuild::counters(config).await,
        Command::Backup { file, with_key } => backup::backup(config, &file, with_key).await,
        Command::Restore { file, vault_key } => backup::run_restore(config, &file, vault_key).await,
        Command::Keys { action } => keys::run(config, action).await,
        Command::Openapi => openapi::run(config).await,
        Command::Import(args) => import::run(config, args).await,
        Command::Locate(args) => locate::run(config, args).await,
        Command::Forms { action } => forms::run(&action),
        Command::Pack { action } => pack::run(config, action).await,
        Command::Demo { scale, listen, build_only, cases } => {
            let city = scale == Scale::City;
            demo::run(config, demo::Wish { listen, build_only, city, cases }).await
        }
    }
}

/// File, environment, flags.
fn load(place: &Place) -> Result<Config, StartError> {
    let mut config = Config::load(place.config.as_deref(), std::env::vars())?;
    if let Some(data) = &place.data {
        config.data.clone_from(data);
    }
    if let Some(database) = &place.database {
        config.database.clone_from(database);
    }
    Ok(config)
}

/// The language of the terminal: Chinese where `LANG` says so.
fn terminal_language() -> kernel::Lang {
    match std::env::var("LANG") {
        Ok(lang) if lang.starts_with("zh") => kernel::Lang::Zh,
        _ => kernel::Lang::En,
    }
}
