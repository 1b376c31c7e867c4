//! What everybody may see, and what a client may see of its own.

use super::lists::{category, state, unit_named};
use super::view::render;
use super::{Cases, Named, StateRef};
use crate::model::{Case, Reply};
use crate::public::{PublicCase, moderated, shows};
use crate::store;
use crate::store::list::{Filter, Order, Standing};
use authz::Scope;
use blobs::{Opened, Rendition};
use kernel::{Ctx, Lang, Refusal, Result, Timestamp};
use std::collections::{BTreeMap, HashMap};
use workflow::ClockKind;

/// What a public list asks for.
#[derive(Clone, Debug, Default)]
pub struct PublicQuery {
    /// Code of an area: everything under it.
    pub area: Option<String>,
    /// Pack.
    pub pack: Option<String>,
    /// Categories, each with everything below; empty: all.
    pub categories: Vec<String>,
    /// Open or closed only.
    pub open: Option<bool>,
    /// Registered from, and before.
    pub registered: (Option<Timestamp>, Option<Timestamp>),
    /// Last touched from, and before.
    pub updated: (Option<Timestamp>, Option<Timestamp>),
    /// West, south, east, north.
    pub bbox: Option<[f64; 4]>,
    /// Latest change first instead of youngest first.
    pub by_update: bool,
    /// Where the page before ended.
    pub after: Option<String>,
    /// At most so many, 1 to 1,000.
    pub limit: i64,
}

/// The address of a public picture.
pub(crate) fn photo_url(number: &str, id: &str) -> String {
    format!("{}/public/cases/{number}/photos/{id}", web::API)
}

impl Cases {
    /// A page of cases that everybody may see.
    ///
    /// # Errors
    /// A cursor that cannot be read; an area that is not there.
    pub async fn public_list(
        &self,
        query: &PublicQuery,
        lang: Lang,
    ) -> Result<(Vec<PublicCase>, Option<String>)> {
        let mut categories: Vec<String> = vec![];
        for code in &query.categories {
            categories.extend(self.below(query.pack.as_deref(), Some(code)));
        }
        let filter = Filter {
            scopes: self.within(&[Scope::everywhere()], query.area.as_deref())?,
            standing: match query.open {
                None => Standing::All,
                Some(true) => Standing::Open,
                Some(false) => Standing::Closed,
            },
            pack: query.pack.clone(),
            categories,
            bbox: query.bbox,
            registered: query.registered,
            updated: query.updated,
            public: true,
            ..Filter::default()
        };
        let order = if query.by_update { Order::Updated } else { Order::Newest };
        let after = query.after.as_deref().map(super::lists::key).transpose()?;
        let limit = usize::try_from(query.limit.clamp(1, 1_000)).unwrap_or(1);
        let mut tx = self.db().read().await?;
        let page = store::list::page(&mut tx, &filter, order, after.as_ref(), limit).await?;
        drop(tx);
        Ok((self.publish(&page.cases, lang).await?, page.next.map(|key| super::lists::text(&key))))
    }

    /// One case, when everybody may see it, or when it is the actor's own report.
    ///
    /// # Errors
    /// `case.not_found`
    pub async fn public_one(&self, ctx: &Ctx, number: &str, lang: Lang) -> Result<PublicCase> {
        let mut tx = self.db().read().await?;
        let case = self.find(&mut tx, number).await?;
        let own = case.reporter.actor.as_deref() == Some(&ctx.actor.id);
        if !case.is_public() && !own {
            return Err(Refusal::not_found("case").into());
        }
        drop(tx);
        let published = self.publish(std::slice::from_ref(&case), lang).await?;
        published.into_iter().next().ok_or_else(|| Refusal::not_found("case").into())
    }

    /// Open cases that everybody may see, of the category, within the pack's distance and hours: "is it this one?"
    ///
    /// # Errors
    /// A pack or category that is not there; coordinates off the earth.
    pub async fn nearby(
        &self,
        ctx: &Ctx,
        asked: &super::CategoryRef,
        (lon, lat): (f64, f64),
        lang: Lang,
    ) -> Result<Vec<PublicCase>> {
        let enabled = self.parts.library.enabled();
        let pack = enabled.iter().find(|p| p.pack.id == asked.pack && p.category(&asked.code).is_some());
        let pack =
            pack.ok_or_else(|| Refusal::invalid("category", &asked.code, "a category of a pack in use"))?;
        let place = super::PlaceInput { lon: Some(lon), lat: Some(lat), ..Default::default() };
        let spot = self.locate(&place)?;
        let mut tx = self.db().read().await?;
        let near = self.near(&mut tx, pack, &asked.code, &self.home(&spot), (lon, lat), ctx.now).await?;
        drop(tx);
        let near: Vec<Case> = near.into_iter().filter(Case::is_public).collect();
        self.publish(&near, lang).await
    }

    /// The projection: only what the pack publishes.
    pub(crate) async fn publish(&self, cases: &[Case], lang: Lang) -> Result<Vec<PublicCase>> {
        let codes: Vec<String> = cases.iter().filter_map(|c| c.lead_unit().map(Into::into)).collect();
        let units = self.units(&codes).await?;
        let mut by_county: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for case in cases {
            by_county.entry(&case.county).or_default().extend(shown_texts(case));
        }
        let texts = words_for_all(self.texts(by_county).await?);
        cases.iter().map(|case| self.project(case, &units, &texts, lang)).collect()
    }

    fn project(
        &self,
        case: &Case,
        units: &HashMap<String, Named>,
        texts: &HashMap<String, String>,
        lang: Lang,
    ) -> Result<PublicCase> {
        let pack = self.pack_of(case)?;
        // a client sees the same fields of its own report before it is accepted, no more
        let may = |field: &str| pack.publishes(field);
        let text = |held: Option<&protect::Ref>| held.and_then(|h| texts.get(&h.id)).cloned();
        let place = may("place");
        let photos: Vec<String> = match shows(&pack, case, "media") {
            true => public_photos(case),
            false => vec![],
        };
        let full = state(&pack, case);
        Ok(PublicCase {
            number: case.number.clone(),
            pack: case.pack.clone(),
            category: may("category").then(|| category(&pack, case)).flatten(),
            state: if may("status") { full } else { StateRef { phase: full.phase, ..StateRef::default() } },
            open: case.is_open(),
            outcome: case.outcome.filter(|_| may("status")).map(|o| o.code().to_owned()),
            lon: case.spot.lon.filter(|_| place),
            lat: case.spot.lat.filter(|_| place),
            area_names: place.then(|| self.area_names(case, lang)).flatten(),
            address: text(case.spot.address.as_ref()).filter(|_| place),
            text: text(case.public_text.as_ref().or(case.text.as_ref())).filter(|_| may("description")),
            reply: case
                .reply
                .as_ref()
                .filter(|_| may("reply"))
                .and_then(|r| render(&pack, r, texts, units, lang)),
            unit: case.lead_unit().map(|code| unit_named(units, code).name),
            registered_at: case.registered_at,
            updated_at: case.updated_at,
            closed_at: case.closed_at,
            due_at: case.clocks.iter().rev().find(|c| c.kind == ClockKind::Promise).and_then(|c| c.due_at),
            photo: photos.first().map(|id| photo_url(&case.number, id)),
            photos,
        })
    }

    /// A picture that everybody may see: the rendition without metadata, or the small one.
    ///
    /// # Errors
    /// `case.not_found`, `attachment.not_found`
    pub async fn public_photo(&self, number: &str, id: &str, thumb: bool) -> Result<Opened> {
        let case = self.load(number).await?;
        let pack = self.pack_of(&case)?;
        if !shows(&pack, &case, "media") {
            return Err(Refusal::not_found("attachment").into());
        }
        let rendition = if thumb { Rendition::Thumb } else { Rendition::Stripped };
        self.open_attachment(&case, id, rendition, |a| a.public && a.mime.starts_with("image/")).await
    }
}

/// People's words as everybody may read them. What we put around them (numbers, days, names of units) is our own.
pub(crate) fn words_for_all(texts: HashMap<String, String>) -> HashMap<String, String> {
    texts.into_iter().map(|(id, text)| (id, moderated(&text))).collect()
}

/// The pictures of public steps.
pub(crate) fn public_photos(case: &Case) -> Vec<String> {
    let shown = |a: &&crate::model::Attachment| a.public && a.mime.starts_with("image/");
    case.attachments.iter().filter(shown).map(|a| a.id.clone()).collect()
}

fn shown_texts(case: &Case) -> Vec<&str> {
    let mut ids: Vec<&str> = [&case.text, &case.public_text, &case.spot.address]
        .into_iter()
        .filter_map(|h| h.as_ref().map(|h| h.id.as_str()))
        .collect();
    match &case.reply {
        Some(Reply::Words(held)) => ids.push(&held.id),
        Some(Reply::Template { texts, .. }) => ids.extend(texts.values().map(|h| h.id.as_str())),
        None => {}
    }
    ids
}
