//! When what is known of a value is contradictory, so that somebody has to ask.

use kernel::Timestamp;
use serde_json::Value;

/// What one source says of a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// The list; none when somebody saw it on a visit, or corrected it.
    pub source: Option<String>,
    /// In its kept form.
    pub value: Value,
    /// Its age.
    pub as_of: Timestamp,
    /// It is not older than it may be.
    pub fresh: bool,
}

/// The statements that contradict each other, the latest first: of two sources or more that are all fresh, the last word of each, where the words
/// differ. Whoever looked has the last word over what was said before. Nothing when they agree.
pub fn disagreeing(said: &[Statement]) -> Vec<Statement> {
    let looked = said.iter().filter(|s| s.source.is_none()).map(|s| s.as_of).max();
    let mut latest: Vec<&Statement> = vec![];
    let mut said: Vec<&Statement> = said.iter().collect();
    said.sort_by(|a, b| (b.as_of, &b.source).cmp(&(a.as_of, &a.source)));
    for one in said {
        let settled = one.source.is_some() && looked.is_some_and(|looked| looked >= one.as_of);
        if !settled && !latest.iter().any(|other| other.source == one.source) {
            latest.push(one);
        }
    }
    latest.retain(|one| one.fresh);
    let differ = latest.iter().any(|one| one.value != latest[0].value);
    if differ { latest.into_iter().cloned().collect() } else { vec![] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(source: Option<&str>, value: &str, as_of: i64) -> Statement {
        Statement {
            source: source.map(Into::into),
            value: value.into(),
            as_of: Timestamp(as_of),
            fresh: as_of >= 10,
        }
    }

    fn sources(all: &[Statement]) -> Vec<(Option<String>, i64)> {
        disagreeing(all).into_iter().map(|s| (s.source, s.as_of.0)).collect()
    }

    #[test]
    fn two_fresh_sources_that_differ() {
        let police = said(Some("police"), "1", 20);
        assert_eq!(sources(std::slice::from_ref(&police)), []);
        assert_eq!(sources(&[police.clone(), said(Some("housing"), "1", 30)]), []);
        let two = sources(&[police.clone(), said(Some("housing"), "2", 30)]);
        assert_eq!(two, [(Some("housing".into()), 30), (Some("police".into()), 20)]);
        // one that is old says nothing, and a list does not contradict itself
        assert_eq!(sources(&[police.clone(), said(Some("housing"), "2", 9)]), []);
        assert_eq!(sources(&[police, said(Some("police"), "2", 30)]), []);
    }

    #[test]
    fn whoever_looked_has_the_last_word() {
        let (police, housing) = (said(Some("police"), "1", 20), said(Some("housing"), "2", 30));
        assert_eq!(sources(&[police.clone(), housing.clone(), said(None, "3", 40)]), []);
        // until a list says something else afterwards
        let after = sources(&[police.clone(), said(None, "3", 25), housing.clone()]);
        assert_eq!(after, [(Some("housing".into()), 30), (None, 25)]);
        assert_eq!(sources(&[said(None, "2", 25), housing.clone()]), []);
        // the last look counts, and what was seen long ago is old itself
        assert_eq!(sources(&[said(None, "2", 35), said(None, "3", 12), housing.clone()]), []);
        assert_eq!(sources(&[said(None, "3", 5), housing]), []);
    }
}
