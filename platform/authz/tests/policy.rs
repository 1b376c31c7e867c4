//! The table as a snapshot, and what it means for actors.
#![allow(clippy::unwrap_used)] // a test fails by panicking

use authz::{Policy, Scope, Thing, action, require, scopes};
use kernel::{Actor, ActorKind, Grant, RefusalKind};

fn grant(role: &str, unit: &str, area_path: &str) -> Grant {
    Grant {
        post: format!("{role}-{area_path}"),
        kind: role.into(),
        role: role.into(),
        unit: unit.into(),
        area_path: area_path.into(),
        deputy: false,
    }
}

fn person(grants: Vec<Grant>) -> Actor {
    Actor { id: "person/1".into(), kind: ActorKind::Person, grants }
}

/// Whoever changes the policy sees here what that means. `UPDATE_SNAPSHOTS=1 cargo nextest run -p authz` writes it.
#[test]
fn the_matrix_is_as_it_was_agreed() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/matrix.txt");
    let matrix = Policy::builtin().matrix();
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(path, &matrix).unwrap();
    }
    assert_eq!(matrix, std::fs::read_to_string(path).unwrap());
}

#[test]
fn the_three_administrators_share_no_power() {
    let policy = Policy::builtin();
    let writes = [
        action::AREA_IMPORT,
        action::UNIT_WRITE,
        action::CATALOGUE_WRITE,
        action::PACK_WRITE,
        action::PERSON_WRITE,
        action::POST_WRITE,
        action::CLIENT_WRITE,
        action::AUDIT_READ,
    ];
    for write in writes {
        let holders = ["admin_system", "admin_security", "admin_audit"]
            .iter()
            .filter(|role| policy.reach(role, write).is_some())
            .count();
        assert_eq!(holders, 1, "{write}");
    }
    for role in ["admin_system", "admin_security", "admin_audit"] {
        assert_eq!(policy.reach(role, action::CASE_READ), None, "{role} reads no case");
    }
}

#[test]
fn a_handler_sees_the_cases_of_the_unit_in_the_area() {
    let handler = person(vec![grant("handler", "u1", "a/b")]);
    let read = |path: &str, units: &[&str]| {
        require(&handler, action::CASE_READ, &Thing::of("case").at(path).owed_by(units)).map(|g| g.is_some())
    };
    assert_eq!(read("a/b/c", &["u0", "u1"]), Ok(true));
    assert_eq!(read("a/b", &["u2"]).unwrap_err().kind, RefusalKind::NotFound);
    assert_eq!(read("a/x", &["u1"]).unwrap_err().kind, RefusalKind::NotFound);
    assert_eq!(
        scopes(&handler, action::CASE_LIST),
        [Scope { area_path: "a/b".into(), unit: Some("u1".into()) }]
    );
}

#[test]
fn what_may_be_read_is_forbidden_and_not_hidden() {
    let leader = person(vec![grant("checker", "u1", "a"), grant("handler", "u1", "a/b")]);
    let thing = Thing::of("case").at("a/b");
    let refusal = require(&leader, action::CASE_REGISTER, &Thing::of("case").at("z")).unwrap_err();
    assert_eq!((refusal.kind, refusal.code.as_str()), (RefusalKind::NotFound, "case.not_found"));
    let refusal = require(&leader, action::AUDIT_READ, &thing).unwrap_err();
    assert_eq!((refusal.kind, refusal.code.as_str()), (RefusalKind::Forbidden, "action.forbidden"));
}

#[test]
fn scopes_that_others_cover_are_dropped() {
    let actor = person(vec![
        grant("handler", "u1", "a/b"),
        grant("dispatcher", "u0", "a"),
        grant("worker", "u2", "a/c/d"),
    ]);
    assert_eq!(scopes(&actor, action::CASE_LIST), [Scope { area_path: "a".into(), unit: None }]);
    assert_eq!(scopes(&actor, action::PUBLIC_READ), [Scope::everywhere()]);
    assert_eq!(scopes(&actor, action::AUDIT_READ), []);
}

#[test]
fn nobody_in_particular_must_log_in() {
    let refusal = require(&Actor::anonymous(), action::CASE_READ, &Thing::of("case").at("a")).unwrap_err();
    assert_eq!(refusal.kind, RefusalKind::Unauthenticated);
    assert!(require(&Actor::anonymous(), action::REPORT_CREATE, &Thing::of("report")).is_ok());
    assert!(require(&Actor::system("job"), action::AUDIT_READ, &Thing::of("case")).is_ok());
    assert!(require(&person(vec![]), action::SESSION_USE, &Thing::of("session")).is_ok());
    assert!(require(&person(vec![]), action::UNIT_READ, &Thing::of("unit")).is_err());
}

#[test]
fn a_wrong_table_is_refused_by_name() {
    let bad = "roles:\n  x:\n    area: [case.raed]\nsecret: {}\n";
    assert_eq!(Policy::parse(bad).unwrap_err(), "unknown action \"case.raed\"");
}
