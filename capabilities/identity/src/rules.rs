//! Pure rules: what a unit, a person, a post and a password must be like; and the fold of facts.

use crate::absence::{ABSENT, Absence, PRESENT};
use crate::model::{NewHandOver, NewPerson, NewPost, NewUnit, Person, PersonId, Post, Unit};
use kernel::{Refusal, Text, Timestamp};
use ledger::Fact;
use std::collections::BTreeMap;

/// Checks a code: letters, digits and `-_.`, 1 to 64.
fn check_code(field: &str, code: &str) -> Result<(), Refusal> {
    let plain = |c: char| c.is_alphanumeric() || "-_.".contains(c);
    if (1..=64).contains(&code.chars().count()) && code.chars().all(plain) {
        return Ok(());
    }
    Err(Refusal::invalid(field, code, "1 to 64 letters, digits, '-', '_' or '.'"))
}

/// No text holds NUL: PostgreSQL takes none.
fn check_text(field: &str, text: Option<&str>) -> Result<(), Refusal> {
    match text {
        Some(text) if text.contains('\0') => Err(Refusal::invalid(field, "…", "text without NUL")),
        _ => Ok(()),
    }
}

fn check_name(field: &str, name: &Text) -> Result<(), Refusal> {
    check_text(field, Some(&name.zh))?;
    check_text(field, name.en.as_deref())?;
    let long = |text: &str| text.chars().count() > 200;
    if name.zh.trim().is_empty() {
        return Err(Refusal::required(format!("{field}/zh")));
    }
    if long(&name.zh) || name.en.as_deref().is_some_and(long) {
        return Err(Refusal::invalid(field, &name.zh, "at most 200 characters"));
    }
    Ok(())
}

/// Functions of one unit at most.
const FUNCTIONS: usize = 50;

pub(crate) fn check_unit(new: &NewUnit) -> Result<(), Refusal> {
    check_code("/code", &new.code)?;
    check_name("/name", &new.name)?;
    if new.functions.len() > FUNCTIONS {
        return Err(Refusal::invalid("/functions", new.functions.len(), format!("at most {FUNCTIONS}")));
    }
    for function in &new.functions {
        check_code("/functions", function)?;
    }
    if new.parent.as_deref() == Some(&new.code) {
        return Err(Refusal::rule("unit.loop").at("/parent").got(&new.code));
    }
    check_text("/contact", new.contact.as_deref())?;
    match &new.contact {
        Some(contact) if contact.chars().count() > 200 => {
            Err(Refusal::invalid("/contact", "…", "at most 200 characters"))
        }
        _ => Ok(()),
    }
}

pub(crate) fn check_client(name: &Text) -> Result<(), Refusal> {
    check_name("/name", name)
}

/// How logins are compared.
pub(crate) fn login_key(login: &str) -> String {
    login.trim().to_lowercase()
}

pub(crate) fn check_person(new: &NewPerson) -> Result<(), Refusal> {
    let long = |text: &str, most: usize| text.chars().count() > most;
    if let Some(login) = &new.login {
        let plain = |c: char| c.is_alphanumeric() || "-_.@".contains(c);
        if !(2..=64).contains(&login.chars().count()) || !login.chars().all(plain) {
            return Err(Refusal::invalid("/login", login, "2 to 64 letters, digits, '-', '_', '.' or '@'"));
        }
    }
    check_text("/name", Some(&new.name))?;
    check_text("/phone", new.phone.as_deref())?;
    if new.name.trim().is_empty() {
        return Err(Refusal::required("/name"));
    }
    // personal values are not repeated in refusals
    if long(&new.name, 100) {
        return Err(Refusal::invalid("/name", "…", "at most 100 characters"));
    }
    if new.phone.as_deref().is_some_and(|phone| long(phone, 40)) {
        return Err(Refusal::invalid("/phone", "…", "at most 40 characters"));
    }
    match &new.password {
        Some(password) => check_password(password, new.login.as_deref()),
        None => Ok(()),
    }
}

/// Eight characters at least, not the login, not one character repeated.
pub(crate) fn check_password(password: &str, login: Option<&str>) -> Result<(), Refusal> {
    let count = password.chars().count();
    let first = password.chars().next();
    let same = password.chars().all(|c| Some(c) == first);
    let is_login = login.is_some_and(|login| login_key(login) == login_key(password));
    if count < 8 || password.len() > 256 || same || is_login {
        return Err(
            Refusal::rule("password.weak").want("8 to 256 characters, not the login, not all the same")
        );
    }
    Ok(())
}

pub(crate) fn check_post(new: &NewPost, now: Timestamp) -> Result<(), Refusal> {
    check_text("/work_phone", new.work_phone.as_deref())?;
    if let Some(phone) = new.work_phone.as_deref().filter(|phone| phone.chars().count() > 40) {
        return Err(Refusal::invalid("/work_phone", phone, "at most 40 characters"));
    }
    if new.deputy.as_ref() == Some(&new.person) {
        return Err(Refusal::rule("post.deputy_self").at("/deputy"));
    }
    if new.valid_to.is_some_and(|end| end <= new.valid_from.unwrap_or(now)) {
        return Err(Refusal::rule("post.times").at("/valid_to"));
    }
    Ok(())
}

/// Checks a hand-over; answers since when it is.
pub(crate) fn check_hand_over(
    new: &NewHandOver,
    person: &PersonId,
    now: Timestamp,
    ahead: i64,
) -> Result<Timestamp, Refusal> {
    if new.successor == *person {
        return Err(Refusal::rule("hand_over.to_oneself").at("/successor"));
    }
    check_text("/reason", new.reason.as_deref())?;
    if new.reason.as_deref().is_some_and(|text| text.chars().count() > 500) {
        return Err(Refusal::invalid("/reason", "…", "at most 500 characters"));
    }
    if new.posts.len() > 200 {
        return Err(Refusal::invalid("/posts", new.posts.len(), "at most 200"));
    }
    let from = new.from.unwrap_or(now).max(now);
    if from.since(now) > ahead {
        return Err(Refusal::invalid("/from", from.to_string(), "at most a year ahead"));
    }
    match new.until {
        Some(until) if until <= from || until.since(from) > ahead => {
            Err(Refusal::invalid("/until", until.to_string(), "after the beginning, at most a year later"))
        }
        _ => Ok(from),
    }
}

/// The three administrators are different people: `kinds` are those one person would hold.
pub(crate) fn check_separation<'a>(kinds: impl Iterator<Item = &'a str>) -> Result<(), Refusal> {
    let mut held: Vec<&str> = kinds.filter(|kind| crate::BUILTIN_KINDS.contains(kind)).collect();
    held.sort_unstable();
    held.dedup();
    if held.len() > 1 { Err(Refusal::rule("post.separate").at("/kind").got(held.join(", "))) } else { Ok(()) }
}

/// When something ended.
#[derive(serde::Serialize, serde::Deserialize)]
pub(crate) struct Ended {
    pub at: Timestamp,
}

/// The unit that facts make. Facts of a later version are left alone.
pub(crate) fn fold_unit(facts: &[Fact]) -> Result<Option<Unit>, serde_json::Error> {
    fold(facts, "unit.set", "unit.ended", |unit: &mut Unit, at| unit.ended_at = Some(at))
}

/// The person that facts make.
pub(crate) fn fold_person(facts: &[Fact]) -> Result<Option<Person>, serde_json::Error> {
    fold(facts, "person.set", "person.ended", |person: &mut Person, at| person.ended_at = Some(at))
}

/// The absences that facts of a person make, by their ids: as they were said, and ended before when somebody came back.
pub(crate) fn fold_absences(person: &str, facts: &[Fact]) -> Result<Vec<Absence>, serde_json::Error> {
    #[derive(serde::Deserialize)]
    struct Said {
        id: String,
        first_day: Option<String>,
        last_day: String,
    }
    let mut all = BTreeMap::new();
    for fact in facts.iter().filter(|f| f.v == 1 && (f.action == ABSENT || f.action == PRESENT)) {
        let said: Said = fact.decode()?;
        match said.first_day {
            Some(first_day) => {
                let absence = Absence {
                    id: said.id.clone(),
                    person: PersonId::trusted(person),
                    first_day,
                    last_day: said.last_day,
                    said_by: fact.actor.clone(),
                    said_at: fact.at,
                };
                all.insert(said.id, absence);
            }
            // it never was
            None if all.get(&said.id).is_some_and(|a| said.last_day < a.first_day) => {
                drop(all.remove(&said.id))
            }
            None => {
                if let Some(absence) = all.get_mut(&said.id) {
                    absence.last_day = said.last_day;
                }
            }
        }
    }
    Ok(all.into_values().collect())
}

/// The post that facts make.
pub(crate) fn fold_post(facts: &[Fact]) -> Result<Option<Post>, serde_json::Error> {
    fold(facts, "post.set", "post.ended", |post: &mut Post, at| post.valid_to = Some(at))
}

fn fold<T: serde::de::DeserializeOwned>(
    facts: &[Fact],
    set: &str,
    ended: &str,
    end: impl Fn(&mut T, Timestamp),
) -> Result<Option<T>, serde_json::Error> {
    let mut state = None;
    for fact in facts.iter().filter(|fact| fact.v == 1) {
        if fact.action == set {
            state = Some(fact.decode()?);
        } else if fact.action == ended
            && let Some(state) = &mut state
        {
            end(state, fact.decode::<Ended>()?.at);
        }
    }
    Ok(state)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Id;

    fn unit(code: &str) -> NewUnit {
        NewUnit {
            code: code.into(),
            name: Text::new("环卫所", "Sanitation"),
            area: "01".into(),
            parent: None,
            functions: vec![],
            contact: None,
        }
    }

    #[test]
    fn a_unit_has_a_plain_code_and_a_name() {
        assert_eq!(check_unit(&unit("U-1.a_b")), Ok(()));
        assert_eq!(check_unit(&unit("a/b")).unwrap_err().field.as_deref(), Some("/code"));
        assert_eq!(check_unit(&unit("")).unwrap_err().field.as_deref(), Some("/code"));
        let nameless = NewUnit { name: Text::new(" ", "x"), ..unit("u") };
        assert_eq!(check_unit(&nameless).unwrap_err().code, "field.required");
        let looped = NewUnit { parent: Some("u".into()), ..unit("u") };
        assert_eq!(check_unit(&looped).unwrap_err().code, "unit.loop");
        let able = NewUnit { functions: vec!["f".into(); FUNCTIONS + 1], ..unit("u") };
        assert_eq!(check_unit(&able).unwrap_err().field.as_deref(), Some("/functions"));
    }

    #[test]
    fn weak_passwords_are_refused() {
        for weak in ["short", "aaaaaaaaaa", "Zhang.San"] {
            assert_eq!(check_password(weak, Some("zhang.san")).unwrap_err().code, "password.weak", "{weak}");
        }
        assert_eq!(check_password("石桥头的老榆树真大", Some("zhang.san")), Ok(()));
    }

    #[test]
    fn nobody_holds_two_administrations() {
        assert!(check_separation(["admin_system", "dispatcher", "admin_system"].into_iter()).is_ok());
        assert!(check_separation(["admin_system", "admin_audit"].into_iter()).is_err());
    }

    #[test]
    fn a_post_ends_after_it_begins() {
        let person: crate::PersonId = Id::trusted("p");
        let post = NewPost {
            kind: "worker".into(),
            person: person.clone(),
            deputy: None,
            unit: "u".into(),
            area: None,
            valid_from: None,
            valid_to: Some(Timestamp(10)),
            work_phone: None,
        };
        assert_eq!(check_post(&post, Timestamp(10)).unwrap_err().code, "post.times");
        assert_eq!(check_post(&post, Timestamp(9)), Ok(()));
        let own = NewPost { deputy: Some(person), valid_to: None, ..post };
        assert_eq!(check_post(&own, Timestamp(9)).unwrap_err().code, "post.deputy_self");
    }
}
