//! Lists of cases: every walk with every condition outside is explained on both databases, and what pages answer is what
//! a plain look at every row would.

use cases::store::course::{self, Course};
use cases::store::list::overview::{Dimension, count_statement, late_statement};
use cases::store::list::search::Look;
use cases::store::list::walk::{Arm, Walk};
use cases::store::list::{Filter, Hit, Key, Order, Past, Search, Standing, Within, count, keys};
use cases::store::row::{COLUMNS, TASK_COLUMNS};
use db::{Sql, Value, args};
use kernel::Timestamp;
use std::collections::BTreeSet;
use testkit::plans::Plans;

fn words(n: usize) -> Vec<String> {
    (0..n).map(|i| format!("w{i}")).collect()
}

/// Every walk, each with the orders that it is walked in.
fn walks() -> Vec<(Walk, Vec<Order>)> {
    let one = || "x".to_owned();
    let newest = || vec![Order::Newest];
    let both = || vec![Order::Newest, Order::Due];
    vec![
        (Walk::Time, newest()),
        (Walk::Public, newest()),
        (Walk::Updated, vec![Order::Updated]),
        (Walk::County(one()), newest()),
        (Walk::Astray, newest()),
        (Walk::Category(one()), newest()),
        (Walk::Reporter(one()), newest()),
        (Walk::Phase("dispatch"), newest()),
        (Walk::State(one()), newest()),
        (Walk::Due, vec![Order::Due]),
        (Walk::Unit(one()), newest()),
        (Walk::Live(one()), newest()),
        (Walk::Owed(one()), newest()),
        (Walk::Person(one()), newest()),
        (Walk::GatherArea("35/3503".into()), both()),
        (Walk::GatherOpen("35/3503".into(), words(3)), both()),
        (Walk::GatherUnit(one()), both()),
    ]
}

fn standings() -> Vec<Standing> {
    vec![
        Standing::All,
        Standing::Open,
        Standing::Closed,
        Standing::Phase("dispatch"),
        Standing::Late,
        Standing::DueSoon,
        Standing::Waiting { states: words(2), unit_states: words(2), units: words(1) },
        Standing::Mine("person/1".into()),
    ]
}

/// How many conditions [`filter`] can switch on.
const BITS: u32 = 10;

/// A filter in which bit `n` of `bits` switches the `n`th condition on.
fn filter(bits: u32, standing: Standing) -> Filter {
    let on = |n: u32| bits & (1 << n) != 0;
    let text = |n: u32| on(n).then(|| "x".to_owned());
    let span = |n: u32| (on(n).then_some(Timestamp(1)), on(n).then_some(Timestamp(2)));
    Filter {
        scopes: vec![],
        standing,
        state: text(0),
        phase: text(1),
        pack: text(2),
        categories: if on(3) { words(2) } else { vec![] },
        unit: text(4),
        priority: text(5),
        channel: text(6),
        bbox: on(7).then_some([1.0, 2.0, 3.0, 4.0]),
        public: on(8),
        registered: span(9),
        updated: span(9),
        past: Past {
            closed: span(9),
            accepted: span(1),
            answered: span(2),
            late: on(9),
            on_time: on(0),
            carried: on(3).then_some(on(4)),
            returned: on(8),
            reopened: on(7),
            outcome: text(6),
            grades: if on(5) { vec![1, 2] } else { vec![] },
        },
        search: None,
        now: Timestamp(1),
    }
}

/// None, each alone, each pair, and all: two conditions can only disturb each other through their numbering.
fn sets() -> Vec<u32> {
    let mut sets = vec![0, (1 << BITS) - 1];
    sets.extend((0..BITS).map(|n| 1 << n));
    sets.extend((0..BITS).flat_map(|a| (0..a).map(move |b| (1 << a) | (1 << b))));
    sets
}

/// Where the reader may look: everywhere, in an area, as a unit.
fn places() -> Vec<Option<Within>> {
    let area = |unit: Option<&str>| Within {
        area_path: "35/3503/350304".into(),
        county: Some("350304".into()),
        unit: unit.map(Into::into),
    };
    vec![None, Some(area(None)), Some(area(Some("u")))]
}

/// Statements of lists, all of them.
fn statements() -> Vec<(Sql, Vec<Value>)> {
    let after = Key { at: 1, id: "id".into() };
    let (places, standings, states) = (places(), standings(), words(2));
    let mut all = vec![];
    for (n, bits) in sets().into_iter().enumerate() {
        for (m, (walk, orders)) in walks().into_iter().enumerate() {
            for order in orders {
                // every condition with every walk; standings and places take turns
                let f = filter(bits, standings[(n + m) % standings.len()].clone());
                let arm = Arm {
                    walk: walk.clone(),
                    within: places[(n + m) % places.len()].as_ref(),
                    stands: n % 3 != 0,
                    states: (n % 4 == 0).then_some(&states),
                };
                all.push(arm.statement(&f, order, &after, (51, 4_096)));
                if n < 12 {
                    all.push(arm.edge_statement(&f, order, &after, 4_096));
                }
            }
        }
        let mut f = filter(bits, standings[n % standings.len()].clone());
        f.scopes = places.iter().skip(n % 3).flatten().cloned().collect();
        let search = Search { number: "350304-2026".into(), alias: "H-1".into(), terms: vec![1, 2] };
        for look in [
            Look::Number("350304".into()),
            Look::Alias,
            Look::Words("350304".into(), vec!["019ae14f-f038-7795-ba09-e55de5548502".into()], true),
        ] {
            all.push(look.statement(&f, &search, &after, 51));
        }
    }
    all.extend(places.iter().flatten().map(|within| count::units_statement(&words(2), within)));
    all
}

/// A sort of what is bounded before: an area's or a unit's cases when they are few, the window of a walk, what a search
/// found. Everything else comes in the order of an index.
const SORTS: [&str; 5] =
    ["CASES_GATHER", "CASES_OF_TASKS", "CASES_EDGE", "CASES_SEARCH", "CASES_SEARCH_EDGE"];

testkit::both!(every_list_is_served_by_an_index, |test| async move {
    let plans = Plans::open(&test.db, &test.system()).await;
    let mut read = test.db.read().await.unwrap();
    let mut wrong = vec![];
    for (sql, args) in statements() {
        read.fetch_all(&sql, args).await.unwrap_or_else(|e| panic!("{}: {e}\n{}", sql.name, sql.text));
        let sorts = SORTS.contains(&sql.name);
        assert!(!sorts || sql.text.contains(" LIMIT "), "{}", sql.text);
        wrong.extend(plans.fault(&sql, sorts).await);
    }
    assert!(wrong.is_empty(), "{} plans:\n{}", wrong.len(), wrong[..wrong.len().min(5)].join("\n\n"));
});

testkit::both!(what_is_open_is_counted_by_every_dimension, |test| async move {
    let mut read = test.db.read().await.unwrap();
    let scopes: Vec<Vec<Within>> =
        vec![vec![Within::everywhere()], vec![], places().into_iter().flatten().collect()];
    for within in &scopes {
        for by in [Dimension::State, Dimension::Category, Dimension::Unit, Dimension::Area] {
            for (sql, args) in
                [count_statement(within, Timestamp(1), by), late_statement(within, Timestamp(1), by)]
            {
                read.fetch_all(&sql, args).await.unwrap_or_else(|e| panic!("{}: {e}", sql.text));
            }
        }
    }
});

/// One case of the books below.
struct Book {
    id: String,
    county: String,
    area_path: String,
    at: i64,
    state: usize,
    open: bool,
    category: String,
    channel: &'static str,
    due: Option<i64>,
    soon: i64,
    units: Vec<(String, bool)>,
    person: Option<String>,
    reporter: Option<String>,
    course: Option<Course>,
}

const STATES: [(&str, &str); 5] = [
    ("p/t/new", "intake"),
    ("p/t/sent", "dispatch"),
    ("p/t/work", "work"),
    ("p/t/check", "check"),
    ("p/t/done", "end"),
];
const NOW: i64 = 1_000_000;

/// Some thousand cases: more than is gathered, more than one walk looks at.
fn books() -> Vec<Book> {
    let mut random = fastrand::Rng::with_seed(11);
    let mut books = vec![];
    for n in 0..9_000 {
        let home = random.usize(0..3);
        // few are astray; the first home is by far the largest
        let county = format!("c{}", if random.u8(..) < 160 { 0 } else { home });
        let lies = if random.u8(..) < 4 { format!("c{home}") } else { county.clone() };
        let (town, village) = (random.u8(0..3), random.u8(0..4));
        let open = random.u8(..) < 120;
        let state = if open { [0, 1, 2, 2, 2, 3][random.usize(0..6)] } else { 4 };
        let unit = |r: &mut fastrand::Rng| format!("u{}", if r.bool() { 0 } else { r.u8(1..4) });
        let mut units = vec![(unit(&mut random), open && random.bool())];
        if random.u8(..) < 40 {
            units.push(("u9".into(), false));
        }
        let at = i64::from(random.u32(0..NOW as u32));
        let due = at + i64::from(random.u32(0..200_000));
        books.push(Book {
            id: format!("{at:08}-{n:05}"),
            area_path: format!("r/{lies}/{lies}t{town}/{lies}t{town}v{village}/"),
            county,
            at,
            state,
            open,
            category: format!("k{}", (random.f64().powi(4) * 40.0) as u8),
            channel: ["web", "phone", "patrol"][random.usize(0..3)],
            due: (open && random.u8(..) < 240).then_some(due),
            soon: due - 40_000,
            person: (units[0].1 && random.u8(..) < 30).then(|| "person/1".to_owned()),
            units,
            reporter: (random.u8(..) < 3).then(|| "person/1".to_owned()),
            // of some nothing is known yet
            course: (n % 5 > 0).then(|| Course {
                accepted_at: (n % 7 > 0).then_some(at + 1_000),
                answered_at: (n % 3 == 0).then_some(at + 5_000),
                carried: n % 11 == 0,
            }),
        });
    }
    books
}

fn row(b: &Book) -> Vec<Value> {
    let (key, phase) = STATES[b.state];
    args![
        &b.county,
        &b.id,
        &b.id,
        1,
        "p",
        "v",
        "t",
        key.rsplit('/').next().unwrap(),
        key,
        phase,
        None::<String>,
        b.open,
        true,
        &b.category,
        b.channel,
        "normal",
        None::<String>,
        1.0,
        1.0,
        "",
        &b.area_path,
        &b.units[0].0,
        b.reporter.clone(),
        0,
        0,
        false,
        false,
        None::<i64>,
        b.due,
        None::<String>,
        b.due.map(|_| b.soon),
        None::<i64>,
        b.at,
        b.at,
        (!b.open).then_some(b.at),
        "{}",
    ]
}

fn tasks(b: &Book) -> Vec<Vec<Value>> {
    let one = |(n, (unit, owed)): (usize, &(String, bool))| {
        let state = if *owed { "signed" } else { "done" };
        let person = if n == 0 { b.person.clone() } else { None };
        args![&b.county, &b.id, n.to_string(), unit, n == 0, state, *owed, person, b.at, b.due, b.at, b.open]
    };
    b.units.iter().enumerate().map(one).collect()
}

/// Whether a list holds a case, looked at by itself.
fn holds(f: &Filter, b: &Book) -> bool {
    let inside = |w: &Within| {
        let area = w.area_path.is_empty() || b.area_path.starts_with(&format!("{}/", w.area_path));
        area && w.unit.as_ref().is_none_or(|unit| b.units.iter().any(|u| u.0 == *unit))
    };
    let key = STATES[b.state].0.to_owned();
    let stands = match &f.standing {
        Standing::All => true,
        Standing::Open => b.open,
        Standing::Closed => !b.open,
        Standing::Phase(phase) => b.open && STATES[b.state].1 == *phase,
        Standing::Late => b.due.is_some_and(|due| due < NOW),
        Standing::DueSoon => b.due.is_some_and(|due| due >= NOW && b.soon <= NOW),
        Standing::Waiting { states, unit_states, units } => {
            let owed = b.units.iter().any(|(unit, owed)| *owed && units.contains(unit));
            b.open && (states.contains(&key) || (unit_states.contains(&key) && owed))
        }
        Standing::Mine(actor) => b.reporter.as_ref() == Some(actor) || b.person.as_ref() == Some(actor),
    };
    stands
        && f.scopes.iter().any(inside)
        && (f.categories.is_empty() || f.categories.contains(&b.category))
        && f.unit.as_ref().is_none_or(|unit| *unit == b.units[0].0)
        && f.channel.as_ref().is_none_or(|channel| channel == b.channel)
        && f.phase.as_ref().is_none_or(|phase| phase == STATES[b.state].1)
        && f.registered.0.is_none_or(|from| b.at >= from.0)
        && f.registered.1.is_none_or(|to| b.at < to.0)
        && went(&f.past, b.course.clone().unwrap_or_default())
}

fn went(past: &Past, course: Course) -> bool {
    let between = |(from, before): (Option<Timestamp>, Option<Timestamp>), at: Option<i64>| {
        from.is_none_or(|from| at.is_some_and(|at| at >= from.0))
            && before.is_none_or(|before| at.is_some_and(|at| at < before.0))
    };
    between(past.accepted, course.accepted_at)
        && between(past.answered, course.answered_at)
        && past.carried.is_none_or(|carried| carried == course.carried)
}

/// Every page until the end; the ids as they come.
async fn all_pages(test: &testkit::TestDb, f: &Filter, order: Order, limit: usize) -> Vec<String> {
    let mut tx = test.db.read().await.unwrap();
    let (mut ids, mut after): (Vec<String>, Option<Key>) = (vec![], None);
    for _ in 0..20_000 {
        let (hits, next): (Vec<Hit>, _) = keys(&mut tx, f, order, after.as_ref(), limit).await.unwrap();
        assert!(hits.len() <= limit);
        ids.extend(hits.into_iter().map(|h| h.key.id));
        match next {
            Some(next) => assert_ne!(after.replace(next.clone()), Some(next), "it does not get on: {f:?}"),
            None => return ids,
        }
    }
    panic!("no end: {f:?}");
}

fn choices(random: &mut fastrand::Rng) -> Filter {
    let strings = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
    let within = |area: &str, unit: Option<&str>| Within {
        area_path: area.into(),
        county: area.split('/').nth(1).map(Into::into),
        unit: unit.map(Into::into),
    };
    let scopes = [
        vec![Within::everywhere()],
        vec![within("r", None)],
        vec![within("r/c0", None)],
        vec![within("r/c1", None)],
        vec![within("r/c0/c0t1", None)],
        vec![within("r/c2/c2t0/c2t0v1", None)],
        vec![within("r/c0", Some("u0"))],
        vec![within("r", Some("u2")), within("r/c1/c1t1", None)],
        vec![],
    ];
    let standings = [
        Standing::All,
        Standing::Open,
        Standing::Closed,
        Standing::Phase("work"),
        Standing::Phase("check"),
        Standing::Late,
        Standing::DueSoon,
        Standing::Waiting {
            states: strings(&["p/t/new", "p/t/check"]),
            unit_states: strings(&["p/t/work"]),
            units: strings(&["u0", "u2"]),
        },
        Standing::Mine("person/1".into()),
    ];
    let mut some = |n: u8| random.u8(0..n) == 0;
    let (category, unit, channel, phase, from, to) = (some(4), some(6), some(4), some(8), some(6), some(6));
    let (accepted, answered, carried) = (some(6), some(8), some(8));
    let past = Past {
        accepted: (accepted.then_some(Timestamp(NOW / 4)), None),
        answered: (None, answered.then_some(Timestamp(NOW / 2))),
        carried: carried.then_some(accepted),
        ..Past::default()
    };
    Filter {
        past,
        categories: if category { strings(&["k0", "k7", "k31"]) } else { vec![] },
        unit: unit.then(|| "u0".into()),
        channel: channel.then(|| "phone".into()),
        phase: phase.then(|| "work".into()),
        registered: (from.then_some(Timestamp(NOW / 3)), to.then_some(Timestamp(NOW / 2))),
        scopes: scopes[random.usize(0..scopes.len())].clone(),
        standing: standings[random.usize(0..standings.len())].clone(),
        now: Timestamp(NOW),
        ..Filter::default()
    }
}

testkit::both!(pages_hold_what_a_look_at_every_row_finds, |test| async move {
    let books = books();
    let (rows, all_tasks) =
        (books.iter().map(row).collect::<Vec<_>>(), books.iter().flat_map(tasks).collect::<Vec<_>>());
    let courses: Vec<Vec<Value>> = books
        .iter()
        .filter_map(|b| {
            let c = b.course.as_ref()?;
            Some(args![&b.county, &b.id, c.accepted_at, c.answered_at, c.carried])
        })
        .collect();
    let filled: Result<(), db::DbError> = test
        .db
        .write(&test.system(), move |tx| {
            let (rows, tasks, courses) = (rows.clone(), all_tasks.clone(), courses.clone());
            Box::pin(async move {
                tx.bulk_insert("cases", COLUMNS, &rows).await?;
                tx.bulk_insert("case_course", course::COLUMNS, &courses).await?;
                tx.bulk_insert("case_task", TASK_COLUMNS, &tasks).await
            })
        })
        .await;
    filled.unwrap();
    let mut random = fastrand::Rng::with_seed(5);
    let mut found = 0;
    for n in 0..150 {
        let f = choices(&mut random);
        let order =
            if matches!(f.standing, Standing::Late | Standing::DueSoon) { Order::Due } else { Order::Newest };
        let mut expected: Vec<&Book> = books.iter().filter(|b| holds(&f, b)).collect();
        match order {
            Order::Due => expected.sort_by_key(|b| (b.due, &b.id)),
            _ => expected.sort_by_key(|b| std::cmp::Reverse((b.at, &b.id))),
        }
        let expected: Vec<&String> = expected.iter().map(|b| &b.id).collect();
        let got = all_pages(&test, &f, order, [37, 200, 1_000][n % 3]).await;
        assert_eq!(got.len(), got.iter().collect::<BTreeSet<_>>().len(), "twice: {f:?}");
        assert_eq!(got.iter().collect::<Vec<_>>(), expected, "{f:?}");
        found += expected.len();
    }
    assert!(found > 50_000, "only {found} cases were listed");

    // badges count what the lists hold, up to a thousand each
    for _ in 0..40 {
        let f = Filter {
            scopes: choices(&mut random).scopes,
            standing: standing_of_counts(),
            now: Timestamp(NOW),
            ..Filter::default()
        };
        let mut tx = test.db.read().await.unwrap();
        let counted = count::waiting(&mut tx, &f).await.unwrap();
        let many = |standing: Standing| {
            let f = Filter { standing, ..f.clone() };
            books.iter().filter(|b| holds(&f, b)).count() as i64
        };
        for (name, got, real) in [
            ("todo", counted.todo, many(f.standing.clone())),
            ("open", counted.open, many(Standing::Open)),
            ("late", counted.late, many(Standing::Late)),
            ("soon", counted.soon, many(Standing::DueSoon)),
        ] {
            assert!(
                got == real || (got >= 1_000 && real >= 1_000),
                "{name}: {got}, really {real}: {:?}",
                f.scopes
            );
        }
        for phase in ["intake", "dispatch", "work", "check"] {
            let (got, real) = (counted.phases.get(phase).copied().unwrap_or(0), many(Standing::Phase(phase)));
            assert!(
                got == real || (got >= 1_000 && real >= 1_000),
                "{phase}: {got}, really {real}: {:?}",
                f.scopes
            );
        }
    }
});

fn standing_of_counts() -> Standing {
    Standing::Waiting {
        states: vec!["p/t/new".into(), "p/t/check".into()],
        unit_states: vec!["p/t/work".into()],
        units: vec!["u0".into(), "u2".into()],
    }
}

/// A city's books: twelve counties, 154 villages each, of very different sizes; mostly old and done.
fn city(n: usize) -> impl Iterator<Item = Book> {
    let mut random = fastrand::Rng::with_seed(3);
    let year = 365 * 86_400_000_i64;
    let now = 1_795_300_000_000_i64;
    let open = (n / 40).min(25_000);
    (0..n).map(move |i| {
        let county = random.usize(0..12);
        let (town, village) = ((random.f64().powi(2) * 14.0) as u8, (random.f64().powi(2) * 11.0) as u8);
        let at = now - 3 * year + (3 * year as i128 * i as i128 / n as i128) as i64;
        let is_open = if i + open > n { random.u8(..) < 230 } else { random.usize(0..n) < open / 10 };
        let unit = format!("c{county}u{}", (random.f64().powi(3) * 40.0) as u8);
        let due = at + random.i64(1..15) * 86_400_000;
        Book {
            id: format!("{at:013x}-{i:07}"),
            county: format!("c{county}"),
            area_path: format!("r/c{county}/c{county}t{town}/c{county}t{town}v{village}/"),
            at,
            state: if is_open { [0, 1, 1, 2, 2, 2, 2, 3][random.usize(0..8)] } else { 4 },
            open: is_open,
            category: format!("k{}", (random.f64().powi(2) * 120.0) as u8),
            channel: ["web", "phone", "patrol"][random.usize(0..3)],
            due: is_open.then_some(due),
            soon: due - 86_400_000,
            units: vec![(unit, is_open)],
            person: None,
            reporter: None,
            course: None,
        }
    })
}

/// Prints how long lists take in books of 20,000 and of 1.74 million cases: `cargo nextest run -p cases --run-ignored
/// only --no-capture how_long`. A minute or two, some 2 GB.
#[test]
#[ignore = "a measurement"]
fn how_long_lists_take() {
    testkit::block_on(async {
        let mut small: Vec<f64> = vec![];
        for n in [20_000, 1_740_000] {
            let test = testkit::TestDb::sqlite().await;
            let (mut rows, mut owed) = (vec![], vec![]);
            for (i, book) in city(n).enumerate() {
                rows.push(row(&book));
                owed.extend(tasks(&book));
                if rows.len() == 5_000 || i + 1 == n {
                    let (rows, owed) = (std::mem::take(&mut rows), std::mem::take(&mut owed));
                    let filled: Result<(), db::DbError> = test
                        .db
                        .write(&test.system(), move |tx| {
                            let (rows, owed) = (rows.clone(), owed.clone());
                            Box::pin(async move {
                                tx.bulk_insert("cases", COLUMNS, &rows).await?;
                                tx.bulk_insert("case_task", TASK_COLUMNS, &owed).await
                            })
                        })
                        .await;
                    filled.unwrap();
                }
            }
            let took = measure(&test).await;
            for (i, (name, p95)) in took.iter().enumerate() {
                let ratio = small.get(i).map(|small| format!(" {:.1}x", p95 / small)).unwrap_or_default();
                eprintln!("{n:>8} {name:32} p95 {p95:7.2} ms{ratio}");
            }
            small = took.into_iter().map(|t| t.1).collect();
        }
    });
}

/// The 95th percentile of each list, milliseconds.
async fn measure(test: &testkit::TestDb) -> Vec<(&'static str, f64)> {
    let within = |area: &str, unit: Option<&str>| {
        let county = area.split('/').nth(1).map(Into::into);
        vec![Within { area_path: area.into(), county, unit: unit.map(Into::into) }]
    };
    let waiting = || Standing::Waiting {
        states: vec!["p/t/new".into(), "p/t/sent".into()],
        unit_states: vec!["p/t/work".into()],
        units: vec!["c3u1".into()],
    };
    let now = Timestamp(1_795_300_000_000);
    let list = |scopes, standing| Filter { scopes, standing, now, ..Filter::default() };
    let town = || within("r/c3/c3t2", None);
    let lists: Vec<(&str, Filter)> = vec![
        ("inbox of the city", list(vec![Within::everywhere()], waiting())),
        ("inbox of a county", list(within("r/c3", None), waiting())),
        ("inbox of a town", list(town(), waiting())),
        ("inbox of a unit", list(within("r/c3", Some("c3u1")), waiting())),
        ("all of the city", list(vec![Within::everywhere()], Standing::All)),
        ("all of a county", list(within("r/c3", None), Standing::All)),
        ("all of a town", list(town(), Standing::All)),
        ("all of a village", list(within("r/c3/c3t2/c3t2v9", None), Standing::All)),
        ("all of a unit", list(within("r/c3", Some("c3u1")), Standing::All)),
        ("late, county", list(within("r/c3", None), Standing::Late)),
        ("due soon, city", list(vec![Within::everywhere()], Standing::DueSoon)),
        ("a category in a town", Filter { categories: vec!["k60".into()], ..list(town(), Standing::All) }),
        (
            "what nothing meets",
            Filter { channel: Some("none".into()), ..list(within("r/c3", None), Standing::All) },
        ),
    ];
    let mut took = vec![];
    for (name, filter) in &lists {
        let order = if matches!(filter.standing, Standing::Late | Standing::DueSoon) {
            Order::Due
        } else {
            Order::Newest
        };
        let mut times = vec![];
        for _ in 0..40 {
            let mut tx = test.db.read().await.unwrap();
            let begun = std::time::Instant::now();
            let (hits, next) = keys(&mut tx, filter, order, None, 50).await.unwrap();
            times.push(begun.elapsed().as_secs_f64() * 1e3);
            assert!(!hits.is_empty() || next.is_some() || *name == "what nothing meets", "{name}");
        }
        took.push((*name, p95(times)));
    }
    for (name, scopes) in [("badges of the city", vec![Within::everywhere()]), ("badges of a town", town())] {
        let filter = list(scopes, waiting());
        let mut times = vec![];
        for _ in 0..40 {
            let mut tx = test.db.read().await.unwrap();
            let begun = std::time::Instant::now();
            count::waiting(&mut tx, &filter).await.unwrap();
            times.push(begun.elapsed().as_secs_f64() * 1e3);
        }
        took.push((name, p95(times)));
    }
    took
}

fn p95(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() * 95 / 100]
}
