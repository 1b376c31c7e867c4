//! `jingwei forms convert FILE`: an XLSForm workbook becomes an XForm.

use super::terminal_language;
use crate::{app::StartError, cli::FormsAction};
use kernel::Lang;
use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Exit code 1 when the workbook is not sound; every mistake with sheet, row and column on standard error.
pub fn run(action: &FormsAction) -> Result<ExitCode, StartError> {
    let FormsAction::Convert { file, out } = action;
    let fault = |path: &Path, e: std::io::Error| StartError::Other(format!("{}: {e}", path.display()));
    let bytes = fs::read(file).map_err(|e| fault(file, e))?;
    let name = file.file_name().map(|n| n.to_string_lossy()).unwrap_or_default();
    let chinese = terminal_language() == Lang::Zh;
    let done = match form_engine::convert(&bytes, &name) {
        Ok(done) => done,
        Err(faults) => {
            for fault in &faults {
                eprintln!("{}: {}", file.display(), if chinese { fault.zh() } else { fault.to_string() });
            }
            return Ok(ExitCode::from(1));
        }
    };
    for warning in &done.warnings {
        eprintln!("{}: {}", file.display(), if chinese { warning.zh() } else { warning.to_string() });
    }
    match out {
        Some(path) => fs::write(path, &done.xform).map_err(|e| fault(path, e))?,
        None => {
            let mut screen = std::io::stdout().lock();
            screen
                .write_all(done.xform.as_bytes())
                .and_then(|()| screen.flush())
                .map_err(|e| fault(Path::new("-"), e))?;
        }
    }
    if let (Some(itemsets), Some(path)) = (&done.itemsets, out) {
        let beside: PathBuf = path.with_file_name("itemsets.csv");
        fs::write(&beside, itemsets).map_err(|e| fault(&beside, e))?;
        eprintln!("{}", beside.display());
    }
    Ok(ExitCode::SUCCESS)
}
