//! Verification: the facts of each bulletin folded again and compared with the row, and what is kept with its hash.

use crate::model::{Bulletin, STREAM};
use crate::rules::{Entry, apply};
use crate::store;
use db::{DbError, Tx};
use ledger::verify::{Audit, Report, StreamFacts};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, HashMap};

/// Compares `bulletin` and `bulletin_page` with the facts.
#[derive(Clone, Copy, Debug, Default)]
pub struct BulletinAudit;

#[async_trait::async_trait]
impl Audit for BulletinAudit {
    fn prefix(&self) -> &'static str {
        STREAM
    }

    async fn streams(
        &self,
        tx: &mut Tx,
        streams: &[StreamFacts],
        report: &mut Report,
    ) -> Result<(), DbError> {
        let mut by_home: BTreeMap<&str, Vec<(&StreamFacts, Bulletin)>> = BTreeMap::new();
        for stream in streams {
            let mut folded = None;
            for fact in &stream.facts {
                if apply(&mut folded, &Entry::from(fact)).is_err() {
                    report.breaks(&stream.county, &stream.stream, fact.seq, "data cannot be read");
                }
            }
            match folded {
                Some(bulletin) => by_home.entry(&stream.county).or_default().push((stream, bulletin)),
                None => report.breaks(&stream.county, &stream.stream, 0, "no bulletin was drafted"),
            }
        }
        for (county, all) in by_home {
            let ids: Vec<&str> = all.iter().map(|(_, b)| b.id.as_str()).collect();
            let rows: HashMap<String, String> = store::docs(tx, county, &ids).await?.into_iter().collect();
            for (stream, bulletin) in all {
                report.rows += 1;
                let expected = serde_json::to_string(&bulletin).unwrap_or_default();
                if rows.get(&bulletin.id) != Some(&expected) {
                    report.breaks(county, &stream.stream, 0, "row bulletin");
                }
                if let Some(frozen) = &bulletin.frozen {
                    let kept = store::content(tx, county, &bulletin.id).await?.unwrap_or_default();
                    if sha256(&kept) != frozen.sha256 {
                        report.breaks(county, &stream.stream, 0, "row bulletin_page.content");
                    }
                }
            }
        }
        Ok(())
    }
}

/// SHA-256 of a text, in hexadecimal characters.
pub fn sha256(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}
