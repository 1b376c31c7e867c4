//! All SQL of OpenRosa: the keys of apps.

use db::{DbError, Row, Tx, args};
use kernel::Timestamp;

db::sql! {
    /// A new key.
    KEY_PUT = "INSERT INTO form_key (id, token_hash, login, secret, person, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    /// Whose token it is.
    KEY_BY_TOKEN = "SELECT person FROM form_key WHERE token_hash = $1 AND ended_at IS NULL";
    /// Whose name it is, and what is kept of the password.
    KEY_BY_LOGIN = "SELECT person, secret FROM form_key WHERE login = $1 AND ended_at IS NULL";
    /// Somebody's keys.
    KEYS_OF = "SELECT id, login, created_at FROM form_key WHERE person = $1 AND ended_at IS NULL ORDER BY person, id LIMIT 100";
    /// Ends one of them.
    KEY_END = "UPDATE form_key SET ended_at = $3 WHERE id = $1 AND person = $2 AND ended_at IS NULL";
}

/// A key as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRow {
    /// Id.
    pub id: String,
    /// The name that goes with its password.
    pub login: String,
    /// Since when.
    pub created_at: Timestamp,
}

/// Puts a key: id, hash of the token, name, protected secret, person.
pub async fn put(tx: &mut Tx, row: [&str; 5], now: Timestamp) -> Result<(), DbError> {
    let [id, token, login, secret, person] = row;
    tx.execute(&KEY_PUT, args![id, token, login, secret, person, now]).await.map(drop)
}

/// Whose token it is.
pub async fn by_token(tx: &mut Tx, hash: &str) -> Result<Option<String>, DbError> {
    tx.fetch_optional(&KEY_BY_TOKEN, args![hash]).await?.map(|row| row.get("person")).transpose()
}

/// Whose name it is, and where what is kept of the password stands.
pub async fn by_login(tx: &mut Tx, login: &str) -> Result<Option<(String, String)>, DbError> {
    let row = tx.fetch_optional(&KEY_BY_LOGIN, args![login]).await?;
    row.map(|row| Ok((row.get("person")?, row.get("secret")?))).transpose()
}

/// Somebody's keys.
pub async fn of_person(tx: &mut Tx, person: &str) -> Result<Vec<KeyRow>, DbError> {
    let read = |row: &Row| {
        Ok(KeyRow { id: row.get("id")?, login: row.get("login")?, created_at: row.get("created_at")? })
    };
    tx.fetch_all(&KEYS_OF, args![person]).await?.iter().map(read).collect()
}

/// Ends one; false when there is none.
pub async fn end(tx: &mut Tx, id: &str, person: &str, now: Timestamp) -> Result<bool, DbError> {
    Ok(tx.execute(&KEY_END, args![id, person, now]).await? > 0)
}
