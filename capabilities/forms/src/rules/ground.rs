//! What modules stand on: kinds of registers, declared elements and code tables of the packs in use.

use crate::model::module::{Element, Question};
use kernel::Text;
use packs::Loaded;
use register::model::kind::{CodeTable, FieldClass, FieldType, Kind};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Kinds, elements and tables by their codes.
#[derive(Clone, Debug, Default)]
pub struct Ground {
    /// Kinds of registers.
    pub kinds: BTreeMap<String, Kind>,
    /// Elements that no register holds.
    pub elements: BTreeMap<String, Element>,
    /// Code tables.
    pub tables: BTreeMap<String, CodeTable>,
    /// A pack is judged alone: what it does not declare itself may stand in another one.
    pub alone: bool,
}

/// What is known of one data element, wherever it is declared.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// `kind.field`, or the code of a declared element.
    pub code: String,
    /// Whose element it is: a kind.
    pub kind: String,
    /// The field, where a register holds it.
    pub field: Option<String>,
    /// Its name.
    pub name: Text,
    /// What its values look like.
    pub datatype: FieldType,
    /// The code table.
    pub table: Option<String>,
    /// How it is kept and shown.
    pub class: FieldClass,
    /// The function of the units that own the truth.
    pub owner: String,
    /// After so many days it is old; for ever good when not given.
    pub freshness_days: Option<u32>,
}

impl Known {
    /// The type of XLSForm.
    pub fn question_type(&self) -> String {
        match (self.datatype, &self.table) {
            (FieldType::Int, _) => "integer".into(),
            (FieldType::Number, _) => "decimal".into(),
            (FieldType::Date, _) => "date".into(),
            (FieldType::Bool, _) => "select_one yes_no".into(),
            (FieldType::Code, Some(table)) => format!("select_one {table}"),
            _ => "text".into(),
        }
    }

    /// Its name in a composed form.
    pub fn item(&self) -> String {
        match &self.field {
            Some(field) => format!("{}__{field}", self.kind),
            None => self.code.clone(),
        }
    }
}

impl Ground {
    /// What the packs in use declare; the pack that came into use first wins.
    pub fn of(packs: &[Arc<Loaded>]) -> Self {
        let mut all = Self::default();
        let registers = register::rules::schema::Registers::of(packs);
        all.kinds = registers.kinds().iter().map(|k| (k.kind.code.clone(), k.kind.clone())).collect();
        all.tables = registers.tables().map(|t| (t.code.clone(), t.clone())).collect();
        for pack in packs {
            let value = pack.pack.sections.get("data_elements").cloned().unwrap_or_default();
            for element in serde_json::from_value::<Vec<Element>>(value).unwrap_or_default() {
                all.elements.entry(element.code.clone()).or_insert(element);
            }
        }
        all
    }

    /// An element by its code.
    pub fn element(&self, code: &str) -> Option<Known> {
        let Some((kind, field)) = code.split_once('.') else {
            let e = self.elements.get(code)?;
            return Some(Known {
                code: code.to_owned(),
                kind: e.subject.clone(),
                field: None,
                name: e.name.clone(),
                datatype: e.datatype,
                table: e.table.clone(),
                class: e.class,
                owner: e.owner.clone(),
                freshness_days: e.freshness_days,
            });
        };
        let kind = self.kinds.get(kind)?;
        let f = kind.fields.iter().find(|f| f.code == field)?;
        Some(Known {
            code: code.to_owned(),
            kind: kind.code.clone(),
            field: Some(field.to_owned()),
            name: f.name.clone(),
            datatype: f.datatype,
            table: f.table.clone(),
            class: f.class,
            owner: f.owner.clone(),
            freshness_days: f.freshness_days.or(kind.freshness_days),
        })
    }

    /// Kinds at the other ends of a relation of a subject, whichever side declares it.
    pub fn others(&self, subject: &str, relation: &str) -> Vec<&str> {
        let own = self.kinds.get(subject).into_iter().flat_map(|k| &k.relations);
        let own = own.filter(|r| r.code == relation).map(|r| r.to.as_str());
        let theirs =
            self.kinds.values().filter(|k| k.relations.iter().any(|r| r.code == relation && r.to == subject));
        own.chain(theirs.map(|k| k.code.as_str())).collect()
    }

    /// Kinds of which a record of a subject has at most one in sight: itself and what its own relations lead to.
    pub fn beside(&self, subject: &str) -> Vec<&str> {
        let kind = self.kinds.get(subject);
        let relations = kind.into_iter().flat_map(|k| &k.relations).map(|r| r.to.as_str());
        kind.iter().map(|k| k.code.as_str()).chain(relations).collect()
    }

    /// The kind whose records a repeat asks about: that of its first element, else the first that the relation leads to.
    pub fn each_kind(&self, subject: &str, relation: &str, questions: &[Question]) -> Option<String> {
        let elements = questions.iter().filter_map(|q| self.element(q.element.as_deref()?));
        let others = self.others(subject, relation);
        elements.map(|e| e.kind).next().or_else(|| others.first().map(|k| (*k).to_owned()))
    }
}
