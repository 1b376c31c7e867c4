//! How long a start takes, and how much memory a server has that serves.

use crate::{
    Answer, Bench,
    figure::{Bar, Figure},
    load::repeat,
    median,
    server::{Server, build_city},
};

/// On the large city when there is one, else on a small one.
pub async fn run(bench: &Bench) -> Answer {
    let folder = match &bench.data {
        Some(data) => data.clone(),
        None => {
            let folder = bench.work.join("start");
            build_city(bench, &folder, None, if bench.quick { 2_000 } else { 20_000 })?;
            folder
        }
    };
    let mut times = vec![];
    for _ in 0..3 {
        times.push(Server::start(bench, &folder, None).await?.started_in.as_secs_f64());
    }
    let server = Server::start(bench, &folder, None).await?;
    let session = server.session("supervisor").await?;
    let idle = server.memory();
    let clients: Vec<_> = server.clients(10).await?.into_iter().map(|c| c.with_session(&session)).collect();
    repeat(clients, bench.seconds(), None, async |client, _| {
        client.get("/api/v1/cases?queue=all&limit=50").await.map(drop)
    })
    .await?;
    let city = if bench.data.is_some() { "given city" } else { "20,000 cases" };
    Ok(vec![
        Figure::new(format!("start-up, {city}"), median(times), "s").bar(Bar::AtMost(2.0)),
        Figure::new(format!("resident memory, {city}"), server.memory(), "MB")
            .bar(Bar::AtMost(600.0))
            .note(format!("{idle:.0} MB before the first page")),
    ])
}
