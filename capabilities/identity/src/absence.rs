//! Absence (请假、离岗): days on which somebody does not work, and what that means for the areas that they work.
//!
//! It gives nobody any power. Whoever stands in is the deputy (AB角) of the post, who may do the same from the first day, or the one to
//! whom a leave was handed over; both hold their own grants already. No reason is asked and none is kept.

use crate::{HOME, Identity, PersonId, Post, store};
use authz::{Thing, action};
use jiff::{civil::Date, tz::TimeZone};
use kernel::{Ctx, Failure, Refusal, RefusalKind, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use utoipa::ToSchema;

/// Somebody is away on some days: in the stream of the person.
pub const ABSENT: &str = "person.absent";
/// Somebody is back before.
pub const PRESENT: &str = "person.present";
/// An absence is at most so long, begins at most so long before today, and ends at most so long after it.
const DAYS: i32 = 366;

/// Days on which somebody does not work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Absence {
    /// Its id.
    pub id: String,
    /// Who.
    #[schema(value_type = String)]
    pub person: PersonId,
    /// The first day, `2026-11-23`.
    pub first_day: String,
    /// The last day.
    pub last_day: String,
    /// Who said so, as an actor id.
    pub said_by: String,
    /// When.
    pub said_at: Timestamp,
}

/// An absence to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAbsence {
    /// The first day, `2026-11-23`.
    pub first_day: String,
    /// The last day.
    pub last_day: String,
}

/// Who works an area when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attendance {
    seats: Vec<Seat>,
}

/// Somebody who works it: as holder or as deputy of a post.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seat {
    from: Timestamp,
    to: Option<Timestamp>,
    away: Vec<(String, String)>,
}

impl Attendance {
    /// Whether somebody works the area on a day; `noon` is a moment of that day.
    pub fn on(&self, day: Date, noon: Timestamp) -> bool {
        let day = day.to_string();
        let there = |seat: &Seat| {
            seat.from <= noon
                && seat.to.is_none_or(|to| noon < to)
                && !seat.away.iter().any(|(first, last)| *first <= day && day <= *last)
        };
        self.seats.iter().any(there)
    }
}

impl Identity {
    /// Somebody is away: said by that person, or by whoever plans the duty of one of their posts. The same days again are the same absence.
    ///
    /// # Errors
    /// `action.forbidden`; days that cannot be read or lie too far away.
    pub async fn say_absent(
        &self,
        ctx: &Ctx,
        person: &PersonId,
        new: &NewAbsence,
    ) -> Result<Absence, Failure> {
        let ctx = self.may_say(ctx, person).await?;
        check(new, self.today_of(&ctx, person).await?)?;
        let absence = Absence {
            id: ctx.id::<Absence>().to_string(),
            person: person.clone(),
            first_day: new.first_day.clone(),
            last_day: new.last_day.clone(),
            said_by: ctx.actor.id.clone(),
            said_at: ctx.now,
        };
        let inner = ctx.clone();
        let write = self.db.write(&ctx, move |tx| {
            let (ctx, absence) = (inner.clone(), absence.clone());
            Box::pin(async move {
                let mut head = ledger::open(tx, HOME, &format!("person/{}", absence.person)).await?;
                let days = (absence.first_day.as_str(), absence.last_day.as_str());
                let known = store::absence::of(tx, &[&absence.person], days).await?;
                if let Some(same) =
                    known.into_iter().find(|a| (a.first_day.as_str(), a.last_day.as_str()) == days)
                {
                    return Ok(same);
                }
                store::absence::add(tx, &absence).await?;
                let said = serde_json::json!({ "id": absence.id, "first_day": days.0, "last_day": days.1 });
                crate::service::append(tx, &ctx, &mut head, ABSENT, &said).await?;
                Ok::<_, Failure>(absence)
            })
        });
        write.await
    }

    /// Somebody is back: an absence ends the day before, or never was when it has not begun.
    ///
    /// # Errors
    /// `action.forbidden`; `absence.not_found`
    pub async fn end_absence(&self, ctx: &Ctx, person: &PersonId, id: &str) -> Result<(), Failure> {
        let ctx = self.may_say(ctx, person).await?;
        let last = self.today_of(&ctx, person).await?.yesterday().map_err(Failure::internal)?.to_string();
        let (inner, person, id) = (ctx.clone(), person.clone(), id.to_owned());
        let write = self.db.write(&ctx, move |tx| {
            let (ctx, person, id, last) = (inner.clone(), person.clone(), id.clone(), last.clone());
            Box::pin(async move {
                let mut head = ledger::open(tx, HOME, &format!("person/{person}")).await?;
                let known = store::absence::one(tx, &id).await?.filter(|a| a.person == person);
                let known = known.ok_or_else(|| Refusal::not_found("absence"))?;
                if last >= known.last_day {
                    return Ok(());
                }
                store::absence::end(tx, &known, &last).await?;
                let said = serde_json::json!({ "id": id, "last_day": last });
                crate::service::append(tx, &ctx, &mut head, PRESENT, &said).await
            })
        });
        write.await
    }

    /// Absences of a person that are not over.
    ///
    /// # Errors
    /// `action.forbidden`
    pub async fn absences(&self, ctx: &Ctx, person: &PersonId) -> Result<Vec<Absence>, Failure> {
        let ctx = self.may_say(ctx, person).await?;
        let today = self.today_of(&ctx, person).await?.to_string();
        Ok(store::absence::of(&mut self.db.read().await?, &[person], (&today, "9999")).await?)
    }

    /// What day it is where a person works: at the first of the posts that they hold or stand in for, else in the whole.
    async fn today_of(&self, ctx: &Ctx, person: &PersonId) -> Result<Date, Failure> {
        let posts = store::post::of_person(&mut self.db.read().await?, person, ctx.now).await?;
        let path = posts.first().map_or("", |(_, post)| post.area_path.as_str());
        let zone = match self.zones.get() {
            Some(zones) => zones.zone(path).await?,
            None => TimeZone::UTC,
        };
        Ok(date_in(ctx.now, zone))
    }

    /// The areas of the posts that somebody holds, will hold or stands in for, as paths.
    ///
    /// # Errors
    /// The database.
    pub async fn areas_of(&self, person: &PersonId, now: Timestamp) -> Result<Vec<String>, Failure> {
        let posts = store::post::all_of_person(&mut self.db.read().await?, person, now).await?;
        Ok(posts.into_iter().map(|(_, post)| post.area_path).collect())
    }

    /// The person, or whoever plans the duty where one of their posts is.
    async fn may_say(&self, ctx: &Ctx, person: &PersonId) -> Result<Ctx, Failure> {
        if ctx.actor.id == format!("person/{person}") {
            return Ok(ctx.clone());
        }
        authz::require_anywhere(&ctx.actor, action::DUTY_WRITE)?;
        let posts = store::post::all_of_person(&mut self.db.read().await?, person, ctx.now).await?;
        let allowed = |(_, post): &(_, Post)| {
            crate::service::authorised(ctx, action::DUTY_WRITE, &Thing::of("duty").at(&post.area_path)).ok()
        };
        let forbidden =
            || Refusal::new(RefusalKind::Forbidden, "action.forbidden").got(action::DUTY_WRITE.name());
        Ok(posts.iter().find_map(allowed).ok_or_else(forbidden)?)
    }

    /// Who works some areas between two moments: holders of posts of workers and their deputies, those of the area itself, else those of the
    /// nearest area above; without those who are away.
    ///
    /// # Errors
    /// The database.
    pub async fn attendance(
        &self,
        paths: &[&str],
        (from, to): (Timestamp, Timestamp),
    ) -> Result<HashMap<String, Attendance>, Failure> {
        let kinds = self.kinds_with_role("worker");
        let kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
        let every: BTreeSet<&str> = paths.iter().flat_map(|path| upwards(path)).collect();
        let every: Vec<&str> = every.into_iter().collect();
        let mut tx = self.db.read().await?;
        let posts = store::post::during(&mut tx, &kinds, &every, (from, to)).await?;
        let people: BTreeSet<&PersonId> =
            posts.iter().flat_map(|(_, p)| std::iter::once(&p.person).chain(&p.deputy)).collect();
        let people: Vec<&PersonId> = people.into_iter().collect();
        // days of any zone: one more on either side
        let day = |at: Timestamp| date_in(at, TimeZone::UTC).to_string();
        let days = (day(from.plus(-Timestamp::DAY)), day(to.plus(Timestamp::DAY)));
        let mut away: BTreeMap<PersonId, Vec<(String, String)>> = BTreeMap::new();
        for a in store::absence::of(&mut tx, &people, (&days.0, &days.1)).await? {
            away.entry(a.person).or_default().push((a.first_day, a.last_day));
        }
        let mut by_path: HashMap<&str, Vec<Seat>> = HashMap::new();
        for (_, post) in &posts {
            let seat = |who: &PersonId| Seat {
                from: post.valid_from,
                to: post.valid_to,
                away: away.get(who).cloned().unwrap_or_default(),
            };
            let seats = std::iter::once(&post.person).chain(&post.deputy).map(seat);
            by_path.entry(post.area_path.as_str()).or_default().extend(seats);
        }
        let of = |path: &&str| {
            let seats = upwards(path).filter_map(|p| by_path.get(p)).last().cloned().unwrap_or_default();
            ((*path).to_owned(), Attendance { seats })
        };
        Ok(paths.iter().map(of).collect())
    }
}

/// A path and those above it, from the top.
fn upwards(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(i, _)| i).chain([path.len()]).map(move |end| &path[..end])
}

fn date_in(at: Timestamp, zone: TimeZone) -> Date {
    let moment = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
    moment.to_zoned(zone).date()
}

fn check(new: &NewAbsence, today: Date) -> Result<(), Refusal> {
    let day = |field: &str, text: &str| -> Result<Date, Refusal> {
        let read = text.parse().ok().filter(|day: &Date| day.to_string() == text);
        read.ok_or_else(|| Refusal::invalid(field, text, "a day such as 2026-11-23"))
    };
    let (first, last) = (day("/first_day", &new.first_day)?, day("/last_day", &new.last_day)?);
    let away = |a: Date, b: Date| a.since(b).map_or(i32::MAX, |span| span.get_days());
    if last < first || away(last, first) > DAYS {
        let expected = format!("a day from the first on, at most {DAYS} days later");
        return Err(Refusal::invalid("/last_day", &new.last_day, expected));
    }
    if away(first, today).abs() > DAYS {
        return Err(Refusal::invalid(
            "/first_day",
            &new.first_day,
            format!("at most {DAYS} days from today"),
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seat(from: i64, to: Option<i64>, away: &[(&str, &str)]) -> Seat {
        let away = away.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        Seat { from: Timestamp(from), to: to.map(Timestamp), away }
    }

    #[test]
    fn an_area_is_worked_by_whoever_is_not_away() {
        let day = |d: i8| jiff::civil::date(2026, 11, d);
        let alone = Attendance { seats: vec![seat(0, Some(100), &[("2026-11-23", "2026-11-24")])] };
        assert!(!alone.on(day(23), Timestamp(50)) && !alone.on(day(24), Timestamp(50)));
        assert!(alone.on(day(25), Timestamp(50)));
        assert!(!alone.on(day(25), Timestamp(100)), "the post has ended");
        let both = Attendance {
            seats: vec![alone.seats[0].clone(), seat(0, None, &[("2026-11-24", "2026-11-24")])],
        };
        assert!(both.on(day(23), Timestamp(50)) && !both.on(day(24), Timestamp(50)));
        assert!(!Attendance::default().on(day(23), Timestamp(50)), "nobody has the post");
    }

    #[test]
    fn days_are_days() {
        let today = jiff::civil::date(2026, 11, 23);
        let said = |first: &str, last: &str| {
            check(&NewAbsence { first_day: first.into(), last_day: last.into() }, today)
                .map_err(|r| r.field.unwrap_or_default())
        };
        assert_eq!(said("2026-11-23", "2026-11-23"), Ok(()));
        assert_eq!(said("2026-11-23", "2026-11-22"), Err("/last_day".into()));
        assert_eq!(said("2026-11-23", "2028-11-23"), Err("/last_day".into()));
        assert_eq!(said("2026-11-3", "2026-11-23"), Err("/first_day".into()));
        assert_eq!(said("2036-11-23", "2036-11-23"), Err("/first_day".into()));
    }
}
