//! Logging in, what a session allows, and when it ends; on both databases.
use crate::common::{PASSWORD, app, city, client, node, node_with, post};
use axum::http::{Method, StatusCode};
use identity::Settings;
use kernel::ActorKind;
use serde_json::json;
use testkit::both;
use web::testing::{Client, walk};

const MINUTE: i64 = 60_000;

both!(a_session_from_login_to_logout, |test| async move {
    let identity = node(&test);
    city(&identity, &test.system()).await;
    let nobody = client(&test, &identity);
    assert_eq!(nobody.get("/api/v1/session").await.code(), "session.required");

    let login = nobody.post("/api/v1/session", json!({"login": " ZHANG ", "password": PASSWORD})).await;
    assert_eq!(login.status, StatusCode::OK, "{}", login.json());
    let set = login.headers["set-cookie"].to_str().unwrap();
    assert!(set.contains("HttpOnly") && set.contains("SameSite=Lax"), "{set}");
    let view = login.json();
    assert_eq!(view["person"]["name"], "张三");
    assert_eq!(view["person"]["login"], "zhang");
    assert_eq!(view["posts"][0]["kind"], "grid_worker");
    assert_eq!(view["posts"][0]["name"]["en"], "Grid worker");
    assert_eq!(view["posts"][0]["unit"]["name"]["zh"], "单位u1");
    assert_eq!(
        view["posts"][0]["area"],
        json!({"code": "g1", "level": "grid", "name": {"zh": "区域g1", "en": "Area g1"}})
    );
    assert_eq!(view["posts"][0]["deputy"], false);
    assert!(view["actions"].as_array().unwrap().contains(&json!("case.act")));

    let cookie = login.cookie().unwrap();
    let session = nobody.clone().with("cookie", &cookie);
    assert_eq!(session.get("/api/v1/session").await.json()["csrf"], view["csrf"]);
    assert_eq!(session.send(Method::DELETE, "/api/v1/session", None).await.code(), "session.csrf");
    let session = session.with("x-csrf-token", view["csrf"].as_str().unwrap());
    assert_eq!(session.send(Method::DELETE, "/api/v1/session", None).await.status, StatusCode::NO_CONTENT);
    assert_eq!(session.get("/api/v1/session").await.status, StatusCode::UNAUTHORIZED);
});

both!(a_deputy_stands_in_from_the_first_day, |test| async move {
    let identity = node(&test);
    let people = city(&identity, &test.system()).await.people;
    let actor = identity.actor(&test.system(), &people["li"]).await.unwrap();
    assert_eq!(actor.kind, ActorKind::Person);
    let grant = &actor.grants[0];
    assert_eq!((grant.role.as_str(), grant.area_path.as_str(), grant.deputy), ("worker", "c1/t1/g1", true));
    let team = identity.team_of("c1/t1/g1", test.system().now).await.unwrap();
    assert_eq!(team.len(), 1);
    assert_eq!(team[0].1.deputy.as_ref(), Some(&people["li"]));
    assert!(identity.team_of("c1/t1", test.system().now).await.unwrap().is_empty());
});

both!(everybody_may_read_who_works_a_grid, |test| async move {
    let identity = node(&test);
    city(&identity, &test.system()).await;
    let client = client(&test, &identity);
    let board = client.get("/api/v1/public/areas/g1/board").await.json();
    assert_eq!(board["area"]["code"], "g1");
    assert_eq!(board["team"].as_array().unwrap().len(), 1, "{board}");
    assert_eq!(board["team"][0]["post"]["en"], "Grid worker");
    assert!(board["team"][0]["name"].is_string() && board["team"][0]["deputy"].is_string());
    assert_eq!(board["units"][0]["code"], board["team"][0]["unit"]);
    assert!(
        !board.to_string().contains("phone"),
        "no telephone but that of the duty, when it has one: {board}"
    );
    assert_eq!(client.get("/api/v1/public/areas/t1/board").await.json()["team"], json!([]));
    assert_eq!(client.get("/api/v1/public/areas/nowhere/board").await.code(), "area.not_found");
});

both!(wrong_logins_and_wrong_passwords_are_one_refusal, |test| async move {
    let identity = node(&test);
    city(&identity, &test.system()).await;
    let client = client(&test, &identity);
    for (login, password) in [("zhang", "wrong password"), ("nobody", PASSWORD), ("", "")] {
        let reply = client.post("/api/v1/session", json!({"login": login, "password": password})).await;
        assert_eq!((reply.status.as_u16(), reply.code().as_str()), (401, "session.refused"));
    }
    let megabyte = json!({"login": "zhang", "password": "x".repeat(900_000)});
    assert_eq!(client.post("/api/v1/session", megabyte).await.code(), "session.refused");
});

both!(attempts_are_counted_on_all_nodes_together, |test| async move {
    let settings = Settings { attempts_per_login: 4, attempts_per_address: 6, ..Settings::default() };
    let nodes = [node_with(&test, settings.clone()), node_with(&test, settings)];
    city(&nodes[0], &test.system()).await;
    let clients = [client(&test, &nodes[0]), client(&test, &nodes[1])];
    let attempt = async |n: usize, address: &str, login: &str, password: &str| {
        let client = clients[n % 2].clone().with("x-forwarded-for", address);
        client.post("/api/v1/session", json!({"login": login, "password": password})).await
    };
    for n in 0..4 {
        let reply = attempt(n, &format!("198.51.100.{n}"), "zhang", "wrong password").await;
        assert_eq!(reply.code(), "session.refused");
    }
    let reply = attempt(1, "198.51.100.9", "zhang", PASSWORD).await;
    assert_eq!(
        (reply.status.as_u16(), reply.code().as_str()),
        (429, "session.too_many"),
        "even the right one waits"
    );
    assert_eq!(reply.headers["retry-after"], "901");
    test.env.advance(15 * MINUTE);
    assert_eq!(attempt(1, "198.51.100.9", "zhang", PASSWORD).await.status, StatusCode::OK);

    // an address that tries many logins
    for n in 0..6 {
        assert_eq!(
            attempt(n, "203.0.113.5", &format!("guess{n}"), "password").await.code(),
            "session.refused"
        );
    }
    assert_eq!(attempt(0, "203.0.113.5", "wang", PASSWORD).await.code(), "session.too_many");
    assert_eq!(attempt(0, "203.0.113.6", "wang", PASSWORD).await.status, StatusCode::OK);
    test.env.advance(15 * MINUTE);
    // an office of many behind one address is not an attacker
    for n in 0..20 {
        assert_eq!(attempt(n, "203.0.113.5", "wang", PASSWORD).await.status, StatusCode::OK);
    }
});

both!(a_session_ends_when_idle_and_at_its_end, |test| async move {
    let settings = Settings { idle: 60 * MINUTE, lifetime: 150 * MINUTE, ..Settings::default() };
    let identity = node_with(&test, settings);
    city(&identity, &test.system()).await;
    let idle = client(&test, &identity).login("zhang", PASSWORD).await;
    let busy = client(&test, &identity).login("zhang", PASSWORD).await;
    for _ in 0..2 {
        test.env.advance(50 * MINUTE);
        assert_eq!(busy.get("/api/v1/session").await.status, StatusCode::OK);
    }
    assert_eq!(idle.get("/api/v1/session").await.status, StatusCode::UNAUTHORIZED);
    test.env.advance(50 * MINUTE);
    assert_eq!(busy.get("/api/v1/session").await.status, StatusCode::UNAUTHORIZED);
    identity.sweep(&test.system()).await.unwrap();
});

both!(a_post_that_ends_ends_what_it_allowed, |test| async move {
    let nodes = [node(&test), node(&test)];
    let seeded = city(&nodes[0], &test.system()).await;
    let here = client(&test, &nodes[0]).login("wang", PASSWORD).await;
    let session = client(&test, &nodes[0]).login("wang", PASSWORD).await;
    assert_eq!(here.get("/api/v1/units").await.status, StatusCode::OK);
    let elsewhere = node(&test);
    test.env.advance(1000);
    elsewhere.end_post(&test.system(), &seeded.posts[1]).await.unwrap();
    // another node believes what it saw for five seconds
    test.env.advance(5000);
    assert_eq!(here.get("/api/v1/units").await.code(), "action.forbidden");
    assert_eq!(session.get("/api/v1/session").await.json()["posts"], json!([]));
});

both!(one_changes_ones_own_password, |test| async move {
    let identity = node(&test);
    city(&identity, &test.system()).await;
    let other = client(&test, &identity).login("zhang", PASSWORD).await;
    let zhang = client(&test, &identity).login("zhang", PASSWORD).await;
    let put = async |old: &str, new: &str| {
        zhang.send(Method::PUT, "/api/v1/session/password", Some(json!({"old": old, "new": new}))).await
    };
    assert_eq!(put("wrong password", "a new long password").await.code(), "password.wrong");
    assert_eq!(put(PASSWORD, "short").await.code(), "password.weak");
    assert_eq!(put(PASSWORD, "a new long password").await.status, StatusCode::NO_CONTENT);
    assert_eq!(zhang.get("/api/v1/session").await.status, StatusCode::OK);
    assert_eq!(other.get("/api/v1/session").await.status, StatusCode::UNAUTHORIZED, "other sessions end");
    let nobody = client(&test, &identity);
    let reply = nobody.post("/api/v1/session", json!({"login": "zhang", "password": PASSWORD})).await;
    assert_eq!(reply.code(), "session.refused");
    nobody.login("zhang", "a new long password").await;
});

both!(a_program_has_a_key, |test| async move {
    let identity = node(&test);
    city(&identity, &test.system()).await;
    let sun = client(&test, &identity).login("sun", PASSWORD).await;
    let reply = sun.post("/api/v1/clients", json!({"name": {"zh": "热线", "en": "Hotline"}})).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.json());
    let (id, key) = (reply.json()["id"].clone(), reply.json()["key"].clone());
    let key = key.as_str().unwrap();
    let actor = identity.client_by_key(key).await.unwrap().unwrap();
    assert_eq!((actor.kind, actor.id), (ActorKind::Client, format!("client/{}", id.as_str().unwrap())));
    let program = client(&test, &identity).with("authorization", &format!("Bearer {key}"));
    assert_eq!(program.get("/api/v1/units").await.code(), "action.forbidden");
    let list = sun.get("/api/v1/clients").await.json();
    assert_eq!(list["items"][0]["name"]["en"], "Hotline");
    assert!(!list.to_string().contains(key));
    let end = format!("/api/v1/clients/{}/end", id.as_str().unwrap());
    assert_eq!(sun.send(Method::POST, &end, None).await.status, StatusCode::NO_CONTENT);
    assert!(identity.client_by_key(key).await.unwrap().is_none());
});

both!(every_route_refuses_whoever_lacks_its_action, |test| async move {
    let identity = node(&test);
    let people = city(&identity, &test.system()).await.people;
    let app = app(&test, &identity);
    let mut walkers = vec![];
    for login in ["zhang", "wang", "qian", "sun", "zhou"] {
        let actor = identity.actor(&test.system(), &people[login]).await.unwrap();
        let client = Client::new(app.router.clone()).login(login, PASSWORD).await;
        walkers.push((login, client, authz::actions(&actor)));
    }
    assert_eq!(walk(&app, &walkers).await, 35);
});

both!(administrators_stay_apart_and_out_of_their_own_posts, |test| async move {
    let identity = node(&test);
    let people = city(&identity, &test.system()).await.people;
    let ctx = test.ctx(identity.actor(&test.system(), &people["sun"]).await.unwrap());
    let give = async |kind: &str, login: &str| {
        let answer = identity.give_post(&ctx, post(kind, &people[login], "u0", "c1")).await;
        answer.map_err(|failure| failure.refusal().unwrap().code.clone())
    };
    assert_eq!(give("admin_audit", "qian").await.unwrap_err(), "post.separate");
    assert_eq!(give("dispatcher", "sun").await.unwrap_err(), "post.to_oneself");
    assert_eq!(give("emperor", "li").await.unwrap_err(), "post.kind_unknown");
    assert!(give("dispatcher", "li").await.is_ok());
    // the system administrator grants nothing
    let ctx = test.ctx(identity.actor(&test.system(), &people["qian"]).await.unwrap());
    let failure = identity.give_post(&ctx, post("dispatcher", &people["li"], "u0", "c1")).await.unwrap_err();
    assert_eq!(failure.refusal().unwrap().code, "action.forbidden");
});
