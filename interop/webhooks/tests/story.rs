//! What a receiver gets: signed events in order, again and again until it has them, and nothing where nothing may be
//! reached. On both databases, with a real receiver on loopback.
#![allow(clippy::unwrap_used)] // a test says so by failing

use base64::{Engine as _, engine::general_purpose::STANDARD};
use db::args;
use grid::Grid;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jobs::Runner;
use kernel::{Actor, ActorKind, Ctx, Env, Failure, Grant, Timestamp};
use parking_lot::Mutex;
use protect::{Key, Vault};
use serde_json::{Value, json};
use sha2::Sha256;
use std::{collections::HashMap, sync::Arc};
use testkit::TestDb;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpListener,
};
use webhooks::model::{NewWebhook, State};
use webhooks::{Parts, Webhooks, net::Networks, readers::Events};

/// A request as it came over the wire.
#[derive(Clone, Debug)]
struct Got {
    line: String,
    headers: HashMap<String, String>,
    body: String,
}

impl Got {
    fn event(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
    fn of(&self) -> (String, i64) {
        let event = self.event();
        (event["subject"].as_str().unwrap().to_owned(), event["data"]["seq"].as_i64().unwrap())
    }
    /// As the receiver's documentation says: any of the signatures, over id, timestamp and the bytes of the body.
    fn is_signed_with(&self, secret: &str) -> bool {
        let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
        let signed =
            format!("{}.{}.{}", self.headers["webhook-id"], self.headers["webhook-timestamp"], self.body);
        let given = self.headers["webhook-signature"].split(' ').map(|s| s.strip_prefix("v1,").unwrap());
        let verifies = |signature: &str| {
            let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
            mac.update(signed.as_bytes());
            mac.verify_slice(&STANDARD.decode(signature).unwrap()).is_ok()
        };
        given.into_iter().any(verifies)
    }
}

/// Somebody else's system: keeps what it is sent, and answers what it was told to, in order, else 204.
#[derive(Clone)]
struct Receiver {
    url: String,
    got: Arc<Mutex<Vec<Got>>>,
    answers: Arc<Mutex<Vec<&'static str>>>,
}

impl Receiver {
    async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook?tenant=7", listener.local_addr().unwrap());
        let receiver = Self { url, got: Arc::default(), answers: Arc::default() };
        let serving = receiver.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serving.clone().serve(stream));
            }
        });
        receiver
    }

    async fn serve(self, stream: tokio::net::TcpStream) -> Option<()> {
        let mut stream = BufReader::new(stream);
        let mut lines = vec![];
        loop {
            let mut line = String::new();
            stream.read_line(&mut line).await.ok().filter(|n| *n > 0)?;
            match line.trim_end() {
                "" => break,
                text => lines.push(text.to_owned()),
            }
        }
        let pairs = lines[1..].iter().filter_map(|l| l.split_once(": "));
        let headers: HashMap<String, String> =
            pairs.map(|(k, v)| (k.to_ascii_lowercase(), v.to_owned())).collect();
        let mut body = vec![0; headers["content-length"].parse().unwrap()];
        stream.read_exact(&mut body).await.ok()?;
        self.got.lock().push(Got { line: lines[0].clone(), headers, body: String::from_utf8(body).unwrap() });
        let answer = self.answers.lock().pop().unwrap_or("204 No Content");
        let location = if answer.starts_with('3') { "location: http://127.0.0.1:1/\r\n" } else { "" };
        let answer = format!("HTTP/1.1 {answer}\r\n{location}content-length: 0\r\nconnection: close\r\n\r\n");
        stream.write_all(answer.as_bytes()).await.ok()
    }

    fn got(&self) -> Vec<Got> {
        std::mem::take(&mut *self.got.lock())
    }
    /// The next answers.
    fn answers(&self, answers: &[&'static str]) {
        *self.answers.lock() = answers.iter().rev().copied().collect();
    }
}

struct Story {
    test: TestDb,
    webhooks: Webhooks,
    runner: Runner,
    receiver: Receiver,
}

impl Story {
    async fn new(test: TestDb, networks: &str) -> Self {
        let grid = Grid::open(test.db.clone(), test.env.clone()).await.unwrap();
        let webhooks = Webhooks::new(Parts {
            db: test.db.clone(),
            vault: Vault::new(Key::from_hex(&"7".repeat(64)).unwrap()),
            grid,
            networks: Networks::parse(networks).unwrap(),
        });
        let runner = webhooks.runner(Runner::new(test.db.clone(), test.env.clone()));
        Self { test, webhooks, runner, receiver: Receiver::new().await }
    }

    /// The system administrator.
    fn admin(&self) -> Ctx {
        self.holder("admin_system")
    }

    fn holder(&self, role: &str) -> Ctx {
        let grant = Grant {
            post: "p".into(),
            kind: role.into(),
            role: role.into(),
            unit: "u".into(),
            area_path: String::new(),
            deputy: false,
        };
        self.test.ctx(Actor { id: "person/1".into(), kind: ActorKind::Person, grants: vec![grant] })
    }

    fn to_receiver(&self, events: &[&str]) -> NewWebhook {
        let events = events.iter().map(|e| (*e).to_owned()).collect();
        let url = self.receiver.url.clone();
        NewWebhook { name: "热线".into(), url, events, area: String::new(), enabled: true }
    }

    /// A row of a case, as much as events look at, and a fact about it.
    async fn happens(&self, case: &'static str, action: &'static str) {
        let ctx = self.test.system();
        let inner = ctx.clone();
        let write = self.test.db.write(&ctx, move |tx| {
            let ctx = inner.clone();
            Box::pin(async move {
                let row = db::Sql::composed(
                    "row",
                    "INSERT INTO cases (county, id, number, seq, pack, pack_version, case_type, state, state_key, phase,
                    is_open, is_public, channel, priority, area, area_path, returns, reopens, has_photo, was_late,
                    registered_at, updated_at, doc) VALUES ('k', $1, $2, 1, 'p', 'v', 't', 's', 's', 'work', $3, $4, 'web',
                    'normal', 'k', 'c/k/', 0, 0, $4, $4, 0, 0, '{}') ON CONFLICT (county, id) DO NOTHING"
                        .into(),
                );
                tx.execute(&row, args![case, format!("k-{case}"), true, false]).await?;
                let mut head = ledger::open(tx, "k", &format!("case/{case}")).await?;
                let data = json!({"changes": [{"secret": "张三"}], "public": true});
                let fact = ledger::NewFact { action: action.into(), v: 1, data };
                ledger::append(tx, &ctx, &mut head, &[fact]).await.map(drop)
            })
        });
        write.await.unwrap();
    }

    /// Readers read; jobs that are due run.
    async fn goes_on(&self) {
        let reader: Arc<dyn ledger::follow::Reader> =
            Arc::new(Events { source: "https://grid.example".into() });
        let env = self.test.env.clone() as Arc<dyn Env>;
        ledger::follow::catch_up(&self.test.db, &env, &reader).await.unwrap();
        self.runner.drain().await.unwrap();
    }

    async fn queue(&self, id: &str, state: State) -> Vec<webhooks::model::DeliveryView> {
        self.webhooks.deliveries(&self.admin(), id, state, None, None).await.unwrap().items
    }
}

fn code(failure: &Failure) -> &str {
    failure.refusal().map_or("", |r| r.code.as_str())
}

testkit::both!(a_receiver_gets_signed_events_in_order, |test| async move {
    let story = Story::new(test, "127.0.0.0/8").await;
    story.happens("a", "report").await;
    story.test.env.advance(1_000);
    let made = story.webhooks.create(&story.admin(), &story.to_receiver(&[])).await.unwrap();
    story.test.env.advance(1_000);
    for (case, action) in [("a", "dispatch"), ("b", "report"), ("a", "sign"), ("a", "finish")] {
        story.happens(case, action).await;
    }
    story.goes_on().await;
    let got = story.receiver.got();
    let mut seen: Vec<(String, i64)> = got.iter().map(Got::of).collect();
    seen.sort();
    assert_eq!(
        seen,
        [("k-a".into(), 2), ("k-a".into(), 3), ("k-a".into(), 4), ("k-b".into(), 1)],
        "not what came before"
    );
    let of_a: Vec<i64> = got.iter().map(Got::of).filter(|(n, _)| n == "k-a").map(|(_, seq)| seq).collect();
    assert_eq!(of_a, [2, 3, 4], "in order within the case");
    for got in &got {
        assert_eq!(got.line, "POST /hook?tenant=7 HTTP/1.1");
        assert_eq!(got.headers["content-type"], "application/cloudevents+json; charset=utf-8");
        let event = got.event();
        assert_eq!(
            (&event["specversion"], &event["source"]),
            (&json!("1.0"), &json!("https://grid.example"))
        );
        assert_eq!(event["id"], got.headers["webhook-id"].as_str());
        assert!(event["type"].as_str().unwrap().starts_with("jingwei.case."));
        assert!(Timestamp::parse(event["time"].as_str().unwrap()).is_ok());
        let mut fields: Vec<&String> = event["data"].as_object().unwrap().keys().collect();
        fields.sort();
        assert_eq!(fields, ["action", "area_path", "at", "county", "number", "phase", "seq", "unit"]);
        assert!(got.is_signed_with(&made.secret) && !got.body.contains("张三"));
        assert!(!Got { body: got.body.replace("work", "end"), ..got.clone() }.is_signed_with(&made.secret));
    }
    let ids: std::collections::BTreeSet<&String> = got.iter().map(|g| &g.headers["webhook-id"]).collect();
    assert_eq!(ids.len(), 4);

    // another secret: both sign for a day, then the new one alone
    let rotated = story.webhooks.rotate(&story.admin(), &made.webhook.id).await.unwrap();
    assert_ne!(rotated.secret, made.secret);
    for (days, old) in [(0, true), (1, false)] {
        story.test.env.advance(days * Timestamp::DAY);
        story.happens("b", "sign").await;
        story.goes_on().await;
        let got = story.receiver.got().remove(0);
        assert_eq!((got.is_signed_with(&rotated.secret), got.is_signed_with(&made.secret)), (true, old));
    }
});

testkit::both!(what_fails_comes_again_in_order_and_is_never_forgotten, |test| async move {
    let story = Story::new(test, "127.0.0.0/8").await;
    let hook = story.webhooks.create(&story.admin(), &story.to_receiver(&[])).await.unwrap().webhook.id;
    story.happens("a", "report").await;
    story.happens("a", "sign").await;
    story.receiver.answers(&["500 No", "302 Found", "429 Later"]);
    story.goes_on().await;
    let ids = |got: &[Got]| got.iter().map(|g| g.headers["webhook-id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids(&story.receiver.got()), ["evt_a_1"], "the second waits for the first");
    for attempt in [2, 3] {
        story.goes_on().await;
        assert_eq!(story.receiver.got().len(), 0, "not before its time");
        story.test.env.advance(11_000 * attempt);
        story.goes_on().await;
        let got = story.receiver.got();
        assert_eq!(ids(&got), ["evt_a_1"], "a redirect is not followed");
    }
    let waiting = story.queue(&hook, State::Waiting).await;
    let of = |d: &webhooks::model::DeliveryView| (d.seq, d.attempts, d.status);
    let mut seen: Vec<_> = waiting.iter().map(of).collect();
    seen.sort();
    assert_eq!(seen, [(1, 3, Some(429)), (2, 0, None)]);
    story.test.env.advance(60_000);
    story.goes_on().await;
    assert_eq!(ids(&story.receiver.got()), ["evt_a_1", "evt_a_2"]);
    assert!(story.queue(&hook, State::Waiting).await.is_empty());

    // a receiver that never takes one event: given up after twenty attempts, the next goes on
    story.happens("a", "finish").await;
    story.receiver.answers(&["400 Never"; 20]);
    for _ in 0..20 {
        story.goes_on().await;
        story.test.env.advance(3 * Timestamp::HOUR);
    }
    assert_eq!(story.receiver.got().len(), 20);
    story.happens("a", "close").await;
    story.goes_on().await;
    assert_eq!(ids(&story.receiver.got()), ["evt_a_4"]);
    let dead = story.queue(&hook, State::Dead).await;
    assert_eq!(
        (dead.len(), dead[0].event.as_str(), dead[0].attempts, dead[0].status),
        (1, "evt_a_3", 20, Some(400))
    );
    let listed = story.webhooks.list(&story.admin()).await.unwrap();
    assert_eq!((listed[0].dead, listed[0].waiting), (1, 0));
    let unknown = story.webhooks.resend(&story.admin(), &hook, Some("evt_a_4")).await.unwrap_err();
    assert_eq!(code(&unknown), "delivery.not_found");
    assert_eq!(story.webhooks.resend(&story.admin(), &hook, Some("evt_a_3")).await.unwrap(), 1);
    story.goes_on().await;
    assert_eq!(ids(&story.receiver.got()), ["evt_a_3"]);
    assert_eq!(story.webhooks.resend(&story.admin(), &hook, None).await.unwrap(), 0);

    // what arrived is kept for a while
    assert_eq!(story.queue(&hook, State::Delivered).await.len(), 4);
    story.test.env.advance(31 * Timestamp::DAY);
    assert_eq!(story.webhooks.sweep(&story.test.system()).await.unwrap(), 4);
});

testkit::both!(a_server_is_not_made_to_ask_where_nobody_may, |test| async move {
    let story = Story::new(test, "10.0.0.0/8").await;
    let port = story.receiver.url.split(':').nth(2).unwrap().split('/').next().unwrap().to_owned();
    let mut hooks = vec![];
    for host in ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0x7f.1", "2130706433", "0.0.0.0"] {
        let scheme = if hooks.len() % 2 == 0 { "http" } else { "https" };
        let new = NewWebhook { url: format!("{scheme}://{host}:{port}/"), ..story.to_receiver(&[]) };
        hooks.push(story.webhooks.create(&story.admin(), &new).await.unwrap().webhook.id);
    }
    story.happens("a", "report").await;
    story.goes_on().await;
    for hook in &hooks {
        let waiting = story.queue(hook, State::Waiting).await;
        assert_eq!((waiting.len(), waiting[0].attempts, waiting[0].status), (1, 1, None));
        let error = waiting[0].error.clone().unwrap();
        assert!(error.contains("webhook_networks"), "{error}");
    }
    assert!(story.receiver.got().is_empty());
});

testkit::both!(an_administrator_keeps_them, |test| async move {
    let story = Story::new(test, "127.0.0.0/8").await;
    let admin = story.admin();
    for role in ["dispatcher", "admin_security", "admin_audit", "leader"] {
        let refused = story.webhooks.create(&story.holder(role), &story.to_receiver(&[])).await.unwrap_err();
        assert_eq!(code(&refused), "action.forbidden", "{role}");
    }
    let wrong = NewWebhook { area: "nowhere".into(), ..story.to_receiver(&[]) };
    assert_eq!(code(&story.webhooks.create(&admin, &wrong).await.unwrap_err()), "field.invalid");
    let asked = story.to_receiver(&["jingwei.case.report"]);
    let hook = story.webhooks.create(&admin, &asked).await.unwrap().webhook;
    assert_eq!(hook.name, "热线");

    // while it is off, what concerns it waits; other events never
    let off = NewWebhook { enabled: false, ..asked.clone() };
    assert!(!story.webhooks.change(&admin, &hook.id, &off).await.unwrap().enabled);
    story.happens("a", "report").await;
    story.happens("a", "sign").await;
    story.goes_on().await;
    assert!(story.receiver.got().is_empty());
    assert_eq!(story.webhooks.list(&admin).await.unwrap()[0].waiting, 1);
    story.webhooks.change(&admin, &hook.id, &asked).await.unwrap();
    story.goes_on().await;
    assert_eq!(story.receiver.got().len(), 1);

    story.happens("b", "report").await;
    story.webhooks.end(&admin, &hook.id).await.unwrap();
    story.goes_on().await;
    assert!(story.receiver.got().is_empty() && story.webhooks.list(&admin).await.unwrap().is_empty());
    assert_eq!(code(&story.webhooks.end(&admin, &hook.id).await.unwrap_err()), "webhook.not_found");

    // every setting is a fact, and none of them holds the path
    let mut tx = story.test.db.read().await.unwrap();
    let facts = ledger::facts_of_stream(&mut tx, "global", &format!("webhook/{}", hook.id)).await.unwrap();
    let actions: Vec<&str> = facts.iter().map(|f| f.action.as_str()).collect();
    assert_eq!(actions, ["webhook.set", "webhook.set", "webhook.set", "webhook.ended"]);
    assert!(facts.iter().all(|f| !f.data.contains("tenant")));
});

testkit::both!(every_statement_prepares, |test| async move {
    for sql in webhooks::STATEMENTS.iter().copied().flatten() {
        test.db.prepare(sql).await.unwrap_or_else(|e| panic!("{}: {e}", sql.name));
    }
});
