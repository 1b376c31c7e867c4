//! What single people are told.

use crate::model::{PersonId, Told};
use db::{DbError, Tx, args};
use kernel::Timestamp;

db::sql! {
    /// Somebody is told something, once.
    TELL = "INSERT INTO staff_notice (person, id, kind, about, at, seen) VALUES ($1, $2, $3, $4, $5, FALSE)
            ON CONFLICT (person, id) DO NOTHING";
    /// What somebody was told, newest first.
    TOLD = "SELECT id, kind, about, at, seen FROM staff_notice WHERE person = $1 AND (at, id) < ($2, $3)
            ORDER BY at DESC, id DESC LIMIT $4";
    /// How much of it is new, up to a number.
    UNSEEN = "SELECT count(*) AS n FROM (SELECT id FROM staff_notice WHERE person = $1 AND seen = FALSE LIMIT $2) AS x";
    /// They have read so far.
    SEE = "UPDATE staff_notice SET seen = TRUE WHERE person = $1 AND at <= $2 AND seen = FALSE";
}

pub(crate) async fn tell(tx: &mut Tx, person: &PersonId, told: &Told) -> Result<(), DbError> {
    let args = args![person, &told.id, &told.kind, told.about.to_string(), told.at];
    tx.execute(&TELL, args).await.map(drop)
}

pub(crate) async fn page(
    tx: &mut Tx,
    person: &str,
    (at, id): (i64, &str),
    limit: usize,
) -> Result<Vec<Told>, DbError> {
    let rows = tx.fetch_all(&TOLD, args![person, at, id, limit]).await?;
    let bad = |e: serde_json::Error| DbError::Column("about".into(), e.to_string());
    rows.iter()
        .map(|row| {
            Ok(Told {
                id: row.get("id")?,
                kind: row.get("kind")?,
                about: serde_json::from_str(&row.get::<String>("about")?).map_err(bad)?,
                at: row.get("at")?,
                seen: row.get("seen")?,
            })
        })
        .collect()
}

pub(crate) async fn unseen(tx: &mut Tx, person: &str, most: i64) -> Result<i64, DbError> {
    tx.fetch_one(&UNSEEN, args![person, most]).await?.get("n")
}

pub(crate) async fn see(tx: &mut Tx, person: &str, up_to: Timestamp) -> Result<(), DbError> {
    tx.execute(&SEE, args![person, up_to]).await.map(drop)
}
