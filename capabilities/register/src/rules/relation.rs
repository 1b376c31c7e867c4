//! Relations of a record to others (lives in, owns, works at): part of its version, so that they are hashed, kept and known as of a
//! day as its values are. Those of people are sealed; from the other side they are found by a blind word.

use super::schema::ReadyKind;
use super::value::Values;
use crate::model::kind::Relation;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Ended ones that are kept beside those in force.
const PAST: usize = 20;

/// One relation to one record.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Link {
    /// The id of the other record.
    pub to: String,
    /// The first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// The key under which the relations of a code stand among the values of a record. No field has it.
pub fn key(code: &str) -> String {
    format!("@{code}")
}

/// The relations of a code.
pub fn links(values: &Values, code: &str) -> Vec<Link> {
    let value = values.get(&key(code)).cloned();
    value.and_then(|v| serde_json::from_value(v).ok()).unwrap_or_default()
}

/// All relations of a record.
pub fn all<'a>(kind: &'a ReadyKind, values: &Values) -> Vec<(&'a Relation, Link)> {
    let of = |r: &'a Relation| links(values, &r.code).into_iter().map(move |link| (r, link));
    kind.kind.relations.iter().flat_map(of).collect()
}

/// Puts the relations of a code among the values, in one order.
pub fn put(values: &mut Values, code: &str, mut links: Vec<Link>) {
    links.sort();
    links.dedup();
    match links.is_empty() {
        true => drop(values.remove(&key(code))),
        false => drop(values.insert(key(code), serde_json::to_value(links).unwrap_or(Value::Null))),
    }
}

/// What a source says of a dated relation, after what was known: one that it does not name any more has ended on that day.
pub fn succeed(before: &[Link], said: Vec<Link>, day: &str) -> Vec<Link> {
    let gone = before.iter().filter(|b| !said.iter().any(|s| s.to == b.to && (b.until.is_none() || s == *b)));
    let mut past: Vec<Link> = gone
        .cloned()
        .map(|mut link| {
            let first = link.from.clone().unwrap_or_default();
            link.until.get_or_insert_with(|| first.max(day.to_owned()));
            link
        })
        .collect();
    past.sort_by(|a, b| b.until.cmp(&a.until));
    past.truncate(PAST);
    past.into_iter().chain(said).collect()
}

/// One more, changed, ended or taken away: the one to the same record that is in force, or else a new one.
pub fn changed(before: &[Link], link: &Link, remove: bool) -> Vec<Link> {
    let mut all = before.to_vec();
    let open = all.iter().rposition(|l| l.to == link.to && (l.until.is_none() || remove));
    match (open, remove) {
        (Some(at), true) => drop(all.remove(at)),
        (Some(at), false) => {
            let from = link.from.clone().or_else(|| all[at].from.clone());
            all[at] = Link { from, ..link.clone() };
        }
        (None, true) => {}
        (None, false) => all.push(link.clone()),
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(to: &str, from: Option<&str>, until: Option<&str>) -> Link {
        Link { to: to.into(), from: from.map(Into::into), until: until.map(Into::into) }
    }

    #[test]
    fn what_a_source_does_not_name_any_more_has_ended() {
        let before = [link("a", Some("2020-01-01"), None), link("z", None, Some("2019-01-01"))];
        let said = vec![link("b", Some("2026-01-01"), None)];
        let now = succeed(&before, said.clone(), "2026-02-01");
        assert_eq!(
            now,
            [
                link("a", Some("2020-01-01"), Some("2026-02-01")),
                link("z", None, Some("2019-01-01")),
                said[0].clone()
            ]
        );
        // one that is named again in other days is not doubled
        let again = succeed(&before[..1], vec![link("a", Some("2020-01-02"), None)], "2026-02-01");
        assert_eq!(again, [link("a", Some("2020-01-02"), None)]);
        // nothing ends before it began
        let odd = succeed(&[link("a", Some("2030-01-01"), None)], vec![], "2026-02-01");
        assert_eq!(odd[0].until.as_deref(), Some("2030-01-01"));
    }

    #[test]
    fn one_is_ended_and_begun_again() {
        let open = [link("a", Some("2020-01-01"), None)];
        let ended = changed(&open, &link("a", None, Some("2021-01-01")), false);
        assert_eq!(ended, [link("a", Some("2020-01-01"), Some("2021-01-01"))]);
        let again = changed(&ended, &link("a", Some("2022-01-01"), None), false);
        assert_eq!(again.len(), 2);
        assert_eq!(changed(&ended, &link("a", None, None), true), []);
    }

    #[test]
    fn values_hold_them_in_one_order() {
        let mut values = Values::new();
        put(
            &mut values,
            "lives_in",
            vec![link("b", None, None), link("a", None, None), link("a", None, None)],
        );
        assert_eq!(links(&values, "lives_in").len(), 2);
        assert_eq!(values["@lives_in"][0]["to"], "a");
        put(&mut values, "lives_in", vec![]);
        assert!(values.is_empty());
    }
}
