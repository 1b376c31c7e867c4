//! All SQL of residents.

use crate::model::{Alert, Code, Entry, Pace, Resident, ResidentId, Subject};
use courier::Way;
use db::{DbError, Row, Tx, args};
use kernel::{Lang, Timestamp};

db::sql! {
    /// A new resident.
    ADD_RESIDENT = "INSERT INTO resident (id, address_key, way, address_ref, language, confirmed_at)
        VALUES ($1, $2, $3, $4, $5, $6)";
    /// One resident.
    RESIDENT = "SELECT id, way, address_ref, language, confirmed_at FROM resident WHERE id = $1";
    /// Some of them (verify).
    RESIDENTS = "SELECT id, address_ref FROM resident WHERE id IN (SELECT value FROM json_each(CAST($1 AS TEXT)))";
    /// Whose address it is.
    BY_ADDRESS = "SELECT id, way, address_ref, language, confirmed_at FROM resident WHERE address_key = $1";
    /// In which language.
    SPEAK = "UPDATE resident SET language = $2 WHERE id = $1";
    /// The account is no more.
    LEAVE = "DELETE FROM resident WHERE id = $1";

    /// A code on its way.
    ADD_CODE = "INSERT INTO resident_code (id, address_key, way, address_ref, language, wish, attempts, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, 0, $7)";
    /// A code that has not been used.
    CODE = "SELECT id, address_key, way, address_ref, language, wish, expires_at FROM resident_code
        WHERE id = $1 AND used_at IS NULL AND expires_at > $2";
    /// One more attempt, unless there were enough.
    TRY_CODE = "UPDATE resident_code SET attempts = attempts + 1
        WHERE id = $1 AND used_at IS NULL AND expires_at > $2 AND attempts < $3
        RETURNING id, address_key, way, address_ref, language, wish, expires_at";
    /// It is used, once.
    USE_CODE = "UPDATE resident_code SET used_at = $2 WHERE id = $1 AND used_at IS NULL";
    /// Codes that are over.
    OLD_CODES = "SELECT id, address_ref, used_at FROM resident_code WHERE expires_at < $1 ORDER BY expires_at LIMIT 500";
    /// Forgets one.
    FORGET_CODE = "DELETE FROM resident_code WHERE id = $1";
    /// One more attempt; a window that is over begins anew.
    ATTEMPT = "INSERT INTO resident_attempt (key, attempts, since) VALUES ($1, 1, $2)
        ON CONFLICT (key) DO UPDATE SET
          attempts = CASE WHEN resident_attempt.since <= $3 THEN 1 ELSE resident_attempt.attempts + 1 END,
          since = CASE WHEN resident_attempt.since <= $3 THEN $2 ELSE resident_attempt.since END
        RETURNING attempts, since";
    /// Removes windows that are over.
    SWEEP_ATTEMPTS = "DELETE FROM resident_attempt WHERE since <= $1";

    /// A device is signed in.
    OPEN = "INSERT INTO resident_session (token_hash, resident, created_at, expires_at) VALUES ($1, $2, $3, $4)";
    /// Who is signed in.
    SESSION = "SELECT r.id, r.way, r.address_ref, r.language, r.confirmed_at FROM resident_session s
        JOIN resident r ON r.id = s.resident WHERE s.token_hash = $1 AND s.expires_at > $2";
    /// Signs out.
    CLOSE = "DELETE FROM resident_session WHERE token_hash = $1";
    /// Signs out everywhere.
    CLOSE_ALL = "DELETE FROM resident_session WHERE resident = $1";
    /// Removes what has ended.
    SWEEP_SESSIONS = "DELETE FROM resident_session WHERE expires_at <= $1";

    /// An alert, or the one of the same subject set anew.
    PUT_ALERT = "INSERT INTO resident_alert
          (id, resident, subject, number, categories, pace, paused, since, next_at, sent_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL)
        ON CONFLICT (resident, subject) DO UPDATE SET categories = excluded.categories, pace = excluded.pace,
          paused = excluded.paused, next_at = excluded.next_at,
          since = CASE WHEN resident_alert.paused THEN excluded.since ELSE resident_alert.since END
        RETURNING id";
    /// One alert.
    ALERT = "SELECT id, resident, subject, number, categories, pace, paused, since, next_at, sent_at
        FROM resident_alert WHERE id = $1";
    /// Those of a resident.
    ALERTS_OF = "SELECT id, resident, subject, number, categories, pace, paused, since, next_at, sent_at
        FROM resident_alert WHERE resident = $1";
    /// Those that follow some subjects and are not paused.
    FOLLOWING = "SELECT id, resident, subject, number, categories, pace, paused, since, next_at, sent_at
        FROM resident_alert WHERE subject IN (SELECT value FROM json_each(CAST($1 AS TEXT))) AND NOT paused";
    /// Whether anybody follows anything.
    ANY_ALERT = "SELECT id FROM resident_alert WHERE id > $1 ORDER BY id LIMIT 1";
    /// Ends one.
    END_ALERT = "DELETE FROM resident_alert WHERE id = $1";
    /// Ends all of a resident.
    END_ALERTS = "DELETE FROM resident_alert WHERE resident = $1";
    /// Digests that are due.
    DUE = "SELECT id, resident, subject, number, categories, pace, paused, since, next_at, sent_at
        FROM resident_alert WHERE next_at IS NOT NULL AND next_at <= $1 ORDER BY next_at LIMIT 200";
    /// The next one, unless another node was faster.
    TURN = "UPDATE resident_alert SET next_at = $3 WHERE id = $1 AND next_at = $2";
    /// It was told.
    TOLD = "UPDATE resident_alert SET sent_at = $2 WHERE id = $1";

    /// A step that is to be told; one that is known stays as it is.
    ADD_ENTRY = "INSERT INTO resident_entry (county, alert, case_id, seq, number, stage, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (county, alert, case_id, seq) DO NOTHING";
    /// What waits for an alert, oldest first.
    WAITING = "SELECT county, case_id, seq, number, stage, at, message FROM resident_entry
        WHERE alert = $1 AND sent_at IS NULL ORDER BY at LIMIT $2";
    /// It goes with a message.
    ASSIGN = "UPDATE resident_entry SET message = $5
        WHERE county = $1 AND alert = $2 AND case_id = $3 AND seq = $4 AND message IS NULL";
    /// The message is sent, or had nothing left to say.
    SENT = "UPDATE resident_entry SET sent_at = $3 WHERE alert = $1 AND message = $2";
    /// Nothing of an alert is left to be told.
    DROP_ENTRIES = "DELETE FROM resident_entry WHERE alert = $1";
    /// What was told long ago, some at a time.
    OLD_ENTRIES = "SELECT county, alert, case_id, seq FROM resident_entry
        WHERE sent_at IS NOT NULL AND sent_at < $1 ORDER BY sent_at LIMIT 500";
    /// What could not be told for so long.
    STALE_ENTRIES = "SELECT county, alert, case_id, seq FROM resident_entry
        WHERE sent_at IS NULL AND at < $1 ORDER BY at LIMIT 500";
    /// Forgets one.
    FORGET_ENTRY = "DELETE FROM resident_entry WHERE county = $1 AND alert = $2 AND case_id = $3 AND seq = $4";

    /// A report is put into an account.
    ADD_REPORT = "INSERT INTO resident_report (county, resident, case_id, number, token_ref, added_at)
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (county, resident, case_id) DO NOTHING";
    /// Those of an account.
    REPORTS = "SELECT county, case_id, number, token_ref, added_at FROM resident_report
        WHERE resident = $1 ORDER BY added_at LIMIT 200";
    /// Takes one out.
    DROP_REPORT = "DELETE FROM resident_report WHERE county = $1 AND resident = $2 AND case_id = $3";
}

fn language(word: &str) -> Lang {
    if word == "en" { Lang::En } else { Lang::Zh }
}

/// The word of the column.
pub fn language_code(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh",
        Lang::En => "en",
    }
}

fn way(word: &str) -> Result<Way, DbError> {
    Way::parse(word).ok_or_else(|| DbError::Column("way".into(), word.into()))
}

fn resident(row: &Row) -> Result<Resident, DbError> {
    Ok(Resident {
        id: row.get("id")?,
        way: way(&row.get::<String>("way")?)?,
        address_ref: row.get("address_ref")?,
        language: language(&row.get::<String>("language")?),
        confirmed_at: row.get("confirmed_at")?,
    })
}

fn code(row: &Row) -> Result<Code, DbError> {
    let wish: Option<String> = row.get("wish")?;
    Ok(Code {
        id: row.get("id")?,
        address_key: row.get("address_key")?,
        way: way(&row.get::<String>("way")?)?,
        address_ref: row.get("address_ref")?,
        language: language(&row.get::<String>("language")?),
        wish: wish.and_then(|wish| serde_json::from_str(&wish).ok()),
        expires_at: row.get("expires_at")?,
    })
}

fn alert(row: &Row) -> Result<Alert, DbError> {
    let (subject, pace): (String, String) = (row.get("subject")?, row.get("pace")?);
    let categories: String = row.get("categories")?;
    Ok(Alert {
        id: row.get("id")?,
        resident: row.get("resident")?,
        subject: Subject::parse(&subject).ok_or_else(|| DbError::Column("subject".into(), subject))?,
        number: row.get("number")?,
        categories: serde_json::from_str(&categories)
            .map_err(|e| DbError::Column("categories".into(), e.to_string()))?,
        pace: Pace::parse(&pace).unwrap_or_default(),
        paused: row.get("paused")?,
        since: row.get("since")?,
        next_at: row.get("next_at")?,
        sent_at: row.get("sent_at")?,
    })
}

/// One resident.
pub async fn by_id(tx: &mut Tx, id: &ResidentId) -> Result<Option<Resident>, DbError> {
    tx.fetch_optional(&RESIDENT, args![id]).await?.as_ref().map(resident).transpose()
}

/// Whose address it is.
pub async fn by_address(tx: &mut Tx, key: &str) -> Result<Option<Resident>, DbError> {
    tx.fetch_optional(&BY_ADDRESS, args![key]).await?.as_ref().map(resident).transpose()
}

/// Who is signed in with a session.
pub async fn by_session(tx: &mut Tx, hash: &str, now: Timestamp) -> Result<Option<Resident>, DbError> {
    tx.fetch_optional(&SESSION, args![hash, now]).await?.as_ref().map(resident).transpose()
}

/// A code that may still be used.
pub async fn code_of(tx: &mut Tx, id: &str, now: Timestamp) -> Result<Option<Code>, DbError> {
    tx.fetch_optional(&CODE, args![id, now]).await?.as_ref().map(code).transpose()
}

/// The same, and one more attempt is counted; None when there were enough.
pub async fn try_code(tx: &mut Tx, id: &str, now: Timestamp, most: i64) -> Result<Option<Code>, DbError> {
    tx.fetch_optional(&TRY_CODE, args![id, now, most]).await?.as_ref().map(code).transpose()
}

/// Counts an attempt; answers how many there are in the window and when it began.
pub async fn attempt(
    tx: &mut Tx,
    key: &str,
    now: Timestamp,
    over: Timestamp,
) -> Result<(i64, Timestamp), DbError> {
    let row = tx.fetch_one(&ATTEMPT, args![key, now, over]).await?;
    Ok((row.get("attempts")?, row.get("since")?))
}

/// Sets an alert; answers its id.
pub async fn put_alert(tx: &mut Tx, alert: &Alert) -> Result<String, DbError> {
    let row = args![
        &alert.id,
        &alert.resident,
        alert.subject.text(),
        alert.number.clone(),
        serde_json::json!(alert.categories).to_string(),
        alert.pace.code(),
        alert.paused,
        alert.since,
        alert.next_at
    ];
    tx.fetch_one(&PUT_ALERT, row).await?.get("id")
}

/// One alert.
pub async fn alert_of(tx: &mut Tx, id: &str) -> Result<Option<Alert>, DbError> {
    tx.fetch_optional(&ALERT, args![id]).await?.as_ref().map(alert).transpose()
}

/// Those of a resident, oldest first.
pub async fn alerts_of(tx: &mut Tx, id: &ResidentId) -> Result<Vec<Alert>, DbError> {
    let rows = tx.fetch_all(&ALERTS_OF, args![id]).await?;
    let mut alerts = rows.iter().map(alert).collect::<Result<Vec<_>, _>>()?;
    alerts.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(alerts)
}

/// Those that follow some subjects.
pub async fn following(tx: &mut Tx, subjects: &[String]) -> Result<Vec<Alert>, DbError> {
    let rows = tx.fetch_all(&FOLLOWING, args![serde_json::json!(subjects).to_string()]).await?;
    rows.iter().map(alert).collect()
}

/// Digests that are due.
pub async fn due(tx: &mut Tx, now: Timestamp) -> Result<Vec<Alert>, DbError> {
    tx.fetch_all(&DUE, args![now]).await?.iter().map(alert).collect()
}

/// A step that is to be told; false when it is known already.
pub async fn add_entry(tx: &mut Tx, alert: &str, entry: &Entry) -> Result<bool, DbError> {
    let row = args![&entry.county, alert, &entry.case, entry.seq, &entry.number, &entry.stage, entry.at];
    Ok(tx.execute(&ADD_ENTRY, row).await? > 0)
}

/// What waits for an alert, oldest first, each with the message that it goes with.
pub async fn waiting(tx: &mut Tx, alert: &str, most: i64) -> Result<Vec<(Entry, Option<String>)>, DbError> {
    let rows = tx.fetch_all(&WAITING, args![alert, most]).await?;
    let read = |row: &Row| {
        let entry = Entry {
            county: row.get("county")?,
            case: row.get("case_id")?,
            seq: row.get("seq")?,
            number: row.get("number")?,
            stage: row.get("stage")?,
            at: row.get("at")?,
        };
        Ok((entry, row.get("message")?))
    };
    rows.iter().map(read).collect()
}

/// Forgets some of what was told, or could not be told, before a moment; answers how much.
pub async fn forget_entries(tx: &mut Tx, before: Timestamp) -> Result<usize, DbError> {
    let mut rows = tx.fetch_all(&OLD_ENTRIES, args![before]).await?;
    rows.extend(tx.fetch_all(&STALE_ENTRIES, args![before]).await?);
    for row in &rows {
        let (county, alert): (String, String) = (row.get("county")?, row.get("alert")?);
        let (case, seq): (String, i64) = (row.get("case_id")?, row.get("seq")?);
        tx.execute(&FORGET_ENTRY, args![county, alert, case, seq]).await?;
    }
    Ok(rows.len())
}

/// A report in an account.
pub struct Kept {
    /// Home of the case.
    pub county: String,
    /// The case's id.
    pub case: String,
    /// Its number.
    pub number: String,
    /// The token in protect.
    pub token_ref: String,
    /// Since when.
    pub added_at: Timestamp,
}

/// The reports of an account, oldest first.
pub async fn reports(tx: &mut Tx, id: &ResidentId) -> Result<Vec<Kept>, DbError> {
    let rows = tx.fetch_all(&REPORTS, args![id]).await?;
    let read = |row: &Row| {
        Ok(Kept {
            county: row.get("county")?,
            case: row.get("case_id")?,
            number: row.get("number")?,
            token_ref: row.get("token_ref")?,
            added_at: row.get("added_at")?,
        })
    };
    rows.iter().map(read).collect()
}
