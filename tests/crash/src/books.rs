//! What the database holds, compared with what was acknowledged.

use crate::load::Known;
use db::{Db, Options, Row, Sql};
use std::collections::{BTreeMap, BTreeSet};

const CASES: &str = "SELECT id, number, seq FROM cases";
const FACTS: &str = "SELECT stream, count(*) AS n, max(seq) AS last FROM fact GROUP BY stream";
const KEYS: &str = "SELECT key, answer_id FROM idempotency";

/// Rows of a statement, read beside whatever runs.
pub fn rows(url: &str, statement: &str) -> Vec<Row> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let db =
            Db::open(url, Options { writable: false, connections: 1, ..Options::default() }).await.unwrap();
        let sql = Sql::composed("BOOKS", statement.into());
        let rows = db.read().await.unwrap().fetch_all(&sql, vec![]).await.unwrap();
        db.close().await;
        rows
    })
}

/// The counters: table and columns.
const COUNTERS: &[(&str, &str)] = &[
    (
        "insight_case",
        "county id area_path category channel unit leads phase outcome registered_at registered_day accepted_day \
         answered_day answered_bucket closed_day closed_bucket late carried settled returns reopens grade",
    ),
    (
        "insight_count",
        "county slice area period category channel unit reported returned reopened accepted answered closed late \
         carried carried_late rated_1 rated_2 rated_3 rated_4 settled not_accepted transferred joined voided",
    ),
    ("insight_hours", "county slice area month category answer close"),
    ("insight_open", "county slice area value n"),
    ("insight_area", "county level area n"),
];
const BEHIND: &str = "SELECT h.county FROM county_head h LEFT JOIN reader_cursor c
    ON c.county = h.county AND c.reader = 'insight.cases' WHERE h.pos > coalesce(c.pos, 0)
    UNION ALL SELECT county FROM fact_outbox";

/// Waits until the counters have read everything.
pub fn counted(url: &str) {
    crate::until("the counters have read everything", 60, || rows(url, BEHIND).is_empty());
}

/// Every row of the counters, as text.
pub fn counters(url: &str) -> BTreeSet<String> {
    let lines = |(table, columns): &(&str, &str)| {
        let columns: Vec<_> = columns.split_whitespace().map(|c| format!("CAST({c} AS TEXT)")).collect();
        let statement = format!("SELECT '{table} ' || {} AS line FROM {table}", columns.join(" || ' ' || "));
        rows(url, &statement).iter().map(|row| row.get("line").unwrap()).collect::<Vec<String>>()
    };
    COUNTERS.iter().flat_map(lines).collect()
}

/// Nothing acknowledged is missing, nothing is there twice, and nothing is there that nobody was told of: whoever
/// reported or acted insisted until there was an answer. Answers how many facts were compared.
pub fn compare(url: &str, known: &[Known]) -> usize {
    let told: BTreeMap<&str, &Known> = known.iter().map(|case| (case.number.as_str(), case)).collect();
    assert_eq!(told.len(), known.len(), "two reports were told the same number");
    let facts: BTreeMap<String, (i64, i64)> = rows(url, FACTS)
        .iter()
        .map(|row| (row.get("stream").unwrap(), (row.get("n").unwrap(), row.get("last").unwrap())))
        .collect();
    let mut seen = BTreeSet::new();
    for row in rows(url, CASES) {
        let (id, number): (String, String) = (row.get("id").unwrap(), row.get("number").unwrap());
        let case = told.get(number.as_str()).unwrap_or_else(|| panic!("{number} was told to nobody"));
        let facts = facts.get(&format!("case/{id}")).copied().unwrap_or_default();
        let (seq, asked) = (row.get::<i64>("seq").unwrap(), case.asked.len() as i64);
        assert_eq!((seq, facts), (asked, (asked, asked)), "version and facts of {case:#?}");
        assert!(seen.insert(number.clone()), "{number} is there twice");
    }
    let missing: Vec<_> = told.keys().filter(|number| !seen.contains(**number)).collect();
    assert!(missing.is_empty(), "acknowledged and gone: {missing:?}");
    let kept: BTreeMap<String, String> =
        rows(url, KEYS).iter().map(|row| (row.get("key").unwrap(), row.get("answer_id").unwrap())).collect();
    let asked: BTreeSet<&str> = known.iter().flat_map(|case| &case.asked).map(|a| a.key.as_str()).collect();
    assert_eq!(kept.keys().map(String::as_str).collect::<BTreeSet<_>>(), asked, "keys");
    let unanswered: Vec<_> = kept.iter().filter(|(_, answer)| answer.is_empty()).collect();
    assert!(unanswered.is_empty(), "keys without an answer: {unanswered:?}");
    asked.len()
}

const SUBMISSIONS: &str = "SELECT s.instance, s.missing, f.name, b.hash FROM form_submission s
    LEFT JOIN form_file f ON f.county = s.county AND f.instance = s.instance LEFT JOIN blob b ON b.id = f.blob";
const SUBMITTED: &str =
    "SELECT stream, count(*) AS n FROM fact WHERE action = 'form.submitted' GROUP BY stream";

/// Every submission that a phone was told of is there once, with its photo on the disk; and no other one. Answers how many.
pub fn compare_submissions(url: &str, data: &std::path::Path, told: &BTreeMap<String, bool>) -> usize {
    let facts: BTreeMap<String, i64> =
        rows(url, SUBMITTED).iter().map(|row| (row.get("stream").unwrap(), row.get("n").unwrap())).collect();
    let mut seen = BTreeSet::new();
    for row in rows(url, SUBMISSIONS) {
        let instance: String = row.get("instance").unwrap();
        let photo = told.get(&instance).unwrap_or_else(|| panic!("{instance} was told to nobody"));
        assert!(seen.insert(instance.clone()), "{instance} is there twice");
        assert_eq!(facts.get(&format!("form/submission/{instance}")), Some(&1), "facts of {instance}");
        let (missing, hash): (i64, Option<String>) = (row.get("missing").unwrap(), row.get("hash").unwrap());
        assert_eq!((missing, hash.is_some()), (0, *photo), "files of {instance}");
        if let Some(hash) = hash {
            let path = data.join("blobs").join(&hash[..2]).join(&hash[2..4]).join(&hash);
            assert_eq!(
                std::fs::metadata(&path).map(|m| m.len()).ok(),
                Some(20_000),
                "the photo of {instance}"
            );
        }
    }
    let missing: Vec<_> = told.keys().filter(|instance| !seen.contains(*instance)).collect();
    assert!(missing.is_empty(), "acknowledged and gone: {missing:?}");
    assert_eq!(facts.len(), seen.len());
    seen.len()
}
