//! The same key again, on both databases.
use kernel::{Failure, Timestamp};
use testkit::TestDb;
use web::Key;

/// A command that answers `answer` the first time and the kept answer after that.
async fn command(test: &TestDb, key: Key, answer: &'static str) -> Result<String, Failure> {
    let ctx = test.system();
    let now = ctx.now;
    test.db
        .write(&ctx, move |tx| {
            let key = key.clone();
            Box::pin(async move {
                if let Some(before) = key.begin(tx, now).await? {
                    return Ok(before);
                }
                key.finish(tx, answer).await?;
                Ok(answer.to_string())
            })
        })
        .await
}

fn key(client: &str, body: &str) -> Key {
    Key::new(client, "0123456789", &[b"POST", body.as_bytes()]).unwrap()
}

testkit::both!(a_key_gives_its_answer_again, |test| async move {
    assert_eq!(command(&test, key("c1", "a"), "first").await.unwrap(), "first");
    assert_eq!(command(&test, key("c1", "a"), "second").await.unwrap(), "first");
    assert_eq!(command(&test, key("c2", "a"), "third").await.unwrap(), "third", "keys belong to clients");
    let failure = command(&test, key("c1", "b"), "fourth").await.unwrap_err();
    assert_eq!(failure.refusal().unwrap().code, "idempotency.reused");
});

testkit::both!(two_at_once_do_it_once, |test| async move {
    let answers = futures::future::join_all((0..20).map(|_| command(&test, key("c", "a"), "once"))).await;
    assert!(answers.iter().all(|answer| answer.as_deref().is_ok_and(|a| a == "once")), "{answers:?}");
});

testkit::both!(keys_are_forgotten_after_ninety_days, |test| async move {
    command(&test, key("c", "a"), "first").await.unwrap();
    for (days, forgotten) in [(89, 0), (91, 1)] {
        let now = testkit::START.plus(days * Timestamp::DAY);
        let n = test.db.write(&test.system(), move |tx| Box::pin(Key::forget_old(tx, now))).await.unwrap();
        assert_eq!(n, forgotten);
    }
});

testkit::both!(statements_are_well_formed, |test| async move {
    for sql in web::STATEMENTS {
        test.db.prepare(sql).await.unwrap();
    }
});

#[test]
fn a_key_is_plain() {
    let bad = |key: &str| Key::new("c", key, &[]).unwrap_err().code;
    assert_eq!(bad("short"), "header.invalid");
    assert_eq!(bad("with space"), "header.invalid");
    assert_ne!(Key::new("c", "01234567", &[b"ab", b"c"]), Key::new("c", "01234567", &[b"a", b"bc"]));
}
