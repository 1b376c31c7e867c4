//! A campaign begins with its list, and ends.

use super::{REASON, kept};
use crate::model::admission::InForce;
use crate::model::campaign::*;
use crate::rules::campaign::{self as rules, Load, MOST, Sound};
use crate::rules::section::condition_of;
use crate::service::Forms;
use crate::service::visits::concerns;
use crate::store::campaigns::{self as store, NewItem};
use authz::{Thing, action};
use expression::{Expression, Scope};
use kernel::{Ctx, Failure, Refusal, RefusalKind, Result};
use ledger::NewFact;
use protect::NewValue;
use register::service::{Named, Subject};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use web::Key;

/// Subjects read at once, and looked at for one campaign at most.
const STEP: usize = 500;
const LOOKED: usize = 200_000;

/// What a new campaign consists of.
struct Drawn {
    sound: Sound,
    standing: Standing,
    items: Vec<NewItem>,
    list: Option<List>,
}

/// Subjects with the bits of the modules that concern them.
type Wanted = Vec<(Subject, i64)>;

impl Forms {
    /// What a campaign would be; nothing is written.
    ///
    /// # Errors
    /// `form.plan` forbidden; what is wrong with it.
    pub async fn draft_campaign(&self, ctx: &Ctx, new: &NewCampaign) -> Result<Draft> {
        let drawn = self.drawn(ctx, new).await?;
        let (places, unplanned) = self.fits(ctx, &drawn).await?;
        let span = (drawn.sound.first, drawn.sound.last);
        let calendar = self.calendar(&drawn.standing.area_path).await?;
        let every = span.0.series(jiff::Span::new().days(1)).take_while(|day| *day <= span.1);
        Ok(Draft {
            subjects: drawn.items.len(),
            grids: places,
            days: every.filter(|day| calendar.is_working_day(*day)).count(),
            unplanned,
            list: drawn.list,
        })
    }

    /// In how many places a campaign is, and how many of its items do not fit into its days.
    async fn fits(&self, ctx: &Ctx, drawn: &Drawn) -> Result<(usize, usize)> {
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        for item in &drawn.items {
            let path = format!("{}/{}", self.home_path(&item.county), item.place);
            *places.entry(path.trim_end_matches('/').to_owned()).or_default() += 1;
        }
        let span = (drawn.sound.first, drawn.sound.last);
        let days = self.days(ctx, places.keys().cloned().collect(), span).await?;
        let now = self.today(ctx, &drawn.standing.area_path).await?;
        let left = |(path, open): (&String, &usize)| {
            let load = Load { open: *open, ..Load::default() };
            let days = days.get(path).map(Vec::as_slice).unwrap_or_default();
            rules::shares(load, days, now, drawn.sound.a_day).unplanned
        };
        Ok((places.len(), places.iter().map(left).sum()))
    }

    /// Begins a campaign: it, its items and the fact in one transaction. The same key again: the same campaign.
    ///
    /// # Errors
    /// `form.plan` forbidden; what is wrong with it; `form.campaign_lines` when lines name nobody and that was not said to be known;
    /// `form.campaign_empty`
    pub async fn open_campaign(
        &self,
        ctx: &Ctx,
        new: &NewCampaign,
        key: Option<Key>,
    ) -> Result<CampaignView> {
        let drawn = self.drawn(ctx, new).await?;
        let missing = drawn.standing.campaign.missing;
        if missing > 0 && !new.partial {
            return Err(Refusal::rule("form.campaign_lines").at("/lines").with("missing", missing).into());
        }
        if drawn.items.is_empty() {
            return Err(Refusal::rule("form.campaign_empty").into());
        }
        let doc = serde_json::to_string(&drawn.standing.campaign)?;
        let list = drawn.list.as_ref().map(serde_json::to_string).transpose()?;
        let said = opened(&drawn, &doc);
        // what does not fit from the start was said when it was checked: only more of it is told
        let seen = store::Looked {
            unplanned: i64::try_from(self.fits(ctx, &drawn).await?.1).unwrap_or(i64::MAX),
            looked_on: self.today(ctx, &drawn.standing.area_path).await?.to_string(),
        };
        let (inner, drawn) = (ctx.clone(), Arc::new((drawn, doc, list, said, seen)));
        let write = self.parts.db.write(ctx, move |tx| {
            let (ctx, drawn, key) = (inner.clone(), drawn.clone(), key.clone());
            Box::pin(async move {
                let (d, doc, list, said, seen) = &*drawn;
                if let Some(key) = &key
                    && let Some(known) = key.begin(tx, ctx.now).await?
                {
                    return Ok(known);
                }
                let stream = format!("{STREAM}{}", d.standing.id);
                let mut head = ledger::open(tx, &d.standing.county, &stream).await?;
                store::put(tx, &d.standing, (doc, list.as_deref()), &d.items, seen).await?;
                ledger::append(tx, &ctx, &mut head, &[NewFact::new(OPENED, 2, said)?]).await?;
                if let Some(key) = &key {
                    key.finish(tx, &d.standing.id).await?;
                }
                Ok::<_, Failure>(d.standing.id.clone())
            })
        });
        let id = write.await?;
        self.campaign(ctx, &id).await
    }

    /// Ends a campaign. What is left is left, with a reason.
    ///
    /// # Errors
    /// `form.plan` forbidden; `form.campaign.not_found`; `form.campaign_closed`; `form.campaign_left` when something is left without a reason.
    pub async fn close_campaign(
        &self,
        ctx: &Ctx,
        id: &str,
        closing: &Closing,
        key: Option<Key>,
    ) -> Result<CampaignView> {
        let standing = self.standing(ctx, id).await?;
        authz::require(&ctx.actor, action::FORM_PLAN, &Thing::of("form").at(&standing.area_path))?;
        let words = closing.reason.as_deref().map(str::trim).filter(|r| !r.is_empty());
        if words.is_some_and(|r| r.chars().count() > 500) {
            return Err(Refusal::required("/reason").want("at most 500 characters").into());
        }
        let county = standing.county.clone();
        let reason = words.map(|r| self.parts.vault.prepare(ctx, &county, &NewValue::text(REASON, r)));
        let reason = reason.transpose()?;
        let (inner, vault, s) = (ctx.clone(), self.parts.vault.clone(), Arc::new(standing));
        let write = self.parts.db.write(ctx, move |tx| {
            let (ctx, vault, s, reason, key) =
                (inner.clone(), vault.clone(), s.clone(), reason.clone(), key.clone());
            Box::pin(async move {
                if let Some(key) = &key
                    && key.begin(tx, ctx.now).await?.is_some()
                {
                    return Ok(());
                }
                let mut head = ledger::open(tx, &s.county, &format!("{STREAM}{}", s.id)).await?;
                if let Some(reason) = &reason {
                    vault.store(tx, reason).await?;
                }
                let why = reason.as_ref().map(|r| r.reference.clone());
                let left = store::close(tx, &s, why.as_ref().map(|r| r.id.as_str()), ctx.now).await?;
                let left = left.ok_or_else(|| Refusal::conflict("form.campaign_closed"))?;
                if left > 0 && reason.is_none() {
                    return Err(Refusal::rule("form.campaign_left").at("/reason").with("left", left).into());
                }
                let said = Closed { dropped: i64::try_from(left).unwrap_or(i64::MAX), reason: why };
                ledger::append(tx, &ctx, &mut head, &[NewFact::new(CLOSED, 1, &said)?]).await?;
                if let Some(key) = &key {
                    key.finish(tx, &s.id).await?;
                }
                Ok::<_, Failure>(())
            })
        });
        write.await?;
        self.campaign(ctx, id).await
    }

    async fn drawn(&self, ctx: &Ctx, new: &NewCampaign) -> Result<Drawn> {
        authz::require_anywhere(&ctx.actor, action::FORM_PLAN)?;
        let area = self.parts.grid.area(&new.area);
        let area = area.ok_or_else(|| Refusal::invalid("/area", &new.area, "the code of an area"))?;
        authz::require(&ctx.actor, action::FORM_PLAN, &Thing::of("form").at(&area.path))?;
        let sound = rules::check(new, self.today(ctx, &area.path).await?)?;
        let modules = self.asked(new).await?;
        let subject = modules.first().map(|m| m.module.subject.clone()).unwrap_or_default();
        let (wanted, list) = match new.lines.is_empty() {
            true => (self.of_condition(ctx, new, &subject, &modules).await?, None),
            false => self.of_lines(ctx, new, &subject, &modules).await.map(|(w, l)| (w, Some(l)))?,
        };
        if wanted.len() > MOST {
            return Err(Refusal::rule("form.campaign_large").at("/area").with("most", MOST).into());
        }
        let homes: BTreeSet<String> = wanted.iter().map(|(s, _)| s.county.clone()).collect();
        let low = usize::from(area.depth) >= self.parts.grid.profile().home_depth();
        let county = self.parts.grid.home_of(&area.code).filter(|_| low);
        let campaign = Campaign {
            name: new.name.clone(),
            modules: modules.iter().map(|m| m.module.code.clone()).collect(),
            subject,
            area: area.code.clone(),
            basis: new.basis.clone(),
            purpose: new.purpose.clone(),
            a_day: sound.a_day,
            when: new.when.clone(),
            missing: list.as_ref().map_or(0, List::missing),
            homes: homes.into_iter().collect(),
        };
        let standing = Standing {
            county: county.unwrap_or_else(|| crate::HOME.to_owned()),
            id: ctx.id::<Campaign>().to_string(),
            area_path: area.path.clone(),
            first_day: sound.first.to_string(),
            last_day: sound.last.to_string(),
            open: true,
            campaign,
            reason: None,
            opened_at: ctx.now,
            closed_at: None,
        };
        Ok(Drawn { sound, standing, items: items(&wanted), list })
    }

    /// The modules of a campaign: in force, and of one kind of subject.
    async fn asked(&self, new: &NewCampaign) -> Result<Vec<InForce>> {
        let known = self.in_force(None).await?;
        let mut modules: Vec<InForce> = vec![];
        for (at, code) in new.modules.iter().enumerate() {
            let found = known.iter().find(|m| m.module.code == *code);
            let wrong = |expected: &str| Refusal::invalid(format!("/modules/{at}"), code, expected);
            let found = found.ok_or_else(|| wrong("a module in force"))?;
            if modules.iter().any(|m| m.module.code == *code) {
                return Err(wrong("each module once").into());
            }
            if modules.first().is_some_and(|m| m.module.subject != found.module.subject) {
                return Err(wrong("modules of one kind of subject").into());
            }
            modules.push(found.clone());
        }
        Ok(modules)
    }

    /// Every subject of the area that meets the condition.
    async fn of_condition(
        &self,
        ctx: &Ctx,
        new: &NewCampaign,
        subject: &str,
        modules: &[InForce],
    ) -> Result<Wanted> {
        let when = match &new.when {
            None => None,
            Some(source) => {
                let wrong = |fault: expression::Fault| {
                    let refusal = Refusal::new(RefusalKind::Invalid, "form.campaign_when").at("/when");
                    refusal.with("fault", fault.code.code()).with("at", fault.at.column)
                };
                condition_of(source, self.ground().kinds.get(subject)).map_err(wrong)?;
                Some(Expression::parse(source).map_err(wrong)?)
            }
        };
        let (mut wanted, mut looked, mut after) = (vec![], 0, None::<String>);
        loop {
            let of = (subject, Some(new.area.as_str()));
            let page = self.parts.register.subjects(ctx, action::FORM_PLAN, of, after.as_deref(), STEP);
            let (subjects, next) = page.await?;
            looked += subjects.len();
            for s in subjects {
                let values = serde_json::Value::Object(s.open.clone());
                let scope = Scope::empty();
                let meets = when.as_ref().is_none_or(|w| w.eval_bool(&scope.with("v", &values)) == Ok(true));
                let bits = bits(&s, modules);
                if meets && bits != 0 {
                    wanted.push((s, bits));
                }
            }
            if wanted.len() > MOST || looked > LOOKED {
                return Err(Refusal::rule("form.campaign_large").at("/area").with("most", MOST).into());
            }
            after = next;
            if after.is_none() {
                return Ok(wanted);
            }
        }
    }

    /// The subjects that lines name, and what became of every other line.
    async fn of_lines(
        &self,
        ctx: &Ctx,
        new: &NewCampaign,
        subject: &str,
        modules: &[InForce],
    ) -> Result<(Wanted, List)> {
        let numbered = new.lines.iter().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let (numbers, lines): (Vec<usize>, Vec<String>) = numbered.map(|(i, l)| (i + 1, l.clone())).unzip();
        let named = self.parts.register.named(ctx, action::FORM_PLAN, (subject, &new.area), &lines).await?;
        let (mut wanted, mut seen) = (vec![], BTreeSet::new());
        let mut list = List { lines: lines.len(), ..List::default() };
        for (line, named) in numbers.into_iter().zip(named) {
            let mut tell = |outcome, of| list.told.push(Line { line, outcome, of });
            match named {
                Named::Unknown => tell(LineOutcome::Unknown, None),
                Named::Ambiguous(of) => tell(LineOutcome::Ambiguous, Some(of)),
                Named::Found(s) if seen.contains(&s.id()) => tell(LineOutcome::Again, None),
                Named::Found(s) => match bits(&s, modules) {
                    0 => tell(LineOutcome::Unconcerned, None),
                    bits => {
                        seen.insert(s.id());
                        wanted.push((*s, bits));
                    }
                },
            }
        }
        list.subjects = wanted.len();
        Ok((wanted, list))
    }

    /// A campaign that lies in the reader's areas, at least in part.
    pub(super) async fn standing(&self, ctx: &Ctx, id: &str) -> Result<Standing> {
        authz::require_anywhere(&ctx.actor, action::FORM_PLAN)?;
        let found = store::one(&mut self.parts.db.read().await?, id).await?;
        let found = found.filter(|s| !self.seen(ctx, s).is_empty());
        let found = found.ok_or_else(|| Refusal::not_found("form.campaign"))?;
        // rows that we wrote ourselves
        kept(&found.last_day)?;
        Ok(found)
    }
}

/// The bits of the modules that concern a subject.
fn bits(s: &Subject, modules: &[InForce]) -> i64 {
    let concerned = modules.iter().enumerate().filter(|(_, m)| concerns(&m.module, s));
    concerned.map(|(at, _)| 1_i64 << at).sum()
}

/// Items in the order of the visits of each grid.
fn items(wanted: &Wanted) -> Vec<NewItem> {
    let mut grids: BTreeMap<(&str, &str), Vec<&(Subject, i64)>> = BTreeMap::new();
    wanted.iter().for_each(|w| grids.entry((&w.0.county, &w.0.place)).or_default().push(w));
    let grid = |((county, place), some): ((&str, &str), Vec<&(Subject, i64)>)| {
        let places: Vec<(Option<[f64; 2]>, &str)> =
            some.iter().map(|(s, _)| (s.point, s.label.as_str())).collect();
        let item = |(pos, at): (i64, usize)| NewItem {
            county: county.to_owned(),
            n: some[at].0.n,
            place: place.to_owned(),
            pos,
            wanted: some[at].1,
        };
        (0..).zip(rules::order(&places)).map(item).collect::<Vec<_>>()
    };
    grids.into_iter().flat_map(grid).collect()
}

fn opened(drawn: &Drawn, doc: &str) -> Opened {
    let s = &drawn.standing;
    let items = drawn.items.iter().map(|i| (i.county.as_str(), i.n, i.wanted));
    let (items, asked) = rules::hashes(items);
    Opened {
        sha256: rules::hash(doc),
        modules: s.campaign.modules.clone(),
        area_path: s.area_path.clone(),
        first_day: s.first_day.clone(),
        last_day: s.last_day.clone(),
        subjects: drawn.items.len(),
        items,
        missing: s.campaign.missing,
        asked,
    }
}
