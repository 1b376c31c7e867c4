//! Open cases by a dimension, for the page of numbers: how many, and how many of them are late or due soon. What happened
//! in a period is counted by `insight`.

use super::Within;
use super::query::Query;
use db::{DbError, Row, Sql, Tx, Value};
use kernel::Timestamp;

/// Something to count open cases by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// State key and phase.
    State,
    /// Category.
    Category,
    /// Leading unit.
    Unit,
    /// Area path.
    Area,
}

impl Dimension {
    fn column(self) -> &'static str {
        match self {
            Self::State => "state_key",
            Self::Category => "category",
            Self::Unit => "unit",
            Self::Area => "area_path",
        }
    }
}

/// One group of open cases.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The value of the dimension, empty when unknown.
    pub key: String,
    /// Phase, when grouped by state.
    pub phase: String,
    /// How many.
    pub n: i64,
    /// Of these late.
    pub late: i64,
    /// Of these due soon.
    pub soon: i64,
}

/// The area as a value: its index holds closed cases too, and must not look inviting.
const AREA: &str = "(c.area_path || '')";

/// Any of the places where the reader may look, over columns of `c`.
fn scopes(query: &mut Query, scopes: &[Within]) -> String {
    if scopes.iter().any(Within::is_everywhere) {
        return String::new();
    }
    let mut parts = vec![];
    for within in scopes {
        let mut part = query.range(AREA, &within.area_path);
        if let Some(unit) = &within.unit {
            let unit = query.bind(unit);
            part.push_str(&format!(
                " AND EXISTS (SELECT 1 FROM case_task t WHERE t.county = c.county AND t.case_id = c.id \
                 AND t.unit = {unit} AND t.state <> 'withdrawn')"
            ));
        }
        parts.push(format!("({part})"));
    }
    if parts.is_empty() { " AND 1 = 0".into() } else { format!(" AND ({})", parts.join(" OR ")) }
}

/// The statement that counts the late ones among open cases: it looks at no others.
pub fn late_statement(within: &[Within], now: Timestamp, by: Dimension) -> (Sql, Vec<Value>) {
    let mut query = Query::default();
    let now = query.bind(now);
    let column = by.column();
    let scopes = scopes(&mut query, within);
    let text = format!(
        "SELECT c.{column} || '' AS k, '' AS phase, count(*) AS n, count(*) AS late, 0 AS soon FROM cases c \
         WHERE c.is_open AND c.due_at IS NOT NULL AND c.due_at < {now}{scopes} GROUP BY c.{column} || '' ORDER BY n DESC"
    );
    query.finish("CASES_LATE", text)
}

/// The statement that counts open cases.
pub fn count_statement(within: &[Within], now: Timestamp, by: Dimension) -> (Sql, Vec<Value>) {
    let mut query = Query::default();
    let now = query.bind(now);
    let column = by.column();
    let (phase, group) = if by == Dimension::State { ("c.phase", ", c.phase") } else { ("''", "") };
    let scopes = scopes(&mut query, within);
    let text = format!(
        "SELECT c.{column} || '' AS k, {phase} AS phase, count(*) AS n, \
         CAST(sum(CASE WHEN c.due_at < {now} THEN 1 ELSE 0 END) AS BIGINT) AS late, \
         CAST(sum(CASE WHEN c.due_at >= {now} AND c.soon_at <= {now} THEN 1 ELSE 0 END) AS BIGINT) AS soon \
         FROM cases c WHERE c.is_open{scopes} GROUP BY c.{column} || ''{group} ORDER BY n DESC"
    );
    query.finish("CASES_COUNT", text)
}

/// Counts cases by a dimension, largest first.
pub async fn count(
    tx: &mut Tx,
    within: &[Within],
    now: Timestamp,
    by: Dimension,
) -> Result<Vec<Group>, DbError> {
    groups(tx, count_statement(within, now, by)).await
}

/// Counts the late ones by a dimension, largest first.
pub async fn late(
    tx: &mut Tx,
    within: &[Within],
    now: Timestamp,
    by: Dimension,
) -> Result<Vec<Group>, DbError> {
    groups(tx, late_statement(within, now, by)).await
}

async fn groups(tx: &mut Tx, (sql, args): (Sql, Vec<Value>)) -> Result<Vec<Group>, DbError> {
    let read = |r: &Row| {
        Ok(Group {
            key: r.get::<Option<String>>("k")?.unwrap_or_default(),
            phase: r.get("phase")?,
            n: r.get("n")?,
            late: r.get("late")?,
            soon: r.get("soon")?,
        })
    };
    tx.fetch_all(&sql, args).await?.iter().map(read).collect()
}
