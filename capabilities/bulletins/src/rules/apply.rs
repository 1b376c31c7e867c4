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
