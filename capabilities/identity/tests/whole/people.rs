//! Vacancies, duty, and a workbook of people and posts, on both databases.
use crate::common::{PASSWORD, city, node, post, vault};
use axum::http::{Method, StatusCode};
use identity::duty::{NewDesk, NewShift};
use identity::{Identity, IdentityAudit, Settings, VacancyFilter, Why};
use kernel::{Ctx, Lang, Text, Timestamp};
use ledger::verify::Audit;
use serde_json::json;
use std::sync::Arc;
use testkit::{TestDb, both};
use web::testing::Client;

pub async fn broken(test: &TestDb) -> Vec<String> {
    ledger::sequencer::drain(&test.db, &(test.env.clone() as Arc<dyn kernel::Env>)).await.unwrap();
    let commitments = protect::CommitmentAudit(vault());
    let mut audits: Vec<&dyn Audit> = IdentityAudit::ALL.iter().map(|audit| audit as &dyn Audit).collect();
    audits.push(&commitments);
    let report = ledger::verify::verify(&mut test.db.read().await.unwrap(), &audits, |_| {}).await.unwrap();
    report.breaks.iter().map(ToString::to_string).collect()
}

fn code<T: std::fmt::Debug>(answer: Result<T, kernel::Failure>) -> String {
    answer.unwrap_err().refusal().unwrap().code.clone()
}

both!(what_a_team_lacks_is_told, |test| async move {
    let identity = node(&test);
    let seeded = city(&identity, &test.system()).await;
    let ctx = test.system();
    let missing = async || {
        let page = identity.vacancies(&ctx, &VacancyFilter::default(), 50).await.unwrap();
        page.items.into_iter().map(|v| (v.area.code, v.kind)).collect::<Vec<_>>()
    };
    let gap = |area: &str, kind: &str| (area.to_owned(), kind.to_owned());
    let all = [gap("g1", "grid_leader"), gap("g2", "grid_leader"), gap("g2", "grid_worker")];
    assert_eq!(missing().await, all);
    let first = identity.vacancies(&ctx, &VacancyFilter::default(), 1).await.unwrap();
    assert_eq!((first.items.len(), first.next.as_deref()), (1, Some("c1/t1/g1")));
    let rest = VacancyFilter { after: first.next, ..VacancyFilter::default() };
    let rest = identity.vacancies(&ctx, &rest, 50).await.unwrap();
    assert_eq!((rest.items.len(), rest.next), (2, None));

    // a leader of the town leads its grids
    let wang = &seeded.people["wang"];
    identity.give_post(&ctx, post("grid_leader", wang, "u1", "t1")).await.unwrap();
    assert_eq!(missing().await, [gap("g2", "grid_worker")]);
    let team = identity.team(&ctx, "g2").await.unwrap();
    let seats: Vec<_> = team.seats.iter().map(|s| (s.kind.as_str(), s.want, s.posts.len())).collect();
    assert_eq!(seats, [("grid_leader", 1, 1), ("grid_worker", 1, 0)]);

    let why = async |why: Why| {
        let filter = VacancyFilter { why, area: Some("t1".into()), ..VacancyFilter::default() };
        let page = identity.vacancies(&test.system(), &filter, 50).await.unwrap();
        page.items.into_iter().map(|v| v.kind).collect::<Vec<_>>()
    };
    let mut alone = why(Why::NoDeputy).await;
    alone.sort();
    assert_eq!(alone, ["grid_leader", "handler"]);
    assert!(why(Why::Ended).await.is_empty());
    test.env.advance(1000);
    identity.end_post(&test.system(), &seeded.posts[0]).await.unwrap();
    test.env.advance(1000);
    assert_eq!(why(Why::Ended).await, ["grid_worker"]);
    identity.give_post(&test.system(), post("grid_worker", wang, "u1", "g1")).await.unwrap();
    assert!(why(Why::Ended).await.is_empty(), "somebody took it");
});

both!(the_line_of_a_post_is_published_and_no_other, |test| async move {
    let identity = node(&test);
    let seeded = city(&identity, &test.system()).await;
    let mut new = post("grid_worker", &seeded.people["wang"], "u1", "g2");
    new.work_phone = Some("0594-2345678".into());
    let id = identity.give_post(&test.system(), new.clone()).await.unwrap();
    let board = identity.board(&test.system(), "g2").await.unwrap();
    assert_eq!(board.team[0].phone.as_deref(), Some("0594-2345678"));
    new.work_phone = None;
    identity.update_post(&test.system(), &id, new.clone()).await.unwrap();
    assert!(identity.board(&test.system(), "g2").await.unwrap().team[0].phone.is_some(), "kept");
    new.work_phone = Some(String::new());
    identity.update_post(&test.system(), &id, new.clone()).await.unwrap();
    assert_eq!(identity.board(&test.system(), "g2").await.unwrap().team[0].phone, None);
    new.work_phone = Some("1".repeat(41));
    assert_eq!(code(identity.update_post(&test.system(), &id, new).await), "field.invalid");
    assert_eq!(broken(&test).await, Vec::<String>::new());
});

/// Three receivers in the centre, a leader of theirs, and a desk.
async fn desk(test: &TestDb) -> (Arc<Identity>, identity::Seeded, String) {
    let identity = crate::common::node_with(test, Settings::default());
    let system = test.system();
    let seeded = city(&identity, &system).await;
    for login in ["zhang", "li", "zhao"] {
        identity.give_post(&system, post("receiver", &seeded.people[login], "u0", "c1")).await.unwrap();
    }
    identity.give_post(&system, post("leader", &seeded.people["wang"], "u0", "c1")).await.unwrap();
    let new =
        NewDesk { unit: "u0".into(), kind: "receiver".into(), name: Text::new("值班室", "Duty room") };
    let id = identity.set_desk(&who(test, &identity, &seeded, "wang").await, None, new).await.unwrap();
    (identity, seeded, id)
}

async fn who(test: &TestDb, identity: &Identity, seeded: &identity::Seeded, login: &str) -> Ctx {
    let actor = identity.actor(&test.system(), &seeded.people[login]).await.unwrap();
    test.ctx(actor)
}

both!(a_desk_is_signed_on_handed_over_and_never_silently_empty, |test| async move {
    let (identity, seeded, id) = desk(&test).await;
    let ctx = async |login: &str| who(&test, &identity, &seeded, login).await;
    let now = test.system().now;
    let hour = |n: i64| now.plus(n * Timestamp::HOUR);
    let shift = |login: &str, from: i64, to: i64| NewShift {
        person: seeded.people[login].clone(),
        from: hour(from),
        to: hour(to),
    };
    let leader = ctx("wang").await;
    let shifts = vec![shift("zhang", 0, 8), shift("li", 8, 16)];
    assert_eq!(
        code(identity.plan_shifts(&ctx("zhang").await, &id, shifts.clone()).await),
        "action.forbidden"
    );
    assert_eq!(identity.plan_shifts(&leader, &id, shifts.clone()).await.unwrap(), 2);
    assert_eq!(identity.plan_shifts(&leader, &id, shifts).await.unwrap(), 0, "again is no second plan");
    let twice = identity.plan_shifts(&leader, &id, vec![shift("zhang", 7, 9)]).await;
    assert_eq!(code(twice), "duty.twice");
    let stranger = identity.plan_shifts(&leader, &id, vec![shift("qian", 20, 21)]).await;
    assert_eq!(code(stranger), "duty.not_of_desk");

    // nobody is there: the leader is told, once
    let view = identity.desk(&leader, &id).await.unwrap();
    assert!(view.unattended && view.holder.is_none() && view.can == ["plan"]);
    for _ in 0..2 {
        assert_eq!(identity.watch_desks(&test.system()).await.unwrap(), 1);
    }
    let told = identity.told(&leader, None, 9).await.unwrap();
    assert_eq!((told.items.len(), told.items[0].kind.as_str()), (1, "duty_unattended"));

    let zhang = ctx("zhang").await;
    assert_eq!(code(identity.sign_on(&ctx("qian").await, &id).await), "action.forbidden");
    assert_eq!(code(identity.sign_on(&leader, &id).await), "duty.not_of_desk");
    identity.sign_on(&zhang, &id).await.unwrap();
    identity.sign_on(&zhang, &id).await.unwrap();
    assert_eq!(identity.watch_desks(&test.system()).await.unwrap(), 0);
    assert_eq!(code(identity.sign_on(&ctx("zhao").await, &id).await), "duty.held");
    let left = identity.hand_desk(&zhang, &id, None, None).await;
    assert_eq!(code(left), "duty.would_stand_empty");

    // handed on with a note; it stays Zhang's until Li signs on
    let note = Some("三号井盖等待配件".to_owned());
    identity.hand_desk(&zhang, &id, Some(seeded.people["li"].clone()), note).await.unwrap();
    let view = identity.desk(&zhang, &id).await.unwrap();
    assert_eq!(view.holder.unwrap().name.as_deref(), Some("张三"));
    assert_eq!(view.note.as_deref(), Some("三号井盖等待配件"));
    let li = ctx("li").await;
    assert_eq!(identity.told(&li, None, 9).await.unwrap().items[0].kind, "duty_handed");
    identity.sign_on(&li, &id).await.unwrap();
    assert_eq!(identity.desk(&li, &id).await.unwrap().can, ["hand"]);
    let mut outsider = ctx("qian").await;
    outsider.actor.grants[0].unit = "u1".into();
    let outsider = identity.desk(&outsider, &id).await.unwrap();
    assert_eq!(outsider.note, None, "a note is for the unit");

    let history = identity.duty_history(&leader, &id, (None, 50)).await.unwrap().items;
    let actions: Vec<&str> = history.iter().map(|fact| fact.action.as_str()).collect();
    assert_eq!(actions, ["signed_on", "offered", "signed_on", "planned", "desk_set"]);
    assert_eq!(history[0].after.as_ref().unwrap().name.as_deref(), Some("张三"));
    let page = identity.duty_history(&leader, &id, (None, 2)).await.unwrap();
    assert_eq!((page.items.len(), page.next.as_deref()), (2, Some("4")));

    let roster = identity.roster(&leader, &id, (now, hour(24))).await.unwrap();
    assert_eq!(roster.len(), 2);
    identity.cancel_shift(&leader, &id, &roster[1].id).await.unwrap();
    identity.cancel_shift(&leader, &id, &roster[1].id).await.unwrap();
    assert_eq!(identity.roster(&leader, &id, (now, hour(24))).await.unwrap().len(), 1);
    assert_eq!(broken(&test).await, Vec::<String>::new());
    identity.end_desk(&leader, &id).await.unwrap();
    assert!(identity.desks(&leader, (None, Some("c1")), ("", 9)).await.unwrap().items.is_empty());
    assert_eq!(broken(&test).await, Vec::<String>::new());
});

fn book(rows: &[[&str; 6]]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let headings = ["账号", "姓名", "岗位", "单位代码", "区域代码", "工作电话"];
    for (row, cells) in (0u32..).zip(std::iter::once(&headings).chain(rows)) {
        for (column, cell) in (0u16..).zip(cells) {
            sheet.write_string(row, column, *cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

both!(a_workbook_is_taken_in_whole_or_says_what_is_wrong_in_which_cell, |test| async move {
    let identity = node(&test);
    city(&identity, &test.system()).await;
    let ctx = test.system();
    let wrong = book(&[
        ["chen", "陈晨", "网格员", "u1", "g2", "0594-1"],
        ["wu", "", "网格员", "u1", "g2", ""],
        ["deng", "邓邓", "皇帝", "u1", "g2", ""],
        ["xu", "徐徐", "网格员", "u9", "g2", ""],
        ["he", "何何", "网格员", "u1", "nowhere", ""],
    ]);
    let report = identity.import_staff_book(&ctx, wrong, false).await.unwrap();
    let cells: Vec<_> = report.problems.iter().map(|p| (p.cell.as_str(), p.code.as_str())).collect();
    let expected = [
        ("Sheet1!B3", "field.required"),
        ("Sheet1!C4", "post.kind_unknown"),
        ("Sheet1!D5", "unit.unknown"),
        ("Sheet1!E6", "area.unknown"),
    ];
    assert_eq!(cells, expected);
    assert_eq!(report.problems[1].value.as_deref(), Some("皇帝"));
    assert_eq!((report.rows, report.imported), (5, false));
    assert!(identity.person_by_login("chen").await.unwrap().is_none(), "nothing is half done");

    let right = book(&[["chen", "陈晨", "网格员", "u1", "g2", "0594-1"]]);
    let tried = identity.import_staff_book(&ctx, right.clone(), true).await.unwrap();
    assert_eq!((tried.added, tried.imported, tried.problems.len()), (2, false, 0));
    let done = identity.import_staff_book(&ctx, right.clone(), false).await.unwrap();
    assert_eq!((done.added, done.imported), (2, true));
    let again = identity.import_staff_book(&ctx, right, false).await.unwrap();
    assert_eq!((again.added, again.changed, again.unchanged), (0, 0, 2));
    assert_eq!(identity.board(&ctx, "g2").await.unwrap().team[0].phone.as_deref(), Some("0594-1"));
    assert_eq!(code(identity.import_staff_book(&ctx, b"PK no".to_vec(), true).await), "import.workbook");
    assert_eq!(code(identity.import_staff_book(&ctx, b"no".to_vec(), true).await), "import.no_column");
    assert!(identity.staff_template(Lang::En).await.unwrap().starts_with(b"PK"));
    assert_eq!(broken(&test).await, Vec::<String>::new());
});

both!(every_route_of_duty_refuses_whoever_lacks_its_action, |test| async move {
    let identity = node(&test);
    let people = city(&identity, &test.system()).await.people;
    let setup = web::Setup {
        env: test.env.clone(),
        authenticator: identity.clone(),
        config: web::Config::default(),
        ready: Arc::new(|| Box::pin(async { Ok(()) })),
        metrics: Arc::default(),
        version: "0",
        foreign: vec![],
    };
    let capabilities =
        vec![identity::capability(identity.clone()), identity::duty::capability(identity.clone())];
    let app = web::assemble(setup, capabilities, axum::Router::new()).unwrap();
    let mut walkers = vec![];
    for login in ["zhang", "wang", "qian"] {
        let actor = identity.actor(&test.system(), &people[login]).await.unwrap();
        let client = Client::new(app.router.clone()).login(login, PASSWORD).await;
        walkers.push((login, client, authz::actions(&actor)));
    }
    web::testing::walk(&app, &walkers).await;
    // the three administrators stay out of desks
    let qian = Client::new(app.router.clone()).login("qian", PASSWORD).await;
    let reply = qian.send(Method::POST, "/api/v1/duty/none/sign-on", None).await;
    assert_eq!((reply.status, reply.code().as_str()), (StatusCode::FORBIDDEN, "action.forbidden"));
    let reply =
        qian.post("/api/v1/duty", json!({"unit": "u0", "kind": "dispatcher", "name": {"zh": "台"}})).await;
    assert_eq!(reply.code(), "action.forbidden");
});
