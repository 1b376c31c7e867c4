//! Whoever or whatever was met on a visit and stands in no list: entered by the road of imports, as a row of a list of its own kind.

use super::import::{Draft, Packed, To, pack};
use super::view::read_id;
use super::{At, Reach, Register, Subject, Tie};
use crate::model::kind::IdentityRole;
use crate::model::{self, CORRECTED, Corrected, Record, VISIT};
use crate::rules::met::{self, Fit};
use crate::rules::schema::ReadyKind;
use crate::rules::value::{self, Fault, Values};
use crate::rules::{relation, words};
use crate::store;
use authz::Action;
use db::Tx;
use kernel::{Ctx, Failure, Lang, Result, Text, Timestamp};
use protect::Vault;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The rule by which a record goes that only a visit had made, when the visit says so no more.
const WITHDRAWN: &str = "withdrawn";

/// Who was met, by what was answered.
#[derive(Clone, Debug)]
pub struct Met {
    /// The kind.
    pub kind: String,
    /// Field → what was answered, as text.
    pub values: BTreeMap<String, String>,
}

/// Who that is.
pub enum Who {
    /// A record that is there.
    Known(String),
    /// Nobody whom the register knows.
    New(Box<Newcomer>),
    /// What was answered cannot be recorded.
    Refused(Vec<Fault>),
}

/// Somebody whom the register does not know yet.
pub struct Newcomer {
    kind: Arc<ReadyKind>,
    values: Values,
    /// Blind numbers of what belongs to one alone.
    numbers: Vec<i64>,
    /// Records under these numbers that are somebody else, or nothing to the one who asks.
    others: BTreeSet<i64>,
}

impl Newcomer {
    /// Whether the two are one.
    pub fn is(&self, other: &Self) -> bool {
        self.kind.kind.code == other.kind.kind.code && self.numbers.iter().any(|n| other.numbers.contains(n))
    }
}

/// A first version that waits to be written.
pub struct Entry {
    kind: String,
    n: i64,
    packed: Packed,
    generation: i64,
    numbers: Vec<i64>,
    others: BTreeSet<i64>,
    fields: Vec<String>,
}

impl Register {
    /// What is wrong with a value, in words.
    pub fn fault_words(&self, code: &str, expected: &str) -> Text {
        let say = |lang| self.words.get(code, lang).unwrap_or(code).replace("{expected}", expected);
        Text::new(say(Lang::Zh), say(Lang::En))
    }

    /// How records of a kind belong to subjects of another by a relation: whether it is they who have it, and whether it has days.
    pub fn belonging(&self, relation: &str, kind: &str, subject: &str) -> Option<(bool, bool)> {
        let registers = self.registers();
        let of = |holder: &str, to: &str| {
            let mut all = registers.kind(holder)?.kind.relations.iter();
            all.find(|r| r.code == relation && r.to == to).map(|r| r.dated)
        };
        let own = of(kind, subject).map(|dated| (true, dated));
        own.or_else(|| of(subject, kind).map(|dated| (false, dated)))
    }

    /// Who somebody is that was met: one with the same number within the areas of the action, or one of the same name among those that
    /// are known to belong there. Nothing is told of either but that it is so.
    ///
    /// # Errors
    /// The database.
    pub async fn recognise(&self, ctx: &Ctx, action: Action, met: &Met, related: &[String]) -> Result<Who> {
        let fault = |code| Who::Refused(vec![Fault { field: String::new(), code, expected: String::new() }]);
        let registers = self.registers();
        let Some(kind) = registers.kind(&met.kind) else { return Ok(fault("register.fault.kind")) };
        // visits look at what is protected to verify it: a kind that is not held for this takes nothing from them
        let verified = kind.kind.purposes.iter().any(|p| p.code == super::visit::PURPOSE);
        if !verified && !kind.kind.fields.iter().all(|f| f.class.is_open()) {
            return Ok(fault("register.fault.purpose"));
        }
        let map = self.parts.grid.map();
        let area = |text: &str| map.area(text).map(|a| a.code.clone());
        let numbers = match met::numbers(kind, &met.values, &area) {
            Ok(numbers) => numbers,
            Err(faults) => return Ok(Who::Refused(faults)),
        };
        let mut belonging: BTreeSet<(String, i64)> = BTreeSet::new();
        for id in related {
            belonging.extend(read_id(id).ok().map(|(county, n)| (county.to_owned(), n)));
        }
        let mut tx = self.db().read().await?;
        let words = self.numbered(kind, &numbers)?;
        let mut all = self.with_numbers(&mut tx, &words).await?;
        let others = all.iter().map(|(_, n)| *n).collect();
        all.extend(belonging.iter().cloned());
        let reaches = self.reaches(ctx, action, None).await?;
        let mut best: Option<(Fit, bool, String)> = None;
        for (county, n) in all {
            let belongs = belonging.contains(&(county.clone(), n));
            let seen = |r: &Record| belongs || reaches.iter().any(|reach: &Reach| reach.holds(r));
            let record = store::read::some(&mut tx, &county, &[n]).await?.remove(&n);
            let Some(record) = record.filter(|r| r.kind == met.kind && seen(r)) else { continue };
            let known = self.values(&mut tx, &record).await?;
            let fit = met::fit(kind, &met.values, &numbers, &known);
            let enough = fit == Fit::Number || belongs && fit == Fit::Name;
            // the first of those that fit best
            if enough && best.as_ref().is_none_or(|(f, b, _)| (fit, belongs) > (*f, *b)) {
                best = Some((fit, belongs, record.id()));
            }
        }
        if let Some((_, _, id)) = best {
            return Ok(Who::Known(id));
        }
        let read = |field: &crate::model::kind::Field| met.values.get(&field.code).cloned();
        Ok(match value::record(kind, &read, &area) {
            Ok(values) => Who::New(Box::new(Newcomer { kind: kind.clone(), values, numbers: words, others })),
            Err(faults) => Who::Refused(faults),
        })
    }

    /// The blind numbers of what belongs to one alone, of every generation of keys.
    fn numbered(&self, kind: &ReadyKind, numbers: &Values) -> Result<Vec<i64>> {
        let blind = self.blind()?;
        let mut all = vec![];
        for field in &kind.kind.fields {
            let Some(number) = numbers.get(&field.code).and_then(|v| v.as_str()) else { continue };
            for (role, word) in words::of_field(field, number) {
                if role == IdentityRole::Identifier {
                    all.extend(blind.all(role.word(), &word));
                }
            }
        }
        Ok(all)
    }

    /// Records of every home with one of some numbers.
    async fn with_numbers(&self, tx: &mut Tx, words: &[i64]) -> Result<BTreeSet<(String, i64)>> {
        let mut all = BTreeSet::new();
        if !words.is_empty() {
            for (county, next) in store::read::homes(tx).await? {
                let found = store::read::find_any(tx, &county, next, words).await?;
                all.extend(found.into_iter().map(|(_, n)| (county.clone(), n)));
            }
        }
        Ok(all)
    }

    /// Makes the first version of a record out of who was met at a subject, with the relation that is theirs.
    ///
    /// # Errors
    /// The database; sealing.
    pub async fn entry(
        &self,
        ctx: &Ctx,
        at: &Subject,
        new: &Newcomer,
        tie: Option<&Tie>,
        (when, visit): (Timestamp, &str),
    ) -> Result<Entry> {
        let Newcomer { kind, values, numbers, others } = new;
        let mut values = values.clone();
        if let Some(Tie { relation, to, day }) = tie {
            let link = relation::Link { to: to.clone(), from: day.clone(), until: None };
            relation::put(&mut values, relation, vec![link]);
        }
        // numbers that are taken and not used are gaps
        let home = at.county.clone();
        let lease = self.db().write(ctx, move |tx| {
            let home = home.clone();
            Box::pin(async move { Ok::<_, Failure>(store::write::lease(tx, &home, 1).await?) })
        });
        let (first, blind) = (lease.await?, self.blind()?);
        let fields = values.keys().cloned().collect();
        let mut draft = Draft {
            row: 0,
            key: blind.key("row", &format!("{visit}/{first}")),
            digest: 0,
            at: Arc::new(At {
                county: at.county.clone(),
                place: at.place.clone(),
                area: at.area.clone(),
                path: at.path.clone(),
            }),
            as_of: when.0,
            values,
            split: Default::default(),
            words: vec![],
            refs: vec![],
            cells: None,
        };
        draft.finish(kind, &blind);
        let to = To { county: &at.county, source: VISIT, run: visit, first };
        let packed = pack(self, ctx, (kind, &blind), &to, vec![draft], vec![])?;
        let (numbers, others) = (numbers.clone(), others.clone());
        let (kind, generation) = (kind.kind.code.clone(), blind.generation());
        Ok(Entry { kind, n: first, packed, generation, numbers, others, fields })
    }

    /// Takes a record out that some editions of a visit alone have made; false when somebody else has said something of it since.
    ///
    /// # Errors
    /// The database.
    pub async fn take_out(&self, tx: &mut Tx, ctx: &Ctx, id: &str, editions: &[String]) -> Result<bool> {
        let (county, n) = read_id(id)?;
        let stream = model::record_stream(n);
        let mut head = ledger::open(tx, county, &stream).await?;
        let Some(record) = store::read::some(tx, county, &[n]).await?.remove(&n) else { return Ok(false) };
        if record.source != VISIT {
            return Ok(false);
        }
        for fact in ledger::facts_of_stream(tx, county, &stream).await? {
            if fact.action == CORRECTED {
                let said: Corrected = fact.decode()?;
                if said.visit.is_none_or(|visit| !editions.contains(&visit)) {
                    return Ok(false);
                }
            }
        }
        self.delete(tx, ctx, &mut head, n, WITHDRAWN).await?;
        Ok(true)
    }
}

impl Entry {
    /// The record.
    pub fn id(&self) -> String {
        format!("{}-{}", self.packed.county, self.n)
    }

    /// The fields that it has, each with the version that says what it was without: none.
    pub fn seen(&self) -> Vec<(String, i64)> {
        self.fields.iter().map(|field| (field.clone(), 0)).collect()
    }

    /// Writes it, with its fact, inside a transaction.
    ///
    /// # Errors
    /// Unavailable when somebody else entered the same one meanwhile: it is looked for again then.
    pub async fn write(&self, tx: &mut Tx, ctx: &Ctx, vault: &Vault) -> Result<()> {
        let (county, again) = (&self.packed.county, |why: &str| Err(Failure::Unavailable(why.into())));
        if vault.generation() != self.generation {
            return again("the keys of the register have changed");
        }
        // whoever enters somebody of this kind waits here: so nobody is entered twice
        let stream = model::list_stream(&self.kind, VISIT);
        let mut head = ledger::open(tx, county, &stream).await?;
        if !self.numbers.is_empty() {
            let next = store::read::next(tx, county).await?;
            let found = store::read::find_any(tx, county, next, &self.numbers).await?;
            if found.iter().any(|(_, n)| !self.others.contains(n)) {
                return again("the same one was entered meanwhile");
            }
        }
        let list = format!("{}/{VISIT}", self.kind);
        self.packed.write(tx, ctx, (vault, &list), &mut head).await
    }
}
