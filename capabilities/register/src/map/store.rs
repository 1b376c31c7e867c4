//! The tables of the map.

use super::Point;
use crate::service::Reach;
use db::{DbError, Row, Tx, args};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tiles::cluster::{self, Heap, LEVELS};

db::sql! {
    /// Some records as they stand on the map.
    KNOWN = "SELECT kind, spot, n, type, label, place FROM register_spot
        WHERE county = $1 AND n IN (SELECT CAST(value AS BIGINT) FROM json_each(CAST($2 AS TEXT)))";
    /// Records leave the map.
    DROP_SPOTS = "DELETE FROM register_spot
        WHERE county = $1 AND n IN (SELECT CAST(value AS BIGINT) FROM json_each(CAST($2 AS TEXT)))";
    /// Adds to cells.
    ADD_CELLS = "INSERT INTO register_cell (county, kind, place, type, level, cell, n, x, y)
        SELECT $1, $2, value ->> 'p', value ->> 't', CAST(value ->> 'l' AS BIGINT), CAST(value ->> 'c' AS BIGINT),
        CAST(value ->> 'n' AS BIGINT), CAST(value ->> 'x' AS BIGINT), CAST(value ->> 'y' AS BIGINT)
        FROM json_each(CAST($3 AS TEXT)) WHERE true
        ON CONFLICT (county, kind, place, type, level, cell) DO UPDATE SET
        n = register_cell.n + excluded.n, x = register_cell.x + excluded.x, y = register_cell.y + excluded.y";
    /// A cell that has become empty goes.
    DROP_CELL = "DELETE FROM register_cell
        WHERE county = $1 AND kind = $2 AND place = $3 AND type = $4 AND level = $5 AND cell = $6 AND n = 0";
    /// Something changed in some cells.
    CHANGE = "INSERT INTO register_spot_change (county, kind, cell, changes)
        SELECT $1, $2, CAST(value AS BIGINT), 1 FROM json_each(CAST($3 AS TEXT)) WHERE true
        ON CONFLICT (county, kind, cell) DO UPDATE SET changes = register_spot_change.changes + 1";
    /// How often something changed in some cells.
    CHANGES = "SELECT CAST(coalesce(sum(changes), 0) AS BIGINT) AS n FROM register_spot_change
        WHERE county = $1 AND kind = $2 AND cell >= $3 AND cell < $4";
    /// Cells of an area, of some types.
    CELLS = "SELECT n, x, y FROM register_cell WHERE county = $1 AND kind = $2 AND place = $3
        AND type IN (SELECT value FROM json_each(CAST($4 AS TEXT))) AND level = $5 AND cell >= $6 AND cell < $7";
    /// Points of a home.
    SPOTS = "SELECT kind, spot, n, type, label, place FROM register_spot
        WHERE county = $1 AND kind = $2 AND spot >= $3 AND spot < $4 ORDER BY county, kind, spot, n LIMIT $5";
    /// Points of an area.
    SPOTS_OF_AREA = "SELECT kind, spot, n, type, label, place FROM register_spot
        WHERE county = $1 AND kind = $2 AND place >= $3 AND place < $4 AND spot >= $5 AND spot < $6
        ORDER BY place, spot LIMIT $7";
    /// Counts of kinds in an area and everything under it.
    KINDS = "SELECT kind, n FROM register_count WHERE county = $1
        AND kind IN (SELECT value FROM json_each(CAST($2 AS TEXT))) AND place = $3";
    /// And of their types.
    TYPES = "SELECT kind, type, n FROM register_type_count WHERE county = $1
        AND kind IN (SELECT value FROM json_each(CAST($2 AS TEXT))) AND place = $3";
}

/// The level of the cells whose changes are counted.
const CHANGE_LEVEL: u8 = 12;
/// Rows of one statement.
const CHUNK: usize = 1_000;
/// The type under which all types are counted together.
const ALL: &str = "";

fn read(row: &Row) -> Result<Point, DbError> {
    Ok(Point {
        spot: row.get("spot")?,
        n: row.get("n")?,
        code: row.get("type")?,
        label: row.get("label")?,
        place: row.get("place")?,
    })
}

/// Some records as they stand on the map, by number, with their kind.
pub async fn known(tx: &mut Tx, county: &str, ns: &[i64]) -> Result<BTreeMap<i64, (String, Point)>, DbError> {
    let rows = tx.fetch_all(&KNOWN, args![county, json!(ns).to_string()]).await?;
    rows.iter().map(|r| read(r).and_then(|p| Ok((p.n, (r.get("kind")?, p))))).collect()
}

/// What changes on the map of one kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Delta {
    gone: Vec<i64>,
    come: Vec<Point>,
    /// Place, type, level, cell.
    cells: BTreeMap<(String, String, u8, i64), Heap>,
    touched: BTreeMap<i64, ()>,
}

impl Delta {
    /// A point comes.
    pub fn add(&mut self, p: Point) {
        self.with(&p, Heap::plus);
        self.come.push(p);
    }

    /// A point goes.
    pub fn take(&mut self, p: &Point) {
        self.with(p, Heap::minus);
        self.gone.push(p.n);
    }

    fn with(&mut self, p: &Point, how: fn(Heap, Heap) -> Heap) {
        let under = p.place.split_inclusive('/').next().unwrap_or_default();
        let places: &[&str] = if under.is_empty() { &[""] } else { &["", under] };
        let types: &[&str] = if p.code.is_empty() { &[ALL] } else { &[ALL, &p.code] };
        for (place, code) in places.iter().flat_map(|p| types.iter().map(move |t| (*p, *t))) {
            for level in LEVELS {
                let key = (place.to_owned(), code.to_owned(), level, cluster::cell(p.spot, level));
                let heap = self.cells.entry(key).or_default();
                *heap = how(*heap, Heap::one(p.spot));
            }
        }
        self.touched.insert(cluster::cell(p.spot, CHANGE_LEVEL), ());
    }

    /// Writes what has changed.
    ///
    /// # Errors
    /// [`DbError`] of the database.
    pub async fn put(self, tx: &mut Tx, county: &str, kind: &str) -> Result<(), DbError> {
        for ns in self.gone.chunks(CHUNK) {
            tx.execute(&DROP_SPOTS, args![county, json!(ns).to_string()]).await?;
        }
        const COLUMNS: &[&str] = &["county", "kind", "spot", "n", "type", "label", "place"];
        let row = |p: Point| args![county, kind, p.spot, p.n, p.code, p.label, p.place];
        tx.bulk_insert("register_spot", COLUMNS, &self.come.into_iter().map(row).collect::<Vec<_>>()).await?;
        let changed: Vec<_> = self.cells.iter().filter(|(_, heap)| **heap != Heap::default()).collect();
        for chunk in changed.chunks(CHUNK) {
            // 64 bits as text: JSON numbers do not survive every reader
            let row = |((place, code, level, cell), heap): &(&(String, String, u8, i64), &Heap)| {
                json!({"p": place, "t": code, "l": level.to_string(), "c": cell.to_string(),
                    "n": heap.count.to_string(), "x": heap.x.to_string(), "y": heap.y.to_string()})
            };
            let rows: Vec<Value> = chunk.iter().map(row).collect();
            tx.execute(&ADD_CELLS, args![county, kind, Value::from(rows).to_string()]).await?;
        }
        for ((place, code, level, cell), heap) in &self.cells {
            if heap.count < 0 {
                let of = args![county, kind, place, code, i64::from(*level), *cell];
                tx.execute(&DROP_CELL, of).await?;
            }
        }
        let touched: Vec<String> = self.touched.keys().map(i64::to_string).collect();
        if !touched.is_empty() {
            tx.execute(&CHANGE, args![county, kind, json!(touched).to_string()]).await?;
        }
        Ok(())
    }
}

/// How often something changed in a tile.
pub async fn changes(tx: &mut Tx, county: &str, kind: &str, (from, to): (i64, i64)) -> Result<i64, DbError> {
    let cell = |spot: i64| cluster::cell(spot, CHANGE_LEVEL);
    tx.fetch_one(&CHANGES, args![county, kind, cell(from), cell(to - 1) + 1]).await?.get("n")
}

/// The cells of a tile that somebody sees, of some types or of all.
pub async fn cells(
    tx: &mut Tx,
    reach: &Reach,
    (kind, types): (&str, &[String]),
    (level, from, to): (u8, i64, i64),
) -> Result<Vec<Heap>, DbError> {
    let types = if types.is_empty() { json!([ALL]) } else { json!(types) };
    let asked = args![&reach.county, kind, &reach.place, types.to_string(), i64::from(level), from, to];
    let rows = tx.fetch_all(&CELLS, asked).await?;
    rows.iter().map(|r| Ok(Heap { count: r.get("n")?, x: r.get("x")?, y: r.get("y")? })).collect()
}

/// The points of a tile that somebody sees, of some types or of all.
pub async fn spots(
    tx: &mut Tx,
    reach: &Reach,
    (kind, types): (&str, &[String]),
    (from, to): (i64, i64),
    most: i64,
) -> Result<Vec<Point>, DbError> {
    let rows = match reach.place.as_str() {
        "" => tx.fetch_all(&SPOTS, args![&reach.county, kind, from, to, most]).await?,
        place => {
            let asked = args![&reach.county, kind, place, reach.end(), from, to, most];
            tx.fetch_all(&SPOTS_OF_AREA, asked).await?
        }
    };
    let mut points = rows.iter().map(read).collect::<Result<Vec<Point>, DbError>>()?;
    points.retain(|p| types.is_empty() || types.contains(&p.code));
    Ok(points)
}

/// Counts of kinds and of their types in an area and everything under it.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// By kind.
    pub kinds: BTreeMap<String, i64>,
    /// By kind and type.
    pub types: BTreeMap<(String, String), i64>,
}

/// Adds what somebody sees of a home.
pub async fn tally(tx: &mut Tx, reach: &Reach, kinds: &[&str], to: &mut Tally) -> Result<(), DbError> {
    let asked = args![&reach.county, json!(kinds).to_string(), &reach.place];
    for row in tx.fetch_all(&KINDS, asked.clone()).await? {
        *to.kinds.entry(row.get("kind")?).or_default() += row.get::<i64>("n")?;
    }
    for row in tx.fetch_all(&TYPES, asked).await? {
        *to.types.entry((row.get("kind")?, row.get("type")?)).or_default() += row.get::<i64>("n")?;
    }
    Ok(())
}
