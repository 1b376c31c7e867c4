//! The list of capabilities, and everything they share, put together once.

use crate::{assets, basemap, config::Config, fonts, neighbours::PackPosts, site};
use blobs::Blobs;
use bulletins::Bulletins;
use cases::Cases;
use db::{Db, Load};
use forms::Forms;
use grid::Grid;
use identity::Identity;
use insight::Insight;
use kernel::{Env, SystemEnv};
use packs::Packs;
use protect::{Keys, Vault};
use register::Register;
use std::sync::Arc;

/// Something the program needs and does not get.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Config(#[from] crate::config::ConfigError),
    #[error(transparent)]
    Database(#[from] db::DbError),
    #[error("{0}")]
    Other(String),
}

impl StartError {
    /// Anything else that keeps the program from starting.
    pub fn other(error: impl std::fmt::Display) -> Self {
        Self::Other(error.to_string())
    }
}

/// One step of filling a database may take long.
const FILLING_LIMIT: std::time::Duration = std::time::Duration::from_secs(3600);

/// The open deployment.
#[derive(Clone)]
pub struct App {
    pub config: Arc<Config>,
    pub env: Arc<dyn Env>,
    pub db: Db,
    pub vault: Vault,
    pub grid: Arc<Grid>,
    pub packs: Arc<Packs>,
    pub identity: Arc<Identity>,
    pub blobs: Blobs,
    pub cases: Cases,
    pub register: Register,
    pub forms: Forms,
    /// The apps that showed a key a moment ago.
    pub believed: openrosa::Believed,
    /// Kept here for the map, which asks it.
    pub geocoder: Arc<dyn grid::Geocoder>,
    pub insight: Insight,
    pub bulletins: Bulletins,
    pub live: cases::live::Live,
    pub webhooks: webhooks::Webhooks,
    pub residents: residents::Residents,
    /// How runs of jobs ended.
    pub outcomes: jobs::Outcomes,
    /// The accounts of a demo; None in a real deployment.
    pub demo: Option<Arc<crate::commands::demo::Accounts>>,
}

impl App {
    /// Opens database, keys and files, and loads what is kept in memory.
    pub async fn open(config: Config, writable: bool) -> Result<Self, StartError> {
        Self::open_with(config, writable, Arc::new(SystemEnv)).await
    }

    /// Opens a deployment that is being filled and that nobody is served from yet; see [`db::Load::Fill`].
    pub async fn open_filling(config: Config) -> Result<Self, StartError> {
        Box::pin(Self::open_as(config, (true, Load::Fill), Arc::new(SystemEnv))).await
    }

    /// Opens a deployment for a tool that brings in many rows.
    pub async fn open_importing(config: Config) -> Result<Self, StartError> {
        Box::pin(Self::open_as(config, (true, Load::Import), Arc::new(SystemEnv))).await
    }

    /// The same with another source of time and randomness (tests).
    pub async fn open_with(config: Config, writable: bool, env: Arc<dyn Env>) -> Result<Self, StartError> {
        Box::pin(Self::open_as(config, (writable, Load::Serve), env)).await
    }

    async fn open_as(
        config: Config,
        (writable, load): (bool, Load),
        env: Arc<dyn Env>,
    ) -> Result<Self, StartError> {
        ledger::choose(if config.digest == "sm3" { ledger::Digest::Sm3 } else { ledger::Digest::Sha256 });
        let data = config.data();
        if writable {
            std::fs::create_dir_all(&data)
                .map_err(|e| StartError::Other(format!("{}: {e}", data.display())))?;
        }
        db::slow_from(std::time::Duration::from_millis(config.slow_ms));
        let replica = Some(config.database_replica.clone()).filter(|url| !url.is_empty());
        let mut options = db::Options {
            writable,
            connections: config.connections,
            replica,
            load,
            ..db::Options::default()
        };
        if load == Load::Fill {
            options.command_limit = FILLING_LIMIT;
        }
        let db = Db::open(&config.database(), options).await?;
        let vault = Vault::new(keys(&config, env.as_ref())?);
        if load != Load::Fill {
            crate::commands::keys::begin(&db, &vault, &env, writable).await.map_err(StartError::other)?;
        }
        let grid = Grid::open(db.clone(), env.clone()).await.map_err(StartError::other)?;
        let packs = Packs::open(db.clone(), sections()).await.map_err(StartError::other)?;
        let identity = Identity::new(identity::Parts {
            db: db.clone(),
            vault: vault.clone(),
            areas: grid.clone(),
            kinds: Arc::new(PackPosts(packs.clone())),
            settings: identity::Settings {
                secure_cookie: config.public_url.starts_with("https://"),
                ..identity::Settings::default()
            },
        });
        let mut files = blobs::Options::new(data.join("blobs"));
        files.max_bytes = i64::try_from(config.max_upload_mb << 20).unwrap_or(i64::MAX);
        files.zone.clone_from(&config.zone);
        let blobs = Blobs::open(db.clone(), files).map_err(StartError::other)?;
        let font = fonts::source(&config.papers.font);
        let cases = Cases::new(cases::Parts {
            db: db.clone(),
            env: env.clone(),
            vault: vault.clone(),
            blobs: blobs.clone(),
            grid: grid.clone(),
            directory: identity.clone(),
            library: packs.clone(),
        })
        .printing(cases::printing::Printing {
            font: Some(font.clone()),
            public_url: config.public_url.clone(),
            behind_proxy: config.behind_proxy,
        });
        let register = Register::new(register::Parts {
            db: db.clone(),
            env: env.clone(),
            vault: vault.clone(),
            grid: grid.clone(),
            directory: identity.clone(),
            library: packs.clone(),
            settings: register::Settings::default(),
        })
        .map_err(StartError::other)?;
        let forms = Forms::new(forms::Parts {
            db: db.clone(),
            env: env.clone(),
            vault: vault.clone(),
            blobs: blobs.clone(),
            grid: grid.clone(),
            directory: identity.clone(),
            staff: identity.clone(),
            library: packs.clone(),
            cases: cases.clone(),
            register: register.clone(),
        });
        let geocoder: Arc<dyn grid::Geocoder> = Arc::new(register.clone());
        grid.tell_addresses(&geocoder);
        let insight = Insight::new(insight::Parts {
            db: db.clone(),
            env: env.clone(),
            grid: grid.clone(),
            cases: cases.clone(),
            directory: identity.clone(),
            library: packs.clone(),
            zone: config.zone.clone(),
        });
        let bulletins = Bulletins::new(bulletins::Parts {
            db: db.clone(),
            vault: vault.clone(),
            grid: grid.clone(),
            cases: cases.clone(),
            insight: insight.clone(),
            directory: identity.clone(),
            library: packs.clone(),
            layout: Arc::new(layout(&config)?),
            font,
            settings: config.bulletin.settings(&config.zone),
        });
        let networks = webhooks::net::Networks::parse(&config.webhook_networks)
            .map_err(|e| StartError::Other(format!("webhook_networks: {e}")))?;
        identity.tell_numbers(Arc::new(cases::ports::Numbers(db.clone())));
        identity.tell_zones(Arc::new(cases::ports::Zones(db.clone())));
        let webhooks = webhooks::Webhooks::new(webhooks::Parts {
            db: db.clone(),
            vault: vault.clone(),
            grid: grid.clone(),
            networks,
        });
        let residents = residents::Residents::new(residents::Parts {
            db: db.clone(),
            vault: vault.clone(),
            grid: grid.clone(),
            cases: cases.clone(),
            library: packs.clone(),
            courier: config.courier()?,
            name: kernel::Text::from(&config.name),
            public_url: config.public_url.clone(),
        })
        .map_err(StartError::Other)?;
        Ok(Self {
            config: Arc::new(config),
            env,
            db,
            vault,
            grid,
            packs,
            identity,
            blobs,
            live: cases::live::Live::new(cases.clone()),
            webhooks,
            residents,
            cases,
            register,
            forms,
            believed: openrosa::Believed::default(),
            geocoder,
            insight,
            bulletins,
            outcomes: jobs::Outcomes::default(),
            demo: None,
        })
    }

    /// Every capability, in the order of the house plan.
    pub fn capabilities(&self) -> Result<Vec<web::Capability>, StartError> {
        let mut all = self.own();
        all.push(open311::capability(self.open311()?));
        all.extend(openrosa::capabilities(self.openrosa()?));
        all.push(webhooks::capability(self.webhooks.clone()));
        all.extend(plain::capabilities(self.plain()?));
        Ok(all)
    }

    /// Those that speak our own API.
    fn own(&self) -> Vec<web::Capability> {
        vec![
            site::capability(self.clone()),
            basemap::capability(self.clone()),
            blobs::capability(self.blobs.clone()),
            grid::capability(self.grid.clone()),
            grid::tiles::capability(self.grid.clone()),
            identity::capability(self.identity.clone()),
            identity::duty::capability(self.identity.clone()),
            packs::capability(self.packs.clone()),
            cases::capability(self.cases.clone()),
            cases::hand_over(self.hand_overs()),
            cases::tiles::capability(self.cases.clone()),
            register::capability(self.register.clone()),
            register::map::capability(self.register.clone()),
            forms::capability(self.forms.clone()),
            insight::capability(self.insight.clone()),
            bulletins::capability(self.bulletins.clone()),
            residents::capability(self.residents.clone()),
            cases::live::capability(self.live.clone()),
        ]
    }

    /// Who takes over whose posts and work.
    pub(crate) fn hand_overs(&self) -> cases::service::HandOvers {
        cases::service::HandOvers::new(self.cases.clone(), self.identity.clone())
    }

    fn plain(&self) -> Result<plain::Plain, StartError> {
        Ok(plain::Plain::new(plain::Parts {
            cases: self.cases.clone(),
            messages: Arc::new(self.messages()?),
            name: kernel::Text::from(&self.config.name),
            zone: self.config.zone.clone(),
            public_url: self.config.public_url.clone(),
            behind_proxy: self.config.behind_proxy,
        }))
    }

    fn open311(&self) -> Result<open311::Open311, StartError> {
        let public_url = Some(self.config.public_url.clone()).filter(|url| !url.is_empty());
        Ok(open311::Open311::new(open311::Parts {
            db: self.db.clone(),
            env: self.env.clone(),
            blobs: self.blobs.clone(),
            grid: self.grid.clone(),
            identity: self.identity.clone(),
            library: self.packs.clone(),
            cases: self.cases.clone(),
            messages: Arc::new(self.messages()?),
            settings: open311::Settings {
                public_url,
                behind_proxy: self.config.behind_proxy,
                key_required: self.config.open311_key_required && self.demo.is_none(),
                jurisdictions: vec![],
            },
        }))
    }

    fn openrosa(&self) -> Result<openrosa::OpenRosa, StartError> {
        Ok(openrosa::OpenRosa::new(openrosa::Parts {
            db: self.db.clone(),
            env: self.env.clone(),
            vault: self.vault.clone(),
            identity: self.identity.clone(),
            forms: self.forms.clone(),
            messages: Arc::new(self.messages()?),
            believed: self.believed.clone(),
            settings: openrosa::Settings {
                public_url: self.config.public_url.clone(),
                behind_proxy: self.config.behind_proxy,
                name: kernel::Text::from(&self.config.name).zh,
            },
        }))
    }

    /// The application as the web sees it.
    pub fn web(&self) -> Result<web::App, StartError> {
        let setup = web::Setup {
            env: self.env.clone(),
            authenticator: self.identity.clone(),
            config: web::Config {
                anonymous_reads: self.config.anonymous_reads,
                anonymous_writes: self.config.anonymous_writes,
                behind_proxy: self.config.behind_proxy,
            },
            ready: self.readiness(),
            metrics: self.metrics(),
            version: env!("CARGO_PKG_VERSION"),
            foreign: vec![
                web::Foreign {
                    mount: open311::MOUNT,
                    explain: open311::explain(Arc::new(self.messages()?)),
                    door: None,
                },
                openrosa::foreign(self.openrosa()?),
            ],
        };
        web::assemble(setup, self.capabilities()?, assets::front_ends()).map_err(StartError::Other)
    }

    /// The words of every refusal and report.
    pub fn messages(&self) -> Result<web::Messages, StartError> {
        let own = self.own();
        let words = own.iter().map(|c| (c.name, c.messages)).chain([
            ("open311", open311::MESSAGES),
            ("openrosa", openrosa::MESSAGES),
            ("webhooks", webhooks::MESSAGES),
            ("plain", plain::MESSAGES),
        ]);
        web::Messages::merge(words).map_err(StartError::Other)
    }

    /// Statements that belong to no capability.
    pub fn platform_statements() -> Vec<&'static [db::Sql]> {
        vec![
            db::STATEMENTS,
            ledger::STATEMENTS,
            ledger::whole::STATEMENTS,
            protect::STATEMENTS,
            jobs::STATEMENTS,
            web::STATEMENTS,
        ]
    }
}

/// The sections of packs that capabilities add to those that packs know by themselves.
pub fn sections() -> Vec<packs::Section> {
    register::sections().into_iter().chain(forms::sections()).collect()
}

/// What bulletins contain: the city's own layout, or the one that ships with the program.
fn layout(config: &Config) -> Result<bulletins::rules::layout::Layout, StartError> {
    let path = &config.bulletin.layout;
    if path.is_empty() {
        return bulletins::rules::layout::Layout::built_in().map_err(StartError::Other);
    }
    let text = std::fs::read_to_string(path).map_err(|e| StartError::Other(format!("{path}: {e}")))?;
    bulletins::rules::layout::Layout::parse(&text).map_err(|e| StartError::Other(format!("{path}: {e}")))
}

/// The keys of the protected values, the one that seals first.
pub(crate) fn keys(config: &Config, env: &dyn Env) -> Result<Keys, StartError> {
    if config.vault_key.is_empty() {
        Keys::open_or_create(&config.data().join("vault.key"), env).map_err(StartError::other)
    } else {
        Keys::parse(&config.vault_key).map_err(StartError::other)
    }
}
