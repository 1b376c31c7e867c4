//! The row of a case: a copy of the fold of its facts, with the columns that lists and jobs ask for.

use crate::model::{Case, CaseId, TaskState};
use crate::rules::kind_code;
use db::{Batch, DbError, Row, Tx, Value, args};
use std::collections::HashMap;

db::sql! {
    /// A case as it stands now.
    PUT = "INSERT INTO cases (county, id, number, seq, pack, pack_version, case_type, state, state_key, phase, outcome, is_open,
        is_public, category, channel, priority, tier, lon, lat, area, area_path, unit, reporter, returns,
        reopens, has_photo, was_late, grade, due_at, due_kind, soon_at, mark_at, registered_at, updated_at,
        closed_at, doc)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
        $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36)
        ON CONFLICT (county, id) DO UPDATE SET number = excluded.number, seq = excluded.seq, pack = excluded.pack, pack_version =
        excluded.pack_version, case_type = excluded.case_type, state = excluded.state, state_key =
        excluded.state_key, phase = excluded.phase, outcome = excluded.outcome, is_open = excluded.is_open,
        is_public = excluded.is_public, category = excluded.category, channel = excluded.channel, priority =
        excluded.priority, tier = excluded.tier, lon = excluded.lon, lat = excluded.lat, area =
        excluded.area, area_path = excluded.area_path, unit = excluded.unit, reporter = excluded.reporter,
        returns = excluded.returns, reopens = excluded.reopens, has_photo = excluded.has_photo, was_late =
        excluded.was_late, grade = excluded.grade, due_at = excluded.due_at, due_kind = excluded.due_kind,
        soon_at = excluded.soon_at, mark_at = excluded.mark_at, registered_at = excluded.registered_at,
        updated_at = excluded.updated_at, closed_at = excluded.closed_at, doc = excluded.doc";
    /// A case by its id.
    GET = "SELECT doc FROM cases WHERE county = $1 AND id = $2";
    /// A case by its number.
    BY_NUMBER = "SELECT doc FROM cases WHERE county = $1 AND number = $2";
    /// Some rows whole, for the audit.
    SOME = "SELECT * FROM cases WHERE county = $1 AND id IN (SELECT value FROM json_each(CAST($2 AS TEXT)))";
    /// Rows that no fact speaks of.
    ORPHANS = "SELECT c.county, c.id FROM cases c WHERE NOT EXISTS
        (SELECT 1 FROM fact f WHERE f.county = c.county AND f.stream = 'case/' || c.id AND f.seq = 1) LIMIT 100";
    /// A task as it stands now.
    PUT_TASK = "INSERT INTO case_task (county, case_id, task, unit, leads, state, owed, person, sent_at, due_at,
        registered_at, live)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT (county, case_id, task) DO UPDATE SET state = excluded.state, owed = excluded.owed,
        person = excluded.person, due_at = excluded.due_at, live = excluded.live";
    /// Some cases, for a page.
    DOCS = "SELECT id, doc FROM cases WHERE county = $1 AND id IN (SELECT value FROM json_each(CAST($2 AS TEXT)))";
    /// Some tasks whole, for the audit.
    SOME_TASKS = "SELECT * FROM case_task WHERE county = $1
        AND case_id IN (SELECT value FROM json_each(CAST($2 AS TEXT))) ORDER BY case_id, task";
    /// The numbers in other systems of some cases, for the audit.
    SOME_ALIASES = "SELECT case_id, system, number FROM case_alias WHERE county = $1
        AND case_id IN (SELECT value FROM json_each(CAST($2 AS TEXT))) ORDER BY case_id, system, number";
}

/// The columns of `cases`.
pub const COLUMNS: &[&str] = &[
    "county",
    "id",
    "number",
    "seq",
    "pack",
    "pack_version",
    "case_type",
    "state",
    "state_key",
    "phase",
    "outcome",
    "is_open",
    "is_public",
    "category",
    "channel",
    "priority",
    "tier",
    "lon",
    "lat",
    "area",
    "area_path",
    "unit",
    "reporter",
    "returns",
    "reopens",
    "has_photo",
    "was_late",
    "grade",
    "due_at",
    "due_kind",
    "soon_at",
    "mark_at",
    "registered_at",
    "updated_at",
    "closed_at",
    "doc",
];

/// The columns of `case_task`.
pub const TASK_COLUMNS: &[&str] = &[
    "county",
    "case_id",
    "task",
    "unit",
    "leads",
    "state",
    "owed",
    "person",
    "sent_at",
    "due_at",
    "registered_at",
    "live",
];

/// A path whose codes are each followed by `/`, so that a subtree is one range.
pub fn path_key(area_path: &str) -> String {
    if area_path.is_empty() { String::new() } else { format!("{area_path}/") }
}

/// The range of a subtree over `path_key`s.
pub fn path_range(area_path: &str) -> (String, String) {
    if area_path.is_empty() {
        return (String::new(), "\u{10FFFF}".into());
    }
    // '0' is the character after '/'
    (format!("{area_path}/"), format!("{area_path}0"))
}

/// What lists ask for "which state of which case type".
pub fn state_key(pack: &str, case_type: &str, state: &str) -> String {
    format!("{pack}/{case_type}/{state}")
}

/// The values of [`COLUMNS`].
pub fn values(case: &Case) -> Result<Vec<Value>, serde_json::Error> {
    let outlook = case.is_open().then(|| case.outlook()).flatten();
    Ok(args![
        &case.county,
        &case.id,
        &case.number,
        case.seq,
        &case.pack,
        &case.pack_version,
        &case.case_type,
        &case.state,
        state_key(&case.pack, &case.case_type, &case.state),
        case.phase.code(),
        case.outcome.map(|o| o.code()),
        case.is_open(),
        case.is_public(),
        case.category.clone(),
        case.channel.code(),
        case.priority.code(),
        case.tier.clone(),
        case.spot.lon,
        case.spot.lat,
        case.spot.area(),
        path_key(&case.spot.area_path()),
        case.lead_unit(),
        case.reporter.actor.clone(),
        i64::from(case.counts.returns),
        i64::from(case.counts.reopens),
        case.attachments.iter().any(|a| a.mime.starts_with("image/")),
        case.was_late(),
        case.rating.as_ref().map(|r| i64::from(r.grade)),
        outlook.map(|o| o.due_at),
        outlook.map(|o| kind_code(o.kind)),
        outlook.and_then(|o| o.soon_at),
        case.next_mark(),
        case.registered_at,
        case.updated_at,
        case.closed_at,
        serde_json::to_string(case)?,
    ])
}

/// The values of [`TASK_COLUMNS`], one list for each task.
pub fn task_values(case: &Case) -> Vec<Vec<Value>> {
    let due = |task: &str| case.running(workflow::ClockKind::Task, Some(task)).and_then(|c| c.due_at);
    let row = |t: &crate::model::Task| {
        args![
            &case.county,
            &case.id,
            &t.id,
            &t.unit,
            t.lead,
            t.state.code(),
            t.state.is_owed(),
            t.person.clone(),
            t.sent_at,
            due(&t.id),
            case.registered_at,
            case.is_open() && t.state != TaskState::Withdrawn,
        ]
    };
    case.tasks.iter().map(row).collect()
}

/// Stores a case as it stands now, and its tasks.
pub async fn put(tx: &mut Tx, case: &Case) -> Result<(), kernel::Failure> {
    let mut batch = Batch::default();
    add(&mut batch, case)?;
    Ok(tx.run(batch).await?)
}

/// Adds a case as it stands now, and its tasks, to a batch.
pub fn add(batch: &mut Batch, case: &Case) -> Result<(), serde_json::Error> {
    batch.add(&PUT, values(case)?);
    task_values(case).into_iter().for_each(|task| batch.add(&PUT_TASK, task));
    Ok(())
}

fn read(row: &Row) -> Result<Case, DbError> {
    let doc: String = row.get("doc")?;
    serde_json::from_str(&doc).map_err(|e| DbError::Column("doc".into(), e.to_string()))
}

/// A case by its id.
pub async fn get(tx: &mut Tx, county: &str, id: &CaseId) -> Result<Option<Case>, DbError> {
    tx.fetch_optional(&GET, args![county, id]).await?.as_ref().map(read).transpose()
}

/// A case by its number in one county.
pub async fn by_number(tx: &mut Tx, county: &str, number: &str) -> Result<Option<Case>, DbError> {
    tx.fetch_optional(&BY_NUMBER, args![county, number]).await?.as_ref().map(read).transpose()
}

/// Cases of one county by id, for a page.
pub async fn docs(tx: &mut Tx, county: &str, ids: &[&str]) -> Result<HashMap<String, Case>, DbError> {
    let rows = tx.fetch_all(&DOCS, args![county, serde_json::json!(ids).to_string()]).await?;
    rows.iter().map(|r| Ok((r.get("id")?, read(r)?))).collect()
}

/// Cases of one county by id.
pub async fn some(tx: &mut Tx, county: &str, ids: &[&str]) -> Result<HashMap<String, Case>, DbError> {
    let rows = tx.fetch_all(&SOME, args![county, serde_json::json!(ids).to_string()]).await?;
    rows.iter().map(|r| Ok((r.get("id")?, read(r)?))).collect()
}
