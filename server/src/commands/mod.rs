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
    // on the heap: in a debug build what all commands hold together is more than the first thread's stack takes
    match cli.command {
        Command::Serve { listen } => Box::pin(serve::run(config, listen)).await,
        Command::Password { login } => Box::pin(password::run(config, &login)).await,
        Command::Verify => Box::pin(verify::run(config)).await,
        Command::Rebuild { what: Derived::Counters } => Box::pin(rebuild::counters(config)).await,
        Command::Backup { file, with_key } => Box::pin(backup::backup(config, &file, with_key)).await,
        Command::Restore { file, vault_key } => Box::pin(backup::run_restore(config, &file, vault_key)).await,
        Command::Keys { action } => Box::pin(keys::run(config, action)).await,
        Command::Openapi => Box::pin(openapi::run(config)).await,
        Command::Import(args) => Box::pin(import::run(config, args)).await,
        Command::Locate(args) => Box::pin(locate::run(config, args)).await,
        Command::Forms { action } => forms::run(&action),
        Command::Pack { action } => Box::pin(pack::run(config, action)).await,
        Command::Demo { scale, listen, build_only, cases } => {
            let city = scale == Scale::City;
            Box::pin(demo::run(config, demo::Wish { listen, build_only, city, cases })).await
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
