//! People at work: who is logged in, reports that come in, acts on cases. Everything through HTTP.

use super::{Whole, text, town};
use axum::{body::Body, http::Request};
use serde_json::{Value, json};
use std::collections::HashMap;
use web::testing::{Client, Reply};

/// The number that nobody of the staff may see in clear.
pub const PHONE: &str = "13812345678";

/// A report of a pothole in the west by somebody who can be called back.
pub fn pothole() -> Value {
    let [lon, lat] = town::IN_WEST;
    json!({
        "category": {"pack": "city-upkeep", "code": "020110"},
        "text": "家门口这个坑都半年了",
        "place": {"lon": lon, "lat": lat, "address": "东街 3 号"},
        "reporter": {"name": "王小明", "phone": PHONE},
    })
}

/// A report as its reporter holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct Filed {
    pub number: String,
    pub token: String,
    pub receipt: String,
}

impl Filed {
    pub fn of(reply: &Reply) -> Self {
        assert_eq!(reply.status, 201, "{}", text(reply));
        let body = reply.json();
        let word = |key: &str| body[key].as_str().unwrap().to_string();
        Self { number: word("number"), token: word("token"), receipt: word("receipt") }
    }
}

/// An office: its application, and whoever has come to work.
pub struct Desk {
    pub whole: Whole,
    people: HashMap<String, Client>,
    /// Everything that the staff was shown.
    pub shown: Vec<String>,
}

impl Desk {
    pub async fn open(whole: Whole) -> Self {
        Self { whole: whole.town().await, people: HashMap::new(), shown: vec![] }
    }

    /// Somebody, logged in.
    pub async fn person(&mut self, login: &str) -> Client {
        if let Some(client) = self.people.get(login) {
            return client.clone();
        }
        let client = self.whole.login(login).await;
        self.people.insert(login.into(), client.clone());
        client
    }

    /// What somebody sees at an address.
    pub async fn get(&mut self, login: &str, path: &str) -> Reply {
        let reply = self.person(login).await.get(path).await;
        self.shown.push(String::from_utf8_lossy(&reply.body).into());
        reply
    }

    /// A case as the dispatcher sees it.
    pub async fn case(&mut self, number: &str) -> Value {
        let reply = self.get("dispatcher", &format!("/api/v1/cases/{number}")).await;
        assert_eq!(reply.status, 200, "{}", text(&reply));
        reply.json()
    }

    /// Files a report as nobody in particular, under a key.
    pub async fn file(&self, key: &str, body: &Value) -> Reply {
        let request = Request::post("/api/v1/reports").header("content-type", "application/json");
        self.whole.client().ask(request.header("idempotency-key", key), Body::from(body.to_string())).await
    }

    /// Does something in the version that stands.
    pub async fn act(&mut self, login: &str, number: &str, action: &str, input: Value) -> Reply {
        let version = self.case(number).await["version"].clone();
        self.whole.env.advance(60_000);
        let path = format!("/api/v1/cases/{number}/actions/{action}");
        let reply = self.person(login).await.post(&path, json!({"version": version, "input": input})).await;
        self.shown.push(String::from_utf8_lossy(&reply.body).into());
        reply
    }

    /// The same; it is done, and the case stands in a state then.
    pub async fn done(
        &mut self,
        login: &str,
        number: &str,
        action: &str,
        input: Value,
        state: &str,
    ) -> Value {
        let reply = self.act(login, number, action, input).await;
        assert_eq!(reply.status, 200, "{login} {action}: {}", text(&reply));
        let view = reply.json();
        assert_eq!(view["state"]["code"], state, "after {action}");
        view
    }

    /// From the inbox to the check: sent to the unit that is proposed, signed, finished with a photo.
    pub async fn handled(&mut self, number: &str, handler: &str) {
        let unit = self.case(number).await["proposal"]["unit"].clone();
        let unit = unit.get("code").cloned().unwrap_or(unit);
        self.done("dispatcher", number, "dispatch", json!({"unit": unit}), "to_sign").await;
        self.done(handler, number, "sign", json!({}), "handling").await;
        let shade = u8::try_from(self.shown.len() % 251).unwrap();
        let photo = self.whole.upload(super::png::picture(shade)).await;
        self.done(handler, number, "finish", json!({"result": "已修补", "photos": [photo]}), "to_check")
            .await;
    }

    /// From the check to the end.
    pub async fn closed(&mut self, number: &str) {
        let good = json!({"result": "pass", "method": "photo", "note": "现场已平整"});
        self.done("checker", number, "check", good, "to_call_back").await;
        let glad = json!({"reached": true, "solved": true, "satisfied": true});
        self.done("receiver", number, "call_back", glad, "closed").await;
    }

    /// A case as its reporter sees it.
    pub async fn track(&self, filed: &Filed) -> Reply {
        self.whole.client().get(&format!("/api/v1/track/{}?token={}", filed.number, filed.token)).await
    }

    /// Something that the reporter does.
    pub async fn reporter(&self, filed: &Filed, what: &str, mut body: Value) -> Reply {
        self.whole.env.advance(60_000);
        body["token"] = filed.token.clone().into();
        self.whole.client().post(&format!("/api/v1/track/{}/{what}", filed.number), body).await
    }
}
