//! Every statement is prepared on both databases, every combination of a list's fragments too, and the hot ones do not
//! read whole tables.
#![allow(clippy::unwrap_used)]

use authz::Scope;
use cases::store::list::{
    Dimension, Filter, Order, Search, Standing, count_statement, happened_statements, statement,
};
use cases::store::notice::{Filter as NoticeFilter, To, count_statement as notice_count, page_statement};
use kernel::Timestamp;

testkit::both!(every_statement_is_prepared, |test| async move {
    for sql in cases::store::STATEMENTS.iter().copied().flatten() {
        test.db.prepare(sql).await.unwrap_or_else(|e| panic!("{}: {e}", sql.name));
    }
});

fn standings() -> Vec<Standing> {
    let words = |n: usize| (0..n).map(|i| format!("w{i}")).collect::<Vec<_>>();
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

fn scopes() -> Vec<Vec<Scope>> {
    let area = |unit: Option<&str>| Scope { area_path: "35/3503".into(), unit: unit.map(Into::into) };
    vec![vec![Scope::everywhere()], vec![], vec![area(None)], vec![area(None), area(Some("u"))]]
}

/// A filter in which bit `n` of `bits` switches the `n`th fragment on.
fn filter(bits: u32, scopes: &[Scope], standing: &Standing) -> Filter {
    let on = |n: u32| bits & (1 << n) != 0;
    let text = |n: u32| on(n).then(|| "x".to_owned());
    let span = |n: u32| (on(n).then_some(Timestamp(1)), on(n).then_some(Timestamp(2)));
    Filter {
        scopes: scopes.to_vec(),
        standing: standing.clone(),
        state: text(0),
        phase: text(1),
        pack: text(2),
        categories: if on(3) { vec!["a".into(), "b".into()] } else { vec![] },
        unit: text(4),
        area_path: text(5),
        county: text(6),
        priority: text(7),
        channel: text(8),
        bbox: on(9).then_some([1.0, 2.0, 3.0, 4.0]),
        public: on(10),
        registered: span(11),
        updated: span(12),
        search: on(13).then(|| Search { number: "1".into(), alias: "1".into(), terms: vec![1, 2] }),
        now: Timestamp(1),
    }
}

testkit::both!(every_combination_of_fragments_is_prepared, |test| async move {
    let after = (1i64, "id".to_owned());
    // each fragment alone, all of them, and pairs: two fragments can only disturb each other through their numbering
    let mut sets: Vec<u32> = vec![0, (1 << 14) - 1];
    sets.extend((0..14).map(|n| 1 << n));
    sets.extend((0..14).flat_map(|a| (0..a).map(move |b| (1 << a) | (1 << b))));
    let mut read = test.db.read().await.unwrap();
    for (n, bits) in sets.iter().enumerate() {
        for scope in &scopes() {
            let standing = &standings()[n % standings().len()];
            for order in [Order::Newest, Order::Due, Order::Updated] {
                let filter = filter(*bits, scope, standing);
                let after = (n % 2 == 0).then_some(&after);
                let (sql, args) = statement(&filter, order, after, 51);
                read.fetch_all(&sql, args).await.unwrap_or_else(|e| panic!("{}: {e}", sql.text));
            }
        }
    }
    for standing in &standings() {
        for scope in &scopes() {
            for by in [Dimension::State, Dimension::Category, Dimension::Unit, Dimension::Area] {
                let (sql, args) = count_statement(&filter(0, scope, standing), by);
                read.fetch_all(&sql, args).await.unwrap_or_else(|e| panic!("{}: {e}", sql.text));
            }
            let area = Some("35".to_owned());
            for (sql, args) in happened_statements(scope, area.as_ref(), Timestamp(0), Timestamp(1)) {
                read.fetch_all(&sql, args).await.unwrap_or_else(|e| panic!("{}: {e}", sql.text));
            }
        }
    }
});

fn notice_filters() -> Vec<NoticeFilter> {
    let units = |n: usize| (0..n).map(|i| format!("u{i}")).collect::<Vec<_>>();
    let tos = [To::All, To::Above(units(1)), To::Above(units(2)), To::Owed(units(1)), To::Owed(vec![])];
    let mut all = vec![];
    for (n, scopes) in scopes().into_iter().enumerate() {
        for to in &tos {
            for bits in 0..16 {
                let on = |b: u32| bits & (1 << b) != 0;
                all.push(NoticeFilter {
                    scopes: scopes.clone(),
                    to: to.clone(),
                    county: on(0).then(|| "c".into()),
                    kind: on(1).then(|| "late".into()),
                    before: on(2).then(|| (n as i64, "id".into())),
                    since: on(3).then(|| (n as i64, "id".into())),
                });
            }
        }
    }
    all
}

testkit::both!(every_list_of_notices_is_prepared, |test| async move {
    let mut read = test.db.read().await.unwrap();
    for filter in notice_filters() {
        for (sql, args) in [page_statement(&filter, 51), notice_count(&filter, 100)] {
            read.fetch_all(&sql, args).await.unwrap_or_else(|e| panic!("{}: {e}", sql.text));
        }
    }
});

/// Newest first without sorting, for one unit, one county and everywhere.
#[test]
fn notices_come_in_the_order_of_an_index() {
    testkit::block_on(async {
        let test = testkit::TestDb::sqlite().await;
        let mut read = test.db.read().await.unwrap();
        let one = |to: To, county: Option<&str>| NoticeFilter {
            scopes: vec![Scope { area_path: "35/3503".into(), unit: None }],
            to,
            county: county.map(Into::into),
            before: Some((1, "id".into())),
            ..NoticeFilter::default()
        };
        let unit = || vec!["u".to_owned()];
        for (filter, index) in [
            (one(To::Above(unit()), None), "case_notice_above"),
            (one(To::Owed(unit()), None), "case_notice_owed"),
            (one(To::All, Some("3503")), "case_notice_county"),
            (one(To::All, None), "case_notice_time"),
        ] {
            let (sql, args) = page_statement(&filter, 51);
            let plan = read.explain(&sql, args).await.unwrap();
            assert!(plan.contains(index) && !plan.contains("TEMP B-TREE"), "{index}: {plan}");
        }
    });
}

/// SQLite tells its plan whatever the tables hold; PostgreSQL would rightly read a small table whole.
#[test]
fn lists_are_served_by_indexes() {
    testkit::block_on(async {
        let test = testkit::TestDb::sqlite().await;
        let mut read = test.db.read().await.unwrap();
        let after = (1i64, "id".to_owned());
        for standing in standings() {
            for scope in [vec![Scope::everywhere()], vec![Scope { area_path: "35/3503".into(), unit: None }]]
            {
                let order = match standing {
                    Standing::Late | Standing::DueSoon => Order::Due,
                    _ => Order::Newest,
                };
                let (sql, args) = statement(&filter(0, &scope, &standing), order, Some(&after), 51);
                let plan = read.explain(&sql, args).await.unwrap();
                assert!(
                    plan.contains("SEARCH c USING") || plan.contains("MULTI-INDEX"),
                    "{standing:?}: {plan}"
                );
                assert!(!plan.contains("SCAN c\n") && !plan.ends_with("SCAN c"), "{standing:?}: {plan}");
            }
        }
        for public in [Order::Newest, Order::Updated] {
            let (sql, args) =
                statement(&filter(1 << 10, &[Scope::everywhere()], &Standing::All), public, None, 51);
            let plan = read.explain(&sql, args).await.unwrap();
            assert!(!plan.contains("TEMP B-TREE"), "{public:?}: {plan}");
        }
    });
}
