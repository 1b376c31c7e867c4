//! The pages of a working day: 50 users with a second of thought between clicks, in the large city (`--data`) and in one
//! with 20,000 cases.

use crate::{
    Answer, Bench,
    figure::{Bar, Figure},
    load::Connection,
    quantile,
    rows::center,
    server::{Server, build_city},
};
use kernel::Env as _;
use std::{
    path::Path,
    time::{Duration, Instant},
};

const USERS: usize = 50;
/// How much of a run passes before pages count, in parts of the time that counts. A server that has just started has prepared
/// no statement and read no page of its file; what that costs stands beside.
const BEGINNING: f64 = 0.25;

/// What users look at.
const PAGES: [&str; 5] = ["inbox page", "case page", "dashboard, city", "dashboard, county", "map tile"];

/// Both cities.
pub async fn run(bench: &Bench) -> Answer {
    let small = bench.work.join("pages");
    build_city(bench, &small, None, if bench.quick { 2_000 } else { 20_000 })?;
    let books = if bench.quick { "2,000 cases" } else { "20,000 cases" };
    let few = look(bench, &small).await?;
    let mut figures: Vec<Figure> = PAGES.iter().zip(&few).map(|(page, t)| shown(page, books, t)).collect();
    if let Some(data) = &bench.data {
        let many = look(bench, data).await?;
        figures.extend(PAGES.iter().zip(few.iter().zip(&many)).map(|(page, (few, many))| {
            shown(page, "given city", many).beside(few.p95(), books).bar(Bar::RatioAtMost(2.0))
        }));
    }
    Ok(figures)
}

/// Milliseconds that a kind of page took.
#[derive(Default)]
struct Took {
    /// Just after the start.
    at_first: Vec<f64>,
    /// From then on.
    then: Vec<f64>,
}

impl Took {
    fn p95(&self) -> f64 {
        quantile(self.then.clone(), 0.95)
    }
    fn extend(&mut self, other: &Self) {
        self.at_first.extend(&other.at_first);
        self.then.extend(&other.then);
    }
}

fn shown(page: &str, books: &str, took: &Took) -> Figure {
    Figure::new(format!("{page}, p95, {books}"), took.p95(), "ms").bar(Bar::AtMost(20.0)).note(format!(
        "p50 {:.1} ms, n = {}; just after the start p95 {:.1} ms",
        quantile(took.then.clone(), 0.5),
        took.then.len(),
        quantile(took.at_first.clone(), 0.95)
    ))
}

/// Where there is something to see.
struct City {
    numbers: Vec<String>,
    counties: Vec<String>,
    center: (f64, f64),
}

/// What each kind of page took.
async fn look(bench: &Bench, folder: &Path) -> Result<Vec<Took>, String> {
    let server = Server::start(bench, folder, None).await?;
    let sessions = [server.session("supervisor").await?, server.session("dispatcher").await?];
    let mut first = Connection::open(&server.address).await?.with_session(&sessions[0]);
    let city = city(&mut first, &server).await?;
    let lasts = Duration::from_secs(if bench.quick { 6 } else { 60 });
    let counts = Instant::now() + lasts.mul_f64(BEGINNING);
    let end = counts + lasts;
    let users = (0..USERS).map(|user| {
        let (server, city, session) = (&server, &city, &sessions[user % sessions.len()]);
        async move {
            let mut connection = Connection::open(&server.address).await?.with_session(session);
            let mut took: Vec<Took> = PAGES.iter().map(|_| Took::default()).collect();
            tokio::time::sleep(Duration::from_millis(20 * user as u64)).await;
            for n in 0.. {
                if Instant::now() >= end {
                    break;
                }
                let page = (user + n) % PAGES.len();
                let path = city.path(page, user * 31 + n);
                let begun = Instant::now();
                connection.get(&path).await?;
                let part = if begun < counts { &mut took[page].at_first } else { &mut took[page].then };
                part.push(begun.elapsed().as_secs_f64() * 1000.0);
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
            Ok::<_, String>(took)
        }
    });
    let all = futures::future::try_join_all(users).await?;
    let mut pages: Vec<Took> = PAGES.iter().map(|_| Took::default()).collect();
    for took in &all {
        pages.iter_mut().zip(took).for_each(|(page, took)| page.extend(took));
    }
    Ok(pages)
}

async fn city(connection: &mut Connection, server: &Server) -> Result<City, String> {
    let words = |v: &serde_json::Value, key: &str| -> Vec<String> {
        v["items"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|i| i[key].as_str().map(str::to_owned))
            .collect()
    };
    let page = connection.get("/api/v1/cases?queue=all&limit=200").await?.json();
    let levels = connection.get("/api/v1/areas/levels").await?.json();
    let home = levels["home"].as_str().unwrap_or("county").to_owned();
    let areas = connection.get(&format!("/api/v1/areas?level={home}&limit=50")).await?.json();
    Ok(City {
        numbers: words(&page, "number"),
        counties: words(&areas, "code"),
        center: center(server).await?,
    })
}

impl City {
    /// The address of a page; `n` varies which.
    fn path(&self, page: usize, n: usize) -> String {
        let of = |list: &[String]| list.get(n % list.len().max(1)).cloned().unwrap_or_default();
        match page {
            0 => {
                let queue = ["todo", "open", "late", "all"][n % 4];
                format!("/api/v1/cases?queue={queue}&limit=50")
            }
            1 => format!("/api/v1/cases/{}", of(&self.numbers)),
            2 => numbers(n, ""),
            3 => numbers(n, &of(&self.counties)),
            _ => {
                let (x, y) = tile(self.center, 12);
                format!("/tiles/cases/12/{}/{}.mvt", x + n as u32 % 3, y + n as u32 / 3 % 3)
            }
        }
    }
}

/// What the page of numbers asks for: a year told apart in several ways, and what is open now.
fn numbers(n: usize, area: &str) -> String {
    let year = kernel::SystemEnv.now().to_string()[..4].to_owned();
    let area = if area.is_empty() { String::new() } else { format!("area={area}&") };
    // which page it is depends on `n` too
    match ["area", "category", "month", "unit", "open"][n / 5 % 5] {
        "open" => format!("/api/v1/stats/open?{area}"),
        by => format!("/api/v1/stats/cases?{area}from={year}-01-01&to={year}-12-31&by={by}"),
    }
}

/// The tile of a point (Web Mercator).
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // inside the world
fn tile((lon, lat): (f64, f64), z: u32) -> (u32, u32) {
    let n = f64::from(1_u32 << z);
    let x = (lon + 180.0) / 360.0 * n;
    let y = (1.0 - lat.to_radians().tan().asinh() / std::f64::consts::PI) / 2.0 * n;
    (x as u32, y as u32)
}
