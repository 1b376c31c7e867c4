//! What the placeholders of a paper stand for.

use super::super::lists::{category, unit_named};
use super::super::name;
use super::super::view::Names;
use crate::model::{Case, Change, Entry, Held};
use crate::printing::Words;
use kernel::Timestamp;
use packs::Loaded;
use std::collections::BTreeMap;
use workflow::ClockKind;

/// The case as the act left it, and what its codes are called.
pub(super) struct Values<'a> {
    pub case: &'a Case,
    pub act: &'a Entry,
    /// The paper's number.
    pub no: &'a str,
    pub pack: &'a Loaded,
    pub names: &'a Names,
    pub words: &'a Words,
    /// Names of the areas.
    pub areas: Option<String>,
}

impl Values<'_> {
    /// By placeholder; what has no value is missing.
    pub(super) fn all(&self) -> BTreeMap<&str, String> {
        let (case, words) = (self.case, self.words);
        let mut all: BTreeMap<&str, String> = BTreeMap::new();
        // somebody's own words first: what we know ourselves is never replaced by them
        for change in &self.act.data.changes {
            if let Change::Said { key, held, .. } = change {
                all.insert(key, self.text(held));
            }
        }
        all.insert("no", self.no.to_owned());
        all.insert("date", words.day(self.act.at));
        all.insert("number", case.number.clone());
        let mut put = |key, value: Option<String>| value.map(|value| all.insert(key, value));
        put("category", category(self.pack, case).map(|c| c.name.get(words.lang).to_owned()));
        put("place", self.place());
        put("matter", case.text.as_ref().map(|held| self.text(held)));
        put("unit", Some(self.unit()));
        put("assists", self.assists());
        put("deadline", self.deadline().map(|at| words.moment(at)));
        let promise = case.clocks.iter().rev().find(|c| c.kind == ClockKind::Promise);
        put("due", promise.and_then(|c| c.due_at).map(|at| words.moment(at)));
        let refusal = case.refusal.as_deref().and_then(|code| self.pack.refusal(code));
        put("remedy", refusal.map(|r| name(&r.remedy).get(words.lang).to_owned()));
        all
    }

    /// Somebody's words, or that they were erased.
    fn text(&self, held: &Held) -> String {
        self.names.texts.get(&held.id).cloned().unwrap_or_else(|| self.words.get("erased"))
    }

    fn place(&self) -> Option<String> {
        let address = self.case.spot.address.as_ref().map(|held| self.text(held));
        let parts: Vec<String> = self.areas.clone().into_iter().chain(address).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }

    fn unit(&self) -> String {
        let routed = || self.case.routed.as_ref().and_then(|r| r.unit.as_deref());
        let code = self.case.lead_unit().or_else(routed);
        code.map_or_else(|| self.words.get("nobody"), |code| self.named(code))
    }

    fn named(&self, code: &str) -> String {
        unit_named(&self.names.units, code).name.get(self.words.lang).to_owned()
    }

    fn assists(&self) -> Option<String> {
        let units: Vec<String> = self.case.owed().filter(|t| !t.lead).map(|t| self.named(&t.unit)).collect();
        (!units.is_empty()).then(|| units.join(&self.words.get("list")))
    }

    /// The order's own, else the leading task's, else the promise to the reporter.
    fn deadline(&self) -> Option<Timestamp> {
        let ordered = self.act.data.changes.iter().find_map(|change| match change {
            Change::Ordered { deadline, .. } => Some(*deadline),
            _ => None,
        });
        let task = self.case.lead().map(|t| t.id.as_str());
        let of = |kind, task| self.case.running(kind, task).and_then(|c| c.due_at);
        ordered.or_else(|| of(ClockKind::Task, task)).or_else(|| of(ClockKind::Promise, None))
    }
}
