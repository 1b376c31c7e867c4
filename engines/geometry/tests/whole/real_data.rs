//! Against data that nobody of this project made. Skipped, with a word, where the data is absent.

use std::path::PathBuf;

use geometry::{Datum, Point, Rings, area_m2, coverage, overlaps, shape, to_geojson};
use serde_json::Value;

fn data(name: &str) -> Option<Value> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(name);
    match std::fs::read_to_string(&path) {
        Ok(text) => Some(serde_json::from_str(&text).unwrap()),
        Err(_) => {
            eprintln!("skipped: {} is absent", path.display());
            None
        }
    }
}

fn pair(v: &Value) -> Point {
    Point::new(v[0].as_f64().unwrap(), v[1].as_f64().unwrap())
}

/// The cities' GCJ-02 comes from a map service: the public formula is up to 0.7 m off it (the library that publishes
/// the file allows itself 5 m); between GCJ-02 and BD-09 it agrees to the last digits.
fn tolerance(from: Datum, to: Datum) -> f64 {
    if from == Datum::Wgs84 || to == Datum::Wgs84 { 7e-6 } else { 2e-7 }
}

/// 332 cities in three datums, 7 decimals each.
#[test]
fn datums_agree_with_gcoord() {
    let Some(cities) = data("coords/gcoord_china_cities_dev.json") else { return };
    let cities = cities.as_array().unwrap();
    assert!(cities.len() > 300);
    for city in cities {
        let at = |name: &str| pair(&city["coords"][name]);
        let all = [(Datum::Wgs84, at("WGS84")), (Datum::Gcj02, at("GCJ02")), (Datum::Bd09, at("BD09"))];
        for (from, p) in all {
            for (to, expected) in all {
                let got = from.convert(to, p);
                let off = (got.lon - expected.lon).abs().max((got.lat - expected.lat).abs());
                assert!(
                    off < tolerance(from, to),
                    "{} {from:?} to {to:?}: {got:?} {expected:?}",
                    city["attrs"]["name"]
                );
            }
        }
    }
}

/// Counties of two prefectures: sound rings, believable areas, neighbours that hardly overlap, borders that survive
/// simplification and the way through GeoJSON.
#[test]
fn counties_of_two_prefectures() {
    for file in ["divisions/city_350300.geojson", "divisions/city_441500.geojson"] {
        let Some(map) = data(file) else { return };
        let mut shapes = Vec::new();
        for feature in map["features"].as_array().unwrap() {
            let rings = Rings::from_geojson(&feature["geometry"], Datum::Gcj02).unwrap();
            let bad: Vec<_> = rings.problems().into_iter().filter(|p| !p.fault.harmless()).collect();
            assert!(bad.is_empty(), "{} {bad:?}", feature["properties"]["name"]);
            shapes.push(rings.to_shape());
        }
        let refs: Vec<_> = shapes.iter().collect();
        let total: f64 = refs.iter().map(|s| area_m2(s)).sum();
        assert!((3.0e9..7.0e9).contains(&total), "{total}");
        let doubled: f64 = overlaps(&refs, 1.0).iter().map(|o| o.patch.area_m2).sum();
        assert!(doubled < total * 1e-4, "{doubled} of {total}");

        let whole = geo::unary_union(refs.iter().copied());
        let cover = coverage(&whole, &refs, 1.0);
        assert!(cover.gaps.is_empty() && cover.outside.is_empty());

        let small = geometry::simplify::together(&refs, 0.001);
        let kept: f64 = small.iter().map(area_m2).sum();
        assert!((kept / total - 1.0).abs() < 0.02, "{kept} of {total}");
        let again = Rings::from_geojson(&to_geojson(&shapes[0], 7), Datum::Wgs84).unwrap().to_shape();
        assert!((area_m2(&again) / area_m2(&shapes[0]) - 1.0).abs() < 1e-6);
        let back =
            shape::convert(&shape::convert(&shapes[0], Datum::Wgs84, Datum::Bd09), Datum::Bd09, Datum::Wgs84);
        assert!((area_m2(&back) / area_m2(&shapes[0]) - 1.0).abs() < 1e-9);
    }
}
