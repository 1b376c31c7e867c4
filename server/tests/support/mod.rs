//! The whole application on a real database of either kind.

#![allow(dead_code, clippy::unwrap_used)] // each test file uses its part

use jingwei::{app::App, config::Config};
use testkit::TestDb;

/// An application with its own folder; it goes away with the test.
pub struct Whole {
    pub app: App,
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
        let config = Config { data: folder.path().display().to_string(), database, ..Config::default() };
        let app = App::open(config, true).await.unwrap();
        Self { app, _db: db, folder }
    }

    /// The application as a client without a socket sees it.
    pub fn client(&self) -> web::testing::Client {
        web::testing::Client::new(self.app.web().unwrap().router)
    }

    pub fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }
}

/// One story on both databases.
#[macro_export]
macro_rules! whole {
    ($name:ident, |$whole:ident| $story:expr) => {
        mod $name {
            #[allow(unused_imports)]
            use super::*;
            async fn story($whole: support::Whole) {
                $story.await
            }
            #[test]
            fn sqlite() {
                testkit::block_on(async { story(support::Whole::sqlite().await).await });
            }
            #[test]
            fn postgres() {
                testkit::block_on(async { story(support::Whole::postgres().await).await });
            }
        }
    };
}
