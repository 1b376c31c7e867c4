//! A real streaming replica serves lists and numbers, and nobody misses what they just did.

use crash::{city, cluster::Cluster, http::Client, node::Node, until};

struct Desk {
    node: Node,
    client: Client,
    filed: u64,
}

impl Desk {
    /// Somebody reports, and the next list has it.
    fn report_and_look(&mut self) {
        self.filed += 1;
        let key = format!("replica-{}", self.filed);
        let reply = self.node.client().post("/api/v1/reports", Some(&key), &crash::report()).unwrap();
        assert_eq!(reply.status, 201, "{}", reply.text());
        let number = reply.json()["number"].as_str().unwrap().to_string();
        let list = self.client.get("/api/v1/cases?queue=all&limit=200").unwrap();
        assert!(
            list.status == 200 && list.text().contains(&number),
            "{number}: {} {}",
            list.status,
            list.text()
        );
    }

    /// Reads that a replica may serve, by who served.
    fn reads(&self, by: &str) -> u64 {
        let page = self.node.client().get("/metrics").unwrap().text();
        let line = |line: &&str| line.starts_with("jingwei_replica_reads_total") && line.contains(by);
        page.lines().find(line).and_then(|line| line.rsplit(' ').next()?.parse().ok()).unwrap()
    }
}

#[test]
fn lists_come_from_the_replica_and_are_never_behind() {
    let (folder, primary) = (tempfile::tempdir().unwrap(), Cluster::start());
    let url = primary.database("city");
    let data = folder.path().join("data");
    city::found(&data, Some(&url));
    let replica = primary.replica();
    let mut node = Node::new(&data, Some(&url), folder.path().join("log"))
        .with("JINGWEI_DATABASE_REPLICA", &replica.url("city"));
    node.start();
    let client = node.client().login(city::DISPATCHER, &city::password(city::DISPATCHER)).unwrap();
    let mut desk = Desk { node, client, filed: 0 };
    for _ in 0..50 {
        desk.report_and_look();
    }
    let served = desk.reads("replica");
    println!("replica: served {served} reads, the primary {} since it was behind", desk.reads("behind"));
    assert!(served > 0);
    // a replica that stands still is behind: the primary serves
    replica.sql("city", "SELECT pg_wal_replay_pause()");
    let behind = desk.reads("behind");
    for _ in 0..5 {
        desk.report_and_look();
    }
    assert!(desk.reads("behind") > behind);
    replica.sql("city", "SELECT pg_wal_replay_resume()");
    // one that is gone too
    replica.run(&["crash"]);
    let gone = desk.reads("gone");
    for _ in 0..5 {
        desk.report_and_look();
    }
    until("the replica is missed", 10, || {
        desk.report_and_look();
        desk.reads("gone") > gone
    });
    // and back again
    replica.run(&["start"]);
    let served = desk.reads("replica");
    until("the replica serves again", 30, || {
        desk.report_and_look();
        desk.reads("replica") > served
    });
    desk.node.check_log();
}
