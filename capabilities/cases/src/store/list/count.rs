//! How many open cases wait where, for badges: read from indexes alone, and bounded. No state of an area is counted
//! beyond a thousand, so that a sum of a thousand or more says "at least".

use super::query::Query;
use super::{Filter, Standing, Within};
use crate::store::row::{path_key, path_range};
use db::{DbError, Row, Sql, Tx, Value, args};
use kernel::Timestamp;
use std::collections::{BTreeMap, HashSet};

/// Open cases of units that are looked at, at most.
const MOST: usize = 5_000;

db::sql! {
    /// The states in which there are open cases, one hop of the index each.
    STATES = "WITH RECURSIVE s(k) AS (SELECT min(c.state_key) FROM cases c WHERE c.is_open UNION ALL
            SELECT (SELECT min(c.state_key) FROM cases c WHERE c.is_open AND c.state_key > s.k) FROM s
            WHERE s.k IS NOT NULL)
        SELECT s.k AS state_key FROM s WHERE s.k IS NOT NULL";
    /// Open cases of an area by state, each up to a thousand.
    BY_STATE = "WITH RECURSIVE s(k) AS (SELECT min(c.state_key) FROM cases c WHERE c.is_open UNION ALL
            SELECT (SELECT min(c.state_key) FROM cases c WHERE c.is_open AND c.state_key > s.k) FROM s
            WHERE s.k IS NOT NULL)
        SELECT s.k AS state_key,
            (SELECT c.phase FROM cases c WHERE c.is_open AND c.state_key = s.k LIMIT 1) AS phase,
            (SELECT count(*) FROM (SELECT 1 FROM cases c WHERE c.is_open AND c.state_key = s.k
                AND c.area_path >= $1 AND c.area_path < $2 LIMIT 1000) k) AS n
        FROM s WHERE s.k IS NOT NULL";
    /// Late ones, up to a thousand.
    LATE = "SELECT count(*) AS n FROM (SELECT 1 FROM (SELECT c.area_path FROM cases c WHERE c.is_open
            AND c.due_at < $3 LIMIT 20000) k WHERE k.area_path >= $1 AND k.area_path < $2 LIMIT 1000) j";
    /// Those due soon, among the next deadlines.
    SOON = "SELECT count(*) AS n FROM (SELECT 1 FROM (SELECT c.area_path, c.soon_at FROM cases c WHERE c.is_open
            AND c.due_at >= $3 ORDER BY c.due_at LIMIT 5000) k
        WHERE k.soon_at <= $3 AND k.area_path >= $1 AND k.area_path < $2 LIMIT 1000) j";
}

/// The states in which there are open cases.
pub async fn states(tx: &mut Tx) -> Result<Vec<String>, DbError> {
    tx.fetch_all(&STATES, vec![]).await?.iter().map(|r| r.get("state_key")).collect()
}

/// Open cases by phase.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Waiting {
    /// Phase and number.
    pub phases: BTreeMap<String, i64>,
    /// All.
    pub open: i64,
    /// Of these late.
    pub late: i64,
    /// Of these due soon.
    pub soon: i64,
    /// Of these waiting for the reader.
    pub todo: i64,
}

/// The open cases of some units in an area: few, and read one by one.
pub fn units_statement(units: &[String], within: &Within) -> (Sql, Vec<Value>) {
    let mut query = Query::default();
    let units = query.list(units);
    query.within(within);
    let outside = &query.outside;
    let text = format!(
        "SELECT k.county, k.id, k.state_key, k.phase, k.due_at, k.soon_at, k.area_path, w.owed FROM (SELECT t.county, \
         t.case_id AS id, t.owed FROM case_task t WHERE t.unit IN {units} AND t.live LIMIT {MOST}) w \
         CROSS JOIN cases k WHERE k.county = w.county AND k.id = w.id{outside}"
    );
    query.finish("CASES_OF_UNITS", text)
}

/// One open case of a unit.
struct Open {
    key: (String, String),
    area: String,
    state: String,
    phase: String,
    late: bool,
    soon: bool,
    owed: bool,
}

fn open(row: &Row, now: Timestamp) -> Result<Open, DbError> {
    let due: Option<i64> = row.get("due_at")?;
    let soon: Option<i64> = row.get("soon_at")?;
    Ok(Open {
        key: (row.get("county")?, row.get("id")?),
        area: row.get("area_path")?,
        state: row.get("state_key")?,
        phase: row.get("phase")?,
        late: due.is_some_and(|due| due < now.0),
        soon: due.is_some_and(|due| due >= now.0) && soon.is_some_and(|soon| soon <= now.0),
        owed: row.get("owed")?,
    })
}

/// Counts what `filter.scopes` let see; `filter.standing` says what waits for the reader.
pub async fn waiting(tx: &mut Tx, filter: &Filter) -> Result<Waiting, DbError> {
    let none = (vec![], vec![], vec![]);
    let (states, unit_states, units) = match &filter.standing {
        Standing::Waiting { states, unit_states, units } => (states, unit_states, units),
        _ => (&none.0, &none.1, &none.2),
    };
    let mut sum = Waiting::default();
    let (areas, parts): (Vec<_>, Vec<_>) = filter.scopes.iter().partition(|w| w.unit.is_none());
    // no scope covers another, so that two areas have nothing in common
    for within in &areas {
        let (from, to) = path_range(&within.area_path);
        for row in tx.fetch_all(&BY_STATE, args![&from, &to]).await? {
            let n: i64 = row.get("n")?;
            if n == 0 {
                continue;
            }
            *sum.phases.entry(row.get("phase")?).or_default() += n;
            sum.open += n;
            if states.contains(&row.get::<String>("state_key")?) {
                sum.todo += n;
            }
        }
        for (sql, n) in [(&LATE, &mut sum.late), (&SOON, &mut sum.soon)] {
            *n += tx.fetch_one(sql, args![&from, &to, filter.now]).await?.get::<i64>("n")?;
        }
    }
    // what units have in hand, as far as no area holds it
    let in_areas = |case: &Open| areas.iter().any(|w| case.area.starts_with(&path_key(&w.area_path)));
    let (mut seen, mut due) = (HashSet::new(), HashSet::new());
    for within in &parts {
        let (sql, values) = units_statement(within.unit.as_slice(), within);
        for row in tx.fetch_all(&sql, values).await? {
            let case = open(&row, filter.now)?;
            if in_areas(&case) {
                continue;
            }
            if states.contains(&case.state) && due.insert(case.key.clone()) {
                sum.todo += 1;
            }
            if seen.insert(case.key) {
                *sum.phases.entry(case.phase).or_default() += 1;
                sum.open += 1;
                sum.late += i64::from(case.late);
                sum.soon += i64::from(case.soon);
            }
        }
    }
    if unit_states.is_empty() || units.is_empty() {
        return Ok(sum);
    }
    for within in &filter.scopes {
        let (sql, values) = units_statement(units, within);
        for row in tx.fetch_all(&sql, values).await? {
            let case = open(&row, filter.now)?;
            let mine = case.owed && unit_states.contains(&case.state);
            // one that waits by its state was counted with its area
            let counted = states.contains(&case.state) && in_areas(&case);
            if mine && !counted && due.insert(case.key) {
                sum.todo += 1;
            }
        }
    }
    Ok(sum)
}
