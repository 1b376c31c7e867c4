//! Packs in the house: added, put into use, replaced, switched off, seen by every node, told by the ledger.
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kernel::{Actor, ActorKind, Ctx, Grant};
use packs::{PackAudit, Packs};
use serde_json::json;
use testkit::TestDb;
use web::testing::Client;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs").join(name)
}

/// A copy of a pack with another version number.
fn next_version(test: &TestDb, name: &str, version: &str) -> PathBuf {
    let copy = test.path(&format!("{name}-{version}"));
    std::fs::create_dir_all(&copy).unwrap();
    for entry in std::fs::read_dir(folder(name)).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "yaml") {
            let text = std::fs::read_to_string(&path).unwrap();
            let text = text.replace("version: 1.0.0", &format!("version: {version}"));
            std::fs::write(copy.join(path.file_name().unwrap()), text).unwrap();
        }
    }
    copy
}

fn admin(test: &TestDb) -> Ctx {
    let grant = Grant {
        post: "post-1".into(),
        kind: "admin_system".into(),
        role: "admin_system".into(),
        unit: "u".into(),
        area_path: "99".into(),
        deputy: false,
    };
    test.ctx(Actor { id: "person/1".into(), kind: ActorKind::Person, grants: vec![grant] })
}

async fn open(test: &TestDb) -> Arc<Packs> {
    Packs::open(test.db.clone(), vec![]).await.unwrap()
}

async fn verify(test: &TestDb) -> Vec<String> {
    let audit = PackAudit::default();
    let mut tx = test.db.read().await.unwrap();
    let report = ledger::verify::verify(&mut tx, &[&audit], |_| {}).await.unwrap();
    report.breaks.iter().map(ToString::to_string).collect()
}

testkit::both!(a_pack_comes_into_use_and_goes, |test| async move {
    let packs = open(&test).await;
    let ctx = admin(&test);
    let (report, added) = packs.add_dir(&ctx, &folder("city-upkeep")).await.unwrap();
    assert!(report.is_sound());
    let first = added.unwrap();
    assert!(first.new);
    let (_, again) = packs.add_dir(&ctx, &folder("city-upkeep")).await.unwrap();
    assert!(!again.unwrap().new, "the same version again changes nothing");
    assert!(packs.enabled().is_empty(), "adding does not put into use");
    assert!(packs.pack("city-upkeep", "1.0.0").is_some());

    packs.enable(&ctx, "city-upkeep", "1.0.0").await.unwrap();
    let (pack, category) = packs.category("020110").unwrap();
    assert_eq!((pack.pack.id.as_str(), category.name.zh.as_str()), ("city-upkeep", "道路破损"));
    assert_eq!(category.path, ["020110", "0201", "02"]);
    assert!(category.public && category.leaf);
    assert!(packs.case_type("upkeep").is_some());
    assert!(packs.post_kinds().iter().any(|p| p.code == "grid_worker" && p.role == "worker"));
    assert_eq!(packs.post_kind("receiver").map(|p| p.name.zh).as_deref(), Some("受理员"));
    assert!(packs.functions().iter().any(|f| f.code == "lighting"));

    // a second pack, and a second version of the first: the order stays
    packs.add_dir(&ctx, &folder("town-calls-county")).await.unwrap();
    test.env.advance(1000);
    packs.enable(&admin(&test), "town-calls-county", "1.0.0").await.unwrap();
    test.env.advance(1000);
    packs.add_dir(&admin(&test), &next_version(&test, "city-upkeep", "1.1.0")).await.unwrap();
    packs.enable(&admin(&test), "city-upkeep", "1.1.0").await.unwrap();
    let in_use: Vec<String> =
        packs.enabled().iter().map(|p| format!("{} {}", p.pack.id, p.pack.version)).collect();
    assert_eq!(in_use, ["city-upkeep 1.1.0", "town-calls-county 1.0.0"]);
    assert_eq!(packs.post_kinds().iter().filter(|p| p.code == "handler").count(), 1, "each kind once");
    // the old version is still there for the cases that keep it, by number and by hash
    assert_eq!(packs.pack("city-upkeep", "1.0.0").unwrap().hash, first.hash);
    assert_eq!(packs.pack("city-upkeep", &first.hash).unwrap().pack.version, "1.0.0");

    packs.disable(&admin(&test), "town-calls-county").await.unwrap();
    assert_eq!(packs.enabled().len(), 1);
    assert!(packs.pack("town-calls-county", "1.0.0").is_some(), "its cases go on");
    assert_eq!(verify(&test).await, [""; 0]);

    let mut tx = test.db.read().await.unwrap();
    let facts = ledger::facts_of_stream(&mut tx, packs::COUNTY, "pack/city-upkeep").await.unwrap();
    let actions: Vec<&str> = facts.iter().map(|f| f.action.as_str()).collect();
    assert_eq!(actions, ["pack.added", "pack.enabled", "pack.added", "pack.enabled"]);
    assert!(facts.iter().all(|f| f.post.as_deref() == Some("post-1")));
});

testkit::both!(every_node_sees_the_change, |test| async move {
    let (one, other) = (open(&test).await, open(&test).await);
    one.add_dir(&admin(&test), &folder("town-calls-county")).await.unwrap();
    one.enable(&admin(&test), "town-calls-county", "1.0.0").await.unwrap();
    assert!(other.enabled().is_empty());
    assert!(other.refresh().await.unwrap());
    assert_eq!(other.enabled().len(), 1);
    assert!(!other.refresh().await.unwrap(), "nothing new");
    let third = open(&test).await;
    assert_eq!(third.enabled()[0].hash, one.enabled()[0].hash, "the stored version reads back as itself");
});

testkit::both!(what_is_wrong_is_refused, |test| async move {
    let packs = open(&test).await;
    let ctx = admin(&test);
    packs.add_dir(&ctx, &folder("town-calls-county")).await.unwrap();
    let code = |error: kernel::Failure| error.refusal().map(|r| r.code.clone()).unwrap_or_default();
    // the same number with other content
    let copy = next_version(&test, "town-calls-county", "1.0.0");
    std::fs::write(copy.join("more.yaml"), "home: https://example.org/\n").unwrap();
    assert_eq!(code(packs.add_dir(&ctx, &copy).await.unwrap_err()), "pack.version_exists");
    // an unsound one
    std::fs::write(copy.join("more.yaml"), "stairs: []\n").unwrap();
    let (report, added) = packs.add_dir(&ctx, &copy).await.unwrap();
    assert!(added.is_none() && !report.is_sound());
    assert_eq!(code(packs.enable(&ctx, "nothing", "1.0.0").await.unwrap_err()), "pack.not_found");
    assert_eq!(
        code(packs.enable(&ctx, "town-calls-county", "9.9.9").await.unwrap_err()),
        "pack.version_not_found"
    );
    assert_eq!(code(packs.disable(&ctx, "town-calls-county").await.unwrap_err()), "pack.not_found");
    let nobody = test.ctx(Actor::anonymous());
    assert_eq!(
        code(packs.enable(&nobody, "town-calls-county", "1.0.0").await.unwrap_err()),
        "session.required"
    );
    // one kind of post, two roles
    packs.enable(&ctx, "town-calls-county", "1.0.0").await.unwrap();
    let other = test.path("other");
    std::fs::create_dir_all(&other).unwrap();
    let text = "id: other\nversion: 1.0.0\nname: {zh: 一, en: One}\nposts: [{code: handler, name: {zh: 一, en: One}, role: checker}]\n";
    std::fs::write(other.join("pack.yaml"), text).unwrap();
    packs.add_dir(&ctx, &other).await.unwrap();
    assert_eq!(code(packs.enable(&ctx, "other", "1.0.0").await.unwrap_err()), "pack.post_conflict");
    assert_eq!(verify(&test).await, [""; 0]);
});

db::sql! {
    TAMPER_CONTENT = "UPDATE pack_version SET content = replace(content, 'd5', 'd3') WHERE id = $1";
    TAMPER_STATE = "UPDATE pack_state SET hash = NULL WHERE id = $1";
    TAMPER_VERSION = "DELETE FROM pack_version WHERE id = $1";
}

testkit::both!(verification_names_what_was_changed_behind_its_back, |test| async move {
    let packs = open(&test).await;
    packs.add_dir(&admin(&test), &folder("town-calls-county")).await.unwrap();
    packs.enable(&admin(&test), "town-calls-county", "1.0.0").await.unwrap();
    for (sql, expected) in [
        (&TAMPER_CONTENT, "row pack_version.content"),
        (&TAMPER_STATE, "row pack_state"),
        (&TAMPER_VERSION, "missing"),
    ] {
        let sql: &'static db::Sql = sql;
        let done: Result<u64, db::DbError> = test
            .db
            .write(&test.system(), move |tx| {
                Box::pin(async move { tx.execute(sql, db::args!["town-calls-county"]).await })
            })
            .await;
        assert_eq!(done.unwrap(), 1);
        let breaks = verify(&test).await;
        assert!(
            breaks.iter().any(|b| b.contains(expected) && b.contains("pack/town-calls-county")),
            "{breaks:?}"
        );
    }
});

struct Fixed(Actor);

#[async_trait::async_trait]
impl web::Authenticator for Fixed {
    async fn identify(&self, headers: &axum::http::HeaderMap, _: &Ctx) -> kernel::Result<web::Identified> {
        let actor = if headers.contains_key("x-admin") { self.0.clone() } else { Actor::anonymous() };
        Ok(web::Identified { actor, csrf: None, session: None })
    }
}

fn client(test: &TestDb, packs: &Arc<Packs>) -> Client {
    let setup = web::Setup {
        env: test.env.clone(),
        authenticator: Arc::new(Fixed(admin(test).actor)),
        config: web::Config::default(),
        ready: Arc::new(|| Box::pin(async { Ok(()) })),
        metrics: Arc::default(),
        version: "0",
        foreign: vec![],
    };
    let app = web::assemble(setup, vec![packs::capability(packs.clone())], axum::Router::new()).unwrap();
    Client::new(app.router)
}

testkit::both!(packs_over_http, |test| async move {
    let packs = open(&test).await;
    let anyone = client(&test, &packs);
    let boss = anyone.clone().with("x-admin", "1");
    for name in ["city-upkeep", "town-calls-county"] {
        packs.add_dir(&admin(&test), &folder(name)).await.unwrap();
    }
    assert_eq!(anyone.get("/api/v1/packs").await.status, 401);
    assert_eq!(
        anyone.post("/api/v1/packs/city-upkeep/enabled", json!({"version": "1.0.0"})).await.status,
        401
    );
    assert_eq!(anyone.get("/api/v1/categories").await.json()["items"], json!([]));

    let reply = boss.post("/api/v1/packs/city-upkeep/enabled", json!({"version": "1.0.0"})).await;
    assert_eq!((reply.status.as_u16(), reply.json()["enabled"].clone()), (200, json!("1.0.0")));
    boss.post("/api/v1/packs/town-calls-county/enabled", json!({"version": "1.0.0"})).await;

    let list = boss.get("/api/v1/packs").await.json();
    assert_eq!(list["items"][0]["id"], "city-upkeep");
    assert_eq!(list["items"][0]["versions"][0]["enabled"], true);
    let one = boss.get("/api/v1/packs/city-upkeep").await.json();
    assert_eq!(
        (one["version"].as_str(), one["content"]["id"].as_str()),
        (Some("1.0.0"), Some("city-upkeep"))
    );
    assert!(one["content"]["routes"].as_array().unwrap().len() >= 25);

    // the public sees neither the other pack's categories nor a hidden one
    let tree = anyone.get("/api/v1/categories?lang=en").await.json();
    let text = tree.to_string();
    assert_eq!(tree["items"][0]["label"], "Components");
    assert_eq!(tree["items"].as_array().unwrap().len(), 2);
    assert!(text.contains("020110") && !text.contains("010122") && !text.contains("J01"));
    assert_eq!(anyone.get("/api/v1/categories?all=true").await.status, 401);
    let all = boss.get("/api/v1/categories?all=true").await.json().to_string();
    assert!(all.contains("010122") && all.contains("J01"));
    assert_eq!(boss.get("/api/v1/categories?pack=nothing").await.code(), "pack.not_found");

    // what a category asks stands with it; what a text may speak of is suggested, with its reasons
    let lamp = &tree["items"][0]["children"][0]["children"];
    let lamp = lamp.as_array().unwrap().iter().find(|c| c["code"] == "010115").unwrap();
    let asked = |n: usize, key: &str| lamp["questions"][n][key].clone();
    assert_eq!((asked(0, "code"), asked(0, "datatype")), (json!("pole_number"), json!("string")));
    assert_eq!((asked(1, "datatype"), asked(1, "required")), (json!("singlevaluelist"), json!(false)));
    assert_eq!(asked(1, "values")[0], json!({"code": "dark", "name": {"zh": "不亮", "en": "Dark"}}));
    let suggest = async |client: &Client, body| client.post("/api/v1/categories/suggest", body).await;
    let found = suggest(&anyone, json!({"text": "门口路灯不亮三天了"})).await.json();
    assert_eq!(found["items"][0]["code"], "010115");
    assert_eq!(found["items"][0]["words"], json!(["路灯不亮"]));
    assert_eq!(found["items"][0]["above"][1]["en"], "Public utilities");
    assert!(found["items"][0]["confidence"].as_f64().unwrap() > 0.5, "{found}");
    assert_eq!(suggest(&anyone, json!({"text": "你好"})).await.json()["items"], json!([]));
    assert_eq!(suggest(&anyone, json!({"text": "灯", "all": true})).await.status, 401);
    assert_eq!(
        suggest(&boss, json!({"text": "监控设备箱", "all": true})).await.json()["items"][0]["code"],
        "010122"
    );

    for (path, body, status, code) in [
        ("/api/v1/categories/suggest", json!({"text": "x".repeat(4_001)}), 400, "field.invalid"),
        ("/api/v1/categories/suggest", json!({}), 400, "field.required"),
        ("/api/v1/packs/nothing/enabled", json!({"version": "1.0.0"}), 404, "pack.not_found"),
        ("/api/v1/packs/city-upkeep/enabled", json!({"version": "7"}), 422, "pack.version_not_found"),
        ("/api/v1/packs/city-upkeep/enabled", json!({}), 400, "field.required"),
        ("/api/v1/packs/city-upkeep/enabled", json!({"version": "1.0.0", "x": 1}), 400, "field.unknown"),
    ] {
        let reply = boss.post(path, body).await;
        assert_eq!((reply.status.as_u16(), reply.code().as_str()), (status, code), "{path}");
    }
    let method = axum::http::Method::DELETE;
    assert_eq!(boss.send(method.clone(), "/api/v1/packs/city-upkeep/enabled", None).await.status, 204);
    assert_eq!(boss.send(method, "/api/v1/packs/city-upkeep/enabled", None).await.status, 404);
    assert_eq!(anyone.get("/api/v1/categories").await.json()["items"], json!([]));
});

testkit::both!(every_statement_is_prepared, |test| async move {
    for sql in packs::STATEMENTS {
        test.db.prepare(sql).await.unwrap();
    }
});
