//! Dashboard numbers over 17 million events: any county × category × month × outcome from the counters, beside PostgreSQL
//! counting the events themselves (`GROUP BY`), in the same run.

use crate::{
    Answer, Bench,
    cluster::Cluster,
    figure::{Bar, Figure},
};
use db::{Db, Load, Options, Sql};
use insight::model::Summary;
use insight::rules::fold::Days;
use insight::rules::hours::bucket;
use insight::rules::plan::{CATEGORY, LEVELS, Range, Source, source, timed};
use insight::rules::tally::Tally;
use insight::store::{
    ask::{self, By, Only},
    write,
};
use kernel::{Actor, Ctx, SystemEnv};
use std::sync::Arc;
use std::time::{Duration, Instant};

const COUNTIES: u64 = 12;
const TOWNS: u64 = 12;
const VILLAGES: u64 = 17;
const CATEGORIES: u64 = 60;
/// Things that happen to a case: facts of a case in the demo city, and what they are counted as.
const EVENTS: u64 = 10;
/// Three years from here, UTC milliseconds (2023-11-01).
const BEGIN: i64 = 1_698_768_000_000;
const DAYS: u64 = 1_095;
/// A day behind all of them.
const TODAY: i64 = 20_261_231;

/// Numbers that look random and are the same in every run.
struct Dice(u64);
impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

/// The group `stats`.
pub async fn run(bench: &Bench) -> Answer {
    let cases = if bench.quick { 12_000 } else { 145_000 };
    let city = City::build(bench, cases).await?;
    let count = cases * COUNTIES * EVENTS;
    let rows = city.rows().await?;
    let baseline = group_by(bench, count).await?;
    let mut figures = vec![];
    for (name, question) in QUESTIONS {
        let (median, worst) = city.ask(*question).await?;
        let note = format!("worst {:.2} ms", worst * 1e3);
        let figure =
            Figure::new(format!("numbers: {name}"), median * 1e3, "ms").bar(Bar::AtMost(5.0)).note(note);
        figures.push(figure.beside(baseline * 1e3, "PostgreSQL GROUP BY"));
    }
    let facts = (cases * COUNTIES) as f64 / city.took.as_secs_f64();
    let note = format!("{count} events, {rows} rows of counters");
    figures.push(Figure::new("counters made at once", facts, "cases/s").note(note));
    Ok(figures)
}

struct City {
    db: Db,
    took: Duration,
}

/// A question about a place: its path, what is told apart, one category or all, and the days.
type Question = fn(&mut Dice) -> (String, By, Option<String>, Range);

const BY_NOTHING: By =
    By { area: false, category: false, channel: false, unit: false, day: false, month: false };

fn county(dice: &mut Dice) -> String {
    format!("P/C/K{:02}", dice.below(COUNTIES))
}

fn month(dice: &mut Dice) -> Range {
    let month = 202_401 + [0, 100, 200][dice.below(2) as usize] + dice.below(12) as i64;
    (month * 100 + 1, month * 100 + 31)
}

fn category(dice: &mut Dice) -> String {
    format!("c{:02}", dice.below(CATEGORIES))
}

const QUESTIONS: &[(&str, Question)] = &[
    ("a county, a category, a month, every outcome", |d| {
        (county(d), BY_NOTHING, Some(category(d)), month(d))
    }),
    ("a county, every category of a month", |d| {
        (county(d), By { category: true, ..BY_NOTHING }, None, month(d))
    }),
    ("a county, a category over 24 months", |d| {
        (county(d), By { month: true, ..BY_NOTHING }, Some(category(d)), (20_240_101, 20_251_231))
    }),
    ("a county, 30 days that are no month, by category", |d| {
        (county(d), By { category: true, ..BY_NOTHING }, None, (20_250_512, 20_250_610))
    }),
    ("the city by county, a category and month", |d| {
        ("P/C".into(), By { area: true, ..BY_NOTHING }, Some(category(d)), month(d))
    }),
    ("the city, every category of a month", |d| {
        ("P/C".into(), By { category: true, ..BY_NOTHING }, None, month(d))
    }),
    ("a town, every category of a month", |d| {
        (format!("{}/T{:02}", county(d), d.below(TOWNS)), By { category: true, ..BY_NOTHING }, None, month(d))
    }),
    ("a village, every category of a month", |d| {
        let town = format!("{}/T{:02}", county(d), d.below(TOWNS));
        (format!("{town}/V{:02}", d.below(VILLAGES)), By { category: true, ..BY_NOTHING }, None, month(d))
    }),
];

impl City {
    async fn build(bench: &Bench, cases: u64) -> Result<Self, String> {
        let url = format!("sqlite:{}", bench.work.join("stats.db").display());
        let limit = Duration::from_secs(600);
        let options = Options { load: Load::Fill, command_limit: limit, ..Options::default() };
        let db = Db::open(&url, options).await.map_err(|e| e.to_string())?;
        let days = Days::of("Asia/Shanghai");
        let begin = Instant::now();
        for n in 0..COUNTIES {
            let name = format!("K{n:02}");
            let (mut tally, mut rows) = (Tally::default(), vec![]);
            let mut dice = Dice(n + 1);
            for id in 0..cases {
                let case = case(&mut dice, &name, &days);
                tally.add(&case, 2, 1);
                rows.push((format!("{id:08}"), case));
            }
            let ctx = Ctx::new(Arc::new(SystemEnv), Actor::system("bench"), "bench");
            let whole = Arc::new((name, rows, tally));
            let done = db.write(&ctx, move |tx| {
                let whole = whole.clone();
                Box::pin(async move { write::replace(tx, &whole.0, &whole.1, &whole.2).await })
            });
            done.await.map_err(|e: db::DbError| e.to_string())?;
        }
        Ok(Self { db, took: begin.elapsed() })
    }

    async fn rows(&self) -> Result<i64, String> {
        let sql = Sql::composed("ROWS", "SELECT count(*) AS n FROM insight_count".into());
        let row = self.db.read().await.map_err(|e| e.to_string())?.fetch_one(&sql, vec![]).await;
        row.and_then(|row| row.get("n")).map_err(|e| e.to_string())
    }

    /// Median and worst of two hundred questions, in seconds.
    async fn ask(&self, question: Question) -> Result<(f64, f64), String> {
        let mut dice = Dice(7);
        let mut took = vec![];
        for _ in 0..200 {
            let (path, by, category, range) = question(&mut dice);
            let begin = Instant::now();
            self.answer(path, by, category, range).await.map_err(|e| e.to_string())?;
            took.push(begin.elapsed().as_secs_f64());
        }
        took.sort_by(f64::total_cmp);
        Ok((took[took.len() / 2], took[took.len() - 1]))
    }

    async fn answer(
        &self,
        path: String,
        by: By,
        category: Option<String>,
        range: Range,
    ) -> Result<(), db::DbError> {
        let depth = path.split('/').count() as i64 - 3;
        let dims = if by.category || category.is_some() { CATEGORY } else { 0 };
        let finest = if by.area { depth + 1 } else { depth };
        let town: String = path.split('/').take(4).map(|code| format!("{code}/")).collect();
        let only = Only { path, categories: category.into_iter().collect(), ..Only::default() };
        let mut tx = self.db.read().await?;
        match source(finest, depth, dims, by.apart(), range, TODAY) {
            Source::Counters(slices) => {
                for (slice, periods) in slices {
                    ask::counts(&mut tx, &only, by, slice, periods).await?;
                }
                let level = LEVELS[usize::try_from(finest).unwrap_or(0)];
                for periods in timed(range, by.apart(), TODAY) {
                    ask::hours(&mut tx, &only, by, level, periods).await?;
                }
            }
            _ => {
                ask::cases(&mut tx, &only, by, &town, range).await?;
                ask::case_hours(&mut tx, &only, by, &town, (range.0 / 100, range.1 / 100)).await?;
            }
        }
        Ok(())
    }
}

fn case(dice: &mut Dice, county: &str, days: &Days) -> Summary {
    let (town, village) = (dice.below(TOWNS), dice.below(VILLAGES));
    let at = BEGIN + (dice.below(DAYS) * 86_400_000 + dice.below(86_400_000)) as i64;
    let hours = |dice: &mut Dice, most: u64| (dice.below(most * 60) * 60_000) as i64;
    let (answered, closed) = (hours(dice, 72), hours(dice, 240));
    // categories are not equally frequent, and each has its unit
    let category = dice.below(CATEGORIES).min(dice.below(CATEGORIES));
    Summary {
        area_path: format!("P/C/{county}/T{town:02}/V{village:02}/G{:02}/", dice.below(2)),
        category: format!("c{category:02}"),
        channel: format!("h{}", dice.below(9)),
        unit: format!("{county}-{}", category % 20),
        phase: "end".into(),
        registered_at: at,
        registered_day: days.day(at),
        accepted_day: days.day(at + 3_600_000),
        answered_day: days.day(at + answered),
        answered_bucket: bucket(answered),
        closed_day: days.day(at + closed),
        closed_bucket: bucket(closed),
        late: dice.below(9) == 0,
        returns: i64::from(dice.below(20) == 0),
        reopens: i64::from(dice.below(40) == 0),
        grade: dice.below(5) as i64,
        ..Summary::default()
    }
}

/// Seconds in which PostgreSQL counts the outcomes of a county, a category and a month among as many events: the median of
/// five.
async fn group_by(bench: &Bench, events: u64) -> Result<f64, String> {
    let cluster = Cluster::start(bench)?;
    let url = cluster.database("stats")?;
    let options = Options { command_limit: Duration::from_secs(600), ..Options::default() };
    let db = Db::open(&url, options).await.map_err(|e| e.to_string())?;
    let ctx = Ctx::new(Arc::new(SystemEnv), Actor::system("bench"), "bench");
    let make = format!(
        "CREATE UNLOGGED TABLE event AS SELECT 'K' || n % {COUNTIES} AS county, 'c' || (n / 7) % {CATEGORIES} AS category, \
         DATE '2023-11-01' + CAST(n / 13 % {DAYS} AS INTEGER) AS day, 'o' || n % {EVENTS} AS outcome \
         FROM generate_series(1, {events}) AS n"
    );
    for text in [make, "ANALYZE event".into()] {
        let done = db.write(&ctx, move |tx| {
            let sql = Sql::composed("EVENTS", text.clone());
            Box::pin(async move { tx.execute(&sql, vec![]).await })
        });
        done.await.map_err(|e: db::DbError| e.to_string())?;
    }
    let mut took = vec![];
    for n in 0..5 {
        let text = format!(
            "SELECT outcome, count(*) AS n FROM event WHERE county = 'K{n}' AND category = 'c{}' \
             AND day >= DATE '2025-0{}-01' AND day < DATE '2025-0{}-01' GROUP BY outcome",
            n * 3,
            n + 1,
            n + 2
        );
        let begin = Instant::now();
        let mut tx = db.read().await.map_err(|e| e.to_string())?;
        tx.fetch_all(&Sql::composed("GROUP_BY", text), vec![]).await.map_err(|e| e.to_string())?;
        took.push(begin.elapsed().as_secs_f64());
    }
    db.close().await;
    took.sort_by(f64::total_cmp);
    Ok(took[2])
}
