//! `jingwei openapi`: the description of the API, from which the web's client is generated.

use crate::{
    app::{App, StartError},
    config::Config,
};
use std::process::ExitCode;

/// Prints it.
#[allow(clippy::print_stdout)] // the command's answer
pub async fn run(mut config: Config) -> Result<ExitCode, StartError> {
    let folder = tempfile::tempdir().map_err(StartError::other)?;
    config.data = folder.path().display().to_string();
    config.database = String::new();
    let app = App::open(config, true).await?;
    println!("{}", app.web()?.openapi.to_pretty_json().map_err(StartError::other)?);
    app.db.close().await;
    Ok(ExitCode::SUCCESS)
}
