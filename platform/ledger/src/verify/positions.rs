//! The chain of positions of a county.

use super::Report;
use crate::digest::chain;
use crate::store;
use db::{DbError, Tx, args};

/// Walks the chain and compares its end with the county's head.
pub(super) async fn check(tx: &mut Tx, county: &str, report: &mut Report) -> Result<(), DbError> {
    let end = walk(tx, county, report).await?;
    let Some(row) = tx.fetch_optional(&store::COUNTY_HEAD, args![county]).await? else {
        if end.0 > 0 {
            report.breaks(county, "", end.0, "position: the county has no head");
        }
        return Ok(());
    };
    let (pos, hash): (i64, String) = (row.get("pos")?, row.get("hash")?);
    report.heads.push((county.to_owned(), pos, hash.clone()));
    if end != (pos, hash) {
        report.breaks(county, "", pos, "position: the county's head does not match its last position");
    }
    Ok(())
}

async fn walk(tx: &mut Tx, county: &str, report: &mut Report) -> Result<(i64, String), DbError> {
    let (mut pos, mut hash) = (0i64, String::new());
    loop {
        let rows = tx.fetch_all(&store::POSITIONS, args![county, pos]).await?;
        if rows.is_empty() {
            return Ok((pos, hash));
        }
        for row in rows {
            let (at, stream, seq): (i64, String, i64) =
                (row.get("pos")?, row.get("stream")?, row.get("seq")?);
            let stored: String = row.get("hash")?;
            report.positions += 1;
            if at != pos + 1 {
                report.breaks(county, &stream, seq, format!("position: {} is missing", pos + 1));
            }
            match row.get::<Option<String>>("fact_hash")? {
                None => {
                    report.breaks(county, &stream, seq, "missing: the fact of this position is not there")
                }
                Some(fact)
                    if chain(Some(&stored), &hash, at, &stream, seq, &fact).as_deref() != Some(&stored) =>
                {
                    report.breaks(county, &stream, seq, "position: the chain does not match the fact");
                }
                Some(_) => {}
            }
            (pos, hash) = (at, stored);
        }
    }
}

/// Every fact has a position or waits for one.
pub(super) async fn all_numbered(tx: &mut Tx, report: &mut Report) -> Result<(), DbError> {
    let waiting: i64 = tx.fetch_one(&store::BACKLOG, vec![]).await?.get("n")?;
    if i128::from(report.facts) != i128::from(report.positions) + i128::from(waiting)
        && let Some(row) = tx.fetch_optional(&store::UNNUMBERED, vec![]).await?
    {
        let (county, stream): (String, String) = (row.get("county")?, row.get("stream")?);
        report.breaks(&county, &stream, row.get("seq")?, "position: the fact has none");
    }
    Ok(())
}
