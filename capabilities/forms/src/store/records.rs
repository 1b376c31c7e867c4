//! What modules received, for the departments that asked: by place and day, the latest first.

use super::visits::{RecordRow, record_row};
use db::{DbError, Tx, args};
use kernel::Timestamp;

db::sql! {
    /// Records of a module in a place within some days, whether they count or not.
    RECORD_DAYS = "SELECT module, id, version, n, place, instance, xml, made_at, ended_by FROM form_record
        WHERE county = $1 AND module = $2 AND made_at >= $3 AND (made_at, id) < ($4, $5) AND place >= $6 AND place < $7
        AND version IN (SELECT CAST(value AS BIGINT) FROM json_each(CAST($8 AS TEXT)))
        ORDER BY county DESC, module DESC, made_at DESC, id DESC LIMIT $9";
}

/// Where a list goes on: behind a moment and an id.
pub type Before = (i64, String);

/// Which records: a home, a module, the beginning and the end of places, the first moment.
#[derive(Clone, Debug)]
pub struct Span<'a> {
    /// The home.
    pub county: &'a str,
    /// The module.
    pub module: &'a str,
    /// Places from here.
    pub place: &'a str,
    /// To here, without it.
    pub end: String,
    /// The first moment.
    pub from: Timestamp,
    /// Versions of the module.
    pub versions: Vec<i64>,
}

/// The next records before a moment.
pub async fn page(
    tx: &mut Tx,
    span: &Span<'_>,
    before: &Before,
    limit: usize,
) -> Result<Vec<RecordRow>, DbError> {
    let versions = serde_json::json!(span.versions).to_string();
    let (county, module, from) = (span.county, span.module, span.from.0);
    let row = args![county, module, from, before.0, &before.1, span.place, &span.end, versions, limit];
    tx.fetch_all(&RECORD_DAYS, row).await?.iter().map(record_row).collect()
}
