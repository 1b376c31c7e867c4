//! The tables of the map.

use super::{Audience, Point};
use crate::store::row::path_range;
use db::{DbError, Row, Tx, args};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tiles::cluster::{self, Heap, LEVELS};

db::sql! {
    /// Which of some cases are open.
    OPEN = "SELECT id FROM cases WHERE county = $1 AND is_open
        AND id IN (SELECT value FROM json_each(CAST($2 AS TEXT)))";
    /// Open cases of a county, a page at a time; by the index of what is open, not by the county, which is nearly all closed.
    OPEN_PAGE = "SELECT id, state_key, registered_at FROM cases WHERE county || '' = $1 AND is_open
        AND (state_key, registered_at, id) > ($2, $3, $4) ORDER BY state_key, registered_at, id LIMIT 500";
    /// Some cases as they stand on the map.
    KNOWN = "SELECT spot, case_id, number, category, phase, due_at, area_path, is_public, shown FROM case_spot
        WHERE county = $1 AND case_id IN (SELECT value FROM json_each(CAST($2 AS TEXT)))";
    /// Cases leave the map.
    DROP_SPOTS = "DELETE FROM case_spot WHERE county = $1
        AND case_id IN (SELECT value FROM json_each(CAST($2 AS TEXT)))";
    /// Cases enter the map.
    PUT_SPOTS = "INSERT INTO case_spot (county, spot, case_id, number, category, phase, due_at, area_path, is_public, shown, astray)
        SELECT $1, CAST(value ->> 's' AS BIGINT), value ->> 'i', value ->> 'n', value ->> 'c', value ->> 'p',
        CAST(value ->> 'd' AS BIGINT), value ->> 'a', CAST(value ->> 'o' AS BIGINT) = 1, value ->> 'v',
        CAST(value ->> 'w' AS BIGINT) = 1
        FROM json_each(CAST($2 AS TEXT)) WHERE true";
    /// Adds to cells.
    ADD_CELLS = "INSERT INTO case_cell (county, audience, level, cell, n, x, y)
        SELECT $1, value ->> 'a', CAST(value ->> 'l' AS BIGINT), CAST(value ->> 'c' AS BIGINT),
        CAST(value ->> 'n' AS BIGINT), CAST(value ->> 'x' AS BIGINT), CAST(value ->> 'y' AS BIGINT)
        FROM json_each(CAST($2 AS TEXT)) WHERE true
        ON CONFLICT (county, audience, level, cell) DO UPDATE SET
        n = case_cell.n + excluded.n, x = case_cell.x + excluded.x, y = case_cell.y + excluded.y";
    /// A cell that has become empty goes.
    DROP_CELL = "DELETE FROM case_cell WHERE county = $1 AND audience = $2 AND level = $3 AND cell = $4 AND n = 0";
    /// Something changed in a cell.
    CHANGE = "INSERT INTO case_spot_change (county, cell, changes) VALUES ($1, $2, 1)
        ON CONFLICT (county, cell) DO UPDATE SET changes = case_spot_change.changes + 1";
    /// All of a county goes.
    CLEAR_SPOTS = "DELETE FROM case_spot WHERE county = $1";
    /// All of its cells go.
    CLEAR_CELLS = "DELETE FROM case_cell WHERE county = $1";
    /// Everything known to clients has changed.
    CHANGE_ALL = "UPDATE case_spot_change SET changes = changes + 1 WHERE county = $1";
    /// How often something changed in some cells.
    CHANGES = "SELECT CAST(coalesce(sum(changes), 0) AS BIGINT) AS n FROM case_spot_change
        WHERE county = $1 AND cell >= $2 AND cell < $3";
    /// Cells of a county.
    CELLS = "SELECT n, x, y FROM case_cell
        WHERE county = $1 AND audience = $2 AND level = $3 AND cell >= $4 AND cell < $5";
    /// Points of a county.
    SPOTS = "SELECT spot, case_id, number, category, phase, due_at, area_path, is_public, shown FROM case_spot
        WHERE county = $1 AND spot >= $2 AND spot < $3 ORDER BY county, spot, case_id LIMIT $4";
    /// Points of an area.
    SPOTS_OF_AREA = "SELECT spot, case_id, number, category, phase, due_at, area_path, is_public, shown FROM case_spot
        WHERE area_path >= $1 AND area_path < $2 AND spot >= $3 AND spot < $4 ORDER BY area_path, spot LIMIT $5";
    /// Whether some case lies outside of its home.
    ASTRAY = "SELECT 1 AS found FROM case_spot WHERE astray LIMIT 1";
    /// Points of open cases that a unit has a part in, in an area.
    SPOTS_OF_UNIT = "SELECT s.spot, s.case_id, s.number, s.category, s.phase, s.due_at, s.area_path, s.is_public, s.shown
        FROM case_task t JOIN case_spot s ON s.county = t.county AND s.case_id = t.case_id
        WHERE t.unit = $1 AND t.live AND s.area_path >= $2 AND s.area_path < $3 AND s.spot >= $4 AND s.spot < $5
        ORDER BY t.registered_at, t.case_id LIMIT $6";
    /// Everything of a county, to compare with a recount.
    ALL_CELLS = "SELECT audience, level, cell, n, x, y FROM case_cell WHERE county = $1
        ORDER BY audience, level, cell";
}

/// The level of the cells whose changes are counted.
const CHANGE_LEVEL: u8 = 12;
/// Rows of one statement.
const CHUNK: usize = 1_000;

fn read(row: &Row) -> Result<Point, DbError> {
    Ok(Point {
        spot: row.get("spot")?,
        id: row.get("case_id")?,
        number: row.get("number")?,
        category: row.get("category")?,
        phase: row.get("phase")?,
        due_at: row.get("due_at")?,
        area_path: row.get("area_path")?,
        public: row.get("is_public")?,
        shown: row.get("shown")?,
    })
}

fn list(ids: &[&str]) -> String {
    json!(ids).to_string()
}

/// Which of some cases are open.
pub async fn open(tx: &mut Tx, county: &str, ids: &[&str]) -> Result<Vec<String>, DbError> {
    tx.fetch_all(&OPEN, args![county, list(ids)]).await?.iter().map(|r| r.get("id")).collect()
}

/// Where a walk over the open cases of a county stands.
pub type After = (String, i64, String);

/// The next open cases of a county, and where to go on.
pub async fn open_page(
    tx: &mut Tx,
    county: &str,
    after: &After,
) -> Result<(Vec<String>, Option<After>), DbError> {
    let rows = tx.fetch_all(&OPEN_PAGE, args![county, &after.0, after.1, &after.2]).await?;
    let next =
        rows.last().map(|r| Ok::<_, DbError>((r.get("state_key")?, r.get("registered_at")?, r.get("id")?)));
    let ids = rows.iter().map(|r| r.get("id")).collect::<Result<_, _>>()?;
    Ok((ids, next.transpose()?))
}

/// Some cases as they stand on the map, by id.
pub async fn known(tx: &mut Tx, county: &str, ids: &[&str]) -> Result<BTreeMap<String, Point>, DbError> {
    let rows = tx.fetch_all(&KNOWN, args![county, list(ids)]).await?;
    rows.iter().map(|r| read(r).map(|p| (p.id.clone(), p))).collect()
}

/// What is to be added to cells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Delta {
    cells: BTreeMap<(Audience, u8, i64), Heap>,
    touched: BTreeMap<i64, ()>,
}

impl Delta {
    /// A point comes.
    pub fn add(&mut self, p: &Point) {
        self.with(p, Heap::plus);
    }

    /// A point goes.
    pub fn take(&mut self, p: &Point) {
        self.with(p, Heap::minus);
    }

    fn with(&mut self, p: &Point, how: fn(Heap, Heap) -> Heap) {
        let audiences: &[Audience] =
            if p.public { &[Audience::All, Audience::Public] } else { &[Audience::All] };
        for audience in audiences {
            for level in LEVELS {
                let heap = self.cells.entry((*audience, level, cluster::cell(p.spot, level))).or_default();
                *heap = how(*heap, Heap::one(p.spot));
            }
        }
        self.touch(p);
    }

    /// What is told of a point has changed.
    pub fn touch(&mut self, p: &Point) {
        self.touched.insert(cluster::cell(p.spot, CHANGE_LEVEL), ());
    }
}

/// Cases as they stand now take the place of what was there.
pub async fn put(
    tx: &mut Tx,
    county: &str,
    gone: &[&str],
    come: &[&Point],
    delta: &Delta,
) -> Result<(), DbError> {
    for ids in gone.chunks(CHUNK) {
        tx.execute(&DROP_SPOTS, args![county, list(ids)]).await?;
    }
    insert(tx, county, come).await?;
    add(tx, county, delta).await?;
    for ((audience, level, cell), heap) in &delta.cells {
        if heap.count < 0 {
            tx.execute(&DROP_CELL, args![county, audience.code(), i64::from(*level), *cell]).await?;
        }
    }
    for cell in delta.touched.keys() {
        tx.execute(&CHANGE, args![county, *cell]).await?;
    }
    Ok(())
}

/// All of a county anew.
pub async fn replace(tx: &mut Tx, county: &str, points: &[Point]) -> Result<(), DbError> {
    let mut delta = Delta::default();
    points.iter().for_each(|p| delta.add(p));
    tx.execute(&CLEAR_SPOTS, args![county]).await?;
    tx.execute(&CLEAR_CELLS, args![county]).await?;
    insert(tx, county, &points.iter().collect::<Vec<_>>()).await?;
    add(tx, county, &delta).await?;
    tx.execute(&CHANGE_ALL, args![county]).await?;
    for cell in delta.touched.keys() {
        tx.execute(&CHANGE, args![county, *cell]).await?;
    }
    Ok(())
}

async fn insert(tx: &mut Tx, county: &str, points: &[&Point]) -> Result<(), DbError> {
    for chunk in points.chunks(CHUNK) {
        let row = |p: &&Point| {
            // 64 bits as text: JSON numbers do not survive every reader
            json!({"s": p.spot.to_string(), "i": p.id, "n": p.number, "c": p.category, "p": p.phase,
                "d": p.due_at.map(|at| at.0.to_string()), "a": p.area_path,
                "o": if p.public { "1" } else { "0" }, "v": p.shown,
                "w": if p.area_path.is_empty() || p.area_path.split('/').any(|c| c == county) { "0" } else { "1" }})
        };
        let rows: Vec<Value> = chunk.iter().map(row).collect();
        tx.execute(&PUT_SPOTS, args![county, Value::from(rows).to_string()]).await?;
    }
    Ok(())
}

async fn add(tx: &mut Tx, county: &str, delta: &Delta) -> Result<(), DbError> {
    let changed: Vec<_> = delta.cells.iter().filter(|(_, heap)| **heap != Heap::default()).collect();
    for chunk in changed.chunks(CHUNK) {
        let row = |((audience, level, cell), heap): &(&(Audience, u8, i64), &Heap)| {
            json!({"a": audience.code(), "l": level.to_string(), "c": cell.to_string(),
                "n": heap.count.to_string(), "x": heap.x.to_string(), "y": heap.y.to_string()})
        };
        let rows: Vec<Value> = chunk.iter().map(row).collect();
        tx.execute(&ADD_CELLS, args![county, Value::from(rows).to_string()]).await?;
    }
    Ok(())
}

/// How often something changed in a tile.
pub async fn changes(tx: &mut Tx, county: &str, (from, to): (i64, i64)) -> Result<i64, DbError> {
    let cell = |spot: i64| cluster::cell(spot, CHANGE_LEVEL);
    tx.fetch_one(&CHANGES, args![county, cell(from), cell(to - 1) + 1]).await?.get("n")
}

/// The cells of a tile.
pub async fn cells(
    tx: &mut Tx,
    county: &str,
    audience: Audience,
    (level, from, to): (u8, i64, i64),
) -> Result<Vec<Heap>, DbError> {
    let rows = tx.fetch_all(&CELLS, args![county, audience.code(), i64::from(level), from, to]).await?;
    rows.iter().map(|r| Ok(Heap { count: r.get("n")?, x: r.get("x")?, y: r.get("y")? })).collect()
}

/// The points of a county in a tile.
pub async fn spots(
    tx: &mut Tx,
    county: &str,
    (from, to): (i64, i64),
    most: i64,
) -> Result<Vec<Point>, DbError> {
    tx.fetch_all(&SPOTS, args![county, from, to, most]).await?.iter().map(read).collect()
}

/// Whether some case lies outside of its home: then the cells of a county are not what lies in it.
pub async fn astray(tx: &mut Tx) -> Result<bool, DbError> {
    Ok(tx.fetch_optional(&ASTRAY, vec![]).await?.is_some())
}

/// The points of an area in a tile, or only those that a unit has a part in.
pub async fn spots_within(
    tx: &mut Tx,
    area_path: &str,
    unit: Option<&str>,
    (from, to): (i64, i64),
    most: i64,
) -> Result<Vec<Point>, DbError> {
    let (first, last) = path_range(area_path);
    let rows = match unit {
        None => tx.fetch_all(&SPOTS_OF_AREA, args![first, last, from, to, most]).await?,
        Some(unit) => tx.fetch_all(&SPOTS_OF_UNIT, args![unit, first, last, from, to, most]).await?,
    };
    rows.iter().map(read).collect()
}

/// Every cell of a county: audience, level, cell and what is in it.
pub async fn all_cells(tx: &mut Tx, county: &str) -> Result<Vec<(String, i64, i64, Heap)>, DbError> {
    let rows = tx.fetch_all(&ALL_CELLS, args![county]).await?;
    let cell = |r: &Row| {
        let heap = Heap { count: r.get("n")?, x: r.get("x")?, y: r.get("y")? };
        Ok((r.get("audience")?, r.get("level")?, r.get("cell")?, heap))
    };
    rows.iter().map(cell).collect()
}
