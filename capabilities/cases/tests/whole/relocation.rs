//! Cases follow a changed map, on both databases: only when asked, each once, closed ones only if wanted.
use crate::common::{Story, lamp};
use cases::model::Channel;
use cases::service::{PlaceInput, RELOCATE, RelocationQuery, Relocator, Report};
use grid::model::change::ChangeRequest;
use kernel::{Failure, Refusal};
use serde_json::{Value, json};

fn asked(areas: &str) -> RelocationQuery {
    RelocationQuery { areas: areas.into() }
}

/// Reports at a longitude; answers the number.
async fn report(story: &Story, lon: f64) -> String {
    let mut report = lamp("灯坏了");
    report.place.lon = Some(lon);
    story.cases.report(&story.nobody(), &report, None).await.unwrap().case.number
}

/// A matter of which only the grid is known.
async fn unpointed(story: &Story, grid: &str) -> String {
    let place = PlaceInput { area: Some(grid.into()), ..PlaceInput::default() };
    let report = Report { place, channel: Channel::Phone, ..lamp("没有坐标") };
    story.cases.report(&story.who("rita").await, &report, None).await.unwrap().case.number
}

async fn change(story: &Story, change: Value) {
    story.test.env.advance(60_000);
    let request: ChangeRequest =
        serde_json::from_value(json!({"version": story.grid.map().version(), "change": change})).unwrap();
    let done = story.grid.change(&story.who("adam").await, request, None).await.unwrap();
    assert!(done.committed, "{:?}", done.problems);
}

async fn split(story: &Story) {
    let line = json!([[119.005, 24.99], [119.005, 25.03]]);
    change(story, json!({"kind": "split", "area": "G1", "line": line})).await;
}

async fn work(story: &Story) {
    let runner = jobs::Runner::new(story.test.db.clone(), story.test.env.clone());
    runner.on(RELOCATE, Relocator(story.cases.clone())).drain().await.unwrap();
}

async fn area(story: &Story, number: &str) -> String {
    story.cases.load(number).await.unwrap().spot.area_path()
}

fn code<T: std::fmt::Debug>(result: Result<T, Failure>) -> Refusal {
    result.unwrap_err().refusal().unwrap().clone()
}

testkit::both!(open_cases_follow_the_map, |test| async move {
    let story = Story::new(test).await;
    let (west, east) = (report(&story, 119.002).await, report(&story, 119.008).await);
    let (beside, nowhere) = (report(&story, 119.015).await, unpointed(&story, "G1").await);
    let closed = report(&story, 119.0021).await;
    story.does("rita", &closed, "refuse", json!({"refusal": "civil", "reason": "不属于"})).await;
    let adam = story.who("adam").await;
    let before = story.cases.relocation(&adam, &asked("G1")).await.unwrap();
    assert_eq!((before.all, before.areas[0].staying, before.areas[0].ended), (0, 4, false));

    split(&story).await;
    let seen = story.cases.relocation(&adam, &asked("G1")).await.unwrap();
    assert_eq!((seen.open, seen.all, seen.undecided.clone()), (2, 3, vec![nowhere.clone()]));
    let moves: Vec<_> = seen.moves.iter().map(|m| (m.to.as_str(), m.open, m.all)).collect();
    assert_eq!(moves.len(), 2, "{moves:?}");
    assert_eq!(moves.iter().map(|m| m.2).sum::<u64>(), 3);
    assert!(seen.areas[0].ended && seen.areas[0].successors.len() == 2);
    assert!(seen.first.iter().all(|c| c.number != beside));
    assert_eq!(area(&story, &west).await, "C/K1/T1/V1/G1", "nothing moves by itself");

    let run = story.cases.relocate(&adam, &["G1".into()], false, None).await.unwrap();
    assert_eq!((run.state.as_str(), run.total), ("running", 2));
    work(&story).await;
    let run = story.cases.relocation_run(&adam, &run.id).await.unwrap();
    assert_eq!((run.state.as_str(), run.moved, run.done_at.is_some()), ("done", 2, true));
    let (a, b) = (area(&story, &west).await, area(&story, &east).await);
    assert!(a != b && a.starts_with("C/K1/T1/V1/G") && !a.ends_with("G1"), "{a} {b}");
    assert_eq!(area(&story, &closed).await, "C/K1/T1/V1/G1", "what is closed stays where it was");
    assert_eq!(area(&story, &beside).await, "C/K1/T1/V1/G2");
    assert_eq!(area(&story, &nowhere).await, "C/K1/T1/V1/G1", "somebody has to say where it belongs");
    let case = story.cases.load(&west).await.unwrap();
    assert!(case.spot.address.is_some() && case.spot.grid.as_deref() == a.rsplit('/').next());

    // again is harmless, and takes the closed ones along when they are wanted
    let run = story.cases.relocate(&adam, &["G1".into()], true, None).await.unwrap();
    work(&story).await;
    assert_eq!(story.cases.relocation_run(&adam, &run.id).await.unwrap().moved, 1);
    assert_eq!(area(&story, &closed).await, a);
    let report = story.verify().await;
    assert!(report.holds(), "{:?}", report.breaks);
});

testkit::both!(a_merged_grid_takes_what_has_no_coordinates, |test| async move {
    let story = Story::new(test).await;
    let number = unpointed(&story, "G2").await;
    change(&story, json!({"kind": "merge", "areas": ["G1", "G2"]})).await;
    let adam = story.who("adam").await;
    let seen = story.cases.relocation(&adam, &asked("G1,G2")).await.unwrap();
    assert_eq!((seen.open, seen.first[0].number.as_str()), (1, number.as_str()));
    let key = || web::Key::new("adam", "relocate-1", &[b"body"]).unwrap();
    let areas = ["G1".to_owned(), "G2".to_owned()];
    let first = story.cases.relocate(&adam, &areas, false, Some(key())).await.unwrap();
    let again = story.cases.relocate(&adam, &areas, false, Some(key())).await.unwrap();
    assert_eq!(first.id, again.id);
    work(&story).await;
    assert_eq!(area(&story, &number).await, format!("C/K1/T1/V1/{}", seen.moves[0].to));
    // the grid that took its place ends too: what is asked of the first one still leads to the last
    let big = seen.moves[0].to.clone();
    let late = unpointed(&story, &big).await;
    change(&story, json!({"kind": "split", "area": big, "line": [[119.0, 25.01], [119.03, 25.01]]})).await;
    let seen = story.cases.relocation(&adam, &asked(&big)).await.unwrap();
    assert_eq!(seen.undecided.len(), 2, "{seen:?}");
    assert!(seen.undecided.contains(&late));
});

testkit::both!(only_whoever_sets_up_the_map, |test| async move {
    let story = Story::new(test).await;
    let adam = story.who("adam").await;
    for login in ["lead", "dora", "gwen"] {
        let who = story.who(login).await;
        let seen = story.cases.relocation(&who, &asked("G1")).await;
        assert_eq!(code(seen).code, "action.forbidden", "{login}");
        let run = story.cases.relocate(&who, &["G1".into()], false, None).await;
        assert_eq!(code(run).code, "action.forbidden", "{login}");
    }
    assert_eq!(code(story.cases.relocation(&story.nobody(), &asked("G1")).await).code, "session.required");
    assert_eq!(code(story.cases.relocation(&adam, &asked("G9")).await).code, "area.not_found");
    assert_eq!(code(story.cases.relocation(&adam, &asked(" ,")).await).field.as_deref(), Some("areas"));
    let many: Vec<String> = (0..51).map(|n| format!("A{n}")).collect();
    assert_eq!(code(story.cases.relocation(&adam, &asked(&many.join(","))).await).code, "field.invalid");
    assert_eq!(code(story.cases.relocation_run(&adam, "nothing").await).code, "relocation.not_found");
});
