//! What came back with a unit's own form, read on a screen: question by question, with a purpose, on the record, so many within an hour.

use super::Forms;
use super::pull::{Spends, readers};
use crate::model::answers::{Answers, LineFile, Readable, Reading};
use crate::model::published::{FormRow, PublishedKind};
use crate::model::submission::SubmissionRow;
use crate::rules::answers::lay_out;
use crate::rules::form_words::{self, FormWords};
use crate::store;
use authz::{action, covers};
use blobs::{Blob, Opened};
use kernel::{Ctx, Refusal, Result};
use register::model::kind::Purpose;
use std::collections::HashMap;

/// Characters of what a reading is for, in words.
const LONGEST: usize = 500;
/// Rows of a list of choices that are read.
const CHOICES: usize = 50_000;

impl Forms {
    /// A form, and whether the caller may read what comes back with it.
    ///
    /// # Errors
    /// `form.read` forbidden; `form.not_found`
    pub async fn own_form(&self, ctx: &Ctx, id: &str) -> Result<(FormRow, Readable)> {
        authz::require_anywhere(&ctx.actor, action::FORM_READ)?;
        let form = self.form(id).await?.filter(|form| form.latest.is_some());
        let form = form.ok_or_else(|| Refusal::not_found("form"))?;
        let reveals = form.kind == PublishedKind::Own && !readers(ctx, &form).is_empty();
        let purposes = if reveals { self.purposes(None) } else { vec![] };
        Ok((form, Readable { reveals, purposes }))
    }

    /// Whether the caller may read a submission of a form in clear.
    pub fn readable(&self, ctx: &Ctx, form: &FormRow, row: &SubmissionRow) -> bool {
        row.voided_at.is_none()
            && readers(ctx, form).iter().any(|post| covers(&post.area_path, &row.area_path))
    }

    /// The answers of a submission of a form of the caller's own unit.
    ///
    /// # Errors
    /// `form.not_found`; `submission.not_found`, also where the caller has no post; a purpose that is not offered; `submission.erased`;
    /// `register.too_many_reveals`
    pub async fn answers(&self, ctx: &Ctx, (form, instance): (&str, &str), why: &Reading) -> Result<Answers> {
        let purpose = self.purpose(None, why)?;
        let (row, ctx) = self.revealable(ctx, form, instance).await?;
        let files = self.came((&row.county, &row.instance)).await?;
        let words = self.words_of(form, &row.version).await?;
        let about = super::receive::stream(&row.instance);
        let of = (row.county.as_str(), row.xml.as_str());
        let xml = self.read_clear(&ctx, of, &about, (purpose, Spends::One)).await?;
        Ok(lay_out(&words, xml.as_bytes(), &told(&files))?)
    }

    /// A file of such a submission.
    ///
    /// # Errors
    /// Those of [`Forms::answers`]; `submission.not_found` when there is no such file
    pub async fn answer_file(
        &self,
        ctx: &Ctx,
        (form, instance): (&str, &str),
        name: &str,
        why: &Reading,
    ) -> Result<Opened> {
        let purpose = self.purpose(None, why)?;
        let (row, ctx) = self.revealable(ctx, form, instance).await?;
        let file = self.came((&row.county, &row.instance)).await?.into_iter().find(|(n, _)| n == name);
        let (_, blob) = file.ok_or_else(|| Refusal::not_found("submission"))?;
        let about = super::receive::stream(&row.instance);
        self.read_file(&ctx, (&row.county, &blob), &about, (purpose, Spends::One)).await
    }

    /// What may be read for: the purposes of a kind of register; without one, those of all kinds.
    pub(super) fn purposes(&self, subject: Option<&str>) -> Vec<Purpose> {
        let ground = self.ground();
        let kinds = ground.kinds.values().filter(|k| subject.is_none_or(|s| s == k.code));
        let mut all: Vec<Purpose> = vec![];
        for purpose in kinds.flat_map(|k| &k.purposes) {
            if !all.iter().any(|p| p.code == purpose.code) {
                all.push(purpose.clone());
            }
        }
        all
    }

    /// What a reading is for, as the record keeps it.
    pub(super) fn purpose(&self, subject: Option<&str>, why: &Reading) -> Result<String, Refusal> {
        let offered = self.purposes(subject);
        let words = why.words.as_deref().unwrap_or_default().trim();
        if words.chars().count() > LONGEST {
            return Err(Refusal::invalid("/words", "", format!("at most {LONGEST} characters")));
        }
        if offered.is_empty() && !words.is_empty() {
            return Ok(words.to_owned());
        }
        if offered.is_empty() {
            return Err(Refusal::required("/words"));
        }
        let Some(found) = offered.iter().find(|p| p.code == why.purpose) else {
            let codes: Vec<&str> = offered.iter().map(|p| p.code.as_str()).collect();
            return Err(Refusal::invalid("/purpose", &why.purpose, format!("one of: {}", codes.join(", "))));
        };
        Ok(match words {
            "" => found.name.zh.clone(),
            words => format!("{}：{words}", found.name.zh),
        })
    }

    /// What a version of a form calls its questions and choices.
    async fn words_of(&self, form: &str, version: &str) -> Result<FormWords> {
        let mut tx = self.parts.db.read().await?;
        let xform = store::published::text(&mut tx, form, version).await?.unwrap_or_default();
        let mut lists = HashMap::new();
        for name in form_words::files(&xform) {
            if let Some((_, _, bytes)) = store::published::media_file(&mut tx, form, version, &name).await? {
                lists.insert(name, rows(&bytes));
            }
        }
        Ok(FormWords::read(&xform, &lists))
    }
}

/// What is to be said of files that came.
pub(super) fn told(files: &[(String, Blob)]) -> HashMap<String, LineFile> {
    files.iter().map(|(name, blob)| (name.clone(), LineFile::from(blob))).collect()
}

/// The rows of a list of choices; of one that cannot be read, none: the answer itself is shown then.
fn rows(bytes: &[u8]) -> Vec<HashMap<String, String>> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    reader.into_deserialize().take(CHOICES).filter_map(Result::ok).collect()
}
