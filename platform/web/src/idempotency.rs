//! The same key again: the same answer, nothing done twice (DESIGN §6.7).
//!
//! A key belongs to a client; the store keeps a hash of the request and the id of its answer. [`Key::begin`] is the first
//! thing a command does inside its transaction, [`Key::finish`] the last.

use crate::{Caller, Fail, Raw, extract};
use axum::{
    extract::{FromRequest, FromRequestParts, Request},
    http::HeaderMap,
};
use db::{Batch, Tx, args};
use kernel::{Failure, Refusal, RefusalKind, Timestamp};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

db::sql! {
    /// Takes a key, unless it is taken.
    TAKE = "INSERT INTO idempotency (client, key, request_hash, answer_id, created_at) VALUES ($1, $2, $3, '', $4)
        ON CONFLICT (client, key) DO NOTHING";
    /// Takes a key for an answer.
    TAKE_FOR = "INSERT INTO idempotency (client, key, request_hash, answer_id, created_at)
        VALUES ($1, $2, $3, $4, $5)";
    /// What a taken key stands for.
    TAKEN = "SELECT request_hash, answer_id FROM idempotency WHERE client = $1 AND key = $2";
    /// What the request led to.
    ANSWERED = "UPDATE idempotency SET answer_id = $3 WHERE client = $1 AND key = $2";
    /// Forgets old keys.
    FORGET = "DELETE FROM idempotency WHERE created_at < $1";
}

/// How long a key is kept: phones stay away for days.
const KEPT_DAYS: i64 = 90;

/// The idempotency key of one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    client: String,
    key: String,
    request_hash: String,
}

impl Key {
    /// A key of `client` for a request with this content (method, path and body).
    pub fn new(client: &str, key: &str, content: &[&[u8]]) -> Result<Self, Refusal> {
        if !(8..=200).contains(&key.len()) || !key.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(Refusal::new(RefusalKind::Invalid, "header.invalid")
                .at("idempotency-key")
                .got(key)
                .want("8 to 200 visible ASCII characters, such as a UUID"));
        }
        let mut hasher = Sha256::new();
        for part in content {
            hasher.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            hasher.update(part);
        }
        Ok(Self { client: client.into(), key: key.into(), request_hash: hex::encode(hasher.finalize()) })
    }

    /// Takes the key inside the command's transaction. `Some(id)`: done before, with this answer. The same key with
    /// another content is refused as `idempotency.reused` (422).
    pub async fn begin(&self, tx: &mut Tx, now: Timestamp) -> Result<Option<String>, Failure> {
        let taken = tx.execute(&TAKE, args![&self.client, &self.key, &self.request_hash, now]).await?;
        if taken == 1 {
            return Ok(None);
        }
        let row = tx.fetch_one(&TAKEN, args![&self.client, &self.key]).await?;
        if row.get::<String>("request_hash")? != self.request_hash {
            return Err(Refusal::rule("idempotency.reused").at("idempotency-key").got(&self.key).into());
        }
        Ok(Some(row.get("answer_id")?))
    }

    /// Takes the key in a batch, with the answer that is known beforehand. A key that is taken fails the batch with a
    /// unique violation; [`Key::begin`] then says what it stands for.
    pub fn take(&self, batch: &mut Batch, now: Timestamp, answer: &str) {
        batch.add(&TAKE_FOR, args![&self.client, &self.key, &self.request_hash, answer, now]);
    }

    /// Keeps the answer's id.
    pub async fn finish(&self, tx: &mut Tx, answer: &str) -> Result<(), Failure> {
        tx.execute(&ANSWERED, args![&self.client, &self.key, answer]).await?;
        Ok(())
    }

    /// Forgets keys older than 90 days; answers how many.
    pub async fn forget_old(tx: &mut Tx, now: Timestamp) -> Result<u64, Failure> {
        Ok(tx.execute(&FORGET, args![now.plus(-KEPT_DAYS * Timestamp::DAY)]).await?)
    }
}

/// A JSON body with the request's `Idempotency-Key`, if it has one.
#[derive(Clone, Debug)]
pub struct Keyed<T> {
    /// The body.
    pub body: T,
    /// The key.
    pub key: Option<Key>,
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Keyed<T> {
    type Rejection = Fail;
    async fn from_request(request: Request, state: &S) -> Result<Self, Fail> {
        extract::require_json(request.headers())?;
        let given = header(request.headers())?;
        let (mut parts, body) = request.into_parts();
        let caller = Caller::from_request_parts(&mut parts, state).await?;
        let (method, path) = (parts.method.to_string(), parts.uri.path().to_string());
        let Raw(bytes) = Raw::from_request(Request::from_parts(parts, body), state).await?;
        let key = match given {
            Some(key) => {
                Some(Key::new(&caller.ctx.actor.id, &key, &[method.as_bytes(), path.as_bytes(), &bytes])?)
            }
            None => None,
        };
        Ok(Self { body: extract::read_json(&bytes)?, key })
    }
}

fn header(headers: &HeaderMap) -> Result<Option<String>, Refusal> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    match value.to_str() {
        Ok(text) => Ok(Some(text.to_string())),
        Err(_) => {
            Err(Refusal::new(RefusalKind::Invalid, "header.invalid").at("idempotency-key").want("ASCII"))
        }
    }
}
