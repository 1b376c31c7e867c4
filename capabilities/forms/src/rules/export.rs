//! Records as a table or as lines of JSON, in the module's own schema: its questions by their names, in its order.

use super::module_form::name_of;
use super::nodes::{self, below};
use crate::model::module::{Module, Question};
use crate::model::record::{ExportFormat, RecordItem};
use kernel::{Refusal, Result};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What stands before the answers.
const OPEN: [&str; 5] = ["instance", "subject", "area", "day", "version"];

/// The questions of some versions of a module, those of the youngest first.
pub fn columns(versions: &BTreeMap<i64, Module>, asked: &BTreeSet<i64>) -> Vec<String> {
    let mut all: Vec<String> = vec![];
    let answered = |q: &&Question| q.datatype.as_deref() != Some("note");
    for (_, module) in versions.iter().rev().filter(|(version, _)| asked.contains(version)) {
        for name in module.questions.iter().filter(answered).map(name_of) {
            if !all.contains(&name) {
                all.push(name);
            }
        }
    }
    all
}

/// The answers of a record by the names of the questions; what is asked several times is a list.
///
/// # Errors
/// `submission.malformed`
pub fn values(record: &[u8]) -> Result<Map<String, Value>, Refusal> {
    let nodes = nodes::read(record)?;
    let mut all = Map::new();
    for at in below(&nodes, 0).filter(|at| nodes[*at].name() != "meta") {
        let name = nodes[at].name().to_owned();
        let inside: Map<String, Value> =
            below(&nodes, at).map(|c| (nodes[c].name().to_owned(), json!(nodes[c].text.trim()))).collect();
        if inside.is_empty() {
            all.insert(name, json!(nodes[at].text.trim()));
        } else if let Value::Array(list) = all.entry(name).or_insert_with(|| json!([])) {
            list.push(Value::Object(inside));
        }
    }
    Ok(all)
}

/// The first line of an export.
///
/// # Errors
/// A table that cannot be written.
pub fn head(format: ExportFormat, columns: &[String]) -> Result<Vec<u8>> {
    match format {
        ExportFormat::Jsonl => Ok(vec![]),
        ExportFormat::Csv => {
            let names = OPEN.iter().copied().chain(columns.iter().map(String::as_str));
            // the mark that spreadsheets look for
            Ok(["\u{feff}".as_bytes(), &line(names.map(str::to_owned))?].concat())
        }
    }
}

/// A record as a line; without answers when they were erased.
///
/// # Errors
/// `submission.malformed`
pub fn row(
    format: ExportFormat,
    columns: &[String],
    (item, record): (&RecordItem, Option<&str>),
) -> Result<Vec<u8>> {
    let answers = record.map(|xml| values(xml.as_bytes())).transpose()?;
    let version = item.version.to_string();
    let subject = item.subject.clone().unwrap_or_default();
    match format {
        ExportFormat::Jsonl => {
            let said = json!({
                "instance": item.instance, "subject": item.subject, "area": item.area.code, "day": item.day,
                "version": item.version, "answers": answers,
            });
            Ok(format!("{said}\n").into_bytes())
        }
        ExportFormat::Csv => {
            let open = [item.instance.clone(), subject, item.area.code.clone(), item.day.clone(), version];
            let answers = answers.unwrap_or_default();
            let cell = |name: &String| match answers.get(name) {
                None => String::new(),
                Some(Value::String(text)) => register::service::plain(text),
                Some(list) => list.to_string(),
            };
            line(open.into_iter().chain(columns.iter().map(cell)))
        }
    }
}

fn line(cells: impl Iterator<Item = String>) -> Result<Vec<u8>> {
    let mut out = csv::Writer::from_writer(vec![]);
    out.write_record(cells.map(String::into_bytes)).map_err(kernel::Failure::internal)?;
    out.into_inner().map_err(kernel::Failure::internal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use grid::model::AreaRef;
    use kernel::{Text, Timestamp};

    fn item() -> RecordItem {
        RecordItem {
            instance: "uuid:1".into(),
            subject: Some("K1-1".into()),
            area: AreaRef { code: "G1".into(), level: "grid".into(), name: Text::new("格", "Grid") },
            day: "2026-11-23".into(),
            at: Timestamp(0),
            version: 2,
            state: crate::model::record::RecordState::Counts,
        }
    }

    const XML: &str = "<data id='m_t' version='2'><tenants>=2</tenants><lives_in><name>甲</name><since/></lives_in>\
        <lives_in><name>乙</name><since>2025-01-01</since></lives_in><meta><instanceID>uuid:1</instanceID></meta></data>";

    #[test]
    fn a_record_is_a_line_in_its_modules_schema() {
        let columns = ["tenants", "lives_in", "wires"].map(str::to_owned);
        let table = String::from_utf8(head(ExportFormat::Csv, &columns).unwrap()).unwrap();
        assert_eq!(table, "\u{feff}instance,subject,area,day,version,tenants,lives_in,wires\n");
        let line = row(ExportFormat::Csv, &columns, (&item(), Some(XML))).unwrap();
        let line = String::from_utf8(line).unwrap();
        // what a spreadsheet would compute is text
        assert!(line.starts_with("uuid:1,K1-1,G1,2026-11-23,2,'=2,\"[{\"\"name\"\":\"\"甲\"\""), "{line}");
        assert!(line.ends_with("]\",\n"), "{line}");
        let line = row(ExportFormat::Jsonl, &columns, (&item(), Some(XML))).unwrap();
        let said: Value = serde_json::from_slice(&line).unwrap();
        assert_eq!(said["answers"]["lives_in"][1], json!({"name": "乙", "since": "2025-01-01"}));
        assert_eq!((said["answers"]["tenants"].as_str(), said["version"].as_i64()), (Some("=2"), Some(2)));
        let erased = row(ExportFormat::Jsonl, &columns, (&item(), None)).unwrap();
        assert_eq!(serde_json::from_slice::<Value>(&erased).unwrap()["answers"], Value::Null);
    }
}
