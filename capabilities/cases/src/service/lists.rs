//! Lists, counts and rows.

use super::{Cases, Named, Row, StateRef, name};
use crate::model::Case;
use crate::rules::kind_code;
use crate::store;
use crate::store::list::{Filter, Key, Order, Past, Search, Standing, Within};
use crate::words;
use authz::{Scope, covers};
use kernel::{Ctx, Lang, Refusal, Result, Text, Timestamp};
use packs::Loaded;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use utoipa::{IntoParams, ToSchema};
use workflow::{Phase, Relation};

/// Cases in one answer at most.
const PAGE: i64 = 200;

/// What a list of cases asks for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// `todo`, `mine`, `registered`, `verify`, `dispatch`, `work`, `check`, `feedback`, `arbitrate`, `rest`, `late`,
    /// `due_soon`, `all`, `open`, `closed`.
    pub queue: Option<String>,
    /// State of the case type.
    pub state: Option<String>,
    /// Phase.
    pub phase: Option<String>,
    /// Pack.
    pub pack: Option<String>,
    /// Category with everything below.
    pub category: Option<String>,
    /// Code of the leading unit.
    pub unit: Option<String>,
    /// Code of an area; everything under it.
    pub area: Option<String>,
    /// `low`, `normal`, `high`, `urgent`.
    pub priority: Option<String>,
    /// Channel.
    pub channel: Option<String>,
    /// `west,south,east,north` in degrees.
    pub bbox: Option<String>,
    /// Registered at this moment or later, RFC 3339.
    pub registered_from: Option<Timestamp>,
    /// Registered before this moment.
    pub registered_before: Option<Timestamp>,
    /// Ended at this moment or later.
    pub closed_from: Option<Timestamp>,
    /// Ended before this moment.
    pub closed_before: Option<Timestamp>,
    /// First accepted at this moment or later.
    pub accepted_from: Option<Timestamp>,
    /// First accepted before this moment.
    pub accepted_before: Option<Timestamp>,
    /// First answered to the reporter at this moment or later.
    pub answered_from: Option<Timestamp>,
    /// First answered before this moment.
    pub answered_before: Option<Timestamp>,
    /// What happened to it: `late` (a clock was missed), `on_time` (none was), `returned`, `reopened`, `carried` (it was carried
    /// over for a while), `not_carried`; several joined by commas must all hold.
    pub had: Option<String>,
    /// How it ended.
    pub outcome: Option<String>,
    /// The reporter's rating, `1` to `4`; any of several joined by commas.
    pub rated: Option<String>,
    /// A number, a number of another system, or words.
    pub q: Option<String>,
    /// Where the page before ended.
    pub after: Option<String>,
    /// At most so many, 1 to 200; 50 when not given.
    pub limit: Option<i64>,
}

/// A page of cases.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CasePage {
    /// The cases.
    pub items: Vec<Row>,
    /// Give it as `after` for the next page; absent on the last. A page may be short, even empty, and not the last: no
    /// page looks at more than some thousands of cases.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Open cases by queue, for badges.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct Counts {
    /// Queue and number.
    #[serde(flatten)]
    pub queues: BTreeMap<String, i64>,
}

impl Cases {
    /// One page of the cases the actor may list.
    ///
    /// # Errors
    /// `case.list` forbidden; a filter that cannot be read.
    pub async fn list(&self, ctx: &Ctx, query: &ListQuery, lang: Lang) -> Result<CasePage> {
        let (cases, next) = self.page(ctx, query).await?;
        Ok(CasePage { items: self.rows(&cases, ctx.now, lang).await?, next })
    }

    /// The cases of a page themselves.
    pub(crate) async fn page(&self, ctx: &Ctx, query: &ListQuery) -> Result<(Vec<Case>, Option<String>)> {
        let filter = self.filter(ctx, query)?;
        let order = match filter.standing {
            Standing::Late | Standing::DueSoon => Order::Due,
            _ => Order::Newest,
        };
        let limit = usize::try_from(limit(query.limit)?).unwrap_or(1);
        let after = query.after.as_deref().map(key).transpose()?;
        let mut tx = self.db().browse().await?;
        let page = store::list::page(&mut tx, &filter, order, after.as_ref(), limit).await?;
        Ok((page.cases, page.next.map(|key| text(&key))))
    }

    /// Cases as points of a map, at most 5,000.
    ///
    /// # Errors
    /// As [`Cases::list`].
    pub async fn features(&self, ctx: &Ctx, query: &ListQuery) -> Result<serde_json::Value> {
        let filter = self.filter(ctx, query)?;
        let mut tx = self.db().browse().await?;
        let cases = store::list::page(&mut tx, &filter, Order::Newest, None, 5_000).await?.cases;
        let feature = |case: &Case| {
            let (lon, lat) = case.spot.lon.zip(case.spot.lat)?;
            let late = case.is_open() && case.outlook().is_some_and(|o| o.due_at < ctx.now);
            Some(serde_json::json!({
                "type": "Feature",
                "id": case.number,
                "geometry": { "type": "Point", "coordinates": [lon, lat] },
                "properties": {
                    "number": case.number, "state": case.state, "phase": case.phase.code(),
                    "category": case.category, "priority": case.priority.code(), "late": late,
                },
            }))
        };
        let features: Vec<serde_json::Value> = cases.iter().filter_map(feature).collect();
        Ok(serde_json::json!({ "type": "FeatureCollection", "features": features }))
    }

    /// How many open cases stand in each queue.
    ///
    /// # Errors
    /// `case.list` forbidden.
    pub async fn counts(&self, ctx: &Ctx) -> Result<Counts> {
        let filter = self.filter(ctx, &ListQuery { queue: Some("todo".into()), ..ListQuery::default() })?;
        let mut tx = self.db().browse().await?;
        let waiting = store::list::count::waiting(&mut tx, &filter).await?;
        let mut queues: BTreeMap<String, i64> = BTreeMap::new();
        for (phase, n) in waiting.phases {
            queues.insert(if phase == "intake" { "registered".into() } else { phase }, n);
        }
        let sums = [
            ("open", waiting.open),
            ("late", waiting.late),
            ("due_soon", waiting.soon),
            ("todo", waiting.todo),
        ];
        queues.extend(sums.map(|(key, n)| (key.to_owned(), n)));
        Ok(Counts { queues })
    }

    /// What a query means for this actor.
    pub(crate) fn filter(&self, ctx: &Ctx, query: &ListQuery) -> Result<Filter> {
        authz::require_anywhere(&ctx.actor, authz::action::CASE_LIST)?;
        let scopes = authz::scopes(&ctx.actor, authz::action::CASE_LIST);
        Ok(Filter {
            scopes: self.within(&scopes, query.area.as_deref())?,
            standing: self.standing(ctx, query.queue.as_deref())?,
            state: query.state.clone(),
            phase: query.phase.clone(),
            pack: query.pack.clone(),
            categories: self.below(query.pack.as_deref(), query.category.as_deref()),
            unit: query.unit.clone(),
            priority: query.priority.clone(),
            channel: query.channel.clone(),
            bbox: query.bbox.as_deref().map(bbox).transpose()?,
            search: query.q.as_deref().map(str::trim).filter(|q| !q.is_empty()).map(search),
            registered: (query.registered_from, earliest(query)),
            past: past(query)?,
            now: ctx.now,
            ..Filter::default()
        })
    }

    /// The part of some scopes that lies in an area, each with its home.
    pub(crate) fn within(&self, scopes: &[Scope], area: Option<&str>) -> Result<Vec<Within>, Refusal> {
        let area = area.map(|code| {
            self.parts.grid.area(code).ok_or_else(|| Refusal::invalid("area", code, "the code of an area"))
        });
        let asked = area.transpose()?.map(|a| a.path.clone()).unwrap_or_default();
        let mut parts: Vec<Scope> = vec![];
        for scope in scopes {
            let path = if covers(&scope.area_path, &asked) { &asked } else { &scope.area_path };
            if covers(&asked, path) {
                parts.push(Scope { area_path: path.clone(), unit: scope.unit.clone() });
            }
        }
        let parts = Scope::without_covered(parts);
        let within = |scope: Scope| Within {
            county: self.home_above(&scope.area_path),
            area_path: scope.area_path,
            unit: scope.unit,
        };
        Ok(parts.into_iter().map(within).collect())
    }

    /// The home that an area lies in; none for what is above homes.
    pub(crate) fn home_above(&self, area_path: &str) -> Option<String> {
        let map = self.parts.grid.map();
        let area = map.area(area_path.rsplit('/').next()?)?;
        let home = map.home_of(&area.code)?;
        let above_homes = home == area.code && usize::from(area.depth) < map.profile().home_depth();
        (!above_homes && area_path.split('/').any(|code| code == home)).then_some(home)
    }

    /// A category and everything below it, in one pack or all.
    pub(crate) fn below(&self, pack: Option<&str>, category: Option<&str>) -> Vec<String> {
        let Some(category) = category else { return vec![] };
        let packs = self.parts.library.enabled();
        let mut found: BTreeSet<String> = BTreeSet::from([category.to_owned()]);
        for pack in packs.iter().filter(|p| pack.is_none_or(|id| p.pack.id == id)) {
            let under = pack.categories().filter(|c| c.path.iter().any(|code| code == category));
            found.extend(under.map(|c| c.code.clone()));
        }
        found.into_iter().collect()
    }

    fn standing(&self, ctx: &Ctx, queue: Option<&str>) -> Result<Standing> {
        const QUEUES: &str = "one of: todo, mine, registered, verify, dispatch, work, check, feedback, arbitrate, rest, \
            late, due_soon, all, open, closed";
        Ok(match queue.unwrap_or("all") {
            "all" => Standing::All,
            "open" => Standing::Open,
            "closed" => Standing::Closed,
            "late" => Standing::Late,
            "due_soon" => Standing::DueSoon,
            "todo" => self.waiting(ctx),
            "mine" => Standing::Mine(ctx.actor.id.clone()),
            "registered" => Standing::Phase(Phase::Intake.code()),
            other => {
                const PHASES: [Phase; 7] = [
                    Phase::Verify,
                    Phase::Dispatch,
                    Phase::Work,
                    Phase::Check,
                    Phase::Feedback,
                    Phase::Arbitrate,
                    Phase::Rest,
                ];
                let phase = PHASES.into_iter().find(|p| p.code() == other);
                Standing::Phase(phase.ok_or_else(|| Refusal::invalid("queue", other, QUEUES))?.code())
            }
        })
    }

    /// The states in which something waits for the actor's kinds of posts.
    ///
    /// That is as near as SQL comes to "I may do something now": guards are CEL over the whole case, and separation of
    /// duties looks at who did what before. The list therefore holds a case too that only such a rule closes to this actor; it
    /// never lacks one. Dropping those from a page would leave the badge, which counts the same states from an index
    /// alone, above the length of the list.
    fn waiting(&self, ctx: &Ctx) -> Standing {
        let kinds: BTreeSet<&str> = ctx.actor.grants.iter().map(|g| g.kind.as_str()).collect();
        let (mut states, mut unit_states) = (BTreeSet::new(), BTreeSet::new());
        for pack in self.parts.library.enabled() {
            for case_type in &pack.pack.case_types {
                for (state, relation) in duties(case_type, &kinds) {
                    let key = store::row::state_key(&pack.pack.id, &case_type.code, &state);
                    match relation {
                        Relation::TaskUnit | Relation::LeadUnit | Relation::AssistUnit => {
                            unit_states.insert(key)
                        }
                        _ => states.insert(key),
                    };
                }
            }
        }
        let units: BTreeSet<String> = ctx.actor.grants.iter().map(|g| g.unit.clone()).collect();
        Standing::Waiting {
            states: states.into_iter().collect(),
            unit_states: unit_states.into_iter().collect(),
            units: units.into_iter().collect(),
        }
    }

    /// Rows of a list: names, first words, what presses.
    pub(crate) async fn rows(&self, cases: &[Case], now: Timestamp, lang: Lang) -> Result<Vec<Row>> {
        let codes: Vec<String> = cases.iter().filter_map(|c| c.lead_unit().map(Into::into)).collect();
        let units = self.units(&codes).await?;
        let mut by_county: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for case in cases {
            let ids = case.text.iter().chain(&case.spot.address).map(|h| h.id.as_str());
            by_county.entry(&case.county).or_default().extend(ids);
        }
        let texts = self.texts(by_county).await?;
        cases.iter().map(|case| self.row(case, &units, &texts, now, lang)).collect()
    }

    /// Free texts of several counties by id.
    pub(crate) async fn texts(
        &self,
        by_county: BTreeMap<&str, Vec<&str>>,
    ) -> Result<HashMap<String, String>> {
        let mut tx = self.db().browse().await?;
        let mut texts: HashMap<String, String> = HashMap::new();
        for (county, ids) in by_county {
            texts.extend(self.parts.vault.texts(&mut tx, county, &ids).await?);
        }
        Ok(texts)
    }

    fn row(
        &self,
        case: &Case,
        units: &HashMap<String, Named>,
        texts: &HashMap<String, String>,
        now: Timestamp,
        lang: Lang,
    ) -> Result<Row> {
        let pack = self.pack_of(case)?;
        let outlook = case.is_open().then(|| case.outlook()).flatten();
        let text = case.text.as_ref().and_then(|h| texts.get(&h.id));
        Ok(Row {
            number: case.number.clone(),
            pack: case.pack.clone(),
            case_type: case.case_type.clone(),
            category: category(&pack, case),
            state: state(&pack, case),
            text: text.map(|t| t.chars().take(80).collect()).unwrap_or_default(),
            address: case.spot.address.as_ref().and_then(|h| texts.get(&h.id)).cloned(),
            area: self.area_named(case.spot.area()),
            area_names: self.area_names(case, lang),
            unit: case.lead_unit().map(|code| unit_named(units, code)),
            priority: case.priority.code().into(),
            channel: case.channel,
            registered_at: case.registered_at,
            updated_at: case.updated_at,
            due_at: outlook.map(|o| o.due_at),
            due_kind: outlook.map(|o| kind_code(o.kind).to_owned()),
            late: outlook.is_some_and(|o| o.due_at < now),
            due_soon: outlook.is_some_and(|o| o.due_at >= now && o.soon_at.is_some_and(|at| at <= now)),
            has_photo: case.attachments.iter().any(|a| a.mime.starts_with("image/")),
            lon: case.spot.lon,
            lat: case.spot.lat,
            returns: case.counts.returns,
        })
    }

    /// Units with their names.
    pub(crate) async fn units(&self, codes: &[String]) -> Result<HashMap<String, Named>> {
        if codes.is_empty() {
            return Ok(HashMap::new());
        }
        let units = self.parts.directory.unit_names(codes).await?;
        Ok(units.into_iter().map(|(code, name)| (code.clone(), Named { code, name })).collect())
    }

    /// An area with its name.
    pub(crate) fn area_named(&self, code: &str) -> Option<Named> {
        let area = self.parts.grid.area(code)?;
        Some(Named { code: area.code.clone(), name: area.name.clone() })
    }

    /// Names of the areas from the home down.
    pub(crate) fn area_names(&self, case: &Case, lang: Lang) -> Option<String> {
        let path = &case.spot.path;
        let from = path.iter().position(|code| *code == case.county).unwrap_or(0);
        let areas = path.iter().skip(from).filter_map(|code| self.parts.grid.area(code));
        let names: Vec<String> = areas.map(|a| a.name.get(lang).to_owned()).collect();
        (!names.is_empty()).then(|| names.join(" "))
    }
}

/// The states in which one of these kinds of posts has something to do that moves the case on.
fn duties(case_type: &workflow::CaseType, kinds: &BTreeSet<&str>) -> Vec<(String, Relation)> {
    let moves = |t: &&workflow::Transition| {
        let target = t.to.as_deref().and_then(|to| case_type.states.get(to));
        let aside = |s: &workflow::State| {
            s.phase == Phase::Rest
                || matches!(s.outcome, Some(workflow::Outcome::Voided | workflow::Outcome::Joined))
        };
        !t.from.is_any() && target.is_some_and(|s| !aside(s))
    };
    let open = |state: &&String| case_type.states.get(*state).is_some_and(|s| s.phase != Phase::End);
    case_type
        .transitions
        .iter()
        .filter(moves)
        .flat_map(|t| {
            let target = t.to.as_deref().and_then(|to| case_type.states.get(to)).map(|s| s.phase);
            // forward; a dispute or an unhappy answer is settled by sending back too
            let forward = move |from: &String| {
                let phase = case_type.states.get(from).map(|s| s.phase);
                target >= phase || matches!(phase, Some(Phase::Arbitrate | Phase::Feedback))
            };
            let mine = t.who.iter().filter(|w| w.post.as_deref().is_some_and(|p| kinds.contains(p)));
            mine.flat_map(move |w| {
                t.from
                    .items()
                    .iter()
                    .filter(open)
                    .filter(move |s| forward(s))
                    .map(|s| (s.clone(), w.relation))
            })
        })
        .collect()
}

/// A unit's name, or its code when it has ended.
pub(crate) fn unit_named(units: &HashMap<String, Named>, code: &str) -> Named {
    let ended = || Named { code: code.to_owned(), name: Text { zh: code.to_owned(), en: None } };
    units.get(code).cloned().unwrap_or_else(ended)
}

/// The category with its name.
pub(crate) fn category(pack: &Loaded, case: &Case) -> Option<Named> {
    let code = case.category.as_deref()?;
    let entry = pack.category(code);
    let text = entry.map_or_else(|| Text { zh: code.to_owned(), en: None }, |c| name(&c.name));
    Some(Named { code: code.to_owned(), name: text })
}

/// The state with its name and phase.
pub(crate) fn state(pack: &Loaded, case: &Case) -> StateRef {
    state_of(pack, &case.case_type, &case.state, case.phase)
}

/// A state of a case type.
pub(crate) fn state_of(pack: &Loaded, case_type: &str, code: &str, phase: Phase) -> StateRef {
    let known = pack.flow(case_type).and_then(|f| f.definition().states.get(code).map(|s| name(&s.name)));
    let name = known.unwrap_or_else(|| Text { zh: code.to_owned(), en: None });
    StateRef { code: code.to_owned(), name, phase: phase.code().to_owned() }
}

/// A page's size.
pub(crate) fn limit(given: Option<i64>) -> Result<i64, Refusal> {
    let limit = given.unwrap_or(50);
    if (1..=PAGE).contains(&limit) {
        Ok(limit)
    } else {
        Err(Refusal::invalid("limit", limit, format!("1..={PAGE}")))
    }
}

/// Where a page ended.
pub(crate) fn cursor(text: &str) -> Result<(i64, String), Refusal> {
    let parts = text.split_once('~').and_then(|(at, id)| Some((at.parse().ok()?, id.to_owned())));
    parts.ok_or_else(|| Refusal::invalid("after", text, "the `next` of a page"))
}

/// Where a page of cases ended.
pub(crate) fn key(text: &str) -> Result<Key, Refusal> {
    cursor(text).map(|(at, id)| Key { at, id })
}

/// The same as [`key`] reads it.
pub(crate) fn text(key: &Key) -> String {
    format!("{}~{}", key.at, key.id)
}

/// `west,south,east,north`
pub fn bbox(text: &str) -> Result<[f64; 4], Refusal> {
    let bad = || Refusal::invalid("bbox", text, "west,south,east,north in degrees");
    let corners: Vec<f64> =
        text.split(',').map(|t| t.trim().parse()).collect::<Result<_, _>>().map_err(|_| bad())?;
    match corners[..] {
        [w, s, e, n] if w <= e && s <= n && corners.iter().all(|v| v.is_finite()) => Ok([w, s, e, n]),
        _ => Err(bad()),
    }
}

fn search(text: &str) -> Search {
    let number: String = text.chars().take(100).collect();
    Search { terms: words::terms([number.as_str()]), number: number.to_ascii_uppercase(), alias: number }
}

/// What was accepted, answered or ended before a moment was registered before it: that is where the list begins.
fn earliest(q: &ListQuery) -> Option<Timestamp> {
    [q.registered_before, q.accepted_before, q.answered_before, q.closed_before].into_iter().flatten().min()
}

/// What may have happened to a case.
const HAD: &str = "late, on_time, returned, reopened, carried, not_carried";

fn past(query: &ListQuery) -> Result<Past, Refusal> {
    let mut past = Past {
        closed: (query.closed_from, query.closed_before),
        accepted: (query.accepted_from, query.accepted_before),
        answered: (query.answered_from, query.answered_before),
        outcome: query.outcome.clone(),
        ..Past::default()
    };
    for word in words_of(query.had.as_deref()) {
        match word {
            "late" => past.late = true,
            "on_time" => past.on_time = true,
            "returned" => past.returned = true,
            "reopened" => past.reopened = true,
            "carried" => past.carried = Some(true),
            "not_carried" => past.carried = Some(false),
            _ => return Err(Refusal::invalid("had", word, HAD)),
        }
    }
    for word in words_of(query.rated.as_deref()) {
        let grade = word.parse().ok().filter(|grade| (1..=4).contains(grade));
        past.grades.push(grade.ok_or_else(|| Refusal::invalid("rated", word, "1, 2, 3, 4"))?);
    }
    Ok(past)
}

/// Words joined by commas.
fn words_of(text: Option<&str>) -> impl Iterator<Item = &str> {
    text.unwrap_or_default().split(',').map(str::trim).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_names_its_field() {
        assert_eq!(bbox("1,2,3,4").unwrap(), [1.0, 2.0, 3.0, 4.0]);
        for bad in ["", "1,2,3", "3,2,1,4", "a,b,c,d", "NaN,0,1,1"] {
            assert_eq!(bbox(bad).unwrap_err().field.as_deref(), Some("bbox"), "{bad}");
        }
        assert_eq!(cursor("12~ab").unwrap(), (12, "ab".into()));
        assert_eq!(cursor("12").unwrap_err().field.as_deref(), Some("after"));
        assert!(limit(Some(0)).is_err() && limit(Some(201)).is_err());
    }
}
