//! One bulletin with everything that is said of it.

use super::{Bulletins, may, month_text, months_off, objects_for};
use crate::model::{Bulletin, Coded, Exclusion, Page, State};
use crate::rules::compose::Composer;
use crate::rules::formula::ListFilter;
use crate::rules::words;
use crate::store;
use authz::action;
use kernel::{Ctx, Failure, Lang, Result, Text, Timestamp};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use utoipa::ToSchema;

/// A bulletin in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = BulletinRow)]
pub struct BulletinRow {
    /// Its id: area, month and edition.
    pub id: String,
    /// Its area.
    pub area: Coded,
    /// Its month.
    pub month: String,
    /// 1, 2, 3 …
    pub edition: i64,
    /// Where it stands.
    pub state: State,
    /// Its number, once it is frozen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<Text>,
    /// What commands compare.
    pub version: i64,
    /// Objections are open until then.
    pub objections_until: Timestamp,
    /// Objections in all.
    pub objected: usize,
    /// Of these: not decided yet.
    pub undecided: usize,
    /// When it was drafted.
    pub drafted_at: Timestamp,
    /// When it was issued.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued_at: Option<Timestamp>,
}

/// An objection, with its words.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = BulletinObjection)]
pub struct ObjectionView {
    /// 1, 2, 3 …
    pub n: i64,
    /// The unit.
    pub unit: Coded,
    /// Who raised it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Number of the case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// Id of the measure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
    /// The ground.
    pub ground: Coded,
    /// In words; absent once erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// What was decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<DecisionView>,
    /// The reader may decide it.
    pub can_decide: bool,
}

/// What became of an objection.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = BulletinDecision)]
pub struct DecisionView {
    /// It holds.
    pub upheld: bool,
    /// Who decided.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Why; absent once erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Numbers of the cases that are left out.
    pub cases: Vec<String>,
    /// Ids of the measures; empty: of all.
    pub measures: Vec<String>,
}

/// A step of its life.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = BulletinStep)]
pub struct StepView {
    /// `drafted`, `objected`, `upheld`, `refused`, `frozen`, `signed`, `issued`, `replaced`, `withdrawn`.
    pub what: String,
    /// When.
    pub at: Timestamp,
    /// Who; absent when it went by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// In which post.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post: Option<Text>,
    /// The objection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub objection: Option<i64>,
    /// In words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// The list of cases behind a figure.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = BulletinFigureList)]
pub struct FigureList {
    /// Id of the measure.
    pub measure: String,
    /// `n`, what is counted, or `of`, of how many.
    pub part: String,
    /// Its filter.
    #[serde(flatten)]
    pub filter: ListFilter,
}

/// A stretch of time.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = BulletinSpan)]
pub struct Span {
    /// From this moment.
    pub from: Timestamp,
    /// Until before this one.
    pub before: Timestamp,
}

/// A bulletin.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Bulletin)]
pub struct BulletinView {
    /// What the list says.
    #[serde(flatten)]
    pub row: BulletinRow,
    /// What stands in it.
    pub page: Page,
    /// SHA-256 of what was frozen: what is signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Facts of the ledger that the numbers of a draft do not count yet.
    pub behind: i64,
    /// Objections in the order in which they were raised.
    pub objections: Vec<ObjectionView>,
    /// Its life so far.
    pub steps: Vec<StepView>,
    /// The edition that it corrects.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
    /// The edition that took its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<String>,
    /// Lists of cases that hold exactly what a figure of a draft counts, as far as nothing is left out of it. A figure
    /// without one, and those of a frozen bulletin, open `GET /bulletins/{id}/cases`.
    pub lists: Vec<FigureList>,
    /// The days of each period: `month`, `before`, `year`.
    pub spans: BTreeMap<String, Span>,
    /// What the reader may do now: `object`, `freeze`, `sign`, `issue`, `correct`, `withdraw`.
    pub can: Vec<String>,
    /// Units for which the reader may object.
    pub units: Vec<Coded>,
    /// Grounds of objections.
    pub grounds: Vec<Coded>,
}

impl Bulletins {
    /// One bulletin.
    ///
    /// # Errors
    /// `bulletin.not_found`
    pub async fn view(&self, ctx: &Ctx, id: &str) -> Result<BulletinView> {
        let b = self.seen(ctx, id).await?;
        let (page, behind) = self.page(ctx, &b).await?;
        let words = self.words_of(&b).await?;
        let who = self.who(&b).await?;
        let units = self.own_units(ctx, &b).await?;
        let unit_codes: BTreeSet<String> = b.objections.iter().map(|o| o.unit.clone()).collect();
        let unit_names = self.parts.directory.unit_names(&unit_codes.into_iter().collect::<Vec<_>>()).await?;
        let writes = may(&ctx.actor, action::BULLETIN_WRITE, &b);
        let objection = |o: &crate::model::Objection| ObjectionView {
            n: o.n,
            unit: coded(&o.unit, unit_names.get(&o.unit)),
            by: who.name(&o.by.actor),
            at: o.by.at,
            case: o.case.as_ref().map(|c| c.number.clone()),
            measure: o.measure.clone(),
            ground: self.ground(&o.ground),
            words: words.get(&o.words.id).cloned(),
            decision: o.decision.as_ref().map(|d| DecisionView {
                upheld: d.upheld,
                by: who.name(&d.by.actor),
                at: d.by.at,
                reason: words.get(&d.reason.id).cloned(),
                cases: d.cases.iter().map(|c| c.number.clone()).collect(),
                measures: d.measures.clone(),
            }),
            can_decide: writes && b.state == State::Draft && crate::rules::decide_by(&ctx.actor, o).is_ok(),
        };
        Ok(BulletinView {
            objections: b.objections.iter().map(objection).collect(),
            steps: steps(&b, &who, &words),
            sha256: b.frozen.as_ref().map(|f| f.sha256.clone()),
            replaces: b.replaces.clone(),
            replaced_by: b.ended.as_ref().and_then(|e| e.replaced_by.clone()),
            can: can(ctx, &b, !units.is_empty()),
            grounds: self
                .parts
                .layout
                .grounds
                .iter()
                .map(|g| Coded { code: g.code.clone(), name: g.name.clone() })
                .collect(),
            lists: self.lists(ctx, &b),
            spans: self.spans(b.month)?,
            row: self.row(&b),
            page,
            behind,
            units,
        })
    }

    /// Which figures have a list of cases of their own: those of a draft, since what is frozen no longer follows the cases,
    /// and for whoever may list all cases of the area, since the list of another would be shorter than the number.
    fn lists(&self, ctx: &Ctx, b: &Bulletin) -> Vec<FigureList> {
        let all =
            |scope: &authz::Scope| scope.unit.is_none() && authz::covers(&scope.area_path, &b.area_path);
        if b.state != State::Draft || !authz::scopes(&ctx.actor, action::CASE_LIST).iter().any(all) {
            return vec![];
        }
        let parts = self.parts.layout.measures.iter().flat_map(|m| {
            [(m, "n", Some(&m.n)), (m, "of", m.of.as_ref())].into_iter().filter_map(|(m, part, formula)| {
                let filter = formula?.list()?;
                Some(FigureList { measure: m.id.clone(), part: part.to_owned(), filter })
            })
        });
        parts.collect()
    }

    fn spans(&self, month: i64) -> Result<BTreeMap<String, Span>> {
        let span = |(period, by): (&str, i64)| {
            let (from, to) = super::figures::days(months_off(month, by))?;
            let (from, before) = self.parts.insight.span(from, to);
            Ok((period.to_owned(), Span { from, before }))
        };
        [("month", 0), ("before", -1), ("year", -12)].into_iter().map(span).collect()
    }

    /// What stands in it: kept once it is frozen, composed anew before; with the reasons of exclusions.
    pub(super) async fn page(&self, ctx: &Ctx, b: &Bulletin) -> Result<(Page, i64)> {
        let (mut page, behind) = if b.frozen.is_some() {
            let kept = store::content(&mut self.parts.db.read().await?, &b.county, &b.id).await?;
            let missing = || Failure::Internal(format!("what is kept of {} is not there", b.id));
            (serde_json::from_str::<Page>(&kept.ok_or_else(missing)?)?, 0)
        } else {
            let figures = self.figures(ctx, b).await?;
            let composer = Composer::new(&self.parts.layout, &figures, b, self.area_name(b));
            (composer.page(), figures.behind)
        };
        let mut exclusions: Vec<Exclusion> = std::mem::take(&mut page.exclusions);
        self.give_reasons(b, &mut exclusions).await?;
        page.exclusions = exclusions;
        Ok((page, behind))
    }

    pub(super) fn row(&self, b: &Bulletin) -> BulletinRow {
        let number = b.frozen.as_ref().map(|f| {
            let value = |key: &str, _: Lang| match key {
                "year" => Some((b.month / 100).to_string()),
                "n" => Some(f.n.to_string()),
                _ => None,
            };
            words::both(&self.parts.layout.number, value)
        });
        BulletinRow {
            id: b.id.clone(),
            area: Coded { code: b.area.clone(), name: self.area_name(b) },
            month: month_text(b.month),
            edition: b.edition,
            state: b.state,
            number,
            version: b.seq,
            objections_until: b.until,
            objected: b.objections.len(),
            undecided: b.undecided(),
            drafted_at: b.drafted.at,
            issued_at: b.issued.as_ref().map(|i| i.at),
        }
    }

    pub(super) fn ground(&self, code: &str) -> Coded {
        let known = self.parts.layout.grounds.iter().find(|g| g.code == code);
        coded(code, known.map(|g| &g.name))
    }

    async fn own_units(&self, ctx: &Ctx, b: &Bulletin) -> Result<Vec<Coded>> {
        let units: BTreeSet<String> = ctx.actor.grants.iter().map(|g| g.unit.clone()).collect();
        let units: Vec<String> =
            units.into_iter().filter(|u| objects_for(&ctx.actor, u, b).is_some()).collect();
        if units.is_empty() {
            return Ok(vec![]);
        }
        let names = self.parts.directory.unit_names(&units).await?;
        Ok(units.iter().map(|code| coded(code, names.get(code))).collect())
    }

    async fn words_of(&self, b: &Bulletin) -> Result<HashMap<String, String>> {
        let decisions = b.objections.iter().filter_map(|o| o.decision.as_ref()).map(|d| &d.reason);
        let early = b.frozen.iter().filter_map(|f| f.early.as_ref());
        let ended = b.ended.iter().filter_map(|e| e.reason.as_ref());
        let all =
            b.objections.iter().map(|o| &o.words).chain(decisions).chain(&b.why).chain(early).chain(ended);
        let ids: Vec<&str> = all.map(|r| r.id.as_str()).collect();
        let mut tx = self.parts.db.read().await?;
        self.parts.vault.texts(&mut tx, &b.county, &ids).await
    }

    pub(super) async fn who(&self, b: &Bulletin) -> Result<Who> {
        let mut all = vec![&b.drafted];
        all.extend(b.objections.iter().map(|o| &o.by));
        all.extend(b.objections.iter().filter_map(|o| o.decision.as_ref()).map(|d| &d.by));
        all.extend(b.frozen.iter().map(|f| &f.by));
        all.extend(b.signed.iter().chain(&b.issued));
        all.extend(b.ended.iter().map(|e| &e.by));
        let actors: BTreeSet<String> = all.iter().map(|by| by.actor.clone()).collect();
        let posts: BTreeSet<String> = all.iter().filter_map(|by| by.post.clone()).collect();
        let people = self.parts.directory.people(&actors.into_iter().collect::<Vec<_>>()).await?;
        let posts = self.parts.directory.posts(&posts.into_iter().collect::<Vec<_>>()).await?;
        Ok(Who { people, posts: posts.into_iter().map(|(id, info)| (id, info.name)).collect() })
    }
}

/// Names of people and posts.
pub(super) struct Who {
    people: HashMap<String, String>,
    pub posts: HashMap<String, Text>,
}

impl Who {
    /// The name of a person; others go by their id.
    pub fn name(&self, actor: &str) -> String {
        self.people.get(actor).cloned().unwrap_or_else(|| actor.to_owned())
    }
}

fn coded(code: &str, name: Option<&Text>) -> Coded {
    let name = name.cloned().unwrap_or_else(|| Text { zh: code.to_owned(), en: None });
    Coded { code: code.to_owned(), name }
}

fn can(ctx: &Ctx, b: &Bulletin, objects: bool) -> Vec<String> {
    let (writes, signs) =
        (may(&ctx.actor, action::BULLETIN_WRITE, b), may(&ctx.actor, action::BULLETIN_SIGN, b));
    let ended = matches!(b.state, State::Replaced | State::Withdrawn);
    let all = [
        ("object", objects && crate::rules::may_object(b, ctx.now).is_ok()),
        ("freeze", writes && b.state == State::Draft && b.undecided() == 0),
        ("sign", signs && b.state == State::Frozen),
        ("issue", writes && b.state == State::Signed),
        ("correct", writes && b.state == State::Issued),
        ("withdraw", writes && !ended),
    ];
    all.into_iter().filter(|(_, may)| *may).map(|(what, _)| what.to_owned()).collect()
}

fn steps(b: &Bulletin, who: &Who, words: &HashMap<String, String>) -> Vec<StepView> {
    let said = |r: Option<&protect::Ref>| r.and_then(|r| words.get(&r.id)).cloned();
    let step =
        |what: &str, by: &crate::model::By, objection: Option<i64>, reason: Option<&protect::Ref>| StepView {
            what: what.to_owned(),
            at: by.at,
            by: by.actor.starts_with("person/").then(|| who.name(&by.actor)),
            post: by.post.as_ref().and_then(|post| who.posts.get(post)).cloned(),
            objection,
            words: said(reason),
        };
    let mut steps = vec![step("drafted", &b.drafted, None, b.why.as_ref())];
    for o in &b.objections {
        steps.push(step("objected", &o.by, Some(o.n), Some(&o.words)));
        if let Some(d) = &o.decision {
            steps.push(step(if d.upheld { "upheld" } else { "refused" }, &d.by, Some(o.n), Some(&d.reason)));
        }
    }
    if let Some(f) = &b.frozen {
        steps.push(step("frozen", &f.by, None, f.early.as_ref()));
    }
    steps.extend(b.signed.iter().map(|by| step("signed", by, None, None)));
    steps.extend(b.issued.iter().map(|by| step("issued", by, None, None)));
    if let Some(e) = &b.ended {
        steps.push(step(
            if e.replaced_by.is_some() { "replaced" } else { "withdrawn" },
            &e.by,
            None,
            e.reason.as_ref(),
        ));
    }
    steps.sort_by_key(|s| s.at);
    steps
}
