//! Publishing: a version of an XForm that clients download, once and for good.

use super::Forms;
use crate::model::published::{FormRow, MediaRow, PublishedForm, Publishing, VersionRow};
use crate::{FORM_MEDIA, FORM_PUBLISHED, HOME, rules, store::published as store};
use db::Tx;
use kernel::{Ctx, Failure, Refusal, RefusalKind, Result};
use ledger::NewFact;
use md5::{Digest as _, Md5};
use serde_json::json;
use sha2::Sha256;
use std::sync::Arc;

/// MD5, hexadecimal: what OpenRosa compares. It protects nothing.
pub fn md5_hex(bytes: &[u8]) -> String {
    hex::encode(Md5::digest(bytes))
}

impl Forms {
    /// Publishes a version of a form, in a transaction of its own; see [`Forms::publish_in`].
    ///
    /// # Errors
    /// Those of [`Forms::publish_in`]
    pub async fn publish(&self, ctx: &Ctx, new: Publishing) -> Result<PublishedForm> {
        if let Some(there) = self.published(&new).await? {
            return Ok(there);
        }
        let (inner, new) = (ctx.clone(), Arc::new(new));
        let write = self.parts.db.write(ctx, move |tx| {
            let (ctx, new) = (inner.clone(), new.clone());
            Box::pin(async move { Self::publish_in(tx, &ctx, &new).await })
        });
        write.await
    }

    /// The version, when it is there already just so: most visits are composed as many before.
    async fn published(&self, new: &Publishing) -> Result<Option<PublishedForm>> {
        let mut tx = self.parts.db.read().await?;
        let (id, version) = (&new.form_id, &new.version);
        let (Some(form), Some(there)) =
            (store::form(&mut tx, id).await?, store::version(&mut tx, id, version).await?)
        else {
            return Ok(None);
        };
        let media = store::media(&mut tx, id, version).await?;
        let listed = !new.listed || form.latest.as_ref() == Some(version);
        let same = listed && there.md5 == md5_hex(new.xform.as_bytes()) && media == media_rows(new);
        Ok(same.then(|| done(new, there.md5, false)))
    }

    /// Publishes a version inside a transaction. The same bytes again are the same version; its files may change, as lists of
    /// places do. Who may publish is for the caller to say.
    ///
    /// # Errors
    /// `form.malformed`: the XForm says another id or version of itself; `form.version_taken`: other bytes stand under that version.
    pub async fn publish_in(tx: &mut Tx, ctx: &Ctx, new: &Publishing) -> Result<PublishedForm> {
        check(new)?;
        let mut head = ledger::open(tx, HOME, &stream(&new.form_id)).await?;
        let md5 = md5_hex(new.xform.as_bytes());
        let there = store::version(tx, &new.form_id, &new.version).await?;
        if there.as_ref().is_some_and(|there| there.md5 != md5) {
            return Err(Refusal::conflict("form.version_taken").at("version").got(&new.version).into());
        }
        if let Some(form) = store::form(tx, &new.form_id).await?
            && form.kind != new.kind
        {
            return Err(Refusal::conflict("form.id_taken").at("form_id").got(&new.form_id).into());
        }
        store::put(tx, new, ctx.now).await?;
        let media_changed = put_media(tx, new).await?;
        let is_new = there.is_none();
        if is_new {
            let version = VersionRow { md5: md5.clone(), files: rules::xform::said(&new.xform)?.files };
            store::put_version(tx, new, &version, ctx.now).await?;
        }
        if is_new || media_changed {
            let action = if is_new { FORM_PUBLISHED } else { FORM_MEDIA };
            let media: Vec<_> =
                media_rows(new).into_iter().map(|m| json!({ "name": m.name, "md5": m.md5 })).collect();
            let data = json!({
                "version": new.version, "kind": new.kind, "listed": new.listed, "area": new.area_path, "unit": new.unit,
                "sha256": hex::encode(Sha256::digest(&new.xform)), "media": media,
            });
            ledger::append(tx, ctx, &mut head, &[NewFact { action: action.into(), v: 1, data }]).await?;
        }
        Ok(done(new, md5, is_new))
    }

    /// A form.
    ///
    /// # Errors
    /// The database.
    pub async fn form(&self, id: &str) -> Result<Option<FormRow>> {
        Ok(store::form(&mut self.parts.db.read().await?, id).await?)
    }
}

/// The stream of a form.
pub(super) fn stream(form: &str) -> String {
    format!("form/published/{form}")
}

fn done(new: &Publishing, md5: String, is_new: bool) -> PublishedForm {
    PublishedForm { form_id: new.form_id.clone(), version: new.version.clone(), md5, new: is_new }
}

/// What the XForm says of itself is what it is published as: else nothing that comes back would find it.
fn check(new: &Publishing) -> Result<(), Refusal> {
    let said = rules::xform::said(&new.xform)?;
    let malformed = |at: &str, got: &str, want: &str| {
        Refusal::new(RefusalKind::Invalid, "form.malformed").at(at).got(got).want(want)
    };
    if said.form_id != new.form_id {
        return Err(malformed("form_id", &said.form_id, &new.form_id));
    }
    if said.version != new.version {
        return Err(malformed("version", &said.version, &new.version));
    }
    let plain = |id: &str, most: usize| id.len() <= most && !id.chars().any(char::is_control);
    if !plain(&new.form_id, 200) || !plain(&new.version, 200) {
        return Err(malformed("form_id", &new.form_id, "at most 200 bytes"));
    }
    let name = |name: &str| plain(name, 200) && !name.is_empty() && !name.contains(['/', '\\']);
    match new.media.iter().find(|file| !name(&file.name)) {
        Some(file) => Err(Refusal::invalid("media", &file.name, "the name of a file")),
        None => Ok(()),
    }
}

fn media_rows(new: &Publishing) -> Vec<MediaRow> {
    let row = |file: &crate::model::published::MediaFile| MediaRow {
        name: file.name.clone(),
        mime: file.mime.clone(),
        md5: md5_hex(&file.bytes),
        entities: false,
    };
    let mut rows: Vec<MediaRow> = new.media.iter().map(row).collect();
    rows.sort_by(|a, b| a.name.cmp(&b.name));
    rows
}

/// Puts the files that changed and removes those that went; whether there were any.
async fn put_media(tx: &mut Tx, new: &Publishing) -> Result<bool, Failure> {
    let (id, version) = (&new.form_id, &new.version);
    let before = store::media(tx, id, version).await?;
    let mut changed = false;
    for file in &new.media {
        let md5 = md5_hex(&file.bytes);
        if !before.iter().any(|old| old.name == file.name && old.md5 == md5 && old.mime == file.mime) {
            store::put_media(tx, id, version, file, &md5).await?;
            changed = true;
        }
    }
    for old in before.iter().filter(|old| !new.media.iter().any(|file| file.name == old.name)) {
        store::drop_media(tx, id, version, &old.name).await?;
        changed = true;
    }
    Ok(changed)
}
