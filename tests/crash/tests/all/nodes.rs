//! Three servers on one PostgreSQL behind a plain balancer.

use crash::{
    books, city, cluster::Cluster, http::Client, load::Load, node::*, pause, proxy::Proxy, rng, until,
};
use std::sync::atomic::Ordering;

struct Nodes {
    nodes: Vec<Node>,
    proxy: Proxy,
    url: String,
    cluster: Cluster,
    folder: tempfile::TempDir,
}

impl Nodes {
    fn start() -> Self {
        let (folder, cluster) = (tempfile::tempdir().unwrap(), Cluster::start());
        let url = cluster.database("city");
        let data = folder.path().join("data");
        city::found(&data, Some(&url));
        let one = |n: usize| {
            let log = folder.path().join(format!("log{n}"));
            let mut node = Node::new(&data, Some(&url), log).with("JINGWEI_DRAIN_SECONDS", "2");
            node.start();
            node
        };
        let nodes: Vec<Node> = (0..3).map(one).collect();
        let addresses: Vec<String> = nodes.iter().map(|node| node.address.clone()).collect();
        Self { proxy: Proxy::start(&addresses), nodes, url, cluster, folder }
    }

    /// The command line beside the servers.
    fn tool(&self, words: &str) {
        let data = self.folder.path().join("data");
        done(jingwei(&data, Some(&self.url)).args(words.split(' ')));
    }

    /// Something that somebody is shown on every node, soon.
    fn everywhere(&self, what: &str, who: &Client, path: &str, holds: impl Fn(&str) -> bool) {
        for node in &self.nodes {
            let mut client = who.at(&node.address);
            until(&format!("{what} on {}", node.address), 20, || holds(&client.get(path).unwrap().text()));
        }
    }
}

#[test]
fn a_rolling_restart_loses_no_request() {
    let mut rng = rng("rolling restart");
    let mut all = Nodes::start();
    let load = Load::new(&all.proxy.address);
    let crowd = load.work(6, &mut rng);
    for node in &mut all.nodes {
        pause(&mut rng, 300..800);
        node.ask_to_stop();
        assert!(node.ended(), "{}", node.log());
        pause(&mut rng, 0..300);
        node.start();
    }
    pause(&mut rng, 300..800);
    crowd.finish();
    let tally = &load.tally;
    assert_eq!((tally.lost.load(Ordering::SeqCst), tally.refused.load(Ordering::SeqCst)), (0, 0));
    let facts = books::compare(&all.url, &load.known.lock().unwrap());
    load.repeat_some(&mut rng, 30);
    println!("rolling restart: {facts} requests, none lost, {}", all.nodes[0].verify());
    all.nodes.iter().for_each(Node::check_log);
}

#[test]
fn what_one_node_did_another_knows() {
    let all = Nodes::start();
    // the same key at another node: the same answer
    let body = crash::report();
    let answers: Vec<_> = all
        .nodes
        .iter()
        .map(|node| node.client().post("/api/v1/reports", Some("one-key-for-all"), &body).unwrap())
        .collect();
    assert!(answers.iter().all(|reply| reply.status == 201), "{answers:?}");
    let first = answers[0].json();
    assert!(answers.iter().all(|reply| reply.json() == first), "{answers:?}");
    // a session opened on one is known to all, and ended for all
    let login = |who: &str| Client::new(&all.nodes[0].address).login(who, &city::password(who)).unwrap();
    let desk = login(city::DISPATCHER);
    let number = first["number"].as_str().unwrap();
    all.everywhere("the case", &desk, &format!("/api/v1/cases/{number}"), |text| text.contains(number));
    // a pack and a changed map reach every node
    let packs = |text: &str| text.contains("town-calls-county");
    assert!(!packs(&desk.at(&all.nodes[1].address).get("/api/v1/packs").unwrap().text()));
    all.tool("pack add packs/town-calls-county --enable");
    all.everywhere("the pack", &desk, "/api/v1/packs", packs);
    let example = "docs/examples/first-city";
    let renamed = all.folder.path().join("divisions.csv");
    let table = std::fs::read_to_string(crash::root().join(example).join("divisions.csv")).unwrap();
    assert!(table.contains("望潮社区"));
    std::fs::write(&renamed, table.replace("望潮社区", "观潮社区")).unwrap();
    all.tool(&format!("import divisions {} --map {example}/divisions.yaml", renamed.display()));
    all.everywhere("the new name", &desk, "/api/v1/areas/990901001001", |text| text.contains("观潮社区"));
    // a job that every node would like to run is run by one of them
    let ran = |node: &Node| count(&node.client().get("/metrics").unwrap().text(), "identity.sweep");
    until("the sweep ran", 30, || all.nodes.iter().map(ran).sum::<u64>() > 0);
    std::thread::sleep(std::time::Duration::from_secs(2));
    assert_eq!(all.nodes.iter().map(ran).sum::<u64>(), 1, "the hourly sweep ran once");
    assert_eq!(all.cluster.sql("city", "SELECT count(*) FROM job WHERE kind = 'identity.sweep'"), "1");
    // an ended session is believed for some seconds at most
    let mut out = desk.at(&all.nodes[2].address);
    assert_eq!(out.ask("DELETE", "/api/v1/session", &[], b"").unwrap().status, 204);
    all.everywhere("the end of the session", &desk, "/api/v1/cases", |text| text.contains("\"status\":401"));
}

/// How many runs of a kind of job a node has counted.
fn count(metrics: &str, kind: &str) -> u64 {
    let line = |line: &&str| line.starts_with("jingwei_job_runs_total") && line.contains(kind);
    metrics.lines().filter(line).filter_map(|line| line.rsplit(' ').next()?.parse::<f64>().ok()).sum::<f64>()
        as u64
}
