//! Volume: how fast a city with its books is built and how large it is, how fast a history comes in, how fast all of it is
//! verified.
//!
//! Each command is the release binary, timed from start to end, on files as it leaves them; the rate of the demo is that of
//! its cases alone, from two sizes of the same city.

use crate::{
    Answer, Bench,
    cluster::Cluster,
    figure::{Bar, Figure},
};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// SQLite.
pub async fn sqlite(bench: &Bench) -> Answer {
    run(bench, None)
}

/// PostgreSQL.
pub async fn postgres(bench: &Bench) -> Answer {
    let cluster = Cluster::start(bench)?;
    run(bench, Some(&cluster))
}

fn run(bench: &Bench, cluster: Option<&Cluster>) -> Answer {
    let mut figures = city(bench, cluster)?;
    figures.extend(history(bench, cluster)?);
    Ok(figures)
}

/// A database of its own, and the name of its engine.
fn place(bench: &Bench, cluster: Option<&Cluster>, name: &str) -> Result<(Place, &'static str), String> {
    let engine = if cluster.is_some() { "postgres" } else { "sqlite" };
    let folder = bench.work.join(format!("{name}-{engine}"));
    let url = cluster.map(|c| c.database(&format!("volume_{name}"))).transpose()?;
    Ok((Place { folder, url }, if cluster.is_some() { "PostgreSQL" } else { "SQLite" }))
}

struct Place {
    folder: PathBuf,
    url: Option<String>,
}

impl Place {
    /// Runs the program here; seconds it took, and what it said.
    fn jingwei(&self, bench: &Bench, args: &[&str]) -> Result<(f64, String), String> {
        let begun = Instant::now();
        let mut command = Command::new(bench.binary());
        command.args(args).arg("--data").arg(&self.folder).stdin(Stdio::null());
        if let Some(url) = &self.url {
            command.args(["--database", url]);
        }
        let done = command.output().map_err(|e| format!("{}: {e}", bench.binary().display()))?;
        let said =
            format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
        // an import that refuses some rows has brought in the others
        match done.status.success() || said.contains("imported=") {
            true => Ok((begun.elapsed().as_secs_f64(), said)),
            false => {
                Err(format!("jingwei {}: {}", args.join(" "), said.chars().take(2_000).collect::<String>()))
            }
        }
    }

    /// Bytes of the database file; none on PostgreSQL.
    fn bytes(&self) -> Option<u64> {
        self.url.is_none().then(|| std::fs::metadata(self.folder.join("jingwei.db")).map_or(0, |m| m.len()))
    }
}

fn city(bench: &Bench, cluster: Option<&Cluster>) -> Answer {
    let (few, many) = if bench.quick { (500, 3_000) } else { (1_000, 61_000) };
    let build = |place: &Place, cases: usize| {
        let cases = cases.to_string();
        place.jingwei(bench, &["demo", "--scale", "city", "--build-only", "--cases", &cases]).map(|d| d.0)
    };
    let (small, _) = place(bench, cluster, "few")?;
    let (large, engine) = place(bench, cluster, "many")?;
    let (short, long) = (build(&small, few)?, build(&large, many)?);
    let cases = (many - few) as f64;
    let mut figures =
        vec![Figure::new(format!("demo, {engine}"), cases / (long - short), "cases/s").note(format!(
            "{many} cases with their readers in {long:.1} s; map, people and packs {short:.1} s"
        ))];
    if let (Some(small), Some(large)) = (small.bytes(), large.bytes()) {
        let size = large.saturating_sub(small) as f64 / cases / 1024.0;
        figures.push(Figure::new("size of a case, SQLite", size, "KB"));
    }
    let (seconds, said) = large.jingwei(bench, &["verify"])?;
    let facts = counted(&said, " facts").ok_or("verify tells no number of facts")?;
    let bar = if cluster.is_some() { 100_000.0 } else { 200_000.0 };
    figures.push(
        Figure::new(format!("verify, {engine}"), facts / seconds, "facts/s")
            .bar(Bar::AtLeast(bar))
            .note(format!("{facts:.0} facts in {seconds:.1} s")),
    );
    Ok(figures)
}

/// The number before a word.
fn counted(said: &str, word: &str) -> Option<f64> {
    said.split(word).next()?.rsplit([' ', ',', ':']).next()?.trim().parse().ok()
}

/// The history of a real city, repeated under further numbers until there are enough rows.
fn history(bench: &Bench, cluster: Option<&Cluster>) -> Answer {
    let (data, maps) = (bench.root.join("../shared/data/la311"), bench.root.join("docs/examples/la311"));
    if !data.exists() {
        return Ok(vec![]);
    }
    let (place, engine) = place(bench, cluster, "history")?;
    let text = |path: &Path| path.display().to_string();
    let import = |kind: &str, file: &Path, map: &str| {
        place.jingwei(bench, &["import", kind, &text(file), "--map", &text(&maps.join(map))])
    };
    import("divisions", &data.join("la-city-council-districts-2012.geojson.gz"), "districts.yaml")?;
    import("layer", &data.join("nc-boundary-2019-modified.geojson.gz"), "neighborhoods.yaml")?;
    place.jingwei(bench, &["pack", "add", &text(&bench.root.join("packs/city-upkeep")), "--enable"])?;
    // once as it is: categories and units are made
    import("cases", &data.join("la311_dev.csv.gz"), "cases.yaml")?;
    let times = if bench.quick { 1 } else { 15 };
    let (file, rows) = repeated(&data.join("la311_dev.csv.gz"), &bench.work.join("history.csv"), times)?;
    let (seconds, _) = import("cases", &file, "cases.yaml")?;
    let (again, _) = import("cases", &file, "cases.yaml")?;
    Ok(vec![
        Figure::new(format!("import cases, {engine}"), rows as f64 / seconds, "rows/s")
            .bar(Bar::AtLeast(10_000.0))
            .note(format!("{rows} rows in {seconds:.1} s; once more, nothing new, in {again:.1} s")),
    ])
}

/// Writes the records of a table several times, each time under other numbers.
fn repeated(from: &Path, to: &Path, times: usize) -> Result<(PathBuf, usize), String> {
    let fault = |e: std::io::Error| format!("{}: {e}", to.display());
    let mut out = BufWriter::new(File::create(to).map_err(fault)?);
    let mut rows = 0;
    for time in 0..times {
        let unpacked = Command::new("zcat").arg(from).stdout(Stdio::piped()).spawn().map_err(fault)?;
        let lines = BufReader::new(unpacked.stdout.ok_or("zcat")?).lines();
        for (n, line) in lines.enumerate() {
            let line = line.map_err(fault)?;
            // the number is the second column
            let parts: Vec<&str> = line.splitn(3, ',').collect();
            match parts.as_slice() {
                _ if n == 0 && time > 0 => continue,
                [slice, number, rest] if n > 0 => writeln!(out, "{slice},{number}-{time},{rest}"),
                _ => writeln!(out, "{line}"),
            }
            .map_err(fault)?;
            rows += usize::from(n > 0);
        }
    }
    out.flush().map_err(fault)?;
    Ok((to.to_path_buf(), rows))
}
