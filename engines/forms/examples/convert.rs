//! Converts workbooks given on the command line, each beside its name with `.xml`, and tells what is wrong with the others:
//! `cargo run -p form_engine --example convert -- OUT FILE…`. `tests/forms/run` compares them with what pyxform makes of them.

use std::{error::Error, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let out = arguments.next().ok_or("usage: convert OUT FILE…")?;
    for file in arguments {
        let name = Path::new(&file).file_name().and_then(|n| n.to_str()).unwrap_or("form");
        let base = Path::new(&out).join(file.trim_start_matches('/').replace('/', "__"));
        let (ending, text) = match form_engine::convert(&fs::read(&file)?, name) {
            Ok(done) => {
                if let Some(itemsets) = &done.itemsets {
                    fs::write(format!("{}.itemsets.csv", base.display()), itemsets)?;
                }
                ("xml", done.xform)
            }
            Err(faults) => ("faults", faults.iter().map(|f| format!("{f}\n")).collect()),
        };
        fs::write(format!("{}.{ending}", base.display()), text)?;
    }
    Ok(())
}
