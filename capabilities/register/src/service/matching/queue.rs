//! Pairs that wait for somebody, and one pair with its evidence and both records side by side, masked.

use super::super::Register;
use super::views::{PairLine, PairRow, PairView};
use crate::model::Record;
use crate::rules::matching::Matcher;
use crate::rules::value::Values;
use crate::store;
use crate::store::things::{self, After, Pair};
use authz::action;
use kernel::{Ctx, Refusal, Result};
use serde::Deserialize;
use std::collections::HashMap;
use utoipa::IntoParams;
use web::Page;

/// Pairs of the queue that one request reads at most: those of areas that are not the reader's do not count.
const LOOK: usize = 2_000;

/// The queue.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PairQuery {
    /// The kind.
    pub kind: String,
    /// Only pairs whose records are both under this area.
    #[serde(default)]
    pub area: Option<String>,
    /// `review` (by default), `unsure`, `joined`, `same`, `different`.
    #[serde(default)]
    pub state: Option<String>,
    /// Where the page begins: `next` of the one before.
    #[serde(default)]
    pub after: Option<String>,
    /// How many: 50 by default, 500 at most.
    #[serde(default)]
    pub limit: Option<usize>,
}

const STATES: [&str; 5] = [things::REVIEW, "unsure", things::JOINED, "same", "different"];

struct Cursor {
    county: String,
    after: After,
}

impl Cursor {
    fn text(county: &str, p: &Pair) -> String {
        format!("{county}~{}~{}~{}~{}", p.place, p.rank, p.a, p.b)
    }

    fn read(text: &str) -> Result<Self, Refusal> {
        let parts: Vec<&str> = text.split('~').collect();
        let read = || {
            let [county, place, rank, a, b] = parts.as_slice() else { return None };
            let (rank, a, b) = (rank.parse().ok()?, a.parse().ok()?, b.parse().ok()?);
            Some(Self { county: (*county).into(), after: After { place: (*place).into(), rank, a, b } })
        };
        read().ok_or_else(|| Refusal::invalid("after", "", "the next of a page before"))
    }
}

impl Register {
    /// A page of pairs whose records are both in the reader's areas: by area, the likeliest first.
    ///
    /// # Errors
    /// `action.forbidden`; an unknown kind, area or state; an `after` of another list.
    pub async fn pairs(&self, ctx: &Ctx, q: &PairQuery) -> Result<Page<PairRow>> {
        authz::require_anywhere(&ctx.actor, action::REGISTER_JUDGE)?;
        self.comparable("kind", &q.kind)?;
        let state = q.state.as_deref().filter(|s| !s.is_empty()).unwrap_or(things::REVIEW);
        if !STATES.contains(&state) {
            return Err(Refusal::invalid("state", state, format!("one of: {}", STATES.join(", "))).into());
        }
        let reaches = self.reaches(ctx, action::REGISTER_JUDGE, q.area.as_deref()).await?;
        let limit = Page::<PairRow>::limit(q.limit);
        let after = q.after.as_deref().map(Cursor::read).transpose()?;
        let start = match &after {
            None => 0,
            Some(c) => reaches
                .iter()
                .position(|r| r.county == c.county && c.after.place.starts_with(&r.place))
                .ok_or_else(|| Refusal::invalid("after", "", "the next of this list"))?,
        };
        let mut tx = self.db().read().await?;
        let mut found: Vec<(String, Pair, Record, Record)> = vec![];
        for (i, reach) in reaches.iter().enumerate().skip(start) {
            let first = After { place: reach.place.clone(), rank: i64::MIN, a: 0, b: 0 };
            let mut from = after.as_ref().filter(|_| i == start).map_or(first, |c| c.after.clone());
            for _ in 0..LOOK / limit.max(50) {
                let of = (q.kind.as_str(), state);
                let more =
                    things::queue(&mut tx, &reach.county, of, &from, &reach.end(), limit as i64 + 1).await?;
                let Some(last) = more.last() else { break };
                from = After { place: last.place.clone(), rank: last.rank, a: last.a, b: last.b };
                let ns: Vec<i64> = more.iter().flat_map(|p| [p.a, p.b]).collect();
                let records = store::read::some(&mut tx, &reach.county, &ns).await?;
                let whole = more.len() <= limit;
                for p in more {
                    // a record may have moved since the pair was found
                    let both = records.get(&p.a).zip(records.get(&p.b));
                    let own = both.filter(|(a, b)| reach.holds(a) && reach.holds(b));
                    if let Some((a, b)) = own {
                        found.push((reach.county.clone(), p, a.clone(), b.clone()));
                    }
                }
                if whole || found.len() > limit {
                    break;
                }
            }
            if found.len() > limit {
                break;
            }
        }
        let page = Page::cut(found, limit, |(county, p, ..)| Cursor::text(county, p));
        let records = page.items.iter().flat_map(|(_, _, a, b)| [a.clone(), b.clone()]).collect();
        let rows = self.rows(&mut tx, records).await?;
        drop(tx);
        let by: HashMap<&str, _> = rows.iter().map(|r| (r.id.as_str(), r)).collect();
        let names = self.judges(page.items.iter().map(|(_, p, ..)| p)).await?;
        let row = |(county, p, a, b): &(String, Pair, Record, Record)| {
            let both =
                [a.id(), b.id()].iter().filter_map(|id| by.get(id.as_str()).copied().cloned()).collect();
            PairRow { pair: PairLine::of(county, p, judge_name(p, &names)), records: both }
        };
        Ok(Page { items: page.items.iter().map(row).collect(), next: page.next })
    }

    pub(super) async fn judges<'a>(
        &self,
        pairs: impl Iterator<Item = &'a Pair>,
    ) -> Result<HashMap<String, String>> {
        self.names(pairs.filter_map(|p| p.judged_by.as_deref())).await
    }

    /// A pair: its evidence, both records, and what would come of it. Two records that no run compared may be looked at, too.
    ///
    /// # Errors
    /// `register.not_found`, also when one of them is not in the reader's areas.
    pub async fn pair(&self, ctx: &Ctx, id: &str) -> Result<PairView> {
        authz::require_anywhere(&ctx.actor, action::REGISTER_JUDGE)?;
        let mut tx = self.db().read().await?;
        let (two, _) = self.two(ctx, &mut tx, id).await?;
        let (county, a, b) = (&two.county, two.a.n, two.b.n);
        let known = things::pair(&mut tx, county, a, b).await?;
        let known = known.unwrap_or_else(|| Pair {
            a,
            b,
            kind: two.a.kind.clone(),
            state: "none".into(),
            place: String::new(),
            rank: 0,
            evidence: String::new(),
            run: None,
            judged_at: None,
            judged_by: None,
        });
        let mut now = things::things(&mut tx, county, &[a, b]).await?;
        let together = now.of(a) == now.of(b);
        let mut ns = now.with(a);
        ns.extend(now.with(b));
        ns.sort_unstable();
        ns.dedup();
        let numbers = self.numbers_of(&mut tx, county, &two.matcher, &ns).await?;
        let numbers_differ = !together && super::judge::numbers_differ(&now, &numbers, a, b);
        now.judge(a, b, crate::model::thing::Verdict::Same);
        let apart = now.held(a, b, false).map(|(x, y)| super::pair_id(county, x, y));
        let left = self.values(&mut tx, &two.a).await?;
        let right = self.values(&mut tx, &two.b).await?;
        drop(tx);
        let names = self.judges([&known].into_iter()).await?;
        Ok(PairView {
            equal: equal(&two.matcher, &left, &right),
            left: self.view(ctx, &two.a.id(), None).await?,
            right: self.view(ctx, &two.b.id(), None).await?,
            together,
            size: ns.len(),
            numbers_differ,
            apart: apart.filter(|_| !together),
            pair: PairLine::of(county, &known, judge_name(&known, &names)),
        })
    }
}

pub(super) fn judge_name(pair: &Pair, names: &HashMap<String, String>) -> Option<String> {
    let id = super::super::view::person(pair.judged_by.as_deref()?)?;
    names.get(id).cloned()
}

/// Fields that both have, with one value.
fn equal(matcher: &Matcher, left: &Values, right: &Values) -> Vec<String> {
    let same = |code: &&String| left.get(*code).is_some_and(|v| Some(v) == right.get(*code));
    let mut all: Vec<String> = left.keys().filter(same).cloned().collect();
    all.sort_by_key(|code| matcher.fields.iter().position(|f| f == code).unwrap_or(usize::MAX));
    all
}
