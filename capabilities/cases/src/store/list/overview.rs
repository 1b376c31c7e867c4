//! The numbers of the overview: open cases by a dimension, and what happened between two moments.
//!
//! Open cases are counted one by one, ended ones too within the period asked for: the cost grows with the period, not
//! with the books.

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

/// Any of the places where the reader may look, over columns of `c`.
fn scopes(query: &mut Query, scopes: &[Within]) -> String {
    if scopes.iter().any(Within::is_everywhere) {
        return String::new();
    }
    let mut parts = vec![];
    for within in scopes {
        let mut part = query.range("c.area_path", &within.area_path);
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
        "SELECT c.{column} AS k, '' AS phase, count(*) AS n, count(*) AS late, 0 AS soon FROM cases c \
         WHERE c.is_open AND c.due_at IS NOT NULL AND c.due_at < {now}{scopes} GROUP BY c.{column} ORDER BY n DESC"
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
        "SELECT c.{column} AS k, {phase} AS phase, count(*) AS n, \
         CAST(sum(CASE WHEN c.due_at < {now} THEN 1 ELSE 0 END) AS BIGINT) AS late, \
         CAST(sum(CASE WHEN c.due_at >= {now} AND c.soon_at <= {now} THEN 1 ELSE 0 END) AS BIGINT) AS soon \
         FROM cases c WHERE c.is_open AND c.area_path >= ''{scopes} GROUP BY c.{column}{group} ORDER BY n DESC"
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

/// What happened between two moments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Happened {
    /// Registered.
    pub registered: i64,
    /// Closed.
    pub closed: i64,
    /// Of these without a missed clock.
    pub on_time: i64,
    /// Of the closed ones, reopened before.
    pub reopened: i64,
    /// Of the closed ones, rated.
    pub rated: i64,
    /// Of these 3 or 4.
    pub satisfied: i64,
}

/// The statements of [`happened`].
pub fn happened_statements(within: &[Within], from: Timestamp, to: Timestamp) -> [(Sql, Vec<Value>); 2] {
    let one = |columns: &str, column: &str| {
        let mut query = Query::default();
        let (from, to) = (query.bind(from), query.bind(to));
        let scopes = scopes(&mut query, within);
        let text =
            format!("SELECT {columns} FROM cases c WHERE c.{column} >= {from} AND c.{column} < {to}{scopes}");
        query.finish("CASES_HAPPENED", text)
    };
    let sum = |condition: &str, name: &str| {
        format!("CAST(coalesce(sum(CASE WHEN {condition} THEN 1 ELSE 0 END), 0) AS BIGINT) AS {name}")
    };
    let closed = [
        "count(*) AS n".to_owned(),
        sum("NOT c.was_late", "on_time"),
        sum("c.reopens > 0", "reopened"),
        sum("c.grade IS NOT NULL", "rated"),
        sum("c.grade >= 3", "satisfied"),
    ];
    [one("count(*) AS n", "registered_at"), one(&closed.join(", "), "closed_at")]
}

/// What happened between two moments in a scope.
pub async fn happened(
    tx: &mut Tx,
    within: &[Within],
    from: Timestamp,
    to: Timestamp,
) -> Result<Happened, DbError> {
    let [registered, closed] = happened_statements(within, from, to);
    let registered = tx.fetch_one(&registered.0, registered.1).await?.get("n")?;
    let row = tx.fetch_one(&closed.0, closed.1).await?;
    Ok(Happened {
        registered,
        closed: row.get("n")?,
        on_time: row.get("on_time")?,
        reopened: row.get("reopened")?,
        rated: row.get("rated")?,
        satisfied: row.get("satisfied")?,
    })
}
