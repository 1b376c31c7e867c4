//! Appending: lock the stream's head, seal the facts, move the head.
//!
//! Two ways. [`append`] holds the lock of [`open`] in a transaction. [`write`] fills a [`Batch`] with facts that were
//! [`seal`]ed before behind a head that was only read: their numbers are the guard, since whoever was faster has taken them
//! (a unique violation, and nothing is written).

use crate::{Fact, digest::chain, store};
use db::{AtCommit, Batch, DbError, Tx, Value, args};
use kernel::{Ctx, Timestamp};
use std::{collections::BTreeMap, sync::Arc};

/// How far a stream goes; holding one inside a transaction is the lock on its aggregate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Home county.
    pub county: String,
    /// Stream.
    pub stream: String,
    /// Number of the last fact; 0 for a new stream.
    pub seq: i64,
    /// Hash of the last fact; empty for a new stream.
    pub hash: String,
}

/// A fact to append.
#[derive(Clone, Debug)]
pub struct NewFact {
    /// What happened.
    pub action: String,
    /// Version of the shape of `data`.
    pub v: i64,
    /// The facts themselves: no personal value, nobody's free text.
    pub data: serde_json::Value,
}

impl NewFact {
    /// A fact from anything that serializes.
    pub fn new(
        action: impl Into<String>,
        v: i64,
        data: &impl serde::Serialize,
    ) -> Result<Self, serde_json::Error> {
        Ok(Self { action: action.into(), v, data: serde_json::to_value(data)? })
    }
}

/// Locks a stream by taking its head row; writers of one aggregate queue here on both databases.
pub async fn open(tx: &mut Tx, county: &str, stream: &str) -> Result<Head, DbError> {
    let row = tx.fetch_one(&store::OPEN, args![county, stream]).await?;
    Ok(Head { county: county.into(), stream: stream.into(), seq: row.get("seq")?, hash: row.get("hash")? })
}

/// Appends facts behind `head`, which moves along. Answers them as stored.
pub async fn append(
    tx: &mut Tx,
    ctx: &Ctx,
    head: &mut Head,
    facts: &[NewFact],
) -> Result<Vec<Fact>, DbError> {
    let sealed = seal(ctx, head, facts);
    let mut batch = Batch::default();
    batch.add(&store::ADVANCE, args![&head.county, &head.stream, head.seq, &head.hash]);
    sealed.iter().for_each(|fact| add(&mut batch, tx.is_sqlite(), fact));
    tx.run(batch).await?;
    Ok(sealed)
}

/// How far a stream goes, without locking it; None when there is no such stream.
pub async fn head(tx: &mut Tx, county: &str, stream: &str) -> Result<Option<Head>, DbError> {
    let row = tx.fetch_optional(&store::HEAD, args![county, stream]).await?;
    let head = |row: db::Row| {
        Ok(Head {
            county: county.into(),
            stream: stream.into(),
            seq: row.get("seq")?,
            hash: row.get("hash")?,
        })
    };
    row.map(head).transpose()
}

/// Seals facts behind `head`, which moves along. No database: hashing is done before a transaction begins.
pub fn seal(ctx: &Ctx, head: &mut Head, facts: &[NewFact]) -> Vec<Fact> {
    facts.iter().map(|fact| link(head, fact, ctx.now, &ctx.actor.id, ctx.post.as_deref())).collect()
}

/// Adds facts that were sealed behind a head that was read. When the stream has moved on meanwhile, the batch fails with a
/// unique violation and nothing is written. `sqlite`: what [`db::Db::is_sqlite`] says.
pub fn write(batch: &mut Batch, sqlite: bool, sealed: &[Fact]) {
    let Some((first, last)) = sealed.first().zip(sealed.last()) else { return };
    let head = args![&last.county, &last.stream, last.seq, &last.hash];
    batch.add(if first.seq == 1 { &store::BEGIN } else { &store::ADVANCE }, head);
    sealed.iter().for_each(|fact| add(batch, sqlite, fact));
}

/// The fact itself, and its position: on SQLite given at the commit, on PostgreSQL by the sequencer.
fn add(batch: &mut Batch, sqlite: bool, fact: &Fact) {
    batch.add(&store::INSERT, columns(fact));
    if sqlite {
        batch.at_commit(&POSITIONS, args![&fact.county, &fact.stream, fact.seq, &fact.hash]);
    } else {
        batch.add(&store::OUTBOX, args![&fact.county, &fact.stream, fact.seq]);
    }
}

/// SQLite: the facts of all commands that share a commit get their positions together.
static POSITIONS: AtCommit =
    AtCommit { name: "positions", run: |tx, rows| Box::pin(async move { give_positions(tx, rows).await }) };

async fn give_positions(tx: &mut Tx, rows: Vec<Vec<Value>>) -> Result<(), DbError> {
    let mut counties: BTreeMap<Arc<str>, CountyHead> = BTreeMap::new();
    for row in &rows {
        if let [Value::Text(Some(county)), ..] = row.as_slice()
            && !counties.contains_key(county)
        {
            let new = CountyHead { county: county.to_string(), pos: 0, hash: String::new() };
            counties.insert(county.clone(), new);
        }
    }
    let names: Vec<&str> = counties.keys().map(AsRef::as_ref).collect();
    for row in tx.fetch_all(&store::COUNTIES_AT, args![serde_json::json!(names).to_string()]).await? {
        let county: String = row.get("county")?;
        if let Some(head) = counties.get_mut(county.as_str()) {
            (head.pos, head.hash) = (row.get("pos")?, row.get("hash")?);
        }
    }
    let next = |row: Vec<Value>| match row.as_slice() {
        [
            Value::Text(Some(county)),
            Value::Text(Some(stream)),
            Value::Int(Some(seq)),
            Value::Text(Some(hash)),
        ] => counties.get_mut(county).map(|head| head.next(stream, *seq, hash)),
        _ => None,
    };
    let positions: Vec<Vec<Value>> = rows.into_iter().filter_map(next).collect();
    tx.bulk_insert("fact_position", POSITION_COLUMNS, &positions).await?;
    let mut heads = Batch::default();
    for head in counties.values() {
        heads.add(&store::COUNTY_SET, args![&head.county, head.pos, &head.hash]);
    }
    tx.run(heads).await
}

/// The columns of a position, in the order of [`CountyHead::next`].
pub(crate) const POSITION_COLUMNS: &[&str] = &["county", "pos", "stream", "seq", "hash"];

fn link(head: &mut Head, fact: &NewFact, at: Timestamp, actor: &str, post: Option<&str>) -> Fact {
    let mut sealed = Fact {
        county: head.county.clone(),
        stream: head.stream.clone(),
        seq: head.seq + 1,
        v: fact.v,
        at,
        actor: actor.into(),
        post: post.map(str::to_string),
        action: fact.action.clone(),
        data: fact.data.to_string(),
        prev_hash: head.hash.clone(),
        hash: String::new(),
    };
    sealed.seal();
    head.seq = sealed.seq;
    head.hash.clone_from(&sealed.hash);
    sealed
}

pub(crate) fn columns(fact: &Fact) -> Vec<Value> {
    args![
        &fact.county,
        &fact.stream,
        fact.seq,
        fact.v,
        fact.at,
        &fact.actor,
        fact.post.clone(),
        &fact.action,
        &fact.data,
        &fact.prev_hash,
        &fact.hash
    ]
}

/// The end of a county's chain of positions, locked.
pub(crate) struct CountyHead {
    county: String,
    pos: i64,
    hash: String,
}

impl CountyHead {
    pub(crate) async fn lock(tx: &mut Tx, county: &str) -> Result<Self, DbError> {
        let row = tx.fetch_one(&store::COUNTY, args![county]).await?;
        Ok(Self { county: county.into(), pos: row.get("pos")?, hash: row.get("hash")? })
    }
    /// The columns of the next position.
    pub(crate) fn next(&mut self, stream: &str, seq: i64, fact: &str) -> Vec<Value> {
        self.pos += 1;
        self.hash = chain(None, &self.hash, self.pos, stream, seq, fact).unwrap_or_default();
        args![&self.county, self.pos, stream, seq, &self.hash]
    }
    pub(crate) async fn store(&self, tx: &mut Tx) -> Result<(), DbError> {
        tx.execute(&store::COUNTY_ADVANCE, args![&self.county, self.pos, &self.hash]).await.map(drop)
    }
}

/// A whole new stream with its facts and their own times and actors (history import, the demo city).
#[derive(Clone, Debug)]
pub struct NewStream {
    /// Home county.
    pub county: String,
    /// Stream; must not exist yet.
    pub stream: String,
    /// The facts with when, who and in which post.
    pub facts: Vec<(Timestamp, String, Option<String>, NewFact)>,
}
