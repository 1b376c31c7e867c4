//! What OpenRosa is made of, and who stands behind a key.

use crate::{digest, store};
use db::Db;
use forms::Forms;
use identity::{Identity, PersonId};
use kernel::{Actor, Ctx, Env, Failure, Result, Timestamp};
use parking_lot::Mutex;
use protect::Vault;
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::sync::Arc;
use web::Messages;

/// The home of keys.
pub(crate) const HOME: &str = "global";
/// Why what is kept of a password is held.
pub(crate) const PURPOSE: &str = "form.key";
/// How long a key is believed without asking, in milliseconds: one that is withdrawn counts no more after that.
const BELIEVED: i64 = 5_000;
/// How many are remembered.
const MOST: usize = 20_000;

/// What it is made of.
#[derive(Clone)]
pub struct Parts {
    /// The database.
    pub db: Db,
    /// Time and randomness.
    pub env: Arc<dyn Env>,
    /// What is kept of passwords.
    pub vault: Vault,
    /// Who works here.
    pub identity: Arc<Identity>,
    /// Forms and submissions.
    pub forms: Forms,
    /// The words of answers.
    pub messages: Arc<Messages>,
    /// What an operator set.
    pub settings: Settings,
    /// Who was believed a moment ago.
    pub believed: Believed,
}

/// Who stood behind which key a moment ago; one of it for a process, so that a key that is withdrawn is believed nowhere.
#[derive(Clone, Default)]
pub struct Believed(Arc<Mutex<HashMap<String, Seen>>>);

/// What an operator may set.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The address under which the world reaches this server; empty: as the request says.
    pub public_url: String,
    /// A proxy of ours stands in front.
    pub behind_proxy: bool,
    /// What the city is called: the name of the project on phones.
    pub name: String,
}

/// The service. Cheap to clone.
#[derive(Clone)]
pub struct OpenRosa {
    pub(crate) parts: Arc<Parts>,
}

/// Who stood behind a key a moment ago, and what is kept of its password.
#[derive(Clone)]
pub(crate) struct Seen {
    pub actor: Actor,
    pub ha1: String,
    at: Timestamp,
}

impl OpenRosa {
    /// Puts the service together.
    pub fn new(parts: Parts) -> Self {
        Self { parts: Arc::new(parts) }
    }

    /// The key that seals nonces.
    pub(crate) fn nonce_key(&self) -> [u8; 32] {
        self.parts.vault.derive("openrosa.nonce")
    }

    /// A challenge for now.
    pub(crate) fn nonce(&self) -> String {
        digest::nonce(&self.nonce_key(), self.parts.env.now())
    }

    /// Who shows a secret in the address.
    pub(crate) async fn by_token(&self, ctx: &Ctx, token: &str) -> Result<Option<Actor>> {
        let hash = token_hash(token);
        let name = format!("t{hash}");
        if let Some(seen) = self.remembered(&name, ctx.now) {
            return Ok(Some(seen.actor));
        }
        let person = store::by_token(&mut self.parts.db.read().await?, &hash).await?;
        let Some(person) = person else { return Ok(None) };
        Ok(Some(self.remember(ctx, name, &person, String::new()).await?.actor))
    }

    /// Who has a name, with what is kept of the password.
    pub(crate) async fn by_login(&self, ctx: &Ctx, login: &str) -> Result<Option<Seen>> {
        let name = format!("l{login}");
        if let Some(seen) = self.remembered(&name, ctx.now) {
            return Ok(Some(seen));
        }
        let mut tx = self.parts.db.read().await?;
        let Some((person, secret)) = store::by_login(&mut tx, login).await? else { return Ok(None) };
        let Some(ha1) = self.parts.vault.used(&mut tx, HOME, &secret, PURPOSE).await? else {
            return Ok(None);
        };
        drop(tx);
        self.remember(ctx, name, &person, ha1).await.map(Some)
    }

    fn remembered(&self, name: &str, now: Timestamp) -> Option<Seen> {
        let seen = self.parts.believed.0.lock();
        seen.get(name).filter(|seen| (0..BELIEVED).contains(&now.since(seen.at))).cloned()
    }

    async fn remember(&self, ctx: &Ctx, name: String, person: &str, ha1: String) -> Result<Seen> {
        let id: PersonId = person.parse().map_err(Failure::from)?;
        let actor = self.parts.identity.actor(ctx, &id).await?;
        let new = Seen { actor, ha1, at: ctx.now };
        let mut seen = self.parts.believed.0.lock();
        if seen.len() >= MOST {
            seen.clear();
        }
        seen.insert(name, new.clone());
        Ok(new)
    }

    /// A key changed: nobody is believed without asking.
    pub(crate) fn forget(&self) {
        self.parts.believed.0.lock().clear();
    }
}

/// What is kept of a token.
pub(crate) fn token_hash(token: &str) -> String {
    hex::encode(Sha256::digest(token))
}
