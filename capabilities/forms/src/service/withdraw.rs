//! Taking back what an edition of a submission said: another one took its place, or it was voided. Its records stay and count no more; what is
//! known afterwards is what would be known without it.

use super::Forms;
use super::campaigns::items;
use super::days::Zone;
use super::receive::stream;
use super::settle::{SETTLED, SettledData, seer};
use super::visits::ELEMENT;
use crate::model::submission::SubmissionRow;
use crate::rules::{collect_form, settle};
use crate::store::{submissions, visits as store};
use db::Tx;
use kernel::{Ctx, Failure, Result, Timestamp};
use ledger::NewFact;
use protect::{NewValue, Prepared, Ref};
use register::service::{Observation, Seen};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Records of a submission count no more: in its stream.
pub const WITHDRAWN: &str = "form.withdrawn";
/// Earlier visits that are looked through for what was known before.
const MOST: usize = 50;

/// What withdrawing says (version 2; version 1 ended with `known`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithdrawnData {
    /// The edition that took its place; none when it was voided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Declared elements that are as earlier visits said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub known: Vec<(String, Ref)>,
    /// Campaigns that are over, and for which the subject is not done any more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub voided: Vec<String>,
}

/// An edition whose records count.
pub(super) struct Counted {
    pub county: String,
    pub instance: String,
    pub area_path: String,
    pub said: SettledData,
}

/// An edition that is taken back, with what is known without it.
pub(super) struct Withdrawal {
    pub counted: Counted,
    zone: Zone,
    known: Vec<KnownBefore>,
}

/// A declared element that is taken back.
struct KnownBefore {
    element: String,
    /// The value that is taken back, in the vault.
    value: String,
    /// What was known before, and when.
    before: Option<(Prepared, Timestamp)>,
}

/// What settling an edition said, as long as that counts.
pub(super) async fn counts(tx: &mut Tx, county: &str, instance: &str) -> Result<Option<SettledData>> {
    let facts = ledger::facts_of_stream(tx, county, &stream(instance)).await?;
    let last = facts.iter().rev().find(|f| f.action == SETTLED || f.action == WITHDRAWN);
    let last = last.filter(|f| f.action == SETTLED);
    Ok(last.map(|f| serde_json::from_str(&f.data)).transpose()?)
}

impl Forms {
    /// The edition before a submission whose records count.
    pub(super) async fn counted_before(&self, tx: &mut Tx, row: &SubmissionRow) -> Result<Option<Counted>> {
        let mut next = row.replaces.clone();
        while let Some(instance) = next {
            if let Some(said) = counts(tx, &row.county, &instance).await? {
                let (county, area_path) = (row.county.clone(), row.area_path.clone());
                return Ok(Some(Counted { county, instance, area_path, said }));
            }
            next = submissions::get(tx, &row.county, &instance).await?.and_then(|old| old.replaces);
        }
        Ok(None)
    }

    /// A submission with all that it corrects, the latest first.
    pub(super) async fn editions(&self, row: &SubmissionRow) -> Result<Vec<String>> {
        let mut tx = self.parts.db.read().await?;
        let (mut all, mut next) = (vec![row.instance.clone()], row.replaces.clone());
        while let Some(instance) = next {
            next = submissions::get(&mut tx, &row.county, &instance).await?.and_then(|old| old.replaces);
            all.push(instance);
        }
        Ok(all)
    }

    /// What was voided counts no more.
    pub(super) async fn take_back(&self, ctx: &Ctx, row: &SubmissionRow) -> Result<bool> {
        let said = counts(&mut self.parts.db.read().await?, &row.county, &row.instance).await?;
        let Some(said) = said else { return Ok(false) };
        let (entered, seen): (Vec<_>, Vec<_>) = said.observed.iter().partition(|o| o.entered.is_some());
        let out: Vec<String> = entered.into_iter().map(|o| o.id.clone()).collect();
        let editions = self.editions(row).await?;
        let mut observations = vec![];
        for observed in seen {
            let nothing = Seen::of(&observed.id);
            let when = (said.at, row.instance.as_str());
            let undo = observed.undo();
            let back = self.parts.register.observation(ctx, &nothing, when, Some(&undo)).await?;
            observations.extend(back.next);
        }
        observations.sort_by_key(Observation::order);
        let (county, instance, area_path) = (row.county.clone(), row.instance.clone(), row.area_path.clone());
        let counted = Counted { county, instance, area_path, said };
        let withdrawal = self.withdrawal(ctx, counted, &BTreeMap::new()).await?;
        let back = Arc::new((withdrawal, observations, out, editions));
        let (inner, forms, by) = (ctx.clone(), self.clone(), seer(ctx, row));
        let write = self.parts.db.write(ctx, move |tx| {
            let (ctx, forms, by, back) = (inner.clone(), forms.clone(), by.clone(), back.clone());
            Box::pin(async move {
                if !forms.withdraw(tx, &ctx, &back.0, "").await? {
                    return Ok(false);
                }
                for id in &back.2 {
                    forms.parts.register.take_out(tx, &by, id, &back.3).await?;
                }
                for observation in &back.1 {
                    observation.write(tx, &by, &forms.parts.vault).await?;
                }
                Ok::<_, Failure>(true)
            })
        });
        write.await
    }

    /// Makes ready what is known without an edition; `anew` is what the next one says itself.
    pub(super) async fn withdrawal(
        &self,
        ctx: &Ctx,
        counted: Counted,
        anew: &BTreeMap<String, String>,
    ) -> Result<Withdrawal> {
        let gone: BTreeSet<&String> = counted.said.elements.iter().map(|(element, _)| element).collect();
        let gone = gone.into_iter().filter(|e| !anew.contains_key(*e)).cloned().collect();
        let mut found = self.known_before(&counted, gone).await?;
        let mut known = vec![];
        for (element, value) in &counted.said.elements {
            let prepare = |(text, at): (String, Timestamp)| {
                let value = NewValue::personal(ELEMENT, text);
                Ok::<_, Failure>((self.parts.vault.prepare(ctx, &counted.county, &value)?, at))
            };
            let before = found.remove(element).map(prepare).transpose()?;
            known.push(KnownBefore { element: element.clone(), value: value.id.clone(), before });
        }
        let zone = self.zone(&counted.area_path).await?;
        Ok(Withdrawal { counted, zone, known })
    }

    /// What earlier visits of a subject said of declared elements.
    async fn known_before(
        &self,
        counted: &Counted,
        mut wanted: BTreeSet<String>,
    ) -> Result<BTreeMap<String, (String, Timestamp)>> {
        let mut found = BTreeMap::new();
        let mut tx = self.parts.db.read().await?;
        let mut instances: Vec<(String, Timestamp)> = vec![];
        for (_, instance, at) in store::counting(&mut tx, &counted.county, counted.said.n).await? {
            if instance != counted.instance && !instances.iter().any(|(i, _)| *i == instance) {
                instances.push((instance, at));
            }
        }
        for (instance, at) in instances.into_iter().take(MOST) {
            if wanted.is_empty() {
                break;
            }
            let row = self.submission(&mut tx, &counted.county, &instance).await?;
            let Some(kept) = store::plan(&mut tx, &row.form, &row.version).await? else { continue };
            // what was erased is known no more
            let xml = match self.submission_xml(&mut tx, &counted.county, &instance).await {
                Err(Failure::Refused(_)) => continue,
                xml => xml?,
            };
            let kept = collect_form::asked(kept, &xml).map_err(Failure::internal)?;
            let said = settle::settle(&kept, &xml).map_err(Failure::internal)?;
            for (element, text) in said.elements {
                if wanted.remove(&element) {
                    found.insert(element, (text, at));
                }
            }
        }
        Ok(found)
    }

    /// Takes back what an edition said, but for registers; false when it was taken back already.
    pub(super) async fn withdraw(&self, tx: &mut Tx, ctx: &Ctx, w: &Withdrawal, by: &str) -> Result<bool> {
        let Withdrawal { counted: Counted { county, instance, said, .. }, zone, known } = w;
        let mut head = ledger::open(tx, county, &stream(instance)).await?;
        if counts(tx, county, instance).await?.is_none() {
            return Ok(false);
        }
        store::end_records(tx, county, instance, (ctx.now, by)).await?;
        store::unrefuse(tx, county, instance).await?;
        let counting = store::counting(tx, county, said.n).await?;
        for (module, _, _) in &said.records {
            let last = counting.iter().find(|(of, _, _)| of == module);
            let last = last.map(|(_, other, at)| (other.as_str(), *at));
            store::last_again(tx, (county, said.n, module), instance, last).await?;
        }
        if !counting.iter().any(|(_, _, at)| zone.day(*at) == said.day) {
            store::not_visited(tx, county, said.n, &said.day).await?;
        }
        for KnownBefore { element, value, before } in known {
            if let Some((value, _)) = before {
                self.parts.vault.store(tx, value).await?;
            }
            let before = before.as_ref().map(|(value, at)| (value.reference.id.as_str(), *at));
            store::known_again(tx, (county, said.n, element), value, before).await?;
        }
        for (module, burden) in &said.burdens {
            store::burden(tx, county, &said.month(), (module, &said.place), &burden.less()).await?;
        }
        let campaigns = || said.campaigns.iter().map(|(campaign, _)| campaign);
        items::hold(tx, campaigns()).await?;
        let voided = items::fold(tx, (county, said.n), campaigns()).await?;
        let by = Some(by).filter(|by| !by.is_empty()).map(str::to_owned);
        let before =
            known.iter().filter_map(|k| Some((k.element.clone(), k.before.as_ref()?.0.reference.clone())));
        let known = before.collect();
        let fact = NewFact::new(WITHDRAWN, 2, &WithdrawnData { by, known, voided })?;
        ledger::append(tx, ctx, &mut head, &[fact]).await?;
        Ok(true)
    }
}
