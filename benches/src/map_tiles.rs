//! Vector tiles of a million points, zoom 8 to 15, beside PostGIS `ST_AsMVT` in the same run; and of 2,408 grids.

use crate::{
    Answer, Bench,
    figure::{Bar, Figure},
    spatial::{PostGis, Spatial},
};
use cases::tiles::{Audience, Point as Spot, features, store};
use db::{Db, DbError, Load, Options};
use geometry::{BBox, Locator};
use kernel::{Actor, Ctx, SystemEnv};
use std::{sync::Arc, time::Duration, time::Instant};
use tiles::{Form, Ground, Layer, Place, Tile, Value, cluster, mvt};

const COUNTY: &str = "bench";
/// Tiles of a zoom at most; the peer takes as many.
const SAMPLE: usize = 400;

/// With the generator and the peers of `../shared/bench/spatial`.
pub async fn run(bench: &Bench) -> Answer {
    let spatial = Spatial::make(bench)?;
    let areas = spatial.areas()?;
    let ground = Ground::new(areas.iter().map(|a| &a.shape));
    let codes: Vec<String> = areas.iter().map(|a| a.code.clone()).collect();
    let extent = Locator::build(areas).extent().ok_or("no ground")?;
    let db = filled(bench, &spatial).await.map_err(|e| e.to_string())?;
    let (mut points, mut grids) = (Took::default(), Took::default());
    for tile in sample(extent) {
        let begun = Instant::now();
        let mut tx = db.read().await.map_err(|e| e.to_string())?;
        let drawn = features(&mut tx, tile, &[COUNTY.to_owned()], Audience::Public, None).await;
        let bytes = mvt::encode([&drawn.map_err(|e| e.to_string())?]);
        points.add(begun, bytes.len());
        drop(tx);
        let begun = Instant::now();
        grids.add(begun, draw(&ground, &codes, tile).len());
    }
    db.close().await;
    let mut figures = points.figures("of a million points");
    figures.extend(grids.figures("of 2,408 grids"));
    match spatial.postgis(bench).and_then(|peer| postgis(&spatial, &peer)) {
        Ok(peers) => {
            for (name, ours, (rate, worst)) in [("points", &points, peers.0), ("grids", &grids, peers.1)] {
                let peer = format!("PostGIS ST_AsMVT, {name}");
                figures.push(Figure::new(format!("{peer}, tiles"), rate, "1/s"));
                figures.push(Figure::new(format!("{peer}, worst tile"), worst, "ms"));
                figures.push(
                    Figure::new(format!("tiles of {name}"), ours.rate(), "1/s").beside(rate, "PostGIS"),
                );
            }
        }
        Err(why) => eprintln!("  without PostGIS: {why}"),
    }
    Ok(figures)
}

/// What tiles took.
#[derive(Default)]
struct Took {
    tiles: usize,
    all: Duration,
    worst: Duration,
    largest: usize,
}

impl Took {
    fn add(&mut self, begun: Instant, bytes: usize) {
        let took = begun.elapsed();
        self.tiles += 1;
        self.all += took;
        self.worst = self.worst.max(took);
        self.largest = self.largest.max(bytes);
    }

    fn rate(&self) -> f64 {
        self.tiles as f64 / self.all.as_secs_f64()
    }

    fn figures(&self, what: &str) -> Vec<Figure> {
        vec![
            Figure::new(format!("tiles {what}, zoom 8 to 15"), self.rate(), "1/s")
                .bar(Bar::AtLeast(950.0))
                .note(format!("{} tiles, one thread", self.tiles)),
            Figure::new(format!("worst tile {what}"), self.worst.as_secs_f64() * 1e3, "ms")
                .bar(Bar::AtMost(100.0)),
            Figure::new(format!("largest tile {what}"), self.largest as f64 / 1e3, "KB")
                .bar(Bar::AtMost(500.0)),
        ]
    }
}

/// Every tile of zoom 8 to 12, and some of each nearer one, the same in every run.
fn sample(extent: BBox) -> Vec<Tile> {
    let corner = |lon: f64, lat: f64, z: u8| Tile::around(Place::of(geometry::Point::new(lon, lat)), z);
    let mut all = Vec::new();
    for z in 8..=15 {
        let (from, to) = (corner(extent.west, extent.north, z), corner(extent.east, extent.south, z));
        let rows = from.y()..=to.y();
        let tiles: Vec<Tile> =
            rows.flat_map(|y| (from.x()..=to.x()).filter_map(move |x| Tile::new(z, x, y))).collect();
        let step = tiles.len().div_ceil(if z < 13 { tiles.len().max(1) } else { SAMPLE }).max(1);
        all.extend(tiles.into_iter().step_by(step));
    }
    all
}

/// A database with the points as open public cases, as the reader of the ledger keeps them.
async fn filled(bench: &Bench, spatial: &Spatial) -> Result<Db, DbError> {
    let url = format!("sqlite:{}", bench.work.join("tiles.db").display());
    let options =
        Options { load: Load::Fill, command_limit: Duration::from_secs(3600), ..Options::default() };
    let db = Db::open(&url, options).await?;
    let ctx = Ctx::new(Arc::new(SystemEnv), Actor::system("bench"), "bench");
    let points = spatial.points().map_err(DbError::Config)?;
    let spot = |(id, p): (i64, geometry::Point)| Spot {
        spot: cluster::spot(Place::of(p)),
        id: id.to_string(),
        number: format!("{COUNTY}-{id:08}"),
        category: None,
        phase: "work".into(),
        due_at: None,
        area_path: String::new(),
        public: true,
        shown: Some(format!("{:02}", id % 40)),
    };
    let spots: Arc<[Spot]> = points.into_iter().map(spot).collect();
    db.write(&ctx, move |tx| {
        let spots = spots.clone();
        Box::pin(async move { store::replace(tx, COUNTY, &spots).await })
    })
    .await?;
    Ok(db)
}

fn draw(ground: &Ground, codes: &[String], tile: Tile) -> Vec<u8> {
    let mut layer = Layer::new("grids");
    let each = |i: usize, pen: &tiles::Pen| {
        layer.add(Form::Polygon, pen, &[("id", Value::Text(&codes[i]))]);
    };
    ground.draw(tile, |_| true, each);
    mvt::encode([&layer])
}

/// Tiles a second and the worst in milliseconds.
type Speed = (f64, f64);

/// The speed of points and of grids.
fn postgis(spatial: &Spatial, peer: &PostGis) -> Result<(Speed, Speed), String> {
    let said = spatial.script("bench_mvt.py", &[&peer.dsn(), "1"])?;
    let lines: Vec<serde_json::Value> =
        said.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let of = |layer: &str| {
        let mine = lines.iter().filter(|v| v["layer"] == layer);
        let worst = mine.clone().filter_map(|v| v["max_ms"].as_f64()).fold(0.0, f64::max);
        let rate = mine.filter(|v| v["total_tiles"].is_number()).find_map(|v| v["tiles_per_s"].as_f64());
        (rate.unwrap_or(0.0), worst)
    };
    Ok((of("points"), of("grids")))
}
