//! Papers and orders against the facts: every number that was drawn stands in a fact, and none is missing.

use super::{entry, same};
use crate::model::{Change, Entry, STREAM};
use crate::rules::fold;
use crate::store::{order, paper};
use db::{DbError, Row, Tx, Value, args};
use ledger::verify::{Report, StreamFacts};
use std::collections::HashMap;

const PAPER: [&str; 8] = ["case_id", "seq", "paper", "no", "series", "year", "n", "at"];

/// Compares the rows of some cases with what their facts say.
pub(super) async fn compare(
    tx: &mut Tx,
    county: &str,
    (list, streams): (&str, &[&StreamFacts]),
    report: &mut Report,
) -> Result<(), DbError> {
    let papers = by_case(tx.fetch_all(&paper::SOME, args![county, list]).await?)?;
    let orders = by_case(tx.fetch_all(&order::SOME, args![county, list]).await?)?;
    for stream in streams {
        let Some(id) = stream.stream.strip_prefix(STREAM) else { continue };
        let entries: Result<Vec<Entry>, _> = stream.facts.iter().map(entry).collect();
        // what cannot be read is reported where the fold is compared
        let Ok(entries) = entries else { continue };
        let issued: Vec<Vec<Value>> = entries.iter().flat_map(|e| issued(id, e)).collect();
        let ordered = fold(&entries).map(|case| order::values(&case)).unwrap_or_default();
        let rows = |found: &HashMap<String, Vec<Row>>, told: &[Vec<Value>], columns: &[&str]| {
            let rows = found.get(id).map_or(&[][..], Vec::as_slice);
            let agree = |values: &Vec<Value>| rows.iter().any(|row| agrees(row, columns, values));
            rows.len() == told.len() && told.iter().all(agree)
        };
        let last = stream.facts.last().map_or(0, |f| f.seq);
        for (table, fine) in [
            ("case_paper", rows(&papers, &issued, &PAPER)),
            ("case_order", rows(&orders, &ordered, order::COLUMNS)),
        ] {
            if !fine {
                let what = format!("row {table}: differs from the facts");
                report.breaks(&stream.county, &stream.stream, last, what);
            }
        }
        report.rows += (issued.len() + ordered.len()) as u64;
    }
    Ok(())
}

/// Numbers that were drawn and that no paper bears.
pub(super) async fn gaps(tx: &mut Tx, report: &mut Report) -> Result<(), DbError> {
    for row in tx.fetch_all(&paper::GAPS, vec![]).await? {
        let (county, series, year): (String, String, i64) =
            (row.get("county")?, row.get("series")?, row.get("year")?);
        report.breaks(&county, &series, 0, format!("row paper_count: a number of {year} is missing"));
    }
    Ok(())
}

fn by_case(rows: Vec<Row>) -> Result<HashMap<String, Vec<Row>>, DbError> {
    let mut found: HashMap<String, Vec<Row>> = HashMap::new();
    for row in rows {
        found.entry(row.get("case_id")?).or_default().push(row);
    }
    Ok(found)
}

fn agrees(row: &Row, columns: &[&str], values: &[Value]) -> bool {
    columns.iter().zip(values).all(|(column, value)| *column == "county" || same(row, column, value))
}

/// The rows that a fact speaks of, in the order of [`PAPER`].
fn issued(id: &str, entry: &Entry) -> Vec<Vec<Value>> {
    let row = |change: &Change| match change {
        Change::Issued { paper, no, series, year, n } => {
            Some(args![id, entry.seq, paper, no, series, *year, *n, entry.at])
        }
        _ => None,
    };
    entry.data.changes.iter().filter_map(row).collect()
}
