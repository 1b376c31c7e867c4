//! The policy table and how it is read.

use crate::{Action, action};
use std::{
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};

/// How far a role's permission for an action reaches.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Reach {
    /// What the post's unit owes, inside the post's area.
    Unit,
    /// Everything inside the post's area.
    Area,
    /// Everything.
    Anywhere,
}

/// Role → action → reach.
#[derive(Debug)]
pub struct Policy {
    roles: BTreeMap<String, HashMap<Action, Reach>>,
    secret: HashMap<String, Action>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    roles: BTreeMap<String, Reaches>,
    secret: BTreeMap<String, String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Reaches {
    #[serde(default)]
    anywhere: Vec<String>,
    #[serde(default)]
    area: Vec<String>,
    #[serde(default)]
    unit: Vec<String>,
}

static BUILTIN: LazyLock<Policy> = LazyLock::new(|| {
    // the file is part of the program; a test reads it
    Policy::parse(include_str!("../policy.yaml")).expect("policy.yaml is well-formed")
});

impl Policy {
    /// The table of `policy.yaml`.
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// Reads a table; the error names what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: File = serde_saphyr::from_str(text).map_err(|e| e.to_string())?;
        let known = |name: &str| Action::parse(name).ok_or_else(|| format!("unknown action {name:?}"));
        let mut roles = BTreeMap::new();
        for (role, reaches) in file.roles {
            let mut actions = HashMap::new();
            let lists = [
                (Reach::Anywhere, reaches.anywhere),
                (Reach::Area, reaches.area),
                (Reach::Unit, reaches.unit),
            ];
            for (reach, names) in lists {
                for name in names {
                    if actions.insert(known(&name)?, reach).is_some() {
                        return Err(format!("role {role}: action {name:?} is given twice"));
                    }
                }
            }
            roles.insert(role, actions);
        }
        let secret = file
            .secret
            .into_iter()
            .map(|(kind, read)| Ok::<_, String>((kind, known(&read)?)))
            .collect::<Result<_, _>>()?;
        Ok(Self { roles, secret })
    }

    /// How far `action` reaches for `role`; None: not allowed.
    pub fn reach(&self, role: &str, action: Action) -> Option<Reach> {
        self.roles.get(role)?.get(&action).copied()
    }

    /// The action without which a kind of thing does not seem to exist.
    pub fn secret(&self, kind: &str) -> Option<Action> {
        self.secret.get(kind).copied()
    }

    /// Every role of the table.
    pub fn roles(&self) -> impl Iterator<Item = &str> {
        self.roles.keys().map(String::as_str)
    }

    /// True for a role of the table that a post may map to.
    pub fn is_post_role(&self, role: &str) -> bool {
        self.roles.contains_key(role) && !["person", "anonymous", "resident", "client"].contains(&role)
    }

    /// The roles that a post may map to.
    pub fn post_roles(&self) -> impl Iterator<Item = &str> {
        self.roles.keys().map(String::as_str).filter(|role| self.is_post_role(role))
    }

    /// The whole table as text, a line per role and action: the snapshot of the test.
    pub fn matrix(&self) -> String {
        let mut lines = String::new();
        for (role, actions) in &self.roles {
            for action in action::ALL {
                if let Some(reach) = actions.get(action) {
                    lines.push_str(&format!("{role} {action} {reach:?}\n"));
                }
            }
        }
        lines
    }
}
