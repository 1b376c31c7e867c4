//! Reports accepted over HTTP (located, routed, ledgered with protected values, durable), beside what the bare database
//! does with the same rows in the same run.

use crate::{
    Answer, Bench,
    bare::{Bare, last_report},
    cluster::Cluster,
    figure::{Bar, Figure},
    load::{Connection, Run, repeat},
    rows::{center, report},
    server::{Server, build_city},
};

const CLIENTS: [usize; 2] = [64, 512];

/// On SQLite.
pub async fn sqlite(bench: &Bench) -> Answer {
    let folder = bench.work.join("reports");
    let bare = format!("sqlite:{}", bench.work.join("bare/jingwei.db").display());
    std::fs::create_dir_all(bench.work.join("bare")).map_err(|e| e.to_string())?;
    build_city(bench, &folder, None, 2_000)?;
    let server = Server::start(bench, &folder, None).await?;
    let url = format!("sqlite:{}", folder.join("jingwei.db").display());
    measure(bench, "SQLite", &server, (&url, &bare), 2_500.0).await
}

/// On PostgreSQL.
pub async fn postgres(bench: &Bench) -> Answer {
    let cluster = Cluster::start(bench)?;
    let (url, bare) = (cluster.database("jingwei")?, cluster.database("bare")?);
    let folder = bench.work.join("reports-postgres");
    build_city(bench, &folder, Some(&url), 2_000)?;
    let server = Server::start(bench, &folder, Some(&url)).await?;
    measure(bench, "PostgreSQL", &server, (&url, &bare), 1_000.0).await
}

async fn measure(
    bench: &Bench,
    engine: &str,
    server: &Server,
    (url, bare): (&str, &str),
    expected: f64,
) -> Answer {
    let center = center(server).await?;
    post(server, center, 8, 1).await?; // warm
    let rows = last_report(url).await?;
    let bare = Bare::open(bare, &rows).await?;
    let mut figures = vec![];
    for clients in CLIENTS {
        let base = bare.run(clients, bench.seconds()).await?;
        let run = post(server, center, clients, bench.seconds()).await?;
        let mut figure =
            Figure::new(format!("reports accepted, {engine}, {clients} clients"), run.per_second, "1/s")
                .beside(base.per_second, "the bare database")
                .note(run.shares());
        if clients == CLIENTS[0] {
            figure = figure.bar(Bar::AtLeast(expected));
        }
        figures.push(
            Figure::new(
                format!("the same {} rows bare, {engine}, {clients} clients", rows.len() + 1),
                base.per_second,
                "1/s",
            )
            .note(base.shares()),
        );
        figures.push(figure.bar(Bar::RatioAtLeast(0.5)));
    }
    Ok(figures)
}

/// Some clients report for some seconds.
async fn post(server: &Server, center: (f64, f64), clients: usize, seconds: u64) -> Result<Run, String> {
    let workers = server.clients(clients).await?.into_iter().enumerate().collect();
    repeat(workers, seconds, Some(server.pid()), async |(client, connection): &mut (usize, Connection), n| {
        let key = format!("bench-{clients}-{client}-{n}");
        let body = report(center, *client, n);
        connection.post("/api/v1/reports", body, &[("idempotency-key", &key)]).await.map(drop)
    })
    .await
}
