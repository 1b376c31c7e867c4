//! Everything into one file and out of it again: while others write, into the other kind of database, and never half.

use crate::support::{
    Whole,
    desk::{Desk, pothole},
    png,
};
use db::{Db, Options, Value};
use jingwei::commands::backup;
use jingwei::config::Config;
use kernel::SystemEnv;
use serde_json::json;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

/// Every row of every table, sorted, as text that tells kinds apart.
async fn books(db: &Db) -> BTreeMap<&'static str, Vec<String>> {
    let mut tx = db.read().await.unwrap();
    let mut books = BTreeMap::new();
    for table in tx.tables().await.unwrap() {
        let mut rows: Vec<String> = vec![];
        let each = |values: Vec<Value>| {
            rows.push(format!("{values:?}"));
            Ok::<_, db::DbError>(())
        };
        tx.each_row(&table, each).await.unwrap();
        rows.sort();
        books.insert(table.name, rows);
    }
    books
}

/// Attachments by name: a file's name is the hash of its content.
fn files(folder: &Path) -> Vec<(String, u64)> {
    let mut found = vec![];
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let (path, name) = (entry.path(), entry.file_name().into_string().unwrap());
        match path.is_dir() {
            true => found.extend(files(&path)),
            false => found.push((name, entry.metadata().unwrap().len())),
        }
    }
    found.sort();
    found
}

async fn saved(whole: &Whole, name: &str, with_key: bool) -> PathBuf {
    let to = whole.path(name);
    let manifest = backup::write(&whole.app.config, &SystemEnv, &to, with_key).await.unwrap();
    assert!(manifest.files.missing.is_empty() && manifest.tables["fact"] > 0, "{manifest:?}");
    to
}

/// An empty place of either kind.
struct Empty {
    config: Config,
    folder: tempfile::TempDir,
    _drop: Option<testkit::DropDatabase>,
}

impl Empty {
    async fn new(postgres: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (drop, database) = match postgres {
            true => {
                let (url, drop) = testkit::bare_postgres().await;
                (Some(drop), url)
            }
            false => (None, String::new()),
        };
        let data = folder.path().join("data").display().to_string();
        Self { config: Config { data, database, ..Config::default() }, folder, _drop: drop }
    }

    async fn restore(&self, from: &Path, key: Option<&Path>) -> Result<u64, String> {
        let done = backup::restore(&self.config, Arc::new(SystemEnv), from, key).await;
        done.map(|done| done.facts).map_err(|e| e.to_string())
    }

    async fn open(&self) -> Db {
        Db::open(&self.config.database(), Options { writable: false, ..Options::default() }).await.unwrap()
    }

    /// Nothing that a server would take for a deployment.
    fn is_untouched(&self) -> bool {
        files(self.folder.path()).is_empty()
    }
}

async fn a_day(whole: Whole) -> Desk {
    let mut desk = Desk::open(whole).await;
    desk.day().await;
    let photo = desk.whole.upload(png::picture(0x11)).await;
    let mut report = pothole();
    report["attachments"] = json!([photo]);
    desk.file("with-a-photo", &report).await;
    desk
}

whole!(what_was_saved_comes_back_to_the_last_byte, |whole| async move {
    let desk = a_day(whole).await;
    let whole = &desk.whole;
    let from = saved(whole, "city.jwb", false).await;
    let again = backup::write(&whole.app.config, &SystemEnv, &from, false).await;
    assert!(again.unwrap_err().to_string().contains("is there already"));
    let key = whole.path("vault.key");

    // into the same kind, and into the other
    for postgres in [!whole.app.db.is_sqlite(), whole.app.db.is_sqlite()] {
        let empty = Empty::new(postgres).await;
        let error = empty.restore(&from, None).await.unwrap_err();
        assert!(error.contains("--vault-key"), "{error}");
        assert!(empty.is_untouched(), "{:?}", files(empty.folder.path()));
        let empty = Empty::new(postgres).await;
        let facts = empty.restore(&from, Some(&key)).await.unwrap();
        let restored = empty.open().await;
        let (mut before, mut after) = (books(&whole.app.db).await, books(&restored).await);
        assert!(facts > 100 && before["fact"].len() as u64 == facts);
        if postgres || !whole.app.db.is_sqlite() {
            // positions are given later on PostgreSQL: the restore gives those that waited
            for map in [&mut before, &mut after] {
                map.retain(|table, _| !["fact_outbox", "fact_position", "county_head"].contains(table));
            }
        }
        for (table, rows) in &before {
            assert_eq!(rows, &after[table], "{table}");
        }
        let data = Path::new(&empty.config.data);
        let attachments = files(&data.join("blobs"));
        assert!(!attachments.is_empty());
        assert_eq!(attachments, files(&whole.path("blobs")));
        restored.close().await;
        let full = empty.restore(&from, Some(&key)).await.unwrap_err();
        assert!(full.contains("is there already") || full.contains("not empty"), "{full}");
    }
});

whole!(a_backup_is_one_moment_although_others_write, |whole| async move {
    let desk = Desk::open(whole).await;
    for n in 0..5 {
        desk.file(&format!("before-{n}"), &pothole()).await;
    }
    let (config, to) = (desk.whole.app.config.clone(), desk.whole.path("moment.jwb"));
    let saving = async { backup::write(&config, &SystemEnv, &to, true).await.unwrap() };
    let writing = async {
        for n in 0..40 {
            desk.file(&format!("meanwhile-{n:04}"), &pothole()).await;
        }
    };
    let (manifest, ()) = tokio::join!(saving, writing);
    let empty = Empty::new(false).await;
    // with the key inside; verification folds every case: a torn moment would not hold
    let facts = empty.restore(&to, None).await.unwrap();
    assert_eq!(facts, manifest.tables["fact"]);
    assert!(manifest.tables["cases"] >= 5);
    let server = jingwei::app::App::open(empty.config.clone(), true).await.unwrap();
    server.db.close().await;
});

#[test]
fn what_is_torn_or_newer_is_refused_and_nothing_is_left() {
    testkit::block_on(async {
        let desk = a_day(Whole::sqlite().await).await;
        let from = saved(&desk.whole, "city.jwb", true).await;
        let whole = std::fs::read(&from).unwrap();
        let torn = desk.whole.path("torn.jwb");
        let mut random = 12_345u64;
        for n in 0..40 {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let at = (random >> 20) as usize % whole.len();
            let mut bytes = whole.clone();
            if n % 2 == 0 {
                bytes.truncate(at);
            } else {
                bytes[at] ^= 1 << (n % 8);
            }
            std::fs::write(&torn, &bytes).unwrap();
            let empty = Empty::new(false).await;
            let error = empty.restore(&torn, None).await.unwrap_err();
            assert!(error.contains("torn.jwb: "), "{error}");
            assert!(empty.is_untouched(), "byte {at}: {:?}", files(empty.folder.path()));
        }
        let empty = Empty::new(false).await;
        assert!(empty.restore(Path::new("/nowhere/x.jwb"), None).await.is_err());
        std::fs::write(&torn, b"not an archive").unwrap();
        assert!(empty.restore(&torn, None).await.is_err());
    });
}

#[test]
fn the_wrong_key_and_altered_rows_do_not_verify() {
    testkit::block_on(async {
        let desk = a_day(Whole::sqlite().await).await;
        let from = saved(&desk.whole, "city.jwb", false).await;
        let wrong = desk.whole.path("wrong.key");
        std::fs::write(&wrong, "11".repeat(32)).unwrap();
        let empty = Empty::new(false).await;
        let error = empty.restore(&from, Some(&wrong)).await.unwrap_err();
        assert!(error.contains("does not verify"), "{error}");
        assert!(empty.is_untouched(), "{:?}", files(empty.folder.path()));

        // somebody changes a row before the backup is made: it is saved as it is, and does not come back
        let done: Result<(), db::DbError> = desk
            .whole
            .app
            .db
            .write(&desk.whole.system(), |tx| {
                let sql =
                    db::Sql::composed("TAMPER", "UPDATE cases SET priority = 'low', state = 'closed'".into());
                Box::pin(async move { tx.execute(&sql, vec![]).await.map(drop) })
            })
            .await;
        done.unwrap();
        let from = saved(&desk.whole, "altered.jwb", true).await;
        let error = Empty::new(false).await.restore(&from, None).await.unwrap_err();
        assert!(error.contains("does not verify"), "{error}");
    });
}
