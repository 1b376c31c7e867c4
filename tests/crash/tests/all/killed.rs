//! The server is killed in the middle of everything (SIGKILL), and started again on the same data.

use crash::{books, city, cluster::Cluster, load::Load, node::Node, pause, rng, setting};
use std::path::Path;

/// People at work at a time.
const PEOPLE: u64 = 6;

fn rounds(what: &str, data: &Path, database: Option<&str>) {
    let mut rng = rng(what);
    let url =
        database.map_or_else(|| format!("sqlite:{}", data.join("jingwei.db").display()), str::to_string);
    city::found(data, database);
    let mut node = Node::new(data, database, data.with_extension("log"));
    node.start();
    let load = Load::new(&node.address);
    let last = setting("CRASH_ROUNDS", 2);
    for round in 1..=last {
        let crowd = load.work(PEOPLE, &mut rng);
        pause(&mut rng, 300..1500);
        node.kill();
        pause(&mut rng, 0..400);
        node.start();
        pause(&mut rng, 200..600);
        crowd.finish();
        let facts = books::compare(&url, &load.known.lock().unwrap());
        load.repeat_some(&mut rng, 20);
        println!("{what}, round {round}: {facts} requests acknowledged, {}", node.verify());
        if round % 5 == 0 || round == last {
            recount(&mut node, &url);
            node.start();
        }
    }
    books::compare(&url, &load.known.lock().unwrap());
    node.check_log();
    node.stop();
}

/// The counters are what counting everything again makes them.
fn recount(node: &mut Node, url: &str) {
    books::counted(url);
    let before = books::counters(url);
    node.stopped_for("rebuild counters");
    let after = books::counters(url);
    assert!(before.iter().any(|line| line.starts_with("insight_count")), "there are counters");
    let differ: Vec<_> = before.symmetric_difference(&after).collect();
    assert!(differ.is_empty(), "counters differ from a recount: {differ:#?}");
}

#[test]
fn sqlite() {
    let folder = tempfile::tempdir().unwrap();
    rounds("killed on SQLite", &folder.path().join("data"), None);
}

#[test]
fn postgres() {
    let folder = tempfile::tempdir().unwrap();
    let cluster = Cluster::start();
    let url = cluster.database("city");
    rounds("killed on PostgreSQL", &folder.path().join("data"), Some(&url));
}
