//! What the bare database does with the statements of one report: the same rows into the same tables with the same
//! indexes, durable, from as many clients, in one trip each ([`db::Db::commit`]); no HTTP, no locating, no routing, no
//! hashing, no encryption.

use crate::{
    load::{Run, repeat},
    rows::{Statement, of_report},
};
use db::{Batch, Db, DbError, Options, Value, args};
use kernel::{Actor, Ctx, SystemEnv};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

db::sql! {
    /// The case that came last.
    LAST = "SELECT id FROM cases ORDER BY registered_at DESC, id DESC LIMIT 1";
    /// Its position (SQLite).
    POSITION = "INSERT INTO fact_position (county, pos, stream, seq, hash) VALUES ('bench', $1, $2, 1, $2)";
    /// It waits for its position (PostgreSQL).
    OUTBOX = "INSERT INTO fact_outbox (county, stream, seq) VALUES ('bench', $1, 1)";
}

/// The rows that the last report left in a server's database.
pub async fn last_report(url: &str) -> Result<Vec<Statement>, String> {
    let found = async {
        let db = Db::open(url, Options { writable: false, connections: 1, ..Options::default() }).await?;
        let mut tx = db.read().await?;
        let id: String = tx.fetch_one(&LAST, vec![]).await?.get("id")?;
        let rows = of_report(&mut tx, &id).await?;
        drop(tx);
        db.close().await;
        Ok::<_, DbError>(rows)
    };
    found.await.map_err(|e: DbError| e.to_string())
}

/// An empty database that takes such rows.
pub struct Bare {
    db: Db,
    rows: Vec<Statement>,
    next: AtomicI64,
}

impl Bare {
    /// Opens it; `rows` are those of one report.
    pub async fn open(url: &str, rows: &[Statement]) -> Result<Self, String> {
        let options = Options { connections: 32, ..Options::default() };
        let db = Db::open(url, options).await.map_err(|e| e.to_string())?;
        Ok(Self { db, rows: rows.to_vec(), next: AtomicI64::new(1) })
    }

    /// Some seconds from some clients.
    pub async fn run(&self, clients: usize, seconds: u64) -> Result<Run, String> {
        let ctx = Ctx::new(Arc::new(SystemEnv), Actor::system("bench"), "bench");
        repeat((0..clients).collect(), seconds, None, async |_: &mut usize, _| {
            let n = self.next.fetch_add(1, Ordering::Relaxed);
            let (mark, mut batch) = (format!("{n:012x}"), Batch::default());
            for row in self.rows.iter() {
                let value = |(v, unique): &(Value, bool)| if *unique { marked(v, &mark) } else { v.clone() };
                batch.add(&row.sql, row.values.iter().map(value).collect());
            }
            match self.db.is_sqlite() {
                true => batch.add(&POSITION, args![n, &mark]),
                false => batch.add(&OUTBOX, args![&mark]),
            }
            let done = self.db.commit(&ctx, batch);
            done.await.map_err(|e| e.to_string())
        })
        .await
    }
}

/// The same length with another end.
fn marked(value: &Value, mark: &str) -> Value {
    let Value::Text(Some(text)) = value else { return value.clone() };
    let keep = text.char_indices().rev().nth(mark.len() - 1).map_or(0, |(i, _)| i);
    format!("{}{mark}", &text[..keep]).into()
}
