//! What a person sees, in a real Chromium: how soon the console answers a hand, and Lighthouse on the page to report on.

use crate::{
    Answer, Bench,
    figure::{Bar, Figure},
    server::{Server, build_city},
};
use serde::Deserialize;
use std::path::Path;
use std::process::{Command, Stdio};

/// One line of a script.
#[derive(Deserialize)]
struct Line {
    name: String,
    value: f64,
    unit: String,
    at_most: Option<f64>,
    at_least: Option<f64>,
    note: String,
}

/// On the large city when there is one, else on a small one.
pub async fn run(bench: &Bench) -> Answer {
    let scripts = bench.root.join("benches/browser");
    installed(&scripts)?;
    installed(&bench.root.join("tests/journeys"))?;
    let folder = match &bench.data {
        Some(data) => data.clone(),
        None => {
            let folder = bench.work.join("browser");
            build_city(bench, &folder, None, if bench.quick { 2_000 } else { 20_000 })?;
            folder
        }
    };
    let server = Server::start(bench, &folder, None).await?;
    let base = format!("http://{}", server.address);
    let (runs, rounds) = if bench.quick { ("1", "10") } else { ("5", "60") };
    let mut figures = told(&scripts, "screens.mjs", &[&base, "dispatcher", &server.password()?, rounds])?;
    figures.extend(told(&scripts, "lighthouse.mjs", &[&base, runs])?);
    Ok(figures)
}

/// The packages of a folder, as its lock names them.
fn installed(folder: &Path) -> Result<(), String> {
    if folder.join("node_modules").exists() {
        return Ok(());
    }
    let mut npm = Command::new("npm");
    npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(folder).stdout(Stdio::null());
    match npm.status() {
        Ok(done) if done.success() => Ok(()),
        Ok(done) => Err(format!("npm ci in {}: {done}", folder.display())),
        Err(why) => Err(format!("npm: {why}")),
    }
}

fn told(scripts: &Path, script: &str, args: &[&str]) -> Answer {
    let out = Command::new("node")
        .arg(scripts.join(script))
        .args(args)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|e| format!("node: {e}"))?;
    if !out.status.success() {
        return Err(format!("{script}: {}", out.status));
    }
    String::from_utf8_lossy(&out.stdout).lines().filter(|l| l.starts_with('{')).map(figure).collect()
}

fn figure(line: &str) -> Result<Figure, String> {
    let line: Line = serde_json::from_str(line).map_err(|e| format!("{line}: {e}"))?;
    let unit = if line.unit == "ms" { "ms" } else { "of 100" };
    let bars = line.at_most.map(Bar::AtMost).into_iter().chain(line.at_least.map(Bar::AtLeast));
    Ok(bars.fold(Figure::new(line.name, line.value, unit).note(line.note), Figure::bar))
}
