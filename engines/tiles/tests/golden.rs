//! A tile of known areas and points, byte for byte. The same file is read by the map's own reader of tiles in
//! `web/packages/map/src/tiles.test.ts`, which is not ours. `BLESS=1` writes it anew.
#![allow(clippy::unwrap_used)]

use geometry::{Point, Rings};
use tiles::{Form, Ground, Layer, Pen, Place, Tile, Value, cluster, mvt};

fn square(west: f64, south: f64, side: f64) -> Vec<Point> {
    [(0.0, 0.0), (side, 0.0), (side, side), (0.0, side), (0.0, 0.0)]
        .map(|(x, y)| Point::new(west + x, south + y))
        .to_vec()
}

#[test]
fn a_tile_as_it_has_always_been() {
    let tile = Tile::around(Place::of(Point::new(119.01, 25.01)), 12);
    let holed = Rings(vec![vec![square(119.0, 25.0, 0.02), square(119.005, 25.005, 0.01)]]).to_shape();
    let beside = Rings(vec![vec![square(119.02, 25.0, 0.02)]]).to_shape();
    let ground = Ground::new([&holed, &beside]);
    let mut areas = Layer::new("grids");
    ground.draw(
        tile,
        |_| true,
        |i, pen| {
            let code = format!("g{i}");
            areas.add(
                Form::Polygon,
                pen,
                &[("code", Value::Text(&code)), ("exclusive", Value::Flag(i == 1))],
            );
        },
    );
    let mut cases = Layer::new("cases");
    let spots = [(119.01, 25.01), (119.0101, 25.0101), (119.05, 25.05)];
    let spots = spots.map(|(lon, lat)| cluster::spot(Place::of(Point::new(lon, lat))));
    let heaps = spots.map(cluster::Heap::one);
    for cluster::Cluster { at, count, .. } in cluster::clusters(tile, &heaps) {
        let mut pen = Pen::default();
        pen.points(&[at]);
        cases.add(Form::Point, &pen, &[("point_count", Value::Whole(count)), ("less", Value::Whole(-count))]);
    }
    let bytes = mvt::encode([&areas, &cases]);
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/tile.mvt");
    if std::env::var_os("BLESS").is_some() {
        std::fs::create_dir_all(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden")).unwrap();
        std::fs::write(path, &bytes).unwrap();
    }
    assert_eq!(bytes, std::fs::read(path).unwrap(), "BLESS=1 writes it anew");
}
