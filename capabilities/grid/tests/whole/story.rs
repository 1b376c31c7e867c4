//! The grid through its public face, on both databases, with an invented town.
use std::sync::Arc;

use geometry::Point;
use grid::model::{ImportKind, ProblemKind, Report, Severity};
use grid::service::{Grid, ImportRequest, Past};
use kernel::{Actor, ActorKind, Grant, Timestamp};
use serde_json::{Value, json};
use testkit::TestDb;

const PROFILE: &str = "profile:\n  id: test\n  home: ward\n  levels:\n    - { id: town, name: { zh: 镇, en: Town } }\n    - { id: ward, name: { zh: 区, en: Ward } }\n    - { id: cell, name: { zh: 格, en: Cell }, grid: true }\n";
const FIELDS: &str = "code: code\nname: { zh: name, en: name_en }\nlevel: level\nparent: parent\nkind: kind\naliases: local\nvalid_from: from\nvalid_to: to\nsuccessors: next\n";

fn square(w: f64, s: f64, e: f64, n: f64) -> Value {
    json!({"type": "Polygon", "coordinates": [[[w, s], [e, s], [e, n], [w, n], [w, s]]]})
}

fn feature(code: &str, level: &str, parent: &str, geometry: Value) -> Value {
    json!({"type": "Feature", "properties": {"code": code, "name": code, "level": level, "parent": parent}, "geometry": geometry})
}

fn with(mut feature: Value, key: &str, value: &str) -> Value {
    feature["properties"][key] = value.into();
    feature
}

fn collection(features: &[Value]) -> Vec<u8> {
    json!({"type": "FeatureCollection", "features": features}).to_string().into_bytes()
}

struct Story {
    test: TestDb,
    grid: Arc<Grid>,
}

impl Story {
    async fn new(test: TestDb) -> Self {
        let grid = Grid::open(test.db.clone(), test.env.clone()).await.unwrap();
        Self { test, grid }
    }

    fn request(&self, kind: ImportKind, extra: &str, features: &[Value]) -> ImportRequest {
        let map = Some(format!("{PROFILE}{FIELDS}{extra}"));
        ImportRequest { kind, map, data: collection(features), dry_run: false }
    }

    async fn import(&self, kind: ImportKind, extra: &str, features: &[Value]) -> Report {
        let request = self.request(kind, extra, features);
        self.grid.import(&self.test.system(), request).await.unwrap()
    }

    /// A town of two wards; the west ward has three cells, one of them a school inside another.
    async fn town(test: TestDb) -> Self {
        let story = Self::new(test).await;
        let divisions = [
            feature("T", "town", "", square(0.0, 0.0, 0.04, 0.02)),
            feature("W1", "ward", "T", square(0.0, 0.0, 0.02, 0.02)),
            feature("W2", "ward", "T", square(0.02, 0.0, 0.04, 0.02)),
        ];
        let report = story.import(ImportKind::Divisions, "", &divisions).await;
        assert_eq!((report.added, report.problems.len()), (3, 0), "{:?}", report.problems);
        let cells = [
            with(feature("C1", "cell", "W1", square(0.0, 0.0, 0.01, 0.02)), "local", "old-1;old-2"),
            feature("C2", "cell", "W1", square(0.01, 0.0, 0.02, 0.02)),
            with(feature("S1", "cell", "W1", square(0.002, 0.002, 0.004, 0.004)), "kind", "exclusive"),
        ];
        let report = story.import(ImportKind::Grids, "", &cells).await;
        assert_eq!((report.added, report.problems.len()), (3, 0), "{:?}", report.problems);
        story
    }

    fn path(&self, lon: f64, lat: f64) -> String {
        self.grid.locate(Point::new(lon, lat)).area_path
    }
}

fn kinds(report: &Report) -> Vec<(Severity, ProblemKind, &str)> {
    report.problems.iter().map(|p| (p.severity, p.kind, p.code.as_deref().unwrap_or(""))).collect()
}

testkit::both!(a_point_finds_its_place, |test| async move {
    let story = Story::town(test).await;
    assert_eq!(story.path(0.001, 0.001), "T/W1/C1");
    assert_eq!(story.path(0.003, 0.003), "T/W1/S1", "exclusive ground wins");
    assert_eq!(story.path(0.01, 0.01), "T/W1/C1", "a shared border belongs to the lowest code");
    assert_eq!(story.path(0.03, 0.01), "T/W2", "a ward without cells is enough");
    let place = story.grid.locate(Point::new(0.003, 0.003));
    assert_eq!(
        (place.grid.as_deref(), place.home.as_deref(), place.exclusive),
        (Some("S1"), Some("W1"), true)
    );
    let outside = story.grid.locate(Point::new(0.041, 0.01));
    assert_eq!(outside.area_path, "T/W2");
    assert!((outside.outside_m.unwrap() - 111.3).abs() < 0.5, "{:?}", outside.outside_m);
    let known = story.grid.place_of("old-2").unwrap();
    assert_eq!((known.grid.as_deref(), known.outside_m), (Some("C1"), None));
    assert_eq!(story.grid.place_of("W2").unwrap().grid, None);
    assert_eq!(story.grid.home_of("T").as_deref(), Some("T"), "above the home level an area is its own home");
    let subtree: Vec<_> = story.grid.subtree("W1").iter().map(|a| a.code.clone()).collect();
    assert_eq!(subtree, ["W1", "C1", "C2", "S1"]);
});

testkit::both!(one_bad_area_stops_all_and_is_named, |test| async move {
    let story = Story::town(test).await;
    let before = story.grid.map().version();
    let cells = [
        feature("D1", "cell", "W2", square(0.02, 0.0, 0.031, 0.02)),
        feature("D2", "cell", "W2", square(0.03, 0.0, 0.0405, 0.02)),
        feature("D2", "cell", "W2", square(0.03, 0.0, 0.04, 0.02)),
        feature("D3", "cell", "W9", square(0.03, 0.0, 0.04, 0.02)),
        feature(
            "D4",
            "cell",
            "W2",
            json!({"type":"Polygon","coordinates":[[[0.0,1.0],[0.01,1.01],[0.01,1.0],[0.0,1.01],[0.0,1.0]]]}),
        ),
    ];
    for dry_run in [true, false] {
        let request = ImportRequest { dry_run, ..story.request(ImportKind::Grids, "", &cells) };
        let report = story.grid.import(&story.test.system(), request).await.unwrap();
        assert!(!report.imported);
        let found = kinds(&report);
        for (kind, code) in [
            (ProblemKind::CodeDuplicate, "D2"),
            (ProblemKind::ParentMissing, "D3"),
            (ProblemKind::RingCrosses, "D4"),
            (ProblemKind::Overlap, "D1"),
            (ProblemKind::OutsideParent, "D2"),
            (ProblemKind::OutsideParent, "D4"),
        ] {
            assert!(found.contains(&(Severity::Error, kind, code)), "{kind:?} {code}: {found:?}");
        }
        let overlap = report.problems.iter().find(|p| p.kind == ProblemKind::Overlap).unwrap();
        assert!((overlap.area_m2.unwrap() / (111.32 * 2211.5) - 1.0).abs() < 0.01, "{overlap:?}");
        let [lon, lat] = overlap.at.unwrap();
        assert!((0.03..0.031).contains(&lon) && (0.0..0.02).contains(&lat));
    }
    assert_eq!(story.grid.map().version(), before);
    assert_eq!(story.path(0.03, 0.01), "T/W2");
    assert!(story.grid.area("D1").is_none());
});

testkit::both!(what_the_map_file_allows_is_a_warning, |test| async move {
    let story = Story::town(test).await;
    let cells = [feature("D1", "cell", "W2", square(0.02, 0.0, 0.039, 0.02))];
    let strict = story.import(ImportKind::Grids, "checks: { allow: { gap: 1000 } }\n", &cells).await;
    assert_eq!(kinds(&strict), [(Severity::Error, ProblemKind::Gap, "W2")]);
    let lax = story.import(ImportKind::Grids, "checks: { allow: { gap: 500000 } }\n", &cells).await;
    assert_eq!(kinds(&lax), [(Severity::Warning, ProblemKind::Gap, "W2")]);
    assert!(lax.imported);
    let tolerant = story.import(ImportKind::Grids, "checks: { tolerance_m2: 500000 }\n", &cells).await;
    assert_eq!((tolerant.unchanged, tolerant.problems.len()), (1, 0));
});

testkit::both!(a_dry_run_changes_nothing, |test| async move {
    let story = Story::new(test).await;
    let town = [feature("T", "town", "", square(0.0, 0.0, 0.04, 0.02))];
    let request = ImportRequest { dry_run: true, ..story.request(ImportKind::Divisions, "", &town) };
    let report = story.grid.import(&story.test.system(), request).await.unwrap();
    assert_eq!((report.added, report.imported), (1, false));
    assert_eq!(story.grid.map().version(), 0);
    assert!(story.grid.children(None).is_empty());
});

testkit::both!(layers_need_not_nest, |test| async move {
    let story = Story::town(test).await;
    let layer = |code: &str| format!("layer: {{ code: {code}, name: {{ zh: 警区, en: Precincts }} }}\n");
    let precincts = [
        feature("1", "", "", square(0.0, 0.0, 0.015, 0.02)),
        feature("2", "", "", square(0.015, 0.0, 0.05, 0.02)),
    ];
    assert!(story.import(ImportKind::Layer, &layer("police"), &precincts).await.imported);
    let schools = [feature("1", "", "", square(0.0, 0.0, 0.05, 0.02))];
    assert!(story.import(ImportKind::Layer, &layer("school"), &schools).await.imported);
    let place = story.grid.locate(Point::new(0.03, 0.01));
    let found: Vec<_> = place.layers.iter().map(|(l, a)| format!("{l}:{}", a.code)).collect();
    assert_eq!((place.area_path.as_str(), found.join(" ").as_str()), ("T/W2", "police:2 school:1"));
    assert_eq!(story.grid.layers().len(), 2);
    // a complete file takes the place of the layer
    let one = [feature("9", "", "", square(0.0, 0.0, 0.05, 0.02))];
    let report = story.import(ImportKind::Layer, &format!("{}replace: true\n", layer("police")), &one).await;
    assert_eq!((report.added, report.retired), (1, 2), "{:?}", report.problems);
    assert_eq!(story.grid.locate(Point::new(0.03, 0.01)).layers["police"].code, "9");
});

testkit::both!(areas_come_and_go_on_their_day, |test| async move {
    let story = Story::town(test).await;
    let day = testkit::START.plus(30 * Timestamp::DAY).to_string();
    let split = [
        with(with(feature("C2", "cell", "W1", square(0.01, 0.0, 0.02, 0.02)), "to", &day), "next", "C3;C4"),
        with(feature("C3", "cell", "W1", square(0.01, 0.0, 0.02, 0.01)), "from", &day),
        with(feature("C4", "cell", "W1", square(0.01, 0.01, 0.02, 0.02)), "from", &day),
    ];
    let report = story.import(ImportKind::Grids, "", &split).await;
    assert_eq!((report.added, report.changed, report.problems.len()), (2, 1, 0), "{:?}", report.problems);
    assert_eq!(story.path(0.015, 0.015), "T/W1/C2");
    assert!(!story.grid.refresh().await.unwrap(), "nothing to do before the day");
    story.test.env.advance(30 * Timestamp::DAY);
    assert!(story.grid.refresh().await.unwrap());
    assert_eq!(story.path(0.015, 0.015), "T/W1/C4");
    assert!(story.grid.area("C2").is_none());
    let past: Vec<Past> = story.grid.history(&story.test.system(), "C2").await.unwrap();
    assert_eq!((past.len(), past[0].area.valid_to), (1, None));
});

testkit::both!(another_node_follows, |test| async move {
    let story = Story::town(test).await;
    let other = Grid::open(story.test.db.clone(), story.test.env.clone()).await.unwrap();
    let cells = [feature("D1", "cell", "W2", square(0.02, 0.0, 0.04, 0.02))];
    assert!(story.import(ImportKind::Grids, "", &cells).await.imported);
    assert_eq!(other.locate(Point::new(0.03, 0.01)).grid, None);
    let follower = tokio::spawn(other.clone().follow());
    let seen = async {
        while other.locate(Point::new(0.03, 0.01)).grid.is_none() {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(10), seen).await.unwrap();
    follower.abort();
});

testkit::both!(only_who_may_imports, |test| async move {
    let story = Story::town(test).await;
    let actor = |area: &str| Actor {
        id: "person/1".into(),
        kind: ActorKind::Person,
        grants: vec![Grant {
            post: "p1".into(),
            kind: "admin".into(),
            role: "admin_system".into(),
            unit: "u".into(),
            area_path: area.into(),
            deputy: false,
        }],
    };
    let cells = [feature("D1", "cell", "W2", square(0.02, 0.0, 0.04, 0.02))];
    let request = story.request(ImportKind::Grids, "", &cells);
    let anonymous = story.grid.import(&story.test.ctx(Actor::anonymous()), request.clone()).await;
    assert!(anonymous.unwrap_err().to_string().contains("session.required"));
    let elsewhere = story.grid.import(&story.test.ctx(actor("T/W1")), request.clone()).await;
    assert!(elsewhere.unwrap_err().to_string().contains("action.forbidden"));
    assert!(story.grid.import(&story.test.ctx(actor("T/W2")), request).await.unwrap().imported);
});

testkit::both!(another_profile_is_refused, |test| async move {
    let story = Story::town(test).await;
    let data = b"code,name,level\n35,x,province\n".to_vec();
    let request = ImportRequest { kind: ImportKind::Divisions, map: None, data, dry_run: false };
    let error = story.grid.import(&story.test.system(), request).await.unwrap_err();
    let failure: kernel::Failure = error.into();
    assert_eq!(failure.refusal().unwrap().code, "grid.other_profile");
});

testkit::both!(an_edited_area_is_found, |test| async move {
    let story = Story::town(test).await;
    let verify = |db: db::Db, env: Arc<kernel::FixedEnv>| async move {
        let env: Arc<dyn kernel::Env> = env;
        ledger::sequencer::drain(&db, &env).await.unwrap();
        let mut tx = db.read().await.unwrap();
        let audit = grid::audit::MapAudit;
        ledger::verify::verify(&mut tx, &[&audit], |_| ()).await.unwrap()
    };
    let sound = verify(story.test.db.clone(), story.test.env.clone()).await;
    assert!(sound.holds(), "{:?}", sound.breaks);
    assert_eq!(sound.rows, 6);
    db::sql! { EDIT = "UPDATE area SET valid_to = 5 WHERE code = 'C2'"; DROP = "DELETE FROM area WHERE code = 'C1'"; }
    let edit = |sql: db::Sql| {
        let ctx = story.test.system();
        let db = story.test.db.clone();
        async move {
            let done = db.write::<u64, db::DbError, _>(&ctx, move |tx| {
                let sql = sql.clone();
                Box::pin(async move { tx.execute(&sql, vec![]).await })
            });
            assert_eq!(done.await.unwrap(), 1);
        }
    };
    edit(EDIT).await;
    let broken = verify(story.test.db.clone(), story.test.env.clone()).await;
    assert!(broken.breaks.iter().any(|b| b.what.contains("/C2")), "{:?}", broken.breaks);
    edit(DROP).await;
    let broken = verify(story.test.db.clone(), story.test.env.clone()).await;
    assert!(broken.breaks.iter().any(|b| b.what.contains("the areas are not")), "{:?}", broken.breaks);
});

testkit::both!(statements_are_well_formed, |test| async move {
    for sql in grid::STATEMENTS {
        test.db.prepare(sql).await.unwrap();
    }
});
