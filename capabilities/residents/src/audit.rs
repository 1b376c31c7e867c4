//! Verification: whose address was confirmed and who has left, compared with the rows.

use crate::model::{CONFIRMED, STREAM};
use crate::store;
use db::{DbError, Tx, args};
use ledger::verify::{Audit, Report, StreamFacts};
use std::collections::HashMap;

/// Compares `resident` with the facts.
#[derive(Clone, Copy, Debug, Default)]
pub struct ResidentAudit;

#[async_trait::async_trait]
impl Audit for ResidentAudit {
    fn prefix(&self) -> &'static str {
        STREAM
    }

    async fn streams(
        &self,
        tx: &mut Tx,
        streams: &[StreamFacts],
        report: &mut Report,
    ) -> Result<(), DbError> {
        let ids: Vec<&str> = streams.iter().filter_map(|s| s.stream.strip_prefix(STREAM)).collect();
        let mut rows: HashMap<String, String> = HashMap::new();
        for row in tx.fetch_all(&store::RESIDENTS, args![serde_json::json!(ids).to_string()]).await? {
            rows.insert(row.get("id")?, row.get("address_ref")?);
        }
        for stream in streams {
            report.rows += 1;
            let last = stream.facts.last().filter(|fact| fact.action == CONFIRMED);
            let data = last.map(|fact| serde_json::from_str::<serde_json::Value>(&fact.data));
            let expected =
                data.and_then(Result::ok).and_then(|d| d["address"]["ref"].as_str().map(str::to_owned));
            let id = stream.stream.strip_prefix(STREAM).unwrap_or_default();
            if rows.get(id) != expected.as_ref() {
                report.breaks(&stream.county, &stream.stream, 0, "row resident");
            }
        }
        Ok(())
    }
}
