//! Days on which somebody does not work: who says so, until when, and who works an area then.
use crate::common::{PASSWORD, city, client, node};
use crate::people::broken;
use axum::http::{Method, StatusCode};
use identity::PersonId;
use identity::absence::NewAbsence;
use kernel::{Env as _, Timestamp};
use serde_json::json;
use testkit::both;

fn day(now: Timestamp, ahead: i64) -> String {
    now.plus(ahead * Timestamp::DAY).to_string().chars().take(10).collect()
}

both!(somebody_is_away_and_comes_back_before, |test| async move {
    let identity = node(&test);
    let people = city(&identity, &test.system()).await.people;
    let ctx = test.system();
    let zhang: PersonId = people["zhang"].clone();
    let own = test.ctx(identity.actor(&ctx, &zhang).await.unwrap());
    let now = test.env.now();
    let away = NewAbsence { first_day: day(now, -1), last_day: day(now, 3) };
    let said = identity.say_absent(&own, &zhang, &away).await.unwrap();
    assert_eq!(identity.absences(&own, &zhang).await.unwrap(), std::slice::from_ref(&said));
    identity.end_absence(&own, &zhang, &said.id).await.unwrap();
    identity.end_absence(&own, &zhang, &said.id).await.unwrap();
    assert_eq!(identity.absences(&own, &zhang).await.unwrap(), [], "today counts again");
    let later = NewAbsence { first_day: day(now, 5), last_day: day(now, 6) };
    let said = identity.say_absent(&own, &zhang, &later).await.unwrap();
    identity.end_absence(&own, &zhang, &said.id).await.unwrap();
    let refused = identity.end_absence(&own, &zhang, &said.id).await.unwrap_err();
    assert_eq!(refused.refusal().unwrap().code, "absence.not_found", "it never was");
    // the words of the record are ids and days
    let facts =
        ledger::facts_of_stream(&mut test.db.read().await.unwrap(), "global", &format!("person/{zhang}"))
            .await
            .unwrap();
    let told: Vec<&str> = facts.iter().map(|f| f.action.as_str()).filter(|a| *a != "person.set").collect();
    assert_eq!(told, ["person.absent", "person.present", "person.absent", "person.present"]);
});

both!(an_absence_is_said_over_http_by_the_person_and_by_nobody_else, |test| async move {
    let identity = node(&test);
    let people = city(&identity, &test.system()).await.people;
    let now = test.env.now();
    let zhang = client(&test, &identity).login("zhang", PASSWORD).await;
    let path = format!("/api/v1/people/{}/absences", people["zhang"]);
    let days = json!({"first_day": day(now, 1), "last_day": day(now, 2)});
    let reply = zhang.post(&path, days.clone()).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.json());
    let id = reply.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(zhang.get(&path).await.json()["items"][0]["id"], json!(id));
    let other = client(&test, &identity).login("qian", PASSWORD).await;
    assert_eq!(other.post(&path, days).await.code(), "action.forbidden");
    let wrong = zhang.post(&path, json!({"first_day": "23.11.2026", "last_day": "2026-11-23"})).await;
    assert_eq!((wrong.status, wrong.code()), (StatusCode::BAD_REQUEST, "field.invalid".into()));
    let end = format!("{path}/{id}/end");
    assert_eq!(zhang.send(Method::POST, &end, None).await.status, StatusCode::NO_CONTENT);
    assert_eq!(zhang.get(&path).await.json()["items"], json!([]));
});

both!(absences_that_facts_do_not_explain_are_found, |test| async move {
    let identity = node(&test);
    let people = city(&identity, &test.system()).await.people;
    let now = test.env.now();
    let zhang: PersonId = people["zhang"].clone();
    let own = test.ctx(identity.actor(&test.system(), &zhang).await.unwrap());
    for (first, last) in [(0, 3), (5, 6), (8, 9)] {
        let away = NewAbsence { first_day: day(now, first), last_day: day(now, last) };
        identity.say_absent(&own, &zhang, &away).await.unwrap();
    }
    let said = identity.absences(&own, &zhang).await.unwrap();
    test.env.advance(2 * Timestamp::DAY);
    identity.end_absence(&own, &zhang, &said[0].id).await.unwrap();
    identity.end_absence(&own, &zhang, &said[1].id).await.unwrap();
    assert_eq!(broken(&test).await, [""; 0]);
    let edit = async |sql: String| {
        let sql = db::Sql::composed("EDIT", sql);
        let system = test.system();
        let write = test.db.write(&system, move |tx| {
            let sql = sql.clone();
            Box::pin(async move { tx.execute(&sql, vec![]).await })
        });
        write.await.unwrap();
    };
    let (id, last) = (&said[2].id, &said[2].last_day);
    for (change, back) in [
        (
            format!("last_day = '2099-01-01' WHERE id = '{id}'"),
            format!("last_day = '{last}' WHERE id = '{id}'"),
        ),
        (format!("person = 'nobody' WHERE id = '{id}'"), format!("person = '{zhang}' WHERE id = '{id}'")),
        (
            format!("said_by = 'person/x' WHERE id = '{id}'"),
            format!("said_by = 'person/{zhang}' WHERE id = '{id}'"),
        ),
    ] {
        edit(format!("UPDATE absence SET {change}")).await;
        assert!(broken(&test).await.iter().any(|b| b.contains("row absence")), "{change}");
        edit(format!("UPDATE absence SET {back}")).await;
    }
    assert_eq!(broken(&test).await, [""; 0]);
});
