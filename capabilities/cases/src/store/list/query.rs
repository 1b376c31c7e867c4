//! A statement of a list under construction, and the closed set of its fragments.
//!
//! The inner part walks one index; what the index does not decide stands outside, on the columns that the walk brings
//! along as `k`.

use super::{Filter, Key, Order, Past, Standing, Within};
use crate::store::row::path_range;
use db::{Sql, Value};
use std::collections::BTreeSet;

/// Text, values, and the columns that the conditions outside need.
#[derive(Default)]
pub(super) struct Query {
    /// Conditions outside, each ` AND …`.
    pub outside: String,
    /// Values, in the order of their numbers.
    pub args: Vec<Value>,
    /// Columns of `cases` that the conditions outside name.
    pub columns: BTreeSet<&'static str>,
}

impl Query {
    pub fn bind(&mut self, value: impl Into<Value>) -> String {
        self.args.push(value.into());
        format!("${}", self.args.len())
    }

    /// A range of a subtree over a column.
    pub fn range(&mut self, column: &str, area_path: &str) -> String {
        let (from, to) = path_range(area_path);
        let (from, to) = (self.bind(from), self.bind(to));
        format!("{column} >= {from} AND {column} < {to}")
    }

    pub fn list(&mut self, items: &[String]) -> String {
        let list = self.bind(serde_json::json!(items).to_string());
        format!("(SELECT value FROM json_each(CAST({list} AS TEXT)))")
    }

    /// A condition outside on one column.
    fn and(&mut self, column: &'static str, rest: &str) {
        self.columns.insert(column);
        self.outside.push_str(&format!(" AND k.{column} {rest}"));
    }

    fn equal(&mut self, column: &'static str, value: Option<&String>) {
        if let Some(value) = value {
            let value = self.bind(value);
            self.and(column, &format!("= {value}"));
        }
    }

    /// One of some words, none of which has a bar in it: found in a text, since a join would lose the order of the walk.
    pub fn one_of(&mut self, column: &'static str, items: &[String]) {
        self.columns.insert(column);
        let list = self.bind(format!("|{}|", items.join("|")));
        self.outside.push_str(&format!(" AND replace({list}, '|' || k.{column} || '|', '') <> {list}"));
    }

    /// Where the reader may look, as far as the walk does not see to it.
    pub fn within(&mut self, within: &Within) {
        if !within.area_path.is_empty() {
            self.columns.insert("area_path");
            let range = self.range("k.area_path", &within.area_path);
            self.outside.push_str(&format!(" AND {range}"));
        }
        if let Some(unit) = &within.unit {
            let unit = self.bind(unit);
            // a value, not EXISTS: that may become a join, and a join would lose the order of the walk
            self.outside.push_str(&format!(
                " AND (SELECT 1 FROM case_task t WHERE t.county = k.county AND t.case_id = k.id \
                 AND t.unit = {unit} AND t.state <> 'withdrawn' LIMIT 1) = 1"
            ));
        }
    }

    /// Where cases stand.
    pub fn standing(&mut self, f: &Filter) {
        match &f.standing {
            Standing::All | Standing::Mine(_) => {}
            Standing::Open => {
                self.columns.insert("is_open");
                self.outside.push_str(" AND k.is_open");
            }
            Standing::Closed => self.and("closed_at", "IS NOT NULL"),
            Standing::Phase(phase) => {
                let phase = self.bind(*phase);
                self.and("phase", &format!("= {phase}"));
            }
            Standing::Late => {
                let now = self.bind(f.now);
                self.and("due_at", &format!("< {now}"));
            }
            Standing::DueSoon => {
                let now = self.bind(f.now);
                self.and("due_at", &format!(">= {now}"));
                self.and("soon_at", &format!("<= {now}"));
            }
            Standing::Waiting { states, .. } => self.one_of("state_key", states),
        }
    }

    /// Everything else that narrows.
    pub fn filter(&mut self, f: &Filter) {
        self.equal("state", f.state.as_ref());
        self.equal("phase", f.phase.as_ref());
        self.equal("pack", f.pack.as_ref());
        self.equal("unit", f.unit.as_ref());
        self.equal("priority", f.priority.as_ref());
        self.equal("channel", f.channel.as_ref());
        if !f.categories.is_empty() {
            self.one_of("category", &f.categories);
        }
        if let Some([west, south, east, north]) = f.bbox {
            for (column, from, to) in [("lat", south, north), ("lon", west, east)] {
                let (from, to) = (self.bind(from), self.bind(to));
                self.and(column, &format!(">= {from}"));
                self.and(column, &format!("<= {to}"));
            }
        }
        if f.public {
            self.columns.insert("is_public");
            self.outside.push_str(" AND k.is_public");
        }
        self.past(&f.past);
        for (column, (from, before)) in
            [("registered_at", f.registered), ("updated_at", f.updated), ("closed_at", f.past.closed)]
        {
            if let Some(from) = from {
                let from = self.bind(from);
                self.and(column, &format!(">= {from}"));
            }
            if let Some(before) = before {
                let before = self.bind(before);
                self.and(column, &format!("< {before}"));
            }
        }
    }

    /// What a reader keeps of the case; a value, so that the order of the walk stays.
    fn course(column: &str) -> String {
        format!("(SELECT s.{column} FROM case_course s WHERE s.county = k.county AND s.case_id = k.id)")
    }

    fn past(&mut self, past: &Past) {
        for (column, (from, before)) in [("accepted_at", past.accepted), ("answered_at", past.answered)] {
            for (than, at) in [(">=", from), ("<", before)] {
                if let Some(at) = at {
                    let (kept, at) = (Self::course(column), self.bind(at));
                    self.outside.push_str(&format!(" AND {kept} {than} {at}"));
                }
            }
        }
        if let Some(carried) = past.carried {
            let (kept, not) = (Self::course("carried"), if carried { "" } else { "NOT " });
            self.outside.push_str(&format!(" AND {not}coalesce({kept}, FALSE)"));
        }
        if past.on_time {
            self.columns.insert("was_late");
            self.outside.push_str(" AND NOT k.was_late");
        }
        if past.late {
            self.columns.insert("was_late");
            self.outside.push_str(" AND k.was_late");
        }
        for (column, on) in [("returns", past.returned), ("reopens", past.reopened)] {
            if on {
                self.and(column, "> 0");
            }
        }
        self.equal("outcome", past.outcome.as_ref());
        if !past.grades.is_empty() {
            let grades: Vec<String> = past.grades.iter().map(u8::to_string).collect();
            self.and("grade", &format!("IN ({})", grades.join(", ")));
        }
    }

    /// ` AND (c.registered_at, c.id) < ($n, $m)`: what comes after a key in the order of the list.
    pub fn after(&mut self, alias: &str, (at, id): (&str, &str), order: Order, after: &Key) -> String {
        let (than, _) = order.direction();
        let (from, key) = (self.bind(after.at), self.bind(&after.id));
        format!("({alias}.{at}, {alias}.{id}) {than} ({from}, {key})")
    }

    /// The columns that a walk over `cases` brings along.
    pub fn brought(&self, alias: &str) -> String {
        self.columns.iter().map(|column| format!(", {alias}.{column}")).collect()
    }

    /// The whole statement.
    pub fn finish(self, name: &'static str, text: String) -> (Sql, Vec<Value>) {
        (Sql::composed(name, text), self.args)
    }
}
