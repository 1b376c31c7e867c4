//! Drafts made ready to be written: numbered, sealed, hashed, as rows, with the fact that speaks for them.

use super::super::Register;
use super::super::seal;
use super::draft::Draft;
use crate::model::{IMPORTED, Imported, Record, Types};
use crate::rules::leaf;
use crate::rules::relation;
use crate::rules::schema::ReadyKind;
use crate::rules::value::Values;
use crate::store::read::KnownRow;
use crate::store::write::{Next, Rows};
use crate::{model, store};
use db::Tx;
use kernel::{Ctx, Refusal, Result};
use ledger::{Head, NewFact};
use protect::{Blind, Vault};
use std::collections::BTreeMap;

/// What waits in one home.
#[derive(Default)]
pub(super) struct Pending {
    pub new: Vec<Draft>,
    changed: Vec<(Draft, KnownRow)>,
}

impl Pending {
    pub fn add(&mut self, draft: Draft, known: Option<KnownRow>) {
        match known {
            None => self.new.push(draft),
            Some(row) => self.changed.push((draft, row)),
        }
    }

    pub fn len(&self) -> usize {
        self.new.len() + self.changed.len()
    }

    /// The same in facts of at most [`super::CHUNK`] rows.
    pub fn chunks(self) -> Vec<Self> {
        let mut chunks: Vec<Self> = vec![];
        let rows = self
            .new
            .into_iter()
            .map(|d| (d, None))
            .chain(self.changed.into_iter().map(|(d, k)| (d, Some(k))));
        for (draft, known) in rows {
            if chunks.last().is_none_or(|c| c.len() >= super::CHUNK) {
                chunks.push(Self::default());
            }
            if let Some(chunk) = chunks.last_mut() {
                chunk.add(draft, known);
            }
        }
        chunks
    }

    /// The records that have changed, as they are now.
    pub async fn load(&self, register: &Register, county: &str) -> Result<Vec<Before>> {
        if self.changed.is_empty() {
            return Ok(vec![]);
        }
        let ns: Vec<i64> = self.changed.iter().map(|(_, row)| row.n).collect();
        let mut tx = register.db().read().await?;
        let mut records = store::read::some(&mut tx, county, &ns).await?;
        let bundles = register.parts.vault.bundles(&mut tx, county, model::SHELF, &ns).await?;
        let mut all = vec![];
        for (draft, row) in &self.changed {
            let stale = || Refusal::conflict("register.stale").with("version", row.version);
            let record = records.remove(&row.n).ok_or_else(stale)?;
            let bundle = bundles.get(&(row.n, record.version)).map(|b| &b.values);
            let values = seal::join(&record.open, bundle);
            let after = After {
                at: draft.at.clone(),
                values: draft.values.clone(),
                as_of: draft.as_of,
                key: draft.key,
                digest: draft.digest,
            };
            all.push(Before { record, values, after });
        }
        Ok(all)
    }
}

/// What a row says now.
pub(crate) struct After {
    at: std::sync::Arc<super::super::At>,
    values: Values,
    as_of: i64,
    key: i64,
    digest: i64,
}

/// A record before its next version, and what its row says now.
pub(crate) struct Before {
    record: Record,
    values: Values,
    after: After,
}

/// Where drafts go.
pub(crate) struct To<'a> {
    pub county: &'a str,
    pub source: &'a str,
    pub run: &'a str,
    pub first: i64,
}

/// Chunks of one home ready to be written, each with its fact.
pub(crate) struct Packed {
    pub county: String,
    pub facts: Vec<NewFact>,
    pub rows: Rows,
    pub next: Vec<Next>,
}

impl Packed {
    /// Writes them, with their facts, behind the head of the list's stream.
    pub async fn write(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        (vault, list): (&Vault, &str),
        head: &mut Head,
    ) -> Result<()> {
        store::write::insert(tx, vault, &self.rows).await?;
        for next in self.next.iter().cloned() {
            store::write::next(tx, vault, next, list).await?;
        }
        ledger::append(tx, ctx, head, &self.facts).await?;
        Ok(())
    }

    /// Neighbours of one home as one: the longer a table's row of rows, the fewer hand-overs to the database.
    pub fn join(chunks: Vec<Self>) -> Vec<Self> {
        let mut joined: Vec<Self> = vec![];
        for chunk in chunks {
            match joined.last_mut().filter(|last| last.county == chunk.county) {
                None => joined.push(chunk),
                Some(last) => {
                    last.facts.extend(chunk.facts);
                    last.rows.append(chunk.rows);
                    last.next.extend(chunk.next);
                }
            }
        }
        joined.iter_mut().for_each(|packed| packed.rows.sort());
        joined
    }
}

/// Seals a chunk. No database.
pub(crate) fn pack(
    register: &Register,
    ctx: &Ctx,
    (kind, blind): (&ReadyKind, &Blind),
    to: &To<'_>,
    new: Vec<Draft>,
    changed: Vec<Before>,
) -> Result<Packed> {
    let list = format!("{}/{}", kind.kind.code, to.source);
    let added = new.len() as i64;
    let (mut rows, mut next, mut leaves) = (Rows::default(), vec![], Vec::with_capacity(new.len()));
    let mut places: BTreeMap<String, i64> = BTreeMap::new();
    let mut types: BTreeMap<(String, String), i64> = BTreeMap::new();
    let mut typed = |all: Types| all.into_iter().for_each(|(p, t, n)| *types.entry((p, t)).or_default() += n);
    let mut as_of = i64::MIN;
    for (n, draft) in (to.first..).zip(new) {
        as_of = as_of.max(draft.as_of);
        let record = Record {
            county: to.county.into(),
            n,
            kind: kind.kind.code.clone(),
            source: to.source.into(),
            place: draft.at.place.clone(),
            area: draft.at.area.clone(),
            version: 1,
            open: draft.split.open,
            since: None,
            as_of: draft.as_of,
            recorded_at: ctx.now.0,
            recorded_by: ctx.actor.id.clone(),
            expires_at: expiry(kind, draft.as_of),
        };
        let (sealed, leaf) = register.seal(ctx, &record, &draft.split.bundle)?;
        leaves.push(leaf);
        rows.add(&record, &list, (draft.key, draft.digest), blind.generation());
        rows.bundles.extend(sealed);
        draft.words.iter().for_each(|key| rows.key(to.county, *key, n, blind.generation()));
        typed(seal::types_of(kind, None, Some(&record)));
        *places.entry(record.place).or_default() += 1;
    }
    let mut versions = vec![];
    for Before { record, values, after } in changed {
        as_of = as_of.max(after.as_of);
        let made = make_next(
            register,
            ctx,
            (kind, blind),
            record,
            &values,
            Change {
                values: after.values,
                at: Some((after.at.place.clone(), after.at.area.clone())),
                as_of: after.as_of,
                digest: Some((after.key, after.digest)),
                corrected: false,
                confirmed: vec![],
                base: None,
            },
        )?;
        typed(seal::types_of(kind, Some(&made.next.old), Some(&made.next.new)));
        if made.next.old.place != made.next.new.place {
            *places.entry(made.next.old.place.clone()).or_default() -= 1;
            *places.entry(made.next.new.place.clone()).or_default() += 1;
        }
        versions.push((made.next.new.n, made.next.new.version));
        leaves.push(made.leaf);
        next.push(made.next);
    }
    let fact = Imported {
        run: to.run.into(),
        kind: kind.kind.code.clone(),
        source: to.source.into(),
        as_of,
        first: to.first,
        added,
        changed: versions,
        root: leaf::root(&leaves, ledger::hash_fields),
        places: places.into_iter().filter(|(_, n)| *n != 0).collect(),
        types: types.into_iter().filter(|(_, n)| *n != 0).map(|((p, t), n)| (p, t, n)).collect(),
    };
    let facts = vec![NewFact::new(IMPORTED, 1, &fact)?];
    Ok(Packed { county: to.county.into(), facts, rows, next })
}

/// When a record must be gone.
pub(crate) fn expiry(kind: &ReadyKind, as_of: i64) -> Option<i64> {
    kind.kind.retention_days.map(|days| as_of.saturating_add(i64::from(days) * kernel::Timestamp::DAY))
}

/// What changes in a record.
pub(crate) struct Change {
    /// All values as they are to be.
    pub values: Values,
    /// Place and area, when they may change.
    pub at: Option<(String, String)>,
    pub as_of: i64,
    /// Blind numbers of the source's row: of its key and of what it says; None for a correction.
    pub digest: Option<(i64, i64)>,
    /// By hand: it stands until the source says something else.
    pub corrected: bool,
    /// Fields whose value was seen to be so: they are as old as this version from now on.
    pub confirmed: Vec<String>,
    /// Values and their marks as they would be without what counts no more; the present ones when nothing is taken back.
    pub base: Option<(Values, Values)>,
}

/// A next version, with its leaf.
pub(crate) struct Made {
    pub next: Next,
    pub leaf: String,
}

/// Makes the next version of a record. A value that was corrected by hand stays as long as the source says what it said then.
pub(crate) fn make_next(
    register: &Register,
    ctx: &Ctx,
    (kind, blind): (&ReadyKind, &Blind),
    old: Record,
    before: &Values,
    change: Change,
) -> Result<Made> {
    let mut values = change.values;
    let version = old.version + 1;
    let (base, mut since) = match change.base {
        Some(base) => base,
        None => (before.clone(), leaf::values(old.since.as_deref().unwrap_or_default())),
    };
    let day = kernel::Timestamp(change.as_of).to_string().chars().take(10).collect::<String>();
    let relations = kind.kind.relations.iter().map(|r| (relation::key(&r.code), Some(r)));
    for (code, of) in kind.kind.fields.iter().map(|f| (f.code.clone(), None)).chain(relations) {
        let code = &code;
        let said = |value: Option<&serde_json::Value>| {
            let text = value.map(ToString::to_string).unwrap_or_default();
            move |generation| blind.at(generation, "said", &format!("{code}\n{text}"))
        };
        // what it said then, and under which generation of keys that number stands
        let held = since.get(code).and_then(|s| Some((s["was"].as_i64()?, s["g"].as_i64().unwrap_or(1))));
        if !change.corrected && held.is_some_and(|(was, g)| was == said(values.get(code))(g)) {
            match base.get(code) {
                Some(kept) => drop(values.insert(code.clone(), kept.clone())),
                None => drop(values.remove(code)),
            }
            continue;
        }
        if let Some(relation) = of.filter(|r| r.dated && !change.corrected) {
            let (was, said) =
                (relation::links(&base, &relation.code), relation::links(&values, &relation.code));
            relation::put(&mut values, &relation.code, relation::succeed(&was, said, &day));
        }
        if values.get(code) != base.get(code) {
            let mut mark = serde_json::json!({ "v": version });
            if change.corrected {
                let now = blind.generation();
                let (was, g) = held.unwrap_or_else(|| (said(base.get(code))(now), now));
                mark["was"] = was.into();
                if g > 1 {
                    mark["g"] = g.into();
                }
            }
            since.insert(code.clone(), mark);
        }
    }
    for code in &change.confirmed {
        if values.contains_key(code) && values.get(code) == base.get(code) {
            // what was corrected by hand stays so
            let mut mark = since
                .get(code)
                .filter(|m| m["was"].is_i64())
                .cloned()
                .unwrap_or_else(|| serde_json::json!({}));
            mark["v"] = version.into();
            mark["seen"] = true.into();
            since.insert(code.clone(), mark);
        }
    }
    let split = seal::split(kind, &values);
    let (place, area) = change.at.unwrap_or_else(|| (old.place.clone(), old.area.clone()));
    let new = Record {
        place,
        area,
        version,
        open: split.open,
        since: (!since.is_empty()).then(|| leaf::text(&since)),
        as_of: change.as_of,
        recorded_at: ctx.now.0,
        recorded_by: ctx.actor.id.clone(),
        expires_at: expiry(kind, change.as_of),
        ..old.clone()
    };
    let (bundle, leaf) = register.seal(ctx, &new, &split.bundle)?;
    let next = Next {
        unkeys: seal::unkeys(blind, kind, before),
        keys: seal::keys(blind, kind, &values),
        generation: blind.generation(),
        changing: blind.is_changing(),
        digest: change.digest,
        old,
        new,
        bundle,
    };
    Ok(Made { next, leaf })
}
