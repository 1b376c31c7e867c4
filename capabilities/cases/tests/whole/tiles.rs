//! Cases on the map: what everybody sees, what a session sees, and counts that equal a recount, on both databases.
use crate::common::{Story, lamp};
use cases::model::Case;
use cases::tiles::{Audience, NAME, Point, Spots, store};
use ledger::follow::Reader;
use serde_json::json;
use std::sync::Arc;
use tiles::cluster::{self, Heap};
use tiles::{Place, Tile};

const COUNTY: &str = "K1";

async fn follow(story: &Story) {
    let env: Arc<dyn kernel::Env> = story.test.env.clone();
    let reader: Arc<dyn Reader> = Arc::new(Spots(story.cases.clone()));
    ledger::follow::catch_up(&story.test.db, &env, &reader).await.unwrap();
}

/// Reports a lamp at a place and says its number.
async fn report(story: &Story, lon: f64) -> String {
    let mut report = lamp("灯坏了");
    report.place.lon = Some(lon);
    story.cases.report(&story.nobody(), &report, None).await.unwrap().case.number
}

type Cells = Vec<(String, i64, i64, Heap)>;

async fn cells(story: &Story) -> Cells {
    let mut tx = story.test.db.read().await.unwrap();
    store::all_cells(&mut tx, COUNTY).await.unwrap()
}

/// The cells as a count of the cases themselves says.
fn recount(cases: &[(&Case, bool)]) -> Cells {
    let mut all: Cells = vec![];
    for audience in [Audience::All, Audience::Public] {
        for level in cluster::LEVELS {
            let mut found: std::collections::BTreeMap<i64, Heap> = Default::default();
            for (case, public) in cases {
                if audience == Audience::All || *public {
                    let at = geometry::Point::new(case.spot.lon.unwrap(), case.spot.lat.unwrap());
                    let spot = cluster::spot(Place::of(at));
                    let heap = found.entry(cluster::cell(spot, level)).or_default();
                    *heap = heap.plus(Heap::one(spot));
                }
            }
            all.extend(found.into_iter().map(|(c, h)| (audience.code().into(), i64::from(level), c, h)));
        }
    }
    all
}

fn tile(z: u8) -> Tile {
    Tile::around(Place::of(geometry::Point::new(119.005, 25.01)), z)
}

/// Words stand in a tile as they are.
fn tells(tile: &[u8], word: &str) -> bool {
    tile.windows(word.len()).any(|w| w == word.as_bytes())
}

testkit::both!(the_map_follows_the_cases, |test| async move {
    let story = Story::new(test).await;
    let (one, other) = (report(&story, 119.005).await, report(&story, 119.015).await);
    follow(&story).await;
    // nothing is public before it is accepted
    assert!(story.cases.public_tile(tile(12)).await.unwrap().is_empty());
    let before = story.cases.public_tile_version(tile(12)).await.unwrap();
    let seen = story.cases.staff_tile(&story.who("dora").await, tile(16)).await.unwrap();
    assert!(tells(&seen, &one) && !tells(&seen, &other), "the other lies in another tile of that zoom");

    story.does("dora", &one, "accept", json!({})).await;
    follow(&story).await;
    let shown = story.cases.public_tile(tile(16)).await.unwrap();
    assert!(tells(&shown, &one) && !tells(&shown, &other));
    assert_ne!(story.cases.public_tile_version(tile(12)).await.unwrap(), before);
    let far = Tile::new(12, 0, 0).unwrap();
    assert_eq!(story.cases.public_tile_version(far).await.unwrap(), "0", "elsewhere nothing has changed");

    let (a, b) = (story.cases.load(&one).await.unwrap(), story.cases.load(&other).await.unwrap());
    assert_eq!(cells(&story).await, recount(&[(&a, true), (&b, false)]));
    // what was read once changes nothing when it is read again
    follow(&story).await;
    assert_eq!(cells(&story).await, recount(&[(&a, true), (&b, false)]));

    // refused: no longer open, and gone from every cell
    story.does("rita", &other, "refuse", json!({ "refusal": "civil", "reason": "属于户内" })).await;
    follow(&story).await;
    assert_eq!(cells(&story).await, recount(&[(&a, true)]));
});

testkit::both!(a_session_sees_its_own_ground, |test| async move {
    let story = Story::new(test).await;
    let (one, other) = (report(&story, 119.0099).await, report(&story, 119.0101).await);
    follow(&story).await;
    let at = Tile::around(Place::of(geometry::Point::new(119.0099, 25.01)), 15);
    let seen = |login: &'static str| {
        let story = &story;
        async move { story.cases.staff_tile(&story.who(login).await, at).await }
    };
    let both = seen("dora").await.unwrap();
    assert!(tells(&both, &one) && tells(&both, &other));
    assert!(tells(&both, "late"));
    // the grid worker of the first grid
    let grid = seen("gwen").await.unwrap();
    assert!(tells(&grid, &one) && !tells(&grid, &other));
    // a dispatcher of the other county, and nobody
    assert!(seen("faro").await.unwrap().is_empty());
    assert!(story.cases.staff_tile(&story.nobody(), at).await.is_err());
});

testkit::both!(made_at_once_is_the_same_as_followed, |test| async move {
    let story = Story::new(test).await;
    for i in 0..7 {
        let number = report(&story, 119.001 + f64::from(i) * 0.0025).await;
        if i % 2 == 0 {
            story.does("dora", &number, "accept", json!({})).await;
        }
    }
    follow(&story).await;
    let followed = cells(&story).await;
    let all = (i64::MIN, i64::MAX);
    let spots = async || -> Vec<Point> {
        store::spots(&mut story.test.db.read().await.unwrap(), COUNTY, all, 100).await.unwrap()
    };
    let before = spots().await;
    assert_eq!(before.len(), 7);
    let env: Arc<dyn kernel::Env> = story.test.env.clone();
    Spots(story.cases.clone()).build(&story.test.db, &env, COUNTY).await.unwrap();
    assert_eq!((cells(&story).await, spots().await), (followed, before));
    let mut tx = story.test.db.read().await.unwrap();
    let (read, head) = ledger::whole::progress(&mut tx, NAME, COUNTY).await.unwrap();
    assert_eq!(read, head, "nothing is left to be read");
});

testkit::both!(many_cases_are_clustered, |test| async move {
    let story = Story::new(test).await;
    let point = |i: i64| Point {
        spot: cluster::spot(Place::of(geometry::Point::new(
            119.0 + (i % 40) as f64 * 5e-4,
            25.0 + (i / 40) as f64 * 5e-4,
        ))),
        id: format!("case-{i}"),
        number: format!("K1-{i}"),
        category: Some("010115".into()),
        phase: "work".into(),
        due_at: None,
        area_path: "C/K1/T1/V1/G1/".into(),
        public: i % 2 == 0,
        shown: None,
    };
    let points: Arc<[Point]> = (0..1_600).map(point).collect();
    // its county must be known to the ledger
    report(&story, 119.005).await;
    follow(&story).await;
    let ctx = story.test.system();
    let write = story.test.db.write(&ctx, move |tx| {
        let points = points.clone();
        Box::pin(async move { store::replace(tx, COUNTY, &points).await })
    });
    write.await.unwrap();
    let far = story.cases.public_tile(tile(10)).await.unwrap();
    assert!(tells(&far, "point_count") && !tells(&far, "number"), "{}", String::from_utf8_lossy(&far));
    let near = story.cases.public_tile(tile(16)).await.unwrap();
    assert!(tells(&near, "number") && !tells(&near, "point_count") && !tells(&near, "category"));
});
