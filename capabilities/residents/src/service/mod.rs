//! Commands and queries. Who is signed in is told by a session of its own: a resident is never an `Actor` with grants.

mod account;
mod alerts;
pub(crate) mod codes;
mod desk;
mod reports;
pub(crate) mod send;

pub use alerts::Change;
pub use codes::SignedIn;
pub use desk::{DeadMessage, Messaging};

use crate::model::{Alert, Resident};
use crate::store;
use cases::{Cases, ports::Library};
use courier::Courier;
use db::Db;
use grid::Grid;
use kernel::{Ctx, Lang, Refusal, RefusalKind, Result, Text, Timestamp};
use protect::Vault;
use sha2::{Digest as _, Sha256};
use std::sync::Arc;
use web::Messages;

/// The name of the cookie of a resident's session.
pub const COOKIE: &str = "jw_resident";
/// How long a device stays signed in.
pub const LIFETIME: i64 = 90 * Timestamp::DAY;

/// What residents are put together from.
#[derive(Clone)]
pub struct Parts {
    /// The database.
    pub db: Db,
    /// Addresses and tokens.
    pub vault: Vault,
    /// The ground.
    pub grid: Arc<Grid>,
    /// What is told of.
    pub cases: Cases,
    /// Categories.
    pub library: Arc<dyn Library>,
    /// How messages leave.
    pub courier: Courier,
    /// Name of the deployment.
    pub name: Text,
    /// The address under which the world reaches this server: links in messages begin with it.
    pub public_url: String,
}

/// The service. Cheap to clone.
#[derive(Clone)]
pub struct Residents {
    pub(crate) parts: Parts,
    pub(crate) words: Arc<Messages>,
}

impl Residents {
    /// Puts the service together.
    ///
    /// # Errors
    /// Words that lack a language.
    pub fn new(parts: Parts) -> Result<Self, String> {
        let words = Arc::new(Messages::merge([("residents", crate::MESSAGES)])?);
        Ok(Self { parts, words })
    }

    /// A link that begins where the world reaches this server.
    pub(crate) fn link(&self, path: &str) -> String {
        format!("{}{path}", self.parts.public_url.trim_end_matches('/'))
    }

    /// The words for a code.
    pub(crate) fn say(&self, code: &str, lang: Lang) -> &str {
        self.words.get(code, lang).unwrap_or_default()
    }

    /// Who is signed in with a token.
    ///
    /// # Errors
    /// `account.session_required` (401)
    pub async fn signed_in(&self, ctx: &Ctx, token: Option<&str>) -> Result<Resident> {
        let nobody = || Refusal::new(RefusalKind::Unauthenticated, "account.session_required");
        let hash = token_hash(token.ok_or_else(nobody)?);
        let mut tx = self.parts.db.read().await?;
        Ok(store::by_session(&mut tx, &hash, ctx.now).await?.ok_or_else(nobody)?)
    }

    /// What ends an alert without signing in: the alert, and a secret that is made again from the vault's key.
    pub(crate) fn end_token(&self, alert: &str) -> String {
        let secret = self.parts.vault.index("resident.end", alert);
        format!("{alert}.{}", &secret[..32])
    }
}

/// What is stored of a session's token.
pub(crate) fn token_hash(token: &str) -> String {
    hex::encode(Sha256::digest(token))
}

/// As a resident acts: nobody in particular who has shown a secret.
pub(crate) fn acting(ctx: &Ctx) -> Ctx {
    let mut ctx = ctx.clone();
    ctx.actor = kernel::Actor::resident();
    ctx
}

/// An alert that is the resident's; another's is not there.
pub(crate) fn own(alert: Option<Alert>, resident: &Resident) -> Result<Alert, Refusal> {
    alert.filter(|alert| alert.resident == resident.id).ok_or_else(|| Refusal::not_found("alert"))
}
