//! What the city has set for its cases — the dispatch catalogue, working calendars — compared with the last fact of each.

use crate::catalogue::Entry;
use crate::store;
use db::{DbError, Tx, args};
use ledger::Fact;
use ledger::verify::{Audit, Report, StreamFacts};
use serde_json::Value;

/// One of the two kinds of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingsAudit {
    /// `catalogue/…`
    Catalogue,
    /// `calendar/…`
    Calendar,
}

impl SettingsAudit {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Catalogue, Self::Calendar];

    /// What is wrong with the row of a stream.
    async fn wrong(self, tx: &mut Tx, key: &str, last: &Fact) -> Result<Option<String>, DbError> {
        let unreadable = |e: serde_json::Error| DbError::Column("data".into(), e.to_string());
        match self {
            Self::Catalogue => {
                let told = last.decode::<Entry>().map_err(unreadable)?;
                Ok(match store::catalogue::get(tx, key).await? {
                    Some(row) => differs(&told, &row).map(|column| format!("row catalogue.{column}")),
                    None => Some("row catalogue: is missing".into()),
                })
            }
            Self::Calendar => {
                let told = last.decode::<Value>().map_err(unreadable)?;
                let row = store::calendar::get(tx, key).await?;
                let same = row.as_deref() == told.get("spec").and_then(Value::as_str);
                Ok((!same).then(|| "row calendar.spec".into()))
            }
        }
    }
}

/// The first field in which two entries differ.
fn differs(told: &Entry, row: &Entry) -> Option<String> {
    let fields = |entry: &Entry| match serde_json::to_value(entry) {
        Ok(Value::Object(fields)) => fields,
        _ => serde_json::Map::new(),
    };
    let (told, row) = (fields(told), fields(row));
    told.iter().find(|(key, value)| row.get(key.as_str()) != Some(value)).map(|(key, _)| key.clone())
}

#[async_trait::async_trait]
impl Audit for SettingsAudit {
    fn prefix(&self) -> &'static str {
        match self {
            Self::Catalogue => "catalogue/",
            Self::Calendar => "calendar/",
        }
    }

    async fn streams(
        &self,
        tx: &mut Tx,
        streams: &[StreamFacts],
        report: &mut Report,
    ) -> Result<(), DbError> {
        for stream in streams {
            let Some(last) = stream.facts.last() else { continue };
            let key = stream.stream.strip_prefix(self.prefix()).unwrap_or_default();
            report.compared(stream, self.wrong(tx, key, last).await)?;
        }
        Ok(())
    }

    async fn end(&self, tx: &mut Tx, report: &mut Report) -> Result<(), DbError> {
        let sql = match self {
            Self::Catalogue => &store::catalogue::UNSPOKEN,
            Self::Calendar => &store::calendar::UNSPOKEN,
        };
        for row in tx.fetch_all(sql, args![]).await? {
            report.breaks("global", &row.get::<String>("stream")?, 0, "row without facts");
        }
        Ok(())
    }
}
