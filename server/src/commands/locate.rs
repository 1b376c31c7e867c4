//! `jingwei locate`: a table of points gets the areas they lie in.

use crate::{
    app::{App, StartError},
    cli::Locate,
    config::Config,
    located::{Columns, LocateError, locate},
    progress::Progress,
};
use std::{fs::File, io::Write, process::ExitCode};

/// Exit code 1 when the table cannot be read, 2 when a column is not there.
pub async fn run(config: Config, args: Locate) -> Result<ExitCode, StartError> {
    let datum = args
        .datum
        .parse()
        .map_err(|_| StartError::Other(format!("--datum {:?}: expected wgs84, gcj02 or bd09", args.datum)))?;
    let app = App::open(config, false).await?;
    let fault =
        |path: &std::path::Path, e: std::io::Error| StartError::Other(format!("{}: {e}", path.display()));
    let input = File::open(&args.file).map_err(|e| fault(&args.file, e))?;
    let output: Box<dyn Write> = match &args.out {
        Some(path) => Box::new(std::io::BufWriter::new(File::create(path).map_err(|e| fault(path, e))?)),
        None => Box::new(std::io::stdout().lock()),
    };
    let columns = Columns { lon: args.lon, lat: args.lat, datum };
    let progress = Progress::new("rows", None);
    let found = match locate(&app.grid.map(), input, &columns, output, |n| progress.at(n)) {
        Ok(found) => found,
        Err(error @ LocateError::NoColumn { .. }) => return Err(StartError::other(error)),
        Err(error) => {
            eprintln!("jingwei: {}: {error}", args.file.display());
            return Ok(ExitCode::from(1));
        }
    };
    progress.done();
    eprintln!(
        "rows={} without_coordinates={} outside={} columns={}",
        found.rows,
        found.without,
        found.outside,
        found.columns.join(",")
    );
    Ok(ExitCode::SUCCESS)
}
