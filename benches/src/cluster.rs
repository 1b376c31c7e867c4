//! A throw-away PostgreSQL cluster that really writes to disk.

use crate::Bench;
use std::{path::PathBuf, process::Command};

/// A running cluster; ends when dropped.
pub struct Cluster {
    script: PathBuf,
    folder: PathBuf,
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let _ = Command::new(&self.script).env("JINGWEI_TEST_PG", &self.folder).arg("stop").status();
    }
}

impl Cluster {
    /// Starts one with fsync and synchronous commits.
    pub fn start(bench: &Bench) -> Result<Self, String> {
        // its user must be able to get there
        let folder = std::env::temp_dir().join(format!("jingwei-bench-pg-{}", std::process::id()));
        let cluster = Self { script: bench.root.join("scripts/test-postgres"), folder };
        let done = cluster.command("start").env("TEST_PG_DURABLE", "1").status();
        match done.map_err(|e| e.to_string())?.success() {
            true => Ok(cluster),
            false => Err("no PostgreSQL".into()),
        }
    }

    /// Makes a database; its URL.
    pub fn database(&self, name: &str) -> Result<String, String> {
        let done = Command::new("psql")
            .args(["-X", "-q", "-U", "postgres", "-d", "postgres", "-c", &format!("CREATE DATABASE {name}")])
            .arg("-h")
            .arg(&self.folder)
            .status();
        if !done.map_err(|e| e.to_string())?.success() {
            return Err(format!("database {name} was not made"));
        }
        let socket = self.folder.display().to_string().replace('/', "%2F");
        Ok(format!("postgres://postgres@{socket}/{name}"))
    }

    /// Where it listens.
    pub fn socket(&self) -> PathBuf {
        self.folder.clone()
    }

    fn command(&self, what: &str) -> Command {
        let mut command = Command::new(&self.script);
        command.env("JINGWEI_TEST_PG", &self.folder).arg(what);
        command
    }
}
