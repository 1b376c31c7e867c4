//! What protocols of other systems need beyond the public projection: the steps of a case that everybody may see, and a
//! way for a client to tell those who work on it something.

use super::{photos_of, said};
use crate::model::{self, Case, CaseId, Change, FactData};
use crate::public::shows;
use crate::service::public::words_for_all;
use crate::service::{Cases, act, intake::at_field, name};
use crate::store::{self, row::Touch};
use kernel::{Ctx, Failure, Lang, Refusal, RefusalKind, Result, Text, Timestamp};
use ledger::Fact;
use protect::NewValue;
use workflow::AttachmentKind;

/// The action of the fact that [`Cases::tell`] writes.
pub const TOLD: &str = "told";

/// A step of a case, as far as everybody may see it.
#[derive(Clone, Debug, PartialEq)]
pub struct PublicStep {
    /// The fact in the case's stream.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// The pack's action.
    pub action: String,
    /// Its name.
    pub name: Option<Text>,
    /// What was said, without numbers that may be personal; only where the pack publishes replies.
    pub text: Option<String>,
    /// Ids of its pictures; only where the pack publishes media.
    pub photos: Vec<String>,
}

/// What a client tells.
#[derive(Clone, Debug, Default)]
pub struct Tell {
    /// In words; at most 10,000 characters.
    pub text: Option<String>,
    /// Where the other system says the matter stands, in its own word.
    pub status: Option<String>,
    /// When it was said there.
    pub at: Option<Timestamp>,
    /// Ids of uploads; they are never public.
    pub attachments: Vec<String>,
    /// Makes a repetition harmless.
    pub key: Option<web::Key>,
}

impl Cases {
    /// A case by home and id, whoever asks.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn by_id(&self, county: &str, id: &CaseId) -> Result<Option<Case>> {
        Ok(store::row::get(&mut self.db().read().await?, county, id).await?)
    }

    /// The public steps of a case after its registration, oldest first, with the fields that its pack publishes. Whether
    /// the case itself may be shown is for the caller to know.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn public_steps(&self, case: &Case, lang: Lang) -> Result<Vec<PublicStep>> {
        let pack = self.pack_of(case)?;
        let mut tx = self.db().read().await?;
        let facts = ledger::facts_of_stream(&mut tx, &case.county, &model::stream(&case.id)).await?;
        let data: Vec<(Fact, FactData)> =
            facts.into_iter().map(|f| f.decode().map(|d| (f, d))).collect::<Result<_, _>>()?;
        let texts = words_for_all(self.spoken(&mut tx, case, &data).await?);
        drop(tx);
        let units = self.units_of(case, &Default::default()).await?;
        let (speaks, media) = (pack.publishes("reply"), shows(&pack, case, "media"));
        let step = |(fact, data): &(Fact, FactData)| PublicStep {
            seq: fact.seq,
            at: fact.at,
            action: fact.action.clone(),
            name: pack.flow(&case.case_type).and_then(|f| f.action_name(&fact.action)).map(name),
            text: said(&pack, data, &texts, &units, lang).filter(|_| speaks),
            photos: if media { photos_of(data) } else { vec![] },
        };
        let begins = |data: &FactData| data.changes.iter().any(|c| matches!(c, Change::Registered(_)));
        Ok(data.iter().filter(|(_, data)| data.public && !begins(data)).map(step).collect())
    }

    /// A client tells those who work on a case something. It stands in the timeline and moves nothing. Answers the
    /// number of the fact.
    ///
    /// # Errors
    /// `action.forbidden` without `report.update`; `case.not_found`; what is wrong with words or files.
    pub async fn tell(&self, ctx: &Ctx, number: &str, tell: Tell) -> Result<i64> {
        authz::require(&ctx.actor, authz::action::REPORT_UPDATE, &authz::Thing::of("case"))?;
        if tell.text.as_ref().is_some_and(|text| text.chars().count() > 10_000 || text.contains('\0')) {
            let refusal = Refusal::new(RefusalKind::Invalid, "field.too_long").at("/text");
            return Err(refusal.want("at most 10000 characters").into());
        }
        for attempt in 0..4 {
            match self.told(ctx, number, &tell).await {
                // whoever tells names no version: somebody else was faster, look again
                Err(Failure::Refused(r)) if r.code == "case.stale" && attempt < 3 => {}
                other => return other,
            }
        }
        Err(Failure::Internal("unreachable".into()))
    }

    async fn told(&self, ctx: &Ctx, number: &str, tell: &Tell) -> Result<i64> {
        let case = self.load(number).await?;
        if let Some(seq) = self.told_before(ctx, tell).await? {
            return Ok(seq.unwrap_or(case.seq));
        }
        let (mut changes, mut values) = (vec![], vec![]);
        if let Some(text) = &tell.text {
            let prepared =
                self.parts.vault.prepare(ctx, &case.county, &NewValue::text("case.words", text))?;
            let held = prepared.reference.clone();
            changes.push(Change::Said { key: TOLD.into(), held, public: false });
            values.push(prepared);
        }
        let given = [("told_status", tell.status.clone()), ("told_at", tell.at.map(|at| at.to_string()))];
        for (key, value) in given.into_iter().filter_map(|(key, value)| Some((key, value?))) {
            changes.push(Change::Given { key: key.into(), value: value.into() });
        }
        for mut attachment in
            self.files(ctx, &tell.attachments, AttachmentKind::Before, "/attachments").await?
        {
            attachment.public = false;
            changes.push(Change::Attached { attachment });
        }
        let data = FactData { changes, public: false };
        let after = act::after(ctx, &case, TOLD, &data);
        let touch = Touch::of(&case, &after);
        let (vault, inner, uploads, key) =
            (self.parts.vault.clone(), ctx.clone(), tell.attachments.clone(), tell.key.clone());
        self.db()
            .write(ctx, move |tx| {
                let (vault, ctx, uploads, key) = (vault.clone(), inner.clone(), uploads.clone(), key.clone());
                let (before, after, data, values) = (case.seq, after.clone(), data.clone(), values.clone());
                Box::pin(async move {
                    if let Some(key) = &key
                        && let Some(answer) = key.begin(tx, ctx.now).await?
                    {
                        return Ok(seq_of(&answer).unwrap_or(before));
                    }
                    let stream = model::stream(&after.id);
                    let mut head = ledger::open(tx, &after.county, &stream).await?;
                    if head.seq != before {
                        return Err(act::stale(&after).into());
                    }
                    for value in &values {
                        vault.store(tx, value).await?;
                    }
                    for upload in &uploads {
                        let attached = blobs::attach(tx, &ctx, upload, &stream).await;
                        attached.map_err(|e| at_field(e, "/attachments"))?;
                    }
                    act::append(tx, &ctx, &mut head, (&after, touch), TOLD, &data).await?;
                    if let Some(key) = &key {
                        key.finish(tx, &format!("{} {} {}", after.county, after.id, after.seq)).await?;
                    }
                    Ok(after.seq)
                })
            })
            .await
    }

    /// Whether this was told before: uploads are used up by the first time, so that is looked at before them.
    async fn told_before(&self, ctx: &Ctx, tell: &Tell) -> Result<Option<Option<i64>>> {
        let Some(key) = tell.key.clone() else { return Ok(None) };
        let now = ctx.now;
        let found = self
            .db()
            .write(ctx, move |tx| {
                let key = key.clone();
                Box::pin(async move {
                    match key.begin(tx, now).await? {
                        Some(answer) => Ok(seq_of(&answer)),
                        // undoes the taking of the key
                        None => Err(Refusal::not_found("key").into()),
                    }
                })
            })
            .await;
        match found {
            Ok(seq) => Ok(Some(seq)),
            Err(Failure::Refused(r)) if r.code == "key.not_found" => Ok(None),
            Err(other) => Err(other),
        }
    }
}

/// The fact's number in a key's answer: `county id seq`.
fn seq_of(answer: &str) -> Option<i64> {
    answer.split(' ').nth(2)?.parse().ok()
}
