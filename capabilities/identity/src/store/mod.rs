//! All SQL of identity, and nothing but SQL and row mapping.

pub(crate) mod absence;
pub(crate) mod access;
pub(crate) mod compose;
pub(crate) mod hand_over;
pub(crate) mod person;
pub(crate) mod post;
pub(crate) mod told;
pub(crate) mod unit;

use db::{DbError, Row};
use protect::Ref;

/// A reference to a protected value, stored as JSON.
pub(crate) fn reference(text: &str, column: &str) -> Result<Ref, DbError> {
    serde_json::from_str(text).map_err(|e| DbError::Column(column.into(), e.to_string()))
}

pub(crate) fn optional_reference(row: &Row, column: &str) -> Result<Option<Ref>, DbError> {
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
#[allow(clippy::unwrap_used)] // a test fails by panicking
mod tests {
    use super::*;
    use crate::service::{PostFilter, UnitFilter};
    use authz::Scope;
    use db::{Sql, Value};
    use kernel::{Id, Timestamp};
    use testkit::both;

    #[test]
    fn ancestors_go_up_to_everywhere() {
        assert_eq!(ancestors("35/3503/g1"), r#"["","35","35/3503","35/3503/g1"]"#);
    }

    fn some<T>(set: usize, bit: usize, value: T) -> Option<T> {
        (set & (1 << bit) != 0).then_some(value)
    }

    /// Every combination of every list.
    fn lists() -> Vec<(Sql, Vec<Value>)> {
        let text = || "35/03".to_string();
        let unit = |set| UnitFilter {
            level: some(set, 0, text()),
            function: some(set, 1, text()),
            q: some(set, 2, text()),
            parent: some(set, 3, text()),
            area_path: some(set, 4, text()),
            after: None,
        };
        let post = |set| PostFilter {
            kind: some(set, 0, text()),
            unit: some(set, 1, text()),
            person: some(set, 2, Id::trusted("p")),
            area_path: some(set, 3, text()),
            after: None,
        };
        let scopes = |set| match some(set, 2, ()) {
            Some(()) => vec![Scope::everywhere()],
            None => {
                vec![Scope { area_path: text(), unit: None }, Scope { area_path: text(), unit: Some(text()) }]
            }
        };
        let people = |set| {
            let which = (some(set, 0, "u"), some(set, 3, "hash"));
            person::page(&scopes(set), which, some(set, 1, ()).is_some(), "", 9)
        };
        let units = (0..32).map(|set| unit::page(&unit(set), 9));
        let posts = (0..16).map(|set| post::page(&post(set), Timestamp(0), 9));
        units.chain(posts).chain((0..16).map(people)).collect()
    }

    both!(every_list_is_well_formed, |test| async move {
        let mut tx = test.db.read().await.unwrap();
        for (sql, args) in lists() {
            let plan = tx.explain(&sql, args.clone()).await.unwrap();
            assert!(!plan.is_empty());
            assert!(tx.fetch_all(&sql, args).await.unwrap().is_empty(), "{}", sql.text);
        }
    });
}
