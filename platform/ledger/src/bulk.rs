//! Whole new streams at once, by the database's bulk path: hashed outside of any transaction, on as many cores as the
//! caller has, then written.

use crate::Fact;
use crate::append::{CountyHead, Head, NewStream, POSITION_COLUMNS, columns};
use db::{DbError, Tx, Value, args};
use kernel::Timestamp;
use std::collections::BTreeMap;

/// A fact of the past with its own time and actor, as it will be stored.
#[derive(Clone, Debug)]
pub struct PastFact {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// In which post.
    pub post: Option<String>,
    /// What.
    pub action: String,
    /// Version of the shape of `data`.
    pub v: i64,
    /// JSON text.
    pub data: String,
}

/// A whole stream of the past.
#[derive(Clone, Debug)]
pub struct PastStream {
    /// Home county.
    pub county: String,
    /// Stream; must not exist yet.
    pub stream: String,
    /// Its facts in order.
    pub facts: Vec<PastFact>,
}

impl From<NewStream> for PastStream {
    fn from(new: NewStream) -> Self {
        let past = |(at, actor, post, fact): (Timestamp, String, Option<String>, crate::NewFact)| PastFact {
            at,
            actor,
            post,
            action: fact.action,
            v: fact.v,
            data: fact.data.to_string(),
        };
        Self { county: new.county, stream: new.stream, facts: new.facts.into_iter().map(past).collect() }
    }
}

/// New streams with their hashes, ready to be written.
#[derive(Clone, Debug, Default)]
pub struct Sealed {
    heads: Vec<Head>,
    /// By county, in the order in which they get their positions.
    facts: BTreeMap<String, Counted>,
}

#[derive(Clone, Debug, Default)]
struct Counted {
    /// Stream, number and hash of each fact.
    order: Vec<(String, i64, String)>,
    rows: Vec<Vec<Value>>,
}

impl Sealed {
    /// Seals the facts of new streams.
    pub fn new(streams: Vec<PastStream>) -> Self {
        let mut sealed = Self::default();
        for new in streams {
            let mut head = Head { county: new.county, stream: new.stream, seq: 0, hash: String::new() };
            let counted = sealed.facts.entry(head.county.clone()).or_default();
            for past in new.facts {
                let fact = link(&mut head, past);
                counted.rows.push(columns(&fact));
                counted.order.push((fact.stream, fact.seq, fact.hash));
            }
            sealed.heads.push(head);
        }
        sealed
    }

    /// Writes them. A stream that exists already is a unique violation. Answers the head of each.
    pub async fn store(self, tx: &mut Tx) -> Result<Vec<Head>, DbError> {
        let heads =
            self.heads.iter().map(|h| args![&h.county, &h.stream, h.seq, &h.hash]).collect::<Vec<_>>();
        tx.bulk_insert("stream_head", &["county", "stream", "seq", "hash"], &heads).await?;
        let numbered = !self.facts.is_empty();
        for (county, facts) in self.facts {
            let mut chain = CountyHead::lock(tx, &county).await?;
            let positions = facts
                .order
                .iter()
                .map(|(stream, seq, hash)| chain.next(stream, *seq, hash))
                .collect::<Vec<_>>();
            tx.bulk_insert("fact_position", POSITION_COLUMNS, &positions).await?;
            chain.store(tx).await?;
            const COLUMNS: &[&str] = &[
                "county",
                "stream",
                "seq",
                "v",
                "at",
                "actor",
                "post",
                "action",
                "data",
                "prev_hash",
                "hash",
            ];
            tx.bulk_insert("fact", COLUMNS, &facts.rows).await?;
        }
        if numbered {
            // these have their positions already: no sequencer will tell the other nodes
            tx.announce().await?;
        }
        Ok(self.heads)
    }
}

fn link(head: &mut Head, past: PastFact) -> Fact {
    let mut fact = Fact {
        county: head.county.clone(),
        stream: head.stream.clone(),
        seq: head.seq + 1,
        v: past.v,
        at: past.at,
        actor: past.actor,
        post: past.post,
        action: past.action,
        data: past.data,
        prev_hash: std::mem::take(&mut head.hash),
        hash: String::new(),
    };
    fact.seal();
    head.seq = fact.seq;
    head.hash.clone_from(&fact.hash);
    fact
}

/// Seals and writes whole new streams.
pub async fn bulk_append(tx: &mut Tx, streams: Vec<NewStream>) -> Result<Vec<Head>, DbError> {
    Sealed::new(streams.into_iter().map(PastStream::from).collect()).store(tx).await
}
