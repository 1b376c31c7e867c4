//! Locating a million points in 2,408 polygons, one thread, beside Shapely and PostGIS in the same run.

use crate::{
    Answer, Bench,
    figure::{Bar, Figure},
    median,
    spatial::{Spatial, answers},
};
use geometry::{Locator, Point};
use std::collections::HashMap;
use std::time::Instant;

/// The lowest code that covers each point.
const POSTGIS: &str = "SET jit = off; SET max_parallel_workers_per_gather = 0;
    SELECT p.id, min(g.id) FROM grids g JOIN points p ON ST_Covers(g.geom, p.geom) GROUP BY p.id";

/// With the generator and the peers of `../shared/bench/spatial`.
pub async fn run(bench: &Bench) -> Answer {
    let ground = Spatial::make(bench)?;
    let areas = ground.areas()?;
    let points = ground.points()?;
    let build = || {
        let given = areas.clone();
        let begun = Instant::now();
        std::hint::black_box(Locator::build(given)).warm();
        begun.elapsed().as_secs_f64()
    };
    let built = median((0..5).map(|_| build()).collect());
    let locator = Locator::build(areas);
    locator.warm();
    let rate = || {
        let begun = Instant::now();
        let inside = points.iter().filter(|(_, p)| locator.locate_covering(*p).area.is_some()).count();
        assert!(inside > 0, "some points lie in the map");
        points.len() as f64 / begun.elapsed().as_secs_f64()
    };
    let ours = median((0..9).map(|_| rate()).collect());
    let said = ground.script("bench_pip.py", &[&ground.folder.to_string_lossy(), "shapely"])?;
    let shapely = said.lines().find_map(|l| serde_json::from_str::<serde_json::Value>(l).ok());
    let shapely = shapely.and_then(|v| v["points_per_s"].as_f64()).unwrap_or(0.0);
    let theirs = answers(&ground.read("ans_shapely.csv")?);
    let mut figures = vec![
        Figure::new("index of 2,408 polygons built in", built, "s").bar(Bar::AtMost(0.5)),
        Figure::new("the index in memory", locator.heap_bytes() as f64 / 1e6, "MB").bar(Bar::AtMost(70.0)),
        Figure::new("Shapely, points located", shapely, "1/s"),
        Figure::new("points located, one thread", ours, "1/s")
            .beside(shapely, "Shapely")
            .bar(Bar::AtLeast(1e7)),
        differing("Shapely's", &locator, &points, &theirs),
    ];
    match ground.postgis(bench).and_then(|peer| peer.rows(POSTGIS)) {
        Ok((rows, seconds)) => {
            let postgis = points.len() as f64 / seconds;
            figures.push(Figure::new("PostGIS ST_Covers with GiST, points located", postgis, "1/s"));
            figures.push(Figure::new("points located, one thread", ours, "1/s").beside(postgis, "PostGIS"));
            figures.push(differing("PostGIS's", &locator, &points, &answers(&rows)));
        }
        Err(why) => eprintln!("  without PostGIS: {why}"),
    }
    Ok(figures)
}

fn differing(
    whose: &str,
    locator: &Locator,
    points: &[(i64, Point)],
    theirs: &HashMap<i64, String>,
) -> Figure {
    let differ = points.iter().filter(|(id, p)| {
        locator.locate_covering(*p).area.map(|a| a.code) != theirs.get(id).map(String::as_str)
    });
    Figure::new(format!("answers that differ from {whose}"), differ.count() as f64, "")
        .bar(Bar::AtMost(0.0))
        .note(format!("{} points inside", theirs.len()))
}
