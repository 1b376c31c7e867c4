//! Somebody who fills forms: the engine of ODK Web Forms, in Node, with answers by type and seed.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

pub struct Person {
    child: Child,
    ask: ChildStdin,
    answer: BufReader<ChildStdout>,
}

/// A form that was filled, and what was answered: `question#instance` → value; repeat → how many.
#[derive(Debug, serde::Deserialize)]
pub struct Filled {
    pub xml: String,
    /// What the engine has against it.
    pub wrong: Vec<String>,
    pub given: BTreeMap<String, String>,
    pub counts: BTreeMap<String, usize>,
}

/// A form that was given the answers of another one.
#[derive(Debug, serde::Deserialize)]
pub struct Told {
    pub xml: String,
    pub wrong: Vec<String>,
    /// Questions that the other form did not ask.
    pub unasked: Vec<String>,
    pub told: usize,
}

/// A record, opened in its form.
#[derive(Debug, serde::Deserialize)]
pub struct Opened {
    pub xml: String,
    pub wrong: Vec<String>,
    pub asked: usize,
}

impl Person {
    pub fn start() -> Self {
        let script = "../../web/apps/field/src/visit/testing/person.mjs";
        let mut child = Command::new("node")
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join(script))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node, which `make deps` installs, with web/node_modules");
        let (ask, answer) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        Self { child, ask, answer }
    }

    fn ask<T: DeserializeOwned>(&mut self, what: &Value) -> T {
        writeln!(self.ask, "{what}").unwrap();
        let mut line = String::new();
        self.answer.read_line(&mut line).unwrap();
        let told = line.chars().take(2_000).collect::<String>();
        serde_json::from_str(&line).unwrap_or_else(|e| panic!("{e}: {told}"))
    }

    /// Answers everything that a form asks; `more` people are added to each repeat.
    pub fn fill(&mut self, xform: &str, seed: &str, more: usize) -> Filled {
        self.ask(&json!({"op": "fill", "xform": xform, "seed": seed, "more": more}))
    }

    /// Gives a form the answers that were given to another one.
    pub fn tell(&mut self, xform: &str, given: &Value, counts: &Value) -> Told {
        self.ask(&json!({"op": "tell", "xform": xform, "given": given, "counts": counts}))
    }

    /// Opens a record in its form.
    pub fn read(&mut self, xform: &str, xml: &str) -> Opened {
        self.ask(&json!({"op": "read", "xform": xform, "xml": xml}))
    }
}

impl Drop for Person {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
