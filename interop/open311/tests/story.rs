//! Open311 through its public face, on both databases: a client with a key, one without, and staff in between.
#![allow(clippy::unwrap_used)] // a test fails by panicking

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use blobs::Blobs;
use cases::Cases;
use cases::service::Doing;
use grid::Grid;
use grid::model::ImportKind;
use grid::service::ImportRequest;
use identity::{Area, Areas, Identity, PostKinds};
use kernel::{Actor, ActorKind, Ctx, Env, Grant, Text};
use ledger::follow::{self, Reader};
use open311::{Open311, Parts, Settings, readers::Steps};
use packs::Packs;
use protect::{Key, Vault};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use testkit::TestDb;
use web::testing::{Client, Reply};

const LAMP: &str = "city-upkeep.010115";
const PNG: &[u8] = include_bytes!("dot.png");

struct Nowhere;
impl Areas for Nowhere {
    fn area(&self, _: &str) -> Option<Area> {
        None
    }
}
impl PostKinds for Nowhere {
    fn role(&self, _: &str) -> Option<String> {
        None
    }
    fn name(&self, _: &str) -> Option<Text> {
        None
    }
    fn kinds(&self) -> Vec<String> {
        vec![]
    }
}

struct Story {
    test: TestDb,
    cases: Cases,
    identity: Arc<Identity>,
    web: Client,
    key: String,
}

impl Story {
    /// A town with two wards, the shipped pack in use, one client.
    async fn new(test: TestDb, key_required: bool) -> Self {
        let env: Arc<dyn Env> = test.env.clone();
        let (db, vault) = (test.db.clone(), Vault::new(Key::from_hex(&"7".repeat(64)).unwrap()));
        let grid = Grid::open(db.clone(), env.clone()).await.unwrap();
        town(&test, &grid).await;
        let packs = Packs::open(db.clone(), vec![]).await.unwrap();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/city-upkeep");
        let (report, added) = packs.add_dir(&test.system(), &folder).await.unwrap();
        assert!(report.is_sound(), "{:?}", report.problems);
        packs.enable(&test.system(), "city-upkeep", &added.unwrap().version).await.unwrap();
        let identity = Identity::new(identity::Parts {
            db: db.clone(),
            vault: vault.clone(),
            areas: Arc::new(Nowhere),
            kinds: Arc::new(Nowhere),
            settings: identity::Settings::default(),
        });
        let client = identity.create_client(&test.system(), Text::new("城市应用", "City app")).await.unwrap();
        let blobs = Blobs::open(db.clone(), blobs::Options::new(test.path("blobs"))).unwrap();
        let cases = Cases::new(cases::Parts {
            db: db.clone(),
            env: env.clone(),
            vault,
            blobs: blobs.clone(),
            grid: grid.clone(),
            directory: identity.clone(),
            library: packs.clone(),
        });
        let messages = Arc::new(web::Messages::merge([("open311", open311::MESSAGES)]).unwrap());
        let service = Open311::new(Parts {
            db: db.clone(),
            env: env.clone(),
            blobs,
            grid,
            identity: identity.clone(),
            library: packs,
            cases: cases.clone(),
            messages: messages.clone(),
            settings: Settings {
                key_required,
                jurisdictions: vec!["city.example".into()],
                ..Settings::default()
            },
        });
        let ready: web::Ready = Arc::new(|| Box::pin(async { Ok(()) }));
        let setup = web::Setup {
            env,
            authenticator: identity.clone(),
            config: web::Config { anonymous_reads: 0, anonymous_writes: 0, ..web::Config::default() },
            ready,
            metrics: Arc::default(),
            version: "0",
            foreign: vec![web::Foreign {
                mount: open311::MOUNT,
                explain: open311::explain(messages),
                door: None,
            }],
        };
        let app = web::assemble(setup, vec![open311::capability(service)], axum::Router::new()).unwrap();
        let web = Client::new(app.router).with("host", "city.test:8080");
        Self { test, cases, identity, web, key: client.key }
    }

    async fn get(&self, path: &str) -> Reply {
        self.web.get(&format!("/open311/v2/{path}")).await
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let encode = |text: &str| {
            percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
        };
        let body: Vec<String> = fields.iter().map(|(n, v)| format!("{}={}", encode(n), encode(v))).collect();
        let request = Request::builder()
            .method(Method::POST)
            .uri(format!("/open311/{path}"))
            .header("content-type", "application/x-www-form-urlencoded");
        self.web.ask(request, Body::from(body.join("&"))).await
    }

    /// A lamp is dark, says the client with its key; answers the number.
    async fn reported(&self, more: &[(&str, &str)]) -> String {
        let fields = [("service_code", LAMP), ("lat", "0.01"), ("long", "0.01"), ("api_key", &self.key)];
        let reply = self.post("v2/requests.json", &[&fields, more].concat()).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", text(&reply));
        reply.json()[0]["service_request_id"].as_str().unwrap().to_string()
    }

    fn staff(&self) -> Ctx {
        let grant = |kind: &str| Grant {
            post: format!("post-{kind}"),
            kind: kind.into(),
            role: kind.into(),
            unit: "centre".into(),
            area_path: "T".into(),
            deputy: false,
        };
        let grants = vec![grant("dispatcher"), grant("supervisor")];
        self.test.ctx(Actor { id: "person/1".into(), kind: ActorKind::Person, grants })
    }

    async fn act(&self, number: &str, action: &str, input: Value) {
        self.test.env.advance(60_000);
        let doing = Doing {
            number: number.into(),
            version: None,
            action: action.into(),
            input,
            token: false,
            key: None,
        };
        self.cases.act(&self.staff(), doing).await.unwrap();
    }

    async fn follow(&self) {
        let reader: Arc<dyn Reader> = Arc::new(Steps);
        let env: Arc<dyn Env> = self.test.env.clone();
        follow::catch_up(&self.test.db, &env, &reader).await.unwrap();
    }
}

async fn town(test: &TestDb, grid: &Grid) {
    let square = |w: f64, e: f64| json!({"type": "Polygon", "coordinates": [[[w, 0.0], [e, 0.0], [e, 0.02], [w, 0.02], [w, 0.0]]]});
    let area = |code: &str, level: &str, parent: &str, geometry: Value| {
        let properties = json!({"code": code, "name": code, "level": level, "parent": parent});
        json!({"type": "Feature", "properties": properties, "geometry": geometry})
    };
    let features = [
        area("T", "town", "", square(0.0, 0.04)),
        area("W1", "ward", "T", square(0.0, 0.02)),
        area("W2", "ward", "T", square(0.02, 0.04)),
    ];
    let map = "profile:\n  id: test\n  home: ward\n  levels:\n    - { id: town, name: { zh: 镇, en: Town } }\n    - { id: \
               ward, name: { zh: 区, en: Ward } }\n    - { id: cell, name: { zh: 格, en: Cell }, grid: true }\ncode: \
               code\nname: { zh: name, en: name_en }\nlevel: level\nparent: parent\n";
    let request = ImportRequest {
        kind: ImportKind::Divisions,
        map: Some(map.into()),
        data: json!({"type": "FeatureCollection", "features": features}).to_string().into_bytes(),
        dry_run: false,
    };
    let report = grid.import(&test.system(), request).await.unwrap();
    assert_eq!(report.added, 3, "{:?}", report.problems);
}

fn text(reply: &Reply) -> String {
    String::from_utf8_lossy(&reply.body).into_owned()
}

fn ids(reply: &Reply) -> Vec<String> {
    let list = reply.json();
    let list = list.as_array().unwrap_or_else(|| panic!("{}", text(reply)));
    list.iter().map(|r| r["service_request_id"].as_str().unwrap().to_string()).collect()
}

testkit::both!(discovery_services_and_definitions, |test| async move {
    let story = Story::new(test, true).await;
    let discovery = story.get("discovery.json").await.json();
    assert_eq!(discovery["endpoints"][0]["url"], "http://city.test:8080/open311/v2");
    assert_eq!(discovery["endpoints"][1]["url"], "http://city.test:8080/open311/test/v2");
    assert!(discovery["contact"].as_str().unwrap().contains("http://city.test:8080"));
    let xml = story.get("discovery.xml").await;
    assert_eq!(xml.headers["content-type"], "text/xml; charset=utf-8");
    assert!(text(&xml).starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<discovery>"));

    let services = story.get("services.json?lang=en").await.json();
    let lamp = services.as_array().unwrap().iter().find(|s| s["service_code"] == LAMP).unwrap();
    assert_eq!(lamp["service_name"], "Street lamp");
    assert!(!text(&story.get("services.json").await).contains("010122"), "not a public category");
    assert_eq!(lamp["metadata"], true);
    let asked = story.get(&format!("services/{LAMP}.json?lang=en")).await.json();
    assert_eq!(
        (asked["service_code"].as_str(), asked["attributes"][1]["order"].as_i64()),
        (Some(LAMP), Some(2))
    );
    assert_eq!(asked["attributes"][1]["datatype"], "singlevaluelist");
    assert_eq!(asked["attributes"][1]["values"][0], json!({"key": "dark", "name": "Dark"}));
    assert_eq!(story.get("services/none.xml").await.status, StatusCode::NOT_FOUND);

    for (path, status) in [
        ("services.json?jurisdiction_id=city.example", 200),
        ("services.json?jurisdiction_id=city.test", 200),
        ("services.json?jurisdiction_id=T", 200),
        ("services.json?jurisdiction_id=", 200),
        ("services.json?jurisdiction_id=elsewhere", 404),
        ("/services.json/", 200),
        ("nothing.json", 404),
    ] {
        assert_eq!(story.get(path).await.status.as_u16(), status, "{path}");
    }
});

testkit::both!(posting_needs_a_key, |test| async move {
    let story = Story::new(test, true).await;
    let fields = [("service_code", LAMP), ("lat", "0.01"), ("long", "0.01")];
    for (format, root) in [("json", "[{\"code\":403"), ("xml", "<errors><error><code>403</code>")] {
        let path = format!("v2/requests.{format}");
        let without = story.post(&path, &fields).await;
        assert_eq!(without.status, StatusCode::FORBIDDEN);
        assert!(text(&without).contains(root), "{}", text(&without));
        let wrong = story.post(&path, &[&fields[..], &[("api_key", "nonsense")]].concat()).await;
        assert_eq!(wrong.status, StatusCode::FORBIDDEN);
    }
    story.reported(&[]).await;
    let by_header = Client::clone(&story.web).with("x-api-key", &story.key);
    let request =
        Request::builder().method(Method::POST).uri(format!("/open311/v2/requests.json?service_code={LAMP}"));
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    assert_eq!(by_header.ask(request, Body::from("lat=0.01&long=0.01")).await.status, StatusCode::OK);
    let unknown = story.get("requests.json?api_key=nonsense").await;
    assert_eq!(unknown.status, StatusCode::FORBIDDEN, "a wrong key is wrong for reading too");
});

testkit::both!(a_matter_is_private_until_accepted, |test| async move {
    let story = Story::new(test, true).await;
    let said = [
        ("description", "Lamp dark\r\n\r\ncall 13812345678"),
        ("first_name", "Ann"),
        ("last_name", "Lee"),
        ("email", "ann@example.org"),
        ("phone", "13900001111"),
        ("attribute[fixmystreet_id]", "77"),
        ("media_url", "http://example.org/secret.jpg"),
    ];
    let number = story.reported(&said).await;
    let own = format!("requests/{number}.json?api_key={}", story.key);
    let seen = story.get(&own).await.json();
    assert_eq!(seen[0]["status"], "open");
    assert_eq!(seen[0]["lat"], json!(0.01));
    assert_eq!(story.get(&format!("requests/{number}.json")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(ids(&story.get("requests.json").await), Vec::<String>::new());
    assert_eq!(ids(&story.get(&format!("requests.json?api_key={}", story.key)).await), [number.as_str()]);
    assert_eq!(ids(&story.get(&format!("requests.json?status=closed&api_key={}", story.key)).await).len(), 0);
    assert_eq!(story.reported(&said).await, number, "the client's own number again: the same matter");

    story.act(&number, "accept", json!({})).await;
    story.follow().await;
    let everybody = story.get("requests.json?extensions=true").await;
    assert_eq!(ids(&everybody), [number.as_str()]);
    assert_eq!(ids(&story.get(&format!("requests.json?api_key={}", story.key)).await), [number.as_str()]);
    for private in ["13812345678", "13900001111", "Ann", "Lee", "example.org", "77\""] {
        assert!(!text(&everybody).contains(private), "{private}: {}", text(&everybody));
    }
    let one = &everybody.json()[0];
    assert_eq!(one["service_code"], LAMP);
    assert_eq!(one["extended_attributes"]["channel"], "open311");
    assert_eq!(one["extended_attributes"]["status"], "investigating");
    assert_eq!(one["notes"].as_array().unwrap().len(), 1);
    assert!(one["expected_datetime"].as_str().unwrap().ends_with('Z'));
    let by_number =
        story.get(&format!("requests.xml?service_request_id=none,{number}&status=nonsense")).await;
    assert!(text(&by_number).contains(&format!("<service_request_id>{number}</service_request_id>")));

    story.act(&number, "void", json!({"reason": "test"})).await;
    assert_eq!(story.get(&format!("requests/{number}.json")).await.status, StatusCode::NOT_FOUND, "voided");
});

testkit::both!(lists_are_filtered, |test| async move {
    let story = Story::new(test, true).await;
    let mut numbers = vec![];
    for n in 0..5 {
        story.test.env.advance(3_600_000);
        let number = story.reported(&[("description", &format!("lamp {n}"))]).await;
        story.act(&number, "accept", json!({})).await;
        numbers.push(number);
    }
    numbers.reverse();
    let list = |query: &'static str| story.get(query);
    assert_eq!(ids(&list("requests.json").await), numbers, "newest first");
    assert_eq!(ids(&list("requests.json?page_size=2").await), numbers[..2]);
    assert_eq!(ids(&list("requests.json?page_size=2&page=3").await), numbers[4..]);
    assert_eq!(ids(&list("requests.json?service_code=010115,nothing").await).len(), 5);
    assert_eq!(ids(&list("requests.json?service_code=nothing").await).len(), 0);
    assert_eq!(ids(&list("requests.json?status=closed").await).len(), 0);
    assert_eq!(ids(&list("requests.json?bbox=0.005,0.005,0.015,0.015").await).len(), 5);
    assert_eq!(ids(&list("requests.json?bbox=0.02,0.005,0.03,0.015").await).len(), 0);
    let third = story.get(&format!("requests/{}.json", numbers[2])).await.json();
    let (requested, updated) =
        (third[0]["requested_datetime"].as_str(), third[0]["updated_datetime"].as_str());
    let window = format!("requests.json?start_date={0}&end_date={0}", requested.unwrap());
    assert_eq!(ids(&story.get(&window).await), numbers[2..3], "whole seconds are inside");
    let since = story.get(&format!("requests.json?updated_after={}", updated.unwrap())).await;
    assert_eq!(ids(&since), numbers[..3]);
    for query in [
        "status=x",
        "start_date=x",
        "bbox=1",
        "page=0",
        "start_date=2020-01-01&end_date=2021-01-01",
        "page=21&page_size=1000",
    ] {
        let reply = story.get(&format!("requests.json?{query}")).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{query}");
        assert_eq!(reply.json()[0]["code"], 400);
    }
});

testkit::both!(updates_go_both_ways, |test| async move {
    let story = Story::new(test, true).await;
    let number = story.reported(&[("description", "dark"), ("attribute[fixmystreet_id]", "9")]).await;
    let other = story.reported(&[("description", "never accepted")]).await;
    story.act(&number, "accept", json!({})).await;
    story.follow().await;
    let updates = story.get("servicerequestupdates.json").await.json();
    assert_eq!(updates.as_array().unwrap().len(), 1);
    assert_eq!(updates[0]["update_id"], format!("{number}-2"));
    assert_eq!(updates[0]["service_request_id"], number.as_str());
    assert_eq!(updates[0]["status"], "investigating");
    assert_eq!(updates[0]["external_status_code"], "to_dispatch");
    assert!(updates[0].get("customer_reference").is_none(), "that is the client's own");
    let own = story.get(&format!("servicerequestupdates.json?api_key={}", story.key)).await.json();
    assert_eq!(own[0]["customer_reference"], "9");
    assert!(text(&story.get("servicerequestupdates.xml").await).contains("<media_url/>"));

    let told = [
        ("service_request_id", number.as_str()),
        ("api_key", &story.key),
        ("update_id", "u1"),
        ("status", "OPEN"),
        ("description", "still dark"),
    ];
    let first = story.post("v2/servicerequestupdates.xml", &told).await;
    assert_eq!(first.status, StatusCode::OK, "{}", text(&first));
    let id = format!(
        "<service_request_updates><request_update><update_id>{number}-3</update_id></request_update>"
    );
    assert!(text(&first).contains(&id), "{}", text(&first));
    story.reported(&[]).await;
    assert!(text(&story.post("v2/servicerequestupdates.xml", &told).await).contains(&id), "told once");
    let case = story.cases.load(&number).await.unwrap();
    assert_eq!((case.seq, case.state.as_str()), (3, "to_dispatch"), "noted, not moved");
    assert_eq!(case.given["told_status"], "open");
    story.follow().await;
    assert_eq!(
        story.get("servicerequestupdates.json").await.json().as_array().unwrap().len(),
        1,
        "not public"
    );

    let fields = |number: &'static str| [("service_request_id", number), ("description", "x")];
    let without_key = story.post("v2/servicerequestupdates.json", &fields("none")).await;
    assert_eq!(without_key.status, StatusCode::FORBIDDEN);
    let unknown = [&fields("none")[..], &[("api_key", story.key.as_str())]].concat();
    assert_eq!(story.post("v2/servicerequestupdates.json", &unknown).await.status, StatusCode::NOT_FOUND);
    let stranger =
        story.identity.create_client(&story.test.system(), Text::new("别", "Other")).await.unwrap();
    let of_other = [("service_request_id", other.as_str()), ("description", "x"), ("api_key", &stranger.key)];
    assert_eq!(story.post("v2/servicerequestupdates.json", &of_other).await.status, StatusCode::NOT_FOUND);
});

testkit::both!(an_ended_matter_is_asked_to_be_reopened, |test| async move {
    let story = Story::new(test, true).await;
    let number = story.reported(&[("description", "dark")]).await;
    story.act(&number, "answer", json!({"text": "It is switched off on purpose."})).await;
    let told = [
        ("service_request_id", number.as_str()),
        ("api_key", &story.key),
        ("update_id", "u1"),
        ("status", "REOPEN"),
        ("description", "it is not"),
    ];
    let reply = story.post("v2/servicerequestupdates.json", &told).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", text(&reply));
    let case = story.cases.load(&number).await.unwrap();
    assert!(case.reopen_asked, "{}", case.state);
    assert_eq!(story.post("v2/servicerequestupdates.json", &told).await.status, StatusCode::OK);
    assert_eq!(story.cases.load(&number).await.unwrap().seq, case.seq, "asked once");
});

testkit::both!(photos_are_published_without_metadata, |test| async move {
    let story = Story::new(test, true).await;
    let part = |head: &str, body: &[u8]| {
        [format!("--x\r\nContent-Disposition: form-data; {head}\r\n\r\n").as_bytes(), body, b"\r\n"].concat()
    };
    let body = [
        part("name=\"service_code\"", LAMP.as_bytes()),
        part("name=\"lat\"", b"0.01"),
        part("name=\"long\"", b"0.01"),
        part("name=\"api_key\"", story.key.as_bytes()),
        part("name=\"photo1\"; filename=\"a.png\"\r\nContent-Type: image/png", PNG),
        b"--x--\r\n".to_vec(),
    ];
    let request = Request::builder().method(Method::POST).uri("/open311/v2//requests.json");
    let request = request.header("content-type", "multipart/form-data; boundary=x");
    let reply = story.web.ask(request, Body::from(body.concat())).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", text(&reply));
    let number = reply.json()[0]["service_request_id"].as_str().unwrap().to_string();
    let own = story.get(&format!("requests/{number}.json?api_key={}", story.key)).await.json();
    assert!(own[0]["media_url"].is_null(), "not before it is accepted");
    story.act(&number, "accept", json!({})).await;
    let one = story.get(&format!("requests/{number}.json")).await.json();
    let url = one[0]["media_url"].as_str().unwrap();
    assert!(url.starts_with(&format!("http://city.test:8080/api/v1/public/cases/{number}/photos/")), "{url}");
});

testkit::both!(a_demo_takes_posts_without_a_key, |test| async move {
    let story = Story::new(test, false).await;
    let fields = [
        ("service_code", LAMP),
        ("lat", "0.01"),
        ("long", "0.01"),
        ("description", "dark"),
        ("api_key", "x"),
    ];
    let reply = story.post("v2/requests.json", &fields).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", text(&reply));
    let number = reply.json()[0]["service_request_id"].as_str().unwrap().to_string();
    let seen = story.get(&format!("requests/{number}.json")).await.json();
    assert_eq!(seen[0]["status"], "open");
    assert!(seen[0]["description"].is_null(), "words only once it is accepted");
    assert_eq!(ids(&story.get("requests.json").await), [number.as_str()]);
    story.act(&number, "accept", json!({})).await;
    assert_eq!(story.get(&format!("requests/{number}.json")).await.json()[0]["description"], "dark");
    assert_eq!(ids(&story.get("requests.json").await), [number.as_str()], "once, not twice");
    let own = story.reported(&[("description", "mine")]).await;
    assert_eq!(
        story.get(&format!("requests/{own}.json")).await.status,
        StatusCode::NOT_FOUND,
        "a client's own"
    );
});

testkit::both!(the_test_endpoint_keeps_nothing, |test| async move {
    let story = Story::new(test, false).await;
    let fields = [("service_code", LAMP), ("lat", "0.01"), ("long", "0.01")];
    let reply = story.post("test/v2/requests.json", &fields).await.json();
    let token = reply[0]["token"].as_str().unwrap();
    assert!(reply[0].get("service_request_id").is_none());
    let pending = story.get(&format!("tokens/{token}.xml")).await;
    assert!(text(&pending).contains("<service_request_id/>"), "{}", text(&pending));
    assert_eq!(ids(&story.get("requests.json").await).len(), 0);
    assert_eq!(story.get("tokens/nothing.json").await.status, StatusCode::NOT_FOUND);

    let known =
        story.post("v2/requests.json", &[&fields[..], &[("extensions", "true")]].concat()).await.json();
    let token = known[0]["extended_attributes"]["token"].as_str().unwrap();
    let found = story.get(&format!("tokens/{token}.json")).await.json();
    assert_eq!(found[0]["service_request_id"], known[0]["service_request_id"]);
});

testkit::both!(a_repeated_post_makes_one_matter, |test| async move {
    let story = Story::new(test, false).await;
    let again = Client::clone(&story.web).with("idempotency-key", "0123456789abcdef");
    let body = format!("service_code={LAMP}&lat=0.01&long=0.01");
    let mut numbers = vec![];
    for body in [body.clone(), body.clone(), format!("{body}&description=other")] {
        let request = Request::builder().method(Method::POST).uri("/open311/v2/requests.json");
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        numbers.push(again.ask(request, Body::from(body)).await);
    }
    assert_eq!(ids(&numbers[0]), ids(&numbers[1]));
    assert_eq!(numbers[2].status, StatusCode::BAD_REQUEST, "the same key with another form");
});

testkit::both!(statements_are_well_formed, |test| async move {
    for sql in open311::STATEMENTS.iter().copied().flatten() {
        test.db.prepare(sql).await.unwrap();
    }
});

testkit::both!(everything_under_the_mount_is_refused_in_open311s_own_words, |test| async move {
    let story = Story::new(test, false).await;
    for (method, path, status) in [
        (Method::GET, "/open311", 404),
        (Method::GET, "/open311/", 404),
        (Method::POST, "/open311/", 404),
        (Method::GET, "/open311/v2/nothing.json", 404),
        (Method::DELETE, "/open311/v2/requests.json", 405),
        (Method::PUT, "/open311/v2/requests.xml", 405),
    ] {
        let reply = story.web.send(method.clone(), path, None).await;
        assert_eq!(reply.status.as_u16(), status, "{method} {path}: {}", text(&reply));
        let body = text(&reply);
        let json = path.ends_with("json");
        assert!(
            json || body.contains(&format!("<errors><error><code>{status}</code>")),
            "{method} {path}: {body}"
        );
        assert!(!json || reply.json()[0]["code"] == status, "{method} {path}: {body}");
    }
});
