//! The server is killed (SIGKILL) while phones send forms and photos over OpenRosa: nothing lost, nothing doubled.

use crash::{
    books, city,
    cluster::Cluster,
    devices::{Devices, Told, set_up},
    node::Node,
    pause, rng, setting,
};
use std::path::Path;

/// Phones at a time.
const PHONES: u64 = 8;

fn rounds(what: &str, data: &Path, database: Option<&str>) {
    let mut rng = rng(what);
    let url =
        database.map_or_else(|| format!("sqlite:{}", data.join("jingwei.db").display()), str::to_string);
    city::found(data, database);
    let mut node = Node::new(data, database, data.with_extension("log"));
    node.start();
    let (base, told) = (set_up(&node.address), Told::default());
    for round in 1..=setting("CRASH_ROUNDS", 2) {
        let phones = Devices::work(&node.address, &base, PHONES, &told, &mut rng);
        pause(&mut rng, 300..1200);
        node.kill();
        pause(&mut rng, 0..400);
        node.start();
        pause(&mut rng, 200..600);
        phones.finish();
        let taken = books::compare_submissions(&url, data, &told.lock().unwrap());
        println!("{what}, round {round}: {taken} submissions, {}", node.verify());
    }
    node.check_log();
    node.stop();
}

#[test]
fn sqlite() {
    let folder = tempfile::tempdir().unwrap();
    rounds("phones on SQLite", &folder.path().join("data"), None);
}

#[test]
fn postgres() {
    let folder = tempfile::tempdir().unwrap();
    let cluster = Cluster::start();
    let url = cluster.database("city");
    rounds("phones on PostgreSQL", &folder.path().join("data"), Some(&url));
}
