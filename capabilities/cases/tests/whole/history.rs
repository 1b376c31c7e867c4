//! The history of another system, on both databases; and a real city's, where its data are at hand.
use crate::common::Story;
use cases::import::{Makers, Report, Request};
use cases::service::ListQuery;
use kernel::Lang;
use std::path::Path;

const MAP: &str = "
pack: city-upkeep
system: old
number: id
text: '{what} ({where})'
category:
  column: type
  values: { lamp: '010115' }
  unknown: create
  under: { code: old, name: { zh: 旧类别, en: Old types } }
status:
  column: state
  values: { open: to_dispatch, done: closed }
unit: { column: unit, unknown: refuse }
registered: opened
closed: closed
due: due
place: { lon: x, lat: y, datum: wgs84, address: where }
reporter: { phone: phone }
times: { formats: ['%d.%m.%Y %H:%M', '%d.%m.%Y'], zone: Asia/Shanghai }
";

const TABLE: &str = "id,what,where,type,state,unit,opened,closed,due,x,y,phone
1,灯不亮,石桥头,lamp,done,lights,01.02.2026 08:00,03.02.2026 10:00,03.02.2026,119.005,25.01,13812345678
2,坑,大街,pothole,done,roads,01.02.2026 08:00,09.02.2026 10:00,03.02.2026,119.005,25.01,
3,坑,大街,pothole,open,,01.02.2026 08:00,,,119.015,25.01,
4,坑,大街,pothole,lost,,01.02.2026 08:00,,,119.015,25.01,
5,坑,大街,pothole,open,nobody,01.02.2026 08:00,,,119.015,25.01,
6,坑,大街,pothole,open,,tomorrow,,,119.015,25.01,
7,坑,大街,pothole,done,,02.02.2026 08:00,01.02.2026 08:00,,119.015,25.01,
8,坑,大街,pothole,open,,01.02.2026 08:00,,,219.015,25.01,
9,坑,,pothole,open,,01.02.2026 08:00,,,,,
9,坑,,pothole,open,,01.02.2026 08:00,,,,,
";

async fn import(story: &Story, file: &Path, map: &str, dry_run: bool) -> (Report, String) {
    let mut rejects = vec![];
    let makers = Makers { packs: story.packs.clone(), identity: story.identity.clone() };
    let request = Request { file, map, dry_run, rejects: Some(&mut rejects), progress: &|_| {} };
    let report = story.cases.import(&story.test.system(), &makers, request).await;
    let report = report.unwrap_or_else(|e| panic!("{}", crate::common::told(&e)));
    (report, String::from_utf8(rejects).unwrap())
}

testkit::both!(a_history_comes_in_once, |test| async move {
    let story = Story::new(test).await;
    let file = story.test.path("old.csv");
    std::fs::write(&file, TABLE).unwrap();
    let (tried, _) = import(&story, &file, MAP, true).await;
    let all = ListQuery::default();
    let dora = story.who("dora").await;
    assert!(story.cases.list(&dora, &all, Lang::Zh).await.unwrap().items.is_empty());
    let (report, rejects) = import(&story, &file, MAP, false).await;
    assert_eq!(Report { dry_run: false, ..tried }, report);
    let sums = report.progress;
    assert_eq!((sums.records, sums.imported, sums.known, sums.rejected), (10, 4, 1, 5));
    assert_eq!((report.on_time, report.with_deadline, report.without_point), (1, 2, 1));
    assert_eq!(report.categories.len(), 1);
    let fields: Vec<&str> = rejects.lines().skip(1).map(|l| l.split(',').nth(1).unwrap()).collect();
    assert_eq!(fields, ["status", "unit", "registered", "closed", "place"], "{rejects}");
    assert!(rejects.starts_with("line,field,value,expected,id,what"));

    // original times, place, unit, state; on time by the old deadline
    let first = story.cases.by_alias("old", "1").await.unwrap().unwrap();
    assert_eq!(first.number, "K1-20260201-000001");
    assert_eq!(first.registered_at.to_string(), "2026-02-01T00:00:00Z");
    assert_eq!(first.closed_at.unwrap().to_string(), "2026-02-03T02:00:00Z");
    assert_eq!(
        (first.state.as_str(), first.lead_unit(), first.was_late()),
        ("closed", Some("lights"), false)
    );
    assert_eq!(first.spot.grid.as_deref(), Some("G1"));
    assert!(story.cases.by_alias("old", "2").await.unwrap().unwrap().was_late());
    let open = story.cases.by_alias("old", "3").await.unwrap().unwrap();
    assert!(open.is_open() && open.category.is_some());
    // it goes on from here
    story.does("dora", &open.number, "dispatch", serde_json::json!({ "unit": "roads" })).await;
    let next = story.lamp("灯不亮").await;
    assert_eq!(next.case.number, "K1-20260302-000001");

    let (again, _) = import(&story, &file, MAP, false).await;
    assert_eq!((again.progress.imported, again.progress.known), (0, 5));
    let verified = story.verify().await;
    assert!(verified.holds(), "{:?}", verified.breaks);
});

testkit::both!(a_wrong_map_or_file_says_what_is_wrong, |test| async move {
    let story = Story::new(test).await;
    let file = story.test.path("old.csv");
    std::fs::write(&file, TABLE).unwrap();
    let makers = Makers { packs: story.packs.clone(), identity: story.identity.clone() };
    let cases = [
        (MAP.replace("number: id", "number: no"), "import.map", "no column \"no\""),
        (MAP.replace("system: old", "sistem: old"), "import.map", "sistem"),
        (MAP.replace("pack: city-upkeep", "pack: none"), "import.map", "not in use"),
        (MAP.replace("Asia/Shanghai", "Asia/Nowhere"), "import.map", "times.zone"),
    ];
    for (map, code, part) in cases {
        let request = Request { file: &file, map: &map, dry_run: false, rejects: None, progress: &|_| {} };
        let error = story.cases.import(&story.test.system(), &makers, request).await.unwrap_err();
        let refusal = error.refusal().unwrap();
        assert_eq!(refusal.code, code);
        assert!(refusal.value.as_ref().unwrap().contains(part), "{refusal}");
    }
    let gone = story.test.path("gone.csv");
    let request = Request { file: &gone, map: MAP, dry_run: false, rejects: None, progress: &|_| {} };
    let error = story.cases.import(&story.test.system(), &makers, request).await.unwrap_err();
    assert_eq!(error.refusal().unwrap().code, "import.file");
});

/// On one database: the story above runs on both, and this one is long.
#[test]
fn los_angeles() {
    testkit::block_on(async { real_city(testkit::TestDb::sqlite().await).await });
}

async fn real_city(test: testkit::TestDb) {
    let Some(requests) = testkit::shared_data("la311/la311_dev.csv.gz") else { return };
    let districts = testkit::shared_data("la311/la-city-council-districts-2012.geojson.gz").unwrap();
    let story = Story::on(test, async |test, grid| {
        let map = include_str!("../../../../docs/examples/la311/districts.yaml");
        let data = std::fs::read(districts).unwrap();
        crate::common::import_areas(test, grid, grid::model::ImportKind::Divisions, map.into(), data).await;
    })
    .await;
    let map = include_str!("../../../../docs/examples/la311/cases.yaml");
    let (report, rejects) = import(&story, &requests, map, false).await;
    assert_eq!((report.progress.records, report.progress.imported), (19_999, 19_999), "{rejects}");
    assert!(report.on_time > 10_000 && report.on_time < report.with_deadline);
    let one = story.cases.by_alias("la311", "1-870704831").await.unwrap().unwrap();
    assert_eq!((one.spot.area(), one.registered_at.to_string().as_str()), ("13", "2018-01-01T07:59:58Z"));
    let (again, _) = import(&story, &requests, map, false).await;
    assert_eq!(again.progress.imported, 0);
    let verified = story.verify().await;
    assert!(verified.holds(), "{:?}", verified.breaks);
    assert_eq!(verified.facts as usize / 1000, 20);
}
