//! A year is lived through by the product's own rules, from the packs as they stand.

use cases::model::{Attachment, TaskState};
use demo::cast::Cast;
use demo::desk::{Desk, Ids, Told};
use demo::lives::Lives;
use demo::map::Map;
use demo::matters::matters;
use demo::story::{Pictures, Tally, Teller};
use demo::talk::Talk;
use kernel::{Actor, Ctx, FixedEnv, Timestamp};
use packs::Loaded;
use protect::{Key, Vault};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};
use workflow::{AttachmentKind, Outcome, Phase};

/// One test, since the year takes a while to live through.
#[test]
fn a_year_is_lived_through() {
    the_rules_refuse_next_to_nothing();
    facts_are_in_order_and_fold_to_the_case();
    the_loop_shows_all_its_sides();
    some_wait_in_every_stretch_of_the_road();
    nobody_checks_their_own_work();
}

static TOLD: LazyLock<(Vec<Told>, Tally)> = LazyLock::new(|| tell(1_500));

fn now() -> Timestamp {
    Timestamp::parse("2026-11-21T23:00:00+08:00").unwrap()
}

fn load(id: &str) -> Arc<Loaded> {
    let folder = format!("{}/../../packs/{id}", env!("CARGO_MANIFEST_DIR"));
    let report = packs::check_dir(std::path::Path::new(&folder), &[]);
    Arc::new(report.pack.unwrap_or_else(|| panic!("{:?}", report.problems)))
}

fn picture(id: &str, kind: AttachmentKind) -> Attachment {
    let (mime, hash) = ("image/jpeg".to_owned(), "0".repeat(64));
    Attachment { id: id.into(), kind, mime, hash, public: true, at: Timestamp(0) }
}

fn tell(count: usize) -> (Vec<Told>, Tally) {
    let map = Map::new(2026).unwrap();
    let cast = Cast::new(&map, 2026).unwrap();
    let (talk, lives) = (Talk::load().unwrap(), Lives::load().unwrap());
    let ids = Ids {
        people: (0..cast.people.len()).map(|i| format!("p{i}")).collect(),
        posts: (0..cast.posts.len()).map(|i| format!("o{i}")).collect(),
    };
    let ctx = Ctx::new(Arc::new(FixedEnv::new(now(), 5)), Actor::system("demo"), "demo");
    let vault = Vault::new(Key::from_hex(&"11".repeat(32)).unwrap());
    let calendar = worktime::Calendar::shipped("cn").unwrap();
    let packs = [load("city-upkeep"), load("town-calls-county")];
    let desk = Desk::new(&map, &cast, &ids, &packs, calendar, vault, ctx);
    let pictures = Pictures {
        before: vec![picture("b", AttachmentKind::Before)],
        after: vec![picture("a", AttachmentKind::After)],
    };
    let mut teller = Teller::new(desk, &talk, &lives, &pictures, now(), 2026);
    let mut told = Vec::new();
    for matter in &matters(&map, &cast, &talk, now(), count, 2026).unwrap() {
        told.extend(teller.tell(matter).unwrap());
    }
    told.extend(teller.rest());
    (told, teller.tally.clone())
}

fn the_rules_refuse_next_to_nothing() {
    let (told, tally) = &*TOLD;
    assert_eq!(told.len(), 1_500);
    let refused: usize = tally.refused.values().sum();
    assert!(refused * 100 < tally.acts, "{refused} of {}: {:#?}", tally.acts, tally.refused);
}

fn facts_are_in_order_and_fold_to_the_case() {
    for t in &TOLD.0 {
        assert!(
            t.entries.windows(2).all(|w| w[0].at <= w[1].at && w[0].seq + 1 == w[1].seq),
            "{}",
            t.case.number
        );
        assert!(t.entries.iter().all(|e| e.at <= now()));
        assert_eq!(cases::rules::fold(&t.entries).as_ref(), Some(&t.case));
    }
}

fn the_loop_shows_all_its_sides() {
    let told = &TOLD.0;
    let count = |f: &dyn Fn(&Told) -> bool| told.iter().filter(|t| f(t)).count();
    let acted = |name: &'static str| move |t: &Told| t.entries.iter().any(|e| e.action == name);
    for action in [
        "dispatch",
        "settle",
        "return",
        "rule",
        "ask_extension",
        "suspend",
        "carry_over",
        "supervise",
        "check",
        "call_back",
        "rate",
        "ask_reopen",
        "reopen",
        "answer",
        "refuse",
        "transfer",
        "merge",
        "merge_from",
        "add_task",
        "hand_on",
        "escalate",
        "call",
        "report_in",
        "confirm",
        "rate_department",
        "system.late",
    ] {
        assert!(count(&acted(action)) > 0, "no {action}");
    }
    let outcome = |o: Outcome| move |t: &Told| t.case.outcome == Some(o);
    for o in [Outcome::Closed, Outcome::Answered, Outcome::Transferred, Outcome::NotAccepted, Outcome::Joined]
    {
        assert!(count(&outcome(o)) > 0, "{o:?}");
    }
    let grades: BTreeMap<u8, usize> =
        told.iter().filter_map(|t| t.case.rating.as_ref()).fold(BTreeMap::new(), |mut m, r| {
            *m.entry(r.grade).or_default() += 1;
            m
        });
    assert_eq!(grades.len(), 4, "{grades:?}");
    let late = count(&|t| t.case.was_late());
    assert!((told.len() / 50..told.len() / 3).contains(&late), "{late} late");
}

fn some_wait_in_every_stretch_of_the_road() {
    let mut open: BTreeMap<Phase, usize> = BTreeMap::new();
    for t in TOLD.0.iter().filter(|t| t.case.is_open()) {
        *open.entry(t.case.phase).or_default() += 1;
    }
    for phase in [Phase::Intake, Phase::Work, Phase::Rest] {
        assert!(open.contains_key(&phase), "{open:?}");
    }
    let total: usize = open.values().sum();
    assert!((15..300).contains(&total), "{open:?}");
}

fn nobody_checks_their_own_work() {
    for t in &TOLD.0 {
        let mut handlers = std::collections::BTreeSet::new();
        for e in &t.entries {
            match e.action.as_str() {
                "finish" | "settle" | "sign" => drop(handlers.insert(e.actor.clone())),
                "check" | "sample_check" => assert!(!handlers.contains(&e.actor), "{}", t.case.number),
                _ => {}
            }
        }
        assert!(
            !t.case.is_open()
                || t.case.tasks.iter().all(|k| k.state != TaskState::Withdrawn || k.ended_at.is_some())
        );
    }
}
