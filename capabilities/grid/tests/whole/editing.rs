//! Changing the map by hand, through the public face, on both databases.
use std::sync::Arc;

use geometry::Point;
use grid::GridError;
use grid::model::change::{ChangeReport, ChangeRequest, Fate};
use grid::model::{ImportKind, ProblemKind, Severity};
use grid::service::{Grid, ImportRequest, MapChanged};
use kernel::{Failure, Timestamp};
use serde_json::{Value, json};
use testkit::TestDb;

const MAP: &str = "profile:\n  id: test\n  home: ward\n  levels:\n    - { id: town, name: { zh: 镇, en: Town } }\n    - { id: ward, name: { zh: 区, en: Ward } }\n    - { id: cell, name: { zh: 格, en: Cell }, grid: true }\n    - { id: small, name: { zh: 小格, en: Small }, grid: true }\ncode: code\nname: { zh: name, en: name_en }\nlevel: level\nparent: parent\nkind: kind\n";

fn square(w: f64, s: f64, e: f64, n: f64) -> Value {
    json!({"type": "Polygon", "coordinates": [[[w, s], [e, s], [e, n], [w, n], [w, s]]]})
}

fn feature(code: &str, level: &str, parent: &str, geometry: Value) -> Value {
    json!({"type": "Feature", "properties": {"code": code, "name": code, "level": level, "parent": parent}, "geometry": geometry})
}

struct Story {
    test: TestDb,
    grid: Arc<Grid>,
}

impl Story {
    /// A ward of three cells side by side, the third a hundred metres short of the border; micro-cells in the first.
    async fn new(test: TestDb) -> Self {
        let grid = Grid::open(test.db.clone(), test.env.clone()).await.unwrap();
        let story = Self { test, grid };
        let all = [
            feature("T", "town", "", square(0.0, 0.0, 0.03, 0.01)),
            feature("W", "ward", "T", square(0.0, 0.0, 0.03, 0.01)),
        ];
        story.import(ImportKind::Divisions, "", &all).await;
        let cells = [
            feature("W001", "cell", "W", square(0.0, 0.0, 0.01, 0.01)),
            feature("W002", "cell", "W", square(0.01, 0.0, 0.02, 0.01)),
            feature("W003", "cell", "W", square(0.02, 0.0, 0.029, 0.01)),
            feature("W001-1", "small", "W001", square(0.0, 0.0, 0.002, 0.01)),
        ];
        story.import(ImportKind::Grids, "checks: { allow: { gap: any } }\n", &cells).await;
        story
    }

    async fn import(&self, kind: ImportKind, extra: &str, features: &[Value]) {
        let data = json!({"type": "FeatureCollection", "features": features}).to_string().into_bytes();
        let request = ImportRequest { kind, map: Some(format!("{MAP}{extra}")), data, dry_run: false };
        let report = self.grid.import(&self.test.system(), request).await.unwrap();
        assert!(report.imported, "{:?}", report.problems);
    }

    fn request(&self, change: Value) -> ChangeRequest {
        let version = self.grid.map().version();
        serde_json::from_value(json!({"version": version, "change": change})).unwrap()
    }

    async fn check(&self, change: Value) -> ChangeReport {
        self.grid.check_change(&self.test.system(), self.request(change)).await.unwrap()
    }

    async fn make(&self, change: Value) -> ChangeReport {
        let report = self.grid.change(&self.test.system(), self.request(change), None).await.unwrap();
        assert!(report.committed, "{:?}", report.problems);
        report
    }

    async fn refused(&self, change: Value) -> kernel::Refusal {
        let error = self.grid.check_change(&self.test.system(), self.request(change)).await.unwrap_err();
        Failure::from(error).refusal().unwrap().clone()
    }

    fn path(&self, lon: f64, lat: f64) -> String {
        self.grid.locate(Point::new(lon, lat)).area_path
    }

    async fn verified(&self) {
        let env: Arc<dyn kernel::Env> = self.test.env.clone();
        ledger::sequencer::drain(&self.test.db, &env).await.unwrap();
        let mut tx = self.test.db.read().await.unwrap();
        let report = ledger::verify::verify(&mut tx, &[&grid::audit::MapAudit], |_| ()).await.unwrap();
        assert!(report.holds(), "{:?}", report.breaks);
    }

    async fn last_fact(&self) -> MapChanged {
        let mut tx = self.test.db.read().await.unwrap();
        let facts = ledger::facts_of_stream(&mut tx, grid::COUNTY, grid::STREAM).await.unwrap();
        facts.last().unwrap().decode().unwrap()
    }
}

fn told(report: &ChangeReport) -> Vec<(Severity, ProblemKind, &str)> {
    let one = |p: &grid::model::change::Drawn| (p.problem.severity, p.problem.kind);
    let all = report.problems.iter();
    all.map(|p| (one(p).0, one(p).1, p.problem.code.as_deref().unwrap_or(""))).collect()
}

fn fates(report: &ChangeReport) -> Vec<(Fate, &str)> {
    report.areas.iter().map(|a| (a.fate, a.area.code.as_str())).collect()
}

fn split(line: Value) -> Value {
    json!({"kind": "split", "area": "W002", "line": line})
}

testkit::both!(a_grid_is_split, |test| async move {
    let story = Story::new(test).await;
    let before = story.grid.area("W003").unwrap();
    let line = json!([[0.015, -0.001], [0.015, 0.011]]);
    let checked = story.check(split(line.clone())).await;
    assert!(checked.sound() && !checked.committed, "{:?}", told(&checked));
    assert_eq!(story.grid.map().version(), checked.version, "a check writes nothing");
    let into = json!([{"name": {"zh": "西格", "en": "West"}}, {"name": {"zh": "东格"}}]);
    let done = story.make(json!({"kind": "split", "area": "W002", "line": line, "into": into})).await;
    assert_eq!(fates(&done), [(Fate::Added, "W004"), (Fate::Added, "W005"), (Fate::Retired, "W002")]);
    assert_eq!(done.areas[0].area.name.zh, "西格");
    assert_eq!((story.path(0.012, 0.005), story.path(0.018, 0.005)), ("T/W/W004".into(), "T/W/W005".into()));
    assert!(story.grid.area("W002").is_none());
    assert_eq!(story.grid.area("W003").unwrap(), before, "neighbours are left alone");
    let fact = story.last_fact().await;
    let by_hand = fact.by_hand.unwrap();
    assert_eq!((fact.added.len(), fact.retired.as_slice()), (2, &["W002".to_owned()][..]));
    assert_eq!((by_hand.what.as_str(), by_hand.successors["W002"].join(" ")), ("split", "W004 W005".into()));
    let ended = story.grid.history(&story.test.system(), "W002").await.unwrap();
    assert_eq!(ended.len(), 1, "what it was is kept");
    story.verified().await;
});

testkit::both!(a_gap_that_was_there_is_a_warning_and_a_new_one_an_error, |test| async move {
    let story = Story::new(test).await;
    let fine = story.check(split(json!([[0.015, -0.001], [0.015, 0.011]]))).await;
    assert_eq!(told(&fine), [(Severity::Warning, ProblemKind::Gap, "W")]);
    assert_eq!(fine.problems[0].geometry.as_ref().unwrap()["type"], "Polygon");
    // the corner of one border drawn inward at the outline leaves ground to nobody
    let edits = json!([{"edit": "move", "from": [0.005, 0.0], "to": [0.005, 0.002]}]);
    let torn = story.check(json!({"kind": "reshape", "under": "W", "edits": edits})).await;
    assert!(told(&torn).contains(&(Severity::Error, ProblemKind::Gap, "W")), "{:?}", told(&torn));
    let edits = json!([{"edit": "move", "from": [0.005, 0.01], "to": [0.005, 0.012]}]);
    let out = story.check(json!({"kind": "reshape", "under": "W", "edits": edits.clone()})).await;
    assert!(told(&out).contains(&(Severity::Error, ProblemKind::OutsideParent, "W001")), "{:?}", told(&out));
    let request = story.request(json!({"kind": "reshape", "under": "W", "edits": edits}));
    assert!(!story.grid.change(&story.test.system(), request, None).await.unwrap().committed);
    assert_eq!(story.grid.map().version(), torn.version);
});

testkit::both!(borders_move_together, |test| async move {
    let story = Story::new(test).await;
    let edits = json!([
        {"edit": "move", "from": [0.01, 0.005], "to": [0.012, 0.005]},
        {"edit": "move", "from": [0.012, 0.005], "to": [0.011, 0.006]},
    ]);
    let done = story.make(json!({"kind": "reshape", "under": "W", "edits": edits})).await;
    assert_eq!(fates(&done), [(Fate::Changed, "W001"), (Fate::Changed, "W002")]);
    assert_eq!(story.path(0.0105, 0.0058), "T/W/W001");
    let history = story.grid.history(&story.test.system(), "W001").await.unwrap();
    assert_eq!(history.len(), 1);
    let crossed = json!([{"edit": "move", "from": [0.011, 0.006], "to": [0.03, 0.02]}]);
    let bad = story.check(json!({"kind": "reshape", "under": "W", "edits": crossed})).await;
    assert!(!bad.sound());
    let back = json!([{"edit": "remove", "at": [0.011, 0.006]}]);
    story.make(json!({"kind": "reshape", "under": "W", "edits": back})).await;
    assert_eq!(story.path(0.0105, 0.0058), "T/W/W002");
    let nowhere = json!([{"edit": "move", "from": [0.0105, 0.005], "to": [0.012, 0.005]}]);
    let refused = story.refused(json!({"kind": "reshape", "under": "W", "edits": nowhere})).await;
    assert_eq!(refused.field.as_deref(), Some("/change/edits/0/from"));
    story.verified().await;
});

testkit::both!(neighbours_are_merged_and_a_gap_is_filled, |test| async move {
    let story = Story::new(test).await;
    let apart = story.check(json!({"kind": "merge", "areas": ["W001", "W003"]})).await;
    assert_eq!(told(&apart), [(Severity::Error, ProblemKind::NotNeighbours, "W001")]);
    let done = story
        .make(json!({"kind": "merge", "areas": ["W001", "W002"], "into": {"name": {"zh": "大格"}}}))
        .await;
    assert_eq!(
        fates(&done),
        [(Fate::Added, "W004"), (Fate::Changed, "W001-1"), (Fate::Retired, "W001"), (Fate::Retired, "W002")]
    );
    assert_eq!(story.path(0.001, 0.001), "T/W/W004/W001-1", "what stood under one stands under the other");
    let rough = square(0.025, -0.01, 0.05, 0.02);
    let draw = |trim: bool| json!({"kind": "draw", "under": "W", "geometry": rough, "trim": trim, "into": {"name": {"zh": "新格"}}});
    assert!(!story.check(draw(false)).await.sound());
    let done = story.make(draw(true)).await;
    assert_eq!(fates(&done), [(Fate::Added, "W005")]);
    assert!(told(&done).iter().all(|(_, _, code)| *code != "W"), "no gap is left: {:?}", told(&done));
    assert_eq!(story.path(0.0295, 0.005), "T/W/W005");
    story.verified().await;
});

testkit::both!(a_change_may_come_later, |test| async move {
    let story = Story::new(test).await;
    let later = story.test.system().now.plus(Timestamp::DAY);
    let mut request = story.request(split(json!([[0.015, -0.001], [0.015, 0.011]])));
    request.valid_from = Some(later);
    let done = story.grid.change(&story.test.system(), request.clone(), None).await.unwrap();
    assert!(done.committed, "{:?}", told(&done));
    assert_eq!(story.path(0.012, 0.005), "T/W/W002", "until then all is as it was");
    // what is to end cannot be changed again
    let again = story.check(split(json!([[0.013, -0.001], [0.013, 0.011]]))).await;
    assert!(told(&again).contains(&(Severity::Error, ProblemKind::Validity, "W002")));
    let with_children = json!({"kind": "split", "area": "W001", "line": [[0.005, -0.001], [0.005, 0.011]]});
    let mut request = story.request(with_children);
    request.valid_from = Some(later);
    let error = story.grid.check_change(&story.test.system(), request).await.unwrap_err();
    assert_eq!(Failure::from(error).refusal().unwrap().code, "grid.has_children");
    story.test.env.advance(86_400_001);
    story.grid.refresh().await.unwrap();
    assert_eq!(story.path(0.012, 0.005), "T/W/W004");
    story.verified().await;
});

testkit::both!(only_on_the_map_that_was_seen_and_only_once, |test| async move {
    let story = Story::new(test).await;
    let key = || web::Key::new("c", "the-key-1", &[b"x"]).unwrap();
    let request = story.request(split(json!([[0.015, -0.001], [0.015, 0.011]])));
    let first = story.grid.change(&story.test.system(), request.clone(), Some(key())).await.unwrap();
    let again = story.grid.change(&story.test.system(), request.clone(), Some(key())).await.unwrap();
    assert_eq!((first.version, fates(&first)), (again.version, fates(&again)));
    assert!(matches!(story.grid.change(&story.test.system(), request, None).await, Err(GridError::Changed)));
    assert_eq!(story.grid.map().version(), first.version);
});

testkit::both!(what_cannot_be_meant_is_named, |test| async move {
    let story = Story::new(test).await;
    for (change, field) in [
        (json!({"kind": "split", "area": "X", "line": [[0, 0], [1, 1]]}), "/change/area"),
        (json!({"kind": "split", "area": "W", "line": [[0, 0], [1, 1]]}), "/change/area"),
        (json!({"kind": "split", "area": "W002", "line": [[0, 0]]}), "/change/line"),
        (json!({"kind": "split", "area": "W002", "line": [[0, 0], [500, 1]]}), "/change/line/1"),
        (json!({"kind": "merge", "areas": ["W002"]}), "/change/areas"),
        (json!({"kind": "merge", "areas": ["W002", "W001-1"]}), "/change/areas/1"),
        (json!({"kind": "reshape", "under": "W", "edits": []}), "/change/edits"),
        (
            json!({"kind": "draw", "under": "W", "geometry": {"type": "Point"}, "into": {}}),
            "/change/geometry",
        ),
        (
            json!({"kind": "draw", "under": "W", "level": "ward", "geometry": square(0., 0., 1., 1.), "into": {}}),
            "/change/level",
        ),
    ] {
        assert_eq!(story.refused(change.clone()).await.field.as_deref(), Some(field), "{change}");
    }
    let whole = story.check(split(json!([[0.015, 0.005], [0.015, 0.011]]))).await;
    assert!(told(&whole).contains(&(Severity::Error, ProblemKind::NotCut, "W002")));
    let sliver = story.check(split(json!([[0.010005, -0.001], [0.010005, 0.011]]))).await;
    assert!(sliver.sound(), "six hundred square metres are few, but some: {:?}", told(&sliver));
    let sliver = story.check(split(json!([[0.0100005, -0.001], [0.0100005, 0.011]]))).await;
    assert!(told(&sliver).contains(&(Severity::Error, ProblemKind::TooSmall, "W004")), "{:?}", told(&sliver));
});

testkit::both!(what_is_taken_out_can_be_brought_back, |test| async move {
    let story = Story::new(test).await;
    let zip = story.grid.shapefile("T", None).await.unwrap();
    assert!(zip.starts_with(b"PK"));
    let map = format!("{MAP}checks: {{ allow: {{ gap: any }} }}\n")
        .replace("parent: parent\n", "parent: parent_code\n");
    for (data, records) in [
        (story.grid.shapefile("W", None).await.unwrap(), 4),
        (story.grid.shapefile("W", Some("cell")).await.unwrap(), 3),
        (
            serde_json::to_vec(
                &story
                    .grid
                    .geojson(grid::service::AreaFilter { parent: Some("W".into()), ..Default::default() })
                    .await
                    .unwrap(),
            )
            .unwrap(),
            4,
        ),
    ] {
        let request = ImportRequest { kind: ImportKind::Grids, map: Some(map.clone()), data, dry_run: true };
        let report = story.grid.import(&story.test.system(), request).await.unwrap();
        let told = (report.records, report.unchanged, report.added, report.changed, report.errors());
        assert_eq!(told, (records, records, 0, 0, 0), "{:?}", report.problems);
    }
    let none = story.grid.shapefile("nowhere", None).await.unwrap_err();
    assert_eq!(none.refusal().unwrap().code, "area.not_found");
});
