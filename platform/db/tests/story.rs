//! Reading, writing, refusing, bulk loading and group commit, on both databases.

#![allow(clippy::unwrap_used)] // a test says so by failing

use db::{AtCommit, Batch, Db, DbError, Value, args};
use kernel::Timestamp;
use std::sync::Arc;
use testkit::TestDb;

db::sql! {
    PUT = "INSERT INTO county_head (county, pos, hash) VALUES ($1, $2, $3)";
    GET = "SELECT county, pos, hash FROM county_head WHERE county = $1";
    COUNT = "SELECT count(*) AS n, CAST(sum(pos) AS BIGINT) AS total FROM county_head";
    TALLIED = "SELECT CAST(sum(pos) AS BIGINT) AS total FROM county_head WHERE county LIKE 'tally %'";
    MOVE = "UPDATE county_head SET pos = $2 WHERE county = $1";
    MEMBER = "SELECT $1 ->> 'a' AS a";
    EACH = "SELECT county FROM county_head WHERE county IN (SELECT value FROM json_each(CAST($1 AS TEXT))) ORDER BY county";
}

async fn put(test: &TestDb, county: String, pos: i64) -> Result<(), DbError> {
    put_to(&test.db, &test.system(), county, pos).await
}

async fn put_to(db: &Db, ctx: &kernel::Ctx, county: String, pos: i64) -> Result<(), DbError> {
    db.write(ctx, move |tx| {
        let county = county.clone();
        Box::pin(async move {
            tx.execute(&PUT, args![county, pos, "h"]).await?;
            if pos == 13 { Err(DbError::NoRow("thirteen is refused")) } else { Ok(()) }
        })
    })
    .await
}

testkit::both!(commands_share_a_commit_and_fail_alone, |test| async move {
    let test = Arc::new(test);
    let writes = (0..200).map(|n| {
        let test = test.clone();
        tokio::spawn(async move { put(&test, format!("c{n:03}"), n).await })
    });
    let answers = futures::future::join_all(writes).await;
    let refused = answers.iter().filter(|a| a.as_ref().unwrap().is_err()).count();
    assert_eq!(refused, 1);
    let row = test.db.read().await.unwrap().fetch_one(&COUNT, vec![]).await.unwrap();
    assert_eq!(row.get::<i64>("n").unwrap(), 199);
    assert_eq!(row.get::<i64>("total").unwrap(), (0..200).sum::<i64>() - 13);
});

testkit::both!(a_taken_key_is_named, |test| async move {
    put(&test, "c".into(), 1).await.unwrap();
    let error = put(&test, "c".into(), 2).await.unwrap_err();
    assert!(error.unique().is_some(), "{error}");
    let row = test.db.read().await.unwrap().fetch_one(&GET, args!["c"]).await.unwrap();
    assert_eq!(row.get::<i64>("pos").unwrap(), 1);
});

testkit::both!(a_panic_undoes_its_own_command_only, |test| async move {
    let bad = test
        .db
        .write(&test.system(), |tx| {
            Box::pin(async move {
                tx.execute(&PUT, args!["lost", 1i64, "h"]).await?;
                if tx.fetch_all(&COUNT, vec![]).await?.len() == 1 {
                    panic!("a bug");
                }
                Ok::<_, DbError>(())
            })
        })
        .await;
    assert!(matches!(bad, Err(DbError::Aborted(_))), "{bad:?}");
    put(&test, "kept".into(), 1).await.unwrap();
    let mut read = test.db.read().await.unwrap();
    assert!(read.fetch_optional(&GET, args!["lost"]).await.unwrap().is_none());
    assert!(read.fetch_optional(&GET, args!["kept"]).await.unwrap().is_some());
});

testkit::both!(bulk_rows_arrive_as_they_were, |test| async move {
    let nasty = "tab\tline\nback\\slash 经纬 '\"";
    test.db
        .write(&test.system(), move |tx| {
            Box::pin(async move {
                let rows = (0..123).map(|n| {
                    vec![Value::from(format!("{nasty}{n}")), Value::from(Timestamp(n)), Value::from("h")]
                });
                tx.bulk_insert("county_head", &["county", "pos", "hash"], &rows.collect::<Vec<_>>()).await
            })
        })
        .await
        .unwrap();
    let mut read = test.db.read().await.unwrap();
    assert_eq!(read.fetch_one(&COUNT, vec![]).await.unwrap().get::<i64>("n").unwrap(), 123);
    assert!(read.fetch_optional(&GET, args![format!("{nasty}122")]).await.unwrap().is_some());
});

testkit::both!(json_reads_alike, |test| async move {
    put(&test, "x".into(), 1).await.unwrap();
    put(&test, "y".into(), 2).await.unwrap();
    let mut read = test.db.read().await.unwrap();
    let row = read.fetch_one(&MEMBER, args![r#"{"a":"甲"}"#]).await.unwrap();
    assert_eq!(row.get::<String>("a").unwrap(), "甲");
    let rows = read.fetch_all(&EACH, args![r#"["y","z"]"#]).await.unwrap();
    assert_eq!(rows.len(), 1);
});

/// What is left for the commit: one row for all commands together.
static TALLY: AtCommit = AtCommit {
    name: "tally",
    run: |tx, rows| {
        Box::pin(async move {
            let names = rows.iter().map(|row| match &row[0] {
                Value::Text(Some(name)) => name.to_string(),
                _ => String::new(),
            });
            let names = names.collect::<Vec<_>>().join(",");
            tx.execute(&PUT, args![format!("tally {names}"), rows.len(), "h"]).await.map(drop)
        })
    },
};

testkit::both!(a_batch_is_one_command, |test| async move {
    put(&test, "moved".into(), 1).await.unwrap();
    let batch = |name: &str, pos: i64| {
        let mut batch = Batch::default();
        batch.add(&PUT, args![format!("{name}1"), pos, "h"]);
        batch.add(&PUT, args![format!("{name}2"), pos + 1, "$1"]);
        batch.add(&MOVE, args!["moved", pos]);
        batch
    };
    test.db.commit(&test.system(), batch("a", 10)).await.unwrap();
    test.db.commit(&test.system(), batch("b", 20)).await.unwrap();
    let taken = test.db.commit(&test.system(), batch("a", 30)).await.unwrap_err();
    assert!(taken.unique().is_some_and(|u| u.table == "county_head"), "{taken}");
    let mut read = test.db.read().await.unwrap();
    let row = read.fetch_one(&COUNT, vec![]).await.unwrap();
    let (n, total): (i64, i64) = (row.get("n").unwrap(), row.get("total").unwrap());
    assert_eq!((n, total), (5, 20 + 10 + 11 + 20 + 21), "the third left nothing behind");
});

testkit::both!(what_is_left_for_the_commit_is_done_once, |test| async move {
    let test = Arc::new(test);
    let names = ["x", "taken", "y"];
    put(&test, "taken".into(), 1).await.unwrap();
    let writes = names.map(|name| {
        let test = test.clone();
        tokio::spawn(async move {
            let mut batch = Batch::default();
            batch.add(&PUT, args![name, 1i64, "h"]);
            batch.at_commit(&TALLY, args![name]);
            test.db.commit(&test.system(), batch).await.is_ok()
        })
    });
    let done: Vec<bool> = futures::future::join_all(writes).await.into_iter().map(|d| d.unwrap()).collect();
    assert_eq!(done, [true, false, true]);
    let mut read = test.db.read().await.unwrap();
    let row = read.fetch_one(&TALLIED, vec![]).await.unwrap();
    assert_eq!(row.get::<i64>("total").unwrap(), 2, "the refused one is not counted");
});

testkit::both!(commands_that_go_together_fail_alone, |test| async move {
    let test = Arc::new(test);
    for n in [17, 90, 91] {
        put(&test, format!("b{n:03}"), 1000).await.unwrap();
    }
    let writes = (0..200).map(|n: i64| {
        let test = test.clone();
        tokio::spawn(async move {
            let mut batch = Batch::default();
            batch.add(&PUT, args![format!("a{n:03}"), n, "h"]);
            batch.add(&PUT, args![format!("b{n:03}"), n, "h"]);
            test.db.commit(&test.system(), batch).await.is_ok()
        })
    });
    let done: Vec<bool> = futures::future::join_all(writes).await.into_iter().map(|d| d.unwrap()).collect();
    let refused: Vec<usize> = (0..200).filter(|n| !done[*n]).collect();
    assert_eq!(refused, [17, 90, 91]);
    let mut read = test.db.read().await.unwrap();
    let row = read.fetch_one(&COUNT, vec![]).await.unwrap();
    let (n, total): (i64, i64) = (row.get("n").unwrap(), row.get("total").unwrap());
    assert_eq!((n, total), (3 + 2 * 197, 3000 + 2 * (199 * 100 - 17 - 90 - 91)));
});

#[test]
fn a_folder_has_one_owner() {
    testkit::block_on(async {
        let test = TestDb::sqlite().await;
        let second = Db::open(&test.url, db::Options::default()).await;
        assert!(matches!(second, Err(DbError::Config(text)) if text.contains("in use")));
    });
}

testkit::both!(a_reader_who_goes_away_leaves_nothing_behind, |test| async move {
    // cut off at every moment of its beginning, more often than there are connections
    for pause in 0..40 {
        let db = test.db.clone();
        let reading = tokio::spawn(async move { db.read().await.map(drop) });
        tokio::time::sleep(std::time::Duration::from_micros(pause * 20)).await;
        reading.abort();
        let _ = reading.await;
    }
    for _ in 0..20 {
        test.db.probe(&test.system()).await.unwrap();
    }
});

testkit::both!(as_many_read_at_once_as_there_are_connections, |test| async move {
    let all = db::Options::default().connections;
    let mut reading = Vec::new();
    for _ in 0..all {
        reading.push(test.db.read().await.unwrap());
    }
    for tx in &mut reading {
        tx.fetch_one(&COUNT, vec![]).await.unwrap();
    }
    assert_eq!(test.db.stats().connections, (u64::from(all), 0));
    let more = test.db.read();
    futures::pin_mut!(more);
    assert!(futures::poll!(&mut more).is_pending());
    reading.clear();
    more.await.unwrap().fetch_one(&COUNT, vec![]).await.unwrap();
});
