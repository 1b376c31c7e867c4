//! A case from its report to the end, through eight actions of five people, each over HTTP with an idempotency key.

use crate::{
    Answer, Bench,
    figure::{Bar, Figure},
    load::{Connection, repeat},
    rows::report,
    server::{Server, build_city},
};
use serde_json::{Value, json};

/// Whoever acts, in the order of [`STEPS`].
const PEOPLE: [&str; 5] = ["receiver", "dispatcher", "handler", "supervisor", "checker"];

/// Who (index into [`PEOPLE`]) does what with which form.
fn steps(unit: &str) -> [(usize, &'static str, Value); 8] {
    [
        (0, "accept", json!({})),
        (1, "dispatch", json!({"unit": unit, "note": "please look at it today"})),
        (2, "sign", json!({})),
        (2, "ask_extension", json!({"hours_or_days": 2, "reason": "the spare part comes tomorrow"})),
        (3, "grant_extension", json!({})),
        (2, "finish", json!({"result": "the lamp burns again"})),
        (4, "check", json!({"result": "pass", "method": "photo", "note": "seen on the picture"})),
        (0, "call_back", json!({"reached": true, "solved": true, "satisfied": true})),
    ]
}

/// One client: a connection for the reporter and one for each of the staff.
struct Worker {
    client: usize,
    reporter: Connection,
    staff: Vec<Connection>,
}

/// From 32 clients on SQLite.
pub async fn run(bench: &Bench) -> Answer {
    let folder = bench.work.join("work");
    build_city(bench, &folder, None, 2_000)?;
    let server = Server::start(bench, &folder, None).await?;
    let mut sessions = vec![];
    for login in PEOPLE {
        sessions.push(server.session(login).await?);
    }
    let mut handler = Connection::open(&server.address).await?.with_session(&sessions[2]);
    let unit = handler.get("/api/v1/session").await?.json()["posts"][0]["unit"]["code"].clone();
    let unit = unit.as_str().ok_or("the handler has no unit")?.to_owned();
    let page = handler.get("/api/v1/cases?queue=all&limit=1").await?.json();
    let at = |key: &str| page["items"][0][key].as_f64().or_else(|| page["items"][0]["place"][key].as_f64());
    let place = at("lon").zip(at("lat")).ok_or("the handler has no case with a place")?;
    let mut workers = vec![];
    for client in 0..32 {
        let mut staff = vec![];
        for session in &sessions {
            staff.push(Connection::open(&server.address).await?.with_session(session));
        }
        workers.push(Worker { client, reporter: Connection::open(&server.address).await?, staff });
    }
    let steps = steps(&unit);
    let run = repeat(workers, bench.seconds(), Some(server.pid()), async |w: &mut Worker, n| {
        let key = format!("bench-work-{}-{n}", w.client);
        let body = report(place, w.client, n);
        // all of them lie in the handler's area: the spread is a few metres
        let mut body: Value = serde_json::from_str(&body).map_err(|e| e.to_string())?;
        body["place"]["lon"] = json!(place.0);
        body["place"]["lat"] = json!(place.1);
        let filed =
            w.reporter.post("/api/v1/reports", body.to_string(), &[("idempotency-key", &key)]).await?;
        let number = filed.json()["number"].as_str().unwrap_or_default().to_owned();
        for (version, (who, action, input)) in (1..).zip(&steps) {
            let body = json!({"version": version, "input": input}).to_string();
            let (path, key) =
                (format!("/api/v1/cases/{number}/actions/{action}"), format!("{key}-{version}"));
            w.staff[*who]
                .post(&path, body, &[("idempotency-key", &key), ("prefer", "return=minimal")])
                .await?;
        }
        Ok(())
    })
    .await?;
    Ok(vec![
        Figure::new("full cases, report and eight actions, SQLite", run.per_second, "1/s")
            .bar(Bar::AtLeast(300.0))
            .note(format!("{:.0} requests/s; {}", run.per_second * 9.0, run.shares())),
    ])
}
