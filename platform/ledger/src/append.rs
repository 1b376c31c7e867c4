//! Appending: lock the stream's head, seal the facts, move the head.

use crate::{Fact, digest::chain, store};
use db::{DbError, Tx, Value, args};
use kernel::{Ctx, Timestamp};
use std::collections::BTreeMap;

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
    let sealed: Vec<Fact> =
        facts.iter().map(|fact| link(head, fact, ctx.now, &ctx.actor.id, ctx.post.as_deref())).collect();
    for fact in &sealed {
        tx.execute(&store::INSERT, columns(fact)).await?;
    }
    tx.execute(&store::ADVANCE, args![&head.county, &head.stream, head.seq, &head.hash]).await?;
    if tx.is_sqlite() {
        let mut county = CountyHead::lock(tx, &head.county).await?;
        for fact in &sealed {
            tx.execute(&store::POSITION, county.next(&fact.stream, fact.seq, &fact.hash)).await?;
        }
        county.store(tx).await?;
    } else {
        for fact in &sealed {
            tx.execute(&store::OUTBOX, args![&fact.county, &fact.stream, fact.seq]).await?;
        }
    }
    Ok(sealed)
}

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

fn columns(fact: &Fact) -> Vec<Value> {
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

/// Appends whole new streams by the database's bulk path. A stream that exists already is a unique violation. Answers
/// the head of each.
pub async fn bulk_append(tx: &mut Tx, streams: Vec<NewStream>) -> Result<Vec<Head>, DbError> {
    let mut heads = Vec::with_capacity(streams.len());
    let mut facts: BTreeMap<String, Vec<Fact>> = BTreeMap::new();
    for new in streams {
        let mut head = Head { county: new.county, stream: new.stream, seq: 0, hash: String::new() };
        let sealed = facts.entry(head.county.clone()).or_default();
        for (at, actor, post, fact) in &new.facts {
            sealed.push(link(&mut head, fact, *at, actor, post.as_deref()));
        }
        heads.push(head);
    }
    let head_rows = heads.iter().map(|h| args![&h.county, &h.stream, h.seq, &h.hash]).collect();
    tx.bulk_insert("stream_head", &["county", "stream", "seq", "hash"], head_rows).await?;
    let numbered = !facts.is_empty();
    for (county, sealed) in facts {
        let mut chain = CountyHead::lock(tx, &county).await?;
        let positions = sealed.iter().map(|f| chain.next(&f.stream, f.seq, &f.hash)).collect();
        tx.bulk_insert("fact_position", &["county", "pos", "stream", "seq", "hash"], positions).await?;
        chain.store(tx).await?;
        let rows = sealed.iter().map(columns).collect();
        const COLUMNS: &[&str] =
            &["county", "stream", "seq", "v", "at", "actor", "post", "action", "data", "prev_hash", "hash"];
        tx.bulk_insert("fact", COLUMNS, rows).await?;
    }
    if numbered {
        // these have their positions already: no sequencer will tell the other nodes
        tx.announce().await?;
    }
    Ok(heads)
}
