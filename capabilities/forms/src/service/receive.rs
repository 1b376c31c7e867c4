//! Taking submissions in: the same again is the same, whatever happened to the answer.

use super::Forms;
use crate::http::multipart::Posted;
use crate::model::published::{FormRow, FormState};
use crate::model::submission::{Incoming, Received, SubmissionRow};
use crate::rules::receive::{Standing, Verdict, decide, named};
use crate::{FORM_ATTACHED, FORM_SUBMITTED, store};
use authz::{Thing, action, covers};
use blobs::{Blob, Upload};
use db::Tx;
use kernel::{Ctx, Failure, Id, Refusal, RefusalKind, Result};
use ledger::NewFact;
use protect::{NewValue, Prepared, Vault};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use std::sync::Arc;

/// Why answers are held.
pub const PURPOSE: &str = "form.submission";

/// A submission on its way in, with everything that can be made ready outside of the transaction.
struct Taking {
    ctx: Ctx,
    vault: Vault,
    incoming: Incoming,
    state: FormState,
    version: bool,
    county: String,
    area: String,
    mark: String,
    named: Vec<String>,
    xml: Prepared,
}

impl Forms {
    /// What was posted, as a submission.
    ///
    /// # Errors
    /// `field.required`; those of [`Incoming::read`]
    pub fn incoming(&self, posted: Posted) -> Result<Incoming, Refusal> {
        let xml = posted.xml()?;
        let incoming = Incoming::read(xml.clone(), || self.instance_of(&xml))?;
        Ok(Incoming { files: posted.files, incomplete: posted.incomplete, ..incoming })
    }

    /// Takes a submission in, or says that it came before. Files that it names may come later, with the same submission again.
    ///
    /// # Errors
    /// `form.visit` forbidden; `submission.malformed`; `form.subject_other_home` for an edition; those of [`decide`]
    pub async fn receive(&self, ctx: &Ctx, incoming: Incoming) -> Result<Received> {
        let mut tx = self.parts.db.read().await?;
        let form = store::published::form(&mut tx, &incoming.form_id).await?;
        let form = form.ok_or_else(|| Refusal::not_found("form"))?;
        let version = store::published::version(&mut tx, &form.id, &incoming.version).await?;
        let corrects = match &incoming.deprecated_id {
            Some(old) => store::submissions::by_instance(&mut tx, old).await?,
            None => None,
        };
        drop(tx);
        // an edition stays in the home of the first one, where its records are; somebody of another home is another visit
        if let Some((old, visit)) = corrects.as_ref().zip(incoming.visit.as_deref())
            && visit.rsplit_once('-').is_none_or(|(home, _)| home != old.county)
        {
            return Err(Refusal::conflict("form.subject_other_home").into());
        }
        let (ctx, area) = filling(ctx, &form, incoming.area_path.as_deref())?;
        // an edition stays where the first one is
        let county = corrects.map_or_else(|| self.county(&area), |old| old.county);
        let named = match &version {
            Some(version) => named(&incoming.xml, &version.files)?,
            None => vec![],
        };
        let text = String::from_utf8(incoming.xml.to_vec());
        let text =
            text.map_err(|_| Refusal::new(RefusalKind::Invalid, "submission.malformed").want("UTF-8"))?;
        let vault = self.parts.vault.clone();
        let taking = Arc::new(Taking {
            state: form.state,
            version: version.is_some(),
            mark: vault.index(PURPOSE, &hex::encode(Sha256::digest(&incoming.xml))),
            xml: vault.prepare(&ctx, &county, &NewValue::personal(PURPOSE, text))?,
            ctx: ctx.clone(),
            vault,
            incoming,
            county,
            area,
            named,
        });
        let write = self.parts.db.write(&ctx, move |tx| {
            let taking = taking.clone();
            Box::pin(async move { taking.take(tx).await })
        });
        write.await
    }

    /// The instance of a submission that names none: the same for the same bytes, so that sent again it is the same.
    pub fn instance_of(&self, xml: &[u8]) -> String {
        let mark = self.parts.vault.index("form.instance", &hex::encode(Sha256::digest(xml)));
        format!("uuid:{}-{}-{}-{}-{}", &mark[..8], &mark[8..12], &mark[12..16], &mark[16..20], &mark[20..32])
    }

    /// What a submission says, in clear, for the machine that hands it on to those who asked.
    ///
    /// # Errors
    /// `submission.not_found`; `submission.erased`
    pub async fn submission_xml(&self, tx: &mut Tx, county: &str, instance: &str) -> Result<Vec<u8>> {
        let row = self.submission(tx, county, instance).await?;
        let xml = self.parts.vault.used(tx, county, &row.xml, PURPOSE).await?;
        Ok(xml.ok_or_else(|| Refusal::conflict("submission.erased"))?.into_bytes())
    }

    /// A submission, without its answers.
    ///
    /// # Errors
    /// `submission.not_found`
    pub async fn submission(&self, tx: &mut Tx, county: &str, instance: &str) -> Result<SubmissionRow> {
        let row = store::submissions::get(tx, county, instance).await?;
        Ok(row.ok_or_else(|| Refusal::not_found("submission"))?)
    }

    /// The files that a submission names, with those that came.
    ///
    /// # Errors
    /// The database.
    pub async fn submission_files(
        &self,
        tx: &mut Tx,
        county: &str,
        instance: &str,
    ) -> Result<Vec<(String, Option<Id<Blob>>)>> {
        let files = store::submissions::files(tx, county, instance).await?;
        Ok(files.into_iter().map(|(name, blob)| (name, blob.map(Id::trusted))).collect())
    }

    /// The home of an area.
    fn county(&self, area_path: &str) -> String {
        let code = area_path.rsplit('/').next().unwrap_or_default();
        let code = match code {
            "" => self.parts.grid.children(None).first().map(|top| top.code.clone()).unwrap_or_default(),
            code => code.to_owned(),
        };
        self.parts.grid.home_of(&code).unwrap_or_else(|| crate::HOME.into())
    }
}

/// The context with the post that allows to fill a form, and where it is filled: at the place given, or where post and form meet.
fn filling(ctx: &Ctx, form: &FormRow, place: Option<&str>) -> Result<(Ctx, String), Refusal> {
    let thing = Thing::of("form");
    if let Some(place) = place {
        let grant = authz::require(&ctx.actor, action::FORM_VISIT, &thing.at(place))?;
        return Ok((posted(ctx, grant), place.to_owned()));
    }
    let posts = authz::posts(&ctx.actor, action::FORM_VISIT, &thing);
    let meeting = posts.into_iter().find_map(|grant| Some((grant, meet(&form.area_path, &grant.area_path)?)));
    match meeting {
        Some((grant, area)) => Ok((posted(ctx, Some(grant)), area.to_owned())),
        None => {
            let grant = authz::require(&ctx.actor, action::FORM_VISIT, &thing.at(&form.area_path))?;
            Ok((posted(ctx, grant), form.area_path.clone()))
        }
    }
}

/// The ground that two areas share: the lower one, when one covers the other.
pub(super) fn meet<'a>(one: &'a str, other: &'a str) -> Option<&'a str> {
    if covers(one, other) {
        return Some(other);
    }
    covers(other, one).then_some(one)
}

fn posted(ctx: &Ctx, grant: Option<&kernel::Grant>) -> Ctx {
    match grant {
        Some(grant) => ctx.clone().in_post(grant.post.clone()),
        None => ctx.clone(),
    }
}

impl Taking {
    async fn take(&self, tx: &mut Tx) -> Result<Received, Failure> {
        use store::submissions::{by_instance, take};
        let new = &self.incoming;
        let corrects = match &new.deprecated_id {
            Some(old) => Some(by_instance(tx, old).await?),
            None => None,
        };
        let same = by_instance(tx, &new.instance_id).await?;
        let verdict = self.decide(same.as_ref(), corrects.as_ref().map(Option::as_ref))?;
        if let Verdict::New { root } = verdict
            && take(tx, &new.instance_id, &self.county).await?
        {
            return self.put(tx, root, corrects.flatten()).await;
        }
        // the same came before, or a moment ago on another way
        let same = by_instance(tx, &new.instance_id).await?;
        let same = same.ok_or_else(|| Failure::Unavailable("another post of the same instance".into()))?;
        self.decide(Some(&same), None)?;
        self.again(tx, &same).await
    }

    fn decide(
        &self,
        same: Option<&SubmissionRow>,
        corrects: Option<Option<&SubmissionRow>>,
    ) -> Result<Verdict, Refusal> {
        let standing = Standing { form: Some(self.state), version: self.version, same, corrects };
        decide(&self.incoming.form_id, &self.mark, standing)
    }

    async fn put(
        &self,
        tx: &mut Tx,
        root: Option<String>,
        old: Option<SubmissionRow>,
    ) -> Result<Received, Failure> {
        let new = &self.incoming;
        let instance = &new.instance_id;
        let mut head = ledger::open(tx, &self.county, &stream(instance)).await?;
        let mut before = vec![];
        if let Some(old) = &old {
            if !store::submissions::replace(tx, &old.county, &old.instance, instance).await? {
                return Err(Refusal::conflict("submission.not_current").into());
            }
            before = store::submissions::files(tx, &old.county, &old.instance).await?;
        }
        let (mut missing, mut files) = (vec![], vec![]);
        for name in &self.named {
            let kept = || before.iter().find(|(n, _)| n == name).and_then(|(_, blob)| blob.clone());
            let blob = match upload(&new.files, name) {
                Some(upload) => Some(self.attach(tx, upload).await?),
                None => kept(),
            };
            if blob.is_none() {
                missing.push(name.clone());
            }
            files.push((name, blob));
        }
        self.vault.store(tx, &self.xml).await?;
        let row = SubmissionRow {
            county: self.county.clone(),
            instance: instance.clone(),
            id: self.ctx.id::<()>().to_string(),
            form: new.form_id.clone(),
            version: new.version.clone(),
            root: root.unwrap_or_else(|| instance.clone()),
            replaces: old.as_ref().map(|old| old.instance.clone()),
            replaced_by: None,
            mark: self.mark.clone(),
            xml: self.xml.reference.id.clone(),
            area_path: self.area.clone(),
            actor: self.ctx.actor.id.clone(),
            // a correction that came on another way is of the same visit
            visit: new.visit.clone().or_else(|| old.and_then(|old| old.visit)),
            missing: i64::try_from(missing.len()).unwrap_or(i64::MAX),
            received_at: self.ctx.now,
            voided_at: None,
        };
        store::submissions::put(tx, &row).await?;
        let count = files.len();
        for (name, blob) in files {
            store::submissions::put_file(tx, &self.county, instance, name, blob).await?;
        }
        let data = json!({
            "form_id": row.form, "version": row.version, "instance": row.instance, "replaces": row.replaces, "visit": row.visit,
            "area": row.area_path, "xml": self.xml.reference, "files": count, "missing": missing.len(),
        });
        ledger::append(tx, &self.ctx, &mut head, &[NewFact { action: FORM_SUBMITTED.into(), v: 1, data }])
            .await?;
        Ok(self.done(row.county, false, missing))
    }

    /// Takes the files that did not come before.
    async fn again(&self, tx: &mut Tx, same: &SubmissionRow) -> Result<Received, Failure> {
        let (county, instance) = (&same.county, &same.instance);
        let files = store::submissions::files(tx, county, instance).await?;
        let (mut missing, mut came) = (vec![], 0usize);
        for (name, there) in files {
            let Some(upload) = upload(&self.incoming.files, &name) else {
                if there.is_none() {
                    missing.push(name);
                }
                continue;
            };
            if !is_same(tx, there, upload).await? {
                let blob = self.attach(tx, upload).await?;
                store::submissions::put_file(tx, county, instance, &name, Some(blob)).await?;
                came += 1;
            }
        }
        if came > 0 {
            let mut head = ledger::open(tx, county, &stream(instance)).await?;
            store::submissions::set_missing(tx, county, instance, missing.len()).await?;
            let data = json!({ "files": came, "missing": missing.len() });
            ledger::append(tx, &self.ctx, &mut head, &[NewFact { action: FORM_ATTACHED.into(), v: 1, data }])
                .await?;
        }
        Ok(self.done(county.clone(), true, missing))
    }

    fn done(&self, county: String, again: bool, missing: Vec<String>) -> Received {
        Received { instance_id: self.incoming.instance_id.clone(), county, again, missing }
    }

    /// The file belongs to the submission from now on.
    async fn attach(&self, tx: &mut Tx, upload: &Upload) -> Result<String, Failure> {
        let owner = stream(&self.incoming.instance_id);
        Ok(blobs::attach(tx, &self.ctx, &upload.id, &owner).await?.id.to_string())
    }
}

/// The stream of a submission.
pub(super) fn stream(instance: &str) -> String {
    format!("form/submission/{instance}")
}

/// The file of that name that came along.
fn upload<'a>(files: &'a [(String, Upload)], name: &str) -> Option<&'a Upload> {
    files.iter().find(|(n, _)| n == name).map(|(_, upload)| upload)
}

/// Whether the file that came has the content of the one that is there.
async fn is_same(tx: &mut Tx, there: Option<String>, upload: &Upload) -> Result<bool, Failure> {
    let Some(id) = there else { return Ok(false) };
    let there = blobs::get(tx, &Id::trusted(id)).await?;
    Ok(there.zip(upload.blob.as_ref()).is_some_and(|(there, new)| there.hash == new.hash))
}
