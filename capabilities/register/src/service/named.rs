//! Records by what a list calls them: their id, an open number, an open name, an open address. For lists that are handed down.

use super::view::read_id;
use super::{Reach, Register, Subject};
use crate::model::Record;
use crate::model::kind::{Field, IdentityRole};
use crate::rules::schema::ReadyKind;
use crate::rules::{ids, leaf, words};
use crate::store;
use authz::Action;
use db::{DbError, Tx};
use kernel::{Ctx, Result};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Words looked up at once, and entries that such a look answers at most.
const TOGETHER: usize = 40;
const ANSWERED: usize = 20_000;
/// Records read at once.
const STEP: usize = 500;

/// What became of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Named {
    /// It names this record.
    Found(Box<Subject>),
    /// It may name one of several.
    Ambiguous(usize),
    /// It names none within the area.
    Unknown,
}

impl Register {
    /// The records of a kind that some lines name, within the areas of an action and under an area: one answer for each line. Only what
    /// everybody on the staff may know is compared.
    ///
    /// # Errors
    /// `action.forbidden`; an unknown kind or area.
    pub async fn named(
        &self,
        ctx: &Ctx,
        action: Action,
        (kind, area): (&str, &str),
        lines: &[String],
    ) -> Result<Vec<Named>> {
        authz::require_anywhere(&ctx.actor, action)?;
        let kind = self.kind("kind", kind)?;
        let reaches = self.reaches(ctx, action, Some(area)).await?;
        let mut found: Vec<BTreeMap<String, Subject>> = vec![BTreeMap::new(); lines.len()];
        let mut close = found.clone();
        for reach in &reaches {
            let maybe = self.maybe(&kind, reach, lines).await?;
            for (line, records) in lines.iter().zip(&maybe).enumerate().map(|(at, (l, r))| ((at, l), r)) {
                let (at, text) = line;
                for record in records {
                    let into = match likeness(&kind, record, text) {
                        Likeness::Same => &mut found,
                        Likeness::Part => &mut close,
                        Likeness::None => continue,
                    };
                    let subject = self.subject_of(&kind, record);
                    into[at].insert(subject.id(), subject);
                }
            }
        }
        let named = |(same, part): (BTreeMap<String, Subject>, BTreeMap<String, Subject>)| {
            let mut best = if same.is_empty() { part } else { same };
            match best.len() {
                0 => Named::Unknown,
                1 => best.pop_first().map_or(Named::Unknown, |(_, s)| Named::Found(Box::new(s))),
                n => Named::Ambiguous(n),
            }
        };
        Ok(found.into_iter().zip(close).map(named).collect())
    }

    /// Some records of a home by their numbers, as far as an action reaches; those that are not there are missing.
    ///
    /// # Errors
    /// The database.
    pub async fn some_subjects(
        &self,
        ctx: &Ctx,
        action: Action,
        county: &str,
        ns: &[i64],
    ) -> Result<HashMap<i64, Subject>> {
        let registers = self.registers();
        let mut tx = self.db().read().await?;
        let mut all = HashMap::new();
        for some in ns.chunks(STEP) {
            for (n, record) in store::read::some(&mut tx, county, some).await? {
                if let Some(kind) = registers.kind(&record.kind)
                    && self.allowed(ctx, action, &record).is_ok()
                {
                    all.insert(n, self.subject_of(kind, &record));
                }
            }
        }
        Ok(all)
    }

    /// The records of a home that share a word with a line, for each line.
    async fn maybe(&self, kind: &ReadyKind, reach: &Reach, lines: &[String]) -> Result<Vec<Vec<Record>>> {
        let blind = self.blind()?;
        let roles: BTreeSet<IdentityRole> =
            kind.kind.fields.iter().filter(|f| f.class.is_open()).filter_map(|f| f.role).collect();
        let mut tx = self.db().read().await?;
        let mut ns: Vec<BTreeSet<i64>> = vec![BTreeSet::new(); lines.len()];
        let mut asked: HashMap<i64, Vec<usize>> = HashMap::new();
        for (at, line) in lines.iter().enumerate() {
            if let Ok((county, n)) = read_id(line.trim())
                && county == reach.county
            {
                ns[at].insert(n);
            }
            for (role, word) in roles.iter().flat_map(|role| said(*role, line)) {
                for key in blind.all(role.word(), &word) {
                    asked.entry(key).or_default().push(at);
                }
            }
        }
        let last = store::read::next(&mut tx, &reach.county).await?;
        let mut keys: Vec<i64> = asked.keys().copied().collect();
        keys.sort_unstable();
        for some in keys.chunks(TOGETHER) {
            for (key, n) in entries(&mut tx, &reach.county, last, some).await? {
                for at in asked.get(&key).into_iter().flatten() {
                    ns[*at].insert(n);
                }
            }
        }
        let all: Vec<i64> = ns.iter().flatten().copied().collect::<BTreeSet<i64>>().into_iter().collect();
        let mut records = HashMap::new();
        for some in all.chunks(STEP) {
            let read = store::read::some(&mut tx, &reach.county, some).await?;
            records.extend(read.into_iter().filter(|(_, r)| r.kind == kind.kind.code && reach.holds(r)));
        }
        let of = |ns: BTreeSet<i64>| ns.iter().filter_map(|n| records.get(n).cloned()).collect();
        Ok(ns.into_iter().map(of).collect())
    }
}

/// The entries of some words; of fewer at once where they are too many for one answer.
async fn entries(tx: &mut Tx, county: &str, last: i64, keys: &[i64]) -> Result<Vec<(i64, i64)>, DbError> {
    let (mut waiting, mut all) = (vec![keys], vec![]);
    while let Some(some) = waiting.pop() {
        let found = store::read::find_any(tx, county, last, some).await?;
        match found.len() >= ANSWERED && some.len() > 1 {
            true => waiting.extend(some.chunks(some.len().div_ceil(2))),
            false => all.extend(found),
        }
    }
    Ok(all)
}

/// The word under which a line would stand.
fn said(role: IdentityRole, line: &str) -> Option<(IdentityRole, String)> {
    let word = match role {
        IdentityRole::Identifier | IdentityRole::Phone => ids::plain(line),
        IdentityRole::Name => words::name(line),
        IdentityRole::Address => words::address_words(line).pop().unwrap_or_default(),
    };
    (!word.is_empty()).then_some((role, word))
}

/// How well a record fits a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    None,
    /// One address is the end of the other: a city stands before it, or does not.
    Part,
    Same,
}

fn likeness(kind: &ReadyKind, record: &Record, line: &str) -> Likeness {
    if record.id() == line.trim() {
        return Likeness::Same;
    }
    let open = leaf::values(&record.open);
    let of = |field: &Field| {
        let value = open.get(&field.code).and_then(|v| v.as_str());
        value.zip(field.role).map_or(Likeness::None, |(value, role)| alike(role, value, line))
    };
    kind.kind.fields.iter().filter(|f| f.class.is_open()).map(of).max().unwrap_or(Likeness::None)
}

fn alike(role: IdentityRole, value: &str, line: &str) -> Likeness {
    let plain = |text: &str| match role {
        IdentityRole::Identifier | IdentityRole::Phone => ids::plain(text),
        IdentityRole::Name => words::name(text),
        IdentityRole::Address => words::address(text),
    };
    let (value, line) = (plain(value), plain(line));
    let part = role == IdentityRole::Address && (line.ends_with(&value) || value.ends_with(&line));
    match (value == line, part) {
        _ if value.is_empty() || line.is_empty() => Likeness::None,
        (true, _) => Likeness::Same,
        (_, true) => Likeness::Part,
        _ => Likeness::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_an_address_with_or_without_its_city() {
        let address = |value: &str, line: &str| alike(IdentityRole::Address, value, line);
        assert_eq!(address("示范路1号", "示范路 １号"), Likeness::Same);
        assert_eq!(address("示范路1号", "某市某区示范路1号"), Likeness::Part);
        assert_eq!(address("某市示范路1号", "示范路1号"), Likeness::Part);
        assert_eq!(address("示范路11号", "示范路1号"), Likeness::None);
        assert_eq!(address("示范路1号2室", "示范路1号"), Likeness::None);
        assert_eq!(alike(IdentityRole::Identifier, "D-1", "d1"), Likeness::Same);
        assert_eq!(alike(IdentityRole::Identifier, "D-12", "d1"), Likeness::None);
    }
}
