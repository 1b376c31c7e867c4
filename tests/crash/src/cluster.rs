//! A PostgreSQL of our own, durable, so that it may be stopped as hard as one likes.

use crate::{node::done, root};
use std::{path::PathBuf, process::Command};

/// A cluster in a folder of its own; it goes away with the test.
pub struct Cluster {
    folder: PathBuf,
}

impl Cluster {
    /// Starts one.
    pub fn start() -> Self {
        let cluster = Self::nowhere();
        cluster.run(&["start"]);
        cluster
    }

    fn nowhere() -> Self {
        let name = format!("jingwei-crash-pg-{}-{}", std::process::id(), fastrand::u32(..));
        Self { folder: std::env::temp_dir().join(name) }
    }

    /// A streaming replica of it.
    pub fn replica(&self) -> Self {
        let replica = Self::nowhere();
        self.run(&["replica", replica.folder.to_str().unwrap()]);
        replica.run(&["start"]);
        replica
    }

    /// The address of a database.
    pub fn url(&self, name: &str) -> String {
        self.run(&["url", name]).trim().to_string()
    }

    /// Runs a command of `scripts/test-postgres` on it.
    pub fn run(&self, args: &[&str]) -> String {
        let mut command = Command::new(root().join("scripts/test-postgres"));
        done(command.args(args).env("JINGWEI_TEST_PG", &self.folder).env("TEST_PG_DURABLE", "1"))
    }

    /// A new database.
    pub fn database(&self, name: &str) -> String {
        self.sql(
            "postgres",
            &format!(
                "CREATE DATABASE {name} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C.UTF-8' ENCODING 'UTF8'"
            ),
        );
        self.url(name)
    }

    /// Runs a statement.
    pub fn sql(&self, database: &str, statement: &str) -> String {
        let mut command = Command::new("psql");
        command.args(["-XqAt", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-d", database, "-c", statement]);
        done(command.arg("-h").arg(&self.folder)).trim().to_string()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let script = root().join("scripts/test-postgres");
        let _ = Command::new(script).arg("stop").env("JINGWEI_TEST_PG", &self.folder).status();
    }
}
