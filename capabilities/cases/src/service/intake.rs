//! Intake: whatever comes in is located, classified, routed, registered and numbered, in one transaction.

mod at_once;
mod by_words;
mod input;

pub use input::{CategoryRef, Intake, PlaceInput, Report, Reported, ReporterInput};

use super::Cases;
use crate::model::{Attachment, CaseId, Channel, Entry, FactData, Held, Registration, Reporter, Spot};
use crate::rules::{fold, register};
use crate::secrets::{receipt, token_hash, token_of};
use crate::{model, store};
use db::{Batch, Tx};
use geometry::{Datum, Point};
use input::{check, kind_of};
use kernel::{ActorKind, Ctx, Failure, Refusal, Result};
use ledger::Fact;
use packs::Loaded;
use protect::{NewValue, Prepared, Vault};
use std::collections::BTreeMap;
use std::sync::Arc;
use workflow::AttachmentKind;

/// A report that was found right.
struct Ready {
    pack: Arc<Loaded>,
    case_type: String,
    category: Option<String>,
    attributes: BTreeMap<String, String>,
    spot: Spot,
    /// The standard address that the words of the place were found to mean.
    standard: Option<String>,
    county: String,
    zone: String,
}

/// Everything a transaction needs, prepared beforehand.
#[derive(Clone)]
struct Prepare {
    case: model::Case,
    fact: Fact,
    values: Vec<Prepared>,
    uploads: Vec<String>,
    salt: String,
    token: String,
    intake: Option<Intake>,
}

impl Cases {
    /// Registers a report. The same key again gives the same answer.
    ///
    /// # Errors
    /// What is wrong with a field; `report.empty`; `pack.none` when no pack takes reports.
    pub async fn report(&self, ctx: &Ctx, report: &Report, intake: Option<Intake>) -> Result<Reported> {
        check(report)?;
        let desk = ctx.actor.kind == ActorKind::Person;
        let ctx = self.registrar(ctx, report, desk)?;
        // uploads are used up by the first request: its repetition is recognised before they are looked for
        if let Some(intake) = intake.as_ref().filter(|_| !report.attachments.is_empty())
            && let Some(reported) = self.repeated(&ctx, intake).await?
        {
            return Ok(reported);
        }
        let ready = self.place_and_class(report).await?;
        let prepare = self.prepare(&ctx, report, ready, intake).await?;
        self.register(&ctx, prepare).await
    }

    /// A person who registers for somebody else needs a post that allows it.
    fn registrar(&self, ctx: &Ctx, report: &Report, desk: bool) -> Result<Ctx> {
        let own = matches!(report.channel, Channel::Web | Channel::Open311 | Channel::Device);
        let (action, thing) = match (desk, own) {
            (true, false) => (authz::action::CASE_REGISTER, authz::Thing::of("case")),
            _ => (authz::action::REPORT_CREATE, authz::Thing::of("case")),
        };
        let post = authz::require(&ctx.actor, action, &thing)?;
        Ok(match post {
            Some(grant) => ctx.clone().in_post(&grant.post),
            None => ctx.clone(),
        })
    }

    async fn place_and_class(&self, report: &Report) -> Result<Ready> {
        let (pack, category, case_type) = self.classify(report)?;
        let attributes = answers(report, &pack, category.as_deref())?;
        let (spot, standard) = self.locate_report(&report.place)?;
        let county = self.home(&spot);
        let calendar = self.calendar(None, &spot.path).await?;
        let zone = calendar.zone().to_owned();
        Ok(Ready { pack, case_type, category, attributes, spot, standard, county, zone })
    }

    /// Pack, category and case type of a report.
    fn classify(&self, report: &Report) -> Result<(Arc<Loaded>, Option<String>, String)> {
        let enabled = self.parts.library.enabled();
        let packs = || enabled.iter().map(|p| p.pack.id.clone()).collect::<Vec<_>>().join(", ");
        if let Some(category) = &report.category {
            let pack = enabled.iter().find(|p| p.pack.id == category.pack);
            let pack = pack.ok_or_else(|| {
                Refusal::invalid("/category/pack", &category.pack, format!("one of: {}", packs()))
            })?;
            let entry = pack.category(&category.code);
            let entry = entry.ok_or_else(|| {
                Refusal::invalid("/category/code", &category.code, "a category of the pack")
            })?;
            let case_type = report.case_type.clone().unwrap_or_else(|| entry.case_type.clone());
            if pack.flow(&case_type).is_none() {
                return Err(Refusal::invalid("/case_type", case_type, "a case type of the pack").into());
            }
            return Ok((pack.clone(), Some(entry.code.clone()), case_type));
        }
        if let Some(case_type) = &report.case_type {
            let pack = enabled.iter().find(|p| p.flow(case_type).is_some());
            let pack = pack
                .ok_or_else(|| Refusal::invalid("/case_type", case_type, "a case type of a pack in use"))?;
            return Ok((pack.clone(), None, case_type.clone()));
        }
        // nobody says what it is: the first pack that has something for residents
        let public = |p: &&Arc<Loaded>| p.categories().any(|c| c.public);
        let pack = enabled.iter().find(public).or(enabled.first());
        let pack = pack.ok_or_else(|| Refusal::rule("pack.none"))?;
        let case_type = pack.pack.case_types.first().map(|t| t.code.clone());
        Ok((pack.clone(), None, case_type.ok_or_else(|| Refusal::rule("pack.none"))?))
    }

    /// Where a report is.
    pub(crate) fn locate(&self, place: &PlaceInput) -> Result<Spot> {
        let (Some(lon), Some(lat)) = (place.lon, place.lat) else {
            if place.lon.is_some() != place.lat.is_some() {
                let missing = if place.lon.is_none() { "/place/lon" } else { "/place/lat" };
                return Err(Refusal::required(missing).into());
            }
            return self.unpointed(place);
        };
        let datum = place.datum.as_deref().unwrap_or("wgs84");
        let datum: Datum = datum
            .parse()
            .map_err(|_| Refusal::invalid("/place/datum", datum, "one of: wgs84, gcj02, bd09"))?;
        let point = Point::checked(lon, lat).map_err(|_| {
            let (field, value, want) = match lon.is_finite() && lon.abs() <= 180.0 {
                true => ("/place/lat", lat, "-90..=90"),
                false => ("/place/lon", lon, "-180..=180"),
            };
            Refusal::invalid(field, value, want)
        })?;
        let point = datum.to_wgs84(point);
        let found = self.parts.grid.locate(point);
        Ok(Spot { lon: Some(point.lon), lat: Some(point.lat), ..self.spot(&found) })
    }

    /// Only an area is known, or nothing: then the whole.
    fn unpointed(&self, place: &PlaceInput) -> Result<Spot> {
        let grid = &self.parts.grid;
        if let Some(code) = &place.area {
            let found = grid.place_of(code);
            let found = found.ok_or_else(|| Refusal::invalid("/place/area", code, "the code of an area"))?;
            return Ok(self.spot(&found));
        }
        let tops = grid.children(None);
        let top = if let [top] = tops.as_slice() { grid.place_of(&top.code) } else { None };
        Ok(top.map(|p| self.spot(&p)).unwrap_or_default())
    }

    /// The home: the ancestor at the home level, else the lowest area known.
    pub(crate) fn home(&self, spot: &Spot) -> String {
        let home = spot.path.last().and_then(|code| self.parts.grid.home_of(code));
        home.or_else(|| spot.path.last().cloned()).unwrap_or_else(|| "0".into())
    }

    async fn prepare(
        &self,
        ctx: &Ctx,
        report: &Report,
        ready: Ready,
        intake: Option<Intake>,
    ) -> Result<Prepare> {
        let Ready { pack, case_type, category, attributes, spot, standard, county, zone } = ready;
        let attachments =
            self.files(ctx, &report.attachments, AttachmentKind::Before, "/attachments").await?;
        let mut values = vec![];
        let registration = Registration {
            id: ctx.id(),
            number: self.next_number(ctx, &county, &zone).await?,
            county,
            pack: pack.pack.id.clone(),
            pack_version: pack.pack.version.clone(),
            state: initial(&pack, &case_type)?.0,
            phase: initial(&pack, &case_type)?.1,
            tier: pack.next_tier(None).map(|t| t.code.clone()),
            publishable: publishable(&pack, category.as_deref()),
            case_type,
            category,
            channel: report.channel,
            text: None,
            attributes: None,
            spot,
            reporter: Reporter::default(),
            registrar: None,
            attachments,
            aliases: report.external.iter().cloned().collect(),
            reported_at: report.reported_at,
        };
        let registration =
            self.protect(ctx, report, (registration, &attributes, standard.as_deref()), &mut values)?;
        let (case, data) = self.first(ctx, &pack, registration).await?;
        let salt = ctx.secret();
        let token = intake.as_ref().map_or_else(|| ctx.secret(), |i| token_of(&salt, &i.raw));
        let uploads = report.attachments.clone();
        let fact = sealed(ctx, &case, &data)?;
        Ok(Prepare { case, fact, values, uploads, salt, token, intake })
    }

    /// Puts words and personal values where they can be erased.
    fn protect(
        &self,
        ctx: &Ctx,
        report: &Report,
        (mut r, attributes, standard): (Registration, &BTreeMap<String, String>, Option<&str>),
        values: &mut Vec<Prepared>,
    ) -> Result<Registration> {
        let county = r.county.clone();
        let mut put = |new: NewValue| -> Result<Held> {
            let prepared = self.parts.vault.prepare(ctx, &county, &new)?;
            let reference = prepared.reference.clone();
            values.push(prepared);
            Ok(reference)
        };
        let filled = |text: &Option<String>| {
            text.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned)
        };
        r.text = filled(&report.text).map(|t| put(NewValue::text("case.text", t))).transpose()?;
        r.spot.address =
            filled(&report.place.address).map(|t| put(NewValue::text("case.address", t))).transpose()?;
        if let (Some(words), Some(text)) = (&mut r.spot.by_words, standard) {
            words.address = Some(put(NewValue::text("case.standard_address", text))?);
        }
        if !attributes.is_empty() {
            let text = serde_json::to_string(attributes)?;
            r.attributes = Some(put(NewValue::text("case.attributes", text))?);
        }
        let person = (ctx.actor.kind == ActorKind::Person).then(|| ctx.actor.id.clone());
        let desk = person.is_some() && !matches!(report.channel, Channel::Web | Channel::Patrol);
        let who = if report.anonymous { &ReporterInput::default() } else { &report.reporter };
        r.reporter = Reporter {
            kind: kind_of(ctx, report),
            actor: match ctx.actor.kind {
                ActorKind::Person if !desk && !report.anonymous => person.clone(),
                ActorKind::Client => Some(ctx.actor.id.clone()),
                _ => None,
            },
            name: filled(&who.name).map(|t| put(NewValue::personal("case.reporter", t))).transpose()?,
            phone: filled(&who.phone).map(|t| put(NewValue::personal("case.reporter", t))).transpose()?,
            email: filled(&who.email).map(|t| put(NewValue::personal("case.reporter", t))).transpose()?,
            hidden: report.hide_reporter,
        };
        r.registrar = person.filter(|_| desk);
        Ok(r)
    }

    /// The first fact, with the first answer of catalogue and routes.
    async fn first(
        &self,
        ctx: &Ctx,
        pack: &Loaded,
        registration: Registration,
    ) -> Result<(model::Case, FactData)> {
        let draft = folded(ctx, register(registration.clone(), None))?;
        let facts = self.facts(None, pack, &draft, None).await?;
        let routed = self.route(ctx, pack, &draft, &facts).await?;
        let data = register(registration, Some(routed));
        Ok((folded(ctx, data.clone())?, data))
    }

    async fn register(&self, ctx: &Ctx, prepare: Prepare) -> Result<Reported> {
        if prepare.uploads.is_empty() && prepare.case.aliases.is_empty() {
            return self.register_at_once(ctx, prepare).await;
        }
        let (vault, inner, this) = (self.parts.vault.clone(), ctx.clone(), self.clone());
        self.db()
            .write(ctx, move |tx| {
                let (p, vault, ctx, this) = (prepare.clone(), vault.clone(), inner.clone(), this.clone());
                Box::pin(async move {
                    if let Some(intake) = &p.intake
                        && let Some(answer) = intake.key.begin(tx, ctx.now).await?
                    {
                        return this.again(tx, &answer, intake).await;
                    }
                    commit(tx, &ctx, &vault, p).await
                })
            })
            .await
    }

    /// Nothing has to be asked inside a transaction: one trip to the database. That the key is new is guarded by its
    /// being taken.
    async fn register_at_once(&self, ctx: &Ctx, p: Prepare) -> Result<Reported> {
        let mut batch = p.batch(ctx, &self.parts.vault, self.db().is_sqlite())?;
        if let Some(intake) = &p.intake {
            intake.key.take(&mut batch, ctx.now, &p.answer());
        }
        match self.db().commit(ctx, batch).await {
            Ok(()) => Ok(p.reported()),
            Err(error) => {
                if error.unique().is_some()
                    && let Some(intake) = &p.intake
                    && let Some(reported) = self.repeated(ctx, intake).await?
                {
                    return Ok(reported);
                }
                Err(error.into())
            }
        }
    }

    /// The answer, if the request came before. Nothing is written.
    async fn repeated(&self, ctx: &Ctx, intake: &Intake) -> Result<Option<Reported>> {
        let (intake, this, now) = (intake.clone(), self.clone(), ctx.now);
        let found = self
            .db()
            .write(ctx, move |tx| {
                let (intake, this) = (intake.clone(), this.clone());
                Box::pin(async move {
                    match intake.key.begin(tx, now).await? {
                        Some(answer) => this.again(tx, &answer, &intake).await,
                        // undoes the taking of the key
                        None => Err(Refusal::not_found(NEW).into()),
                    }
                })
            })
            .await;
        match found {
            Ok(reported) => Ok(Some(reported)),
            Err(Failure::Refused(r)) if r.code == format!("{NEW}.not_found") => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// The answer of a request that came before.
    async fn again(&self, tx: &mut Tx, answer: &str, intake: &Intake) -> Result<Reported> {
        let mut parts = answer.split(' ');
        let (Some(county), Some(id), Some(salt)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(Failure::Internal(format!("answer of a key: {answer}")));
        };
        let case = self.get(tx, county, &CaseId::trusted(id)).await?;
        let token = token_of(salt, &intake.raw);
        let facts = ledger::facts_of_stream(tx, county, &model::stream(&case.id)).await?;
        let first = facts.first().map(|f| f.hash.clone()).unwrap_or_default();
        let receipt = receipt(&case.number, 1, &first, &token);
        Ok(Reported { case, token, receipt })
    }

    /// Files that were uploaded, as a case keeps them.
    pub(crate) async fn files(
        &self,
        ctx: &Ctx,
        uploads: &[String],
        kind: AttachmentKind,
        field: &str,
    ) -> Result<Vec<Attachment>> {
        let mut files = vec![];
        for id in uploads {
            let upload = self.parts.blobs.status(ctx, id).await.map_err(|e| at_field(e.into(), field))?;
            let Some(blob) = upload.blob else {
                return Err(Refusal::conflict("upload.incomplete").at(field).into());
            };
            files.push(Attachment {
                id: blob.id.to_string(),
                kind,
                mime: blob.mime.clone(),
                hash: blob.hash.clone(),
                public: true,
                at: ctx.now,
            });
        }
        Ok(files)
    }
}

/// The answers to what the category asks.
fn answers(
    report: &Report,
    pack: &Loaded,
    category: Option<&str>,
) -> Result<BTreeMap<String, String>, Refusal> {
    match report.channel {
        // a protocol has judged the answers in its own words, and keeps something of its own among them
        Channel::Open311 | Channel::Device => Ok(report.attributes.clone()),
        _ => {
            let asked = category.into_iter().flat_map(|code| pack.questions(code));
            packs::answers::checked(asked, &report.attributes)
        }
    }
}

/// The word for "no request of this key yet".
const NEW: &str = "key";

impl Prepare {
    /// What is written, but for the key.
    fn batch(&self, ctx: &Ctx, vault: &Vault, sqlite: bool) -> Result<Batch> {
        let mut batch = Batch::default();
        self.values.iter().for_each(|value| vault.add(&mut batch, value.clone()));
        ledger::write(&mut batch, sqlite, std::slice::from_ref(&self.fact));
        store::row::add(&mut batch, &self.case, store::row::Touch::New)?;
        store::around::add_reporter(&mut batch, &self.case, &token_hash(&self.token), ctx.now);
        Ok(batch)
    }

    /// What the key leads to.
    fn answer(&self) -> String {
        format!("{} {} {}", self.case.county, self.case.id, self.salt)
    }

    fn reported(self) -> Reported {
        let receipt = receipt(&self.case.number, 1, &self.fact.hash, &self.token);
        Reported { case: self.case, token: self.token, receipt }
    }
}

/// The first fact of a case: its stream is new, so that its hash is known before anything is written.
fn sealed(ctx: &Ctx, case: &model::Case, data: &FactData) -> Result<Fact> {
    let mut head = ledger::Head {
        county: case.county.clone(),
        stream: model::stream(&case.id),
        seq: 0,
        hash: String::new(),
    };
    let fact = ledger::NewFact::new("report", FactData::VERSION, data)?;
    let sealed = ledger::seal(ctx, &mut head, &[fact]);
    sealed.into_iter().next().ok_or_else(|| Failure::Internal("a report makes no fact".into()))
}

/// Everything of an intake, in one transaction.
async fn commit(tx: &mut Tx, ctx: &Ctx, vault: &Vault, p: Prepare) -> Result<Reported> {
    let stream = model::stream(&p.case.id);
    for upload in &p.uploads {
        blobs::attach(tx, ctx, upload, &stream).await.map_err(|e| at_field(e, "/attachments"))?;
    }
    tx.run(p.batch(ctx, vault, tx.is_sqlite())?).await?;
    store::around::put_aliases(tx, &p.case, &p.case.aliases).await?;
    if let Some(intake) = &p.intake {
        intake.key.finish(tx, &p.answer()).await?;
    }
    Ok(p.reported())
}

pub(crate) fn at_field(failure: Failure, field: &str) -> Failure {
    match failure {
        Failure::Refused(refusal) if refusal.field.is_none() => Failure::Refused(refusal.at(field)),
        other => other,
    }
}

/// The case that a registration makes.
pub(crate) fn folded(ctx: &Ctx, data: FactData) -> Result<model::Case> {
    let entry = Entry {
        seq: 1,
        at: ctx.now,
        actor: ctx.actor.id.clone(),
        post: ctx.post.clone(),
        action: "report".into(),
        data,
    };
    fold([&entry]).ok_or_else(|| Failure::Internal("a registration makes no case".into()))
}

/// State and phase in which a case of a type begins.
pub(crate) fn initial(pack: &Loaded, case_type: &str) -> Result<(String, workflow::Phase)> {
    let flow = pack
        .flow(case_type)
        .ok_or_else(|| Refusal::invalid("/case_type", case_type, "a case type of the pack"))?;
    let state = flow.definition().initial.clone();
    let phase = flow.phase(&state).unwrap_or(workflow::Phase::Intake);
    Ok((state, phase))
}

/// Whether the pack shows a category to the public.
pub(crate) fn publishable(pack: &Loaded, category: Option<&str>) -> bool {
    let from = pack.pack.public.as_ref().is_some_and(|p| p.from == "accepted");
    from && category.and_then(|c| pack.category(c)).is_some_and(|c| c.public)
}
