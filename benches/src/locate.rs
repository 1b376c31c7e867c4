//! Locating a million points in 2,408 polygons, one thread, beside Shapely in the same run.

use crate::{
    Answer, Bench,
    figure::{Bar, Figure},
    median,
};
use geometry::{Datum, Kind, Locator, LocatorArea, Point, Rings};
use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

/// With the generator and the peers of `../shared/bench/spatial`.
pub async fn run(bench: &Bench) -> Answer {
    let shared = bench.root.join("../shared/bench/spatial");
    let generator = shared.join("gen_grids.py");
    if !generator.exists() {
        return Err(format!("{} is not there", generator.display()));
    }
    let (python, folder) = (python(bench)?, bench.work.join("spatial"));
    call(Command::new(&python).arg(&generator).arg(&folder))?;
    let areas = areas(&read(&folder.join("grids.geojson"))?)?;
    let text = read(&folder.join("points.csv"))?;
    let points: Vec<(&str, Point)> = text.lines().skip(1).filter_map(point).collect();
    let begun = Instant::now();
    let locator = Locator::build(areas);
    let built = begun.elapsed().as_secs_f64();
    let rate = || {
        let begun = Instant::now();
        let inside = points.iter().filter(|(_, p)| locator.locate_covering(*p).area.is_some()).count();
        assert!(inside > 0, "some points lie in the map");
        points.len() as f64 / begun.elapsed().as_secs_f64()
    };
    let ours = median((0..5).map(|_| rate()).collect());
    let mut peer = Command::new(&python);
    peer.env("PYTHONDONTWRITEBYTECODE", "1").arg(shared.join("bench_pip.py")).arg(&folder).arg("shapely");
    let said = call(&mut peer)?;
    let shapely = said.lines().find_map(|l| serde_json::from_str::<serde_json::Value>(l).ok());
    let shapely = shapely.and_then(|v| v["points_per_s"].as_f64()).unwrap_or(0.0);
    let theirs = answers(&read(&folder.join("ans_shapely.csv"))?);
    let differ = points.iter().filter(|(id, p)| {
        let area = locator.locate_covering(*p).area;
        area.as_ref().map(|a| a.code.as_ref())
            != id.parse().ok().and_then(|id: i64| theirs.get(&id)).map(String::as_str)
    });
    Ok(vec![
        Figure::new("Shapely, points located", shapely, "1/s"),
        Figure::new("points located, one thread", ours, "1/s")
            .beside(shapely, "Shapely")
            .bar(Bar::AtLeast(1e7)),
        Figure::new("answers that differ from Shapely's", differ.count() as f64, "").bar(Bar::AtMost(0.0)),
        Figure::new("index of 2,408 polygons built in", built, "s").bar(Bar::AtMost(0.5)),
    ])
}

/// A Python with what generator and peers need.
fn python(bench: &Bench) -> Result<PathBuf, String> {
    let venv = bench.root.join("target/bench-venv");
    let python = venv.join("bin/python");
    if !python.exists() {
        call(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
        call(Command::new(venv.join("bin/pip")).args(["install", "-q", "numpy", "scipy", "shapely"]))?;
    }
    Ok(python)
}

fn call(command: &mut Command) -> Result<String, String> {
    let out = command.output().map_err(|e| format!("{command:?}: {e}"))?;
    match out.status.success() {
        true => Ok(String::from_utf8_lossy(&out.stdout).into_owned()),
        false => Err(String::from_utf8_lossy(&out.stderr).trim().to_owned()),
    }
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

fn answers(csv: &str) -> HashMap<i64, String> {
    #[allow(clippy::cast_possible_truncation)] // numbers of points, written as floats
    let row = |line: &str| {
        let (id, code) = line.split_once(',')?;
        Some((id.parse::<f64>().ok()? as i64, code.trim().to_owned()))
    };
    csv.lines().filter_map(row).collect()
}

fn areas(geojson: &str) -> Result<Vec<LocatorArea>, String> {
    let document: serde_json::Value = serde_json::from_str(geojson).map_err(|e| e.to_string())?;
    let features = document["features"].as_array().ok_or("no features")?;
    let area = |feature: &serde_json::Value| {
        let code =
            feature["properties"]["id"].as_str().or(feature["id"].as_str()).ok_or("an area without id")?;
        let rings = Rings::from_geojson(&feature["geometry"], Datum::Wgs84).map_err(|e| format!("{e:?}"))?;
        Ok(LocatorArea {
            code: code.into(),
            level: 1,
            kind: Kind::Ordinary,
            layer: None,
            shape: rings.to_shape(),
        })
    };
    features.iter().map(area).collect()
}

fn point(line: &str) -> Option<(&str, Point)> {
    let mut parts = line.split(',');
    let id = parts.next()?;
    Some((id, Point { lon: parts.next()?.parse().ok()?, lat: parts.next()?.parse().ok()? }))
}
