//! Locating a million points in 2,408 polygons, one thread, beside Shapely in the same run.

use crate::{figure, median};
use geometry::{Datum, Kind, Locator, LocatorArea, Point, Rings};
use std::{fmt::Write as _, path::Path, time::Instant};

/// Reads `grids.geojson` and `points.csv` of the generator in `../shared/bench/spatial`, answers `ours.csv`.
pub fn run(folder: &str) {
    let folder = Path::new(folder);
    let areas = areas(&std::fs::read_to_string(folder.join("grids.geojson")).expect("grids.geojson"));
    let text = std::fs::read_to_string(folder.join("points.csv")).expect("points.csv");
    let points: Vec<(&str, Point)> = text.lines().skip(1).filter_map(point).collect();
    let begun = Instant::now();
    let locator = Locator::build(areas);
    figure("index built in, 1/s", 1.0 / begun.elapsed().as_secs_f64());
    let runs = (0..5).map(|_| {
        let begun = Instant::now();
        let inside = points.iter().filter(|(_, p)| locator.locate_covering(*p).area.is_some()).count();
        assert!(inside > 0, "some points lie in the map");
        points.len() as f64 / begun.elapsed().as_secs_f64()
    });
    figure("locate, points/s", median(runs.collect()));
    let mut answers = String::new();
    for (id, p) in &points {
        if let Some(area) = locator.locate_covering(*p).area {
            let _ = writeln!(answers, "{id},{}", area.code);
        }
    }
    std::fs::write(folder.join("ours.csv"), answers).expect("ours.csv");
}

fn areas(geojson: &str) -> Vec<LocatorArea> {
    let document: serde_json::Value = serde_json::from_str(geojson).expect("GeoJSON");
    let features = document["features"].as_array().expect("features");
    features
        .iter()
        .map(|feature| {
            let code = feature["properties"]["id"].as_str().or(feature["id"].as_str()).expect("an id");
            let rings = Rings::from_geojson(&feature["geometry"], Datum::Wgs84).expect("a polygon");
            LocatorArea {
                code: code.into(),
                level: 1,
                kind: Kind::Ordinary,
                layer: None,
                shape: rings.to_shape(),
            }
        })
        .collect()
}

fn point(line: &str) -> Option<(&str, Point)> {
    let mut parts = line.split(',');
    let id = parts.next()?;
    Some((id, Point { lon: parts.next()?.parse().ok()?, lat: parts.next()?.parse().ok()? }))
}
