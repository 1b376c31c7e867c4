//! Every statement is prepared on both databases, every list of notices too; `lists.rs` sees to the
//! lists of cases.
use authz::Scope;
use cases::store::notice::{Filter as NoticeFilter, To, count_statement as notice_count, page_statement};

testkit::both!(every_statement_is_prepared, |test| async move {
    for sql in cases::store::STATEMENTS.iter().copied().flatten() {
        test.db.prepare(sql).await.unwrap_or_else(|e| panic!("{}: {e}", sql.name));
    }
});

fn scopes() -> Vec<Vec<Scope>> {
    let area = |unit: Option<&str>| Scope { area_path: "35/3503".into(), unit: unit.map(Into::into) };
    vec![vec![Scope::everywhere()], vec![], vec![area(None)], vec![area(None), area(Some("u"))]]
}

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
