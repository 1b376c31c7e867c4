//! Sessions, attempts to log in, keys of programs.

use crate::model::PersonId;
use db::{DbError, Tx, args};
use kernel::{Text, Timestamp};

db::sql! {
    /// A session that has not ended.
    SESSION = "SELECT person, csrf, last_seen, expires_at FROM session WHERE token_hash = $1 AND expires_at > $2";
    /// A new session.
    OPEN = "INSERT INTO session (token_hash, person, csrf, created_at, last_seen, expires_at)
            VALUES ($1, $2, $3, $4, $4, $5)";
    /// The session is in use.
    TOUCH = "UPDATE session SET last_seen = $2 WHERE token_hash = $1";
    /// Ends one session.
    CLOSE = "DELETE FROM session WHERE token_hash = $1";
    /// Ends a person's sessions but one.
    CLOSE_OTHERS = "DELETE FROM session WHERE person = $1 AND token_hash <> $2";
    /// Removes what has ended.
    SWEEP = "DELETE FROM session WHERE expires_at <= $1 OR last_seen <= $2";
    /// One more attempt; a window that is over begins anew.
    ATTEMPT = "INSERT INTO login_attempt (key, attempts, since) VALUES ($1, 1, $2)
        ON CONFLICT (key) DO UPDATE SET
          attempts = CASE WHEN login_attempt.since <= $3 THEN 1 ELSE login_attempt.attempts + 1 END,
          since = CASE WHEN login_attempt.since <= $3 THEN $2 ELSE login_attempt.since END
        RETURNING attempts, since";
    /// The attempt succeeded: it does not count.
    FORGIVE = "UPDATE login_attempt SET attempts = attempts - 1 WHERE key = $1 AND attempts > 0";
    /// Whoever knows the password has a clean slate.
    FORGET = "DELETE FROM login_attempt WHERE key = $1";
    /// Removes windows that are over.
    SWEEP_ATTEMPTS = "DELETE FROM login_attempt WHERE since <= $1";
    /// Who has this key.
    CLIENT = "SELECT id FROM client WHERE key_hash = $1 AND ended_at IS NULL";
    /// A new client.
    NEW_CLIENT = "INSERT INTO client (id, name_zh, name_en, key_hash, created_at) VALUES ($1, $2, $3, $4, $5)";
    /// A client's key is no longer valid.
    END_CLIENT = "UPDATE client SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL";
    /// All clients.
    CLIENTS = "SELECT id, name_zh, name_en, created_at, ended_at FROM client WHERE id > $1 ORDER BY id LIMIT $2";
}

/// A stored session.
pub(crate) struct Session {
    pub person: PersonId,
    pub csrf: String,
    pub last_seen: Timestamp,
}

pub(crate) async fn session(tx: &mut Tx, hash: &str, now: Timestamp) -> Result<Option<Session>, DbError> {
    let Some(row) = tx.fetch_optional(&SESSION, args![hash, now]).await? else { return Ok(None) };
    Ok(Some(Session { person: row.get("person")?, csrf: row.get("csrf")?, last_seen: row.get("last_seen")? }))
}

/// Counts an attempt; answers how many there are in the window and when it began. `over`: windows that began before are.
pub(crate) async fn attempt(
    tx: &mut Tx,
    key: &str,
    now: Timestamp,
    over: Timestamp,
) -> Result<(i64, Timestamp), DbError> {
    let row = tx.fetch_one(&ATTEMPT, args![key, now, over]).await?;
    Ok((row.get("attempts")?, row.get("since")?))
}

/// A stored client.
pub(crate) struct Client {
    pub id: String,
    pub name: Text,
    pub created_at: Timestamp,
    pub ended_at: Option<Timestamp>,
}

pub(crate) async fn clients(tx: &mut Tx, after: &str, limit: usize) -> Result<Vec<Client>, DbError> {
    let rows = tx.fetch_all(&CLIENTS, args![after, limit]).await?;
    rows.iter()
        .map(|row| {
            Ok(Client {
                id: row.get("id")?,
                name: Text { zh: row.get("name_zh")?, en: row.get("name_en")? },
                created_at: row.get("created_at")?,
                ended_at: row.get("ended_at")?,
            })
        })
        .collect()
}
