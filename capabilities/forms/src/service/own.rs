//! Departments' own forms, what clients see of forms, and what a department sees of what came back.

use super::{Forms, pull::readers, receive::meet};
use crate::model::published::{
    FormRow, FormState, MediaFile, MediaRow, PublishedForm, PublishedKind, Publishing,
};
use crate::model::submission::SubmissionRow;
use crate::{FORM_STATE, FORM_VOIDED, HOME, store};
use authz::{Thing, action, covers};
use form_engine::{Fault, Form, Warning, Workbook};
use kernel::{Ctx, Refusal, Result, Text};
use ledger::NewFact;
use serde_json::json;
use web::Page;

/// How many rows are looked at for a page of what the reader may see of a form.
const WINDOW: usize = 5_000;

/// A department's own form on its way in.
#[derive(Clone, Debug)]
pub struct OwnForm {
    /// The workbook's file name.
    pub file: String,
    /// The workbook.
    pub bytes: Vec<u8>,
    /// Code of the area where it is filled.
    pub area: Option<String>,
    /// Files that it names.
    pub media: Vec<MediaFile>,
}

/// A form as lists of clients name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The id.
    pub id: String,
    /// The version.
    pub version: String,
    /// What people call it.
    pub title: Text,
    /// MD5 of the XForm, hexadecimal.
    pub md5: String,
    /// Whether files belong to it.
    pub media: bool,
    /// Where it is filled.
    pub area_path: String,
    /// The unit whose it is.
    pub unit: Option<String>,
}

/// Whether a form belongs to a unit in which the actor may read what comes back.
fn ours(ctx: &Ctx, unit: Option<&str>) -> bool {
    let posts = authz::posts(&ctx.actor, action::FORM_REVEAL, &Thing::of("form"));
    unit.is_some_and(|unit| posts.iter().any(|grant| grant.unit == unit))
}

impl Forms {
    /// Publishes a department's own form.
    ///
    /// # Errors
    /// `form.write` forbidden; `form.workbook` (422) with every mistake; `form.id_taken`: it is another unit's; `form.version_taken`
    pub async fn publish_own(&self, ctx: &Ctx, own: OwnForm) -> Result<(PublishedForm, Vec<Warning>)> {
        let mine = authz::posts(&ctx.actor, action::FORM_WRITE, &Thing::of("form")).into_iter().next();
        let area = match &own.area {
            Some(code) => {
                let area = self.parts.grid.area(code);
                area.ok_or_else(|| Refusal::rule("area.unknown").at("area").got(code))?.path.clone()
            }
            None => mine.map(|grant| grant.area_path.clone()).unwrap_or_default(),
        };
        let grant = authz::require(&ctx.actor, action::FORM_WRITE, &Thing::of("form").at(&area))?;
        let unit = grant.map(|grant| grant.unit.clone());
        let ctx = grant.map_or_else(|| ctx.clone(), |grant| ctx.clone().in_post(grant.post.clone()));
        let stem = own.file.rsplit_once('.').map_or(own.file.as_str(), |(stem, _)| stem);
        let read = Workbook::read(&own.bytes, &own.file).map_err(|fault| vec![fault]);
        let (form, warnings) =
            read.and_then(|book| Form::read(&book, stem)).map_err(|faults| unsound(&faults))?;
        let mut media = own.media;
        if let Some(itemsets) = form.itemsets() {
            media.push(MediaFile {
                name: "itemsets.csv".into(),
                bytes: itemsets.into_bytes(),
                mime: "text/csv".into(),
            });
        }
        let new = Publishing {
            form_id: form.settings.id.clone(),
            version: form.settings.version.clone().unwrap_or_default(),
            title: Text { zh: form.settings.title.clone(), en: None },
            xform: form.xform(),
            kind: PublishedKind::Own,
            area_path: Some(area),
            unit,
            media,
            listed: true,
        };
        if let Some(there) = self.form(&new.form_id).await?
            && there.unit != new.unit
        {
            return Err(Refusal::conflict("form.id_taken").at("form_id").got(&new.form_id).into());
        }
        Ok((self.publish(&ctx, new).await?, warnings))
    }

    /// Forms that clients can get, by id.
    ///
    /// # Errors
    /// `form.read` forbidden
    pub async fn forms(&self, ctx: &Ctx, after: &str, limit: usize) -> Result<Page<FormRow>> {
        authz::require(&ctx.actor, action::FORM_READ, &Thing::of("form"))?;
        let rows = store::published::page(&mut self.parts.db.browse().await?, after, limit + 1).await?;
        Ok(Page::cut(rows, limit, |form| form.id.clone()))
    }

    /// Opens, winds up or closes a form.
    ///
    /// # Errors
    /// `form.not_found`; `form.write` forbidden
    pub async fn set_state(&self, ctx: &Ctx, id: &str, state: FormState) -> Result<()> {
        let (ctx, form) = self.writable(ctx, id).await?;
        let inner = ctx.clone();
        let write = self.parts.db.write(&ctx, move |tx| {
            let (ctx, id) = (inner.clone(), form.id.clone());
            Box::pin(async move {
                let mut head = ledger::open(tx, HOME, &super::publish::stream(&id)).await?;
                store::published::set_state(tx, &id, state).await?;
                let fact = NewFact { action: FORM_STATE.into(), v: 1, data: json!({ "state": state }) };
                ledger::append(tx, &ctx, &mut head, &[fact]).await?;
                Ok(())
            })
        });
        write.await
    }

    /// What came back with a form, in the order of arrival, where the reader may see it: whoever changes the form, and its own unit within
    /// the areas of its posts.
    ///
    /// # Errors
    /// `form.not_found`; `form.write` forbidden
    pub async fn submissions(
        &self,
        ctx: &Ctx,
        form: &str,
        after: &str,
        limit: usize,
    ) -> Result<Page<SubmissionRow>> {
        let form = self.form(form).await?.ok_or_else(|| Refusal::not_found("form"))?;
        let posts = readers(ctx, &form);
        let writes = authz::require(&ctx.actor, action::FORM_WRITE, &Thing::of("form").at(&form.area_path));
        let scopes = match writes {
            Ok(_) => authz::scopes(&ctx.actor, action::FORM_WRITE),
            Err(refusal) if posts.is_empty() => return Err(refusal.into()),
            Err(_) => vec![],
        };
        let seen = |row: &SubmissionRow| {
            scopes.iter().any(|scope| scope.holds(&row.area_path, &[]))
                || posts.iter().any(|post| covers(&post.area_path, &row.area_path))
        };
        self.came_back(&form.id, after, limit, &seen).await
    }

    /// The next submissions of a form that somebody may see.
    pub(super) async fn came_back(
        &self,
        form: &str,
        after: &str,
        limit: usize,
        seen: &(dyn Fn(&SubmissionRow) -> bool + Sync),
    ) -> Result<Page<SubmissionRow>> {
        let mut tx = self.parts.db.browse().await?;
        let (mut items, mut looked, mut after) = (vec![], 0, after.to_owned());
        while items.len() <= limit && looked < WINDOW {
            let rows = store::submissions::page(&mut tx, form, &after, 500).await?;
            let last = rows.len() < 500;
            looked += rows.len();
            for row in rows {
                after.clone_from(&row.id);
                if seen(&row) {
                    items.push(row);
                }
            }
            if last {
                return Ok(Page::cut(items, limit, |row| row.id.clone()));
            }
        }
        let more = items.len() > limit;
        let mut page = Page::cut(items, limit, |row: &SubmissionRow| row.id.clone());
        if !more {
            page.next = Some(after);
        }
        Ok(page)
    }

    /// Makes a submission count no more.
    ///
    /// # Errors
    /// `form.not_found`, `submission.not_found`; `form.write` forbidden
    pub async fn void(&self, ctx: &Ctx, form: &str, instance: &str) -> Result<()> {
        let (_, form) = self.writable(ctx, form).await?;
        let row = store::submissions::by_instance(&mut self.parts.db.read().await?, instance).await?;
        let row = row.filter(|row| row.form == form.id).ok_or_else(|| Refusal::not_found("submission"))?;
        let grant = authz::require(&ctx.actor, action::FORM_WRITE, &Thing::of("form").at(&row.area_path))?;
        let ctx = grant.map_or_else(|| ctx.clone(), |grant| ctx.clone().in_post(grant.post.clone()));
        let inner = ctx.clone();
        let write = self.parts.db.write(&ctx, move |tx| {
            let (ctx, county, instance) = (inner.clone(), row.county.clone(), row.instance.clone());
            Box::pin(async move {
                let mut head = ledger::open(tx, &county, &super::receive::stream(&instance)).await?;
                if store::submissions::void(tx, &county, &instance, ctx.now).await? {
                    let fact = NewFact { action: FORM_VOIDED.into(), v: 1, data: json!({}) };
                    ledger::append(tx, &ctx, &mut head, &[fact]).await?;
                }
                Ok(())
            })
        });
        write.await
    }

    /// The forms that the actor fills, and those of the actor's own unit, as clients list them: open ones in their latest version.
    ///
    /// # Errors
    /// `form.client` forbidden
    pub async fn listed(&self, ctx: &Ctx, form: Option<&str>) -> Result<Vec<Listed>> {
        authz::require_anywhere(&ctx.actor, action::FORM_CLIENT)?;
        let scopes = authz::scopes(&ctx.actor, action::FORM_VISIT);
        let mut tx = self.parts.db.browse().await?;
        let (mut all, mut after) = (vec![], String::new());
        loop {
            let rows = store::published::listed(&mut tx, &after, 500).await?;
            let last = rows.len() < 500;
            for row in rows {
                after.clone_from(&row.id);
                let wanted = form.is_none_or(|id| id == row.id);
                let fills = scopes.iter().any(|s| meet(&s.area_path, &row.area_path).is_some());
                if wanted && (fills || ours(ctx, row.unit.as_deref())) {
                    all.push(row);
                }
            }
            if last {
                break;
            }
        }
        drop(tx);
        if scopes.is_empty() {
            return Ok(all);
        }
        let composed = self.listed_composed(ctx).await?;
        all.extend(composed.into_iter().filter(|row| form.is_none_or(|id| id == row.id)));
        Ok(all)
    }

    /// The XForm of a version, byte for byte.
    ///
    /// # Errors
    /// `form.not_found`, also for one that is filled elsewhere
    pub async fn xform(&self, ctx: &Ctx, form: &str, version: &str) -> Result<String> {
        self.fillable(ctx, form).await?;
        let text = store::published::text(&mut self.parts.db.read().await?, form, version).await?;
        Ok(text.ok_or_else(|| Refusal::not_found("form"))?)
    }

    /// The files of a version.
    ///
    /// # Errors
    /// `form.not_found`
    pub async fn media(&self, ctx: &Ctx, form: &str, version: &str) -> Result<Vec<MediaRow>> {
        if self.fillable(ctx, form).await?.kind == PublishedKind::Composed {
            return self.promise_files(ctx, form, version).await;
        }
        let mut tx = self.parts.db.read().await?;
        let there = store::published::version(&mut tx, form, version).await?;
        there.ok_or_else(|| Refusal::not_found("form"))?;
        Ok(store::published::media(&mut tx, form, version).await?)
    }

    /// Type, MD5 and bytes of a file of a version.
    ///
    /// # Errors
    /// `form.not_found`
    pub async fn media_file(
        &self,
        ctx: &Ctx,
        form: &str,
        version: &str,
        name: &str,
    ) -> Result<(String, String, Vec<u8>)> {
        if self.fillable(ctx, form).await?.kind == PublishedKind::Composed {
            return self.promised_file(ctx, (form, version), name).await;
        }
        let file =
            store::published::media_file(&mut self.parts.db.read().await?, form, version, name).await?;
        Ok(file.ok_or_else(|| Refusal::not_found("form"))?)
    }

    async fn fillable(&self, ctx: &Ctx, form: &str) -> Result<FormRow> {
        let scopes = authz::scopes(&ctx.actor, action::FORM_VISIT);
        let row = self.form(form).await?;
        let fills = |row: &FormRow| scopes.iter().any(|s| meet(&s.area_path, &row.area_path).is_some());
        let row = row.filter(|row| fills(row) || ours(ctx, row.unit.as_deref()));
        Ok(row.ok_or_else(|| Refusal::not_found("form"))?)
    }

    /// A form of one's own department, with the post that allows to change it.
    async fn writable(&self, ctx: &Ctx, id: &str) -> Result<(Ctx, FormRow)> {
        let form = self.form(id).await?.ok_or_else(|| Refusal::not_found("form"))?;
        let grant = authz::require(&ctx.actor, action::FORM_WRITE, &Thing::of("form").at(&form.area_path))?;
        let ctx = grant.map_or_else(|| ctx.clone(), |grant| ctx.clone().in_post(grant.post.clone()));
        Ok((ctx, form))
    }
}

/// Every mistake of a workbook, with its place.
fn unsound(faults: &[Fault]) -> Refusal {
    let mistakes: Vec<_> = faults
        .iter()
        .take(500)
        .map(|f| {
            json!({
                "sheet": f.sheet, "row": f.row, "column": f.column, "code": f.problem.code(),
                "message": { "zh": f.zh(), "en": f.to_string() },
            })
        })
        .collect();
    Refusal::rule("form.workbook").at("workbook").with("mistakes", mistakes)
}
