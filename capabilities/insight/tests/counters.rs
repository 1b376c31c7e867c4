//! The counters over a scripted life, on both databases: every number equals a recount in another way, and the tables are
//! the same whether they were kept fact by fact, in batches or made at once.
#![allow(clippy::unwrap_used)]

#[path = "../../cases/tests/whole/common/mod.rs"]
mod common;

use cases::model::{Case, Change, Channel, Entry, FactData, RestKind, TaskState};
use cases::rules::fold;
use cases::service::ListQuery;
use common::{Story, lamp};
use db::Sql;
use insight::model::{Counts, Measure};
use insight::service::{Numbers, Stats, StatsQuery};
use insight::{Insight, Parts};
use kernel::{Env, Lang, Timestamp};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;
use workflow::Outcome;

const ZONE: &str = "Asia/Shanghai";

fn insight(story: &Story) -> Insight {
    Insight::new(Parts {
        db: story.test.db.clone(),
        env: story.test.env.clone(),
        grid: story.grid.clone(),
        cases: story.cases.clone(),
        directory: story.identity.clone(),
        library: story.packs.clone(),
        zone: ZONE.into(),
    })
}

/// A story whose counters follow every step.
struct Life {
    story: Story,
    insight: Insight,
}

impl Life {
    async fn new(test: testkit::TestDb) -> Self {
        let story = Box::pin(Story::new(test)).await;
        let insight = insight(&story);
        Self { story, insight }
    }

    async fn follow(&self) {
        let env: Arc<dyn Env> = self.story.test.env.clone();
        Box::pin(ledger::follow::catch_up(&self.story.test.db, &env, &self.insight.reader())).await.unwrap();
    }

    async fn hours(&self, hours: i64) {
        self.story.test.env.advance(hours * Timestamp::HOUR);
        self.follow().await;
    }

    async fn report(&self, who: &str, channel: Channel, east: f64) -> (String, String) {
        let mut report = lamp("灯不亮");
        report.channel = channel;
        report.place.lon = Some(east);
        let ctx = if who.is_empty() { self.story.nobody() } else { self.story.who(who).await };
        let done = Box::pin(self.story.cases.report(&ctx, &report, None)).await.unwrap();
        self.follow().await;
        (done.case.number, done.token)
    }

    async fn does(&self, who: &str, number: &str, action: &str, input: serde_json::Value) {
        Box::pin(self.story.does(who, number, action, input)).await;
        self.hours(5).await;
    }

    /// Handled to the end by the unit of the lamps.
    async fn handled(&self, number: &str) {
        Box::pin(self.does("dora", number, "dispatch", json!({ "unit": "lights" }))).await;
        Box::pin(self.does("hans", number, "sign", json!({}))).await;
        let photo = Box::pin(self.story.photo()).await;
        Box::pin(self.does("hans", number, "finish", json!({ "result": "好了", "photos": [photo] }))).await;
        Box::pin(self.does("chen", number, "check", json!({ "result": "pass", "method": "photo" }))).await;
        let asked = json!({ "reached": true, "solved": true, "satisfied": true });
        Box::pin(self.does("rita", number, "call_back", asked)).await;
    }

    async fn live(&self) {
        let nobody = self.story.nobody();
        // closed, rated, reopened, and closed late
        let (first, token) = Box::pin(self.report("", Channel::Web, 119.005)).await;
        Box::pin(self.handled(&first)).await;
        self.story.cases.rate(&nobody, (&first, &token), 1, None).await.unwrap();
        self.story.cases.ask_reopen(&nobody, (&first, &token), "又灭了").await.unwrap();
        Box::pin(self.does("dora", &first, "reopen", json!({ "reason": "属实" }))).await;
        self.hours(24 * 40).await;
        Box::pin(self.story.cases.watch(&self.story.test.system())).await.unwrap();
        // returned twice, another category, another place, still open
        let (second, _) = Box::pin(self.report("rita", Channel::WalkIn, 119.005)).await;
        for (unit, login) in [("lights", "hans"), ("roads", "road")] {
            Box::pin(self.does("dora", &second, "dispatch", json!({ "unit": unit }))).await;
            Box::pin(self.does(login, &second, "return", json!({ "clause": "三", "reason": "不归我们" })))
                .await;
        }
        Box::pin(self.does("dora", &second, "reclassify", json!({ "category": "020409" }))).await;
        Box::pin(self.does("dora", &second, "relocate", json!({ "lon": 119.015, "lat": 25.01 }))).await;
        // settled on the spot, answered at once, not accepted, transferred, joined
        let (third, _) = Box::pin(self.report("gwen", Channel::Patrol, 119.005)).await;
        let photo = Box::pin(self.story.photo()).await;
        Box::pin(self.does("gwen", &third, "settle", json!({ "result": "清理了", "photos": [photo] }))).await;
        let (fourth, _) = Box::pin(self.report("", Channel::Web, 119.015)).await;
        Box::pin(self.does("rita", &fourth, "answer", json!({ "text": "今晚检修" }))).await;
        let (fifth, _) = Box::pin(self.report("", Channel::Web, 119.005)).await;
        Box::pin(self.does("rita", &fifth, "refuse", json!({ "refusal": "civil", "reason": "户内" }))).await;
        let (sixth, _) = Box::pin(self.report("", Channel::Web, 119.035)).await;
        self.hours(24 * 30).await;
        let out = json!({ "body": "公安", "receipt": "110-1", "reason": "治安" });
        Box::pin(self.does("dora", &sixth, "transfer", out)).await;
        let (kept, _) = Box::pin(self.report("", Channel::Web, 119.005)).await;
        let (twin, _) = Box::pin(self.report("", Channel::Web, 119.005)).await;
        Box::pin(self.does("dora", &twin, "merge", json!({ "into": kept }))).await;
        Box::pin(self.handled(&kept)).await;
        // in another county, which another place then is not
        let (away, _) = Box::pin(self.report("", Channel::Web, 119.035)).await;
        Box::pin(self.does("faro", &away, "relocate", json!({ "lon": 119.005, "lat": 25.01 }))).await;
    }

    /// The cases as their facts say, folded by the rules of cases.
    async fn folded(&self) -> Vec<(Case, Vec<Entry>)> {
        let mut tx = self.story.test.db.read().await.unwrap();
        let rows =
            tx.fetch_all(&text("SELECT county, id FROM cases ORDER BY county, id"), vec![]).await.unwrap();
        let mut all = vec![];
        for row in rows {
            let (county, id): (String, String) = (row.get("county").unwrap(), row.get("id").unwrap());
            let facts = ledger::facts_of_stream(&mut tx, &county, &format!("case/{id}")).await.unwrap();
            let entry = |f: &ledger::Fact| Entry {
                seq: f.seq,
                at: f.at,
                actor: f.actor.clone(),
                post: f.post.clone(),
                action: f.action.clone(),
                data: f.decode::<FactData>().unwrap(),
            };
            let entries: Vec<Entry> = facts.iter().map(entry).collect();
            all.push((fold(&entries).unwrap(), entries));
        }
        all
    }

    async fn tables(&self) -> Vec<String> {
        let mut tx = self.story.test.db.read().await.unwrap();
        let mut all = vec![];
        for (table, key, columns) in TABLES {
            let columns: Vec<String> = columns.split(' ').map(|c| format!("CAST({c} AS TEXT)")).collect();
            let line = columns.join(" || '|' || ");
            let sql = text(&format!("SELECT {line} AS line FROM {table} ORDER BY {key}"));
            for row in tx.fetch_all(&sql, vec![]).await.unwrap() {
                all.push(format!("{table}|{}", row.get::<String>("line").unwrap()));
            }
        }
        all
    }

    async fn ask(&self, query: &StatsQuery) -> Stats {
        self.insight.stats(&self.story.who("lead").await, query).await.unwrap()
    }
}

const TABLES: &[(&str, &str, &str)] = &[
    (
        "insight_case",
        "county, id",
        "county id area_path category channel unit leads phase outcome registered_at registered_day accepted_day answered_day \
         answered_bucket closed_day closed_bucket late carried settled returns reopens grade",
    ),
    (
        "insight_count",
        "county, slice, area, period, category, channel, unit",
        "county slice area period category channel unit reported returned reopened accepted answered closed late carried \
         carried_late rated_1 rated_2 rated_3 rated_4 settled not_accepted transferred joined voided",
    ),
    (
        "insight_hours",
        "county, slice, area, month, category",
        "county slice area month category answer close",
    ),
    ("insight_open", "county, slice, area, value", "county slice area value n"),
    ("insight_area", "county, level, area", "county level area n"),
];

fn text(sql: &str) -> Sql {
    Sql::composed("TEST", sql.to_owned())
}

/// What a case counts for, said again from the fold of cases: day and measure.
fn recount(case: &Case, entries: &[Entry]) -> Vec<(String, Measure)> {
    let day = |at: Timestamp| at.day_in(ZONE);
    let registered = day(case.registered_at);
    let mut all = vec![(registered.clone(), Measure::Reported)];
    if case.counts.returns > 0 {
        all.push((registered.clone(), Measure::Returned));
    }
    if case.counts.reopens > 0 {
        all.push((registered, Measure::Reopened));
    }
    all.extend(case.accepted_at.map(|at| (day(at), Measure::Accepted)));
    let answered = (1..=entries.len()).find(|n| fold(&entries[..*n]).unwrap().reply.is_some());
    all.extend(answered.map(|n| (day(entries[n - 1].at), Measure::Answered)));
    let Some(closed) = case.closed_at else { return all };
    let rested = |e: &Entry| {
        let carried = |c: &Change| matches!(c, Change::Rested { kind: RestKind::CarriedOver, .. });
        e.data.changes.iter().any(carried)
    };
    let carried = entries.iter().any(rested);
    let at_once = case.tasks.iter().any(|t| t.state == TaskState::Done && t.ended_at == Some(closed));
    let ends = [
        (true, Measure::Closed),
        (case.was_late(), Measure::Late),
        (carried, Measure::Carried),
        (carried && case.was_late(), Measure::CarriedLate),
        (at_once, Measure::Settled),
        (case.outcome == Some(Outcome::NotAccepted), Measure::NotAccepted),
        (case.outcome == Some(Outcome::Transferred), Measure::Transferred),
        (case.outcome == Some(Outcome::Joined), Measure::Joined),
        (case.outcome == Some(Outcome::Voided), Measure::Voided),
    ];
    all.extend(ends.into_iter().filter(|(is, _)| *is).map(|(_, measure)| (day(closed), measure)));
    let grades = [Measure::Rated1, Measure::Rated2, Measure::Rated3, Measure::Rated4];
    all.extend(case.rating.as_ref().map(|r| (day(closed), grades[usize::from(r.grade) - 1])));
    all
}

const BYS: &[&str] = &[
    "",
    "category",
    "channel",
    "unit",
    "month",
    "day",
    "category,month",
    "area",
    "area,month",
    "category,unit",
];
const AREAS: &[&str] = &["", "C", "K1", "K2", "T1", "V1", "G1", "G2"];

fn key(row: &insight::service::StatsRow) -> String {
    let code =
        |named: &Option<cases::service::Named>| named.as_ref().map_or(String::new(), |n| n.code.clone());
    let (area, category, unit) = (code(&row.area), code(&row.category), code(&row.unit));
    let channel = row.channel.clone().unwrap_or_default();
    format!("{area}/{category}/{channel}/{unit}/{}", row.period.clone().unwrap_or_default())
}

/// The same group, from a case and a day.
fn group(case: &Case, day: &str, by: &str, area: &str) -> String {
    let on = |word: &str| by.split(',').any(|w| w == word);
    let path = &case.spot.path;
    let parent = if area.is_empty() { "C" } else { area };
    let below = path.iter().position(|c| c == parent).and_then(|n| path.get(n + 1));
    let place = below.map_or(parent, String::as_str);
    let month = format!("{}-{}", &day[..4], &day[4..6]);
    let period = if on("day") { format!("{month}-{}", &day[6..]) } else { month };
    let pick = |word: &str, value: &str| if on(word) { value.to_owned() } else { String::new() };
    format!(
        "{}/{}/{}/{}/{}",
        pick("area", place),
        pick("category", case.category.as_deref().unwrap_or_default()),
        pick("channel", case.channel.code()),
        pick("unit", case.lead_unit().unwrap_or_default()),
        if on("day") || on("month") { period } else { String::new() },
    )
}

async fn equals_a_recount(life: &Life) {
    let all = life.folded().await;
    assert!(all.len() >= 8);
    let ranges = [("2026-03-01", "2026-12-31"), ("2026-03-02", "2026-05-09"), ("2026-03-03", "2026-03-03")];
    for (from, to) in ranges {
        for area in AREAS {
            for by in BYS {
                let query = StatsQuery {
                    area: (!area.is_empty()).then(|| (*area).to_owned()),
                    from: Some(from.into()),
                    to: Some(to.into()),
                    by: Some((*by).into()),
                    ..StatsQuery::default()
                };
                let stats = life.insight.stats(&life.story.who("lead").await, &query).await;
                let stats = match stats {
                    Ok(stats) => stats,
                    Err(refused) => {
                        let code = refused.refusal().map(|r| r.code.clone());
                        assert_eq!(code.as_deref(), Some("stats.too_fine"), "{area} by {by}: {refused}");
                        continue;
                    }
                };
                let mut wanted: BTreeMap<String, Counts> = BTreeMap::new();
                let inside = |c: &Case| area.is_empty() || c.spot.path.iter().any(|code| code == area);
                for (case, entries) in all.iter().filter(|(c, _)| inside(c)) {
                    for (day, measure) in recount(case, entries) {
                        let days = from.replace('-', "")..=to.replace('-', "");
                        if days.contains(&day) {
                            wanted.entry(group(case, &day, by, area)).or_default().count(measure);
                        }
                    }
                }
                let total = wanted.values().fold(Counts::default(), |sum, c| sum + *c);
                assert_eq!(stats.total, Numbers::from(total), "{area} {from} {to}");
                if !by.is_empty() {
                    let found: BTreeMap<String, Numbers> =
                        stats.rows.iter().map(|r| (key(r), r.numbers.clone())).collect();
                    let wanted: BTreeMap<String, Numbers> =
                        wanted.into_iter().map(|(k, c)| (k, Numbers::from(c))).collect();
                    assert_eq!(found, wanted, "{area} by {by}, {from} to {to}");
                }
            }
        }
    }
}

/// The plain columns of `cases`, summed by the database.
async fn equals_the_rows(life: &Life) {
    let sums = "SELECT count(*) AS reported, count(closed_at) AS closed, \
        CAST(sum(CASE WHEN closed_at IS NOT NULL AND was_late THEN 1 ELSE 0 END) AS BIGINT) AS late, \
        CAST(sum(CASE WHEN returns > 0 THEN 1 ELSE 0 END) AS BIGINT) AS returned, \
        CAST(sum(CASE WHEN reopens > 0 THEN 1 ELSE 0 END) AS BIGINT) AS reopened, \
        CAST(sum(CASE WHEN outcome = 'not_accepted' THEN 1 ELSE 0 END) AS BIGINT) AS not_accepted FROM cases";
    let mut tx = life.story.test.db.read().await.unwrap();
    let row = tx.fetch_one(&text(sums), vec![]).await.unwrap();
    let query = StatsQuery {
        from: Some("2026-01-01".into()),
        to: Some("2027-01-01".into()),
        ..StatsQuery::default()
    };
    let total = life.ask(&query).await.total;
    for (name, n) in [
        ("reported", total.reported),
        ("closed", total.closed),
        ("late", total.late),
        ("returned", total.returned),
        ("reopened", total.reopened),
        ("not_accepted", total.not_accepted),
    ] {
        assert_eq!(row.get::<i64>(name).unwrap(), n, "{name}");
    }
    assert!(total.returned > 0 && total.reopened > 0 && total.settled > 0 && total.not_accepted > 0);
    assert!(total.transferred > 0 && total.joined > 0 && total.answered > 0 && total.closed > 4);
}

testkit::both!(numbers_equal_a_recount_and_can_be_made_again, |test| async move {
    let life = Life::new(test).await;
    Box::pin(life.live()).await;
    Box::pin(equals_a_recount(&life)).await;
    equals_the_rows(&life).await;

    // fact by fact, at once, and in batches: the same tables
    let followed = life.tables().await;
    assert!(followed.len() > 100);
    Box::pin(life.insight.rebuild(|_| {})).await.unwrap();
    assert_eq!(life.tables().await, followed);
    let ctx = life.story.test.system();
    for table in
        ["insight_case", "insight_count", "insight_hours", "insight_open", "insight_area", "reader_cursor"]
    {
        let sql = format!("DELETE FROM {table}");
        let gone = life.story.test.db.write(&ctx, move |tx| {
            let sql = text(&sql);
            Box::pin(async move { tx.execute(&sql, vec![]).await })
        });
        gone.await.unwrap();
    }
    assert!(life.tables().await.is_empty());
    life.follow().await;
    assert_eq!(life.tables().await, followed);
    assert_eq!(life.ask(&StatsQuery::default()).await.behind, 0);
});

testkit::both!(an_actor_sees_the_numbers_of_its_own_places, |test| async move {
    let life = Life::new(test).await;
    Box::pin(life.live()).await;
    let all = StatsQuery {
        from: Some("2026-03-01".into()),
        to: Some("2026-12-31".into()),
        ..StatsQuery::default()
    };
    let of = async |login: &str, query: &StatsQuery| {
        life.insight.stats(&life.story.who(login).await, query).await.unwrap().total.reported
    };
    let cases = life.folded().await;
    let count = |inside: &dyn Fn(&Case) -> bool| cases.iter().filter(|(c, _)| inside(c)).count() as i64;
    let at = |code: &'static str| move |c: &Case| c.spot.path.iter().any(|p| p == code);
    assert_eq!(of("lead", &all).await, cases.len() as i64);
    assert_eq!(of("tina", &all).await, count(&at("T1")));
    assert_eq!(of("gwen", &all).await, count(&at("G1")));
    // a handler: what its unit leads or led, in its area
    let lights = count(&|c| c.lead_unit() == Some("lights") && at("K1")(c));
    assert_eq!(of("hans", &all).await, lights);
    assert!(lights > 0);
    // outside one's places there is nothing
    let away = StatsQuery { area: Some("K2".into()), ..all.clone() };
    assert_eq!(of("tina", &away).await, 0);
    let nobody = life.insight.stats(&life.story.nobody(), &all).await.unwrap_err();
    assert_eq!(nobody.refusal().unwrap().code, "session.required");
    // filters
    let lamps = StatsQuery { category: Some(common::LAMP.into()), ..all.clone() };
    let wanted = count(&|c| c.category.as_deref() == Some(common::LAMP));
    assert_eq!(of("lead", &lamps).await, wanted);
    let patrol = StatsQuery { channel: Some("patrol".into()), unit: Some("office".into()), ..all };
    assert_eq!(of("lead", &patrol).await, 1);
});

testkit::both!(every_number_opens_into_as_many_cases, |test| async move {
    let life = Life::new(test).await;
    Box::pin(life.live()).await;
    let lead = life.story.who("lead").await;
    for (area, from, to) in [
        (None, "2026-03-01", "2026-12-31"),
        (Some("K1"), "2026-03-02", "2026-05-09"),
        (Some("V1"), "2026-04-01", "2026-04-30"),
    ] {
        let area = area.map(str::to_owned);
        let query = StatsQuery {
            area: area.clone(),
            from: Some(from.into()),
            to: Some(to.into()),
            ..StatsQuery::default()
        };
        let stats = life.ask(&query).await;
        let n = &stats.total;
        let registered = |had: Option<&str>| ListQuery {
            queue: Some("all".into()),
            registered_from: Some(stats.from_at),
            registered_before: Some(stats.to_at),
            had: had.map(Into::into),
            ..ListQuery::default()
        };
        let closed = |had: Option<&str>| ListQuery {
            queue: Some("closed".into()),
            closed_from: Some(stats.from_at),
            closed_before: Some(stats.to_at),
            had: had.map(Into::into),
            ..ListQuery::default()
        };
        let outcome = |how: &str| ListQuery { outcome: Some(how.into()), ..closed(None) };
        for (list, wanted) in [
            (registered(None), n.reported),
            (registered(Some("returned")), n.returned),
            (registered(Some("reopened")), n.reopened),
            (closed(None), n.closed),
            (closed(Some("late")), n.late),
            (outcome("not_accepted"), n.not_accepted),
            (outcome("transferred"), n.transferred),
            (ListQuery { rated: Some("1,2".into()), ..closed(None) }, n.rated_1 + n.rated_2),
            (ListQuery { rated: Some("3,4".into()), ..closed(None) }, n.rated_3 + n.rated_4),
        ] {
            let list = ListQuery { area: area.clone(), ..list };
            let page = Box::pin(life.story.cases.list(&lead, &list, Lang::En)).await.unwrap();
            assert_eq!((page.items.len() as i64, page.next), (wanted, None), "{list:?}");
        }
    }
    let bad = ListQuery { had: Some("luck".into()), ..ListQuery::default() };
    let refused = life.story.cases.list(&lead, &bad, Lang::En).await.unwrap_err();
    assert_eq!(refused.refusal().unwrap().field.as_deref(), Some("had"));
});

testkit::both!(what_is_open_now_equals_the_cases, |test| async move {
    use insight::service::OpenQuery;
    let life = Life::new(test).await;
    Box::pin(life.live()).await;
    life.story.test.env.advance(90 * 24 * Timestamp::HOUR);
    let now = life.story.test.env.now();
    let cases = life.folded().await;
    let late = |c: &Case| c.outlook().is_some_and(|o| o.due_at < now);
    for (login, area) in
        [("lead", None), ("lead", Some("K1")), ("lead", Some("T1")), ("lead", Some("V1")), ("hans", None)]
    {
        let query = OpenQuery { area: area.map(Into::into) };
        let open = life.insight.open(&life.story.who(login).await, &query).await.unwrap();
        let inside = |c: &&(Case, Vec<Entry>)| {
            let path = &c.0.spot.path;
            let at = |code: &str| path.iter().any(|p| p == code);
            let mine = login != "hans"
                || c.0.tasks.iter().any(|t| t.unit == "lights" && t.state != TaskState::Withdrawn)
                    && at("K1");
            c.0.is_open() && area.is_none_or(at) && mine
        };
        let of: Vec<&Case> = cases.iter().filter(inside).map(|(c, _)| c).collect();
        let count = |is: &dyn Fn(&Case) -> bool| of.iter().filter(|c| is(c)).count() as i64;
        assert_eq!((open.open, open.late), (count(&|_| true), count(&late)), "{login} {area:?}");
        assert_eq!(open.by_phase.iter().map(|s| s.n).sum::<i64>(), open.open);
        assert_eq!(open.by_category.iter().map(|s| s.n).sum::<i64>(), open.open, "{login} {area:?}");
        for unit in &open.by_unit {
            let theirs = |c: &Case| c.lead_unit() == Some(&unit.code);
            let both = (count(&theirs), count(&|c| theirs(c) && late(c)));
            assert_eq!((unit.open, unit.late), both, "{login} {area:?} {}", unit.code);
        }
        for part in &open.by_area {
            let there = |c: &Case| c.spot.path.contains(&part.code);
            let both = (count(&there), count(&|c| there(c) && late(c)));
            assert_eq!((part.open, part.late), both, "{login} {area:?} {}", part.code);
        }
    }
});

testkit::both!(every_statement_is_prepared, |test| async move {
    use insight::rules::plan::{Grain, KEPT, LEVELS};
    use insight::store::{STATEMENTS, ask, write};
    const OPENS: [ask::OpenBy; 3] = [ask::OpenBy::Area, ask::OpenBy::Category, ask::OpenBy::Unit];
    for sql in STATEMENTS.iter().copied().flatten() {
        test.db.prepare(sql).await.unwrap_or_else(|e| panic!("{}: {e}", sql.name));
    }
    let mut read = test.db.read().await.unwrap();
    let mut all = vec![];
    for bits in 0..128u32 {
        let on = |n: u32| bits & (1 << n) != 0;
        let (day, month) = (on(4), on(5) && !on(4));
        let by = ask::By { area: on(0), category: on(1), channel: on(2), unit: on(3), day, month };
        let only = ask::Only {
            path: if on(6) { "C/K1".into() } else { String::new() },
            categories: if on(0) { vec!["a".into()] } else { vec![] },
            channel: on(1).then(|| "web".into()),
            unit: on(2).then(|| "u".into()),
        };
        let slice = KEPT[bits as usize % KEPT.len()];
        all.push(ask::count_statement(&only, by, slice, (1, 2)));
        all.extend(ask::case_statements(&only, by, "C/K1/T1/", (1, 2)));
        all.push(ask::hours_statement(&only, by, LEVELS[bits as usize % 2], (Grain::Month, (1, 2))));
        all.push(ask::open_statement(&only.path, LEVELS[bits as usize % 2], OPENS[bits as usize % 3]));
        all.extend(ask::case_hours_statements(&only, by, "C/K1/T1/", (1, 2)));
    }
    for (sql, args) in all {
        read.fetch_all(&sql, args).await.unwrap_or_else(|e| panic!("{}: {e}", sql.text));
    }
    for n in 1..=20 {
        test.db.prepare(&write::add_statement(n)).await.unwrap();
    }
});
