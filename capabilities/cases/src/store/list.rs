//! Lists of cases: one statement composed from a closed set of fragments, paged by key, each combination prepared and
//! explained by a test.

use super::row::path_range;
use authz::Scope;
use db::{DbError, Row, Sql, Tx, Value};
use kernel::Timestamp;

db::sql! {
    /// A first list, to see that the fragments fit the table.
    NEWEST = "SELECT c.doc FROM cases c ORDER BY c.registered_at DESC, c.id DESC LIMIT 1";
}

/// Which cases, by where they stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Standing {
    /// All of them.
    #[default]
    All,
    /// Not ended.
    Open,
    /// Ended.
    Closed,
    /// In a phase.
    Phase(&'static str),
    /// Past the deadline of a clock.
    Late,
    /// Most of a clock has run.
    DueSoon,
    /// In one of these states (`pack/type/state`), or with a task that one of these units owes.
    Waiting {
        /// State keys.
        states: Vec<String>,
        /// States that wait for the units only.
        unit_states: Vec<String>,
        /// Units.
        units: Vec<String>,
    },
    /// Reported by an actor, or handed to them.
    Mine(String),
}

/// What a list asks for. Every field narrows.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Where the reader may look; empty: nowhere.
    pub scopes: Vec<Scope>,
    /// Where cases stand.
    pub standing: Standing,
    /// State of the case type.
    pub state: Option<String>,
    /// Phase.
    pub phase: Option<String>,
    /// Pack.
    pub pack: Option<String>,
    /// Category, one of.
    pub categories: Vec<String>,
    /// The leading unit.
    pub unit: Option<String>,
    /// An area and everything under it: codes joined by `/`.
    pub area_path: Option<String>,
    /// The home, when the area lies in one.
    pub county: Option<String>,
    /// Priority.
    pub priority: Option<String>,
    /// Channel.
    pub channel: Option<String>,
    /// West, south, east, north.
    pub bbox: Option<[f64; 4]>,
    /// Shown to everybody.
    pub public: bool,
    /// Registered from, and before.
    pub registered: (Option<Timestamp>, Option<Timestamp>),
    /// Last touched from, and before.
    pub updated: (Option<Timestamp>, Option<Timestamp>),
    /// What was typed into the search box.
    pub search: Option<Search>,
    /// The moment against which "late" is judged.
    pub now: Timestamp,
}

/// A search.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Search {
    /// Begins a number.
    pub number: String,
    /// Is a number of another system.
    pub alias: String,
    /// Hashed words that must all occur.
    pub terms: Vec<i64>,
}

/// In which order a list goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Youngest first.
    #[default]
    Newest,
    /// By deadline, nearest first.
    Due,
    /// By the last change, latest first.
    Updated,
}

impl Order {
    fn column(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Newest => ("registered_at", "<", "DESC"),
            Self::Due => ("due_at", ">", "ASC"),
            Self::Updated => ("updated_at", "<", "DESC"),
        }
    }
    /// What the next page begins after.
    pub fn key(self, case: &crate::model::Case) -> (i64, String) {
        let at = match self {
            Self::Newest => case.registered_at.0,
            Self::Due => case.outlook().map_or(0, |o| o.due_at.0),
            Self::Updated => case.updated_at.0,
        };
        (at, case.id.to_string())
    }
}

/// A statement under construction.
struct Query {
    text: String,
    args: Vec<Value>,
}

impl Query {
    fn bind(&mut self, value: impl Into<Value>) -> String {
        self.args.push(value.into());
        format!("${}", self.args.len())
    }
    fn and(&mut self, fragment: &str) {
        self.text.push_str(" AND ");
        self.text.push_str(fragment);
    }
    fn equal(&mut self, column: &str, value: Option<&String>) {
        if let Some(value) = value {
            let value = self.bind(value);
            self.and(&format!("c.{column} = {value}"));
        }
    }
    fn between(&mut self, column: &str, (from, before): (Option<Timestamp>, Option<Timestamp>)) {
        if let Some(from) = from {
            let from = self.bind(from);
            self.and(&format!("c.{column} >= {from}"));
        }
        if let Some(before) = before {
            let before = self.bind(before);
            self.and(&format!("c.{column} < {before}"));
        }
    }
    fn range(&mut self, area_path: &str) -> String {
        let (from, to) = path_range(area_path);
        let (from, to) = (self.bind(from), self.bind(to));
        format!("c.area_path >= {from} AND c.area_path < {to}")
    }
    fn list(&mut self, items: &[String]) -> String {
        let list = self.bind(serde_json::json!(items).to_string());
        format!("(SELECT value FROM json_each(CAST({list} AS TEXT)))")
    }

    fn scopes(&mut self, scopes: &[Scope]) {
        if scopes.iter().any(|s| s.area_path.is_empty() && s.unit.is_none()) {
            return;
        }
        let mut parts = vec![];
        for scope in scopes {
            let mut part = self.range(&scope.area_path);
            if let Some(unit) = &scope.unit {
                let unit = self.bind(unit);
                part.push_str(&format!(
                    " AND (c.county, c.id) IN (SELECT t.county, t.case_id FROM case_task t WHERE t.unit = {unit} \
                     AND t.state <> 'withdrawn')"
                ));
            }
            parts.push(format!("({part})"));
        }
        let any = if parts.is_empty() { "(1 = 0)".into() } else { format!("({})", parts.join(" OR ")) };
        self.and(&any);
    }

    fn standing(&mut self, standing: &Standing, now: Timestamp) {
        match standing {
            Standing::All => {}
            Standing::Open => self.and("c.is_open"),
            Standing::Closed => self.and("c.closed_at IS NOT NULL"),
            Standing::Phase(phase) => {
                let phase = self.bind(*phase);
                self.and(&format!("c.is_open AND c.phase = {phase}"));
            }
            Standing::Late => {
                let now = self.bind(now);
                self.and(&format!("c.is_open AND c.due_at IS NOT NULL AND c.due_at < {now}"));
            }
            Standing::DueSoon => {
                let now = self.bind(now);
                self.and(&format!(
                    "c.is_open AND c.due_at IS NOT NULL AND c.due_at >= {now} AND c.soon_at <= {now}"
                ));
            }
            Standing::Waiting { states, unit_states, units } => {
                let (states, unit_states, units) =
                    (self.list(states), self.list(unit_states), self.list(units));
                self.and(&format!(
                    "c.is_open AND (c.state_key IN {states} OR (c.state_key IN {unit_states} AND (c.county, c.id) IN \
                     (SELECT t.county, t.case_id FROM case_task t WHERE t.owed AND t.unit IN {units})))"
                ));
            }
            Standing::Mine(actor) => {
                let actor = self.bind(actor);
                self.and(&format!(
                    "(c.reporter = {actor} OR (c.county, c.id) IN (SELECT t.county, t.case_id FROM case_task t \
                     WHERE t.owed AND t.person = {actor}))"
                ));
            }
        }
    }

    fn search(&mut self, search: &Search) {
        let (from, to) = (self.bind(&search.number), self.bind(format!("{}~", search.number)));
        let alias = self.bind(&search.alias);
        let mut any = format!(
            "(c.number >= {from} AND c.number < {to}) OR (c.county, c.id) IN \
             (SELECT a.county, a.case_id FROM case_alias a WHERE a.number = {alias})"
        );
        if !search.terms.is_empty() {
            let terms: Vec<String> = search.terms.iter().map(|t| t.to_string()).collect();
            let list = self.bind(serde_json::json!(terms).to_string());
            let count = self.bind(terms.len());
            any.push_str(&format!(
                " OR (c.county, c.id) IN (SELECT w.county, w.case_id FROM case_term w WHERE w.county IN \
                 (SELECT county FROM case_home) AND w.term IN (SELECT CAST(value AS BIGINT) FROM \
                 json_each(CAST({list} AS TEXT))) GROUP BY w.county, w.case_id HAVING count(*) = {count})"
            ));
        }
        self.and(&format!("({any})"));
    }

    fn filter(&mut self, f: &Filter) {
        self.scopes(&f.scopes);
        self.standing(&f.standing, f.now);
        self.equal("county", f.county.as_ref());
        self.equal("state", f.state.as_ref());
        self.equal("phase", f.phase.as_ref());
        self.equal("pack", f.pack.as_ref());
        self.equal("unit", f.unit.as_ref());
        self.equal("priority", f.priority.as_ref());
        self.equal("channel", f.channel.as_ref());
        if !f.categories.is_empty() {
            let list = self.list(&f.categories);
            self.and(&format!("c.category IN {list}"));
        }
        if let Some(area) = &f.area_path {
            let range = self.range(area);
            self.and(&range);
        }
        if let Some([west, south, east, north]) = f.bbox {
            let [w, s, e, n] = [west, south, east, north].map(|v| self.bind(v));
            self.and(&format!("c.lat >= {s} AND c.lat <= {n} AND c.lon >= {w} AND c.lon <= {e}"));
        }
        if f.public {
            self.and("c.is_public");
        }
        self.between("registered_at", f.registered);
        self.between("updated_at", f.updated);
        if let Some(search) = &f.search {
            self.search(search);
        }
    }
}

/// The statement of one page.
pub fn statement(
    filter: &Filter,
    order: Order,
    after: Option<&(i64, String)>,
    limit: i64,
) -> (Sql, Vec<Value>) {
    let mut query = Query { text: "SELECT c.doc FROM cases c WHERE 1 = 1".into(), args: vec![] };
    query.filter(filter);
    let (column, than, direction) = order.column();
    if order == Order::Due && !matches!(filter.standing, Standing::Late | Standing::DueSoon) {
        query.and("c.due_at IS NOT NULL");
    }
    if let Some((at, id)) = after {
        let (at, id) = (query.bind(*at), query.bind(id));
        query.and(&format!("(c.{column}, c.id) {than} ({at}, {id})"));
    }
    let limit = query.bind(limit);
    query.text.push_str(&format!(" ORDER BY c.{column} {direction}, c.id {direction} LIMIT {limit}"));
    (Sql::composed("CASES_LIST", query.text), query.args)
}

/// One page of cases.
pub async fn page(
    tx: &mut Tx,
    filter: &Filter,
    order: Order,
    after: Option<&(i64, String)>,
    limit: i64,
) -> Result<Vec<crate::model::Case>, kernel::Failure> {
    let (sql, args) = statement(filter, order, after, limit);
    let rows = tx.fetch_all(&sql, args).await?;
    rows.iter().map(|r| Ok(serde_json::from_str(&r.get::<String>("doc")?)?)).collect()
}

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

/// The statement that counts.
pub fn count_statement(filter: &Filter, by: Dimension) -> (Sql, Vec<Value>) {
    let mut query = Query { text: String::new(), args: vec![] };
    let now = query.bind(filter.now);
    let column = by.column();
    let phase = if by == Dimension::State { "c.phase" } else { "''" };
    query.text = format!(
        "SELECT c.{column} AS k, {phase} AS phase, count(*) AS n, \
         CAST(sum(CASE WHEN c.due_at < {now} THEN 1 ELSE 0 END) AS BIGINT) AS late, \
         CAST(sum(CASE WHEN c.due_at >= {now} AND c.soon_at <= {now} THEN 1 ELSE 0 END) AS BIGINT) AS soon \
         FROM cases c WHERE 1 = 1"
    );
    query.filter(filter);
    let group = if by == Dimension::State { ", c.phase" } else { "" };
    query.text.push_str(&format!(" GROUP BY c.{column}{group} ORDER BY n DESC"));
    (Sql::composed("CASES_COUNT", query.text), query.args)
}

/// Counts cases by a dimension, largest first.
pub async fn count(tx: &mut Tx, filter: &Filter, by: Dimension) -> Result<Vec<Group>, DbError> {
    let (sql, args) = count_statement(filter, by);
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
pub fn happened_statements(
    scopes: &[Scope],
    area: Option<&String>,
    from: Timestamp,
    to: Timestamp,
) -> [(Sql, Vec<Value>); 2] {
    let one = |columns: &str, column: &str| {
        let mut query = Query { text: format!("SELECT {columns} FROM cases c WHERE 1 = 1"), args: vec![] };
        let (from, to) = (query.bind(from), query.bind(to));
        query.and(&format!("c.{column} >= {from} AND c.{column} < {to}"));
        query.scopes(scopes);
        if let Some(area) = area {
            let range = query.range(area);
            query.and(&range);
        }
        (Sql::composed("CASES_HAPPENED", query.text), query.args)
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
    scopes: &[Scope],
    area: Option<&String>,
    from: Timestamp,
    to: Timestamp,
) -> Result<Happened, DbError> {
    let [registered, closed] = happened_statements(scopes, area, from, to);
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
