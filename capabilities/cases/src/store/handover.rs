//! Tasks by the person they name, and which of them went over to whom.

use crate::model::CaseId;
use db::{DbError, Tx, args};

db::sql! {
    /// Owed tasks of a person, oldest matter first.
    NAMED = "SELECT county, case_id, task, registered_at FROM case_task
        WHERE person = $1 AND owed AND (registered_at, case_id, county, task) > ($2, $3, $4, $5)
        ORDER BY registered_at, case_id, county, task LIMIT $6";
    /// How many.
    COUNT = "SELECT count(*) AS n FROM case_task WHERE person = $1 AND owed";
    /// A task went over.
    GONE = "INSERT INTO hand_over_task (county, hand_over, case_id, task) VALUES ($1, $2, $3, $4)
        ON CONFLICT (county, hand_over, case_id, task) DO NOTHING";
    /// The tasks of a case that went over.
    OF_CASE = "SELECT task FROM hand_over_task WHERE county = $1 AND hand_over = $2 AND case_id = $3";
    /// How many went over.
    HOW_MANY = "SELECT count(*) AS n FROM hand_over_task WHERE hand_over = $1";
}

/// A task that names somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// Home of the case.
    pub county: String,
    /// The case.
    pub case: String,
    /// Ordinal in it.
    pub task: String,
    /// When the case was registered.
    pub registered_at: i64,
}

impl Piece {
    /// What a page is asked for: the last piece of the one before.
    pub fn key(&self) -> String {
        format!("{}~{}~{}~{}", self.registered_at, self.case, self.county, self.task)
    }

    /// The piece that a key stands for.
    pub fn parse(key: &str) -> Option<Self> {
        let mut parts = key.splitn(4, '~');
        let registered_at = parts.next()?.parse().ok()?;
        let mut text = || parts.next().filter(|t| t.len() <= 64 && !t.contains('\0')).map(str::to_owned);
        Some(Self { registered_at, case: text()?, county: text()?, task: text()? })
    }
}

/// Owed tasks of a person after a piece.
pub async fn named(tx: &mut Tx, actor: &str, after: &Piece, limit: i64) -> Result<Vec<Piece>, DbError> {
    let args = args![actor, after.registered_at, &after.case, &after.county, &after.task, limit];
    let rows = tx.fetch_all(&NAMED, args).await?;
    rows.iter()
        .map(|row| {
            Ok(Piece {
                county: row.get("county")?,
                case: row.get("case_id")?,
                task: row.get("task")?,
                registered_at: row.get("registered_at")?,
            })
        })
        .collect()
}

/// How many owed tasks name a person.
pub async fn count(tx: &mut Tx, actor: &str) -> Result<i64, DbError> {
    tx.fetch_one(&COUNT, args![actor]).await?.get("n")
}

/// Some tasks of a case went over.
pub async fn gone(
    tx: &mut Tx,
    (county, case): (&str, &CaseId),
    hand_over: &str,
    tasks: &[String],
) -> Result<(), DbError> {
    for task in tasks {
        tx.execute(&GONE, args![county, hand_over, case, task]).await?;
    }
    Ok(())
}

/// The tasks of a case that went over.
pub async fn of_case(
    tx: &mut Tx,
    (county, case): (&str, &CaseId),
    hand_over: &str,
) -> Result<Vec<String>, DbError> {
    let rows = tx.fetch_all(&OF_CASE, args![county, hand_over, case]).await?;
    rows.iter().map(|row| row.get("task")).collect()
}

/// How many tasks went over.
pub async fn how_many(tx: &mut Tx, hand_over: &str) -> Result<i64, DbError> {
    tx.fetch_one(&HOW_MANY, args![hand_over]).await?.get("n")
}
