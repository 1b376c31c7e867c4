//! Lists meet: compared within a purpose, joined, shown, judged, parted, verified; on both databases.

use super::*;
use register::model::thing::Verdict;
use register::service::{Asking, Judging, PairQuery, PairView, Parting, RunView};

const BOTH: usize = 460;
const POLICE: usize = 640;
const ROADS: [&str; 8] = ["文献路", "荔园路", "北大街", "延寿路", "梅园路", "东园路", "学园路", "胜利路"];
const SURNAMES: [&str; 20] = [
    "陈", "林", "黄", "张", "李", "王", "吴", "刘", "蔡", "杨", "许", "郑", "谢", "郭", "洪", "方", "曾",
    "叶", "苏", "庄",
];
const FIRST: [&str; 15] =
    ["志", "丽", "建", "秀", "文", "雅", "国", "美", "俊", "淑", "海", "晓", "春", "家", "永"];
const SECOND: [&str; 15] =
    ["明", "华", "国", "英", "杰", "婷", "强", "玲", "豪", "芬", "燕", "东", "梅", "伟", "琴"];

/// Numbers that look drawn at random and are the same each time.
fn mix(n: usize, salt: u64) -> usize {
    let mut z =
        (n as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(salt.wrapping_mul(0xbf58_476d_1ce4_e5b9));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 20) as usize
}

struct Person {
    name: String,
    id: String,
    birth: String,
    phone: String,
    address: String,
}

fn person(n: usize) -> Person {
    let pick = |list: &[&str], salt| list[mix(n, salt) % list.len()].to_owned();
    let name = pick(&SURNAMES, 1) + &pick(&FIRST, 2) + &pick(&SECOND, 3);
    let (year, month, day) = (1940 + mix(n, 4) % 70, 1 + mix(n, 5) % 12, 1 + mix(n, 6) % 28);
    let id = check(&format!("339900{year}{month:02}{day:02}{:03}", mix(n, 7) % 500 * 2 + 1));
    let address = format!(
        "{}{}号{}栋{}室",
        pick(&ROADS, 8),
        1 + mix(n, 9) % 400,
        1 + mix(n, 10) % 20,
        101 + mix(n, 11) % 900
    );
    let phone = format!("139{:08}", mix(n, 12) % 100_000_000);
    Person { name, id, birth: format!("{year}-{month:02}-{day:02}"), phone, address }
}

/// The list of the police: everybody with a number.
fn police(people: usize) -> String {
    let mut csv = HEAD.to_owned();
    for n in 1..=people {
        let p = person(n);
        let grid = if n % 2 == 0 { "G1" } else { "G2" };
        csv.push_str(&format!("{n},{},男,{},{},{},{},{grid}\n", p.name, p.id, p.birth, p.phone, p.address));
    }
    csv
}

/// The list of the towns: some of the same people, half of them without a number; number 1 with somebody else's name, and from 441 on
/// such as cannot be told by themselves: no number, no telephone, moved, born on another day of the year.
fn towns() -> String {
    let mut csv = HEAD.to_owned();
    for n in 1..=BOTH {
        let p = person(n);
        let grid = if n % 2 == 0 { "G1" } else { "G2" };
        let other = person(n + 5_000);
        let row = match n {
            1 => format!("{n},{},男,{},{},,,{grid}\n", other.name, p.id, p.birth),
            441.. => {
                let birth = format!("{}-01-01", &p.birth[..4]);
                format!("{n},{},男,,{birth},,{},{grid}\n", p.name, other.address)
            }
            _ if n % 2 == 0 => format!("{n},{},男,{},{},,{},{grid}\n", p.name, p.id, p.birth, p.address),
            _ => format!("{n},{},男,,{},{},{},{grid}\n", p.name, p.birth, p.phone, p.address),
        };
        csv.push_str(&row);
    }
    csv
}

async fn bring(city: &City, source: &str, csv: &str, purpose: Option<&str>) -> ImportReport {
    let bytes = csv.as_bytes().to_vec();
    let open = |d: char, s: Option<&str>| Table::of_bytes("people.csv", bytes.clone(), d, s);
    let request = Request {
        kind: "person",
        source,
        mapping: Some(mapping()),
        dry_run: false,
        rejects: None,
        progress: &|_| {},
    };
    let adam = city.who("adam").await;
    match purpose {
        None => Box::pin(city.register.import(&adam, &open, request)).await.unwrap(),
        Some(p) => Box::pin(city.register.import_and_compare(&adam, &open, request, p)).await.unwrap(),
    }
}

async fn ask(
    city: &City,
    login: &str,
    kind: &str,
    area: &str,
    purpose: Option<&str>,
) -> Result<RunView, Failure> {
    let new = Asking { kind: kind.into(), area: area.into(), purpose: purpose.map(Into::into) };
    Box::pin(city.register.ask(&city.who(login).await, &new, None)).await
}

async fn full_run(city: &City) -> RunView {
    let asked = ask(city, "dora", "person", "K1", Some("verification")).await.unwrap();
    assert_eq!(asked.state, "waiting");
    city.compare().await;
    let run = city.register.run(&city.who("dora").await, &asked.id).await.unwrap();
    assert_eq!((run.state.as_str(), run.failure.as_deref()), ("done", None));
    run
}

async fn judge(
    city: &City,
    login: &str,
    id: &str,
    verdict: Verdict,
    more: impl FnOnce(&mut Judging),
) -> Result<(), Failure> {
    let mut new = Judging { verdict, reason: None, was: None, despite_numbers: false };
    more(&mut new);
    Box::pin(city.register.judge(&city.who(login).await, id, &new, None)).await
}

async fn pair(city: &City, id: &str) -> PairView {
    Box::pin(city.register.pair(&city.who("rita").await, id)).await.unwrap()
}

async fn queue(city: &City, login: &str, state: &str) -> Vec<String> {
    let (mut all, mut after) = (vec![], None);
    loop {
        let q = PairQuery {
            kind: "person".into(),
            state: Some(state.into()),
            after,
            limit: Some(7),
            ..PairQuery::default()
        };
        let page = Box::pin(city.register.pairs(&city.who(login).await, &q)).await.unwrap();
        all.extend(page.items.into_iter().map(|p| p.pair.id));
        after = page.next;
        if after.is_none() {
            return all;
        }
    }
}

async fn together(city: &City, id: &str) -> Vec<String> {
    let thing = Box::pin(city.register.thing(&city.who("rita").await, id)).await.unwrap();
    let mut ids: Vec<String> = thing.records.into_iter().map(|r| r.id).collect();
    ids.sort();
    ids
}

async fn sound(city: &City) {
    let report = city.verify().await;
    assert!(report.holds(), "{:?}", report.breaks);
}

testkit::both!(nothing_is_compared_without_a_purpose, |test| async move {
    let city = City::new(test).await;
    city.import(&people()).await;
    for purpose in [None, Some(""), Some("service"), Some("curiosity")] {
        let refused = ask(&city, "dora", "person", "K1", purpose).await.unwrap_err();
        let refusal = refused.refusal().unwrap();
        assert_eq!(
            (refusal.code.as_str(), refusal.expected.as_deref()),
            ("register.purpose", Some("verification"))
        );
    }
    let place = ask(&city, "dora", "place", "K1", Some("verification")).await.unwrap_err();
    assert_eq!(code(place), "register.not_comparable");
    let above = ask(&city, "dora", "person", "C", Some("verification")).await.unwrap_err();
    assert_eq!(code(above), "field.invalid", "above the counties");
    assert_eq!(
        code(ask(&city, "rita", "person", "K1", Some("verification")).await.unwrap_err()),
        "action.forbidden"
    );
    assert_eq!(
        code(ask(&city, "tina", "person", "K1", Some("verification")).await.unwrap_err()),
        "action.forbidden"
    );
    assert_eq!(
        code(ask(&city, "faro", "person", "T1", Some("verification")).await.unwrap_err()),
        "action.forbidden"
    );
    // two rows are too few to learn from: that is no fault
    let run = ask(&city, "tina", "person", "T1", Some("verification")).await.unwrap();
    city.compare().await;
    let run = city.register.run(&city.who("dora").await, &run.id).await.unwrap();
    assert_eq!((run.state.as_str(), run.rows, run.joined, run.safe), ("done", 2, 0, None));
    assert_eq!(
        code(city.register.run(&city.who("faro").await, &run.id).await.unwrap_err()),
        "register.not_found"
    );
    sound(&city).await;
});

testkit::both!(lists_meet_and_people_have_the_last_word, |test| async move {
    let city = City::new(test).await;
    bring(&city, "police", &police(POLICE), None).await;
    bring(&city, "towns", &towns(), None).await;
    let run = full_run(&city).await;
    assert_eq!(run.rows as usize, POLICE + BOTH);
    assert!(run.joined >= 420 && run.review >= 5, "{run:?}");
    let wrong =
        format!("SELECT count(*) AS n FROM register_member WHERE n > {POLICE} AND thing <> n - {POLICE}");
    assert_eq!(city.number(&wrong).await, 0, "whoever was joined is one person");
    sound(&city).await;

    // cut off before its end and tried again: what was joined is not joined twice
    city.run("UPDATE register_run SET state = 'running', review = 0, withdrawn = 0").await;
    city.register.compare(&city.story.test.system(), &run.id).await.unwrap();
    let second = city.register.run(&city.who("dora").await, &run.id).await.unwrap();
    assert_eq!((second.joined, second.review, second.withdrawn), (run.joined, run.review, 0));
    sound(&city).await;

    // an equal number with another name is shown, not joined
    let first = format!("K1~1~{}", POLICE + 1);
    let waiting = queue(&city, "rita", "review").await;
    assert!(waiting.contains(&first), "{waiting:?}");
    assert_eq!(queue(&city, "tina", "review").await.len(), waiting.len());
    assert!(queue(&city, "faro", "review").await.is_empty(), "another county");
    let view = pair(&city, &first).await;
    assert!(
        view.pair
            .evidence
            .iter()
            .any(|e| e.field == "id_number" && e.level == "same number" && e.weight > 5.0)
    );
    assert!(view.equal.contains(&"id_number".to_owned()) && !view.numbers_differ);
    let told = serde_json::to_string(&view).unwrap();
    let p = person(1);
    assert!(!told.contains(&p.name) && !told.contains(&p.id) && !told.contains(&p.phone), "{told}");

    // judged once; the second hears of it
    judge(&city, "rita", &first, Verdict::Different, |j| j.reason = Some("父子共用号码".into()))
        .await
        .unwrap();
    let again = judge(&city, "dora", &first, Verdict::Same, |_| {}).await.unwrap_err();
    assert_eq!(code(again), "register.judged_already");
    assert_eq!(pair(&city, &first).await.pair.reason.as_deref(), Some("父子共用号码"));
    assert_eq!(
        code(judge(&city, "lead", &first, Verdict::Same, |_| {}).await.unwrap_err()),
        "action.forbidden"
    );
    let second = waiting.iter().find(|id| **id != first).unwrap().clone();
    judge(&city, "tina", &second, Verdict::Same, |_| {}).await.unwrap();
    let view = pair(&city, &second).await;
    assert_eq!(
        (view.pair.state.as_str(), view.together, view.pair.name.as_deref()),
        ("same", true, Some("tina同志"))
    );
    let third = waiting.iter().rfind(|id| **id != first && **id != second).unwrap().clone();
    judge(&city, "rita", &third, Verdict::Unsure, |_| {}).await.unwrap();
    assert_eq!(queue(&city, "rita", "unsure").await.concat(), third);
    sound(&city).await;

    // a record is split off; the next run leaves it so
    let (two, other) = ("K1-2".to_owned(), format!("K1-{}", POLICE + 2));
    assert_eq!(together(&city, &two).await, [two.clone(), other.clone()]);
    let q = SearchQuery { q: person(2).id, ..SearchQuery::default() };
    let found = Box::pin(city.register.search(&city.who("rita").await, &q)).await.unwrap();
    assert_eq!(found.items[0].thing.as_ref().map(|t| (t.id.as_str(), t.records)), Some(("K1-2", 2)));
    let parting = |reason: &str| Parting { reason: reason.into() };
    let rita = city.who("rita").await;
    assert_eq!(
        code(city.register.split(&rita, &two, &parting(" "), None).await.unwrap_err()),
        "field.required"
    );
    city.register.split(&rita, &two, &parting("号码录错"), None).await.unwrap();
    assert_eq!(together(&city, &two).await.concat(), two);
    assert_eq!(
        code(city.register.split(&rita, &two, &parting("又来"), None).await.unwrap_err()),
        "register.alone"
    );
    city.register.dissolve(&rita, "K1-4", &parting("待查"), None).await.unwrap();
    sound(&city).await;
    let again = full_run(&city).await;
    assert_eq!(again.joined, 0, "{again:?}");
    let waiting = queue(&city, "rita", "review").await;
    for known in [&first, &second, &third, &format!("K1~2~{}", POLICE + 2), &format!("K1~4~{}", POLICE + 4)] {
        assert!(!waiting.contains(known), "{known} was judged");
    }
    assert_eq!(together(&city, &two).await.concat(), two);
    // whoever parted them may bring them together again, knowingly
    let parted = format!("K1~2~{}", POLICE + 2);
    let was = |j: &mut Judging| (j.was, j.reason) = (Some("different".into()), Some("核实无误".into()));
    judge(&city, "rita", &parted, Verdict::Same, was).await.unwrap();
    assert_eq!(together(&city, &other).await, [two.clone(), other.clone()]);
    assert_eq!(
        code(
            judge(&city, "rita", &parted, Verdict::Different, |j| j.was = Some("same".into()))
                .await
                .unwrap_err()
        ),
        "register.together"
    );

    // two different numbers come together only knowingly
    let numbers = format!("K1~3~{}", 2);
    let refused =
        judge(&city, "rita", &numbers, Verdict::Same, |j| j.reason = Some("x".into())).await.unwrap_err();
    assert_eq!(code(refused), "register.numbers_differ");
    assert!(pair(&city, &numbers).await.numbers_differ);
    let knowingly =
        |j: &mut Judging| (j.reason, j.despite_numbers) = (Some("号码有误，已报公安".into()), true);
    judge(&city, "rita", &numbers, Verdict::Same, knowingly).await.unwrap();
    assert!(together(&city, "K1-2").await.len() >= 3);
    sound(&city).await;

    // rows that no fact explains are found
    city.run("DELETE FROM register_member WHERE n = 2").await;
    assert!(!city.verify().await.holds());
});

testkit::both!(what_comes_in_is_compared_with_what_is_there, |test| async move {
    let city = City::new(test).await;
    bring(&city, "police", &police(POLICE), None).await;
    let late = towns();
    let first = bring(&city, "towns", &late, Some("verification")).await;
    assert_eq!(first.comparisons.len(), 1, "{:?}", first.comparisons);
    city.compare().await;
    let dora = city.who("dora").await;
    let run = city.register.run(&dora, &first.comparisons[0]).await.unwrap();
    assert!(run.new_only && run.joined >= 420, "{run:?}");
    let again = bring(&city, "towns", &late, Some("verification")).await;
    assert!(again.comparisons.is_empty(), "nothing is new");
    // one more row of somebody who is known twice joins their thing
    let p = person(2);
    let more = format!("{HEAD}9001,{},男,{},{},,,G1\n", p.name, p.id, p.birth);
    let asked = bring(&city, "towns", &more, Some("verification")).await;
    city.compare().await;
    let run = city.register.run(&dora, &asked.comparisons[0]).await.unwrap();
    assert_eq!((run.joined, run.rows as usize), (1, POLICE + BOTH + 1));
    assert_eq!(together(&city, "K1-2").await.len(), 3);
    let runs = city.register.runs(&city.who("adam").await, &Default::default()).await.unwrap();
    assert_eq!(runs.items.len(), 2);
    // a record that is gone leaves its thing and its pairs
    city.run("UPDATE register_record SET expires_at = 1 WHERE n IN (1, 2)").await;
    city.story.test.env.advance(1);
    city.register.retain(&city.story.test.system()).await.unwrap();
    assert_eq!(together(&city, &format!("K1-{}", POLICE + 2)).await.len(), 2);
    assert_eq!(
        city.number("SELECT count(*) AS n FROM register_pair WHERE a IN (1, 2) OR b IN (1, 2)").await,
        0
    );
    let report = city.verify().await;
    assert!(report.breaks.iter().all(|b| !b.stream.contains("things")), "{:?}", report.breaks);
});

/// How fast a run is: `cargo test -p register --config 'profile.dev.package.linkage.opt-level=3' -- --ignored --nocapture measured`
#[test]
#[ignore = "a measurement"]
fn measured() {
    testkit::block_on(async {
        let city = City::new(testkit::TestDb::sqlite().await).await;
        for source in ["police", "labour"] {
            bring(&city, source, &police(15_000), None).await;
        }
        let asked = ask(&city, "dora", "person", "K1", Some("verification")).await.unwrap();
        let begun = std::time::Instant::now();
        city.compare().await;
        let took = begun.elapsed().as_secs_f64();
        let run = city.register.run(&city.who("dora").await, &asked.id).await.unwrap();
        eprintln!("{:.1} s, {:.0} rows/s: {run:?}", took, run.rows as f64 / took);
    });
}
