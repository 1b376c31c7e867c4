//! The routes, asked without a socket.
use std::sync::Arc;

use axum::http::{HeaderMap, StatusCode};
use base64::Engine;
use grid::Grid;
use kernel::{Actor, ActorKind, Ctx, Grant};
use serde_json::{Value, json};
use testkit::TestDb;
use web::testing::Client;
use web::{Authenticator, Config, Identified, Setup};

/// Whoever sends `x-role` holds that role everywhere.
struct ByRole;

#[async_trait::async_trait]
impl Authenticator for ByRole {
    async fn identify(&self, headers: &HeaderMap, _: &Ctx) -> kernel::Result<Identified> {
        let Some(role) = headers.get("x-role").and_then(|r| r.to_str().ok()) else {
            return Ok(Identified::anonymous());
        };
        let grant = Grant {
            post: "p".into(),
            kind: role.into(),
            role: role.into(),
            unit: "u".into(),
            area_path: String::new(),
            deputy: false,
        };
        let actor = Actor { id: "person/1".into(), kind: ActorKind::Person, grants: vec![grant] };
        Ok(Identified { actor, csrf: None, session: None })
    }
}

async fn app(test: &TestDb) -> web::App {
    let grid = Grid::open(test.db.clone(), test.env.clone()).await.unwrap();
    let setup = Setup {
        env: test.env.clone(),
        authenticator: Arc::new(ByRole),
        config: Config::default(),
        ready: Arc::new(|| Box::pin(async { Ok(()) })),
        metrics: Arc::default(),
        version: "0",
        foreign: vec![],
    };
    let all = vec![grid::capability(grid.clone()), grid::tiles::capability(grid)];
    web::assemble(setup, all, axum::Router::new()).unwrap()
}

const CSV: &str = "level,code,name,name_en,geometry\n\
    city,3503,甲市,A,\n\
    county,350302,乙区,B,\"{\"\"type\"\":\"\"Polygon\"\",\"\"coordinates\"\":[[[119,25],[119.1,25],[119.1,25.1],[119,25.1],[119,25]]]}\"\n\
    county,350303,丙区,C,\"{\"\"type\"\":\"\"Polygon\"\",\"\"coordinates\"\":[[[119.1,25],[119.2,25],[119.2,25.1],[119.1,25.1],[119.1,25]]]}\"\n";

async fn filled(test: &TestDb) -> (web::App, Client) {
    let app = app(test).await;
    let admin = Client::new(app.router.clone()).with("x-role", "admin_system");
    let data = base64::engine::general_purpose::STANDARD.encode(CSV);
    let body = json!({"kind": "divisions", "data": data, "encoding": "base64"});
    let reply = admin.post("/api/v1/areas/import", body).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", String::from_utf8_lossy(&reply.body));
    assert_eq!(reply.json()["added"], 4);
    let anybody = Client::new(app.router.clone());
    (app, anybody)
}

/// Every byte that is not plain as `%XX`; `+` and `%` stay.
fn url_encoded(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"+%".contains(&b);
    text.bytes().map(|b| if plain(b) { (b as char).to_string() } else { format!("%{b:02X}") }).collect()
}

testkit::both!(anybody_may_look, |test| async move {
    let (_, c) = filled(&test).await;
    let codes = |v: Value| -> Vec<String> {
        v["items"].as_array().unwrap().iter().map(|a| a["code"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(codes(c.get("/api/v1/areas").await.json()), ["35"]);
    assert_eq!(codes(c.get("/api/v1/areas?parent=3503").await.json()), ["350302", "350303"]);
    let page = c.get("/api/v1/areas?level=county&limit=1").await.json();
    assert_eq!((codes(page.clone()), page["next"].as_str()), (vec!["350302".to_owned()], Some("350302")));
    let page = c.get("/api/v1/areas?level=county&limit=1&after=350302").await.json();
    assert_eq!((codes(page.clone()), page["next"].as_str()), (vec!["350303".to_owned()], None));

    let one = c.get("/api/v1/areas/350302").await.json();
    assert_eq!((one["name"]["zh"].as_str(), one["home"].as_str()), (Some("乙区"), Some("350302")));
    assert_eq!(one["ancestors"].as_array().unwrap().len(), 3);

    for (asked, found) in [
        ("乙", vec!["350302"]),
        ("%E4%B9%99%E5%8C%BA+%E7%94%B2%E5%B8%82", vec!["350302"]),
        ("B", vec!["350302"]),
        ("3503", vec!["3503", "350302", "350303"]),
        ("区", vec!["350302", "350303"]),
        ("甲市 丁", vec![]),
        ("", vec![]),
    ] {
        let asked: String = url_encoded(asked);
        let reply = c.get(&format!("/api/v1/areas/search?q={asked}")).await.json();
        assert_eq!(codes(reply), found, "{asked}");
    }
    let found = c.get("/api/v1/areas/search?q=350302").await.json();
    assert_eq!(codes(json!({"items": found["items"][0]["above"]})), ["35", "3503"]);

    let place = c.get("/api/v1/locate?lon=119.15&lat=25.05").await.json();
    assert_eq!(place["area_path"], "35/3503/350303");
    let moved = c.get("/api/v1/locate?lon=119.1&lat=25.05&datum=gcj02").await.json();
    assert_eq!(moved["area_path"], "35/3503/350302", "the offset of the datum is taken off");
    let levels = c.get("/api/v1/areas/levels").await.json();
    assert_eq!(levels["levels"].as_array().unwrap().len(), 7);
    assert_eq!(levels["extent"], json!([119.0, 25.0, 119.2, 25.1]));
    assert_eq!(c.get("/api/v1/layers").await.json(), json!([]));
});

testkit::both!(ground_is_geojson, |test| async move {
    let (_, c) = filled(&test).await;
    let count = |v: Value| v["features"].as_array().unwrap().len();
    let all = c.get("/api/v1/areas.geojson?level=county").await;
    assert_eq!(all.headers["content-type"], "application/geo+json");
    assert_eq!(count(all.json()), 2);
    assert_eq!(count(c.get("/api/v1/areas.geojson?bbox=119.15,25,119.3,26").await.json()), 1);
    assert_eq!(count(c.get("/api/v1/areas.geojson?parent=350302").await.json()), 0);
    let tag = all.headers["etag"].to_str().unwrap();
    let again = c.clone().with("if-none-match", tag).get("/api/v1/areas.geojson?level=county").await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
});

testkit::both!(what_cannot_be_is_a_problem, |test| async move {
    let (app, c) = filled(&test).await;
    for (path, status, code, field) in [
        ("locate?lon=999&lat=25", 400, "field.invalid", "lon"),
        ("locate?lon=119&lat=95", 400, "field.invalid", "lat"),
        ("locate?lon=NaN&lat=25", 400, "field.invalid", "lon"),
        ("locate?lon=119", 400, "field.required", "lat"),
        ("locate?lon=1&lat=1&datum=x", 400, "field.invalid", "datum"),
        ("areas/nowhere", 404, "area.not_found", ""),
        ("areas?parent=nowhere", 404, "area.not_found", "parent"),
        ("areas/search", 400, "field.required", "q"),
        ("areas/search?q=x&limit=51", 400, "field.invalid", "limit"),
        ("areas?limit=0", 400, "field.invalid", "limit"),
        ("areas?colour=red", 400, "field.unknown", "colour"),
        ("areas.geojson?bbox=1,2,3", 400, "field.invalid", "bbox"),
        ("areas.geojson?tolerance=5", 400, "field.invalid", "tolerance"),
        ("areas.geojson?layer=x", 404, "layer.not_found", "layer"),
        ("areas/350302/history", 401, "session.required", ""),
    ] {
        let reply = c.get(&format!("/api/v1/{path}")).await;
        let found = (reply.status.as_u16(), reply.code());
        assert_eq!(found, (status, code.to_owned()), "{path}");
        assert_eq!(reply.json()["field"].as_str().unwrap_or(""), field, "{path}");
    }
    let admin = Client::new(app.router.clone()).with("x-role", "admin_system");
    for (body, status, code) in [
        (json!({"kind": "layer", "data": "x"}), 400, "grid.map_file"),
        (json!({"kind": "grids", "data": "{", "map": "code: code"}), 400, "grid.file"),
        (json!({"kind": "grids", "data": "*", "encoding": "base64"}), 400, "field.invalid"),
        (json!({"kind": "grids", "data": "", "map": "colour: red"}), 400, "grid.map_file"),
        (json!({"kind": "divisions", "data": "code,name,level\n1,x,county\n"}), 422, "grid.import_refused"),
        (json!({"kind": "roads", "data": ""}), 400, "field.invalid"),
    ] {
        let reply = admin.post("/api/v1/areas/import", body.clone()).await;
        assert_eq!((reply.status.as_u16(), reply.code()), (status, code.to_owned()), "{body}");
    }
    assert_eq!(admin.get("/api/v1/areas/350302/history").await.json(), json!([]));
    let worker = Client::new(app.router.clone()).with("x-role", "worker");
    let body = json!({"kind": "divisions", "data": CSV});
    assert_eq!(worker.post("/api/v1/areas/import", body).await.code(), "action.forbidden");
});

testkit::both!(every_route_asks_for_its_action, |test| async move {
    let app = app(&test).await;
    let worker = Client::new(app.router.clone()).with("x-role", "worker");
    let mut actions = authz::actions(&Actor::anonymous());
    actions.extend(["area.read"]);
    assert_eq!(web::testing::walk(&app, &[("worker", worker, actions)]).await, 16);
});

testkit::both!(tiles_are_drawn_kept_and_forgotten, |test| async move {
    let (app, c) = filled(&test).await;
    let about = c.get("/tiles/divisions.json").await.json();
    assert_eq!(about["tiles"], json!(["/tiles/divisions/{z}/{x}/{y}.mvt"]));
    assert_eq!(about["bounds"], json!([119.0, 25.0, 119.2, 25.1]));
    let from = about["vector_layers"][0]["levels"]["county"].as_u64().unwrap();
    assert!((7..10).contains(&from), "a county of ten kilometres: {from}");
    let at = "/tiles/divisions/10/850/438.mvt";
    let tile = c.get(at).await;
    assert_eq!(
        (tile.status, &tile.headers["content-type"]),
        (StatusCode::OK, &"application/vnd.mapbox-vector-tile".parse().unwrap())
    );
    let tells = |body: &[u8], word: &str| body.windows(word.len()).any(|w| w == word.as_bytes());
    assert!(["350302", "350303", "乙区", "divisions_names"].iter().all(|w| tells(&tile.body, w)));
    // what the client has is not sent again
    let tag = tile.headers["etag"].to_str().unwrap().to_owned();
    let again = Client::new(app.router.clone()).with("if-none-match", &tag).get(at).await;
    assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
    // nothing there, nothing of that kind, no such tile
    for empty in ["/tiles/divisions/10/0/0.mvt", "/tiles/grids/10/850/438.mvt"] {
        assert_eq!(c.get(empty).await.status, StatusCode::NO_CONTENT, "{empty}");
    }
    for (bad, field) in [("10/1024/0.mvt", "x"), ("21/0/0.mvt", "z"), ("10/0/0", "y"), ("10/-1/0.mvt", "x")] {
        let reply = c.get(&format!("/tiles/grids/{bad}")).await;
        assert_eq!(
            (reply.status, reply.json()["field"].as_str()),
            (StatusCode::BAD_REQUEST, Some(field)),
            "{bad}"
        );
    }
    // the map changes, and with it the tag
    let data = CSV.replace("119.2,25", "119.25,25");
    let admin = Client::new(app.router.clone()).with("x-role", "admin_system");
    assert_eq!(
        admin.post("/api/v1/areas/import", json!({"kind": "divisions", "data": data})).await.status,
        StatusCode::OK
    );
    let changed = Client::new(app.router.clone()).with("if-none-match", &tag).get(at).await;
    assert_eq!(changed.status, StatusCode::OK);
    assert_ne!(changed.headers["etag"].to_str().unwrap(), tag);
});
