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
    for round in 1..=setting("CRASH_ROUNDS", 2) {
        let crowd = load.work(PEOPLE, &mut rng);
        pause(&mut rng, 300..1500);
        node.kill();
        pause(&mut rng, 0..400);
        node.start();
        pause(&mut rng, 200..600);
        crowd.finish();
        let facts = books::compare(&url, &load.known.lock().unwrap());
        load.repeat_some(&mut rng, 20);
        let verified = node.verify();
        println!("{what}, round {round}: {facts} requests acknowledged, {}", verified);
    }
    books::compare(&url, &load.known.lock().unwrap());
    node.check_log();
    node.stop();
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
