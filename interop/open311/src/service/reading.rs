//! Reading matters: what everybody may see, and what a client posted itself.

use super::{Open311, Visit, Who};
use crate::asking::{self, Asked, Filter, Page};
use crate::document::Node;
use crate::fault::Fault;
use crate::form::Fields;
use crate::model::{More, Note, Request, RequestStatus};
use crate::{readers, services, store};
use cases::public::PublicCase;
use cases::service::PublicQuery;
use kernel::{Failure, Refusal, Timestamp};
use std::collections::{BTreeMap, HashSet};

/// How far into a list pages go; further back, ask for other dates.
const DEEPEST: u32 = 20_000;
/// How many are read at once.
const STRETCH: i64 = 1000;

impl Open311 {
    /// The matters that were asked for.
    ///
    /// # Errors
    /// What is wrong with a filter.
    pub async fn requests(&self, visit: &Visit, fields: &Fields) -> Result<Node, Fault> {
        let found = match asking::requests(fields, visit.ctx.now)? {
            Asked::Numbers(numbers) => self.by_number(visit, &numbers).await?,
            Asked::Filter(filter) => self.filtered(visit, &filter).await?,
        };
        self.written(visit, found, fields).await
    }

    /// One matter.
    ///
    /// # Errors
    /// `open311.request.not_found`
    pub async fn request(&self, visit: &Visit, number: &str, fields: &Fields) -> Result<Node, Fault> {
        let found = self.one(visit, number).await?;
        let missing = || Refusal::not_found("open311.request").at("service_request_id").got(number);
        self.written(visit, vec![found.ok_or_else(missing)?], fields).await
    }

    async fn written(&self, visit: &Visit, found: Vec<PublicCase>, fields: &Fields) -> Result<Node, Fault> {
        let extended = fields.flag("extensions");
        let mut nodes = Vec::with_capacity(found.len());
        for case in found {
            let more = if extended { Some(self.more(visit, &case).await?) } else { None };
            nodes.push(Request { more, ..request(visit, case) }.node());
        }
        Ok(Node::List("request", nodes))
    }

    /// A matter by its number, if this caller may see it.
    async fn one(&self, visit: &Visit, number: &str) -> Result<Option<PublicCase>, Failure> {
        match self.parts.cases.public_one(&visit.ctx, number, visit.lang).await {
            Ok(case) => self.veiled(visit, case).await.map(Some),
            Err(Failure::Refused(refusal)) if refusal.code == "case.not_found" => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// What a demo's shared client posted is shown to everybody who comes without a key: before it is accepted,
    /// without words.
    async fn veiled(&self, visit: &Visit, mut case: PublicCase) -> Result<PublicCase, Failure> {
        if visit.who == Who::Shared && !self.parts.cases.load(&case.number).await?.is_public() {
            (case.text, case.address, case.reply) = (None, None, None);
        }
        Ok(case)
    }

    async fn by_number(&self, visit: &Visit, numbers: &[String]) -> Result<Vec<PublicCase>, Failure> {
        let mut found = vec![];
        for number in numbers {
            found.extend(self.one(visit, number).await?);
        }
        Ok(found)
    }

    async fn filtered(&self, visit: &Visit, filter: &Filter) -> Result<Vec<PublicCase>, Fault> {
        let Page { skip, take } = filter.page;
        let wanted = skip.saturating_add(take);
        if wanted > DEEPEST {
            let refusal = Refusal::invalid(
                "page",
                wanted,
                format!("at most {DEEPEST} requests deep; ask for other dates"),
            );
            return Err(refusal.into());
        }
        let mut found = vec![];
        for query in self.queries(filter) {
            found.extend(self.stretch(visit, query, wanted).await?);
        }
        found.extend(self.own(visit, filter).await?);
        let by_update = filter.requested.is_none();
        let key = |case: &PublicCase| {
            let at = if by_update { case.updated_at } else { case.registered_at };
            std::cmp::Reverse((at, case.number.clone()))
        };
        found.sort_by_cached_key(key);
        let (skip, take) = (usize::try_from(skip).unwrap_or(usize::MAX), usize::try_from(take).unwrap_or(0));
        Ok(found.into_iter().skip(skip).take(take).collect())
    }

    /// One query for all services, or one for each pack that the wanted services belong to.
    fn queries(&self, filter: &Filter) -> Vec<PublicQuery> {
        let before = |at: Option<Timestamp>| at.map(|at| at.plus(1));
        let base = PublicQuery {
            open: filter.status.map(|status| status == RequestStatus::Open),
            registered: (filter.requested.map(|w| w.from), before(filter.requested.map(|w| w.to))),
            updated: (filter.updated_after, before(filter.updated_before)),
            bbox: filter.bounds.map(|b| [b.west, b.south, b.east, b.north]),
            by_update: filter.requested.is_none(),
            ..PublicQuery::default()
        };
        if filter.services.is_empty() {
            return vec![base];
        }
        let offered = self.offered();
        let mut packs: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for offer in filter.services.iter().filter_map(|code| services::find(&offered, code)) {
            packs.entry(offer.pack.pack.id.clone()).or_default().push(offer.category);
        }
        let of = |(pack, categories)| PublicQuery { pack: Some(pack), categories, ..base.clone() };
        packs.into_iter().map(of).collect()
    }

    async fn stretch(
        &self,
        visit: &Visit,
        mut query: PublicQuery,
        wanted: u32,
    ) -> Result<Vec<PublicCase>, Failure> {
        let mut found = vec![];
        query.limit = i64::from(wanted).min(STRETCH);
        loop {
            let (page, next) = self.parts.cases.public_list(&query, visit.lang).await?;
            found.extend(page);
            match next {
                Some(next) if found.len() < usize::try_from(wanted).unwrap_or(usize::MAX) => {
                    query.after = Some(next)
                }
                _ => return Ok(found),
            }
        }
    }

    /// What the caller posted that not everybody sees yet.
    async fn own(&self, visit: &Visit, filter: &Filter) -> Result<Vec<PublicCase>, Failure> {
        if visit.who == Who::Nobody {
            return Ok(vec![]);
        }
        let window =
            filter.requested.map_or((Timestamp(0), visit.ctx.now.plus(Timestamp::HOUR)), |w| (w.from, w.to));
        let mut tx = self.parts.db.read().await?;
        let numbers = store::posted(&mut tx, &visit.ctx.actor.id, window).await?;
        drop(tx);
        let offered = self.offered();
        let services: HashSet<String> = filter
            .services
            .iter()
            .filter_map(|code| services::find(&offered, code).map(|offer| offer.code()))
            .collect();
        let mut own = vec![];
        for number in numbers {
            if self.parts.cases.load(&number).await?.is_public() {
                continue;
            }
            own.extend(self.one(visit, &number).await?);
        }
        own.retain(|case| fits(case, filter, &services));
        Ok(own)
    }

    /// What `extensions=true` adds.
    async fn more(&self, visit: &Visit, public: &PublicCase) -> Result<More, Failure> {
        let case = self.parts.cases.load(&public.number).await?;
        let steps = self.parts.cases.public_steps(&case, visit.lang).await?;
        let note = |step: cases::service::PublicStep| Note {
            at: step.at,
            description: step
                .text
                .or_else(|| step.name.map(|n| n.get(visit.lang).to_string()))
                .unwrap_or_default(),
            kind: step.action,
        };
        Ok(More {
            status: Some(readers::status(case.phase, case.outcome)),
            channel: Some(case.channel.code().to_string()),
            notes: steps.into_iter().map(note).collect(),
        })
    }
}

/// Whether one of the caller's own matters is among those that were asked for.
fn fits(case: &PublicCase, filter: &Filter, services: &HashSet<String>) -> bool {
    let service =
        || case.category.as_ref().is_some_and(|c| services.contains(&services::code(&case.pack, &c.code)));
    let inside = |b: &asking::Bounds| {
        case.lon.is_some_and(|lon| b.west <= lon && lon <= b.east)
            && case.lat.is_some_and(|lat| b.south <= lat && lat <= b.north)
    };
    (filter.services.is_empty() || service())
        && filter.status.is_none_or(|status| (status == RequestStatus::Open) == case.open)
        && filter.requested.is_none_or(|window| window.holds(case.registered_at))
        && filter.updated_after.is_none_or(|at| case.updated_at >= at)
        && filter.updated_before.is_none_or(|at| case.updated_at <= at)
        && filter.bounds.as_ref().is_none_or(inside)
}

/// A matter as GeoReport has it.
fn request(visit: &Visit, case: PublicCase) -> Request {
    let lang = visit.lang;
    let state = Some(case.state.name.get(lang).to_string()).filter(|name| !name.is_empty());
    Request {
        status: if case.open { RequestStatus::Open } else { RequestStatus::Closed },
        status_notes: case.reply.or(state),
        service_code: case.category.as_ref().map(|c| services::code(&case.pack, &c.code)).unwrap_or_default(),
        service_name: case.category.as_ref().map(|c| c.name.get(lang).to_string()),
        description: case.text,
        agency_responsible: case.unit.map(|unit| unit.get(lang).to_string()),
        requested_at: case.registered_at,
        updated_at: case.updated_at,
        expected_at: case.due_at,
        address: case.address.or(case.area_names),
        address_id: None,
        lat: case.lat,
        lon: case.lon,
        media: case.photos.iter().map(|photo| visit.photo(&case.number, photo)).collect(),
        more: None,
        id: case.number,
    }
}

impl Visit {
    /// The absolute address of a public photo.
    pub(super) fn photo(&self, number: &str, id: &str) -> String {
        format!("{}{}/public/cases/{number}/photos/{id}", self.base, web::API)
    }
}
