//! The whole application on a real database of either kind, with or without a small town in it.

#![allow(dead_code, clippy::unwrap_used)] // each test file uses its part

pub mod desk;
pub mod png;
pub mod post;
pub mod scene;
pub mod town;

use axum::{body::Body, http::Request};
use db::{Sql, args};
use jingwei::{app::App, config::Config};
use kernel::{Actor, Ctx, FixedEnv};
use std::sync::Arc;
use testkit::TestDb;
use web::testing::{Client, Reply};

/// An application with its own folder; it goes away with the test.
pub struct Whole {
    pub app: App,
    /// The clock and the randomness of the application.
    pub env: Arc<FixedEnv>,
    router: axum::Router,
    _db: Option<TestDb>,
    folder: tempfile::TempDir,
}

impl Whole {
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self::open(folder, None, String::new()).await
    }

    pub async fn postgres() -> Self {
        let (folder, db) = (tempfile::tempdir().unwrap(), TestDb::postgres().await);
        let url = db.url.clone();
        Self::open(folder, Some(db), url).await
    }

    async fn open(folder: tempfile::TempDir, db: Option<TestDb>, database: String) -> Self {
        // a clock that stands still fills no bucket again: no limits here
        let limits =
            Config { anonymous_reads: 0, anonymous_writes: 0, max_upload_mb: 1, ..Config::default() };
        let config = Config { data: folder.path().display().to_string(), database, ..limits };
        let env = Arc::new(FixedEnv::new(testkit::START, 7));
        let app = App::open_with(config, true, env.clone()).await.unwrap();
        let router = app.web().unwrap().router;
        Self { app, env, router, _db: db, folder }
    }

    /// The same, with a mail server that takes what it sends, and a message gateway (none when it is empty).
    pub fn with_mail(mut self, server: &str, gateway: &str) -> Self {
        let mut config = Config::clone(&self.app.config);
        config.gateway.url = gateway.into();
        config.gateway.secret = "shared".into();
        config.gateway.template = r#"{"phones":["{to}"],"params":{"content":"{text}"},"id":"{id}"}"#.into();
        config.public_url = "https://grid.test".into();
        config.mail.server = server.into();
        config.mail.tls = "none".into();
        config.mail.from = "Grid <no-reply@grid.test>".into();
        let app = &self.app;
        let residents = residents::Residents::new(residents::Parts {
            db: app.db.clone(),
            vault: app.vault.clone(),
            grid: app.grid.clone(),
            cases: app.cases.clone(),
            library: app.packs.clone(),
            courier: config.courier().unwrap(),
            name: kernel::Text::from(&config.name),
            public_url: config.public_url,
        });
        self.app.residents = residents.unwrap();
        self.router = self.app.web().unwrap().router;
        self
    }

    /// The application as a client without a socket sees it.
    pub fn client(&self) -> Client {
        Client::new(self.router.clone())
    }

    /// Somebody of the town, logged in.
    pub async fn login(&self, login: &str) -> Client {
        self.client().login(login, town::PASSWORD).await
    }

    pub fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// The system itself, now.
    pub fn system(&self) -> Ctx {
        Ctx::new(self.env.clone(), Actor::system("test"), "test")
    }

    /// Uploads a file as nobody in particular; answers its id.
    pub async fn upload(&self, bytes: Vec<u8>) -> String {
        let request = Request::post("/api/v1/uploads").header("content-type", "application/octet-stream");
        let reply = self.client().ask(request, Body::from(bytes)).await;
        assert_eq!(reply.status, 201, "{}", text(&reply));
        reply.json()["id"].as_str().unwrap().to_string()
    }

    /// A number that a statement answers as `n`.
    pub async fn number(&self, sql: &str) -> i64 {
        let sql = Sql::composed("TEST", sql.to_string());
        self.app.db.read().await.unwrap().fetch_one(&sql, args![]).await.unwrap().get("n").unwrap()
    }

    /// How much of everything that a command writes there is.
    pub async fn counts(&self) -> Vec<(&'static str, i64)> {
        let mut counts = vec![];
        for table in [
            "fact",
            "stream_head",
            "protected",
            "cases",
            "case_task",
            "case_alias",
            "case_follow",
            "case_word",
            "area",
            "unit",
            "person",
            "post",
            "client",
            "pack_version",
            "catalogue",
            "idempotency",
            "session",
        ] {
            counts.push((table, self.number(&format!("SELECT count(*) AS n FROM {table}")).await));
        }
        counts
    }
}

/// The body as text, for messages.
pub fn text(reply: &Reply) -> String {
    String::from_utf8_lossy(&reply.body).chars().take(2_000).collect()
}

/// One story on both databases.
macro_rules! whole {
    ($name:ident, |$whole:ident| $story:expr) => {
        mod $name {
            #[allow(unused_imports)]
            use super::*;
            async fn story($whole: crate::support::Whole) {
                $story.await
            }
            #[test]
            fn sqlite() {
                testkit::block_on(async { story(crate::support::Whole::sqlite().await).await });
            }
            #[test]
            fn postgres() {
                testkit::block_on(async { story(crate::support::Whole::postgres().await).await });
            }
        }
    };
}
