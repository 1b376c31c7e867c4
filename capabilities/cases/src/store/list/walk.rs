//! One walk over one index, and what it found.

use super::query::Query;
use super::{Filter, Hit, Key, Order, Within};
use crate::store::row::path_range;
use db::{DbError, Sql, Tx, Value, args};
use kernel::Timestamp;

/// Rows that one walk looks at, at most: a list never costs more, however large the books are. A page that ends here is
/// short, and says where to go on.
pub const WINDOW: usize = 4_096;
/// What is gathered whole instead of walked: cases of an area, open ones of a unit.
pub const SMALL: usize = 2_000;

/// The place of a case is not in its home (the predicate of an index: to the letter).
const ASTRAY: &str =
    "c.area_path <> '' AND replace('/' || c.area_path, '/' || c.county || '/', '') = '/' || c.area_path";

/// The index that drives. A closed set: the test explains every one.
#[derive(Clone, Debug, PartialEq)]
pub enum Walk {
    /// All cases by time.
    Time,
    /// Those that everybody may see, by time.
    Public,
    /// Those that everybody may see, by the last change.
    Updated,
    /// A home's cases by time.
    County(String),
    /// Cases that were moved out of their home, by time.
    Astray,
    /// A category's cases by time.
    Category(String),
    /// What an actor reported.
    Reporter(String),
    /// Open cases of a phase by time.
    Phase(&'static str),
    /// Open cases in a state (`pack/type/state`) by time.
    State(String),
    /// Open cases by deadline.
    Due,
    /// What a unit owes or owed, by time.
    Unit(String),
    /// Of these the open cases.
    Live(String),
    /// Of these what it still owes.
    Owed(String),
    /// What is in somebody's hands.
    Person(String),
    /// All cases of a small area.
    GatherArea(String),
    /// Open cases of an area, in some states, when they are few.
    GatherOpen(String, Vec<String>),
    /// Open cases of a unit with few.
    GatherUnit(String),
}

impl Walk {
    /// Whether everything is looked at, in no order.
    fn gathers(&self) -> bool {
        matches!(self, Self::GatherArea(_) | Self::GatherOpen(..) | Self::GatherUnit(_))
    }

    /// Whether the walk goes over tasks, so that the case itself is looked up.
    fn over_tasks(&self) -> bool {
        matches!(self, Self::Unit(_) | Self::Live(_) | Self::Owed(_) | Self::Person(_) | Self::GatherUnit(_))
    }

    fn drive(&self, query: &mut Query) -> String {
        let mut equal = |column: &str, value: &str, rest: &str| {
            let value = query.bind(value);
            format!("{column} = {value}{rest}")
        };
        match self {
            Self::Time => String::new(),
            Self::Public | Self::Updated => "c.is_public".into(),
            Self::County(county) => equal("c.county", county, ""),
            Self::Astray => ASTRAY.into(),
            Self::Category(category) => equal("c.category", category, ""),
            Self::Reporter(actor) => equal("c.reporter", actor, ""),
            Self::Phase(phase) => equal("c.phase", phase, " AND c.is_open"),
            Self::State(state) => equal("c.state_key", state, " AND c.is_open"),
            Self::Due => "c.is_open AND c.due_at IS NOT NULL".into(),
            Self::Unit(unit) => equal("t.unit", unit, " AND t.state <> 'withdrawn'"),
            Self::Live(unit) | Self::GatherUnit(unit) => equal("t.unit", unit, " AND t.live"),
            Self::Owed(unit) => equal("t.unit", unit, " AND t.live AND t.owed"),
            Self::Person(actor) => equal("t.person", actor, " AND t.owed"),
            Self::GatherArea(path) => query.range("c.area_path", path),
            Self::GatherOpen(path, states) => {
                let (states, range) = (query.list(states), query.range("c.area_path", path));
                format!("c.is_open AND c.state_key IN {states} AND {range}")
            }
        }
    }

    /// The walk alone, at most `window` rows: county, id, the time it is ordered by, and what the conditions need.
    fn inner(
        &self,
        query: &mut Query,
        order: Order,
        after: &Key,
        bound: Option<(&str, Timestamp)>,
        window: usize,
    ) -> String {
        let (_, direction) = order.direction();
        let drive = self.drive(query);
        let over_tasks = self.over_tasks();
        let (alias, at, id) =
            if over_tasks { ("t", "registered_at", "case_id") } else { ("c", order.column(), "id") };
        let (table, brought) = match over_tasks {
            true => ("case_task t", String::new()),
            false => ("cases c", query.brought("c")),
        };
        let select =
            format!("SELECT {alias}.county, {alias}.{id} AS id, {alias}.{at} AS at{brought} FROM {table}");
        if self.gathers() {
            return format!("{select} WHERE {drive} LIMIT {window}");
        }
        let and = if drive.is_empty() { "" } else { " AND " };
        let after = query.after(alias, (at, id), order, after);
        let bound = bound.map(|(than, to)| format!(" AND {alias}.{at} {than} {}", query.bind(to)));
        let bound = bound.unwrap_or_default();
        format!(
            "{select} WHERE {drive}{and}{after}{bound} ORDER BY {alias}.{at} {direction}, {alias}.{id} {direction} \
             LIMIT {window}"
        )
    }
}

/// A walk with what it does not see to by itself.
#[derive(Clone, Debug)]
pub struct Arm<'a> {
    /// The index.
    pub walk: Walk,
    /// Where the reader may look; None when the walk sees to it.
    pub within: Option<&'a Within>,
    /// Whether the standing is to be checked.
    pub stands: bool,
    /// States of which the case must have one.
    pub states: Option<&'a [String]>,
}

/// What an arm found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// In the order of the list.
    pub hits: Vec<Hit>,
    /// The last that was looked at; None when there is no more.
    pub edge: Option<Key>,
}

impl Arm<'_> {
    fn conditions(&self, filter: &Filter) -> Query {
        let mut query = Query::default();
        if let Some(within) = self.within {
            query.within(within);
        }
        if self.stands {
            query.standing(filter);
        }
        if let Some(states) = self.states {
            query.one_of("state_key", states);
        }
        query.filter(filter);
        query
    }

    /// The statement that finds up to `most` among the next `window`.
    pub fn statement(
        &self,
        filter: &Filter,
        order: Order,
        after: &Key,
        (most, window): (usize, usize),
    ) -> (Sql, Vec<Value>) {
        let mut query = self.conditions(filter);
        let window = if self.walk.gathers() { SMALL + 1 } else { window };
        let inner = self.walk.inner(&mut query, order, after, order.bound(filter), window);
        let (than, direction) = order.direction();
        let outside = query.outside.clone();
        let most = query.bind(most);
        if !self.walk.gathers() && !self.walk.over_tasks() {
            // what is left of a walk in order is in order
            let text =
                format!("SELECT k.county, k.id, k.at FROM ({inner}) k WHERE 1 = 1{outside} LIMIT {most}");
            return query.finish("CASES_WALK", text);
        }
        if !self.walk.gathers() {
            let text = format!(
                "SELECT w.county, w.id, w.at FROM ({inner}) w CROSS JOIN cases k WHERE k.county = w.county \
                 AND k.id = w.id{outside} ORDER BY w.at {direction}, w.id {direction} LIMIT {most}"
            );
            return query.finish("CASES_OF_TASKS", text);
        }
        let (at, from) = match self.walk.over_tasks() {
            true => (
                format!("k.{}", order.column()),
                format!("({inner}) w CROSS JOIN cases k WHERE k.county = w.county AND k.id = w.id"),
            ),
            false => ("k.at".to_owned(), format!("({inner}) k WHERE 1 = 1")),
        };
        let (start, id) = (query.bind(after.at), query.bind(&after.id));
        let text = format!(
            "SELECT k.county, k.id, {at} AS at FROM {from}{outside} AND {at} IS NOT NULL \
             AND ({at}, k.id) {than} ({start}, {id}) ORDER BY {at} {direction}, k.id {direction} LIMIT {most}"
        );
        query.finish("CASES_GATHER", text)
    }

    /// The statement that tells where the walk ended, and after how many rows.
    pub fn edge_statement(
        &self,
        filter: &Filter,
        order: Order,
        after: &Key,
        window: usize,
    ) -> (Sql, Vec<Value>) {
        let mut query = Query::default();
        let inner = self.walk.inner(&mut query, order, after, order.bound(filter), window);
        let back = if order.direction().1 == "DESC" { "ASC" } else { "DESC" };
        let text = format!(
            "SELECT count(*) OVER () AS n, w.at, w.id FROM ({inner}) w ORDER BY w.at {back}, w.id {back} LIMIT 1"
        );
        query.finish("CASES_EDGE", text)
    }

    /// Tasks are sorted after their cases were looked up: little at first.
    fn windows(&self) -> &'static [usize] {
        if self.walk.over_tasks() { &[WINDOW / 16, WINDOW] } else { &[WINDOW] }
    }

    pub(super) async fn run(
        &self,
        tx: &mut Tx,
        filter: &Filter,
        order: Order,
        after: &Key,
        most: usize,
    ) -> Result<Found, DbError> {
        let (mut found, mut after) = (Found::default(), after.clone());
        for window in self.windows() {
            let left = most - found.hits.len();
            let (sql, values) = self.statement(filter, order, &after, (left, *window));
            for row in &tx.fetch_all(&sql, values).await? {
                found.hits.push(Hit::read(row)?);
            }
            if found.hits.len() >= most {
                found.edge = found.hits.last().map(|h| h.key.clone());
                return Ok(found);
            }
            if self.walk.gathers() {
                return Ok(found);
            }
            let (sql, values) = self.edge_statement(filter, order, &after, *window);
            let edge = tx.fetch_optional(&sql, values).await?;
            let Some(row) = edge.filter(|row| row.get::<i64>("n").is_ok_and(|n| n >= *window as i64)) else {
                found.edge = None;
                return Ok(found);
            };
            after = Key { at: row.get("at")?, id: row.get("id")? };
            found.edge = Some(after.clone());
        }
        Ok(found)
    }
}

db::sql! {
    /// How many cases an area has, up to a few.
    AREA_SIZE = "SELECT count(*) AS n FROM (SELECT 1 FROM cases c WHERE c.area_path >= $1 AND c.area_path < $2 LIMIT 2001) k";
    /// How many open ones.
    OPEN_SIZE = "SELECT count(*) AS n FROM (SELECT 1 FROM cases c WHERE c.is_open
        AND c.state_key IN (SELECT value FROM json_each(CAST($3 AS TEXT)))
        AND c.area_path >= $1 AND c.area_path < $2 LIMIT 2001) k";
    /// How many open ones a unit has.
    UNIT_SIZE = "SELECT count(*) AS n FROM (SELECT 1 FROM case_task t WHERE t.unit = $1 AND t.live LIMIT 2001) k";
}

/// Whether a walk that gathers would be small.
pub(super) async fn is_small(tx: &mut Tx, walk: &Walk) -> Result<bool, DbError> {
    let row = match walk {
        Walk::GatherArea(path) => {
            let (from, to) = path_range(path);
            tx.fetch_one(&AREA_SIZE, args![from, to]).await?
        }
        Walk::GatherOpen(path, states) => {
            let (from, to) = path_range(path);
            tx.fetch_one(&OPEN_SIZE, args![from, to, serde_json::json!(states).to_string()]).await?
        }
        Walk::GatherUnit(unit) => tx.fetch_one(&UNIT_SIZE, args![unit]).await?,
        _ => return Ok(false),
    };
    Ok(row.get::<i64>("n")? <= SMALL as i64)
}
