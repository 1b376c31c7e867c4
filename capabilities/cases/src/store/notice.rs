//! Notices: written by the watchman, read newest first by whoever they are for.

use super::row::{path_key, path_range};
use crate::model::{Case, Change};
use crate::rules::kind_code;
use authz::Scope;
use db::{DbError, Row, Sql, Tx, Value, args};
use kernel::{Id, Timestamp};

db::sql! {
    /// A notice.
    PUT = "INSERT INTO case_notice (county, id, case_id, kind, clock, unit, to_unit, area_path, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    /// How far somebody has read.
    SEEN = "SELECT at, id FROM notice_seen WHERE person = $1";
    /// Somebody has read so far; never back.
    PUT_SEEN = "INSERT INTO notice_seen (person, at, id) VALUES ($1, $2, $3)
        ON CONFLICT (person) DO UPDATE SET at = excluded.at, id = excluded.id
        WHERE notice_seen.at < excluded.at OR (notice_seen.at = excluded.at AND notice_seen.id < excluded.id)";
}

/// A notice to the level above.
#[derive(Clone, Debug)]
pub struct Notice<'a> {
    /// Its id.
    pub id: Id<()>,
    /// `due_soon`, `late`, `rest_over`, `order_late`.
    pub kind: &'a str,
    /// `promise`, `sign`, `task`; empty for what is no clock.
    pub clock: &'a str,
    /// The unit that owes it.
    pub unit: Option<&'a str>,
    /// The unit above.
    pub to_unit: Option<&'a str>,
    /// When.
    pub at: Timestamp,
}

/// The columns of `case_notice`, as [`PUT`] has them.
pub const COLUMNS: &[&str] =
    &["county", "id", "case_id", "kind", "clock", "unit", "to_unit", "area_path", "at"];

/// What a notice says of a change that the watchman made: kind, clock, and the unit that owes it. None for other changes.
pub fn told<'c>(case: &'c Case, change: &Change) -> Option<(&'static str, &'static str, Option<&'c str>)> {
    let (kind, clock, task) = match change {
        Change::Marked { mark, kind, task } => (mark.code(), kind_code(*kind), task.as_deref()),
        Change::Reminded { of } => (of.code(), "", None),
        _ => return None,
    };
    let unit = task.and_then(|t| case.task(t)).map(|t| t.unit.as_str());
    Some((kind, clock, unit.or(case.lead_unit())))
}

/// Writes a notice.
pub async fn put(tx: &mut Tx, case: &Case, notice: &Notice<'_>) -> Result<(), DbError> {
    let area = path_key(&case.spot.area_path());
    let n = notice;
    let args = args![&case.county, &n.id, &case.id, n.kind, n.clock, n.unit, n.to_unit, area, n.at];
    tx.execute(&PUT, args).await.map(drop)
}

/// A notice as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Home of the case.
    pub county: String,
    /// Its id.
    pub id: String,
    /// The case.
    pub case: String,
    /// `due_soon`, `late`, `rest_over`, `order_late`.
    pub kind: String,
    /// `promise`, `sign`, `task`; empty for what is no clock.
    pub clock: String,
    /// The unit that owes it.
    pub unit: Option<String>,
    /// The unit above.
    pub to_unit: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// To whom notices went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum To {
    /// To anybody.
    #[default]
    All,
    /// To one of these units, as the level above.
    Above(Vec<String>),
    /// About what one of these units owes.
    Owed(Vec<String>),
}

/// Which notices. Every field narrows.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Where the reader may look; empty: nowhere.
    pub scopes: Vec<Scope>,
    /// To whom.
    pub to: To,
    /// The home, when all scopes lie in one.
    pub county: Option<String>,
    /// Kind.
    pub kind: Option<String>,
    /// Older than this one: time and id.
    pub before: Option<(i64, String)>,
    /// Newer than this one.
    pub since: Option<(i64, String)>,
}

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

    /// One unit is looked up in the order of the index; several are rare.
    fn units(&mut self, column: &str, units: &[String]) {
        if let [unit] = units {
            let unit = self.bind(unit);
            return self.and(&format!("n.{column} = {unit}"));
        }
        let list = self.bind(serde_json::json!(units).to_string());
        self.and(&format!("n.{column} IN (SELECT value FROM json_each(CAST({list} AS TEXT)))"));
    }

    fn scopes(&mut self, scopes: &[Scope]) {
        if scopes.contains(&Scope::everywhere()) {
            return;
        }
        let mut parts = vec![];
        for scope in scopes {
            let (from, to) = path_range(&scope.area_path);
            let (from, to) = (self.bind(from), self.bind(to));
            let unit = scope.unit.as_ref().map(|unit| format!(" AND n.unit = {}", self.bind(unit)));
            parts.push(format!("(n.area_path >= {from} AND n.area_path < {to}{})", unit.unwrap_or_default()));
        }
        let any = if parts.is_empty() { "(1 = 0)".into() } else { format!("({})", parts.join(" OR ")) };
        self.and(&any);
    }

    fn filter(&mut self, f: &Filter) {
        match &f.to {
            To::All => {}
            To::Above(units) => self.units("to_unit", units),
            To::Owed(units) => self.units("unit", units),
        }
        if let Some(county) = &f.county {
            let county = self.bind(county);
            self.and(&format!("n.county = {county}"));
        }
        self.scopes(&f.scopes);
        if let Some(kind) = &f.kind {
            let kind = self.bind(kind);
            self.and(&format!("n.kind = {kind}"));
        }
        for (than, point) in [("<", &f.before), (">", &f.since)] {
            if let Some((at, id)) = point {
                let (at, id) = (self.bind(*at), self.bind(id));
                self.and(&format!("(n.at, n.id) {than} ({at}, {id})"));
            }
        }
    }
}

/// The statement of a page, newest first.
pub fn page_statement(filter: &Filter, limit: i64) -> (Sql, Vec<Value>) {
    let columns = "n.county, n.id, n.case_id, n.kind, n.clock, n.unit, n.to_unit, n.at";
    let mut query = Query { text: format!("SELECT {columns} FROM case_notice n WHERE 1 = 1"), args: vec![] };
    query.filter(filter);
    let limit = query.bind(limit);
    query.text.push_str(&format!(" ORDER BY n.at DESC, n.id DESC LIMIT {limit}"));
    (Sql::composed("NOTICES", query.text), query.args)
}

/// The statement that counts, up to a limit.
pub fn count_statement(filter: &Filter, most: i64) -> (Sql, Vec<Value>) {
    let (page, args) = page_statement(filter, most);
    (Sql::composed("NOTICES_COUNT", format!("SELECT count(*) AS n FROM ({}) AS x", page.text)), args)
}

/// A page, newest first.
pub async fn page(tx: &mut Tx, filter: &Filter, limit: i64) -> Result<Vec<Stored>, DbError> {
    let (sql, args) = page_statement(filter, limit);
    let read = |r: &Row| {
        Ok(Stored {
            county: r.get("county")?,
            id: r.get("id")?,
            case: r.get("case_id")?,
            kind: r.get("kind")?,
            clock: r.get("clock")?,
            unit: r.get("unit")?,
            to_unit: r.get("to_unit")?,
            at: r.get("at")?,
        })
    };
    tx.fetch_all(&sql, args).await?.iter().map(read).collect()
}

/// How many there are, `most` when there are more.
pub async fn count(tx: &mut Tx, filter: &Filter, most: i64) -> Result<i64, DbError> {
    let (sql, args) = count_statement(filter, most);
    tx.fetch_one(&sql, args).await?.get("n")
}

/// How far somebody has read.
pub async fn seen(tx: &mut Tx, person: &str) -> Result<Option<(i64, String)>, DbError> {
    let row = tx.fetch_optional(&SEEN, args![person]).await?;
    row.map(|r| Ok((r.get("at")?, r.get("id")?))).transpose()
}

/// Somebody has read so far.
pub async fn put_seen(tx: &mut Tx, person: &str, (at, id): (i64, &str)) -> Result<(), DbError> {
    tx.execute(&PUT_SEEN, args![person, at, id]).await.map(drop)
}
