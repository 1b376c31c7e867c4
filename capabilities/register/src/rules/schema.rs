//! The kinds of the packs in use, ready to check records.

use crate::model::kind::{CodeTable, Entrustment, Field, Kind};
use expression::Expression;
use packs::Loaded;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// A code table that is looked up by code, by name and by other words.
#[derive(Debug)]
pub struct Table {
    /// As the pack says it.
    pub table: CodeTable,
    by_word: HashMap<String, usize>,
}

impl Table {
    fn new(table: CodeTable) -> Self {
        let mut by_word = HashMap::new();
        for (i, value) in table.values.iter().enumerate() {
            let words = [Some(&value.code), Some(&value.name.zh), value.name.en.as_ref()];
            for word in words.into_iter().flatten().chain(&value.also) {
                by_word.entry(word.to_lowercase()).or_insert(i);
            }
        }
        Self { table, by_word }
    }

    /// The code that a word of a list stands for.
    pub fn code(&self, word: &str) -> Option<&str> {
        let at = self.by_word.get(word).or_else(|| self.by_word.get(&word.to_lowercase()))?;
        self.table.values.get(*at).map(|v| v.code.as_str())
    }
}

/// A kind ready to check records.
#[derive(Debug)]
pub struct ReadyKind {
    /// As the pack says it.
    pub kind: Kind,
    /// The pack.
    pub pack: String,
    /// Who controls it.
    pub entrustment: Entrustment,
    /// Conditions, in the order of `kind.rules`.
    pub rules: Vec<Expression>,
    tables: BTreeMap<String, Arc<Table>>,
    fields: HashMap<String, usize>,
}

impl ReadyKind {
    /// A field.
    pub fn field(&self, code: &str) -> Option<&Field> {
        self.fields.get(code).and_then(|i| self.kind.fields.get(*i))
    }

    /// The code table of a field.
    pub fn table(&self, field: &Field) -> Option<&Table> {
        self.tables.get(field.table.as_deref()?).map(Arc::as_ref)
    }
}

/// All kinds of the packs in use; the pack that came into use first wins.
#[derive(Debug, Default)]
pub struct Registers {
    /// By code, in the order of the packs.
    kinds: Vec<Arc<ReadyKind>>,
    tables: Vec<Arc<Table>>,
}

impl Registers {
    /// What the packs in use say.
    pub fn of(packs: &[Arc<Loaded>]) -> Self {
        let mut all = Self::default();
        for pack in packs {
            all.add(pack);
        }
        all
    }

    fn add(&mut self, pack: &Loaded) {
        let tables: Vec<Arc<Table>> =
            read(pack, "code_tables").into_iter().map(|t| Arc::new(Table::new(t))).collect();
        let by_code: BTreeMap<String, Arc<Table>> =
            tables.iter().map(|t| (t.table.code.clone(), t.clone())).collect();
        let entrustments: Vec<Entrustment> = read(pack, "entrustments");
        for mut kind in read::<Kind>(pack, "register_kinds") {
            kind.map &= !kind.holds_people();
            // the checker of packs refused such a kind; one that an older program took in is left alone
            let Some(entrustment) = entrustments.iter().find(|e| e.kind == kind.code).cloned() else {
                continue;
            };
            if kind.care || self.kind(&kind.code).is_some() {
                continue;
            }
            let rules = kind.rules.iter().filter_map(|r| Expression::parse(&r.check).ok()).collect();
            let fields = kind.fields.iter().enumerate().map(|(i, f)| (f.code.clone(), i)).collect();
            let tables = by_code.clone();
            let pack = pack.pack.id.clone();
            self.kinds.push(Arc::new(ReadyKind { kind, pack, entrustment, rules, tables, fields }));
        }
        let known = |code: &str| self.tables.iter().any(|t| t.table.code == code);
        let new: Vec<Arc<Table>> = tables.into_iter().filter(|t| !known(&t.table.code)).collect();
        self.tables.extend(new);
    }

    /// A kind by its code.
    pub fn kind(&self, code: &str) -> Option<&Arc<ReadyKind>> {
        self.kinds.iter().find(|k| k.kind.code == code)
    }

    /// All kinds.
    pub fn kinds(&self) -> &[Arc<ReadyKind>] {
        &self.kinds
    }

    /// A code table.
    pub fn table(&self, code: &str) -> Option<&CodeTable> {
        self.tables.iter().find(|t| t.table.code == code).map(|t| &t.table)
    }

    /// All code tables.
    pub fn tables(&self) -> impl Iterator<Item = &CodeTable> {
        self.tables.iter().map(|t| &t.table)
    }
}

fn read<T: serde::de::DeserializeOwned>(pack: &Loaded, section: &str) -> Vec<T> {
    let value = pack.pack.sections.get(section).cloned().unwrap_or_default();
    serde_json::from_value(value).unwrap_or_default()
}
