//! The map of the demo city: how many areas, exact borders, no gaps, no overlaps, the same every time.

use demo::map::{Area, Level, Map};
use geometry::{Kind, Locator, LocatorArea, MultiPolygon, Point, Rings, area_m2, coverage, overlaps};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

static MAP: LazyLock<Map> = LazyLock::new(|| Map::new(2026).unwrap());

fn children(parent: usize) -> Vec<&'static Area> {
    MAP.areas.iter().filter(|a| a.parent == Some(parent)).collect()
}

fn ordinary(areas: &[&'static Area]) -> Vec<&'static MultiPolygon> {
    areas.iter().filter(|a| a.exclusive.is_none()).map(|a| &a.shape).collect()
}

#[test]
fn as_many_areas_as_promised() {
    let count = |l: Level| MAP.level(l).count();
    assert_eq!(count(Level::City), 1);
    assert_eq!(count(Level::County), 5);
    assert_eq!(count(Level::Town), 57);
    assert_eq!(count(Level::Village), 980);
    assert_eq!(count(Level::Grid), 2408);
    assert!(MAP.areas.iter().filter(|a| a.exclusive.is_some()).count() > 100);
    assert!(MAP.level(Level::County).all(|c| children(c).len() >= 5), "every county has towns");
}

#[test]
fn codes_are_of_the_profile_and_unique() {
    let codes: BTreeSet<&str> = MAP.areas.iter().map(|a| a.code.as_str()).collect();
    assert_eq!(codes.len(), MAP.areas.len());
    for a in &MAP.areas {
        let length = match a.level {
            Level::City => 4,
            Level::County => 6,
            Level::Town => 9,
            Level::Village => 12,
            Level::Grid => 15,
        };
        assert_eq!(a.code.len(), length, "{}", a.code);
        assert!(a.code.starts_with("99"));
        if let Some(p) = a.parent {
            assert!(a.code.starts_with(&MAP.areas[p].code));
        }
    }
}

#[test]
fn names_are_unique_under_a_parent_and_in_both_languages() {
    let mut seen: BTreeMap<(Option<usize>, &str), &str> = BTreeMap::new();
    for a in &MAP.areas {
        assert!(a.name.en.as_deref().is_some_and(|e| e.is_ascii() && e.len() > 4), "{:?}", a.name);
        let before = seen.insert((a.parent, &a.name.zh), &a.code);
        assert!(before.is_none(), "{} stands twice: {before:?} {}", a.name.zh, a.code);
    }
}

#[test]
fn every_ring_is_sound() {
    for a in &MAP.areas {
        let geometry = geometry::to_geojson(&a.shape, 7);
        let rings = Rings::from_geojson(&geometry, geometry::Datum::Wgs84).unwrap();
        assert_eq!(rings.problems(), [], "{} {}", a.code, a.name.zh);
        assert!(area_m2(&a.shape) > 2_000.0, "{} is too small", a.code);
    }
}

#[test]
fn children_fill_their_parent_without_gap_or_overlap() {
    for level in [Level::City, Level::County, Level::Town, Level::Village] {
        for parent in MAP.level(level) {
            let shapes = ordinary(&children(parent));
            assert!(!shapes.is_empty());
            assert_eq!(overlaps(&shapes, 0.5), [], "{}", MAP.areas[parent].code);
            let found = coverage(&MAP.areas[parent].shape, &shapes, 0.5);
            assert_eq!(found, Default::default(), "{}", MAP.areas[parent].code);
        }
    }
}

#[test]
fn exclusive_grids_lie_inside_their_village() {
    for a in MAP.areas.iter().filter(|a| a.exclusive.is_some()) {
        let village = &MAP.areas[a.parent.unwrap()].shape;
        assert_eq!(coverage(village, &[&a.shape], 0.5).outside, [], "{}", a.code);
    }
}

#[test]
fn a_layer_covers_the_city_and_does_not_nest_in_towns() {
    let city = &MAP.areas[0].shape;
    for layer in &MAP.layers {
        let shapes: Vec<&MultiPolygon> = layer.areas.iter().map(|a| &a.2).collect();
        assert_eq!(coverage(city, &shapes, 0.5), Default::default(), "{}", layer.code);
        let located = |area: &(String, kernel::Text, MultiPolygon)| LocatorArea {
            code: area.0.clone(),
            level: 0,
            kind: Kind::Ordinary,
            layer: None,
            shape: area.2.clone(),
        };
        let locator = Locator::build(layer.areas.iter().map(located).collect());
        let mut towns: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for grid in MAP.level(Level::Grid) {
            let found = locator.locate(MAP.areas[grid].point()).area.unwrap();
            towns.entry(found.code.to_owned()).or_default().insert(MAP.above(grid, Level::Town));
        }
        let crossing = towns.values().filter(|t| t.len() > 1);
        assert!(crossing.count() > shapes.len() / 2, "{}", layer.code);
    }
}

#[test]
fn the_same_seed_gives_the_same_city() {
    let again = Map::new(2026).unwrap();
    let digest =
        |m: &Map| m.areas.iter().map(|a| format!("{}{}{:?}", a.code, a.name.zh, a.shape)).collect::<String>();
    assert_eq!(digest(&MAP), digest(&again));
    assert_ne!(digest(&MAP), digest(&Map::new(7).unwrap()));
}

#[test]
fn dense_in_the_core_and_wide_in_the_country() {
    let size = |a: &Area| area_m2(&a.shape);
    let mut grids: Vec<f64> =
        MAP.areas.iter().filter(|a| a.level == Level::Grid && a.exclusive.is_none()).map(size).collect();
    grids.sort_by(f64::total_cmp);
    let (small, large) = (grids[grids.len() / 20], grids[grids.len() * 19 / 20]);
    assert!(large / small > 10.0, "{small} {large}");
}

#[test]
fn the_middle_of_the_map_lies_in_the_core() {
    let bounds = geometry::bbox(&MAP.areas[0].shape).unwrap();
    let middle = Point::new((bounds.west + bounds.east) / 2.0, (bounds.south + bounds.north) / 2.0);
    let county = |index: usize| {
        let a = &MAP.areas[index];
        LocatorArea {
            code: a.code.clone(),
            level: 0,
            kind: Kind::Ordinary,
            layer: None,
            shape: a.shape.clone(),
        }
    };
    let locator = Locator::build(MAP.level(Level::County).map(county).collect());
    let core = MAP.level(Level::County).next().map(|c| MAP.areas[c].code.as_str());
    assert_eq!(
        locator.locate(middle).area.map(|a| a.code),
        core,
        "a first report must reach the demo's handlers"
    );
}
