//! The keys of the vault: those that are at hand, and which generation each is.
//!
//! The first key of the file (or of the configuration) seals; others open what they sealed. A key that stands first and is not known yet
//! becomes the next generation ([`Vault::adopt`]): from then on it seals, and [`crate::reseal`] brings what is older under it. What
//! is *derived* from keys has its root in the first generation, and blind numbers are chained from one to the next.

use crate::key::write_private;
use crate::{Key, KeyError, Vault, store};
use db::{Db, Tx, args};
use kernel::{Ctx, Failure, Refusal};
use ledger::NewFact;
use serde_json::json;
use std::path::Path;
use std::sync::Arc;

/// Where the facts about keys stand.
pub(crate) const COUNTY: &str = "global";
const STREAM: &str = "vault/keys";
/// A new key seals.
pub const ROTATED: &str = "vault.rotated";
/// Nothing stands under older keys any more.
pub const RESEALED: &str = "vault.resealed";
/// A key is not at hand any more.
pub const RETIRED: &str = "vault.retired";

/// Keys at hand, the one that is to seal first.
#[derive(Clone)]
pub struct Keys(Vec<Arc<Key>>);

impl From<Key> for Keys {
    fn from(key: Key) -> Self {
        Self(vec![Arc::new(key)])
    }
}

impl Keys {
    /// From one or several keys of 64 hexadecimal characters, between blanks, lines or commas.
    ///
    /// # Errors
    /// [`KeyError::Form`]
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let parts = text.split(|c: char| c.is_whitespace() || c == ',').filter(|p| !p.is_empty());
        let keys = parts.map(|p| Key::from_hex(p).map(Arc::new)).collect::<Result<Vec<_>, _>>()?;
        if keys.is_empty() { Err(KeyError::Form) } else { Ok(Self(keys)) }
    }

    /// Reads the key file; makes one with fresh randomness when there is none.
    ///
    /// # Errors
    /// A file that cannot be read or written, or holds no keys.
    pub fn open_or_create(path: &Path, env: &dyn kernel::Env) -> Result<Self, KeyError> {
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(&text),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                Key::open_or_create(path, env).map(Self::from)
            }
            Err(e) => Err(KeyError::File(path.display().to_string(), e)),
        }
    }

    /// Puts a new key before those of a file. The file is replaced whole or not at all; the new key's id comes back.
    ///
    /// # Errors
    /// A file that cannot be read or written, or holds no keys.
    pub fn rotate(path: &Path, env: &dyn kernel::Env) -> Result<String, KeyError> {
        let old = read(path)?;
        Self::parse(&old)?;
        let mut bytes = [0u8; 32];
        env.fill(&mut bytes);
        let new = hex::encode(bytes);
        replace(path, &format!("{new}\n{}\n", old.trim()))?;
        Ok(Key::from_hex(&new)?.id().to_owned())
    }

    /// Takes a key out of a file.
    ///
    /// # Errors
    /// A file that cannot be read or written, or a key that is not in it or seals.
    pub fn drop_from(path: &Path, id: &str) -> Result<(), KeyError> {
        let text = read(path)?;
        let kept: Vec<&str> =
            text.split_whitespace().filter(|k| Key::from_hex(k).is_ok_and(|key| key.id() != id)).collect();
        if kept.is_empty() {
            return Err(KeyError::Form);
        }
        replace(path, &format!("{}\n", kept.join("\n")))
    }

    /// The ids, the first seals.
    pub fn ids(&self) -> Vec<&str> {
        self.0.iter().map(|k| k.id()).collect()
    }

    pub(crate) fn first(&self) -> &Arc<Key> {
        &self.0[0]
    }

    pub(crate) fn by_id(&self, id: &str) -> Option<&Arc<Key>> {
        self.0.iter().find(|k| k.id() == id)
    }
}

fn read(path: &Path) -> Result<String, KeyError> {
    std::fs::read_to_string(path).map_err(|e| KeyError::File(path.display().to_string(), e))
}

fn replace(path: &Path, text: &str) -> Result<(), KeyError> {
    let fault = |e| KeyError::File(path.display().to_string(), e);
    let beside = path.with_extension("key.new");
    match std::fs::remove_file(&beside) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(fault(e)),
        _ => {}
    }
    write_private(&beside, text).map_err(fault)?;
    std::fs::rename(&beside, path).map_err(fault)?;
    // the name too is on the disk before anything is sealed with it
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::File::open(folder).and_then(|f| f.sync_all()).map_err(fault)
}

/// A key as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Which generation; the youngest seals.
    pub generation: i64,
    /// Its id, which does not tell it.
    pub id: String,
    /// Since when it is known, UTC milliseconds.
    pub since: i64,
    /// Since when everything older stands under it.
    pub resealed_at: Option<i64>,
    /// Since when it is not at hand any more.
    pub retired_at: Option<i64>,
}

/// All generations, the oldest first.
///
/// # Errors
/// Whatever the database says.
pub async fn list(tx: &mut Tx) -> Result<Vec<Listed>, Failure> {
    let rows = tx.fetch_all(&store::KEYS, vec![]).await?;
    let read = |r: &db::Row| {
        Ok(Listed {
            generation: r.get("generation")?,
            id: r.get("key_id")?,
            since: r.get("since")?,
            resealed_at: r.get("resealed_at")?,
            retired_at: r.get("retired_at")?,
        })
    };
    rows.iter().map(read).collect()
}

/// How far the walks of the youngest generation are: what, county, values brought under it, done.
///
/// # Errors
/// Whatever the database says.
pub async fn walks(tx: &mut Tx, generation: i64) -> Result<Vec<(String, String, i64, bool)>, Failure> {
    let rows = tx.fetch_all(&store::WALKS, args![generation]).await?;
    rows.iter().map(|r| Ok((r.get("what")?, r.get("county")?, r.get("total")?, r.get("done")?))).collect()
}

impl Vault {
    /// Learns from the database which generations there are. Every node does so again and again, since another may have taken
    /// a new key into use.
    ///
    /// # Errors
    /// Whatever the database says; a youngest key that is not at hand.
    pub async fn load(&self, tx: &mut Tx) -> Result<(), Failure> {
        let rows = tx.fetch_all(&store::KEYS, vec![]).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        let at_hand = self.at_hand();
        let id: String = last.get("key_id")?;
        let missing = |id: &str| {
            let why = format!(
                "the key {id} of protected values is not at hand: vault.key or vault_key must name it"
            );
            Failure::internal(std::io::Error::other(why))
        };
        let youngest = at_hand.by_id(&id).cloned().ok_or_else(|| missing(&id))?;
        let mut generations = vec![];
        for row in &rows[..rows.len() - 1] {
            let id: String = row.get("key_id")?;
            let sealed: Option<Vec<u8>> = row.get("sealed")?;
            let key = match (at_hand.by_id(&id), sealed) {
                (Some(key), _) => key.clone(),
                (None, Some(sealed)) => {
                    let hex = youngest.open_bytes(&sealed, id.as_bytes()).map_err(Failure::internal)?;
                    Arc::new(Key::from_hex(&hex).map_err(Failure::internal)?)
                }
                (None, None) => return Err(missing(&id)),
            };
            generations.push(key);
        }
        generations.push(youngest);
        let resealed = last.get::<Option<i64>>("resealed_at")?.is_some();
        self.set_generations(generations, resealed);
        Ok(())
    }

    /// Takes the first key at hand into use when it is a new one: a fact says so. Only one rotation at a time: while older values
    /// are still being sealed anew a further key waits.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn adopt(&self, db: &Db, ctx: &Ctx) -> Result<bool, Failure> {
        self.load(&mut db.read().await?).await?;
        let known = list(&mut db.read().await?).await?;
        let new = self.at_hand().first().clone();
        let waits = known.last().is_some_and(|k| k.resealed_at.is_none());
        let gone = !waits && known.iter().any(|k| k.retired_at.is_none() && !self.has(&k.id));
        if (waits || known.iter().any(|k| k.id == new.id())) && !gone {
            return Ok(false);
        }
        let (vault, inner) = (self.clone(), ctx.clone());
        let adopted = db
            .write(ctx, move |tx| {
                let (vault, ctx, new) = (vault.clone(), inner.clone(), new.clone());
                Box::pin(async move { vault.adopt_in(tx, &ctx, &new).await })
            })
            .await?;
        self.load(&mut db.read().await?).await?;
        Ok(adopted)
    }

    fn has(&self, id: &str) -> bool {
        self.at_hand().by_id(id).is_some()
    }

    async fn adopt_in(&self, tx: &mut Tx, ctx: &Ctx, new: &Arc<Key>) -> Result<bool, Failure> {
        let mut head = ledger::open(tx, COUNTY, STREAM).await?;
        let known = list(tx).await?;
        let mut facts = vec![];
        let waits = known.last().is_some_and(|k| k.resealed_at.is_none());
        for old in known.iter().filter(|k| !waits && k.retired_at.is_none() && !self.has(&k.id)) {
            tx.execute(&store::RETIRE_KEY, args![old.generation, ctx.now]).await?;
            let said = json!({ "generation": old.generation, "key": old.id });
            facts.push(NewFact::new(RETIRED, 1, &said)?);
        }
        let adopts = !waits && known.iter().all(|k| k.id != new.id());
        if adopts {
            let generation = known.last().map_or(1, |k| k.generation + 1);
            let first = generation == 1;
            // the first has nothing before it
            let resealed = first.then_some(ctx.now);
            tx.execute(&store::PUT_KEY, args![generation, new.id(), ctx.now, resealed]).await?;
            let older: Vec<Arc<Key>> = if first { vec![] } else { self.generations() };
            for (at, key) in (1i64..).zip(&older) {
                let mut nonce = [0u8; 12];
                ctx.env().fill(&mut nonce);
                let sealed = new
                    .seal_bytes(&nonce, key.hex().as_bytes(), key.id().as_bytes())
                    .map_err(Failure::internal)?;
                tx.execute(&store::SEAL_KEY, args![at, sealed]).await?;
            }
            if !first {
                let said = json!({ "generation": generation, "key": new.id() });
                facts.push(NewFact::new(ROTATED, 1, &said)?);
            }
        }
        if !facts.is_empty() {
            ledger::append(tx, ctx, &mut head, &facts).await?;
        }
        Ok(adopts)
    }

    /// Says that nothing stands under older keys any more.
    pub(crate) async fn resealed(&self, db: &Db, ctx: &Ctx, generation: i64) -> Result<(), Failure> {
        let (inner, id) = (ctx.clone(), self.key().id().to_owned());
        db.write(ctx, move |tx| {
            let (ctx, id) = (inner.clone(), id.clone());
            Box::pin(async move {
                let mut head = ledger::open(tx, COUNTY, STREAM).await?;
                if tx.execute(&store::RESEALED_KEY, args![generation, ctx.now]).await? == 1 {
                    let said = json!({ "generation": generation, "key": id });
                    ledger::append(tx, &ctx, &mut head, &[NewFact::new(RESEALED, 1, &said)?]).await?;
                }
                Ok::<_, Failure>(())
            })
        })
        .await?;
        self.load(&mut db.read().await?).await
    }

    /// Whether a key may go: it is no longer the youngest, and nothing is sealed under it.
    ///
    /// # Errors
    /// `key.unknown`, `key.in_use`.
    pub async fn may_retire(&self, tx: &mut Tx, id: &str) -> Result<(), Failure> {
        let known = list(tx).await?;
        let of = known.iter().find(|k| k.id == id);
        let of = of.ok_or_else(|| Refusal::invalid("key", id, "a key of this vault"))?;
        let last = known.last().filter(|k| k.generation > of.generation && k.resealed_at.is_some());
        if last.is_none() {
            return Err(Refusal::rule("key.in_use").got(id).into());
        }
        let tables =
            [(&store::NEXT_COUNTY, &store::UNDER), (&store::NEXT_BUNDLE_COUNTY, &store::UNDER_BUNDLE)];
        for (next, under) in tables {
            for county in crate::reseal::counties(tx, next).await? {
                if tx.fetch_optional(under, args![&county, id]).await?.is_some() {
                    return Err(Refusal::rule("key.in_use").got(id).into());
                }
            }
        }
        Ok(())
    }
}
