//! What a unit reads of its own forms, in clear: each submission and each of its files with a purpose, on the record.

use super::Forms;
use crate::model::published::{FormRow, MediaFile, PublishedForm, PublishedKind, Publishing};
use crate::model::submission::SubmissionRow;
use crate::{rules, store};
use authz::{Thing, action, covers};
use blobs::{Blob, Opened, Rendition};
use kernel::{Ctx, Grant, Id, Refusal, RefusalKind, Result, Text};
use std::sync::Arc;
use web::Page;

/// A submission in clear.
#[derive(Clone, Debug)]
pub struct Pulled {
    /// What stands of it.
    pub row: SubmissionRow,
    /// The answers, as they came.
    pub xml: String,
    /// The files that came, by name.
    pub files: Vec<(String, Blob)>,
}

/// Whether a reading counts against what a person may read within an hour: one by one on a screen it does; whoever fetches a whole form by
/// a program has said in its address what for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spends {
    One,
    Nothing,
}

impl Forms {
    /// The current submissions of a form of the actor's own unit, in the order of arrival.
    ///
    /// # Errors
    /// `form.not_found`, also for one of another unit
    pub async fn pullable(
        &self,
        ctx: &Ctx,
        form: &str,
        after: &str,
        limit: usize,
    ) -> Result<Page<SubmissionRow>> {
        let (form, posts) = self.of_unit(ctx, form).await?;
        let seen = |row: &SubmissionRow| {
            let current = row.voided_at.is_none() && row.replaced_by.is_none();
            current && posts.iter().any(|post| covers(&post.area_path, &row.area_path))
        };
        self.came_back(&form.id, after, limit, &seen).await
    }

    /// A submission of a form of the actor's own unit, in clear: a reveal, and recorded with its purpose.
    ///
    /// # Errors
    /// `form.not_found`; `submission.not_found`, also where the actor has no post; `field.required`: no purpose; `submission.erased`
    pub async fn pull(&self, ctx: &Ctx, form: &str, instance: &str, purpose: &str) -> Result<Pulled> {
        let purpose = said(purpose)?;
        let (row, ctx) = self.revealable(ctx, form, instance).await?;
        let files = self.came((&row.county, &row.instance)).await?;
        let about = super::receive::stream(&row.instance);
        let xml = self.read_clear(&ctx, (&row.county, &row.xml), &about, (purpose, Spends::Nothing)).await?;
        Ok(Pulled { xml, row, files })
    }

    /// A file of such a submission: a reveal of its own.
    ///
    /// # Errors
    /// Those of [`Forms::pull`]; `submission.not_found` when there is no such file
    pub async fn pull_file(
        &self,
        ctx: &Ctx,
        (form, instance): (&str, &str),
        name: &str,
        purpose: &str,
    ) -> Result<Opened> {
        let purpose = said(purpose)?;
        let (row, ctx) = self.revealable(ctx, form, instance).await?;
        let blob = self
            .came((&row.county, &row.instance))
            .await?
            .into_iter()
            .find(|(n, _)| n == name)
            .map(|(_, blob)| blob);
        let blob = blob.ok_or_else(|| Refusal::not_found("submission"))?;
        let about = super::receive::stream(&row.instance);
        self.read_file(&ctx, (&row.county, &blob), &about, (purpose, Spends::Nothing)).await
    }

    /// A protected value in clear, on the record.
    pub(super) async fn read_clear(
        &self,
        ctx: &Ctx,
        (county, id): (&str, &str),
        about: &str,
        (purpose, spends): (String, Spends),
    ) -> Result<String> {
        let (inner, register, vault) = (ctx.clone(), self.parts.register.clone(), self.parts.vault.clone());
        let of = Arc::new((county.to_owned(), id.to_owned(), about.to_owned(), purpose));
        let write = self.parts.db.write(ctx, move |tx| {
            let (ctx, register, vault, of) = (inner.clone(), register.clone(), vault.clone(), of.clone());
            Box::pin(async move {
                if spends == Spends::One {
                    register.spend_reveal(tx, &ctx).await?;
                }
                vault.reveal(tx, &ctx, &of.0, &of.1, &of.2, &of.3).await
            })
        });
        write.await
    }

    /// A file that came, on the record.
    pub(super) async fn read_file(
        &self,
        ctx: &Ctx,
        (county, blob): (&str, &Blob),
        about: &str,
        (purpose, spends): (String, Spends),
    ) -> Result<Opened> {
        let (inner, register, vault) = (ctx.clone(), self.parts.register.clone(), self.parts.vault.clone());
        let of = Arc::new((county.to_owned(), blob.id.to_string(), about.to_owned(), purpose));
        let write = self.parts.db.write(ctx, move |tx| {
            let (ctx, register, vault, of) = (inner.clone(), register.clone(), vault.clone(), of.clone());
            Box::pin(async move {
                if spends == Spends::One {
                    register.spend_reveal(tx, &ctx).await?;
                }
                vault.revealed(tx, &ctx, &of.0, &of.1, &of.2, &of.3).await
            })
        });
        write.await?;
        let opened = self.parts.blobs.read(blob, Rendition::Original).await?;
        Ok(opened.ok_or_else(|| Refusal::not_found("submission"))?)
    }

    /// Publishes a form that is an XForm already.
    ///
    /// # Errors
    /// `form.write` forbidden; `form.malformed`; `form.id_taken`; `form.version_taken`
    pub async fn publish_xform(
        &self,
        ctx: &Ctx,
        xform: String,
        media: Vec<MediaFile>,
    ) -> Result<PublishedForm> {
        let grant = authz::posts(&ctx.actor, action::FORM_WRITE, &Thing::of("form")).into_iter().next();
        let area = grant.map(|grant| grant.area_path.clone()).unwrap_or_default();
        authz::require(&ctx.actor, action::FORM_WRITE, &Thing::of("form").at(&area))?;
        let unit = grant.map(|grant| grant.unit.clone());
        let ctx = grant.map_or_else(|| ctx.clone(), |grant| ctx.clone().in_post(grant.post.clone()));
        let said = rules::xform::said(&xform)?;
        if let Some(there) = self.form(&said.form_id).await?
            && there.unit != unit
        {
            return Err(Refusal::conflict("form.id_taken").at("form_id").got(&said.form_id).into());
        }
        let title = if said.title.is_empty() { said.form_id.clone() } else { said.title };
        let new = Publishing {
            form_id: said.form_id,
            version: said.version,
            title: Text { zh: title, en: None },
            xform,
            kind: PublishedKind::Own,
            area_path: Some(area),
            unit,
            media,
            listed: true,
        };
        self.publish(&ctx, new).await
    }

    /// A form of a unit in which the actor may read what comes back, with the posts that allow it.
    async fn of_unit<'a>(&self, ctx: &'a Ctx, form: &str) -> Result<(FormRow, Vec<&'a Grant>)> {
        let form = self.form(form).await?.filter(|form| form.kind == PublishedKind::Own);
        let form = form.ok_or_else(|| Refusal::not_found("form"))?;
        let posts = readers(ctx, &form);
        if posts.is_empty() {
            return Err(Refusal::not_found("form").into());
        }
        Ok((form, posts))
    }

    pub(super) async fn revealable(
        &self,
        ctx: &Ctx,
        form: &str,
        instance: &str,
    ) -> Result<(SubmissionRow, Ctx)> {
        let (form, posts) = self.of_unit(ctx, form).await?;
        let row = store::submissions::by_instance(&mut self.parts.db.read().await?, instance).await?;
        let row = row.filter(|row| row.form == form.id && row.voided_at.is_none());
        let row = row.ok_or_else(|| Refusal::not_found("submission"))?;
        let post = posts.into_iter().find(|post| covers(&post.area_path, &row.area_path));
        let post = post.ok_or_else(|| Refusal::not_found("submission"))?;
        Ok((row, ctx.clone().in_post(post.post.clone())))
    }

    pub(super) async fn came(&self, (county, instance): (&str, &str)) -> Result<Vec<(String, Blob)>> {
        let mut tx = self.parts.db.read().await?;
        let mut files = vec![];
        for (name, blob) in store::submissions::files(&mut tx, county, instance).await? {
            if let Some(id) = blob
                && let Some(blob) = blobs::get(&mut tx, &Id::trusted(id)).await?
            {
                files.push((name, blob));
            }
        }
        Ok(files)
    }
}

/// The posts that allow to read what comes back with a form: those in its own unit.
pub(super) fn readers<'a>(ctx: &'a Ctx, form: &FormRow) -> Vec<&'a Grant> {
    let mut posts = authz::posts(&ctx.actor, action::FORM_REVEAL, &Thing::of("form"));
    posts.retain(|post| Some(&post.unit) == form.unit.as_ref());
    posts
}

/// What somebody reads for.
fn said(purpose: &str) -> Result<String, Refusal> {
    let purpose = purpose.trim();
    match purpose.chars().count() {
        1..=500 => Ok(purpose.to_owned()),
        _ => Err(Refusal::new(RefusalKind::Forbidden, "submission.purpose").want("1 to 500 characters")),
    }
}
