//! The part of `jingwei verify` that folds the facts of every case again and compares: a column that differs is named.

mod papers;
mod settings;

pub use settings::SettingsAudit;

use crate::model::{Alias, Case, Entry, FactData, STREAM};
use crate::rules::fold;
use crate::store::row;
use db::{DbError, Row, Tx, Value, args};
use ledger::Fact;
use ledger::verify::{Audit, Report, StreamFacts};
use serde_json::Value as Json;
use std::collections::{BTreeMap, HashMap};

/// Folds and compares.
#[derive(Clone, Copy, Debug, Default)]
pub struct CaseAudit;

#[async_trait::async_trait]
impl Audit for CaseAudit {
    fn prefix(&self) -> &'static str {
        STREAM
    }

    async fn streams(
        &self,
        tx: &mut Tx,
        streams: &[StreamFacts],
        report: &mut Report,
    ) -> Result<(), DbError> {
        let mut by_county: BTreeMap<&str, Vec<&StreamFacts>> = BTreeMap::new();
        for stream in streams {
            by_county.entry(&stream.county).or_default().push(stream);
        }
        for (county, streams) in by_county {
            let ids: Vec<&str> = streams.iter().filter_map(|s| s.stream.strip_prefix(STREAM)).collect();
            let list = serde_json::json!(ids).to_string();
            let rows = tx.fetch_all(&row::SOME, args![county, &list]).await?;
            let rows = rows.iter().map(|r| Ok((r.get::<String>("id")?, r)));
            let rows: HashMap<String, &Row> = rows.collect::<Result<_, DbError>>()?;
            let found = tx.fetch_all(&row::SOME_TASKS, args![county, &list]).await?;
            let mut tasks: HashMap<String, Vec<&Row>> = HashMap::new();
            for task in &found {
                tasks.entry(task.get("case_id")?).or_default().push(task);
            }
            let aliases = aliases(tx, county, &list).await?;
            papers::compare(tx, county, (&list, &streams), report).await?;
            for (stream, id) in streams.iter().zip(&ids) {
                let (row, tasks) = (rows.get(*id), tasks.get(*id).map_or(&[][..], Vec::as_slice));
                let known = aliases.get(*id).map_or(&[][..], Vec::as_slice);
                compare(stream, row.copied(), (tasks, known), report);
            }
        }
        Ok(())
    }

    async fn end(&self, tx: &mut Tx, report: &mut Report) -> Result<(), DbError> {
        for row in tx.fetch_all(&row::ORPHANS, vec![]).await? {
            let (county, id): (String, String) = (row.get("county")?, row.get("id")?);
            report.breaks(&county, &format!("{STREAM}{id}"), 0, "row cases: no fact speaks of it");
        }
        papers::gaps(tx, report).await
    }
}

/// The numbers in other systems that some cases are found by, sorted.
async fn aliases(tx: &mut Tx, county: &str, ids: &str) -> Result<HashMap<String, Vec<Alias>>, DbError> {
    let mut found: HashMap<String, Vec<Alias>> = HashMap::new();
    for row in tx.fetch_all(&row::SOME_ALIASES, args![county, ids]).await? {
        let alias = Alias { system: row.get("system")?, number: row.get("number")? };
        found.entry(row.get("case_id")?).or_default().push(alias);
    }
    Ok(found)
}

fn compare(
    stream: &StreamFacts,
    row: Option<&Row>,
    (tasks, aliases): (&[&Row], &[Alias]),
    report: &mut Report,
) {
    let last = stream.facts.last().map_or(0, |f| f.seq);
    let mut broken = |what: String| report.breaks(&stream.county, &stream.stream, last, what);
    let entries: Result<Vec<Entry>, _> = stream.facts.iter().map(entry).collect();
    let case = match entries {
        Ok(entries) => fold(&entries),
        Err(error) => return broken(format!("data: {error}")),
    };
    let Some(case) = case else { return broken("data: the first fact registers nothing".into()) };
    let Some(row) = row else { return broken("row cases: is missing".into()) };
    let Ok(values) = row::values(&case) else { return broken("data: cannot be folded".into()) };
    for (column, value) in row::COLUMNS.iter().zip(&values) {
        let agrees = same(row, column, value) || (*column == "doc" && says_the_same(row, value));
        if !agrees {
            broken(differs(column, value, row));
        }
    }
    let folded = row::task_values(&case);
    if folded.len() != tasks.len() {
        broken(format!("row case_task: {} rows, {} by the facts", tasks.len(), folded.len()));
    }
    for values in &folded {
        let id = &values[2];
        let Some(row) = tasks.iter().find(|r| same(r, "task", id)) else {
            broken(format!("row case_task: {} is missing", plain(id)));
            continue;
        };
        for (column, value) in row::TASK_COLUMNS.iter().zip(values) {
            if !same(row, column, value) {
                broken(format!("row case_task.{column}"));
            }
        }
    }
    let mut told = case.aliases.clone();
    told.sort_by(|a, b| (&a.system, &a.number).cmp(&(&b.system, &b.number)));
    told.dedup();
    if told != aliases {
        broken(format!("row case_alias: {} numbers, {} by the facts", aliases.len(), told.len()));
    }
    report.rows += 1 + (tasks.len() + aliases.len()) as u64;
}

/// A fold that an earlier version of the program wrote spells out what is empty, and repeats the reasons of routing,
/// which stand in the fact.
fn says_the_same(row: &Row, folded: &Value) -> bool {
    match (row.get::<String>("doc"), folded) {
        (Ok(stored), Value::Text(Some(folded))) => same_doc(&stored, folded),
        _ => false,
    }
}

fn same_doc(stored: &str, folded: &str) -> bool {
    let (Ok(mut stored), Ok(mut folded)) = (serde_json::from_str(stored), serde_json::from_str(folded))
    else {
        return false;
    };
    for doc in [&mut stored, &mut folded] {
        let decision = Json::pointer_mut(doc, "/routed/decision").and_then(Json::as_object_mut);
        decision.map(|d| d.remove("why"));
        bare(doc);
    }
    stored == folded
}

/// Leaves out what is empty, false or zero.
fn bare(value: &mut Json) {
    match value {
        Json::Object(map) => {
            map.values_mut().for_each(bare);
            map.retain(|_, v| !is_empty(v));
        }
        Json::Array(list) => list.iter_mut().for_each(bare),
        _ => {}
    }
}

fn is_empty(value: &Json) -> bool {
    match value {
        Json::Object(map) => map.is_empty(),
        Json::Array(list) => list.is_empty(),
        Json::Bool(b) => !b,
        Json::Number(n) => n.as_f64() == Some(0.0),
        Json::Null => true,
        Json::String(_) => false,
    }
}

/// A value that is a text, for a message.
fn plain(value: &Value) -> &str {
    match value {
        Value::Text(Some(text)) => text,
        _ => "",
    }
}

/// Names the column; for the fold itself, the first field of it that differs.
fn differs(column: &str, value: &Value, row: &Row) -> String {
    let field = || {
        let Value::Text(Some(folded)) = value else { return None };
        let stored: serde_json::Value = serde_json::from_str(&row.get::<String>("doc").ok()?).ok()?;
        let folded: serde_json::Value = serde_json::from_str(folded).ok()?;
        let folded = folded.as_object()?;
        folded.iter().find(|(key, value)| stored.get(key.as_str()) != Some(value)).map(|(key, _)| key.clone())
    };
    match field().filter(|_| column == "doc") {
        Some(field) => format!("row cases.doc: {field}"),
        None => format!("row cases.{column}"),
    }
}

fn same(row: &Row, column: &str, value: &Value) -> bool {
    match value {
        Value::Text(v) => row.get::<Option<String>>(column).is_ok_and(|s| s.as_deref() == v.as_deref()),
        Value::Int(v) => row.get::<Option<i64>>(column).is_ok_and(|s| s == *v),
        Value::Real(v) => row.get::<Option<f64>>(column).is_ok_and(|s| s == *v),
        Value::Bool(v) => row.get::<Option<bool>>(column).is_ok_and(|s| s == *v),
        Value::Blob(v) => row.get::<Option<Vec<u8>>>(column).is_ok_and(|s| s == *v),
    }
}

/// A fact of the ledger as the fold sees it.
pub(crate) fn entry(fact: &Fact) -> Result<Entry, serde_json::Error> {
    Ok(Entry {
        seq: fact.seq,
        at: fact.at,
        actor: fact.actor.clone(),
        post: fact.post.clone(),
        action: fact.action.clone(),
        data: fact.decode::<FactData>()?,
    })
}

/// A case as its facts say, read now.
pub async fn refold(tx: &mut Tx, case: &Case) -> kernel::Result<Option<Case>> {
    let facts = ledger::facts_of_stream(tx, &case.county, &crate::model::stream(&case.id)).await?;
    let entries: Vec<Entry> = facts.iter().map(entry).collect::<Result<_, _>>()?;
    Ok(fold(&entries))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_an_earlier_version_says_the_same_and_a_changed_one_does_not() {
        let spelled_out = include_str!("../../tests/whole/golden/case-v1-spelled-out.json");
        let folded = include_str!("../../tests/whole/golden/case-v1.json");
        assert!(same_doc(spelled_out, folded));
        assert!(!same_doc(&spelled_out.replace("\"ruled\": true", "\"ruled\": false"), folded));
        assert!(!same_doc(&spelled_out.replace("\"high\"", "\"low\""), folded));
        assert!(!same_doc("{", folded));
    }
}
