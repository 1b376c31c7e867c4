//! Questions and commands of Open311. Who may see what is decided by `cases`; this room translates.

mod intake;
mod reading;
mod updates;

use crate::fault::Fault;
use crate::form::Fields;
use crate::model::{Definition, Discovery, Service};
use crate::services::{self, Offered};
use blobs::Blobs;
use cases::{Cases, ports::Library};
use db::Db;
use identity::Identity;
use kernel::{Actor, ActorKind, Ctx, Env, Lang, Refusal, RefusalKind, Timestamp};
use parking_lot::Mutex;
use std::sync::Arc;
use web::{Caller, Messages};

/// The client that everybody is who posts to a demo without a key. What it posts is seen by everybody who reads without
/// one, but without words and photos until it is accepted.
const SHARED: &str = "client/open311";

/// What an operator may set.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The address under which the world reaches this server; None: as each request says.
    pub public_url: Option<String>,
    /// A proxy of ours stands in front: believe `X-Forwarded-Proto`.
    pub behind_proxy: bool,
    /// Posting needs a client's key. False in a demo.
    pub key_required: bool,
    /// Values of `jurisdiction_id` that mean this server, besides its host name and the code of the root area.
    pub jurisdictions: Vec<String>,
}

/// What Open311 is put together from.
#[derive(Clone)]
pub struct Parts {
    /// The database.
    pub db: Db,
    /// Time and randomness.
    pub env: Arc<dyn Env>,
    /// Files.
    pub blobs: Blobs,
    /// The ground.
    pub grid: Arc<grid::Grid>,
    /// Clients and their keys.
    pub identity: Arc<Identity>,
    /// Packs in use.
    pub library: Arc<dyn Library>,
    /// Cases.
    pub cases: Cases,
    /// The words of all capabilities' refusals.
    pub messages: Arc<Messages>,
    /// The operator's settings.
    pub settings: Settings,
}

/// The service. Cheap to clone.
#[derive(Clone)]
pub struct Open311 {
    parts: Parts,
    changed: Arc<Mutex<(String, Timestamp)>>,
}

/// One call: who reads or posts, in which language, under which address.
#[derive(Clone)]
pub struct Visit {
    ctx: Ctx,
    lang: Lang,
    base: String,
    who: Who,
}

/// Who stands behind a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    /// A client with its key.
    Client,
    /// A demo's shared client.
    Shared,
    /// Nobody.
    Nobody,
}

impl Open311 {
    /// Puts the service together.
    pub fn new(parts: Parts) -> Self {
        let changed = Arc::new(Mutex::new((String::new(), parts.env.now())));
        let this = Self { parts, changed };
        // now, and not when somebody first asks: a client would be told of a change in its own future
        this.changeset();
        this
    }

    /// Files.
    pub fn blobs(&self) -> &Blobs {
        &self.parts.blobs
    }

    /// The words of refusals.
    pub fn messages(&self) -> &Messages {
        &self.parts.messages
    }

    /// The operator's settings.
    pub fn settings(&self) -> &Settings {
        &self.parts.settings
    }

    /// Finds out who calls, and whether they mean this jurisdiction. A session of the console does not count here.
    ///
    /// # Errors
    /// `open311.jurisdiction.not_found`; `open311.key_unknown` where keys are required.
    pub async fn visit(&self, caller: Caller, fields: &Fields, base: String) -> Result<Visit, Fault> {
        self.check_jurisdiction(fields, &base)?;
        let mut ctx = caller.ctx;
        let by_header = (ctx.actor.kind == ActorKind::Client).then(|| ctx.actor.clone());
        let client = match (by_header, fields.one("api_key")) {
            (Some(client), _) => Some(client),
            (None, Some(key)) => self.client(key).await?,
            (None, None) => None,
        };
        let required = self.parts.settings.key_required;
        let (actor, who) = match client {
            Some(client) => (client, Who::Client),
            None if required => (Actor::anonymous(), Who::Nobody),
            None => (Actor { id: SHARED.into(), kind: ActorKind::Client, grants: vec![] }, Who::Shared),
        };
        ctx.actor = actor;
        Ok(Visit { ctx, lang: caller.lang, base, who })
    }

    /// The client with a key. A demo, which needs none, takes no offence at one it does not know.
    async fn client(&self, key: &str) -> Result<Option<Actor>, Fault> {
        match self.parts.identity.client_by_key(key).await? {
            None if self.parts.settings.key_required => {
                Err(Refusal::new(RefusalKind::Forbidden, "open311.key_unknown").at("api_key").into())
            }
            client => Ok(client),
        }
    }

    fn check_jurisdiction(&self, fields: &Fields, base: &str) -> Result<(), Refusal> {
        let host = base.split("://").nth(1).unwrap_or(base);
        let host = host.split('/').next().unwrap_or_default();
        let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
        let tops = self.parts.grid.children(None);
        for wanted in fields.all("jurisdiction_id") {
            let own = [host, name, name.strip_prefix("www.").unwrap_or(name)].contains(&wanted)
                || self.parts.settings.jurisdictions.iter().any(|id| id == wanted)
                || tops.iter().any(|top| top.code == wanted);
            if !own {
                let refusal = Refusal::new(RefusalKind::NotFound, "open311.jurisdiction.not_found");
                return Err(refusal.at("jurisdiction_id").got(wanted));
            }
        }
        Ok(())
    }

    /// Discovery.
    ///
    /// # Errors
    /// None but a broken clock.
    pub fn discovery(&self, visit: &Visit) -> Result<Discovery, Fault> {
        let words = |code: &str| {
            let refusal = Refusal::rule(code).got(&visit.base);
            self.parts.messages.say(&refusal, visit.lang)
        };
        Ok(Discovery {
            changeset: self.changeset(),
            contact: words("open311.contact"),
            key_service: words("open311.key_service"),
            production: format!("{}/open311/v2", visit.base),
            test: format!("{}/open311/test/v2", visit.base),
        })
    }

    /// When this process last saw the packs in use change.
    fn changeset(&self) -> Timestamp {
        let hashes: Vec<String> = self.parts.library.enabled().iter().map(|pack| pack.hash.clone()).collect();
        let now = hashes.join(" ");
        let mut changed = self.changed.lock();
        if changed.0 != now {
            *changed = (now, self.parts.env.now());
        }
        changed.1
    }

    fn offered(&self) -> Vec<Offered> {
        services::offered(&self.parts.library.enabled())
    }

    /// All services.
    pub fn services(&self, visit: &Visit) -> Vec<Service> {
        self.offered().iter().map(|offer| offer.service(visit.lang)).collect()
    }

    /// The questions of a service.
    ///
    /// # Errors
    /// `open311.service.not_found`
    pub fn definition(&self, visit: &Visit, code: &str) -> Result<Definition, Refusal> {
        let found = services::find(&self.offered(), code);
        let missing = || Refusal::not_found("open311.service").at("service_code").got(code);
        Ok(found.ok_or_else(missing)?.definition(visit.lang))
    }
}
