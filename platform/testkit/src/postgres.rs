//! The throw-away PostgreSQL cluster.
//!
//! It lives in a folder of the temporary directory, listens on a private socket only, and does not fsync (tests of
//! durability start their own). The first test process starts it under a file lock; `scripts/test-postgres stop` ends it.

use db::{Db, MIGRATIONS, Options};
use std::{
    fs::File,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    process::Command,
};

/// Drops its database when the test ends.
pub struct DropDatabase {
    name: String,
}

impl Drop for DropDatabase {
    fn drop(&mut self) {
        // the connections of a pool may still be closing: WITH (FORCE) ends them
        let _ = psql("postgres", &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}

fn script() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../scripts/test-postgres"))
}

/// Where cluster and socket are; the same rule as in `scripts/test-postgres`.
fn folder() -> PathBuf {
    std::env::var_os("JINGWEI_TEST_PG")
        .map_or_else(|| std::env::temp_dir().join("jingwei-test-pg"), PathBuf::from)
}

fn psql(database: &str, statement: &str) -> Result<String, String> {
    let out = Command::new("psql")
        .args([
            "-X",
            "-q",
            "-A",
            "-t",
            "-v",
            "ON_ERROR_STOP=1",
            "-U",
            "postgres",
            "-d",
            database,
            "-c",
            statement,
        ])
        .arg("-h")
        .arg(folder())
        .output()
        .map_err(|e| format!("psql: {e}"))?;
    if out.status.success() {
        Ok(String::from_utf8_lossy(&out.stdout).trim().to_string())
    } else {
        Err(String::from_utf8_lossy(&out.stderr).into_owned())
    }
}

fn url(database: &str) -> String {
    let socket = folder().display().to_string().replace('/', "%2F");
    format!("postgres://postgres@{socket}/{database}")
}

/// A new database from the migrated template: its URL, and what drops it.
pub async fn database() -> (String, DropDatabase) {
    let lock = File::create(std::env::temp_dir().join("jingwei-test-pg.lock")).expect("a lock file");
    lock.lock().expect("the lock");
    start();
    let template = template().await;
    let name = format!("t{}_{}", std::process::id(), lock_free_number());
    psql("postgres", &format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY WAL_LOG"))
        .expect("a database");
    drop(lock);
    (url(&name), DropDatabase { name })
}

/// A new database with nothing in it: its URL, and what drops it.
pub async fn bare() -> (String, DropDatabase) {
    let lock = File::create(std::env::temp_dir().join("jingwei-test-pg.lock")).expect("a lock file");
    lock.lock().expect("the lock");
    start();
    let name = format!("t{}_{}", std::process::id(), lock_free_number());
    create_empty(&name);
    drop(lock);
    (url(&name), DropDatabase { name })
}

fn create_empty(name: &str) {
    let create = format!(
        "CREATE DATABASE {name} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C.UTF-8' ENCODING 'UTF8'"
    );
    psql("postgres", &create).expect("an empty database");
}

fn lock_free_number() -> u32 {
    static NEXT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed)
}

fn start() {
    if psql("postgres", "SELECT 1").is_ok() {
        return;
    }
    let script = script();
    assert!(Path::new(&script).exists(), "{} is missing", script.display());
    let done = Command::new(&script).arg("start").status().expect("scripts/test-postgres runs");
    assert!(
        done.success(),
        "scripts/test-postgres start failed: is PostgreSQL installed? `make test` installs it"
    );
}

/// The template for this set of migrations, made when missing.
async fn template() -> String {
    let mut hasher = DefaultHasher::new();
    MIGRATIONS.iter().for_each(|m| (m.version, m.text).hash(&mut hasher));
    let name = format!("template_{:016x}", hasher.finish());
    let exists = psql("postgres", &format!("SELECT count(*) FROM pg_database WHERE datname = '{name}'"));
    if exists.as_deref() != Ok("1") {
        let fresh = format!("{name}_new");
        psql("postgres", &format!("DROP DATABASE IF EXISTS {fresh} WITH (FORCE)")).expect("drop");
        create_empty(&fresh);
        let db = Db::open(&url(&fresh), Options::default()).await.expect("migrations run");
        db.close().await;
        psql("postgres", &format!("ALTER DATABASE {fresh} RENAME TO {name}")).expect("rename");
    }
    name
}
