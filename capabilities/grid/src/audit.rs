//! For `jingwei verify`: the stored areas are what the last fact of the map says they are.

use db::{DbError, Tx};
use ledger::verify::{Audit, Report, StreamFacts};

use crate::service::MapChanged;
use crate::{COUNTY, MAP_CHANGED, STREAM, store};

/// Compares every area with its hash, and all hashes with the last fact.
#[derive(Debug, Clone, Copy, Default)]
pub struct MapAudit;

#[async_trait::async_trait]
impl Audit for MapAudit {
    fn prefix(&self) -> &'static str {
        STREAM
    }

    async fn streams(
        &self,
        tx: &mut Tx,
        streams: &[StreamFacts],
        report: &mut Report,
    ) -> Result<(), DbError> {
        let last = streams.iter().flat_map(|s| &s.facts).rfind(|f| f.action == MAP_CHANGED);
        let Some(fact) = last else { return Ok(()) };
        let Ok(told) = fact.decode::<MapChanged>() else {
            report.breaks(COUNTY, STREAM, fact.seq, "data: not a change of the map");
            return Ok(());
        };
        if let Some(row) = store::map(tx).await?
            && told.version == row.version
        {
            let digest = store::digest(tx, &row.profile, Some(&told.digest)).await?;
            if digest != told.digest || row.digest != told.digest {
                report.breaks(
                    COUNTY,
                    STREAM,
                    fact.seq,
                    "row area: the areas are not those of the last change",
                );
            }
        } else {
            report.breaks(COUNTY, STREAM, fact.seq, "row area_map.version: not that of the last change");
        }
        Ok(())
    }

    async fn end(&self, tx: &mut Tx, report: &mut Report) -> Result<(), DbError> {
        let mut broken = Vec::new();
        let mut rows = 0;
        store::each_page(tx, |page| {
            rows += page.len() as u64;
            broken.extend(
                page.iter().filter(|r| !r.is_sealed()).map(|r| format!("{}/{}", r.layer, r.area.code)),
            );
            Ok(())
        })
        .await?;
        report.rows += rows;
        for key in broken {
            report.breaks(COUNTY, STREAM, 0, format!("row area {key}: not what was imported"));
        }
        Ok(())
    }
}
