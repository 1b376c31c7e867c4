//! The part of `verify` that looks at protected values: each must match the commitment in its fact, or be erased.

use crate::{Ref, Vault, vault};
use db::{DbError, Tx};
use ledger::verify::{Audit, Report, StreamFacts};
use std::collections::{HashMap, HashSet};

/// Recomputes the commitments of all facts and counts what was erased.
pub struct CommitmentAudit(pub Vault);

#[async_trait::async_trait]
impl Audit for CommitmentAudit {
    fn prefix(&self) -> &'static str {
        ""
    }

    async fn streams(
        &self,
        tx: &mut Tx,
        streams: &[StreamFacts],
        report: &mut Report,
    ) -> Result<(), DbError> {
        let mut by_county: HashMap<&str, Vec<(&str, i64, Ref)>> = HashMap::new();
        for stream in streams {
            for fact in &stream.facts {
                let mut refs = vec![];
                if let Ok(data) = serde_json::from_str(&fact.data) {
                    collect(&data, &mut refs);
                }
                let list = by_county.entry(&stream.county).or_default();
                list.extend(refs.into_iter().map(|r| (stream.stream.as_str(), fact.seq, r)));
            }
        }
        for (county, refs) in by_county {
            for chunk in refs.chunks(500) {
                self.compare(tx, county, chunk, report).await?;
            }
        }
        Ok(())
    }
}

impl CommitmentAudit {
    async fn compare(
        &self,
        tx: &mut Tx,
        county: &str,
        refs: &[(&str, i64, Ref)],
        report: &mut Report,
    ) -> Result<(), DbError> {
        let ids: Vec<&str> =
            refs.iter().map(|r| r.2.id.as_str()).collect::<HashSet<_>>().into_iter().collect();
        let mut stored = HashMap::new();
        for row in vault::some(tx, county, &ids).await? {
            stored.insert(row.get::<String>("id")?, self.0.stored(&row)?);
        }
        for (stream, seq, reference) in refs {
            let value =
                stored.get(&reference.id).and_then(|s| Some((s.value.as_deref()?, s.salt.as_deref()?)));
            let Some((value, salt)) = value else {
                report.erased += 1;
                continue;
            };
            let again =
                vault::commitment(|fields| ledger::same_digest(&reference.commitment, fields), salt, value);
            if again.as_deref() == Some(&reference.commitment) {
                report.values += 1;
            } else {
                report.breaks(
                    county,
                    stream,
                    *seq,
                    format!("value {}: not what was committed to", reference.id),
                );
            }
        }
        Ok(())
    }
}

/// Every `{"ref", "commitment"}` in a fact's data.
fn collect(data: &serde_json::Value, refs: &mut Vec<Ref>) {
    match data {
        serde_json::Value::Object(map) => {
            if let (Some(id), Some(commitment)) =
                (map.get("ref").and_then(|v| v.as_str()), map.get("commitment").and_then(|v| v.as_str()))
            {
                refs.push(Ref { id: id.into(), commitment: commitment.into() });
            }
            map.values().for_each(|v| collect(v, refs));
        }
        serde_json::Value::Array(list) => list.iter().for_each(|v| collect(v, refs)),
        _ => {}
    }
}
