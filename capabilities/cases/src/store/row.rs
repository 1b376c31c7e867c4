//! The row of a case: a copy of the fold of its facts, with the columns that lists and jobs ask for.

use crate::model::{Case, CaseId, TaskState};
use crate::rules::kind_code;
use db::{Batch, DbError, Row, Tx, Value, args};
use std::collections::HashMap;

db::sql! {
    /// A new case.
    NEW = "INSERT INTO cases (county, id, number, seq, pack, pack_version, case_type, state, state_key, phase, outcome, is_open,
        is_public, category, channel, priority, tier, lon, lat, area, area_path, unit, reporter, returns,
        reopens, has_photo, was_late, grade, due_at, due_kind, soon_at, mark_at, registered_at, updated_at,
        closed_at, doc)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
        $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36)";
    /// A case goes a step: nothing of what is written again by every step. SQLite renews each index that holds a column
    /// which is set, changed or not.
    STEP = "UPDATE cases SET seq = $3, state = $4, state_key = $5, phase = $6, outcome = $7, is_open = $8, priority = $9, unit = $10,
        returns = $11, reopens = $12, has_photo = $13, was_late = $14, grade = $15, due_at = $16,
        due_kind = $17, soon_at = $18, mark_at = $19, updated_at = $20, closed_at = $21, doc = $22
        WHERE county = $1 AND id = $2";
    /// The same when it has become another matter, lies elsewhere, or is public from now on or no longer.
    TURN = "UPDATE cases SET seq = $3, state = $4, state_key = $5, phase = $6, outcome = $7, is_open = $8, priority = $9, unit = $10,
        returns = $11, reopens = $12, has_photo = $13, was_late = $14, grade = $15, due_at = $16,
        due_kind = $17, soon_at = $18, mark_at = $19, updated_at = $20, closed_at = $21, doc = $22,
        pack_version = $23, case_type = $24, is_public = $25, category = $26, tier = $27, lon = $28, lat = $29,
        area = $30, area_path = $31
        WHERE county = $1 AND id = $2";
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
    /// The numbers of some cases.
    NUMBERS = "SELECT id, number FROM cases WHERE county = $1
        AND id IN (SELECT value FROM json_each(CAST($2 AS TEXT)))";
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

/// What of a row a fact may have changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Touch {
    /// All of it is new.
    New,
    /// Only what a step changes.
    Step,
    /// What and where it is, or whether it is public, too.
    Turn,
}

impl Touch {
    /// By a case before and after.
    pub fn of(before: &Case, after: &Case) -> Self {
        if turns_on(before) == turns_on(after) { Self::Step } else { Self::Turn }
    }

    fn values(self, case: &Case) -> Result<Vec<Value>, serde_json::Error> {
        let all = values(case)?;
        let turned = match self {
            Self::New => return Ok(all),
            Self::Step => &[][..],
            Self::Turn => &TURNED[..],
        };
        let mut all: HashMap<&str, Value> = COLUMNS.iter().copied().zip(all).collect();
        Ok(KEY.iter().chain(&STEPPED).chain(turned).filter_map(|name| all.remove(name)).collect())
    }

    fn statement(self) -> &'static db::Sql {
        match self {
            Self::New => &NEW,
            Self::Step => &STEP,
            Self::Turn => &TURN,
        }
    }
}

/// What [`TURNED`] is made of.
fn turns_on(case: &Case) -> impl PartialEq + '_ {
    let Case { pack_version, case_type, category, tier, spot, .. } = case;
    (pack_version, case_type, case.is_public(), category, tier, spot)
}

const KEY: [&str; 2] = ["county", "id"];
/// The columns that every step sets.
const STEPPED: [&str; 20] = [
    "seq",
    "state",
    "state_key",
    "phase",
    "outcome",
    "is_open",
    "priority",
    "unit",
    "returns",
    "reopens",
    "has_photo",
    "was_late",
    "grade",
    "due_at",
    "due_kind",
    "soon_at",
    "mark_at",
    "updated_at",
    "closed_at",
    "doc",
];
/// The columns that a turn sets besides.
const TURNED: [&str; 9] =
    ["pack_version", "case_type", "is_public", "category", "tier", "lon", "lat", "area", "area_path"];

/// Stores a case as it stands now, its tasks and its orders.
pub async fn put(tx: &mut Tx, case: &Case, touch: Touch) -> Result<(), kernel::Failure> {
    let mut batch = Batch::default();
    add(&mut batch, case, touch)?;
    Ok(tx.run(batch).await?)
}

/// Adds a case as it stands now, its tasks and its orders, to a batch.
pub fn add(batch: &mut Batch, case: &Case, touch: Touch) -> Result<(), serde_json::Error> {
    batch.add(touch.statement(), touch.values(case)?);
    task_values(case).into_iter().for_each(|task| batch.add(&PUT_TASK, task));
    super::order::values(case).into_iter().for_each(|order| batch.add(&super::order::PUT, order));
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

/// The numbers of cases of one county by id.
pub async fn numbers(tx: &mut Tx, county: &str, ids: &[&str]) -> Result<HashMap<String, String>, DbError> {
    let rows = tx.fetch_all(&NUMBERS, args![county, serde_json::json!(ids).to_string()]).await?;
    rows.iter().map(|r| Ok((r.get("id")?, r.get("number")?))).collect()
}

/// Cases of one county by id.
pub async fn some(tx: &mut Tx, county: &str, ids: &[&str]) -> Result<HashMap<String, Case>, DbError> {
    let rows = tx.fetch_all(&SOME, args![county, serde_json::json!(ids).to_string()]).await?;
    rows.iter().map(|r| Ok((r.get("id")?, read(r)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `a = $3, b = $4` in the order of the columns, then the key.
    fn sets(statement: &db::Sql) -> Vec<(String, usize)> {
        let text = statement.text.split(" SET ").nth(1).unwrap_or_default();
        let (list, key) = text.split_once("WHERE").unwrap_or_default();
        assert_eq!(key.trim(), "county = $1 AND id = $2");
        let pairs = list.split(',').map(|set| set.trim().split_once(" = $").unwrap_or_default());
        pairs.map(|(name, n)| (name.to_owned(), n.parse().unwrap_or(0))).collect()
    }

    #[test]
    fn updates_set_the_columns_that_they_say() {
        let expected = |names: &[&str]| {
            names.iter().enumerate().map(|(i, name)| ((*name).to_owned(), i + 3)).collect::<Vec<_>>()
        };
        assert_eq!(sets(&STEP), expected(&STEPPED));
        assert_eq!(sets(&TURN), expected(&[&STEPPED[..], &TURNED[..]].concat()));
    }

    #[test]
    fn whatever_an_update_leaves_alone_never_changes() {
        let set = |name: &&&str| KEY.contains(*name) || STEPPED.contains(*name) || TURNED.contains(*name);
        let left: Vec<_> = COLUMNS.iter().filter(|name| !set(name)).copied().collect();
        assert_eq!(left, ["number", "pack", "channel", "reporter", "registered_at"]);
    }
}
