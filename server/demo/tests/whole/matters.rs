//! People and what they report: believable, invented, the same every time.

use demo::cast::Cast;
use demo::map::{Level, Map};
use demo::matters::{By, Matter, matters};
use demo::talk::Talk;
use geometry::{Kind, Locator, LocatorArea};
use kernel::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

static MAP: LazyLock<Map> = LazyLock::new(|| Map::new(2026).unwrap());
static CAST: LazyLock<Cast> = LazyLock::new(|| Cast::new(&MAP, 2026).unwrap());
static TALK: LazyLock<Talk> = LazyLock::new(|| Talk::load().unwrap());
static FOUND: LazyLock<Vec<Matter>> = LazyLock::new(|| plan(20_000));

fn now() -> Timestamp {
    Timestamp::parse("2026-11-21T23:00:00+08:00").unwrap()
}

fn plan(count: usize) -> Vec<Matter> {
    matters(&MAP, &CAST, &TALK, now(), count, 2026).unwrap()
}

/// In one test: what is looked at takes seconds to make, and each test is a process of its own.
#[test]
fn what_is_reported_could_be_real() {
    as_many_as_asked_in_order_within_the_year();
    texts_differ_and_have_no_empty_slot();
    seasons_show();
    places_lie_in_the_grid_they_name();
    repetitions_are_near_and_later();
    some_places_heap_up();
    telephones_belong_to_nobody();
}

fn as_many_as_asked_in_order_within_the_year() {
    assert_eq!(FOUND.len(), 20_000);
    assert!(FOUND.windows(2).all(|w| w[0].at <= w[1].at));
    assert!(FOUND.iter().all(|m| m.at < now() && m.at > now().plus(-367 * Timestamp::DAY)));
    let last_week = FOUND.iter().filter(|m| m.at > now().plus(-7 * Timestamp::DAY)).count();
    assert!(last_week > 250, "{last_week}");
}

fn texts_differ_and_have_no_empty_slot() {
    let texts: BTreeSet<&str> = FOUND.iter().map(|m| m.text.as_str()).collect();
    assert!(texts.len() > 17_000, "{}", texts.len());
    for m in FOUND.iter() {
        assert!(!m.text.is_empty() && !m.text.contains(['{', '}']), "{}", m.text);
        assert!(!m.text.contains("，，") && !m.text.contains("。，"), "{}", m.text);
        assert!(m.text.chars().count() < 400);
    }
    let short = FOUND.iter().filter(|m| m.text.chars().count() < 9).count();
    let long = FOUND.iter().filter(|m| m.text.chars().count() > 90).count();
    assert!(short > 500 && long > 200, "{short} {long}");
}

fn seasons_show() {
    let month = |m: &Matter| m.at.day_in("Asia/Shanghai")[4..6].parse::<u32>().unwrap();
    let share = |topic: &str, months: &[u32]| {
        let of: Vec<&Matter> = FOUND.iter().filter(|m| TALK.topics[m.topic].topic == topic).collect();
        of.iter().filter(|m| months.contains(&month(m))).count() as f64 / of.len() as f64
    };
    assert!(share("flooding", &[6, 7, 8]) > 0.7);
    assert!(share("ice", &[12, 1, 2]) > 0.8);
    assert!(share("heating", &[11, 12, 1, 2, 3]) > 0.95);
}

fn places_lie_in_the_grid_they_name() {
    let areas = MAP.level(Level::Grid).map(|g| {
        let a = &MAP.areas[g];
        let kind = if a.exclusive.is_some() { Kind::Exclusive } else { Kind::Ordinary };
        LocatorArea { code: a.code.clone(), level: 5, kind, layer: None, shape: a.shape.clone() }
    });
    let locator = Locator::build(areas.collect());
    let (mut same, mut seen) = (0, 0);
    for m in FOUND.iter().step_by(7).filter(|m| m.repeats.is_none()) {
        seen += 1;
        let found = locator.locate(m.point);
        assert_eq!(found.outside_m, None);
        same += usize::from(found.area.unwrap().code == MAP.areas[m.grid].code);
    }
    assert!(same * 100 > seen * 97, "{same} of {seen}");
}

fn repetitions_are_near_and_later() {
    let again: Vec<&Matter> = FOUND.iter().filter(|m| m.repeats.is_some()).collect();
    assert!(again.len() > 900);
    for m in again {
        let first = &FOUND[m.repeats.unwrap()];
        assert!(first.at <= m.at && first.category == m.category);
        assert!(first.point.distance_m(m.point) < 60.0);
    }
}

fn some_places_heap_up() {
    let mut by_grid: BTreeMap<usize, usize> = BTreeMap::new();
    FOUND.iter().for_each(|m| *by_grid.entry(m.grid).or_default() += 1);
    assert!(by_grid.values().max().unwrap() > &100);
    assert!(by_grid.len() > 1_500, "{}", by_grid.len());
}

fn telephones_belong_to_nobody() {
    for m in FOUND.iter() {
        if let By::Resident { name, phone, .. } = &m.by {
            assert!(phone.starts_with("1990000") && phone.len() == 11);
            assert!((2..=4).contains(&name.chars().count()));
        }
    }
    assert!(CAST.people.iter().all(|p| p.phone.starts_with("1990000")));
}

#[test]
fn every_grid_has_a_worker_with_a_deputy_and_every_function_a_handler() {
    for grid in MAP.level(Level::Grid) {
        let posts = CAST.posts_at("grid_worker", grid);
        assert_eq!(posts.len(), 1, "{}", MAP.areas[grid].code);
    }
    for post in &CAST.posts {
        assert_ne!(Some(post.holder), post.deputy);
    }
    for (i, unit) in CAST.units.iter().enumerate().filter(|(_, u)| u.functions != ["village_office"]) {
        if MAP.areas[unit.area].level != Level::City && unit.functions != ["centre"] {
            assert!(!CAST.posts_in("handler", i).is_empty(), "{}", unit.code);
        }
    }
    let codes: BTreeSet<&str> = CAST.units.iter().map(|u| u.code.as_str()).collect();
    assert_eq!(codes.len(), CAST.units.len());
}

#[test]
fn the_accounts_of_the_demo_exist() {
    let logins: BTreeSet<&str> = CAST.people.iter().filter_map(|p| p.login.as_deref()).collect();
    for login in
        ["resident", "worker", "dispatcher", "handler", "checker", "leader", "admin", "arbiter", "receiver"]
    {
        assert!(logins.contains(login), "{login}");
    }
}

#[test]
fn the_same_seed_tells_the_same() {
    let digest = |list: &[Matter]| list.iter().map(|m| format!("{:?}", m)).collect::<String>();
    assert_eq!(digest(&plan(300)), digest(&plan(300)));
}
