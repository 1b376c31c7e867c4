//! How matters go, as `data/lives.yaml` writes it.

use crate::DemoError;
use crate::data::read;
use crate::talk::weighted;
use fastrand::Rng;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// One step: an act, or the steps of a chunk.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Line {
    Use { r#use: String },
    Act(Step),
}

/// An act to come.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The pack's action.
    pub act: String,
    /// Kind of post, `handler`, `assistant`, `handler_of_lead` or `reporter`.
    pub by: String,
    /// Hours after the last step, from and to.
    pub after: [f64; 2],
    /// Only in these states; everywhere when empty.
    #[serde(default)]
    pub r#in: Vec<String>,
    /// How likely it happens at all.
    #[serde(default = "certain")]
    pub chance: f64,
    /// What is filled in.
    #[serde(default)]
    pub input: Map<String, Value>,
}

fn certain() -> f64 {
    1.0
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    life: String,
    #[serde(default)]
    pack: Option<String>,
    weight: u32,
    #[serde(default)]
    only: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
    #[serde(default)]
    repeats: bool,
    steps: Vec<Line>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    pack: String,
    chunks: BTreeMap<String, Vec<Step>>,
    detours: BTreeMap<String, Vec<Step>>,
    lives: Vec<Written>,
}

/// How one matter goes.
#[derive(Debug, Clone)]
pub struct Life {
    /// Its name among ourselves.
    pub name: String,
    /// The pack.
    pub pack: String,
    /// For matters that repeat an earlier one.
    pub repeats: bool,
    /// How likely.
    weight: u32,
    only: Vec<String>,
    not: Vec<String>,
    /// What happens.
    pub steps: Vec<Step>,
}

/// All lives.
#[derive(Debug)]
pub struct Lives {
    lives: Vec<Life>,
    detours: BTreeMap<String, Vec<Step>>,
}

impl Lives {
    /// Reads the file that is part of the program.
    ///
    /// # Errors
    /// [`DemoError::Data`], also for a chunk that is not there.
    pub fn load() -> Result<Self, DemoError> {
        let file: File = read("lives.yaml", include_str!("../data/lives.yaml"))?;
        let mut lives = Vec::new();
        for w in file.lives {
            let mut steps = Vec::new();
            for line in w.steps {
                match line {
                    Line::Act(step) => steps.push(step),
                    Line::Use { r#use } => {
                        let why = || format!("no chunk {:?}", r#use);
                        let missing = || DemoError::Data { file: "lives.yaml", why: why() };
                        steps.extend(file.chunks.get(&r#use).ok_or_else(missing)?.iter().cloned());
                    }
                }
            }
            let pack = w.pack.unwrap_or_else(|| file.pack.clone());
            let (name, weight, repeats) = (w.life, w.weight, w.repeats);
            lives.push(Life { name, pack, repeats, weight, only: w.only, not: w.not, steps });
        }
        Ok(Self { lives, detours: file.detours })
    }

    /// A life for a matter of a pack that came in by a channel.
    pub fn choose(&self, rng: &mut Rng, pack: &str, channel: &str, repeats: bool) -> Option<&Life> {
        let named = |list: &[String]| list.iter().any(|c| c == channel);
        let fits = |l: &&Life| {
            l.pack == pack && l.repeats == repeats && (l.only.is_empty() || named(&l.only)) && !named(&l.not)
        };
        let list: Vec<(&Life, u32)> = self.lives.iter().filter(fits).map(|l| (l, l.weight)).collect();
        if list.is_empty() { None } else { Some(weighted(rng, &list)) }
    }

    /// What is tried first when an act is refused.
    pub fn detour(&self, act: &str) -> &[Step] {
        self.detours.get(act).map_or(&[], Vec::as_slice)
    }

    /// Every life.
    pub fn all(&self) -> &[Life] {
        &self.lives
    }
}
