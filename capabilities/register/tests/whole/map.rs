//! Records on the map: drawn one by one and in clusters, listed, counted by type; within one's areas, and nothing personal in it.

use super::{City, code};
use cases::import::read::Table;
use kernel::Env;
use register::map::{SpotQuery, Spots};
use register::service::{Correcting, Request};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;
use tiles::{Place, Tile};

const MANAGER: &str = "标记负责人";
const HEAD: &str = "no,name,type,manager,lon,lat,grid\n";

/// A place somewhere within a grid of the story's city: `x` and `y` go from 0 to 1.
fn within(city: &City, grid: &str, x: f64, y: f64) -> (f64, f64) {
    let [west, south, east, north] = city.story.grid.area(grid).unwrap().bbox.unwrap();
    (west + (0.05 + 0.9 * x) * (east - west), south + (0.05 + 0.9 * y) * (north - south))
}

fn row(city: &City, no: usize, kind: &str, grid: &str, (x, y): (f64, f64)) -> String {
    let (lon, lat) = within(city, grid, x, y);
    format!("{no},场所{no},{kind},{MANAGER},{lon},{lat},{grid}\n")
}

async fn import(city: &City, csv: &str) -> register::service::ImportReport {
    let bytes = csv.as_bytes().to_vec();
    let open = |d: char, s: Option<&str>| Table::of_bytes("places.csv", bytes.clone(), d, s);
    let mapping = json!({"key": "no", "area": "grid", "lon": "lon", "lat": "lat", "as_of": "2026-02-01",
        "fields": {"name": "name", "type": "type", "manager": "manager"}});
    let request = Request {
        kind: "place",
        source: "towns",
        mapping: Some(mapping),
        dry_run: false,
        rejects: None,
        progress: &|_| {},
    };
    Box::pin(city.register.import(&city.who("adam").await, &open, request)).await.unwrap()
}

async fn follow(city: &City) {
    let env: Arc<dyn Env> = city.story.test.env.clone();
    let reader: Arc<dyn ledger::follow::Reader> = Arc::new(Spots(city.register.clone()));
    Box::pin(ledger::follow::catch_up(&city.story.test.db, &env, &reader)).await.unwrap();
    city.follow().await;
}

/// What somebody sees of the tiles of the county: their bytes and what changes with them.
async fn tile(city: &City, login: &str, types: Option<&str>, z: u8) -> (Vec<u8>, String) {
    let [west, south, east, north] = city.story.grid.area("K1").unwrap().bbox.unwrap();
    let at = |n: i32, from: f64, to: f64| from + f64::from(n) / 8.0 * (to - from);
    let around =
        |(x, y)| Tile::around(Place::of(geometry::Point::new(at(x, west, east), at(y, south, north))), z);
    let mut tiles: Vec<Tile> = (0..=8).flat_map(|x| (0..=8).map(move |y| (x, y))).map(around).collect();
    tiles.sort_by_key(|t| (t.x(), t.y()));
    tiles.dedup();
    let layer = Box::pin(city.register.layer(&city.who(login).await, "place", types)).await.unwrap();
    let (mut drawn, mut version) = (vec![], String::new());
    for tile in tiles {
        drawn.extend(city.register.tile(&layer, tile).await.unwrap());
        version.push_str(&city.register.tile_version(&layer, tile).await.unwrap());
    }
    (drawn, version)
}

fn has(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|w| w == text.as_bytes())
}

async fn listed(city: &City, login: &str, layers: &str) -> Vec<String> {
    let q = SpotQuery { layers: layers.into(), bbox: "-180,-85,180,85".into(), limit: None };
    let (items, _) = Box::pin(city.register.spots(&city.who(login).await, &q)).await.unwrap();
    let mut names: Vec<String> = items.into_iter().map(|s| s.name).collect();
    names.sort();
    names
}

async fn counts(city: &City, login: &str, area: Option<&str>) -> (i64, BTreeMap<String, i64>) {
    let tree = Box::pin(city.register.tree(&city.who(login).await, area)).await.unwrap();
    let place = tree.kinds.into_iter().find(|k| k.code == "place").unwrap();
    assert!(place.map);
    (place.count, place.types.into_iter().map(|t| (t.code, t.count)).collect())
}

testkit::both!(places_are_drawn_listed_and_counted, |test| async move {
    let city = City::new(test).await;
    let csv = [
        HEAD.to_owned(),
        row(&city, 1, "10", "G1", (0.2, 0.2)),
        row(&city, 2, "20", "G1", (0.8, 0.8)),
        row(&city, 3, "10", "G2", (0.5, 0.5)),
        format!("4,无坐标,10,{MANAGER},,,G2\n5,错坐标,10,{MANAGER},999,25,G2\n"),
    ];
    let done = import(&city, &csv.concat()).await;
    assert_eq!((done.added, done.rejected), (4, 1), "{:?}", done.reasons);
    assert_eq!(done.reasons["lon: register.fault.point"], 1);
    follow(&city).await;

    // one by one from near and, being few, from afar; names and types, nobody's name
    let (near, before) = tile(&city, "rita", None, 15).await;
    for name in ["场所1", "场所2", "场所3", "K1-1"] {
        assert!(has(&near, name), "{name}");
    }
    assert!(!has(&near, MANAGER) && !has(&near, "无坐标"));
    let (some, _) = tile(&city, "rita", Some("20"), 15).await;
    assert!(has(&some, "场所2") && !has(&some, "场所1"));
    // the worker of one grid sees that grid, another county nothing; and the map has no people
    let (own, _) = tile(&city, "gwen", None, 15).await;
    assert!(has(&own, "场所1") && !has(&own, "场所3"));
    assert!(!has(&tile(&city, "faro", None, 15).await.0, "场所"));
    let people = Box::pin(city.register.layer(&city.who("rita").await, "person", None)).await;
    assert_eq!(code(people.err().unwrap()), "field.invalid");
    assert_eq!(listed(&city, "rita", "place").await.len(), 3);
    assert_eq!(listed(&city, "rita", "place:10").await, ["场所1", "场所3"]);
    assert_eq!(listed(&city, "gwen", "place").await.len(), 2);
    let by = |all: &[(&str, i64)]| all.iter().map(|(c, n)| ((*c).to_owned(), *n)).collect::<BTreeMap<_, _>>();
    assert_eq!(counts(&city, "rita", None).await, (4, by(&[("10", 3), ("20", 1)])));
    assert_eq!(counts(&city, "rita", Some("G1")).await, (2, by(&[("10", 1), ("20", 1)])));
    assert_eq!(counts(&city, "gwen", None).await.0, 2);
    assert_eq!(counts(&city, "faro", None).await, (0, by(&[])));

    // a correction changes type and label; the point stays; the tile is another one
    let values = BTreeMap::from([("type".to_owned(), "40".to_owned()), ("name".into(), "新名".into())]);
    let new = Correcting { version: 1, values, reason: Some("改建".into()) };
    Box::pin(city.register.correct(&city.who("tina").await, "K1-1", &new, None)).await.unwrap();
    assert_eq!(tile(&city, "rita", None, 15).await.1, before, "nothing is known of it yet");
    follow(&city).await;
    let (now, after) = tile(&city, "rita", None, 15).await;
    assert_ne!(before, after);
    assert!(has(&now, "新名") && !has(&now, "场所1"));
    assert_eq!(counts(&city, "rita", None).await.1, by(&[("10", 2), ("20", 1), ("40", 1)]));
    let view = Box::pin(city.register.view(&city.who("rita").await, "K1-1", None)).await.unwrap();
    assert!(view.point.is_some());

    // a place that moved is drawn where it is now, and nowhere else
    let moved = [HEAD.to_owned(), row(&city, 3, "10", "G1", (0.9, 0.1))].concat();
    assert_eq!(import(&city, &moved).await.changed, 1);
    follow(&city).await;
    assert_eq!(listed(&city, "gwen", "place").await.len(), 3);
    assert_eq!(counts(&city, "gwen", None).await.0, 3);
    let report = city.verify().await;
    assert!(report.holds(), "{:?}", report.breaks);
    city.run("UPDATE register_record SET open_values = replace(open_values, '0', '1') WHERE n = 3").await;
    assert!(!city.verify().await.holds(), "a point that was moved behind the back");
});

testkit::both!(many_places_are_clusters, |test| async move {
    let city = City::new(test).await;
    let mut csv = HEAD.to_owned();
    for n in 0..1_200 {
        let at = ((n % 40) as f64 / 40.0, (n / 40) as f64 / 30.0);
        csv.push_str(&row(&city, n, ["10", "20", "30"][n % 3], ["G1", "G2"][n % 2], at));
    }
    assert_eq!(import(&city, &csv).await.added, 1_200);
    follow(&city).await;
    // whoever sees the county or the town: out of cells; the worker of a grid: out of the points
    for (login, n) in [("rita", "1.2k"), ("tina", "1.2k"), ("gwen", "600")] {
        let (drawn, _) = tile(&city, login, None, 4).await;
        assert!(has(&drawn, n), "{login} {}", String::from_utf8_lossy(&drawn));
        assert!(!has(&drawn, "场所"));
        let (some, _) = tile(&city, login, Some("10"), 4).await;
        assert!(has(&some, if login == "gwen" { "200" } else { "400" }), "{login}");
    }
    let cells = city.number(
        "SELECT CAST(sum(n) AS BIGINT) AS n FROM register_cell WHERE level = 10 AND place = '' AND type = ''",
    );
    assert_eq!(cells.await, 1_200);
});
