//! How a matter comes to the desk: located, routed, numbered, its words and names put where they can be erased.

use crate::desk::{Desk, Told, flow};
use crate::map::Level;
use crate::matters::{By, Matter};
use cases::model::{
    Alias, Attachment, CaseId, Channel, Entry, FactData, Held, Registration, Reporter, ReporterKind,
};
use cases::rules;
use kernel::{Actor, Failure, Timestamp};
use protect::{NewValue, Prepared};

/// Who reports, and who writes it down.
struct Reported {
    reporter: Reporter,
    /// Actor and post of the fact.
    actor: (String, Option<String>),
    /// Who registered it for somebody.
    registrar: Option<String>,
}

impl Desk<'_> {
    /// Puts a value where it can be erased.
    pub(crate) fn hold(
        &self,
        at: Timestamp,
        county: &str,
        new: NewValue,
        values: &mut Vec<Prepared>,
    ) -> Result<Held, Failure> {
        let prepared = self.vault.prepare(&self.ctx.clone().at(at), county, &new)?;
        let held = prepared.reference.clone();
        values.push(prepared);
        Ok(held)
    }

    /// Registers a matter: located, routed, numbered.
    ///
    /// # Errors
    /// A category or pack that is not there.
    pub fn register(&self, matter: &Matter, pack: &str, photos: Vec<Attachment>) -> Result<Told, Failure> {
        let at = matter.at;
        let ctx = self.ctx.clone().at(at);
        let mut spot = self.spot(matter.point);
        let index = spot.path.last().and_then(|c| self.codes.get(c.as_str())).copied().unwrap_or(0);
        let county = self.map.areas[self.map.above(index, Level::County)].code.clone();
        let mut values = Vec::new();
        let text = self.hold(at, &county, NewValue::text("case.text", &matter.text), &mut values)?;
        spot.address =
            Some(self.hold(at, &county, NewValue::text("case.address", &matter.address), &mut values)?);
        let Reported { reporter, actor, registrar } = self.reporter(matter, &county, &mut values)?;
        let book = self.packs.get(pack).ok_or_else(|| Failure::Internal(format!("no pack {pack}")))?;
        let category = book.loaded.category(&matter.category);
        let category =
            category.ok_or_else(|| Failure::Internal(format!("no category {}", matter.category)))?;
        let flow = flow(book, &category.case_type)?;
        let state = flow.definition().initial.clone();
        let publishes = book.loaded.pack.public.as_ref().is_some_and(|p| p.from == "accepted");
        let registration = Registration {
            id: CaseId::trusted(ctx.id::<()>().to_string()),
            county: county.clone(),
            number: matter.number.clone(),
            pack: pack.to_owned(),
            pack_version: book.loaded.pack.version.clone(),
            case_type: category.case_type.clone(),
            phase: flow.phase(&state).unwrap_or(workflow::Phase::Intake),
            state,
            category: Some(matter.category.clone()),
            publishable: publishes && category.public,
            channel: channel(matter.channel),
            text: Some(text),
            attributes: None,
            spot,
            reporter,
            registrar,
            attachments: photos.into_iter().map(|a| Attachment { at, public: true, ..a }).collect(),
            aliases: alias(matter),
            tier: book.loaded.next_tier(None).map(|t| t.code.clone()),
            reported_at: None,
        };
        self.born(registration, matter, actor, values)
    }

    fn born(
        &self,
        registration: Registration,
        matter: &Matter,
        actor: (String, Option<String>),
        values: Vec<Prepared>,
    ) -> Result<Told, Failure> {
        let book = &self.packs[&registration.pack];
        let entry = |data: FactData| Entry {
            seq: 1,
            at: matter.at,
            actor: actor.0.clone(),
            post: actor.1.clone(),
            action: "report".into(),
            data,
        };
        let bare = entry(rules::register(registration.clone(), None));
        let draft =
            rules::fold([&bare]).ok_or_else(|| Failure::Internal("a registration makes no case".into()))?;
        let routed = self.route(book, &draft, matter.at);
        let entry = entry(rules::register(registration, Some(routed)));
        let case =
            rules::fold([&entry]).ok_or_else(|| Failure::Internal("a registration makes no case".into()))?;
        Ok(Told { case, entries: vec![entry], values, token: self.ctx.secret() })
    }

    /// Who reports, and who writes it down.
    fn reporter(
        &self,
        matter: &Matter,
        county: &str,
        values: &mut Vec<Prepared>,
    ) -> Result<Reported, Failure> {
        let mut reporter = Reporter { kind: ReporterKind::Resident, ..Reporter::default() };
        let desk = matches!(matter.channel, "hotline" | "walk_in" | "phone" | "letter");
        match &matter.by {
            By::Staff(post) => {
                let (holder, id) = (self.cast.posts[*post].holder, self.ids.posts[*post].clone());
                let actor = self.person(holder);
                let patrol = matter.channel == "patrol";
                reporter.kind = if patrol { ReporterKind::Worker } else { ReporterKind::Staff };
                reporter.actor = Some(actor.clone());
                return Ok(Reported { reporter, actor: (actor, Some(id)), registrar: None });
            }
            By::Account(person) => {
                let actor = self.person(*person);
                reporter.actor = Some(actor.clone());
                let phone = &self.cast.people[*person].phone;
                let phone = NewValue::personal("case.reporter", phone);
                reporter.phone = Some(self.hold(matter.at, county, phone, values)?);
                return Ok(Reported { reporter, actor: (actor, None), registrar: None });
            }
            By::Resident { name, phone, hidden } => {
                let mut put = |value: &str| {
                    self.hold(matter.at, county, NewValue::personal("case.reporter", value), values)
                };
                reporter.name = Some(put(name)?);
                reporter.phone = Some(put(phone)?);
                reporter.hidden = *hidden;
            }
            By::Anonymous => reporter.kind = ReporterKind::Anonymous,
        }
        if matter.channel == "hotline" {
            reporter.kind = ReporterKind::Hotline;
        }
        if !desk {
            return Ok(Reported { reporter, actor: (Actor::anonymous().id, None), registrar: None });
        }
        let centre = self.codes.get(county).copied().unwrap_or(0);
        let posts = self.cast.posts_at("receiver", centre);
        let Some(post) = posts.get(matter.text.len() % posts.len().max(1)).copied() else {
            return Ok(Reported { reporter, actor: (Actor::system("demo").id, None), registrar: None });
        };
        let actor = self.person(self.cast.posts[post].holder);
        let by = (actor.clone(), Some(self.ids.posts[post].clone()));
        Ok(Reported { reporter, actor: by, registrar: Some(actor) })
    }
}

fn channel(word: &str) -> Channel {
    match word {
        "patrol" => Channel::Patrol,
        "hotline" => Channel::Hotline,
        "walk_in" => Channel::WalkIn,
        "phone" => Channel::Phone,
        "letter" => Channel::Letter,
        "open311" => Channel::Open311,
        _ => Channel::Web,
    }
}

fn alias(matter: &Matter) -> Vec<Alias> {
    let number = matter.external.iter();
    number.map(|n| Alias { system: "12345".into(), number: n.clone() }).collect()
}
