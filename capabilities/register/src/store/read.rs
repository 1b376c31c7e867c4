//! Reading.

use super::*;
use db::{Tx, args};
use std::collections::{BTreeMap, HashMap};

fn numbers(ns: &[i64]) -> String {
    serde_json::json!(ns).to_string()
}

/// Homes with records, and the number behind their last.
pub async fn homes(tx: &mut Tx) -> Result<Vec<(String, i64)>, DbError> {
    let rows = tx.fetch_all(&HOMES, vec![]).await?;
    rows.iter().map(|r| Ok((r.get("county")?, r.get("next")?))).collect()
}

/// The number behind the last of a home.
pub async fn next(tx: &mut Tx, county: &str) -> Result<i64, DbError> {
    tx.fetch_optional(&HOME, args![county]).await?.map_or(Ok(1), |row| row.get("next"))
}

/// Some records of a home, by number.
pub async fn some(tx: &mut Tx, county: &str, ns: &[i64]) -> Result<HashMap<i64, Record>, DbError> {
    let mut found = HashMap::with_capacity(ns.len());
    for piece in ns.chunks(1_000) {
        for row in tx.fetch_all(&SOME, args![county, numbers(piece)]).await? {
            let record = record(county, &row)?;
            found.insert(record.n, record);
        }
    }
    Ok(found)
}

/// A page of a kind whose places lie between two within one segment, behind `after`.
pub async fn list(
    tx: &mut Tx,
    county: &str,
    (segment, kind): (i64, &str),
    after: (&str, i64),
    end: &str,
    limit: i64,
) -> Result<Vec<Record>, DbError> {
    let asked = args![county, segment, kind, after.0, after.1, end, limit];
    tx.fetch_all(&LIST, asked).await?.iter().map(|row| record(county, row)).collect()
}

/// The past versions of some records, the oldest first.
pub async fn past(tx: &mut Tx, of: &[&Record]) -> Result<Vec<Record>, DbError> {
    let mut by_county: BTreeMap<&str, Vec<&Record>> = BTreeMap::new();
    of.iter().for_each(|r| by_county.entry(&r.county).or_default().push(r));
    let mut all = vec![];
    for (county, records) in by_county {
        let by_n: HashMap<i64, &&Record> = records.iter().map(|r| (r.n, r)).collect();
        let ns: Vec<i64> = by_n.keys().copied().collect();
        for piece in ns.chunks(1_000) {
            for row in tx.fetch_all(&PAST, args![county, numbers(piece)]).await? {
                let Some(now) = by_n.get(&row.get::<i64>("n")?) else { continue };
                all.push(Record {
                    version: row.get("version")?,
                    place: row.get("place")?,
                    area: row.get("area")?,
                    open: row.get("open_values")?,
                    since: row.get("since")?,
                    as_of: row.get("as_of")?,
                    recorded_at: row.get("recorded_at")?,
                    recorded_by: row.get("recorded_by")?,
                    ..(**now).clone()
                });
            }
        }
    }
    all.sort_by(|a, b| (&a.county, a.n, a.version).cmp(&(&b.county, b.n, b.version)));
    Ok(all)
}

/// What stays of some records: number and version → leaf.
pub async fn gone(tx: &mut Tx, county: &str, ns: &[i64]) -> Result<HashMap<(i64, i64), String>, DbError> {
    let mut all = HashMap::new();
    for piece in ns.chunks(1_000) {
        for row in tx.fetch_all(&GONE, args![county, numbers(piece)]).await? {
            all.insert((row.get("n")?, row.get("version")?), row.get("leaf")?);
        }
    }
    Ok(all)
}

/// When some records went, by number; those that are still there are missing.
pub async fn gone_at(tx: &mut Tx, county: &str, ns: &[i64]) -> Result<HashMap<i64, i64>, DbError> {
    let mut all = HashMap::new();
    for piece in ns.chunks(1_000) {
        for row in tx.fetch_all(&GONE, args![county, numbers(piece)]).await? {
            all.insert(row.get("n")?, row.get("gone_at")?);
        }
    }
    Ok(all)
}

/// The numbers of records with a blind word; more than 2,000 are too many to say.
pub async fn find(tx: &mut Tx, county: &str, last: i64, key: i64) -> Result<Vec<i64>, DbError> {
    let segments: Vec<i64> = (0..=crate::model::segment(last)).collect();
    let rows = tx.fetch_all(&FIND, args![county, numbers(&segments), key]).await?;
    rows.iter().map(|r| r.get("n")).collect()
}

/// The numbers of records with one of some blind words: word and number.
pub async fn find_any(
    tx: &mut Tx,
    county: &str,
    last: i64,
    keys: &[i64],
) -> Result<Vec<(i64, i64)>, DbError> {
    let segments: Vec<i64> = (0..=crate::model::segment(last)).collect();
    // 64 bits as text: JSON numbers do not survive every reader
    let keys: Vec<String> = keys.iter().map(i64::to_string).collect();
    let asked = args![county, numbers(&segments), serde_json::json!(keys).to_string()];
    tx.fetch_all(&FIND_ANY, asked).await?.iter().map(|r| Ok((r.get("key")?, r.get("n")?))).collect()
}

/// What is known of a row of a list.
#[derive(Clone, Copy, Debug)]
pub struct KnownRow {
    /// The record.
    pub n: i64,
    /// What the row said last.
    pub digest: i64,
    /// The record's version.
    pub version: i64,
}

/// All rows of a list that are known in a home, by the blind number of the source's own key.
pub async fn source(
    tx: &mut Tx,
    county: &str,
    list: &str,
    blind: &protect::Blind,
) -> Result<HashMap<i64, KnownRow>, DbError> {
    let mut all = HashMap::new();
    let mut after = 0;
    loop {
        let rows = tx.fetch_all(&SOURCE, args![county, list, after]).await?;
        let Some(last) = rows.last() else { return Ok(all) };
        after = last.get("n")?;
        for row in &rows {
            // those that stand under an older key yet
            let lift = |number: i64, from: i64| blind.lift(number, from);
            let from = row.get("gen")?;
            let digest = lift(row.get("digest")?, from);
            let known = KnownRow { n: row.get("n")?, digest, version: row.get("version")? };
            all.insert(lift(row.get("row_key")?, from), known);
        }
    }
}

/// Counts of a kind for some places of a home, each with everything under it.
pub async fn counts(
    tx: &mut Tx,
    county: &str,
    kind: &str,
    places: &[&str],
) -> Result<HashMap<String, i64>, DbError> {
    let rows = tx.fetch_all(&COUNTS, args![county, kind, serde_json::json!(places).to_string()]).await?;
    rows.iter().map(|r| Ok((r.get("place")?, r.get("n")?))).collect()
}

/// Numbers of records that must be gone.
pub async fn due(tx: &mut Tx, county: &str, now: i64, limit: i64) -> Result<Vec<i64>, DbError> {
    tx.fetch_all(&DUE, args![county, now, limit]).await?.iter().map(|r| r.get("n")).collect()
}

/// A list's mapping: text, since when, by whom.
pub async fn mapping(
    tx: &mut Tx,
    kind: &str,
    source: &str,
) -> Result<Option<(String, i64, String)>, DbError> {
    let row = tx.fetch_optional(&MAPPING, args![kind, source]).await?;
    row.map(|r| Ok((r.get("mapping")?, r.get("updated_at")?, r.get("updated_by")?))).transpose()
}

/// All lists with their mappings.
pub async fn mappings(tx: &mut Tx) -> Result<Vec<(String, String, String, i64, String)>, DbError> {
    let rows = tx.fetch_all(&MAPPINGS, vec![]).await?;
    let read = |r: &Row| {
        Ok((r.get("kind")?, r.get("source")?, r.get("mapping")?, r.get("updated_at")?, r.get("updated_by")?))
    };
    rows.iter().map(read).collect()
}
