//! All SQL of bulletins.

use crate::model::Bulletin;
use db::{DbError, Row, Tx, args};

db::sql! {
    /// A bulletin by its id; the address of a page does not say the home.
    BULLETIN_GET = "SELECT doc FROM bulletin WHERE id = $1";
    /// Bulletins before a month and id, latest first.
    BULLETIN_PAGE = "SELECT doc FROM bulletin WHERE (month, id) < ($1, $2) ORDER BY month DESC, id DESC LIMIT $3";
    /// A bulletin as it stands now.
    BULLETIN_PUT = "INSERT INTO bulletin (county, id, seq, area_path, month, state, doc) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (county, id) DO UPDATE SET seq = excluded.seq, state = excluded.state, doc = excluded.doc";
    /// Some of a home, for the audit.
    BULLETIN_SOME = "SELECT id, doc FROM bulletin WHERE county = $1
        AND id IN (SELECT value FROM json_each(CAST($2 AS TEXT)))";
    /// What is kept of a frozen one.
    PAGE_GET = "SELECT content FROM bulletin_page WHERE county = $1 AND id = $2";
    /// Keeps it.
    PAGE_PUT = "INSERT INTO bulletin_page (county, id, content) VALUES ($1, $2, $3)";
    /// The next number of an area and year.
    NUMBER_NEXT = "INSERT INTO bulletin_number (county, area, year, n) VALUES ($1, $2, $3, 1)
        ON CONFLICT (county, area, year) DO UPDATE SET n = bulletin_number.n + 1 RETURNING n";
}

fn read(row: &Row) -> Result<Bulletin, DbError> {
    let doc: String = row.get("doc")?;
    serde_json::from_str(&doc).map_err(|e| DbError::Column("doc".into(), e.to_string()))
}

/// A bulletin by its id.
pub async fn get(tx: &mut Tx, id: &str) -> Result<Option<Bulletin>, DbError> {
    tx.fetch_optional(&BULLETIN_GET, args![id]).await?.as_ref().map(read).transpose()
}

/// Bulletins before a month and id, latest first.
pub async fn page(tx: &mut Tx, before: (i64, &str), limit: i64) -> Result<Vec<Bulletin>, DbError> {
    tx.fetch_all(&BULLETIN_PAGE, args![before.0, before.1, limit]).await?.iter().map(read).collect()
}

/// Stores a bulletin as it stands now.
pub async fn put(tx: &mut Tx, b: &Bulletin) -> Result<(), kernel::Failure> {
    let path = format!("{}/", b.area_path);
    let doc = serde_json::to_string(b)?;
    tx.execute(&BULLETIN_PUT, args![&b.county, &b.id, b.seq, path, b.month, b.state.code(), doc]).await?;
    Ok(())
}

/// Documents of some bulletins of a home, by id.
pub async fn docs(tx: &mut Tx, county: &str, ids: &[&str]) -> Result<Vec<(String, String)>, DbError> {
    let rows = tx.fetch_all(&BULLETIN_SOME, args![county, serde_json::json!(ids).to_string()]).await?;
    rows.iter().map(|row| Ok((row.get("id")?, row.get("doc")?))).collect()
}

/// What is kept of a frozen bulletin.
pub async fn content(tx: &mut Tx, county: &str, id: &str) -> Result<Option<String>, DbError> {
    tx.fetch_optional(&PAGE_GET, args![county, id]).await?.map(|row| row.get("content")).transpose()
}

/// Keeps what stands in a bulletin.
pub async fn keep(tx: &mut Tx, county: &str, id: &str, content: &str) -> Result<(), DbError> {
    tx.execute(&PAGE_PUT, args![county, id, content]).await.map(drop)
}

/// The next number of an area and year.
pub async fn next_number(tx: &mut Tx, county: &str, area: &str, year: i64) -> Result<i64, DbError> {
    tx.fetch_one(&NUMBER_NEXT, args![county, area, year]).await?.get("n")
}
