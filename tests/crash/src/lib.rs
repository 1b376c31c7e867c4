//! What happens to acknowledged work when things break: the real binary over HTTP, killed, starved of disk, cut off from
//! its database, restarted one node after the other.
//!
//! - [`city`]: a small city at work, made with the documented commands.
//! - [`node`]: one `jingwei serve`; [`cluster`]: a PostgreSQL of our own; [`disk`]: a disk that can be filled; [`proxy`]: a plain load balancer.
//! - [`http`]: a client that knows nothing of us.
//! - [`load`]: people who report and act, and repeat a request under its key until it is answered.
//! - [`devices`]: phones that send forms over OpenRosa until they hear 201.
//! - [`books`]: what the database holds, compared with what was acknowledged.
//!
//! `CRASH_ROUNDS` and `CRASH_PG_ROUNDS` say how often (2 and 1 unless told), `CRASH_SEED` repeats a run.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::missing_panics_doc)] // a test says so by failing

pub mod books;
pub mod city;
pub mod cluster;
pub mod devices;
pub mod disk;
pub mod http;
pub mod load;
pub mod node;
pub mod proxy;

use std::{path::PathBuf, time::Duration};

/// The top of the checkout.
pub fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).canonicalize().unwrap()
}

/// The program under test: `JINGWEI_BIN`, else `target/debug/jingwei`.
pub fn binary() -> PathBuf {
    let path = std::env::var_os("JINGWEI_BIN")
        .map_or_else(|| root().join("target/debug/jingwei"), |path| root().join(path));
    assert!(path.exists(), "{} is not there: cargo build -p jingwei", path.display());
    path
}

/// A number from the environment.
pub fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().map_or(default, |text| text.parse().unwrap_or_else(|_| panic!("{name}={text}")))
}

/// Randomness that can be repeated; says how.
pub fn rng(what: &str) -> fastrand::Rng {
    let seed = setting("CRASH_SEED", fastrand::u64(..1_000_000));
    println!("{what}: CRASH_SEED={seed}");
    fastrand::Rng::with_seed(seed)
}

/// A report that is right.
pub fn report() -> serde_json::Value {
    serde_json::json!({
        "category": {"pack": "city-upkeep", "code": "020110"},
        "text": "路面坑洼",
        "place": {"lon": 122.105, "lat": 33.005},
        "reporter": {"name": "某人", "phone": "13800000000"},
    })
}

/// Some milliseconds.
pub fn pause(rng: &mut fastrand::Rng, range: std::ops::Range<u64>) {
    std::thread::sleep(Duration::from_millis(rng.u64(range)));
}

/// Waits until something holds.
pub fn until(what: &str, seconds: u64, mut holds: impl FnMut() -> bool) {
    let tries = seconds * 20;
    for _ in 0..tries {
        if holds() {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("not within {seconds} s: {what}");
}
