//! What is due, what was answered, what modules received.

use crate::model::visit::Refused;
use db::{DbError, Tx, args};
use kernel::Timestamp;
use std::collections::HashMap;

db::sql! {
    /// When modules were last answered of some subjects.
    LAST = "SELECT n, module, at FROM form_last WHERE county = $1 AND n IN (SELECT CAST(value AS BIGINT) FROM json_each(CAST($2 AS TEXT)))";
    /// A module was answered; what came later stays.
    ANSWERED = "INSERT INTO form_last (county, n, module, at, instance) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (county, n, module) DO UPDATE SET at = excluded.at, instance = excluded.instance WHERE form_last.at < excluded.at";
    /// What became of visits on a day.
    VISITS = "SELECT n, state FROM form_visit WHERE county = $1 AND day = $2
        AND n IN (SELECT CAST(value AS BIGINT) FROM json_each(CAST($3 AS TEXT)))";
    /// What became of one: done stays done.
    VISITED = "INSERT INTO form_visit (county, n, day, state, reason, words, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (county, n, day) DO UPDATE SET state = excluded.state, reason = excluded.reason, words = excluded.words, at = excluded.at
        WHERE form_visit.state <> 'done'";
    /// How a version of a form falls apart.
    PLAN = "SELECT doc FROM form_plan WHERE form = $1 AND version = $2";
    /// Keeps it.
    KEEP = "INSERT INTO form_plan (form, version, doc) VALUES ($1, $2, $3) ON CONFLICT (form, version) DO NOTHING";
    /// What is known of a subject through forms alone.
    KNOWN = "SELECT element, value, at FROM form_known WHERE county = $1 AND n = $2";
    /// Something is known.
    KNOW = "INSERT INTO form_known (county, n, element, value, at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (county, n, element) DO UPDATE SET value = excluded.value, at = excluded.at WHERE form_known.at <= excluded.at";
    /// What a module received.
    RECORD = "INSERT INTO form_record (county, module, id, version, n, place, instance, xml, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (county, instance, module) DO NOTHING";
    /// Records of a module that count, the earliest first.
    RECORDS = "SELECT module, id, version, n, place, instance, xml, made_at, ended_by FROM form_record
        WHERE county = $1 AND module = $2 AND id > $3 AND ended_at IS NULL ORDER BY county, module, id LIMIT $4";
    /// What came of one submission, whether it counts or not.
    OF_INSTANCE = "SELECT module, id, version, n, place, instance, xml, made_at, ended_by FROM form_record WHERE county = $1 AND instance = $2 ORDER BY module";
    /// The records of a submission count no more.
    RECORDS_END = "UPDATE form_record SET ended_at = $3, ended_by = $4 WHERE county = $1 AND instance = $2 AND ended_at IS NULL";
    /// What counts of a subject: when each module was last answered.
    COUNTING = "SELECT module, instance, made_at FROM form_record WHERE county = $1 AND n = $2 AND ended_at IS NULL ORDER BY made_at DESC, id DESC";
    /// A module was last answered at another time than was thought.
    LAST_SET = "UPDATE form_last SET at = $5, instance = $6 WHERE county = $1 AND n = $2 AND module = $3 AND instance = $4";
    /// It was not answered at all.
    LAST_NONE = "DELETE FROM form_last WHERE county = $1 AND n = $2 AND module = $3 AND instance = $4";
    /// A visit was not made on a day.
    VISIT_NONE = "DELETE FROM form_visit WHERE county = $1 AND n = $2 AND day = $3 AND state = 'done'";
    /// What is known is what was known before, where it is still what is taken back.
    KNOWN_SET = "UPDATE form_known SET value = $5, at = $6 WHERE county = $1 AND n = $2 AND element = $3 AND value = $4";
    /// Nothing was known before.
    KNOWN_NONE = "DELETE FROM form_known WHERE county = $1 AND n = $2 AND element = $3 AND value = $4";
    /// What a register did not take.
    REFUSE = "INSERT INTO form_refused (county, instance, seq, n, kind, field, code, expected, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    /// The submission counts no more.
    UNREFUSE = "DELETE FROM form_refused WHERE county = $1 AND instance = $2";
    /// What registers did not take of some subjects.
    REFUSED = "SELECT n, seq, kind, field, code, expected, at FROM form_refused
        WHERE county = $1 AND n IN (SELECT CAST(value AS BIGINT) FROM json_each(CAST($2 AS TEXT)))";
    /// What they did not take of one submission.
    REFUSED_OF = "SELECT kind, field, code, expected FROM form_refused WHERE county = $1 AND instance = $2 ORDER BY seq";
    /// What was asked and spared.
    BURDEN = "INSERT INTO form_burden (county, month, module, place, visits, asked, confirmed, avoided, seconds)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (county, month, module, place) DO UPDATE SET visits = form_burden.visits + excluded.visits,
        asked = form_burden.asked + excluded.asked, confirmed = form_burden.confirmed + excluded.confirmed,
        avoided = form_burden.avoided + excluded.avoided, seconds = form_burden.seconds + excluded.seconds";
    /// All of a home.
    BURDEN_ALL = "SELECT month, module, place, visits, asked, confirmed, avoided, seconds FROM form_burden WHERE county = $1 AND visits <> 0";
    /// The same by module, of a month.
    BURDEN_BY_MODULE = "SELECT module AS name, CAST(sum(visits) AS BIGINT) AS visits, CAST(sum(asked) AS BIGINT) AS asked,
        CAST(sum(confirmed) AS BIGINT) AS confirmed, CAST(sum(avoided) AS BIGINT) AS avoided, CAST(sum(seconds) AS BIGINT) AS seconds
        FROM form_burden WHERE county = $1 AND month = $2 AND visits > 0 GROUP BY module ORDER BY module";
    /// The same by place.
    BURDEN_BY_PLACE = "SELECT place AS name, visits, asked, confirmed, avoided, seconds
        FROM form_burden WHERE county = $1 AND month = $2 AND module = '' AND visits > 0 ORDER BY place";
}

fn numbers(ns: &[i64]) -> String {
    serde_json::json!(ns).to_string()
}

/// Number and module → when it was last answered.
pub async fn last(
    tx: &mut Tx,
    county: &str,
    ns: &[i64],
) -> Result<HashMap<(i64, String), Timestamp>, DbError> {
    let rows = tx.fetch_all(&LAST, args![county, numbers(ns)]).await?;
    rows.iter().map(|r| Ok(((r.get("n")?, r.get("module")?), Timestamp(r.get("at")?)))).collect()
}

/// A module was answered of a subject.
pub async fn answered(
    tx: &mut Tx,
    county: &str,
    n: i64,
    module: &str,
    at: Timestamp,
    instance: &str,
) -> Result<(), DbError> {
    tx.execute(&ANSWERED, args![county, n, module, at.0, instance]).await.map(drop)
}

/// What became of visits on a day, by number.
pub async fn visits(
    tx: &mut Tx,
    county: &str,
    day: &str,
    ns: &[i64],
) -> Result<HashMap<i64, String>, DbError> {
    let rows = tx.fetch_all(&VISITS, args![county, day, numbers(ns)]).await?;
    rows.iter().map(|r| Ok((r.get("n")?, r.get("state")?))).collect()
}

/// What became of a visit.
#[derive(Clone, Debug)]
pub struct Visited {
    /// Home.
    pub county: String,
    /// The subject.
    pub n: i64,
    /// The day.
    pub day: String,
    /// `done` or `not_met`.
    pub state: &'static str,
    /// Why nobody was met.
    pub reason: Option<String>,
    /// In words, protected.
    pub words: Option<String>,
}

/// Says what became of a visit.
pub async fn visited(tx: &mut Tx, v: &Visited, at: Timestamp) -> Result<(), DbError> {
    let row = args![&v.county, v.n, &v.day, v.state, v.reason.clone(), v.words.clone(), at.0];
    tx.execute(&VISITED, row).await.map(drop)
}

/// How a version of a form falls apart.
pub async fn plan(
    tx: &mut Tx,
    form: &str,
    version: &str,
) -> Result<Option<crate::model::visit::Kept>, DbError> {
    let Some(row) = tx.fetch_optional(&PLAN, args![form, version]).await? else { return Ok(None) };
    let doc: String = row.get("doc")?;
    serde_json::from_str(&doc).map(Some).map_err(|e| DbError::Column("doc".into(), e.to_string()))
}

/// Keeps how a version of a form falls apart.
pub async fn keep(tx: &mut Tx, form: &str, version: &str, doc: &str) -> Result<(), DbError> {
    tx.execute(&KEEP, args![form, version, doc]).await.map(drop)
}

/// What is known of a subject through forms alone: element, protected value, age.
pub async fn known(tx: &mut Tx, county: &str, n: i64) -> Result<Vec<(String, String, Timestamp)>, DbError> {
    let rows = tx.fetch_all(&KNOWN, args![county, n]).await?;
    rows.iter().map(|r| Ok((r.get("element")?, r.get("value")?, Timestamp(r.get("at")?)))).collect()
}

/// Something is known of a subject.
pub async fn know(
    tx: &mut Tx,
    county: &str,
    n: i64,
    element: &str,
    value: &str,
    at: Timestamp,
) -> Result<(), DbError> {
    tx.execute(&KNOW, args![county, n, element, value, at.0]).await.map(drop)
}

/// What one module received of one submission.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordRow {
    /// The module.
    pub module: String,
    /// In the order in which they were made.
    pub id: String,
    /// The module's version.
    pub version: i64,
    /// The subject.
    pub n: Option<i64>,
    /// Codes below the home.
    pub place: String,
    /// The submission.
    pub instance: String,
    /// The answers, in the vault.
    pub xml: String,
    /// When the visit was.
    pub made_at: i64,
    /// What it gave way to when it counts no more: another edition, or nothing (empty) when it was voided.
    pub ended_by: Option<String>,
}

/// Writes a record; false when it is there already.
pub async fn record(tx: &mut Tx, county: &str, r: &RecordRow) -> Result<bool, DbError> {
    let row = args![county, &r.module, &r.id, r.version, r.n, &r.place, &r.instance, &r.xml, r.made_at];
    Ok(tx.execute(&RECORD, row).await? > 0)
}

pub(super) fn record_row(row: &db::Row) -> Result<RecordRow, DbError> {
    Ok(RecordRow {
        module: row.get("module")?,
        id: row.get("id")?,
        version: row.get("version")?,
        n: row.get("n")?,
        place: row.get("place")?,
        instance: row.get("instance")?,
        xml: row.get("xml")?,
        made_at: row.get("made_at")?,
        ended_by: row.get("ended_by")?,
    })
}

/// Records of a module behind an id.
pub async fn records(
    tx: &mut Tx,
    county: &str,
    module: &str,
    after: &str,
    limit: i64,
) -> Result<Vec<RecordRow>, DbError> {
    tx.fetch_all(&RECORDS, args![county, module, after, limit]).await?.iter().map(record_row).collect()
}

/// What came of one submission.
pub async fn of_instance(tx: &mut Tx, county: &str, instance: &str) -> Result<Vec<RecordRow>, DbError> {
    tx.fetch_all(&OF_INSTANCE, args![county, instance]).await?.iter().map(record_row).collect()
}

/// The records of a submission count no more: another edition took its place, or it was voided.
pub async fn end_records(
    tx: &mut Tx,
    county: &str,
    instance: &str,
    (at, by): (Timestamp, &str),
) -> Result<(), DbError> {
    tx.execute(&RECORDS_END, args![county, instance, at.0, by]).await.map(drop)
}

/// What counts of a subject, the latest first: module, instance, moment.
pub async fn counting(
    tx: &mut Tx,
    county: &str,
    n: i64,
) -> Result<Vec<(String, String, Timestamp)>, DbError> {
    let rows = tx.fetch_all(&COUNTING, args![county, n]).await?;
    rows.iter().map(|r| Ok((r.get("module")?, r.get("instance")?, Timestamp(r.get("made_at")?)))).collect()
}

/// When a module was last answered, now that an instance counts no more.
pub async fn last_again(
    tx: &mut Tx,
    (county, n, module): (&str, i64, &str),
    instance: &str,
    before: Option<(&str, Timestamp)>,
) -> Result<(), DbError> {
    match before {
        Some((other, at)) => {
            tx.execute(&LAST_SET, args![county, n, module, instance, at.0, other]).await.map(drop)
        }
        None => tx.execute(&LAST_NONE, args![county, n, module, instance]).await.map(drop),
    }
}

/// A visit was not made on a day.
pub async fn not_visited(tx: &mut Tx, county: &str, n: i64, day: &str) -> Result<(), DbError> {
    tx.execute(&VISIT_NONE, args![county, n, day]).await.map(drop)
}

/// What is known is what was known before, where a value is still what is taken back.
pub async fn known_again(
    tx: &mut Tx,
    (county, n, element): (&str, i64, &str),
    value: &str,
    before: Option<(&str, Timestamp)>,
) -> Result<(), DbError> {
    match before {
        Some((other, at)) => {
            tx.execute(&KNOWN_SET, args![county, n, element, value, other, at.0]).await.map(drop)
        }
        None => tx.execute(&KNOWN_NONE, args![county, n, element, value]).await.map(drop),
    }
}

/// What a register did not take of a submission.
pub async fn refuse(
    tx: &mut Tx,
    county: &str,
    n: i64,
    instance: &str,
    all: &[Refused],
    at: Timestamp,
) -> Result<(), DbError> {
    for (seq, r) in (1i64..).zip(all) {
        let row = args![county, instance, seq, n, &r.kind, &r.field, &r.code, &r.expected, at.0];
        tx.execute(&REFUSE, row).await?;
    }
    Ok(())
}

/// A submission that counts no more was refused nothing.
pub async fn unrefuse(tx: &mut Tx, county: &str, instance: &str) -> Result<(), DbError> {
    tx.execute(&UNREFUSE, args![county, instance]).await.map(drop)
}

fn read_refused(row: &db::Row) -> Result<Refused, DbError> {
    Ok(Refused {
        kind: row.get("kind")?,
        field: row.get("field")?,
        code: row.get("code")?,
        expected: row.get("expected")?,
    })
}

/// What registers did not take of some subjects when they were last visited, by number.
pub async fn refused(
    tx: &mut Tx,
    county: &str,
    ns: &[i64],
) -> Result<HashMap<i64, (Timestamp, Vec<Refused>)>, DbError> {
    let mut rows: Vec<(i64, i64, i64, Refused)> = vec![];
    for row in tx.fetch_all(&REFUSED, args![county, numbers(ns)]).await? {
        rows.push((row.get("n")?, row.get("at")?, row.get("seq")?, read_refused(&row)?));
    }
    rows.sort_by_key(|(n, at, seq, _)| (*n, *at, *seq));
    let mut all: HashMap<i64, (Timestamp, Vec<Refused>)> = HashMap::new();
    for (n, at, _, refused) in rows {
        let of = all.entry(n).or_default();
        // the last visit alone
        if of.0.0 != at {
            *of = (Timestamp(at), vec![]);
        }
        of.1.push(refused);
    }
    Ok(all)
}

/// What registers did not take of one submission.
pub async fn refused_of(tx: &mut Tx, county: &str, instance: &str) -> Result<Vec<Refused>, DbError> {
    tx.fetch_all(&REFUSED_OF, args![county, instance]).await?.iter().map(read_refused).collect()
}

/// What was asked and spared.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[schema(as = FormBurdenCount)]
pub struct Burden {
    /// Visits in which it was asked.
    pub visits: i64,
    /// Questions asked anew.
    pub asked: i64,
    /// Questions confirmed.
    pub confirmed: i64,
    /// Questions that were not asked again, since another module had asked them.
    pub avoided: i64,
    /// Seconds, as the forms themselves told.
    pub seconds: i64,
}

impl Burden {
    /// The same, to be taken away.
    pub fn less(&self) -> Self {
        Self {
            visits: -self.visits,
            asked: -self.asked,
            confirmed: -self.confirmed,
            avoided: -self.avoided,
            seconds: -self.seconds,
        }
    }

    /// Takes in what was counted elsewhere.
    pub fn add(&mut self, other: &Self) {
        self.visits += other.visits;
        self.asked += other.asked;
        self.confirmed += other.confirmed;
        self.avoided += other.avoided;
        self.seconds += other.seconds;
    }
}

/// Counts what was asked and spared in a visit.
pub async fn burden(
    tx: &mut Tx,
    county: &str,
    month: &str,
    (module, place): (&str, &str),
    b: &Burden,
) -> Result<(), DbError> {
    let row = args![county, month, module, place, b.visits, b.asked, b.confirmed, b.avoided, b.seconds];
    tx.execute(&BURDEN, row).await.map(drop)
}

/// What was asked and spared in a home and a month, by module or by place.
pub async fn burdens(
    tx: &mut Tx,
    county: &str,
    month: &str,
    by_place: bool,
) -> Result<Vec<(String, Burden)>, DbError> {
    let asked = args![county, month];
    let rows = match by_place {
        true => tx.fetch_all(&BURDEN_BY_PLACE, asked).await?,
        false => tx.fetch_all(&BURDEN_BY_MODULE, asked).await?,
    };
    rows.iter().map(|row| Ok((row.get("name")?, counted(row)?))).collect()
}

/// What was asked and spared in a home: by month, module and place.
pub async fn burdens_of(
    tx: &mut Tx,
    county: &str,
) -> Result<Vec<((String, String, String), Burden)>, DbError> {
    let rows = tx.fetch_all(&BURDEN_ALL, args![county]).await?;
    let key = |row: &db::Row| Ok::<_, DbError>((row.get("month")?, row.get("module")?, row.get("place")?));
    rows.iter().map(|row| Ok((key(row)?, counted(row)?))).collect()
}

fn counted(row: &db::Row) -> Result<Burden, DbError> {
    Ok(Burden {
        visits: row.get("visits")?,
        asked: row.get("asked")?,
        confirmed: row.get("confirmed")?,
        avoided: row.get("avoided")?,
        seconds: row.get("seconds")?,
    })
}
