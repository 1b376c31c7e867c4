//! Supervision orders, a row each.

use crate::model::{Case, CaseId};
use db::{DbError, Row, Tx, Value, args};

db::sql! {
    /// An order as it stands now.
    PUT = "INSERT INTO case_order (county, case_id, no, at, deadline, replied_at, cancelled_at, stands, listed)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (county, case_id, no) DO UPDATE SET replied_at = excluded.replied_at,
        cancelled_at = excluded.cancelled_at, stands = excluded.stands, listed = excluded.listed";
    /// Orders of some cases, for the audit.
    SOME = "SELECT * FROM case_order WHERE county = $1
        AND case_id IN (SELECT value FROM json_each(CAST($2 AS TEXT))) ORDER BY case_id, no";
    /// Orders that stand, the most pressing first.
    STANDING = "SELECT county, case_id, no, deadline AS key FROM case_order WHERE stands AND (deadline, case_id) > ($1, $2)
        ORDER BY deadline, case_id LIMIT $3";
    /// All orders, the youngest first.
    ALL = "SELECT county, case_id, no, at AS key FROM case_order WHERE (at, case_id) < ($1, $2)
        ORDER BY at DESC, case_id DESC LIMIT $3";
    /// Orders that everybody may see, the youngest first.
    LISTED = "SELECT county, case_id, no, at AS key FROM case_order WHERE listed AND (at, case_id) < ($1, $2)
        ORDER BY at DESC, case_id DESC LIMIT $3";
}

/// The columns of `case_order`.
pub const COLUMNS: &[&str] =
    &["county", "case_id", "no", "at", "deadline", "replied_at", "cancelled_at", "stands", "listed"];

/// The values of [`COLUMNS`], one list for each order.
pub fn values(case: &Case) -> Vec<Vec<Value>> {
    let row = |o: &crate::model::Order| {
        let stands = o.cancelled_at.is_none();
        args![&case.county, &case.id, &o.no, o.at, o.deadline, o.replied_at, o.cancelled_at, stands, o.listed]
    };
    case.orders.iter().map(row).collect()
}

/// Which orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Not cancelled yet, by deadline.
    Standing,
    /// All, youngest first.
    All,
    /// Listed publicly, youngest first.
    Listed,
}

/// Where an order stands, and its place in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// County of the case.
    pub county: String,
    /// The case.
    pub case: CaseId,
    /// The order's number.
    pub no: String,
    /// Deadline or moment, as the list is sorted.
    pub key: i64,
}

/// Some orders behind a place in the list.
pub async fn page(
    tx: &mut Tx,
    which: Which,
    after: Option<(i64, String)>,
    limit: i64,
) -> Result<Vec<Found>, DbError> {
    let (sql, begin) = match which {
        Which::Standing => (&STANDING, (i64::MIN, String::new())),
        Which::All => (&ALL, (i64::MAX, "~".into())),
        Which::Listed => (&LISTED, (i64::MAX, "~".into())),
    };
    let (key, id) = after.unwrap_or(begin);
    tx.fetch_all(sql, args![key, id, limit]).await?.iter().map(found).collect()
}

fn found(row: &Row) -> Result<Found, DbError> {
    Ok(Found {
        county: row.get("county")?,
        case: row.get("case_id")?,
        no: row.get("no")?,
        key: row.get("key")?,
    })
}
