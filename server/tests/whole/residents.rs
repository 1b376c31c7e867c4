//! Residents who want to be told, over HTTP and over a real SMTP conversation: a code, an alert, what is told and what is
//! not, one click that ends it; an account on two devices, and its end.

use crate::support::{
    desk::{Desk, Filed, PHONE, pothole},
    post::{Mail, Post},
    text,
    town::WEST,
};
use ::residents::readers::Happenings;
use axum::{body::Body, http::Method, http::Request};
use kernel::{Env, Timestamp};
use ledger::follow::Reader;
use serde_json::{Value, json};
use std::sync::Arc;
use web::testing::{Client, Reply};

const ADDRESS: &str = "li.lei@example.com";

/// A town with a mail server.
struct Town {
    desk: Desk,
    post: Post,
}

impl Town {
    async fn open(whole: crate::support::Whole) -> Self {
        let post = Post::open().await;
        Self::with(whole, post, "").await
    }

    async fn with(whole: crate::support::Whole, post: Post, gateway: &str) -> Self {
        let whole = whole.with_mail(&post.address, gateway);
        Self { desk: Desk::open(whole).await, post }
    }

    /// Reads the ledger and runs all that is due; answers the mails that left.
    async fn run(&self) -> Vec<Mail> {
        let app = &self.desk.whole.app;
        let reader: Arc<dyn Reader> = Arc::new(Happenings);
        let env: Arc<dyn Env> = app.env.clone();
        ledger::follow::catch_up(&app.db, &env, &reader).await.unwrap();
        let runner = app.residents.runner(jobs::Runner::new(app.db.clone(), env));
        runner.register().await.unwrap();
        runner.drain().await.unwrap();
        self.post.got()
    }

    fn client(&self) -> Client {
        self.desk.whole.client().with("accept-language", "en")
    }

    async fn ask(&self, address: &str, alert: Value) -> Reply {
        let body = json!({"address": address, "alert": alert});
        self.client().post("/api/v1/account/codes", body).await
    }

    /// A device that confirms an address by its digits; with an alert, if one is wanted.
    async fn device(&self, address: &str, alert: Value) -> (Client, Value) {
        let asked = self.ask(address, alert).await;
        assert_eq!(asked.status, 202, "{}", text(&asked));
        let mails = self.run().await;
        assert_eq!((mails.len(), mails[0].to.as_str()), (1, address));
        let code: String = mails[0].header("subject").unwrap().chars().take(6).collect();
        let body = json!({"id": asked.json()["id"], "code": code});
        let reply = self.client().post("/api/v1/account/confirm", body).await;
        assert_eq!(reply.status, 200, "{}", text(&reply));
        (self.client().with("cookie", &reply.cookie().unwrap()), reply.json())
    }

    async fn accepted(&mut self, key: &str) -> String {
        let number = Filed::of(&self.desk.file(key, &pothole()).await).number;
        self.desk.done("dispatcher", &number, "dispatch", json!({"unit": "w-municipal"}), "to_sign").await;
        number
    }

    async fn verified(&self) {
        let report = jingwei::commands::verify::report(&self.desk.whole.app, |_| ()).await.unwrap();
        assert!(report.holds(), "{:?}", report.breaks);
    }
}

whole!(an_area_is_followed_by_mail, |whole| async move {
    let mut town = Town::open(whole).await;
    let wish = json!({"area": WEST, "categories": ["02"], "pace": "now"});
    let (li, account) = town.device(ADDRESS, wish).await;
    assert_eq!(account["address"], "l***@example.com");
    assert_eq!(account["alerts"][0]["area"]["code"], WEST);

    // nothing before it is accepted
    let filed = Filed::of(&town.desk.file("report-0001", &pothole()).await);
    assert!(town.run().await.is_empty(), "what is not public is not told");
    town.desk.done("dispatcher", &filed.number, "dispatch", json!({"unit": "w-municipal"}), "to_sign").await;
    // the server takes it, and the answer is lost: the second attempt is the same message
    town.post.answers(&["gone"]);
    let first = town.run().await;
    town.desk.whole.env.advance(60_000);
    let second = town.run().await;
    assert_eq!((first.len(), second.len()), (1, 1));
    let mail = &second[0];
    assert_eq!(first[0].header("message-id"), mail.header("message-id"));
    assert!(mail.header("message-id").unwrap().ends_with("@grid.test>"));
    let words = mail.text();
    assert!(words.contains(&format!("https://grid.test/cases/{}", filed.number)), "{words}");
    assert!(words.contains("Accepted") && !words.contains(PHONE) && !words.contains("王小明"), "{words}");
    assert!(town.run().await.is_empty(), "nothing is told twice");

    // what follows soon is gathered
    town.desk.done("handler", &filed.number, "sign", json!({}), "handling").await;
    town.accepted("report-0002").await;
    assert!(town.run().await.is_empty());
    town.desk.whole.env.advance(10 * 60_000);
    let gathered = town.run().await;
    assert_eq!(gathered.len(), 1);

    // a reader that begins again tells nothing again
    let cursor = "DELETE FROM reader_cursor WHERE reader = 'residents.happenings'";
    let ctx = town.desk.whole.system();
    let forget = town.desk.whole.app.db.write(&ctx, move |tx| {
        Box::pin(async move { tx.execute(&db::Sql::composed("TEST", cursor.into()), vec![]).await })
    });
    let _: u64 = forget.await.unwrap();
    town.desk.whole.env.advance(20 * 60_000);
    assert!(town.run().await.is_empty());

    // another category, another county: not wanted
    let change = format!("/api/v1/account/alerts/{}", account["alerts"][0]["id"].as_str().unwrap());
    let reply = li.send(Method::PUT, &change, Some(json!({"categories": ["01"]}))).await;
    assert_eq!(reply.status, 200, "{}", text(&reply));
    town.accepted("report-0003").await;
    assert!(town.run().await.is_empty());
    let reply = li.send(Method::PUT, &change, Some(json!({"categories": [], "paused": true}))).await;
    assert_eq!(reply.json()["paused"], true);
    town.accepted("report-0004").await;
    town.desk.whole.env.advance(20 * 60_000);
    assert!(town.run().await.is_empty(), "paused");
    assert_eq!(li.send(Method::PUT, &change, Some(json!({"paused": false}))).await.status, 200);
    town.accepted("report-0005").await;
    assert_eq!(town.run().await.len(), 1, "what happened during the pause is not told");

    // one click, as a mail reader does it
    let end = mail.header("list-unsubscribe").unwrap();
    assert_eq!(mail.header("list-unsubscribe-post").unwrap(), "List-Unsubscribe=One-Click");
    let path = end.trim_matches(['<', '>']).strip_prefix("https://grid.test").unwrap().to_owned();
    let looked = town.client().get(&path).await;
    assert_eq!(looked.json()["alert"]["area"]["code"], WEST, "looking ends nothing");
    let click = Request::post(&path).header("content-type", "application/x-www-form-urlencoded");
    let done = town.client().ask(click, Body::from("List-Unsubscribe=One-Click")).await;
    assert_eq!(done.status, 204, "{}", text(&done));
    assert_eq!(town.client().get(&path).await.json()["alert"], Value::Null);
    let forged = format!("{}0", &path[..path.len() - 1]);
    let forged = if forged == path { format!("{}1", &path[..path.len() - 1]) } else { forged };
    assert_eq!(town.client().send(Method::POST, &forged, None).await.code(), "alert.not_found");
    town.accepted("report-0006").await;
    town.desk.whole.env.advance(20 * 60_000);
    assert!(town.run().await.is_empty(), "ended");
    town.verified().await;
});

whole!(a_digest_comes_in_the_morning, |whole| async move {
    let mut town = Town::open(whole).await;
    // nine in the morning of a Monday
    let (_, _) = town.device(ADDRESS, json!({"area": WEST, "pace": "day"})).await;
    let (_, _) = town.device("han.mei@example.com", json!({"area": WEST, "pace": "week"})).await;
    for key in ["report-0001", "report-0002", "report-0003"] {
        town.accepted(key).await;
    }
    assert!(town.run().await.is_empty(), "not before the morning");
    town.desk.whole.env.set(Timestamp::parse("2026-03-03T08:00:01+08:00").unwrap());
    let mails = town.run().await;
    assert_eq!(mails.iter().map(|m| m.to.as_str()).collect::<Vec<_>>(), [ADDRESS]);
    assert!(mails[0].header("subject").unwrap().contains("3 matters"));
    town.desk.whole.env.set(Timestamp::parse("2026-03-04T08:00:01+08:00").unwrap());
    assert!(town.run().await.is_empty(), "nothing new, no letter");
    town.desk.whole.env.set(Timestamp::parse("2026-03-09T08:00:01+08:00").unwrap());
    let mails = town.run().await;
    assert_eq!(mails.iter().map(|m| m.to.as_str()).collect::<Vec<_>>(), ["han.mei@example.com"]);
});

whole!(codes_are_few_and_tell_nothing, |whole| async move {
    let town = Town::open(whole).await;
    let (_, _) = town.device(ADDRESS, Value::Null).await;
    // known or not: the same answer
    let shape = |reply: &Reply| {
        let keys: Vec<String> = reply.json().as_object().unwrap().keys().cloned().collect();
        (reply.status, keys)
    };
    let (known, fresh) =
        (town.ask(ADDRESS, Value::Null).await, town.ask("han.mei@example.com", Value::Null).await);
    assert_eq!(shape(&known), shape(&fresh));
    let mails = town.run().await;
    assert_eq!(mails.len(), 2);
    // five attempts, then even the right one is refused
    let right: String =
        mails.iter().find(|m| m.to == ADDRESS).unwrap().header("subject").unwrap()[..6].into();
    let wrong = if right == "000000" { "000001" } else { "000000" };
    let show = |code: &str| {
        let body = json!({"id": known.json()["id"], "code": code});
        let client = town.client();
        async move { client.post("/api/v1/account/confirm", body).await.code() }
    };
    for _ in 0..5 {
        assert_eq!(show(wrong).await, "account.code");
    }
    assert_eq!(show(&right).await, "account.code");
    // the link holds once, and not for ever
    let mail = mails.iter().find(|m| m.to != ADDRESS).unwrap();
    let link = mail.after("https://grid.test/account#code=");
    let (id, secret) = link.split_once('.').unwrap();
    let body = json!({"id": id, "code": secret});
    assert_eq!(town.client().post("/api/v1/account/confirm", body.clone()).await.status, 200);
    assert_eq!(town.client().post("/api/v1/account/confirm", body).await.code(), "account.code");
    // three in a quarter of an hour
    assert_eq!(town.ask(ADDRESS, Value::Null).await.status, 202);
    let many = town.ask(ADDRESS, Value::Null).await;
    assert_eq!((many.status.as_u16(), many.code().as_str()), (429, "account.too_many"));
    let late = town.ask("old@example.com", Value::Null).await.json();
    town.desk.whole.env.advance(16 * 60_000);
    let codes = town.run().await;
    assert!(codes.iter().all(|m| m.to != "old@example.com"), "a code that is over is not sent");
    let body = json!({"id": late["id"], "code": "000000"});
    assert_eq!(town.client().post("/api/v1/account/confirm", body).await.code(), "account.code");
    for (address, code) in [("nobody", "account.address"), ("13800000000", "account.no_way")] {
        assert_eq!(town.ask(address, Value::Null).await.code(), code);
    }
    let nowhere = town.ask("x@example.com", json!({"area": "nowhere"})).await;
    assert_eq!((nowhere.status.as_u16(), nowhere.json()["field"].as_str()), (400, Some("/area")));
    // what was never confirmed is gone with the hour
    town.desk.whole.env.advance(2 * Timestamp::HOUR);
    town.run().await;
    let whole = &town.desk.whole;
    assert_eq!(whole.number("SELECT count(*) AS n FROM resident_code").await, 0);
    let held = "SELECT count(*) AS n FROM protected WHERE purpose = 'resident.address'";
    assert_eq!(whole.number(held).await, whole.number("SELECT count(*) AS n FROM resident").await);
    town.verified().await;
});

whole!(an_account_on_two_devices, |whole| async move {
    let mut town = Town::open(whole).await;
    let filed = Filed::of(&town.desk.file("report-0001", &pothole()).await);
    let (phone, _) = town.device(ADDRESS, Value::Null).await;
    let path = format!("/api/v1/account/reports/{}", filed.number);
    let wrong = phone.send(Method::PUT, &path, Some(json!({"token": "a".repeat(32)}))).await;
    assert_eq!(wrong.code(), "case.not_found", "somebody else's report");
    let body = json!({"token": filed.token, "told": true});
    for _ in 0..2 {
        assert_eq!(phone.send(Method::PUT, &path, Some(body.clone())).await.status, 204);
    }
    let (desk, account) = town.device(ADDRESS, Value::Null).await;
    assert_eq!(account["reports"][0]["number"], filed.number.as_str());
    assert_eq!(account["reports"][0]["token"], filed.token.as_str());
    // news of one's own report, with none of its words
    town.desk.done("dispatcher", &filed.number, "dispatch", json!({"unit": "w-municipal"}), "to_sign").await;
    let mails = town.run().await;
    assert_eq!(mails.len(), 1);
    let words = mails[0].text();
    assert!(words.contains(&format!("https://grid.test/track/{}", filed.number)), "{words}");
    assert!(!words.contains("家门口") && !words.contains(&filed.token), "{words}");
    // another resident sees nothing of it
    let (other, account) = town.device("han.mei@example.com", Value::Null).await;
    assert_eq!(account["reports"], json!([]));
    assert_eq!(other.send(Method::DELETE, &path, None).await.code(), "case.not_found");
    let mine = desk.get("/api/v1/account").await.json()["account"]["alerts"][0]["id"].clone();
    let of_another = format!("/api/v1/account/alerts/{}", mine.as_str().unwrap());
    assert_eq!(other.send(Method::DELETE, &of_another, None).await.code(), "alert.not_found");
    // a session of residents opens nothing of the staff's, and one device signs out alone
    assert_eq!(desk.get("/api/v1/cases").await.status, 401);
    assert_eq!(desk.send(Method::DELETE, "/api/v1/account/session", None).await.status, 204);
    assert_eq!(desk.get("/api/v1/account").await.json()["account"], Value::Null);
    assert_eq!(phone.get("/api/v1/account").await.json()["account"]["way"], "email");
    // the end: everything that hung on the address is gone, the case stays
    assert_eq!(phone.send(Method::DELETE, "/api/v1/account", None).await.status, 204);
    assert_eq!(phone.send(Method::PUT, &path, Some(body)).await.code(), "account.session_required");
    let whole = &town.desk.whole;
    for table in ["resident_alert", "resident_entry", "resident_report"] {
        assert_eq!(whole.number(&format!("SELECT count(*) AS n FROM {table}")).await, 0, "{table}");
    }
    let left = "SELECT count(*) AS n FROM protected WHERE purpose LIKE 'resident.%' AND value IS NOT NULL";
    assert_eq!(whole.number(left).await, 1, "the other resident's address alone");
    assert_eq!(town.desk.track(&filed).await.status, 200);
    town.verified().await;
});

/// A gateway that takes one message, and what it got.
async fn gateway() -> (String, tokio::task::JoinHandle<String>) {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/send", listener.local_addr().unwrap());
    let taking = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let (mut got, mut piece) = (String::new(), [0; 4096]);
        while !got.ends_with('}') {
            let n = stream.read(&mut piece).await.unwrap();
            got.push_str(std::str::from_utf8(&piece[..n]).unwrap());
        }
        stream.write_all(b"HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n").await.unwrap();
        got
    });
    (url, taking)
}

whole!(a_mobile_number_is_reached_through_the_gateway, |whole| async move {
    let (url, taking) = gateway().await;
    let town = Town::with(whole, Post::open().await, &url).await;
    let asked = town.ask("+86 138-0000-0000", json!({"area": WEST})).await;
    assert_eq!(asked.status, 202, "{}", text(&asked));
    assert!(town.run().await.is_empty());
    let got = taking.await.unwrap();
    let (head, body) = got.split_once("\r\n\r\n").unwrap();
    assert!(
        head.starts_with("POST /send HTTP/1.1") && head.contains("authorization: Bearer shared"),
        "{head}"
    );
    let body: Value = serde_json::from_str(body).unwrap();
    assert_eq!(body["phones"], json!(["13800000000"]));
    let words = body["params"]["content"].as_str().unwrap();
    let code: String = words.chars().filter(char::is_ascii_digit).take(6).collect();
    let shown = json!({"id": asked.json()["id"], "code": code});
    let reply = town.client().post("/api/v1/account/confirm", shown).await;
    assert_eq!((reply.status.as_u16(), &reply.json()["address"]), (200, &json!("138****0000")));
});

whole!(administrators_see_what_failed, |whole| async move {
    let mut town = Town::open(whole).await;
    town.post.answers(&["550 no such mailbox li.lei@example.com"]);
    assert_eq!(town.ask(ADDRESS, Value::Null).await.status, 202);
    assert!(town.run().await.is_empty());
    let admin = town.desk.person("admin_system").await;
    let seen = admin.get("/api/v1/messages").await.json();
    assert_eq!(seen["mail_from"], "Grid <no-reply@grid.test>");
    let error = seen["dead"][0]["error"].as_str().unwrap();
    assert!(error.contains("550") && !error.contains(ADDRESS), "{error}");
    let again = format!("/api/v1/messages/{}/again", seen["dead"][0]["id"].as_str().unwrap());
    assert_eq!(admin.post(&again, json!({})).await.status, 204);
    assert_eq!(town.run().await.len(), 1);
    assert_eq!(admin.get("/api/v1/messages").await.json()["dead"], json!([]));
    let sent = admin.post("/api/v1/messages/test", json!({"address": ADDRESS})).await;
    assert_eq!(sent.status, 204, "{}", text(&sent));
    assert_eq!(town.post.got().len(), 1);
    town.post.answers(&["451 later"]);
    let refused = admin.post("/api/v1/messages/test", json!({"address": ADDRESS})).await;
    assert_eq!(refused.code(), "message.not_sent");
    assert!(text(&refused).contains("451"), "{}", text(&refused));
});
