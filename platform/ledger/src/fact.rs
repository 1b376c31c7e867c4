//! One fact, with the hash over the stored bytes of all its columns.

use crate::digest::{hash_fields, same_digest};
use db::{DbError, Row};
use kernel::Timestamp;

/// One entry of the ledger, as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The home county's code, or `global`.
    pub county: String,
    /// The aggregate, such as `case/<id>`.
    pub stream: String,
    /// 1, 2, 3, … within the stream.
    pub seq: i64,
    /// Version of the shape of `data`.
    pub v: i64,
    /// When.
    pub at: Timestamp,
    /// Who: `person/<id>`, `client/<id>`, `resident`, `system/<what>`.
    pub actor: String,
    /// In which post.
    pub post: Option<String>,
    /// What, such as `report` or `case.finish`.
    pub action: String,
    /// JSON text; hashed as these bytes.
    pub data: String,
    /// Hash of the fact before it; empty for the first.
    pub prev_hash: String,
    /// Hash of this fact.
    pub hash: String,
}

impl Fact {
    /// `data` as a type.
    pub fn decode<T: serde::de::DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_str(&self.data)
    }

    /// Sets `hash` with the chosen function.
    pub(crate) fn seal(&mut self) {
        self.hash = self.with_fields(hash_fields);
    }

    /// True when `hash` is the hash of the other columns.
    pub fn is_sealed(&self) -> bool {
        self.with_fields(|fields| same_digest(&self.hash, fields)).as_deref() == Some(&self.hash)
    }

    fn with_fields<T>(&self, hash: impl Fn(&[Option<&[u8]>]) -> T) -> T {
        hash(&[
            Some(b"jingwei.fact.1"),
            Some(self.county.as_bytes()),
            Some(self.stream.as_bytes()),
            Some(&self.seq.to_be_bytes()),
            Some(&self.v.to_be_bytes()),
            Some(&self.at.0.to_be_bytes()),
            Some(self.actor.as_bytes()),
            self.post.as_deref().map(str::as_bytes),
            Some(self.action.as_bytes()),
            Some(self.data.as_bytes()),
            Some(self.prev_hash.as_bytes()),
        ])
    }

    pub(crate) fn read(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            county: row.get("county")?,
            stream: row.get("stream")?,
            seq: row.get("seq")?,
            v: row.get("v")?,
            at: row.get("at")?,
            actor: row.get("actor")?,
            post: row.get("post")?,
            action: row.get("action")?,
            data: row.get("data")?,
            prev_hash: row.get("prev_hash")?,
            hash: row.get("hash")?,
        })
    }
}
