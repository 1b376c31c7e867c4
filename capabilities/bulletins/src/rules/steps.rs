//! Who may do what with a bulletin, and when.

use crate::model::{Bulletin, Objection, State};
use jiff::civil::Date;
use kernel::{Actor, Refusal, Timestamp};

/// Facts that may be uncounted when a bulletin is frozen: what a busy city writes while one looks.
const FAR: i64 = 1_000;

/// Refuses a bulletin that is in none of some states.
///
/// # Errors
/// `bulletin.wrong_state`
pub fn in_state(bulletin: &Bulletin, states: &[State]) -> Result<(), Refusal> {
    if states.contains(&bulletin.state) {
        return Ok(());
    }
    let wanted: Vec<&str> = states.iter().map(|s| s.code()).collect();
    Err(Refusal::rule("bulletin.wrong_state").got(bulletin.state.code()).want(wanted.join(", ")))
}

/// Objections are open.
///
/// # Errors
/// `bulletin.wrong_state`, `bulletin.window_over`
pub fn may_object(bulletin: &Bulletin, now: Timestamp) -> Result<(), Refusal> {
    in_state(bulletin, &[State::Draft])?;
    if now >= bulletin.until {
        return Err(Refusal::rule("bulletin.window_over").got(bulletin.until));
    }
    Ok(())
}

/// Whoever objected, and whoever holds a post in the unit that did, does not decide.
///
/// # Errors
/// `bulletin.decided_already`, `bulletin.own_objection`
pub fn decide_by(actor: &Actor, objection: &Objection) -> Result<(), Refusal> {
    if objection.decision.is_some() {
        return Err(Refusal::rule("bulletin.decided_already").got(objection.n));
    }
    let own = actor.id == objection.by.actor || actor.grants.iter().any(|g| g.unit == objection.unit);
    if own { Err(Refusal::rule("bulletin.own_objection").got(objection.n)) } else { Ok(()) }
}

/// Everything is decided, and objections have ended or there is a reason not to wait.
///
/// # Errors
/// `bulletin.wrong_state`, `bulletin.undecided`, `bulletin.window_open`, `bulletin.counting`
pub fn may_freeze(bulletin: &Bulletin, now: Timestamp, reason: bool, behind: i64) -> Result<(), Refusal> {
    in_state(bulletin, &[State::Draft])?;
    let undecided = bulletin.undecided();
    if undecided > 0 {
        return Err(Refusal::rule("bulletin.undecided").got(undecided));
    }
    if now < bulletin.until && !reason {
        return Err(Refusal::rule("bulletin.window_open").at("/reason").got(bulletin.until));
    }
    if behind > FAR {
        return Err(Refusal::rule("bulletin.counting").got(behind));
    }
    Ok(())
}

/// The month whose bulletins are to be there today: the one before, from the `nth` working day of this month on.
pub fn schedule(today: Date, nth: u8, works: impl Fn(Date) -> bool) -> Option<i64> {
    let first = today.first_of_month();
    let days = std::iter::successors(Some(first), |day| day.tomorrow().ok());
    let gone = days.take_while(|day| *day <= today).filter(|day| works(*day)).count();
    let before = first.yesterday().ok()?;
    (gone >= usize::from(nth.max(1))).then(|| i64::from(before.year()) * 100 + i64::from(before.month()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{Weekday, date};

    #[test]
    fn the_month_before_is_drafted_from_the_first_working_day_on() {
        let works = |day: Date| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        // 1 November 2026 is a Sunday
        assert_eq!(schedule(date(2026, 11, 1), 1, works), None);
        assert_eq!(schedule(date(2026, 11, 2), 1, works), Some(202_610));
        assert_eq!(schedule(date(2026, 11, 3), 3, works), None);
        assert_eq!(schedule(date(2026, 11, 30), 3, works), Some(202_610));
        assert_eq!(schedule(date(2026, 1, 5), 1, works), Some(202_512));
    }
}
