//! The part of `verify` that looks at protected values: each must match the commitment in its fact, or be erased.

use crate::{Ref, Vault, vault};
use db::{DbError, Tx};
use ledger::verify::{Audit, Report, StreamFacts};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// Recomputes the commitments of all facts and counts what was erased.
pub struct CommitmentAudit(pub Vault);

#[async_trait::async_trait]
impl Audit for CommitmentAudit {
    fn prefix(&self) -> &'static str {
        ""
    }

    async fn streams(
        &self,
        tx: &mut Tx,
        streams: &[StreamFacts],
        report: &mut Report,
    ) -> Result<(), DbError> {
        let mut by_county: HashMap<&str, Vec<(&str, i64, Ref)>> = HashMap::new();
        for stream in streams {
            for fact in &stream.facts {
                // most facts hold none
                if !fact.data.contains("commitment") {
                    continue;
                }
                let refs = serde_json::from_str::<Refs>(&fact.data).map(|r| r.0).unwrap_or_default();
                let list = by_county.entry(&stream.county).or_default();
                list.extend(refs.into_iter().map(|r| (stream.stream.as_str(), fact.seq, r)));
            }
        }
        for (county, refs) in by_county {
            for chunk in refs.chunks(500) {
                self.compare(tx, county, chunk, report).await?;
            }
        }
        Ok(())
    }
}

impl CommitmentAudit {
    async fn compare(
        &self,
        tx: &mut Tx,
        county: &str,
        refs: &[(&str, i64, Ref)],
        report: &mut Report,
    ) -> Result<(), DbError> {
        let ids: Vec<&str> =
            refs.iter().map(|r| r.2.id.as_str()).collect::<HashSet<_>>().into_iter().collect();
        let mut stored = HashMap::new();
        for row in vault::some(tx, county, &ids).await? {
            stored.insert(row.get::<String>("id")?, self.0.stored(&row)?);
        }
        for (stream, seq, reference) in refs {
            let value =
                stored.get(&reference.id).and_then(|s| Some((s.value.as_deref()?, s.salt.as_deref()?)));
            let Some((value, salt)) = value else {
                report.erased += 1;
                continue;
            };
            let again =
                vault::commitment(|fields| ledger::same_digest(&reference.commitment, fields), salt, value);
            if again.as_deref() == Some(&reference.commitment) {
                report.values += 1;
            } else {
                report.breaks(
                    county,
                    stream,
                    *seq,
                    format!("value {}: not what was committed to", reference.id),
                );
            }
        }
        Ok(())
    }
}

/// Every `{"ref", "commitment"}` in a fact's data, however deep; nothing else of it is kept.
#[derive(Default)]
struct Refs(Vec<Ref>);

/// What stands below a key.
enum Below {
    Text(String),
    Refs(Refs),
}

impl<'de> Deserialize<'de> for Refs {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(match Below::deserialize(from)? {
            Below::Text(_) => Self::default(),
            Below::Refs(refs) => refs,
        })
    }
}

impl<'de> Deserialize<'de> for Below {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Walk)
    }
}

struct Walk;

impl<'de> Visitor<'de> for Walk {
    type Value = Below;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("any JSON")
    }
    fn visit_str<E>(self, text: &str) -> Result<Below, E> {
        Ok(Below::Text(text.to_owned()))
    }
    fn visit_bool<E>(self, _: bool) -> Result<Below, E> {
        Ok(Below::Refs(Refs::default()))
    }
    fn visit_i64<E>(self, _: i64) -> Result<Below, E> {
        Ok(Below::Refs(Refs::default()))
    }
    fn visit_u64<E>(self, _: u64) -> Result<Below, E> {
        Ok(Below::Refs(Refs::default()))
    }
    fn visit_f64<E>(self, _: f64) -> Result<Below, E> {
        Ok(Below::Refs(Refs::default()))
    }
    fn visit_unit<E>(self) -> Result<Below, E> {
        Ok(Below::Refs(Refs::default()))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Below, A::Error> {
        let mut found = vec![];
        while let Some(Refs(refs)) = list.next_element()? {
            found.extend(refs);
        }
        Ok(Below::Refs(Refs(found)))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Below, A::Error> {
        let (mut found, mut id, mut commitment) = (vec![], None, None);
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            match (key.as_ref(), map.next_value()?) {
                ("ref", Below::Text(text)) => id = Some(text),
                ("commitment", Below::Text(text)) => commitment = Some(text),
                (_, Below::Text(_)) => {}
                (_, Below::Refs(Refs(refs))) => found.extend(refs),
            }
        }
        found.extend(id.zip(commitment).map(|(id, commitment)| Ref { id, commitment }));
        Ok(Below::Refs(Refs(found)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reference_is_found_however_deep() {
        let data = r#"{"a":[1,-2,0.5,null,true,"x",{"commitment":"c1","ref":"r1"}],"b":{"ref":"r2","c":{"ref":"r3","commitment":"c3"},
            "commitment":"c2"},"ref":"alone","d":{"commitment":"alone"}}"#;
        let Refs(mut found) = serde_json::from_str(data).expect("JSON");
        found.sort_by(|a, b| a.id.cmp(&b.id));
        let found: Vec<(&str, &str)> = found.iter().map(|r| (r.id.as_str(), r.commitment.as_str())).collect();
        assert_eq!(found, [("r1", "c1"), ("r2", "c2"), ("r3", "c3")]);
    }
}
