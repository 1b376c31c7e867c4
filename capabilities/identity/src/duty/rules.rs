//! Pure rules of duty: what a shift must be like, who may take a desk over, and the fold of facts.

use super::model::{Desk, DeskState, NewDesk, NewShift, Shift};
use crate::model::PersonId;
use kernel::{Refusal, Text, Timestamp};
use ledger::Fact;
use protect::Ref;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A shift lasts at most so long.
pub(crate) const LONGEST: i64 = 3 * Timestamp::DAY;
/// A shift is planned at most so far ahead.
const AHEAD: i64 = 366 * Timestamp::DAY;
/// Shifts of one command at most.
pub(crate) const AT_ONCE: usize = 200;

/// `duty.desk_set`
#[derive(Serialize, Deserialize)]
pub(crate) struct Set {
    pub unit: String,
    pub kind: String,
    pub name: Text,
    pub area_path: String,
}

/// `duty.planned`
#[derive(Serialize, Deserialize)]
pub(crate) struct Planned {
    pub shifts: BTreeMap<String, Shift>,
}

/// `duty.cancelled`
#[derive(Serialize, Deserialize)]
pub(crate) struct Cancelled {
    pub shift: String,
}

/// `duty.signed_on`
#[derive(Serialize, Deserialize)]
pub(crate) struct SignedOn {
    pub person: PersonId,
    pub at: Timestamp,
    /// Who had it before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<PersonId>,
}

/// `duty.offered`, `duty.left`
#[derive(Serialize, Deserialize)]
pub(crate) struct Handed {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<PersonId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Ref>,
}

pub(crate) fn check_desk(new: &NewDesk) -> Result<(), Refusal> {
    let long = |text: &str| text.chars().count() > 100 || text.contains('\0');
    if new.name.zh.trim().is_empty() {
        return Err(Refusal::required("/name/zh"));
    }
    if long(&new.name.zh) || new.name.en.as_deref().is_some_and(long) {
        return Err(Refusal::invalid("/name", &new.name.zh, "at most 100 characters"));
    }
    Ok(())
}

/// Checks shifts against each other and those that are planned: nobody stands twice at one desk at one time.
pub(crate) fn check_shifts(new: &[NewShift], planned: &[Shift], now: Timestamp) -> Result<(), Refusal> {
    if new.is_empty() || new.len() > AT_ONCE {
        return Err(Refusal::invalid("/shifts", new.len(), format!("1 to {AT_ONCE} shifts")));
    }
    let shift = |new: &NewShift| Shift { person: new.person.clone(), from: new.from, to: new.to };
    for (i, one) in new.iter().enumerate() {
        let at = |field: &str| format!("/shifts/{i}/{field}");
        if one.to <= one.from || one.to.since(one.from) > LONGEST {
            return Err(Refusal::invalid(at("to"), one.to.to_string(), "after `from`, at most three days"));
        }
        if one.to <= now {
            return Err(Refusal::invalid(at("to"), one.to.to_string(), "later than now"));
        }
        if one.from.since(now) > AHEAD {
            return Err(Refusal::invalid(at("from"), one.from.to_string(), "at most a year ahead"));
        }
        let meets = |other: &Shift| {
            other.person == one.person && other.from < one.to && one.from < other.to && *other != shift(one)
        };
        let earlier: Vec<Shift> = new[..i].iter().map(shift).collect();
        if let Some(other) = planned.iter().chain(&earlier).find(|other| meets(other)) {
            let span = format!("{} – {}", other.from, other.to);
            return Err(Refusal::rule("duty.twice").at(at("from")).got(span));
        }
    }
    Ok(())
}

/// Whether somebody may take the desk now: it is theirs, empty, offered to them, or their shift is on and its holder's is
/// over.
pub(crate) fn may_take(desk: &Desk, shifts: &[Shift], able: bool, person: &PersonId, now: Timestamp) -> bool {
    let on = |who: &PersonId| shifts.iter().any(|s| s.person == *who && s.is_on(now));
    match &desk.holder {
        None => true,
        Some(_) if !able => true,
        Some(holder) => {
            holder == person || desk.offered_to.as_ref() == Some(person) || (on(person) && !on(holder))
        }
    }
}

/// The desk that facts make. Facts of a later version are left alone.
pub(crate) fn fold(facts: &[Fact]) -> Result<Option<DeskState>, serde_json::Error> {
    let mut state: Option<DeskState> = None;
    for fact in facts.iter().filter(|fact| fact.v == 1) {
        apply(&mut state, fact)?;
    }
    Ok(state)
}

fn apply(state: &mut Option<DeskState>, fact: &Fact) -> Result<(), serde_json::Error> {
    if fact.action == "duty.desk_set" {
        let Set { unit, kind, name, area_path } = fact.decode()?;
        let new = Desk {
            unit,
            kind,
            name,
            area_path,
            holder: None,
            since: None,
            offered_to: None,
            note: None,
            ended_at: None,
        };
        match state {
            None => *state = Some(DeskState { desk: new, shifts: BTreeMap::new() }),
            Some(s) => {
                (s.desk.unit, s.desk.kind, s.desk.name) = (new.unit, new.kind, new.name);
                s.desk.area_path = new.area_path;
            }
        }
        return Ok(());
    }
    let Some(s) = state else { return Ok(()) };
    match fact.action.as_str() {
        "duty.desk_ended" => {
            s.desk.ended_at = Some(fact.decode::<crate::rules::Ended>()?.at);
            (s.desk.holder, s.desk.since, s.desk.offered_to) = (None, None, None);
        }
        "duty.planned" => s.shifts.extend(fact.decode::<Planned>()?.shifts),
        "duty.cancelled" => drop(s.shifts.remove(&fact.decode::<Cancelled>()?.shift)),
        "duty.signed_on" => {
            let on: SignedOn = fact.decode()?;
            (s.desk.holder, s.desk.since, s.desk.offered_to) = (Some(on.person), Some(on.at), None);
        }
        "duty.offered" => {
            let handed: Handed = fact.decode()?;
            (s.desk.offered_to, s.desk.note) = (handed.to, handed.note);
        }
        "duty.left" => {
            (s.desk.holder, s.desk.since, s.desk.offered_to) = (None, None, None);
            s.desk.note = fact.decode::<Handed>()?.note;
        }
        _ => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Id;

    fn person(id: &str) -> PersonId {
        Id::trusted(id)
    }

    fn desk(holder: Option<&str>, offered: Option<&str>) -> Desk {
        Desk {
            unit: "u".into(),
            kind: "receiver".into(),
            name: Text::new("值班室", "Duty room"),
            area_path: "c1".into(),
            holder: holder.map(person),
            since: None,
            offered_to: offered.map(person),
            note: None,
            ended_at: None,
        }
    }

    fn shift(who: &str, from: i64, to: i64) -> Shift {
        Shift { person: person(who), from: Timestamp(from), to: Timestamp(to) }
    }

    #[test]
    fn a_desk_is_not_taken_from_whoever_has_it() {
        let (now, me) = (Timestamp(100), person("me"));
        assert!(may_take(&desk(None, None), &[], true, &me, now));
        assert!(!may_take(&desk(Some("you"), None), &[], true, &me, now));
        assert!(may_take(&desk(Some("you"), Some("me")), &[], true, &me, now), "it is offered");
        assert!(may_take(&desk(Some("you"), None), &[shift("me", 90, 200)], true, &me, now), "my turn");
        let both = [shift("me", 90, 200), shift("you", 0, 150)];
        assert!(!may_take(&desk(Some("you"), None), &both, true, &me, now), "theirs lasts");
        assert!(may_take(&desk(Some("gone"), None), &[], false, &me, now), "who left has no desk");
    }

    #[test]
    fn nobody_stands_twice_at_one_desk() {
        let new = |who: &str, from: i64, to: i64| NewShift {
            person: person(who),
            from: Timestamp(from),
            to: Timestamp(to),
        };
        let now = Timestamp(0);
        assert!(check_shifts(&[new("a", 10, 20), new("b", 10, 20)], &[], now).is_ok());
        let twice = check_shifts(&[new("a", 10, 20), new("a", 19, 30)], &[], now).unwrap_err();
        assert_eq!((twice.code.as_str(), twice.field.as_deref()), ("duty.twice", Some("/shifts/1/from")));
        assert!(check_shifts(&[new("a", 20, 10)], &[], now).is_err());
        assert!(check_shifts(&[], &[], now).is_err());
        assert!(check_shifts(&[new("a", 15, 25)], &[shift("a", 10, 20)], now).is_err());
        assert!(check_shifts(&[new("a", 10, 20)], &[shift("a", 10, 20)], now).is_ok(), "the same again");
    }
}
