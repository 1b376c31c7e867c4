//! Verification: facts of modules, forms, visits, submissions and campaigns are folded again and compared with the rows: what is in force, what
//! every module received and whether it counts, when it was last answered, what was asked and spared, where each item of a campaign stands.

mod campaigns;

use crate::model::admission::{ADMITTED, Decided, ModuleState, PROPOSED, Proposed, REFUSED, RETIRED, STREAM};
use crate::service::settle::{SETTLED, SettledData};
use crate::service::visits::{MissedData, NOT_MET};
use crate::service::withdraw::{WITHDRAWN, WithdrawnData};
use crate::store::visits::Burden;
use crate::store::{modules, published, submissions, visits};
use crate::{FORM_STATE, FORM_SUBMITTED, FORM_VOIDED};
use db::{DbError, Tx};
use ledger::Fact;
use ledger::verify::{Audit, Report, StreamFacts};
use parking_lot::Mutex;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// Compares the tables of forms with the facts.
#[derive(Default)]
pub struct FormAudit {
    /// Home → what settled submissions that count add up to.
    burdens: Mutex<BTreeMap<String, Counts>>,
    campaigns: Mutex<campaigns::Campaigns>,
}

/// Month, module and place → what was asked and spared.
type Counts = BTreeMap<(String, String, String), Burden>;

fn data<T: DeserializeOwned>(fact: &Fact) -> Option<T> {
    serde_json::from_str(&fact.data).ok()
}

fn last<'a>(of: &'a StreamFacts, actions: &[&str]) -> Option<&'a Fact> {
    of.facts.iter().rev().find(|f| actions.contains(&f.action.as_str()))
}

/// Of a long stream a later part knows not how it began: then only what it says itself is compared.
fn whole(of: &StreamFacts) -> bool {
    of.facts.first().is_some_and(|f| f.seq == 1)
}

impl FormAudit {
    async fn module(&self, tx: &mut Tx, of: &StreamFacts, code: &str) -> Result<Option<String>, DbError> {
        let (mut state, mut version, mut in_force) = (ModuleState::Proposed, 0, None);
        for fact in of.facts.iter() {
            match fact.action.as_str() {
                PROPOSED => {
                    (state, version) =
                        (ModuleState::Proposed, data::<Proposed>(fact).map_or(0, |p| p.version))
                }
                ADMITTED => {
                    (state, in_force) = (ModuleState::Admitted, data::<Decided>(fact).map(|d| d.version))
                }
                REFUSED => state = ModuleState::Refused,
                RETIRED => (state, in_force) = (ModuleState::Retired, None),
                _ => {}
            }
        }
        let row = modules::get(tx, code).await?;
        let same = row.is_some_and(|r| (r.state, r.version, r.in_force) == (state, version, in_force));
        Ok((whole(of) && !same).then(|| format!("row form_module {code}: not what was decided")))
    }

    async fn published(&self, tx: &mut Tx, of: &StreamFacts, form: &str) -> Result<Option<String>, DbError> {
        let said = last(of, &[FORM_STATE]).and_then(data::<serde_json::Value>);
        let Some(row) = published::form(tx, form).await? else {
            return Ok(Some(format!("row form {form}: missing")));
        };
        let differs = said.is_some_and(|s| s["state"] != serde_json::json!(row.state));
        Ok(differs.then(|| format!("row form {form}: in another state than was said")))
    }

    async fn visit(&self, tx: &mut Tx, of: &StreamFacts, n: &str) -> Result<Option<String>, DbError> {
        let n: i64 = n.parse().unwrap_or_default();
        for fact in of.facts.iter().filter(|f| f.action == NOT_MET) {
            let Some(said) = data::<MissedData>(fact) else {
                return Ok(Some(format!("row form_visit {n}: cannot be read")));
            };
            self.campaigns.lock().missed(&of.county, &said);
            if !visits::visits(tx, &of.county, &said.day, &[n]).await?.contains_key(&n) {
                return Ok(Some(format!("row form_visit {n} {}: missing", said.day)));
            }
        }
        Ok(None)
    }

    async fn submission(
        &self,
        tx: &mut Tx,
        of: &StreamFacts,
        instance: &str,
    ) -> Result<Option<String>, DbError> {
        let county = &of.county;
        let wrong = |what: &str| Ok(Some(format!("row {what} {instance}: not what was said")));
        let row = submissions::get(tx, county, instance).await?;
        let Some(row) = row else { return wrong("form_submission") };
        if let Some(said) = last(of, &[FORM_SUBMITTED]).and_then(data::<serde_json::Value>) {
            let same = said["form_id"] == row.form.as_str()
                && said["version"] == row.version.as_str()
                && said["replaces"].as_str() == row.replaces.as_deref()
                && said["xml"]["ref"].as_str().is_none_or(|xml| xml == row.xml);
            if !same {
                return wrong("form_submission");
            }
        }
        if whole(of) && row.voided_at.is_some() != last(of, &[FORM_VOIDED]).is_some() {
            return wrong("form_submission");
        }
        let Some(fact) = last(of, &[SETTLED]) else { return Ok(None) };
        let Some(said) = data::<SettledData>(fact) else { return wrong("form_record") };
        let ended = last(of, &[SETTLED, WITHDRAWN]).filter(|f| f.action == WITHDRAWN);
        let ended = ended.map(|f| data::<WithdrawnData>(f).unwrap_or_default());
        match &ended {
            None => self.campaigns.lock().settled(county, &said),
            Some(ended) => self.campaigns.lock().voided(county, said.n, &ended.voided),
        }
        let ended = ended.map(|ended| ended.by.unwrap_or_default());
        let mut expected: Vec<(String, i64)> =
            said.records.iter().map(|(code, version, _)| (code.clone(), *version)).collect();
        expected.sort();
        let records = visits::of_instance(tx, county, instance).await?;
        let found: Vec<(String, i64)> = records.iter().map(|r| (r.module.clone(), r.version)).collect();
        if found != expected || records.iter().any(|r| r.ended_by != ended) {
            return wrong("form_record");
        }
        let refused = visits::refused_of(tx, county, instance).await?;
        if refused != if ended.is_some() { vec![] } else { said.refused.clone() } {
            return wrong("form_refused");
        }
        if fact.v == 1 || ended.is_some() {
            return Ok(None);
        }
        let known = visits::last(tx, county, &[said.n]).await?;
        let late = |code: &String| known.get(&(said.n, code.clone())).is_none_or(|at| *at < said.at);
        if said.records.iter().any(|(code, _, _)| late(code)) {
            return wrong("form_last");
        }
        let mut all = self.burdens.lock();
        let counts = all.entry(county.clone()).or_default();
        for (module, burden) in &said.burdens {
            counts.entry((said.month(), module.clone(), said.place.clone())).or_default().add(burden);
        }
        Ok(None)
    }
}

#[async_trait::async_trait]
impl Audit for FormAudit {
    fn prefix(&self) -> &'static str {
        "form/"
    }

    async fn streams(
        &self,
        tx: &mut Tx,
        streams: &[StreamFacts],
        report: &mut Report,
    ) -> Result<(), DbError> {
        for of in streams {
            let wrong = match of.stream.splitn(3, '/').collect::<Vec<_>>()[..] {
                [_, "module", code] if of.stream.starts_with(STREAM) => self.module(tx, of, code).await,
                [_, "published", form] => self.published(tx, of, form).await,
                [_, "visit", n] => self.visit(tx, of, n).await,
                [_, "campaign", id] => {
                    let read = self.campaigns.lock().campaign(of, id);
                    Ok((!read).then(|| format!("row form_campaign {id}: cannot be read")))
                }
                [_, "submission", instance] => self.submission(tx, of, instance).await,
                _ => continue,
            };
            report.compared(of, wrong)?;
        }
        Ok(())
    }

    async fn end(&self, tx: &mut Tx, report: &mut Report) -> Result<(), DbError> {
        let all = std::mem::take(&mut *self.burdens.lock());
        for (county, expected) in all {
            let found: Counts = visits::burdens_of(tx, &county).await?.into_iter().collect();
            report.rows += found.len() as u64;
            let differs = found.iter().find(|(key, b)| expected.get(*key) != Some(*b));
            let missing = expected.keys().find(|key| !found.contains_key(*key));
            if let Some((month, module, place)) = differs.map(|(key, _)| key).or(missing) {
                let what = format!("row form_burden {month} {module:?} {place}: not what a recount says");
                report.breaks(&county, "form/submission/", 0, what);
            }
        }
        let campaigns = std::mem::take(&mut *self.campaigns.lock());
        campaigns.end(tx, report).await
    }
}
