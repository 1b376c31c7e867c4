//! Appending, following and verifying, and what verification says when somebody changes the book.

#![allow(clippy::unwrap_used)] // a test says so by failing

use db::{DbError, Sql, Tx, args};
use kernel::{Ctx, Env};
use ledger::{NewFact, follow, follow::Positioned, sequencer, verify};
use std::sync::{Arc, Mutex};
use testkit::TestDb;

async fn say(test: &TestDb, county: &'static str, stream: String, n: i64) {
    let ctx = test.system();
    let inner = ctx.clone();
    test.db
        .write(&ctx, move |tx| {
            let (ctx, stream) = (inner.clone(), stream.clone());
            Box::pin(async move {
                let mut head = ledger::open(tx, county, &stream).await?;
                let fact = NewFact { action: "said".into(), v: 1, data: serde_json::json!({"n": n}) };
                ledger::append(tx, &ctx, &mut head, &[fact]).await.map(drop)
            })
        })
        .await
        .unwrap();
}

async fn book(test: &TestDb) {
    for n in 0..6 {
        say(test, "350304", format!("case/{}", n % 2), n).await;
    }
    say(test, "global", "unit/x".into(), 1).await;
    sequencer::drain(&test.db, &(test.env.clone() as Arc<dyn Env>)).await.unwrap();
}

async fn verify(test: &TestDb) -> verify::Report {
    verify::verify(&mut test.db.read().await.unwrap(), &[], |_| {}).await.unwrap()
}

async fn tamper(test: &TestDb, statement: &str) {
    let sql = Sql::composed("tamper", statement.to_string());
    test.db
        .write(&test.system(), move |tx| {
            let sql = sql.clone();
            Box::pin(async move { tx.execute(&sql, args![]).await.map(drop) as Result<(), DbError> })
        })
        .await
        .unwrap();
}

testkit::both!(a_whole_book_holds, |test| async move {
    book(&test).await;
    let report = verify(&test).await;
    assert!(report.holds(), "{:?}", report.breaks);
    assert_eq!((report.facts, report.streams, report.positions), (7, 3, 7));
});

testkit::both!(writers_of_one_stream_queue, |test| async move {
    let test = Arc::new(test);
    let writers = (0..40).map(|n| {
        let test = test.clone();
        tokio::spawn(async move { say(&test, "c", format!("case/{}", n % 3), n).await })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    sequencer::drain(&test.db, &(test.env.clone() as Arc<dyn Env>)).await.unwrap();
    let report = verify(&test).await;
    assert!(report.holds(), "{:?}", report.breaks);
    assert_eq!((report.facts, report.positions), (40, 40));
});

/// Every change to the book is found and the fact is named.
const TAMPERING: &[(&str, &str, i64)] = &[
    ("UPDATE fact SET data = '{\"n\":9}' WHERE stream = 'case/0' AND seq = 2", "case/0", 2),
    ("UPDATE fact SET at = at + 1 WHERE stream = 'case/0' AND seq = 3", "case/0", 3),
    ("UPDATE fact SET actor = 'x' WHERE stream = 'case/0' AND seq = 1", "case/0", 1),
    ("UPDATE fact SET post = '' WHERE stream = 'case/0' AND seq = 1", "case/0", 1),
    ("UPDATE fact SET v = 2 WHERE stream = 'unit/x'", "unit/x", 1),
    ("UPDATE fact SET hash = 'sha256:00' WHERE stream = 'case/1' AND seq = 2", "case/1", 2),
    ("UPDATE fact SET prev_hash = '' WHERE stream = 'case/1' AND seq = 3", "case/1", 3),
    ("DELETE FROM fact WHERE stream = 'case/1' AND seq = 1", "case/1", 1),
    ("DELETE FROM fact WHERE stream = 'case/1' AND seq = 3", "case/1", 3),
    ("DELETE FROM fact WHERE stream = 'unit/x'", "unit/x", 1),
    (
        "UPDATE fact SET seq = CASE seq WHEN 1 THEN 20 ELSE 10 END WHERE stream = 'case/0' AND seq < 3",
        "case/0",
        1,
    ),
    ("UPDATE fact SET stream = 'case/9' WHERE stream = 'case/0'", "case/0", 3),
    ("UPDATE stream_head SET seq = 2 WHERE stream = 'case/0'", "case/0", 3),
    ("DELETE FROM stream_head WHERE stream = 'case/0'", "case/0", 3),
];

testkit::both!(every_change_is_named, |test| async move {
    for (statement, stream, seq) in TAMPERING {
        for table in ["fact", "stream_head", "fact_position", "county_head"] {
            tamper(&test, &format!("DELETE FROM {table}")).await;
        }
        book(&test).await;
        assert!(verify(&test).await.holds());
        tamper(&test, statement).await;
        let report = verify(&test).await;
        let named = report.breaks.iter().any(|b| b.stream == *stream && b.seq == *seq);
        assert!(named, "{statement}: {:?}", report.breaks);
    }
});

testkit::both!(a_vanished_stream_shows, |test| async move {
    book(&test).await;
    tamper(&test, "DELETE FROM fact WHERE stream = 'case/1'").await;
    tamper(&test, "DELETE FROM stream_head WHERE stream = 'case/1'").await;
    let report = verify(&test).await;
    assert!(report.breaks.iter().any(|b| b.stream == "case/1" && b.seq == 1), "{:?}", report.breaks);
});

struct Sum(Mutex<Vec<(i64, String, i64)>>);

#[async_trait::async_trait]
impl follow::Reader for Sum {
    fn name(&self) -> &'static str {
        "sum"
    }
    async fn apply(&self, _: &mut Tx, _: &Ctx, facts: &[Positioned]) -> Result<(), DbError> {
        let mut seen = self.0.lock().unwrap();
        seen.extend(facts.iter().map(|p| (p.pos, p.fact.stream.clone(), p.fact.seq)));
        Ok(())
    }
}

testkit::both!(a_reader_sees_each_fact_once_in_order, |test| async move {
    book(&test).await;
    let env: Arc<dyn Env> = test.env.clone();
    let sum = Arc::new(Sum(Mutex::default()));
    let reader: Arc<dyn follow::Reader> = sum.clone();
    assert_eq!(follow::catch_up(&test.db, &env, &reader).await.unwrap(), 7);
    assert_eq!(follow::catch_up(&test.db, &env, &reader).await.unwrap(), 0);
    say(&test, "350304", "case/0".into(), 7).await;
    assert_eq!(follow::catch_up(&test.db, &env, &reader).await.unwrap(), 1);
    let seen = sum.0.lock().unwrap();
    let of_stream: Vec<i64> = seen.iter().filter(|s| s.1 == "case/0").map(|s| s.2).collect();
    assert_eq!(of_stream, [1, 2, 3, 4]);
});

testkit::both!(bulk_facts_verify_like_others, |test| async move {
    book(&test).await;
    let ctx = test.system();
    test.db
        .write(&ctx, |tx| {
            Box::pin(async move {
                let fact = |n: i64| {
                    let fact = NewFact { action: "imported".into(), v: 1, data: serde_json::json!({"n": n}) };
                    (testkit::START.plus(n), "system/import".to_string(), None, fact)
                };
                let streams = (0..120).map(|n| ledger::NewStream {
                    county: format!("c{}", n % 3),
                    stream: format!("case/b{n}"),
                    facts: vec![fact(n), fact(n + 1)],
                });
                ledger::bulk_append(tx, streams.collect()).await.map(drop) as Result<(), DbError>
            })
        })
        .await
        .unwrap();
    let report = verify(&test).await;
    assert!(report.holds(), "{:?}", report.breaks);
    assert_eq!(report.facts, 247);
});

testkit::both!(every_node_hears_when_facts_have_their_positions, |test| async move {
    let env = test.env.clone() as Arc<dyn Env>;
    if test.db.is_sqlite() {
        // one process owns the folder: its own commits wake it
        let mut heard = test.db.changes();
        heard.borrow_and_update();
        say(&test, "350304", "case/a".into(), 1).await;
        heard.changed().await.unwrap();
        return;
    }
    let other = db::Db::open(&test.url, db::Options::default()).await.unwrap();
    let mut heard = other.changes();
    // the tick of the connection that listens from now on
    heard.changed().await.unwrap();
    heard.borrow_and_update();
    say(&test, "350304", "case/a".into(), 1).await;
    assert_eq!(sequencer::backlog(&mut test.db.read().await.unwrap()).await.unwrap(), 1);
    assert!(!heard.has_changed().unwrap(), "a command itself takes no lock to tell others");
    sequencer::drain(&test.db, &env).await.unwrap();
    heard.changed().await.unwrap();
    let heads = follow::heads(&mut other.read().await.unwrap()).await.unwrap();
    assert_eq!(heads["350304"], 1);
    other.close().await;
});

testkit::both!(how_far_a_reader_is_behind, |test| async move {
    book(&test).await;
    let lag = || async { follow::lag(&mut test.db.read().await.unwrap(), &["none", "list"]).await.unwrap() };
    assert_eq!(lag().await, [("none", 7), ("list", 7)]);
    let reader: Arc<dyn follow::Reader> = Arc::new(Quiet);
    let env = test.env.clone() as Arc<dyn Env>;
    follow::catch_up(&test.db, &env, &reader).await.unwrap();
    assert_eq!(lag().await, [("none", 7), ("list", 0)]);
    let first = follow::after(&mut test.db.read().await.unwrap(), "350304", 4).await.unwrap();
    assert_eq!(first.iter().map(|p| p.pos).collect::<Vec<_>>(), [5, 6]);
});

struct Quiet;

#[async_trait::async_trait]
impl follow::Reader for Quiet {
    fn name(&self) -> &'static str {
        "list"
    }
    async fn apply(&self, _: &mut Tx, _: &Ctx, _: &[Positioned]) -> Result<(), DbError> {
        Ok(())
    }
}
