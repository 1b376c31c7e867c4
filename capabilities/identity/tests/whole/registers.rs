//! Units, people and posts: setting up, finding, ending; facts and rows; on both databases.
use crate::common::{PASSWORD, city, client, node, post, unit, vault};
use axum::http::{Method, StatusCode};
use identity::{Change, IdentityAudit, NewPerson, UnitFilter, import::Map};
use ledger::verify::Audit;
use serde_json::json;
use testkit::{TestDb, both};

/// Verifies the whole ledger and the rows of identity; answers what is broken.
async fn broken(test: &TestDb) -> Vec<String> {
    ledger::sequencer::drain(&test.db, &(test.env.clone() as std::sync::Arc<dyn kernel::Env>)).await.unwrap();
    let commitments = protect::CommitmentAudit(vault());
    let mut audits: Vec<&dyn Audit> = IdentityAudit::ALL.iter().map(|audit| audit as &dyn Audit).collect();
    audits.push(&commitments);
    let report = ledger::verify::verify(&mut test.db.read().await.unwrap(), &audits, |_| {}).await.unwrap();
    report.breaks.iter().map(ToString::to_string).collect()
}

fn code<T: std::fmt::Debug>(answer: Result<T, kernel::Failure>) -> String {
    answer.unwrap_err().refusal().unwrap().code.clone()
}

both!(units_are_found_by_function_and_place, |test| async move {
    let identity = node(&test);
    city(&identity, &test.system()).await;
    let at = async |place: &str, level: &str| {
        let unit = identity.unit_with_function_at("sanitation", place, level).await.unwrap();
        unit.map(|unit| unit.code)
    };
    assert_eq!(at("c1/t1/g1", "town").await.as_deref(), Some("u1"));
    assert_eq!(at("c1/t1/g1", "county").await.as_deref(), Some("u0"));
    assert_eq!(at("c1/t2", "town").await, None);
    let nearest = identity.unit_with_function_above("sanitation", "c1/t2").await.unwrap().unwrap();
    assert_eq!(nearest.code, "u0");
    let under = identity.units_with_function("sanitation", "c1").await.unwrap();
    assert_eq!(under.iter().map(|u| u.code.as_str()).collect::<Vec<_>>(), ["u0", "u1"]);

    let system = test.system();
    let changed = identity.upsert_unit(&system, unit("u1", "t2", &["lighting"])).await.unwrap();
    assert_eq!(changed.1, Change::Changed);
    assert_eq!(at("c1/t1", "town").await, None);
    let again = identity.upsert_unit(&system, unit("u1", "t2", &["lighting"])).await.unwrap();
    assert_eq!(again.1, Change::Unchanged);
    let names = identity.unit_names(&["u1", "gone"]).await.unwrap();
    assert_eq!((names.len(), names["u1"].zh.as_str()), (1, "单位u1"));
    assert_eq!(broken(&test).await, Vec::<String>::new());
});

both!(a_unit_knows_where_it_belongs, |test| async move {
    let identity = node(&test);
    let system = test.system();
    let under = |code: &str, parent: &str| {
        let mut new = unit(code, "c1", &[]);
        new.parent = Some(parent.into());
        new
    };
    assert_eq!(code(identity.upsert_unit(&system, under("a", "b")).await), "unit.unknown");
    assert!(identity.unit("a").await.unwrap().is_none(), "nothing is half done");
    identity.upsert_unit(&system, unit("b", "c1", &[])).await.unwrap();
    identity.upsert_unit(&system, under("a", "b")).await.unwrap();
    assert_eq!(code(identity.upsert_unit(&system, under("b", "a")).await), "unit.loop");
    assert_eq!(code(identity.upsert_unit(&system, unit("c", "nowhere", &[])).await), "area.unknown");
});

both!(lists_are_paged_filtered_and_scoped, |test| async move {
    let identity = node(&test);
    let system = test.system();
    let people = city(&identity, &system).await.people;
    for n in 0..5 {
        identity.upsert_unit(&system, unit(&format!("x{n}"), "t2", &["lighting"])).await.unwrap();
    }
    let filter = |q: &str| UnitFilter { q: Some(q.into()), ..UnitFilter::default() };
    assert_eq!(identity.units(&filter("UNIT X"), 10).await.unwrap().items.len(), 5);
    assert_eq!(identity.units(&filter("%"), 10).await.unwrap().items.len(), 0);

    let wang = client(&test, &identity).login("wang", PASSWORD).await;
    let first = wang.get("/api/v1/units?area=t2&limit=3").await.json();
    assert_eq!(first["items"].as_array().unwrap().len(), 3);
    let next = first["next"].as_str().unwrap();
    let second = wang.get(&format!("/api/v1/units?area=t2&limit=3&after={next}")).await.json();
    assert_eq!(second["items"][0]["code"], "x3");
    assert_eq!(second["next"], json!(null));
    assert_eq!(wang.get("/api/v1/units/u1").await.json()["area"]["level"], "town");
    assert_eq!(wang.get("/api/v1/units/none").await.code(), "unit.not_found");
    assert_eq!(wang.get("/api/v1/units?area=nowhere").await.code(), "area.unknown");

    // a dispatcher of the county sees everybody in it, with masked phones; a handler sees the own unit
    let all = wang.get("/api/v1/people").await.json();
    let names: Vec<_> =
        all["items"].as_array().unwrap().iter().map(|p| p["name"].as_str().unwrap()).collect();
    assert_eq!(names.len(), 6, "{names:?}");
    assert!(!names.contains(&"周九"), "whose post is for more than the county");
    assert_eq!(all["items"][0]["phone_masked"], "138****5678");
    let zhao = client(&test, &identity).login("zhao", PASSWORD).await;
    let own = zhao.get("/api/v1/people").await.json();
    assert_eq!(own["items"].as_array().unwrap().len(), 3, "{own}");
    let of_unit = wang.get("/api/v1/people?unit=u1").await.json();
    assert_eq!(of_unit["items"].as_array().unwrap().len(), 3);

    let posts = wang.get("/api/v1/posts?area=t1&kind=grid_worker").await.json();
    assert_eq!(posts["items"].as_array().unwrap().len(), 1);
    assert_eq!(posts["items"][0]["person"]["name"], "张三");
    assert_eq!(posts["items"][0]["deputy"]["id"], people["li"].as_str());
    let kinds = wang.get("/api/v1/post-kinds").await.json();
    assert_eq!(kinds["items"].as_array().unwrap().len(), 10);
});

both!(an_administrator_sets_up_people_and_posts, |test| async move {
    let identity = node(&test);
    city(&identity, &test.system()).await;
    let sun = client(&test, &identity).login("sun", PASSWORD).await;
    let new =
        json!({"login": "wu", "name": "吴十", "phone": "13987654321", "password": "a long first password"});
    let reply = sun.post("/api/v1/people", new.clone()).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.json());
    let id = reply.json()["id"].as_str().unwrap().to_string();
    assert_eq!(sun.post("/api/v1/people", new).await.code(), "login.taken");
    let weak = json!({"login": "wei", "name": "卫", "password": "weak"});
    assert_eq!(sun.post("/api/v1/people", weak).await.code(), "password.weak");

    let reply = sun.post("/api/v1/posts", json!({"kind": "checker", "person": id, "unit": "u0"})).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.json());
    let post = reply.json()["id"].as_str().unwrap().to_string();
    let wu = client(&test, &identity).login("wu", "a long first password").await;
    assert_eq!(
        wu.get("/api/v1/session").await.json()["posts"][0]["area"]["code"],
        "c1",
        "the unit's area by default"
    );

    // no phone given: it stays
    let put = sun
        .send(Method::PUT, &format!("/api/v1/people/{id}"), Some(json!({"login": "wu", "name": "吴拾"})))
        .await;
    assert_eq!(put.json()["change"], "changed");
    let list = sun.get("/api/v1/people?unit=u0").await.json();
    let shown = list["items"].as_array().unwrap().iter().find(|p| p["id"] == id.as_str()).unwrap().clone();
    assert_eq!((shown["name"].as_str(), shown["phone_masked"].as_str()), (Some("吴拾"), Some("139****4321")));

    let end = sun.send(Method::POST, "/api/v1/units/u0/end", None).await;
    assert_eq!(end.code(), "action.forbidden");
    assert_eq!(
        sun.send(Method::POST, &format!("/api/v1/posts/{post}/end"), None).await.status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(wu.get("/api/v1/units").await.code(), "action.forbidden");
    let password = json!({"password": "another long password"});
    let put = sun.send(Method::PUT, &format!("/api/v1/people/{id}/password"), Some(password)).await;
    assert_eq!(put.status, StatusCode::NO_CONTENT);
    assert_eq!(wu.get("/api/v1/session").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(sun.send(Method::POST, "/api/v1/posts/not-an-id/end", None).await.code(), "post.not_found");
    assert_eq!(broken(&test).await, Vec::<String>::new());
});

both!(who_leaves_is_forgotten_but_for_the_name, |test| async move {
    let identity = node(&test);
    let system = test.system();
    let people = city(&identity, &system).await.people;
    identity.end_person(&system, &people["li"]).await.unwrap();
    identity.end_person(&system, &people["zhang"]).await.unwrap();
    let views = identity.views(&[people["zhang"].as_str()]).await.unwrap();
    let zhang = &views[people["zhang"].as_str()];
    assert_eq!((zhang.name.as_deref(), &zhang.login, &zhang.phone_masked), (Some("张三"), &None, &None));
    assert!(zhang.ended);
    assert!(identity.team_of("c1/t1/g1", system.now).await.unwrap().is_empty());
    assert_eq!(code(identity.end_person(&system, &people["zhang"]).await), "person.ended");
    let give = identity.give_post(&system, post("handler", &people["zhang"], "u1", "t1")).await;
    assert_eq!(code(give), "person.ended");
    let login = identity.person_by_login("zhang").await.unwrap();
    assert_eq!(login, None, "the login is free again");
    let again = NewPerson {
        login: Some("zhang".into()),
        name: "另一位张三".into(),
        phone: None,
        password: None,
        password_hash: None,
    };
    identity.create_person(&system, again).await.unwrap();
    assert_eq!(code(identity.end_unit(&system, "u1").await), "unit.in_use");
    assert_eq!(broken(&test).await, Vec::<String>::new());
});

both!(an_edited_row_is_named, |test| async move {
    let identity = node(&test);
    city(&identity, &test.system()).await;
    assert_eq!(broken(&test).await, Vec::<String>::new());
    let edit =
        db::Sql::composed("EDIT", "UPDATE post SET area_path = 'c1' WHERE kind = 'grid_worker'".into());
    let make = db::Sql::composed("MAKE", "UPDATE unit SET code = 'ghost' WHERE code = 'u1'".into());
    test.db
        .write(&test.system(), move |tx| {
            let (edit, make) = (edit.clone(), make.clone());
            Box::pin(async move {
                tx.execute(&edit, vec![]).await?;
                tx.execute(&make, vec![]).await
            })
        })
        .await
        .unwrap();
    let broken = broken(&test).await;
    assert_eq!(broken.len(), 3, "{broken:?}");
    assert!(broken.iter().any(|b| b.contains("post/") && b.contains("row post.area_path")), "{broken:?}");
    assert!(broken.iter().any(|b| b.contains("unit/u1") && b.contains("row unit: missing")), "{broken:?}");
    assert!(broken.iter().any(|b| b.contains("unit/ghost") && b.contains("row without facts")), "{broken:?}");
});

both!(lists_come_from_files, |test| async move {
    let identity = node(&test);
    let system = test.system();
    let map = Map::parse("columns: {code: 代码, name: 名称, area: 区域, functions: 职能}\nseparator: '、'")
        .unwrap();
    let units = "\u{feff}代码,名称,区域,parent,职能\nk1,环卫所,t1,k0,sanitation、lighting\nk0,城管局,c1,,sanitation\n";
    let tried = identity.import_units(&system, units.as_bytes(), &map, true).await.unwrap();
    assert_eq!((tried.added, tried.imported, tried.problems.len()), (2, false, 0));
    assert!(identity.unit("k1").await.unwrap().is_none());
    let done = identity.import_units(&system, units.as_bytes(), &map, false).await.unwrap();
    assert_eq!((done.added, done.imported), (2, true), "{done:?}");
    assert_eq!(identity.unit("k1").await.unwrap().unwrap().functions, ["lighting", "sanitation"]);
    let bad = "代码,名称,区域,parent,职能\nk1,,t1,,\nk2,新,t9,,\nk3,三,t1,none,\n";
    let report = identity.import_units(&system, bad.as_bytes(), &map, false).await.unwrap();
    let problems: Vec<_> = report
        .problems
        .iter()
        .map(|p| (p.record, p.refusal.code.as_str(), p.refusal.field.as_deref().unwrap()))
        .collect();
    let expected =
        [(1, "field.required", "name"), (2, "area.unknown", "area"), (3, "unit.unknown", "/parent")];
    assert_eq!((problems, report.imported), (expected.to_vec(), false));
    assert!(identity.unit("k3").await.unwrap().is_none());

    let map = Map::parse("values: {post: {网格员: grid_worker, 承办人: handler}}").unwrap();
    let staff = "login,name,phone,password,post,unit,area,deputy\n\
        jia,甲,13800001111,,网格员,k1,g1,yi\njia,甲,13800001111,,承办人,k1,,\nyi,乙,,first password,,,,\n";
    let done = identity.import_staff(&system, staff.as_bytes(), &map, false).await.unwrap();
    assert_eq!((done.added, done.imported), (4, true), "{done:?}");
    let again = identity.import_staff(&system, staff.as_bytes(), &map, false).await.unwrap();
    assert_eq!((again.added, again.changed, again.unchanged), (0, 0, 4), "{again:?}");
    let deputy = identity.person_by_login("yi").await.unwrap().unwrap();
    assert_eq!(identity.actor(&system, &deputy).await.unwrap().grants[0].area_path, "c1/t1/g1");
    client(&test, &identity).login("yi", "first password").await;
    let bad = "login,name,post,unit,deputy\nbing,丙,网格员,none,\nbing,丙,王,k1,\nbing,丙,网格员,k1,nobody\n,丁,,,\n";
    let report = identity.import_staff(&system, bad.as_bytes(), &map, false).await.unwrap();
    let codes: Vec<_> = report.problems.iter().map(|p| p.refusal.code.as_str()).collect();
    assert_eq!(codes, ["unit.unknown", "post.kind_unknown", "person.unknown", "field.required"]);
    assert_eq!(identity.person_by_login("bing").await.unwrap(), None);
    let missing = identity.import_staff(&system, "login\n".as_bytes(), &Map::default(), false).await;
    assert_eq!(code(missing), "field.required");
    assert_eq!(broken(&test).await, Vec::<String>::new());
});

both!(statements_are_well_formed, |test| async move {
    let capability = identity::capability(node(&test));
    for sql in capability.statements.iter().flat_map(|list| list.iter()) {
        test.db.prepare(sql).await.unwrap();
    }
});

both!(units_come_in_by_a_table_or_not_at_all, |test| async move {
    let identity = node(&test);
    let people = city(&identity, &test.system()).await.people;
    let ctx = test.ctx(identity.actor(&test.system(), &people["qian"]).await.unwrap());
    let take = async |rows: &str, dry: bool| {
        let file = format!("单位代码,Name,area,上级单位代码,functions\n{rows}").into_bytes();
        identity.import_units_book(&ctx, file, dry).await
    };
    let wrong =
        take("v1,园林所,t1,v2,green；parks\nv2,,t1,,\nv3,河道所,nowhere,gone,\n", false).await.unwrap();
    let cells: Vec<_> = wrong.problems.iter().map(|p| (p.cell.as_str(), p.code.as_str())).collect();
    assert_eq!(cells[..2], [("CSV!D2", "unit.unknown"), ("CSV!B3", "field.required")], "{cells:?}");
    assert_eq!(cells[2], ("CSV!C4", "area.unknown"));
    assert!(!wrong.imported && identity.unit("v1").await.unwrap().is_none(), "nothing is half done");

    // whom a unit belongs to may stand below it
    let right = "v1,园林所,t1,v2,green；parks\nv2,园林局,t1,,\n";
    let tried = take(right, true).await.unwrap();
    assert_eq!((tried.added, tried.imported, tried.problems.len()), (2, false, 0));
    assert!(take(right, false).await.unwrap().imported);
    let again = take(right, false).await.unwrap();
    assert_eq!((again.added, again.changed, again.unchanged), (0, 0, 2));
    let unit = identity.unit("v1").await.unwrap().unwrap();
    assert_eq!((unit.parent.as_deref(), unit.functions), (Some("v2"), vec!["green".into(), "parks".into()]));
    let sun = test.ctx(identity.actor(&test.system(), &people["sun"]).await.unwrap());
    let refused =
        identity.import_units_book(&sun, "code,name,area\nx,y,t1\n".as_bytes().to_vec(), true).await;
    assert_eq!(refused.unwrap().problems[0].code, "action.forbidden");
    assert_eq!(broken(&test).await, Vec::<String>::new());
});

both!(the_table_of_roles_names_its_words_and_its_posts, |test| async move {
    let identity = node(&test);
    city(&identity, &test.system()).await;
    let sun = client(&test, &identity).login("sun", PASSWORD).await;
    let table = sun.get("/api/v1/roles").await.json();
    let role = |code: &str| {
        table["items"].as_array().unwrap().iter().find(|role| role["code"] == code).unwrap().clone()
    };
    let worker = role("worker");
    assert_eq!(
        (&worker["allows"]["case.act"], &worker["allows"]["audit.read"]),
        (&json!("area"), &json!(null))
    );
    assert_eq!(role("handler")["allows"]["case.act"], "unit");
    let kinds: Vec<_> = worker["kinds"].as_array().unwrap().iter().map(|k| k["code"].clone()).collect();
    assert_eq!(kinds, ["grid_leader", "grid_worker"]);
    assert_eq!((&role("client")["by_post"], &role("admin_audit")["by_post"]), (&json!(false), &json!(true)));
    assert_eq!(table["actions"].as_array().unwrap().len(), authz::action::ALL.len());
    assert_eq!(table["actions"][0]["name"]["en"], "Read what is published");
});
