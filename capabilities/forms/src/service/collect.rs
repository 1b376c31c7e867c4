//! The composed forms of stock clients (ODK Collect): one for each kind of subject, the same for everybody, beside which stand the subjects that
//! are due in the caller's own areas.

use super::days::Zone;
use super::kept::Versions;
use super::visits::{ELEMENT, Ready, open, wished_on};
use super::{Forms, Listed, md5_hex};
use crate::model::admission::InForce;
use crate::model::published::{MediaFile, MediaRow, PublishedKind, Publishing};
use crate::model::submission::{Incoming, Received};
use crate::model::visit::{Bound, Kept, written};
use crate::rules::collect_form::{self, CollectForm, GRIDS};
use crate::rules::due::Due;
use crate::store;
use authz::action;
use kernel::{Ctx, Failure, Refusal, RefusalKind, Result, Timestamp};
use register::service::Subject;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Subjects looked at for a file at most: whoever has a whole city in sight does not visit all of it.
const LOOKED: usize = 20_000;
/// Subjects read at once.
const STEP: usize = 500;
/// Versions of entities count from here, in seconds: clients read them as numbers of 32 bits.
const BEGAN: i64 = 1_577_836_800;
/// Entities of one question at most.
const ASKED: usize = 5_000;
/// The type of the files.
const CSV: &str = "text/csv";

impl Forms {
    /// The composed forms as clients list them.
    pub(super) async fn listed_composed(&self, ctx: &Ctx) -> Result<Vec<Listed>> {
        let listed = |form: &CollectForm| Listed {
            id: form.id.clone(),
            version: form.version.clone(),
            title: form.title.clone(),
            md5: md5_hex(form.xform.as_bytes()),
            media: true,
            area_path: String::new(),
            unit: None,
        };
        Ok(self.collect_forms(ctx).await?.iter().map(listed).collect())
    }

    /// A form for each kind that something is asked of, published; made anew when modules or packs have changed.
    async fn collect_forms(&self, ctx: &Ctx) -> Result<Arc<Vec<CollectForm>>> {
        // every phone asks for the list again and again: modules are read and parsed once
        let ready = self.ready(None).await?;
        let modules: Vec<&InForce> = ready.iter().map(|m| &m.module).collect();
        let ground = self.ground();
        let of: Versions = modules.iter().map(|m| (m.module.code.clone(), m.version)).collect();
        if let Some(forms) = self.kept.collect(&ground, &of) {
            return Ok(forms);
        }
        let mut kinds: BTreeMap<&str, Vec<&InForce>> = BTreeMap::new();
        modules.iter().for_each(|m| kinds.entry(m.module.subject.as_str()).or_default().push(m));
        let mut forms = vec![];
        for (kind, modules) in kinds {
            match collect_form::collect_form(kind, &modules, &ground) {
                Ok(form) => forms.extend(self.publish_composed(ctx, form).await?),
                // a module that the packs in use do not carry any more: visits say so too
                Err(odd) => tracing::warn!(kind, ?odd, "no composed form"),
            }
        }
        Ok(self.kept.keep_collect(&ground, of, forms))
    }

    /// Publishes a form and keeps how it falls apart; none when another form has its name.
    async fn publish_composed(&self, ctx: &Ctx, form: CollectForm) -> Result<Option<CollectForm>> {
        let there = store::visits::plan(&mut self.parts.db.read().await?, &form.id, &form.version).await?;
        if there.is_some() {
            return Ok(Some(form));
        }
        let publishing = Publishing {
            form_id: form.id.clone(),
            version: form.version.clone(),
            title: form.title.clone(),
            xform: form.xform.clone(),
            kind: PublishedKind::Composed,
            area_path: None,
            unit: None,
            media: vec![],
            listed: false,
        };
        match self.publish_with_plan(ctx, publishing, &form.kept).await {
            Ok(()) => Ok(Some(form)),
            Err(Failure::Refused(refusal)) if refusal.code == "form.id_taken" => {
                tracing::warn!(form = form.id, "no composed form: a department's form has its id");
                Ok(None)
            }
            Err(other) => Err(other),
        }
    }

    /// The files of a composed form as this caller sees them now; what they are is promised, and served so until asked again.
    pub(super) async fn promise_files(&self, ctx: &Ctx, form: &str, version: &str) -> Result<Vec<MediaRow>> {
        let files = self.caller_files(ctx, form, version).await?;
        let row = |file: &MediaFile| MediaRow {
            name: file.name.clone(),
            mime: file.mime.clone(),
            md5: md5_hex(&file.bytes),
            entities: file.name != GRIDS,
        };
        let rows: Vec<MediaRow> = files.iter().map(row).collect();
        let owner = (ctx.actor.id.as_str(), form, version);
        let there = store::collect::promised(&mut self.parts.db.read().await?, owner).await?;
        if rows
            .iter()
            .map(|r| (r.name.as_str(), r.md5.as_str()))
            .eq(there.iter().map(|(name, md5)| (name.as_str(), md5.as_str())))
        {
            return Ok(rows);
        }
        let (files, now) = (Arc::new(files), ctx.now);
        let owner = Arc::new((ctx.actor.id.clone(), form.to_owned(), version.to_owned()));
        let write = self.parts.db.write(ctx, move |tx| {
            let (files, owner) = (files.clone(), owner.clone());
            Box::pin(async move {
                store::collect::promise(tx, (&owner.0, &owner.1, &owner.2), &files, now).await?;
                Ok::<_, Failure>(())
            })
        });
        write.await?;
        Ok(rows)
    }

    /// Type, MD5 and bytes of a file that this caller was promised.
    pub(super) async fn promised_file(
        &self,
        ctx: &Ctx,
        (form, version): (&str, &str),
        name: &str,
    ) -> Result<(String, String, Vec<u8>)> {
        let owner = (ctx.actor.id.as_str(), form, version);
        let there = store::collect::file(&mut self.parts.db.read().await?, owner, name).await?;
        let there = match there {
            Some(there) => Some(there),
            // whoever did not ask what there is gets what there is now
            None => {
                self.promise_files(ctx, form, version).await?;
                store::collect::file(&mut self.parts.db.read().await?, owner, name).await?
            }
        };
        let (md5, bytes) = there.ok_or_else(|| Refusal::not_found("form"))?;
        Ok((CSV.into(), md5, bytes))
    }

    async fn caller_files(&self, ctx: &Ctx, form: &str, version: &str) -> Result<Vec<MediaFile>> {
        let kept = store::visits::plan(&mut self.parts.db.read().await?, form, version).await?;
        let kept = kept.ok_or_else(|| Refusal::not_found("form"))?;
        let known = collect_form::offered(&kept, &self.ground());
        let subjects = self.due_subjects(ctx, &kept, &known).await?;
        let list = collect_form::subjects_file(&kept.kind);
        let owner = (ctx.actor.id.as_str(), form, version);
        let before = store::collect::file(&mut self.parts.db.read().await?, owner, &list).await?;
        let before = before.map(|(_, bytes)| bytes).unwrap_or_default();
        let now = ctx.now.0.div_euclid(1_000) - BEGAN;
        let name =
            |code: &str| self.parts.grid.area(code).map_or_else(|| code.to_owned(), |a| a.name.zh.clone());
        let file = |name: &str, text: String| MediaFile {
            name: name.into(),
            bytes: text.into_bytes(),
            mime: CSV.into(),
        };
        Ok(vec![
            file(GRIDS, collect_form::grids(&subjects, name)),
            file(&list, collect_form::subjects(&subjects, known.keys(), (&before, now))),
        ])
    }

    /// Which of some entities of a composed form's list are no more: what was settled, or lies in the caller's areas no longer.
    ///
    /// # Errors
    /// `form.not_found`; more than 5,000 entities
    pub async fn gone(
        &self,
        ctx: &Ctx,
        (form, version): (&str, &str),
        name: &str,
        asked: &[String],
    ) -> Result<Vec<(String, bool)>> {
        if asked.len() > ASKED {
            return Err(Refusal::invalid("id", "", format!("at most {ASKED} entities")).into());
        }
        let missing = || Refusal::not_found("form");
        if self.fillable(ctx, form).await?.kind != PublishedKind::Composed {
            return Err(missing().into());
        }
        let kept = store::visits::plan(&mut self.parts.db.read().await?, form, version).await?;
        let kept = kept.filter(|k| collect_form::subjects_file(&k.kind) == name).ok_or_else(missing)?;
        let due = self.all_due(ctx, &kept).await?;
        let there: BTreeSet<String> = due.iter().map(|(s, _)| collect_form::entity(&s.id())).collect();
        Ok(asked.iter().map(|id| (id.clone(), !there.contains(id))).collect())
    }

    /// The subjects of the caller's areas at which something that the form asks is due.
    async fn all_due(&self, ctx: &Ctx, kept: &Kept) -> Result<Vec<(Subject, Vec<(String, Due)>)>> {
        let asks: BTreeSet<&str> = kept.modules.iter().map(|(code, _)| code.as_str()).collect();
        let mut modules = self.ready(Some(&kept.kind)).await?;
        modules.retain(|m| asks.contains(m.module.module.code.as_str()));
        let zone = self.zone(&self.looked_at(ctx, None)).await?;
        let day = zone.day(ctx.now);
        let until = zone.end("date", &day)?;
        let (mut found, mut after, mut looked) = (vec![], None, 0);
        while looked < LOOKED {
            let of = (kept.kind.as_str(), None);
            let page =
                self.parts.register.subjects(ctx, action::FORM_VISIT, of, after.as_deref(), STEP).await?;
            looked += page.0.len();
            found.extend(self.due_among(ctx, page.0, &modules, (&day, until)).await?);
            after = page.1;
            if after.is_none() {
                break;
            }
        }
        Ok(found)
    }

    /// The nearest of them, with what is known.
    async fn due_subjects(
        &self,
        ctx: &Ctx,
        kept: &Kept,
        known: &BTreeMap<String, Bound>,
    ) -> Result<Vec<collect_form::Listed>> {
        let found = self.all_due(ctx, kept).await?;
        let zone = self.zone(&self.looked_at(ctx, None)).await?;
        let nearest = collect_form::nearest(found, collect_form::MOST, |(s, due)| (earliest(due), s.id()));
        let subjects: Vec<&Subject> = nearest.iter().map(|(s, _)| s).collect();
        let values = self.open_values((ctx, &zone), &subjects, known).await?;
        let listed = nearest.iter().zip(values).map(|((s, due), known)| collect_form::Listed {
            id: s.id(),
            label: s.label.clone(),
            grid: s.area.clone(),
            due: due.iter().map(|(code, _)| code.clone()).collect(),
            known,
        });
        Ok(listed.collect())
    }

    /// Subjects with the modules that are due there on a day, by rule or for a campaign.
    async fn due_among(
        &self,
        ctx: &Ctx,
        subjects: Vec<Subject>,
        modules: &[Arc<Ready>],
        (day, until): (&str, Timestamp),
    ) -> Result<Vec<(Subject, Vec<(String, Due)>)>> {
        let mut by_home: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
        subjects.iter().for_each(|s| by_home.entry(&s.county).or_default().push(s.n));
        let mut tx = self.parts.db.read().await?;
        let mut last = BTreeMap::new();
        for (county, ns) in by_home {
            last.insert(county.to_owned(), store::visits::last(&mut tx, county, &ns).await?);
        }
        drop(tx);
        let wishes = self.wishes(ctx, &subjects).await?;
        let due_at = |s: Subject| {
            let of = |m: &Ready| {
                let last = last.get(&s.county)?.get(&(s.n, m.module.module.code.clone())).copied();
                open(m, &s, last, until)
            };
            let mut due: Vec<(&Ready, Due)> =
                modules.iter().filter_map(|m| Some((m.as_ref(), of(m)?))).collect();
            let wishes = wishes.get(&(s.county.clone(), s.n)).map(Vec::as_slice).unwrap_or_default();
            wished_on(day, &mut due, modules, wishes);
            let due = due.into_iter().map(|(m, due)| (m.module.module.code.clone(), due)).collect::<Vec<_>>();
            (!due.is_empty()).then_some((s, due))
        };
        Ok(subjects.into_iter().filter_map(due_at).collect())
    }

    /// For each subject, question → what is known and since which day: open values that are not old.
    async fn open_values(
        &self,
        (ctx, zone): (&Ctx, &Zone),
        subjects: &[&Subject],
        known: &BTreeMap<String, Bound>,
    ) -> Result<Vec<BTreeMap<String, (String, String)>>> {
        let fields = self.parts.register.open_known(ctx, action::FORM_VISIT, subjects).await?;
        let elements = self.open_elements((ctx, zone), subjects, known).await?;
        let one = |(s, fields): (&&Subject, BTreeMap<String, register::service::KnownValue>)| {
            let value = |(name, bound): (&String, &Bound)| {
                let found = match &bound.field {
                    Some(field) => {
                        let known = fields.get(field).filter(|k| !k.stale && k.disagreeing.is_empty())?;
                        (written(&known.value), zone.day(known.as_of))
                    }
                    None => elements.get(&(s.id(), bound.element.clone()))?.clone(),
                };
                Some((name.clone(), found))
            };
            known.iter().filter_map(value).collect()
        };
        Ok(subjects.iter().zip(fields).map(one).collect())
    }

    /// Subject and declared element → what is known and since which day.
    async fn open_elements(
        &self,
        (ctx, zone): (&Ctx, &Zone),
        subjects: &[&Subject],
        known: &BTreeMap<String, Bound>,
    ) -> Result<BTreeMap<(String, String), (String, String)>> {
        let asked: BTreeSet<&str> =
            known.values().filter(|b| b.field.is_none()).map(|b| b.element.as_str()).collect();
        let mut all = BTreeMap::new();
        if asked.is_empty() {
            return Ok(all);
        }
        let ground = self.ground();
        let fresh = |element: &str, at: Timestamp| {
            let days = ground.element(element).and_then(|e| e.freshness_days);
            days.is_none_or(|d| ctx.now.since(at) <= i64::from(d) * Timestamp::DAY)
        };
        let mut by_home: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
        subjects.iter().for_each(|s| by_home.entry(&s.county).or_default().push(s.n));
        let mut tx = self.parts.db.read().await?;
        for (county, ns) in by_home {
            let mut rows = store::collect::known(&mut tx, county, &ns).await?;
            rows.retain(|(_, element, _, at)| asked.contains(element.as_str()) && fresh(element, *at));
            let ids: Vec<&str> = rows.iter().map(|(_, _, value, _)| value.as_str()).collect();
            let values = self.parts.vault.used_some(&mut tx, county, &ids, ELEMENT).await?;
            for (n, element, value, at) in rows {
                if let Some(text) = values.get(&value) {
                    all.insert((format!("{county}-{n}"), element), (text.clone(), zone.day(at)));
                }
            }
        }
        Ok(all)
    }

    /// Takes a submission of a stock client; one of a composed form is the visit of the subject that was chosen in it.
    ///
    /// # Errors
    /// `form.subject_missing`; `form.subject_elsewhere`; those of [`Forms::receive`]
    pub async fn receive_posted(&self, ctx: &Ctx, incoming: Incoming) -> Result<Received> {
        let incoming = self.with_subject(ctx, incoming).await?;
        self.receive(ctx, incoming).await
    }

    async fn with_subject(&self, ctx: &Ctx, incoming: Incoming) -> Result<Incoming> {
        let form = self.form(&incoming.form_id).await?;
        if form.is_none_or(|form| form.kind != PublishedKind::Composed) {
            return Ok(incoming);
        }
        let there = {
            let mut tx = self.parts.db.read().await?;
            store::submissions::by_instance(&mut tx, &incoming.instance_id).await?
        };
        // what was taken once is confirmed again, wherever its sender works by now
        if there.is_some() {
            return Ok(incoming);
        }
        let unreadable =
            |_| Refusal::new(RefusalKind::Invalid, "submission.malformed").want("well-formed XML");
        let chosen = collect_form::chosen(&incoming.xml).map_err(unreadable)?;
        let chosen = chosen.ok_or_else(|| Refusal::new(RefusalKind::Invalid, "form.subject_missing"))?;
        match self.parts.register.subject(ctx, action::FORM_VISIT, &chosen).await {
            Ok((s, _)) => Ok(Incoming { visit: Some(s.id()), area_path: Some(s.path), ..incoming }),
            Err(Failure::Refused(_)) => {
                Err(Refusal::new(RefusalKind::Forbidden, "form.subject_elsewhere").into())
            }
            Err(other) => Err(other),
        }
    }
}

/// The earliest day by which something is to be answered.
fn earliest(due: &[(String, Due)]) -> Timestamp {
    due.iter().map(|(_, d)| d.on).min().unwrap_or(Timestamp(i64::MAX))
}
