//! Numbered papers: the next number, and which act issued which.

use crate::model::{Case, CaseId};
use db::{DbError, Row, Tx, args};
use kernel::Timestamp;

db::sql! {
    /// The next number of a row of papers; whoever draws holds the row until the transaction ends.
    NEXT = "INSERT INTO paper_count (county, series, year, last_no) VALUES ($1, $2, $3, 1)
        ON CONFLICT (county, series, year) DO UPDATE SET last_no = paper_count.last_no + 1 RETURNING last_no";
    /// An act issued a paper.
    PUT = "INSERT INTO case_paper (county, case_id, seq, paper, no, series, year, n, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    /// The papers of a case.
    OF_CASE = "SELECT seq, paper, no, at FROM case_paper WHERE county = $1 AND case_id = $2 ORDER BY seq, paper";
    /// The papers of some cases, for the audit.
    SOME = "SELECT case_id, seq, paper, no, series, year, n, at FROM case_paper WHERE county = $1
        AND case_id IN (SELECT value FROM json_each(CAST($2 AS TEXT))) ORDER BY case_id, seq, paper";
    /// Rows of papers whose last number is not the number of papers, for the audit.
    GAPS = "SELECT c.county, c.series, c.year FROM paper_count c WHERE c.last_no <> (SELECT count(*) FROM case_paper p
        WHERE p.county = c.county AND p.series = c.series AND p.year = c.year) LIMIT 100";
}

/// A paper that an act issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// Number of the fact.
    pub seq: i64,
    /// Code in the pack.
    pub paper: String,
    /// Its number.
    pub no: String,
    /// When.
    pub at: Timestamp,
}

/// The next number of a county's papers with this pattern, this year.
pub async fn next(tx: &mut Tx, county: &str, series: &str, year: i64) -> Result<i64, DbError> {
    tx.fetch_one(&NEXT, args![county, series, year]).await?.get("last_no")
}

/// Keeps what a case's latest fact issued.
pub async fn put(
    tx: &mut Tx,
    case: &Case,
    (paper, no): (&str, &str),
    (series, year, n): (&str, i64, i64),
) -> Result<(), DbError> {
    let row = args![&case.county, &case.id, case.seq, paper, no, series, year, n, case.updated_at];
    tx.execute(&PUT, row).await.map(drop)
}

/// The papers of a case, oldest first.
pub async fn of_case(tx: &mut Tx, county: &str, id: &CaseId) -> Result<Vec<Issued>, DbError> {
    tx.fetch_all(&OF_CASE, args![county, id]).await?.iter().map(issued).collect()
}

fn issued(row: &Row) -> Result<Issued, DbError> {
    Ok(Issued { seq: row.get("seq")?, paper: row.get("paper")?, no: row.get("no")?, at: row.get("at")? })
}
