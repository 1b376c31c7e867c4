//! PostgreSQL itself goes away as if the power had gone, and comes back.

use crash::{books, city, cluster::Cluster, load::Load, node::Node, pause, rng, setting, until};

#[test]
fn postgres() {
    let (folder, cluster) = (tempfile::tempdir().unwrap(), Cluster::start());
    let url = cluster.database("city");
    let data = folder.path().join("data");
    let mut rng = rng("PostgreSQL stopped");
    city::found(&data, Some(&url));
    let mut node = Node::new(&data, Some(&url), folder.path().join("log"));
    node.start();
    let load = Load::new(&node.address);
    for round in 1..=setting("CRASH_PG_ROUNDS", 1) {
        let crowd = load.work(6, &mut rng);
        pause(&mut rng, 400..1500);
        cluster.run(&["crash"]);
        until("readiness fails", 30, || node.ready() == Some(503));
        let mut client = node.client();
        assert_eq!(client.get("/healthz").unwrap().status, 200, "the process lives");
        let refused = client.post("/api/v1/reports", Some("while-away-1"), &crash::report()).unwrap();
        assert_eq!((refused.status, refused.header("retry-after").is_some()), (503, true), "{refused:?}");
        assert_eq!(refused.json()["code"], "service.unavailable");
        pause(&mut rng, 0..1000);
        cluster.run(&["start"]);
        node.wait_ready();
        pause(&mut rng, 300..800);
        crowd.finish();
        let facts = books::compare(&url, &load.known.lock().unwrap());
        load.repeat_some(&mut rng, 20);
        println!("PostgreSQL stopped, round {round}: {facts} requests acknowledged, {}", node.verify());
    }
    node.check_log();
    node.stop();
}
