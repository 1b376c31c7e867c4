//! The part of `verify` that folds the facts of identity again and compares them with the rows.

use crate::{HOME, duty, rules, store};
use db::{DbError, Tx, args};
use ledger::Fact;
use ledger::verify::{Audit, Report, StreamFacts};

db::sql! {
    /// Units that no stream speaks of.
    UNITS = "SELECT 'unit/' || code AS stream FROM unit u WHERE NOT EXISTS (SELECT 1 FROM stream_head h
        WHERE h.county = 'global' AND h.stream = 'unit/' || u.code) ORDER BY code LIMIT 100";
    /// People that no stream speaks of.
    PEOPLE = "SELECT 'person/' || id AS stream FROM person p WHERE NOT EXISTS (SELECT 1 FROM stream_head h
        WHERE h.county = 'global' AND h.stream = 'person/' || p.id) ORDER BY id LIMIT 100";
    /// Desks that no stream speaks of.
    DESKS = "SELECT 'duty/' || id AS stream FROM duty_desk d WHERE NOT EXISTS (SELECT 1 FROM stream_head h
        WHERE h.county = 'global' AND h.stream = 'duty/' || d.id) ORDER BY id LIMIT 100";
    /// Posts that no stream speaks of.
    POSTS = "SELECT 'post/' || id AS stream FROM post p WHERE NOT EXISTS (SELECT 1 FROM stream_head h
        WHERE h.county = 'global' AND h.stream = 'post/' || p.id) ORDER BY id LIMIT 100";
}

/// One of the kinds of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentityAudit {
    /// `unit/…`
    Units,
    /// `person/…`
    People,
    /// `post/…`
    Posts,
    /// `duty/…`
    Desks,
}

impl IdentityAudit {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Units, Self::People, Self::Posts, Self::Desks];

    /// Compares one stream with its row; None when they agree.
    async fn compare(self, tx: &mut Tx, key: &str, facts: &[Fact]) -> Result<Option<String>, DbError> {
        match self {
            Self::Units => {
                Ok(differs("unit", rules::fold_unit(facts).map_err(bad)?, store::unit::one(tx, key).await?))
            }
            Self::People => {
                let row = store::person::one(tx, &kernel::Id::trusted(key)).await?;
                let person = differs("person", rules::fold_person(facts).map_err(bad)?, row);
                let said = rules::fold_absences(key, facts).map_err(bad)?;
                let away = (said != store::absence::all(tx, key).await?)
                    .then(|| "row absence: not what the facts say".to_owned());
                Ok(person.or(away))
            }
            Self::Desks => {
                let row = duty::state(tx, key).await?;
                Ok(differs("duty_desk", duty::fold(facts).map_err(bad)?, row))
            }
            Self::Posts => {
                let row = store::post::one(tx, &kernel::Id::trusted(key)).await?;
                Ok(differs("post", rules::fold_post(facts).map_err(bad)?, row))
            }
        }
    }
}

fn bad(error: serde_json::Error) -> DbError {
    DbError::Column("data".into(), error.to_string())
}

/// Names the first column in which the fold and the row differ.
fn differs<T: serde::Serialize + PartialEq>(table: &str, fold: Option<T>, row: Option<T>) -> Option<String> {
    if fold == row {
        return None;
    }
    let (Some(fold), Some(row)) = (fold, row) else {
        return Some(format!("row {table}: missing"));
    };
    let (fold, row) = (serde_json::to_value(fold).ok()?, serde_json::to_value(row).ok()?);
    let names = fold.as_object()?.keys().chain(row.as_object()?.keys());
    let column = names.into_iter().find(|name| fold.get(name.as_str()) != row.get(name.as_str()))?;
    Some(format!("row {table}.{column}: not what the facts say"))
}

#[async_trait::async_trait]
impl Audit for IdentityAudit {
    fn prefix(&self) -> &'static str {
        match self {
            Self::Units => "unit/",
            Self::People => "person/",
            Self::Posts => "post/",
            Self::Desks => "duty/",
        }
    }

    async fn streams(
        &self,
        tx: &mut Tx,
        streams: &[StreamFacts],
        report: &mut Report,
    ) -> Result<(), DbError> {
        for stream in streams {
            let key = stream.stream.strip_prefix(self.prefix()).unwrap_or_default();
            report.compared(stream, self.compare(tx, key, &stream.facts).await)?;
        }
        Ok(())
    }

    async fn end(&self, tx: &mut Tx, report: &mut Report) -> Result<(), DbError> {
        let sql = match self {
            Self::Units => &UNITS,
            Self::People => &PEOPLE,
            Self::Posts => &POSTS,
            Self::Desks => &DESKS,
        };
        for row in tx.fetch_all(sql, args![]).await? {
            report.breaks(HOME, &row.get::<String>("stream")?, 0, "row without facts");
        }
        if *self == Self::People {
            for id in store::absence::lost(tx).await? {
                report.breaks(HOME, "person/", 0, format!("row absence {id}: without facts"));
            }
        }
        Ok(())
    }
}
