//! The release binary in a process of its own, on a city of its own.

use crate::{Bench, load::Connection};
use std::{
    fs::File,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// A server that ends when dropped.
pub struct Server {
    child: Child,
    /// `host:port`.
    pub address: String,
    /// From the start of the process until it was ready.
    pub started_in: Duration,
    folder: PathBuf,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// Serves a data folder, with the database in it or another.
    pub async fn start(bench: &Bench, folder: &Path, database: Option<&str>) -> Result<Self, String> {
        let port =
            TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).map_err(|e| e.to_string())?.port();
        let address = format!("127.0.0.1:{port}");
        let mut command = jingwei(bench, folder, database, "server.log")?;
        command.args(["serve", "--listen", &address]);
        let begun = Instant::now();
        let child = command.spawn().map_err(|e| e.to_string())?;
        let mut server = Self { child, address, started_in: Duration::ZERO, folder: folder.to_path_buf() };
        loop {
            if let Ok(mut connection) = Connection::open(&server.address).await
                && connection.get("/readyz").await.is_ok()
            {
                server.started_in = begun.elapsed();
                return Ok(server);
            }
            if server.child.try_wait().ok().flatten().is_some() || begun.elapsed() > Duration::from_secs(120)
            {
                return Err(format!(
                    "the server does not start: see {}",
                    folder.join("server.log").display()
                ));
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// The process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Resident memory in MB.
    pub fn memory(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid())).unwrap_or_default();
        let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:"));
        line.and_then(|l| l.trim().trim_end_matches(" kB").trim().parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
    }

    /// Connections of nobody in particular.
    pub async fn clients(&self, n: usize) -> Result<Vec<Connection>, String> {
        let mut all = Vec::with_capacity(n);
        for _ in 0..n {
            all.push(Connection::open(&self.address).await?);
        }
        Ok(all)
    }

    /// The password of all demo accounts.
    pub fn password(&self) -> Result<String, String> {
        let path = self.folder.join("demo.json");
        let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let demo: serde_json::Value = serde_json::from_str(&text).map_err(|e| e.to_string())?;
        Ok(demo["password"].as_str().unwrap_or_default().to_owned())
    }

    /// Logs a demo account in: cookie and CSRF token.
    pub async fn session(&self, login: &str) -> Result<(String, String), String> {
        let body = serde_json::json!({"login": login, "password": self.password()?}).to_string();
        let reply = Connection::open(&self.address).await?.post("/api/v1/session", body, &[]).await?;
        let cookie = reply.cookie.as_deref().and_then(|c| c.split(';').next()).unwrap_or_default().to_owned();
        Ok((cookie, reply.json()["csrf"].as_str().unwrap_or_default().to_owned()))
    }
}

/// Builds a demo city with so many cases.
pub fn build_city(bench: &Bench, folder: &Path, database: Option<&str>, cases: u32) -> Result<(), String> {
    let mut command = jingwei(bench, folder, database, "build.log")?;
    command.args(["demo", "--build-only", "--cases", &cases.to_string()]);
    let done = command.status().map_err(|e| e.to_string())?;
    if done.success() {
        return Ok(());
    }
    Err(format!("the city was not built: see {}", folder.join("build.log").display()))
}

fn jingwei(bench: &Bench, folder: &Path, database: Option<&str>, log: &str) -> Result<Command, String> {
    std::fs::create_dir_all(folder).map_err(|e| e.to_string())?;
    let log = File::create(folder.join(log)).map_err(|e| e.to_string())?;
    let mut command = Command::new(bench.binary());
    command
        .arg("--data")
        .arg(folder)
        .env("JINGWEI_ANONYMOUS_READS", "0")
        .env("JINGWEI_ANONYMOUS_WRITES", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log);
    if let Some(url) = database {
        command.args(["--database", url]).env("JINGWEI_CONNECTIONS", "32");
    }
    Ok(command)
}

/// Processor time that a process has used so far, in seconds.
pub fn cpu_seconds(pid: u32) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    // utime and stime are the 14th and 15th field, in ticks of 10 ms; the name before them may hold blanks
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |i: usize| fields.get(i).and_then(|f| f.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}
