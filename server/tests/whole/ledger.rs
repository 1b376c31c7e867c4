//! Whatever is changed behind the product's back, `jingwei verify` says so and names it; what was erased by the rules is
//! counted and breaks nothing.

use crate::support::{Whole, desk::Desk};
use db::{DbError, Sql, TxFuture, Value, args};
use jingwei::commands::verify;
use kernel::Failure;
use ledger::{follow::Reader, verify::Report};
use std::{process::Command, sync::Arc};

/// Follows and does nothing: so that positions are given on PostgreSQL.
struct Idle;

#[async_trait::async_trait]
impl Reader for Idle {
    fn name(&self) -> &'static str {
        "idle"
    }
    async fn apply(
        &self,
        _: &mut db::Tx,
        _: &kernel::Ctx,
        _: &[ledger::follow::Positioned],
    ) -> Result<(), DbError> {
        Ok(())
    }
}

/// Carries a report out of a transaction that is undone.
enum Undone {
    Report(Box<Report>),
    Error(DbError),
}

impl From<DbError> for Undone {
    fn from(error: DbError) -> Self {
        Self::Error(error)
    }
}

/// A change behind the product's back: statements with their values.
type Deed = Vec<(String, Vec<Value>)>;

fn one(sql: impl Into<String>, args: Vec<Value>) -> Deed {
    vec![(sql.into(), args)]
}

/// What verification says after the deed, which is undone.
async fn after(whole: &Whole, deed: Deed) -> Report {
    let (app, ctx) = (whole.app.clone(), whole.system());
    let undone = whole.app.db.write(&ctx, move |tx| -> TxFuture<'_, (), Undone> {
        let (app, deed) = (app.clone(), deed.clone());
        Box::pin(async move {
            for (sql, args) in deed {
                let touched = tx.execute(&Sql::composed("DEED", sql.clone()), args).await?;
                assert!(touched > 0, "touches nothing: {sql}");
            }
            Err(Undone::Report(Box::new(verify::report_in(&app, tx, |_| {}).await?)))
        })
    });
    match undone.await {
        Err(Undone::Report(report)) => *report,
        Err(Undone::Error(error)) => panic!("verification gave up: {error}"),
        Ok(()) => unreachable!(),
    }
}

fn said(report: &Report) -> String {
    report.breaks.iter().map(|b| format!("\n  {b}")).collect()
}

/// Verification finds the deed and names this stream and fact.
async fn names_fact(whole: &Whole, deed: Deed, (stream, seq): (&str, i64), what: &str) {
    let report = after(whole, deed).await;
    let named = report.breaks.iter().any(|b| b.stream == stream && b.seq == seq);
    assert!(named, "{what} of {stream}#{seq}: {}", said(&report));
}

/// Verification finds the deed in these words.
async fn says(whole: &Whole, deed: Deed, words: &str) {
    let first = deed[0].0.clone();
    let report = after(whole, deed).await;
    let named = report.breaks.iter().any(|b| b.to_string().contains(words));
    assert!(named, "{first}: not {words:?} but {}", said(&report));
}

/// A value that differs from `value` in one byte, or by one.
fn other(value: &Value) -> Value {
    match value {
        Value::Text(Some(text)) if !text.is_empty() => {
            let mut bytes = text.as_bytes().to_vec();
            let ascii: Vec<usize> = (0..bytes.len()).filter(|i| bytes[*i].is_ascii_alphanumeric()).collect();
            let Some(at) = ascii.get(ascii.len() / 2).copied() else { return format!("{text}7").into() };
            bytes[at] = if bytes[at] == b'7' { b'3' } else { b'7' };
            String::from_utf8(bytes).unwrap().into()
        }
        Value::Text(_) => "7".into(),
        Value::Int(number) => (number.unwrap_or(0) + 1).into(),
        Value::Real(number) => (number.unwrap_or(0.0) + 0.000_001).into(),
        Value::Bool(flag) => (!flag.unwrap_or(false)).into(),
        Value::Blob(_) => unreachable!(),
    }
}

/// The columns of a table with what stands in one row, which `tail` chooses.
async fn row(whole: &Whole, table: &str, tail: &str) -> Vec<(String, Value)> {
    let names = if whole.app.db.is_sqlite() {
        format!("SELECT name, type AS kind FROM pragma_table_info('{table}')")
    } else {
        format!(
            "SELECT column_name::text AS name, data_type::text AS kind FROM information_schema.columns WHERE table_name = '{table}'"
        )
    };
    let mut tx = whole.app.db.read().await.unwrap();
    let names = tx.fetch_all(&Sql::composed("NAMES", names), args![]).await.unwrap();
    let row = format!("SELECT * FROM {table} {tail}");
    let row = tx.fetch_one(&Sql::composed("ROW", row), args![]).await.unwrap();
    let value = |column: &db::Row| {
        let (name, kind): (String, String) = (column.get("name").unwrap(), column.get("kind").unwrap());
        let value = match kind.to_uppercase().as_str() {
            "BIGINT" => Value::Int(row.get(&name).unwrap()),
            "BOOLEAN" => Value::Bool(row.get(&name).unwrap()),
            "DOUBLE PRECISION" => Value::Real(row.get(&name).unwrap()),
            _ => row.get::<Option<String>>(&name).unwrap().into(),
        };
        (name, value)
    };
    names.iter().map(value).collect()
}

fn word(row: &[(String, Value)], column: &str) -> String {
    match &row.iter().find(|(name, _)| name == column).unwrap().1 {
        Value::Text(Some(text)) => text.to_string(),
        other => panic!("{column}: {other:?}"),
    }
}

fn number(row: &[(String, Value)], column: &str) -> i64 {
    match &row.iter().find(|(name, _)| name == column).unwrap().1 {
        Value::Int(Some(number)) => *number,
        other => panic!("{column}: {other:?}"),
    }
}

/// A day's work with its positions.
async fn worked(whole: Whole) -> (Desk, crate::support::scene::Day) {
    let mut desk = Desk::open(whole).await;
    let day = desk.day().await;
    let (db, env): (_, Arc<dyn kernel::Env>) = (&desk.whole.app.db, desk.whole.env.clone());
    let idle: Arc<dyn Reader> = Arc::new(Idle);
    ledger::follow::catch_up(db, &env, &idle).await.unwrap();
    let report = verify::report(&desk.whole.app, |_| {}).await.unwrap();
    assert!(report.holds(), "{}", said(&report));
    assert_eq!(report.facts as i64, desk.whole.number("SELECT count(*) AS n FROM fact").await);
    assert_eq!(report.positions, report.facts);
    assert!(report.rows > 100 && report.values > 50 && report.erased == 0, "{report:?}");
    (desk, day)
}

whole!(whatever_is_done_to_a_fact_is_named, |whole| async move {
    let (desk, _) = worked(whole).await;
    let whole = &desk.whole;
    // of one long stream the first, one in the middle, the newest; and one that stands alone
    let case = row(whole, "fact", "WHERE stream LIKE 'case/%' ORDER BY seq DESC LIMIT 1").await;
    let (stream, newest) = (word(&case, "stream"), number(&case, "seq"));
    assert!(newest > 8);
    let of = |seq: i64| format!("WHERE stream = '{stream}' AND seq = {seq}");
    let alone = "WHERE stream LIKE 'unit/%' ORDER BY stream LIMIT 1".to_string();
    for tail in [of(1), of(newest / 2), of(newest), alone] {
        let fact = row(whole, "fact", &tail).await;
        assert_eq!(fact.len(), 11, "the columns of a fact: {fact:?}");
        let (county, stream, seq) = (word(&fact, "county"), word(&fact, "stream"), number(&fact, "seq"));
        let key = || args![&county, &stream, seq];
        let this = "WHERE county = $1 AND stream = $2 AND seq = $3";
        for (column, value) in &fact {
            let wrong = if column == "seq" { (seq + 1_000).into() } else { other(value) };
            let deed = one(format!("UPDATE fact SET {column} = $4 {this}"), [key(), vec![wrong]].concat());
            names_fact(whole, deed, (&stream, seq), column).await;
        }
        names_fact(whole, one(format!("DELETE FROM fact {this}"), key()), (&stream, seq), "missing").await;
    }

    // two change places: within a stream, between streams, and what they say
    let places: Deed = vec![
        (format!("UPDATE fact SET seq = 1000 {}", of(3)), args![]),
        (format!("UPDATE fact SET seq = 3 {}", of(4)), args![]),
        (format!("UPDATE fact SET seq = 4 {}", of(1000)), args![]),
    ];
    names_fact(whole, places, (&stream, 3), "another's place").await;
    let other_case = format!("WHERE stream LIKE 'case/%' AND stream <> '{stream}' ORDER BY seq DESC LIMIT 1");
    let other_stream = word(&row(whole, "fact", &other_case).await, "stream");
    let streams: Deed = vec![
        (format!("UPDATE fact SET stream = 'case/x' {}", of(2)), args![]),
        ("UPDATE fact SET stream = $1 WHERE stream = $2 AND seq = 2".into(), args![&stream, &other_stream]),
        ("UPDATE fact SET stream = $1 WHERE stream = 'case/x'".into(), args![&other_stream]),
    ];
    names_fact(whole, streams.clone(), (&stream, 2), "another's fact").await;
    names_fact(whole, streams, (&other_stream, 2), "another's fact").await;

    // heads, positions, and a whole stream that goes away with its head
    let head = "WHERE county = '990101' AND stream";
    names_fact(
        whole,
        one(format!("UPDATE stream_head SET hash = 'x' {head} = '{stream}'"), args![]),
        (&stream, newest),
        "head",
    )
    .await;
    names_fact(
        whole,
        one(format!("DELETE FROM stream_head {head} = '{stream}'"), args![]),
        (&stream, newest),
        "head",
    )
    .await;
    let gone: Deed = vec![
        (format!("DELETE FROM fact {head} = '{stream}'"), args![]),
        (format!("DELETE FROM stream_head {head} = '{stream}'"), args![]),
        (format!("DELETE FROM cases WHERE 'case/' || id = '{stream}'"), args![]),
    ];
    names_fact(whole, gone, (&stream, newest), "gone").await;
    says(whole, one("UPDATE fact_position SET hash = 'x' WHERE pos = 5", args![]), "position").await;
    says(whole, one("DELETE FROM fact_position WHERE pos = 5", args![]), "position").await;
    says(whole, one("UPDATE county_head SET pos = pos - 1 WHERE county = '990101'", args![]), "position")
        .await;
});

whole!(whatever_is_done_to_a_row_is_named, |whole| async move {
    let (desk, day) = worked(whole).await;
    let whole = &desk.whole;
    let number = &day.pothole.number;
    let case = row(whole, "cases", &format!("WHERE number = '{number}'")).await;
    let id = word(&case, "id");
    assert_eq!(case.len(), 36, "the columns of a case");
    for (column, value) in &case {
        let deed =
            one(format!("UPDATE cases SET {column} = $1 WHERE id = $2"), vec![other(value), (&id).into()]);
        let words = if matches!(column.as_str(), "county" | "id") {
            "row cases".into()
        } else {
            format!("row cases.{column}")
        };
        says(whole, deed, &words).await;
    }
    says(whole, one("DELETE FROM cases WHERE id = $1", args![&id]), "row cases: is missing").await;
    // the fold itself: the field is named
    let doc = word(&case, "doc");
    for (from, to, field) in
        [("\"grade\":1", "\"grade\":4", "rating"), (number.as_str(), "990101-20260302-000099", "number")]
    {
        assert!(doc.contains(from), "{from} in {doc}");
        let deed = one("UPDATE cases SET doc = $1 WHERE id = $2", args![doc.replace(from, to), &id]);
        says(whole, deed, &format!("row cases.doc: {field}")).await;
    }
    let task = row(whole, "case_task", &format!("WHERE case_id = '{id}' AND task = '1'")).await;
    assert_eq!(task.len(), 12, "the columns of a task");
    for (column, value) in &task {
        let deed = one(
            format!("UPDATE case_task SET {column} = $1 WHERE case_id = $2 AND task = '1'"),
            vec![other(value), (&id).into()],
        );
        says(whole, deed, "row case_task").await;
    }
    says(whole, one("DELETE FROM case_task WHERE case_id = $1", args![&id]), "row case_task").await;

    // what people said, and what the city has set
    for class in ["text", "personal"] {
        let value = row(
            whole,
            "protected",
            &format!("WHERE class = '{class}' AND county = '990101' ORDER BY id LIMIT 1"),
        )
        .await;
        for column in ["value", "salt"] {
            let wrong = other(&value.iter().find(|(name, _)| name == column).unwrap().1);
            let deed = one(
                format!("UPDATE protected SET {column} = $1 WHERE id = $2"),
                vec![wrong, word(&value, "id").into()],
            );
            says(whole, deed, &format!("value {}", word(&value, "id"))).await;
        }
    }
    for (deed, words) in [
        ("UPDATE catalogue SET unit = 'w-water' WHERE source = 'ruling'", "row catalogue.unit"),
        ("UPDATE catalogue SET valid_to = valid_from + 1 WHERE id = 'lamps'", "row catalogue.valid_to"),
        ("UPDATE catalogue SET source = 'ruling' WHERE id = 'lamps'", "row catalogue.ruling"),
        ("DELETE FROM catalogue WHERE id = 'lamps'", "row catalogue: is missing"),
        ("UPDATE unit SET functions = '[\"gas\"]' WHERE code = 'w-lighting'", "row unit.functions"),
        ("UPDATE unit SET area_path = '9901' WHERE code = 'w-lighting'", "row unit.area_path"),
        ("UPDATE post SET kind = 'leader' WHERE kind = 'receiver'", "row post.kind"),
        ("UPDATE post SET area_path = '' WHERE kind = 'receiver'", "row post.area_path"),
        ("UPDATE post SET deputy = person WHERE kind = 'receiver'", "row post.deputy"),
        ("UPDATE person SET ended_at = 5 WHERE phone IS NOT NULL", "row person.ended_at"),
        ("UPDATE area SET name_zh = 'x' WHERE code = '990101'", "row area"),
        ("UPDATE area SET geometry = NULL WHERE code = '990101'", "row area"),
        ("DELETE FROM area WHERE code = '990101001001-1'", "row area"),
        (
            "UPDATE pack_version SET content = replace(content, 'dispatcher', 'receiver')",
            "row pack_version.content",
        ),
        ("UPDATE pack_state SET hash = NULL WHERE id = 'city-upkeep'", "row pack_state"),
        // rows that cannot even be read
        ("UPDATE area_map SET profile = 'x'", "row area_map.profile"),
        ("UPDATE unit SET functions = 'x' WHERE code = 'w-lighting'", "functions"),
        ("UPDATE case_alias SET number = 'x' WHERE number = 'A-77'", "row case_alias"),
        ("DELETE FROM case_alias WHERE number = 'A-77'", "row case_alias"),
    ] {
        says(whole, one(deed, args![]), words).await;
    }
});

whole!(the_command_says_no_and_why, |whole| async move {
    let (desk, day) = worked(whole).await;
    let whole = &desk.whole;
    let run = || {
        let output = Command::new(env!("CARGO_BIN_EXE_jingwei"))
            .arg("verify")
            .args(["--data", &whole.app.config.data, "--database", &whole.app.config.database()])
            .output()
            .unwrap();
        let words =
            format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        (output.status.code(), words)
    };
    let (code, words) = run();
    assert_eq!(code, Some(0), "{words}");
    assert!(words.contains("ledger whole"), "{words}");

    // erased by the rules: no break, but counted
    let words_of_case =
        "SELECT id FROM protected WHERE purpose = 'case.text' AND county = '990101' ORDER BY id LIMIT 1";
    let sql = Sql::composed("ERASED", words_of_case.into());
    let id: String =
        whole.app.db.read().await.unwrap().fetch_one(&sql, args![]).await.unwrap().get("id").unwrap();
    let (vault, ctx) = (whole.app.vault.clone(), whole.system());
    let inner = ctx.clone();
    let erased = whole.app.db.write(&ctx, move |tx| -> TxFuture<'_, (), Failure> {
        let (vault, ctx, id) = (vault.clone(), inner.clone(), id.clone());
        Box::pin(async move { vault.erase(tx, &ctx, "990101", &id, "retention").await })
    });
    erased.await.unwrap();
    let (code, words) = run();
    assert_eq!(code, Some(0), "{words}");
    assert!(words.contains(" 1 erased"), "{words}");

    // a date of the database, then a byte of a fact
    let deed = |sql: &str, args: Vec<Value>| {
        let sql = Sql::composed("DEED", sql.to_string());
        let (ctx, db) = (whole.system(), whole.app.db.clone());
        async move {
            let done = db.write(&ctx, move |tx| -> TxFuture<'_, u64, DbError> {
                let (sql, args) = (sql.clone(), args.clone());
                Box::pin(async move { tx.execute(&sql, args).await })
            });
            assert_eq!(done.await.unwrap(), 1);
        }
    };
    let number = &day.call;
    deed("UPDATE cases SET registered_at = registered_at + 60000 WHERE number = $1", args![number]).await;
    let (code, words) = run();
    assert_eq!(code, Some(1), "{words}");
    assert!(words.contains("row cases.registered_at"), "{words}");
    deed("UPDATE cases SET registered_at = registered_at - 60000 WHERE number = $1", args![number]).await;
    let stream = word(&row(whole, "cases", &format!("WHERE number = '{number}'")).await, "id");
    deed("UPDATE fact SET actor = 'resident' WHERE seq = 2 AND stream = $1", args![format!("case/{stream}")])
        .await;
    let (code, words) = run();
    assert_eq!(code, Some(1), "{words}");
    assert!(words.contains(&format!("BROKEN 990101 case/{stream}#2: hash")), "{words}");
});
