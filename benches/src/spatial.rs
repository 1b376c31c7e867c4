//! The ground of the generator in `../shared/bench/spatial`, and its peers: Shapely in Python, PostGIS in a cluster of its
//! own.

use crate::{Bench, cluster::Cluster};
use geometry::{Datum, Kind, LocatorArea, Point, Rings};
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

/// Where generator, points and answers are.
pub struct Spatial {
    /// Generator and peers.
    pub shared: PathBuf,
    /// `grids.geojson`, `grids.csv`, `points.csv`.
    pub folder: PathBuf,
    python: PathBuf,
}

impl Spatial {
    /// Makes the ground, once for a run.
    pub fn make(bench: &Bench) -> Result<Self, String> {
        let shared = bench.root.join("../shared/bench/spatial");
        let generator = shared.join("gen_grids.py");
        if !generator.exists() {
            return Err(format!("{} is not there", generator.display()));
        }
        let python = python(bench, "spatial", &["numpy", "scipy", "shapely", "psycopg[binary]"])?;
        let this = Self { shared, folder: bench.work.join("spatial"), python };
        if !this.folder.join("points.csv").exists() {
            this.script("gen_grids.py", &[&this.folder.to_string_lossy()])?;
            // another user's PostgreSQL reads it
            call(Command::new("chmod").args(["-R", "a+rX"]).arg(&this.folder))?;
        }
        Ok(this)
    }

    /// What a script of the peers prints.
    pub fn script(&self, name: &str, args: &[&str]) -> Result<String, String> {
        let script = self.shared.join(name);
        call(Command::new(&self.python).env("PYTHONDONTWRITEBYTECODE", "1").arg(script).args(args))
    }

    /// A file of the ground.
    pub fn read(&self, name: &str) -> Result<String, String> {
        let path = self.folder.join(name);
        std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))
    }

    /// The areas.
    pub fn areas(&self) -> Result<Vec<LocatorArea>, String> {
        let document: serde_json::Value =
            serde_json::from_str(&self.read("grids.geojson")?).map_err(|e| e.to_string())?;
        let features = document["features"].as_array().ok_or("no features")?;
        let area = |feature: &serde_json::Value| {
            let code = feature["properties"]["id"].as_str().ok_or("an area without id")?;
            let rings = Rings::from_geojson(&feature["geometry"], Datum::Wgs84).map_err(|e| e.to_string())?;
            let shape = rings.to_shape();
            Ok(LocatorArea { code: code.into(), level: 1, kind: Kind::Ordinary, layer: None, shape })
        };
        features.iter().map(area).collect()
    }

    /// The points, by their numbers.
    pub fn points(&self) -> Result<Vec<(i64, Point)>, String> {
        Ok(self.read("points.csv")?.lines().skip(1).filter_map(point).collect())
    }

    /// A database with PostGIS that holds areas and points.
    pub fn postgis(&self, bench: &Bench) -> Result<PostGis, String> {
        let cluster = Cluster::start(bench)?;
        cluster.database("gov")?;
        let socket = cluster.socket();
        let load = self.shared.join("load_postgis.sh");
        let mut command = Command::new("bash");
        command.arg(load).arg(&self.folder).arg("gov").env("PGHOST", &socket).env("PGUSER", "postgres");
        call(&mut command).map_err(|why| match why.contains("extension \"postgis\" is not available") {
            true => "PostGIS is not installed (Debian: postgresql-15-postgis-3)".to_owned(),
            false => why,
        })?;
        Ok(PostGis { socket, _cluster: cluster })
    }
}

/// A running PostGIS.
pub struct PostGis {
    socket: PathBuf,
    _cluster: Cluster,
}

impl PostGis {
    /// How `psycopg` finds it.
    pub fn dsn(&self) -> String {
        format!("host={} user=postgres dbname=gov", self.socket.display())
    }

    /// Rows of a query as text, columns separated by `,`, and how many seconds it took.
    pub fn rows(&self, query: &str) -> Result<(String, f64), String> {
        let begun = Instant::now();
        let mut command = Command::new("psql");
        command.args(["-X", "-A", "-t", "-F", ",", "-U", "postgres", "-d", "gov", "-h"]).arg(&self.socket);
        let rows = call(command.args(["-c", query]))?;
        Ok((rows, begun.elapsed().as_secs_f64()))
    }
}

/// A Python with what generator and peers of a group need.
pub fn python(bench: &Bench, group: &str, needs: &[&str]) -> Result<PathBuf, String> {
    let venv = bench.root.join("target/bench-venv");
    let (python, done) = (venv.join("bin/python"), venv.join(format!("has-{group}")));
    if !done.exists() {
        call(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
        call(Command::new(venv.join("bin/pip")).args(["install", "-q"]).args(needs))?;
        std::fs::write(&done, "").map_err(|e| e.to_string())?;
    }
    Ok(python)
}

/// What a command prints, or what it complains of.
pub fn call(command: &mut Command) -> Result<String, String> {
    let out = command.output().map_err(|e| format!("{command:?}: {e}"))?;
    match out.status.success() {
        true => Ok(String::from_utf8_lossy(&out.stdout).into_owned()),
        false => Err(String::from_utf8_lossy(&out.stderr).trim().to_owned()),
    }
}

fn point(line: &str) -> Option<(i64, Point)> {
    let mut parts = line.split(',');
    let id = parts.next()?.parse().ok()?;
    Some((id, Point { lon: parts.next()?.parse().ok()?, lat: parts.next()?.parse().ok()? }))
}

/// Answers of a peer: the lowest code for each point.
pub fn answers(csv: &str) -> std::collections::HashMap<i64, String> {
    let mut all: std::collections::HashMap<i64, String> = Default::default();
    for line in csv.lines() {
        let Some((id, code)) = line.split_once(',') else { continue };
        #[allow(clippy::cast_possible_truncation)] // numbers of points, some written as floats
        let Ok(id) = id.parse::<f64>().map(|id| id as i64) else { continue };
        let known = all.entry(id).or_insert_with(|| code.trim().to_owned());
        if code.trim() < known.as_str() {
            *known = code.trim().to_owned();
        }
    }
    all
}
