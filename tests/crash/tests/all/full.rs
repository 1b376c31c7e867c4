//! The disk gets full while people work: nothing can be written, everything can be read, and as soon as there is room the
//! work goes on.

use crash::{books, city, disk::Disk, load::Load, pause, rng, until};

#[test]
fn sqlite() {
    let mut rng = rng("full disk");
    let folder = tempfile::tempdir().unwrap();
    let disk = Disk::new(folder.path(), 96);
    let data = disk.path().join("data");
    let url = format!("sqlite:{}", data.join("jingwei.db").display());
    city::found(&data, None);
    let mut node = disk.node(folder.path().join("log"));
    node.start();
    let load = Load::new(&node.address);
    let crowd = load.work(6, &mut rng);
    pause(&mut rng, 500..1500);
    disk.fill(&node);
    until("readiness fails", 30, || node.ready() == Some(503));
    pause(&mut rng, 500..1000);
    // what was there can be read, by residents and by the staff
    let known = load.known.lock().unwrap()[0].clone();
    let token = known.asked[0].answer["token"].as_str().unwrap();
    let mut client = node.client();
    let mut desk = load.staff(city::DISPATCHER);
    for _ in 0..20 {
        let track = client.get(&format!("/api/v1/track/{}?token={token}", known.number)).unwrap();
        assert_eq!(track.status, 200, "{}", track.text());
        let list = desk.get("/api/v1/cases?queue=open").unwrap();
        assert_eq!(list.status, 200, "{}", list.text());
        let refused = client.post("/api/v1/reports", Some("while-full-1"), &crash::report()).unwrap();
        assert_eq!((refused.status, refused.header("retry-after").is_some()), (503, true), "{refused:?}");
        assert_eq!(refused.json()["code"], "service.unavailable");
        assert_eq!((node.ready(), client.get("/healthz").unwrap().status), (Some(503), 200));
    }
    let picture = vec![7u8; 200_000];
    let upload =
        client.ask("POST", "/api/v1/uploads", &[("content-type", "application/octet-stream")], &picture);
    assert_eq!(upload.unwrap().status, 503, "an upload has no room either");
    disk.empty(&node);
    node.wait_ready();
    pause(&mut rng, 300..800);
    crowd.finish();
    let facts = books::compare(&url, &load.known.lock().unwrap());
    load.repeat_some(&mut rng, 20);
    println!("full disk: {facts} requests acknowledged, {}", node.verify());
    // and a server that was killed on a full disk comes up again when there is room
    disk.fill(&node);
    node.kill();
    disk.empty(&node);
    node.start();
    books::compare(&url, &load.known.lock().unwrap());
    node.verify();
    node.check_log();
    node.stop();
}
