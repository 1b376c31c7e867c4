//! One `jingwei serve`.

use crate::{binary, http::Client, root, until};
use std::{
    fs::File,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
};

/// The program with our settings and nobody else's.
pub fn jingwei(data: &Path, database: Option<&str>) -> Command {
    let mut command = Command::new(binary());
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("JINGWEI_")) {
        command.env_remove(name);
    }
    command.current_dir(root());
    settings(&mut command, data, database);
    command
}

fn settings(command: &mut Command, data: &Path, database: Option<&str>) {
    command
        .env("JINGWEI_DATA", data)
        .env("JINGWEI_ANONYMOUS_READS", "0")
        .env("JINGWEI_ANONYMOUS_WRITES", "0")
        .env("LANG", "C.UTF-8")
        .env("RUST_LOG", "warn");
    if let Some(url) = database {
        command.env("JINGWEI_DATABASE", url);
    }
}

/// Runs a command to its end and answers what it said; panics when it failed.
pub fn done(command: &mut Command) -> String {
    let output: Output = command.output().unwrap();
    let said =
        format!("{}{}", String::from_utf8_lossy(&output.stderr), String::from_utf8_lossy(&output.stdout));
    assert!(output.status.success(), "{command:?}: {}\n{said}", output.status);
    said
}

/// A port that is free, below those that the system hands out: nobody takes it between two starts, and a client that
/// knocks while nobody listens does not meet itself.
pub fn free_port() -> u16 {
    loop {
        let port = fastrand::u16(15_000..30_000);
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// Where a node's data are and how it is started; the same node may be started again and again.
pub struct Node {
    /// `host:port`, the same for every start.
    pub address: String,
    data: PathBuf,
    database: Option<String>,
    log: PathBuf,
    more: Vec<(String, String)>,
    shell: Option<String>,
    child: Option<Child>,
}

impl Node {
    /// A node over a data folder, not yet started. `log` is appended to.
    pub fn new(data: &Path, database: Option<&str>, log: PathBuf) -> Self {
        Self {
            address: format!("127.0.0.1:{}", free_port()),
            data: data.into(),
            database: database.map(str::to_string),
            log,
            more: vec![],
            shell: None,
            child: None,
        }
    }

    /// The same with another key of the configuration (as an environment variable).
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.more.push((name.into(), value.into()));
        self
    }

    /// The same, started by a shell after these words (limits on resources).
    pub fn after(mut self, words: &str) -> Self {
        self.shell = Some(words.into());
        self
    }

    /// Starts it, without waiting.
    pub fn launch(&mut self) {
        let log = File::options().create(true).append(true).open(&self.log).unwrap();
        let mut command = match &self.shell {
            None => jingwei(&self.data, self.database.as_deref()),
            Some(words) => {
                let mut command = Command::new("sh");
                command.args(["-c", &format!("{words}; exec \"$0\" \"$@\"")]).arg(binary());
                command.current_dir(root()).env_remove("JINGWEI_BIN");
                settings(&mut command, &self.data, self.database.as_deref());
                command
            }
        };
        command.args(["serve", "--listen", &self.address]).envs(self.more.clone());
        self.child = Some(command.stdout(Stdio::null()).stderr(log).spawn().unwrap());
    }

    /// Starts it and waits until it is ready.
    pub fn start(&mut self) {
        self.launch();
        self.wait_ready();
    }

    /// Waits until it can serve.
    pub fn wait_ready(&mut self) {
        until(&format!("{} is ready", self.address), 120, || {
            let ended = self.child.as_mut().and_then(|child| child.try_wait().unwrap());
            assert!(ended.is_none(), "the server ended: {ended:?}\n{}", self.log());
            self.ready() == Some(200)
        });
    }

    /// What `/readyz` answers; None when nobody listens.
    pub fn ready(&self) -> Option<u16> {
        Some(Client::new(&self.address).get("/readyz").ok()?.status)
    }

    /// The process.
    pub fn pid(&self) -> u32 {
        self.child.as_ref().map(Child::id).unwrap()
    }

    /// SIGKILL: it gets no chance to finish anything.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// SIGTERM.
    pub fn ask_to_stop(&self) {
        done(Command::new("kill").args(["-TERM", &self.pid().to_string()]));
    }

    /// Waits for its end; answers whether it ended well.
    pub fn ended(&mut self) -> bool {
        self.child.take().is_none_or(|mut child| child.wait().unwrap().success())
    }

    /// Asks it to stop and waits.
    pub fn stop(&mut self) {
        if self.child.is_some() {
            self.ask_to_stop();
            assert!(self.ended(), "the server did not end well\n{}", self.log());
        }
    }

    /// A client of this node.
    pub fn client(&self) -> Client {
        Client::new(&self.address)
    }

    /// What it logged.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// No panic and no fault of ours in the log.
    pub fn check_log(&self) {
        let log = self.log();
        let bad = log.lines().find(|line| line.contains("panicked") || line.contains("internal failure"));
        assert!(bad.is_none(), "in the server's log: {bad:?}");
    }

    /// Stops it, and runs a command on its data.
    pub fn stopped_for(&mut self, words: &str) -> String {
        self.stop();
        done(jingwei(&self.data, self.database.as_deref()).args(words.split(' ')))
    }

    /// `jingwei verify` beside whatever runs; answers its first line.
    pub fn verify(&self) -> String {
        let said = done(jingwei(&self.data, self.database.as_deref()).arg("verify"));
        said.lines().find(|line| line.starts_with("ledger")).unwrap_or_default().to_string()
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
        if std::thread::panicking() {
            let log = self.log();
            let tail: Vec<&str> = log.lines().rev().take(30).collect();
            eprintln!("the end of the log of {}:", self.address);
            tail.iter().rev().for_each(|line| eprintln!("  {line}"));
        }
    }
}
