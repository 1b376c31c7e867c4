//! Values go in, are masked, are revealed on the record, and are erased without breaking a chain.

#![allow(clippy::unwrap_used)] // a test says so by failing

use db::{Sql, args};
use kernel::Failure;
use ledger::{NewFact, verify};
use protect::{CommitmentAudit, Key, NewValue, Ref, Shape, Vault};
use testkit::TestDb;

fn vault() -> Vault {
    Vault::new(Key::from_hex(&"5a".repeat(32)).unwrap())
}

async fn put(test: &TestDb, new: NewValue) -> Ref {
    let ctx = test.system();
    let inner = ctx.clone();
    test.db
        .write(&ctx, move |tx| {
            let (ctx, new) = (inner.clone(), new.clone());
            Box::pin(async move {
                let reference = vault().put(tx, &ctx, "c", &new).await?;
                let mut head = ledger::open(tx, "c", &format!("thing/{}", reference.id)).await?;
                let fact = NewFact::new("said", 1, &serde_json::json!({ "value": reference }))?;
                ledger::append(tx, &ctx, &mut head, &[fact]).await?;
                Ok::<_, Failure>(reference)
            })
        })
        .await
        .unwrap()
}

async fn report(test: &TestDb) -> verify::Report {
    let env: std::sync::Arc<dyn kernel::Env> = test.env.clone();
    ledger::sequencer::drain(&test.db, &env).await.unwrap();
    let audit = CommitmentAudit(vault());
    verify::verify(&mut test.db.read().await.unwrap(), &[&audit], |_| {}).await.unwrap()
}

testkit::both!(masked_revealed_and_erased, |test| async move {
    let phone = put(&test, NewValue::personal("case.reporter", "13812345678")).await;
    let text = put(&test, NewValue::text("case.text", "路灯坏了")).await;
    let mut read = test.db.read().await.unwrap();
    let masked = vault().masked(&mut read, "c", &[(&phone.id, Shape::Phone)]).await.unwrap();
    assert_eq!(masked[&phone.id], "138****5678");
    let texts = vault().texts(&mut read, "c", &[&phone.id, &text.id]).await.unwrap();
    assert_eq!(texts.len(), 1, "a personal value is never read as a text");
    assert_eq!(texts[&text.id], "路灯坏了");
    drop(read);

    let ctx = test.system();
    let (inner, id) = (ctx.clone(), phone.id.clone());
    let clear = test
        .db
        .write(&ctx, move |tx| {
            let (ctx, id) = (inner.clone(), id.clone());
            Box::pin(async move { vault().reveal(tx, &ctx, "c", &id, "thing/1", "call back").await })
        })
        .await
        .unwrap();
    assert_eq!(clear, "13812345678");
    let stream = format!("reveal/{}", phone.id);
    let facts = ledger::facts_of_stream(&mut test.db.read().await.unwrap(), "c", &stream).await.unwrap();
    assert_eq!(facts.len(), 1);
    assert!(!facts[0].data.contains("call back"), "a purpose is a free text: {}", facts[0].data);

    let before = report(&test).await;
    assert!(before.holds(), "{:?}", before.breaks);
    assert_eq!((before.values, before.erased), (3, 0));

    let (inner, id) = (ctx.clone(), phone.id.clone());
    test.db
        .write(&ctx, move |tx| {
            let (ctx, id) = (inner.clone(), id.clone());
            Box::pin(async move { vault().erase(tx, &ctx, "c", &id, "retention").await })
        })
        .await
        .unwrap();
    let after = report(&test).await;
    assert!(after.holds(), "{:?}", after.breaks);
    assert_eq!((after.values, after.erased), (2, 1));
});

testkit::both!(a_changed_value_is_named, |test| async move {
    let text = put(&test, NewValue::text("case.text", "before")).await;
    let sql = Sql::composed("tamper", "UPDATE protected SET value = 'after'".into());
    test.db
        .write(&test.system(), move |tx| {
            let sql = sql.clone();
            Box::pin(async move { tx.execute(&sql, args![]).await.map(drop).map_err(Failure::from) })
        })
        .await
        .unwrap();
    let report = report(&test).await;
    assert_eq!(report.broken, 1);
    assert_eq!(report.breaks[0].stream, format!("thing/{}", text.id));
});

testkit::both!(personal_values_are_encrypted, |test| async move {
    put(&test, NewValue::personal("case.reporter", "13812345678")).await;
    let sql = Sql::composed("look", "SELECT value FROM protected".into());
    let row = test.db.read().await.unwrap().fetch_one(&sql, args![]).await.unwrap();
    assert!(!row.get::<String>("value").unwrap().contains("138"));
});
