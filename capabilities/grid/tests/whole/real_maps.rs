//! Maps that nobody of this project made, imported as the worked examples say. Skipped, with a word, without the data.
use std::collections::HashMap;
use std::io::Read;

use geometry::Point;
use grid::model::{ImportKind, Report};
use grid::service::{Grid, ImportRequest};
use testkit::{TestDb, shared_data};

async fn import(test: &TestDb, grid: &Grid, kind: ImportKind, map: Option<&str>, data: Vec<u8>) -> Report {
    let request = ImportRequest { kind, map: map.map(Into::into), data, dry_run: false };
    let report = grid.import(&test.system(), request).await.unwrap();
    for p in &report.problems {
        eprintln!("{:?} {:?} {:?} {:?} {:?} {:?}", p.severity, p.kind, p.code, p.other, p.area_m2, p.at);
    }
    assert!(report.imported, "{} errors", report.errors());
    report
}

fn unzipped(path: &std::path::Path) -> String {
    let mut text = String::new();
    let file = std::fs::File::open(path).unwrap();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text).unwrap();
    text
}

/// Requests located against the agency's own columns: how many agree, of those that have one and lie in a polygon.
fn agreement(grid: &Grid, csv: &str) -> [(usize, usize); 2] {
    let map = grid.map();
    let mut counts = [(0, 0); 2];
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    for row in reader.deserialize::<HashMap<String, String>>() {
        let row = row.unwrap();
        let (Ok(lon), Ok(lat)) = (row["longitude"].parse(), row["latitude"].parse()) else { continue };
        let place = map.locate(Point::new(lon, lat));
        let district = place.area().filter(|_| place.outside_m.is_none()).map(|a| a.code.clone());
        let council = place.layers.get("nc").map(|l| l.code.clone());
        for (i, (found, told)) in [(district, &row["cd"]), (council, &row["nc"])].into_iter().enumerate() {
            if let Some(found) = found.filter(|_| !told.is_empty()) {
                counts[i].1 += 1;
                counts[i].0 += usize::from(found == *told);
            }
        }
    }
    counts
}

testkit::both!(los_angeles, |test| async move {
    let Some(districts) = shared_data("la311/la-city-council-districts-2012.geojson.gz") else { return };
    let councils = shared_data("la311/nc-boundary-2019-modified.geojson.gz").unwrap();
    let requests = shared_data("la311/la311_dev.csv.gz").unwrap();
    let grid = Grid::open(test.db.clone(), test.env.clone()).await.unwrap();
    let map = include_str!("../../../../docs/examples/la311/districts.yaml");
    let report =
        import(&test, &grid, ImportKind::Divisions, Some(map), std::fs::read(districts).unwrap()).await;
    assert_eq!((report.added, report.records), (16, 15));
    let map = include_str!("../../../../docs/examples/la311/neighborhoods.yaml");
    let report = import(&test, &grid, ImportKind::Layer, Some(map), std::fs::read(councils).unwrap()).await;
    assert_eq!(report.added, 99);

    let [(cd, of_cd), (nc, of_nc)] = agreement(&grid, &unzipped(&requests));
    eprintln!("cd {cd}/{of_cd} nc {nc}/{of_nc}");
    assert!(of_cd > 16_000 && of_nc > 16_000);
    assert!(cd * 1000 >= of_cd * 995, "districts agree on {cd} of {of_cd}");
    assert!(nc * 1000 >= of_nc * 985, "councils agree on {nc} of {of_nc}");
});

testkit::both!(a_public_list_of_divisions_and_its_borders, |test| async move {
    let Some(list) = shared_data("divisions/divisions_4areas.csv") else { return };
    let borders = shared_data("divisions/city_350300.geojson").unwrap();
    let grid = Grid::open(test.db.clone(), test.env.clone()).await.unwrap();
    let report = import(&test, &grid, ImportKind::Divisions, None, std::fs::read(list).unwrap()).await;
    assert_eq!(report.records, 3_229);
    assert_eq!(grid.subtree("3503").len(), 1 + 5 + 57 + 979);
    assert_eq!(grid.home_of("350302001002").as_deref(), Some("350302"));

    let map =
        "code: adcode\nname: name\ndatum: gcj02\nlevel: { column: level, values: { district: county } }\n";
    let report =
        import(&test, &grid, ImportKind::Divisions, Some(map), std::fs::read(borders).unwrap()).await;
    assert_eq!((report.records, report.changed), (5, 5));
    let place = grid.locate(Point::new(119.0, 25.45));
    assert_eq!(place.home.as_deref(), Some("350302"));
    assert_eq!(place.area_path, "35/3503/350302");
    assert_eq!(place.grid, None);
});
