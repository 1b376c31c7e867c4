//! Settling: a submission of a composed form becomes a record for each module, confirms and changes what registers know, opens cases for bad
//! answers, and moves on what is due. All that stands in our own tables in one transaction, once; cases by keys that make a repetition harmless.

use super::Forms;
use super::visits::ELEMENT;
use crate::model::submission::SubmissionRow;
use crate::model::visit::Kept;
use crate::rules::collect_form;
use crate::rules::settle::{self, Bad, Settled};
use crate::store::visits::{self as store, Burden, RecordRow, Visited};
use authz::action;
use cases::model::Channel;
use cases::service::{CategoryRef, Intake, PlaceInput, Report};
use kernel::{Actor, ActorKind, Ctx, Failure, Result, Timestamp};
use ledger::NewFact;
use protect::{NewValue, Prepared};
use register::service::{Observation, Seen, Subject};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Why records are held.
pub const RECORD: &str = "form.record";
/// Modules received their records: in the stream of the submission.
pub const SETTLED: &str = "form.settled";

/// What settling says (version 1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SettledData {
    /// The form.
    pub form: String,
    /// Its version.
    pub version: String,
    /// The kind of the subject.
    pub kind: String,
    /// Its number.
    pub n: i64,
    /// Module, its version and the hash of its record.
    pub records: Vec<(String, i64, String)>,
    /// Records of registers that were confirmed or changed.
    pub seen: Vec<String>,
}

/// Everything that is to be written at once.
struct Writing {
    subject: Subject,
    row: SubmissionRow,
    at: Timestamp,
    records: Vec<(RecordRow, Prepared)>,
    elements: Vec<(String, Prepared)>,
    observations: Vec<Observation>,
    burdens: Vec<(String, Burden)>,
    modules: Vec<String>,
    said: SettledData,
}

impl Forms {
    /// Settles a submission; one that is settled stays so. Answers whether there was anything to do.
    ///
    /// # Errors
    /// `submission.not_found`; the database.
    pub async fn settle(&self, ctx: &Ctx, county: &str, instance: &str) -> Result<bool> {
        let mut tx = self.parts.db.read().await?;
        let row = self.submission(&mut tx, county, instance).await?;
        let Some(kept) = store::plan(&mut tx, &row.form, &row.version).await? else { return Ok(false) };
        let Some(visit) = row.visit.clone().filter(|_| row.voided_at.is_none()) else { return Ok(false) };
        let done = !store::of_instance(&mut tx, county, instance).await?.is_empty();
        let xml = self.submission_xml(&mut tx, county, instance).await?;
        drop(tx);
        let kept = collect_form::asked(kept, &xml).map_err(Failure::internal)?;
        if kept.modules.is_empty() {
            return Ok(false);
        }
        let (subject, _) = self.parts.register.subject(ctx, action::FORM_VISIT, &visit).await?;
        let settled = settle::settle(&kept, &xml).map_err(Failure::internal)?;
        if !done {
            self.write_settled(ctx, &kept, &row, subject.clone(), &settled).await?;
        }
        for bad in &settled.bad {
            self.open_case(ctx, &row, &subject, bad).await?;
        }
        Ok(!done)
    }

    async fn write_settled(
        &self,
        ctx: &Ctx,
        kept: &Kept,
        row: &SubmissionRow,
        subject: Subject,
        settled: &Settled,
    ) -> Result<()> {
        // what is recorded was seen by whoever sent it, at the moment when it came
        let seer = Actor { id: row.actor.clone(), kind: ActorKind::Person, grants: vec![] };
        let by = Ctx::new(ctx.env().clone(), seer, ctx.request.clone()).at(ctx.now);
        let (observations, seen) = self.observations(ctx, &by, &subject, row, settled).await?;
        let county = &row.county;
        let mut records = vec![];
        let mut said = vec![];
        for record in &settled.records {
            let version = kept.modules.iter().find(|(code, _)| *code == record.code).map_or(0, |(_, v)| *v);
            let xml =
                self.parts.vault.prepare(ctx, county, &NewValue::personal(RECORD, record.xml.clone()))?;
            said.push((record.code.clone(), version, xml.reference.commitment.clone()));
            let made = RecordRow {
                module: record.code.clone(),
                id: ctx.id::<RecordRow>().to_string(),
                version,
                n: Some(subject.n),
                place: subject.place.clone(),
                instance: row.instance.clone(),
                xml: xml.reference.id.clone(),
                made_at: row.received_at.0,
            };
            records.push((made, xml));
        }
        let element = |(code, value): (&String, &String)| {
            let prepared =
                self.parts.vault.prepare(ctx, county, &NewValue::personal(ELEMENT, value.clone()))?;
            Ok::<_, Failure>((code.clone(), prepared))
        };
        let elements = settled.elements.iter().map(element).collect::<Result<Vec<_>>>()?;
        let writing = Writing {
            at: row.received_at,
            burdens: burdens(kept, settled, &observations),
            said: SettledData {
                form: row.form.clone(),
                version: row.version.clone(),
                kind: subject.kind.clone(),
                n: subject.n,
                records: said,
                seen,
            },
            modules: kept.modules.iter().map(|(code, _)| code.clone()).collect(),
            row: row.clone(),
            subject,
            records,
            elements,
            observations,
        };
        let (inner, forms, writing) = (ctx.clone(), self.clone(), Arc::new(writing));
        let write = self.parts.db.write(ctx, move |tx| {
            let (ctx, by, forms, w) = (inner.clone(), by.clone(), forms.clone(), writing.clone());
            Box::pin(async move { forms.write_all(tx, (&ctx, &by), &w).await })
        });
        write.await
    }

    async fn write_all(&self, tx: &mut db::Tx, (ctx, by): (&Ctx, &Ctx), w: &Writing) -> Result<()> {
        let (vault, county) = (&self.parts.vault, &w.row.county);
        let mut head = ledger::open(tx, county, &format!("form/submission/{}", w.row.instance)).await?;
        // somebody else was faster
        if !store::of_instance(tx, county, &w.row.instance).await?.is_empty() {
            return Ok(());
        }
        for (record, xml) in &w.records {
            vault.store(tx, xml).await?;
            store::record(tx, county, record).await?;
        }
        ledger::append(tx, ctx, &mut head, &[NewFact::new(SETTLED, 1, &w.said)?]).await?;
        for (element, value) in &w.elements {
            vault.store(tx, value).await?;
            store::know(tx, county, w.subject.n, element, &value.reference.id, w.at).await?;
        }
        for observation in &w.observations {
            observation.write(tx, by, vault).await?;
        }
        for module in &w.modules {
            store::answered(tx, &w.subject.county, w.subject.n, module, w.at, &w.row.instance).await?;
        }
        let day: String = w.at.to_string().chars().take(10).collect();
        let visited = Visited {
            county: w.subject.county.clone(),
            n: w.subject.n,
            state: "done",
            reason: None,
            words: None,
            day: day.clone(),
        };
        store::visited(tx, &visited, w.at).await?;
        let month: String = day.chars().take(7).collect();
        for (module, burden) in &w.burdens {
            store::burden(tx, county, &month, (module, &w.subject.place), burden).await?;
        }
        Ok(())
    }

    /// The next versions of the records that were seen: of the subject, of what it belongs to, and of those that belong to it. What a sender says
    /// of any other record is not heard.
    async fn observations(
        &self,
        ctx: &Ctx,
        by: &Ctx,
        subject: &Subject,
        row: &SubmissionRow,
        settled: &Settled,
    ) -> Result<(Vec<Observation>, Vec<String>)> {
        let relations = settled
            .seen
            .iter()
            .filter_map(|s| s.within.as_ref()?.split_once("__").map(|(r, _)| r.to_owned()));
        let relations: Vec<String> = relations.collect();
        // nothing is read of them but who they are
        let known = self
            .parts
            .register
            .known(ctx, action::FORM_VISIT, &subject.id(), &relations, &|_, _| false, &[])
            .await?;
        let mut by_id: BTreeMap<String, Seen> = BTreeMap::new();
        for seen in &settled.seen {
            let fits = |r: &&register::service::KnownRecord| {
                r.kind == seen.kind
                    && if seen.within.is_some() { Some(&r.id) == seen.of.as_ref() } else { !r.incoming }
            };
            if let Some(record) = known.iter().find(fits) {
                let entry = by_id
                    .entry(record.id.clone())
                    .or_insert_with(|| Seen { id: record.id.clone(), values: BTreeMap::new() });
                entry.values.extend(seen.values.clone());
            }
        }
        let mut all = vec![];
        for seen in by_id.into_values() {
            let made = self.parts.register.observation(by, &seen, row.received_at, &row.instance).await?;
            all.extend(made.map(|made| (made, seen.id)));
        }
        all.sort_by_key(|(made, _)| made.order());
        Ok(all.into_iter().unzip())
    }

    /// A bad answer opens a case; the same answer of the same submission is the same case.
    async fn open_case(&self, ctx: &Ctx, row: &SubmissionRow, subject: &Subject, bad: &Bad) -> Result<()> {
        let Some((pack, code)) = bad.opens.category.split_once('/') else { return Ok(()) };
        let raw = format!("{}:{}:{}:{}", row.instance, bad.opens.module, bad.opens.name, bad.instance);
        let key = web::Key::new("forms", &short(&raw), &[raw.as_bytes()])?;
        let answer =
            bad.opens.answers.iter().find(|(a, _)| *a == bad.answer).map(|(_, words)| words.zh.clone());
        let report = Report {
            channel: Channel::Patrol,
            text: Some(format!("{}：{}", bad.opens.label.zh, answer.unwrap_or_default())),
            category: Some(CategoryRef { pack: pack.to_owned(), code: code.to_owned() }),
            place: PlaceInput {
                lon: subject.point.map(|p| p[0]),
                lat: subject.point.map(|p| p[1]),
                datum: None,
                address: Some(subject.label.clone()).filter(|l| !l.is_empty()),
                area: subject.point.is_none().then(|| subject.area.clone()),
            },
            ..Report::default()
        };
        match self.parts.cases.report(ctx, &report, Some(Intake { key, raw: short(&raw) })).await {
            Ok(_) => Ok(()),
            // a category that the packs in use do not know any more opens nothing; it is said, not tried for ever
            Err(Failure::Refused(refusal)) => {
                tracing::warn!(code = %refusal.code, category = %bad.opens.category, "a bad answer opened no case");
                Ok(())
            }
            Err(other) => Err(other),
        }
    }
}

/// A key of at most 200 characters.
fn short(raw: &str) -> String {
    use sha2::Digest as _;
    hex::encode(sha2::Sha256::digest(raw.as_bytes()))
}

/// What was asked, confirmed and spared: for each module, and for the visit itself under no module.
fn burdens(kept: &Kept, settled: &Settled, observations: &[Observation]) -> Vec<(String, Burden)> {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let same: std::collections::BTreeSet<(&str, &str)> =
        observations.iter().flat_map(|o| o.same().map(|field| (o.kind(), field))).collect();
    let confirmed_of = |module: &str| {
        let of = settled.firsts.iter().filter(|(_, first)| *first == module);
        let bound = of.filter_map(|((name, _), _)| kept.bound.get(name));
        bound
            .filter(|b| b.field.as_ref().is_some_and(|f| same.contains(&(b.kind.as_str(), f.as_str()))))
            .count()
    };
    let mut all = vec![];
    let (mut confirmed_all, mut avoided_all) = (0, 0);
    for (module, (answered, avoided)) in &settled.by_module {
        let confirmed = confirmed_of(module);
        confirmed_all += confirmed;
        avoided_all += avoided;
        let share = settled.seconds * count(answered - avoided) / count(settled.answered.max(1));
        let asked = answered.saturating_sub(avoided + confirmed);
        all.push((
            module.clone(),
            Burden {
                visits: 1,
                asked: count(asked),
                confirmed: count(confirmed),
                avoided: count(*avoided),
                seconds: share,
            },
        ));
    }
    let visit = Burden {
        visits: 1,
        asked: count(settled.answered.saturating_sub(confirmed_all)),
        confirmed: count(confirmed_all),
        avoided: count(avoided_all),
        seconds: settled.seconds,
    };
    all.push((String::new(), visit));
    all
}
