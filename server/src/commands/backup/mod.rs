//! `jingwei backup FILE` and `jingwei restore FILE`: everything a deployment is, in one file that does not know which
//! database it came from.

pub mod archive;
pub mod restore;
mod rows;
mod write;

pub use restore::restore;
pub use write::write;

use crate::{app::StartError, config::Config};
use kernel::SystemEnv;
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

/// Exit code 1 when an attachment is missing: the file is good all the same, as far as there was something to save.
#[allow(clippy::print_stdout)]
pub async fn backup(config: Config, to: &Path, with_key: bool) -> Result<ExitCode, StartError> {
    let manifest = write(&config, &SystemEnv, to, with_key).await?;
    let rows: u64 = manifest.tables.values().sum();
    println!(
        "{}: {rows} rows of {} tables, {} attachments ({} bytes), {} missing, {}",
        to.display(),
        manifest.tables.len(),
        manifest.files.count,
        manifest.files.bytes,
        manifest.files.missing.len(),
        if with_key { "with the key" } else { "without the key" },
    );
    Ok(if manifest.files.missing.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Exit code 1 when the archive, or what is in it, is not sound: then nothing was restored.
#[allow(clippy::print_stdout)]
pub async fn run_restore(config: Config, from: &Path, key: Option<PathBuf>) -> Result<ExitCode, StartError> {
    match restore(&config, Arc::new(SystemEnv), from, key.as_deref()).await {
        Ok(done) => {
            println!(
                "restored {}: {} facts verified, {} attachments",
                from.display(),
                done.facts,
                done.manifest.files.count
            );
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            eprintln!("jingwei: {error}\nnothing was restored");
            Ok(ExitCode::from(1))
        }
    }
}
