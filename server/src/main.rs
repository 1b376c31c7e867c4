//! The binary.

use clap::Parser as _;
use jingwei::{cli::Cli, commands};
use std::process::ExitCode;

/// Requests are made of many small texts that come and go.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    log();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error),
    };
    match runtime.block_on(commands::run(cli)) {
        Ok(code) => code,
        Err(error) => fail(&error),
    }
}

fn fail(error: &dyn std::fmt::Display) -> ExitCode {
    eprintln!("jingwei: {error}");
    ExitCode::from(2)
}

/// JSON lines on standard error; `RUST_LOG` sets what is said.
fn log() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info,sqlx=warn"));
    // a line that cannot be written (its disk is full) is lost quietly: complaining about it on the same stream would panic
    let log = tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr);
    log.log_internal_errors(false).init();
}
