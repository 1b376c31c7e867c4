//! A list is handed down, spread over days and grids, visited, and accounted for to the last line.

use crate::visits::{Street, refused};
use forms::model::campaign::{
    CampaignView, Closing, Count, ItemRow, ItemState, LineOutcome, NewCampaign, Progress,
};
use forms::model::visit::{VisitRow, VisitState};
use forms::service::campaigns::{CampaignQuery, ItemQuery};
use forms::service::visits::{NotMet, NotMetReason, VisitQuery};
use identity::absence::NewAbsence;
use identity::{NewHandOver, NewPerson, NewPost, PersonId};
use kernel::{Text, Timestamp};
use std::collections::BTreeMap;

/// A week, from Monday to Friday.
pub const WEEK: [&str; 5] = ["2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06"];

/// The street with a worker for each of its two grids.
pub async fn street(test: testkit::TestDb) -> Street {
    let mut street = Street::new(test).await;
    street.admit().await;
    let person = |login: &str| NewPerson {
        login: Some(login.into()),
        name: format!("{login}同志"),
        phone: None,
        password: None,
        password_hash: None,
    };
    let (identity, system) = (street.story.identity.clone(), street.story.test.system());
    for login in ["gus", "dana"] {
        let id = identity.create_person(&system, person(login)).await.unwrap();
        street.story.people.insert(login.into(), id);
    }
    identity.give_post(&system, worker_of("G2", &street.story.people["gus"], None)).await.unwrap();
    street
}

/// The post of a worker of a grid.
fn worker_of(grid: &str, person: &PersonId, deputy: Option<&PersonId>) -> NewPost {
    NewPost {
        kind: "grid_worker".into(),
        person: person.clone(),
        deputy: deputy.cloned(),
        unit: "office".into(),
        area: Some(grid.into()),
        valid_from: None,
        valid_to: None,
        work_phone: None,
    }
}

pub fn wanted(lines: Vec<String>) -> NewCampaign {
    NewCampaign {
        name: Text::new("出租房百日排查", "Let dwellings"),
        modules: vec!["rental_safety".into(), "tenancy".into()],
        area: "T1".into(),
        first_day: None,
        last_day: WEEK[4].into(),
        basis: Text::new("《商品房屋租赁管理办法》", "Measures for the lease of homes"),
        purpose: Text::new("消除出租房安全隐患", "Safe homes"),
        per_day: None,
        when: None,
        lines,
        partial: true,
    }
}

pub async fn open(street: &Street, new: &NewCampaign) -> CampaignView {
    Box::pin(street.forms.open_campaign(&street.who("tina").await, new, None)).await.unwrap()
}

pub async fn items(street: &Street, id: &str, state: Option<ItemState>) -> Vec<ItemRow> {
    let (mut all, mut after) = (vec![], None);
    loop {
        let q = ItemQuery { state, after, limit: Some(200), ..ItemQuery::default() };
        let page = Box::pin(street.forms.campaign_items(&street.who("tina").await, id, &q)).await.unwrap();
        all.extend(page.items);
        after = page.next;
        if after.is_none() {
            return all;
        }
    }
}

pub async fn progress(street: &Street, id: &str, area: Option<&str>) -> Progress {
    Box::pin(street.forms.campaign_progress(&street.who("tina").await, id, area)).await.unwrap()
}

/// What one worker has on a day.
async fn on(street: &Street, login: &str, day: &str) -> Vec<VisitRow> {
    let q = VisitQuery { date: Some(day.into()), limit: Some(500), ..VisitQuery::default() };
    Box::pin(street.forms.visits(&street.who(login).await, &q)).await.unwrap().items
}

/// Grid and day → how many.
fn by_day(items: &[ItemRow]) -> BTreeMap<(String, Option<String>), usize> {
    let mut all = BTreeMap::new();
    items.iter().for_each(|i| *all.entry((i.area.code.clone(), i.planned_on.clone())).or_default() += 1);
    all
}

/// Counters are what a recount finds.
pub async fn recounted(street: &Street, count: Count) {
    for (state, n) in [
        ("done", count.done),
        ("gone", count.gone),
        ("refused", count.refused),
        ("dropped", count.dropped),
        ("voided", count.voided),
        ("open", count.open),
    ] {
        let found = street
            .number(&format!("SELECT count(*) AS n FROM form_campaign_item WHERE state = '{state}'"))
            .await;
        assert_eq!(found, n, "{state}");
    }
    assert_eq!(street.number("SELECT count(*) AS n FROM form_campaign_item").await, count.total);
}

testkit::both!(four_thousand_addresses_are_accounted_for_to_the_last_line, |test| async move {
    let street = street(test).await;
    // 4,000 let homes in two grids, twenty of them under ten addresses, and ten that nobody lets
    let home = |n: usize| match n {
        0..20 => format!("双户路{}号", n / 2),
        _ => format!("长街{n}号"),
    };
    let rows = (0..4_000).map(|n| {
        format!("h{n},H-{n},{},{},G{}\n", home(n), if n >= 3_990 { 1 } else { 2 }, 1 + n % 5 / 2 % 2)
    });
    let csv = format!("no,number,address,use,grid\n{}", rows.collect::<String>());
    street.take("dwelling", street.homes(), &csv).await;

    let mut lines: Vec<String> = (20..3_940)
        .map(|n| match n % 3 {
            0 => home(n),
            1 => format!("某市某区 {}", home(n)),
            _ => format!("h-{n}"),
        })
        .collect();
    lines.extend((0..20).step_by(2).map(home)); // 10 that may be two
    lines.extend((3_990..4_000).map(home)); // 10 that the modules do not concern
    lines.extend((20..50).map(home)); // 30 again
    lines.extend((0..30).map(|n| format!("没有的路{n}号")));
    lines.insert(7, "  ".into());
    assert_eq!(lines.iter().filter(|l| !l.trim().is_empty()).count(), 4_000);

    let new = NewCampaign { per_day: Some(500), ..wanted(lines) };
    let tina = street.who("tina").await;
    let draft = Box::pin(street.forms.draft_campaign(&tina, &new)).await.unwrap();
    assert_eq!((draft.subjects, draft.grids, draft.days, draft.unplanned), (3_920, 2, 5, 0));
    let strict = NewCampaign { partial: false, ..new.clone() };
    assert_eq!(
        refused(Box::pin(street.forms.open_campaign(&tina, &strict, None)).await),
        "form.campaign_lines"
    );
    assert_eq!(street.number("SELECT count(*) AS n FROM form_campaign").await, 0, "nothing is half done");

    let view = open(&street, &new).await;
    let list = view.list.unwrap();
    assert_eq!((list.lines, list.subjects, list.subjects + list.told.len()), (4_000, 3_920, 4_000));
    let of = |outcome| list.told.iter().filter(|l| l.outcome == outcome).count();
    use LineOutcome::*;
    assert_eq!((of(Ambiguous), of(Unconcerned), of(Again), of(Unknown)), (10, 10, 30, 30));
    let first = list.told.iter().find(|l| l.outcome == Ambiguous).unwrap();
    assert_eq!((first.line, first.of), (3_922, Some(2)), "the empty line keeps its number");
    assert_eq!((view.row.missing, view.row.count.total, view.row.count.open), (50, 3_920, 3_920));

    // every item has its day; a grid has as much on each
    let all = items(&street, &view.row.id, None).await;
    assert_eq!(all.len(), 3_920);
    let days = by_day(&all);
    for grid in ["G1", "G2"] {
        let each: Vec<usize> =
            WEEK.iter().map(|day| days[&(grid.to_owned(), Some((*day).to_owned()))]).collect();
        assert!(each.iter().max().unwrap() - each.iter().min().unwrap() <= 1, "{each:?}");
        let total: usize = each.iter().sum();
        assert_eq!(total, all.iter().filter(|i| i.area.code == grid).count());
    }
    let whole = progress(&street, &view.row.id, None).await;
    assert_eq!((whole.whole.count.total, whole.whole.unplanned), (3_920, 0));
    let grids = progress(&street, &view.row.id, Some("V1")).await;
    let grids: Vec<(&str, i64, bool)> =
        grids.items.iter().map(|r| (r.area.code.as_str(), r.count.total, r.deeper)).collect();
    assert_eq!(grids.iter().map(|g| g.1).sum::<i64>(), 3_920);
    assert_eq!(grids.iter().map(|g| (g.0, g.2)).collect::<Vec<_>>(), [("G1", false), ("G2", false)]);
    // what Jingwei keeps of the list are numbers of lines
    let kept = street
        .number(
            "SELECT count(*) AS n FROM form_campaign WHERE doc LIKE '%没有的路%' OR list LIKE '%没有的路%'",
        )
        .await;
    assert_eq!(kept, 0);
    recounted(&street, whole.whole.count).await;
    let report = street.verify().await;
    assert!(report.holds(), "{:?}", report.breaks);
});

testkit::both!(a_visit_checks_off_once, |test| async move {
    let street = street(test).await;
    let lines = vec!["示范路1号".to_owned(), "D-3".to_owned()];
    let view = open(&street, &wanted(lines)).await;
    let today = street.visits("gwen").await;
    let row = today.iter().find(|v| v.id == "K1-1").unwrap();
    let shown: Vec<(&str, Option<&str>)> =
        row.campaigns.iter().map(|c| (c.last_day.as_str(), c.planned_on.as_deref())).collect();
    assert_eq!(shown, [(WEEK[4], Some(WEEK[0]))]);
    assert!(today.iter().find(|v| v.id == "K1-2").unwrap().campaigns.is_empty());

    let visit = Box::pin(street.forms.visit(&street.who("gwen").await, "K1-1")).await.unwrap();
    let asked: Vec<&str> = visit.row.modules.iter().map(|m| m.code.as_str()).collect();
    assert_eq!(asked, ["fire-exits", "rental_safety", "tenancy"], "one visit, one form");
    let xml = format!(
        "<data id=\"{}\" version=\"{}\"><s_who><dwelling__use>2</dwelling__use></s_who><meta><instanceID>uuid:c1</instanceID></meta></data>",
        visit.form.form_id, visit.form.version
    );
    // the phone reads what campaigns bring before the rest, page by page
    for (login, ids) in [("gwen", vec!["K1-1"]), ("gus", vec!["K1-3"]), ("tina", vec!["K1-1", "K1-3"])] {
        let (mut found, mut after) = (vec![], None);
        loop {
            let q = VisitQuery { campaigns: Some(true), limit: Some(1), after, ..VisitQuery::default() };
            let page = Box::pin(street.forms.visits(&street.who(login).await, &q)).await.unwrap();
            found.extend(page.items.into_iter().map(|v| v.id));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(found, ids, "{login}");
    }
    for _ in 0..2 {
        street.submit("K1-1", &xml).await;
        street.follow().await;
        Box::pin(street.forms.settle(&street.story.test.system(), "K1", "uuid:c1")).await.unwrap();
    }
    let count = progress(&street, &view.row.id, None).await.whole.count;
    assert_eq!((count.total, count.done, count.open), (2, 1, 1));
    recounted(&street, count).await;
    let left = street.visits("gwen").await;
    let row = left.iter().find(|v| v.id == "K1-1").unwrap();
    assert_eq!((row.state, row.campaigns.len()), (VisitState::Done, 0));

    // what was answered lately is asked again by the next list, and by that alone
    street.story.test.env.advance(Timestamp::DAY);
    assert!(street.visits("gwen").await.iter().all(|v| v.id != "K1-1"));
    let again = NewCampaign { modules: vec!["fire-exits".into()], ..wanted(vec!["示范路1号".into()]) };
    open(&street, &again).await;
    let visit = Box::pin(street.forms.visit(&street.who("gwen").await, "K1-1")).await.unwrap();
    let asked: Vec<&str> = visit.row.modules.iter().map(|m| m.code.as_str()).collect();
    assert_eq!((asked.as_slice(), visit.row.due_on.as_str()), (["fire-exits"].as_slice(), WEEK[4]));
    let report = street.verify().await;
    assert!(report.holds(), "{:?}", report.breaks);
});

testkit::both!(who_is_not_met_is_accounted_for_or_visited_again, |test| async move {
    let street = street(test).await;
    let homes: String = (10..20).map(|n| format!("x{n},X-{n},小巷{n}号,2,G1\n")).collect();
    street.take("dwelling", street.homes(), &format!("no,number,address,use,grid\n{homes}")).await;
    let view = open(&street, &wanted((10..20).map(|n| format!("小巷{n}号")).collect())).await;
    let id = &view.row.id;
    let said = |reason| NotMet { reason, words: None };
    let all = items(&street, id, None).await;
    let planned: Vec<&str> = all.iter().filter_map(|i| i.planned_on.as_deref()).collect();
    assert_eq!(
        planned,
        WEEK.iter().flat_map(|day| [*day, *day]).collect::<Vec<_>>(),
        "near ones follow each other"
    );
    let not_met = async |n: usize, reason| {
        let gwen = street.who("gwen").await;
        Box::pin(street.forms.not_met(&gwen, &all[n].id, &said(reason))).await.unwrap();
    };
    not_met(0, NotMetReason::NobodyHome).await;
    not_met(0, NotMetReason::NobodyHome).await; // a phone that repeats itself
    not_met(5, NotMetReason::Refused).await;
    not_met(6, NotMetReason::Gone).await;
    not_met(6, NotMetReason::Refused).await;
    let count = progress(&street, id, None).await.whole.count;
    assert_eq!((count.open, count.refused, count.gone), (8, 1, 1));
    recounted(&street, count).await;
    let now = items(&street, id, Some(ItemState::Open)).await;
    let tried = now.iter().find(|i| i.tries > 0).unwrap();
    assert_eq!((&tried.id, tried.tries, tried.planned_on.as_deref()), (&all[0].id, 1, Some(WEEK[1])));
    // three were seen today, which is more than the day's share
    assert!(now.iter().all(|i| i.planned_on.as_deref() > Some(WEEK[0])), "{now:?}");

    street.story.test.env.advance(Timestamp::DAY);
    not_met(0, NotMetReason::NobodyHome).await;
    assert_eq!(items(&street, id, None).await.iter().map(|i| i.tries).max(), Some(2));

    // after its last day it is late, and still there
    street.story.test.env.advance(5 * Timestamp::DAY);
    let late = progress(&street, id, None).await.whole;
    assert_eq!((late.count.late, late.count.open, late.today), (8, 8, 0));
    let shown = street.visits("gwen").await;
    assert_eq!(shown.iter().filter(|v| !v.campaigns.is_empty()).count(), 8);

    let tina = street.who("tina").await;
    let close = async |reason: Option<&str>| {
        let closing = Closing { reason: reason.map(Into::into) };
        Box::pin(street.forms.close_campaign(&tina, id, &closing, None)).await
    };
    assert_eq!(refused(close(None).await), "form.campaign_left");
    let closed = close(Some("列入下一轮")).await.unwrap();
    assert_eq!((closed.row.open, closed.reason.as_deref()), (false, Some("列入下一轮")));
    assert_eq!((closed.row.count.dropped, closed.row.count.open), (8, 0));
    recounted(&street, closed.row.count).await;
    assert_eq!(refused(close(Some("再来")).await), "form.campaign_closed");
    assert!(street.visits("gwen").await.iter().all(|v| v.campaigns.is_empty()));
    let report = street.verify().await;
    assert!(report.holds(), "{:?}", report.breaks);
});

testkit::both!(days_without_anybody_carry_nothing, |test| async move {
    let street = street(test).await;
    let homes: String = (10..20).map(|n| format!("x{n},X-{n},小巷{n}号,2,G1\n")).collect();
    street.take("dwelling", street.homes(), &format!("no,number,address,use,grid\n{homes}")).await;
    let new = NewCampaign {
        modules: vec!["fire-exits".into()],
        ..wanted((10..20).map(|n| format!("小巷{n}号")).collect())
    };
    let view = open(&street, &new).await;
    let days = async || {
        let planned = by_day(&items(&street, &view.row.id, None).await);
        WEEK.map(|day| planned.get(&("G1".to_owned(), Some(day.to_owned()))).copied().unwrap_or(0))
    };
    assert_eq!(days().await, [2, 2, 2, 2, 2]);

    // she says herself that she is away; whoever plans the duty may say so too, nobody else
    let (gwen, tina) = (street.who("gwen").await, street.who("tina").await);
    let her: PersonId = street.story.people["gwen"].clone();
    let away = NewAbsence { first_day: WEEK[1].into(), last_day: WEEK[2].into() };
    let identity = &street.story.identity;
    assert_eq!(refused(identity.say_absent(&street.who("gus").await, &her, &away).await), "action.forbidden");
    assert_eq!(
        refused(identity.say_absent(&street.who("faro").await, &her, &away).await),
        "action.forbidden"
    );
    let said = identity.say_absent(&gwen, &her, &away).await.unwrap();
    assert_eq!(
        identity.say_absent(&tina, &her, &away).await.unwrap(),
        said,
        "the same days are the same absence"
    );
    assert_eq!(days().await, [4, 0, 0, 3, 3]);
    let planned_by = async |login: &str, day: &str| {
        let shown = on(&street, login, day).await;
        shown.iter().filter(|v| v.campaigns.iter().any(|c| c.planned_on.as_deref() == Some(day))).count()
    };
    assert_eq!(planned_by("gwen", WEEK[0]).await, 4);
    assert_eq!((planned_by("gwen", WEEK[1]).await, planned_by("gwen", WEEK[3]).await), (0, 3));

    // a deputy of her post works those days, and sees them as her own
    let dana = street.story.people["dana"].clone();
    let system = street.story.test.system();
    let posts = identity.team_of("C/K1/T1/V1/G1", street.now()).await.unwrap();
    let (post, held) = &posts[0];
    let with_deputy = NewPost { valid_from: Some(held.valid_from), ..worker_of("G1", &her, Some(&dana)) };
    identity.update_post(&system, post, with_deputy).await.unwrap();
    assert_eq!(days().await, [2, 2, 2, 2, 2]);
    assert_eq!(planned_by("dana", WEEK[1]).await, 2);

    // both away for the rest of the week: what does not fit is told
    let rest = NewAbsence { first_day: WEEK[1].into(), last_day: WEEK[4].into() };
    identity.say_absent(&tina, &her, &rest).await.unwrap();
    let dana_away = identity.say_absent(&street.who("dana").await, &dana, &rest).await.unwrap();
    let full = NewCampaign { per_day: Some(3), ..new };
    let small = open(&street, &full).await;
    let whole = progress(&street, &small.row.id, None).await.whole;
    assert_eq!((whole.today, whole.unplanned), (3, 7));
    identity.end_absence(&street.who("dana").await, &dana, &dana_away.id).await.unwrap();
    assert_eq!(progress(&street, &small.row.id, None).await.whole.unplanned, 0);

    // nobody has the post of the other grid: nothing is planned there
    let gus = street.story.people["gus"].clone();
    let lonely = open(&street, &wanted(vec!["D-3".into()])).await;
    assert_eq!(progress(&street, &lonely.row.id, None).await.whole.unplanned, 0);
    identity.end_person(&system, &gus).await.unwrap();
    assert_eq!(progress(&street, &lonely.row.id, None).await.whole.unplanned, 1);
    // a leave that was handed over is worked by whoever took it over
    let dates = (street.now(), street.now().plus(3 * Timestamp::DAY));
    let leave = NewHandOver {
        successor: street.story.people["hugo"].clone(),
        from: Some(dates.0),
        until: Some(dates.1),
        posts: vec![],
        reason: None,
    };
    identity.hand_over(&system, &her, leave, (None, false)).await.unwrap();
    assert!(on(&street, "hugo", WEEK[0]).await.iter().any(|v| !v.campaigns.is_empty()));
    let report = street.verify().await;
    assert!(report.holds(), "{:?}", report.breaks);
});

testkit::both!(who_may_open_and_see_campaigns, |test| async move {
    let street = street(test).await;
    let forms = &street.forms;
    let new = wanted(vec!["D-1".into(), "D-3".into()]);
    for login in ["gwen", "hans", "supe"] {
        let who = street.who(login).await;
        assert_eq!(
            refused(Box::pin(forms.open_campaign(&who, &new, None)).await),
            "action.forbidden",
            "{login}"
        );
        assert_eq!(
            refused(Box::pin(forms.campaigns(&who, &CampaignQuery::default())).await),
            "action.forbidden"
        );
    }
    let above = NewCampaign { area: "K1".into(), ..new.clone() };
    let tina = street.who("tina").await;
    assert_eq!(refused(Box::pin(forms.open_campaign(&tina, &above, None)).await), "action.forbidden");
    let dora = street.who("dora").await;
    let view = Box::pin(forms.open_campaign(&dora, &above, None)).await.unwrap();
    // the town sees its part of it, and does not end it; the other county sees nothing
    let seen = Box::pin(forms.campaigns(&tina, &CampaignQuery::default())).await.unwrap();
    assert_eq!(
        seen.items.iter().map(|c| (c.id.as_str(), c.count.total)).collect::<Vec<_>>(),
        [(view.row.id.as_str(), 2)]
    );
    assert!(!Box::pin(forms.campaign(&tina, &view.row.id)).await.unwrap().may_close);
    let closing = Closing { reason: Some("不做了".into()) };
    assert_eq!(
        refused(Box::pin(forms.close_campaign(&tina, &view.row.id, &closing, None)).await),
        "action.forbidden"
    );
    assert_eq!(
        refused(Box::pin(forms.campaign_progress(&tina, &view.row.id, Some("K1"))).await),
        "action.forbidden"
    );
    let faro = street.who("faro").await;
    assert_eq!(refused(Box::pin(forms.campaign(&faro, &view.row.id)).await), "form.campaign.not_found");
    assert_eq!(Box::pin(forms.campaigns(&faro, &CampaignQuery::default())).await.unwrap().items, []);
    // a worker has what is in her grid alone
    let mine = street.visits("gwen").await;
    let mine: Vec<&str> = mine.iter().filter(|v| !v.campaigns.is_empty()).map(|v| v.id.as_str()).collect();
    assert_eq!(mine, ["K1-1"]);

    // no list of anybody without a law, a purpose and modules that were admitted
    let code = async |new: NewCampaign| match Box::pin(forms.draft_campaign(&dora, &new)).await {
        Err(kernel::Failure::Refused(r)) => format!("{} {}", r.code, r.field.unwrap_or_default()),
        other => panic!("{other:?}"),
    };
    assert_eq!(code(NewCampaign { basis: Text::default(), ..above.clone() }).await, "field.required /basis");
    assert_eq!(
        code(NewCampaign { purpose: Text::default(), ..above.clone() }).await,
        "field.required /purpose"
    );
    assert_eq!(
        code(NewCampaign { modules: vec!["moon".into()], ..above.clone() }).await,
        "field.invalid /modules/0"
    );
    assert_eq!(
        code(NewCampaign { last_day: "2026-03-01".into(), ..above.clone() }).await,
        "field.invalid /last_day"
    );
    let by = |when: &str| NewCampaign { lines: vec![], when: Some(when.into()), ..above.clone() };
    assert_eq!(code(by("v.owner == 'x'")).await, "form.campaign_when /when");
    let draft = Box::pin(forms.draft_campaign(&dora, &by("v.address == '示范路3号'"))).await.unwrap();
    assert_eq!((draft.subjects, draft.grids, draft.list), (1, 1, None));
});
