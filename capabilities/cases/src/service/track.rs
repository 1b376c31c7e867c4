//! Following a report like a parcel: whoever holds the token sees the public steps, rates, asks to reopen, lets others
//! follow.

mod acts;
mod protocols;

pub use protocols::{PublicStep, TOLD, Tell};

use super::lists::{category, state};
use super::public::public_photos;
use super::view::render;
use super::{Cases, Named, OfferView, PaperView, RatingView, StateRef, name};
use crate::model::{self, Case, Change, FactData, Reply};
use crate::secrets::token_hash;
use crate::store;
use blobs::{Opened, Rendition};
use db::Tx;
use grid::model::AreaRef;
use kernel::{Ctx, Failure, Lang, Refusal, Result, Text, Timestamp};
use ledger::Fact;
use packs::Loaded;
use protect::NewValue;
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};
use utoipa::ToSchema;
use workflow::ClockKind;

/// A picture with its addresses.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PhotoRef {
    /// In full, without metadata.
    pub url: String,
    /// Small.
    pub thumb: String,
}

/// Where, for the reporter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct TrackPlace {
    /// In words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The areas from the top.
    pub path: Vec<AreaRef>,
}

/// A step that the reporter may see.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct TrackStep {
    /// When.
    pub at: Timestamp,
    /// The action.
    pub action: String,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// What was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// By which unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_unit: Option<Text>,
    /// Pictures.
    pub photos: Vec<PhotoRef>,
}

/// What the holder of the token may do now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Can {
    /// Rate.
    pub rate: bool,
    /// Ask to reopen.
    pub ask_reopen: bool,
    /// Let somebody else follow.
    pub follow: bool,
}

/// A report as its reporter follows it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Track {
    /// One number for life.
    pub number: String,
    /// State.
    pub state: StateRef,
    /// How it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// The case it was joined to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<String>,
    /// Category.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<Named>,
    /// What was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Where.
    pub place: TrackPlace,
    /// Degrees east.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lon: Option<f64>,
    /// Degrees north.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
    /// When it was registered.
    pub registered_at: Timestamp,
    /// The deadline of the promise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Timestamp>,
    /// The public steps, oldest first.
    pub steps: Vec<TrackStep>,
    /// All pictures of public steps.
    pub photos: Vec<PhotoRef>,
    /// Papers that the reporter may have.
    pub papers: Vec<PaperView>,
    /// What may be done now.
    pub can: Can,
    /// What else the pack lets the reporter do now, in words alone: correct, withdraw, urge.
    pub offers: Vec<OfferView>,
    /// The rating given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<RatingView>,
}

/// A case that was opened with a token.
pub(super) struct Held {
    pub(super) case: Case,
    /// The token is the reporter's own, not a follower's.
    pub(super) own: bool,
}

impl Cases {
    /// Opens a case with its token. A wrong number and a wrong token look alike.
    pub(super) async fn held(&self, tx: &mut Tx, number: &str, token: &str) -> Result<Held> {
        let case = self.find(tx, number).await?;
        match store::around::holder(tx, &case, &token_hash(token)).await? {
            Some(own) => Ok(Held { case, own }),
            None => Err(Refusal::not_found("case").into()),
        }
    }

    /// The case that a token opens.
    ///
    /// # Errors
    /// `case.not_found`, also for a wrong token.
    pub async fn opened_with(&self, number: &str, token: &str) -> Result<Case> {
        Ok(self.held(&mut self.db().read().await?, number, token).await?.case)
    }

    /// The report as its reporter follows it.
    ///
    /// # Errors
    /// `case.not_found`, also for a wrong token.
    pub async fn track(&self, ctx: &Ctx, number: &str, token: &str, lang: Lang) -> Result<Track> {
        let mut tx = self.db().read().await?;
        let Held { case, own } = self.held(&mut tx, number, token).await?;
        let pack = self.pack_of(&case)?;
        let data = facts_of(&mut tx, &case).await?;
        let texts = self.spoken(&mut tx, &case, &data).await?;
        let (can, offers) = self.may(&mut tx, ctx, &case, own).await?;
        let papers = if own { self.track_papers(&mut tx, &case, token).await? } else { vec![] };
        drop(tx);
        let posts = self.posts_of(&data).await?;
        let units = self.units_of(&case, &posts).await?;
        let photo = |id: &str| photo(&case.number, id, token);
        let text = |h: &Option<model::Held>| h.as_ref().and_then(|h| texts.get(&h.id).cloned());
        let steps = data.iter().filter(|(f, d)| d.public || f.action == "report").map(|(fact, data)| {
            let by = fact.post.as_ref().and_then(|p| posts.get(p)).and_then(|unit| units.get(unit));
            TrackStep {
                at: fact.at,
                action: fact.action.clone(),
                name: pack.flow(&case.case_type).and_then(|f| f.action_name(&fact.action)).map(name),
                text: said(&pack, data, &texts, &units, lang),
                by_unit: by.map(|u| u.name.clone()),
                photos: photos_of(data).iter().map(|id| photo(id)).collect(),
            }
        });
        Ok(Track {
            number: case.number.clone(),
            state: state(&pack, &case),
            outcome: case.outcome.map(|o| o.code().to_owned()),
            merged_into: case.merged_into.clone(),
            category: category(&pack, &case),
            text: text(&case.text),
            place: TrackPlace { address: text(&case.spot.address), path: self.place_view(&case).path },
            lon: case.spot.lon,
            lat: case.spot.lat,
            registered_at: case.registered_at,
            due_at: case.clocks.iter().rev().find(|c| c.kind == ClockKind::Promise).and_then(|c| c.due_at),
            closed_at: case.closed_at,
            steps: steps.collect(),
            photos: public_photos(&case).iter().map(|id| photo(id)).collect(),
            papers,
            can,
            offers,
            rating: case.rating.as_ref().map(|r| RatingView {
                grade: r.grade,
                comment: text(&r.comment),
                at: r.at,
            }),
        })
    }

    /// The words that the public steps quote.
    pub(super) async fn spoken(
        &self,
        tx: &mut Tx,
        case: &Case,
        data: &[(Fact, FactData)],
    ) -> Result<HashMap<String, String>> {
        let mut ids: BTreeSet<&str> = BTreeSet::new();
        let held = case.text.iter().chain(&case.spot.address);
        ids.extend(held.chain(case.rating.iter().filter_map(|r| r.comment.as_ref())).map(|h| h.id.as_str()));
        for change in data.iter().flat_map(|(_, d)| &d.changes) {
            match change {
                Change::Said { held, public: true, .. } => drop(ids.insert(&held.id)),
                Change::Replied { texts, .. } => ids.extend(texts.values().map(|h| h.id.as_str())),
                _ => {}
            }
        }
        self.parts.vault.texts(tx, &case.county, &ids.into_iter().collect::<Vec<_>>()).await
    }

    async fn posts_of(&self, data: &[(Fact, FactData)]) -> Result<HashMap<String, String>> {
        let ids: BTreeSet<String> = data.iter().filter_map(|(f, _)| f.post.clone()).collect();
        let posts = self.parts.directory.posts(&ids.into_iter().collect::<Vec<_>>()).await?;
        Ok(posts.into_iter().map(|(id, post)| (id, post.unit)).collect())
    }

    async fn units_of(&self, case: &Case, posts: &HashMap<String, String>) -> Result<HashMap<String, Named>> {
        let mut codes: BTreeSet<String> = posts.values().cloned().collect();
        codes.extend(case.tasks.iter().map(|t| t.unit.clone()));
        self.units(&codes.into_iter().collect::<Vec<_>>()).await
    }

    /// Somebody else follows: with the token of a holder, or a public case without one. Answers the new token.
    ///
    /// # Errors
    /// `case.not_found`
    pub async fn follow(
        &self,
        ctx: &Ctx,
        number: &str,
        token: Option<&str>,
        contact: Option<&str>,
    ) -> Result<String> {
        let mut tx = self.db().read().await?;
        let case = match token {
            Some(token) => self.held(&mut tx, number, token).await?.case,
            None => self.find(&mut tx, number).await?,
        };
        drop(tx);
        if token.is_none() && !case.is_public() {
            return Err(Refusal::not_found("case").into());
        }
        if contact.is_some_and(|c| c.chars().count() > 200) {
            return Err(Refusal::new(kernel::RefusalKind::Invalid, "field.too_long")
                .at("/contact")
                .want("at most 200 characters")
                .into());
        }
        let fresh = ctx.secret();
        let contact = contact.map(str::trim).filter(|c| !c.is_empty());
        let held = contact
            .map(|c| self.parts.vault.prepare(ctx, &case.county, &NewValue::personal("case.follow", c)));
        let (held, vault, inner, hash) =
            (held.transpose()?, self.parts.vault.clone(), ctx.clone(), token_hash(&fresh));
        self.db()
            .write(ctx, move |tx| {
                let (held, vault, ctx, case, hash) =
                    (held.clone(), vault.clone(), inner.clone(), case.clone(), hash.clone());
                Box::pin(async move {
                    if let Some(held) = &held {
                        vault.store(tx, held).await?;
                    }
                    let contact = held.as_ref().map(|h| h.reference.id.as_str());
                    let of = (case.county.as_str(), &case.id);
                    Ok::<_, Failure>(store::around::follow(tx, of, &hash, false, contact, ctx.now).await?)
                })
            })
            .await?;
        Ok(fresh)
    }

    /// A picture of a public step, for the holder of the token.
    ///
    /// # Errors
    /// `case.not_found`, `attachment.not_found`
    pub async fn track_photo(&self, number: &str, token: &str, id: &str, thumb: bool) -> Result<Opened> {
        let mut tx = self.db().read().await?;
        let case = self.held(&mut tx, number, token).await?.case;
        drop(tx);
        let rendition = if thumb { Rendition::Thumb } else { Rendition::Stripped };
        self.open_attachment(&case, id, rendition, |a| a.public).await
    }
}

/// The facts of a case with what they say.
pub(super) async fn facts_of(tx: &mut Tx, case: &Case) -> Result<Vec<(Fact, FactData)>> {
    let facts = ledger::facts_of_stream(tx, &case.county, &model::stream(&case.id)).await?;
    Ok(facts.into_iter().map(|f| f.decode().map(|d| (f, d))).collect::<Result<_, _>>()?)
}

fn photo(number: &str, id: &str, token: &str) -> PhotoRef {
    let url = format!("{}/track/{number}/photos/{id}?token={token}", web::API);
    PhotoRef { thumb: format!("{url}&size=thumb"), url }
}

/// The public pictures of a step.
pub(super) fn photos_of(data: &FactData) -> Vec<String> {
    let shown = |a: &model::Attachment| a.public && a.mime.starts_with("image/");
    let mut ids = vec![];
    for change in &data.changes {
        match change {
            Change::Attached { attachment } if shown(attachment) => ids.push(attachment.id.clone()),
            Change::Registered(r) => {
                ids.extend(r.attachments.iter().filter(|a| shown(a)).map(|a| a.id.clone()))
            }
            _ => {}
        }
    }
    ids
}

/// What a step tells the reporter: the template's answer, and words that it does not quote.
pub(super) fn said(
    pack: &Loaded,
    data: &FactData,
    texts: &HashMap<String, String>,
    units: &HashMap<String, Named>,
    lang: Lang,
) -> Option<String> {
    let mut lines = vec![];
    let mut quoted = String::new();
    for change in &data.changes {
        if let Change::Replied { code, params, texts: held } = change {
            let reply = Reply::Template { code: code.clone(), params: params.clone(), texts: held.clone() };
            lines.extend(render(pack, &reply, texts, units, lang));
            quoted.push_str(pack.reply(code).map_or("", |r| &r.text.zh));
        }
    }
    for change in &data.changes {
        if let Change::Said { key, held, public: true } = change
            && !quoted.contains(&format!("{{{key}}}"))
        {
            lines.extend(texts.get(&held.id).cloned());
        }
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}
