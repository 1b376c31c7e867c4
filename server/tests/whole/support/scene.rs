//! A working day of the town with a bit of everything in it: what the ledger is then tried on.

use super::{
    desk::{Desk, Filed, PHONE, pothole},
    png, text, town,
};
use axum::http::Method;
use serde_json::{Value, json};

/// What the day left: the numbers of its cases.
pub struct Day {
    /// Handled, checked, closed, rated, opened again.
    pub pothole: Filed,
    /// Returned twice, in dispute, ruled.
    pub pole: String,
    /// A call of the town with two departments.
    pub call: String,
}

impl Desk {
    pub async fn day(&mut self) -> Day {
        let pothole = self.round().await;
        let pole = self.dispute().await;
        let call = self.call().await;
        self.rest().await;
        self.settings().await;
        let look = json!({"field": "reporter.phone", "purpose": "核实地点"});
        let path = format!("/api/v1/cases/{}/reveal", pothole.number);
        assert_eq!(self.person("receiver").await.post(&path, look).await.json()["value"], PHONE);
        Day { pothole, pole, call }
    }

    /// The whole loop, and once more.
    async fn round(&mut self) -> Filed {
        let mut report = pothole();
        report["attachments"] = json!([self.whole.upload(png::picture(0x21)).await]);
        let filed = Filed::of(&self.file("day-00000001", &report).await);
        self.handled(&filed.number, "both").await;
        self.closed(&filed.number).await;
        let rated = self.reporter(&filed, "rate", json!({"grade": 1, "comment": "没修好"})).await;
        assert_eq!(rated.status, 200, "{}", text(&rated));
        let asked = self.reporter(&filed, "ask-reopen", json!({"reason": "又塌了"})).await;
        assert_eq!(asked.status, 200, "{}", text(&asked));
        self.done("dispatcher", &filed.number, "reopen", json!({"reason": "属实"}), "to_dispatch").await;
        filed
    }

    /// Nobody wants it; the arbiter rules, and the ruling binds.
    async fn dispute(&mut self) -> String {
        let number = self
            .register(json!({
                "channel": "walk_in", "category": {"pack": "city-upkeep", "code": "010114"},
                "text": "路口那根歪杆谁家的", "place": {"lon": 110.012, "lat": 30.01},
                "reporter": {"name": "老李", "phone": "13700000000"}, "hide_reporter": true,
                "external": {"system": "12345", "number": "A-77"},
            }))
            .await;
        self.done("receiver", &number, "accept", json!({}), "to_dispatch").await;
        for (unit, login, state) in [
            ("municipal", "handler", "to_dispatch"),
            ("lighting", "lamplighter", "to_dispatch"),
            ("municipal", "handler", "arbitrating"),
        ] {
            self.done("dispatcher", &number, "dispatch", json!({"unit": town::unit(unit)}), "to_sign").await;
            self.done(login, &number, "return", json!({"clause": "目录 9", "reason": "不归我们"}), state)
                .await;
        }
        let ruling = json!({"unit": town::unit("lighting"), "clause": "目录 31", "catalogue": true});
        self.done("arbiter", &number, "rule", ruling, "to_sign").await;
        number
    }

    /// The town calls two departments.
    async fn call(&mut self) -> String {
        let body = json!({
            "channel": "patrol", "category": {"pack": "town-calls-county", "code": "K02"},
            "text": "断头路", "place": {"lon": 110.003, "lat": 30.01},
        });
        let reply = self.person("town").await.post("/api/v1/cases", body).await;
        assert_eq!(reply.status, 201, "{}", text(&reply));
        let number = reply.json()["number"].as_str().unwrap().to_string();
        let units = json!({"unit": town::unit("transport"), "assists": [town::unit("enforcement")]});
        self.done("town", &number, "call", units, "calling").await;
        self.done("town", &number, "urge", json!({"note": "请尽快"}), "calling").await;
        number
    }

    /// Extension, suspension, an order, a merge, a case settled on the spot.
    async fn rest(&mut self) {
        let first = Filed::of(&self.file("day-00000002", &pothole()).await).number;
        let second = Filed::of(&self.file("day-00000003", &pothole()).await).number;
        self.done("dispatcher", &second, "merge", json!({"into": first}), "joined").await;
        self.done("dispatcher", &first, "dispatch", json!({"unit": town::unit("municipal")}), "to_sign")
            .await;
        self.done("handler", &first, "sign", json!({}), "handling").await;
        let longer = json!({"hours_or_days": 2, "reason": "等材料"});
        self.done("handler", &first, "ask_extension", longer, "handling").await;
        self.done("dispatcher", &first, "grant_extension", json!({}), "handling").await;
        self.done("supervisor", &first, "suspend", json!({"cause": "暴雨"}), "suspended").await;
        self.done("dispatcher", &first, "resume", json!({}), "handling").await;
        let order = json!({"deadline": "2026-03-09T10:00:00Z", "note": "限期"});
        self.done("leader", &first, "supervise", order, "handling").await;

        let found = json!({
            "channel": "patrol", "category": {"pack": "city-upkeep", "code": "020201"}, "text": "小广告",
            "place": {"lon": 110.003, "lat": 30.01},
        });
        let reply = self.person("worker").await.post("/api/v1/cases", found).await;
        let number = reply.json()["number"].as_str().unwrap_or_default().to_string();
        assert_eq!(reply.status, 201, "{}", text(&reply));
        let photo = self.whole.upload(png::picture(0x42)).await;
        self.done("worker", &number, "settle", json!({"result": "已清除", "photos": [photo]}), "closed")
            .await;
    }

    /// What administrators set up.
    async fn settings(&mut self) {
        let unit = json!({"code": "w-lighting-2", "name": {"zh": "路灯二队"}, "area": town::WEST, "contact": "夜班 8000"});
        self.set("admin_system", Method::PUT, "/api/v1/units/w-lighting-2", unit).await;
        let person =
            json!({"login": "newcomer", "name": "新人", "phone": "13600000000", "password": town::PASSWORD});
        let id = self.set("admin_security", Method::POST, "/api/v1/people", person).await["id"].clone();
        let post = json!({"kind": "handler", "person": id, "unit": "w-lighting-2"});
        self.set("admin_security", Method::POST, "/api/v1/posts", post).await;
        self.set("admin_security", Method::POST, "/api/v1/clients", json!({"name": {"zh": "热线"}})).await;
        let entry = json!({
            "id": "", "pack": "city-upkeep", "category": "010115", "area_path": format!("9901/{}", town::WEST),
            "unit": "w-lighting-2", "assists": [], "priority": "high", "promise": "d3", "basis": "条例第 9 条",
        });
        self.set("dispatcher", Method::PUT, "/api/v1/catalogue/lamps", entry).await;
    }

    /// Registers something at the counter.
    pub async fn register(&mut self, body: Value) -> String {
        let reply = self.person("receiver").await.post("/api/v1/cases", body).await;
        self.shown.push(String::from_utf8_lossy(&reply.body).into());
        assert_eq!(reply.status, 201, "{}", text(&reply));
        reply.json()["number"].as_str().unwrap().to_string()
    }

    async fn set(&mut self, login: &str, method: Method, path: &str, body: Value) -> Value {
        self.whole.env.advance(60_000);
        let reply = self.person(login).await.send(method, path, Some(body)).await;
        assert!(reply.status.is_success(), "{path}: {}", text(&reply));
        reply.json()
    }
}
