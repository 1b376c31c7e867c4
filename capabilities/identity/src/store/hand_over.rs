//! Hand-overs: who took over whose posts and work, and how far the work has come.

use super::{reference, text_of};
use crate::model::{Duty, HandOver, PersonId};
use db::{DbError, Row, Tx, args};
use kernel::Timestamp;

db::sql! {
    /// A hand-over begins.
    NEW = "INSERT INTO hand_over (id, person, successor, from_at, until_at, whole, duties, reason, by_actor, by_post, at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    /// One of them.
    ONE = "SELECT id, person, successor, from_at, until_at, whole, duties, reason, by_actor, by_post, at, gone_at, back_at
           FROM hand_over WHERE id = $1";
    /// The last ones of a person, newest first.
    OF_PERSON = "SELECT id, person, successor, from_at, until_at, whole, duties, reason, by_actor, by_post, at, gone_at, back_at
           FROM hand_over WHERE person = $1 ORDER BY at DESC, id DESC LIMIT $2";
    /// All work has gone over.
    GONE = "UPDATE hand_over SET gone_at = $2 WHERE id = $1 AND gone_at IS NULL";
    /// A leave ends at another moment than was said.
    ENDS = "UPDATE hand_over SET until_at = $2 WHERE id = $1";
    /// All work has come back.
    BACK = "UPDATE hand_over SET back_at = $2 WHERE id = $1 AND back_at IS NULL";
}

pub(crate) async fn put(tx: &mut Tx, h: &HandOver) -> Result<(), DbError> {
    let duties = serde_json::json!(h.duties).to_string();
    let args = args![
        &h.id,
        &h.person,
        &h.successor,
        h.from,
        h.until,
        h.whole,
        duties,
        h.reason.as_ref().map(text_of),
        &h.by_actor,
        h.by_post.clone(),
        h.at
    ];
    tx.execute(&NEW, args).await.map(drop)
}

fn read(row: &Row) -> Result<HandOver, DbError> {
    let duties: String = row.get("duties")?;
    let duties: Vec<Duty> =
        serde_json::from_str(&duties).map_err(|e| DbError::Column("duties".into(), e.to_string()))?;
    let reason: Option<String> = row.get("reason")?;
    Ok(HandOver {
        id: row.get("id")?,
        person: row.get("person")?,
        successor: row.get("successor")?,
        from: row.get("from_at")?,
        until: row.get::<Option<Timestamp>>("until_at")?,
        whole: row.get("whole")?,
        duties,
        reason: reason.map(|text| reference(&text, "reason")).transpose()?,
        by_actor: row.get("by_actor")?,
        by_post: row.get("by_post")?,
        at: row.get("at")?,
        gone_at: row.get::<Option<Timestamp>>("gone_at")?,
        back_at: row.get::<Option<Timestamp>>("back_at")?,
    })
}

pub(crate) async fn one(tx: &mut Tx, id: &str) -> Result<Option<HandOver>, DbError> {
    tx.fetch_optional(&ONE, args![id]).await?.as_ref().map(read).transpose()
}

pub(crate) async fn of_person(tx: &mut Tx, person: &PersonId, most: usize) -> Result<Vec<HandOver>, DbError> {
    tx.fetch_all(&OF_PERSON, args![person, most]).await?.iter().map(read).collect()
}

pub(crate) async fn gone(tx: &mut Tx, id: &str, at: Timestamp) -> Result<(), DbError> {
    tx.execute(&GONE, args![id, at]).await.map(drop)
}

pub(crate) async fn back(tx: &mut Tx, id: &str, at: Timestamp) -> Result<(), DbError> {
    tx.execute(&BACK, args![id, at]).await.map(drop)
}

pub(crate) async fn ends(tx: &mut Tx, id: &str, at: Timestamp) -> Result<(), DbError> {
    tx.execute(&ENDS, args![id, at]).await.map(drop)
}
