//! One case in full, for those who may read it; and the protected values of its reporter, on the record.

mod answers;
mod pieces;
mod reply;

pub(crate) use reply::render;

use super::act::{Stage, allowed};
use super::lists::{category, state, unit_named};
use super::views::*;
use super::{Cases, name};
use crate::model::{self, Attachment, Case, FactData, Held};
use crate::rules::kind_code;
use crate::secrets::{receipt, receipt_holds};
use crate::store;
use blobs::{Blob, Opened, Rendition};
use db::Tx;
use grid::model::LayerRef;
use kernel::{Actor, Ctx, Id, Lang, Refusal, Result, Text};
use ledger::Fact;
use packs::Loaded;
pub(super) use pieces::order;
use pieces::{case_type, clock, file, rest, routed, step, task, tier, why, words_of};
use protect::Shape;
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};
use utoipa::ToSchema;
use workflow::{ClockKind, Effect, Phase};

/// A protected field of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reveal {
    /// The reporter's name.
    Name,
    /// The reporter's telephone.
    Phone,
    /// The reporter's e-mail.
    Email,
}

impl Reveal {
    /// Reads `reporter.name`, `reporter.phone`, `reporter.email`.
    pub fn parse(field: &str) -> Result<Self, Refusal> {
        match field {
            "reporter.name" => Ok(Self::Name),
            "reporter.phone" => Ok(Self::Phone),
            "reporter.email" => Ok(Self::Email),
            _ => Err(Refusal::invalid(
                "/field",
                field,
                "one of: reporter.name, reporter.phone, reporter.email",
            )),
        }
    }
    fn of(self, case: &Case) -> Option<&Held> {
        match self {
            Self::Name => case.reporter.name.as_ref(),
            Self::Phone => case.reporter.phone.as_ref(),
            Self::Email => case.reporter.email.as_ref(),
        }
    }
}

/// A printable receipt.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Receipt {
    /// The case.
    pub number: String,
    /// Category.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<Named>,
    /// When it was registered.
    pub registered_at: kernel::Timestamp,
    /// The place in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Names of the areas.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area_names: Option<String>,
    /// The deadline of the promise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<kernel::Timestamp>,
    /// A salted hash of the facts: proves later what was registered.
    pub receipt: String,
}

/// Everything that the views of one case look up by id.
pub(super) struct Names {
    pub(super) texts: HashMap<String, String>,
    pub(super) units: HashMap<String, Named>,
    pub(super) people: HashMap<String, String>,
    pub(super) posts: HashMap<String, crate::ports::PostInfo>,
}

impl Cases {
    /// A case in full.
    ///
    /// # Errors
    /// `case.not_found`, also for whoever may not read it.
    pub async fn view(&self, ctx: &Ctx, number: &str, lang: Lang) -> Result<View> {
        let mut tx = self.db().read().await?;
        let case = self.find(&mut tx, number).await?;
        allowed(&ctx.actor, authz::action::CASE_READ, &case)?;
        let facts = ledger::facts_of_stream(&mut tx, &case.county, &model::stream(&case.id)).await?;
        let texts = self.words_of(&mut tx, &case, &facts).await?;
        let actions = self.offers(&mut tx, ctx, &case).await?;
        let similar = self.similar(&mut tx, &case, ctx).await?;
        let reporter = self.reporter(&mut tx, ctx, &case).await?;
        drop(tx);
        let names = self.names(&case, &facts, texts).await?;
        let pack = self.pack_of(&case)?;
        let shows = reporter.revealable;
        let mut view = self.plain_view(&case, &pack, &names, ctx);
        view.why = routed(&facts).map(|r| why(&pack, &r, &names.units));
        view.timeline = facts.iter().map(|f| step(&case, &pack, &names, f, shows)).collect::<Result<_>>()?;
        view.actions = actions;
        view.similar = self.rows(&similar, ctx.now, lang).await?;
        view.reporter = Some(reporter);
        Ok(view)
    }

    /// The case after an act. Whoever acts may thereby lose sight of it (a unit that returns a task), or never had it (a
    /// report from beyond the own ground): then the view is what anybody who works there sees, without actions.
    ///
    /// # Errors
    /// `case.not_found`
    pub async fn view_after(&self, ctx: &Ctx, number: &str, lang: Lang) -> Result<View> {
        match self.view(ctx, number, lang).await {
            Err(kernel::Failure::Refused(r)) if r.code == "case.not_found" => {
                let case = self.load(number).await?;
                let names = self.names(&case, &[], HashMap::new()).await?;
                Ok(self.plain_view(&case, &*self.pack_of(&case)?, &names, ctx))
            }
            other => other,
        }
    }

    /// The state of a case with its name.
    pub fn state_of(&self, case: &Case) -> Result<StateRef> {
        Ok(state(&*self.pack_of(case)?, case))
    }

    /// What the actor may do now, with forms filled in as far as the case knows.
    async fn offers(&self, tx: &mut Tx, ctx: &Ctx, case: &Case) -> Result<Vec<OfferView>> {
        let stage = match self.stage(tx, ctx, case, false, authz::action::CASE_ACT).await {
            Ok(stage) => stage,
            // may read, but not act
            Err(kernel::Failure::Refused(_)) => return Ok(vec![]),
            Err(other) => return Err(other),
        };
        let offers = stage.offers(case)?;
        offers.into_iter().map(|offer| self.offer(&stage, case, offer)).collect()
    }

    pub(super) fn offer(&self, stage: &Stage, case: &Case, offer: workflow::Offer) -> Result<OfferView> {
        let transitions = &stage.flow(case)?.definition().transitions;
        let dispatches =
            transitions.iter().any(|t| t.action == offer.action && t.effects.contains(&Effect::Dispatch));
        let routed = case.routed.as_ref();
        let default = |key: &str| match key {
            "unit" if dispatches => routed.and_then(|r| r.unit.clone()).map(serde_json::Value::from),
            "assists" if dispatches => {
                routed.filter(|r| !r.assists.is_empty()).map(|r| serde_json::Value::from(r.assists.clone()))
            }
            "category" => case.category.clone().map(serde_json::Value::from),
            _ => None,
        };
        let inputs = offer.inputs.iter().map(|input| InputView {
            default: default(&input.key),
            key: input.key.clone(),
            kind: input.kind.code().to_owned(),
            name: input.name.as_ref().map(name),
            required: input.required,
            min: input.min,
            max: input.max,
            options: input
                .options
                .iter()
                .map(|o| OptionView { code: o.code.clone(), name: o.name.as_ref().map(name) })
                .collect(),
        });
        Ok(OfferView {
            inputs: inputs.collect(),
            action: offer.action,
            name: name(&offer.name),
            public: offer.public,
        })
    }

    /// Open cases like this one nearby, while it is not yet clear who owes it.
    async fn similar(&self, tx: &mut Tx, case: &Case, ctx: &Ctx) -> Result<Vec<Case>> {
        if !matches!(case.phase, Phase::Intake | Phase::Verify | Phase::Dispatch) {
            return Ok(vec![]);
        }
        let (Some(lon), Some(lat), Some(category)) = (case.spot.lon, case.spot.lat, case.category.as_deref())
        else {
            return Ok(vec![]);
        };
        let pack = self.pack_of(case)?;
        let mut near = self.near(tx, &pack, category, &case.county, (lon, lat), ctx.now).await?;
        near.retain(|c| c.id != case.id && allowed(&ctx.actor, authz::action::CASE_READ, c).is_ok());
        Ok(near)
    }

    /// Open cases of a category within the pack's distance and hours, nearest first.
    pub(crate) async fn near(
        &self,
        tx: &mut Tx,
        pack: &Loaded,
        category: &str,
        county: &str,
        (lon, lat): (f64, f64),
        now: kernel::Timestamp,
    ) -> Result<Vec<Case>> {
        let Some(rule) = pack.pack.duplicates else { return Ok(vec![]) };
        let d_lat = rule.distance_m / 110_000.0;
        let d_lon = rule.distance_m / (111_000.0 * lat.to_radians().cos().abs().max(0.01));
        let asked = store::around::Near {
            county,
            pack: &pack.pack.id,
            category,
            bbox: [lon - d_lon, lat - d_lat, lon + d_lon, lat + d_lat],
            since: now.plus(-i64::from(rule.hours) * kernel::Timestamp::HOUR),
        };
        let here = geometry::Point::new(lon, lat);
        let found = store::around::near(tx, &asked).await?;
        let mut near: Vec<(f64, Case)> = found
            .into_iter()
            .filter_map(|c| Some((here.distance_m(geometry::Point::new(c.spot.lon?, c.spot.lat?)), c)))
            .filter(|(metres, _)| *metres <= rule.distance_m)
            .collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0));
        Ok(near.into_iter().take(10).map(|(_, c)| c).collect())
    }

    /// The reporter, masked; nothing of them for handlers when they asked so.
    async fn reporter(&self, tx: &mut Tx, ctx: &Ctx, case: &Case) -> Result<ReporterView> {
        let r = &case.reporter;
        let shows = may_know_reporter(&ctx.actor, case);
        let mut view = ReporterView {
            kind: r.kind.code().into(),
            hidden: r.hidden,
            revealable: shows,
            ..Default::default()
        };
        if !shows {
            return Ok(view);
        }
        let held = [(&r.name, Shape::Name), (&r.phone, Shape::Phone), (&r.email, Shape::Email)];
        let ids: Vec<(&str, Shape)> =
            held.iter().filter_map(|(h, shape)| Some((h.as_ref()?.id.as_str(), *shape))).collect();
        let masked = self.parts.vault.masked(tx, &case.county, &ids).await?;
        let of = |h: &Option<Held>| h.as_ref().and_then(|h| masked.get(&h.id).cloned());
        (view.name_masked, view.phone_masked, view.email_masked) = (of(&r.name), of(&r.phone), of(&r.email));
        view.revealable = allowed(&ctx.actor, authz::action::CASE_REVEAL, case).is_ok() && !masked.is_empty();
        Ok(view)
    }

    /// Reads one protected field in clear; purpose and reading become a fact.
    ///
    /// # Errors
    /// `case.not_found`; `action.forbidden`; `field.required` without a purpose; `value.not_found` when there is none.
    pub async fn reveal(&self, ctx: &Ctx, number: &str, field: Reveal, purpose: &str) -> Result<String> {
        let case = self.load(number).await?;
        let posts = allowed(&ctx.actor, authz::action::CASE_REVEAL, &case)?;
        if !may_know_reporter(&ctx.actor, &case) {
            return Err(Refusal::new(kernel::RefusalKind::Forbidden, "case.reporter_hidden").into());
        }
        if purpose.trim().is_empty() || purpose.chars().count() > 500 {
            return Err(Refusal::required("/purpose").want("1 to 500 characters").into());
        }
        let held = field.of(&case).cloned().ok_or_else(|| Refusal::not_found("value"))?;
        let ctx = posts.first().map_or_else(|| ctx.clone(), |grant| ctx.clone().in_post(&grant.post));
        let (vault, inner, purpose) = (self.parts.vault.clone(), ctx.clone(), purpose.trim().to_owned());
        self.db()
            .write(&ctx, move |tx| {
                let (vault, ctx, case, held, purpose) =
                    (vault.clone(), inner.clone(), case.clone(), held.clone(), purpose.clone());
                Box::pin(async move {
                    let about = model::stream(&case.id);
                    vault.reveal(tx, &ctx, &case.county, &held.id, &about, &purpose).await
                })
            })
            .await
    }

    /// A receipt to print.
    ///
    /// # Errors
    /// `case.not_found`
    pub async fn receipt(&self, ctx: &Ctx, number: &str, lang: Lang) -> Result<Receipt> {
        let mut tx = self.db().read().await?;
        let case = self.find(&mut tx, number).await?;
        allowed(&ctx.actor, authz::action::CASE_READ, &case)?;
        let facts = ledger::facts_of_stream(&mut tx, &case.county, &model::stream(&case.id)).await?;
        let (seq, hash) = facts.last().map(|f| (f.seq, f.hash.clone())).unwrap_or_default();
        let address = self.text_of(&mut tx, &case, case.spot.address.as_ref()).await?;
        let pack = self.pack_of(&case)?;
        Ok(Receipt {
            number: case.number.clone(),
            category: category(&pack, &case),
            registered_at: case.registered_at,
            address,
            area_names: self.area_names(&case, lang),
            due_at: case.running(ClockKind::Promise, None).and_then(|c| c.due_at),
            receipt: receipt(&case.number, seq, &hash, &ctx.secret()),
        })
    }

    /// Whether a receipt belongs to what the ledger says of a case.
    ///
    /// # Errors
    /// `case.not_found`
    pub async fn receipt_holds(&self, number: &str, receipt: &str) -> Result<bool> {
        let mut tx = self.db().read().await?;
        let case = self.find(&mut tx, number).await?;
        let facts = ledger::facts_of_stream(&mut tx, &case.county, &model::stream(&case.id)).await?;
        let hash = |seq: i64| facts.iter().find(|f| f.seq == seq).map(|f| f.hash.clone());
        Ok(receipt_holds(receipt, number, hash))
    }

    pub(crate) async fn text_of(
        &self,
        tx: &mut Tx,
        case: &Case,
        held: Option<&Held>,
    ) -> Result<Option<String>> {
        let Some(held) = held else { return Ok(None) };
        Ok(self.parts.vault.texts(tx, &case.county, &[&held.id]).await?.remove(&held.id))
    }

    /// A file of a case, for those who may read the case.
    ///
    /// # Errors
    /// `case.not_found`, `attachment.not_found`
    pub async fn attachment(
        &self,
        ctx: &Ctx,
        number: &str,
        id: &str,
        rendition: Rendition,
    ) -> Result<Opened> {
        let case = self.load(number).await?;
        allowed(&ctx.actor, authz::action::CASE_READ, &case)?;
        self.open_attachment(&case, id, rendition, |_| true).await
    }

    pub(crate) async fn open_attachment(
        &self,
        case: &Case,
        id: &str,
        rendition: Rendition,
        may: impl Fn(&Attachment) -> bool,
    ) -> Result<Opened> {
        let missing = || Refusal::not_found("attachment");
        case.attachments.iter().find(|a| a.id == id && may(a)).ok_or_else(missing)?;
        let mut tx = self.db().read().await?;
        let blob: Blob = blobs::get(&mut tx, &Id::trusted(id)).await?.ok_or_else(missing)?;
        let opened = self.parts.blobs.read(&blob, rendition).await?;
        Ok(opened.ok_or_else(missing)?)
    }

    /// Every text that the view may show.
    pub(super) async fn words_of(
        &self,
        tx: &mut Tx,
        case: &Case,
        facts: &[Fact],
    ) -> Result<HashMap<String, String>> {
        let standard = case.spot.by_words.as_ref().and_then(|w| w.address.as_ref());
        let held = case.text.iter().chain(&case.spot.address).chain(&case.attributes).chain(standard);
        let mut ids: BTreeSet<String> = held.map(|h| h.id.clone()).collect();
        ids.extend(case.rating.iter().filter_map(|r| r.comment.as_ref()).map(|h| h.id.clone()));
        for fact in facts {
            for change in fact.decode::<FactData>().unwrap_or_default().changes {
                words_of(&change, &mut ids);
            }
        }
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        self.parts.vault.texts(tx, &case.county, &ids).await
    }

    pub(super) async fn names(
        &self,
        case: &Case,
        facts: &[Fact],
        texts: HashMap<String, String>,
    ) -> Result<Names> {
        let mut units: BTreeSet<String> = case.tasks.iter().map(|t| t.unit.clone()).collect();
        if let Some(routed) = &case.routed {
            units.extend(routed.unit.iter().chain(&routed.assists).cloned());
        }
        let mut people: BTreeSet<String> = facts.iter().map(|f| f.actor.clone()).collect();
        people.extend(case.tasks.iter().filter_map(|t| t.person.clone()));
        people.retain(|a| a.starts_with(crate::ports::PERSON));
        let posts: BTreeSet<String> = facts.iter().filter_map(|f| f.post.clone()).collect();
        let posts = self.parts.directory.posts(&posts.into_iter().collect::<Vec<_>>()).await?;
        units.extend(posts.values().map(|p| p.unit.clone()));
        Ok(Names {
            texts,
            units: self.units(&units.into_iter().collect::<Vec<_>>()).await?,
            people: self.parts.directory.people(&people.into_iter().collect::<Vec<_>>()).await?,
            posts,
        })
    }

    /// The areas of a case with their names.
    pub(crate) fn place_view(&self, case: &Case) -> PlaceView {
        let spot = &case.spot;
        let path = spot.path.last().map(|code| self.parts.grid.ancestors(code)).unwrap_or_default();
        let layers = &spot.layers;
        let point = spot.lon.zip(spot.lat).map(|(lon, lat)| geometry::Point::new(lon, lat));
        let here = point.map(|p| self.parts.grid.locate(p).layers).unwrap_or_default();
        let layer = |(layer, code): (&String, &String)| {
            // an area that has ended since keeps its code
            let known = here.get(layer).filter(|area| area.code == *code).cloned();
            let ended = || LayerRef { code: code.clone(), name: Text { zh: code.clone(), en: None } };
            (layer.clone(), known.unwrap_or_else(ended))
        };
        PlaceView {
            grid: spot.grid.as_ref().and_then(|code| path.iter().find(|a| a.code == *code).cloned()),
            path,
            area_path: spot.area_path(),
            exclusive: spot.exclusive,
            outside_m: spot.outside_m,
            layers: layers.iter().map(layer).collect(),
            by_words: spot.by_words.as_ref().map(|w| ByWordsView {
                outcome: w.outcome.clone(),
                level: w.level.clone(),
                address: None,
            }),
        }
    }

    /// The same with the standard address that was found by words.
    fn place_in_words(&self, case: &Case, names: &Names) -> PlaceView {
        let mut place = self.place_view(case);
        let held = case.spot.by_words.as_ref().and_then(|w| w.address.as_ref());
        if let Some(words) = &mut place.by_words {
            words.address = held.and_then(|h| names.texts.get(&h.id)).cloned();
        }
        place
    }

    fn plain_view(&self, case: &Case, pack: &Loaded, names: &Names, ctx: &Ctx) -> View {
        let text = |held: &Option<Held>| held.as_ref().and_then(|h| names.texts.get(&h.id).cloned());
        let outlook = case.is_open().then(|| case.outlook()).flatten();
        let undecided = matches!(case.phase, Phase::Intake | Phase::Verify | Phase::Dispatch);
        let why = case.routed.as_ref().map(|r| why(pack, r, &names.units));
        let proposal = case.routed.as_ref().filter(|_| undecided).and_then(|r| {
            let assists = r.assists.iter().map(|code| unit_named(&names.units, code)).collect();
            Some(Proposal {
                unit: unit_named(&names.units, r.unit.as_ref()?),
                assists,
                priority: case.priority.code().into(),
            })
        });
        let attributes =
            text(&case.attributes).and_then(|t| serde_json::from_str(&t).ok()).unwrap_or_default();
        View {
            number: case.number.clone(),
            version: case.seq,
            pack: case.pack.clone(),
            pack_version: case.pack_version.clone(),
            case_type: case_type(pack, &case.case_type),
            category: category(pack, case),
            state: state(pack, case),
            outcome: case.outcome.map(|o| o.code().to_owned()),
            priority: case.priority.code().to_owned(),
            tier: case.tier.as_ref().map(|code| tier(pack, code)),
            channel: case.channel,
            text: text(&case.text),
            answers: answers::answers(pack, case.category.as_deref(), &attributes),
            attributes,
            address: text(&case.spot.address),
            place: self.place_in_words(case, names),
            lon: case.spot.lon,
            lat: case.spot.lat,
            reporter: None,
            unit: case.lead_unit().map(|code| unit_named(&names.units, code)),
            tasks: case.tasks.iter().map(|t| task(case, t, names)).collect(),
            clocks: case.clocks.iter().map(|c| clock(pack, c, ctx.now)).collect(),
            aliases: case.aliases.clone(),
            attachments: case.attachments.iter().map(|a| file(case, a)).collect(),
            why,
            proposal,
            timeline: vec![],
            actions: vec![],
            similar: vec![],
            rating: case.rating.as_ref().map(|r| RatingView {
                grade: r.grade,
                comment: text(&r.comment),
                at: r.at,
            }),
            extension: case.extension.clone(),
            orders: case.orders.iter().map(order).collect(),
            rest: case.rest.as_ref().map(rest),
            merged_into: case.merged_into.clone(),
            merged_from: case.merged_from.clone(),
            counts: case.counts,
            reopen_asked: case.reopen_asked,
            registered_at: case.registered_at,
            updated_at: case.updated_at,
            closed_at: case.closed_at,
            due_at: outlook.map(|o| o.due_at),
            due_kind: outlook.map(|o| kind_code(o.kind).to_owned()),
            late: outlook.is_some_and(|o| o.due_at < ctx.now),
        }
    }
}

/// Whoever only handles the matter does not learn who reported it, when that was asked.
fn may_know_reporter(actor: &Actor, case: &Case) -> bool {
    if !case.reporter.hidden {
        return true;
    }
    let area = case.spot.area_path();
    let overseer = authz::scopes(actor, authz::action::CASE_REVEAL)
        .iter()
        .any(|scope| scope.unit.is_none() && authz::covers(&scope.area_path, &area));
    let handles = case.handlers.contains(&actor.id)
        || actor.grants.iter().any(|g| case.owed().any(|t| t.unit == g.unit) && g.role == "handler");
    overseer && !handles
}
