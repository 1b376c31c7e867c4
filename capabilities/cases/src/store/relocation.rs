//! Cases by the area they lie in, and what became of the wish that they follow the map.

use crate::model::CaseId;
use db::{DbError, Row, Tx, args};
use kernel::Timestamp;
use std::collections::HashSet;

/// Cases on a page.
const PAGE: i64 = 500;

db::sql! {
    /// A page of cases in an area, open and closed, in the order of an index: several may have the same place in it.
    WITHIN = "SELECT c.county, c.id, c.number, c.is_open, c.lon, c.lat, c.area, c.area_path, c.registered_at FROM cases c
        WHERE c.area_path >= $1 AND c.area_path < $2 AND (c.area_path, c.registered_at) >= ($3, $4)
        ORDER BY c.area_path, c.registered_at LIMIT $5";
    /// A run begins.
    BEGIN = "INSERT INTO case_relocation (id, areas, closed, actor, post, state, total, moved, asked_at, done_at)
        VALUES ($1, $2, $3, $4, $5, 'running', $6, 0, $7, NULL)";
    /// A run.
    RUN = "SELECT id, areas, closed, actor, post, state, total, moved, asked_at, done_at FROM case_relocation WHERE id = $1";
    /// So many more have moved.
    MOVED = "UPDATE case_relocation SET moved = moved + $2 WHERE id = $1";
    /// All that could move have.
    DONE = "UPDATE case_relocation SET state = 'done', done_at = $2 WHERE id = $1 AND state = 'running'";
}

/// A case of an area, as far as its place goes.
#[derive(Clone, Debug)]
pub struct Lying {
    /// Its home.
    pub county: String,
    /// Its id.
    pub id: CaseId,
    /// Its number.
    pub number: String,
    /// Whether it is open.
    pub open: bool,
    /// Longitude and latitude, when they are known.
    pub at: Option<(f64, f64)>,
    /// The lowest area known.
    pub area: String,
    key: (String, i64),
}

/// A run.
#[derive(Clone, Debug)]
pub struct Run {
    /// Codes of the areas that are left.
    pub areas: Vec<String>,
    /// Closed cases too.
    pub closed: bool,
    /// Who asked.
    pub actor: String,
    /// In which post.
    pub post: Option<String>,
    /// Nothing is left to do.
    pub done: bool,
    /// Cases that were to move.
    pub total: i64,
    /// Cases that have moved.
    pub moved: i64,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// When it was done.
    pub done_at: Option<Timestamp>,
}

fn lying(row: &Row) -> Result<Lying, DbError> {
    let (lon, lat): (Option<f64>, Option<f64>) = (row.get("lon")?, row.get("lat")?);
    Ok(Lying {
        county: row.get("county")?,
        id: CaseId::trusted(row.get::<String>("id")?),
        number: row.get("number")?,
        open: row.get("is_open")?,
        at: lon.zip(lat),
        area: row.get("area")?,
        key: (row.get("area_path")?, row.get("registered_at")?),
    })
}

/// A way through the cases of an area, page by page.
pub struct Walk {
    from: (String, i64),
    to: String,
    /// Cases of the last page that stand where the next one begins.
    seen: HashSet<CaseId>,
    limit: i64,
}

impl Walk {
    /// From the first.
    pub fn new(area_path: &str) -> Self {
        let (from, to) = super::row::path_range(area_path);
        Self { from: (from, i64::MIN), to, seen: HashSet::new(), limit: PAGE }
    }

    /// The next page; empty behind the last.
    pub async fn next(&mut self, tx: &mut Tx) -> Result<Vec<Lying>, DbError> {
        loop {
            let binds = args![&self.from.0, &self.to, &self.from.0, self.from.1, self.limit];
            let rows = tx.fetch_all(&WITHIN, binds).await?;
            let all = rows.iter().map(lying).collect::<Result<Vec<_>, _>>()?;
            let full = i64::try_from(all.len()).is_ok_and(|n| n == self.limit);
            let fresh: Vec<Lying> = all.iter().filter(|c| !self.seen.contains(&c.id)).cloned().collect();
            if let (Some(last), false) = (all.last(), fresh.is_empty()) {
                self.from.clone_from(&last.key);
                self.seen = all.iter().filter(|c| c.key == last.key).map(|c| c.id.clone()).collect();
                return Ok(fresh);
            }
            if !full {
                return Ok(vec![]);
            }
            self.limit *= 2; // more stand at one place than fit on a page
        }
    }
}

/// Keeps a new run.
pub async fn begin(tx: &mut Tx, id: &str, run: &Run) -> Result<(), DbError> {
    let areas = serde_json::json!(run.areas).to_string();
    let (post, total) = (run.post.clone(), run.total);
    tx.execute(&BEGIN, args![id, areas, run.closed, &run.actor, post, total, run.asked_at]).await.map(drop)
}

/// A run by its id.
pub async fn run(tx: &mut Tx, id: &str) -> Result<Option<Run>, DbError> {
    let Some(row) = tx.fetch_optional(&RUN, args![id]).await? else { return Ok(None) };
    let areas: String = row.get("areas")?;
    let areas = serde_json::from_str(&areas).map_err(|e| DbError::Column("areas".into(), e.to_string()))?;
    let state: String = row.get("state")?;
    Ok(Some(Run {
        areas,
        closed: row.get("closed")?,
        actor: row.get("actor")?,
        post: row.get("post")?,
        done: state == "done",
        total: row.get("total")?,
        moved: row.get("moved")?,
        asked_at: row.get("asked_at")?,
        done_at: row.get("done_at")?,
    }))
}

/// So many more have moved.
pub async fn moved(tx: &mut Tx, id: &str, more: i64) -> Result<(), DbError> {
    tx.execute(&MOVED, args![id, more]).await.map(drop)
}

/// Nothing is left to do.
pub async fn done(tx: &mut Tx, id: &str, now: Timestamp) -> Result<(), DbError> {
    tx.execute(&DONE, args![id, now]).await.map(drop)
}
