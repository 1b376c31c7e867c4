//! Settling: a submission of a composed form becomes a record for each module, confirms and changes what registers know, opens cases for bad
//! answers, and moves on what is due. All that stands in our own tables in one transaction, once; cases by keys that make a repetition harmless.

use super::Forms;
use super::campaigns::items;
use super::looked::Looked;
use super::receive::stream;
use super::visits::ELEMENT;
use super::withdraw::{Counted, Withdrawal};
use crate::model::submission::SubmissionRow;
use crate::model::visit::{Kept, Refused};
use crate::rules::collect_form;
use crate::rules::settle::{self, Bad, Settled};
use crate::store::visits::{self as store, Burden, RecordRow, Visited};
use authz::action;
use cases::model::Channel;
use cases::service::{CategoryRef, Intake, PlaceInput, Report};
use kernel::{Actor, ActorKind, Ctx, Failure, Result, Timestamp};
use ledger::NewFact;
use protect::{NewValue, Prepared, Ref};
use register::service::{Entry, Observation, Subject, Undo};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Why records are held.
pub const RECORD: &str = "form.record";
/// Modules received their records: in the stream of the submission.
pub const SETTLED: &str = "form.settled";

/// What settling says (version 3; version 1 ended with `seen`, version 2 with `observed`).
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
    /// When the visit was: that of its first edition.
    #[serde(default)]
    pub at: Timestamp,
    /// Its day, as that is there.
    #[serde(default)]
    pub day: String,
    /// Where: codes below the home.
    #[serde(default)]
    pub place: String,
    /// What was asked and spared, by module.
    #[serde(default)]
    pub burdens: Vec<(String, Burden)>,
    /// Declared elements that were answered.
    #[serde(default)]
    pub elements: Vec<(String, Ref)>,
    /// Versions of registers' records that were made.
    #[serde(default)]
    pub observed: Vec<Observed>,
    /// What registers did not take.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<Refused>,
    /// Campaigns for which it counts, with the bits of their modules that were answered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub campaigns: Vec<(String, i64)>,
}

/// A version of a register's record that a visit made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observed {
    /// The record.
    pub id: String,
    /// The version.
    pub version: i64,
    /// The fields that were seen, each with the version that says what it was without.
    pub fields: Vec<(String, i64)>,
    /// The repeat by which the record was entered: without this submission there would be none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entered: Option<String>,
}

impl Observed {
    /// To take it back.
    pub(super) fn undo(&self) -> Undo {
        Undo { version: self.version, fields: self.fields.clone() }
    }
}

impl SettledData {
    /// The month that it counts in.
    pub fn month(&self) -> String {
        self.day.chars().take(7).collect()
    }
}

/// Everything that is to be written at once.
struct Writing {
    subject: Subject,
    row: SubmissionRow,
    /// The edition that counted so far.
    before: Option<Withdrawal>,
    records: Vec<(RecordRow, Prepared)>,
    elements: Vec<(String, Prepared)>,
    observations: Vec<Observation>,
    entries: Vec<Entry>,
    /// Records that an edition before had entered and this one does not know.
    out: Vec<String>,
    editions: Vec<String>,
    modules: Vec<String>,
    said: SettledData,
}

impl Forms {
    /// Settles a submission; one that is settled stays so. A correction takes the place of what the edition before it said; what was voided
    /// is taken back. Answers whether there was anything to do.
    ///
    /// # Errors
    /// `submission.not_found`; the database.
    pub async fn settle(&self, ctx: &Ctx, county: &str, instance: &str) -> Result<bool> {
        let mut tx = self.parts.db.read().await?;
        let row = self.submission(&mut tx, county, instance).await?;
        let Some(kept) = store::plan(&mut tx, &row.form, &row.version).await? else { return Ok(false) };
        let Some(visit) = row.visit.clone() else { return Ok(false) };
        // the edition that took its place says it all
        if row.replaced_by.is_some() {
            return Ok(false);
        }
        if row.voided_at.is_some() {
            drop(tx);
            return self.take_back(ctx, &row).await;
        }
        let done = !store::of_instance(&mut tx, county, instance).await?.is_empty();
        let xml = self.submission_xml(&mut tx, county, instance).await?;
        let first = self.submission(&mut tx, county, &row.root).await?;
        let before = if done { None } else { self.counted_before(&mut tx, &row).await? };
        drop(tx);
        let kept = collect_form::asked(kept, &xml).map_err(Failure::internal)?;
        if kept.modules.is_empty() {
            return Ok(false);
        }
        let (subject, _) = self.parts.register.subject(ctx, action::FORM_VISIT, &visit).await?;
        let settled = settle::settle(&kept, &xml).map_err(Failure::internal)?;
        if !done {
            let at = first.received_at;
            self.write_settled(ctx, &kept, (&row, at), subject.clone(), &settled, before).await?;
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
        (row, at): (&SubmissionRow, Timestamp),
        subject: Subject,
        settled: &Settled,
        before: Option<Counted>,
    ) -> Result<()> {
        // what is recorded was seen by whoever sent it, at the moment when it came
        let by = seer(ctx, row);
        let undone = before.as_ref().map_or(&[][..], |b| &b.said.observed);
        let Looked { observations, entries, out, refused, observed } =
            self.looked(ctx, &by, &subject, (row, at), settled, undone).await?;
        let before = match before {
            Some(counted) => Some(self.withdrawal(ctx, counted, &settled.elements).await?),
            None => None,
        };
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
                made_at: at.0,
                ended_by: None,
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
            before,
            said: SettledData {
                form: row.form.clone(),
                version: row.version.clone(),
                kind: subject.kind.clone(),
                n: subject.n,
                records: said,
                seen: observed.iter().map(|o| o.id.clone()).collect(),
                at,
                day: self.zone(&subject.path).await?.day(at),
                place: subject.place.clone(),
                burdens: burdens(kept, settled, &observations),
                elements: elements
                    .iter()
                    .map(|(code, value)| (code.clone(), value.reference.clone()))
                    .collect(),
                observed,
                refused,
                campaigns: vec![],
            },
            modules: kept.modules.iter().map(|(code, _)| code.clone()).collect(),
            editions: self.editions(row).await?,
            row: row.clone(),
            subject,
            records,
            elements,
            observations,
            entries,
            out,
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
        let mut head = ledger::open(tx, county, &stream(&w.row.instance)).await?;
        // somebody else was faster
        if !store::of_instance(tx, county, &w.row.instance).await?.is_empty() {
            return Ok(());
        }
        let now = self.submission(tx, county, &w.row.instance).await?;
        if now.replaced_by.is_some() || now.voided_at.is_some() {
            return Ok(());
        }
        let counts = self.counted_before(tx, &w.row).await?.map(|c| c.instance);
        if counts.as_deref() != w.before.as_ref().map(|b| b.counted.instance.as_str()) {
            return Err(Failure::Unavailable("the edition before is being settled".into()));
        }
        if let Some(before) = &w.before {
            self.withdraw(tx, ctx, before, &w.row.instance).await?;
        }
        for (record, xml) in &w.records {
            vault.store(tx, xml).await?;
            store::record(tx, county, record).await?;
        }
        let of = (w.subject.county.as_str(), w.subject.n);
        let (at, day) = (w.said.at, w.said.day.as_str());
        let before = w.before.as_ref().map_or(&[][..], |b| &b.counted.said.campaigns);
        let campaigns = items::served(tx, of, &w.modules, (at, day), before).await?;
        let said = SettledData { campaigns, ..w.said.clone() };
        ledger::append(tx, ctx, &mut head, &[NewFact::new(SETTLED, 3, &said)?]).await?;
        items::fold(tx, of, said.campaigns.iter().map(|(campaign, _)| campaign)).await?;
        for (element, value) in &w.elements {
            vault.store(tx, value).await?;
            store::know(tx, county, w.subject.n, element, &value.reference.id, at).await?;
        }
        for entry in &w.entries {
            entry.write(tx, by, vault).await?;
        }
        for id in &w.out {
            self.parts.register.take_out(tx, by, id, &w.editions).await?;
        }
        for observation in &w.observations {
            observation.write(tx, by, vault).await?;
        }
        store::refuse(tx, county, w.subject.n, &w.row.instance, &w.said.refused, at).await?;
        for module in &w.modules {
            store::answered(tx, &w.subject.county, w.subject.n, module, at, &w.row.instance).await?;
        }
        let visited = Visited {
            county: w.subject.county.clone(),
            n: w.subject.n,
            state: "done",
            reason: None,
            words: None,
            day: w.said.day.clone(),
        };
        store::visited(tx, &visited, at).await?;
        for (module, burden) in &w.said.burdens {
            store::burden(tx, county, &w.said.month(), (module, &w.said.place), burden).await?;
        }
        Ok(())
    }

    /// A bad answer opens a case; the same answer of the same submission is the same case.
    async fn open_case(&self, ctx: &Ctx, row: &SubmissionRow, subject: &Subject, bad: &Bad) -> Result<()> {
        let Some((pack, code)) = bad.opens.category.split_once('/') else { return Ok(()) };
        // also of every edition of it
        let raw = format!("{}:{}:{}:{}", row.root, bad.opens.module, bad.opens.name, bad.instance);
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

/// Whoever sent a submission, as the one who saw what it says.
pub(super) fn seer(ctx: &Ctx, row: &SubmissionRow) -> Ctx {
    let seer = Actor { id: row.actor.clone(), kind: ActorKind::Person, grants: vec![] };
    Ctx::new(ctx.env().clone(), seer, ctx.request.clone()).at(ctx.now)
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
