//! No personal value of a register leaves the server, or stands in its files, in clear without a recorded reveal: marked values are
//! brought in, and everything that comes out is searched for them.

use crate::support::{Whole, town::pack_folder};
use axum::{body::Body, http::Request};
use serde_json::json;
use std::io::Write;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use web::testing::Client;

const NAME: &str = "标记姓名甲";
const NUMBER: &str = "339900199001010011";
const PHONE: &str = "19912345678";
const ADDRESS: &str = "标记路4711号";
const MARKS: [&str; 4] = [NAME, NUMBER, PHONE, ADDRESS];

/// Everything that the program logs.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn clear(what: &str, bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for mark in MARKS {
        assert!(!text.contains(mark), "{what} says {mark}");
    }
}

async fn file(client: &Client, path: &str, csv: &str) -> web::testing::Reply {
    let request = Request::post(path).header("content-type", "application/octet-stream");
    client.ask(request, Body::from(csv.to_owned())).await
}

/// The pack, and one marked person and one with mistakes in the worker's grid. Answers the record's id.
async fn marked(whole: &Whole) -> String {
    let ctx = whole.system();
    let (report, added) = whole.app.packs.add_dir(&ctx, &pack_folder("base-registers")).await.unwrap();
    assert!(report.is_sound(), "{:?}", report.problems);
    whole.app.packs.enable(&ctx, "base-registers", &added.unwrap().version).await.unwrap();
    let admin = whole.login("admin_system").await;
    let map = json!({
        "key": "key", "area": "area",
        "fields": { "name": "name", "id_number": "id", "phone": "phone", "address": "address", "birth": "birth" },
    });
    let reply = admin.send(axum::http::Method::PUT, "/api/v1/register/lists/person/marks", Some(map)).await;
    assert_eq!(reply.status, 200, "{}", crate::support::text(&reply));
    let grid = "990101001001-1";
    let csv = format!(
        "key,area,name,id,phone,address,birth\n\
         {NUMBER},{grid},{NAME},{NUMBER},{PHONE},{ADDRESS},1990-01-01\n\
         2,{grid},{NAME},{NUMBER}9,{PHONE}0000,{ADDRESS},1990-13-01\n\
         3,{grid},{NAME},{NUMBER},{PHONE},{ADDRESS},1991-01-01\n"
    );
    let columns = file(&admin, "/api/v1/register/columns?name=p.csv", &csv).await;
    assert_eq!(columns.json()["columns"][2], "name");
    clear("the columns", &columns.body);
    for dry in [true, false] {
        let path = format!("/api/v1/register/lists/person/marks/rows?name=p.csv&dry_run={dry}");
        let reply = file(&admin, &path, &csv).await;
        assert_eq!(
            (reply.status.as_u16(), &reply.json()["added"], &reply.json()["rejected"]),
            (200, &json!(1), &json!(2)),
            "{}",
            crate::support::text(&reply)
        );
        clear("the report of an import", &reply.body);
    }
    // a place on the map, with somebody's name and telephone
    let map = json!({
        "key": "key", "area": "area", "lon": "lon", "lat": "lat",
        "fields": { "name": "name", "type": "type", "manager": "manager", "manager_phone": "phone" },
    });
    let reply = admin.send(axum::http::Method::PUT, "/api/v1/register/lists/place/marks", Some(map)).await;
    assert_eq!(reply.status, 200, "{}", crate::support::text(&reply));
    let [west, south, east, north] = whole.app.grid.area(grid).unwrap().bbox.unwrap();
    let (lon, lat) = ((west + east) / 2.0, (south + north) / 2.0);
    let csv = format!(
        "key,area,name,type,manager,phone,lon,lat\n1,{grid},示范小学,10,{NAME},{PHONE},{lon},{lat}\n"
    );
    let reply = file(&admin, "/api/v1/register/lists/place/marks/rows?name=l.csv", &csv).await;
    assert_eq!(reply.json()["added"], json!(1), "{}", crate::support::text(&reply));
    let found = whole.login("town").await.get(&format!("/api/v1/register/search?q={NUMBER}")).await.json();
    found["items"][0]["id"].as_str().unwrap().to_owned()
}

/// The tile of places around the worker's grid.
fn tile_of(whole: &Whole) -> String {
    let [west, south, east, north] = whole.app.grid.area("990101001001-1").unwrap().bbox.unwrap();
    let middle = geometry::Point::new((west + east) / 2.0, (south + north) / 2.0);
    let tile = tiles::Tile::around(tiles::Place::of(middle), 15);
    format!("/tiles/register/place/15/{}/{}.mvt", tile.x(), tile.y())
}

/// Another list knows the same person: compared, joined. Answers the addresses under which that is seen.
async fn linked(whole: &Whole, id: &str) -> Vec<String> {
    let admin = whole.login("admin_system").await;
    let map = json!({
        "key": "key", "area": "area",
        "fields": { "name": "name", "id_number": "id", "phone": "phone", "address": "address" },
    });
    let reply = admin.send(axum::http::Method::PUT, "/api/v1/register/lists/person/others", Some(map)).await;
    assert_eq!(reply.status, 200);
    let grid = "990101001001-1";
    let csv = format!(
        "key,area,name,id,phone,address\n{NUMBER},{grid},{NAME},{NUMBER},{PHONE},{ADDRESS}\n2,{grid},{NAME},,{PHONE},{ADDRESS}\n"
    );
    let path = "/api/v1/register/lists/person/others/rows?name=p.csv";
    let refused = file(&admin, &format!("{path}&link=curiosity"), &csv).await;
    assert_eq!(refused.code(), "register.purpose", "{}", crate::support::text(&refused));
    let reply = file(&admin, &format!("{path}&link=verification"), &csv).await.json();
    let run = reply["comparisons"][0].as_str().unwrap().to_owned();
    let env: Arc<dyn kernel::Env> = whole.env.clone();
    let comparer = register::service::Comparer(whole.app.register.clone());
    let runner = jobs::Runner::new(whole.app.db.clone(), env).on(register::model::thing::COMPARE, comparer);
    runner.drain().await.unwrap();
    let done = admin.get(&format!("/api/v1/register/runs/{run}")).await.json();
    assert_eq!(
        (&done["state"], &done["rows"], &done["joined"]),
        (&json!("done"), &json!(3), &json!(1)),
        "{done}"
    );
    let (county, n) = id.rsplit_once('-').unwrap();
    let town = whole.login("town").await;
    let people = town.get("/api/v1/register/records?kind=person").await.json();
    let ids = people["items"].as_array().unwrap().iter().filter_map(|row| row["id"].as_str());
    let mut others: Vec<i64> = ids
        .filter(|other| *other != id)
        .map(|other| other.rsplit_once('-').unwrap().1.parse().unwrap())
        .collect();
    others.sort_unstable();
    assert_eq!(others.len(), 2, "{people}");
    let (pair, thing) =
        (format!("{county}~{n}~{}", others[0]), format!("/api/v1/register/records/{id}/thing"));
    let seen = town.get(&format!("/api/v1/register/pairs/{pair}")).await.json();
    assert_eq!((&seen["state"], &seen["together"]), (&json!("joined"), &json!(true)), "{seen}");
    assert_eq!(town.get(&thing).await.json()["records"].as_array().unwrap().len(), 2);
    // judged by a person, with words that are somebody's own
    let judged = json!({"verdict": "different", "reason": "两人"});
    let other = format!("/api/v1/register/pairs/{county}~{n}~{}", others[1]);
    let reply = town.post(&format!("{other}/judgement"), judged).await;
    assert_eq!(reply.status, 200, "{}", crate::support::text(&reply));
    let states =
        ["review", "joined", "different"].map(|s| format!("/api/v1/register/pairs?kind=person&state={s}"));
    let mut paths =
        vec!["/api/v1/register/runs".to_owned(), format!("/api/v1/register/runs/{run}"), thing, other];
    paths.push(format!("/api/v1/register/pairs/{pair}"));
    paths.extend(states);
    paths
}

whole!(nothing_personal_leaves_without_a_reveal, |whole| async move {
    let log = Log::default();
    let to = log.clone();
    let _ = tracing_subscriber::fmt()
        .json()
        .with_max_level(tracing::Level::DEBUG)
        .with_writer(move || to.clone())
        .try_init();
    let whole = whole.town().await;
    let id = marked(&whole).await;
    let counter: Arc<dyn ledger::follow::Reader> = Arc::new(register::readers::Counter);
    let env: Arc<dyn kernel::Env> = whole.env.clone();
    let spots: Arc<dyn ledger::follow::Reader> = Arc::new(register::map::Spots(whole.app.register.clone()));
    ledger::follow::fill(&whole.app.db, &env, &[counter, spots], &|_, _| {}).await.unwrap();
    let tile = tile_of(&whole);
    let drawn = whole.login("town").await.get(&tile).await;
    assert!(String::from_utf8_lossy(&drawn.body).contains("示范小学"), "{:?}", drawn.status);
    let record = format!("/api/v1/register/records/{id}");
    let linked = linked(&whole, &id).await;
    let enc = |text: &str| text.bytes().map(|b| format!("%{b:02X}")).collect::<String>();
    let mut paths = vec![
        "/api/v1/register/kinds".to_owned(),
        "/api/v1/register/code-tables".into(),
        "/api/v1/register/records?kind=person".into(),
        "/api/v1/register/counts".into(),
        "/api/v1/register/export.csv?kind=person".into(),
        "/api/v1/register/lists".into(),
        record.clone(),
        format!("{record}/history"),
        format!("{record}?known_at=2031-01-01T00:00:00Z"),
        "/api/v1/audit?county=990101".into(),
        "/api/v1/audit?county=global".into(),
        "/api/v1/cases".into(),
        "/api/v1/stats/cases?by=area".into(),
        "/api/v1/public/cases".into(),
        "/api/v1/webhooks".into(),
        "/events".into(),
        "/feeds/cases.atom".into(),
        tile,
        "/tiles/register/place.json".into(),
        "/tiles/register/person/0/0/0.mvt".into(),
        "/api/v1/register/tree".into(),
        format!("{record}/relations"),
        "/api/v1/register/reveals?from=2026-01-01&to=2036-01-01".into(),
        "/api/v1/register/spots?layers=place&bbox=-180,-85,180,85".into(),
        "/tiles/grids/12/3299/1680.mvt".into(),
        "/tiles/cases/12/3299/1680.mvt".into(),
        "/metrics".into(),
        "/readyz".into(),
        // what somebody typed is not repeated, neither found nor refused
        "/api/v1/register/records?kind=nothing".into(),
        format!("/api/v1/register/records?kind=person&after={}", enc(NAME)),
    ];
    paths.extend(linked);
    paths.extend(MARKS.iter().map(|mark| format!("/api/v1/register/search?q={}", enc(mark))));
    for login in ["town", "receiver", "worker", "leader", "admin_system", "admin_audit", "handler"] {
        let client = whole.login(login).await;
        for path in &paths {
            let reply = client.get(path).await;
            clear(&format!("{login} {path}"), &reply.body);
            clear(&format!("{login} {path} headers"), format!("{:?}", reply.headers).as_bytes());
        }
    }
    let town = whole.login("town").await;
    for body in [
        json!({"version": 1, "values": {"phone": format!("{PHONE}00")}, "reason": "x"}),
        json!({"version": 1, "values": {"id_number": format!("{NUMBER}0")}, "reason": "x"}),
        json!({"version": 9, "values": {"name": NAME}, "reason": "x"}),
    ] {
        let reply = town.post(&format!("{record}/correct"), body).await;
        assert!(reply.status.is_client_error());
        clear("a refusal", &reply.body);
    }
    let reply = town.post(&format!("{record}/reveal"), json!({"field": "phone", "purpose": "service"})).await;
    assert_eq!((reply.status.as_u16(), reply.json()["value"].as_str()), (200, Some(PHONE)));
    // on PostgreSQL a fact waits for its position
    ledger::sequencer::drain(&whole.app.db, &env).await.unwrap();
    let audit = whole.login("admin_audit").await.get("/api/v1/audit?county=990101&action=reveal").await;
    assert_eq!(audit.json()["items"][0]["data"]["field"], "phone");
    clear("the record of reveals", &audit.body);
    clear("the log", &log.0.lock().unwrap());
    // the files of the database, with what is still in its log
    for name in ["jingwei.db", "jingwei.db-wal"] {
        if let Ok(bytes) = std::fs::read(whole.path(name)) {
            for mark in MARKS {
                let there = bytes.windows(mark.len()).any(|w| w == mark.as_bytes());
                assert!(!there, "{name} holds {mark}");
            }
        }
    }
    // another system hears of a matter of that very person, and of the records
    let sent = told_another_system(&whole).await;
    assert!(sent.contains("POST /hook"), "{sent}");
    clear("a webhook", sent.as_bytes());
    clear("the log", &log.0.lock().unwrap());
    let report = jingwei::commands::verify::report(&whole.app, |_| {}).await.unwrap();
    assert!(report.holds(), "{:?}", report.breaks);
});

/// Everything that a receiver of all events is sent when the marked person reports something and the records change.
async fn told_another_system(whole: &Whole) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let got: Arc<Mutex<String>> = Arc::default();
    let to = got.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let (mut all, mut piece) = (vec![], [0u8; 4096]);
            loop {
                let n = stream.read(&mut piece).await.unwrap_or(0);
                all.extend_from_slice(&piece[..n]);
                let text = String::from_utf8_lossy(&all).into_owned();
                let length = text.to_lowercase().split("content-length: ").nth(1).map(str::to_owned);
                let length = length.and_then(|l| l.split("\r\n").next()?.parse::<usize>().ok()).unwrap_or(0);
                let whole = text.split_once("\r\n\r\n").is_some_and(|(_, body)| body.len() >= length);
                if n == 0 || whole {
                    to.lock().unwrap().push_str(&text);
                    break;
                }
            }
            let _ = stream.write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n").await;
        }
    });
    let hooks = webhooks::Webhooks::new(webhooks::Parts {
        db: whole.app.db.clone(),
        vault: whole.app.vault.clone(),
        grid: whole.app.grid.clone(),
        networks: webhooks::net::Networks::parse("127.0.0.0/8").unwrap(),
    });
    let new = webhooks::model::NewWebhook {
        name: "x".into(),
        url,
        events: vec![],
        area: String::new(),
        enabled: true,
    };
    hooks.create(&whole.system(), &new).await.unwrap();
    whole.env.advance(1_000);
    let [lon, lat] = crate::support::town::IN_WEST;
    let report = json!({
        "category": {"pack": "city-upkeep", "code": "020110"}, "text": format!("{NUMBER} 家门口有坑"),
        "place": {"lon": lon, "lat": lat, "address": ADDRESS}, "reporter": {"name": NAME, "phone": PHONE},
    });
    let request = Request::post("/api/v1/reports").header("content-type", "application/json");
    let request = request.header("idempotency-key", "marked-report-1");
    let filed = whole.client().ask(request, Body::from(report.to_string())).await;
    assert_eq!(filed.status, 201, "{}", crate::support::text(&filed));
    marked_again(whole).await;
    let env: Arc<dyn kernel::Env> = whole.env.clone();
    let events: Arc<dyn ledger::follow::Reader> =
        Arc::new(webhooks::readers::Events { source: "https://grid.example".into() });
    ledger::follow::catch_up(&whole.app.db, &env, &events).await.unwrap();
    hooks.runner(jobs::Runner::new(whole.app.db.clone(), env)).drain().await.unwrap();
    got.lock().unwrap().clone()
}

/// The marked person comes in again, with another day of birth.
async fn marked_again(whole: &Whole) {
    let csv =
        format!("key,area,name,id,phone,address,birth\n{NUMBER},990101001001-1,{NAME},,{PHONE},{ADDRESS},\n");
    let admin = whole.login("admin_system").await;
    let reply = file(&admin, "/api/v1/register/lists/person/marks/rows?name=p.csv", &csv).await;
    assert_eq!(reply.json()["changed"], json!(1), "{}", crate::support::text(&reply));
}

whole!(a_record_of_another_area_is_not_there, |whole| async move {
    let whole = whole.town().await;
    let id = marked(&whole).await;
    let record = format!("/api/v1/register/records/{id}");
    for login in ["handler", "checker", "admin_security"] {
        let reply = whole.login(login).await.get(&record).await;
        assert_eq!(reply.status, 403, "{login}");
    }
    let gone = whole.login("worker").await.get("/api/v1/register/records/990102-1").await;
    assert_eq!(gone.code(), "register.not_found");
    let reply = whole
        .login("worker")
        .await
        .post(&format!("{record}/reveal"), json!({"field": "phone", "purpose": "service"}))
        .await;
    assert_eq!((reply.status.as_u16(), reply.code().as_str()), (403, "action.forbidden"));
});
