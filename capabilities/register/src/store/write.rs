//! Writing: many new records by the bulk path, single ones one by one.

use super::*;
use crate::model::segment;
use db::{Tx, Value, args};
use kernel::{Failure, Refusal};
use protect::{SealedBundle, Vault};

const RECORD: &[&str] = &[
    "county",
    "n",
    "seg",
    "kind",
    "source",
    "place",
    "area",
    "version",
    "open_values",
    "since",
    "as_of",
    "recorded_at",
    "recorded_by",
    "expires_at",
];

/// New records as rows.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// Of `register_record`.
    pub records: Vec<Vec<Value>>,
    /// Of `register_key`.
    pub keys: Vec<Vec<Value>>,
    /// Of `register_source`.
    pub sources: Vec<Vec<Value>>,
    /// Sealed values.
    pub bundles: Vec<SealedBundle>,
}

impl Rows {
    /// Adds a new record.
    pub fn add(&mut self, r: &Record, list: &str, (row_key, digest): (i64, i64), generation: i64) {
        let seg = segment(r.n);
        self.records.push(args![
            &r.county,
            r.n,
            seg,
            &r.kind,
            &r.source,
            &r.place,
            &r.area,
            r.version,
            &r.open,
            r.since.clone(),
            r.as_of,
            r.recorded_at,
            &r.recorded_by,
            r.expires_at
        ]);
        self.sources.push(args![&r.county, list, r.n, row_key, digest, r.version, generation]);
    }

    /// Adds a blind word of a record.
    pub fn key(&mut self, county: &str, key: i64, n: i64, generation: i64) {
        self.keys.push(args![county, segment(n), key, n, generation]);
    }

    /// Adds those of other records.
    pub fn append(&mut self, mut others: Self) {
        self.records.append(&mut others.records);
        self.keys.append(&mut others.keys);
        self.sources.append(&mut others.sources);
        self.bundles.append(&mut others.bundles);
    }

    /// Brings the words into the order of their tree.
    pub fn sort(&mut self) {
        let of = |row: &Vec<Value>| match (&row[1], &row[2], &row[3]) {
            (Value::Int(seg), Value::Int(key), Value::Int(n)) => (*seg, *key, *n),
            _ => (None, None, None),
        };
        self.keys.sort_unstable_by_key(of);
        self.keys.dedup();
    }
}

/// Writes new records.
pub async fn insert(tx: &mut Tx, vault: &Vault, rows: &Rows) -> Result<(), DbError> {
    tx.bulk_insert("register_record", RECORD, &rows.records).await?;
    vault.store_bundles(tx, &rows.bundles).await?;
    tx.bulk_insert("register_key", &["county", "seg", "key", "n", "gen"], &rows.keys).await?;
    let source = &["county", "list", "n", "row_key", "digest", "version", "gen"];
    tx.bulk_insert("register_source", source, &rows.sources).await
}

/// A record's next version.
#[derive(Clone, Debug)]
pub struct Next {
    /// As it was.
    pub old: Record,
    /// As it is.
    pub new: Record,
    /// Its protected values.
    pub bundle: Option<SealedBundle>,
    /// Blind words that were true.
    pub unkeys: Vec<i64>,
    /// Blind words that are true.
    pub keys: Vec<i64>,
    /// Blind numbers of the source's row: of its key and of what it says now; None when it was not the source.
    pub digest: Option<(i64, i64)>,
    /// The generation of keys of all these numbers.
    pub generation: i64,
    /// A word that stays may stand under an older generation, which goes: it is written anew.
    pub changing: bool,
}

/// Writes the next version of a record; the present one becomes past.
///
/// # Errors
/// `register.stale` when somebody was faster.
pub async fn next(tx: &mut Tx, vault: &Vault, next: Next, list: &str) -> Result<(), Failure> {
    let Next { old, new, bundle, unkeys, keys, digest, generation, changing } = next;
    let c = &new.county;
    let changed = args![
        c,
        new.n,
        &new.place,
        &new.area,
        new.version,
        &new.open,
        new.since.clone(),
        new.as_of,
        new.recorded_at,
        &new.recorded_by,
        new.expires_at
    ];
    if tx.execute(&REWRITE, changed).await? == 0 {
        return Err(Refusal::conflict("register.stale").with("version", old.version).into());
    }
    let past = args![
        c,
        old.n,
        old.version,
        &old.place,
        &old.area,
        &old.open,
        old.since,
        old.as_of,
        old.recorded_at,
        &old.recorded_by
    ];
    const PAST: &[&str] = &[
        "county",
        "n",
        "version",
        "place",
        "area",
        "open_values",
        "since",
        "as_of",
        "recorded_at",
        "recorded_by",
    ];
    tx.bulk_insert("register_version", PAST, &[past]).await?;
    vault.store_bundles(tx, bundle.as_slice()).await?;
    let seg = segment(new.n);
    for key in unkeys.iter().filter(|k| !keys.contains(k)) {
        tx.execute(&UNKEY, args![c, seg, *key, new.n]).await?;
    }
    for key in keys.iter().filter(|k| changing || !unkeys.contains(k)) {
        tx.execute(&KEY, args![c, seg, *key, new.n, generation]).await?;
    }
    match digest {
        Some((row_key, digest)) => {
            let said = args![c, list, new.n, digest, new.version, row_key, generation];
            tx.execute(&RESOURCE, said).await?
        }
        None => tx.execute(&REVERSION, args![c, list, new.n, new.version]).await?,
    };
    Ok(())
}

/// The next `count` numbers of a home: answers the first.
pub async fn lease(tx: &mut Tx, county: &str, count: i64) -> Result<i64, DbError> {
    let next: i64 = tx.fetch_one(&LEASE, args![county, count]).await?.get("next")?;
    Ok(next - count)
}

/// Keeps a mapping.
pub async fn map(
    tx: &mut Tx,
    (kind, source): (&str, &str),
    mapping: &str,
    (at, by): (i64, &str),
) -> Result<(), DbError> {
    tx.execute(&MAP, args![kind, source, mapping, at, by]).await.map(drop)
}

/// Counts one reveal more of a person in this hour; answers how many there were.
pub async fn allowance(tx: &mut Tx, actor: &str, hour: i64) -> Result<i64, DbError> {
    tx.fetch_one(&ALLOWANCE, args![actor, hour]).await?.get("n")
}

/// More or fewer records of a kind in places, each counted with everything under it.
pub async fn count(tx: &mut Tx, county: &str, counts: &[(String, String, i64)]) -> Result<(), DbError> {
    for (kind, place, n) in counts {
        tx.execute(&COUNT, args![county, kind, place, *n]).await?;
    }
    Ok(())
}

/// More or fewer records of a type (kind and type on two lines) in places, each counted with everything under it.
pub async fn count_types(
    tx: &mut Tx,
    county: &str,
    counts: &std::collections::BTreeMap<(String, String), i64>,
) -> Result<(), DbError> {
    for ((of, place), n) in counts.iter().filter(|(_, n)| **n != 0) {
        let (kind, code) = of.split_once('\n').unwrap_or((of, ""));
        tx.execute(&COUNT_TYPE, args![county, kind, place, code, *n]).await?;
    }
    Ok(())
}

/// A record whose time is over: only the leaves of its versions stay.
pub async fn delete(
    tx: &mut Tx,
    vault: &Vault,
    r: &Record,
    list: &str,
    (leaves, keys): (&[String], &[i64]),
    at: i64,
) -> Result<(), DbError> {
    let rows = (1i64..).zip(leaves).map(|(v, leaf)| args![&r.county, r.n, v, leaf, at]).collect::<Vec<_>>();
    tx.bulk_insert("register_gone", &["county", "n", "version", "leaf", "gone_at"], &rows).await?;
    vault.erase_bundles(tx, &r.county, crate::model::SHELF, r.n).await?;
    for key in keys {
        tx.execute(&UNKEY, args![&r.county, segment(r.n), *key, r.n]).await?;
    }
    tx.execute(&DELETE, args![&r.county, r.n]).await?;
    tx.execute(&DELETE_PAST, args![&r.county, r.n]).await?;
    tx.execute(&DELETE_SOURCE, args![&r.county, list, r.n]).await.map(drop)
}
