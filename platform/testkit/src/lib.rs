//! Real databases for tests: a SQLite file in a temporary folder, and a PostgreSQL cluster started from the system's own
//! binaries on a private socket, shared by the test processes of this machine, with one database per test.
//!
//! [`both!`] makes two tests of one story, `…::sqlite` and `…::postgres`.

pub mod plans;
mod postgres;

pub use postgres::{DropDatabase, bare as bare_postgres};

use db::{Db, Options};
use kernel::{Actor, Ctx, FixedEnv, Timestamp};
use std::{path::PathBuf, sync::Arc};

/// 2026-03-02 (a Monday) 09:00 in Shanghai: when every test begins.
pub const START: Timestamp = Timestamp(1_772_413_200_000);

/// A database that goes away with the test.
pub struct TestDb {
    /// The open database.
    pub db: Db,
    /// Its URL, to open it again.
    pub url: String,
    /// Time and randomness under the test's control.
    pub env: Arc<FixedEnv>,
    /// A folder that goes away with the test.
    pub folder: tempfile::TempDir,
    drop: Option<postgres::DropDatabase>,
}

impl TestDb {
    /// A fresh SQLite database.
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = format!("sqlite:{}", folder.path().join("jingwei.db").display());
        Self::open(url, folder, None).await
    }

    /// A fresh PostgreSQL database, copied from a migrated template.
    pub async fn postgres() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (url, drop) = postgres::database().await;
        Self::open(url, folder, Some(drop)).await
    }

    async fn open(url: String, folder: tempfile::TempDir, drop: Option<postgres::DropDatabase>) -> Self {
        let db = Db::open(&url, Options::default()).await.expect("the database opens");
        Self { db, url, env: Arc::new(FixedEnv::new(START, 42)), folder, drop }
    }

    /// A context for an actor.
    pub fn ctx(&self, actor: Actor) -> Ctx {
        Ctx::new(self.env.clone(), actor, "test")
    }

    /// A context for the system itself.
    pub fn system(&self) -> Ctx {
        self.ctx(Actor::system("test"))
    }

    /// A path inside the test's folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Which engine, for messages.
    pub fn engine(&self) -> &'static str {
        if self.drop.is_some() { "postgres" } else { "sqlite" }
    }
}

/// One story on both databases: `testkit::both!(a_case_is_closed, |db| async move { … });`, where `db` is a [`TestDb`].
#[macro_export]
macro_rules! both {
    ($name:ident, |$db:ident| $story:expr) => {
        mod $name {
            #[allow(unused_imports)]
            use super::*;
            async fn story($db: $crate::TestDb) {
                $story.await
            }
            #[test]
            fn sqlite() {
                $crate::block_on(async { story($crate::TestDb::sqlite().await).await });
            }
            #[test]
            fn postgres() {
                $crate::block_on(async { story($crate::TestDb::postgres().await).await });
            }
        }
    };
}

/// Runs a story on a runtime of its own.
pub fn block_on<F: Future>(story: F) -> F::Output {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(story)
}

/// A file of `../shared/data`, or None after saying on standard error that what needs it is skipped.
pub fn shared_data(path: &str) -> Option<PathBuf> {
    let full = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")).join(path);
    if full.exists() {
        return Some(full);
    }
    eprintln!("skipped: {} is not there", full.display());
    None
}
