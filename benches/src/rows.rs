//! What a report looks like: as a request, and as the rows that it leaves behind.

use crate::{load::Connection, server::Server};
use db::{Row, Sql, Tx, Value};
use std::borrow::Cow;

/// Where the city is.
pub async fn center(server: &Server) -> Result<(f64, f64), String> {
    let site = Connection::open(&server.address).await?.get("/api/v1/site").await?.json();
    let at = |i: usize| site["center"][i].as_f64().ok_or("the site has no center");
    Ok((at(0)?, at(1)?))
}

/// The body of the `n`th report of a client, somewhere in the city.
pub fn report((lon, lat): (f64, f64), client: usize, n: u64) -> String {
    let (dx, dy) = ((n % 97) as f64 * 1e-3, (n % 89) as f64 * 1e-3);
    serde_json::json!({
        "category": {"pack": "city-upkeep", "code": "020110"},
        "text": format!("{client}/{n}: the lamp in front of the house has been out for a week"),
        "place": {"lon": lon + dx - 0.048, "lat": lat + dy - 0.044, "address": "12 Lake Street"},
        "reporter": {"name": "Bench", "phone": "19900000000"},
    })
    .to_string()
}

/// A column's type.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    Int,
    Real,
    Bool,
}

/// A table that a report writes: its columns, and how its rows are found by the case's id.
struct Table {
    name: &'static str,
    columns: &'static [(&'static str, Kind)],
    of_case: &'static str,
}

use Kind::{Bool, Int, Real, Text};

/// Columns that are another for every report.
const UNIQUE: &[&str] =
    &["id", "case_id", "number", "stream", "key", "request_hash", "token_hash", "hash", "salt"];

/// The tables, with the rows of one report in each.
const TABLES: &[Table] = &[
    Table {
        name: "idempotency",
        columns: &[
            ("client", Text),
            ("key", Text),
            ("request_hash", Text),
            ("answer_id", Text),
            ("created_at", Int),
        ],
        of_case: "answer_id LIKE '% ' || $1 || ' %'",
    },
    Table {
        name: "protected",
        columns: &[
            ("county", Text),
            ("id", Text),
            ("class", Text),
            ("purpose", Text),
            ("expires_at", Int),
            ("value", Text),
            ("salt", Text),
            ("key_id", Text),
        ],
        of_case: "EXISTS (SELECT 1 FROM fact f WHERE f.stream = 'case/' || $1 AND f.data LIKE '%' || protected.id || '%')",
    },
    Table {
        name: "stream_head",
        columns: &[("county", Text), ("stream", Text), ("seq", Int), ("hash", Text)],
        of_case: "stream = 'case/' || $1",
    },
    Table {
        name: "fact",
        columns: &[
            ("county", Text),
            ("stream", Text),
            ("seq", Int),
            ("v", Int),
            ("at", Int),
            ("actor", Text),
            ("post", Text),
            ("action", Text),
            ("data", Text),
            ("prev_hash", Text),
            ("hash", Text),
        ],
        of_case: "stream = 'case/' || $1",
    },
    Table {
        name: "cases",
        columns: &[
            ("county", Text),
            ("id", Text),
            ("number", Text),
            ("seq", Int),
            ("pack", Text),
            ("pack_version", Text),
            ("case_type", Text),
            ("state", Text),
            ("state_key", Text),
            ("phase", Text),
            ("outcome", Text),
            ("is_open", Bool),
            ("is_public", Bool),
            ("category", Text),
            ("channel", Text),
            ("priority", Text),
            ("tier", Text),
            ("lon", Real),
            ("lat", Real),
            ("area", Text),
            ("area_path", Text),
            ("unit", Text),
            ("reporter", Text),
            ("returns", Int),
            ("reopens", Int),
            ("has_photo", Bool),
            ("was_late", Bool),
            ("grade", Int),
            ("due_at", Int),
            ("due_kind", Text),
            ("soon_at", Int),
            ("mark_at", Int),
            ("registered_at", Int),
            ("updated_at", Int),
            ("closed_at", Int),
            ("doc", Text),
        ],
        of_case: "id = $1",
    },
    Table {
        name: "case_follow",
        columns: &[
            ("county", Text),
            ("case_id", Text),
            ("token_hash", Text),
            ("reporter", Bool),
            ("contact", Text),
            ("at", Int),
        ],
        of_case: "case_id = $1",
    },
];

/// One statement of a report as it is replayed.
#[derive(Clone)]
pub struct Statement {
    /// The insert.
    pub sql: Sql,
    /// The values as they stood, and whether each is another for every report.
    pub values: Vec<(Value, bool)>,
}

/// The rows that one report left in the database, as the inserts that make them.
pub async fn of_report(tx: &mut Tx, case: &str) -> Result<Vec<Statement>, db::DbError> {
    let mut all = vec![];
    for table in TABLES {
        let columns: Vec<&str> = table.columns.iter().map(|c| c.0).collect();
        let list = columns.join(", ");
        let select =
            Sql::composed(table.name, format!("SELECT {list} FROM {} WHERE {}", table.name, table.of_case));
        let marks: Vec<String> = (1..=columns.len()).map(|i| format!("${i}")).collect();
        let insert = format!("INSERT INTO {} ({list}) VALUES ({})", table.name, marks.join(", "));
        // it lives as long as the bench; as a constant its text is put together once, as in the server
        let insert = Sql { name: table.name, text: Cow::Borrowed(String::leak(insert)) };
        for row in tx.fetch_all(&select, db::args![case]).await? {
            let one = |c: &(&str, Kind)| Ok::<_, db::DbError>((value(&row, *c)?, UNIQUE.contains(&c.0)));
            let values = table.columns.iter().map(one).collect::<Result<_, _>>()?;
            all.push(Statement { sql: insert.clone(), values });
        }
    }
    Ok(all)
}

fn value(row: &Row, (name, kind): (&str, Kind)) -> Result<Value, db::DbError> {
    Ok(match kind {
        Text => Value::from(row.get::<Option<String>>(name)?),
        Int => Value::Int(row.get(name)?),
        Real => Value::Real(row.get(name)?),
        Bool => Value::Bool(row.get(name)?),
    })
}
