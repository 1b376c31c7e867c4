//! A new key of the vault while people work: everything is found and read as before, all of it stands under the new key in the end, and only
//! then the old one may go.

use crate::support::{Whole, text, town::pack_folder};
use axum::{body::Body, http::Request};
use jingwei::commands::verify;
use protect::Keys;
use serde_json::{Value, json};
use std::sync::Arc;
use web::testing::Client;

const PEOPLE: usize = 1_300;

fn list() -> String {
    let row = |n: usize| format!("{n},990101001001-1,样人{n},1990{n:07},示范路{n}号\n");
    std::iter::once("key,area,name,phone,address\n".to_owned()).chain((0..PEOPLE).map(row)).collect()
}

async fn import(admin: &Client, csv: &str) -> Value {
    let path = "/api/v1/register/lists/person/keys/rows?name=p.csv";
    let request = Request::post(path).header("content-type", "application/octet-stream");
    let reply = admin.ask(request, Body::from(csv.to_owned())).await;
    assert_eq!(reply.status, 200, "{}", text(&reply));
    reply.json()
}

async fn found(town: &Client, q: &str) -> Vec<String> {
    let q: String = q.bytes().map(|b| format!("%{b:02X}")).collect();
    let reply = town.get(&format!("/api/v1/register/search?q={q}")).await.json();
    reply["items"].as_array().unwrap().iter().map(|r| r["id"].as_str().unwrap().to_owned()).collect()
}

async fn reveal(town: &Client, id: &str) -> String {
    let path = format!("/api/v1/register/records/{id}/reveal");
    let reply = town.post(&path, json!({"field": "phone", "purpose": "service"})).await;
    assert_eq!(reply.status, 200, "{}", text(&reply));
    reply.json()["value"].as_str().unwrap().to_owned()
}

async fn number(whole: &Whole, sql: String) -> i64 {
    let sql = db::Sql::composed("test", sql);
    whole.app.db.read().await.unwrap().fetch_one(&sql, vec![]).await.unwrap().get("n").unwrap()
}

/// What is sealed under a key, and what of indexes stands under older generations than the youngest.
async fn left(whole: &Whole, key: &str) -> (i64, i64) {
    let mut sealed = 0;
    for table in ["protected", "protected_bundle"] {
        sealed += number(whole, format!("SELECT count(*) AS n FROM {table} WHERE key_id = '{key}'")).await;
    }
    let mut old = 0;
    for table in ["register_key", "register_source"] {
        let generation = whole.app.vault.generation();
        old += number(whole, format!("SELECT count(*) AS n FROM {table} WHERE gen < {generation}")).await;
    }
    (sealed, old)
}

whole!(a_new_key_while_people_work, |whole| async move {
    let whole = whole.town().await;
    let ctx = whole.system();
    let (report, added) = whole.app.packs.add_dir(&ctx, &pack_folder("base-registers")).await.unwrap();
    assert!(report.is_sound(), "{:?}", report.problems);
    whole.app.packs.enable(&ctx, "base-registers", &added.unwrap().version).await.unwrap();
    let (admin, town) = (whole.login("admin_system").await, whole.login("town").await);
    let map = json!({"key": "key", "area": "area", "fields": {"name": "name", "phone": "phone", "address": "address"}});
    admin.send(axum::http::Method::PUT, "/api/v1/register/lists/person/keys", Some(map)).await;
    assert_eq!(import(&admin, &list()).await["added"], json!(PEOPLE));
    let path = whole.path("vault.key");
    let ids = || Keys::parse(&std::fs::read_to_string(&path).unwrap()).unwrap();
    let old = ids().ids()[0].to_owned();
    let first = found(&town, "样人7").await.remove(0);
    // corrected before: what the source said then is a blind number too
    let fix = json!({"version": 1, "values": {"phone": "19911110000"}, "reason": "本人更正"});
    let reply = town.post(&format!("/api/v1/register/records/{first}/correct"), fix).await;
    assert_eq!(reply.status, 200, "{}", text(&reply));
    let derived = whole.app.vault.derive("webhook/1/1");

    let new = Keys::rotate(&path, whole.env.as_ref()).unwrap();
    assert_eq!(ids().ids(), [new.as_str(), old.as_str()]);
    // piece by piece, and people work in between
    let (mut turns, mut done) = (0, false);
    while !done {
        done = whole.app.turn_keys(&whole.system(), 1).await.unwrap();
        let n = turns * 37 % PEOPLE;
        assert_eq!(found(&town, &format!("样人{n}")).await.len(), 1, "turn {turns}");
        if turns == 0 {
            assert!(left(&whole, &old).await.0 > 0, "it takes several turns");
            let refused = whole.app.vault.may_retire(&mut whole.app.db.read().await.unwrap(), &old).await;
            assert!(refused.is_err(), "something is sealed under it");
            // nobody takes a third key into use meanwhile
            assert!(!whole.app.vault.adopt(&whole.app.db, &whole.system()).await.unwrap());
        }
        if turns == 2 {
            assert_eq!(reveal(&town, &first).await, "19911110000");
            // the same list again changes nothing, one with news changes that
            let again = import(&admin, &list()).await;
            assert_eq!((&again["changed"], &again["unchanged"]), (&json!(0), &json!(PEOPLE)));
            let again = import(&admin, &list().replace("样人9,", "改名9,")).await;
            assert_eq!(again["changed"], json!(1), "{again}");
            assert_eq!(found(&town, "改名9").await.len(), 1);
            assert!(found(&town, "样人9").await.is_empty());
            assert_eq!(found(&town, "19900000009").await.len(), 1, "words that did not change");
        }
        turns += 1;
        assert!(turns < 200, "it comes to an end");
    }
    assert!(turns > 4, "{turns}");
    assert_eq!(left(&whole, &old).await, (0, 0));
    assert_eq!(found(&town, "改名9").await.len(), 1);
    assert!(found(&town, "样人9").await.is_empty());
    assert_eq!(reveal(&town, &first).await, "19911110000");
    // the source says what it said: the correction stands, under the new key too
    let again = import(&admin, &list().replace("样人7,", "新名7,").replace("样人9,", "改名9,")).await;
    assert_eq!(again["changed"], json!(1), "{again}");
    assert_eq!(reveal(&town, &first).await, "19911110000");
    assert_eq!(whole.app.vault.derive("webhook/1/1"), derived, "secrets of webhooks outlive a key");

    // the old key goes; another start knows what it needs
    whole.app.vault.may_retire(&mut whole.app.db.read().await.unwrap(), &old).await.unwrap();
    let refused = whole.app.vault.may_retire(&mut whole.app.db.read().await.unwrap(), &new).await;
    assert!(refused.is_err(), "the one that seals stays");
    Keys::drop_from(&path, &old).unwrap();
    assert!(whole.app.turn_keys(&whole.system(), 10).await.unwrap());
    let fresh = protect::Vault::new(ids());
    fresh.load(&mut whole.app.db.read().await.unwrap()).await.unwrap();
    assert_eq!((fresh.generation(), fresh.derive("webhook/1/1")), (2, derived));
    let env: Arc<dyn kernel::Env> = whole.env.clone();
    ledger::sequencer::drain(&whole.app.db, &env).await.unwrap();
    let audit = whole.login("admin_audit").await.get("/api/v1/audit?county=global&stream=vault").await.json();
    let acts: Vec<&str> =
        audit["items"].as_array().unwrap().iter().map(|f| f["action"].as_str().unwrap()).collect();
    assert_eq!(acts, ["vault.retired", "vault.resealed", "vault.rotated"]);
    let report = verify::report(&whole.app, |_| {}).await.unwrap();
    assert!(report.holds(), "{:?}", report.breaks);
    // a key that nobody has opens nothing
    let stranger = protect::Vault::new(Keys::parse(&"ab".repeat(32)).unwrap());
    assert!(stranger.load(&mut whole.app.db.read().await.unwrap()).await.is_err());
});
