//! Numbers of a period.

use super::views::{Hours, Numbers, Stats, StatsRow};
use super::{Insight, Term, named, terms};
use crate::model::Counts;
use crate::rules::fold::number;
use crate::rules::plan::{CATEGORY, CHANNEL, LEVELS, Level, Range, Source, UNIT, source, timed};
use crate::rules::tally::Times;
use crate::store::ask::{self, By, Group, Only, Reached};
use db::Tx;
use jiff::civil::Date;
use kernel::{Ctx, Refusal, Result, Text, Timestamp};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use utoipa::IntoParams;

/// Days in one question at most.
const DAYS: i32 = 3_700;
/// Days in one question at most, when days are told apart.
const DAYS_APART: i32 = 400;
/// Groups in one answer at most.
const GROUPS: usize = 20_000;

/// Whose numbers, of which days, and what is told apart.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct StatsQuery {
    /// Code of an area; everything under it.
    pub area: Option<String>,
    /// Category with everything below.
    pub category: Option<String>,
    /// Channel.
    pub channel: Option<String>,
    /// Code of the leading unit.
    pub unit: Option<String>,
    /// First day, `2026-11-01`; the first of this month when not given.
    pub from: Option<String>,
    /// Last day, counted too; today when not given.
    pub to: Option<String>,
    /// What is told apart, joined by commas: `area` (the parts of the area), `category`, `channel`, `unit`, and `day` or
    /// `month`. Outcomes stand side by side in every row.
    pub by: Option<String>,
}

/// A question that has been read.
#[derive(Clone, Debug)]
struct Question {
    from: Date,
    to: Date,
    by: By,
    only: Only,
    today: i64,
}

impl Question {
    fn days(&self) -> Range {
        (number(self.from), number(self.to))
    }
    /// Every month that the days touch.
    fn months(&self) -> Range {
        (number(self.from) / 100, number(self.to) / 100)
    }
    fn dims(&self, unit: bool) -> i64 {
        let (by, only) = (self.by, &self.only);
        let category = by.category || !only.categories.is_empty();
        let (channel, unit) = (by.channel || only.channel.is_some(), by.unit || unit || only.unit.is_some());
        CATEGORY * i64::from(category) + CHANNEL * i64::from(channel) + UNIT * i64::from(unit)
    }
}

/// Sums by group.
#[derive(Clone, Debug, Default)]
pub struct Sums {
    /// How many.
    pub counts: BTreeMap<Group, Counts>,
    /// How long.
    pub times: BTreeMap<Group, Times>,
    /// Times are known for every term.
    pub timed: bool,
    /// Names of the units that are told apart.
    pub units: HashMap<String, Text>,
}

/// Sums with what an answer says beside them.
#[derive(Clone, Debug)]
pub struct Gathered {
    /// The sums.
    pub sums: Arc<Sums>,
    /// How many facts of the ledger are not counted yet.
    pub behind: i64,
    /// Code of the area whose parts are told apart.
    parent: String,
}

impl Insight {
    /// The sums themselves, for whoever reckons on with them (bulletins leave cases out). A group's area is the part of the
    /// area asked for, empty for what lies in none of its parts.
    ///
    /// # Errors
    /// As [`Insight::stats`].
    pub async fn sums(&self, ctx: &Ctx, query: &StatsQuery) -> Result<Gathered> {
        let question = self.question(ctx, query)?;
        self.gather(ctx, query, &question).await
    }

    /// Numbers of a period, as far as the actor may see them.
    ///
    /// # Errors
    /// `stats.read` forbidden; a filter that cannot be read; `stats.too_fine` for days of a large area by several
    /// dimensions at once, which are not kept; `stats.too_many`.
    pub async fn stats(&self, ctx: &Ctx, query: &StatsQuery) -> Result<Stats> {
        let question = self.question(ctx, query)?;
        let gathered = self.gather(ctx, query, &question).await?;
        Ok(self.answer(&question, &gathered))
    }

    /// Adds up what the actor may see, or knows it from a moment ago; answers the code of the area whose parts are told apart
    /// too.
    async fn gather(&self, ctx: &Ctx, query: &StatsQuery, question: &Question) -> Result<Gathered> {
        authz::require_anywhere(&ctx.actor, authz::action::STATS_READ)?;
        let parent = self.parent(self.area(query.area.as_deref())?.as_ref());
        let parts = parent.as_ref().map_or(0, |a| a.path.split('/').count());
        let depth = self.depth(parent.as_ref().map_or("", |a| a.path.as_str()));
        let terms = terms(ctx, &question.only.path);
        let asked = format!("{depth} {parts} {terms:?} {question:?}");
        let Reached { read_to, behind } = ask::reached(&mut self.parts.db.browse().await?).await?;
        let add_up = self.clone().add_up(question.clone(), terms, depth, parts);
        let sums = self.sums.get(asked, read_to, ctx.now, add_up).await?;
        Ok(Gathered { sums, behind, parent: parent.map(|a| a.code.clone()).unwrap_or_default() })
    }

    async fn add_up(self, question: Question, terms: Vec<Term>, depth: i64, parts: usize) -> Result<Sums> {
        let mut tx = self.parts.db.browse().await?;
        let timed = !(question.by.day || question.by.channel || question.by.unit);
        let mut sums = Sums { timed, ..Sums::default() };
        for term in &terms {
            self.sum(&mut tx, &question, term, depth, parts, &mut sums).await?;
        }
        if sums.counts.len() > GROUPS {
            return Err(Refusal::rule("stats.too_many").got(sums.counts.len()).into());
        }
        drop(tx);
        let units: BTreeSet<&String> =
            sums.counts.keys().map(|g| &g.unit).filter(|u| !u.is_empty()).collect();
        let units: Vec<String> = units.into_iter().cloned().collect();
        sums.units = self.unit_names(&units).await?;
        Ok(sums)
    }

    fn question(&self, ctx: &Ctx, query: &StatsQuery) -> Result<Question> {
        let by = by(query.by.as_deref().unwrap_or_default())?;
        let zone = self.zone();
        let today =
            jiff::Timestamp::from_millisecond(ctx.now.0).map_or(Date::ZERO, |t| zone.to_datetime(t).date());
        let from =
            query.from.as_deref().map(|d| date("from", d)).transpose()?.unwrap_or(today.first_of_month());
        let to = query.to.as_deref().map(|d| date("to", d)).transpose()?.unwrap_or(today);
        let most = if by.day { DAYS_APART } else { DAYS };
        let days = from.until(to).map_or(-1, |span| span.get_days());
        if !(0..most).contains(&days) {
            return Err(Refusal::invalid(
                "from",
                from,
                format!("not after `to`, at most {most} days before"),
            )
            .into());
        }
        let path = self.area(query.area.as_deref())?.map(|a| a.path.clone()).unwrap_or_default();
        let categories = self.below(query.category.as_deref());
        let only = Only { path, categories, channel: query.channel.clone(), unit: query.unit.clone() };
        Ok(Question { from, to, by, only, today: number(today) })
    }

    /// From when to before when some days last, both counted.
    pub fn span(&self, from: Date, to: Date) -> (Timestamp, Timestamp) {
        (self.begin(from), self.begin(to.tomorrow().unwrap_or(to)))
    }

    /// When a day begins.
    fn begin(&self, date: Date) -> Timestamp {
        let at = self.zone().to_zoned(date.at(0, 0, 0, 0)).map(|z| z.timestamp().as_millisecond());
        Timestamp(at.unwrap_or_default())
    }

    fn zone(&self) -> jiff::tz::TimeZone {
        jiff::tz::TimeZone::get(&self.parts.zone).unwrap_or(jiff::tz::TimeZone::UTC)
    }

    /// Adds what one term has. `depth` and `parts` are those of the area whose parts are told apart.
    async fn sum(
        &self,
        tx: &mut Tx,
        question: &Question,
        term: &Term,
        depth: i64,
        parts: usize,
        sums: &mut Sums,
    ) -> Result<()> {
        let mut only = question.only.clone();
        if let Some(unit) = &term.scope.unit {
            if only.unit.as_ref().is_some_and(|wanted| wanted != unit) {
                return Ok(());
            }
            only.unit = Some(unit.clone());
        }
        only.path.clone_from(&term.scope.area_path);
        let (by, own) = (question.by, self.depth(&only.path));
        let finest = if by.area { own.max(depth + 1) } else { own };
        let dims = question.dims(term.scope.unit.is_some());
        let source = source(finest, own, dims, by.apart(), question.days(), question.today);
        let town = self.town(&only.path);
        let found = match &source {
            Source::TooFine => return Err(Refusal::rule("stats.too_fine").into()),
            Source::Cases => ask::cases(tx, &only, by, &town, question.days()).await?,
            Source::Counters(slices) => {
                let mut found = vec![];
                for (slice, periods) in slices {
                    found.extend(ask::counts(tx, &only, by, *slice, *periods).await?);
                }
                found
            }
        };
        for (group, counts) in found {
            *sums.counts.entry(part(group, by, parts)).or_default() += counts * term.sign;
        }
        sums.timed &= source == Source::Cases || dims & !CATEGORY == 0;
        if sums.timed {
            let found = match (&source, LEVELS.get(usize::try_from(finest).unwrap_or(0))) {
                (Source::Counters(_), Some(level)) => {
                    let mut found = vec![];
                    for periods in timed(question.days(), by.apart(), question.today) {
                        found.extend(ask::hours(tx, &only, by, *level, periods).await?);
                    }
                    found
                }
                _ => ask::case_hours(tx, &only, by, &town, question.months()).await?,
            };
            for (group, times) in found {
                sums.times.entry(part(group, by, parts)).or_default().add(&times, term.sign);
            }
        }
        Ok(())
    }

    /// The area one level below the home that a path lies in, its codes each followed by `/`.
    pub(super) fn town(&self, path: &str) -> String {
        let depth = self.parts.grid.profile().home_depth() + 1 + Level::Town as usize;
        path.split('/').take(depth).fold(String::new(), |key, code| key + code + "/")
    }

    fn answer(&self, q: &Question, Gathered { sums, behind, parent }: &Gathered) -> Stats {
        let total = sums.counts.values().fold(Counts::default(), |sum, counts| sum + *counts);
        let mut all = Times::default();
        sums.times.values().for_each(|times| all.add(times, 1));
        let groups = sums.counts.iter().filter(|(_, counts)| !counts.is_zero());
        let begin = |date: Date| self.begin(date);
        let span = |group: &Group| (q.by.day || q.by.month).then(|| ends(group.period)).flatten();
        let row = |(group, counts): (&Group, &Counts)| StatsRow {
            area: q
                .by
                .area
                .then(|| self.area_named(if group.area.is_empty() { parent } else { &group.area })),
            category: q.by.category.then(|| self.category_named(&group.category)),
            channel: q.by.channel.then(|| group.channel.clone()),
            unit: q.by.unit.then(|| named(&group.unit, sums.units.get(&group.unit).cloned())),
            period: (q.by.day || q.by.month).then(|| period(group.period)),
            from_at: span(group).map(|(from, _)| begin(from.max(q.from))),
            to_at: span(group).map(|(_, to)| begin(to.min(q.to).tomorrow().unwrap_or(to))),
            numbers: Numbers::from(*counts),
            hours: sums.timed.then(|| sums.times.get(group).map(Hours::from).unwrap_or_default()),
        };
        let apart = q.by != By::default();
        let months = q.months();
        Stats {
            from: q.from.to_string(),
            to: q.to.to_string(),
            from_at: begin(q.from),
            to_at: begin(q.to.tomorrow().unwrap_or(q.to)),
            hours_from: period(months.0),
            hours_to: period(months.1),
            total: Numbers::from(total),
            hours: sums.timed.then(|| Hours::from(&all)),
            rows: if apart { groups.map(row).collect() } else { vec![] },
            behind: *behind,
        }
    }
}

/// The group as it is shown: the area is the part of the parent that it lies in, or empty when it lies in none.
fn part(mut group: Group, by: By, parts: usize) -> Group {
    if by.area {
        group.area = group.area.split('/').nth(parts).unwrap_or_default().to_owned();
    }
    group
}

fn period(n: i64) -> String {
    if n > 999_999 {
        format!("{:04}-{:02}-{:02}", n / 10_000, n / 100 % 100, n % 100)
    } else {
        format!("{:04}-{:02}", n / 100, n % 100)
    }
}

/// First and last day of a period.
fn ends(n: i64) -> Option<(Date, Date)> {
    let day = if n > 999_999 { n } else { n * 100 + 1 };
    let [year, month, day] = [day / 10_000, day / 100 % 100, day % 100];
    let first =
        Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some((first, if n > 999_999 { first } else { first.last_of_month() }))
}

fn date(field: &str, text: &str) -> Result<Date, Refusal> {
    text.parse().map_err(|_| Refusal::invalid(field, text, "a day such as 2026-11-21"))
}

fn by(text: &str) -> Result<By, Refusal> {
    const WORDS: &str = "area, category, channel, unit, day or month, joined by commas";
    let mut by = By::default();
    for word in text.split(',').map(str::trim).filter(|word| !word.is_empty()) {
        let flag = match word {
            "area" => &mut by.area,
            "category" => &mut by.category,
            "channel" => &mut by.channel,
            "unit" => &mut by.unit,
            "day" => &mut by.day,
            "month" => &mut by.month,
            _ => return Err(Refusal::invalid("by", word, WORDS)),
        };
        *flag = true;
    }
    if by.day && by.month {
        return Err(Refusal::invalid("by", text, WORDS));
    }
    Ok(by)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_apart_is_a_closed_list() {
        let two = by("category, month").unwrap();
        assert_eq!(two, By { category: true, month: true, ..By::default() });
        assert_eq!(by("").unwrap(), By::default());
        for bad in ["person", "day,month", "area;unit"] {
            assert_eq!(by(bad).unwrap_err().field.as_deref(), Some("by"), "{bad}");
        }
    }

    #[test]
    fn periods_read_as_dates() {
        assert_eq!(period(20_261_121), "2026-11-21");
        assert_eq!(period(202_601), "2026-01");
        assert_eq!(ends(202_602), Some((jiff::civil::date(2026, 2, 1), jiff::civil::date(2026, 2, 28))));
        assert_eq!(ends(20_261_121).map(|(a, b)| a == b), Some(true));
        assert!(date("from", "2026-02-30").is_err() && date("from", "2026-02-28").is_ok());
    }
}
