//! The life of a bulletin on both databases: drafted once, objected to, decided, frozen, signed, issued, corrected; every
//! figure is the length of its list.
#![allow(clippy::unwrap_used)]

#[path = "../../cases/tests/whole/common/mod.rs"]
mod common;

use bulletins::audit::BulletinAudit;
use bulletins::model::{Block, Cell, State};
use bulletins::rules::layout::Layout;
use bulletins::service::{BehindQuery, BulletinQuery, BulletinView, Deciding, Drafting, Form, Objecting};
use bulletins::{Bulletins, Parts, Settings};
use common::{Story, lamp};
use insight::Insight;
use kernel::{Ctx, Env, Failure, Lang, Timestamp};
use serde_json::json;
use std::sync::Arc;

struct City {
    story: Story,
    insight: Insight,
    bulletins: Bulletins,
}

impl City {
    async fn new(test: testkit::TestDb) -> Self {
        let story = Box::pin(Story::new(test)).await;
        let insight = Insight::new(insight::Parts {
            db: story.test.db.clone(),
            env: story.test.env.clone(),
            grid: story.grid.clone(),
            cases: story.cases.clone(),
            directory: story.identity.clone(),
            library: story.packs.clone(),
            zone: "Asia/Shanghai".into(),
        });
        let bulletins = Bulletins::new(Parts {
            db: story.test.db.clone(),
            vault: story.vault.clone(),
            grid: story.grid.clone(),
            cases: story.cases.clone(),
            insight: insight.clone(),
            directory: story.identity.clone(),
            library: story.packs.clone(),
            layout: Arc::new(Layout::built_in().unwrap()),
            font: Arc::new(|| Err(kernel::Refusal::rule("papers.no_font").into())),
            settings: Settings { objection_days: 5, ..Settings::default() },
        });
        Self { story, insight, bulletins }
    }

    async fn follow(&self) {
        let env: Arc<dyn Env> = self.story.test.env.clone();
        Box::pin(ledger::follow::catch_up(&self.story.test.db, &env, &self.insight.reader())).await.unwrap();
    }

    async fn who(&self, login: &str) -> Ctx {
        self.story.who(login).await
    }

    fn days(&self, days: i64) {
        self.story.test.env.advance(days * Timestamp::DAY);
    }

    async fn report(&self, east: f64) -> String {
        self.filed(east).await.0
    }

    /// Number and token.
    async fn filed(&self, east: f64) -> (String, String) {
        let mut report = lamp("灯不亮");
        report.place.lon = Some(east);
        let done = Box::pin(self.story.cases.report(&self.story.nobody(), &report, None)).await.unwrap();
        (done.case.number, done.token)
    }

    async fn handled(&self, number: &str, hours: i64) {
        let does = async |who: &str, action: &str, input| {
            Box::pin(self.story.does(who, number, action, input)).await;
            self.story.test.env.advance(hours * Timestamp::HOUR / 5);
        };
        does("dora", "dispatch", json!({ "unit": "lights" })).await;
        does("hans", "sign", json!({})).await;
        let photo = Box::pin(self.story.photo()).await;
        does("hans", "finish", json!({ "result": "好了", "photos": [photo] })).await;
        does("chen", "check", json!({ "result": "pass", "method": "photo" })).await;
        does("rita", "call_back", json!({ "reached": true, "solved": true, "satisfied": true })).await;
    }

    async fn view(&self, login: &str, id: &str) -> BulletinView {
        Box::pin(self.bulletins.view(&self.who(login).await, id)).await.unwrap()
    }

    /// Numbers of the cases behind a figure.
    async fn behind(&self, id: &str, q: BehindQuery) -> (Vec<String>, Vec<String>) {
        let lead = self.who("lead").await;
        let (mut all, mut out, mut after) = (vec![], vec![], None);
        loop {
            let q = BehindQuery { after: after.clone(), limit: Some(2), ..q.clone() };
            let page = Box::pin(self.bulletins.behind(&lead, id, &q, Lang::Zh)).await.unwrap();
            assert_eq!(page.hidden, 0);
            all.extend(page.items.into_iter().map(|row| row.number));
            out.extend(page.excluded.into_iter().map(|e| e.case));
            match page.next {
                Some(next) => after = Some(next),
                None => return (all, out),
            }
        }
    }

    /// Every figure of a draft, and every denominator, is the length of its list.
    async fn every_figure_is_its_list(&self, view: &BulletinView) -> usize {
        let mut seen = 0;
        let mut figures: Vec<(BehindQuery, Cell)> = vec![];
        let ask = |measure: &str| BehindQuery { measure: measure.into(), ..BehindQuery::default() };
        for block in view.page.sections.iter().flat_map(|s| &s.blocks) {
            match block {
                Block::Text { .. } => {}
                Block::Measures { rows } => {
                    for row in rows {
                        for (period, cell) in
                            [("month", row.month), ("before", row.before), ("year", row.year)]
                        {
                            figures.push((
                                BehindQuery { period: Some(period.into()), ..ask(&row.measure) },
                                cell,
                            ));
                        }
                    }
                }
                Block::Table { by, depth, columns, rows, .. } => {
                    for row in rows {
                        for (measure, cell) in columns.iter().zip(&row.cells) {
                            let (by, key) = (Some(by.clone()), Some(row.key.clone()));
                            figures
                                .push((BehindQuery { by, key, depth: Some(*depth), ..ask(measure) }, *cell));
                        }
                    }
                }
                Block::Bars { by, depth, measure, rows } => {
                    for row in rows {
                        let (by, key) = (Some(by.clone()), Some(row.key.clone()));
                        figures.push((
                            BehindQuery { by, key, depth: Some(*depth), ..ask(measure) },
                            row.cells[0],
                        ));
                    }
                }
            }
        }
        for (q, cell) in figures {
            let (counted, out) = self.behind(&view.row.id, q.clone()).await;
            assert_eq!((counted.len() as i64, out.len() as i64), (cell.n, cell.excluded), "{q:?}");
            if let Some(of) = cell.of {
                let q = BehindQuery { part: Some("of".into()), ..q };
                let (counted, out) = self.behind(&view.row.id, q.clone()).await;
                assert_eq!((counted.len() as i64, out.len() as i64), (of, cell.of_excluded), "{q:?}");
            }
            seen += 1;
        }
        seen
    }

    async fn holds(&self) {
        if !self.story.test.db.is_sqlite() {
            let env: Arc<dyn Env> = self.story.test.env.clone();
            ledger::sequencer::drain(&self.story.test.db, &env).await.unwrap();
        }
        let commitments = protect::CommitmentAudit(self.story.vault.clone());
        let audits: [&dyn ledger::verify::Audit; 2] = [&commitments, &BulletinAudit];
        let mut tx = self.story.test.db.read().await.unwrap();
        let report = ledger::verify::verify(&mut tx, &audits, |_| {}).await.unwrap();
        assert!(report.holds(), "{:?}", report.breaks);
    }
}

fn month(view: &BulletinView, measure: &str) -> Cell {
    let rows = view.page.sections.iter().flat_map(|s| &s.blocks).find_map(|block| match block {
        Block::Measures { rows } => rows.iter().find(|row| row.measure == measure).map(|row| row.month),
        _ => None,
    });
    rows.unwrap_or_else(|| panic!("{measure} is not in the bulletin"))
}

fn code<T>(answer: Result<T, Failure>) -> String {
    match answer {
        Err(Failure::Refused(refusal)) => refusal.code,
        Err(other) => panic!("{other}"),
        Ok(_) => "done".into(),
    }
}

fn objecting(unit: &str, case: Option<&str>, measure: Option<&str>) -> Objecting {
    Objecting {
        unit: unit.into(),
        case: case.map(Into::into),
        measure: measure.map(Into::into),
        ground: "force_majeure".into(),
        words: "台风期间无法施工".into(),
    }
}

fn deciding(upheld: bool) -> Deciding {
    Deciding { upheld, reason: "属实".into(), cases: vec![], measures: vec![], version: None }
}

testkit::both!(a_bulletin_is_agreed_upon_and_stands, |test| async move {
    let city = Box::pin(City::new(test)).await;
    // March 2026: three handled, one of them late, one elsewhere, one open
    let (first, token) = city.filed(119.005).await;
    let (second, _open) = (city.report(119.015).await, city.report(119.005).await);
    Box::pin(city.handled(&first, 10)).await;
    Box::pin(city.handled(&second, 24 * 12)).await;
    city.report(119.035).await;
    city.follow().await;
    let (supe, hans, lead) = ("supe", "hans", "lead");

    // not of a month that runs, nor by just anybody
    let new = Drafting { area: "K1".into(), month: "2026-03".into(), objections_until: None };
    assert_eq!(code(city.bulletins.draft(&city.who(supe).await, &new, None).await), "bulletin.month_running");
    city.days(25);
    city.follow().await;
    assert_eq!(code(city.bulletins.draft(&city.who(hans).await, &new, None).await), "action.forbidden");
    // drafted by itself, once, on however many nodes
    let system = || city.story.test.system();
    let (a, b) = (system(), system());
    let both = tokio::join!(city.bulletins.draft_due(&a), city.bulletins.draft_due(&b));
    assert_eq!(both.0.unwrap() + both.1.unwrap(), 3, "the city and two counties");
    assert_eq!(city.bulletins.draft_due(&system()).await.unwrap(), 0);
    assert_eq!(code(city.bulletins.draft(&city.who(supe).await, &new, None).await), "bulletin.exists");
    let all = city.bulletins.list(&city.who(supe).await, &BulletinQuery::default()).await.unwrap();
    assert_eq!(
        all.items.iter().map(|b| b.id.as_str()).collect::<Vec<_>>(),
        ["K2-202603-1", "K1-202603-1", "C-202603-1"]
    );

    let id = "K1-202603-1";
    let view = city.view(lead, id).await;
    assert_eq!((view.row.state, month(&view, "reported").n, month(&view, "closed").n), (State::Draft, 3, 2));
    assert_eq!((month(&view, "on_time").n, month(&view, "on_time").of), (1, Some(2)));
    assert!(
        view.page.sections[0]
            .blocks
            .iter()
            .any(|b| matches!(b, Block::Text { text } if text.zh.contains("共登记事项3件")))
    );
    assert!(Box::pin(city.every_figure_is_its_list(&view)).await > 50);
    let whole = city.view(lead, "C-202603-1").await;
    assert_eq!(month(&whole, "reported").n, 4);
    assert!(Box::pin(city.every_figure_is_its_list(&whole)).await > 50);

    // a worker of a grid does not see a draft; a unit may object to what it owed, for itself alone
    assert_eq!(code(city.bulletins.view(&city.who("gwen").await, id).await), "bulletin.not_found");
    let late = || objecting("lights", Some(&second), Some("on_time"));
    let object =
        async |who: &str, o: Objecting| code(city.bulletins.object(&city.who(who).await, id, &o, None).await);
    assert_eq!(object("road", late()).await, "action.forbidden");
    assert_eq!(object("road", Objecting { unit: "roads".into(), ..late() }).await, "case.not_found");
    assert_eq!(object(hans, Objecting { ground: "x".into(), ..late() }).await, "field.invalid");
    assert_eq!(object(hans, Objecting { words: " ".into(), ..late() }).await, "field.required");
    assert_eq!(object(hans, objecting("lights", None, None)).await, "field.required");
    assert_eq!(object(hans, objecting("lights", Some("K1-1"), None)).await, "case.not_found");
    assert_eq!(object(hans, late()).await, "done");
    assert_eq!(object("hugo", late()).await, "bulletin.already_excluded");
    assert_eq!(object(hans, objecting("lights", None, Some("returned"))).await, "done");

    // whoever objected does not decide; every objection is decided before it is frozen
    let decide = async |who: &str, n: i64, d: Deciding| {
        code(city.bulletins.decide(&city.who(who).await, id, n, &d, None).await)
    };
    assert_eq!(decide(hans, 1, deciding(true)).await, "action.forbidden");
    assert_eq!(decide(supe, 9, deciding(true)).await, "objection.not_found");
    let freeze = async |reason: Option<&str>| {
        code(Box::pin(city.bulletins.freeze(&city.who(supe).await, id, reason, None, None)).await)
    };
    assert_eq!(freeze(Some("急")).await, "bulletin.undecided");
    assert_eq!(decide(supe, 1, deciding(true)).await, "done");
    assert_eq!(decide(lead, 1, deciding(false)).await, "bulletin.decided_already");
    assert_eq!(
        decide(supe, 2, deciding(true)).await,
        "field.required",
        "an objection to a number names no case"
    );
    assert_eq!(decide(supe, 2, deciding(false)).await, "done");

    // the case is left out of that measure, and named
    let view = city.view(lead, id).await;
    let on_time = month(&view, "on_time");
    assert_eq!((on_time.n, on_time.of, on_time.of_excluded, on_time.value), (1, Some(1), 1, Some(1.0)));
    assert_eq!(month(&view, "closed").n, 2);
    assert_eq!(view.page.exclusions[0].case, second);
    assert_eq!(view.page.exclusions[0].reason.as_deref(), Some("属实"));
    Box::pin(city.every_figure_is_its_list(&view)).await;

    // frozen before objections have ended only with a reason
    assert_eq!(freeze(None).await, "bulletin.window_open");
    city.days(6);
    assert_eq!(object(hans, objecting("lights", None, Some("closed"))).await, "bulletin.window_over");
    assert_eq!(freeze(None).await, "done");
    assert_eq!(freeze(None).await, "bulletin.wrong_state");
    let frozen = city.view(lead, id).await;
    assert_eq!(frozen.page.number.as_ref().map(|n| n.zh.as_str()), Some("通报〔2026〕1号"));
    assert_eq!(frozen.page.sections, view.page.sections);

    // signed by the leader, for what was shown
    let sign =
        async |who: &str, sha: &str| code(city.bulletins.sign(&city.who(who).await, id, sha, None).await);
    let sha = frozen.sha256.clone().unwrap();
    assert_eq!(sign(supe, &sha).await, "action.forbidden");
    assert_eq!(sign(lead, "0").await, "bulletin.other_content");
    assert_eq!(
        code(city.bulletins.issue(&city.who(supe).await, id, None, None).await),
        "bulletin.wrong_state"
    );
    assert_eq!(sign(lead, &sha).await, "done");
    assert_eq!(code(city.bulletins.issue(&city.who(supe).await, id, None, None).await), "done");
    let issued = city.view("gwen", id).await;
    assert_eq!(issued.row.state, State::Issued);
    assert!(issued.can.is_empty());

    // later changes of cases change nothing in it
    let nobody = city.story.nobody();
    city.story.cases.rate(&nobody, (&first, &token), 1, None).await.unwrap();
    city.story.cases.ask_reopen(&nobody, (&first, &token), "又灭了").await.unwrap();
    Box::pin(city.story.does("dora", &first, "reopen", json!({ "reason": "属实" }))).await;
    city.follow().await;
    let later = city.view("gwen", id).await;
    assert_eq!(later.page, issued.page);
    let docx = city.bulletins.paper(&city.who("gwen").await, id, Form::Docx, Lang::En).await.unwrap();
    assert_eq!(&docx[..2], b"PK");
    assert_eq!(
        code(city.bulletins.paper(&city.who("gwen").await, id, Form::Pdf, Lang::Zh).await),
        "papers.no_font"
    );

    // a correction is another edition, which takes the place of the first when it is issued
    let next = city.bulletins.correct(&city.who(supe).await, id, "漏计一件", None, None).await.unwrap();
    assert_eq!(next, "K1-202603-2");
    let correction = city.view(supe, &next).await;
    assert_eq!((correction.replaces.as_deref(), correction.row.state), (Some(id), State::Draft));
    assert_eq!(correction.steps[0].words.as_deref(), Some("漏计一件"));
    assert_eq!(city.view("gwen", id).await.row.state, State::Issued);
    city.days(6);
    let go = async |id: &str| {
        Box::pin(city.bulletins.freeze(&city.who(supe).await, id, None, None, None)).await.unwrap();
        let sha = city.view(lead, id).await.sha256.unwrap();
        city.bulletins.sign(&city.who(lead).await, id, &sha, None).await.unwrap();
        city.bulletins.issue(&city.who(supe).await, id, None, None).await.unwrap();
    };
    go(&next).await;
    let first_edition = city.view("gwen", id).await;
    assert_eq!(
        (first_edition.row.state, first_edition.replaced_by.as_deref()),
        (State::Replaced, Some(next.as_str()))
    );
    let second_edition = city.view("gwen", &next).await;
    assert_eq!(second_edition.page.number.as_ref().map(|n| n.zh.as_str()), Some("通报〔2026〕2号"));
    // withdrawn, with the reason; and drafted anew
    city.bulletins.withdraw(&city.who(supe).await, &next, "依据有误", None, None).await.unwrap();
    let withdrawn = city.view("gwen", &next).await;
    assert_eq!(withdrawn.steps.last().unwrap().words.as_deref(), Some("依据有误"));
    city.holds().await;
});

testkit::both!(a_retry_changes_nothing_and_a_stale_command_is_refused, |test| async move {
    let city = Box::pin(City::new(test)).await;
    city.days(40);
    let supe = city.who("supe").await;
    let key = || Some(web::Key::new(&supe.actor.id, "draft-of-march", &[b"POST"]).unwrap());
    let new = Drafting { area: "C".into(), month: "2026-03".into(), objections_until: None };
    let id = city.bulletins.draft(&supe, &new, key()).await.unwrap();
    assert_eq!(city.bulletins.draft(&supe, &new, key()).await.unwrap(), id);
    let old = Some(9);
    assert_eq!(
        code(Box::pin(city.bulletins.freeze(&supe, &id, Some("x"), old, None)).await),
        "bulletin.stale"
    );
    city.bulletins.withdraw(&supe, &id, "误起草", None, None).await.unwrap();
    assert_eq!(city.bulletins.draft(&supe, &new, None).await.unwrap(), "C-202603-2");
    city.holds().await;
});
