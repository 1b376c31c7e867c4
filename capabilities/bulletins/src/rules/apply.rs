//! The fold: a bulletin after one more fact.

use crate::model::*;
use kernel::Timestamp;

/// A fact as the fold sees it.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// Home.
    pub county: &'a str,
    /// Stream.
    pub stream: &'a str,
    /// Number in the stream.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: &'a str,
    /// In which post.
    pub post: Option<&'a str>,
    /// What.
    pub action: &'a str,
    /// JSON.
    pub data: &'a str,
}

impl<'a> From<&'a ledger::Fact> for Entry<'a> {
    fn from(fact: &'a ledger::Fact) -> Self {
        Self {
            county: &fact.county,
            stream: &fact.stream,
            seq: fact.seq,
            at: fact.at,
            actor: &fact.actor,
            post: fact.post.as_deref(),
            action: &fact.action,
            data: &fact.data,
        }
    }
}

/// Applies one fact; facts of a later program are left alone.
///
/// # Errors
/// Data that cannot be read.
pub fn apply(bulletin: &mut Option<Bulletin>, fact: &Entry<'_>) -> Result<(), serde_json::Error> {
    let by = By { at: fact.at, actor: fact.actor.into(), post: fact.post.map(Into::into) };
    if fact.action == DRAFTED {
        let d: Drafted = serde_json::from_str(fact.data)?;
        *bulletin = Some(Bulletin {
            county: fact.county.into(),
            id: fact.stream.strip_prefix(STREAM).unwrap_or_default().into(),
            seq: fact.seq,
            area: d.area,
            area_path: d.area_path,
            month: d.month,
            edition: d.edition,
            layout: d.layout,
            drafted: by,
            until: d.until,
            replaces: d.replaces,
            why: d.why,
            ..Bulletin::default()
        });
        return Ok(());
    }
    let Some(it) = bulletin else { return Ok(()) };
    it.seq = fact.seq;
    match fact.action {
        OBJECTED => {
            let o: Objected = serde_json::from_str(fact.data)?;
            let (case, measure) = (o.case, o.measure);
            let objection = Objection {
                n: o.n,
                unit: o.unit,
                by,
                case,
                measure,
                ground: o.ground,
                words: o.words,
                decision: None,
            };
            it.objections.push(objection);
        }
        DECIDED => {
            let d: Decided = serde_json::from_str(fact.data)?;
            let decision =
                Decision { upheld: d.upheld, by, reason: d.reason, cases: d.cases, measures: d.measures };
            if let Some(objection) = it.objections.iter_mut().find(|o| o.n == d.n) {
                objection.decision = Some(decision);
            }
        }
        FROZEN => {
            let f: FrozenData = serde_json::from_str(fact.data)?;
            it.frozen = Some(Frozen { by, n: f.n, sha256: f.sha256, early: f.early });
            it.state = State::Frozen;
        }
        SIGNED => {
            it.signed = Some(by);
            it.state = State::Signed;
        }
        ISSUED => {
            it.issued = Some(by);
            it.state = State::Issued;
        }
        REPLACED => {
            let r: ReplacedData = serde_json::from_str(fact.data)?;
            it.ended = Some(Ended { by, reason: None, replaced_by: Some(r.by) });
            it.state = State::Replaced;
        }
        WITHDRAWN => {
            let w: WithdrawnData = serde_json::from_str(fact.data)?;
            it.ended = Some(Ended { by, reason: Some(w.reason), replaced_by: None });
            it.state = State::Withdrawn;
        }
        _ => {}
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// Facts as version 1 was written: what was once written is read for ever.
    const FACTS: &[(&str, &str)] = &[
        (
            DRAFTED,
            r#"{"area":"K1","area_path":"C/K1","month":202610,"edition":1,"layout":"monthly","until":"2026-11-07T00:00:00Z"}"#,
        ),
        (
            OBJECTED,
            r#"{"n":1,"unit":"lights","case":{"county":"K1","id":"c1","number":"K1-1"},"measure":"on_time","ground":"other","words":{"ref":"w1","commitment":"x"}}"#,
        ),
        (
            DECIDED,
            r#"{"n":1,"upheld":true,"reason":{"ref":"w2","commitment":"y"},"cases":[{"county":"K1","id":"c1","number":"K1-1"}],"measures":["on_time"]}"#,
        ),
        (FROZEN, r#"{"n":3,"sha256":"abc","early":{"ref":"w3","commitment":"z"}}"#),
        (SIGNED, r#"{"sha256":"abc"}"#),
        (ISSUED, r#"{"sha256":"abc"}"#),
        ("bulletin.of_a_later_program", r#"{"what":1}"#),
        (REPLACED, r#"{"by":"K1-202610-2"}"#),
        (WITHDRAWN, r#"{"reason":{"ref":"w4","commitment":"a"}}"#),
    ];

    fn folded(upto: usize) -> Bulletin {
        let mut bulletin = None;
        for (i, (action, data)) in FACTS.iter().take(upto).enumerate() {
            let seq = i64::try_from(i).unwrap() + 1;
            let at = Timestamp(seq * 1_000);
            let (county, stream, actor, post) = ("K1", "bulletin/K1-202610-1", "person/p", Some("post"));
            apply(&mut bulletin, &Entry { county, stream, seq, at, actor, post, action, data }).unwrap();
        }
        bulletin.unwrap()
    }

    #[test]
    fn the_life_of_a_bulletin_is_the_fold_of_its_facts() {
        assert_eq!(
            (folded(1).state, folded(1).id.as_str(), folded(1).undecided()),
            (State::Draft, "K1-202610-1", 0)
        );
        assert_eq!((folded(2).undecided(), folded(3).undecided(), folded(3).upheld().count()), (1, 0, 1));
        assert_eq!(folded(4).frozen.map(|f| (f.n, f.sha256)), Some((3, "abc".into())));
        let states: Vec<State> = (4..=9).map(|n| folded(n).state).collect();
        use State::{Frozen, Issued, Replaced, Signed, Withdrawn};
        assert_eq!(states, [Frozen, Signed, Issued, Issued, Replaced, Withdrawn]);
        assert_eq!(folded(7).seq, 7, "what a later program wrote counts and changes nothing else");
        let text = serde_json::to_string(&folded(9)).unwrap();
        assert_eq!(
            serde_json::from_str::<Bulletin>(&text).unwrap(),
            folded(9),
            "a row reads as it was written"
        );
    }
}
