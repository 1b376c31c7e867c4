//! Words by which cases are found: for each home, word and stretch of time the ids of the cases that hold it.

use db::{DbError, Row, Tx, Value, args};
use std::collections::{BTreeMap, BTreeSet};

db::sql! {
    /// Some words of one stretch.
    PAGE = "SELECT term, ids FROM case_word WHERE county = $1 AND page = $2
        AND term IN (SELECT CAST(value AS BIGINT) FROM json_each(CAST($3 AS TEXT)))";
    /// Every word of one stretch: after an erasure, which is rare, so that the whole county may be looked through.
    WHOLE_PAGE = "SELECT term, ids FROM case_word WHERE county = $1 AND page = $2";
    /// The last stretches of a word.
    LAST = "SELECT page, ids FROM case_word WHERE county = $1 AND term = $2 AND page <= $3 ORDER BY page DESC LIMIT $4";
    /// In how many stretches a word occurs, up to a few.
    SPREAD = "SELECT count(*) AS n FROM (SELECT 1 FROM case_word WHERE county = $1 AND term = $2 LIMIT $3) k";
    /// A word in some stretches.
    AT = "SELECT page, ids FROM case_word WHERE county = $1 AND term = $2
        AND page IN (SELECT CAST(value AS BIGINT) FROM json_each(CAST($3 AS TEXT)))";
}

/// A case id as it stands in a row.
type Short = [u8; 16];
/// Stretches that are looked at together.
const TOGETHER: usize = 32;
/// Stretches counted to see how rare a word is.
const COUNTED: i64 = 64;

fn short(id: &str) -> Option<Short> {
    let mut digits = id.bytes().filter(|b| *b != b'-').map(|b| char::from(b).to_digit(16));
    let mut short = [0; 16];
    for byte in &mut short {
        *byte = (digits.next()?? * 16 + digits.next()??) as u8;
    }
    Some(short)
}

fn long(short: Short) -> String {
    let mut id = String::with_capacity(36);
    for (n, byte) in short.iter().enumerate() {
        if matches!(n, 4 | 6 | 8 | 10) {
            id.push('-');
        }
        for half in [byte >> 4, byte & 15] {
            id.extend(char::from_digit(u32::from(half), 16));
        }
    }
    id
}

/// The stretch of a case: the upper bits of the 48 that say when. 4.7 hours: what many cases of a busy day have in common is
/// written again with every batch of them.
fn page_of(short: Short) -> i64 {
    short[..6].iter().fold(0, |ms, byte| ms << 8 | i64::from(*byte)) >> 24
}

fn ids(row: &Row) -> Result<Vec<Short>, DbError> {
    let bytes: Vec<u8> = row.get("ids")?;
    Ok(bytes.as_chunks::<16>().0.to_vec())
}

fn list<T: ToString>(of: impl IntoIterator<Item = T>) -> String {
    // as text: JSON numbers of 64 bits do not survive every reader
    let texts: Vec<String> = of.into_iter().map(|v| v.to_string()).collect();
    serde_json::json!(texts).to_string()
}

/// Adds words of cases of one county: `(case, words)`.
pub async fn put(tx: &mut Tx, county: &str, cases: &[(&str, Vec<i64>)]) -> Result<(), DbError> {
    let mut pages: BTreeMap<i64, BTreeMap<i64, Vec<Short>>> = BTreeMap::new();
    for (id, terms) in cases {
        let Some(id) = short(id) else { continue };
        let page = pages.entry(page_of(id)).or_default();
        for term in terms {
            page.entry(*term).or_default().push(id);
        }
    }
    for (page, mut terms) in pages {
        let rows = tx.fetch_all(&PAGE, args![county, page, list(terms.keys())]).await?;
        for row in &rows {
            terms.entry(row.get("term")?).or_default().extend(ids(row)?);
        }
        // what is there is in order, and most of what comes is later: a sort that looks for runs has little to do
        let sorted = terms.into_iter().map(|(term, mut ids)| {
            ids.sort();
            ids.dedup();
            values(county, term, page, ids)
        });
        let rows = sorted.collect::<Vec<_>>();
        tx.bulk_put("case_word", KEY, COLUMNS, &rows).await?;
    }
    Ok(())
}

const COLUMNS: &[&str] = &["county", "term", "page", "ids"];
/// How many of [`COLUMNS`] are the key.
const KEY: usize = 3;

fn values(county: &str, term: i64, page: i64, ids: impl IntoIterator<Item = Short>) -> Vec<Value> {
    args![county, term, page, ids.into_iter().flatten().collect::<Vec<u8>>()]
}

/// The words of a case go.
pub async fn forget(tx: &mut Tx, county: &str, id: &str) -> Result<(), DbError> {
    let Some(id) = short(id) else { return Ok(()) };
    let page = page_of(id);
    let mut left = vec![];
    for row in &tx.fetch_all(&WHOLE_PAGE, args![county, page]).await? {
        let all = ids(row)?;
        if all.contains(&id) {
            left.push(values(county, row.get("term")?, page, all.into_iter().filter(|i| *i != id)));
        }
    }
    tx.bulk_put("case_word", KEY, COLUMNS, &left).await
}

/// Ids of the cases of a home that hold all of some words and were entered before one of them, latest first; `window`
/// cases at most, and whether there may be more.
pub async fn find(
    tx: &mut Tx,
    county: &str,
    terms: &[i64],
    before: &str,
    window: usize,
) -> Result<(Vec<String>, bool), DbError> {
    let mut spread = vec![];
    for term in terms {
        let n: i64 = tx.fetch_one(&SPREAD, args![county, *term, COUNTED]).await?.get("n")?;
        spread.push((n, *term));
    }
    // the rarest leads; a word that does not occur ends it
    spread.sort_unstable();
    let Some(((rarest, first), others)) = spread.split_first() else { return Ok((vec![], false)) };
    if *rarest == 0 {
        return Ok((vec![], false));
    }
    let before = short(before).unwrap_or([u8::MAX; 16]);
    let (mut found, mut page) = (vec![], page_of(before));
    loop {
        let rows = tx.fetch_all(&LAST, args![county, *first, page, TOGETHER]).await?;
        let mut here: BTreeMap<i64, BTreeSet<Short>> = BTreeMap::new();
        for row in &rows {
            here.insert(row.get("page")?, ids(row)?.into_iter().filter(|id| *id < before).collect());
        }
        for (_, term) in others {
            let rows = tx.fetch_all(&AT, args![county, *term, list(here.keys())]).await?;
            let mut also: BTreeMap<i64, BTreeSet<Short>> = BTreeMap::new();
            for row in &rows {
                also.insert(row.get("page")?, ids(row)?.into_iter().collect());
            }
            here.retain(|page, _| also.contains_key(page));
            here.iter_mut().for_each(|(page, ids)| ids.retain(|id| also[page].contains(id)));
        }
        for ids in here.values().rev() {
            found.extend(ids.iter().rev().copied().map(long));
        }
        if found.len() >= window {
            found.truncate(window);
            return Ok((found, true));
        }
        match rows.last() {
            Some(last) if rows.len() == TOGETHER => page = last.get::<i64>("page")? - 1,
            _ => return Ok((found, false)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_as_long_as_it_was() {
        let id = "019ae14f-f038-7795-ba09-e55de5548502";
        assert_eq!(short(id).map(long).as_deref(), Some(id));
        assert_eq!(short("019a"), None);
        assert_eq!(short("019ae14f-f038-7795-ba09-e55de554850g"), None);
    }

    #[test]
    fn later_cases_stand_in_later_stretches() {
        let page = |id: &str| short(id).map(page_of);
        let first = page("019ae14f-f038-7795-ba09-e55de5548502");
        assert!(first.is_some() && first == page("019ae14f-f038-7fff-ba09-e55de5548502"));
        assert!(first < page("019ae94f-f038-7795-ba09-e55de5548502"));
    }
}
