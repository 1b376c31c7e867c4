//! Putting values in, reading them, revealing them on the record, erasing them.

use crate::{Key, KeyError, Keys, store};
use db::{Batch, DbError, Row, Tx, Value, args};
use kernel::{Ctx, Failure, Refusal, Timestamp};
use ledger::NewFact;
use parking_lot::RwLock;
use serde::{Deserialize, Serialize};
use std::{collections::HashMap, sync::Arc};

/// How a value is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// Free text somebody wrote: readable by whoever may read the thing it belongs to, erasable.
    Text,
    /// A personal value: encrypted, masked, read in clear only by [`Vault::reveal`].
    Personal,
    /// A value in need of special care: as personal, and never shown even in part.
    Sensitive,
}

impl Class {
    fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Personal => "personal",
            Self::Sensitive => "sensitive",
        }
    }
}

/// A value to put in.
#[derive(Clone, Debug)]
pub struct NewValue {
    /// How it is kept.
    pub class: Class,
    /// Why it is held, a stable word (`case.reporter`).
    pub purpose: &'static str,
    /// The value in clear.
    pub value: String,
    /// When it must be gone, if the purpose ends.
    pub expires: Option<Timestamp>,
}

impl NewValue {
    /// A free text.
    pub fn text(purpose: &'static str, value: impl Into<String>) -> Self {
        Self { class: Class::Text, purpose, value: value.into(), expires: None }
    }
    /// A personal value.
    pub fn personal(purpose: &'static str, value: impl Into<String>) -> Self {
        Self { class: Class::Personal, purpose, value: value.into(), expires: None }
    }
}

/// What a fact says of a protected value.
#[derive(Clone, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
pub struct Ref {
    /// The value's id.
    #[serde(rename = "ref")]
    pub id: String,
    /// Hash of salt and value.
    pub commitment: String,
}

/// A value ready to be stored, with the [`Ref`] that facts carry. Made outside or inside a transaction.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// What facts carry.
    pub reference: Ref,
    row: Vec<Value>,
}

/// The vault, with its keys.
#[derive(Clone)]
pub struct Vault {
    state: Arc<RwLock<State>>,
}

/// What a vault knows of its keys.
struct State {
    /// Those that somebody gave.
    at_hand: Keys,
    /// Generations, the oldest first; the last one seals.
    generations: Vec<Arc<Key>>,
    /// Nothing stands under older ones.
    resealed: bool,
}

/// A value as it is stored.
pub(crate) struct Stored {
    pub(crate) value: Option<String>,
    pub(crate) salt: Option<String>,
}

impl Vault {
    /// A vault with a key, or with several of which the first seals until [`Vault::load`] tells more.
    pub fn new(keys: impl Into<Keys>) -> Self {
        let at_hand = keys.into();
        let generations = vec![at_hand.first().clone()];
        Self { state: Arc::new(RwLock::new(State { at_hand, generations, resealed: true })) }
    }

    /// Other keys are at hand now: somebody changed the file.
    pub fn give(&self, keys: Keys) {
        self.state.write().at_hand = keys;
    }

    pub(crate) fn at_hand(&self) -> Keys {
        self.state.read().at_hand.clone()
    }

    pub(crate) fn generations(&self) -> Vec<Arc<Key>> {
        self.state.read().generations.clone()
    }

    pub(crate) fn set_generations(&self, generations: Vec<Arc<Key>>, resealed: bool) {
        let mut state = self.state.write();
        state.generations = generations;
        state.resealed = resealed;
    }

    /// The generation that seals, counted from 1.
    pub fn generation(&self) -> i64 {
        self.state.read().generations.len() as i64
    }

    /// The oldest generation under which blind numbers may still stand.
    pub(crate) fn floor(&self) -> i64 {
        let state = self.state.read();
        let youngest = state.generations.len() as i64;
        if state.resealed { youngest } else { (youngest - 1).max(1) }
    }

    /// The key that seals.
    pub(crate) fn key(&self) -> Arc<Key> {
        let state = self.state.read();
        state.generations.last().unwrap_or_else(|| state.at_hand.first()).clone()
    }

    /// A key by its id.
    pub(crate) fn by_id(&self, id: &str) -> Result<Arc<Key>, Failure> {
        let state = self.state.read();
        let known = state.generations.iter().rev().find(|k| k.id() == id);
        let key = known.or_else(|| state.at_hand.by_id(id)).cloned();
        key.ok_or_else(|| Failure::internal(KeyError::Value(id.to_owned())))
    }

    /// A secret for one purpose (a signature), which is not stored but made again when it is needed. Another key of the
    /// vault gives another secret.
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        // the root stays: webhooks, links in mails and indexes outlive a key
        let state = self.state.read();
        state.generations.first().unwrap_or_else(|| state.at_hand.first()).derive(purpose)
    }

    /// Salts, commits and encrypts a value.
    pub fn prepare(&self, ctx: &Ctx, county: &str, new: &NewValue) -> Result<Prepared, Failure> {
        let (id, salt) = (ctx.id::<()>().to_string(), ctx.secret());
        let commitment = commitment(ledger::hash_fields, &salt, &new.value);
        let (stored, key) = match new.class {
            Class::Text => (new.value.clone(), None),
            Class::Personal | Class::Sensitive => {
                let mut nonce = [0u8; 12];
                ctx.env().fill(&mut nonce);
                let key = self.key();
                let sealed = key.seal(nonce, &new.value).map_err(Failure::internal)?;
                (sealed, Some(key.id().to_string()))
            }
        };
        let row = args![county, &id, new.class.name(), new.purpose, new.expires, stored, salt, key];
        Ok(Prepared { reference: Ref { id, commitment }, row })
    }

    /// Stores a prepared value.
    pub async fn store(&self, tx: &mut Tx, prepared: &Prepared) -> Result<(), DbError> {
        tx.execute(&store::PUT, prepared.row.clone()).await.map(drop)
    }

    /// Adds a prepared value to a batch.
    pub fn add(&self, batch: &mut Batch, prepared: Prepared) {
        batch.add(&store::PUT, prepared.row);
    }

    /// Stores many prepared values by the bulk path.
    pub async fn store_bulk(&self, tx: &mut Tx, prepared: Vec<Prepared>) -> Result<(), DbError> {
        const COLUMNS: &[&str] =
            &["county", "id", "class", "purpose", "expires_at", "value", "salt", "key_id"];
        tx.bulk_insert("protected", COLUMNS, &prepared.into_iter().map(|p| p.row).collect::<Vec<_>>()).await
    }

    /// Prepares and stores.
    pub async fn put(&self, tx: &mut Tx, ctx: &Ctx, county: &str, new: &NewValue) -> Result<Ref, Failure> {
        let prepared = self.prepare(ctx, county, new)?;
        self.store(tx, &prepared).await?;
        Ok(prepared.reference)
    }

    /// Free texts by id; what is erased is missing. Personal values are left out: they are never read this way.
    pub async fn texts(
        &self,
        tx: &mut Tx,
        county: &str,
        ids: &[&str],
    ) -> Result<HashMap<String, String>, Failure> {
        let mut texts = HashMap::new();
        for row in some(tx, county, ids).await? {
            if row.get::<String>("class")? == Class::Text.name()
                && let Some(value) = row.get("value")?
            {
                texts.insert(row.get("id")?, value);
            }
        }
        Ok(texts)
    }

    /// Personal values, masked; sensitive ones as `***`; what is erased is missing.
    pub async fn masked(
        &self,
        tx: &mut Tx,
        county: &str,
        ids: &[(&str, crate::Shape)],
    ) -> Result<HashMap<String, String>, Failure> {
        let shapes: HashMap<&str, crate::Shape> = ids.iter().copied().collect();
        let ids: Vec<&str> = ids.iter().map(|i| i.0).collect();
        let mut masked = HashMap::new();
        for row in some(tx, county, &ids).await? {
            let id: String = row.get("id")?;
            let shape = match row.get::<String>("class")?.as_str() {
                "personal" => shapes.get(id.as_str()).copied().unwrap_or(crate::Shape::Other),
                _ => crate::Shape::Other,
            };
            if let Some(clear) = self.clear(&row)? {
                masked.insert(id, crate::mask(shape, &clear));
            }
        }
        Ok(masked)
    }

    /// Reads one value in clear. The caller has checked the permission; purpose and reading become a fact in the same
    /// transaction, in the stream `reveal/<id>`. `about` names the thing it belongs to (`case/<id>`).
    pub async fn reveal(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        county: &str,
        id: &str,
        about: &str,
        purpose: &str,
    ) -> Result<String, Failure> {
        let rows = some(tx, county, &[id]).await?;
        let Some(clear) = rows.first().map(|row| self.clear(row)).transpose()?.flatten() else {
            return Err(Refusal::not_found("value").into());
        };
        self.revealed(tx, ctx, county, id, about, purpose).await?;
        Ok(clear)
    }

    /// Something personal that stands outside of the vault (a file, a table of many values) is read in clear: the same fact. The caller has
    /// checked the permission; `id` names what is read.
    pub async fn revealed(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        county: &str,
        id: &str,
        about: &str,
        purpose: &str,
    ) -> Result<(), Failure> {
        if purpose.trim().is_empty() {
            return Err(Refusal::required("purpose").into());
        }
        let purpose = self.put(tx, ctx, county, &NewValue::text("reveal.purpose", purpose)).await?;
        let mut head = ledger::open(tx, county, &format!("reveal/{id}")).await?;
        let data = serde_json::json!({ "value": id, "about": about, "purpose": purpose });
        ledger::append(tx, ctx, &mut head, &[NewFact { action: "reveal".into(), v: 1, data }]).await?;
        Ok(())
    }

    /// A value in clear for the very purpose that it was given for, to be used by the machine: an address that is written
    /// to, a token that its owner asks back. Nobody else sees it; a value that is held for another purpose is not read.
    pub async fn used(
        &self,
        tx: &mut Tx,
        county: &str,
        id: &str,
        purpose: &'static str,
    ) -> Result<Option<String>, Failure> {
        let row = tx.fetch_optional(&store::FOR, args![county, id, purpose]).await?;
        Ok(row.map(|row| self.clear(&row)).transpose()?.flatten())
    }

    /// The same of many values, by id; what is erased is missing.
    pub async fn used_some(
        &self,
        tx: &mut Tx,
        county: &str,
        ids: &[&str],
        purpose: &'static str,
    ) -> Result<HashMap<String, String>, Failure> {
        let mut values = HashMap::new();
        for piece in ids.chunks(1_000) {
            let ids = serde_json::json!(piece).to_string();
            for row in tx.fetch_all(&store::SOME_FOR, args![county, ids, purpose]).await? {
                if let Some(value) = self.clear(&row)? {
                    values.insert(row.get("id")?, value);
                }
            }
        }
        Ok(values)
    }

    /// Takes back a value of that purpose that no fact speaks of: nothing is left to be said about it.
    pub async fn drop_unspoken(
        &self,
        tx: &mut Tx,
        county: &str,
        id: &str,
        purpose: &'static str,
    ) -> Result<(), DbError> {
        tx.execute(&store::DROP, args![county, id, purpose]).await.map(drop)
    }

    /// A keyed index of a value: whoever has the key finds equal values by it, nobody else learns the value from it, not
    /// even by trying all there are.
    pub fn index(&self, purpose: &str, value: &str) -> String {
        hex::encode(self.derive(&format!("index/{purpose}\0{value}")))
    }

    /// Deletes value and salt for good; a fact says that it was done, by whom and under which rule.
    pub async fn erase(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        county: &str,
        id: &str,
        rule: &str,
    ) -> Result<(), Failure> {
        if tx.execute(&store::ERASE, args![county, id, ctx.now]).await? == 0 {
            return Err(Refusal::not_found("value").into());
        }
        let mut head = ledger::open(tx, county, &format!("erase/{id}")).await?;
        let data = serde_json::json!({ "value": id, "rule": rule });
        ledger::append(tx, ctx, &mut head, &[NewFact { action: "erase".into(), v: 1, data }]).await?;
        Ok(())
    }

    /// The clear text of a stored row; None when erased.
    fn clear(&self, row: &Row) -> Result<Option<String>, Failure> {
        let (value, key): (Option<String>, Option<String>) = (row.get("value")?, row.get("key_id")?);
        match (value, key) {
            (Some(sealed), Some(key)) => self.by_id(&key)?.open(&sealed).map(Some).map_err(Failure::internal),
            (value, _) => Ok(value),
        }
    }

    /// Value in clear and salt, for the audit of commitments; an undecryptable value counts as changed.
    pub(crate) fn stored(&self, row: &Row) -> Result<Stored, DbError> {
        let (value, key): (Option<String>, Option<String>) = (row.get("value")?, row.get("key_id")?);
        let value = match (value, key) {
            (Some(sealed), Some(key)) => {
                let open = self.by_id(&key).ok().and_then(|key| key.open(&sealed).ok());
                Some(open.unwrap_or_default())
            }
            (value, _) => value,
        };
        Ok(Stored { value, salt: row.get("salt")? })
    }
}

pub(crate) async fn some(tx: &mut Tx, county: &str, ids: &[&str]) -> Result<Vec<Row>, DbError> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    tx.fetch_all(&store::SOME, args![county, serde_json::json!(ids).to_string()]).await
}

pub(crate) fn commitment<T>(hash: impl Fn(&[Option<&[u8]>]) -> T, salt: &str, value: &str) -> T {
    hash(&[Some(b"jingwei.commitment.1"), Some(salt.as_bytes()), Some(value.as_bytes())])
}
