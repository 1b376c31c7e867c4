//! `make bench`: figures, each with its bar and its ratio to a baseline of the same run, as one table.
//!
//! One file per group of figures; [`GROUPS`] is the list. A group gets a [`Bench`] and answers its [`Figure`]s; it says
//! why when it cannot run here. The load comes from one thread of this process ([`load`]), the server is the release
//! binary in a process of its own ([`server`]), so that the share of each can be told apart.

mod bare;
mod browser;
mod cluster;
mod figure;
mod geocode;
mod live;
mod load;
mod locate;
mod locate_http;
mod map_tiles;
mod openrosa;
mod pages;
mod people;
mod register;
mod reports;
mod rows;
mod server;
mod spatial;
mod start;
mod stats;
mod volume;
mod work;

use clap::Parser;
use figure::Figure;
use futures::future::LocalBoxFuture;
use std::path::{Path, PathBuf};

/// As the server: what is compared stands on the same ground.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Measures, and prints a table.
#[derive(Debug, Parser)]
#[command(name = "bench")]
struct Wish {
    /// Only the groups whose names begin so, separated by commas
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    only: Vec<String>,
    /// Seconds instead of minutes, smaller cities: to see that it runs
    #[arg(long)]
    quick: bool,
    /// A data folder with a large city (`jingwei demo --scale city --build-only --data DIR`) for pages and start-up
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Seconds of each measurement
    #[arg(long, value_name = "N")]
    seconds: Option<u64>,
    /// Rows of the register group
    #[arg(long, value_name = "N")]
    rows: Option<u64>,
    /// Where throw-away databases are put; their disk decides what a commit costs
    #[arg(long, value_name = "DIR", default_value = "target/bench")]
    work: PathBuf,
    /// Names the groups
    #[arg(long)]
    list: bool,
}

/// What a group may know.
pub struct Bench {
    /// The repository.
    pub root: PathBuf,
    /// A folder that goes away afterwards.
    pub work: PathBuf,
    /// A data folder with a large city, given by the user.
    pub data: Option<PathBuf>,
    /// Whether to be short.
    pub quick: bool,
    seconds: Option<u64>,
    /// Rows of a register.
    pub rows: Option<u64>,
}

impl Bench {
    /// How long one measurement takes.
    pub fn seconds(&self) -> u64 {
        self.seconds.unwrap_or(if self.quick { 2 } else { 10 })
    }

    /// The program under test.
    pub fn binary(&self) -> PathBuf {
        self.root.join("target/release/jingwei")
    }
}

/// What a group answers, or why it cannot run here.
type Answer = Result<Vec<Figure>, String>;

/// Figures that belong together.
struct Group {
    name: &'static str,
    about: &'static str,
    run: for<'a> fn(&'a Bench) -> LocalBoxFuture<'a, Answer>,
}

/// Every group, in the order of the table.
const GROUPS: &[Group] = &[
    Group {
        name: "locate",
        about: "a million points in 2,408 polygons, beside Shapely and PostGIS",
        run: |b| Box::pin(locate::run(b)),
    },
    Group {
        name: "tiles",
        about: "vector tiles of a million points and 2,408 grids, beside PostGIS",
        run: |b| Box::pin(map_tiles::run(b)),
    },
    Group {
        name: "http-locate",
        about: "the same question over HTTP",
        run: |b| Box::pin(locate_http::run(b)),
    },
    Group {
        name: "reports-sqlite",
        about: "reports accepted, beside the bare database",
        run: |b| Box::pin(reports::sqlite(b)),
    },
    Group {
        name: "reports-postgres",
        about: "the same on PostgreSQL",
        run: |b| Box::pin(reports::postgres(b)),
    },
    Group {
        name: "work",
        about: "a case from its report through eight actions",
        run: |b| Box::pin(work::run(b)),
    },
    Group {
        name: "pages",
        about: "inbox, case, dashboards, map; 50 users",
        run: |b| Box::pin(pages::run(b)),
    },
    Group {
        name: "volume-sqlite",
        about: "a city with its books, a history, verification",
        run: |b| Box::pin(volume::sqlite(b)),
    },
    Group {
        name: "volume-postgres",
        about: "the same on PostgreSQL",
        run: |b| Box::pin(volume::postgres(b)),
    },
    Group {
        name: "stats",
        about: "dashboard numbers over 17 million events, beside PostgreSQL's GROUP BY",
        run: |b| Box::pin(stats::run(b)),
    },
    Group {
        name: "live",
        about: "a thousand people who listen to live events",
        run: |b| Box::pin(live::run(b)),
    },
    Group {
        name: "browser",
        about: "what a person waits for in Chromium; Lighthouse",
        run: |b| Box::pin(browser::run(b)),
    },
    Group {
        name: "register",
        about: "a list of people into a register, and questions to it (--rows 16000000 for all of a prefecture)",
        run: |b| Box::pin(register::run(b)),
    },
    Group {
        name: "openrosa",
        about: "forms of 250 questions from 500 phones, beside the bare database; photos of 5 MB",
        run: |b| Box::pin(openrosa::run(b)),
    },
    Group {
        name: "geocode",
        about: "from words to addresses: the demo city's in six ways, and a million in memory",
        run: |b| Box::pin(geocode::run(b)),
    },
    Group {
        name: "linkage",
        about: "the same person in a million records of seven departments, beside Splink",
        run: |b| Box::pin(people::run(b)),
    },
    Group { name: "start", about: "start-up and memory", run: |b| Box::pin(start::run(b)) },
];

#[tokio::main(flavor = "current_thread")]
#[allow(clippy::print_stdout)] // the tool's answer
async fn main() {
    let wish = Wish::parse();
    if wish.list {
        GROUPS.iter().for_each(|g| println!("{:18} {}", g.name, g.about));
        return;
    }
    let root = std::env::current_dir().expect("a folder to work in");
    std::fs::create_dir_all(&wish.work).expect("a folder for throw-away databases");
    let work = tempfile::tempdir_in(&wish.work).expect("a folder for throw-away databases");
    let folder = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let bench = Bench {
        root,
        work: folder(work.path()),
        data: wish.data.as_deref().map(folder),
        quick: wish.quick,
        seconds: wish.seconds,
        rows: wish.rows,
    };
    let chosen =
        |g: &&Group| wish.only.is_empty() || wish.only.iter().any(|o| g.name.starts_with(o.as_str()));
    let (mut figures, mut failed) = (vec![], false);
    for group in GROUPS.iter().filter(chosen) {
        eprintln!("{}: {}", group.name, group.about);
        match (group.run)(&bench).await {
            Ok(measured) => {
                measured.iter().for_each(|f| eprintln!("  {}", f.line()));
                figures.extend(measured);
            }
            Err(why) => {
                eprintln!("  not measured: {why}");
                failed = true;
            }
        }
    }
    println!("{}", figure::table(&figures));
    if failed {
        std::process::exit(1);
    }
}

/// The middle one of some measurements.
fn median(values: Vec<f64>) -> f64 {
    quantile(values, 0.5)
}

/// The value below which a share of the measurements lies.
fn quantile(mut values: Vec<f64>, share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a share of a length
    let at = ((values.len() as f64 * share) as usize).min(values.len().saturating_sub(1));
    values.get(at).copied().unwrap_or(0.0)
}
