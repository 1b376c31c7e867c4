//! The dispatch catalogue (派单目录).

use crate::catalogue::Entry;
use db::{DbError, Row, Tx, args};
use kernel::Failure;

db::sql! {
    /// An entry.
    PUT = "INSERT INTO catalogue (id, pack, category, area_path, source, unit, function, level, assists, priority, promise,
            sign, task, condition, standard, basis, case_number, valid_from, valid_to, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
        ON CONFLICT (id) DO UPDATE SET unit = excluded.unit, function = excluded.function, level = excluded.level,
            assists = excluded.assists, priority = excluded.priority, promise = excluded.promise, sign = excluded.sign,
            task = excluded.task, condition = excluded.condition, standard = excluded.standard,
            basis = excluded.basis, valid_from = excluded.valid_from, valid_to = excluded.valid_to";
    /// The entries for some categories of a pack, past and future ones too.
    FOR = "SELECT * FROM catalogue WHERE pack = $1
        AND category IN (SELECT value FROM json_each(CAST($2 AS TEXT))) ORDER BY valid_from DESC, id DESC";
    /// An entry by id.
    GET = "SELECT * FROM catalogue WHERE id = $1";
    /// All entries, in order.
    ALL = "SELECT * FROM catalogue WHERE id > $1 ORDER BY id LIMIT $2";
    /// The entries of a category.
    OF_CATEGORY = "SELECT * FROM catalogue WHERE category = $1 AND id > $2 ORDER BY id LIMIT $3";
    /// Entries that no stream speaks of.
    UNSPOKEN = "SELECT 'catalogue/' || id AS stream FROM catalogue c WHERE NOT EXISTS (SELECT 1 FROM stream_head h
        WHERE h.county = 'global' AND h.stream = 'catalogue/' || c.id) ORDER BY id LIMIT 100";
}

/// Stores an entry.
pub async fn put(tx: &mut Tx, e: &Entry) -> Result<(), Failure> {
    let assists = serde_json::to_string(&e.assists)?;
    let text = |t: &Option<String>| t.clone();
    let args = args![
        &e.id,
        &e.pack,
        &e.category,
        super::row::path_key(&e.area_path),
        e.source_code(),
        &e.unit,
        text(&e.function),
        e.level.map(workflow::Level::code),
        assists,
        e.priority.code(),
        text(&e.promise),
        text(&e.sign),
        text(&e.task),
        text(&e.condition),
        text(&e.standard),
        text(&e.basis),
        text(&e.case_number),
        e.valid_from,
        e.valid_to,
        e.created_at,
    ];
    tx.execute(&PUT, args).await?;
    Ok(())
}

fn word<T: serde::de::DeserializeOwned>(column: &str, text: String) -> Result<T, DbError> {
    serde_json::from_value(serde_json::Value::String(text))
        .map_err(|e| DbError::Column(column.into(), e.to_string()))
}

fn read(row: &Row) -> Result<Entry, DbError> {
    let area: String = row.get("area_path")?;
    let assists: String = row.get("assists")?;
    let level: Option<String> = row.get("level")?;
    Ok(Entry {
        id: row.get("id")?,
        pack: row.get("pack")?,
        category: row.get("category")?,
        area_path: area.trim_end_matches('/').into(),
        ruling: row.get::<String>("source")? == "ruling",
        unit: row.get("unit")?,
        function: row.get("function")?,
        level: level.map(|l| word("level", l)).transpose()?,
        assists: serde_json::from_str(&assists)
            .map_err(|e| DbError::Column("assists".into(), e.to_string()))?,
        priority: word("priority", row.get("priority")?)?,
        promise: row.get("promise")?,
        sign: row.get("sign")?,
        task: row.get("task")?,
        condition: row.get("condition")?,
        standard: row.get("standard")?,
        basis: row.get("basis")?,
        case_number: row.get("case_number")?,
        valid_from: row.get("valid_from")?,
        valid_to: row.get("valid_to")?,
        created_at: row.get("created_at")?,
    })
}

/// The entries for some categories of a pack, youngest first, whether in force or not.
pub async fn of_categories(tx: &mut Tx, pack: &str, categories: &[String]) -> Result<Vec<Entry>, DbError> {
    let list = serde_json::json!(categories).to_string();
    tx.fetch_all(&FOR, args![pack, list]).await?.iter().map(read).collect()
}

/// An entry by id.
pub async fn get(tx: &mut Tx, id: &str) -> Result<Option<Entry>, DbError> {
    tx.fetch_optional(&GET, args![id]).await?.as_ref().map(read).transpose()
}

/// A page of entries after an id, all or of one category.
pub async fn page(
    tx: &mut Tx,
    category: Option<&str>,
    after: &str,
    limit: i64,
) -> Result<Vec<Entry>, DbError> {
    let rows = match category {
        Some(category) => tx.fetch_all(&OF_CATEGORY, args![category, after, limit]).await?,
        None => tx.fetch_all(&ALL, args![after, limit]).await?,
    };
    rows.iter().map(read).collect()
}
