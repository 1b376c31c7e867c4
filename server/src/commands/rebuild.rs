//! `jingwei rebuild`: make anew, from the ledger, what is derived from it.

use crate::{
    app::{App, StartError},
    config::Config,
    progress::Progress,
};
use std::process::ExitCode;

/// The counters, county by county; what was finished stays when it is stopped.
#[allow(clippy::print_stdout)]
pub async fn counters(config: Config) -> Result<ExitCode, StartError> {
    let app = App::open(config, true).await?;
    let progress = Progress::new("facts", None);
    let facts = app.insight.rebuild(|n| progress.at(n)).await?;
    progress.done();
    println!("counters: {facts} facts");
    app.db.close().await;
    Ok(ExitCode::SUCCESS)
}
