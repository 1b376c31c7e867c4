//! A sound pack, ready for use: flows compiled, categories indexed.

use std::collections::BTreeMap;

use routing::Table;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use workflow::{Category, Clock, Finding, Flow, RefusalReason, Reply, Text, Vocabulary};

use crate::check::{typed, vocabulary_of};
use crate::model::{Pack, PaperKind, Question};

/// One category with what it inherits from those above it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategoryEntry {
    pub code: String,
    pub name: Text,
    /// Offered to residents and shown to the public.
    pub public: bool,
    pub keywords: Vec<String>,
    /// The case type a report of this category becomes.
    pub case_type: String,
    /// Itself first, then its ancestors up to the top: `case.categories` of the expressions.
    pub path: Vec<String>,
    /// Whether it has no children.
    pub leaf: bool,
}

/// A sound pack, ready for use.
#[derive(Debug, Clone)]
pub struct Loaded {
    pub pack: Pack,
    /// SHA-256 of the canonical JSON, 64 hexadecimal characters: the identity of this version.
    pub hash: String,
    canonical: String,
    flows: BTreeMap<String, Flow>,
    table: Table,
    categories: BTreeMap<String, CategoryEntry>,
    /// Codes in the order of the pack.
    order: Vec<String>,
}

impl Loaded {
    /// Makes a merged document ready.
    ///
    /// # Errors
    /// What is wrong with it; sections of other capabilities are taken as they are.
    pub fn from_document(document: &Value) -> Result<Self, Vec<Finding>> {
        let mut found = Vec::new();
        let Some(pack) = typed::<Pack>(document, "", &mut found) else { return Err(found) };
        let vocabulary = vocabulary_of(document);
        Self::ready(pack, &vocabulary, canonical(document))
    }

    /// Reads a stored version.
    ///
    /// # Errors
    /// What is wrong with it: a version that an older program stored may no longer be sound.
    pub fn from_canonical(text: &str) -> Result<Self, Vec<Finding>> {
        let document: Value = serde_json::from_str(text)
            .map_err(|error| vec![Finding::new("shape", "").with("detail", error)])?;
        Self::from_document(&document)
    }

    fn ready(pack: Pack, vocabulary: &Vocabulary, canonical: String) -> Result<Self, Vec<Finding>> {
        let mut flows = BTreeMap::new();
        for (index, case_type) in pack.case_types.iter().enumerate() {
            let under = |found: Vec<Finding>| {
                found.into_iter().map(|f| f.under(&format!("/case_types/{index}"))).collect::<Vec<_>>()
            };
            flows
                .insert(case_type.code.clone(), Flow::compile(case_type.clone(), vocabulary).map_err(under)?);
        }
        let table = Table::compile(&pack.routes, vocabulary)
            .map_err(|found| found.into_iter().map(|f| f.under("/routes")).collect::<Vec<_>>())?;
        let mut categories = BTreeMap::new();
        let mut order = Vec::new();
        let top = Inherited {
            public: false,
            case_type: pack.case_types.first().map(|c| c.code.clone()).unwrap_or_default(),
            path: Vec::new(),
        };
        for category in &pack.categories {
            index(category, &top, &mut categories, &mut order);
        }
        let hash = hex::encode(Sha256::digest(canonical.as_bytes()));
        Ok(Loaded { pack, hash, canonical, flows, table, categories, order })
    }

    /// The canonical JSON: keys sorted, no spaces. Its SHA-256 is [`Loaded::hash`].
    pub fn canonical(&self) -> &str {
        &self.canonical
    }

    /// A case type, ready to run.
    pub fn flow(&self, case_type: &str) -> Option<&Flow> {
        self.flows.get(case_type)
    }

    /// The table of routes.
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// A category by code.
    pub fn category(&self, code: &str) -> Option<&CategoryEntry> {
        self.categories.get(code)
    }

    /// All categories in the order of the pack, parents before children.
    pub fn categories(&self) -> impl Iterator<Item = &CategoryEntry> {
        self.order.iter().filter_map(|code| self.categories.get(code))
    }

    /// What is asked about a matter of a category, in the order of the pack: its own questions and those of the
    /// categories above it.
    pub fn questions(&self, category: &str) -> impl Iterator<Item = &Question> {
        let path = self.category(category).map(|entry| entry.path.as_slice()).unwrap_or_default();
        self.pack.attributes.iter().filter(|question| path.contains(&question.category))
    }

    /// A clock by code.
    pub fn clock(&self, code: &str) -> Option<&Clock> {
        self.pack.clocks.iter().find(|clock| clock.code == code)
    }

    /// A reply template by code.
    pub fn reply(&self, code: &str) -> Option<&Reply> {
        self.pack.replies.iter().find(|reply| reply.code == code)
    }

    /// A numbered paper by code.
    pub fn paper(&self, code: &str) -> Option<&PaperKind> {
        self.pack.papers.iter().find(|paper| paper.code == code)
    }

    /// The papers that an action issues, in the order of the pack.
    pub fn papers_on<'a>(&'a self, action: &'a str) -> impl Iterator<Item = &'a PaperKind> {
        self.pack.papers.iter().filter(move |paper| paper.on.iter().any(|on| on == action))
    }

    /// A ground of refusal by code.
    pub fn refusal(&self, code: &str) -> Option<&RefusalReason> {
        self.pack.refusals.iter().find(|refusal| refusal.code == code)
    }

    /// The tier after this one; the first one after none. None at the top.
    pub fn next_tier(&self, tier: Option<&str>) -> Option<&workflow::Tier> {
        let next = match tier {
            None => 0,
            Some(code) => self.pack.tiers.iter().position(|t| t.code == code)? + 1,
        };
        self.pack.tiers.get(next)
    }

    /// Whether the pack publishes this field of an accepted case.
    pub fn publishes(&self, field: &str) -> bool {
        self.pack.public.as_ref().is_some_and(|p| p.from == "accepted" && p.fields.iter().any(|f| f == field))
    }
}

struct Inherited {
    public: bool,
    case_type: String,
    path: Vec<String>,
}

fn index(
    category: &Category,
    above: &Inherited,
    found: &mut BTreeMap<String, CategoryEntry>,
    order: &mut Vec<String>,
) {
    let mut path = vec![category.code.clone()];
    path.extend(above.path.iter().cloned());
    let here = Inherited {
        public: category.public.unwrap_or(above.public),
        case_type: category.case_type.clone().unwrap_or_else(|| above.case_type.clone()),
        path,
    };
    order.push(category.code.clone());
    found.insert(
        category.code.clone(),
        CategoryEntry {
            code: category.code.clone(),
            name: category.name.clone(),
            public: here.public,
            keywords: category.keywords.clone(),
            case_type: here.case_type.clone(),
            path: here.path.clone(),
            leaf: category.children.is_empty(),
        },
    );
    for child in &category.children {
        index(child, &here, found, order);
    }
}

/// JSON with sorted keys and without spaces, whatever order it came in.
pub(crate) fn canonical(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let sorted: BTreeMap<&String, &Value> = members.iter().collect();
            let parts: Vec<String> = sorted
                .into_iter()
                .map(|(key, value)| format!("{}:{}", Value::String(key.clone()), canonical(value)))
                .collect();
            format!("{{{}}}", parts.join(","))
        }
        Value::Array(items) => {
            let parts: Vec<String> = items.iter().map(canonical).collect();
            format!("[{}]", parts.join(","))
        }
        other => other.to_string(),
    }
}
