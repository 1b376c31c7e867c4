//! What was seen of records on a visit: the next version of each, and what is taken back when it was not so.

use super::import::{Change, Made, make_next};
use super::{Register, seal};
use crate::model::{self, CORRECTED, Corrected, Record};
use crate::rules::leaf;
use crate::rules::relation::{self, Link};
use crate::rules::value::{self, Fault, Heard, Values};
use crate::store;
use db::Tx;
use kernel::{Ctx, Result, Timestamp};
use ledger::NewFact;
use protect::Vault;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What was seen of a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// The record.
    pub id: String,
    /// Field → what was answered, as text.
    pub values: BTreeMap<String, String>,
    /// Relations of the record that have ended.
    pub left: Vec<Tie>,
    /// Relations of the record that have begun.
    pub came: Vec<Tie>,
}

impl Seen {
    /// Nothing yet of a record.
    pub fn of(id: &str) -> Self {
        Self { id: id.to_owned(), values: BTreeMap::new(), left: vec![], came: vec![] }
    }
}

/// A relation that has begun or ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Tie {
    /// Its code.
    pub relation: String,
    /// The record at its other end.
    pub to: String,
    /// Its first or last day; none of one that has no days.
    pub day: Option<String>,
}

/// What was seen before and counts no more.
#[derive(Clone, Debug, PartialEq)]
pub struct Undo {
    /// The version that it made.
    pub version: i64,
    /// The fields that were seen, each with the version that says what it was without: 0 where there was nothing.
    pub fields: Vec<(String, i64)>,
}

/// A next version that waits to be written.
#[derive(Clone)]
pub struct Observation {
    made: Arc<Made>,
    said: Corrected,
    list: String,
    same: Vec<String>,
    seen: Vec<(String, i64)>,
}

/// What a register makes of what was seen.
#[derive(Default)]
pub struct Taken {
    /// The next version; none when there is nothing new in it.
    pub next: Option<Observation>,
    /// The kind of the record.
    pub kind: String,
    /// What is not taken, and why.
    pub faults: Vec<Fault>,
}

/// What would be known without something that counts no more.
struct Without {
    values: Values,
    since: Values,
    /// The fields that are as they were before, and in which version.
    fields: Vec<(String, i64)>,
}

impl Register {
    /// Makes the next version of a record out of what was seen: what is as it was gets the age of the visit, what differs a new value.
    /// What cannot be read, or would break a rule of the kind, is left as it was, and told beside. None when nothing was seen.
    ///
    /// # Errors
    /// The database; sealing.
    pub async fn observation(
        &self,
        ctx: &Ctx,
        seen: &Seen,
        (at, visit): (Timestamp, &str),
        undo: Option<&Undo>,
    ) -> Result<Taken> {
        let mut tx = self.db().read().await?;
        let Ok((record, kind)) = self.load(&mut tx, &seen.id).await else { return Ok(Taken::default()) };
        let later = record.as_of > at.0;
        // a later state of the data is known already
        if later && undo.is_none() && seen.came.is_empty() {
            return Ok(Taken::default());
        }
        let before = self.values(&mut tx, &record).await?;
        let without = match undo {
            Some(undo) => Some(self.without(&mut tx, &record, &before, undo).await?),
            None => None,
        };
        drop(tx);
        let Without { values: base, since, fields: back } = without.unwrap_or_else(|| Without {
            values: before.clone(),
            since: leaf::values(record.since.as_deref().unwrap_or_default()),
            fields: vec![],
        });
        let map = self.parts.grid.map();
        let area = |text: &str| map.area(text).map(|a| a.code.clone());
        let taken_back = |code: &String| back.iter().any(|(field, _)| field == code);
        let said = seen.values.iter().filter(|(_, text)| !text.trim().is_empty());
        let said = said.filter(|(code, _)| !later || taken_back(code));
        let said: Vec<_> = said.filter_map(|(code, text)| Some((kind.field(code)?, text.as_str()))).collect();
        let Heard { mut values, taken: mut confirmed, faults } = value::hear(&kind, &base, &said, &area);
        let ties = seen.left.iter().map(|tie| (tie, true)).chain(seen.came.iter().map(|tie| (tie, false)));
        for (Tie { relation, to, day }, left) in ties {
            let (code, links) = (relation::key(relation), relation::links(&values, relation));
            let of: Vec<&Link> = links.iter().filter(|link| link.to == *to).collect();
            let open = of.iter().any(|link| link.until.is_none());
            // what is known of a later day stays; that nothing is known of the other one says nothing
            let known = !later || taken_back(&code) || !left && of.is_empty();
            if known && open == left {
                let (from, until) = if left { (None, day.clone()) } else { (day.clone(), None) };
                let link = Link { to: to.clone(), from, until };
                relation::put(&mut values, relation, relation::changed(&links, &link, false));
                if !confirmed.contains(&code) {
                    confirmed.push(code);
                }
            }
        }
        // nothing goes without which there is no record
        for field in kind.kind.fields.iter().filter(|f| f.required && taken_back(&f.code)) {
            if let (None, Some(was)) = (values.get(&field.code), before.get(&field.code)) {
                values.insert(field.code.clone(), was.clone());
                confirmed.push(field.code.clone());
            }
        }
        let mut fields = confirmed.clone();
        fields.extend(back.iter().map(|(code, _)| code).filter(|code| !confirmed.contains(code)).cloned());
        if fields.is_empty() {
            return Ok(Taken { next: None, kind: kind.kind.code.clone(), faults });
        }
        let list = super::store_list(&record);
        let same = confirmed.iter().filter(|f| values.get(*f) == base.get(*f)).cloned().collect();
        let as_of = record.as_of.max(at.0);
        let without = |code: &String| {
            let back = back.iter().find(|(field, _)| field == code);
            (code.clone(), back.map_or(record.version, |(_, version)| *version))
        };
        let seen = confirmed.iter().map(without).collect();
        let base = Some((base, since));
        let change = Change { values, at: None, as_of, digest: None, corrected: true, confirmed, base };
        let made = make_next(self, ctx, (&kind, &self.blind()?), record, &before, change)?;
        let types = seal::types_of(&kind, Some(&made.next.old), Some(&made.next.new));
        let said = Corrected {
            version: made.next.new.version,
            fields,
            leaf: made.leaf.clone(),
            reason: None,
            visit: Some(visit.to_owned()),
            kind: kind.kind.code.clone(),
            types,
        };
        let next = Some(Observation { made: Arc::new(made), said, list, same, seen });
        Ok(Taken { next, kind: kind.kind.code.clone(), faults })
    }

    /// Values and marks as they would be if a version had not been made: of its fields, those that nobody said otherwise of since.
    async fn without(&self, tx: &mut Tx, record: &Record, now: &Values, undo: &Undo) -> Result<Without> {
        let mut values = now.clone();
        let mut since = leaf::values(record.since.as_deref().unwrap_or_default());
        let mut fields = vec![];
        for old in store::read::past(tx, &[record]).await? {
            let here = undo.fields.iter().filter(|(_, version)| *version == old.version);
            let here =
                here.filter(|(code, _)| since.get(code).and_then(|m| m["v"].as_i64()) == Some(undo.version));
            let here: Vec<&(String, i64)> = here.collect();
            if here.is_empty() {
                continue;
            }
            let before = self.values(tx, &old).await?;
            let marks = leaf::values(old.since.as_deref().unwrap_or_default());
            for (code, version) in here {
                put(&mut values, code, before.get(code));
                put(&mut since, code, marks.get(code));
                fields.push((code.clone(), *version));
            }
        }
        for (code, version) in undo.fields.iter().filter(|(_, version)| *version == 0) {
            // what has no mark is as the first version said
            let mark = since.get(code).map_or(Some(1), |mark| mark["v"].as_i64());
            if mark == Some(undo.version) {
                put(&mut values, code, None);
                put(&mut since, code, None);
                fields.push((code.clone(), *version));
            }
        }
        Ok(Without { values, since, fields })
    }
}

impl Observation {
    /// The kind of the record.
    pub fn kind(&self) -> &str {
        &self.said.kind
    }

    /// Fields whose value was confirmed.
    pub fn same(&self) -> impl Iterator<Item = &str> {
        self.same.iter().map(String::as_str)
    }

    /// The record.
    pub fn id(&self) -> String {
        self.made.next.new.id()
    }

    /// The version that it makes.
    pub fn version(&self) -> i64 {
        self.said.version
    }

    /// Fields whose value was seen, each with the version that says what it was without.
    pub fn seen(&self) -> &[(String, i64)] {
        &self.seen
    }

    /// The order in which several are written: that of their streams.
    pub fn order(&self) -> (String, String) {
        (self.made.next.new.county.clone(), model::record_stream(self.made.next.new.n))
    }

    /// Writes it, with its fact, inside a transaction.
    ///
    /// # Errors
    /// `register.stale` when the record changed meanwhile: it is made again then.
    pub async fn write(&self, tx: &mut Tx, ctx: &Ctx, vault: &Vault) -> Result<()> {
        let (county, stream) = self.order();
        let mut head = ledger::open(tx, &county, &stream).await?;
        store::write::next(tx, vault, self.made.next.clone(), &self.list).await?;
        ledger::append(tx, ctx, &mut head, &[NewFact::new(CORRECTED, 1, &self.said)?]).await?;
        Ok(())
    }
}

fn put(values: &mut Values, code: &str, value: Option<&serde_json::Value>) {
    match value {
        Some(value) => drop(values.insert(code.to_owned(), value.clone())),
        None => drop(values.remove(code)),
    }
}
