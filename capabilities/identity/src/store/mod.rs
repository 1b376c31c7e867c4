//! All SQL of identity, and nothing but SQL and row mapping.

pub(crate) mod access;
pub(crate) mod compose;
pub(crate) mod person;
pub(crate) mod post;
pub(crate) mod unit;

use db::{DbError, Row};
use protect::Ref;

/// A reference to a protected value, stored as JSON.
pub(crate) fn reference(text: &str, column: &str) -> Result<Ref, DbError> {
    serde_json::from_str(text).map_err(|e| DbError::Column(column.into(), e.to_string()))
}

fn optional_reference(row: &Row, column: &str) -> Result<Option<Ref>, DbError> {
    row.get::<Option<String>>(column)?.map(|text| reference(&text, column)).transpose()
}

/// The stored text of a reference.
pub(crate) fn text_of(reference: &Ref) -> String {
    serde_json::json!(reference).to_string()
}

/// A list of texts as one value, for `json_each`.
pub(crate) fn list<T: AsRef<str>>(items: impl IntoIterator<Item = T>) -> String {
    let items: Vec<serde_json::Value> = items.into_iter().map(|i| i.as_ref().into()).collect();
    serde_json::Value::Array(items).to_string()
}

/// An area's path and every path above it, with the empty one for everywhere.
pub(crate) fn ancestors(area_path: &str) -> String {
    let ends = area_path.match_indices('/').map(|(i, _)| i).chain([area_path.len()]);
    list(std::iter::once("").chain(ends.map(|end| &area_path[..end])))
}

#[cfg(test)]
mod tests {
    #[test]
    fn ancestors_go_up_to_everywhere() {
        assert_eq!(super::ancestors("35/3503/g1"), r#"["","35","35/3503","35/3503/g1"]"#);
    }
}
